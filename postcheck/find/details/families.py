"""Whose mum or dad a named person is: with a class or a child's name beside it, it shows who a child is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache

from postcheck.find.details.subjects import Subject, Subjects
from postcheck.find.details.view import DetailMatch, View
from postcheck.find.details.words import any_of, table
from postcheck.model.detail import DetailKind
from postcheck.model.mention import Certainty

_GROUP = (
    r"(?:(?:Year|Yr|Y) ?[0-9]{1,2}(?:s|'s)?|Reception|Nursery|Foundation|Early Years|KS[1-4]|Key Stage [1-4]"
    r"|(?:[A-Z][a-z]+ )?[Cc]lass)"
)
_CHILDREN = (
    r"(?:sons?|daughters?|child(?:ren)?|kids?|boys?|girls?|twins?|triplets|pupils?|students?|little ones?|grandsons?"
    r"|granddaughters?|grandchild(?:ren)?|lads?|youngest|eldest|oldest|(?:step|foster )?(?:son|daughter)s?)"
)
_KIN = r"(?:sons?|daughters?|child(?:ren)?|kids?|boys?|girls?|twins?|triplets|little ones?|grand\w+|lads?)"
_MANY = r"(?:an?|one|two|three|four|five|six|[2-6]|our|both|the|his|her|their|twin|these|those|some)"
_TITLE = r"(?:(?:Mrs?|Miss|Ms|Dr)\.? )?"
_IN = r"\b(?:in|at|joins?|start\w*|go(?:es)? to|comes? to|attends?)"
_FAR = 120
"""How far from a name a tie may stand, in characters."""
_WHY = "with the class or the child it shows whose family it is"
_WHAT = "whose family a named person is"


_SAID = r"(?:(?:who is|who's|is|are|as|also|and|our|the|an?|one|himself|herself|a proud|proud|new|parent) )*"


@cache
def _ties() -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str], re.Pattern[str]]:
    """Return what stands after a name, before it, and before it after a pupil's."""
    raw = table("sensitive.toml")["somebody"]
    relative = rf"(?:(?:step|foster[ -]|grand|proud )?(?:{any_of((*raw['parents'], *raw['relatives']))})s?)"
    of = (
        rf"(?:(?:of|to) (?:{_MANY} )+(?:[\w'-]+ )?(?:of our )?(?:{_GROUP}|{_CHILDREN})"
        rf"|(?:of|to) (?:two|three|four|five|[2-5])\b|(?:of|to|in|from|with)(?: {_MANY})* (?:[\w'-]+ )?{_GROUP})"
    )
    has = (
        rf"(?:(?:whose|her|his|their) (?:[\w'-]+ )?{_CHILDREN}|'s (?:[\w'-]+ )?{_KIN}"
        rf"|(?:who )?ha(?:s|ve) (?:{_MANY} ){{1,2}}(?:[\w'-]+ )?{_KIN})"
    )
    here = rf"(?:{_IN} (?:our |the |this )?(?:school|nursery|{_GROUP}|[A-Z]\w+)|here\b)"
    further = r"(?:[^.!?\n]{0,40}?[,(\u2013-])? ?"
    patterns = (
        rf"{further}(?:[^,.!?\n]{{0,40}} and )?(?P<tie>{_SAID}{_GROUP} {relative})(?!\w)",
        rf"{further}(?P<tie>{_SAID}{relative} {of}|{has}\b[^.!?\n]{{0,30}}?\b{here})",
        rf"(?<!\w)(?P<tie>{_GROUP} {relative}|{relative} {of}),? (?:and (?:governor|volunteer|helper),? )?{_TITLE}$",
        rf"'s? (?P<tie>{relative}),? {_TITLE}$",
    )
    classed, after, before, of_child = (re.compile(pattern, re.IGNORECASE) for pattern in patterns)
    return (classed, after), before, of_child


def find(view: View) -> Iterator[DetailMatch]:
    """Yield every tie of a named grown-up to a child at the school: "mum of two boys in Year 2", "a Year 4 parent"."""
    pupils = {named.end for named in view.people if not named.adult and named.mention.candidates}
    for person in Subjects(view, nameless=False).all:
        mention = person.mention
        if mention and mention.candidates and mention.certainty is Certainty.CERTAIN and not mention.of_adult:
            continue
        span = _after(view, person) or _before(view, person, pupils)
        if span:
            certainty = Certainty.LIKELY
            yield DetailMatch(
                *span, DetailKind.FAMILY, _WHAT, certainty=certainty, why=_WHY, said_of=mention, someone=not mention
            )


def _after(view: View, person: Subject) -> tuple[int, int] | None:
    """Return the tie that follows a name: "Priya Anand (Year 2 mum)", "Mrs Hale, whose son is in Kestrels"."""
    end = min(view.sentence(max(person.start, person.end - 1))[1], person.end + _FAR)
    matches = (pattern.match(view.text, person.end, end) for pattern in _ties()[0])
    return next((match.span("tie") for match in matches if match), None)


def _before(view: View, person: Subject, pupils: AbstractSet[int]) -> tuple[int, int] | None:
    """Return the tie that a name follows: "Year 4 dad Tom Ellery", "Amelia's mum, Sarah"."""
    start = max(0, person.start - _FAR)
    behind = view.text[start : person.start]
    _, before, of_child = _ties()
    match = before.search(behind)
    if match is None and (found := of_child.search(behind)) and start + found.start() in pupils:
        match = found
    return (start + match.start("tie"), start + match.end("tie")) if match else None
