"""``postcheck schema``: print the JSON Schema of what postcheck reads or writes."""

from __future__ import annotations

from enum import StrEnum
from importlib.resources import files
from typing import Annotated

import typer

from postcheck.cli import options
from postcheck.cli.output import write


class Schema(StrEnum):
    """What there is a schema of."""

    SETTINGS = "settings"
    PACK = "pack"
    REPORT = "report"
    LINES = "lines"
    AUDIT = "audit"


_FILES = {
    Schema.SETTINGS: "data/schema/postcheck-settings.json",
    Schema.PACK: "data/schema/postcheck-pack-1.json",
    Schema.REPORT: "report/schema/postcheck-report-1.json",
    Schema.LINES: "report/schema/postcheck-report-lines-1.json",
    Schema.AUDIT: "report/schema/postcheck-audit-1.json",
}


def command(
    name: Annotated[
        Schema,
        typer.Argument(metavar="NAME", help="settings, pack, report (--format json), lines (--format jsonl) or audit."),
    ],
    output: options.Output = None,
) -> None:
    """Print the JSON Schema of settings, rule packs or reports, for editors and programs.

    Example: postcheck schema settings --output postcheck.schema.json
    """
    write((files("postcheck") / _FILES[name]).read_text(encoding="utf-8"), output)
