"""Names of many origins, kept apart for training and for evaluation."""

from __future__ import annotations

import hashlib
import random
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from anyascii import anyascii
from faker import Faker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

Part = Literal["train", "heldout"]

# Faker's locales whose names add to those of data/names.toml, by origin.
_FAKER_LOCALES = {
    "english": ("en_GB", "en_US"),
    "irish": ("ga_IE",),
    "indian": ("en_IN", "hi_IN", "gu_IN"),
    "polish": ("pl_PL",),
    "romanian": ("ro_RO",),
    "turkish": ("tr_TR",),
    "portuguese": ("pt_PT", "pt_BR"),
    "spanish": ("es_ES", "es_CO"),
    "french": ("fr_FR",),
    "italian": ("it_IT",),
    "nigerian": ("yo_NG",),
    "ghanaian": ("tw_GH",),
    "southernafrican": ("zu_ZA",),
    "baltic": ("lt_LT", "lv_LV", "et_EE"),
    "ukrainian_russian": ("uk_UA", "ru_RU"),
    "balkan_greek": ("el_GR", "bg_BG", "hr_HR", "sl_SI"),
    "chinese": ("zh_CN",),
    "vietnamese": ("vi_VN",),
    "filipino": ("fil_PH",),
    "nepali": ("ne_NP",),
    "germanic": ("de_DE", "nl_NL", "sv_SE", "da_DK"),
    "centraleuropean": ("hu_HU", "cs_CZ", "sk_SK"),
    "azeri_georgian": ("az_AZ", "ka_GE"),
}
_FAMILY_FIRST = frozenset({"chinese", "vietnamese", "korean_japanese"})
_HELD_OUT_IN = 5  # every fifth name, by its hash, is never seen in training
_ENGLISH_SHARE = 0.2
# Origins that earlier models missed most often, drawn twice as often in training.
_HARD = ("vietnamese", "ghanaian", "eastafrican", "nepali", "indian", "chinese")
_INVENTED_SHARE = 0.04
_WORD_SHARE = 0.07
_MIXED_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Origin:
    """Forenames and surnames that go together."""

    name: str
    forenames: tuple[str, ...]
    surnames: tuple[str, ...]


