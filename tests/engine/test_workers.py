"""Drafts in several processes: the same reports, and a process that dies takes no more than its draft with it."""

from __future__ import annotations

import os
import pickle
import warnings
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from postcheck.config.settings import Overrides
from postcheck.drafts.discovery import find_drafts
from postcheck.engine import incremental, workers
from postcheck.engine.executor import Task
from postcheck.engine.factory import Factory, Kept
from postcheck.engine.job import Job, Observer
from postcheck.engine.processes import pickled
from postcheck.engine.workers import WorkerPool
from postcheck.engine.worth import worth_it
from postcheck.errors import LanguageModelError
from postcheck.model.report import DraftReport, Report, Verdict
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


@pytest.fixture
def job(school: School, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.chdir(school.folder)
    for name, text in TEXTS.items():
        school.draft(text, f"drafts/{name}")
    lists = Overrides(policy="aspire", consent=(Path("consent.csv"),), no_cache=True)
    return Job(("drafts",), DAY, lists, jobs=2)


def dying(orders: bytes) -> bytes:
    """Die on one draft, as a decoder that breaks down makes a process die."""
    if any(Path(order.source.name).name == "b.md" for order in pickle.loads(orders)):  # noqa: S301 - our own
        os._exit(11)
    return workers._examine(orders)  # noqa: SLF001 - all but that is as ever


def warning(orders: bytes) -> bytes:
    """Warn programmers of something, as libraries do."""
    warnings.warn("Amelia Carter", RuntimeWarning, stacklevel=1)
    return workers._examine(orders)  # noqa: SLF001 - all but that is as ever


def tasks_of(job: Job, environ: Mapping[str, str]) -> tuple[Task, ...]:
    factory = Factory(job, environ, lambda _: None, Kept())
    sources = find_drafts(job.paths, stdin=None)
    return tuple(Task(source, factory.checker_for(factory.settings_for(source.folder)), ()) for source in sources)


def checked(job: Job, environ: Mapping[str, str], observer: Observer | None = None) -> Report:
    return incremental.check(job, environ, lambda: b"", observer)


def test_processes_say_what_threads_say(school: School, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = checked(replace(job, jobs=1), school.environ())
    monkeypatch.setattr(incremental, "worth_it", lambda *_: True)
    hearing = Hearing()
    together = checked(job, school.environ(), hearing)
    assert [post.verdict for post in alone.posts] == [Verdict.FAIL, Verdict.PASS, Verdict.FAIL, Verdict.PASS]
    assert together == alone
    assert sorted(hearing.names) == sorted(TEXTS)


def test_a_process_that_dies_takes_only_its_draft_with_it(school: School, job: Job) -> None:
    tasks = tasks_of(job, school.environ())
    hearing = Hearing()
    reports = WorkerPool(tasks, job, school.environ(), hearing, 2, dying).examine()
    assert [reports[number].verdict for number in range(4)] == [
        Verdict.FAIL,
        Verdict.INCOMPLETE,
        Verdict.FAIL,
        Verdict.PASS,
    ]
    (missed,) = reports[1].unexamined
    assert "broke down" in missed.reason
    assert sorted(hearing.names) == sorted(TEXTS)


def test_what_was_not_finished_when_it_stopped_is_left_out(school: School, job: Job) -> None:
    tasks = tasks_of(job, school.environ())
    reports = WorkerPool(tasks, job, school.environ(), Hearing("a.md"), 1).examine()
    assert 0 in reports
    assert len(reports) < len(tasks)


def test_what_libraries_warn_of_is_not_shown(school: School, job: Job, capfd: pytest.CaptureFixture[str]) -> None:
    tasks = tasks_of(job, school.environ())
    assert len(WorkerPool(tasks, job, school.environ(), Hearing(), 1, warning).examine()) == len(tasks)
    assert capfd.readouterr().err == ""


def test_a_language_model_that_cannot_be_used_stops_the_run(
    school: School, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incremental, "worth_it", lambda *_: True)
    with pytest.raises(LanguageModelError, match="none_such"):
        checked(replace(job, overrides=replace(job.overrides, language_model="none_such")), school.environ())


def test_processes_are_for_much_work(school: School, job: Job) -> None:
    few = tasks_of(job, school.environ())
    assert not worth_it(few, 2)
    assert not worth_it(few * 1_000, 1)
    assert worth_it(few * 1_000, 2)
    for number in range(8):
        school.picture(name=f"pictures/{number}.png")
    pictures = tasks_of(replace(job, paths=("pictures",)), school.environ())
    assert worth_it(pictures, 2)


def test_pictures_that_texts_name_are_much_work_too(school: School, job: Job) -> None:
    for number in range(8):
        school.picture(name=f"pictures/{number}.png")
        school.draft(f"---\nimages:\n  - file: ../pictures/{number}.png\n---\nHello!\n", f"posts/{number}.md")
    texts = tasks_of(replace(job, paths=("posts",)), school.environ())
    assert [task.source.shows for task in texts] == [1] * 8
    assert worth_it(texts, 2)
    assert not worth_it(texts[:5], 2)


def test_read_only_mappings_are_handed_on() -> None:
    known = MappingProxyType({"a": MappingProxyType({"b": 1})})
    assert pickle.loads(pickled(known)) == known  # noqa: S301 - our own
