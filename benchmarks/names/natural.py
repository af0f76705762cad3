"""Natural posts, composed one by one by authors who knew nothing of the rules.

Each author is a school with a roll of its own. The posts are read from ``training/data/natural``; its README says how
they are marked and split.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.names.people import Person, School
from benchmarks.names.posts import Post, PostSet, Span, Trap
from benchmarks.names.score import Score, score
from benchmarks.names.stock import Half, fold
from benchmarks.names.systems import System, read_all
from postcheck.model.people import KnownName, PeopleList, PersonKind

FOLDER = Path(__file__).resolve().parents[2] / "training" / "data" / "natural"
_HEAD = re.compile(r"^=== ([a-z-]+) \| (?:primary|secondary)\n", re.MULTILINE)
_MARK = re.compile(r"\{([cafn]):([^{}|\n]+)(?:\|([^{}|\n]+))?\}")
_TRAPS = {"a": "adult", "f": "figure", "n": "look-alike"}
_LISTED = 2
"""Every second adult who is named in full is on the people list, by a hash of the name."""


@dataclass(frozen=True)
class _Mark:
    """A name, or what looks like one, at ``text[start:end]``: a child, an adult, a figure or none (``cafn``)."""

    start: int
    end: int
    kind: str
    registered: str


@dataclass(frozen=True)
class _Natural:
    """A post as its author marked it."""

    voice: str
    text: str
    marks: tuple[_Mark, ...]

    def written(self, mark: _Mark) -> str:
        return self.text[mark.start : mark.end]


def make_natural_sets(part: str) -> tuple[PostSet, ...]:
    """Return the posts of a part (``train``, ``dev`` or ``test``) as sets of posts, one an author.

    The roll of each holds every child on the roll whom the author names, so that the ordinary words among their names
    may be met in any of the author's posts.
    """
    return tuple(_school_of(file) for file in sorted((FOLDER / part).glob("*.txt")))


def _school_of(file: Path) -> PostSet:
    natural = _read(file)
    names = dict.fromkeys(mark.registered for post in natural for mark in post.marks if mark.registered)
    pupils = tuple(_pupil(name, number) for number, name in enumerate(names, 1))
    by_name = {pupil.full: pupil for pupil in pupils}
    adults = dict.fromkeys(
        name for post in natural for mark in post.marks if mark.kind == "a" and " " in (name := post.written(mark))
    )
    listed = (name for name in adults if not int(hashlib.sha256(name.encode()).hexdigest(), 16) % _LISTED)
    people = PeopleList(tuple(KnownName(name, PersonKind.STAFF) for name in listed))
    posts = tuple(_post(post, by_name) for post in natural)
    return PostSet(0, Half.TEST, School(pupils, Half.TEST), people, posts)


def _read(file: Path) -> list[_Natural]:
    first, *parts = _HEAD.split(file.read_text(encoding="utf-8"))
    if first.strip() or "\n===" in "".join(parts[1::2]):
        raise ValueError(f"{file.name}: a post has no head line")
    return [_without_marks(voice, body.strip("\n")) for voice, body in zip(parts[::2], parts[1::2], strict=True)]


def _without_marks(voice: str, marked: str) -> _Natural:
    text, position, marks = "", 0, []
    for found in _MARK.finditer(marked):
        text += marked[position : found.start()]
        marks.append(_Mark(len(text), len(text) + len(found[2]), found[1], found[3] or ""))
        text += found[2]
        position = found.end()
    return _Natural(voice, text + marked[position:], tuple(marks))


def _pupil(name: str, number: int) -> Person:
    forename, _, surname = name.partition(" ")
    return Person(forename, surname, "", f"P{number:04}")


def _post(post: _Natural, by_name: dict[str, Person]) -> Post:
    spans, traps = [], []
    for mark in post.marks:
        if mark.kind != "c":
            traps.append(Trap(mark.start, mark.end, _TRAPS[mark.kind]))
            continue
        pupil = by_name.get(mark.registered)
        written = post.written(mark)
        ids = (pupil.id,) if pupil else ()
        form, case = form_of(written, pupil), case_of(written)
        spans.append(Span(mark.start, mark.end, pupil.id if pupil else "", ids, form, case, post.voice, main=True))
    group = "child" if spans else "none"
    return Post(post.text, post.voice, group, tuple(spans), tuple(traps))


def form_of(written: str, pupil: Person | None) -> str:
    """Return in which form a name is written, by what the roll has for the pupil."""
    words = fold_words(written)
    if pupil is None:
        return "full" if len(words) > 1 else "single"
    forename, surname = fold_words(pupil.forename), fold_words(pupil.surname)
    if sorted(words) == sorted((*forename, *surname)):
        return "full"
    if words == forename:
        return "first"
    if words == surname:
        return "surname"
    if any(len(word) == 1 for word in words):
        return "with an initial"
    return "short form or misspelling"


def fold_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name."""
    return tuple(word for part in text.replace("-", " ").replace(".", " ").split() if (word := fold(part)))


def case_of(written: str) -> str:
    """Return the letter case of a name as it is written."""
    if written.islower():
        return "lower case"
    return "CAPS" if written.isupper() and len(written) > 1 else "as usual"


def measure(sets: Sequence[PostSet], systems_of: Sequence[Sequence[System]]) -> list[Score]:
    """Let the systems of each set read its posts; return one score a system, all sets together."""
    totals: list[Score] = []
    for tests, systems in zip(sets, systems_of, strict=True):
        scores = [score(run, tests.posts) for run in read_all(systems, tests.posts)]
        if not totals:
            totals = scores
        else:
            for total, one in zip(totals, scores, strict=True):
                total.add(one)
    return totals
