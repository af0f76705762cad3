"""Rules about naming people who aren't pupils."""

# ruff: noqa: RUF001 -- apostrophes as people type them

from __future__ import annotations

import re
from collections.abc import Iterator

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding
from postcheck.judge.reasons import TITLED, naming
from postcheck.judge.schools import folded
from postcheck.model.mention import ON_THE_LIST, PLACE, WELL_KNOWN, Naming
from postcheck.model.pack import Rule
from postcheck.model.people import PersonKind
from postcheck.model.severity import Category
from postcheck.model.text import Passage, PlaceKind
from postcheck.text.folding import fold

_SETTLED = frozenset({ON_THE_LIST, PLACE, WELL_KNOWN})
"""People whom the school has listed or everybody knows, and places."""
_LISTED = frozenset({PersonKind.STAFF, PersonKind.GOVERNOR, PersonKind.VISITOR, PersonKind.PUBLIC})
# No "(?i)": "Miss Green" is a name, "miss Friday's deadline" isn't.
_TITLED = re.compile(
    r"(?<!\w)(?:Mrs?|Miss|Ms|Mx|Dr|Rev|Cllr)\.?[ \t]+(?:[A-Z]\.?[ \t]+)*"
    r"(?P<name>[^\W\d_a-z][\w'’-]+(?:[ \t]+[^\W\d_a-z][\w'’-]+)?)"
)
_STORIES = frozenset(
    {"men", "bean", "gum", "stink", "whippy", "seuss", "who", "potato", "fox", "claus", "tiggy"}
    | {"twit", "tumble", "wolf", "wormwood", "squiggle", "strong", "plow", "pickles", "tickle"}
)
"""Words that follow a title in books, not in staff rooms."""


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    listed = [frozenset(folded(known.name).split()) for known in case.directory.people.names if known.kind in _LISTED]
    for passage in case.passages:
        if passage.kind is not PlaceKind.TEXT or passage.field == "link":
            continue
        for start, end, whose in _adults(case, passage):
            words = frozenset(folded(passage.text[start:end]).split())
            if not any(words <= names for names in listed):
                message = "An adult is named, and the people list does not have the name."
                where, evidence = passage.where(start, end), passage.evidence(start, end)
                yield Finding(rule.severity, Category.NAME, message, where, evidence, naming=whose)


def _adults(case: Case, passage: Passage) -> Iterator[tuple[int, int, Naming]]:
    """Yield where adults' names stand, without their titles, and why they are adults': in order and each once."""
    mentions = [mention for mention in case.mentions if mention.passage is passage]
    found = [
        (mention.start, mention.end, naming(mention))
        for mention in mentions
        if mention.adult and mention.adult not in _SETTLED and not mention.candidates
    ]
    for match in _TITLED.finditer(passage.text):
        start, end = match.span("name")
        taken = any(mention.start < end and start < mention.end for mention in mentions)
        if not taken and fold(match["name"]).split("-")[0].split()[0] not in _STORIES:
            found.append((start, end, TITLED))
    yield from sorted(found, key=lambda place: place[:2])


CHECK = Check("adults", lambda _: None, _run)
