"""What is shown from right to left is searched as it is shown, wherever it stands."""
# ruff: noqa: RUF001 -- letters that run from right to left

from __future__ import annotations

import pytest

from postcheck.model.draft import Draft, Header, Part
from postcheck.model.text import SourceText, TextFile
from postcheck.read.published import texts_of

SHOWN = ["lee tsaw \u202enismaT\u202c won", "\u202enismaT\u202c", "\u202enismaT", "\u202enismaT\nlast"]


def draft(text: str, where: str) -> Draft:
    file = TextFile("post.md", text)
    source = SourceText.slice(file, 0, len(text))
    if where == "body":
        return Draft("post.md", None, file, (0, len(text)))
    header = {
        "title": Header(title=source),
        "tags": Header(tags=(source,)),
        "author": Header(texts=(Part("author", source),)),
    }
    return Draft(
        "post.md", None, header=header.get(where, Header()), parts=(Part("page", source),) if where == "page" else ()
    )


@pytest.mark.parametrize("where", ["body", "title", "tags", "author", "page"])
@pytest.mark.parametrize("text", SHOWN)
def test_what_is_shown_backwards_is_searched_as_it_is_shown(text: str, where: str) -> None:
    as_written, shown = texts_of(draft(text, where))
    assert "nismaT" in as_written.text
    assert shown.text.strip() == "Tamsin"
    assert shown.field == where
    start = shown.text.index("Tamsin")
    evidence = shown.evidence(start, start + len("Tamsin"))
    assert evidence.strip("\u202c") == "\u202enismaT"
    assert (found := shown.where(start, start + len("Tamsin"))).start == text.index("\u202e"), found


@pytest.mark.parametrize(
    "text", ["Our fair", "\u200fשלום\u200f", "\u202a07700 900123\u202c", "\u202dTamsin\u202c", "a\u202e\u202cb"]
)
def test_other_marks_of_direction_turn_nothing_round(text: str) -> None:
    assert len(list(texts_of(draft(text, "body")))) == 1
