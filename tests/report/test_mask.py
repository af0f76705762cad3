"""--hide-names: neither evidence, nor a path, nor a quoted file name gives a name away."""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.model.draft import Draft, Unexamined
from postcheck.model.mention import Candidate, Certainty, Mention, NameForm, Reason
from postcheck.model.people import ListedNames, Pupil, Roll
from postcheck.model.report import DraftReport, Flag, Report
from postcheck.model.severity import Category
from postcheck.model.text import Passage, PlaceKind, TextFile, Where
from postcheck.report.base import FORMATS, ReportOptions
from postcheck.report.listed import squashed
from postcheck.report.mask import MASK, Masker

from . import build


def post_with(*flags: Flag, path: str = "drafts/post.md", **other: object) -> DraftReport:
    file = TextFile(path, "Well done to Amelia Carter.\n")
    values: dict[str, object] = {"flags": flags, **other}
    return DraftReport(Draft(path, Path(path), file), build.PACK, ("facebook",), build.DAY, **values)  # type: ignore[arg-type]


def in_file_name(evidence: str, file: str) -> Flag:
    return build.name_flag(
        evidence, Where(PlaceKind.FILENAME, file, "filename", 0, len(evidence)), message="In a file name."
    )


def in_text(evidence: str) -> Flag:
    return build.name_flag(evidence, Where(PlaceKind.TEXT, "drafts/post.md", "body", 1, 14, 13, 13 + len(evidence)))


def masker(*flags: Flag, **other: Any) -> Masker:
    return Masker(build.one(post_with(*flags, **other)), show_names=False)


def test_nothing_is_masked_unless_asked_for() -> None:
    shown = Masker(build.one(post_with(in_file_name("amelia", "amelia.jpg"))), show_names=True)
    assert (shown.evidence("Amelia"), shown.path("amelia.jpg"), shown.prose("amelia.jpg is broken")) == (
        "Amelia",
        "amelia.jpg",
        "amelia.jpg is broken",
    )


def test_the_mask_tells_neither_letters_nor_length() -> None:
    hidden = masker()
    assert hidden.evidence("Al") == hidden.evidence("Amelia Carter-Okonkwo") == MASK
    assert hidden.evidence("") == ""


@pytest.mark.parametrize(
    ("evidence", "file", "masked"),
    [
        ("amelia_carter", "img/amelia_carter.jpg", f"img/{MASK}.jpg"),
        ("amelia carter", "img/Amelia-Carter2.jpg", f"img/{MASK}2.jpg"),
        ("Amelia Carter", "img/star_AmeliaCarter.jpg", f"img/star_{MASK}.jpg"),
        ("amelia", "img/staramelia.jpg", f"img/star{MASK}.jpg"),
        ("Amelia Carter", "img/Amelia%20Carter.jpg", f"img/{MASK}.jpg"),
        ("Zoë", f"img/{unicodedata.normalize('NFD', 'zoë')}.jpg", f"img/{MASK}.jpg"),
        ("unfindable words", "img/amelia.jpg", f"img/{MASK}.jpg"),
        ("amelia", r"img\amelia.jpg", rf"img\{MASK}.jpg"),
    ],
)
def test_a_flagged_file_name_is_masked(evidence: str, file: str, masked: str) -> None:
    assert masker(in_file_name(evidence, file)).path(file) == masked


@pytest.mark.parametrize(
    ("evidence", "path", "masked"),
    [
        ("Amelia", "drafts/amelia/post.md", f"drafts/{MASK}/post.md"),
        ("Amelia Carter", "drafts/Carter/post.md", f"drafts/{MASK}/post.md"),
        ("Amelia", "drafts/starAmeliaPost.md", f"drafts/star{MASK}Post.md"),
        ("Art", "drafts/start/art.md", f"drafts/start/{MASK}.md"),
        ("Art", "drafts/party.md", "drafts/party.md"),
        ("Zoë", f"drafts/{unicodedata.normalize('NFD', 'Zoë')}/post.md", f"drafts/{MASK}/post.md"),
    ],
)
def test_a_name_found_anywhere_is_masked_in_paths_as_a_word(evidence: str, path: str, masked: str) -> None:
    assert masker(in_text(evidence)).path(path) == masked


def test_evidence_that_is_no_name_leaves_paths_alone() -> None:
    flag = dataclasses.replace(in_text("drafts"), category=Category.CONTENT)
    assert masker(flag).path("drafts/post.md") == "drafts/post.md"


def test_a_pupil_who_may_be_named_is_masked_in_paths_all_the_same() -> None:
    passage = Passage("Rhys won", PlaceKind.TEXT, "drafts/post.md", "body")
    mention = Mention(
        passage,
        0,
        4,
        (Candidate("P1", NameForm.FIRST, Certainty.CERTAIN),),
        NameForm.FIRST,
        Certainty.CERTAIN,
        Reason.FIRST,
    )
    assert masker(mentions=(mention,)).path("drafts/rhys.md") == f"drafts/{MASK}.md"


