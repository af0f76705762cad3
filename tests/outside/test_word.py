"""The documents that mammoth is tested with, through the reader of Word.

Every word is there, or it is said what was not read.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from postcheck.drafts.loader import load_draft
from postcheck.drafts.source import DraftSource
from postcheck.model.settings import OcrSettings
from postcheck.read.reader import Reader
from tests.fakes.engines import ScriptedEngine
from tests.outside.suites import needs, suite

FILES = sorted((suite("mammoth") / "test" / "test-data").glob("*.docx"))
TEXT = re.compile(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>")
PARTS = re.compile(r"word/(?:document|comments|footnotes|endnotes|header\d*|footer\d*)\.xml")


@needs("mammoth")
def test_the_documents_are_there() -> None:
    assert len(FILES) >= 15


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_word_is_there(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        written = [
            text.strip()
            for name in archive.namelist()
            if PARTS.fullmatch(name)
            for text in TEXT.findall(archive.read(name).decode("utf-8-sig"))
        ]
    draft = load_draft(DraftSource(path.name, path, path.parent))
    reading = Reader(OcrSettings(), ScriptedEngine()).read(draft)
    seen = "".join(passage.text for passage in reading.passages)
    assert [text for text in written if text not in seen] == []
    assert not any("postcheck itself failed" in item.reason for item in draft.unexamined)
