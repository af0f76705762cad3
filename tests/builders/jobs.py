"""Runs of the engine on a few drafts, without the command."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from postcheck.config.settings import Overrides
from postcheck.drafts.discovery import find_drafts
from postcheck.engine.executor import Task
from postcheck.engine.factory import Factory, Kept
from postcheck.engine.job import Job, Observer
from postcheck.model.report import DraftReport
from tests.builders.school import School

DAY = date(2026, 11, 21)
TEXTS = {
    "a.md": "---\nchannel: facebook\n---\nWell done, Amelia Carter!\n",
    "b.md": "---\nchannel: facebook\n---\nThe summer fair starts at noon on Saturday.\n",
    "c.md": "---\nchannel: facebook\n---\nRhys Morgan ran.\n",
    "d.md": "---\nchannel: x\n---\nWe planted forty bulbs.\n",
}


class Hearing(Observer):
    """Remembers what is finished, and stops once a draft of this name is."""

    def __init__(self, last: str = "") -> None:
        self.names: list[str] = []
        self.notices: list[str] = []
        self._last = last

    def finished(self, report: DraftReport) -> None:
        self.names.append(Path(report.draft.path).name)

    def notice(self, text: str) -> None:
        self.notices.append(text)

    def stopping(self) -> bool:
        return self._last in self.names


def job_of(school: School) -> Job:
    """Write the drafts, and return the run that checks them; it begins in the school's folder."""
    for name, text in TEXTS.items():
        school.draft(text, f"drafts/{name}")
    lists = Overrides(policy="aspire", consent=(Path("consent.csv"),), no_cache=True)
    return Job(("drafts",), DAY, lists, jobs=2)


def tasks_of(job: Job, environ: Mapping[str, str]) -> tuple[Task, ...]:
    factory = Factory(job, environ, lambda _: None, Kept())
    sources = find_drafts(job.paths, stdin=None)
    return tuple(Task(source, factory.checker_for(factory.settings_for(source.folder)), ()) for source in sources)
