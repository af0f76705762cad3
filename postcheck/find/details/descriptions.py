"""Words by which people know which child is meant, though no name is given: "our caretaker's little boy"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from postcheck.find.details.view import DetailMatch, View
from postcheck.find.details.words import any_of, whole, words
from postcheck.model.detail import DetailKind
from postcheck.model.mention import Certainty

_WHAT = "a description that fits one child only"
_YEAR = r"(?:[Yy]ear ?\d{1,2}|Y\d{1,2}|[Rr]eception|[Nn]ursery)"
_CHILD = r"(?:boy|girl|child|pupil|student|lad|lass|youngster)\b"
_SOME = r"(?:[\w-]+ ){0,3}?"
_IN_CLASS = rf"(?: (?:in|from) (?:our |the )?(?:{_YEAR}|[A-Z][\w-]+(?: [Cc]lass)?))?"
_ONE = (
    rf"(?:\b(?:[Aa]n?|[Tt]he|[Oo]ur|[Oo]ne|[Tt]h(?:is|at)|[Aa]nother) {_SOME}{_CHILD}"
    rf"|\b[Oo]ne of (?:our|the) {_SOME}(?:boys|girls|children|pupils|students|{_YEAR}s))"
    rf"{_IN_CLASS}"
)
"""One child, and in which class."""
_TITLED = r"(?:Mrs?|Ms|Miss|Mx|Dr)\.? [A-Z][\w-]+"


_NO_CHILD = r"(?!(?:class|team|group|school|day|lesson|one|thing)\b)"
_ARRIVED = "(?:came|comes|come|moved|arrived|joined|fled|escaped)(?: here| over| to us| us)*"
_NEW = "(?:boy|girl|lad|lass|pupil|child|student|classmate|starter)"
_MAYBE = r"(?! (?:can|may|could|should|must|might|needs?)\b)"
_MOST = "(?:tallest|youngest|oldest|eldest|smallest|shortest)"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    grown = any_of(words("descriptions", "grown_ups"))
    kin = any_of(words("descriptions", "children_of"))
    relatives = any_of(words("descriptions", "relatives"))
    looks, sorts, happened = (any_of(words("descriptions", name)) for name in ("looks", "sorts", "happened"))
    patterns = (
        # The only one, the new one, the tallest.
        rf"\b(?i:our|the) only (?:[\w-]+ ){{0,3}}{_CHILD}",
        rf"\b(?i:our|the) only {_NO_CHILD}(?:[\w-]+ ){{1,4}}in (?:{_YEAR}|the (?:school|class|year)\b)",
        rf"\b(?i:the|our|a) (?:brand )?new {_NEW},? (?:in|from|who|joining)\b",
        r"\b(?i:our|the|this year's)(?: new)?(?: deputy)? head (?:boy|girl)\b",
        rf"\b(?i:our|the school's|the) {_MOST} (?:[\w-]+ ){{0,2}}?(?:{_CHILD}|{_YEAR}(?!\w))",
        rf"\b(?i:our|the|these) (?:two )?(?:{_YEAR} )?(?:identical )?(?:twins|triplets)\b",
        # Whose child it is.
        rf"\b(?:(?i:{grown})|{_TITLED})(?:'s|s') (?:(?:own|youngest|eldest|oldest|twin|{_YEAR}) )*(?:{kin})\b",
        rf"\b(?i:grand)?(?i:son|daughter|nephew|niece) of (?:our|the|one of our) (?:school )?(?i:{grown})\b",
        rf"{_ONE},? whose (?:own )?(?:{relatives})\b",
        # How the child looks, where it is from, what has happened to it.
        rf"(?:{_ONE}|\btwins) (?:in|with|wearing) (?:the |an? |h(?:is|er) )?{_SOME}(?:{looks})\b{_MAYBE}",
        rf"{_ONE}[^.!?\n]{{0,40}}? {_ARRIVED} from (?!{_YEAR})[A-Z]\w+",
        rf"\b(?i:an?|the|our|one|this) (?:[\w-]+ )?(?:{sorts}) (?:[\w-]+ )?{_CHILD}",
        rf"{_ONE},? who (?:{happened})\b",
    )
    return tuple(map(re.compile, patterns))


def find(view: View) -> Iterator[DetailMatch]:
    """Yield every description that fits one child only, where no story is told."""
    stories = whole("descriptions", "stories")
    past = 0
    matches = sorted(
        (match.span() for pattern in _patterns() for match in pattern.finditer(view.text)),
        key=lambda span: (span[0], -span[1]),
    )
    for start, end in matches:
        if start >= past and not view.in_url(start) and not stories.search(view.around(start, end)):
            past = end
            yield DetailMatch(start, end, DetailKind.DESCRIPTION, _WHAT, certainty=Certainty.LIKELY)
