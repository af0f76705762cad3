"""Names whose letters stand apart, are in disguise, or hold what nobody sees."""
# ruff: noqa: RUF001 -- look-alike letters are what is tested

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postcheck.find.finder import Finder
from postcheck.model.mention import Certainty, Mention, NameForm, Reason
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.text import Passage, PlaceKind
from tests.text.test_characters import DISGUISED, UNSEEN

NAMES = (
    ("Amelia", "Carter"), ("Thandiwe", "Nkosi"), ("Ruby", "Hall"), ("Will", "Marsh"), ("Mia", "Okoro"),
    ("Tim", "Poole"), ("Cat", "Moss"), ("Bea", "Oldham"), ("Abe", "Coleman"), ("Mary-Kate", "Fenwick"),
    ("Łukasz", "Wiśniewski"), ("Summer", "Hartley"), ("Jo", "Finch"), ("Nan", "Yates"), ("Bede", "Lowe"),
)  # fmt: skip
FINDER = Finder(Roll(tuple(Pupil(forename, forename, surname) for forename, surname in NAMES)), PeopleList(), None)


def find(text: str, kind: PlaceKind = PlaceKind.TEXT, field: str = "body") -> tuple[Mention, ...]:
    return FINDER.find([Passage(text, kind, "post.md", field)])


def found(text: str, kind: PlaceKind = PlaceKind.TEXT, field: str = "body") -> list[tuple[str, NameForm, list[str]]]:
    return [
        (mention.text, mention.form, [candidate.pupil_id for candidate in mention.candidates])
        for mention in find(text, kind, field)
        if mention.certainty >= Certainty.LIKELY
    ]


SIGNS = [
    ".",
    "·",
    "/",
    "-",
    " ",
    "_",
    "|",
    "\n",
    "\r\n",
    ". ",
    ", ",
    " - ",
    "*",
    "•",
    "–",
    "✨",
    "!",
    "\u200b.\u200b",
    "\n- ",
    "   ",
]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("name", ["Amelia", "AMELIA", "amelia", "Thandiwe", "Łukasz"])
def test_a_first_name_whose_letters_stand_apart(name: str, sign: str) -> None:
    written = sign.join(name)
    pupil = name.title()
    assert found(f"This week: {written} won a prize.") == [(written, NameForm.FIRST, [pupil])]


@pytest.mark.parametrize("sign", [".", "·", "/", "-", "_", "|"])
def test_a_full_name_whose_letters_stand_apart(sign: str) -> None:
    for written in (f"{sign.join('Amelia')} {sign.join('Carter')}", sign.join("AmeliaCarter")):
        assert found(f"This week: {written} won a prize.") == [(written, NameForm.FULL, ["Amelia"])]


def test_a_full_name_with_a_letter_a_line() -> None:
    written = "\n".join("AMELIA") + "\n\n" + "\n".join("CARTER")
    assert found(f"{written}\n\nis our star.") == [(written, NameForm.FULL, ["Amelia"])]
    spaced = "A m e l i a   C a r t e r"
    assert found(f"Here: {spaced}.") == [(spaced, NameForm.FULL, ["Amelia"])]


@pytest.mark.parametrize(
    ("text", "written", "pupil"),
    [
        ("R.u.b.y won", "R.u.b.y", "Ruby"), ("W.I.L.L. won", "W.I.L.L", "Will"), ("M.i.a won", "M.i.a", "Mia"),
        ("B.e.a won", "B.e.a", "Bea"), ("M.a.r.y.K.a.t.e won", "M.a.r.y.K.a.t.e", "Mary-Kate"),
        ("Give me an A! M! E! L! I! A!", "A! M! E! L! I! A", "Amelia"),
        ("Our letters: x.A.m.e.l.i.a.x", "A.m.e.l.i.a", "Amelia"), ("A.m.e.l.i.a's cake", "A.m.e.l.i.a", "Amelia"),
        ("#A_m_e_l_i_a", "A_m_e_l_i_a", "Amelia"),
    ],
)  # fmt: skip
def test_other_names_letter_by_letter(text: str, written: str, pupil: str) -> None:
    assert found(text) == [(written, NameForm.FIRST, [pupil])]


@pytest.mark.parametrize("sign", [".", "-", "_", " "])
def test_a_file_name_whose_letters_stand_apart(sign: str) -> None:
    written = sign.join("Amelia")
    assert found(f"{written}.jpg", PlaceKind.FILENAME, "filename") == [(written, NameForm.FIRST, ["Amelia"])]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S.A. and the B.B.C. both called.", "Choose a/b/c.", "We read c-a-t and t-i-m and s-a-t-p-i-n today.",
        "Sound out c a t and t i m.", "Present: Y/N/Y/N/N.", "Answers: A, B, E, A.", "Answers: A B E D E A",
        "Options A/B/E are open.", "Nets: n-a-n, p-a-t, w-i-l-l.", "J. O. Smith", "1. A\n2. B\n3. E\n4. D\n5. E",
        "A\nB\nC\nD\nE\nF\nG", "Vitamins A, B, C, D and E.", "The R.S.P.C.A. and the N.S.P.C.C.", "e.g. a 3 x 4 grid",
        "T/F/T/T/F", "x y z and a b c", "A-B-C-D-E-F-G", "S.T.E.M. and P.S.H.E.",
        "We made 🇬🇧 🇫🇷 and 🇦🇲🇮🇹 flags.",
    ],
)  # fmt: skip
def test_letters_that_are_no_name(text: str) -> None:
    assert find(text) == ()


VERSE = "Always kind\nMakes us laugh\nEnjoys maths\nLoves art\nIs brave\nAmazing"


