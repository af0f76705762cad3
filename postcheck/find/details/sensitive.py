"""Words about health, special needs, care and free meals that are said of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from postcheck.find.details.subjects import Subject, Subjects
from postcheck.find.details.view import DetailMatch, View
from postcheck.find.details.words import Needed, any_of, table
from postcheck.late import late
from postcheck.model.detail import DetailKind
from postcheck.model.mention import Certainty

_GROUPS = {
    "health": DetailKind.HEALTH,
    "special_needs": DetailKind.NEEDS,
    "care": DetailKind.CARE,
    "free_meals": DetailKind.MEALS,
}
_SAID_OF = late(
    r"\b(?:who|has|have|had|having|is|was|with|his|her|their|lives|suffers?|diagnos\w+|despite|living|our|'s|told"
    r"|support\w*|needs?|uses?|being|receiv\w+|gets?|because|wears?|on|carries)\b",
    re.IGNORECASE,
)
_SELF_LINKED = late(r"(?:is|was|has|had|having|being|in|on|been) ", re.IGNORECASE)
"""How words begin that say themselves of whom they are said: "is fostered", "in hospital"."""
_OPERATED = late(r"surgery|operations?|transplants?", re.IGNORECASE)
_TWO_WORDS = late(r"(?<= )[a-z-]+(?: [a-z-]+)? $")
_NEEDS = late(r"\b(?:needs?|needed|awaits?|awaiting|facing|faces) (?:an? |his |her |their )?$", re.IGNORECASE)
_WITH = late(r",? with (?:[\w-]+ ){0,2}?(?=[\w'-]+(?: [\w'-]+){0,2}$)")
"""How a condition follows a person: "a girl in Year 6 with cerebral palsy"."""
_WHY = "whether it is said of that person is for you to judge"
_LINK = 70
"""How far back a link may reach, in characters."""


@dataclass(frozen=True)
class _Words:
    groups: tuple[tuple[DetailKind, str, re.Pattern[str]], ...]
    """Words that tell something whatever links them to a child's name."""
    said: tuple[tuple[DetailKind, str, re.Pattern[str], bool], ...]
    """Words that tell something only of whom they are said; whether a link must stand before them."""
    after: re.Pattern[str]
    before: re.Pattern[str]
    sentence: re.Pattern[str]
    work: re.Pattern[str]
    sure: re.Pattern[str]
    """A link that holds whatever the sentence is about."""
    loose: re.Pattern[str]


_SAID = ("alone", "family", "conditions", "states")
"""Lists of phrases that tell something only of whom they are said."""


@cache
def _needed() -> Needed:
    raw = table("sensitive.toml")
    groups = [phrase for name in _GROUPS for phrases in (raw[name]["words"], raw[name]["exact"]) for phrase in phrases]
    return Needed((*groups, *(phrase for name in _SAID for phrase in raw["said_of"][name])))


@cache
def _words() -> _Words:
    raw = table("sensitive.toml")
    innocent, said = raw["innocent"], raw["said_of"]
    health, care = raw["health"]["what"], raw["care"]["what"]
    how = rf"(?:(?:{any_of(said['how'])})[ ,-]{{1,2}}){{0,4}}$"
    their = rf"(?:(?<!\w)(?:{any_of(word for word in said['their'] if word.isalpha())})|(?<=\w)'s|(?<=s)')"
    return _Words(
        tuple(
            pair
            for name, kind in _GROUPS.items()
            for pair in (
                (kind, raw[name]["what"], _whole(any_of(raw[name]["words"]), re.IGNORECASE)),
                (kind, raw[name]["what"], _whole(any_of(raw[name]["exact"]))),
            )
        ),
        (
            (DetailKind.HEALTH, health, _phrases("alone"), False),
            (DetailKind.CARE, care, _phrases("family"), False),
            (DetailKind.HEALTH, health, _phrases("conditions"), True),
            (DetailKind.HEALTH, health, _phrases("states"), True),
        ),
        late(rf"(?:[\s-](?:s |'s )?)(?:{any_of(innocent['after'])})(?!\w)", re.IGNORECASE),
        late(
            rf"(?<!\w)(?:{any_of(innocent['before'])}) (?:(?:the|a|an|their|our|childhood|children with) )?$",
            re.IGNORECASE,
        ),
        late(rf"(?<!\w)(?:{any_of(innocent['sentence'])})(?!\w)", re.IGNORECASE),
        late(rf"[\s-](?:{any_of(said['work'])})(?!\w)", re.IGNORECASE),
        late(rf"(?:(?<!\w)(?:{any_of(said['has'])})|{their}) {how}", re.IGNORECASE),
        late(rf"(?:(?<!\w)(?:{any_of((*said['is'], *said['because']))})|(?<=\w)'s) {how}", re.IGNORECASE),
    )


