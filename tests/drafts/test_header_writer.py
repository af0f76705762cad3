"""Answers are added to headers however they are written, and no other byte changes."""
# ruff: noqa: RUF001 -- apostrophes as people type them

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.drafts.frontmatter import parse_front_matter
from postcheck.drafts.header_answers import Answers, PictureAnswer
from postcheck.drafts.header_writer import with_answers
from postcheck.errors import HeaderError
from postcheck.formats import textfile

ITEMS = Answers(declare=("dress_checked", "no_conflict"))
NOBODY = Answers(people=())


def written(text: str, answers: Answers, *, beside: bool = False) -> str:
    return with_answers(text.encode(), answers, beside=beside).decode()


def picture(text: str, file: str = "a.png", *people: str) -> Answers:
    """Say who is in a picture that the header of a text names."""
    return Answers(pictures=(PictureAnswer(file, people, text.index(file)),))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Hello.\n", "---\ndeclare: [dress_checked, no_conflict]\n---\nHello.\n"),
        ("", "---\ndeclare: [dress_checked, no_conflict]\n---\n"),
        ("---\n---\nHi", "---\ndeclare: [dress_checked, no_conflict]\n---\nHi"),
        (
            "---\nchannel: facebook # our page\n---\nHi",
            "---\nchannel: facebook # our page\ndeclare: [dress_checked, no_conflict]\n---\nHi",
        ),
        ("---\ndeclare: [a]  # x\n---\nHi", "---\ndeclare: [a, dress_checked, no_conflict]  # x\n---\nHi"),
        ("---\ndeclare: [approved,]\n---\nHi", "---\ndeclare: [approved,dress_checked, no_conflict]\n---\nHi"),
        ("---\ndeclare: []\na: 1\n---\nHi", "---\ndeclare: [dress_checked, no_conflict]\na: 1\n---\nHi"),
        ("---\ndeclare: approved\n---\nHi", "---\ndeclare: [approved, dress_checked, no_conflict]\n---\nHi"),
        ("---\ndeclare: a, b # x\n---\nHi", "---\ndeclare: [a, b, dress_checked, no_conflict] # x\n---\nHi"),
        ("---\ndeclare:\n---\nHi", "---\ndeclare: [dress_checked, no_conflict]\n---\nHi"),
        ("---\ndeclare: # none\na: 1\n---\nHi", "---\ndeclare: [dress_checked, no_conflict] # none\na: 1\n---\nHi"),
        (
            "---\ndeclare:\n  - approved # x\n\n# more\ntitle: T\n---\nHi",
            "---\ndeclare:\n  - approved # x\n  - dress_checked\n  - no_conflict\n\n# more\ntitle: T\n---\nHi",
        ),
        ("---\r\na: 1\r\n---\r\nHi\r\n", "---\r\na: 1\r\ndeclare: [dress_checked, no_conflict]\r\n---\r\nHi\r\n"),
        (
            "+++\ntitle = 'T'\n[params]\n+++\nHi",
            "+++\ndeclare = [\"dress_checked\", \"no_conflict\"]\ntitle = 'T'\n[params]\n+++\nHi",
        ),
    ],
)  # fmt: skip
def test_items_are_declared(before: str, after: str) -> None:
    assert written(before, ITEMS) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\nimages: a.png\n---\n", "---\nimages: {file: a.png, people: [P1]}\n---\n"),
        ("---\nimages: [a.png, b.png]\n---\n", "---\nimages: [{file: a.png, people: [P1]}, b.png]\n---\n"),
        (
            "---\nimages:\n- a.png # x\n- b.png\n---\n",
            "---\nimages:\n- {file: a.png, people: [P1]} # x\n- b.png\n---\n",
        ),
        (
            "---\nimages:\n  - file: a.png  # the cup\n    alt: A cup\n---\n",
            "---\nimages:\n  - file: a.png  # the cup\n    people: [P1]\n    alt: A cup\n---\n",
        ),
        (
            "---\nimages:\n  - alt: A cup\n    file: 'a.png'\n  - b.png\n---\n",
            "---\nimages:\n  - alt: A cup\n    file: 'a.png'\n    people: [P1]\n  - b.png\n---\n",
        ),
        ("---\nimages:\n  - {file: a.png}\n---\n", "---\nimages:\n  - {file: a.png, people: [P1]}\n---\n"),
        ("---\nimages:\n  - file: a.png\n    people:\n---\n", "---\nimages:\n  - file: a.png\n    people: [P1]\n---\n"),
        ('---\nimage: "a.png"\n---\n', '---\nimage: {file: "a.png", people: [P1]}\n---\n'),
    ],
)
def test_a_picture_that_the_header_names(before: str, after: str) -> None:
    assert written(before, picture(before, "a.png", "P1")) == after


