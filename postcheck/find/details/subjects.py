"""Of whom a sentence says something: a name, a title with a surname, or one person without a name ("our caretaker")."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from postcheck.find.details.view import View
from postcheck.find.details.words import any_of, table
from postcheck.late import late
from postcheck.model.mention import PLACE, WELL_KNOWN, Mention, Role

_TITLED = late(r"(?<![A-Za-z])(?:Mrs?|Ms|Miss|Mx|Dr|Sir|Rev)\.? [A-Z][A-Za-z'-]+")
_NEAR, _VOCATIVE = 110, 40
"""How far before and after a word the person may stand of whom it is said, in characters."""
_PRONOUN = late(r"\W{0,5}(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_WHO = late(
    r"[,;]? ?(?:\((?:[^()]{1,40})\),? ?|,? ?(?:in|from|of|our|the|a|an)\b[^,;]{1,30},? ?)?,? ?(?:who|whose)\b",
    re.IGNORECASE,
)
"""What stands between a person and what is said of "who": nobody else may."""
_ANY_WHO = late(r"\bwho(?:se|'s)?\b", re.IGNORECASE)
_SOMEBODY_ELSE = late(r"[A-Z][a-z'-]+ [A-Z][a-z'-]+")
_ANOTHER = late(
    r"\b(?:(?:the|our|an?|this|that|its|every|each|some|any|these|those|which)(?: [\w'-]+){1,3} "
    r"|(?:we|you|they|it|I) (?:[\w'-]+ ){0,2})$"
)
"""A subject of its own before a verb: "… and the boiler is"."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A person at ``view.text[start:end]``."""

    start: int
    end: int
    mention: Mention | None = None
    """None for somebody whose name was not found, or who has none here."""

    @property
    def child(self) -> bool:
        """Whether the name is, or may be, a pupil's."""
        return self.mention is not None and not self.mention.of_adult


@cache
def _somebody() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    raw = table("sensitive.toml")["somebody"]
    roles, children, relatives = (any_of(raw[name]) for name in ("roles", "children", "relatives"))
    group = r"(?:Year [0-9]{1,2}|Reception|Nursery|Foundation|KS[1-4]|Key Stage [1-4])"
    one = rf"(?:our|my|another|one of our|one of the) (?:[\w'-]+ ){{0,2}}?(?:{roles}|{children})s?"
    of_a_class = (
        rf"(?:an?|one|the|two|both) (?:[\w'-]+ )?"
        rf"(?:{group} (?:{children}|{roles})s?|(?:{children})s? (?:in|from) {group})"
    )
    of_a_family = rf"(?:'s|his|her|their|my) (?:{relatives})"
    definite = rf"the (?:{group} (?:{roles})|head ?teacher|principal|caretaker|school cook|chair of governors)"
    return (
        re.compile(rf"(?<![A-Za-z])(?:{of_a_class}|{one}|{definite}|{of_a_family})(?![A-Za-z])", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{any_of(raw['others'])})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{any_of(raw['sentence'])})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{any_of(raw['anybody'])})(?!\w)", re.IGNORECASE),
    )


class Subjects:
    """Everybody of whom something may be said in a passage.

    Parameters
    ----------
    view:
        The passage.
    nameless:
        Whether one person without a name counts as well.
    """

    def __init__(self, view: View, *, nameless: bool = True) -> None:
        self._view = view
        self.all = _people(view, (_TITLED, _somebody()[0]) if nameless else (_TITLED,))
        """In the order of the text."""

    def of(self, start: int, end: int) -> Subject | None:
        """Return the person of whom the words at ``start`` to ``end`` are said, or None if it is nobody or anybody.

        It is the last one before them in their sentence, or else whoever they speak to ("Get well soon, Miss Stuart").
        Where the sentence begins with "she", it is the last one of the sentence before.
        """
        if not self.all:
            return None
        view = self._view
        somebody, others, of_a_story, of_anybody = _somebody()
        low, high = view.sentence(start)
        sentence = view.text[max(low, start - 2 * _NEAR) : min(high, end + 2 * _NEAR)]
        if of_a_story.search(sentence):
            return None
        found = self._last_before(start, low)
        if found is None and low and _PRONOUN.match(view.text, low):
            found = self._last_before(low, view.sentence(low - 1)[0])
        if found is not None:
            if _is_interrupted(view.text[max(found.end, low) : start]):
                return None
        else:
            found = self._first_after(end, min(high, end + _VOCATIVE))
            if found is None or others.search(view.text[end : found.start]):
                return None
        if found.mention is None and somebody.match(view.text, found.start) and of_anybody.search(sentence):
            return None
        return found

    def _last_before(self, end: int, low: int) -> Subject | None:
        """Return the last person between two places."""
        index = bisect_left(self.all, end, key=_start) - 1
        found = self.all[index] if index >= 0 else None
        return found if found and found.start >= low and found.end <= end else None

    def _first_after(self, start: int, high: int) -> Subject | None:
        """Return the first person who begins between two places."""
        index = bisect_left(self.all, start, key=_start)
        found = self.all[index] if index < len(self.all) else None
        return found if found and found.start <= high else None


def _is_interrupted(between: str) -> bool:
    """Whether what stands between a person and a word speaks of somebody or something else."""
    if len(between) > _NEAR or _somebody()[1].search(between) or _SOMEBODY_ELSE.search(between):
        return True
    if _ANY_WHO.search(between) and not _WHO.match(between):
        return True
    return bool(_ANOTHER.search(re.sub(r"(?:is|was|has|had) $", "", between)))


def _people(view: View, patterns: tuple[re.Pattern[str], ...]) -> tuple[Subject, ...]:
    """Return everybody who is named and whom one of the patterns finds, each once, in the order of the text."""
    found = [Subject(named.start, named.end, named.mention) for named in view.people]
    for pattern in patterns:
        known, more = sorted(found, key=_start), []
        for match in pattern.finditer(view.text):
            index = bisect_left(known, match.end(), key=_start) - 1
            if index < 0 or known[index].end <= match.start():
                more.append(Subject(*match.span()))
        found = known + more
    found.sort(key=_start)
    return tuple(one for one in found if one.mention is None or _is_private(one.mention))


def _start(subject: Subject) -> int:
    return subject.start


def _is_private(mention: Mention) -> bool:
    """Whether it is a person of the school or a family, and nobody whom all know."""
    known = mention.of_adult and mention.adult in {WELL_KNOWN, PLACE}
    return not known and not (mention.role is Role.FIGURE and not mention.candidates)
