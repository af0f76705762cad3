"""Dates and times as drafts write them, as wall time in London."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import regex

_MOMENT = regex.compile(
    r"(?P<day>\d{4}-\d\d?-\d\d?)(?:(?:[Tt]|[ \t]+)(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d*)?)?"
    r"[ \t]*(?P<zone>[Zz]|(?P<sign>[+-])(?P<zone_hours>\d\d?)(?::?(?P<zone_minutes>\d\d))?)?)?"
)
_LONDON = ZoneInfo("Europe/London")


def parse_moment(text: str) -> datetime | None:
    """Read an ISO date or date-time as wall time in London; None if it is neither or does not exist.

    A date alone means the start of that day. A time with an offset is converted; one without is London's already.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) for part in match["day"].split("-"))
    try:
        moment = datetime(  # noqa: DTZ001 - wall time
            year, month, day, int(match["hour"] or 0), int(match["minute"] or 0), int(match["second"] or 0)
        )
        if match["zone"] is None:
            return moment
        offset = timedelta(hours=int(match["zone_hours"] or 0), minutes=int(match["zone_minutes"] or 0))
        zone = timezone(-offset if match["sign"] == "-" else offset)
        return moment.replace(tzinfo=zone).astimezone(_LONDON).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
