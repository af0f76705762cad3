"""Letters that are shown against their order are read both ways, in every kind of draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.drafts.loader import load_draft
from postcheck.drafts.source import DraftSource
from postcheck.read.published import said_of, texts_of
from tests.builders.documents import png


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("post.md", "Well done \u202eailemA\u202c today", "body"),
        ("post.txt", "Well done \u202eailemA", "body"),
        ("post.md", "Well done &#x202e;ailemA&#x202c;", "body"),
        ("post.md", "Well done <bdo dir=rtl>ail<b>emA</b></bdo> today", "body"),
        ("post.md", "---\ntitle: \u202eailemA\n---\nText", "title"),
        ("post.md", "![\u202eailemA](a.png)", "alt"),
        ("page.html", "<p>Well done <bdo dir=rtl>ail<b>emA</b></bdo></p>", "body"),
        ("page.html", "<p title='&#x202e;ailemA'>", "attribute"),
        ("page.html", "<svg><text direction=rtl unicode-bidi=bidi-override>ailemA</text></svg>", "body"),
    ],
)
def test_letters_shown_from_right_to_left(tmp_path: Path, name: str, text: str, field: str) -> None:
    (tmp_path / "a.png").write_bytes(png())
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    draft = load_draft(DraftSource(name, path, tmp_path))
    passages = [*texts_of(draft), *(passage for image in draft.images for passage in said_of(image))]
    read = [passage.text for passage in passages if passage.field == field]
    assert any("Amelia" in one for one in read)
    assert any("ailemA" in one for one in read)


def test_the_name_of_a_file_is_read_both_ways(tmp_path: Path) -> None:
    path = tmp_path / "\u202egnp.ailemA.png"
    path.write_bytes(png())
    (image,) = load_draft(DraftSource(path.name, path, tmp_path, image=True)).images
    assert [passage.text for passage in said_of(image)][1].endswith("Amelia.png")


def test_ordinary_marks_of_direction_turn_nothing_round(tmp_path: Path) -> None:
    path = tmp_path / "post.md"
    path.write_text("We said \u200fhello\u200f and \u2067welcome\u2069\u200e!", encoding="utf-8")
    draft = load_draft(DraftSource("post.md", path, tmp_path))
    assert [passage.text for passage in texts_of(draft)] == ["We said hello and welcome!"]
