"""Rules that ask whose words are quoted and whose work a picture shows, where consent to that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding
from postcheck.judge.checks.name import is_adult
from postcheck.late import late
from postcheck.model.draft import DraftImage
from postcheck.model.pack import Rule
from postcheck.model.severity import Category
from postcheck.model.text import Passage, PlaceKind, Where

_QUOTE = late(r"“[^“”\n]{12,400}”|\"[^\"\n]{12,400}\"|\u2018[^\u2018\n]{12,400}?\u2019(?!\w)")
_SAID = late(
    r"\b(?:sa(?:id|ys|ying)|told|tells|added|adds|explain(?:ed|s)|wrote|writes|exclaimed|shouted|whispered|replied"
    r"|laughed|asked|in (?:his|her|their) (?:own )?words|according to)\b|[-\u2013\u2014]\s*$|^\s*[-\u2013\u2014(]",
    re.IGNORECASE,
)
_CHILD = late(
    r"\b(?:aged?\s+(?:[3-9]|1[0-8])|(?:[3-9]|1[0-8])[- ]years?[- ]olds?)\b"
    r"|\b(?:(?:years?|yr|y)\s*\d{1,2}|reception|nursery)\s+(?:pupil|student|child|boy|girl|learner|artist|author|poet)\b"
    r"|\b(?:pupil|student|child|boy|girl|learner) (?:in|from|of) (?:years?|yr|y|reception|nursery)\b"
    r"|[,(]\s*(?:[3-9]|1[0-8])(?=\s*[,.)!]|\s*$)",
    re.IGNORECASE,
)
_NEAR = 60
_ON_DISPLAY = late(
    r"\b(?:art\s?works?|paint(?:ed|ing|ings)|draw(?:n|ing|ings)|sketch(?:es)?|collages?|sculptures?|self[- ]portraits?"
    r"|poems?|stor(?:y|ies) (?:by|written)|hand\s?writing|writing (?:by|from|wall)|wall displays?"
    r"|displays? (?:of|board|by)|on display|models? (?:of|made|by)|posters? (?:by|made|designed|drawn)"
    r"|work (?:by|from|of) (?:our|the|year|y\d|a )|made by|designed by|written by"
    r"|written work|learning wall|exhibition of)\b",
    re.IGNORECASE,
)
_ADVICE_QUOTE = (
    "Write whose words they are under `quote_of:` in the header (pupil ids or full names), or `quote_of: []` if they "
    "are no pupil's."
)
_ADVICE_WORK = (
    "Write whose work the picture shows under `work_of:` (pupil ids or full names), or `work_of: []` if it is no "
    "pupil's."
)


def _whose(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    """Yield a finding for each quotation, and each picture of work, of which nobody has said whose it is."""
    del params
    if case.quoted is None:
        for passage in case.passages:
            if passage.kind is PlaceKind.TEXT:
                yield from _quotations(rule, case, passage)
    for image in case.draft.images:
        if case.work_in(image) is None and case.facts(image).opened and _shows_work(case, image):
            yield Finding(
                rule.severity,
                Category.PICTURE,
                "The post speaks of pupils' work, and nobody has said whose work this picture shows.",
                Where(PlaceKind.IMAGE, image.name),
                advice=_ADVICE_WORK,
            )


def _quotations(rule: Rule, case: Case, passage: Passage) -> Iterator[Finding]:
    mentions = [mention for mention in case.mentions if mention.passage is passage and not is_adult(mention)]
    for match in _QUOTE.finditer(passage.text):
        before = passage.text[max(0, match.start() - _NEAR) : match.start()]
        after = passage.text[match.end() : match.end() + _NEAR]
        if not (_SAID.search(before) or _SAID.search(after)):
            continue
        named = any(
            match.start() - _NEAR <= mention.start < match.start() or match.end() <= mention.start < match.end() + _NEAR
            for mention in mentions
        )
        if named or _CHILD.search(before) or _CHILD.search(after):
            yield Finding(
                rule.severity,
                Category.DETAIL,
                "This reads like the words of a pupil, and nobody has said whose they are.",
                passage.where(match.start(), match.end()),
                passage.evidence(match.start(), match.end()),
                advice=_ADVICE_QUOTE,
            )


def _shows_work(case: Case, image: DraftImage) -> bool:
    about = [
        passage for passage in case.passages if passage.kind is PlaceKind.TEXT and passage.image in {image.key, None}
    ]
    return any(_ON_DISPLAY.search(passage.text) for passage in about)


CHECK = Check("whose", lambda _: None, _whose)
