"""What ``postcheck confirm`` asks, and the change that comes of it; a person at a terminal answers, or a script."""

from __future__ import annotations

import difflib
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

from postcheck.cli.asking import ask_whether
from postcheck.cli.who import Who, understood
from postcheck.cli.wrapping import wrapped
from postcheck.drafts.frontmatter import parse_front_matter, parse_sidecar
from postcheck.drafts.header_answers import Answers, PictureAnswer, VideoAnswer
from postcheck.drafts.loader import sidecar_of
from postcheck.engine.given import PEOPLE
from postcheck.errors import UsageError
from postcheck.formats import textfile
from postcheck.formats.filetypes import alike, composed
from postcheck.model.content_digest import is_of, short
from postcheck.model.text import TextFile

if TYPE_CHECKING:
    from postcheck.drafts.header_values import FrontMatter
    from postcheck.model.draft import Annotations, DraftImage, Header, Video
    from postcheck.model.report import DraftReport
    from postcheck.report.mask import Masker


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the checklist."""

    word: str
    """What ``declare:`` calls it."""
    rule: str
    text: str
    number: int
    of: int
    again: bool = False
    """Whether it was confirmed for another text or other pictures."""


class Asked(Protocol):
    """Whoever answers."""

    def who_is_in(self, name: str, *, again: bool) -> tuple[str, ...] | None:
        """Return who can be recognised in a picture or video of this name; None leaves it open.

        With ``again`` it was confirmed for another picture or video than the one that is there now.
        """

    def has_listened(self, name: str) -> bool:
        """Return whether somebody has listened to the whole of a video."""

    def whether_so(self, item: Item) -> bool:
        """Return whether an item of the checklist is so."""


class Terminal:
    """A person at a terminal."""

    def __init__(self, who: Who, masker: Masker) -> None:
        self._who, self._masker = who, masker

    def who_is_in(self, name: str, *, again: bool) -> tuple[str, ...] | None:
        """Ask who can be recognised in a picture or video of this name; None leaves it open."""
        typer.echo()
        if again:
            typer.echo(wrapped(f"{self._masker.path(name)} was changed, or put here, after this was confirmed."))
        found = self._who.ask(f"Who can be recognised in {self._masker.path(name)}?")
        if found:
            typer.echo(wrapped(f"{', '.join(map(self._who.shown, found))}.", "  That is "))
        return found

    def has_listened(self, name: str) -> bool:
        """Ask whether somebody has listened to the whole of a video."""
        typer.echo()
        typer.echo(wrapped(f"Has somebody listened to the whole of {self._masker.path(name)} for names?"))
        return ask_whether("  Is it so?")

    def whether_so(self, item: Item) -> bool:
        """Return whether an item of the checklist is so."""
        typer.echo()
        if item.again:
            typer.echo(wrapped("The text, the pictures or where it goes were changed after this was confirmed."))
        typer.echo(wrapped(item.text, f"{item.number} of {item.of}: "))
        return ask_whether("  Is it so?")


class Scripted:
    """A script, which says beforehand what is so, and of all else nothing.

    Raises
    ------
    UsageError
        If what it says cannot be understood.
    """

    def __init__(self, shown: Sequence[str], yes_to: Sequence[str], listened_to: Sequence[str], who: Who) -> None:
        self._shown: dict[str, tuple[str, ...]] = {}
        for one in shown:
            file, equals, people = one.rpartition("=")
            found = understood(people, who) if equals and file else None
            if found is None:
                raise UsageError(
                    "--shown: an entry does not say who it is, or whose name it gives is not exactly one person's.",
                    advice="Write FILE=ID,ID with ids or full names, or FILE=nobody.",
                )
            self._shown[_normal(file)] = found
        self._yes_to = {word.strip().casefold() for word in yes_to}
        self._listened = {_normal(name) for name in listened_to}
        self._open = {*self._shown, *self._yes_to, *self._listened}

    def who_is_in(self, name: str, *, again: bool) -> tuple[str, ...] | None:
        """Return who the script says can be recognised in a picture or video; None if it says nothing."""
        del again
        key = _meant(name, self._shown)
        self._open.discard(key)
        return self._shown.get(key)

    def has_listened(self, name: str) -> bool:
        """Return whether the script says that somebody has listened to a video."""
        key = _meant(name, self._listened)
        self._open.discard(key)
        return key in self._listened

    def whether_so(self, item: Item) -> bool:
        """Return whether the script says that an item of the checklist is so."""
        said = {item.word.casefold(), item.rule.casefold()} & self._yes_to
        self._open -= said
        return bool(said)

    def refuse_what_was_not_asked(self) -> None:
        """Raise if an answer fits no question: a script's slip must not look like a confirmation."""
        if self._open:
            number = len(self._open)
            raise UsageError(
                f"{number} of the answers {'fits' if number == 1 else 'fit'} nothing that is open in this draft, so "
                "nothing was written.",
                advice="It is misspelt, or the header says it already. `postcheck confirm DRAFT` asks what is open.",
            )


def _normal(name: str) -> str:
    return alike(name.strip().replace("\\", "/"))


def _meant(name: str, said: Sequence[str] | dict[str, tuple[str, ...]] | set[str]) -> str:
    """Return the file that a script means: by its path as the report shows it, or by its end."""
    full = _normal(name)
    return next((one for one in said if full == one or full.endswith(f"/{one}")), full)


