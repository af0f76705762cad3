"""Each row of a scheduler's table is a post, and each cell keeps its place."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from postcheck.drafts.bulk import csv_table as bulk_csv
from postcheck.drafts.bulk import workbook_table as bulk_workbook
from postcheck.drafts.bulk.layout import Row, Table, moment_of
from postcheck.drafts.bulk.tables import posts_in, read_table
from postcheck.drafts.loader import load_draft
from postcheck.drafts.moments import parse_clock, parse_moment
from postcheck.drafts.source import DraftSource
from postcheck.errors import UnreadableError
from postcheck.model.draft import Draft
from postcheck.model.settings import BulkSettings
from postcheck.model.text import SourceText

USUAL = BulkSettings()


def at(*parts: int) -> datetime:
    """Return a moment of wall time in London."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - drafts have no other


def table(folder: Path, text: str, how: BulkSettings = USUAL, name: str = "plan.csv") -> Table:
    path = folder / name
    path.write_bytes(text.encode())
    return read_table(path, f"drafts/{name}", how)


def texts(row: Row, kind: str = "text") -> list[str]:
    return [cell.text.text for cell in row.of(kind)]


def workbook(folder: Path, *rows: Sequence[object], name: str = "plan.xlsx") -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(folder / name)
    return folder / name


def drafts(path: Path, how: BulkSettings = USUAL) -> list[Draft]:
    source = DraftSource(f"drafts/{path.name}", path, path.parent)
    return [load_draft(post, bulk=how) for post in posts_in(source, how)]


def searched(draft: Draft) -> list[tuple[str, str]]:
    return [(part.field, part.text if isinstance(part.text, str) else part.text.text) for part in draft.parts]


# CSV


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("date,time_24hr,message_text", "2026-12-01,09:30,Well done"),
        ("Date;Time;Message", "01/12/2026;9.30 am;Well done"),
        ("Text\tImage URL\tTags\tPosting Time", "Well done\t\tx\t2026-12-01 09:30"),
        ("Publish date,Caption,Platform", "1/12/2026 09:30,Well done,Instagram"),
        ("sep=;\nDate;Post copy", "2026-12-01T09:30;Well done"),
        ("Plan for December\n\nDate,Time,Post text", "2026-12-01,09:30,Well done"),
    ],
)
def test_the_tables_of_schedulers_are_understood(tmp_path: Path, header: str, row: str) -> None:
    (post,) = table(tmp_path, f"{header}\n{row}\n").rows
    assert texts(post) == ["Well done"]
    assert moment_of(post) == (at(2026, 12, 1, 9, 30), None)


def test_a_table_without_a_header_is_hootsuites(tmp_path: Path) -> None:
    first, second = table(tmp_path, "01/12/2026 09:30,Well done,https://school.example/a\n02/12/2026 10:00,More\n").rows
    assert (first.label, texts(first), texts(first, "link")) == ("row 1", ["Well done"], ["https://school.example/a"])
    assert (second.label, texts(second)) == ("row 2", ["More"])


def test_offsets_are_exact_through_quotation_marks_and_line_ends(tmp_path: Path) -> None:
    text = 'Message,Image\r\n"Well done ""Amelia"",\r\nhooray",a.jpg\r\n plain ,\r\n'
    plan = table(tmp_path, text)
    (quoted,) = plan.rows[0].of("text")
    assert quoted.text.text == 'Well done "Amelia",\r\nhooray'
    start = quoted.text.text.index("Amelia")
    low, high = quoted.text.origin(start, start + 6)
    assert text[low:high] == "Amelia"
    assert (quoted.where.line, quoted.where.column) == (2, 2)
    assert [row.label for row in plan.rows] == ["row 2", "row 3"]
    assert texts(plan.rows[1]) == [" plain "]


