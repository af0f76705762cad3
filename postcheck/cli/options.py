"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from postcheck.cli.output import today_in_london
from postcheck.errors import UsageError

Policy = Annotated[
    str | None,
    typer.Option("--policy", metavar="NAME_OR_FILE", help="The trust's rule pack: aspire, north-star, snmat, southport, victoria, or a pack file."),
]
Config = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="Settings file, instead of the nearest postcheck.toml.")]
NoConfig = Annotated[bool, typer.Option("--no-config", help="Use no settings file.")]
Consent = Annotated[Path | None, typer.Option("--consent", metavar="FILE", help="The school's consent list (CSV).")]
Output = Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write to this file instead of the screen.")]


class PageFormat(StrEnum):
    """Formats of everything but the check's report."""

    RICH = "rich"
    JSON = "json"


Format = Annotated[PageFormat, typer.Option("--format", help="For people (rich) or for programs (json).")]


def day(text: str | None) -> date:
    """Return the day that stands for today.

    Raises
    ------
    UsageError
        If it is no ISO date.
    """
    try:
        return date.fromisoformat(text if text is not None else today_in_london())
    except ValueError:
        raise UsageError(f"--date: “{text}” is not a date.", advice="Write it as year-month-day, for example 2026-09-01.") from None
