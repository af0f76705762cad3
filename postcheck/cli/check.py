"""``postcheck check``: examine drafts and print the report."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import options
from postcheck.cli.output import on_terminal
from postcheck.cli.printer import Printer, ReportFormat, private_page, report_format_of, show_in_browser
from postcheck.errors import ExitCode, UsageError
from postcheck.late import loaded
from postcheck.model.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postcheck.cli.progress import TerminalRun
    from postcheck.engine.job import Job
    from postcheck.model.report import Report


_EXPLAINING = frozenset(
    {ReportFormat.RICH, ReportFormat.HTML, ReportFormat.MARKDOWN, ReportFormat.JSON, ReportFormat.JSONL}
)
"""Formats that can say why."""


class FailOn(StrEnum):
    """The lowest level of flag that makes the exit code 1."""

    REVIEW = "review"
    FAIL = "fail"


def command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH...", help="Drafts: text files, images, folders of them, or - for text on standard input."
        ),
    ] = None,
    consent: options.Consent = None,
    people: options.People = None,
    policy: options.Policy = None,
    channel: options.Channel = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    waivers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Waivers file, instead of the nearest postcheck-waivers.toml (docs/waivers.md)."
        ),
    ] = None,
    report_format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="NAME",
            parser=report_format_of,
            autocompletion=lambda: [*map(str, ReportFormat)],
            help="For people (rich, html, markdown) or for programs (json, jsonl, sarif, junit, github, gitlab).",
        ),
    ] = ReportFormat.RICH,
    output: options.Output = None,
    fail_on: Annotated[FailOn, typer.Option(help="Exit with 1 if any flag is of this level or above.")] = FailOn.REVIEW,
    jobs: options.Jobs = options.CORES,
    date: options.Day = None,
    ocr: options.Ocr = None,
    show_names: Annotated[
        bool, typer.Option("--show-names/--hide-names", help="Show or mask the names that were seen.")
    ] = True,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Say of each name why it is taken for a child's or not; in rich, html, markdown, json and jsonl.",
        ),
    ] = False,
    brief: Annotated[bool, typer.Option("--brief", help="One line for each post, the most serious first.")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Show all of each post, however many there are; on the screen.")
    ] = False,
    staged: Annotated[
        bool,
        typer.Option(
            "--staged",
            help="Check the posts that the next git commit changes, as they are staged; PATHs narrow it down.",
        ),
    ] = False,
    named_only: Annotated[
        bool,
        typer.Option("--named-only", hidden=True, help="With --staged: check only the files named; for pre-commit."),
    ] = False,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GLOB",
            help="Leave out files of folders: a name, `*.json`, `archive/`, `site/**/data.yml`; repeatable. "
            "A file that a draft shows is checked all the same.",
        ),
    ] = None,
    stdin_filename: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Take the text on standard input for what this file is about to hold, as an editor has it.",
        ),
    ] = None,
    allow_empty: Annotated[
        bool, typer.Option("--allow-empty", help="Exit with 0 if there is no draft to check; otherwise that is a 3.")
    ] = False,
    exit_zero: Annotated[bool, typer.Option(help="Exit with 0 even if something is flagged.")] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read every picture anew, and remember nothing of it (docs/batch.md).")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Keep running, and check again whatever changes, until Ctrl-C.")
    ] = False,
    open_report: Annotated[
        bool, typer.Option("--open", help="Show the report in the browser; with --format html.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
) -> None:
    """Check drafts before they are posted, and print what to change.

    Exit code 0: nothing flagged. 1: something is flagged. 2: the check could not start. 3: nothing flagged, but
    something could not be examined, or there was nothing to check.

    Example: postcheck check drafts/star.md --consent consent.csv --policy aspire
    """
    if stdin_filename is not None:
        paths = _piped(paths or [], stdin_filename)
    if not (paths or staged):
        raise UsageError(
            "no file or folder is given.",
            advice="Give the path of a draft, of a folder of drafts, or - for text on standard input.",
        )
    _check_options(paths or [], report_format, staged=staged, watch=watch, open_report=open_report, explain=explain)
    _check_extent(report_format, brief=brief, full=full, explain=explain)
    from postcheck.cli.progress import TerminalRun, say  # noqa: PLC0415 - not needed for --help
    from postcheck.config.settings import Overrides  # noqa: PLC0415 - not needed for --help
    from postcheck.engine.job import Job  # noqa: PLC0415 - not needed for --help

    channels = options.channels(channel)
    job = Job(
        paths=tuple(paths or ()),
        today=options.day(date),
        overrides=Overrides(
            policy=policy,
            consent=tuple(consent or ()),
            people=tuple(people or ()),
            channels=channels,
            ocr=ocr,
            no_cache=no_cache,
        ),
        channels=channels,
        config=options.named_config(config, no_config=no_config),
        no_config=no_config,
        waivers=waivers,
        jobs=jobs,
        keep_reading=report_format is ReportFormat.HTML or not isinstance(report_format, ReportFormat),
        written=output,
        may_be_empty=allow_empty,
        exclude=tuple(exclude or ()),
        stdin_name=stdin_filename or "",
    )
    unseen = output is None and (open_report or (report_format is ReportFormat.HTML and on_terminal()))
    page = private_page() if unseen else output
    printer = Printer(report_format, page, show_names=show_names, explain=explain, brief=brief, full=full)
    run = TerminalRun(quiet=quiet)
    try:
        with run.attended():
            if watch:
                from postcheck.cli.watch import keep_checking  # noqa: PLC0415 - not needed otherwise

                loaded()
                report = keep_checking(job, run, printer, opened=open_report, dated=date is not None)
            else:
                with run.shown():
                    report = _staged(job, run, named_only=named_only) if staged else _checked(job, os.environ, run)
                printer.write(report)
                if page and (open_report or unseen):
                    _shown(page, opened=open_report)
            code = _exit_code(report, Severity(fail_on), exit_zero=exit_zero)
            if left := sum(post.stopped for post in report.posts):
                if not (printer.for_people and on_terminal()):  # the report has just said so
                    from postcheck.report.wording import count  # noqa: PLC0415 - rarely needed

                    of = count(len(report.posts), "post")
                    were = "was" if left == 1 else "were"
                    say(f"stopped. {left} of {of} {were} not examined, and the report says so.")
                run.leave(code)  # threads that are still reading pictures would delay any other exit
            if run.stopping() and not watch and code is ExitCode.OK:
                say("stopped when everything had been examined; whether the report is whole is not known.")
                code = ExitCode.INCOMPLETE
    except KeyboardInterrupt:
        say("stopped before any draft was examined. Nothing is known about them.")
        run.leave(ExitCode.UNUSABLE)
    if code is not ExitCode.OK:
        raise typer.Exit(code)


def _shown(page: Path, *, opened: bool) -> None:
    """Open a page that was written, or say where it is."""
    from postcheck.cli.progress import say  # noqa: PLC0415 - it loads everything; --help must not

    if opened:
        show_in_browser(page)
    else:
        say(f"the report is in {page}. It stays there until you delete it; --output FILE chooses a place.")


def _piped(paths: list[str], name: str) -> list[str]:
    """Return the paths of a check of standard input under this name."""
    if not name.strip() or name.endswith(("/", os.sep)):
        raise UsageError("--stdin-filename names no file.", advice="Give the path that the text will have.")
    if paths and "-" not in paths:
        raise UsageError(
            "--stdin-filename says what standard input holds, and standard input is not checked.",
            advice="Add - to the paths, or leave the option out.",
        )
    return paths or ["-"]


def _check_options(
    paths: list[str], report_format: str, *, staged: bool, watch: bool, open_report: bool, explain: bool
) -> None:
    """Refuse options that contradict each other."""
    if open_report and report_format is not ReportFormat.HTML:
        raise UsageError("--open shows the HTML report.", advice="Add --format html.")
    if explain and report_format not in _EXPLAINING:
        raise UsageError(
            f"--explain says nothing in the format {report_format}.",
            advice="Use rich, html, markdown, json or jsonl with it.",
        )
    if watch and (staged or "-" in paths):
        raise UsageError("--watch needs files or folders to watch.", advice="Leave out --staged and -, or --watch.")


def _check_extent(report_format: str, *, brief: bool, full: bool, explain: bool) -> None:
    """Refuse --brief and --full where they say nothing."""
    if (brief or full) and report_format is not ReportFormat.RICH:
        raise UsageError(
            f"{'--brief' if brief else '--full'} is about the report for the terminal.",
            advice="Leave out --format, or that option.",
        )
    if brief and (full or explain):
        raise UsageError("--brief has no room for that.", advice="Leave out --full and --explain, or --brief.")


def _staged(job: Job, run: TerminalRun, *, named_only: bool) -> Report:
    """Check the posts that the next commit changes, as they are staged."""
    from postcheck.cli.staged import absolute, absolute_environ, absolute_policy, staged  # noqa: PLC0415 - not needed otherwise

    if "-" in job.paths:
        raise UsageError("--staged and standard input contradict each other.", advice="Leave out the - or --staged.")
    environ = absolute_environ(os.environ)
    given = job.overrides
    overrides = replace(
        given,
        policy=absolute_policy(given.policy),
        consent=tuple(path for named in given.consent if (path := absolute(named))),
        people=tuple(map(Path.absolute, given.people)),
    )
    written = job.written and job.written.absolute()
    job = replace(job, overrides=overrides, config=absolute(job.config), waivers=absolute(job.waivers), written=written)
    with staged(job.paths, named_only=named_only) as found:
        if not found.names:
            from postcheck.engine.nothing import nothing_staged  # noqa: PLC0415 - rarely needed

            return nothing_staged(job, environ, found.root)
        return _checked(replace(job, paths=found.names, checkout=found.checkout), environ, run)


def _checked(job: Job, environ: Mapping[str, str], run: TerminalRun) -> Report:
    from postcheck.engine.incremental import check as run_check  # noqa: PLC0415 - it loads everything; --help must not

    loaded()
    return run_check(job, environ, _standard_input, run)


def _standard_input() -> bytes:
    if sys.stdin is None:  # a service may have none
        return b""
    return sys.stdin.buffer.read()


def _exit_code(report: Report, fail_on: Severity, *, exit_zero: bool) -> ExitCode:
    flagged = any(flag.severity.rank >= fail_on.rank for post in report.posts for flag in post.flags)
    if flagged and not exit_zero:
        return ExitCode.FLAGGED
    nothing = not report.posts and not report.may_be_empty
    unexamined = any(post.unexamined for post in report.posts)
    return ExitCode.INCOMPLETE if nothing or unexamined else ExitCode.OK
