"""How people write pupils' names: each form turns a pupil into words of a post, and says who may be meant by them."""

from __future__ import annotations

import random

from benchmarks.names.people import Person, School
from benchmarks.names.spelt import (
    in_email,
    in_file_name,
    in_full_width,
    in_handle,
    in_hashtag,
    in_link,
    in_lower_hashtag,
    misread_by_ocr,
    over_two_lines,
    spelt_otherwise,
    with_a_typo,
    with_accent_added,
    with_accent_dropped,
    with_decomposed_accents,
    with_lookalikes,
    with_zero_width,
)
from benchmarks.names.stock import fold, short_forms
from benchmarks.names.written import (
    PARTICLES,
    SHARED,
    TITLE,
    TITLE_UPPER,
    Form,
    Writer,
    Written,
    first_only,
    full_name,
    full_name_ids,
    surname_only,
)


def _preferred(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.preferred:
        return None
    if rng.random() < 0.5:  # noqa: PLR2004 -- half
        return Written(person.preferred, school.meant(given=person.preferred))
    return Written(f"{person.preferred} {person.surname}", school.meant(given=person.preferred, family=person.surname))


def _surname_first(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.surname:
        return None
    pattern = rng.choice(("{s}, {f}", "{s}, {f}", "{S}, {f}", "{S} {f}", "{s} {f}"))
    return Written(
        pattern.format(s=person.surname, S=person.surname.upper(), f=person.forename), full_name_ids(person, school)
    )


def _middle_full(person: Person, school: School, _: random.Random) -> Written | None:
    return (
        Written(f"{person.forename} {person.middle} {person.surname}", full_name_ids(person, school))
        if person.middle
        else None
    )


def _middle_initial(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.middle:
        return None
    dot = rng.choice((".", ""))
    return Written(f"{person.forename} {person.middle[0]}{dot} {person.surname}", full_name_ids(person, school))


def _forename_middle(person: Person, school: School, _: random.Random) -> Written | None:
    if not person.middle:
        return None
    return Written(f"{person.forename} {person.middle}", school.meant(given=person.forename, middle=person.middle))


def _middle_alone(person: Person, school: School, _: random.Random) -> Written | None:
    if not person.middle or school.meant(given=person.middle):
        return None
    return Written(person.middle, school.meant(middle=person.middle))


def _first_initial(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.surname:
        return None
    ids = school.meant(given=person.forename, family_initial=fold(person.surname)[0])
    return Written(f"{person.forename} {person.surname[0]}{rng.choice(('.', '.', ''))}", ids)


def _initial_surname(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.surname or person.surname in SHARED:
        return None
    ids = school.meant(initial=fold(person.forename)[0], family=person.surname)
    return Written(f"{person.forename[0]}{rng.choice(('. ', '. ', ' ', '.'))}{person.surname}", ids)


def _initials_surname(person: Person, school: School, _: random.Random) -> Written | None:
    if not person.middle or person.surname in SHARED:
        return None
    ids = school.meant(initial=fold(person.forename)[0], family=person.surname)
    with_middle = frozenset(
        pupil.id for pupil in school.pupils if pupil.id in ids and pupil.middle[:1] == person.middle[0]
    )
    return Written(f"{person.forename[0]}. {person.middle[0]}. {person.surname}", with_middle)


def _nickname(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.pet_name:
        return None
    if rng.random() < 0.5:  # noqa: PLR2004 -- half
        return Written(person.pet_name, school.meant(given=person.pet_name))
    return Written(f"{person.pet_name} {person.surname}", school.meant(given=person.pet_name, family=person.surname))


def _short_form(person: Person, school: School, rng: random.Random) -> Written | None:
    short = short_forms().get(person.forename)
    if short is None:
        return None
    if rng.random() < 0.5 or not person.surname:  # noqa: PLR2004 -- half
        longer = [name for name, other in short_forms().items() if other == short]
        return Written(short, frozenset[str]().union(*(school.meant(given=name) for name in (short, *longer))))
    return Written(f"{short} {person.surname}", full_name_ids(person, school))


def _former(person: Person, school: School, _: random.Random) -> Written | None:
    if not person.former:
        return None
    return Written(
        person.former,
        frozenset({person.id}) | school.meant(given=person.forename, family=person.former.split(" ", 1)[1]),
    )


def _hyphenated(person: Person) -> str:
    """Return which form of the name has a hyphen between two names: the full name, the first, or neither."""
    if "-" in person.surname and not person.surname.lower().startswith(PARTICLES):
        return person.full
    return person.forename if "-" in person.forename else ""


def _rejoined(joint: str) -> Writer:
    def write(person: Person, school: School, _: random.Random) -> Written | None:
        name = _hyphenated(person)
        ids = full_name_ids(person, school) if " " in name else school.meant(given=person.forename)
        return Written(name.replace("-", joint), ids) if name else None

    return write


def _half_surname(person: Person, school: School, rng: random.Random) -> Written | None:
    if "-" not in person.surname or person.surname.lower().startswith(PARTICLES):
        return None
    part = rng.choice(person.surname.split("-"))
    return Written(
        f"{person.forename} {part}", frozenset({person.id}) | school.meant(given=person.forename, family=part)
    )


def _mac(person: Person, school: School, rng: random.Random) -> Written | None:
    surname = person.surname
    if not surname.startswith(("Mc", "Mac")):
        return None
    rest = surname.removeprefix("Mac") if surname.startswith("Mac") else surname.removeprefix("Mc")
    other = f"Mc{rest}" if surname.startswith("Mac") else f"Mac{rest}"
    prefix = surname[: -len(rest)]
    written = rng.choice((other, f"{prefix} {rest}", f"{prefix}{rest.lower()}"))
    return Written(f"{person.forename} {written}", full_name_ids(person, school))


def _apostrophe(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.surname.startswith("O'"):
        return None
    surname = person.surname.replace("'", rng.choice(("\u2019", "", " ", "\u2018", "`", "' ")))
    return Written(f"{person.forename} {surname}", full_name_ids(person, school))


def _particle(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.surname.lower().startswith(PARTICLES):
        return None
    joint = "-" if "-" in person.surname else " "
    particle, rest = person.surname.split(joint, 1)
    written = rng.choice(
        (
            f"{particle} {rest}",
            f"{particle}-{rest}",
            f"{particle.capitalize()}{rest}",
            f"{particle.lower()}-{rest}",
            rest,
        )
    )
    return Written(f"{person.forename} {written}", full_name_ids(person, school))


def _mononym(person: Person, school: School, _: random.Random) -> Written | None:
    return None if person.surname else Written(person.forename, school.meant(given=person.forename))


def _ambiguous(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.word:
        return None
    if person.word == person.forename and rng.random() < 0.7:  # noqa: PLR2004 -- share of first names alone
        return first_only(person, school, rng)
    return full_name(person, school, rng)


FORMS: tuple[Form, ...] = (
    Form("first", "prose", first_only),
    Form("full", "prose", full_name),
    Form("surname", "prose", surname_only, ("sports", "list"), TITLE_UPPER),
    Form("surname_first", "surname_first", _surname_first),
    Form("preferred", "prose", _preferred),
    Form("middle_full", "prose", _middle_full),
    Form("middle_initial", "prose", _middle_initial, (), TITLE_UPPER),
    Form("forename_middle", "prose", _forename_middle),
    Form("middle_alone", "prose", _middle_alone, (), TITLE),
    Form("first_initial", "prose", _first_initial, (), TITLE_UPPER),
    Form("initial_surname", "prose", _initial_surname, ("sports", "list", "caption", "certificate"), TITLE_UPPER),
    Form("initials_surname", "prose", _initials_surname, ("sports", "list", "caption", "certificate"), TITLE_UPPER),
    Form("nickname", "prose", _nickname, (), TITLE_UPPER),
    Form("short_form", "prose", _short_form),
    Form("former_name", "prose", _former),
    Form("possessive", "possessive", first_only),
    Form("plural", "plural", first_only),
    Form("hyphen_space", "prose", _rejoined(" ")),
    Form("hyphen_nothing", "prose", _rejoined("")),
    Form("hyphen_dash", "prose", _rejoined("\u2011"), (), TITLE_UPPER),
    Form("half_surname", "prose", _half_surname),
    Form("mc_mac", "prose", _mac),
    Form("o_apostrophe", "prose", _apostrophe),
    Form("al_bin_da", "prose", _particle),
    Form("mononym", "prose", _mononym),
    Form("variant", "prose", spelt_otherwise),
    Form("one_slip", "prose", with_a_typo),
    Form("accent_dropped", "prose", with_accent_dropped),
    Form("accent_added", "prose", with_accent_added),
    Form("nfd", "prose", with_decomposed_accents),
    Form("zero_width", "prose", with_zero_width),
    Form("full_width", "prose", in_full_width, (), TITLE),
    Form("lookalike", "prose", with_lookalikes, (), TITLE),
    Form("ocr_misread", "prose", misread_by_ocr, ("certificate",), TITLE),
    Form("line_break", "prose", over_two_lines, ("certificate",), TITLE_UPPER),
    Form("hashtag", "hashtag", in_hashtag, (), TITLE),
    Form("hashtag_lower", "hashtag", in_lower_hashtag, (), TITLE),
    Form("handle", "handle", in_handle, (), TITLE),
    Form("email", "email", in_email, (), TITLE),
    Form("link_path", "link", in_link, (), TITLE),
    Form("file_name", "file", in_file_name, (), TITLE),
    Form("ambiguous_word", "ambiguous", _ambiguous, (), ("title", "title", "title", "title", "upper")),
)
BY_NAME = {form.name: form for form in FORMS}


#: How a person who is not on the roll is named; common forms are listed more often.
STRANGERS_FORMS = (
    "first",
    "first",
    "first",
    "full",
    "full",
    "full",
    "full",
    "possessive",
    "surname_first",
    "first_initial",
)


#: Forms in which nobody can tell a name from a word without knowing it.
STRANGERS_HIDDEN_FORMS = ("hashtag", "handle", "link_path", "file_name")
