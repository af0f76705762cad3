"""``postcheck check``: examine drafts and print the report."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import options
from postcheck.cli.output import in_colour, width, write
from postcheck.errors import ExitCode
from postcheck.model.channels import canonical
from postcheck.model.pack import Severity

if TYPE_CHECKING:
    from postcheck.model.report import Report


class FailOn(StrEnum):
    """The level of flags from which on the exit code is 1."""

    REVIEW = "review"
    FAIL = "fail"


class ReportFormat(StrEnum):
    """The formats of the report."""

    RICH = "rich"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    HTML = "html"
    MARKDOWN = "markdown"


def command(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Drafts: text files, images, folders of them, or - for text on standard input.")
    ],
    consent: options.Consent = None,
    people: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="List of names that are no pupil's (CSV); repeatable.")] = None,
    policy: options.Policy = None,
    channel: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Where the posts go (facebook, website …), besides what they say; repeatable.")
    ] = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    report_format: Annotated[
        ReportFormat, typer.Option("--format", help="For people (rich, html, markdown) or for programs (json, sarif, junit, github).")
    ] = ReportFormat.RICH,
    output: options.Output = None,
    fail_on: Annotated[FailOn, typer.Option(help="Exit with 1 from this level of flags on.")] = FailOn.REVIEW,
    jobs: Annotated[
        int, typer.Option(min=1, metavar="N", help="How many drafts to examine side by side. [default: the number of cores]")
    ] = os.cpu_count() or 1,
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Judge consent as of this day instead of today.")] = None,
    show_names: Annotated[bool, typer.Option("--show-names/--hide-names", help="Show or mask the names that were seen.")] = True,
    exit_zero: Annotated[bool, typer.Option(help="Exit with 0 even if something is flagged.")] = False,
) -> None:
    """Check drafts before they are posted, and print what to change.

    Exit code 0: nothing flagged. 1: something is flagged. 2: the check could not start. 3: nothing flagged, but something could not be examined.

    Example: postcheck check drafts/star.md --consent consent.csv --policy aspire
    """
    from postcheck import pipeline  # noqa: PLC0415 - it loads everything; --help must not
    from postcheck.load.settings import Overrides  # noqa: PLC0415 - the same
    from postcheck.report.base import FORMATS, ReportOptions  # noqa: PLC0415 - the same

    channels = tuple(canonical(part) for name in channel or () for part in name.split(",") if part.strip())
    job = pipeline.Job(
        paths=tuple(paths),
        today=options.day(date),
        overrides=Overrides(policy=policy, consent=consent, people=tuple(people or ()), channels=channels),
        channels=channels,
        config=options.named_config(config, no_config=no_config),
        no_config=no_config,
        jobs=jobs,
    )
    try:
        report = pipeline.check(job, os.environ, _standard_input)
    except KeyboardInterrupt:
        typer.echo("postcheck: stopped before the check was finished. Nothing is known about the drafts that were left.", err=True)
        os._exit(ExitCode.UNUSABLE)  # threads that are still reading pictures would hold up any other end
    for_people = report_format is ReportFormat.RICH and output is None
    encoding = (sys.stdout.encoding or "utf-8") if for_people else "utf-8"
    columns = width() if for_people else None
    text = FORMATS[report_format](report, ReportOptions(show_names, columns, for_people and in_colour(), encoding))
    write(text, output, encoding=encoding)
    code = _exit_code(report, Severity(fail_on), exit_zero=exit_zero)
    if code is not ExitCode.OK:
        raise typer.Exit(code)


def _standard_input() -> bytes:
    if sys.stdin is None:  # a service may have none
        return b""
    return sys.stdin.buffer.read()


def _exit_code(report: Report, fail_on: Severity, *, exit_zero: bool) -> ExitCode:
    flagged = any(flag.severity.rank >= fail_on.rank for post in report.posts for flag in post.flags)
    if flagged and not exit_zero:
        return ExitCode.FLAGGED
    return ExitCode.INCOMPLETE if any(post.unexamined for post in report.posts) else ExitCode.OK
