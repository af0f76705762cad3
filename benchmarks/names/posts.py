"""School posts with names at known places, drawn from templates and names that were written for this benchmark."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from benchmarks.names.forms import BY_NAME, FORMS, STRANGERS_FORMS, STRANGERS_HIDDEN_FORMS
from benchmarks.names.people import Person, School, adult_name, make_people_list, make_school, stranger
from benchmarks.names.stock import DATA, Half, half_of, origins, things, words
from benchmarks.names.written import Form, Written
from postcheck.model.people import PeopleList

_A_FORM = 20  # posts for each form of a pupil's name on the roll
_AN_ORIGIN = 14  # posts for each origin, of pupils on the roll
_UNSEEN = 30  # posts for each origin, of persons who are not on the roll
_UNSEEN_HIDDEN = 12  # posts for each way to hide such a name in a tag or an address
_AMBIGUOUS = 70  # further posts with names that are words
_WITHOUT = 420  # posts from templates without a pupil
_PARAGRAPHS = 60  # posts of several such templates each
_SLOT = re.compile(r"\{([a-z]+)(?:('s|\+)|=([^}]+))?\}")
_TAGS = ("#ProudToBeUs", "#PEmatters", "#ReadingForPleasure", "#OneTeam", "#SchoolLife", "#LoveLearning")
_PLAIN_TAGS = ("proud", "whataday", "teamwork", "schooltrip")
_TITLES = ("Mrs", "Mr", "Miss", "Ms", "Dr", "Mx", "Rev.", "Coach", "Mr.", "Madame")
_MIXED_FIELDS = frozenset({"filename"})
_PERSONS = frozenset(
    {"titled_adult", "staff_on_list", "staff_by_role", "author", "historical", "character", "adult", "figure"}
)
"""Traps that are persons' names."""


@dataclass(frozen=True)
class Span:
    """A pupil's name at ``text[start:end]``."""

    start: int
    end: int
    pupil_id: str
    """The pupil that the writer had in mind; empty for a person who is not on the roll."""
    pupil_ids: tuple[str, ...]
    """Every pupil of the roll who may be meant."""
    form: str
    case: str
    origin: str
    main: bool
    """Whether the post was made for the sake of this name."""

    @property
    def on_roll(self) -> bool:
        """Whether the roll holds the person."""
        return bool(self.pupil_id)


@dataclass(frozen=True)
class Trap:
    """Something at ``text[start:end]`` that may be taken for a pupil's name but isn't one."""

    start: int
    end: int
    kind: str

    @property
    def is_person(self) -> bool:
        """Whether it is a person's name: a finder of persons is right to report it, a finder of pupils isn't."""
        return self.kind in _PERSONS


@dataclass(frozen=True)
class Post:
    """A post, or a piece of one: its text and what should be found in it."""

    text: str
    kind: str
    group: str
    """What the post was made for: a form of name, ``unseen``, ``none`` or ``word``."""
    spans: tuple[Span, ...]
    traps: tuple[Trap, ...]


@dataclass(frozen=True)
class PostSet:
    """Everything that is drawn from a seed."""

    seed: int
    half: Half
    school: School
    people: PeopleList
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class _Template:
    kind: str
    text: str


@dataclass(frozen=True)
class _Named:
    """A name on its way into a text."""

    written: Written
    person: Person
    form: str
    main: bool


@dataclass
class _Text:
    """A post that is put together piece by piece."""

    pieces: list[tuple[str, _Named | str | None]] = field(default_factory=list)

    def add(self, text: str, what: _Named | str | None = None) -> None:
        self.pieces.append((text, what))

    def finish(self, kind: str, group: str, case: str, *, whole: bool) -> Post:
        """Join the pieces; ``case`` is applied to all of them or only to the name that the post was made for."""
        text, spans, traps = "", [], []
        for piece, what in self.pieces:
            main = isinstance(what, _Named) and what.main
            written = _cased(piece, case) if whole or main else piece
            start, end = len(text), len(text) + len(written)
            text += written
            if isinstance(what, _Named):
                ids = tuple(sorted(what.written.pupil_ids)) if what.person.on_roll else ()
                spans.append(
                    Span(start, end, what.person.id, ids, what.form, case_of(written), what.person.origin, what.main)
                )
            elif what:
                traps.append(Trap(start, end, what))
        return Post(text, kind, group, tuple(spans), tuple(traps))


def _cased(text: str, case: str) -> str:
    return {"upper": text.upper, "lower": text.lower}.get(case, lambda: text)()


def case_of(name: str) -> str:
    """Return ``upper``, ``lower`` or ``title`` for the letters of a name."""
    if name.islower():
        return "lower"
    return "upper" if name.isupper() and sum(map(str.isalpha, name)) > 1 else "title"


