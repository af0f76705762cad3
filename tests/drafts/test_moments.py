"""What a text that is no date was probably meant to say."""

from __future__ import annotations

import pytest

from postcheck.drafts.moments import meant_moment, parse_moment


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("4 Decmber 2026", "4 December 2026"),
        ("Tusday 1 December 2026", "1 December 2026"),
        ("2026-13-01", "13 January 2026"),
        ("2026/12/01", "1 December 2026"),
        ("2026-12-1 9am", "1 December 2026, 09:00"),
        ("31 November 2026", "30 November 2026"),
        ("31/11/2026", "30 November 2026"),
        ("2026-02-30", "28 February 2026"),
        ("next Friday", ""),
        ("tbc", ""),
        ("2026-12-01T25:00", ""),
        ("", ""),
    ],
)
def test_a_date_that_is_none_is_guessed_at(written: str, meant: str) -> None:
    assert parse_moment(written) is None
    assert meant_moment(written) == meant
