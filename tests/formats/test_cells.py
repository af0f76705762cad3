"""Cells made comparable: the same is the same however it is written, and no name is quoted."""

from __future__ import annotations

import pytest

from postcheck.formats.cells import collapse_whitespace, folded, near_miss, normalize_header, quoted


@pytest.mark.parametrize("written", ["Pupil ID", "pupil_id", "PUPIL-ID", " pupil  id ", "PupilID", "pupil.id"])
def test_headings_are_compared_by_their_letters(written: str) -> None:
    assert normalize_header(written) == normalize_header("pupil_id")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("photo_socail", "photo_social"),
        ("photos_social", "photo_social"),
        ("do_not_publsh", "do_not_publish"),
        ("photos", "photo"),
        ("photo_social", None),
        ("gender", None),
        ("phone", None),
    ],
)
def test_near_misses(written: str, meant: str | None) -> None:
    assert near_miss(written, ("photo", "photo_social", "do_not_publish", "form")) == meant


def test_cells_are_tidied_and_folded() -> None:
    assert collapse_whitespace(" Anne\u00a0\n Ma\u00adrie\u200b ") == "Anne Marie"
    assert folded(" Not-  Asked ") == "not_asked"


def test_a_value_is_only_quoted_if_it_holds_no_name() -> None:
    assert quoted(" may be ", {"amelia"}) == '"may be"'
    assert quoted("ask Amelia's mum", {"amelia"}) == "this value (not shown, as it holds a name)"
    assert quoted("x" * 50, set()) == f'"{"x" * 37}..."'