def test_settings_say_what_columns_mean(tmp_path: Path) -> None:
    how = BulkSettings(text=("Words",), ignore=("Private note",))
    (row,) = table(tmp_path, "Words,Private note,Sidebar\nWell done,ask Amelia,more\n", how).rows
    assert (texts(row), texts(row, "ignore"), texts(row, "other")) == (["Well done"], ["ask Amelia"], ["more"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no posts"),
        (" \n\n", "holds no posts"),
        ("Message,Image\n", "holds none"),
        ("pupil_id,forename,surname\nP1,Amelia,Carter\n", "list of pupils"),
        ("Forename,Surname,Message\nAmelia,Carter,x\n", "list of pupils"),
    ],
)
def test_what_is_no_table_of_posts_is_said(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        table(tmp_path, text)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ('one,"never closed\nAmelia', "not closed"),
        ('one,"closed" Amelia', "behind a closing quotation mark"),
        ("one,a.jpg,Amelia", "more cells than the 2 columns"),
        ("one" + ",x" * 300, "more than 200 cells"),
    ],
)
def test_a_row_that_is_broken_is_said_and_searched(tmp_path: Path, row: str, words: str) -> None:
    (tmp_path / "plan.csv").write_text(f"Message,Image\nfine,\n{row}\n")
    fine, *broken = drafts(tmp_path / "plan.csv")
    assert fine.unexamined == ()
    reasons = [
        item.reason for draft in broken for item in draft.unexamined if item.file.startswith("drafts/plan.csv#row 3")
    ]
    assert any(words in reason for reason in reasons)
    if "Amelia" in row:
        assert any(
            "Amelia" in part.text.text for draft in broken for part in draft.parts if not isinstance(part.text, str)
        )


def test_rows_beyond_the_limit_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_csv, "MAX_ROWS", 3)
    plan = table(tmp_path, "Message\n" + "x\n" * 5)
    assert len(plan.rows) == 3
    assert "rows were looked at" in plan.problems[0]


@pytest.mark.parametrize("words", ["ADMISSIONNO", "dob", "UPN", "Pupil ID"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_post_that_says_what_lists_of_pupils_say_is_still_a_post(tmp_path: Path, words: str, delimiter: str) -> None:
    (post,) = table(tmp_path, f"Message{delimiter}Alt text\n{words}{delimiter}x\n").rows
    assert (texts(post), texts(post, "alt")) == ([words], ["x"])
    (alone,) = table(tmp_path, f"Message\n{words}\n").rows
    assert texts(alone) == [words]
    (of_a_workbook,) = drafts(workbook(tmp_path, ["Message"], [words]))
    assert [getattr(part.text, "text", "") for part in of_a_workbook.parts] == [words]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            *[st.text(st.characters(codec="utf-8", exclude_categories=["C"], include_characters='\n\r",;'), min_size=1)]
            * 2
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_whatever_a_spreadsheet_writes_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str, end: str
) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("Message", "Alt text"), *rows])
    try:
        plan = table(tmp_path_factory.mktemp("bulk"), stream.getvalue())
    except UnreadableError:
        assert not any(cell.strip() for row in rows for cell in row)
        return
    written = [row for row in rows if any(cell.strip() for cell in row)]
    read = [(next(iter(texts(row)), ""), next(iter(texts(row, "alt")), "")) for row in plan.rows]
    assert read == [tuple(cell if cell.strip() else "" for cell in row) for row in written]
    for row in plan.rows:
        for cell in row.cells:
            for position, character in enumerate(cell.text.text):
                low, high = cell.text.origin(position, position + 1)
                assert plan.file.text[low:high] in {character, '""'}


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(['"', ",", ";", "\n", "\r", "Message", "a", " ", "\t", "|", '""', "2026-12-01"]), max_size=30
    ).map("".join)
)
def test_any_table_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("bulk")
    (folder / "plan.csv").write_text(text, newline="")
    assert drafts(folder / "plan.csv")


@pytest.mark.parametrize("piece", ['"', '"a",', "a,", '""', "\n", " ", '" '])
def test_a_hostile_table_does_not_keep_anybody_waiting(tmp_path: Path, piece: str) -> None:
    (tmp_path / "plan.csv").write_text("Message\nx\n" + piece * 100_000)
    source = DraftSource("plan.csv", tmp_path / "plan.csv", tmp_path)
    assert posts_in(source, USUAL)


# Dates


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-01", at(2026, 12, 1)),
        ("2026-12-01 13:05", at(2026, 12, 1, 13, 5)),
        ("01/12/2026", at(2026, 12, 1)),
        ("1.12.26 9:05", at(2026, 12, 1, 9, 5)),
        ("12/25/2026 3:00 PM", at(2026, 12, 25, 15)),
        ("31/11/2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_are_read_as_they_are_written_in_the_uk(text: str, moment: datetime | None) -> None:
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    ("text", "clock"),
    [("09:30", time(9, 30)), ("9.30pm", time(21, 30)), ("12 am", time(0)), ("25:00", None), ("noon", None)],
)
def test_times_of_day(text: str, clock: time | None) -> None:
    assert parse_clock(text) == clock


# The posts


