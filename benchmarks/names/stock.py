"""The names of the benchmark, dealt out so that nothing used for tuning is used for measuring.

Every name in ``data/names.toml`` belongs to one half (dev or test) and, within it, either to pupils on the roll or to
people who are not on it.
"""

from __future__ import annotations

import random
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
NO_ORIGIN = frozenset({"single", "adults"})
#: Names that thousands share: alone they say little, so the benchmark only uses them beside another name.
SHARED_SURNAMES = {
    "punjabi": ("Singh", "Kaur"),
    "pakistani": ("Khan", "Ali", "Ahmed", "Hussain"),
    "bangladeshi": ("Begum", "Ahmed", "Ali"),
    "hindi_gujarati": ("Patel",),
    "somali": ("Ali", "Ahmed"),
}
_KEPT_LETTERS = str.maketrans("łŁøØđĐıæÆœŒ", "lLoOdDiaAoO")


class Half(StrEnum):
    """Which half of the names and templates a set of posts is made of."""

    DEV = "dev"
    TEST = "test"


def half_of(seed: int) -> Half:
    """Return the half that a seed draws from: seeds below 1000 are for tuning, the others for measuring."""
    return Half.DEV if seed < 1000 else Half.TEST  # noqa: PLR2004 -- the boundary is this function's whole meaning


def plain(name: str) -> str:
    """Return the name without its accents, letter case kept."""
    letters = unicodedata.normalize("NFKD", name.translate(_KEPT_LETTERS))
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def fold(name: str) -> str:
    """Return the letters of a name alone, without case and accents: equal for two ways to write one name."""
    return "".join(letter for letter in plain(name).casefold() if letter.isalnum())


@dataclass(frozen=True)
class Names:
    """Forenames and surnames of one origin, for one half and one use."""

    forenames: tuple[str, ...]
    surnames: tuple[str, ...]


@dataclass(frozen=True)
class NameWord:
    """A name that is also a word, with sentences in which it is the word."""

    name: str
    is_forename: bool
    half: Half
    sentences: tuple[str, ...]


@cache
def _file(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def words() -> tuple[NameWord, ...]:
    """Return the names that are words."""
    rows = []
    for line in (DATA / "words.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, part, half, sentences = line.split(" | ")
            rows.append(NameWord(name, part == "forename", Half(half), tuple(sentences.split(" || "))))
    return tuple(rows)


@cache
def real_people() -> frozenset[str]:
    """Return the folded full names of people known to be real: nobody here may have one."""
    lines = (DATA / "real_people.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold(line) for line in lines if line and not line.startswith("#"))


@cache
def spellings() -> tuple[tuple[str, ...], ...]:
    """Return the groups of spellings of one name."""
    groups: list[list[str]] = tomllib.loads((DATA / "variants.toml").read_text(encoding="utf-8"))["spellings"]
    return tuple(tuple(group) for group in groups)


@cache
def short_forms() -> dict[str, str]:
    """Return the short form that everybody uses, by forename."""
    return dict(_file("variants.toml")["short_forms"])


@cache
def pet_names() -> tuple[str, ...]:
    """Return nicknames that only a pupil's row on the consent list can tell."""
    return tuple(_file("variants.toml")["pet_names"]["names"].split())


@cache
def accents() -> dict[str, str]:
    """Return spellings with accents by those without."""
    return dict(_file("variants.toml")["accents"])


@cache
def things(half: Half) -> dict[str, tuple[str, ...]]:
    """Return what fills the other slots of templates: authors, houses, places, subjects and so on, by kind."""
    return {kind: tuple(values[half].split("|")) for kind, values in _file("people.toml").items()}


@cache
def origins() -> tuple[str, ...]:
    """Return the origins of names, in the order of the file."""
    return tuple(origin for origin in _file("names.toml") if origin not in NO_ORIGIN)


@cache
def _dealt() -> dict[tuple[str, Half, bool], Names]:
    """Deal every list out to halves and uses; a name that two origins share stays where it was dealt first."""
    place: dict[str, tuple[Half, bool]] = {fold(word.name): (word.half, True) for word in words()}
    for shared in SHARED_SURNAMES.values():
        place.update({fold(name): (Half.DEV, True) for name in shared})
    dealt: dict[tuple[str, Half, bool], Names] = {}
    hands = tuple((half, on_roll) for on_roll in (True, True, False) for half in Half)
    for origin, lists in _file("names.toml").items():
        piles: dict[tuple[Half, bool], dict[str, list[str]]] = {
            hand: {"forenames": [], "surnames": []} for hand in hands
        }
        for part, pile in ((part, lists[part].split()) for part in ("forenames", "surnames")):
            random.Random(f"{origin} {part}").shuffle(pile)
            fresh = 0
            for name in pile:
                key = fold(name)
                if key not in place:
                    place[key] = hands[fresh % len(hands)]
                    fresh += 1
                piles[place[key]][part].append(name.replace("_", " "))
        for (half, on_roll), parts in piles.items():
            dealt[origin, half, on_roll] = Names(tuple(parts["forenames"]), tuple(parts["surnames"]))
    return dealt


def names(origin: str, half: Half, *, on_roll: bool) -> Names:
    """Return the names of an origin for one half, for pupils on the roll or for people who are not on it."""
    return _dealt()[origin, half, on_roll]
