"""Places, pictures, the school's own contacts, and what holds for every text."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postcheck.find.details.phones import standard
from postcheck.model.detail import Bearing, DetailKind
from postcheck.model.mention import Certainty
from postcheck.model.settings import Contacts
from postcheck.model.text import Passage, PlaceKind, SourceText, TextFile
from tests.find.details.look import DETAILS, FINDER, look, look_in, picture, telling

OWN = Contacts(
    phones=("01632 960123", "+44 7700 900111"),
    emails=("hillsidechoir@gmail.com",),
    email_domains=("hillside.sch.uk",),
    postcodes=("HS1 2AB",),
    addresses=("Hillside Primary School, 12 Mill Ln, Hillside HS9 9ZZ",),
)


@pytest.mark.parametrize(
    "text",
    [
        "Ring Amelia's teacher on 01632 960123",
        "Ring (01632) 960 123",
        "Text +44 (0)7700 900111",
        "Text 07700-900111",
        "Write to HillsideChoir@gmail.com",
        "Write to mrs.jones@hillside.sch.uk",
        "hillsidechoir at gmail dot com",
        "Please use the entrance at hs1 2ab.",
        "Rhys lives near HS9 9ZZ",
        "Amelia walked to 12 Mill Lane",
    ],
)
def test_the_schools_own_contacts_are_public(text: str) -> None:
    assert telling(look(text)) != []
    assert telling(look(text, contacts=OWN)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Text 07700 900112",
        "Write to amelia.carter@hillside.sch.uk",
        "Write to 24tosei@hillside.sch.uk",
        "Write to choir@hillside.sch.uk.example.com, your homework",
        "Rhys lives at 14 Mill Lane",
        "Rhys lives at 2 Mill Lane",
        "Please use the entrance at HS1 2AD.",
    ],
)
def test_what_is_like_the_schools_own_contacts_is_not_public(text: str) -> None:
    assert telling(look(text, contacts=OWN)) != []


@pytest.mark.parametrize(
    "written",
    ["01632 960123", "(01632) 960123", "+44 1632 960123", "+44 (0)1632 960 123", "0044 1632 960123", "O1632 96O123"],
)
def test_every_spelling_of_a_number_is_one_number(written: str) -> None:
    assert standard(written) == "+441632960123"


# Pictures


def test_a_whiteboard_gives_its_password_away_in_its_box() -> None:
    passage = picture("Welcome to the library", "WiFi: Hillside-Guest", "Passw0rd: Sunflower12")
    (found,) = look_in(passage)
    assert (found.text, found.kind, found.certainty) == ("Sunflower12", DetailKind.PASSWORD, Certainty.CERTAIN)
    box = passage.where(found.start, found.end).box
    assert box is not None
    assert box.top == 90


def test_a_password_on_the_next_line_is_found() -> None:
    (found,) = look_in(picture("WiFi password:", "Sunflower12"))
    assert found.text == "Sunflower12"


@pytest.mark.parametrize(
    ("line", "words", "kind"),
    [
        ("Tel: O77OO 9OO123", "O77OO 9OO123", DetailKind.MOBILE),
        ("UPN: 88012OOOO5OO1", "88012OOOO5OO1", DetailKind.UPN),
        ("DOB: O3/O5/2O15", "O3/O5/2O15", DetailKind.BIRTH_DATE),
        ("amelia @ gmail . com", "amelia @ gmail . com", DetailKind.PRIVATE_EMAIL),
        ("W1Fi key: Hs9-kk2-11", "Hs9-kk2-11", DetailKind.PASSWORD),
        ("Home address HSl 2AB", "HSl 2AB", DetailKind.POSTCODE),
    ],
)
def test_letters_that_engines_put_for_digits_hide_nothing(line: str, words: str, kind: DetailKind) -> None:
    assert [(detail.text, detail.kind) for detail in telling(look_in(picture(line)))] == [(words, kind)]


def test_a_name_just_above_in_the_picture_is_beside() -> None:
    (found,) = look_in(picture("Amelia Carter", "07700 900123"))
    assert found.beside is not None
    assert found.beside.text == "Amelia Carter"


def test_the_landline_of_a_letterhead_is_not_beside_the_name_below() -> None:
    (found,) = look_in(picture("Tel 01632 960123", "Amelia Carter"))
    assert found.beside is None
    assert found.bearing is Bearing.OPEN


def test_a_name_of_another_reading_is_beside() -> None:
    first, second = picture("07700 900123"), picture("Amelia Carter 07700", alternative=True)
    (found,) = look_in(first, second)
    assert found.passage is first
    assert found.beside is not None


def test_two_readings_of_one_place_are_one_detail() -> None:
    first, second = picture("password: Sunflower12"), picture("password: Sunf1ower12", alternative=True, shift=3)
    assert [detail.passage for detail in look_in(first, second)] == [first]


def test_what_only_the_second_reading_shows_counts() -> None:
    first, second = picture("pas wrd Sunf"), picture("password: Sunflower12", alternative=True)
    (found,) = look_in(first, second)
    assert found.text == "Sunflower12"


# Whatever the text


PIECES = [
    "07700 900123",
    "Amelia",
    "amelia@gmail.com",
    "HS1 2AB",
    "12 Mill Lane",
    "password: Sunflower12",
    "born 3 May 2015",
    "UPN",
    "B801200005001",
    "999 000 0018",
    "who has epilepsy",
    " at ",
    " dot ",
    "com",
    ".",
    ",",
    "\n",
    "\r\n",
    "\u200b",
    "\u00a0",
    "😀",
    "é",
    "İ",
    "ﬁ",
    "-",
    "(",
    ")",
    "0",
    "Sort code 12-34-56",
    "@mc",
    "///a.b.c",
    "51.50741, -0.12781",
]
kinds = st.sampled_from(
    [(PlaceKind.TEXT, "body"), (PlaceKind.TEXT, "link"), (PlaceKind.FILENAME, "filename"), (PlaceKind.METADATA, "exif")]
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=25).flatmap(
    lambda parts: st.sampled_from(["".join(parts), " ".join(parts)])
)


@given(texts, kinds)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_details_are_in_order_apart_and_within_the_text(text: str, kind: tuple[PlaceKind, str]) -> None:
    passage = Passage(text, kind[0], "post.md", kind[1])
    previous = 0
    for detail in look_in(passage):
        assert previous <= detail.start < detail.end <= len(text)
        assert detail.text == text[detail.start : detail.end]
        assert not detail.text[0].isspace()
        assert not detail.text[-1].isspace()
        assert detail.text not in detail.what + detail.why
        previous = detail.end


SURE = {
    "07700 900123": DetailKind.MOBILE,
    "amelia.carter@gmail.com": DetailKind.PRIVATE_EMAIL,
    "B801200005001": DetailKind.UPN,
    "AB123456C": DetailKind.NI_NUMBER,
    "4111 1111 1111 1111": DetailKind.BANK,
}
words = st.lists(st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=8), min_size=0, max_size=12).map(
    " ".join
)


@given(
    words,
    st.sampled_from(sorted(SURE)),
    words,
    st.sampled_from(["", "\n", "\r\n", "\n\n", "😀 ", "\ufeff", "(", "“", "- "]),
)
def test_a_sure_detail_is_found_in_any_text_at_its_place(before: str, written: str, after: str, between: str) -> None:
    start = f"{before} {between}"
    text = f"{start}{written} {after}"
    found = [detail for detail in look(text) if detail.text == written]
    assert [(detail.kind, detail.start) for detail in found] == [(SURE[written], len(start))]


@given(
    st.integers(0, 999),
    st.sampled_from(
        [
            "07700 900{:03}",
            "07700900{:03}",
            "+447700900{:03}",
            "+44 7700 900{:03}",
            "(07700) 900{:03}",
            "07700.900.{:03}",
            "0044 (0)7700 900{:03}",
        ]
    ),
)
def test_every_mobile_number_is_found_however_it_is_written(number: int, form: str) -> None:
    written = form.format(number)
    (found,) = look(f"Ring {written}.")
    assert (found.text, found.kind, standard(found.text)) == (written, DetailKind.MOBILE, f"+447700900{number:03}")


def test_offsets_lead_back_into_the_file() -> None:
    file = TextFile("post.md", "---\ntitle: x\n---\r\nAmelia:\u200b ring 077\u200b00 900123\r\n")
    text = SourceText.slice(file, 17, len(file.text))
    passage = Passage(text.text, PlaceKind.TEXT, "post.md", "body", text)
    (found,) = look_in(passage)
    assert passage.evidence(found.start, found.end) == "077\u200b00 900123"
    where = passage.where(found.start, found.end)
    assert (where.line, where.column, file.text[where.start : where.end]) == (4, 15, "077\u200b00 900123")


@pytest.mark.parametrize(
    "text",
    [
        "0" * 100_000,
        "07" * 30_000,
        "0 " * 30_000,
        "a@" * 30_000,
        "a." * 30_000,
        "a at " * 20_000,
        "password " * 10_000,
        "password:" * 10_000,
        "born " * 20_000,
        "12 Mill " * 10_000,
        "Lane " * 20_000,
        "UPN " * 20_000,
        "B8" * 30_000,
        "4 " * 30_000,
        "GB82" * 20_000,
        "51.5," * 20_000,
        "Amelia, " * 8_000,
        "has asthma " * 8_000,
        "///a." * 20_000,
        "\u200b" * 50_000,
        ".\n" * 30_000,
        "@ " * 30_000,
        "(" * 50_000,
        "http://" + "0/" * 20_000,
        "A" * 100_000,
        "Aa " * 20_000,
        "birthday " * 10_000,
        "live " * 20_000,
        "me on " * 20_000,
    ],
)
def test_hostile_texts_do_no_harm(text: str) -> None:
    passage = Passage(text, PlaceKind.TEXT, "post.md", "body")
    for detail in DETAILS.find([passage], FINDER.find([passage]) if "Amelia" in text else ()):
        assert detail.end - detail.start < 200


def test_no_word_about_a_person_is_found_without_one() -> None:
    assert look("We learn about asthma, autism and free school meals.") == ()
