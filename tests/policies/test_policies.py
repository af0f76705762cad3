"""All five packs over one folder of drafts.

Each verdict is as a careful data protection officer of that trust would give it (``expected.toml``).
"""

from __future__ import annotations

import shutil
import threading
import tomllib
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from postcheck.config.packs import shipped_packs
from postcheck.config.settings import Overrides, load_settings
from postcheck.consent.consent_list import load_consent
from postcheck.consent.people_list import load_people
from postcheck.drafts.discovery import find_drafts
from postcheck.engine.checker import Checker
from postcheck.find.finder import Finder
from postcheck.find.language import load_language_model
from postcheck.model.draft import Draft
from postcheck.model.mention import Mention
from postcheck.model.reading import Reading
from postcheck.model.report import DraftReport
from postcheck.model.settings import OcrSettings
from postcheck.model.text import Passage
from postcheck.read.reader import Reader
from tests.fakes.engines import ScriptedEngine

HERE = Path(__file__).parent
DRAFTS = sorted((HERE / "drafts").glob("*.md"))
EXPECTED: dict[str, dict[str, Any]] = {
    name: entry
    for file in sorted(HERE.glob("expected*.toml"))
    for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items()
}
CALM: list[str] = tomllib.loads((HERE / "calm.toml").read_text(encoding="utf-8"))["posts"]
DAY = date(2026, 11, 21)
Judged = Callable[[str, str], DraftReport]
VERDICTS = ("pass", "incomplete", "review", "fail")


class Once:
    """Reads each draft and looks for names in it once, whatever the number of packs.

    Only pictures with words go through OCR.
    """

    def __init__(self, finder: Finder) -> None:
        self._ocr, self._blank = Reader(OcrSettings()), Reader(OcrSettings(), ScriptedEngine())
        self._finder = finder
        self._readings: dict[str, Reading] = {}
        self._mentions: dict[tuple[Passage, ...], tuple[Mention, ...]] = {}

    def read(self, draft: Draft) -> Reading:
        if draft.path not in self._readings:
            reader = self._ocr if "words" in EXPECTED.get(Path(draft.path).stem, {}) else self._blank
            self._readings[draft.path] = reader.read(draft)
        return self._readings[draft.path]

    def find(self, passages: tuple[Passage, ...]) -> tuple[Mention, ...]:
        if passages not in self._mentions:
            self._mentions[passages] = self._finder.find(passages)
        return self._mentions[passages]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Return what tells what becomes of a draft under a pack: each is found out once, when a test asks for it."""
    folder = tmp_path_factory.mktemp("drafts")
    for name in ("consent.csv", "people.csv", "postcheck.toml"):
        shutil.copy(HERE / name, folder / name)
    for draft in DRAFTS:
        place = folder / draft.stem
        place.mkdir()
        shutil.copy(draft, place / draft.name)
        for picture in ("picture.png", "certificate.png", "amelia_carter.png"):
            if picture in draft.read_text(encoding="utf-8"):
                drawn(EXPECTED[draft.stem].get("words", "")).save(place / picture)
    for number, post in enumerate(CALM):
        (folder / f"calm-{number}").mkdir()
        text = f"---\nchannel: facebook\n---\n{post}\n"
        (folder / f"calm-{number}" / f"calm-{number}.md").write_text(text, encoding="utf-8")
    (folder / "small-video" / "small.mp4").write_bytes(b"\0" * 2048)
    roll = load_consent(folder / "consent.csv", name="consent.csv")
    people = load_people((folder / "people.csv",))
    once = Once(Finder(roll, people, load_language_model("")))

    @cache
    def checker_for(policy: str) -> Checker:
        settings = load_settings(folder / "postcheck.toml", overrides=Overrides(policy=policy))
        checker = Checker(settings, roll, people, once, threading.Lock())  # type: ignore[arg-type] # it finds and reads
        checker.reader = once  # type: ignore[assignment]
        return checker

    @cache
    def report(name: str, policy: str) -> DraftReport:
        (source,) = find_drafts([str(folder / name / f"{name}.md")], stdin=None)
        return checker_for(policy).examine(source, DAY, ())

    return report


def drawn(words: str) -> Image.Image:
    """Return a picture of the words in large letters, or a small blank one."""
    if not words:
        return Image.new("RGB", (32, 32), "white")
    image = Image.new("RGB", (900, 420), "white")
    ImageDraw.Draw(image).multiline_text((60, 60), words, fill="black", font=ImageFont.load_default(56), spacing=30)
    return image


def test_every_draft_has_an_expectation_for_every_pack_and_a_reason() -> None:
    assert {draft.stem for draft in DRAFTS} == set(EXPECTED)
    assert len(DRAFTS) >= 120
    for name, entry in EXPECTED.items():
        assert {key for key in entry if key != "words"} == set(shipped_packs()), name
        for policy in shipped_packs():
            assert entry[policy]["verdict"] in VERDICTS
            assert len(entry[policy]["because"].split()) >= 4


@pytest.mark.parametrize("policy", shipped_packs())
@pytest.mark.parametrize("name", [draft.stem for draft in DRAFTS])
def test_the_verdict_is_the_officer_s(judged: Judged, name: str, policy: str) -> None:
    report, expected = judged(name, policy), EXPECTED[name][policy]
    said = [(flag.rule, flag.severity.value, flag.message) for flag in report.flags]
    assert report.verdict.value == expected["verdict"], (expected["because"], said, report.unexamined)
    assert set(expected["rules"]) <= {flag.rule for flag in report.flags}, (expected["because"], said)


@pytest.mark.parametrize("policy", shipped_packs())
@pytest.mark.parametrize(
    "name",
    [name for name, entry in EXPECTED.items() if all(entry[policy]["verdict"] == "pass" for policy in shipped_packs())],
)
def test_a_clean_post_has_nothing_above_a_note(judged: Judged, name: str, policy: str) -> None:
    assert [flag for flag in judged(name, policy).flags if flag.severity != "note"] == []


@pytest.mark.parametrize("policy", shipped_packs())
@pytest.mark.parametrize("number", range(len(CALM)))
def test_an_everyday_post_passes(judged: Judged, number: int, policy: str) -> None:
    report = judged(f"calm-{number}", policy)
    assert [flag for flag in report.flags if flag.severity != "note"] == [], CALM[number]
    assert report.verdict.value == "pass"
