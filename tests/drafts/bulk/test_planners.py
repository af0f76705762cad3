"""Planners, which have no column of texts, and tables that lost letters."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from postcheck.model.settings import BulkSettings
from tests.drafts.bulk.test_tables import at, drafts, searched, workbook

# Letters


@pytest.mark.parametrize(
    "text", ["Well done Si?n", "Well done Si\ufffdn", "Well done ?ukasz", "Zo\ufffd won", "(?ukasz)"]
)
@pytest.mark.parametrize("heading", ["Text", "Headline,Text", "Monday"])
def test_letters_that_were_lost_are_said(tmp_path: Path, text: str, heading: str) -> None:
    (tmp_path / "plan.csv").write_text(f"{heading}\n{text}{',x' * heading.count(',')}\n", encoding="utf-8")
    (draft,) = drafts(tmp_path / "plan.csv")
    assert [item.file for item in draft.unexamined] == [draft.path]
    assert draft.unexamined[0].reason.startswith("Letters were lost in this row")
    assert "ukasz" not in draft.unexamined[0].reason


@pytest.mark.parametrize(
    "text",
    [
        *("Ready? Steady? Go!", "Who? Me?", "Really?!", "See https://hillside.sch.uk/?page=news", "Why?Because", "?"),
        *("hillside.sch.uk/news?id=x", "What ??", "Is it Siân?"),
    ],
)
def test_question_marks_are_no_lost_letters(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.csv").write_text(f"Text\n{text}\n", encoding="utf-8")
    (draft,) = drafts(tmp_path / "plan.csv")
    assert draft.unexamined == ()


def test_a_table_from_an_older_mac_keeps_its_names(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_bytes("Date,Text\r15/12/2026,Well done Siân\r".encode("mac_roman"))
    (draft,) = drafts(tmp_path / "plan.csv")
    assert searched(draft) == [("body", "Well done Siân")]


# Planners


CHANNELS = "Date,Event,Facebook,Insta caption,Twitter (X),Website\n15/12/2026,Sports day,Well done,,Bravo,\n"
DAYS = "Year 4 planner,,\nWeek,Monday,Tuesday\n1,Well done,\n2,,Bravo\n"
OTHER_NAMES = "Post message,Photo file names,Alt text,Publish time (local)\nWell done,a.jpg,A cup,2026-12-15 17:05\n"


def test_a_planner_with_a_column_a_channel_is_searched_whole(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text(CHANNELS)
    (draft,) = drafts(tmp_path / "plan.csv")
    assert searched(draft) == [("body", "Sports day"), ("body", "Well done"), ("body", "Bravo")]
    assert draft.header.channels == ("facebook", "x")
    assert (draft.header.publish_at, draft.problems, draft.unexamined) == (at(2026, 12, 15), (), ())


def test_a_planner_with_a_column_a_weekday_is_searched_whole(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text(DAYS)
    first, second = drafts(tmp_path / "plan.csv")
    assert [first.path, second.path] == ["drafts/plan.csv#row 3", "drafts/plan.csv#row 4"]
    title = ("hidden", "Year 4 planner")
    assert (searched(first), searched(second)) == ([("body", "Well done"), title], [("body", "Bravo")])


def test_a_planner_with_columns_of_other_names_is_searched_whole(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"")
    (tmp_path / "plan.csv").write_text(OTHER_NAMES)
    (draft,) = drafts(tmp_path / "plan.csv")
    assert searched(draft) == [("body", "Well done")]
    (image,) = draft.images
    assert (image.path.name, [alt.text for alt in image.said.alt]) == ("a.jpg", ["A cup"])
    assert draft.header.publish_at == at(2026, 12, 15, 17, 5)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_that_names_no_columns_is_searched_whole(tmp_path: Path, delimiter: str) -> None:
    (tmp_path / "b.png").write_bytes(b"")
    (tmp_path / "plan.csv").write_text(delimiter.join(("Well done Amelia", "b.png", "more")) + "\n")
    (draft,) = drafts(tmp_path / "plan.csv")
    assert searched(draft) == [("body", "Well done Amelia"), ("body", "more")]
    assert [image.path.name for image in draft.images] == ["b.png"]


@pytest.mark.parametrize("text", [CHANNELS, DAYS, OTHER_NAMES])
def test_a_planner_is_read_alike_as_a_workbook(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.csv").write_text(text)
    workbook(tmp_path, *csv.reader(io.StringIO(text)))
    plain, book = drafts(tmp_path / "plan.csv"), drafts(tmp_path / "plan.xlsx")
    assert [searched(draft) for draft in plain] == [searched(draft) for draft in book]
    assert [draft.header.channels for draft in plain] == [draft.header.channels for draft in book]
    file = book[-1].file
    assert file is not None
    cells = [spot.words for spot in file.spots if spot.words != "a row above the posts"]
    assert cells[-1].startswith(f"row {len(text.splitlines())}, column “")


def test_commas_in_texts_do_not_cut_up_a_table_that_names_no_columns(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("Well done, Amelia, Ben, and Cara;Bravo\nHello, all;Bye\n")
    first, second = drafts(tmp_path / "plan.csv")
    assert searched(first) == [("body", "Well done, Amelia, Ben, and Cara"), ("body", "Bravo")]
    assert searched(second) == [("body", "Hello, all"), ("body", "Bye")]


def test_settings_hold_in_a_planner(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("Monday,Notes (team)\nWell done,ask Amelia\n")
    (draft,) = drafts(tmp_path / "plan.csv", BulkSettings(ignore=("Notes (team)",)))
    assert searched(draft) == [("body", "Well done")]


# What stands above the posts, and in columns that aren't published


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("For Amelia,\nDate,Text\n,Well done\n", [("body", "Well done"), ("hidden", "For Amelia")]),
        ("# For Amelia\nDate,Text\n,Well done\n", [("body", "Well done"), ("hidden", "# For Amelia")]),
        ("Date,Text,Amelia\n,Well done,\n", [("body", "Well done"), ("hidden", "Amelia")]),
        ("Owner,Text\nAmelia,Well done\n", [("body", "Well done")]),
        ("Status,Text\nAsk mother of Amelia,Well done\n", [("other", "Ask mother of Amelia"), ("body", "Well done")]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_stands_beside_the_posts(tmp_path: Path, text: str, found: list[tuple[str, str]], kind: str) -> None:
    (tmp_path / "plan.csv").write_text(text)
    workbook(tmp_path, *csv.reader(io.StringIO(text)))
    (draft,) = drafts(tmp_path / f"plan.{kind}")
    assert searched(draft) == found


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_second_heading_names_the_columns_anew(tmp_path: Path, kind: str) -> None:
    text = "Owner,Text\nA. Osei,Well done\nText,Owner\nBravo,A. Osei\n"
    (tmp_path / "plan.csv").write_text(text)
    workbook(tmp_path, *csv.reader(io.StringIO(text)))
    *_, last = drafts(tmp_path / f"plan.{kind}")
    assert searched(last) == [("body", "Bravo")]


def test_what_settings_leave_out_is_left_out_however_long(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("Notes,Text\nAsk the mother of Amelia,Well done\n")
    (draft,) = drafts(tmp_path / "plan.csv", BulkSettings(ignore=("Notes",)))
    assert searched(draft) == [("body", "Well done")]
