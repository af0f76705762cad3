"""``postcheck check --watch``: keeps running next to the editor, and checks again whatever changes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from watchfiles import watch

from postcheck.cli.output import today_in_london
from postcheck.cli.printer import Printer, show_in_browser
from postcheck.cli.progress import TerminalRun, say
from postcheck.engine.incremental import IncrementalCheck
from postcheck.engine.job import Job
from postcheck.errors import PostcheckError
from postcheck.formats.files import UNFINISHED
from postcheck.model.report import Report

_QUIET_MS = 300
"""Milliseconds without a change before the drafts are checked again: editors write a file in several steps."""
_ROUND_MS = 1_000
"""How often, in milliseconds, files outside the watched folders are looked at: the consent list, settings, pictures
elsewhere."""
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def keep_checking(job: Job, run: TerminalRun, printer: Printer, *, opened: bool, dated: bool) -> Report:
    """Check, then check again whenever something changes, until the user stops it; return the last report.

    Parameters
    ----------
    job, run, printer:
        What to check, who watches, and where the report goes.
    opened:
        Whether the report is to be opened in the browser, once.
    dated:
        Whether the user named the day; otherwise each check takes the current one.

    Raises
    ------
    PostcheckError
        If the first check cannot start. A later error is printed, and the watch goes on; it is raised at the end if it
        still holds.
    """
    checker = IncrementalCheck(job, os.environ)
    with run.shown():
        report = checker.check(bytes, run)
    _show(report, report, printer)
    if opened and printer.output:
        show_in_browser(printer.output)
    failure: PostcheckError | None = None
    for _ in _rounds(job, run, checker, dated=dated):
        try:
            with run.shown():
                found = checker.check(bytes, run, None if dated else date.fromisoformat(today_in_london()))
        except PostcheckError as error:
            if str(error) != str(failure or ""):
                say(f"{error} The report above is from before; the watch goes on.")
            failure = error
            continue
        if checker.changed or failure or len(found.posts) != len(report.posts):
            _show(found, replace(found, posts=checker.changed), printer)
        report, failure = found, None
    if failure:
        raise failure  # the last report knows nothing of what has changed since
    return report


def _rounds(job: Job, run: TerminalRun, checker: IncrementalCheck, *, dated: bool) -> Iterator[None]:
    """Yield whenever something may have changed, until the run is stopped."""
    given = [Path(path) for path in job.paths]
    folders = {path if path.is_dir() else path.parent for path in given}
    own = {os.path.realpath(job.written)} if job.written else set()
    changes = watch(
        *folders,
        recursive=any(path.is_dir() for path in given),
        debounce=_QUIET_MS * 10,
        step=_QUIET_MS,
        stop_event=run.stopped,
        rust_timeout=_ROUND_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
        ignore_permission_denied=True,
    )
    day = today_in_london()
    for batch in changes:
        if run.stopping():
            return
        inside = any(
            os.path.realpath(path) not in own and not Path(path).name.startswith(UNFINISHED) for _, path in batch
        )
        if inside or checker.stale() or (not dated and day != today_in_london()):
            day = today_in_london()
            yield


def _clear() -> None:
    """Clear the terminal and, where that can be done, what has scrolled away."""
    if sys.platform == "win32":
        from rich.console import Console  # noqa: PLC0415 - only here

        Console(file=sys.stdout).clear()
    else:
        sys.stdout.write(_CLEAR)
        sys.stdout.flush()


def _show(report: Report, changed: Report, printer: Printer) -> None:
    """Write the report; a person, who has seen the rest, gets only what has changed, and how things stand."""
    if printer.for_people:
        if sys.stdout.isatty():
            _clear()
        printer.write(changed if changed.posts else report)
    else:
        printer.write(report)
    posts = len(report.posts)
    clear = sum(not post.unexamined and not any(flag.severity.rank > 0 for flag in post.flags) for post in report.posts)
    say(f"watching {posts} {'post' if posts == 1 else 'posts'}, {clear} with no problems found. Ctrl-C ends it.")
