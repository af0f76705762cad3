from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from postcheck.archive.moments import from_american, from_header, from_seconds, from_text

EIGHT = datetime(2026, 9, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        1_790_236_800,
        1_790_236_800.0,
        1_790_236_800_000,
        "1790236800",
        "2026-09-24T08:00:00.000Z",
        "Thu Sep 24 08:00:00 +0000 2026",
        "Thu, 24 Sep 2026 09:00:00 +0100",
        "2026-09-24 08:00:00",
        "2026-09-24 08:00:00 UTC",
    ],
)
def test_a_moment_is_read_however_it_is_written(value: object) -> None:
    assert from_seconds(value) == EIGHT


@pytest.mark.parametrize("value", [0, "0", -5, None, "", "soon", True, [], 10**30, float("nan"), "0000-00-00 00:00:00"])
def test_what_is_no_moment_is_none(value: object) -> None:
    assert from_seconds(value) is None


def test_reports_write_the_month_first() -> None:
    assert from_american("9/4/2026") == date(2026, 9, 4)
    assert from_american("09/04/26 10:15 AM") == date(2026, 9, 4)
    assert from_american("13/13/2026") is None


def test_people_write_the_day_first_and_mean_london() -> None:
    assert from_header("04/09/2026") == date(2026, 9, 4)
    moment = from_header("2026-09-24T09:00")
    assert isinstance(moment, datetime)
    assert moment == EIGHT
    assert from_text("nonsense") is None