@pytest.mark.parametrize("day", ["4 December 2026", "4-Dec-2026", "Fri 4th Dec 2026", "04/12/2026"])
@pytest.mark.parametrize(
    ("cell", "channels"),
    [
        ("FB", ("facebook",)),
        ("Facebook & Insta", ("facebook", "instagram")),
        ("Facebook Page: Hillside and Vale", ("facebook",)),
        ("FB and Instagram", ("facebook", "instagram")),
        ("X/Twitter", ("x",)),
    ],
)
def test_channels_and_days_in_everyday_words(tmp_path: Path, day: str, cell: str, channels: tuple[str, ...]) -> None:
    (tmp_path / "plan.csv").write_text(f"Date,Channel,Text\n{day},{cell},A lovely day\n")
    (draft,) = drafts(tmp_path / "plan.csv")
    assert (draft.problems, draft.header.channels, draft.header.publish_at) == ((), channels, at(2026, 12, 4))


def test_a_row_becomes_a_post(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"")
    (tmp_path / "plan.csv").write_text(
        "Date,Time,Channel,Message,Image,Alt text,First comment\n"
        "2026-12-01,09:00,Facebook Page: Hillside,Well done,a.jpg,Held up,More soon\n"
        '2026-12-02,,"instagram, X",Again,"a.jpg; gone.jpg; clip.mp4",,\n'
    )
    first, second = drafts(tmp_path / "plan.csv")
    assert (first.path, first.header.channels, first.header.publish_at) == (
        "drafts/plan.csv#row 2",
        ("facebook",),
        at(2026, 12, 1, 9),
    )
    assert [(part.field, getattr(part.text, "text", "")) for part in first.parts] == [
        ("body", "Well done"),
        ("first_comment", "More soon"),
    ]
    assert [(image.name, [alt.text for alt in image.said.alt]) for image in first.images] == [
        ("drafts/a.jpg", ["Held up"])
    ]
    assert second.header.channels == ("instagram", "x")
    assert [(image.name, image.absent) for image in second.images] == [
        ("drafts/a.jpg", False),
        ("drafts/gone.jpg", True),
    ]
    assert [video.file for video in second.header.videos] == ["clip.mp4"]
    assert [item.reason for item in second.unexamined] == [
        "Line 3 of the draft names this image, but it is not there. Put it there or correct the name."
    ]


def test_what_a_row_says_unreadably_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("Date,Channel,Message\nsoon,MySpace,Well done\n")
    (draft,) = drafts(tmp_path / "plan.csv")
    assert [(problem.code, problem.evidence) for problem in draft.problems] == [
        ("channel-unknown", "MySpace"),
        ("date-invalid", "soon"),
    ]


def test_a_row_keeps_its_identity_when_others_are_put_in_above(tmp_path: Path) -> None:
    head, row = "Date,Channel,Message\n", "2026-12-01,facebook,Well done\n"
    (before,) = table(tmp_path, head + row).rows
    *_, after = table(tmp_path, head + "2026-11-30,facebook,First\n" + row, name="later.csv").rows
    one, two = table(tmp_path, head + row + row, name="twice.csv").rows
    assert before.identity == after.identity == one.identity != two.identity


# Excel


def test_a_workbook_is_read_cell_by_cell(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ["Date", "Time", "Message"],
        [at(2026, 12, 1), time(9, 30), "Well done Amelia"],
        [None, None, None],
        ["soon", None, "b"],
    )
    first, second = drafts(path)
    assert (first.path, first.header.publish_at) == ("drafts/plan.xlsx#row 2", at(2026, 12, 1, 9, 30))
    (body,) = first.parts
    assert not isinstance(body.text, str)
    low, high = body.text.origin(10, 16)
    assert body.text.file.text[low:high] == "Amelia"
    assert body.text.file.place(low) == "row 2, column “Message”"
    assert second.path == "drafts/plan.xlsx#row 4"
    assert [(problem.code, problem.where.place) for problem in second.problems] == [
        ("date-invalid", "row 4, column “Date”")
    ]


def test_every_sheet_is_looked_at(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["Message"], ["Well done"])
    book = openpyxl.load_workbook(path)
    hidden, lists = book.create_sheet("More"), book.create_sheet("Lists")
    hidden.sheet_state = "hidden"
    for sheet, rows in ((hidden, (["Caption"], ["Hidden"])), (lists, (["Colours"], ["red"]))):
        for row in rows:
            sheet.append(row)
    book.save(path)
    assert [draft.path for draft in drafts(path)] == [
        "drafts/plan.xlsx#sheet 1 row 2",
        "drafts/plan.xlsx#sheet 2 row 2",
        "drafts/plan.xlsx#sheet 3 row 1",
        "drafts/plan.xlsx#sheet 3 row 2",
    ]


