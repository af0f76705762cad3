"""Puts the commands of ``postcheck`` together."""

from __future__ import annotations

from typing import Annotated

import typer

from postcheck import __version__
from postcheck.cli import (
    audit,
    cache,
    check,
    confirm,
    consent,
    desk,
    doctor,
    hook,
    init,
    pages,
    redact,
    rules,
    schema,
    sign_off,
    waive,
)

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
app.command("help")(pages.command)
app.command("confirm")(confirm.command)
app.command("desk")(desk.command)
app.command("sign-off")(sign_off.command)
app.command("waive")(waive.command)
app.command("schema")(schema.command)
app.add_typer(rules.app, name="rules")
app.add_typer(consent.app, name="consent")
app.add_typer(hook.app, name="hook")
app.add_typer(audit.app, name="audit")
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
