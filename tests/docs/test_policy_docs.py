"""The walk-through from a policy to rules, and the page on waivers, work as they are written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from postcheck.config.packs import all_rules
from postcheck.config.waivers import load_waivers
from postcheck.engine.examples import check_pack
from tests.builders.school import School
from tests.docs.test_docs import ROOT, blocks


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path)


def test_every_pack_of_the_walk_through_is_in_order(tmp_path: Path) -> None:
    start, full, changed = blocks("writing-a-policy.md", "toml")
    found = []
    for text in (start, full, changed):
        (tmp_path / "our-policy.toml").write_text(text, encoding="utf-8")
        found.append(check_pack(tmp_path / "our-policy.toml"))
    assert [check.ok for check in found] == [True, True, True]
    assert [len(check.added) for check in found] == [0, 3, 0]
    assert [len(check.tried) for check in found] == [0, 4, 0]
    assert found[2].parent is not None
    assert found[2].parent.id == "aspire"


def test_the_commands_of_the_walk_through_work(school: School) -> None:
    page = (ROOT / "docs" / "writing-a-policy.md").read_text(encoding="utf-8")
    (school.folder / "our-policy.toml").write_text(blocks("writing-a-policy.md", "toml")[1], encoding="utf-8")
    school.draft("---\nchannel: facebook\n---\nThe fair is on Saturday.\n")
    commands = dict.fromkeys(re.findall(r"^    postcheck (.+)$", page, flags=re.MULTILINE))
    assert len(commands) == 4
    for command in commands:
        result = school.run(*command.split())
        assert result.code == 0, (command, result.err, result.out)


def test_the_difference_that_the_walk_through_shows_is_what_the_command_prints(school: School) -> None:
    (school.folder / "our-policy.toml").write_text(blocks("writing-a-policy.md", "toml")[2], encoding="utf-8")
    (shown,) = blocks("writing-a-policy.md", "text")
    assert shown in school.run("rules", "check", "our-policy.toml").out


def test_the_waivers_file_on_the_page_loads(tmp_path: Path) -> None:
    (text,) = blocks("waivers.md", "toml")
    (tmp_path / "postcheck-waivers.toml").write_text(text, encoding="utf-8")
    (waiver,) = load_waivers(tmp_path / "postcheck-waivers.toml", rules=all_rules())
    assert waiver.by == "J. Osei"
    assert waiver.draft == (tmp_path / "drafts" / "space-week.md").resolve()