def _whole(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return late(rf"(?<![\w-])(?:{pattern})(?!\w)", flags)


def _phrases(name: str) -> re.Pattern[str]:
    """Return a pattern for a list of phrases in which <their>, <part> and <relative> stand for any such word."""
    raw = table("sensitive.toml")
    filled = {
        "<their>": raw["said_of"]["their_or_a"],
        "<part>": raw["said_of"]["parts"],
        "<relative>": raw["somebody"]["relatives"],
    }
    pattern = any_of(raw["said_of"][name])
    for slot, choice in filled.items():
        pattern = pattern.replace(re.escape(slot), f"(?:{any_of(choice)})")
    # "injury-time" and "her operation of the lights" are nobody's health.
    return late(rf"(?<![\w-])(?:{pattern})(?![\w-]| of (?:the|an?|our|all)\b)", re.IGNORECASE)


def find(view: View) -> Iterator[DetailMatch]:
    """Yield every such word that is said of somebody, and every one in a sentence that names a child."""
    if not _needed().may_be_in(view.text):
        return
    subjects = Subjects(view)
    if not subjects.all:
        return
    taken: list[tuple[int, int]] = []
    for match, found in _all(view, subjects):
        if found and not any(low < match.end() and match.start() < high for low, high in taken):
            taken.append(match.span())
            yield found


def _all(view: View, subjects: Subjects) -> Iterator[tuple[re.Match[str], DetailMatch | None]]:
    """Yield everything that reads like such a word, and what it says, if anything; the surest words first."""
    words = _words()
    for kind, what, pattern in words.groups:
        for match in pattern.finditer(view.text):
            if not view.in_url(match.start()):
                yield match, _of_a_child(view, match, kind, what) or _of_anybody(view, subjects, match, kind, what)
    for kind, what, pattern, linked in words.said:
        for match in pattern.finditer(view.text):
            if not view.in_url(match.start()) and (not linked or _linked(view, *match.span())):
                yield match, _said(view, subjects, match, kind, what)


def _said(view: View, subjects: Subjects, match: re.Match[str], kind: DetailKind, what: str) -> DetailMatch | None:
    """Return what words say of whoever is their subject."""
    subject = subjects.of(*match.span())
    if subject is None or _words().after.match(view.text, match.end()):
        return None
    return _match(match.span(), kind, what, subject)


def _match(span: tuple[int, int], kind: DetailKind, what: str, subject: Subject) -> DetailMatch:
    return DetailMatch(
        *span, kind, what, certainty=Certainty.LIKELY, why=_WHY, said_of=subject.mention, someone=not subject.mention
    )


def _linked(view: View, start: int, end: int) -> bool:
    """Whether the words before say that somebody has, or is, what stands at ``start``."""
    if _SELF_LINKED.match(view.text[start:end]):
        return True
    words, before = _words(), view.before(start, _LINK)
    if any(link.search(before) for link in (words.sure, words.loose)):
        return True
    # Whatever it is that is operated on: "needs glue ear surgery".
    shorter = _TWO_WORDS.sub("", before) if _OPERATED.fullmatch(view.text[start:end]) else ""
    return bool(shorter) and bool(words.sure.search(shorter) or _NEEDS.search(shorter))


def _of_anybody(
    view: View, subjects: Subjects, match: re.Match[str], kind: DetailKind, what: str
) -> DetailMatch | None:
    """Return what a word says of an adult, or of one person without a name: only where a link stands before it."""
    words = _words()
    if any(pattern.match(view.text, match.end()) for pattern in (words.after, words.work)):
        return None
    subject = subjects.of(*match.span())
    if subject is None or subject.child:
        return None
    beside = _WITH.match(view.text, subject.end, match.end())
    return _match(match.span(), kind, what, subject) if beside or _linked(view, *match.span()) else None


def _of_a_child(view: View, match: re.Match[str], kind: DetailKind, what: str) -> DetailMatch | None:
    """Return what a word says in a sentence that names somebody who is, or may be, a child."""
    start, end = match.span()
    words = _words()
    person = view.beside(start, end)
    if person is None or person.adult or (person.start < end and start < person.end):
        return None
    if words.after.match(view.text, end):
        return None
    if not (linked := words.sure.search(view.before(start, _LINK))) and (
        words.before.search(view.before(start, 40)) or words.sentence.search(view.around(start, end))
    ):
        return None
    low, high = min(start, person.start), max(end, person.end)
    close = linked or high - low < _CLOSE or _SAID_OF.search(view.text[low:high])
    return DetailMatch(start, end, kind, what, certainty=Certainty.LIKELY if close else Certainty.UNSURE, why=_WHY)


_CLOSE = 60
"""How near a name a word is taken to be about that person, whatever stands between, in characters."""
