"""Names that are misspelt, misread by OCR or written in odd characters, and names in tags and addresses."""

from __future__ import annotations

import random
import unicodedata

from benchmarks.names.people import Person, School
from benchmarks.names.stock import fold, plain, spellings
from benchmarks.names.written import LONG, SHARED, Written, first_only, full_name, full_name_ids

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


def spelt_otherwise(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the first name as another family would spell it."""
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


def with_a_typo(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the first name with one typo."""
    if not (len(person.forename) >= LONG and person.forename.isascii() and person.forename.isalpha()) or person.word:
        return None
    for _ in range(20):
        forename = person.forename[0] + mistyped(person.forename.lower(), rng)[1:]
        if fold(forename) not in school.known and fold(forename) != fold(person.forename):
            break
    else:
        return None
    if rng.random() < 0.5 or not person.surname:  # noqa: PLR2004 -- half
        return Written(forename, school.meant(given=person.forename))
    return Written(f"{forename} {person.surname}", full_name_ids(person, school))


def with_accent_dropped(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the name without its accents."""
    name, ids = (
        (person.full, full_name_ids(person, school))
        if rng.random() < 0.5  # noqa: PLR2004 - a toss of a coin
        else (person.forename, school.meant(given=person.forename))
    )
    return Written(plain(name), ids) if plain(name) != name else None


def with_accent_added(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the name with the accent that others forget."""
    if not person.spelling:
        return None
    if rng.random() < 0.5:  # noqa: PLR2004 -- half
        return Written(person.spelling, school.meant(given=person.forename))
    return Written(f"{person.spelling} {person.surname}", full_name_ids(person, school))


def with_decomposed_accents(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the name with accents as characters of their own."""
    written = full_name(person, school, rng) if rng.random() < 0.5 else first_only(person, school, rng)  # noqa: PLR2004 -- half
    name = unicodedata.normalize("NFD", written.name) if written else ""
    return Written(name, written.pupil_ids) if written and name != written.name else None


def with_zero_width(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the name with an invisible character in it."""
    written = full_name(person, school, rng)
    if written is None:
        return None
    place = rng.randrange(1, len(person.forename))
    return Written(written.name[:place] + rng.choice(_INVISIBLE) + written.name[place:], written.pupil_ids)


def in_full_width(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the first name in the wide letters of East Asian fonts."""
    written = first_only(person, school, rng)
    if written is None or not (written.name.isascii() and written.name.isalpha()):
        return None
    return Written("".join(chr(ord(letter) + 0xFEE0) for letter in written.name), written.pupil_ids)


def with_lookalikes(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the name with letters of another alphabet that look alike."""
    written = full_name(person, school, rng)
    if written is None:
        return None
    places = [place for place, letter in enumerate(person.forename) if letter in _LOOKALIKES]
    if not places or len(places) == len(person.forename):
        return None
    letters = list(written.name)
    for place in rng.sample(places, min(len(places), rng.randint(1, 2))):
        letters[place] = _LOOKALIKES[letters[place]]
    return Written("".join(letters), written.pupil_ids)


def misread_by_ocr(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the name as it is read wrongly in a picture."""
    written = full_name(person, school, rng)
    if written is None or len(person.forename) < LONG:
        return None
    places = [place for place, letter in enumerate(written.name) if letter in _OCR_CONFUSIONS]
    if not places:
        return None
    place = rng.choice(places)
    confused = written.name[:place] + _OCR_CONFUSIONS[written.name[place]] + written.name[place + 1 :]
    return Written(confused, written.pupil_ids)


def over_two_lines(person: Person, school: School, _: random.Random) -> Written | None:
    """Write the name with its surname on the next line."""
    return Written(f"{person.forename}\n{person.surname}", full_name_ids(person, school)) if person.surname else None


def _smooth(name: str) -> str:
    """Return a name as tags and addresses have it: without accents, spaces and marks, each part with a capital."""
    parts = plain(name).replace("'", "").replace("-", " ").split()
    return "".join(part[:1].upper() + part[1:] for part in parts)


def in_hashtag(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the name in a hashtag, each word with a capital."""
    before, after = rng.choice(
        (("WellDone", ""), ("Team", ""), ("GoodLuck", ""), ("", ""), ("", "Wins"), ("HappyBirthday", ""), ("", "Rocks"))
    )
    if person.surname and rng.random() < 0.4:  # noqa: PLR2004 -- share of full names
        return Written(
            _smooth(person.forename) + _smooth(person.surname), full_name_ids(person, school), f"#{before}", after
        )
    return Written(_smooth(person.forename), school.meant(given=person.forename), f"#{before}", after)


def in_lower_hashtag(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the name in a hashtag in lower case."""
    written = in_hashtag(person, school, rng)
    return (
        Written(written.name.lower(), written.pupil_ids, written.before.lower(), written.after.lower())
        if written
        else None
    )


def _account(person: Person, school: School, rng: random.Random) -> tuple[str, frozenset[str]] | None:
    if not person.surname:
        return None
    first, last = _smooth(person.forename).lower(), _smooth(person.surname).lower()
    full = full_name_ids(person, school)
    by_initial = school.meant(initial=fold(person.forename)[0], family=person.surname)
    choices = [(first + last, full), (f"{first}.{last}", full), (f"{first}_{last}", full)]
    if person.surname not in SHARED:
        choices.append((f"{first[0]}{last}", by_initial))
    return rng.choice(choices)


def in_handle(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the name of an account."""
    account = _account(person, school, rng)
    return Written(*account, "@", rng.choice(("", "07", "_2014", "x", "_yr5"))) if account else None


def in_email(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the name in an email address."""
    account = _account(person, school, rng)
    return (
        Written(*account, "", rng.choice(("@castlebrook.example", "14@pupils.hillview.example"))) if account else None
    )


def in_link(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the name in an address."""
    if not person.surname:
        return None
    last = plain(person.surname).replace("'", "").replace(" ", "-").lower()
    first = plain(person.forename).lower()
    if rng.random() < 0.6:  # noqa: PLR2004 -- share of full names
        return Written(
            f"{first}-{last}",
            full_name_ids(person, school),
            "https://www.hillview.example/news/2026/",
            rng.choice(("-wins-gold", "", "/photos")),
        )
    return Written(
        first,
        school.meant(given=person.forename),
        "https://hillview.example/blog/well-done-",
        rng.choice(("", ".html", "?utm=fb")),
    )


def in_file_name(person: Person, school: School, rng: random.Random) -> Written | None:
    """Write the name in the name of a file."""
    if not person.surname:
        return None
    first, last = _smooth(person.forename), _smooth(person.surname)
    full, alone = full_name_ids(person, school), school.meant(given=person.forename)
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
