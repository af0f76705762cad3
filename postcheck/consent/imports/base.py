"""What the exports of all school systems have in common: how they name pupils, and what a system's own words mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from postcheck.consent.consent_list import NAMES
from postcheck.consent.headings import said_of_the_pupil
from postcheck.formats.cells import folded, normalize_header
from postcheck.model.people import Answer


class ExportField(StrEnum):
    """What a column of an export is about, if the consent list has no such column."""

    TYPE = "consent_type"
    """Which of the school's types of consent the row is about."""
    ANSWER = "answer"
    DENIED = "denied"
    """A tick that means no."""
    ARCHIVED = "archived"
    """A tick that means that the row no longer counts."""
    REQUESTED = "requested"
    GRANTED = "granted"
    NOT_GRANTED = "not_granted"
    LEGAL_FORENAME = "legal_forename"
    LEGAL_SURNAME = "legal_surname"
    FULL_NAME = "full_name"


def headings(**fields: str) -> Mapping[str, str]:
    """Return the field of each heading: ``form="tutor_group reg"`` means that a column "Tutor group" holds the form."""
    return MappingProxyType(
        {normalize_header(heading): name for name, known in fields.items() for heading in known.split()}
    )


def answers(**values: str) -> Mapping[str, Answer]:
    """Return what a system's words mean: ``given="received"``."""
    return MappingProxyType(
        {folded(word): Answer(answer) for answer, known in values.items() for word in known.split()}
    )


@dataclass(frozen=True)
class System:
    """A school system, as far as its exports are known."""

    name: str
    title: str
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Its own headings, normalized, besides those that all systems share."""
    values: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    """Its own words for answers."""
    presence_is_consent: bool = False
    """Whether a row that names a type and says nothing else counts as a tick."""
    marks: frozenset[str] = frozenset()
    """Headings, normalized, that no other system's exports have."""
    hint: str = ""
    """What a school may stumble over: a sentence for messages."""


_FIELDS = headings(
    forename="forename first_name given_name",
    surname="surname last_name family_name",
    legal_forename="legal_forename legal_first_name",
    legal_surname="legal_surname legal_last_name legal_family_name",
    preferred_forename=(
        "preferred_forename preferred_first_name preferred_name known_as known_as_first_name known_as_forename "
        "chosen_forename chosen_name"
    ),
    preferred_surname="preferred_surname preferred_last_name known_as_last_name known_as_surname",
    middle_names="middle_names middle_name",
    other_names="other_names nickname nicknames former_name former_names former_surname",
    full_name=(
        "name full_name student_name pupil_name student pupil child child_name child's_name child's_full_name "
        "name_of_child name_of_pupil pupil_full_name student_full_name"
    ),
    year_group="year_group year yr nc_year national_curriculum_year year_gp",
    form="form registration_form reg_form registration_group reg_group registration reg tutor_group class form_group",
    house="house house_group",
    school="school school_name academy",
    leaving_date="leaving_date date_of_leaving leave_date",
    expires_on="expires_on expiry_date expires valid_until consent_expires",
    withdrawn_on="withdrawn_on date_withdrawn withdrawal_date",
    given_on="given_on date_given consent_date date_of_consent",
    given_by="given_by consent_given_by",
    method="method consent_method",
    do_not_publish="do_not_publish",
    status="status",
    consent_type="consent_type",
    answer="consent_given consent_answer",
)
_OF_THE_PUPIL = {*NAMES, ExportField.LEGAL_FORENAME, ExportField.LEGAL_SURNAME, "year_group", "form"}
SHARED = MappingProxyType(
    {
        **said_of_the_pupil({heading: name for heading, name in _FIELDS.items() if name in _OF_THE_PUPIL}),
        **_FIELDS,
    }
)
"""What all systems' headings stand for."""

LOOKS_LIKE_CONSENT = re.compile(
    r"consent|permi(?:ssion|t)|photo|image|picture|video|film|record(?:ing|ed)|media|publi[cs]|web\s?site|web\b|internet"
    r"|online|press|newspaper|newsletter|prospectus|display|facebook|instagram|twitter|youtube|tik\s?tok|social|gdpr"
    r"|opt(?:ed)?[ -]?(?:in|out)|do not|don't|\bdnp\b|\bno photos?\b|agree|allow|name in|use of name"
    r"|withdrawn|refus|declin|denied|safeguard"
    r"|\bpics?\b|\bnam(?:ed|ing)\b|\bnames? (?:with|and|beside|plus|on|to be)\b",
    re.IGNORECASE,
)
"""Headings that may say who agreed to what: one that has not been explained is never left out silently."""

YES = frozenset({"yes", "y", "true", "t", "1", "ticked", "checked", "✓", "✔", "☑"})
NO = frozenset({"no", "n", "false", "f", "0", "unticked", "unchecked", "☐"})

PARENT = frozenset(
    {
        "parent",
        "parents",
        "parent/carer",
        "parent_/_carer",
        "parent_or_carer",
        "carer",
        "carers",
        "guardian",
        "mother",
        "father",
        "mum",
        "dad",
    }
)
PUPIL = frozenset({"pupil", "student", "self", "child", "young_person"})
