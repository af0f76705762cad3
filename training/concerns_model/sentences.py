"""The sentences that the classifier learns from, and those that it is measured on; each file is one author's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from names_model.natural import read_posts

from postcheck.model.concern import Concern

FOLDER = Path(__file__).parent.parent / "data" / "concerns"
NATURAL = Path(__file__).parent.parent / "data" / "natural"
PARTS = {
    "train": ("c1", "c2", "c4", "c6", "c7"),
    "everyday": ("c8", "c9", "c10"),
    "dev": ("c3",),
    "praise": ("c11",),
    "test": ("c5",),
}
"""The files of each part; no author is in two, but for `praise`, which is by the author of c10."""
_END = re.compile(r"(?<=[.!?])\s+|\n+")
_WORDS = range(4, 45)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and what a person should see in it."""

    text: str
    concerns: frozenset[Concern]
    """Empty for one that is harmless."""
    near: str = ""
    """The concern that a harmless one was written to resemble; ``calm`` for one of no kind."""


def read(part: str) -> list[Sentence]:
    """Return the sentences of a part, in the order of the files."""
    found = []
    for name in PARTS[part]:
        for number, line in enumerate((FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines(), 1):
            fields = line.split("\t")
            if len(fields) != len(("concern", "answer", "sentence")) or fields[1] not in {"yes", "near"}:
                raise ValueError(f"{name}.tsv, line {number}: not concern, yes or near, and a sentence")
            written, answer, text = fields
            if answer == "yes":
                found.append(Sentence(text, frozenset(map(Concern, written.split("+")))))
            else:
                found.append(Sentence(text, frozenset(), written))
    return found


def ordinary(part: str) -> list[str]:
    """Return the sentences of the natural posts of a part, nearly all of which are harmless.

    Those that were read, and that a person should see after all, are left out: ``not_ordinary.txt``.
    """
    texts = [post.text for post in read_posts(NATURAL / part)]
    seen = frozenset((FOLDER / "not_ordinary.txt").read_text(encoding="utf-8").splitlines())
    found = [one for text in texts for one in _END.split(text) if len(one.split()) in _WORDS]
    return [one for one in found if one not in seen]
