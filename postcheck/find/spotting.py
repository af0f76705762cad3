"""Looks for the roll in what an OCR engine held possible where it was not sure of a line.

What an engine reads is the likeliest of many readings. Where a name of the roll is nearly as likely, it may stand
there: that is for a person to look at, and never certain.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from postcheck.find.cut_off import LEAST_LETTERS, MOST_MISSING, cut_off
from postcheck.find.lexicon import lexicon
from postcheck.find.roll import RollIndex
from postcheck.find.roll.spelling_tree import Branch, SpellingTree, Spelt, further, most_of
from postcheck.model.letters import BLANK, GAP, UNIT, WIDTH, Letters
from postcheck.model.mention import Candidate, Certainty, Mention, NameForm, Reason
from postcheck.model.text import Box, Passage, PlaceKind, Word
from postcheck.text.folding import fold

_START = round(3.5 / UNIT)
_FURTHER = round(0.5 / UNIT)
"""What the beginning of a name may cost, and each of its letters besides."""
_SPLIT = round(1.0 / UNIT)
"""What a gap within a name costs besides."""
_INSIDE = round(2.0 / UNIT)
"""What a full name costs at most that begins or ends within a word."""
_MISSING = round(1.0 / UNIT)
"""What each letter of a full name costs that the line's beginning or end cuts off."""
_CUT = 0.4
"""The most that a letter of such a name may cost on average, with those that are missing."""
_LEAST_SURE = 45
"""Mean sureness in per cent from which on what was read is more than a guess, so that what is nearly as likely counts.
"""
_LONGER = 0.05
"""What a letter more is worth among names that fit."""
_NEVER = 10_000
_RULERS = frozenset({"king", "queen", "prince", "princess", "emperor", "empress", "pope"})
_READ = 90
"""Mean sureness in per cent from which on a word that was read is not doubted if it is a word, a place or a name."""
_DOUBTFUL = 0.59
"""The most that a reading counts which was not the likeliest."""
_BESIDE = 0.5
"""Columns beside a letter's own that it takes up as well."""
_SAME_PLACE = 0.5
"""Share of the smaller box that must be covered for two boxes to be one place."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A name of the roll that a line may have."""

    spelt: Spelt
    first: int
    last: int
    """The columns of its first and its last letter."""
    cost: float
    """How much less likely it is than what was read, a letter."""
    length: int
    cut: bool = False
    """Whether the line begins or ends within it."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A word that was read in a line."""

    key: str
    first: int
    last: int
    """The columns of its first and its last letter."""
    sure: float
    """Mean of its letters, in per cent."""


def spotted(passages: Sequence[Passage], index: RollIndex, known: Sequence[Mention]) -> Iterator[Mention]:
    """Yield what may be names of the roll in lines of pictures that were not read surely, each as a reading of its own.

    Parameters
    ----------
    passages:
        All that was read.
    index:
        The roll.
    known:
        What was found in the words that were read. Where they name an adult, nobody else is looked for.
    """
    adults = [
        (mention.passage.file, mention.passage.frame, box)
        for mention in known
        if mention.adult and (box := mention.passage.where(mention.start, mention.end).box)
    ]
    for passage in passages:
        if passage.from_ocr and not passage.alternative:
            yield from cut_off(passage, index)
        for letters in passage.letters if len(index) else ():
            taken: list[tuple[int, int]] = []
            words = _words(letters)
            for spot in spots(letters, index.tree):
                if any(spot.first <= last and first <= spot.last for first, last in taken):
                    continue
                there = [at for at, word in enumerate(words) if word.first <= spot.last and spot.first <= word.last]
                if _guessed(words, there) or _surely_otherwise(spot, words, there):
                    continue
                taken.append((spot.first, spot.last))
                if "".join(words[at].key for at in there) == "".join(name.key for name in spot.spelt if name):
                    continue  # the name itself was read, for others to weigh
                mention = _mention(spot, letters, passage, index)
                box = mention.passage.words[0].box
                place = (passage.file, passage.frame)
                if mention.candidates and not any(
                    place == (file, frame) and box.overlap(other) >= _SAME_PLACE for file, frame, other in adults
                ):
                    yield mention


