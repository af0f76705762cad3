"""What holds for every roll and every text."""
# ruff: noqa: RUF001 -- curly apostrophes are what is tested

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from postcheck.find.finder import Finder
from postcheck.find.lexicon import lexicon
from postcheck.find.roll import TypoIndex
from postcheck.model.mention import Mention
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.text import Passage, PlaceKind
from tests.builders.work import calls_of

_SYLLABLES = ("zo", "ri", "tal", "ven", "qua", "mir", "ksi", "dwe", "plo", "xan", "yul", "bréa", "łuk", "ñor")


def _is_word(name: str) -> bool:
    words = lexicon()
    return words.known(name.lower()) or words.place(name.lower())


names = (
    st.lists(st.sampled_from(_SYLLABLES), min_size=3, max_size=4)
    .map("".join)
    .filter(lambda name: not _is_word(name))
    .map(str.capitalize)
)
pupils = st.builds(lambda forename, surname, middle: (forename, surname, middle), names, names, names).filter(
    lambda parts: len(set(parts)) == 3
)
kinds = st.sampled_from(
    [(PlaceKind.TEXT, "body"), (PlaceKind.IMAGE, "ocr"), (PlaceKind.FILENAME, "filename"), (PlaceKind.TEXT, "link")]
)

FORMS = (
    "{f}", "{f} {s}", "{s}, {f}", "{S} {f}", "{f} {m} {s}", "{f} {i}. {s}", "{F} {S}", "{fl}", "{fl} {sl}", "{f}'s",
    "{f}’s", "{f} {t}.", "{j}. {s}", "{f}\n{s}", "#WellDone{f}", "@{fl}{sl}07", "{fl}_{sl}_y4.jpg", "{f}{s}", "({f})",
    "*{f} {s}*",
)  # fmt: skip


def find(roll: Roll, text: str, kind: PlaceKind = PlaceKind.TEXT, field: str = "body") -> tuple[Mention, ...]:
    return Finder(roll, PeopleList(), None).find([Passage(text, kind, "post.md", field)])


def written(form: str, parts: tuple[str, str, str]) -> str:
    f, s, m = parts
    return form.format(f=f, s=s, m=m, F=f.upper(), S=s.upper(), fl=f.lower(), sl=s.lower(), i=m[0], j=f[0], t=s[0])


@given(pupils, st.sampled_from(FORMS), st.lists(pupils, max_size=4))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_form_of_a_pupils_name_is_found(
    parts: tuple[str, str, str], form: str, others: list[tuple[str, str, str]]
) -> None:
    everybody = [parts, *others]
    roll = Roll(tuple(Pupil(f"P{number}", f, s, middle_names=m) for number, (f, s, m) in enumerate(everybody)))
    name = written(form, parts)
    text = f"On Monday we heard that {name} came to the library."
    assert any(
        "P0" in {candidate.pupil_id for candidate in mention.candidates}
        and mention.start < 24 + len(name)
        and mention.end > 24
        for mention in find(roll, text)
    )


@given(pupils, st.sampled_from(FORMS), st.lists(pupils, max_size=5))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_more_pupils_never_hide_one(parts: tuple[str, str, str], form: str, others: list[tuple[str, str, str]]) -> None:
    text = f"On Monday we heard that {written(form, parts)} came to the library."
    own = Pupil("P0", parts[0], parts[1], middle_names=parts[2])
    few = find(Roll((own,)), text)
    many = find(
        Roll((own, *(Pupil(f"P{number}", f, s, middle_names=m) for number, (f, s, m) in enumerate(others, start=1)))),
        text,
    )

    def named(mentions: tuple[Mention, ...]) -> set[str]:
        return {candidate.pupil_id for mention in mentions for candidate in mention.candidates}

    assert named(few) <= named(many)


few_names = st.sampled_from(
    ("Zozo", "Zozozo", "Zoritalven", "Talvenqua", "Rital", "Zori", "Talven", "Bréa", "Zozo-Rital", "Ñorksi")
)
cells = st.one_of(st.just(""), few_names)
tangled_pupils = st.builds(
    lambda forename, surname, middle, preferred, other: Pupil(
        "", forename, surname, middle_names=middle, preferred_forename=preferred, other_names=(other,) if other else ()
    ),
    few_names,
    few_names,
    cells,
    cells,
    cells,
)


@given(tangled_pupils, st.sampled_from(FORMS), st.lists(tangled_pupils, min_size=1, max_size=5))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
def test_nobody_on_the_roll_hides_another_who_shares_parts_of_the_name(
    own: Pupil, form: str, others: list[Pupil]
) -> None:
    text = (
        f"On Monday we heard that {written(form, (own.forename, own.surname, own.middle_names or own.forename))} "
        "came to the library."
    )

    def named(*rest: Pupil) -> set[str]:
        roll = Roll(tuple(replace(pupil, id=f"P{number}") for number, pupil in enumerate((own, *rest))))
        return {candidate.pupil_id for mention in find(roll, text) for candidate in mention.candidates}

    assert named() <= named(*others)


def test_another_pupils_middle_name_does_not_hide_a_surname_first() -> None:
    roll = Roll(
        (
            Pupil("P0", "Zozozo", "Zozozozo", middle_names="Zozori"),
            Pupil("P1", "Zozori", "Zozozo", middle_names="Zozozozo"),
        )
    )
    mentions = find(roll, "On Monday we heard that ZOZOZOZO Zozozo came to the library.")
    assert "P0" in {candidate.pupil_id for mention in mentions for candidate in mention.candidates}


