"""Moments as exports write them: seconds or milliseconds since 1970, ISO, and what each network has of its own."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from postcheck.drafts.moments import parse_moment

_MILLISECONDS = 10**11
"""From which number on they are milliseconds; seconds reach it in the year 5138."""
_FIRST = 2004
"""In years: no network had posts before."""
_NUMBER = re.compile(r"\d{9,13}(?:\.\d*)?")
_X = "%a %b %d %H:%M:%S %z %Y"
_AMERICAN = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d\d)\b")
_SENTENCE = re.compile(r"\bon (?P<day>[A-Z][a-z]+ \d{1,2}, \d{4})\b")
LONDON = ZoneInfo("Europe/London")


def from_seconds(value: object) -> datetime | None:
    """Return the moment of a number, or of a text that holds one; None for 0 and whatever can't be a post's."""
    if isinstance(value, str):
        text = value.strip()
        if not _NUMBER.fullmatch(text):
            return from_text(text)
        value = Decimal(text)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        seconds = float(value)
        return _plausible(datetime.fromtimestamp(seconds / 1000 if seconds >= _MILLISECONDS else seconds, UTC))
    except (ValueError, OverflowError, OSError, ArithmeticError):
        return None


def from_text(text: str) -> datetime | None:
    """Return the moment of a text: ISO, as X writes it, or as e-mails do. Without a zone it is in UTC."""
    text = re.sub(r"\s+UTC$", "+00:00", text.strip())
    moment: datetime | None = None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = datetime.strptime(text, _X)  # noqa: DTZ007 - it says its zone
        except ValueError:
            try:
                moment = parsedate_to_datetime(text)
            except ValueError:
                return None
    return _plausible(moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC))


def from_american(text: str) -> date | datetime | None:
    """Return the day or moment that a report of LinkedIn's writes: ``9/24/2026``, the month first."""
    match = _AMERICAN.match(text.strip())
    if match is None:
        return from_text(text)
    try:
        year = int(match["year"])
        return date(year if year >= _FIRST else 2000 + year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def from_sentence(text: str) -> date | datetime | None:
    """Return the moment of a text, or the day that a sentence of LinkedIn's ends with: ``on January 9, 2025 at …``."""
    if (moment := from_text(text)) is None and (match := _SENTENCE.search(text)) is not None:
        try:
            return datetime.strptime(match["day"], "%B %d, %Y").date()  # noqa: DTZ007 - a day
        except ValueError:
            return None
    return moment


def from_header(text: str) -> date | datetime | None:
    """Return the day or moment that a person wrote; without a zone it is London's."""
    moment = parse_moment(text)
    if moment is None:
        return None
    return moment.replace(tzinfo=LONDON) if ":" in text else moment.date()


def _plausible(moment: datetime) -> datetime | None:
    return moment if moment.year >= _FIRST else None
