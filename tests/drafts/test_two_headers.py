"""A web page may have a header within it and one beside it: both count."""

from __future__ import annotations

from pathlib import Path

from postcheck.drafts.loader import load_draft
from postcheck.drafts.source import DraftSource
from postcheck.model.draft import Draft
from postcheck.read.published import texts_of
from tests.builders.documents import png

WITHIN = """---
title: Amelia wins
channel: newsletter
people: [Amelia Carter]
embargo_until: 2026-12-02
images:
  - file: a.png
---
<p>Text</p>"""
BESIDE = """channel: website
title: Our cup
people: [Rhys Morgan]
embargo_until: 2026-12-01
approved_by: J. Osei
"""


def load(folder: Path, within: str, beside: str) -> Draft:
    path = folder / "page.html"
    path.write_text(within, encoding="utf-8")
    path.with_name("page.html.postcheck.yaml").write_text(beside, encoding="utf-8")
    (folder / "a.png").write_bytes(png())
    return load_draft(DraftSource("page.html", path, folder))


def test_both_headers_count_and_the_one_beside_first(tmp_path: Path) -> None:
    draft = load(tmp_path, WITHIN, BESIDE)
    header = draft.header
    assert header.channels == ("website", "newsletter")
    assert [person.text for person in header.people or ()] == ["Rhys Morgan", "Amelia Carter"]
    assert header.approved_by == "J. Osei"
    assert header.embargo_until is not None
    assert header.embargo_until.day == 2
    assert [image.name for image in draft.images] == ["a.png"]
    titles = [passage.text for passage in texts_of(draft) if passage.field == "title"]
    assert titles == ["Our cup", "Amelia wins"]
    assert draft.header_place == "a file called page.html.postcheck.yaml in the same folder"


def test_what_only_the_header_within_says_counts(tmp_path: Path) -> None:
    header = load(tmp_path, WITHIN, "approved_by: J. Osei\n").header
    assert header.channels == ("newsletter",)
    assert header.title is not None
    assert header.title.text == "Amelia wins"
