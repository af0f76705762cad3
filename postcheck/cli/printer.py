"""Writes a check's report to standard output or a file, in any of its formats, and opens it in the browser."""

from __future__ import annotations

import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from postcheck.cli.output import in_colour, width, write
from postcheck.errors import UsageError

if TYPE_CHECKING:
    from postcheck.model.report import Report


_SCREENS = 6
"""Screens that a report of many posts takes at most."""
_SCREEN = 24
"""Lines of a small terminal."""


class ReportFormat(StrEnum):
    """The formats of the report."""

    RICH = "rich"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    HTML = "html"
    MARKDOWN = "markdown"
    JSONL = "jsonl"
    GITLAB = "gitlab"


def report_format_of(name: str) -> str:
    """Return the format of this name: a :class:`ReportFormat`, or the name of one that another package adds."""
    if name in set(ReportFormat):
        return ReportFormat(name)
    from postcheck.plugins import FORMATS, found  # noqa: PLC0415 - rarely needed

    added = [plugin.name for plugin in found(FORMATS) if plugin.name not in set(ReportFormat)]
    if name not in added:
        known = ", ".join((*map(str, ReportFormat), *added))
        raise UsageError("--format has a value that means nothing.", advice=f"Use {known}.")
    return name


class Printer:
    """Writes reports of one run, the same way each time.

    Parameters
    ----------
    report_format:
        The format.
    output:
        The file; None for standard output.
    show_names:
        Whether names are shown or masked.
    explain:
        Whether it is said of each name why it is taken for whose.
    brief:
        Whether a person gets one line a post.
    full:
        Whether a person gets all of each post, however many there are; in a file they are always whole.
    """

    def __init__(
        self,
        report_format: str,
        output: Path | None,
        *,
        show_names: bool,
        explain: bool = False,
        brief: bool = False,
        full: bool = False,
    ) -> None:
        self._format = report_format
        self._show_names = show_names
        self._explain = explain
        self._brief = brief
        self._full = full
        self.output = output
        self.for_people = report_format is ReportFormat.RICH and output is None
        """Whether a person reads it straight from standard output."""

    def write(self, report: Report) -> None:
        """Write a report; raises as :func:`postcheck.cli.output.write` does."""
        from postcheck.report.base import WITHOUT_NOTES, ReportOptions, renderer  # noqa: PLC0415 - not needed for --help

        encoding = (getattr(sys.stdout, "encoding", None) or "utf-8") if self.for_people else "utf-8"
        columns = width() if self.for_people else None
        colour = self.for_people and in_colour()
        lines = _SCREENS * _SCREEN if self.for_people and not self._full else None
        options = ReportOptions(
            self._show_names, columns, colour, encoding, explain=self._explain, brief=self._brief, lines=lines
        )
        text = renderer(self._format)(report, options)
        write(text, self.output, encoding=encoding)
        if self._format in WITHOUT_NOTES and report.notes:
            _say_notes(report)


def _say_notes(report: Report) -> None:
    """Say on standard error what a reader must know about the run, without names."""
    from postcheck.cli.progress import say  # noqa: PLC0415 - not needed for --help
    from postcheck.report.mask import Masker  # noqa: PLC0415 - not needed for --help

    masker = Masker(report, show_names=False)
    for note in report.notes:
        say(masker.prose(note))


def private_page() -> Path:
    """Return a file in a new folder that only its user can enter, for a report that the browser will show."""
    return Path(tempfile.mkdtemp(prefix="postcheck-report-"), "report.html")


def show_in_browser(page: Path) -> None:
    """Open a report in the browser, and say on standard error where it is: it stays until somebody deletes it."""
    import webbrowser  # noqa: PLC0415 - rarely needed

    from postcheck.cli.progress import say  # noqa: PLC0415 - it loads everything; --help must not

    opened = webbrowser.open(page.absolute().as_uri())
    say(
        f"the report is in {page}."
        if opened
        else f"no browser could be opened. The report is in {page}; open it yourself."
    )
