"""The runs of ``postcheck audit`` that are measured."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.audit.archive import Drawn
from benchmarks.running import COMMAND, RunCost, measure, offers

STORE = "audit.db"
DAY = dt.date(2026, 11, 21)
"""As of when reports judge that are compared."""
_READ, _JUDGED = frozenset({0}), frozenset({0, 1, 3})


@dataclass
class Audit:
    """An archive, the stores that it is read into and the reports on them.

    Parameters
    ----------
    folder:
        Where everything lies.
    drawn:
        The archive.
    """

    folder: Path
    drawn: Drawn
    _reading: str = field(default_factory=lambda: offers("audit", "read"))
    _reporting: str = field(default_factory=lambda: offers("audit", "report"))

    @property
    def store(self) -> Path:
        """The store that was read last."""
        return self.folder / STORE

    def why_not_read(self, *options: str) -> str:
        """Return why the archive cannot be read with these options; empty if it can."""
        return _why_not("read", self._reading, options)

    def why_no_report(self, *options: str) -> str:
        """Return why there can be no report with these options; empty if there can."""
        return _why_not("report", self._reporting, options)

    def read(self, *options: str, again: bool = False) -> RunCost:
        """Read the archive, into a new store unless it is read ``again``."""
        if not again:
            for file in self.folder.glob(f"{STORE}*"):
                file.unlink()
        command = [*self._command("read"), *self.drawn.archives, "--no-config", "--no-cache", "--quiet", *options]
        return measure(command, self.folder, environ=self._environ, ends_with=_READ)

    def report(self, name: str, *options: str, day: dt.date | None = DAY) -> RunCost:
        """Judge the store, as of a day or, without one, of today; the report is a JSON file of this name."""
        judged_by = ["--consent", "consent.csv", "--policy", "aspire", "--no-config"]
        dated = ["--date", day.isoformat()] if day else []
        command = [*self._command("report"), *judged_by, *dated, "--format", "json", "--output", name, *options]
        return measure(command, self.folder, environ=self._environ, ends_with=_JUDGED)

    def change_a_row(self) -> str:
        """Have one pupil refuse everything, and return her or his number."""
        path = self.folder / "consent.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        number = next(number for number, row in enumerate(rows) if number and "refused" not in row)
        rows[number] = ["refused" if value in {"given", "not_asked"} else value for value in rows[number]]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return rows[number][0]

    def _command(self, name: str) -> list[str | Path]:
        return [COMMAND, "audit", name, "--store", STORE]

    @property
    def _environ(self) -> dict[str, str]:
        return {"POSTCHECK_CACHE_DIR": str(self.folder / ".cache")}


def _why_not(command: str, says: str, options: Sequence[str]) -> str:
    if not says:
        return f"there is no `postcheck audit {command}` yet"
    lacking = [option for option in options if option.startswith("--") and option not in says]
    return f"`postcheck audit {command}` has no {lacking[0]} yet" if lacking else ""
