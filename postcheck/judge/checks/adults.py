"""Rules about naming people who aren't pupils."""

# ruff: noqa: RUF001 -- apostrophes as people type them

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding
from postcheck.judge.reasons import TITLED, naming
from postcheck.judge.schools import folded
from postcheck.late import late
from postcheck.model.mention import ON_THE_LIST, PLACE, WELL_KNOWN, Naming, Role
from postcheck.model.pack import Rule
from postcheck.model.people import PersonKind
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Passage, PlaceKind
from postcheck.text.folding import fold

_SETTLED = frozenset({ON_THE_LIST, PLACE, WELL_KNOWN})
"""People whom the school has listed or everybody knows, and places."""
_LISTED = frozenset({PersonKind.STAFF, PersonKind.GOVERNOR, PersonKind.VISITOR, PersonKind.PUBLIC})
# No "(?i)": "Miss Green" is a name, "miss Friday's deadline" isn't.
_TITLED = late(
    r"(?<!\w)(?:Mrs?|Miss|Ms|Mx|Dr|Rev|Cllr)\.?[ \t]+(?:[A-Z]\.?[ \t]+)*"
    r"(?P<name>[^\W\d_a-z][\w'’-]+(?:[ \t]+[^\W\d_a-z][\w'’-]+)?)"
)
_TITLE = late(
    r"(?<!\w)(?:Mrs?|Miss|Ms|Mx|Dr|Prof(?:essor)?|Rev|Cllr|Sir|Madame|Frau|Se[nñ]or(?:a|ita)?)\.?\s+(?:[A-Z]\.?\s+)*$"
)
_STORIES = frozenset(
    {"men", "bean", "gum", "stink", "whippy", "seuss", "who", "potato", "fox", "claus", "tiggy"}
    | {"twit", "tumble", "wolf", "wormwood", "squiggle", "strong", "plow", "pickles", "tickle"}
)
"""Words that follow a title in books, not in staff rooms."""


@dataclass(frozen=True, slots=True)
class AdultsParams:
    """Parameters of the ``adults`` check."""

    titled: Severity | None
    """Level of a title with nothing but a surname, if not the rule's own."""


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, AdultsParams)  # noqa: S101 - what the check's parse returned
    listed = [frozenset(folded(known.name).split()) for known in case.directory.people.names if known.kind in _LISTED]
    for passage in case.passages:
        if passage.kind is not PlaceKind.TEXT or passage.field == "link":
            continue
        for start, end, whose in _adults(case, passage):
            words = frozenset(folded(passage.text[start:end]).split())
            if not any(words <= names for names in listed):
                message = "An adult is named, and the people list does not have the name."
                where, evidence = passage.where(start, end), passage.evidence(start, end)
                titled = not any(map(str.isspace, passage.text[start:end])) and _TITLE.search(passage.text, 0, start)
                if titled and params.titled:
                    yield Finding(params.titled, Category.NAME, message, where, evidence, naming=whose)
                else:
                    # It is no flag about a name that may be a child's, but about consent that nobody has written down.
                    yield Finding(rule.severity, Category.CONTENT, message, where, evidence)


def _adults(case: Case, passage: Passage) -> Iterator[tuple[int, int, Naming]]:
    """Yield where adults' names stand, without their titles, and why they are adults': in order and each once."""
    mentions = [mention for mention in case.mentions if mention.passage is passage]
    found = [
        (mention.start, mention.end, naming(mention))
        for mention in mentions
        if not mention.candidates and (mention.adult or mention.role is Role.ADULT) and mention.adult not in _SETTLED
    ]
    for match in _TITLED.finditer(passage.text):
        start, end = match.span("name")
        taken = any(mention.start < end and start < mention.end for mention in mentions)
        if not taken and fold(match["name"]).split("-")[0].split()[0] not in _STORIES:
            found.append((start, end, TITLED))
    yield from sorted(found, key=lambda place: place[:2])


def names_adults(case: Case) -> bool:
    """Whether the text of the post names an adult of the school or of a family, on the people list or not."""
    texts = [passage for passage in case.passages if passage.kind is PlaceKind.TEXT and passage.field != "link"]
    staff = [
        frozenset(folded(known.name).split())
        for known in case.directory.people.names
        if known.kind in {PersonKind.STAFF, PersonKind.GOVERNOR}
    ]
    listed = any(
        mention.adult == ON_THE_LIST and any(frozenset(folded(mention.text).split()) <= names for names in staff)
        for mention in case.mentions
    )
    return listed or any(next(_adults(case, passage), None) is not None for passage in texts)


CHECK = Check("adults", lambda params: AdultsParams(params.optional("titled", Severity)), _run)
