"""Makes invented school posts from templates, with every person's name marked.

A template is a line of text with slots in braces. Slots that stand for a person's name are marked in the result; all
others are filled from `slots.toml` and name nobody. No post tells of a real child.
"""

from __future__ import annotations

import argparse
import random
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from faker import Faker

from names_model.augment import Tagged, augment
from names_model.names import Part, load_origins, make_namer
from names_model.records import ADULT, CHILD, FIGURE, UNKNOWN_ROLE, Record, write_records

if TYPE_CHECKING:
    from collections.abc import Callable

# Words of these languages stand in posts that name nobody, English ones more often than others.
_LANGUAGES = ("en_US",) * 8 + (
    "fr_FR",
    "pl_PL",
    "de_DE",
    "es_ES",
    "nl_NL",
    "cs_CZ",
    "da_DK",
    "tl_PH",
    "vi_VN",
    "lt_LT",
    "la",
    "pt_BR",
    "it_IT",
)
_CITIES = (
    "en_GB",
    "en_US",
    "en_IN",
    "pl_PL",
    "ro_RO",
    "tr_TR",
    "pt_PT",
    "de_DE",
    "fr_FR",
    "it_IT",
    "nl_NL",
    "cs_CZ",
    "hu_HU",
    "fil_PH",
    "es_ES",
)
# {slot} is filled; [a name written out] is a person, slots inside included; <a name> counts neither way.
_SLOT = re.compile(r"\{([a-z_]+)\}|\[([^\]\[]+)\]|<(\w[^<>]*)>")
# What in a template tells a name's role. Where nothing does, as in "Thank you {first}", the role stays unknown and is
# not trained on.
_ADULT_BEFORE = re.compile(
    r"(?:\{(?:teacher|title|role)\}|\b(?:Mr|Mrs|Miss|Ms|Mx|Dr|Rev|Coach|Governor|[Aa]uthor|[Hh]ead ?teacher|Signed"
    r"|Grandad|Nan|PC|Cllr))[.:]? $"
)
_ADULT_AFTER = re.compile(r",?\s(?:\{role\}|Headteacher|Coach)")
_CHILD_AFTER = re.compile(r",? (?:in |from |of |\()?\{(?:class|house)\}")
_CHILD_POST = re.compile(r"\{(?:award|reason|age)\}")
_CHILD_SLOTS = frozenset({"firsts", "wall", "sur_list", "roll", "initial"})
_DATA = Path(__file__).parent.parent / "data"
_LIST_LENGTHS = (2, 2, 2, 3, 3, 3, 4, 5, 6, 8)
_WALL_LENGTHS = (4, 6, 8, 10, 12, 16, 20, 26)


