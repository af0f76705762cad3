"""Small pieces of English that several reports need."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from postcheck.model.pack import Rule
from postcheck.model.people import Outlet
from postcheck.model.severity import Category
from postcheck.text.listing import listed

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_OUTLETS = {
    Outlet.SOCIAL: "social media",
    Outlet.WEBSITE: "the website",
    Outlet.PRESS: "the press",
    Outlet.PRINT: "newsletters and print",
    Outlet.DISPLAY: "displays",
}
CATEGORIES = {
    Category.NAME: "Names",
    Category.PICTURE: "Who is shown in pictures",
    Category.DETAIL: "Personal details",
    Category.CHANNEL: "Channels and accounts",
    Category.CONTENT: "Content",
    Category.RECORD: "Sign-off and header",
}
"""Headings for the categories of rules, in the order in which they are listed."""


def day_words(day: date) -> str:
    """Return a day in words ("21 November 2026"), whatever the locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def due_words(due: str) -> str:
    """Return ``2026``, ``2026-06`` or ``2026-06-30`` in words, with its preposition: "in June 2026"."""
    parts = [int(part) for part in due.split("-")]
    match parts:
        case [year]:
            return f"in {year}"
        case [year, month]:
            return f"in {_MONTHS[month - 1]} {year}"
        case _:
            return f"on {day_words(date(*parts))}"


def count(number: int, noun: str, plural: str = "") -> str:
    """Return "1 post" or "2 posts"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def outlets_words(outlets: Iterable[Outlet]) -> str:
    """Say where a rule applies, in words."""
    chosen = set(outlets)
    if chosen == set(Outlet):
        return "everywhere"
    return listed((_OUTLETS[outlet] for outlet in Outlet if outlet in chosen), "and") if chosen else "nowhere"


def source_words(rule: Rule) -> str:
    """Say where a rule comes from, so that nobody takes our reading or good practice for the policy's own words."""
    match rule.basis:
        case "explicit":
            return f"section “{rule.section}”"
        case "inferred":
            return f"section “{rule.section}” (our reading of it)"
        case basis:
            return f"{rule.section} ({basis}, not the policy's own words)"


def typed(path: str | Path) -> str:
    """Return a path as it has to be typed in a shell."""
    return f'"{path}"' if " " in str(path) else str(path)
