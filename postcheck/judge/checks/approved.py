"""Who has approved a post: by a sign-off that counts, or by their name in the header."""

from __future__ import annotations

import re
from collections.abc import Iterable

from postcheck.judge.case import Case
from postcheck.judge.checks.base import stated
from postcheck.judge.signers import AFTER_NAMES, EMAIL, LAST_NAME_FIRST, NO_ENGLISH, TITLES, English, Signer, signers
from postcheck.model.people import PersonKind
from postcheck.text.folding import fold

_PEOPLE = {PersonKind.STAFF, PersonKind.GOVERNOR, PersonKind.VISITOR, PersonKind.PUBLIC}
_BETWEEN_AUTHORS = re.compile(r"[,;:&/+|()\[\]\u2013\u2014]|\s-+\s|\band\b", re.IGNORECASE)


def _words(text: str) -> list[str]:
    return [fold(word) for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)]  # noqa: RUF001 - apostrophes as people type them


def signs_off(value: str, known: Iterable[str] = (), english: English = NO_ENGLISH) -> tuple[Signer, ...]:
    """Return who signed off by what ``approved_by`` says; nobody unless it is a name or an office and nothing else.

    "J. Osei", "the head" and "approved by Mrs Osei by email" say who did; "tbc", "yes please", "declined by the head"
    and "J. Osei to confirm" don't, nor does anything that is not understood.
    """
    return signers(stated(value), known, english)


def person(name: str) -> str:
    """Return a person's name for comparison: case, accents, punctuation and titles aside."""
    return " ".join(word for word in _words(name) if word not in TITLES)


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
    """Whether an approver is, or may well be, among the authors that a header names, however it names them.

    A word that both have is enough, unless each has other names and none of them agrees: "Tim Ashdown (Year 3)",
    "Ashdown, T.", "tim.ashdown@hillside.sch.uk" and "tashdown" are T. Ashdown; "K. Ashdown" is not.
    """
    wanted = _names(approver)
    written = LAST_NAME_FIRST.sub(r"\2 \1", EMAIL.sub(r" \1 ", authors))
    return any(_may_be(wanted, _names(author)) for author in _BETWEEN_AUTHORS.split(written))


def _names(text: str) -> list[str]:
    """Return the words of a name: no titles, letters behind it, numbers, or the "by" before it."""
    words = [word.strip("0123456789") for word in _words(text.replace("_", " "))]
    return [word for word in words if word and word not in TITLES | AFTER_NAMES and word != "by"]


def _may_be(one: list[str], other: list[str]) -> bool:
    shared = {word for word in one if len(word) > 1 and word in other}
    if not shared:
        return _is_short_for(one, other) or _is_short_for(other, one)
    left, right = ([word for word in words if word not in shared] for words in (one, other))
    alike = (a.startswith(b) or b.startswith(a) for a in left for b in right)
    return not left or not right or any(alike)


def _is_short_for(short: list[str], name: list[str]) -> bool:
    """Whether something is made of a name as mailboxes and initials are: "jo", "josei", "oseij", "janeosei"."""
    if not short or len(name) < 2:  # noqa: PLR2004 - a first name and a surname
        return False
    made, (*firsts, last) = "".join(short), name
    initials = "".join(word[0] for word in firsts)
    begun = {first[0] for first in firsts} | {*firsts, initials}
    return made == initials + last[0] or any(made in {begin + last, last + begin} for begin in begun)


def approved_by(case: Case) -> tuple[Signer, ...]:
    """Return who the header says signed the post off.

    Where sign-offs lie beside the draft, and none of them counts, neither does the name in the header: what was
    approved was another post.
    """
    given = case.sign_offs
    void = given is not None and (given.damage or case.standings) and not any(one.counts for one in case.standings)
    if void:
        return ()
    directory = case.directory
    known = [one.name for one in directory.people.names if one.kind in _PEOPLE]
    known += [approver.name for approver in case.settings.approvers]
    return signs_off(case.draft.header.approved_by, known, directory.english)


def approved_by_another(case: Case) -> bool:
    """Whether somebody other than the author has signed the post off, by a sign-off that counts or in the header."""
    names = [standing.sign_off.by for standing in case.standings if standing.counts]
    signed = approved_by(case)
    # An office beside a name is that person's.
    names += [signer.name for signer in signed if signer.name] or [signer.office for signer in signed]
    author = case.draft.header.author.strip()
    return any(not author or not is_author(name, author) for name in names)