def _words(letters: Letters) -> list[_Read]:
    """Return the words that were read in a line."""
    words: list[_Read] = []
    at = 0
    for word in letters.text.split():
        at = letters.text.index(word, at)
        inner = [number for number in range(at, at + len(word)) if word[number - at].isalnum()]
        at += len(word)
        if inner:
            sure = sum(letters.sure[number] for number in inner) / len(inner)
            key = fold("".join(letters.text[number] for number in inner))
            words.append(_Read(key, letters.places[inner[0]], letters.places[inner[-1]], sure))
    return words


def _guessed(words: Sequence[_Read], there: Sequence[int]) -> bool:
    """Whether the engine itself did not know what stands in a place: then everything is about as likely there."""
    letters = sum(len(words[at].key) for at in there)
    return sum(words[at].sure * len(words[at].key) for at in there) < _LEAST_SURE * letters


def _surely_otherwise(spot: Spot, words: Sequence[_Read], there: Sequence[int]) -> bool:
    """Whether the words read in a spot's place, or before it, are surely something else than a pupil's name."""
    known = lexicon()
    if any(
        words[at].sure >= _READ
        and (known.known(key := words[at].key) or known.place(key) or known.forename(key))
        and not any(_read_of(name.key, key, cut=spot.cut) for name in spot.spelt if name)
        for at in there
    ):
        return True
    single = bool(there) and spot.spelt[1] is None
    if single and there[-1] + 1 < len(words) and known.is_a(words[there[-1] + 1].key, "after", "firm"):
        return True  # "King Edward School"
    if not there or not there[0]:
        return False
    before = words[there[0] - 1].key
    if known.is_a(before, "titles") or (single and (before in _RULERS or known.is_a(before, "before"))):
        return True
    return single and not spot.spelt[0].first and known.forename(before)


def _read_of(name: str, key: str, *, cut: bool) -> bool:
    """Whether a word is a name, or what is left of it where the line is cut."""
    return key == name or (
        cut and len(name) - MOST_MISSING <= len(key) and (name.startswith(key) or name.endswith(key))
    )


def _mention(spot: Spot, letters: Letters, passage: Passage, index: RollIndex) -> Mention:
    first, last = spot.spelt
    candidates: tuple[Candidate, ...]
    if last is None:
        text = first.key.capitalize()
        candidates = index.matching_pupils(first.key)
        form = NameForm.FIRST if first.first else NameForm.SURNAME
    else:
        text = f"{first.key.capitalize()} {last.key.capitalize()}"
        pupils = dict.fromkeys(index.pair(first, last), (NameForm.FULL, Certainty.LIKELY))
        candidates, form = index.candidates(pupils), NameForm.FULL
    sure = min(_DOUBTFUL, math.exp(-spot.cost))
    word = Word(0, len(text), _box(spot, letters, passage.size), sure, solid=True)
    own = Passage(
        text,
        PlaceKind.IMAGE,
        passage.file,
        passage.field,
        words=(word,),
        image=passage.image,
        frame=passage.frame,
        size=passage.size,
        alternative=True,
        crop=passage.crop,
    )
    return Mention(own, 0, len(text), candidates, form, Certainty.LIKELY, Reason.FITS, confidence=sure)


