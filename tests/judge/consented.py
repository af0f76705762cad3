"""Posts that are read once, and judged by one consent list after another."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from PIL import Image

from postcheck.config.packs import BASELINE, load_pack, shipped_packs
from postcheck.consent.consent_list import load_consent
from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.loader import load_draft
from postcheck.find.finder import Finder
from postcheck.judge.case import Directory, make_case
from postcheck.judge.rule_engine import RuleEngine
from postcheck.model.draft import Draft
from postcheck.model.mention import Mention
from postcheck.model.people import PeopleList, Roll, Use
from postcheck.model.reading import Reading
from postcheck.model.report import Flag
from postcheck.model.settings import OcrSettings, Settings
from postcheck.model.severity import Severity
from postcheck.read.reader import Reader
from tests.fakes.engines import ScriptedEngine, row

THE_DAY = date(2026, 9, 1)
DAYS = [THE_DAY + timedelta(days=number) for number in (-400, -1, 0, 1, 400)]

CONSENT = [str(use) for use in Use]
COLUMNS = (
    *(
        "pupil_id",
        "forename",
        "surname",
        "year_group",
        "status",
        "leaving_date",
        "do_not_publish",
        "method",
        "given_by",
        "given_on",
        "expires_on",
    ),
    *("withdrawn_on", *CONSENT, *(f"{use}_social" for use in Use)),
)
AMELIA = {
    "pupil_id": "P1",
    "forename": "Amelia",
    "surname": "Carter",
    "year_group": "4",
    "method": "written",
    "given_by": "parent",
}
RHYS = {
    "pupil_id": "P2",
    "forename": "Rhys",
    "surname": "Morgan",
    "year_group": "9",
    "method": "written",
    "given_by": "both",
}
ALL_GIVEN = dict.fromkeys(CONSENT, "given")
PACKS = {name: RuleEngine(load_pack(name)) for name in (*shipped_packs(), BASELINE)}
RANK: dict[Severity | None, int] = {None: -1, **{severity: severity.rank for severity in Severity}}


@dataclass(frozen=True)
class Post:
    """A draft that has been read, with the names in it: neither depends on consent."""

    draft: Draft
    mentions: tuple[Mention, ...]
    reading: Reading
    """What is known of its images; its passages say nothing of consent."""


def roll_of(folder: Path, *rows: Mapping[str, str]) -> Roll:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [column for column in COLUMNS if any(column in row for row in rows)])
    writer.writeheader()
    writer.writerows(rows)
    (folder / "consent.csv").write_text(text.getvalue(), encoding="utf-8")
    return load_consent(folder / "consent.csv")


@cache
def finder(folder: Path) -> Finder:
    return Finder(roll_of(folder, AMELIA, RHYS), PeopleList(), None)


def read(folder: Path, text: str, *, in_picture: str = "", described: str = "") -> Post:
    place = folder / "post"
    place.mkdir(exist_ok=True)
    for old in place.iterdir():
        old.unlink()
    for name in ("picture.jpg", "other.jpg", "extra.jpg", "amelia-carter.jpg"):
        if name not in text:
            continue
        image = Image.new("RGB", (600, 60), "white")
        exif = image.getexif()
        if described:
            exif[0x010E] = described
        image.save(place / name, exif=exif)
    (place / "post.md").write_text(text, encoding="utf-8")
    (source,) = find_drafts([str(place / "post.md")], stdin=None)
    draft = load_draft(source)
    assert draft.problems == ()
    reading = Reader(OcrSettings(), ScriptedEngine(always=row(in_picture))).read(draft)
    return Post(draft, finder(folder).find(reading.passages), replace(reading, passages=()))


def flags(post: Post, roll: Roll, engine: RuleEngine, day: date = THE_DAY) -> tuple[Flag, ...]:
    directory = Directory(roll, PeopleList())
    case = make_case(
        post.draft,
        post.reading,
        post.mentions,
        directory=directory,
        pack=engine.pack,
        settings=Settings(),
        today=day,
    )
    return tuple(flag for flag in engine.judge(case).flags if flag.category in {"name", "picture", "detail"})


def worst(found: tuple[Flag, ...]) -> Severity | None:
    return max((flag.severity for flag in found), key=lambda severity: severity.rank, default=None)