class Writer:
    """Writes invented posts; the same seed gives the same posts."""

    def __init__(self, part: Part, seed: int) -> None:
        """Load the templates and names of one part.

        Parameters
        ----------
        part:
            `train` or `heldout`; the two share neither templates nor names.
        seed:
            of all chance in the posts.
        """
        self._rng = random.Random(seed)
        self.namer = make_namer(_DATA, part, self._rng)
        self._slots: dict[str, list[str]] = {}
        files = ["slots.toml", "more_slots.toml"]
        if part == "heldout":
            files.append("heldout_slots.toml")
        for file in files:
            self._slots.update(tomllib.loads((_DATA / file).read_text(encoding="utf-8")))
        prefix = "" if part == "train" else "heldout_"
        self._persons = _lines(f"{prefix}person_sentences.txt")
        self._blocks = _lines(f"{prefix}person_blocks.txt")
        self._plain = _lines(f"{prefix}plain_sentences.txt")
        self._makers: dict[str, Callable[[], str]] = {
            "full": self.namer.full,
            "lowfull": lambda: self.namer.full().lower(),
            "first": self.namer.forename,
            "lowfirst": lambda: self.namer.forename().lower(),
            "initial": self.namer.initial,
            "short": self.namer.short,
            "roll": self.namer.roll,
            "sur": self.namer.surname,
            "any": self._any,
        }
        # Names that are not a person's here, but a school's, house's, class's, firm's, street's or book's; and words of
        # other languages.
        self._others: dict[str, Callable[[], str]] = {
            "o_first": self.namer.forename,
            "o_sur": self.namer.surname,
            "o_full": lambda: f"{self.namer.forename()} {self.namer.surname()}",
            "o_city": lambda: str(self._rng.choice(self._places).city()),
            "o_country": lambda: str(self._places[0].country()),
            "o_street": lambda: str(self._places[0].street_name()),
            "o_company": self._company,
            "foreign": self._foreign,
        }
        self._lorem = [Faker(locale) for locale in _LANGUAGES]
        self._places = [Faker(locale) for locale in _CITIES]
        for faker in (*self._lorem, *self._places):
            faker.seed_instance(seed)

    def post(self, *, with_person: bool, noise: bool) -> Tagged:
        """Write one post.

        Parameters
        ----------
        with_person:
            whether it names anybody.
        noise:
            whether letter case, accents and spelling may be spoilt, as in pictures.
        """
        rng = self._rng
        out = Tagged()
        if not with_person:
            count = rng.choice((1, 1, 1, 2, 2, 3, 4, 6))
            for i in range(count):
                if count > 2 and rng.random() < 0.3:  # noqa: PLR2004
                    self._fill("{heading}\n", out)
                self._fill("{foreign}" if rng.random() < 0.06 else rng.choice(self._plain), out)  # noqa: PLR2004
                if i + 1 < count:
                    out.add(rng.choice((" ", " ", "\n", "\n\n", " {} ".format(rng.choice("•|\u2013-")))))
        elif rng.random() < 0.34:  # noqa: PLR2004
            self._fill(rng.choice(self._blocks), out)
        else:
            parts = ["{person}"] * rng.choice((1, 1, 1, 2, 3))
            for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 3))):
                parts.insert(rng.randrange(len(parts) + 1), "{plain}")
            for i, part in enumerate(parts):
                if i:
                    out.add(rng.choice((" ", " ", " ", "\n", "\n\n")))
                self._fill(part, out)
        if rng.random() < 0.15:  # noqa: PLR2004
            self._fill(
                rng.choice(
                    (" {hashtag}", " {hashtag} {hashtag}", "\n\n{hashtag} {hashtag} {hashtag}", " {emoji}", " {handle}")
                ),
                out,
            )
        return augment(out, rng) if noise else out

    def _fill(self, template: str, out: Tagged) -> None:
        """Write a template with its slots filled to the end of a text."""
        template = template.replace("\\n", "\n").replace("\\t", "\t")
        position = 0
        for slot in _SLOT.finditer(template):
            out.add(template[position : slot.start()])
            role = _role(template, slot)
            if slot[2]:
                name = Tagged()
                self._fill(slot[2], name)
                out.person(name.text, role)
            elif slot[3]:
                out.ignored(slot[3])
            else:
                self._slot(slot[1], out, role)
            position = slot.end()
        out.add(template[position:])

    def _slot(self, name: str, out: Tagged, role: str) -> None:
        if name in self._makers:
            out.person(self._makers[name](), role)
        elif name in self._others:
            out.add(self._others[name]())
        elif name == "firsts":
            self._list(out, self._rng.choice((self.namer.forename, self.namer.forename, self._any)), role)
        elif name == "fulls":
            self._list(out, self.namer.full, role)
        elif name == "sur_list":
            self._list(out, self.namer.surname, role)
        elif name == "wall":
            self._wall(out, role)
        elif name == "hashname":
            hashed = self._rng.choice((self.namer.full, self.namer.forename))()
            out.hashtag(re.sub(r"\W", "", hashed), role)
        elif name in {"person", "plain"}:
            self._fill(self._rng.choice(self._persons if name == "person" else self._plain), out)
        else:
            value = self._rng.choice(self._slots[name])
            if value.startswith("@") and name == "famous":
                out.person(value[1:], FIGURE)
            else:
                self._fill(value, out)

    def _company(self) -> str:
        """Name a firm after persons, with the word that tells it from them."""
        name = str(self._rng.choice(self._places[:2]).company())
        return name if name.rsplit(maxsplit=1)[-1] in {"Ltd", "PLC", "Group", "Inc", "LLC"} else f"{name} Ltd"

    def _foreign(self) -> str:
        """Give words of another language, now and then as a heading or all small."""
        text: str = self._rng.choice(self._lorem).sentence(nb_words=self._rng.choice((2, 3, 5, 8)))
        return self._rng.choice((str, str, str.lower, str.title, str.upper))(text)

    def _any(self) -> str:
        draw = self._rng.random()
        forms = (
            (0.50, self.namer.full),
            (0.80, self.namer.forename),
            (0.89, self.namer.initial),
            (0.92, self.namer.short),
            (0.94, self.namer.roll),
        )
        for limit, make in forms:
            if draw < limit:
                return make()
        return f"{self.namer.forename()} {self.namer.surname()}"

    def _list(self, out: Tagged, make: Callable[[], str], role: str) -> None:
        names = [make() for _ in range(self._rng.choice(_LIST_LENGTHS))]
        last = self._rng.choice((" and ", " and ", " & ", ", and ", ", ", " a "))
        comma = self._rng.choice((", ", ", ", ", ", ",", " / ", "; "))
        for i, name in enumerate(names):
            if i:
                out.add(last if i + 1 == len(names) else comma)
            out.person(name, role)

    def _wall(self, out: Tagged, role: str) -> None:
        make = self._rng.choice(
            (self.namer.forename, self.namer.full, self.namer.initial, self.namer.roll, self.namer.forename),
        )
        gap = self._rng.choice(("\n", "\n", "\n", "  ", " ", " • ", "\t", " | ", " ⭐ "))
        if gap == " " and make == self.namer.full:
            gap = "\n"
        for i in range(self._rng.choice(_WALL_LENGTHS)):
            if i:
                out.add(gap)
            out.person(make(), role)