def test_a_sentence_that_quotes_a_flagged_file_is_masked() -> None:
    hidden = masker(
        in_file_name("amelia_carter", "img/amelia_carter.jpg"), unexamined=(Unexamined("img/amelia_carter.jpg", "x"),)
    )
    assert (
        hidden.prose("img/amelia_carter.jpg (amelia_carter.jpg) is broken.")
        == f"img/{MASK}.jpg ({MASK}.jpg) is broken."
    )


@pytest.mark.parametrize("name", ["rich", "json", "jsonl"])
def test_no_format_gives_a_name_away(name: str) -> None:
    post = post_with(
        in_text("Amelia Carter"),
        in_file_name("amelia_carter", "drafts/amelia_carter.jpg"),
        path="drafts/carter/post.md",
        unexamined=(Unexamined("drafts/amelia_carter.jpg", "The file amelia_carter.jpg is broken."),),
        suppressed=(in_text("Amelia"),),
        consent_lists=("carter/consent.csv",),
    )
    text = FORMATS[name](build.one(post), ReportOptions(show_names=False))
    assert "amelia" not in text.casefold()
    assert "carter" not in text.casefold()
    assert "P0007" in text
    assert MASK in text
    assert "amelia" in FORMATS[name](build.one(post), ReportOptions()).casefold()


def test_the_same_path_is_masked_the_same_way_everywhere() -> None:
    file = "drafts/amelia_carter.jpg"
    post = post_with(in_file_name("amelia_carter", file), path=file, unexamined=(Unexamined(file, "Broken."),))
    found = json.loads(FORMATS["json"](build.one(post), ReportOptions(show_names=False)))["posts"][0]
    assert (
        found["path"] == found["flags"][0]["where"]["file"] == found["not_examined"][0]["file"] == f"drafts/{MASK}.jpg"
    )


letters = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéłüß", min_size=3, max_size=8)


@given(first=letters, last=letters, joint=st.sampled_from([" ", "_", "-", "", ".", "%20"]), upper=st.booleans())
def test_no_joint_lets_a_name_through(first: str, last: str, joint: str, upper: bool) -> None:
    stem = f"{first}{joint}{last}"
    path = f"x0/{stem.upper() if upper and len(stem.upper()) == len(stem) else stem}1.jpg"
    text = Masker(Report((post_with(in_text(f"{first} {last}")),), build.PACK, build.DAY), show_names=False).path(path)
    assert text == f"x0/{MASK}1.jpg"


SEUN = Pupil("P1", "Oluwaseun", "Adeyemi", preferred_forename="Seun", middle_names="David")
LISTED = (
    SEUN,
    Pupil("P2", "Zoë", "O'Brien-Kowalczyk", aliases=(Pupil("P2", "Zoë", "Whitlock"),)),
    Pupil("P3", "Summer", "Rose"),
    Pupil("P4", "Alexander (Sasha)", "Art"),
    Pupil("P6", "-", "Art"),
    Pupil("P7", "Summer", "?"),
    Pupil("P5", "Li", "Yu", other_names=("Benny Yu",)),
)


def by_list(*posts: DraftReport, pupils: tuple[Pupil, ...] = LISTED) -> Masker:
    listed = ListedNames((Roll(pupils, "consent.csv"),), {"summer", "rose", "art"}.__contains__)
    return Masker(Report(posts, build.PACK, build.DAY, listed=listed), show_names=False)


@pytest.mark.parametrize(
    ("path", "masked"),
    [
        ("Oluwaseun Adeyemi/snow.md", f"{MASK}/snow.md"),
        ("Oluwaseun-Adeyemi.md", f"{MASK}.md"),
        ("oluwaseun_adeyemi2.md", f"{MASK}2.md"),
        ("OluwaseunAdeyemi.md", f"{MASK}.md"),
        ("snowoluwaseunadeyemi.md", f"snow{MASK}.md"),
        ("Adeyemi, Oluwaseun David.md", f"{MASK}.md"),
        ("ADEYEMI_SEUN.md", f"{MASK}.md"),
        ("adeyemi/oluwaseun.md", f"{MASK}/{MASK}.md"),
        ("sasha-art.png", f"{MASK}.png"),
        ("Zoe OBrien.pptx", f"{MASK}.pptx"),
        ("zo%C3%AB-kowalczyk.png", f"{MASK}.png"),
        ("whitlock/zoe.md", f"{MASK}/{MASK}.md"),
        ("summer_rose/a.md", f"{MASK}/a.md"),
        ("Summer/Rose.md", f"{MASK}/{MASK}.md"),
        ("benny-yu.md", f"{MASK}.md"),
        ("li_yu.md", f"{MASK}.md"),
        ("summer/rose/art.md", f"{MASK}/{MASK}/art.md"),
        ("oadeyemi.md", f"{MASK}.md"),
        ("adeyemi_o.md", f"{MASK}.md"),
        ("ADEYEMIS2.md", f"{MASK}2.md"),
        ("oluwaseuna/a.md", f"{MASK}/a.md"),
        ("zwhitlock.md", f"{MASK}.md"),
    ],
)
def test_nobody_on_the_list_can_be_read_in_a_path(path: str, masked: str) -> None:
    assert by_list(post_with()).path(path) == masked