def test_a_formula_without_a_value_is_searched_and_said(tmp_path: Path) -> None:
    post, rest = drafts(workbook(tmp_path, ["Message"], ['=CONCATENATE("Amelia"," Carter")']))
    assert "Amelia" in str(post.parts[0].text)
    assert rest.unexamined[0].reason.startswith("Row 2 has a formula without a saved value.")


def test_what_a_workbook_holds_besides_cells_is_said(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["Message"], ["Well done"])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", b"x")
        archive.writestr("xl/vbaProject.bin", b"x")
        archive.writestr("xl/extra.xml", b"<memo>Amelia</memo>")
    _, rest = drafts(path)
    reason = rest.unexamined[0].reason
    assert "Pictures in its cells were not looked at." in reason
    assert "Other files or macros in it were not looked at." in reason
    assert "A part of it (extra.xml) is of a kind that postcheck does not know." in reason


def test_words_beside_the_cells_belong_to_their_row(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["Message"], ["Well done"], ["Lovely"])
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.title = "For Zainab"
    sheet["A3"].comment = Comment("Ask Amelia", "J. Osei")
    sheet.oddHeader.center.text = "Rhys of 4B"
    sheet.oddHeader.center.font = "Georgia,Bold"
    sheet.oddHeader.center.size = 12
    choice = DataValidation(type="list", formula1='"Owen,Imogen"', promptTitle="Who", prompt="Amelia or Rhys")
    choice.add("A2")
    sheet.add_data_validation(choice)
    sheet["A2"].hyperlink = Hyperlink(ref="A2", location="A1", tooltip="To Rhys")
    book.save(path)
    first, second = drafts(path)

    def hidden(draft: Draft) -> list[tuple[str, str]]:
        texts = (part.text for part in draft.parts if part.field == "hidden")
        return [
            (text.text, str(text.file.place(text.runs[0].origin))) for text in texts if isinstance(text, SourceText)
        ]

    assert hidden(second) == [("Ask Amelia", "a comment on row 3")]
    assert sorted(hidden(first)) == [
        ("Amelia or Rhys", "a validation on row 2"),
        ("For Zainab", "the name of a sheet"),
        ("J. Osei", "words beside the cells"),
        ("Owen,Imogen", "a validation"),
        ("Rhys of 4B", "the header or footer of a printed sheet"),
        ("To Rhys", "a link on row 2"),
        ("Who", "a validation on row 2"),
    ]
    assert first.unexamined == second.unexamined == ()


def test_a_text_box_of_a_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["Message"], ["Well done"])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "xl/Zeichnung.xml", b'<x:wsDr xmlns:x="urn:x"><x:p><x:t>Am</x:t><x:t>elia</x:t></x:p></x:wsDr>'
        )
    (draft,) = drafts(path)
    assert [(part.field, part.text.text) for part in draft.parts if isinstance(part.text, SourceText)] == [
        ("body", "Well done"),
        ("hidden", "Amelia"),
    ]


def test_a_workbook_of_pupils_is_not_searched(tmp_path: Path) -> None:
    (draft,) = drafts(workbook(tmp_path, ["pupil_id", "forename", "surname"], ["P1", "Amelia", "Carter"]))
    assert draft.unexamined[0].reason.startswith("It looks like a list of pupils")


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_workbook_is_refused(tmp_path: Path, share: float) -> None:
    path = workbook(tmp_path, ["Message"], ["Well done"])
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    (draft,) = drafts(path)
    assert "damaged" in draft.unexamined[0].reason


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["Message"], ["Well done"])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings2.xml", b'<!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>')
    (draft,) = drafts(path)
    assert "document type" in draft.unexamined[0].reason


def test_more_rows_and_cells_than_can_be_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path, ["Message"], *([str(number)] for number in range(9)))
    monkeypatch.setattr(bulk_workbook, "MAX_ROWS", 4)
    assert len(drafts(path)) == 5
    monkeypatch.setattr(bulk_workbook, "_MAX_CELLS", 3)
    (draft,) = drafts(workbook(tmp_path, ["Message"], *([str(number)] for number in range(9)), name="other.xlsx"))
    assert "more cells" in draft.unexamined[0].reason


def test_a_sheet_that_claims_to_be_endless_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["Message"], ["Well done"])
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    sheet = content["xl/worksheets/sheet1.xml"]
    content["xl/worksheets/sheet1.xml"] = sheet.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    (draft,) = drafts(path)
    assert draft.path == "drafts/plan.xlsx#row 2"
