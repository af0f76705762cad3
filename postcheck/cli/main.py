"""The ``postcheck`` command: puts its commands together, and turns errors into exit codes."""

from __future__ import annotations

import logging
import sys
import warnings
from typing import Annotated

import typer

from postcheck import __version__
from postcheck.cli import cache, check, consent, doctor, hook, init, redact, rules, waive
from postcheck.errors import ExitCode, PostcheckError

app = typer.Typer(
    name="postcheck",
    help="Check a school's draft posts for pupils' names and pictures before they are published.",
    epilog="Start with: postcheck check drafts/ --consent consent.csv --policy aspire",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check")(check.command)
app.command("redact")(redact.command)
app.command("init")(init.command)
app.command("doctor")(doctor.command)
app.command("waive")(waive.command)
app.add_typer(rules.app, name="rules")
app.add_typer(consent.app, name="consent")
app.add_typer(hook.app, name="hook")
app.add_typer(cache.app, name="cache")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"postcheck {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Check a school's draft posts for pupils' names and pictures before they are published."""
    del version


def run() -> None:
    """Run the command and exit with the code that belongs to its outcome.

    No error shows a traceback: it could hold a pupil's name.
    """
    if not sys.warnoptions:
        # Libraries' advice to programmers; standard error is for whoever runs the command.
        warnings.simplefilter("ignore")
    logging.lastResort = logging.NullHandler()
    try:
        app()
    except PostcheckError as error:
        typer.echo(f"postcheck: {error}", err=True)
        sys.exit(error.exit_code)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:  # noqa: BLE001 - a crash is one line and exit code 2, whatever it was, Rust's panics too
        typer.echo(
            f"postcheck: an internal error ({type(error).__name__}) stopped the check. "
            "Nothing was passed. Please report it.",
            err=True,
        )
        sys.exit(ExitCode.UNUSABLE)
