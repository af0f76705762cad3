"""``postcheck consent``: look after the consent list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from postcheck.cli import options
from postcheck.cli.output import show, write
from postcheck.errors import ExitCode

app = typer.Typer(no_args_is_help=True, help="Look after the school's consent list.")


@app.callback()
def _group() -> None:
    """Look after the school's consent list."""


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The consent list (CSV).")],
    page_format: options.Format = options.PageFormat.RICH,
    output: options.Output = None,
) -> None:
    """Read a consent list and report every doubtful row. No pupil's name is shown.

    Exit code 0: nothing doubtful. 1: something is doubtful. 2: the list cannot be used as it is.

    Example: postcheck consent check consent.csv
    """
    from postcheck.load.consent import inspect_consent  # noqa: PLC0415 - not needed for --help
    from postcheck.report.consent_report import consent_json, render_consent  # noqa: PLC0415 - the same

    found = inspect_consent(file)
    pupils = len(found.roll.pupils) if found.roll else 0
    if page_format is options.PageFormat.JSON:
        write(consent_json(str(file), pupils, found.problems), output)
    else:
        show(render_consent(str(file), pupils, found.problems), output)
    if found.roll is None:
        raise typer.Exit(ExitCode.UNUSABLE)
    if found.problems:
        raise typer.Exit(ExitCode.FLAGGED)