def _box(spot: Spot, letters: Letters, size: tuple[int, int] | None) -> Box:
    """Return the upright box around a spot, within its picture."""
    start, end = (min(1.0, max(0.0, edge / letters.total)) for edge in (spot.first - _BESIDE, spot.last + 1 + _BESIDE))
    pieces = len(letters.ends) // 4 - 1
    inner = [step / pieces for step in range(1, pieces) if start < step / pieces < end]
    points = [_point(letters.ends, share, side) for share in (start, *inner, end) for side in (0, 2)]
    xs, ys = zip(*points, strict=True)
    width, height = size or (max(map(math.ceil, xs)), max(map(math.ceil, ys)))
    left, top = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
    right, bottom = min(width, math.ceil(max(xs))), min(height, math.ceil(max(ys)))
    return Box(left, top, max(1, right - left), max(1, bottom - top))


def _point(ends: Sequence[int], share: float, side: int) -> tuple[float, float]:
    """Return the place of one edge of a line so far along it; ``side`` is 0 or 2."""
    pieces = len(ends) // 4 - 1
    piece = min(pieces - 1, int(share * pieces))
    within = share * pieces - piece
    x, y = (ends[at] + (ends[at + 4] - ends[at]) * within for at in (4 * piece + side, 4 * piece + side + 1))
    return x, y


def spots(letters: Letters, tree: SpellingTree) -> list[Spot]:
    """Return the names that a line may have, those that fit best first."""
    rows = [letters.costs[at : at + WIDTH] for at in range(0, len(letters.costs), WIDTH)]
    before, after = _bounds(rows)
    best: dict[int, tuple[int, int, int, Branch]] = {}
    beginnings: dict[int, _Beginning] = {}
    for number, row in enumerate(rows):
        step = _Step(row)
        for beginning in beginnings.values():
            step.goes_on(beginning)
        for letter, branch in tree.root.branches.items():
            step.reach(branch, row[letter] + min(before[number], _INSIDE), number)
        beginnings = step.beginnings
        for key, beginning in beginnings.items():
            branch = beginning.branch
            if branch.names and beginning.cost < _NEVER:
                full = branch.names[0][1] is not None
                cost = beginning.cost + _at_bounds(before[beginning.start], after[number], full=full)
                if cost <= most_of(branch.depth, full=full) and (key not in best or cost < best[key][0]):
                    best[key] = (cost, beginning.start, number, branch)
    columns = letters.columns
    found = [
        Spot(spelt, columns[start], columns[end], cost * UNIT / branch.depth, branch.depth)
        for cost, start, end, branch in best.values()
        for spelt in branch.names
    ]
    found += _cut_at_end(beginnings.values(), before, columns)
    found += _cut_at_start(rows, after, columns, tree)
    return sorted(found, key=lambda spot: (spot.cost - _LONGER * spot.length, spot.first))


# Full names of which the detector has not seen all


def _cut_at_end(beginnings: Iterable[_Beginning], before: Sequence[int], columns: Sequence[int]) -> Iterator[Spot]:
    """Yield the full names of which the last letters are missing at the end of a line."""
    for beginning in beginnings:
        cost, start = min((beginning.cost, beginning.start), (beginning.waiting, beginning.waiting_start))
        branches = [beginning.branch]
        for missing in range(1, MOST_MISSING + 1):
            branches = [longer for branch in branches for longer in further(branch)]
            for branch in branches:
                whole = cost + missing * _MISSING + _at_bounds(before[start], 0, full=True)
                yield from _full_names(branch, whole, columns[start], columns[-1])


def _cut_at_start(
    rows: Sequence[bytes], after: Sequence[int], columns: Sequence[int], tree: SpellingTree
) -> Iterator[Spot]:
    """Yield the full names of which the first letters are missing at the beginning of a line."""
    beginnings: dict[int, _Beginning] = {}
    empty = 0
    for number, row in enumerate(rows):
        step = _Step(row)
        for beginning in beginnings.values():
            step.goes_on(beginning)
        if empty <= _FURTHER:  # the line's beginning
            for (missing, letter), branches in tree.without_first_letters.items():
                cost = row[letter] + missing * _MISSING + empty
                if cost <= _START + _FURTHER * (missing + 1):  # as for most letters it isn't
                    for branch in branches:
                        step.reach(branch, cost, number)
        empty += row[BLANK]
        beginnings = step.beginnings
        if not beginnings and empty > _FURTHER:
            return
        for beginning in beginnings.values():
            cost = beginning.cost + _at_bounds(0, after[number], full=True)
            yield from _full_names(beginning.branch, cost, columns[beginning.start], columns[number])


