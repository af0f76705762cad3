"""The words that the finders of details go by: data files, and patterns made from them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

import tomli

from postcheck.late import late


@cache
def table(file: str) -> dict[str, Any]:
    """Return a data file of the finders as it stands."""
    read: dict[str, Any] = tomli.loads((resources.files("postcheck.find") / "data" / file).read_text("utf-8"))
    return read


def words(section: str, name: str) -> frozenset[str]:
    """Return a list of ``details.toml``."""
    return frozenset(table("details.toml")[section][name])


def any_of(phrases: Iterable[str]) -> str:
    """Return a pattern for any of the phrases: a space also matches a hyphen, a star any ending."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(
        re.escape(phrase).replace(r"\ ", r"[\s-]{1,2}").replace(r"\*", r"\w{0,12}") for phrase in longest_first
    )


def whole(section: str, name: str) -> re.Pattern[str]:
    """Return a pattern for any phrase of a list as words of their own, whatever their case."""
    return late(rf"(?<!\w)(?:{any_of(words(section, name))})(?!\w)", re.IGNORECASE)
