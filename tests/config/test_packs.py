"""Rule packs: what they say, what they inherit, and what they change."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from postcheck.config.packs import all_declares, declares, load_pack, shipped_packs
from postcheck.model.lexicon import LexiconEntry
from postcheck.model.pack import Example
from postcheck.model.people import Outlet
from postcheck.model.severity import Category, Severity
from tests.config.pack_files import HEAD, LEXICON, Write, rule

pytestmark = pytest.mark.usefixtures("shipped")


def test_shipped_packs_leave_the_baseline_out() -> None:
    assert shipped_packs() == ("aspire", "north-star")


@pytest.mark.parametrize("name", ["north-star", "North-Star", " NORTH-STAR "])
def test_a_shipped_pack_is_found_in_any_case(name: str) -> None:
    assert load_pack(name).id == "north-star"


def test_every_pack_gets_the_baseline_s_rules_last() -> None:
    assert [(rule.id, rule.fallback) for rule in load_pack("north-star").rules] == [
        ("NS-1", False),
        ("PC-ONE", True),
        ("PC-TWO", False),
    ]


def test_a_pack_drops_rules_of_the_baseline() -> None:
    assert [rule.id for rule in load_pack("aspire").rules] == ["ASP-1", "ASP-2", "ASP-3", "PC-ONE"]


def test_the_baseline_itself_is_loaded_by_name() -> None:
    assert [rule.id for rule in load_pack("Baseline").rules] == ["PC-ONE", "PC-TWO"]


def test_an_own_rule_replaces_the_baseline_s(write: Write) -> None:
    pack = load_pack(str(write("own.toml", HEAD + rule("PC-TWO", "required = true"))))
    assert [(rule.id, rule.required) for rule in pack.rules] == [("PC-TWO", True), ("PC-ONE", False)]


def test_every_field_of_a_rule_arrives(write: Write) -> None:
    text = HEAD + (
        'review_due = 2026-06-30\n[channels]\nIntranet = "website"\n'
        + rule(
            "H-1",
            'basis = "good practice"',
            'outlets = ["social", "press"]',
            'declare = "asked"',
            "required = true",
            "[rule.params]",
            'forms = ["first", {a = [1, 2]}]',
            "[[rule.example]]",
            'draft = """---\nchannel: x\n---\nWell done [team]!"""',
            'flags = "none"',
            "[[rule.example]]",
            'draft = "Mia"',
            'flags = "review"',
            'note = "one name"',
        )
    )
    pack = load_pack(str(write("own.toml", text)))
    first = pack.rules[0]
    assert (pack.id, pack.title, pack.version, pack.source) == (
        "hillside",
        "Hillside Primary",
        "2",
        "Hillside policy, 2026",
    )
    assert pack.review_due == "2026-06-30"
    assert not pack.review_overdue(date(2026, 6, 30))
    assert dict(pack.channels) == {"intranet": Outlet.WEBSITE}
    assert (first.category, first.severity, first.basis, first.section) == (
        Category.NAME,
        Severity.FAIL,
        "good practice",
        "3.1",
    )
    assert first.outlets == {Outlet.SOCIAL, Outlet.PRESS}
    assert (first.declare, first.required, first.fallback) == ("asked", True, False)
    assert first.params == {"forms": ("first", {"a": (1, 2)})}
    assert first.examples == (
        Example("---\nchannel: x\n---\nWell done [team]!", None),
        Example("Mia", Severity.REVIEW, "one name"),
    )
    assert pack.rules[1].outlets == frozenset(Outlet)


def test_params_cannot_be_changed(write: Write) -> None:
    params: Any = load_pack(str(write("own.toml", HEAD + rule("H-1", "params = {a = 1}")))).rules[0].params
    with pytest.raises(TypeError):
        params["a"] = 2


def test_a_pack_extends_changes_and_drops(write: Write) -> None:
    text = (
        HEAD.replace('version = "2"\nsource = "Hillside policy, 2026"\n', "")
        + 'extends = "Aspire"\ndrop = ["ASP-3"]\n'
        + rule("ASP-1", "required = true")
        + rule("H-1")
        + (
            '[[change]]\nid = "ASP-2"\nseverity = "note"\ntitle = "T"\nremedy = "R"\nsection = "S"\n'
            "required = true\nparams = {least = 2}\n"
        )
    )
    pack = load_pack(str(write("own.toml", text)))
    assert [rule.id for rule in pack.rules] == ["ASP-1", "ASP-2", "H-1", "PC-ONE"]
    assert (pack.version, pack.source, dict(pack.channels)) == (
        "2",
        "Hillside policy, 2026",
        {"intranet": Outlet.WEBSITE},
    )
    assert pack.rules[0].required
    changed = pack.by_id["ASP-2"]
    assert (changed.severity, changed.title, changed.remedy, changed.section, changed.required) == (
        Severity.NOTE,
        "T",
        "R",
        "S",
        True,
    )
    assert changed.params == {"least": 2}
    assert changed.why == "Names identify."


def test_a_change_keeps_the_parameters_that_it_does_not_name(write: Write) -> None:
    pack = load_pack(str(write("own.toml", HEAD + '[[change]]\nid = "PC-TWO"\nparams = {most = 5}\n')))
    assert pack.by_id["PC-TWO"].params == {"words": ("a",), "most": 5}
    assert pack.by_id["PC-TWO"].severity is Severity.FAIL


def test_extends_starts_from_the_file_s_own_folder(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep").mkdir()
    write("deep/parent.toml", HEAD + rule("H-1"))
    write("deep/child.toml", HEAD + 'extends = "parent.toml"\n' + rule("H-2"))
    monkeypatch.chdir(tmp_path)
    assert [rule.id for rule in load_pack("child.toml", relative_to=Path("deep")).rules] == [
        "H-1",
        "H-2",
        "PC-ONE",
        "PC-TWO",
    ]


def test_declares_are_the_checklist_s_ids_and_keys() -> None:
    assert declares(load_pack("aspire")) == {"ASP-2", "ASP-3", "dress_checked"}
    assert not declares(load_pack("north-star"))
    assert all_declares() == {"ASP-2", "ASP-3", "dress_checked"}


def test_a_pack_has_the_lexicons_that_ship_and_its_parent_s_and_its_own(write: Write) -> None:
    write("parent.toml", HEAD + LEXICON)
    child = (
        HEAD + 'extends = "parent.toml"\n' + LEXICON.replace("a b", "c").replace('says = "it"\n', 'level = "fail"\n')
    )
    pack = load_pack(str(write("child.toml", child)))
    assert {"offence", "links", "ours"} <= pack.lexicons.keys()
    (kind,) = pack.lexicons["ours"].kinds
    assert [entry.words for entry in kind.entries] == [("a b",), ("c",)]
    assert (kind.says, kind.level) == ("it", Severity.FAIL)


def test_an_entry_of_a_lexicon_arrives_whole(write: Write) -> None:
    entries = (
        'entries = [{ words = ["tender"], except = ["tender care"], unless = ["steam"], near = ["contract"] }]\n'
        'quoted = false\nadvice = "Don\'t."'
    )
    pack = load_pack(str(write("own.toml", HEAD + LEXICON.replace('entries = [{ words = ["a b"] }]', entries))))
    (kind,) = pack.lexicons["ours"].kinds
    assert kind.entries == (LexiconEntry(("tender",), ("tender care",), ("steam",), ("contract",)),)
    assert (kind.quoted, kind.advice) == (False, "Don't.")