def _full_names(branch: Branch, cost: int, first: int, last: int) -> Iterator[Spot]:
    """Yield the full names that end with a branch, if they fit well enough for names that are cut."""
    if branch.depth >= LEAST_LETTERS and cost * UNIT <= _CUT * branch.depth:
        for spelt in branch.names:
            if spelt[1] is not None:
                yield Spot(spelt, first, last, cost * UNIT / branch.depth, branch.depth, cut=True)


def _at_bounds(before: int, after: int, *, full: bool) -> int:
    """Return what it costs that a name begins and ends where it does; its beginning is paid for in part."""
    return min(after, _INSIDE) if full else before - min(before, _INSIDE) + after


def _bounds(rows: Sequence[bytes]) -> tuple[list[int], list[int]]:
    """Return what it costs that a word begins, and that one ends, at each step."""
    before, after = [0], [0]
    for row in rows:
        before.append(min(before[-1] + row[BLANK], row[GAP]))
    for row in reversed(rows):
        after.append(min(after[-1] + row[BLANK], row[GAP]))
    return before[:-1], after[-2::-1]


@dataclass(slots=True)
class _Beginning:
    """What a name begins with, up to a step."""

    branch: Branch
    cost: int
    """What it costs if the step is part of its last letter."""
    start: int
    """The step at which it began in that case."""
    waiting: int = _NEVER
    """What it costs if the step lies behind that letter."""
    waiting_start: int = 0

    def before(self, letter: int) -> tuple[int, int]:
        """Return what it costs, and where it began, if a letter follows: one twice needs something in between."""
        if letter == self.branch.letter or self.waiting < self.cost:
            return self.waiting, self.waiting_start
        return self.cost, self.start


class _Step:
    """One step along a line: which beginnings of names are possible after it.

    Parameters
    ----------
    row:
        What each letter costs there.
    """

    def __init__(self, row: bytes) -> None:
        self._row = row
        self._blank = min(row[BLANK], row[GAP] + _SPLIT)
        self.beginnings: dict[int, _Beginning] = {}

    def reach(self, branch: Branch, cost: int, start: int) -> None:
        """Note that the step may be part of the last letter of a branch."""
        if cost <= min(branch.most, _START + _FURTHER * branch.depth):
            known = self.beginnings.get(id(branch))
            if known is None:
                self.beginnings[id(branch)] = _Beginning(branch, cost, start)
            elif cost < known.cost:
                known.cost, known.start = cost, start

    def goes_on(self, beginning: _Beginning) -> None:
        """Note how the beginning of a name may go on."""
        row, branch = self._row, beginning.branch
        cost, start = min((beginning.cost, beginning.start), (beginning.waiting, beginning.waiting_start))
        self._wait(branch, cost + self._blank, start)
        self.reach(branch, beginning.cost + row[branch.letter], beginning.start)
        for letter, longer in branch.branches.items():
            if letter == GAP:  # which may be missing
                self.reach(longer, cost + row[GAP], start)
                for initial, beyond in longer.branches.items():
                    before, began = beginning.before(initial)
                    self.reach(beyond, before + row[initial], began)
            else:
                before, began = beginning.before(letter)
                self.reach(longer, before + row[letter], began)

    def _wait(self, branch: Branch, cost: int, start: int) -> None:
        """Note that the step may lie behind the last letter of a branch."""
        if cost <= min(branch.most, _START + _FURTHER * branch.depth):
            known = self.beginnings.setdefault(id(branch), _Beginning(branch, _NEVER, start))
            if cost < known.waiting:
                known.waiting, known.waiting_start = cost, start