# Who is shown


def of_shown(post: DraftReport, asked: Asked) -> Answers:
    """Ask who can be recognised, and who has listened to what, wherever the draft leaves it open.

    It does so as well where an answer was given for a picture or video that has been changed since.
    """
    text = _header_text(post)
    front = (parse_sidecar if post.draft.beside else parse_front_matter)(TextFile("", text))
    alone = post.draft.beside and len(post.draft.images) == 1 and not post.draft.header.videos
    pictures = tuple(_pictures(post, asked, front, text))
    of_post: dict[str, tuple[str, ...]] = {}
    if alone and pictures:
        of_post, pictures = {pictures[0].confirmed_for: pictures[0].people}, ()
    elif not alone:
        of_post = dict(_in_videos(post, asked))
    people, tied = _of_post(of_post, post, front.header)
    return Answers(
        people=people,
        pictures=pictures,
        videos=tuple(_listened(post, asked, front.header)),
        confirmed_for=((PEOPLE, tied),) if people is not None else (),
    )


def _pictures(post: DraftReport, asked: Asked, front: FrontMatter, text: str) -> Iterator[PictureAnswer]:
    named = Counter(image.where.start for image in post.draft.images)
    for image in post.draft.images:
        digest = short(post.digests[image.key])
        if not image.peopled or image.absent or not digest or not _is_open(image.said, post.draft.header):
            continue
        answer = asked.who_is_in(image.name, again=image.said.outdated)
        if answer is not None:
            # A pattern stands for several pictures at one place: each of them gets an entry of its own.
            offset = image.where.start if image.where.field == "images" and named[image.where.start] == 1 else None
            file = _own_name(image, post) if offset is None else text[offset : image.where.end]
            if offset is None:
                entries = (
                    one for one in front.images if composed(one.file) == composed(file) and one.said.confirmed_for
                )
                offset = next((one.where.start for one in entries), None)
            yield PictureAnswer(file, answer, offset, image.key, digest)


def _in_videos(post: DraftReport, asked: Asked) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Ask who can be recognised in each video that leaves it open; yield its digest, and who."""
    for video in post.draft.header.videos:
        if _is_open(video, post.draft.header):
            answer = asked.who_is_in(video.file, again=video.outdated)
            if answer is not None:
                yield short(post.digests[video.file]), answer


def _is_open(said: Annotations | Video, header: Header) -> bool:
    return said.people is None and (header.people is None or said.outdated)


def _of_post(
    answers: Mapping[str, tuple[str, ...]], post: DraftReport, before: Header
) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """Return who can be recognised in the post as a whole, and for which of its pictures and videos that was said.

    Parameters
    ----------
    answers:
        Who was said to be in what, by digest.
    post:
        The post.
    before:
        What its header says now, which stays as far as it still counts for something.
    """
    if not answers:
        return None, ()
    former = dict(before.confirmed_for).get(PEOPLE, ()) if before.people is not None else ()
    kept = [written for written in former if any(is_of(written, digest) for digest in post.digests.values())]
    people = [ref.text for ref in before.people or ()] if kept else []
    return (
        tuple(dict.fromkeys((*people, *(one for answer in answers.values() for one in answer)))),
        tuple(dict.fromkeys((*kept, *answers))),
    )


def _listened(post: DraftReport, asked: Asked, before: Header) -> Iterator[VideoAnswer]:
    """Ask of each video whose sound is open whether somebody has listened to it."""
    named = before.videos
    location = post.draft.location
    for item in post.unexamined:
        video = next((one for one in post.draft.header.videos if item.listened and one.file == item.file), None)
        if video is None or video.path is None or location is None or not asked.has_listened(video.file):
            continue
        start = video.where.start if video.where is not None and video.where.field == "video" else None
        own = next((one for one in named if start is not None and one.where and one.where.start == start), None)
        file = own.file if own else Path(os.path.relpath(video.path, location.parent)).as_posix()
        yield VideoAnswer(file, item.listened, start if own else None)


def _own_name(image: DraftImage, post: DraftReport) -> str:
    """Return a picture as the draft's header is to name it."""
    if image.inside is not None:
        return image.name.rpartition("#")[2]
    location = post.draft.location
    return Path(os.path.relpath(image.path, location.parent)).as_posix() if location else image.name


def _header_text(post: DraftReport) -> str:
    """Return the text of the file that the header stands in; empty if there is none yet."""
    draft = post.draft
    if not draft.beside:
        return draft.file.text if draft.file else ""
    file = sidecar_of(draft.location) if draft.location else None
    return textfile.read(file, "").text if file and file.exists() else ""


# The change


def change_of(name: str, before: bytes, after: bytes, said: Answers, who: Who) -> Iterator[str]:
    """Yield the lines that are to be written, marked with +, and what stands around them."""
    old, new = (textfile.decode(data, "").text.splitlines() if data else [] for data in (before, after))
    yield ""
    yield wrapped(f"This will be written into {name}" + (":" if before else ", a new file:"))
    for number, line in enumerate(difflib.unified_diff(old, new, n=1, lineterm="")):
        if number > 1:
            yield "  …" if line.startswith("@@") else f"  {line}"
    named = dict.fromkeys(one for people in (said.people, *(p.people for p in said.pictures)) for one in people or ())
    if named:
        yield wrapped(f"{'; '.join(map(who.shown, named))}.", "  People: ")
