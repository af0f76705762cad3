"""Several consent lists, one a school, as one roll.

What a list does not have (a column, a date) stays its own matter: no list's answers change because another lies beside
it. An id that two lists have is shown with the name of its list: ``greenbank/P0007``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from postcheck.consent.consent_list import load_consent
from postcheck.consent.people_list import load_people
from postcheck.errors import ConsentListError, PostcheckError
from postcheck.formats.table_file import split_sheet
from postcheck.model.people import Pupil, Roll
from postcheck.text.folding import fold

_EVERY_LISTS = re.compile(r"(?:^|[\W_]+)(?:consents?|lists?)(?=$|[\W_])", re.IGNORECASE)
"""Words of a file's name that say what it is, and not whose."""
_UNWRITABLE = re.compile(r"[\s,;:\[\]{}#\"'/\\]+")
"""What would part an id in a header, or hide it."""


def load_consent_lists(paths: Sequence[Path], *, shown: Callable[[Path], str] = str) -> Roll:
    """Load the consent lists and join them; without any the roll is empty.

    Raises
    ------
    ConsentListError
        With its place, if one of them cannot be used.
    """
    return joined([(path, load_one(path, shown(path))) for path in paths])


def load_one(path: Path, name: str) -> Roll:
    """Load one list of several.

    Raises
    ------
    ConsentListError
        If it cannot be used; it says so if it is a people list.
    """
    try:
        return replace(load_consent(path, name=name), names=_names(path))
    except ConsentListError as error:
        if not _is_people_list(path):
            raise
        raise ConsentListError(
            "This is a list of people who are no pupils, not a consent list.",
            advice="Name it under `people` (--people), and keep it out of the folder of consent lists.",
            file=error.file or name,
        ) from None


def joined(lists: Sequence[tuple[Path, Roll]]) -> Roll:
    """Return several lists as one roll.

    Raises
    ------
    ConsentListError
        If two pupils could not be told apart even by list and id.
    """
    if len(lists) < 2:  # noqa: PLR2004 - nothing to join
        return lists[0][1] if lists else Roll()
    times = Counter(pupil.id.casefold() for _, roll in lists for pupil in roll.pupils)
    parts = tuple(
        replace(
            roll,
            names=tuple(dict.fromkeys((label, *roll.names))),
            pupils=tuple(_named(pupil, label) if times[pupil.id.casefold()] > 1 else pupil for pupil in roll.pupils),
        )
        for label, (_, roll) in zip(_labels([path for path, _ in lists]), lists, strict=True)
    )
    ids: set[str] = set()
    for part in parts:
        for pupil in part.pupils:
            if pupil.id.casefold() in ids:
                message = f"Line {pupil.line}: A pupil's id is also how a pupil of another list is told apart."
                advice = "Change that id, or rename the file of one of the lists."
                raise ConsentListError(message, advice=advice, file=part.file, line=pupil.line)
            ids.add(pupil.id.casefold())
    return Roll(
        tuple(pupil for part in parts for pupil in part.pupils),
        ", ".join(part.file for part in parts if part.file),
        tuple(dict.fromkeys(column for part in parts for column in part.columns)),
        min((part.updated_on for part in parts if part.updated_on), default=None),
        parts=parts,
    )


def shared_names(roll: Roll) -> int:
    """Return how many full names several lists have under different ids: one child with two ids, or namesakes."""
    found: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
    for number, part in enumerate(roll.parts):
        for pupil in part.pupils:
            if pupil.forename and pupil.surname:
                name = " ".join(fold(f"{pupil.forename} {pupil.surname}").split())
                found[name].add((number, (pupil.own_id or pupil.id).casefold()))
    return sum(len({list_ for list_, _ in one}) > 1 and len({own for _, own in one}) > 1 for one in found.values())


def _named(pupil: Pupil, label: str) -> Pupil:
    return replace(pupil, id=f"{label}/{pupil.id}", own_id=pupil.id)


def _names(path: Path) -> tuple[str, ...]:
    """Return what a list is called, by its file or sheet: with and without the words that every list's name has."""
    file, sheet = split_sheet(path)
    whole = sheet or file.stem
    short = _EVERY_LISTS.sub("", whole).strip(" -_.")
    return tuple(dict.fromkeys((short or _folder(path), whole)))


def _folder(path: Path) -> str:
    return split_sheet(path)[0].absolute().parent.name


def _labels(paths: Iterable[Path]) -> list[str]:
    """Return a short name for each list, no two the same: the file's, with its folder's where two files share it."""
    found = [(path, _UNWRITABLE.sub("-", _names(path)[0])) for path in paths]
    times = Counter(label.casefold() for _, label in found)
    labels: list[str] = []
    taken: set[str] = set()
    for path, label in found:
        wanted = label
        if times[label.casefold()] > 1:
            wanted = f"{_UNWRITABLE.sub('-', _folder(path))}-{label}"
        chosen, number = wanted, 1
        while chosen.casefold() in taken:
            number += 1
            chosen = f"{wanted}-{number}"
        taken.add(chosen.casefold())
        labels.append(chosen)
    return labels


def _is_people_list(path: Path) -> bool:
    try:
        return bool(load_people([path]).names)
    except (PostcheckError, OSError):
        return False
