"""Every rule of every shipped pack does what its own examples say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from postcheck.find.finder import Finder
from postcheck.judge.bench import Bench
from postcheck.judge.case import Case, Directory
from postcheck.load.consent import load_consent
from postcheck.load.discover import find_drafts
from postcheck.load.drafts import load_draft
from postcheck.load.packs import BASELINE, load_pack, shipped_packs
from postcheck.model.pack import Example, Pack, Rule, Severity
from postcheck.model.people import PeopleList
from postcheck.model.settings import Account, OcrSettings, Settings
from postcheck.model.text import Box
from postcheck.read.engines.base import Line, OcrWord
from postcheck.read.reader import Reader

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

RULES = Path(__file__).parents[2] / "rules"
ROLL = load_consent(RULES / "examples.csv")
NOBODY = PeopleList()
FINDER = Finder(ROLL, NOBODY, None)
SETTINGS = Settings(accounts=(Account("Hillside Primary", ("facebook", "instagram"), "@hillsideprimary"),))
DAY = date(2026, 11, 21)


class Script:
    """An OCR engine that reads what the example says."""

    name = "script"

    def __init__(self, words: str) -> None:
        self._words = words.split()

    def version(self) -> str:
        return "1"

    def read(self, image: Picture, *, time_limit: float) -> tuple[Line, ...]:
        del image, time_limit
        words = tuple(OcrWord(word, Box(10 + 100 * index, 10, 90, 30), 0.95) for index, word in enumerate(self._words))
        return (Line(words),) if words else ()


def levels(pack: Pack, example: Example, folder: Path) -> dict[str, Severity]:
    Image.new("RGB", (1200, 60), "white").save(folder / "picture.png")
    (folder / "small.mp4").write_bytes(b"\0" * 2048)
    (folder / "post.md").write_text(example.draft.lstrip("\n"), encoding="utf-8")
    (source,) = find_drafts([str(folder / "post.md")], stdin=None)
    draft = load_draft(source)
    draft_images = "picture.png" in example.draft
    if not draft_images:  # the only text of a folder takes every picture in it
        (folder / "picture.png").unlink()
        (source,) = find_drafts([str(folder / "post.md")], stdin=None)
        draft = load_draft(source)
    reading = Reader(OcrSettings(), Script(example.picture)).read(draft)
    case = Case(
        draft=draft,
        mentions=FINDER.find(reading.passages),
        opened=frozenset(image.key for image in reading.images if image.opened),
        located=frozenset(image.key for image in reading.images if image.has_gps),
        passages=reading.passages,
        roll=ROLL,
        directory=Directory(ROLL, NOBODY),
        pack=pack,
        settings=SETTINGS,
        channels=draft.header.channels,
        day=draft.header.publish_at.date() if draft.header.publish_at else DAY,
    )
    worst: dict[str, Severity] = {}
    for flag in Bench(pack).judge(case).flags:
        worst[flag.rule] = max(worst.get(flag.rule, Severity.NOTE), flag.severity, key=lambda level: level.rank)
    return worst


PACKS = {name: load_pack(name) for name in (*shipped_packs(), BASELINE)}
OWN = [(pack, rule) for name, pack in PACKS.items() for rule in pack.rules if name == BASELINE or not rule.id.startswith("PC-")]


@pytest.mark.parametrize(
    ("pack", "rule", "example"),
    [pytest.param(pack, rule, example, id=f"{rule.id}-{number}") for pack, rule in OWN for number, example in enumerate(rule.examples)],
)
def test_example(pack: Pack, rule: Rule, example: Example, tmp_path: Path) -> None:
    assert levels(pack, example, tmp_path).get(rule.id) == example.flags


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for _, rule in OWN if rule.check not in {"checklist", "location"}])
def test_every_rule_has_an_example_that_flags_and_one_that_passes(rule: Rule) -> None:
    assert any(example.flags for example in rule.examples)
    assert any(example.flags is None for example in rule.examples)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for _, rule in OWN])
def test_every_rule_says_why_and_what_to_do(rule: Rule) -> None:
    for text in (rule.asks, rule.why, rule.remedy):
        assert text.endswith((".", "`.", "”."))
        assert len(text.split()) >= 4
