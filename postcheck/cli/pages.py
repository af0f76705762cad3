"""``postcheck help``: the pages that messages name, on any computer, without a network."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from postcheck.cli.output import in_colour, show, width, write
from postcheck.errors import PostcheckError, UsageError


def command(
    context: typer.Context,
    topic: Annotated[
        str, typer.Argument(metavar="[TOPIC]", help="The page, such as settings, or a command; none lists the pages.")
    ] = "",
) -> None:
    """Show a page of the documentation; without a topic, list the pages.

    Example: postcheck help settings
    """
    from postcheck.report.base import ReportOptions  # noqa: PLC0415 - not needed for --help
    from postcheck.report.help_pages import find_topic, near, render_topics, topic_text, topics  # noqa: PLC0415 - as above

    if not topic:
        show(render_topics(), None)
        return
    if (page := find_topic(topic)) is None:
        if _usage(context, topic):
            return
        if not topics():
            raise PostcheckError("the pages are missing from this installation.", advice="Install postcheck again.")
        # What was typed isn't repeated: it may be anything.
        meant = " or ".join(f"`postcheck help {name}`" for name in near(topic, _commands(context)))
        advice = f"Did you mean {meant}? " if meant else ""
        raise UsageError("there is no such page.", advice=f"{advice}`postcheck help` lists the pages.")
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    options = ReportOptions(width=width(), colour=in_colour(), encoding=encoding)
    try:
        write(topic_text(page, options), None, encoding=encoding)
    except OSError as error:
        raise PostcheckError(
            f"the page could not be read: {error.strerror}.", advice="Install postcheck again."
        ) from None


def _commands(context: typer.Context) -> tuple[str, ...]:
    above = context.find_root().command
    return tuple(getattr(above, "commands", ()))


def _usage(context: typer.Context, name: str) -> bool:
    """Show what ``--help`` shows of a command; return whether there is one of that name."""
    root = context.find_root()
    command = getattr(root.command, "commands", {}).get(name.strip().casefold())
    if command is None:
        return False
    with type(context)(command, info_name=command.name, parent=root) as below:
        if text := str(command.get_help(below)):  # with rich, it is shown already
            typer.echo(text)
    return True