TANGLED = [
    "Amelia",
    "Carter",
    "amelia",
    "CARTER,",
    "A.",
    "O'Brien’s",
    "-_.#@/\n\r\t\u200b\xad́😀王小明محمد",
    "07",
    "will",
    "Grace",
]


@given(
    st.lists(st.sampled_from(TANGLED) | st.text(max_size=6), max_size=30).map("".join)
    | st.lists(st.sampled_from(TANGLED), max_size=30).map(" ".join),
    kinds,
)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_mentions_are_in_order_apart_and_within_the_text(text: str, kind: tuple[PlaceKind, str]) -> None:
    mentions = FINDER.find([Passage(text, kind[0], "post.md", kind[1])])
    previous = 0
    for mention in mentions:
        assert previous <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert not mention.text[0].isspace()
        assert not mention.text[-1].isspace()
        assert len({candidate.pupil_id for candidate in mention.candidates}) == len(mention.candidates)
        order = [ORDER[candidate.pupil_id] for candidate in mention.candidates]
        assert order == sorted(order)
        previous = mention.end


PUPILS = (
    Pupil("P1", "Amelia", "Carter"),
    Pupil("P2", "Amelia", "O'Brien"),
    Pupil("P3", "小明", "王"),
    Pupil("P4", "محمد", ""),
    Pupil("P5", "Grace", "Will"),
    Pupil("P6", "A", "7"),
    Pupil("P7", "", ""),
)
ORDER = {pupil.id: number for number, pupil in enumerate(PUPILS)}
FINDER = Finder(Roll(PUPILS), PeopleList(), None)


@given(
    st.sets(st.text(alphabet="abcd", min_size=3, max_size=8), max_size=40),
    st.text(alphabet="abcd", min_size=2, max_size=9),
    st.sampled_from([4, 5]),
)
def test_typos_are_those_of_one_edit(words: set[str], key: str, least: int) -> None:
    near = [word for word in words if len(word) >= least and word != key and OSA.distance(word, key) == 1]
    assert TypoIndex(words, least).near(key) == sorted(near)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000, "#" * 100_000, "@a" * 10_000, "a." * 10_000, "a_" * 10_000, "a-" * 10_000, "aB" * 10_000,
        "😀" * 50_000, "Amelia" * 10_000, "A " * 10_000, "http://" + "a/" * 10_000, "\u0301" * 50_000, "O'" * 10_000,
        "\u200b" * 50_000, "ab\n" * 10_000, "王" * 10_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [PlaceKind.TEXT, PlaceKind.IMAGE, PlaceKind.FILENAME])
def test_hostile_texts_do_no_harm(text: str, kind: PlaceKind) -> None:
    for mention in FINDER.find([Passage(text, kind, "post.md", "body")]):
        assert mention.end - mention.start < 100


@pytest.mark.parametrize(
    "text",
    [
        "Amelia and Rhys met Amelia Carter. " * 6,
        "Amelia Carter, Amelia, A. Carter and Carter\n" * 5,
        "Well done, Amelia Carter! Amelia ran; Mr Carter, A Carter and Amelia clapped. " * 4,
        "Amelia Carter, Rhys Carter and Zofia Carter ran. Mr Carter and Mrs Ann Carter clapped. " * 3,
    ],
)
def test_a_name_in_many_places_is_judged_as_one_in_few(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    passages = [Passage(text, PlaceKind.TEXT, "post.md", "body")]
    few = FINDER.find(passages)
    assert few
    monkeypatch.setattr("postcheck.find.evidence.features._MANY", 1)
    many = FINDER.find(passages)
    assert [replace(one, grounds=()) for one in many] == [replace(one, grounds=()) for one in few]
    # Sums of what is added in another order differ by no more than that.
    weights, others = ([ground.weight for one in found for ground in one.grounds] for found in (many, few))
    assert weights == pytest.approx(others)


def test_a_family_that_stands_everywhere_takes_no_longer_a_name() -> None:
    def work(times: int) -> int:
        text = "Amelia Carter ran.\nRhys Carter swam.\nMrs Ann Carter clapped.\n" * times
        passages = [Passage(text, PlaceKind.TEXT, "post.md", "body")]
        return calls_of(lambda: FINDER.find(passages))

    work(1)  # whatever is compiled once
    few, more, many = work(35), work(70), work(140)
    assert (many - more) / (more - few) < 2.05


def test_large_text_and_large_roll() -> None:
    letters = string.ascii_lowercase
    roll = Roll(
        tuple(
            Pupil(f"P{number}", f"Zo{letters[number % 26]}ri{letters[number // 26 % 26]}", f"Quen{number % 5000}")
            for number in range(20_000)
        )
    )
    finder = Finder(roll, PeopleList(), None)
    text = "The children planted bulbs along the fence today. " * 20_000 + "Zoaria won."
    (mention,) = finder.find([Passage(text, PlaceKind.TEXT, "post.md", "body")])
    assert mention.text == "Zoaria"
    assert len(mention.candidates) == len([pupil for pupil in roll.pupils if pupil.forename == "Zoaria"])
