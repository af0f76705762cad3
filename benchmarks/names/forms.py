"""How people write pupils' names: each form turns a pupil into words of a post, and says who may be meant by them."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.names.people import Person, School
from benchmarks.names.stock import SHARED_SURNAMES, fold, plain, short_forms, spellings

_SHARED = frozenset(name for names in SHARED_SURNAMES.values() for name in names)
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_CYRILLIC = (
    "\u0430\u0435\u043e\u0440\u0441\u0445\u0456\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425"
)
_LOOKALIKES = dict(zip("aeopcxiABEKMHOPCTX", _CYRILLIC, strict=True))
_OCR_CONFUSIONS = {
    "o": "0",
    "l": "1",
    "i": "l",
    "m": "rn",
    "e": "c",
    "O": "0",
    "I": "1",
    "S": "5",
    "B": "8",
    "n": "ri",
    "t": "f",
}
_NEXT_KEYS = dict(zip("abcdefghijklmnopqrstuvwxyz", "svxfrghjoklknmpowtdyibecux", strict=True))
_LONG = 6  # letters that a name needs to be recognisable with a typo in it
_PARTICLES = ("al-", "el-", "bin ", "abu ", "da ", "dos ")


@dataclass(frozen=True)
class Written:
    """A name as a post has it.

    ``before`` and ``after`` belong to the same word but not to the name: ``#WellDone``, ``_y4.jpg``.
    """

    name: str
    pupil_ids: frozenset[str]
    before: str = ""
    after: str = ""


Writer = Callable[[Person, School, random.Random], Written | None]
"""Returns None for a pupil whose name cannot be written so."""


@dataclass(frozen=True)
class Form:
    """A way to write a name."""

    name: str
    section: str
    """The section of the templates with a slot for it."""
    write: Writer
    kinds: tuple[str, ...] = ()
    """The kinds of post that it belongs in; empty for all of the section."""
    cases: tuple[str, ...] = ("title", "title", "title", "upper", "lower")
    """Letter cases to draw from."""


_TITLE = ("title",)
_TITLE_UPPER = ("title", "title", "title", "upper")


def _full_ids(person: Person, school: School) -> frozenset[str]:
    return (
        school.meant(given=person.forename, family=person.surname)
        if person.surname
        else school.meant(given=person.forename)
    )


def _first(person: Person, school: School, _: random.Random) -> Written | None:
    return Written(person.forename, school.meant(given=person.forename))


def _full(person: Person, school: School, _: random.Random) -> Written | None:
    return Written(person.full, _full_ids(person, school)) if person.surname else None


def _surname(person: Person, school: School, _: random.Random) -> Written | None:
    alone = person.surname and person.surname not in _SHARED and not person.word
    return Written(person.surname, school.meant(family=person.surname)) if alone else None


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
        pattern.format(s=person.surname, S=person.surname.upper(), f=person.forename), _full_ids(person, school)
    )


def _middle_full(person: Person, school: School, _: random.Random) -> Written | None:
    return (
        Written(f"{person.forename} {person.middle} {person.surname}", _full_ids(person, school))
        if person.middle
        else None
    )


def _middle_initial(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.middle:
        return None
    dot = rng.choice((".", ""))
    return Written(f"{person.forename} {person.middle[0]}{dot} {person.surname}", _full_ids(person, school))


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
    if not person.surname or person.surname in _SHARED:
        return None
    ids = school.meant(initial=fold(person.forename)[0], family=person.surname)
    return Written(f"{person.forename[0]}{rng.choice(('. ', '. ', ' ', '.'))}{person.surname}", ids)


def _initials_surname(person: Person, school: School, _: random.Random) -> Written | None:
    if not person.middle or person.surname in _SHARED:
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
    return Written(f"{short} {person.surname}", _full_ids(person, school))


def _former(person: Person, school: School, _: random.Random) -> Written | None:
    if not person.former:
        return None
    return Written(
        person.former,
        frozenset({person.id}) | school.meant(given=person.forename, family=person.former.split(" ", 1)[1]),
    )


def _hyphenated(person: Person) -> str:
    """Return what has a hyphen between two names: the full name, the forename, or neither."""
    if "-" in person.surname and not person.surname.lower().startswith(_PARTICLES):
        return person.full
    return person.forename if "-" in person.forename else ""


def _rejoined(joint: str) -> Writer:
    def write(person: Person, school: School, _: random.Random) -> Written | None:
        name = _hyphenated(person)
        ids = _full_ids(person, school) if " " in name else school.meant(given=person.forename)
        return Written(name.replace("-", joint), ids) if name else None

    return write


def _half_surname(person: Person, school: School, rng: random.Random) -> Written | None:
    if "-" not in person.surname or person.surname.lower().startswith(_PARTICLES):
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
    return Written(f"{person.forename} {written}", _full_ids(person, school))


def _apostrophe(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.surname.startswith("O'"):
        return None
    surname = person.surname.replace("'", rng.choice(("\u2019", "", " ", "\u2018", "`", "' ")))
    return Written(f"{person.forename} {surname}", _full_ids(person, school))


def _particle(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.surname.lower().startswith(_PARTICLES):
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
    return Written(f"{person.forename} {written}", _full_ids(person, school))


def _mononym(person: Person, school: School, _: random.Random) -> Written | None:
    return None if person.surname else Written(person.forename, school.meant(given=person.forename))


def _variant(person: Person, school: School, rng: random.Random) -> Written | None:
    group = next((group for group in spellings() if person.forename in group), ())
    others = [name for name in group if not school.meant(given=name)]
    if not others:
        return None
    other = rng.choice(others)
    if rng.random() < 0.5:  # noqa: PLR2004 -- half
        return Written(other, frozenset[str]().union(*(school.meant(given=name) for name in group)))
    return Written(
        f"{other} {person.surname}",
        frozenset[str]().union(*(school.meant(given=name, family=person.surname) for name in group)),
    )


def mistyped(name: str, rng: random.Random) -> str:
    """Return the name with a typo after its first letter: letters swapped, or one lost, doubled or mishit."""
    place = rng.randrange(1, len(name) - 1)
    here, following = name[place], name[place + 1]
    kind = rng.randrange(4)
    if kind == 0 and here != following:
        return name[:place] + following + here + name[place + 2 :]
    if kind == 1:
        return name[:place] + name[place + 1 :]
    if kind == 2:  # noqa: PLR2004 -- the third of four kinds
        return name[:place] + here + name[place:]
    return name[:place] + _NEXT_KEYS[here] + name[place + 1 :]


def _typo(person: Person, school: School, rng: random.Random) -> Written | None:
    if not (len(person.forename) >= _LONG and person.forename.isascii() and person.forename.isalpha()) or person.word:
        return None
    for _ in range(20):
        forename = person.forename[0] + mistyped(person.forename.lower(), rng)[1:]
        if fold(forename) not in school.known and fold(forename) != fold(person.forename):
            break
    else:
        return None
    if rng.random() < 0.5 or not person.surname:  # noqa: PLR2004 -- half
        return Written(forename, school.meant(given=person.forename))
    return Written(f"{forename} {person.surname}", _full_ids(person, school))


def _accent_dropped(person: Person, school: School, rng: random.Random) -> Written | None:
    name, ids = (
        (person.full, _full_ids(person, school))
        if rng.random() < 0.5  # noqa: PLR2004 - a toss of a coin
        else (person.forename, school.meant(given=person.forename))
    )
    return Written(plain(name), ids) if plain(name) != name else None


def _accent_added(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.spelling:
        return None
    if rng.random() < 0.5:  # noqa: PLR2004 -- half
        return Written(person.spelling, school.meant(given=person.forename))
    return Written(f"{person.spelling} {person.surname}", _full_ids(person, school))


def _decomposed(person: Person, school: School, rng: random.Random) -> Written | None:
    written = _full(person, school, rng) if rng.random() < 0.5 else _first(person, school, rng)  # noqa: PLR2004 -- half
    name = unicodedata.normalize("NFD", written.name) if written else ""
    return Written(name, written.pupil_ids) if written and name != written.name else None


def _zero_width(person: Person, school: School, rng: random.Random) -> Written | None:
    written = _full(person, school, rng)
    if written is None:
        return None
    place = rng.randrange(1, len(person.forename))
    return Written(written.name[:place] + rng.choice(_INVISIBLE) + written.name[place:], written.pupil_ids)


def _full_width(person: Person, school: School, rng: random.Random) -> Written | None:
    written = _first(person, school, rng)
    if written is None or not (written.name.isascii() and written.name.isalpha()):
        return None
    return Written("".join(chr(ord(letter) + 0xFEE0) for letter in written.name), written.pupil_ids)


def _lookalike(person: Person, school: School, rng: random.Random) -> Written | None:
    written = _full(person, school, rng)
    if written is None:
        return None
    places = [place for place, letter in enumerate(person.forename) if letter in _LOOKALIKES]
    if not places or len(places) == len(person.forename):
        return None
    letters = list(written.name)
    for place in rng.sample(places, min(len(places), rng.randint(1, 2))):
        letters[place] = _LOOKALIKES[letters[place]]
    return Written("".join(letters), written.pupil_ids)


def _ocr_confusion(person: Person, school: School, rng: random.Random) -> Written | None:
    written = _full(person, school, rng)
    if written is None or len(person.forename) < _LONG:
        return None
    places = [place for place, letter in enumerate(written.name) if letter in _OCR_CONFUSIONS]
    if not places:
        return None
    place = rng.choice(places)
    confused = written.name[:place] + _OCR_CONFUSIONS[written.name[place]] + written.name[place + 1 :]
    return Written(confused, written.pupil_ids)


def _line_break(person: Person, school: School, _: random.Random) -> Written | None:
    return Written(f"{person.forename}\n{person.surname}", _full_ids(person, school)) if person.surname else None


def _smooth(name: str) -> str:
    """Return a name as tags and addresses have it: without accents, spaces and marks, each part with a capital."""
    parts = plain(name).replace("'", "").replace("-", " ").split()
    return "".join(part[:1].upper() + part[1:] for part in parts)


def _hashtag(person: Person, school: School, rng: random.Random) -> Written | None:
    before, after = rng.choice(
        (("WellDone", ""), ("Team", ""), ("GoodLuck", ""), ("", ""), ("", "Wins"), ("HappyBirthday", ""), ("", "Rocks"))
    )
    if person.surname and rng.random() < 0.4:  # noqa: PLR2004 -- share of full names
        return Written(
            _smooth(person.forename) + _smooth(person.surname), _full_ids(person, school), f"#{before}", after
        )
    return Written(_smooth(person.forename), school.meant(given=person.forename), f"#{before}", after)


def _hashtag_lower(person: Person, school: School, rng: random.Random) -> Written | None:
    written = _hashtag(person, school, rng)
    return (
        Written(written.name.lower(), written.pupil_ids, written.before.lower(), written.after.lower())
        if written
        else None
    )


def _account(person: Person, school: School, rng: random.Random) -> tuple[str, frozenset[str]] | None:
    if not person.surname:
        return None
    first, last = _smooth(person.forename).lower(), _smooth(person.surname).lower()
    full = _full_ids(person, school)
    by_initial = school.meant(initial=fold(person.forename)[0], family=person.surname)
    choices = [(first + last, full), (f"{first}.{last}", full), (f"{first}_{last}", full)]
    if person.surname not in _SHARED:
        choices.append((f"{first[0]}{last}", by_initial))
    return rng.choice(choices)


def _handle(person: Person, school: School, rng: random.Random) -> Written | None:
    account = _account(person, school, rng)
    return Written(*account, "@", rng.choice(("", "07", "_2014", "x", "_yr5"))) if account else None


def _email(person: Person, school: School, rng: random.Random) -> Written | None:
    account = _account(person, school, rng)
    return (
        Written(*account, "", rng.choice(("@castlebrook.example", "14@pupils.hillview.example"))) if account else None
    )


def _link(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.surname:
        return None
    last = plain(person.surname).replace("'", "").replace(" ", "-").lower()
    first = plain(person.forename).lower()
    if rng.random() < 0.6:  # noqa: PLR2004 -- share of full names
        return Written(
            f"{first}-{last}",
            _full_ids(person, school),
            "https://www.hillview.example/news/2026/",
            rng.choice(("-wins-gold", "", "/photos")),
        )
    return Written(
        first,
        school.meant(given=person.forename),
        "https://hillview.example/blog/well-done-",
        rng.choice(("", ".html", "?utm=fb")),
    )


def _file_name(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.surname:
        return None
    first, last = _smooth(person.forename), _smooth(person.surname)
    full, alone = _full_ids(person, school), school.meant(given=person.forename)
    return rng.choice(
        (
            Written(f"{first}_{last}".lower(), full, "", "_y4.jpg"),
            Written(f"{first}{last}", full, "", ".png"),
            Written(f"{first}-{last}".lower(), full, "certificate-", "-2026.pdf"),
            Written(f"{person.surname}, {person.forename}", full, "", ".docx"),
            Written(f"{person.forename} {person.surname}", full, "photo of ", " (2).jpeg"),
            Written(first.lower(), alone, "IMG_2034_", ".heic"),
            Written(first, alone, "", "SportsDay01.jpg"),
        )
    )


def _ambiguous(person: Person, school: School, rng: random.Random) -> Written | None:
    if not person.word:
        return None
    if person.word == person.forename and rng.random() < 0.7:  # noqa: PLR2004 -- share of first names alone
        return _first(person, school, rng)
    return _full(person, school, rng)


FORMS: tuple[Form, ...] = (
    Form("first", "prose", _first),
    Form("full", "prose", _full),
    Form("surname", "prose", _surname, ("sports", "list"), _TITLE_UPPER),
    Form("surname_first", "surname_first", _surname_first),
    Form("preferred", "prose", _preferred),
    Form("middle_full", "prose", _middle_full),
    Form("middle_initial", "prose", _middle_initial, (), _TITLE_UPPER),
    Form("forename_middle", "prose", _forename_middle),
    Form("middle_alone", "prose", _middle_alone, (), _TITLE),
    Form("first_initial", "prose", _first_initial, (), _TITLE_UPPER),
    Form("initial_surname", "prose", _initial_surname, ("sports", "list", "caption", "certificate"), _TITLE_UPPER),
    Form("initials_surname", "prose", _initials_surname, ("sports", "list", "caption", "certificate"), _TITLE_UPPER),
    Form("nickname", "prose", _nickname, (), _TITLE_UPPER),
    Form("short_form", "prose", _short_form),
    Form("former_name", "prose", _former),
    Form("possessive", "possessive", _first),
    Form("plural", "plural", _first),
    Form("hyphen_space", "prose", _rejoined(" ")),
    Form("hyphen_nothing", "prose", _rejoined("")),
    Form("hyphen_dash", "prose", _rejoined("\u2011"), (), _TITLE_UPPER),
    Form("half_surname", "prose", _half_surname),
    Form("mc_mac", "prose", _mac),
    Form("o_apostrophe", "prose", _apostrophe),
    Form("al_bin_da", "prose", _particle),
    Form("mononym", "prose", _mononym),
    Form("variant", "prose", _variant),
    Form("one_slip", "prose", _typo),
    Form("accent_dropped", "prose", _accent_dropped),
    Form("accent_added", "prose", _accent_added),
    Form("nfd", "prose", _decomposed),
    Form("zero_width", "prose", _zero_width),
    Form("full_width", "prose", _full_width, (), _TITLE),
    Form("lookalike", "prose", _lookalike, (), _TITLE),
    Form("ocr_misread", "prose", _ocr_confusion, ("certificate",), _TITLE),
    Form("line_break", "prose", _line_break, ("certificate",), _TITLE_UPPER),
    Form("hashtag", "hashtag", _hashtag, (), _TITLE),
    Form("hashtag_lower", "hashtag", _hashtag_lower, (), _TITLE),
    Form("handle", "handle", _handle, (), _TITLE),
    Form("email", "email", _email, (), _TITLE),
    Form("link_path", "link", _link, (), _TITLE),
    Form("file_name", "file", _file_name, (), _TITLE),
    Form("ambiguous_word", "ambiguous", _ambiguous, (), ("title", "title", "title", "title", "upper")),
)
BY_NAME = {form.name: form for form in FORMS}
#: How people who are not on the roll are named; commoner forms stand here more often.
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
