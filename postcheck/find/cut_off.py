"""Full names of the roll that were read as one word, of which the detector has not seen all: "MATILDAPENROS"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from postcheck.find.lexicon import lexicon
from postcheck.find.roll import RollIndex, RollName
from postcheck.find.roll.spelling_tree import Branch, further
from postcheck.model.letters import GAP
from postcheck.model.mention import Certainty, Mention, NameForm, Reason
from postcheck.model.text import Passage, Word
from postcheck.text.folding import fold

MOST_MISSING, LEAST_LETTERS = 2, 9
"""How many letters may be cut off, and how many such a full name has at least."""
_READ = 0.6
"""Confidence from which on a word is not doubted."""


def cut_off(passage: Passage, index: RollIndex) -> Iterator[Mention]:
    """Yield what may be full names of the roll in the words of a picture, each as a reading of its own."""
    known = lexicon()
    for word in passage.words if len(index) else ():
        key = fold("".join(filter(str.isalpha, passage.text[word.start : word.end])))
        if word.confidence < _READ or len(key) < LEAST_LETTERS - MOST_MISSING or known.known(key):
            continue
        for first, last in _full_names(index.tree.root, key):
            pupils = dict.fromkeys(index.pair(first, last), (NameForm.FULL, Certainty.LIKELY))
            text = f"{first.key.capitalize()} {last.key.capitalize()}"
            own = replace(
                passage, text=text, words=(Word(0, len(text), word.box, word.confidence, solid=True),),
                alternative=True, letters=(),
            )  # fmt: skip
            candidates = index.candidates(pupils)
            yield Mention(
                own, 0, len(text), candidates, NameForm.FULL, Certainty.LIKELY, Reason.FITS, confidence=word.confidence
            )
            break


def _full_names(root: Branch, key: str) -> Iterator[tuple[RollName, RollName]]:
    """Yield the full names of which a word is all but the last or the first letters."""
    ends = _along([root], key)
    starts = [root]
    for _ in range(MOST_MISSING):
        ends = [longer for branch in ends for longer in further(branch)]
        starts = [longer for branch in starts for longer in further(branch)]
        for branch in (*ends, *_along(starts, key)):
            if branch.depth >= LEAST_LETTERS:
                yield from ((first, last) for first, last in branch.names if last is not None)


def _along(branches: Sequence[Branch], key: str) -> list[Branch]:
    """Return where the letters of a word lead, whether or not a space stands among them."""
    for char in key:
        letter = ord(char) - ord("a") + 1
        branches = [
            longer
            for branch in branches
            for start in (branch, branch.branches.get(GAP))
            if start and (longer := start.branches.get(letter))
        ]
    return list(branches)
