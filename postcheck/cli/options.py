"""Options that several commands share."""

from __future__ import annotations

import os
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from postcheck.cli.output import today_in_london
from postcheck.errors import UsageError

Policy = Annotated[
    str | None,
    typer.Option(
        "--policy",
        metavar="NAME_OR_FILE",
        help="The trust's rule pack: aspire, north-star, snmat, southport, victoria, or a pack file.",
    ),
]
Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Settings file, instead of the nearest postcheck.toml.")
]
NoConfig = Annotated[bool, typer.Option("--no-config", help="Use no settings file.")]
Consent = Annotated[
    list[Path] | None,
    typer.Option(
        "--consent",
        metavar="FILE",
        help="The school's consent list (CSV or Excel); repeatable, one a school, or a folder of lists.",
    ),
]
People = Annotated[
    list[Path] | None,
    typer.Option("--people", metavar="FILE", help="List of names that aren't pupils' (CSV); repeatable."),
]
Channel = Annotated[
    list[str] | None,
    typer.Option(
        "--channel",
        metavar="NAME",
        help="Where the posts go (facebook, website …), besides where they say; repeatable.",
    ),
]
CORES = os.cpu_count() or 1
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs",
        min=1,
        metavar="N",
        help="How many drafts to examine side by side.",
        show_default="the number of cores",
    ),
]
Processes = Annotated[
    int,
    typer.Option(
        "--jobs", min=1, metavar="N", help="How many processes share the work.", show_default="the number of cores"
    ),
]
Day = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Judge consent as of this day instead of today.")
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file instead of the screen.")
]


class OcrMode(StrEnum):
    """How closely pictures are looked at."""

    STANDARD = "standard"
    THOROUGH = "thorough"
    TESSERACT = "tesseract"


Ocr = Annotated[
    OcrMode | None,
    typer.Option(
        "--ocr",
        help="How pictures are read: thorough finds a little more and takes longer, tesseract goes without RapidOCR.",
    ),
]


class PageFormat(StrEnum):
    """Formats of everything but the check's report."""

    RICH = "rich"
    JSON = "json"


Format = Annotated[PageFormat, typer.Option("--format", help="For people (rich) or for programs (json).")]


def spare_read(output: Path | None, *read: Path | str | None, option: str = "--output") -> None:
    """Refuse an output that is one of the files the command reads: lists, a policy's pack, the settings file.

    Raises
    ------
    UsageError
        If it is.
    """
    if output is not None:
        from postcheck.formats.files import spare  # noqa: PLC0415 - not needed for --help

        # A list may be named with one of its sheets.
        spare(
            output, (part for path in read if path for part in (Path(path), Path(str(path).partition("#")[0]))), option
        )


def channels(given: list[str] | None) -> tuple[str, ...]:
    """Return the channels that ``--channel`` names, each time one or several by commas, in their canonical spelling."""
    from postcheck.model.channels import canonical  # noqa: PLC0415 - not needed for --help

    return tuple(canonical(part) for name in given or () for part in name.split(",") if part.strip())


def day(text: str | None, option: str = "--date") -> date:
    """Return the day that an option names, or today's if it names none.

    Raises
    ------
    UsageError
        If it is not an ISO date.
    """
    try:
        return date.fromisoformat(text if text is not None else today_in_london())
    except ValueError:
        raise UsageError(
            f"{option} is not a date.", advice="Write it as year-month-day, for example 2026-09-01."
        ) from None


def named_config(config: Path | None, *, no_config: bool) -> Path | None:
    """Return the settings file that the command line or the environment names, or None.

    Raises
    ------
    UsageError
        If the command line both names one and refuses any.
    """
    from postcheck.config.settings_file import config_from  # noqa: PLC0415 - not needed for --help

    if config and no_config:
        raise UsageError("--config and --no-config contradict each other.", advice="Give one of them.")
    return None if no_config else config or config_from(os.environ)


def settings_file(config: Path | None, *, no_config: bool) -> Path | None:
    """Return the settings file in force in the current folder, or None; raises as :func:`named_config` does."""
    from postcheck.config.settings_file import find_settings_file  # noqa: PLC0415 - not needed for --help

    named = named_config(config, no_config=no_config)
    return None if no_config else named or find_settings_file(Path.cwd())
