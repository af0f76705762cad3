"""Natural posts: school posts composed one by one, with the role of everybody who is named in them.

A file has many posts. Each begins with a line ``=== voice | phase``; in its text every person's name is marked, see
``data/natural/README.md``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from names_model.augment import Tagged
from names_model.encode import change_case
from names_model.records import ADULT, CHILD, FIGURE, Record

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from names_model.names import Namer
    from names_model.records import Span

_HEAD = re.compile(r"^=== *([a-z-]+) \| (primary|secondary) *\n", re.MULTILINE)
_MARK = re.compile(r"\{([cafn]):([^{}|\n]+)(?:\|([^{}|\n]+))?\}")
_ROLES = {"c": CHILD, "a": ADULT, "f": FIGURE}
_HANDLE = re.compile(r"@\w+")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Miss|Ms|Mx|Dr|Sir|Rev|Coach|Prof|Professor|Father|PC|Cllr)\.? $", re.IGNORECASE)
FOLDS = 2
"""Every second author is of one fold: a network that was shown only the other's reads these as it would new posts."""
_RENAME = 0.6  # of the posts get other names
_KEEP = 0.1  # of their names stay all the same


@dataclass(frozen=True, slots=True)
class Mark:
    """A person's name in a post.

    Attributes
    ----------
    start, end:
        Where it stands in the text, in characters.
    role:
        `CHILD`, `ADULT` or `FIGURE`.
    registered:
        The full name that the school's list has, of a child who is on it; else empty.
    """

    start: int
    end: int
    role: str
    registered: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A natural post.

    Attributes
    ----------
    voice, phase:
        Who writes, e.g. ``pta``, and in what kind of school, ``primary`` or ``secondary``.
    text:
        The text without marks.
    persons:
        Everybody who is named, in order.
    lookalikes:
        Words that look like a person's name in their place and are none.
    """

    voice: str
    phase: str
    text: str
    persons: tuple[Mark, ...]
    lookalikes: tuple[Span, ...]

    def record(self, src: str = "natural") -> Record:
        """Give the post as a record, grouped by whether it names a child, somebody else or nobody.

        A name in a handle counts neither way, as in the public corpora.
        """
        handles = [match.span() for match in _HANDLE.finditer(self.text)]
        counted = [mark for mark in self.persons if not any(a <= mark.start < b for a, b in handles)]
        group = (
            "nobody"
            if not self.persons
            else "child"
            if any(mark.role == CHILD for mark in self.persons)
            else "no child"
        )
        return Record(
            self.text,
            tuple((mark.start, mark.end) for mark in counted),
            tuple((mark.start, mark.end) for mark in self.persons if mark not in counted),
            tuple(mark.role for mark in counted),
            self.lookalikes,
            src,
            group,
        )


def read_post(voice: str, phase: str, marked: str) -> Post:
    """Take the marks out of a post's text.

    Raises
    ------
    ValueError
        If a brace is left over, or something but a child has a registered name.
    """
    text = ""
    persons: list[Mark] = []
    lookalikes: list[Span] = []
    position = 0
    for mark in _MARK.finditer(marked):
        text += marked[position : mark.start()]
        start = len(text)
        text += mark[2]
        if mark[1] == "n":
            lookalikes.append((start, len(text)))
        else:
            persons.append(Mark(start, len(text), _ROLES[mark[1]], mark[3] or ""))
        if mark[3] and mark[1] != "c":
            raise ValueError(f"only a child has a registered name: {mark[0]}")
        position = mark.end()
    text += marked[position:]
    if "{" in text or "}" in text:
        raise ValueError(f"a brace is no mark: {text!r}")
    return Post(voice, phase, text, tuple(persons), tuple(lookalikes))


def read_posts(folder: Path, leave_out: int | None = None) -> list[Post]:
    """Read all posts of a folder's text files, in the order of the files' names.

    Parameters
    ----------
    folder:
        The folder; each file is one author's.
    leave_out:
        The fold (0 or 1) whose authors are left out; None for all authors.

    Raises
    ------
    ValueError
        As `read_file` does.
    """
    files = sorted(folder.glob("*.txt"))
    return [post for number, file in enumerate(files) if number % FOLDS != leave_out for post in read_file(file)]


def read_file(file: Path) -> list[Post]:
    """Read the posts of one author.

    Raises
    ------
    ValueError
        If the file does not begin with a head line, has a line that is nearly one, or a post that cannot be read.
    """
    first, *parts = _HEAD.split(file.read_text(encoding="utf-8"))
    if first.strip() or "\n===" in "".join(parts[2::3]):
        raise ValueError(f"{file.name}: a post has no head line")
    try:
        return [
            read_post(voice, phase, body.strip("\n"))
            for voice, phase, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
        ]
    except ValueError as error:
        raise ValueError(f"{file.name}: {error}") from error


def vary_post(post: Post, rng: random.Random, namer: Namer) -> Record:
    """Give a post with other names of children and adults, or in other letter case, now and then.

    Figures keep their names, because it is by them that they are known, and so do the words that look like names.
    """
    record = post.record()
    text = Tagged.of(record)
    if rng.random() < _RENAME:
        text = _renamed(post, record, rng, namer)
    return change_case(text, rng).record(record.src, record.group)


def _renamed(post: Post, record: Record, rng: random.Random, namer: Namer) -> Tagged:
    out = Tagged()
    position = 0
    new_of: dict[str, tuple[str, str]] = {}
    role_of = dict(zip(record.spans, record.roles, strict=True))
    registered_of = {(mark.start, mark.end): mark.registered for mark in post.persons}
    for start, end in sorted((*record.spans, *record.ignore, *record.lookalikes)):
        out.add(post.text[position:start])
        old = post.text[start:end]
        role = role_of.get((start, end))
        if (start, end) in record.lookalikes:
            out.lookalike(old)
        elif role is None:
            out.ignored(old)
        elif role == FIGURE or rng.random() < _KEEP:
            out.person(old, role)
        else:
            registered = registered_of[start, end]
            if (registered or old) not in new_of:
                origin = namer.origin()
                new_of[registered or old] = (namer.forename(origin), namer.surname(origin))
            new = _in_form(old, registered, new_of[registered or old], titled=bool(_TITLE.search(post.text, 0, start)))
            if start and (post.text[start - 1].isalnum() or post.text[start - 1] == "#"):
                new = re.sub(r"\W", "", new)  # part of a hashtag
            out.person(new.lower() if old.islower() else new.upper() if old.isupper() and len(old) > 1 else new, role)
        position = end
    out.add(post.text[position:])
    return out


def _in_form(old: str, registered: str, new: tuple[str, str], *, titled: bool) -> str:
    """Write a new name in the form of the old one: forename, surname, both, or with an initial."""
    forename, surname = new
    words = old.split()
    if len(words) == 1:
        family = registered.split()[1:] if registered else [old] if titled else []
        return surname if old.casefold() in (word.casefold() for word in family) else forename
    if "," in old:
        return f"{surname}, {forename}"
    if len(words[0].rstrip(".")) == 1:
        return f"{forename[0]}{words[0][1:]} {surname}"
    if len(words[-1].rstrip(".")) == 1:
        return f"{forename} {surname[0]}{words[-1][1:]}"
    return f"{forename} {surname}"
