"""What a person has said of a post, and how a header has it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

TIED = "confirmed_for"
"""The key that says what an answer is given for."""
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_NOT_TEXT = re.compile(r"(?i)y|n|yes|no|true|false|on|off|null|none")


@dataclass(frozen=True)
class PictureAnswer:
    """Who can be recognised in a picture."""

    file: str
    """The picture as the header names it, or is to."""
    people: tuple[str, ...]
    """Ids or names; none says that nobody can."""
    offset: int | None = None
    """Where in the file's text the header names it; None if it doesn't."""
    of: str = ""
    """The picture's ``DraftImage.key``, for whoever gathers the answers."""
    confirmed_for: str = ""
    """The first digits of the digest of the picture of which it is said; empty to tie it to none."""


@dataclass(frozen=True)
class VideoAnswer:
    """That somebody has listened to a video."""

    file: str
    """The video as the header names it, or is to."""
    listened: str
    """The first digits of the digest of the file that was listened to."""
    offset: int | None = None
    """Where in the file's text the header names it; None if it doesn't."""


@dataclass(frozen=True)
class Answers:
    """What a person has said of a post."""

    declare: tuple[str, ...] = ()
    people: tuple[str, ...] | None = None
    """Who can be recognised in the post as a whole."""
    pictures: tuple[PictureAnswer, ...] = field(default_factory=tuple)
    videos: tuple[VideoAnswer, ...] = ()
    confirmed_for: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What ``people`` and the items under ``declare`` are said of: see ``Header.confirmed_for``."""

    @property
    def lines(self) -> str:
        """The answers as a header has them, for a person who is to write them."""
        said = [f"declare: {listed(self.declare)}"] if self.declare else []
        said += [f"people: {listed(self.people)}"] if self.people is not None else []
        said += [f"{inline(one)} (under images)" for one in self.pictures]
        said += [f"{{file: {scalar(one.file)}, listened: {one.listened}}} (under video)" for one in self.videos]
        said += [f"confirmed_for: {tied(dict(self.confirmed_for))}"] if self.confirmed_for else []
        return "; ".join(said)


def new_lines(answers: Answers, *, toml: bool) -> list[str]:
    """Return the answers as lines of a header that has none of their keys."""
    equals = " =" if toml else ":"
    lines = [f"people{equals} {listed(answers.people, toml=toml)}"] if answers.people is not None else []
    if toml and answers.pictures:
        lines.append(f"images = [{', '.join(inline(one, toml=True) for one in answers.pictures)}]")
    elif answers.pictures:
        lines.append("images:")
        lines += [line for one in answers.pictures for line in _entry(one)]
    if answers.videos:
        lines.append("video:")
        lines += [f"  - {{file: {scalar(one.file)}, listened: {scalar(one.listened)}}}" for one in answers.videos]
    if answers.declare:
        lines.append(f"declare{equals} {listed(answers.declare, toml=toml)}")
    if answers.confirmed_for:
        lines.append(f"{TIED}{equals} {tied(dict(answers.confirmed_for), toml=toml)}")
    return lines


def _entry(picture: PictureAnswer) -> Iterator[str]:
    yield f"  - file: {scalar(picture.file)}"
    yield from (f"    {name}: {said}" for name, said in of_picture(picture).items())


def inline(picture: PictureAnswer, *, toml: bool = False) -> str:
    """Return a picture's entry on one line."""
    pairs = {"file": json.dumps(picture.file) if toml else scalar(picture.file), **of_picture(picture, toml=toml)}
    return table(pairs, toml=toml)


def of_picture(picture: PictureAnswer, *, toml: bool = False) -> dict[str, str]:
    """Return what the picture's entry is to say, by key."""
    said = {"people": listed(picture.people, toml=toml)}
    if picture.confirmed_for:
        said[TIED] = json.dumps(picture.confirmed_for) if toml else scalar(picture.confirmed_for)
    return said


def tied(answers: Mapping[str, Sequence[str]], *, toml: bool = False) -> str:
    """Return what answers are given for: of the post's people a list, of an item of the checklist one digest."""
    said = {
        name: listed(digests, toml=toml) if name == "people" or len(digests) != 1 else listed(digests, toml=toml)[1:-1]
        for name, digests in answers.items()
    }
    return table({json.dumps(name) if toml else scalar(name): one for name, one in said.items()}, toml=toml)


def table(pairs: Mapping[str, str], *, toml: bool = False) -> str:
    """Return keys and values, already written as they are to stand, between braces."""
    return f"{{{', '.join(f'{name} = {said}' if toml else f'{name}: {said}' for name, said in pairs.items())}}}"


def listed(values: Sequence[str] | None, *, toml: bool = False) -> str:
    """Return texts as a list between brackets."""
    return f"[{', '.join(json.dumps(value) if toml else scalar(value) for value in values or ())}]"


def scalar(value: str) -> str:
    """Return a text as it can stand in YAML anywhere; only ASCII, which every encoding of drafts has."""
    return value if _PLAIN.fullmatch(value) and not _NOT_TEXT.fullmatch(value) else json.dumps(value)
