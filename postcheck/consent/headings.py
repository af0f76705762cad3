"""What school systems and registers call the columns that say who a pupil is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from postcheck.formats.cells import normalize_header

IDS = (
    *(
        "pupilid",
        "studentid",
        "arborstudentid",
        "arborid",
        "admissionnumber",
        "admissionno",
        "admissionnum",
        "adno",
        "admno",
        "misid",
        "id",
    ),
    *("personid", "upi", "upn", "uniquepupilnumber"),
)
"""Headings of pupils' ids, best first: the first that a table has is taken."""

_WHOSE = ("pupil", "pupils", "student", "students", "child", "childs", "learner", "learners")
"""Words, normalized, that may stand before a heading and add nothing: "Pupil forename", "Child's surname"."""


def said_of_the_pupil(fields: Mapping[str, str]) -> Mapping[str, str]:
    """Return the field of each heading in ``fields`` (normalized) with "pupil", "student" or the like before it."""
    return MappingProxyType({f"{whose}{name}": field for whose in _WHOSE for name, field in fields.items()})


_REGISTERS = {
    **dict.fromkeys(
        ("firstname", "givenname", "christianname", "legalforename", "legalfirstname", "chosenforename"), "forename"
    ),
    **dict.fromkeys(
        ("lastname", "familyname", "secondname", "legalsurname", "legallastname", "legalfamilyname", "chosensurname"),
        "surname",
    ),
    **dict.fromkeys(
        (
            "preferredname",
            "preferredfirstname",
            "knownas",
            "knownasfirstname",
            "knownasforename",
            "chosenname",
            "usedname",
            "goesby",
        ),
        "preferred_forename",
    ),
    **dict.fromkeys(("preferredlastname", "knownaslastname", "knownassurname"), "preferred_surname"),
    **dict.fromkeys(
        ("nickname", "nicknames", "formername", "formernames", "formersurname", "alsoknownas", "aka"), "other_names"
    ),
    **dict.fromkeys(("yeargroup", "year", "yr", "ncyear"), "year_group"),
    **dict.fromkeys(("tutorgroup", "registrationgroup", "reggroup", "regform", "registrationform", "class"), "form"),
}
_OWN = {
    "forename": "forename",
    "surname": "surname",
    "preferredforename": "preferred_forename",
    "preferredsurname": "preferred_surname",
    "form": "form",
}
"""The consent list's own columns that a register may say of the pupil."""
_OTHERS = {**_REGISTERS, **said_of_the_pupil({**_OWN, **_REGISTERS})}


def recognised(header: Sequence[str], known: Mapping[str, str]) -> dict[int, str]:
    """Return the column that each heading stands for, by position; a position that is missing is not known.

    Parameters
    ----------
    header:
        The headings as they are written.
    known:
        The consent list's own columns, by their normalized form. A register's word for one of them ("Admission No",
        "First name") only counts where the column itself is missing, and only once.
    """
    written = [normalize_header(cell) for cell in header]
    found = {index: known[name] for index, name in enumerate(written) if name in known}
    taken = set(found.values())
    for name in (*IDS, *_OTHERS):
        column = "pupil_id" if name in IDS else _OTHERS[name]
        if name in written and column not in taken:
            found[written.index(name)] = column
            taken.add(column)
    return found


def further_names(header: Sequence[str], taken: Collection[int]) -> dict[int, str]:
    """Return the other columns with names, by position: each a ``forename``, a ``surname`` or ``other_names``.

    A register may have a legal and a chosen forename and a name in use: a child is looked for under each of them.

    Parameters
    ----------
    header:
        The headings as they are written.
    taken:
        The columns that :func:`recognised` knows already.
    """
    found = {}
    for index, cell in enumerate(header):
        column = _OTHERS.get(normalize_header(cell), "")
        if index not in taken and column.endswith(("forename", "surname", "other_names")):
            found[index] = column.removeprefix("preferred_")
    return found
