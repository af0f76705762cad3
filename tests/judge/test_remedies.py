"""What to do about something at the place where it stands, with the command to type."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL.PngImagePlugin import PngInfo

from postcheck.config.packs import load_pack, shipped_packs
from postcheck.judge.barring import ADVICE
from postcheck.judge.remedies import there
from postcheck.model.draft import Draft, DraftImage, Inside
from postcheck.model.report import Flag
from postcheck.model.severity import Severity
from postcheck.model.text import PlaceKind, Where
from tests.judge.desk import judge

IMAGE = DraftImage("k", Path("p.png"), "drafts/p.png", Where(PlaceKind.IMAGE, "drafts/p.png"))
DRAFT = Draft("drafts/our post.md", Path("drafts/our post.md"), images=(IMAGE,))
COMMAND = "`postcheck redact 'drafts/our post.md' --out safe`"


@pytest.mark.parametrize(
    ("where", "begins", "commanded"),
    [
        (
            Where(PlaceKind.IMAGE, "drafts/p.png"),
            "A copy of the picture without it is written into the folder safe by ",
            True,
        ),
        (Where(PlaceKind.METADATA, "drafts/p.png", "exif"), "It stands in the picture's hidden details", True),
        (Where(PlaceKind.FILENAME, "drafts/p.png"), "It stands in the file's name", True),
        (Where(PlaceKind.FILENAME, "drafts/our post.md"), "It stands in the file's name", False),
        (Where(PlaceKind.METADATA, "drafts/post.docx", "properties"), "It stands in the hidden details of", False),
        (Where(PlaceKind.TEXT, "drafts/post.docx", "comment"), "It stands in a comment: delete the comment", False),
        (Where(PlaceKind.TEXT, "drafts/post.docx", "deleted"), "It stands in deleted text", False),
        (Where(PlaceKind.TEXT, "drafts/our post.md", "body"), "", False),
    ],
)
def test_what_to_do_there(where: Where, begins: str, commanded: bool) -> None:
    said = there(where, DRAFT)
    assert said.startswith(begins)
    assert (COMMAND in said) is commanded
    assert said.endswith(COMMAND) is commanded


def test_a_picture_inside_a_document_has_no_command() -> None:
    inside = DraftImage("k", Path("p.docx"), "p.docx!1.png", Where(PlaceKind.IMAGE, "p.docx!1.png"), inside=Inside("1"))
    said = there(Where(PlaceKind.IMAGE, "p.docx!1.png"), Draft("p.docx", Path("p.docx"), images=(inside,)))
    assert "inside a document" in said
    assert "`" not in said


def test_text_on_standard_input_has_no_command() -> None:
    assert "`" not in there(Where(PlaceKind.IMAGE, "drafts/p.png"), Draft("-", None, images=(IMAGE,)))


POST = "---\nchannel: facebook\nimages:\n  - file: {name}\n    people: []\n---\nOur certificates.\n"


def only(flags: tuple[Flag, ...], rule: str) -> Flag:
    (flag,) = [flag for flag in flags if flag.rule == rule]
    return flag


def test_a_name_in_a_picture(tmp_path: Path) -> None:
    found = judge("north-star", POST.format(name="picture.png"), tmp_path, words="Amelia Carter").flags
    flag = only(found, "NST-NAME-1")
    assert flag.advice.startswith("Leave the surname (or its initial) out. The first name alone may stand beside ")
    assert re.search(r" written into the folder safe by `postcheck redact \S+ --out safe`$", flag.advice)


def test_a_name_in_hidden_details(tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("Title", "Amelia Carter in the sun")
    found = judge("aspire", POST.format(name="picture.png"), tmp_path, save={"pnginfo": info}).flags
    advice = only(found, "ASP-NAME-1").advice
    assert "hidden details, which are published with it: take a screenshot" in advice
    assert re.search(
        r"A copy without them is written into the folder safe by `postcheck redact \S+ --out safe`$", advice
    )


def test_a_barred_name_has_the_list_s_own_words_wherever_it_stands(tmp_path: Path) -> None:
    found = judge("aspire", POST.format(name="picture.png"), tmp_path, words="Oluwaseun Adeyemi").flags
    assert {flag.advice for flag in found if flag.pupil_ids == ("P0004",)} == {ADVICE}
    named = judge("aspire", "---\nchannel: facebook\n---\nWell done, Oluwaseun!\n", tmp_path / "named").flags
    assert [(flag.rule, flag.severity, flag.advice) for flag in named] == [("ASP-NAME-1", "fail", ADVICE)]


@pytest.mark.parametrize(
    ("channel", "meant"),
    [
        ("facebok", "Did you mean `facebook`? Known channels: "),
        ("instagrm", "Did you mean `instagram`? Known channels: "),
        ("newsleter", "Did you mean `newsletter`? Known channels: "),
        ("pigeon post", "Known channels: "),
    ],
)
def test_a_channel_that_was_meant(channel: str, meant: str, tmp_path: Path) -> None:
    (flag,) = judge("aspire", f"---\nchannel: {channel}\n---\nThe fair.\n", tmp_path).flags
    assert flag.advice.startswith(meant)


def test_a_day_that_was_meant(tmp_path: Path) -> None:
    draft = "---\nchannel: facebook\npublish_at: 4 Decmber 2026\n---\nThe fair.\n"
    (flag,) = judge("aspire", draft, tmp_path).flags
    assert flag.advice.startswith("Did you mean 4 December 2026? Write it like ")


COMMANDED = '`postcheck sign-off DRAFT --as "NAME"`'
APPROVED = re.compile(
    r"approved_by:|sign(?:s|ed)? (?:\S+ ){0,2}off|(?:senior leader|\bhead(?: teacher)?) (?:decide|say|read)"
)


@pytest.mark.parametrize("name", shipped_packs())
def test_a_remedy_that_sends_to_somebody_else_names_the_command(name: str) -> None:
    pack = load_pack(name)
    said = [rule.remedy for rule in pack.rules]
    said += [kind.advice for lexicon in pack.lexicons.values() for kind in lexicon.kinds]
    to_another = [advice for advice in said if APPROVED.search(advice)]
    assert to_another
    assert [advice for advice in to_another if COMMANDED not in advice] == []


@pytest.mark.parametrize("name", sorted(shipped_packs()))
def test_no_rule_speaks_of_a_year_group_that_the_suggestion_beside_it_may_contradict(name: str) -> None:
    pack = load_pack(name)
    said = [rule.remedy for rule in pack.rules]
    assert said
    assert [words for words in said if re.search(r"(?i)\b(?:year|class) \d", words)] == []


def test_a_grown_ups_name_that_is_noted_is_not_told_to_be_taken_out(tmp_path: Path) -> None:
    text = "Thank you to Linda Morgan for the cakes.\n\nWell done, Amelia Carter!\n"
    flags = judge("aspire", text, tmp_path).flags
    advice = {flag.evidence: (flag.severity, flag.advice) for flag in flags if flag.rule == "ASP-NAME-1"}
    severity, said = advice["Morgan"]
    assert severity is Severity.NOTE
    assert said.startswith("If it is a pupil, follow the rule: ")
    assert "people list" in said
    assert advice["Amelia Carter"][1].startswith("Take the name out")
