"""A desk at which one draft is judged: everything real but the OCR engine and the language model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

from PIL import Image

from postcheck.config.packs import load_pack
from postcheck.consent.consent_list import load_consent
from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.loader import load_draft
from postcheck.find.finder import Finder
from postcheck.find.lexicon import lexicon
from postcheck.judge.case import Directory, make_case
from postcheck.judge.rule_engine import Judgement, RuleEngine
from postcheck.judge.signers import English
from postcheck.model.concern import Concern, ConcernMatch
from postcheck.model.pack import Pack
from postcheck.model.people import PeopleList
from postcheck.model.report import Flag
from postcheck.model.settings import Account, OcrSettings, Settings
from postcheck.model.severity import Severity
from postcheck.read.reader import Reader
from tests.fakes.engines import ScriptedEngine, row

DAY = date(2026, 11, 21)
PACKS = ("aspire", "north-star", "snmat", "southport", "victoria")
ACCOUNTS = (Account("Hillside Primary", ("facebook", "instagram", "linkedin"), "@hillsideprimary"),)
SETTINGS = Settings(accounts=ACCOUNTS)
NOBODY = PeopleList()
ENGLISH = English(lexicon().known, lexicon().forename)
ROLL = load_consent(Path(__file__).parents[2] / "rules" / "examples.csv")
_ENGINES: dict[str, RuleEngine] = {}
_FINDER = Finder(ROLL, NOBODY, None)


def rule_engine(pack: str | Pack) -> RuleEngine:
    """Return the rule engine of a pack, made once if it ships."""
    if isinstance(pack, Pack):
        return RuleEngine(pack)
    if pack not in _ENGINES:
        _ENGINES[pack] = RuleEngine(load_pack(pack))
    return _ENGINES[pack]


def judge(
    pack: str | Pack,
    draft: str,
    folder: Path,
    *,
    settings: Settings = SETTINGS,
    people: PeopleList = NOBODY,
    words: str = "",
    files: Mapping[str, int] | None = None,
    save: Mapping[str, object] | None = None,
    today: date = DAY,
    sees: Mapping[str, Concern] = MappingProxyType({}),
) -> Judgement:
    """Judge a draft.

    Its picture.png shows ``words``; ``files`` are made with that many bytes; ``save`` goes to the picture's metadata.
    ``sees`` is what the classifier of sentences sees in the draft's sentences.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for image in ("picture.png", "picture.jpg"):
        if image in draft:
            Image.new("RGB", (1200, 60), "white").save(folder / image, **(save or {}))  # type: ignore[arg-type]
    for name, size in (files or {}).items():
        with (folder / name).open("wb") as file:
            file.truncate(size)
    (folder / "post.md").write_text(draft, encoding="utf-8")
    (source,) = find_drafts([str(folder / "post.md")], stdin=None)
    loaded = load_draft(source)
    reading = Reader(OcrSettings(), ScriptedEngine(always=row(words))).read(loaded)
    judges = rule_engine(pack)
    mentions = (Finder(ROLL, people, None) if people.names else _FINDER).find(reading.passages)
    directory = Directory(ROLL, people, ENGLISH)
    case = make_case(
        loaded,
        reading,
        mentions,
        directory=directory,
        pack=judges.pack,
        settings=settings,
        today=today,
        concerns=tuple(
            ConcernMatch(passage, start, start + len(sentence), concern, 0.9)
            for passage in reading.passages
            for sentence, concern in sees.items()
            if (start := passage.text.find(sentence)) >= 0
        ),
    )
    return judges.judge(case)


def levels(judgement: Judgement) -> dict[str, Severity]:
    """Return the worst level of each rule that flags something."""
    worst: dict[str, Severity] = {}
    for flag in judgement.flags:
        worst[flag.rule] = max(worst.get(flag.rule, Severity.NOTE), flag.severity, key=lambda level: level.rank)
    return worst


def loud(judgement: Judgement) -> list[Flag]:
    """Return the flags that stop a post."""
    return [flag for flag in judgement.flags if flag.severity is not Severity.NOTE]