def _role(template: str, slot: re.Match[str]) -> str:
    """Tell the role of the name in a slot from what stands around it."""
    if _ADULT_BEFORE.search(template, 0, slot.start()) or _ADULT_AFTER.match(template, slot.end()):
        return ADULT
    if slot[1] in _CHILD_SLOTS or _CHILD_AFTER.match(template, slot.end()) or _CHILD_POST.search(template):
        return CHILD
    return UNKNOWN_ROLE


def _lines(name: str) -> list[str]:
    path = _DATA / name
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write_posts(part: Part, count: int, person_share: float, seed: int) -> list[Record]:
    """Write many posts.

    Parameters
    ----------
    part:
        whose templates and names are used.
    count:
        how many posts.
    person_share:
        which share of them names somebody, 0 to 1.
    seed:
        of all chance.
    """
    writer = Writer(part, seed)
    chance = random.Random(seed + 1)
    records = []
    for _ in range(count):
        with_person = chance.random() < person_share
        post = writer.post(with_person=with_person, noise=True)
        records.append(post.record("synth", "person" if with_person else "none"))
    return records


def write_evaluation(per_origin: int, plain: int, seed: int) -> list[Record]:
    """Write held-out posts: each origin of names in its share, then posts that name nobody."""
    writer = Writer("heldout", seed)
    records = []
    for origin in load_origins(_DATA / "names.toml", "heldout"):
        if not (origin.forenames and origin.surnames):
            continue
        writer.namer.fixed = origin.name
        for i in range(per_origin):
            post = writer.post(with_person=True, noise=False)
            case = ("as written", "as written", "upper", "lower")[i % 4]
            text = {"upper": post.upper, "lower": post.lower}.get(case, lambda post=post: post)()
            records.append(text.record(f"heldout {case}", origin.name))
    writer.namer.fixed = None
    for i in range(plain):
        post = writer.post(with_person=False, noise=False)
        case = ("as written", "as written", "as written", "upper", "lower")[i % 5]
        text = {"upper": post.upper, "lower": post.lower}.get(case, lambda post=post: post)()
        records.append(text.record(f"heldout {case}", "none"))
    return records


def main() -> None:
    """Write the training and the evaluation posts into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder for train.jsonl and heldout.jsonl")
    parser.add_argument("--count", type=int, default=40_000, help="posts for training")
    parser.add_argument("--person-share", type=float, default=0.55)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write_records(options.out / "train.jsonl", write_posts("train", options.count, options.person_share, options.seed))
    write_records(options.out / "heldout.jsonl", write_evaluation(40, 600, options.seed + 100))


if __name__ == "__main__":
    main()
