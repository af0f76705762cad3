"""Words of a workbook that stand in none of the cells that its table shows, each once, and what can't be looked at."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from postcheck.drafts.bulk.tables import posts_in
from postcheck.drafts.loader import load_draft
from postcheck.drafts.source import DraftSource
from postcheck.model.draft import Draft
from postcheck.model.settings import BulkSettings
from postcheck.model.text import SourceText
from tests.builders.documents import relations, sheet_cell, workbook_parts

REST = "words beside the cells"
OTHER_SHEET = f'<worksheet><row r="1">{sheet_cell("A1", "Amelia Kay")}</row></worksheet>'
LOOK = " Save the table as CSV, or have a person look at it."
ROW3 = "a cell on row 3"


def drafts(path: Path) -> list[Draft]:
    return [load_draft(post) for post in posts_in(DraftSource("plan.xlsx", path, path.parent), BulkSettings())]


def hidden(path: Path) -> list[tuple[str, str]]:
    return [
        (part.text.text, str(part.text.file.place(part.text.runs[0].origin)))
        for draft in drafts(path)
        for part in draft.parts
        if isinstance(part.text, SourceText) and part.field == "hidden"
    ]


def reasons(path: Path) -> list[str]:
    return [item.reason for draft in drafts(path) for item in draft.unexamined]


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (
            '<row r="3"><c r="B3" t="inlineStr"><is><t>x</t><rPh sb="0" eb="1"><t>Amelia Kay</t></rPh></is></c></row>',
            "a cell on row 3",
        ),
        ('<row r="3"><c r="B3"><f>1+N("Amelia Kay")</f><v>1</v></c></row>', ROW3),
        (f'<row r="3">{sheet_cell("B3", "Amelia Kay")}{sheet_cell("B3", "x")}</row>', ROW3),
        (
            f'<row r="5">{sheet_cell("B5", "x")}</row><row r="4">{sheet_cell("B4", "Amelia Kay")}</row>',
            "a cell on row 4",
        ),
        ('<row r="3">Amelia Kay</row>', REST),
        ("<!-- Amelia Kay -->", REST),
    ],
)
def test_cells_that_the_table_does_not_show(tmp_path: Path, rows: str, what: str) -> None:
    path = workbook_parts(tmp_path / "plan.xlsx", rows)
    assert hidden(path) == [("Amelia Kay", what)]


@pytest.mark.parametrize(
    ("beside", "found"),
    [
        ('<protectedRanges><protectedRange name="Amelia Kay"/></protectedRanges>', ("Amelia Kay", REST)),
        ('<scenarios><scenario name="a" user="Amelia Kay"/></scenarios>', ("Amelia Kay", REST)),
        ('<autoFilter ref="A1:B2"><filters><filter val="Amelia"/></filters></autoFilter>', ("Amelia", "a filter")),
        (
            '<cfRule><formula>A1="Amelia"</formula></cfRule>',
            ("Amelia", REST),
        ),
        (
            '<hyperlinks><hyperlink ref="A2" location="\'Amelia Kay\'!A1"/></hyperlinks>',
            ("'Amelia Kay'!A1", REST),
        ),
        ('<x:note xmlns:x="urn:x">Amelia</x:note>', ("Amelia", REST)),
    ],
)
def test_words_beside_the_cells_of_a_sheet(tmp_path: Path, beside: str, found: tuple[str, str]) -> None:
    assert hidden(workbook_parts(tmp_path / "plan.xlsx", beside=beside)) == [found]


@pytest.mark.parametrize(
    ("part", "content", "found"),
    [
        ("xl/sharedStrings.xml", "<sst><si><r><t>Amelia </t></r><r><t>Kay</t></r></si></sst>", "a cell"),
        ("xl/worksheets/other.xml", OTHER_SHEET, "a cell on row 1"),
        ("xl/tables/table1.xml", '<table name="T"><tableColumn name="Amelia Kay"/></table>', "a table"),
        ("xl/slicers/slicer1.xml", '<slicers><slicer caption="Amelia Kay"/></slicers>', REST),
        ("xl/styles2.xml", '<styleSheet><numFmt formatCode="&quot;Amelia Kay&quot; 0"/></styleSheet>', "a format"),
        ("xl/persons/person.xml", '<personList><person displayName="Amelia Kay"/></personList>', "who commented"),
        ("xl/drawings/d.vml", '<xml><v:shape xmlns:v="urn:v"><v:textbox>Amelia Kay</v:textbox></v:shape></xml>', REST),
        ("docProps/core.xml", "<coreProperties><creator>Amelia Kay</creator></coreProperties>", "a property"),
        ("customXml/item1.xml", '<a b="Amelia Kay"/>', "a property"),
        ("xl/externalLinks/e.xml", "<externalLink><v>Amelia Kay</v></externalLink>", "a cell"),
    ],
)  # fmt: skip
def test_words_in_other_parts(tmp_path: Path, part: str, content: str, found: str) -> None:
    path = workbook_parts(tmp_path / "plan.xlsx", parts={part: content})
    assert (hidden(path), reasons(path)) == ([("Amelia Kay", found)], [])


def test_where_links_lead(tmp_path: Path) -> None:
    links = {"xl/worksheets/_rels/sheet1.xml.rels": relations(("r1", "hyperlink", "mailto:amelia@example.org"))}
    assert hidden(workbook_parts(tmp_path / "plan.xlsx", parts=links)) == [("amelia@example.org", "a link")]


def test_what_programs_write_is_no_word_of_a_person(tmp_path: Path) -> None:
    parts = {
        "xl/styles2.xml": '<styleSheet><fonts><font><name val="Comic Sans MS"/></font></fonts><cellStyles>'
        '<cellStyle name="Good Old" builtinId="1"/></cellStyles><numFmt formatCode="d mmm yyyy"/></styleSheet>',
        "xl/theme/theme1.xml": '<a:theme xmlns:a="http://schemas.openxmlformats.org/x" name="Office Theme"/>',
        "xl/drawings/d.vml": '<xml><x:ClientData xmlns:x="urn:x"><x:Visible>True</x:Visible></x:ClientData></xml>',
        "xl/tables/table1.xml": '<table name="Table1"><tableColumn name="Text"/></table>',
        "docProps/core.xml": "<coreProperties><creator>openpyxl</creator></coreProperties>",
    }
    path = workbook_parts(tmp_path / "plan.xlsx", parts=parts)
    assert (hidden(path), reasons(path)) == ([], [])


def test_the_workbook_is_the_one_that_its_relations_name(tmp_path: Path) -> None:
    path = workbook_parts(tmp_path / "plan.xlsx", folder="Bücher")
    assert [getattr(part.text, "text", "") for draft in drafts(path) for part in draft.parts] == ["Well done"]


def test_two_workbooks_in_one_file_are_said(tmp_path: Path) -> None:
    path = workbook_parts(tmp_path / "plan.xlsx", parts={"xl/real.xml": "<workbook/>"})
    assert reasons(path) == ["It holds two workbooks, of which each program shows another." + LOOK]


@pytest.mark.parametrize("part", ["docProps/thumbnail.jpeg", "xl/media/a.png"])
def test_pictures_are_said(tmp_path: Path, part: str) -> None:
    path = workbook_parts(tmp_path / "plan.xlsx", parts={part: b"\xff\xd8\xff"})
    assert reasons(path)[0].startswith("Pictures in its cells were not looked at.")


def test_what_stands_before_the_parts_is_said(tmp_path: Path) -> None:
    path = workbook_parts(tmp_path / "plan.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"Amelia"
    assert reasons(path) == ["It holds more than its parts: something stands behind them." + LOOK]
