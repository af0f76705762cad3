"""The do-not-publish list: every pack, every way of lowering it, every place. It is always a ``fail``."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from postcheck.config.packs import BASELINE, load_pack, shipped_packs
from postcheck.consent.consent_list import load_consent
from postcheck.drafts.discovery import find_drafts
from postcheck.engine.checker import Checker
from postcheck.find.finder import Finder
from postcheck.judge.barring import ADVICE, _shows_a_way
from postcheck.judge.waiving import RULE as WAIVER_RULE
from postcheck.model.pack import BAR_RULE
from postcheck.model.people import PeopleList, Roll
from postcheck.model.report import DraftReport, Verdict
from postcheck.model.settings import OcrSettings, Settings
from postcheck.model.severity import Severity
from postcheck.model.waiver import Waiver
from postcheck.read.reader import Reader
from tests.fakes.engines import ScriptedEngine, row
from tests.judge.desk import PACKS

DAY = date(2026, 11, 21)
HEADER = "pupil_id,forename,surname,do_not_publish,method,photo,video,name_first,name_full,name_with_photo,work\n"
GIVEN = "written,given,given,given,given,given,given"
ABOUT = frozenset({"name", "pictured", "consent", "do_not_publish", "work", "pupil_consent", "barred"})
"""Kinds of rule that speak of names and of who is shown."""

NAMED = "---\nchannel: {channel}\n---\nWell done, {name}!\n"
READ = (
    "---\nchannel: {channel}\nimages:\n  - {{file: p.png, people: [], alt: A certificate, permission: P1}}\n---\n"
    "In the hall.\n"
)
PICTURED = (
    "---\nchannel: {channel}\nimages:\n  - {{file: p.png, people: [P1], alt: In the sun, permission: P1}}\n---\n"
    "In the sun.\n"
)
FILMED = (
    "---\nchannel: {channel}\npeople: [P1]\n"
    "video: {{file: c.mp4, visibility: unlisted, embedded_on: 'https://x.example'}}\n---\nIn the sun.\n"
)
WORK = (
    "---\nchannel: {channel}\nimages:\n  - {{file: p.png, people: [], work_of: [P1], alt: A drawing, "
    "permission: P1}}\n---\nArt.\n"
)
PLACES = {
    "name": (NAMED, "name"),
    "full name": (NAMED, "name"),
    "name in a picture": (READ, "name"),
    "pictured": (PICTURED, "picture"),
    "filmed": (FILMED, "picture"),
    "work": (WORK, "picture"),
    "work without a picture": ("---\nchannel: {channel}\nwork_of: [P1]\n---\nA poem.\n", "picture"),
}
OWN = 'schema = "postcheck-pack/1"\nid = "own"\ntitle = "Ours"\n'


def pack_file(folder: Path, pack: str, way: str) -> str:
    """Write a pack that lowers what ``pack`` says, and return its path."""
    if way == "shipped":
        return pack
    rules = [rule for rule in load_pack(pack).rules if rule.check in ABOUT]
    text = f'{OWN}extends = "{pack}"\n'
    if way in {"dropped", "only pictures dropped"}:
        kept = {"name", "consent"} if way == "only pictures dropped" else set()
        text += f"drop = {[rule.id for rule in rules if rule.check not in kept]!r}\n"
    elif way in {"note", "review"}:
        text += "".join(f'[[change]]\nid = "{rule.id}"\nseverity = "{way}"\n' for rule in rules)
    elif way == "asp-img":  # the case that was found
        text += 'drop = ["ASP-IMG-3"]\n[[change]]\nid = "ASP-IMG-1"\nseverity = "note"\n'
    path = folder / f"{pack}-{way.replace(' ', '-')}.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


_FOUND: dict[str, tuple[Roll, Finder]] = {}


def _who(bar: str, folder: Path) -> tuple[Roll, Finder]:
    """Return a roll with a pupil who is barred like this, and what finds her; each is made once."""
    if bar not in _FOUND:
        consent = f"{HEADER}P1,Oluwaseun,Adeyemi,{bar},{GIVEN}\nP2,Rhys,Morgan,,{GIVEN}\n"
        (folder / "consent.csv").write_text(consent, encoding="utf-8")
        roll = load_consent(folder / "consent.csv")
        _FOUND[bar] = roll, Finder(roll, PeopleList(), None)
    return _FOUND[bar]


class Desk:
    """Examines a draft in which a pupil, P1, is named or shown."""

    def __init__(self, folder: Path, policy: str, bar: str) -> None:
        self.folder = folder
        roll, finder = _who(bar, folder)
        self.checker = Checker(Settings(policy=policy), roll, PeopleList(), finder, threading.Lock())

    def check(
        self, place: str, waivers: tuple[Waiver, ...] = (), *, channel: str = "facebook", name: str = "Oluwaseun"
    ) -> DraftReport:
        full = "Oluwaseun Adeyemi" if place == "full name" else name
        self.checker.reader = Reader(
            OcrSettings(), ScriptedEngine(always=row(full if place == "name in a picture" else ""))
        )
        (self.folder / "p.png").unlink(missing_ok=True)  # of another place: a picture beside a draft is part of it
        if "p.png" in PLACES[place][0]:
            Image.new("RGB", (1200, 60), "white").save(self.folder / "p.png")
        (self.folder / "c.mp4").write_bytes(b"\0" * 64)
        post = self.folder / "post.md"
        post.write_text(PLACES[place][0].format(channel=channel, name=full), encoding="utf-8")
        (source,) = find_drafts([str(post)], stdin=None)
        return self.checker.examine(source, DAY, (), waivers)


Desks = Callable[[str, str, str], Desk]


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Desks:
    @cache
    def made(pack: str, way: str, bar: str) -> Desk:
        folder = tmp_path_factory.mktemp("desk")
        return Desk(folder, pack_file(folder, pack, way), bar)

    return made


@pytest.mark.parametrize("bar", ["all", "one"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("way", ["shipped", "dropped", "only pictures dropped", "note", "review"])
@pytest.mark.parametrize("pack", [*PACKS, BASELINE])
@pytest.mark.parametrize("channel", ["facebook", "website"])
def test_nothing_lowers_the_do_not_publish_list(
    desks: Desks, pack: str, way: str, place: str, bar: str, channel: str
) -> None:
    category = PLACES[place][1]
    only = {"name": "name", "picture": "image"}[category]
    desk = desks(pack, way, "all" if bar == "all" else only)
    report = desk.check(place, channel=channel)
    assert report.verdict is Verdict.FAIL
    about = [flag for flag in report.flags if flag.category == category and flag.pupil_ids == ("P1",)]
    assert Severity.FAIL in {flag.severity for flag in about}
    assert not any(flag.waivable for flag in about if flag.severity is Severity.FAIL)
    assert not any(_shows_a_way(flag.advice) for flag in about)
    assert [flag.rule for flag in about].count(BAR_RULE) <= 1
    if way == "shipped":
        assert BAR_RULE not in {flag.rule for flag in about}
    for flag in about:
        if flag.rule == BAR_RULE:
            assert len(about) == 1
            assert flag.advice == ADVICE
            assert flag.message.endswith("It must not be published.")
            assert "do-not-publish" not in flag.message


@pytest.mark.parametrize("way", ["dropped", "note"])
@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize(
    ("place", "bar"),
    [("name", "image"), ("name in a picture", "image"), ("pictured", "name"), ("name", "none"), ("pictured", "")],
)
def test_what_is_not_barred_is_left_to_the_pack(desks: Desks, pack: str, way: str, place: str, bar: str) -> None:
    report = desks(pack, way, bar).check(place)
    assert BAR_RULE not in {flag.rule for flag in report.flags}
    assert Severity.FAIL not in {flag.severity for flag in report.flags}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("way", ["dropped", "note", "review"])
@pytest.mark.parametrize("pack", PACKS)
def test_no_waiver_sets_it_aside(desks: Desks, pack: str, way: str, place: str) -> None:
    desk = desks(pack, way, "all")
    before = desk.check(place)
    waivers = tuple(
        Waiver(
            flag.fingerprint,
            flag.rule,
            Path("post.md"),
            "A reason",
            "J. Osei",
            date(2026, 12, 31),
            "postcheck-waivers.toml",
            7,
        )
        for flag in before.flags
    )
    after = desk.check(place, waivers)
    failed = [flag for flag in before.flags if flag.severity is Severity.FAIL and "P1" in flag.pupil_ids]
    assert failed
    assert set(failed) <= set(after.flags)
    assert after.verdict is Verdict.FAIL
    assert any(flag.rule == WAIVER_RULE and "cannot be waived" in flag.message for flag in after.flags)


def test_the_case_that_was_found(tmp_path: Path) -> None:
    report = Desk(tmp_path, pack_file(tmp_path, "aspire", "asp-img"), "image").check("pictured")
    (flag,) = [flag for flag in report.flags if flag.pupil_ids]
    assert (flag.rule, flag.severity, flag.category, flag.waivable) == (BAR_RULE, "fail", "picture", False)
    assert flag.message == "A pupil can be recognised in this picture. It must not be published."
    assert flag.advice == "Don't use this child's name or picture. Don't contact the family; ask the safeguarding lead."


def test_a_pack_of_one_s_own_without_any_rule(tmp_path: Path) -> None:
    drop = [rule.id for rule in load_pack(BASELINE).rules]
    (tmp_path / "own.toml").write_text(f'{OWN}version = "1"\nsource = "Ours"\ndrop = {drop!r}\n', encoding="utf-8")
    desk = Desk(tmp_path, str(tmp_path / "own.toml"), "all")
    assert desk.checker.pack.rules == ()
    for place in PLACES:
        report = desk.check(place)
        assert [(flag.rule, flag.severity) for flag in report.flags] == [(BAR_RULE, "fail")]
        assert report.verdict is Verdict.FAIL


def test_every_occurrence_is_flagged_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path, pack_file(tmp_path, "victoria", "dropped"), "name")
    report = desk.check("name", name="Oluwaseun and Rhys, and again Oluwaseun")
    assert [(flag.rule, flag.evidence) for flag in report.flags if flag.pupil_ids] == [(BAR_RULE, "Oluwaseun")] * 2
    assert len({flag.fingerprint for flag in report.flags}) == len(report.flags)


def test_what_only_may_be_the_name_stays_a_question(tmp_path: Path) -> None:
    report = Desk(tmp_path, pack_file(tmp_path, "aspire", "dropped"), "all").check("name", name="Oluwasen")
    assert [(flag.rule, flag.severity, flag.waivable) for flag in report.flags] == [(BAR_RULE, "review", True)]


def test_dropping_or_changing_the_floor_itself_does_nothing(tmp_path: Path) -> None:
    changed = f'[[change]]\nid = "{BAR_RULE}"\nseverity = "note"\n'
    names = [rule.id for rule in load_pack("snmat").rules if rule.check in ABOUT and rule.id != BAR_RULE]
    (tmp_path / "own.toml").write_text(f'{OWN}extends = "snmat"\ndrop = {names!r}\n{changed}', encoding="utf-8")
    report = Desk(tmp_path, str(tmp_path / "own.toml"), "all").check("pictured")
    assert [(flag.rule, flag.severity) for flag in report.flags if flag.pupil_ids] == [(BAR_RULE, "fail")]


@pytest.mark.parametrize("pack", [*shipped_packs(), BASELINE])
def test_the_rule_says_what_the_floor_says(pack: str) -> None:
    rule = load_pack(pack).by_id[BAR_RULE]
    assert rule.remedy == ADVICE
    assert rule.severity is Severity.FAIL


@pytest.mark.parametrize(
    ("advice", "shows"),
    [
        ("Take the name out, or get consent for it and update the consent list.", True),
        ("Use another picture. Consent cannot change this.", False),
        ("Take the name out. This policy allows no name, whatever the family agreed to.", False),
        (
            "Take the name out. If the family has agreed and the post is official, have a senior leader sign it off.",
            True,
        ),
        ("Leave the first name out, or show it beside a picture of that pupil.", True),
        ("Cover the name in the picture (a solid box is best), or use another picture.", False),
        ("Ask the parents first.", True),
        (ADVICE, False),
    ],
)
def test_advice_that_shows_a_way_to_publish_is_known(advice: str, shows: bool) -> None:
    assert _shows_a_way(advice) is shows


def test_the_advice_of_others_is_left_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "victoria", "all")
    report = desk.check("name", name="Oluwaseun and Rhys")
    advice = {flag.pupil_ids: flag.advice for flag in report.flags if flag.pupil_ids}
    assert advice[("P1",)] == ADVICE
    assert advice[("P2",)] == desk.checker.pack.by_id["VIC-CONF-1"].remedy
    assert report.flags[0].message.endswith("which beats every consent.")