@pytest.mark.parametrize(
    "path",
    [
        "summer/fair.md",
        "news/rose.md",
        "art/start.md",
        "liyung.md",
        "deyemi/oluwas.md",
        "smart/oyu.md",
        "yu/a.md",
        "srose.md",
        "summerr.md",
    ],
)
def test_a_word_or_a_part_of_a_word_in_a_path_stays(path: str) -> None:
    assert by_list(post_with()).path(path) == path


def test_a_word_is_masked_once_the_report_has_found_it_as_a_name() -> None:
    assert by_list(post_with(in_text("Summer"))).path("summer/art.md") == f"{MASK}/art.md"


def test_names_that_look_the_same_are_told_apart_and_always_in_the_same_way() -> None:
    paths = ("drafts/Oluwaseun/post.md", "drafts/whitlock/post.md", "drafts/Zoe/post.md")
    posts = [post_with(path=path) for path in reversed(paths)]
    hidden = by_list(*posts)
    assert [hidden.path(path) for path in paths] == [
        f"drafts/{MASK}/post.md",
        f"drafts/{MASK}(2)/post.md",
        f"drafts/{MASK}(3)/post.md",
    ]
    assert hidden.prose(f"See {paths[1]}.") == f"See drafts/{MASK}(2)/post.md."


def test_names_across_folders_are_told_apart_too() -> None:
    paths = ("summer/rose/post.md", "zoe/kowalczyk/post.md", "zoe/rose/post.md")
    hidden = by_list(*(post_with(path=path) for path in paths))
    assert [hidden.path(path) for path in paths] == [
        f"{MASK}(3)/{MASK}(2)/post.md",
        f"{MASK}(4)/{MASK}/post.md",
        f"{MASK}(4)/rose/post.md",
    ]


def test_no_number_makes_a_name_look_like_one_that_had_it() -> None:
    paths = ("Adeyemi(2).md", "Oluwaseun.md", "Seun.md", "Zoe.md")
    hidden = by_list(*(post_with(path=path) for path in paths))
    assert [hidden.path(path) for path in paths] == [f"{MASK}(2).md", f"{MASK}.md", f"{MASK}(3).md", f"{MASK}(4).md"]


def test_a_sentence_that_quotes_an_unknown_path_gives_nobody_away() -> None:
    hidden = by_list(post_with())
    said = "The picture pics/ADEYEMI2.png is named in zwhitlock.md; in summer no rose is smart art."
    assert hidden.prose(said) == (
        f"The picture pics/{MASK}2.png is named in {MASK}.md; in summer no rose is smart art."
    )


def test_a_short_form_does_not_keep_a_longer_one_from_being_masked() -> None:
    hidden = masker(in_text("T. Brackenbury"), in_text("cadet brackenbury"))
    assert hidden.path("cadet brackenbury.md") == f"{MASK}.md"
    assert hidden.written("Of cadet brackenbury and T Brackenbury.") == f"Of {MASK} and {MASK}."


def test_names_that_share_a_word_are_masked_both() -> None:
    hidden = masker(in_text("Amelia Rose"), in_text("Rose Tyler-Ray"))
    assert hidden.path("amelia_rose_tyler_ray.md") == f"{MASK}.md"


NAMES = st.sampled_from(
    [
        (pupil.forename, pupil.surname)
        for pupil in LISTED
        if "(" not in pupil.forename and pupil.forename != "-" and pupil.surname != "?"
    ]
)
AROUND = st.text(alphabet="abcXYZ 01._-/\\%20ßéğ\u0308'", max_size=12)


@given(
    name=NAMES,
    before=AROUND,
    after=AROUND,
    joint=st.sampled_from([" ", "_", "-", "", ".", "%20", ", "]),
    turned=st.booleans(),
    change=st.sampled_from([str, str.upper, str.lower, str.title]),
)
def test_no_full_name_of_the_list_survives(
    name: tuple[str, str], before: str, after: str, joint: str, turned: bool, change: Any
) -> None:
    written = change(joint.join(reversed(name) if turned else name))
    hidden = by_list(post_with())
    text = f"{before}{written}{after}"
    if len(squashed(written)) < 7:
        text = f"{before}/{written}/{after}"
    for shown in (hidden.path(text), hidden.written(text), hidden.prose(text), hidden.quoted(text)):
        assert MASK in shown
        assert squashed("".join(name)) not in squashed(shown)
