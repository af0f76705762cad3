"""Engines, detectors and models that misbehave in every way there is: no draft passes by it, and none is lost."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from postcheck.config.settings import Overrides
from postcheck.drafts.discovery import find_drafts
from postcheck.engine.checker import Checker
from postcheck.engine.incremental import check
from postcheck.engine.job import Job
from postcheck.errors import EngineUnavailableError, LanguageModelError, UnreadableError
from postcheck.find.finder import Finder
from postcheck.find.language import LanguageModel, load_language_model
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.report import DraftReport, Report, Verdict
from postcheck.model.settings import OcrSettings, Settings
from postcheck.read.engines.base import OcrTimeoutError
from postcheck.read.faces import FaceDetector
from postcheck.read.reader import Reader
from tests.builders.school import School
from tests.fakes.engines import NONSENSE, HangingEngine, ScriptedDetector, ScriptedEngine, row
from tests.fakes.models import FailingModel, NamingModel

DAY = date(2026, 11, 21)
ROLL = Roll((Pupil("P1", "Amelia", "Carter"), Pupil("P2", "Rhys", "Morgan")))


class Panic(BaseException):
    """What a library written in Rust raises when it panics: no Exception."""


FAILURES = [
    UnreadableError("It broke."),
    EngineUnavailableError("It is gone."),
    OcrTimeoutError("It took too long."),
    ValueError("Amelia Carter"),
    MemoryError("Amelia Carter"),
    RecursionError("Amelia Carter"),
    SystemExit(0),
    SystemExit("Amelia Carter"),
    Panic("Amelia Carter"),
]
failing = pytest.mark.parametrize("failure", FAILURES, ids=lambda error: f"{type(error).__name__} {error}")


def examined(
    folder: Path,
    *engines: ScriptedEngine,
    text: str = "Our day.\n",
    model: LanguageModel | None = None,
    faces: FaceDetector | None = None,
) -> DraftReport:
    """Return what a post with one picture comes to."""
    Image.new("RGB", (90, 60), "white").save(folder / "p.png")
    post = folder / "post.md"
    post.write_text(f"---\nchannel: facebook\nimages:\n  - {{file: p.png, people: []}}\n---\n{text}", encoding="utf-8")
    checker = Checker(
        Settings(policy="aspire"),
        ROLL,
        PeopleList(),
        Finder(ROLL, PeopleList(), model),
        threading.Lock(),
        reader=Reader(OcrSettings(time_limit=0.2), *engines, faces=faces),
    )
    (source,) = find_drafts([str(post)], stdin=None)
    return checker.examine(source, DAY, ())


def reasons(report: DraftReport) -> str:
    return " ".join(missed.reason for missed in report.unexamined)


@failing
def test_an_engine_that_fails_is_no_pass_and_does_not_stop_the_others(tmp_path: Path, failure: BaseException) -> None:
    alone = examined(tmp_path, ScriptedEngine(failure))
    assert alone.verdict is Verdict.INCOMPLETE
    assert [missed.file.rpartition("/")[2] for missed in alone.unexamined] == ["p.png"]
    both = examined(tmp_path, ScriptedEngine(failure), ScriptedEngine(always=row("Rhys Morgan")), text="Well done!\n")
    assert both.verdict is Verdict.FAIL
    assert [missed.file.rpartition("/")[2] for missed in both.unexamined] == ["p.png"]
    assert "Amelia" not in reasons(alone) + reasons(both)


@failing
def test_a_model_that_fails_is_no_pass(tmp_path: Path, failure: BaseException) -> None:
    report = examined(tmp_path, ScriptedEngine(), model=FailingModel(failure))
    assert report.verdict is Verdict.INCOMPLETE
    assert f"({type(failure).__name__} in models.py" in reasons(report)
    assert "Amelia" not in reasons(report)


@failing
def test_a_face_detector_that_fails_is_no_pass(tmp_path: Path, failure: BaseException) -> None:
    report = examined(tmp_path, ScriptedEngine(), faces=ScriptedDetector(failure))
    assert report.verdict is Verdict.INCOMPLETE
    assert "Amelia" not in reasons(report)


def test_an_engine_that_hangs_is_no_pass(tmp_path: Path) -> None:
    report = examined(tmp_path, HangingEngine())
    assert report.verdict is Verdict.INCOMPLETE
    assert "longer than the time limit" in reasons(report)


def test_nonsense_of_an_engine_hides_no_name_in_it(tmp_path: Path) -> None:
    report = examined(tmp_path, ScriptedEngine(NONSENSE))
    assert {mention.text for mention in report.mentions} == {"Amelia C", "Rhys"}
    assert report.verdict is Verdict.FAIL


def test_a_model_that_sees_nobody_hides_no_pupil(tmp_path: Path) -> None:
    report = examined(tmp_path, ScriptedEngine(), text="Well done, Rhys Morgan!\n", model=NamingModel())
    assert [mention.text for mention in report.mentions] == ["Rhys Morgan"]
    assert report.verdict is Verdict.FAIL


@failing
def test_in_a_run_the_other_drafts_are_judged_and_nothing_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    school = School(tmp_path)
    school.draft("---\nchannel: facebook\n---\nWell done!\n![](../p.png)\n", "drafts/a.md")
    school.picture(name="p.png", size=(60, 40))
    school.draft("---\nchannel: facebook\n---\nWell done, Rhys Morgan!\n", "drafts/b.md")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("postcheck.engine.factory.load_language_model", lambda *_, **__: NamingModel())
    engine = ScriptedEngine(failure)
    monkeypatch.setattr("postcheck.read.reader.engines_for", lambda *_: (engine,))
    monkeypatch.setattr("postcheck.engine.factory.CenterFace", lambda **_: ScriptedDetector(()))
    overrides = Overrides(policy="aspire", consent=(Path("consent.csv"),), no_cache=True)
    report: Report = check(Job(("drafts",), DAY, overrides, no_config=True, jobs=2), {}, bytes)
    assert {post.draft.path: post.verdict for post in report.posts} == {
        "drafts/a.md": report.posts[0].verdict,
        "drafts/b.md": Verdict.FAIL,
    }
    assert report.posts[0].verdict in {Verdict.INCOMPLETE, Verdict.REVIEW}
    assert [missed.file for missed in report.posts[0].unexamined] == ["p.png"]


@pytest.mark.parametrize("failure", [SystemExit(0), ValueError("Amelia Carter")], ids=["SystemExit", "ValueError"])
def test_a_pipeline_that_cannot_be_loaded_starts_no_check(
    monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def broken(_: str) -> None:
        raise failure

    monkeypatch.setattr("spacy.load", broken)
    with pytest.raises(LanguageModelError, match=f"cannot be loaded \\({type(failure).__name__}\\)"):
        load_language_model("their_pipeline")


def test_a_panic_of_the_command_is_one_line_and_no_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise Panic("Amelia Carter")

    school = School(tmp_path)
    school.draft("Well done!\n")
    monkeypatch.setattr("postcheck.engine.incremental.find_drafts", broken)
    result = school.check("drafts")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("postcheck: an internal error (Panic) stopped the check. Nothing was passed.")
    assert result.err.count("\n") == 1
