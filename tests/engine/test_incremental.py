"""The same paths checked again: only what has changed is examined, and whatever it depends on counts as a change."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from postcheck.config.settings import Overrides
from postcheck.engine.incremental import IncrementalCheck
from postcheck.engine.job import Job, Observer
from postcheck.model.report import DraftReport, Verdict
from tests.builders.school import CONSENT, DAY, School
from tests.fakes.engines import ScriptedDetector, ScriptedEngine, row
from tests.fakes.models import NamingModel

SETTLED = 1_700_000_000
"""A moment long ago, as seconds."""
TODAY = date.fromisoformat(DAY)
CLEAN = "---\nchannel: facebook\n---\nThe fair starts at noon.\n"


class Counting(Observer):
    """Counts the drafts that are examined."""

    def __init__(self) -> None:
        self.examined: list[str] = []

    def finished(self, report: DraftReport) -> None:
        self.examined.append(report.draft.path)


@pytest.fixture
def checks(school: School, monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[dict[str, Verdict], list[str]]]:
    """Return what checks three drafts again each time: the verdicts, and which drafts were examined for them."""
    monkeypatch.chdir(school.folder)
    monkeypatch.setattr("postcheck.engine.factory.load_language_model", lambda *_, **__: NamingModel())
    monkeypatch.setattr("postcheck.read.reader.engines_for", lambda *_: (ScriptedEngine(always=row("Rhys Morgan")),))
    monkeypatch.setattr("postcheck.engine.factory.CenterFace", lambda **_: ScriptedDetector(*[()] * 100))
    for name in ("a", "b"):
        school.draft(CLEAN, f"drafts/{name}.md")
    school.draft("---\nchannel: facebook\npeople: []\n---\nOur tree.\n![](../p.png)\n", "drafts/c.md")
    school.picture(name="p.png", size=(900, 60))
    school.draft('policy = "aspire"\nconsent = "consent.csv"\n[cache]\nenabled = false\n', "postcheck.toml")
    ages = count(1)
    incremental = IncrementalCheck(Job(("drafts",), TODAY, Overrides()), {})

    def again() -> tuple[dict[str, Verdict], list[str]]:
        # What was changed in the last second might change again unnoticed, and is examined again for that reason alone.
        for path in (school.folder, *school.folder.rglob("*")):
            if path.stat().st_mtime > SETTLED:
                os.utime(path, (SETTLED, SETTLED - next(ages)))
        observer = Counting()
        report = incremental.check(bytes, observer)
        return {Path(post.draft.path).stem: post.verdict for post in report.posts}, sorted(
            Path(path).stem for path in observer.examined
        )

    return again


Checks = Callable[[], tuple[dict[str, Verdict], list[str]]]


def test_a_draft_that_changes_is_examined_again_alone(school: School, checks: Checks) -> None:
    assert checks() == ({"a": Verdict.PASS, "b": Verdict.PASS, "c": Verdict.FAIL}, ["a", "b", "c"])
    school.draft("---\nchannel: facebook\n---\nWell done, Rhys Morgan!\n", "drafts/a.md")
    verdicts, examined = checks()
    assert verdicts == {"a": Verdict.FAIL, "b": Verdict.PASS, "c": Verdict.FAIL}
    assert examined == ["a"]
    assert checks() == (verdicts, [])


def test_a_picture_that_changes_is_its_drafts_change(school: School, checks: Checks) -> None:
    checks()
    school.picture("Star", name="p.png", size=(900, 60))
    assert checks()[1] == ["c"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("consent.csv", CONSENT.replace("Morgan,,,4,current,none", "Morgan,,,4,current,all")),
        ("postcheck.toml", 'policy = "southport"\nconsent = "consent.csv"\n[cache]\nenabled = false\n'),
    ],
)
def test_what_drafts_are_judged_by_is_a_change_of_all(school: School, checks: Checks, name: str, text: str) -> None:
    checks()
    school.draft(text, name)
    assert checks()[1] == ["a", "b", "c"]


def test_a_draft_that_goes_is_gone_and_a_new_one_is_there(school: School, checks: Checks) -> None:
    checks()
    (school.folder / "drafts" / "a.md").unlink()
    school.draft("---\nchannel: facebook\n---\nWell done, Rhys Morgan!\n", "drafts/d.md")
    assert checks()[0] == {"b": Verdict.PASS, "c": Verdict.FAIL, "d": Verdict.FAIL}


def test_a_sign_off_that_changes_is_its_drafts_change(school: School, checks: Checks) -> None:
    school.draft("spoilt", "drafts/a.md.signed-off.toml")
    checks()
    assert checks()[1] == []
    school.draft("spoilt in another way", "drafts/a.md.signed-off.toml")
    assert checks()[1] == ["a"]
    (school.folder / "drafts/a.md.signed-off.toml").unlink()
    assert "a" in checks()[1]
