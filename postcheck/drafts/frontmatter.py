"""The header of a draft: YAML between lines of three hyphens, or TOML between lines of three plus signs.

Whatever is wrong in it is said, and nothing lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import regex

from postcheck.drafts.header_keys import KEYS, normal
from postcheck.drafts.header_reader import HeaderReader
from postcheck.drafts.header_values import FrontMatter
from postcheck.formats.filetypes import FileKind, file_kind
from postcheck.formats.toml_header import TomlHeader
from postcheck.formats.yaml_document import YamlError, YamlHeader, place
from postcheck.model.draft import Problem
from postcheck.model.people import Outlet
from postcheck.model.text import TextFile, Where

_FENCE = regex.compile(r"[\ufeff \t\r\n]*+(?P<fence>---|\+\+\+)[ \t]*(?:\r\n|\n|\r|\Z)")
# "(?<![^\r\n])" is the start of a line: "^" would not see the lone carriage returns of old Macintosh files.
_CLOSING = {
    "---": regex.compile(r"(?<![^\r\n])(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)(?:\r\n|\n|\r|)"),
    "+++": regex.compile(r"(?<![^\r\n])\+\+\+[ \t]*(?=[\r\n]|\Z)(?:\r\n|\n|\r|)"),
}
_FIRST_PARAGRAPH = regex.compile(r"[\ufeff\s]*(?P<lines>(?:[^\r\n]*\S[^\r\n]*(?:\r\n|\n|\r|\Z))*)")
_KEY_LINE = regex.compile(r"(?<![^\r\n])[\"']?(?P<key>[A-Za-z][\w -]{0,30})[\"']?[ \t]*:(?=[\s]|\Z)")
_NOT_PART_OF_A_PATH = regex.compile(r"[\"'\[\]{},<>|]|:[ \t]|^[ \t]*-[ \t]|[ \t]#")


def read_front_matter(file: TextFile, extra_channels: Mapping[str, Outlet]) -> FrontMatter:
    """Read a draft's header. Nothing is raised: what is wrong becomes a problem.

    Parameters
    ----------
    file:
        The draft.
    extra_channels:
        Channels beside the built-in ones, by name.
    """
    return parse_front_matter(file).settled(extra_channels)


def parse_front_matter(file: TextFile) -> FrontMatter:
    """Read a draft's header, its channels not looked up yet. Nothing is raised: what is wrong becomes a problem."""
    fence = _FENCE.match(file.text)
    if fence is None:
        return _without_fence(file)
    start, end = fence.start("fence"), fence.end()
    closing = _CLOSING[fence["fence"]].search(file.text, end)
    if closing is None:
        return _never_closed(file, start, end)
    try:
        parsed = (TomlHeader if fence["fence"] == "+++" else YamlHeader)(file, end, closing.start())
        return HeaderReader(parsed).read(closing.end())
    except YamlError as error:
        return _broken(file, start, closing.start(), error.offset, error.message, error.advice)


def header_lines(text: str) -> tuple[int, int, bool] | None:
    """Return where the lines of a header begin and end, and whether they are TOML; None if there is no header."""
    fence = _FENCE.match(text)
    closing = _CLOSING[fence["fence"]].search(text, fence.end()) if fence else None
    return (fence.end(), closing.start(), fence["fence"] == "+++") if fence and closing else None


def parse_sidecar(file: TextFile) -> FrontMatter:
    """Read a file that holds nothing but a header, on behalf of a draft that cannot have one.

    Lines of three hyphens around it do no harm. Nothing is raised: what is wrong becomes a problem. Its channels are
    not looked up yet.
    """
    end = len(file.text)
    if _FENCE.match(file.text):
        return replace(parse_front_matter(file), body=(end, end))
    try:
        parsed = YamlHeader(file, 0, end)
        return HeaderReader(parsed).read(end)
    except YamlError as error:
        return replace(_broken(file, 0, end, error.offset, error.message, error.advice), body=(end, end))


def _never_closed(file: TextFile, start: int, end: int) -> FrontMatter:
    paragraph = _FIRST_PARAGRAPH.match(file.text, end)
    if paragraph is None or not _KEY_LINE.search(paragraph["lines"]):
        return FrontMatter(body=(0, len(file.text)))  # a rule across the page
    advice = "Put a line of three hyphens under its last line."
    return _broken(file, start, paragraph.end(), start, "The header is opened and never closed.", advice)


def _without_fence(file: TextFile) -> FrontMatter:
    paragraph = _FIRST_PARAGRAPH.match(file.text)
    keys = {normal(match["key"]) for match in _KEY_LINE.finditer(paragraph["lines"])} if paragraph else set()
    if paragraph is None or len(keys & KEYS.keys()) < 2:  # noqa: PLR2004 - one such line may be prose ("People: ...")
        return FrontMatter(body=(0, len(file.text)))
    start = paragraph.start("lines")
    return _broken(
        file,
        start,
        paragraph.end(),
        start,
        "The header does not begin with a line of three hyphens.",
        "Put such a line above and below it.",
    )


def _broken(file: TextFile, start: int, end: int, offset: int, message: str, advice: str) -> FrontMatter:
    line_end = regex.compile(r"[\r\n]|\Z").search(file.text, offset)
    where = place(file, "header", offset, line_end.start() if line_end else offset)
    problem = Problem("header-broken", message, advice, where, file.text[where.start : where.end])
    return FrontMatter(problems=(problem,), body=(start, len(file.text)), glimpsed=tuple(_glimpse(file, start, end)))


def _glimpse(file: TextFile, start: int, end: int) -> Iterator[tuple[str, Where]]:
    position = start
    for line in file.text[start:end].splitlines(keepends=True):
        low = 0
        for cut in (
            *((match.start(), match.end()) for match in _NOT_PART_OF_A_PATH.finditer(line)),
            (len(line), len(line)),
        ):
            part = line[low : cut[0]]
            name = part.strip()
            if name and file_kind(name) is FileKind.IMAGE:
                begin = position + low + len(part) - len(part.lstrip())
                yield name, place(file, "images", begin, begin + len(name))
            low = cut[1]
        position += len(line)