def test_a_picture_that_the_header_does_not_name() -> None:
    added = Answers(pictures=(PictureAnswer("my cup.png", ("P1", "Mrs J. Okonkwo")), PictureAnswer("b.png", ())))
    assert written("---\ntitle: T\n---\nHi", added) == (
        '---\ntitle: T\nimages:\n  - file: "my cup.png"\n    people: [P1, "Mrs J. Okonkwo"]\n'
        "  - file: b.png\n    people: []\n---\nHi"
    )
    one = Answers(pictures=(PictureAnswer("b.png", ()),))
    assert written("---\nimages: [a.png]\n---\n", one) == "---\nimages: [a.png, {file: b.png, people: []}]\n---\n"
    assert written("---\nimages: a.png\n---\n", one) == "---\nimages: [a.png, {file: b.png, people: []}]\n---\n"
    assert (
        written("---\nimages:\n  - file: a.png\n    alt: x\nz: 1\n---\n", one)
        == "---\nimages:\n  - file: a.png\n    alt: x\n  - {file: b.png, people: []}\nz: 1\n---\n"
    )
    toml = written("+++\ntitle = 'T'\n+++\nHi", one)
    assert toml == "+++\nimages = [{file = \"b.png\", people = []}]\ntitle = 'T'\n+++\nHi"


OLD, NEW = "aa" * 6, "bb" * 6


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "---\nimages:\n  - file: a.png\n    people: [P1]  # both\n    confirmed_for: OLD # x\n---\nHi",
            "---\nimages:\n  - file: a.png\n    people: [P2]  # both\n    confirmed_for: NEW # x\n---\nHi",
        ),
        (
            "---\nimages: [{file: a.png, people: [], confirmed_for: OLD}]\n---\nHi",
            "---\nimages: [{file: a.png, people: [P2], confirmed_for: NEW}]\n---\nHi",
        ),
        (
            "---\nimages:\n  file: a.png\n  people:\n    - P1\n    - P3\n  confirmed_for: OLD\ntitle: T\n---\nHi",
            "---\nimages:\n  file: a.png\n  people:\n    [P2]\n  confirmed_for: NEW\ntitle: T\n---\nHi",
        ),
        ("---\nimages: a.png\n---\nHi", "---\nimages: {file: a.png, people: [P2], confirmed_for: NEW}\n---\nHi"),
        (
            "+++\nimages = [{file = 'a.png', people = [], confirmed_for = 'OLD'}, 'b.png'] # x\n+++\nHi",
            "+++\nimages = [{file = 'a.png', people = [\"P2\"], confirmed_for = \"NEW\"}, 'b.png'] # x\n+++\nHi",
        ),
        (
            "+++\nimages = ['a.png', 'b.png']\n+++\nHi",
            "+++\nimages = [{file = 'a.png', people = [\"P2\"], confirmed_for = \"NEW\"}, 'b.png']\n+++\nHi",
        ),
    ],
)
def test_an_answer_for_another_picture_is_replaced(before: str, after: str) -> None:
    text = before.replace("OLD", OLD)
    answer = PictureAnswer("a.png", ("P2",), text.index("a.png"), confirmed_for=NEW)
    assert written(text, Answers(pictures=(answer,))) == after.replace("NEW", NEW)


@pytest.mark.parametrize(
    "text",
    [
        "---\nimages: [{file: a.png, people: []}]\n---\nHi",
        "+++\nimages = [{file = 'a.png', people = []}]\n+++\nHi",
        "+++\n[[images]]\nfile = 'a.png'\n+++\nHi",
        "+++\nimages = 'b.png'\n+++\na.png",
    ],
)
def test_an_answer_that_somebody_wrote_is_not(text: str) -> None:
    answer = PictureAnswer("a.png", ("P2",), text.index("a.png"), confirmed_for=NEW)
    with pytest.raises(HeaderError, match=NEW):
        written(text, Answers(pictures=(answer,)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "---\ndeclare: [a, b]\nconfirmed_for: {A: OLD, b: OLD, people: [OLD]}\npeople: [P1]\n---\nHi",
            "---\ndeclare: [a, b, c]\nconfirmed_for: {b: OLD, people: [NEW], a: NEW, c: NEW}\npeople: [P2]\n---\nHi",
        ),
        (
            "---\ndeclare: [b, a]\npeople: [P1]\nconfirmed_for:\n  people:\n    - OLD\n  a: OLD\ntitle: T\n---\nHi",
            (
                "---\ndeclare: [b, a, c]\npeople: [P2]\n"
                "confirmed_for:\n  {people: [NEW], a: NEW, c: NEW}\ntitle: T\n---\nHi"
            ),
        ),
        (
            "+++\ndeclare = ['a']\npeople = []\nconfirmed_for = {a = 'OLD', people = ['OLD', 'OLD']}\n+++\nHi",
            (
                '+++\ndeclare = [\'a\', "c"]\npeople = ["P2"]\n'
                'confirmed_for = {"people" = ["NEW"], "a" = "NEW", "c" = "NEW"}\n+++\nHi'
            ),
        ),
    ],
)
def test_answers_of_the_post_for_something_else_are_replaced(before: str, after: str) -> None:
    ties = (("people", (NEW,)), ("a", (NEW,)), ("c", (NEW,)))
    answers = Answers(declare=("a", "c"), people=("P2",), confirmed_for=ties)
    assert written(before.replace("OLD", OLD), answers) == after.replace("OLD", OLD).replace("NEW", NEW)


