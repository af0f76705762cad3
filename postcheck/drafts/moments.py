"""Dates and times as drafts write them, as wall time in London."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import regex

from postcheck.late import late_regex

_MOMENT = late_regex(
    r"(?P<day>\d{4}-\d\d?-\d\d?)(?:(?:[Tt]|[ \t]+)(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d*)?)?"
    r"[ \t]*(?P<zone>[Zz]|(?P<sign>[+-])(?P<zone_hours>\d\d?)(?::?(?P<zone_minutes>\d\d))?)?)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>\d{4}|\d{2})(?!\d)"
_WRITTEN = tuple(
    late_regex(pattern, regex.IGNORECASE)
    for pattern in (
        rf"(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-]{_YEAR}",
        rf"{_DAY}(?:\s*(?:of\s)?\s*|\s*[-/.]\s*){_MONTH}(?:,?\s*|\s*[-/]\s*){_YEAR}",
        rf"{_MONTH}\s*{_DAY},?\s+{_YEAR}",
    )
)
"""Days as they are written in the UK: 04/12/2026, 4th December 2026, 1-Dec-26; and, in words, in the USA."""
_WEEKDAY = late_regex(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?[\s,]+(?:the\s+)?", regex.IGNORECASE
)
_CLOCK = late_regex(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?:[:.](?P<second>\d{2}))?[ \xa0]*(?P<half>[AaPp])?\.?(?(half)[Mm]\.?)"
)
_BEFORE_A_TIME = late_regex(r"(?:[\s,@T]|at\b)*", regex.IGNORECASE)
_CENTURY = 100
_LAST_MONTH = 12
_LONDON = ZoneInfo("Europe/London")


def parse_moment(text: str) -> datetime | None:
    """Read a date with or without a time as wall time in London; None if it is neither or does not exist.

    It is written as ISO, or as people write it in the UK (``04/12/2026``, ``Friday 4 December 2026, 9am``). A date
    alone means the start of that day. A time with an offset is converted; one without is London's already.
    """
    text = text.strip()
    match = _MOMENT.fullmatch(text)
    return _written(text) if match is None else _iso(match)


def meant_moment(text: str) -> str:
    """Return the day that a text which is no date was probably meant to say, as people write it; empty if unclear."""
    for attempt in _attempts(text.strip()):
        if (moment := parse_moment(attempt)) is not None:
            clock = f", {moment:%H:%M}" if moment.time() != time() else ""
            return f"{moment.day} {moment:%B %Y}{clock}"
    return ""


def _attempts(text: str) -> Iterator[str]:
    """Yield other ways to write a text that is no date, the likeliest first."""
    letters = _LETTERS.sub(_month_near, text)
    yield letters
    if match := _YEAR_FIRST.match(text):
        year, month, day = match.groups()
        rest = text[match.end() :]
        yield f"{day}/{month}/{year}{rest}"
        yield f"{month}/{day}/{year}{rest}"
    for last in ("30", "29", "28"):  # 31 November
        yield _DAY_31.sub(last, letters)


def _month_near(match: regex.Match[str]) -> str:
    near = difflib.get_close_matches(match[0].casefold(), (*_MONTH_NAMES, *_WEEKDAY_NAMES), n=1, cutoff=0.7)
    return near[0] if near else match[0]


_LETTERS = late_regex(r"[A-Za-z]{4,}")
_YEAR_FIRST = late_regex(r"(\d{4})[-/_. ](\d\d?)[-/_. ](\d\d?)(?!\d)")
_DAY_31 = late_regex(r"(?<!\d)(?:29|30|31)(?=\D|$)")
_MONTH_NAMES = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def parse_clock(text: str) -> time | None:
    """Read a time of day; None if it isn't one."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    try:
        return time(hour, int(match["minute"] or 0), int(match["second"] or 0))
    except ValueError:
        return None


def _written(text: str) -> datetime | None:
    weekday = _WEEKDAY.match(text)
    at = weekday.end() if weekday else 0
    match = next((match for pattern in _WRITTEN if (match := pattern.match(text, at))), None)
    if match is None:
        return None
    before = _BEFORE_A_TIME.match(text, match.end())
    rest = text[before.end() if before else match.end() :]
    clock = parse_clock(rest) if rest else time()
    if clock is None:
        return None
    day, month, year = int(match["day"]), _number_of(match["month"]), int(match["year"])
    if month > _LAST_MONTH >= day:
        day, month = month, day  # written in the USA
    try:
        return datetime.combine(date(year if year >= _CENTURY else 2000 + year, month, day), clock)
    except ValueError:
        return None


def _number_of(month: str) -> int:
    return int(month) if month.isdecimal() else _MONTHS.index(month[:3].casefold()) + 1


def _iso(match: regex.Match[str]) -> datetime | None:
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
