"""Proposals of postcheck's finder with the evidence on each and whose name it truly is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from names_model.records import ADULT, CHILD, FIGURE

from postcheck.find.finder import Examined, Finder
from postcheck.model.text import Passage, PlaceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from names_model.natural import Post

    from names_decision.schools import SchoolPosts
    from postcheck.find.language import LanguageModel

KINDS = ("child", "adult", "figure", "none")
_COLUMN = {CHILD: 0, ADULT: 1, FIGURE: 2}
NONE = 3


@dataclass(frozen=True)
class Example:
    """One post: what may be a name in it, and of each whose it is."""

    examined: Examined
    truth: tuple[int, ...]
    """The column of `KINDS` of each proposal."""
    counts: tuple[float, ...]
    """How much each counts in the fit."""


def examples(school: SchoolPosts, model: LanguageModel | None) -> Iterator[Example]:
    """Yield the posts of a school as the finder sees them."""
    finder = Finder(school.roll, school.people, model)
    passages = [Passage(post.text, PlaceKind.TEXT, f"{number}.md", "body") for number, post in enumerate(school.posts)]
    for post, examined in zip(school.posts, finder.examine(passages), strict=True):
        truth = tuple(_truth(post, proposal.start, proposal.end) for proposal in examined.proposals)
        yield Example(examined, truth, (1.0,) * len(truth))


def _truth(post: Post, start: int, end: int) -> int:
    """Return whose name stands at these characters: of several that overlap, a child's counts first."""
    return min((_COLUMN[mark.role] for mark in post.persons if mark.start < end and start < mark.end), default=NONE)
