"""A row of a scheduler's table becomes a post."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from postcheck.drafts.bulk.layout import Cell, Row, Table, moment_of
from postcheck.drafts.documents.document import Document, Picture
from postcheck.drafts.header_values import FrontMatter
from postcheck.drafts.named_files import find_named
from postcheck.formats.filetypes import FileKind, file_kind
from postcheck.model.channels import CHANNELS, canonical, channels_in
from postcheck.model.draft import Annotations, Part, Problem, Unexamined
from postcheck.model.people import Outlet
from postcheck.model.text import SourceText

_FIELDS = {
    "text": "body",
    "title": "title",
    "first_comment": "first_comment",
    "link": "link",
    "other": "other",
    "beside": "hidden",
}
_BETWEEN_FILES = re.compile(r"[;,|\r\n]+|\s+(?=https?://)")
_WORD = re.compile(r"[^\W_]+")
_NO_WORD = re.compile(r"\S*(?:[/=@]|\.\w)\S*")
"""An address, whose question mark is one."""
_LOST = re.compile(r"\ufffd|[^\W\d_]\?[a-zß-ÿ]|(?<![\w?!.,])\?[a-zß-ÿ]{2}")
_LOST_LETTERS = (
    "Letters were lost in this row: a name with an accent may stand there as “Si?n”, and can't be found. "
    "Type them again, and save the table as “CSV UTF-8” or as a workbook."
)
_QUERY = re.compile(r"[?#]")


def post_of(
    row: Row, table: Table, name: str, front: FrontMatter, extra_channels: Mapping[str, Outlet]
) -> tuple[Document, FrontMatter]:
    """Return the post of a row, and its header.

    Parameters
    ----------
    row, table:
        The row, and the table that it is of.
    name:
        How the report calls the post.
    front:
        What the file beside the table says of all its posts. The row's own channel and time count before it.
    extra_channels:
        Channels beside the built-in ones, by name.
    """
    problems = list(front.problems)
    known = {**CHANNELS, **{canonical(channel): outlet for channel, outlet in extra_channels.items()}}
    named = [channel for cell in row.of("channel") for channel in _channels(cell, known, problems)]
    channels = named or row.channels
    moment, doubtful = moment_of(row)
    if doubtful is not None:
        message = "The table does not say readably when this post is published."
        advice = "Write it like 2026-12-01 09:00; until then consent is judged as of today."
        problems.append(Problem("date-invalid", message, advice, doubtful.where, doubtful.text.text))
    parts = [Part(_FIELDS[cell.kind], cell.text) for cell in row.cells if cell.kind in _FIELDS]
    files = [
        (file.strip(), cell.where)
        for cell in row.of("image")
        for file in _BETWEEN_FILES.split(cell.text.text)
        if file.strip()
    ]
    videos = tuple(file for file in files if file_kind(_QUERY.split(file[0])[0]) is FileKind.VIDEO)
    pictures = [Picture(*file) for file in files if file not in videos]
    alts = tuple(cell.text for cell in row.of("alt"))
    if len(pictures) == 1:
        pictures = [replace(pictures[0], said=Annotations(alt=alts))]
    else:
        parts += [Part("alt", alt) for alt in alts]
    header = replace(
        front.header,
        channels=tuple(dict.fromkeys(channels)) or front.header.channels,
        publish_at=moment or front.header.publish_at,
    )
    faults = [row.fault] if row.fault else []
    if any(_LOST.search(_NO_WORD.sub(" ", part.text.text)) for part in parts if isinstance(part.text, SourceText)):
        faults.append(_LOST_LETTERS)
    unexamined = tuple(Unexamined(name, fault) for fault in faults)
    claimed = tuple(
        (found, cell.where) for cell in row.cells if cell.kind in _FIELDS for found in find_named(cell.text.text)
    )
    document = Document(table.file, tuple(parts), tuple(pictures), videos, unexamined, claimed)
    return document, replace(front, header=header, problems=tuple(problems))


def _channels(cell: Cell, known: Mapping[str, Outlet], problems: list[Problem]) -> Iterator[str]:
    """Yield the channels that a cell names.

    Schedulers write ``Facebook``, ``Facebook Page: Hillside`` or ``facebook, instagram``.
    """
    for name, meant in channels_in(cell.text.text, known):
        found = meant or tuple(word for word in map(canonical, _WORD.findall(name)) if word in known)[:1]
        yield from found
        if not found:
            advice = (
                f"Known channels: {', '.join(sorted(known))}. "
                "Correct the spelling, or add the channel to postcheck.toml."
            )
            message = "The table names a channel that postcheck does not know."
            problems.append(Problem("channel-unknown", message, advice, cell.where, cell.text.text))