def test_who_is_in_the_post_as_a_whole() -> None:
    assert written("---\npeople:\n---\nHi", NOBODY) == "---\npeople: []\n---\nHi"
    assert written("---\na: 1\n---\nHi", Answers(people=("P1", "yes"))) == '---\na: 1\npeople: [P1, "yes"]\n---\nHi'


def test_a_header_beside_a_draft() -> None:
    assert written("", ITEMS, beside=True) == "declare: [dress_checked, no_conflict]\n"
    assert written("# ours\nchannel: x", NOBODY, beside=True) == "# ours\nchannel: x\npeople: []\n"
    assert written("---\nchannel: x\n---\n", NOBODY, beside=True) == "---\nchannel: x\npeople: []\n---\n"
    before = "images:\n  - file: a.png\n"
    assert written(before, picture(before), beside=True) == "images:\n  - file: a.png\n    people: []\n"


@pytest.mark.parametrize(
    "encoded",
    [
        "---\ntitle: Été\n---\nZoë’s café\n".encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + "---\ntitle: Été\n---\nZoë’s café\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "---\r\ntitle: Été\r\n---\r\nZoë’s café\r\n".encode("utf-16-be"),
        "---\ntitle: Fête\n---\nZoë’s café — très bien\n".encode("cp1252"),
        "---\ntitle: Fête\n---\nZoë’s café\n".encode("cp1252") + "Zoë’s café\n".encode(),
    ],
)
def test_the_bytes_of_a_draft_stay(encoded: bytes) -> None:
    after = with_answers(encoded, ITEMS, beside=False)
    marker = "declare".encode("utf-16-le") if encoded.startswith(codecs.BOM_UTF16_LE) else None
    start = after.index(marker or ("declare".encode("utf-16-be") if encoded[:2] == codecs.BOM_UTF16_BE else b"declare"))
    assert after.startswith(encoded[:start])
    assert after.endswith(encoded[start:])
    assert parse_front_matter(textfile.decode(after, "")).header.declare == ITEMS.declare


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: a: b\n---\nHi",
        "title: T\nchannel: facebook\n\nHi",
        "---\n{title: T}\n---\nHi",
        "---\ndeclare: [a]\ndeclare: [b]\n---\nHi",
        "---\ndeclare: {a: b}\n---\nHi",
        "---\ndeclare: |\n  a\n---\nHi",
        "+++\ndeclare = {a = 1}\n+++\nHi",
        "+++\n[declare]\na = 1\n+++\nHi",
        "+++\ndeclare = [\n'a' # one\n]\n+++\nHi",
        "---\ndeclare: [a]\nconfirmed_for: abc\n---\nHi",
        "---\ntitle: T\nHi",
    ],
)
def test_what_cannot_be_added_to_safely_is_left_alone(text: str) -> None:
    with pytest.raises(HeaderError) as caught:
        written(text, ITEMS)
    assert caught.value.advice == "Write in it yourself: declare: [dress_checked, no_conflict]."


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs", "Cc")), max_size=12)


@given(
    st.lists(st.tuples(st.sampled_from(["title", "account", "mood", "declare", "people", "tags"]), _WORDS), max_size=5),
    _WORDS,
)
def test_whatever_a_header_holds_nothing_else_changes(pairs: list[tuple[str, str]], body: str) -> None:
    header = "".join(f"{key}: {value}\n" for key, value in dict(pairs).items())
    text = f"---\n{header}---\n{body}"
    try:
        data = text.encode()
        after = with_answers(data, ITEMS, beside=False)
    except HeaderError:
        return
    before, new = (parse_front_matter(textfile.decode(one, "")) for one in (data, after))
    assert {*ITEMS.declare} <= set(new.header.declare)
    assert set(new.header.declare) - {*ITEMS.declare} == set(before.header.declare) - {*ITEMS.declare}
    assert new.header.account == before.header.account
    assert after.endswith(data[data.rindex(b"---\n") :] if body.find("---\n") < 0 else b"")
