"""Who has approved a post: by a sign-off that counts, or by their name in the header."""

from __future__ import annotations

import re

from postcheck.judge.case import Case
from postcheck.judge.checks.base import stated
from postcheck.text.folding import fold


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "rev", "revd", "fr"})
_STILL_TO_COME = _set(
    "awaiting awaits await waiting pending draft drafted please unsigned unapproved unconfirmed provisional "
    "provisionally tbc tba tbd todo fixme asap chase chased chasing need needs needed request requested requests "
    "requesting ask asked asking hopefully probably maybe perhaps unless until once when if not without nobody "
    "noone to unsure shortly"
)
"""Words of a sign-off that somebody still has to give; "to" as in "J. Osei to confirm" and "sent to the head"."""
_STILL_WITH = frozenset({"with", "for", "see", "via", "as"})
"""How the same begins: "with the head"."""
_WILL = re.compile(r"\bwill (?:sign|approve|check|read|be|look|have|confirm|do|see)\b")
_NOBODY = _set(
    "yes yep yeah ok okd okay fine sure good great all looks look lgtm go ahead approved approval agreed done "
    "signed sign off signoff checked read seen cleared authorised authorized confirmed complete completed ready "
    "self me myself i us we my our the a an author same above someone somebody anyone anybody everyone staff member "
    "of whoever verbal verbally by on at in and phone email mail person today yesterday tomorrow tonight date final "
    "version urgent na monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun am pm thumbs up principle"
)
_MONTHS = _set(
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october "
    "nov november dec december"
)
_INITIAL = re.compile(r"\b[A-Z]\.")
_BETWEEN_AUTHORS = re.compile(r"[,;&/+]|\band\b", re.IGNORECASE)


def _words(text: str) -> list[str]:
    return [fold(word) for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)]  # noqa: RUF001 - apostrophes as people type them


def signs_off(value: str) -> str:
    """Return what ``approved_by`` says, or the empty string if it names nobody who has signed off.

    "tbc", "yes please", "draft", "awaiting head" and "J. Osei to confirm" name nobody; "J. Osei" and "the head" do.
    """
    said = stated(value)
    words = _words(said)
    if not words or "?" in said or not _STILL_TO_COME.isdisjoint(words) or words[0] in _STILL_WITH:
        return ""
    if _WILL.search(" ".join(words)):
        return ""
    dated = any(char.isdigit() for char in said)
    named = [
        word
        for word in words
        if word not in _NOBODY and not any(map(str.isdigit, word)) and not (dated and word in _MONTHS)
    ]
    return said if named or _INITIAL.search(said) else ""


def person(name: str) -> str:
    """Return a person's name for comparison: case, accents, punctuation and titles aside."""
    return " ".join(word for word in _words(name) if word not in _TITLES)


def same_person(one: str, other: str) -> bool:
    """Whether two names may well be one person's: "J. Osei", "Jane Osei" and "Mrs Osei" are."""
    first, second = person(one).split(), person(other).split()
    if not first or not second or first == second:
        return first == second and bool(first)
    if first[-1] != second[-1]:
        return False
    alike = (
        a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in zip(first[:-1], second[:-1], strict=False)
    )
    return all(alike)


def is_author(approver: str, authors: str) -> bool:
    """Whether an approver is, or is among, the authors that a header names."""
    return any(same_person(approver, author) for author in (authors, *_BETWEEN_AUTHORS.split(authors)))


def approved_by(case: Case) -> str:
    """Return who the header says signed the post off, or the empty string if it names nobody.

    Where sign-offs lie beside the draft, and none of them counts, neither does the name in the header: what was
    approved was another post.
    """
    given = case.sign_offs
    void = given is not None and (given.damage or case.standings) and not any(one.counts for one in case.standings)
    return "" if void else signs_off(case.draft.header.approved_by)


def approved_by_another(case: Case) -> bool:
    """Whether somebody other than the author has signed the post off, by a sign-off that counts or in the header."""
    names = [standing.sign_off.by for standing in case.standings if standing.counts]
    names += [name for name in (approved_by(case),) if name]
    author = case.draft.header.author.strip()
    return any(not author or not is_author(name, author) for name in names)