def load_origins(path: Path, part: Part) -> tuple[Origin, ...]:
    """Read the lists of names and keep those of one part.

    Parameters
    ----------
    path:
        `names.toml`, a table of space-separated lists by origin.
    part:
        whether names for training or those held out are wanted.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    forenames: dict[str, set[str]] = defaultdict(set)
    surnames: dict[str, set[str]] = defaultdict(set)
    for origin, lists in raw.items():
        forenames[origin].update(n.replace("\xa0", " ") for n in lists["forenames"].split(" "))
        surnames[origin].update(n.replace("\xa0", " ") for n in lists["surnames"].split(" "))
    for origin, locales in _FAKER_LOCALES.items():
        for locale in locales:
            given, family = _faker_names(locale)
            forenames[origin].update(given)
            surnames[origin].update(family)
    return tuple(
        Origin(
            origin,
            tuple(sorted(n for n in forenames[origin] if _part_of(n) == part)),
            tuple(sorted(n for n in surnames[origin] if _part_of(n) == part)),
        )
        for origin in sorted(forenames)
    )


def _part_of(name: str) -> Part:
    folded = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if c.isalpha())
    digest = hashlib.sha256(folded.encode()).digest()
    return "heldout" if digest[0] % _HELD_OUT_IN == 0 else "train"


def _faker_names(locale: str) -> tuple[set[str], set[str]]:
    provider = next(p for p in Faker(locale).get_providers() if hasattr(p, "first_names"))
    given: set[str] = set()
    family: set[str] = set()
    for attribute, target in (
        ("first_names", given),
        ("first_names_female", given),
        ("first_names_male", given),
        ("last_names", family),
        ("last_names_female", family),
    ):
        target.update(_latin(name) for name in getattr(provider, attribute, ()))
    return _usable(given), _usable(family)


def _latin(name: str) -> str:
    """Transliterate a name that is not written in Latin letters, else leave it alone."""
    if all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha()):
        return name
    return str(anyascii(name)).replace("'", "").title()


def _usable(names: Iterable[str]) -> set[str]:
    return {n for n in names if len(n) > 1 and n[0].isalpha() and "." not in n}


def make_namer(folder: Path, part: Part, rng: random.Random) -> Namer:
    """Make a source of names from the lists in a folder."""
    words = (folder / "word_names.txt").read_text(encoding="utf-8").split()
    return Namer(load_origins(folder / "names.toml", part), words, rng, _HARD if part == "train" else ())


class Namer:
    """Draws names of many origins and puts them into their usual forms."""

    def __init__(
        self, origins: Sequence[Origin], words: Sequence[str], rng: random.Random, hard: Sequence[str] = ()
    ) -> None:
        """Prepare to draw.

        Parameters
        ----------
        origins:
            The lists to draw from.
        words:
            Forenames that are words, months or places too. They are in both parts: what is hard about them is not that
            they are unknown.
        rng:
            Source of chance; the same seed gives the same names.
        hard:
            Origins to draw twice as often as others.
        """
        self._words = words
        self._origins = {origin.name: origin for origin in origins if origin.forenames}
        self._others = [name for name in self._origins if name != "english"] + [
            name for name in hard if name in self._origins
        ]
        self._rng = rng
        self._chain = _Chain([n for o in origins for n in o.forenames])
        self.fixed: str | None = None

    def origin(self) -> Origin:
        """Draw an origin; English ones more often, or the one that is fixed."""
        if self.fixed:
            return self._origins[self.fixed]
        if self._rng.random() < _ENGLISH_SHARE:
            return self._origins["english"]
        return self._origins[self._rng.choice(self._others)]

    def forename(self, origin: Origin | None = None) -> str:
        """Draw a forename, now and then an invented one."""
        if not self.fixed:
            draw = self._rng.random()
            if draw < _INVENTED_SHARE:
                return self._chain.draw(self._rng)
            if draw < _INVENTED_SHARE + _WORD_SHARE:
                return self._rng.choice(self._words)
        return self._rng.choice((origin or self.origin()).forenames)

    def surname(self, origin: Origin | None = None) -> str:
        """Draw a surname, now and then a double-barrelled one."""
        chosen = origin or self.origin()
        if not chosen.surnames:
            chosen = self._origins["english"]
        name = self._rng.choice(chosen.surnames)
        if self._rng.random() < 0.06:  # noqa: PLR2004
            other = self._rng.choice(self.origin().surnames or chosen.surnames)
            return f"{name}-{other}"
        return name

    def full(self) -> str:
        """Draw a full name in one of the forms that lists and captions use."""
        rng = self._rng
        origin = self.origin()
        family_origin = origin
        if not self.fixed and rng.random() < _MIXED_SHARE:
            family_origin = self.origin()
        first, last = self.forename(origin), self.surname(family_origin)
        draw = rng.random()
        if origin.name in _FAMILY_FIRST and draw < 0.4:  # noqa: PLR2004
            return f"{last} {first}"
        forms: tuple[tuple[float, Callable[[], str]], ...] = (
            (0.74, lambda: f"{first} {last}"),
            (0.82, lambda: f"{first} {self.forename(origin)} {last}"),
            (0.86, lambda: f"{first}-{self.forename(origin)} {last}"),
            (0.90, lambda: f"{first} {last} {self.surname(origin)}"),
            (0.93, lambda: f"{first} {rng.choice('ABCDEFGHJKLMNPRSTW')}. {last}"),
            (0.96, lambda: f"{first} {self.forename(origin)}"),
            (0.97, lambda: f"{first} '{self.forename(origin)[:4].strip()}' {last}"),
        )
        for limit, make in forms:
            if draw < limit:
                return make()
        return f"{first} {last}"

    def initial(self) -> str:
        """Draw a forename with the surname's initial, as peg labels have it."""
        origin = self.origin()
        return f"{self.forename(origin)} {self.surname(origin)[0].upper()}"

    def short(self) -> str:
        """Draw a surname with one or two initials before it."""
        origin = self.origin()
        first = self.forename(origin)[0].upper()
        pattern = self._rng.choice(("{a}. {s}", "{a} {s}", "{a}.{b}. {s}", "{a}.{s}"))
        second = self._rng.choice("ABCDEFGHJKLMNPRSTW")
        return pattern.format(a=first, b=second, s=self.surname(origin))

    def roll(self) -> str:
        """Draw a name as a register has it, surname first."""
        origin = self.origin()
        return f"{self.surname(origin)}, {self.forename(origin)}"


class _Chain:
    """Letters that follow letters in known names: makes names that nobody has."""

    def __init__(self, names: Iterable[str]) -> None:
        self._next: dict[str, list[str]] = defaultdict(list)
        for name in names:
            padded = f"^^{name.casefold()}$"
            for i in range(2, len(padded)):
                self._next[padded[i - 2 : i]].append(padded[i])

    def draw(self, rng: random.Random) -> str:
        shortest, longest = 3, 12
        while True:
            name = "^^"
            while not name.endswith("$") and len(name) < longest:
                name += rng.choice(self._next[name[-2:]])
            name = name.strip("^$")
            if len(name) >= shortest and name.isalpha():
                return name.capitalize()
