"""Who has approved a post: by a sign-off that counts, or by their name in the header."""

from __future__ import annotations

import re
from collections.abc import Iterable

from postcheck.judge.case import Case
from postcheck.judge.checks.base import stated
from postcheck.judge.signers import NO_ENGLISH, TITLES, English, Signer, signers
from postcheck.model.people import PersonKind
from postcheck.text.folding import fold

_PEOPLE = {PersonKind.STAFF, PersonKind.GOVERNOR, PersonKind.VISITOR, PersonKind.PUBLIC}
_BETWEEN_AUTHORS = re.compile(r"[,;&/+]|\band\b", re.IGNORECASE)


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
    """Whether an approver is, or is among, the authors that a header names."""
    return any(same_person(approver, author) for author in (authors, *_BETWEEN_AUTHORS.split(authors)))


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
    if approved_by(case):
        names.append(case.draft.header.approved_by)
    author = case.draft.header.author.strip()
    return any(not author or not is_author(name, author) for name in names)