@cache
def templates(half: Half) -> dict[str, tuple[_Template, ...]]:
    """Return the templates of a half by section."""
    sections: dict[str, list[_Template]] = {}
    section: list[_Template] = []
    for line in (DATA / f"templates_{half}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            kind, text = line.split(": ", 1)
            section.append(_Template(kind, text.replace("\\n", "\n").replace("\\t", "\t")))
    return {name: tuple(rows) for name, rows in sections.items()}


class _Writer:
    """Fills templates."""

    def __init__(self, half: Half, school: School, people: PeopleList, rng: random.Random) -> None:
        self.half = half
        self.school = school
        self.people = people
        self.rng = rng
        self._things = things(half)
        self._decks: dict[str, list[_Template]] = {}

    def template(self, section: str, kinds: Sequence[str] = ()) -> _Template:
        """Deal the next template of a section: all are used before one comes again."""
        name = f"{section} {kinds}"
        if not self._decks.get(name):
            deck = [template for template in templates(self.half)[section] if not kinds or template.kind in kinds]
            self._decks[name] = self.rng.sample(deck, len(deck))
        return self._decks[name].pop()

    def name(self, person: Person, form: Form) -> Written | None:
        """Write a person's name in a form."""
        return form.write(person, self.school, self.rng)

    def fill(self, text: _Text, template: _Template, names: Iterator[_Named]) -> None:
        """Add a template's text, its slots filled."""
        held: dict[str, _Named] = {}
        place = 0
        for slot in _SLOT.finditer(template.text):
            text.add(template.text[place : slot.start()])
            place = slot.end()
            kind, suffix = slot[1], slot[2] or ""
            if slot[3]:
                text.add(slot[3], kind)
            elif kind in {"p", "q", "r", "tag", "handle", "email", "link", "file"}:
                named = held.setdefault(kind, next(names) if kind not in held else held[kind])
                text.add(named.written.before)
                text.add(named.written.name, named)
                text.add(named.written.after)
                text.add(self._suffix(suffix, named.written.name))
            else:
                self._thing(text, kind)
        text.add(template.text[place:])

    def _suffix(self, suffix: str, name: str) -> str:
        if suffix == "'s":
            return self.rng.choice(("'s", "\u2019", "'") if name.endswith("s") else ("'s", "\u2019s"))
        if suffix == "+":
            return "es" if name.endswith(("s", "x", "z", "sh", "ch")) else "s"
        return ""

    def _thing(self, text: _Text, kind: str) -> None:
        rng = self.rng
        if kind == "adult":
            forename, surname = adult_name(self.half, rng)
            middle = rng.choice(("", "", "", "", f"{forename[0]}. ", f"{forename} "))
            text.add(f"{rng.choice(_TITLES)} {middle}{surname}", "titled_adult")
        elif kind == "staff":
            text.add(rng.choice(self.people.names).name, "staff_on_list")
        elif kind == "rolename":
            name, role = " ".join(adult_name(self.half, rng)), rng.choice(self._things["role"])
            before, after = rng.choice(((f"our {role}, ", ""), (f"{role} ", ""), ("", f", our {role},")))
            text.add(before)
            text.add(name, "staff_by_role")
            text.add(after)
        elif kind in {"author", "historical", "character", "house", "place", "sponsor", "school", "month"}:
            text.add(rng.choice(self._things[kind]), kind)
        else:
            text.add(self._small(kind))

    def _small(self, kind: str) -> str:
        rng = self.rng
        small = {
            "n": lambda: str(rng.randint(12, 980)),
            "nnn": lambda: f"{rng.randint(0, 999):03}",
            "nnnn": lambda: f"{rng.randint(1000, 9999)}",
            "d": lambda: str(rng.randint(1, 9)),
            "age": lambda: str(rng.randint(5, 16)),
            "time": lambda: f"{rng.randint(1, 11)}.{rng.choice(('00', '15', '30', '45'))}",
            "date": lambda: (
                f"{rng.choice(self._things['day'])} {rng.randint(1, 28)} {rng.choice(self._things['month'])}"
            ),
            "plaintag": lambda: rng.choice(_TAGS),
            "plainword": lambda: rng.choice(_PLAIN_TAGS),
        }
        return small[kind]() if kind in small else rng.choice(self._things[kind])

    def bystanders(self) -> Iterator[_Named]:
        """Yield further pupils for a post, on the roll or not, by first or full name."""
        while True:
            form = BY_NAME[self.rng.choice(("first", "first", "full"))]
            pool = [pupil for pupil in self.school.pupils if not pupil.word]
            unseen = self.rng.random() < 0.4  # noqa: PLR2004 -- share of persons who are not on the roll
            person = stranger(self.rng.choice(origins()), self.half, self.rng) if unseen else self.rng.choice(pool)
            written = self.name(person, form)
            if written is not None:
                yield _Named(written, person, form.name, main=False)

    def post(self, person: Person, written: Written, form: Form, group: str, others: Iterator[_Named]) -> Post:
        """Write a post for the sake of one name."""
        template = self.template(form.section, form.kinds)
        text = _Text()

        def names() -> Iterator[_Named]:
            yield _Named(written, person, form.name, main=True)
            yield from others

        self.fill(text, template, names())
        case = self.rng.choice(form.cases)
        return text.finish(template.kind, group, case, whole=self.rng.random() < 0.5)  # noqa: PLR2004 -- half


def make_test_set(seed: int) -> PostSet:
    """Draw roll, people list and posts; the same seed always gives the same ones."""
    half = half_of(seed)
    school = make_school(half, seed)
    people = make_people_list(half, seed)
    writer = _Writer(half, school, people, random.Random(f"posts {seed}"))
    posts = [
        *_by_form(writer),
        *_by_origin(writer),
        *_unseen(writer),
        *_ambiguous(writer),
        *_without(writer),
        *_words(writer),
    ]
    return PostSet(seed, half, school, people, tuple(posts))


def _by_form(writer: _Writer) -> Iterator[Post]:
    for form in FORMS:
        able = [
            pupil
            for pupil in writer.school.pupils
            if (not pupil.word or form.name == "ambiguous_word") and writer.name(pupil, form)
        ]
        drawn: list[Person] = []
        while len(drawn) < _A_FORM:
            drawn.extend(writer.rng.sample(able, min(len(able), _A_FORM - len(drawn))))
        for pupil in drawn:
            yield from _one(writer, pupil, form, form.name)


def _one(writer: _Writer, person: Person, form: Form, group: str) -> Iterator[Post]:
    """Write a post; names with the surname first stand beside others like them, every other name beside any."""
    for _ in range(50):
        written = writer.name(person, form)
        if written is not None:
            others = _alike(writer, form) if form.section in {"surname_first", "ambiguous"} else writer.bystanders()
            yield writer.post(person, written, form, group, others)
            return


def _alike(writer: _Writer, form: Form) -> Iterator[_Named]:
    pupils = [pupil for pupil in writer.school.pupils if bool(pupil.word) is (form.section == "ambiguous")]
    while True:
        person = writer.rng.choice(pupils)
        written = writer.name(person, form)
        if written is not None:
            yield _Named(written, person, form.name, main=False)


def _by_origin(writer: _Writer) -> Iterator[Post]:
    for origin in origins():
        pupils = [pupil for pupil in writer.school.pupils if pupil.origin == origin and not pupil.word]
        for number in range(_AN_ORIGIN):
            form = BY_NAME[("first", "full", "possessive")[number % 3]]
            yield from _one(writer, writer.rng.choice(pupils), form, form.name)


def _unseen(writer: _Writer) -> Iterator[Post]:
    for origin in origins():
        for number in range(_UNSEEN):
            form = BY_NAME[STRANGERS_FORMS[number % len(STRANGERS_FORMS)]]
            yield from _one(writer, stranger(origin, writer.half, writer.rng), form, "unseen")
    for name in STRANGERS_HIDDEN_FORMS:
        for _ in range(_UNSEEN_HIDDEN):
            yield from _one(
                writer, stranger(writer.rng.choice(origins()), writer.half, writer.rng), BY_NAME[name], "unseen"
            )


def _ambiguous(writer: _Writer) -> Iterator[Post]:
    form = BY_NAME["ambiguous_word"]
    pupils = [pupil for pupil in writer.school.pupils if pupil.word]
    for _ in range(_AMBIGUOUS):
        yield from _one(writer, writer.rng.choice(pupils), form, form.name)


def _nobody() -> Iterator[_Named]:
    raise AssertionError("A template without pupils has a slot for one.")
    yield


def _without(writer: _Writer) -> Iterator[Post]:
    rng = writer.rng
    for number in range(_WITHOUT + _PARAGRAPHS):
        text = _Text()
        template = writer.template("none")
        writer.fill(text, template, _nobody())
        kind = template.kind
        if number >= _WITHOUT:
            kind = "newsletter"
            for _ in range(rng.randint(1, 2)):
                text.add("\n\n")
                writer.fill(text, writer.template("none"), _nobody())
        case = rng.choice(("title",) * 8 + ("upper", "lower"))
        yield text.finish(kind, "none", case if kind not in _MIXED_FIELDS else "title", whole=True)


def _words(writer: _Writer) -> Iterator[Post]:
    """Use every sentence in which a name is a word: as it stands, and every fourth one in capitals as well."""
    uses = [(word.name, sentence) for word in words() if word.half is writer.half for sentence in word.sentences]
    for number, (name, sentence) in enumerate(uses):
        for text in (sentence, sentence.upper())[: 2 if number % 4 == 0 and not sentence.isupper() else 1]:
            places = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
            yield Post(text, "social", "word", (), tuple(Trap(place.start(), place.end(), "word") for place in places))
