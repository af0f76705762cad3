"""Drafts side by side: each is finished, or said not to be; and a run that is stopped leaves nothing running."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from postcheck.config.settings import Overrides
from postcheck.engine.checker import Checker, ReadDraft
from postcheck.engine.incremental import check
from postcheck.engine.job import Job, Observer
from postcheck.model.mention import Mention
from postcheck.model.report import DraftReport, Verdict
from postcheck.report.base import FORMATS, ReportOptions
from tests.builders.school import DAY, School
from tests.fakes.engines import HangingEngine, ScriptedDetector, ScriptedEngine
from tests.fakes.models import NamingModel

CLEAN = "---\nchannel: facebook\n---\nThe summer fair starts at noon on Saturday.\n"
LISTS = Overrides(policy="aspire", consent=(Path("consent.csv"),), no_cache=True)


@pytest.fixture
def light(school: School, monkeypatch: pytest.MonkeyPatch) -> ScriptedEngine:
    """A school in whose folder no model is loaded; return the engine that reads its pictures."""
    monkeypatch.chdir(school.folder)
    engine = ScriptedEngine()
    monkeypatch.setattr("postcheck.engine.factory.load_language_model", lambda *_, **__: NamingModel())
    monkeypatch.setattr("postcheck.read.reader.engines_for", lambda *_: (engine,))
    monkeypatch.setattr("postcheck.engine.factory.CenterFace", lambda **_: ScriptedDetector(*[()] * 100))
    return engine


class Listening(Observer):
    """Remembers what it is told, and stops the run when it is asked to."""

    def __init__(self) -> None:
        self.total = 0
        self.folders: list[str] = []
        self.reports: list[DraftReport] = []
        self.stop = threading.Event()
        self.end: Callable[[], None] = lambda: None

    def found(self, total: int, end: Callable[[], None]) -> None:
        self.total, self.end = total, end

    def begun(self, folder: str) -> None:
        self.folders.append(folder)

    def finished(self, report: DraftReport) -> None:
        self.reports.append(report)

    def stopping(self) -> bool:
        return self.stop.is_set()


@pytest.mark.usefixtures("light")
@pytest.mark.parametrize("jobs", [1, 4])
def test_reports_come_in_order_and_everybody_hears_of_each(school: School, jobs: int) -> None:
    for number in range(7):
        school.draft(CLEAN, f"drafts/{number}.md")
    heard = Listening()
    report = check(Job(("drafts",), date.fromisoformat(DAY), LISTS, no_config=True, jobs=jobs), {}, bytes, heard)
    assert [post.draft.path for post in report.posts] == [f"drafts/{number}.md" for number in range(7)]
    assert {post.verdict for post in report.posts} == {Verdict.PASS}
    assert heard.total == len(heard.folders) == 7
    assert {post.draft.path for post in heard.reports} == {post.draft.path for post in report.posts}


@pytest.mark.usefixtures("light")
@pytest.mark.parametrize(("quick", "together"), [(True, [3]), (False, [1, 1, 1])])
def test_names_in_pictures_that_take_no_time_are_found_together(
    school: School,
    monkeypatch: pytest.MonkeyPatch,
    quick: bool,
    together: list[int],
) -> None:
    monkeypatch.setattr("postcheck.engine.executor._WHILE", 1_000 if quick else -1)
    found: list[int] = []
    find = Checker.find

    def counted(checker: Checker, drafts: Sequence[ReadDraft]) -> list[tuple[Mention, ...] | None]:
        found.append(len(drafts))
        return find(checker, drafts)

    monkeypatch.setattr(Checker, "find", counted)
    for name in "abc":
        school.picture(name=f"{name}.png", size=(60, 40))
        school.draft(f"---\nchannel: facebook\n---\nOur tree\n![](../{name}.png)\n", f"drafts/{name}.md")
    heard = Listening()
    report = check(Job(("drafts",), date.fromisoformat(DAY), LISTS, no_config=True), {}, bytes, heard)
    assert found == together
    assert [post.draft.path for post in report.posts] == [f"drafts/{name}.md" for name in "abc"]
    assert len(heard.reports) == 3


@pytest.mark.usefixtures("light")
def test_an_engine_that_hangs_is_ended_when_the_run_is_stopped(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = HangingEngine()
    monkeypatch.setattr("postcheck.read.reader.engines_for", lambda *_: (engine,))
    school.draft(CLEAN, "drafts/a.md")
    school.draft("---\nchannel: facebook\n---\nOur tree\n![](../p.png)\n", "drafts/b.md")
    school.picture(name="p.png", size=(60, 40))
    school.draft("---\nchannel: facebook\n---\nOur other tree\n![](../p.png)\n", "drafts/c.md")
    school.draft(CLEAN, "drafts/d.md")
    heard = Listening()

    def stop_it() -> None:
        engine.reading.wait(60)
        heard.stop.set()

    stopper = threading.Thread(target=stop_it)
    stopper.start()
    report = check(Job(("drafts",), date.fromisoformat(DAY), LISTS, no_config=True), {}, bytes, heard)
    stopper.join()
    assert engine.stopped
    assert [(post.draft.path, post.verdict, post.stopped) for post in report.posts] == [
        ("drafts/a.md", Verdict.PASS, False),
        ("drafts/b.md", Verdict.INCOMPLETE, True),
        ("drafts/c.md", Verdict.INCOMPLETE, True),
        ("drafts/d.md", Verdict.PASS, False),
    ]


def test_every_format_says_that_a_draft_was_not_come_to(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    class Hasty(Observer):
        def stopping(self) -> bool:
            return True

    for number in range(3):
        school.draft(CLEAN, f"drafts/{number}.md")
    monkeypatch.chdir(school.folder)
    report = check(Job(("drafts",), date.fromisoformat(DAY), no_config=True), {}, bytes, Hasty())
    assert report.verdict is Verdict.INCOMPLETE
    left = [post.draft.path for post in report.posts if post.stopped]
    assert left
    for name, render in FORMATS.items():
        text = " ".join(render(report, ReportOptions()).split())
        once = f"was stopped before it reached {len(left)} posts" in text
        assert once or text.count("stopped before it was examined") >= len(left), name
        for path in left:
            assert path in text, name


def test_reports_without_what_was_read_say_the_same(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    school.draft("---\nchannel: facebook\n---\nWell done Rhys Morgan and Zee!\n![](p.png)\n", "drafts/rhys-morgan.md")
    school.picture("Well done\nRhys Morgan", "drafts/p.png", size=(700, 320))
    monkeypatch.chdir(school.folder)
    job = Job(
        ("drafts",), date.fromisoformat(DAY), Overrides(policy="aspire", consent=(Path("consent.csv"),)), no_config=True
    )
    environ = {"POSTCHECK_CACHE_DIR": str(school.folder / ".cache")}
    whole = check(job, environ, bytes)

    slim = check(replace(job, keep_reading=False), environ, bytes)
    assert any(passage.words for post in whole.posts for passage in post.passages)
    assert not any(passage.words or passage.text for post in slim.posts for passage in post.passages)
    for name in FORMATS.keys() - {"html"}:
        for show in (True, False):
            assert FORMATS[name](slim, ReportOptions(show)) == FORMATS[name](whole, ReportOptions(show)), name