def test_the_first_letters_of_lines_are_a_name() -> None:
    (mention,) = find(VERSE)
    assert (mention.text, mention.form, mention.certainty) == ("Always", NameForm.FIRST, Certainty.LIKELY)
    assert [candidate.pupil_id for candidate in mention.candidates] == ["Amelia"]
    assert mention.why is Reason.ACROSTIC


def test_the_lines_of_an_acrostic_may_be_numbered() -> None:
    (mention,) = find("\n".join(f"{number}. {line}" for number, line in enumerate(VERSE.split("\n"), start=1)))
    assert (mention.why, [candidate.pupil_id for candidate in mention.candidates]) == (Reason.ACROSTIC, ["Amelia"])
    assert find("\n".join(f"{number} {line}" for number, line in enumerate(VERSE.split("\n"), start=1))) == ()


def test_a_number_may_end_a_text_of_lines() -> None:
    (mention,) = find(f"{VERSE}\n2026")
    assert (mention.why, [candidate.pupil_id for candidate in mention.candidates]) == (Reason.ACROSTIC, ["Amelia"])


def test_the_first_letters_of_lines_are_a_full_name() -> None:
    lines = "Jolly\nOften first\n" + "Funny\nIn the choir\nNever late\nClever\nHappy"
    assert found(lines) == [("Jolly", NameForm.FULL, ["Jo"])]


@pytest.mark.parametrize(
    "text",
    [VERSE.replace("\n", "\n\n"), f"Our poem of the week!\n\n{VERSE}\n\nWell done all.", VERSE.replace("\n", "\r\n")],
)
def test_a_verse_may_have_company(text: str) -> None:
    assert [pupils for _, _, pupils in found(text)] == [["Amelia"]]


def test_a_verse_on_an_ordinary_word_is_a_note_at_most() -> None:
    (mention,) = find("Sun and sand\nUnder trees\nMany birds\nMaking nests\nEvery day\nRain")
    assert mention.certainty is Certainty.UNSURE


@pytest.mark.parametrize(
    "text",
    [
        VERSE.replace("Enjoys", "Adores"),
        VERSE.replace("\nLoves", "\n\nLoves"),
        "Maths\nIn the hall\nArt",
        "\n".join(["The bus leaves at nine."] * 30) + "\n" + VERSE + "\n" + "\n".join(["Thank you."] * 30),
    ],
)
def test_lines_that_spell_nothing(text: str) -> None:
    assert find(text) == ()


def test_a_name_in_the_lines_of_a_verse_is_still_found() -> None:
    assert [pupils for _, _, pupils in found(VERSE.replace("Always", "Ruby Hall is\nAlways"))] == [["Ruby"], ["Amelia"]]
    assert {pupil for _, _, pupils in found(VERSE.replace("Always", "Abe Coleman")) for pupil in pupils} == {
        "Abe",
        "Amelia",
    }


@pytest.mark.parametrize("written", DISGUISED)
def test_a_name_in_disguise_is_found(written: str) -> None:
    for kind, field in ((PlaceKind.TEXT, "body"), (PlaceKind.TEXT, "alt"), (PlaceKind.IMAGE, "ocr")):
        assert found(f"This week {written} won a prize.", kind, field) == [(written, NameForm.FIRST, ["Amelia"])]
    assert found(f"{written}.jpg", PlaceKind.FILENAME, "filename") == [(written, NameForm.FIRST, ["Amelia"])]


def test_tags_behind_a_word_hide_nothing_of_it() -> None:
    hidden = "".join(chr(0xE0000 + ord(char)) for char in "xyz")
    assert found(f"Well done Amelia{hidden} today") == [("Amelia", NameForm.FIRST, ["Amelia"])]


PLACES = st.sampled_from(
    [
        ("On Monday {} won.", PlaceKind.TEXT, "body"), ("{} with a cake", PlaceKind.TEXT, "alt"),
        ("{}.jpg", PlaceKind.FILENAME, "filename"), ("y4-{}-swimming.png", PlaceKind.FILENAME, "filename"),
        ("Proud! #WellDone{} #Team", PlaceKind.TEXT, "body"), ("Name: {}", PlaceKind.TEXT, "cell"),
        ("| {} | Year 4 |", PlaceKind.TEXT, "cell"), ("by @{}_07", PlaceKind.TEXT, "body"),
        ("Awarded to {}", PlaceKind.IMAGE, "ocr"), ("https://school.example/news/{}-wins", PlaceKind.TEXT, "link"),
    ]
)  # fmt: skip


@given(
    PLACES,
    st.sampled_from(["Amelia", "Thandiwe", "Łukasz"]),
    st.lists(st.tuples(st.integers(1, 8), st.sampled_from(UNSEEN)), min_size=1, max_size=4),
)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_nothing_that_nobody_sees_hides_a_name(
    place: tuple[str, PlaceKind, str], name: str, inserted: list[tuple[int, str]]
) -> None:
    written = name
    for at, char in inserted:
        cut = min(at, len(written) - 1)
        written = written[:cut] + char + written[cut:]
    text = place[0].format(written)
    start = text.index(written)
    (mention,) = [mention for mention in find(text, place[1], place[2]) if mention.certainty >= Certainty.LIKELY]
    assert (mention.start, mention.end) == (start, start + len(written))
    assert [candidate.pupil_id for candidate in mention.candidates] == [name]


@given(
    st.text(alphabet=st.sampled_from("AaMmEeLlIi Cc.·/-|_\n\u200b\u3164ⓐ🅰🇦ɐ∀"), max_size=60),
    st.sampled_from([PlaceKind.TEXT, PlaceKind.IMAGE, PlaceKind.FILENAME]),
)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_mentions_of_letters_apart_stay_in_order(text: str, kind: PlaceKind) -> None:
    previous = 0
    for mention in find(text, kind):
        assert previous <= mention.start < mention.end <= len(text)
        previous = mention.end
