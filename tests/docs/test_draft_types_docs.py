"""What the page on draft types says is so."""

from __future__ import annotations

import re
from pathlib import Path

from postcheck.config.settings import load_settings
from postcheck.drafts.bulk.tables import posts_in, read_table
from postcheck.drafts.loader import load_draft
from postcheck.drafts.source import DraftSource
from postcheck.formats.filetypes import DOCUMENT_SUFFIXES
from tests.builders.documents import paragraph, picture, png, word

PAGE = Path(__file__).parents[2] / "docs" / "draft-types.md"
TEXT = PAGE.read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL)
    return str(found)


def test_every_ending_is_documented() -> None:
    assert set(DOCUMENT_SUFFIXES) - {".xlsm"} <= set(re.findall(r"`(\.\w+)`", TEXT))


def test_the_header_beside_a_document_is_understood(tmp_path: Path) -> None:
    path = word(
        tmp_path / "letter.docx",
        paragraph(picture("rId5")),
        (("rId5", "image", "media/image1.png"),),
        {"word/media/image1.png": png()},
    )
    (tmp_path / "letter.docx.postcheck.yaml").write_text(block("text"))
    draft = load_draft(DraftSource("letter.docx", path, tmp_path))
    assert (draft.problems, draft.unexamined) == ((), ())
    assert (draft.header.channels, draft.header.approved_by) == (("website",), "J. Osei")
    assert [(image.name, image.said.people) for image in draft.images] == [("letter.docx#image1.png", ())]


def test_the_settings_are_understood(tmp_path: Path) -> None:
    (tmp_path / "postcheck.toml").write_text(block("toml"))
    settings = load_settings(tmp_path / "postcheck.toml")
    (tmp_path / "plan.csv").write_text("Wording,Note to the team\nx,y\n")
    (row,) = read_table(tmp_path / "plan.csv", "plan.csv", settings.bulk).rows
    assert [cell.kind for cell in row.cells] == ["text", "ignore"]


def test_every_column_that_the_page_names_is_known(tmp_path: Path) -> None:
    rows = re.findall(
        r"^\| (text|picture|description|channel|date|others|not published)[^|]*\| ([^|]*)\|", TEXT, flags=re.MULTILINE
    )
    names = [name for _, cells in rows for name in re.findall(r"`([\w ]+)`", cells)]
    assert len(names) > 30
    (tmp_path / "plan.csv").write_text(",".join(names) + "\n" + ",".join("x" * len(names)) + "\n")
    (post,) = posts_in(DraftSource("plan.csv", tmp_path / "plan.csv", tmp_path), load_settings(None).bulk)
    assert not any(part.field == "other" for part in load_draft(post).parts)
