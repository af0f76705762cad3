"""What the documentation says is so."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from pathlib import Path

import pytest

from postcheck.config.packs import load_pack
from postcheck.config.settings import load_settings
from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.loader import load_draft
from postcheck.find.decide import Thresholds
from postcheck.find.evidence.cues import Scope, parse_cues
from postcheck.find.lexicon import lexicon
from postcheck.judge.registry import CHECKS
from postcheck.judge.rule_engine import RuleEngine
from postcheck.model.channels import ALIASES, CHANNELS
from postcheck.model.mention import Role

ROOT = Path(__file__).parents[2]
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def test_the_settings_example_loads(tmp_path: Path) -> None:
    (example,) = blocks("settings.md", "toml")
    for name in ("consent.csv", "people.csv"):
        (tmp_path / name).write_text("")
    (tmp_path / "postcheck.toml").write_text(example, encoding="utf-8")
    settings = load_settings(tmp_path / "postcheck.toml")
    assert settings.accounts[0].handle == "@hillsideprimary"
    assert settings.extra_channels["intranet"] == "website"


def test_the_packs_in_the_walk_through_are_valid(tmp_path: Path) -> None:
    for number, example in enumerate(blocks("writing-rules.md", "toml")):
        path = tmp_path / f"pack{number}.toml"
        path.write_text(example, encoding="utf-8")
        pack = load_pack(str(path))
        RuleEngine(pack)
        assert pack.rules


def test_the_cue_in_the_page_on_the_finder_is_one() -> None:
    (example,) = blocks("finder.md", "toml")
    (cue,) = parse_cues(tomllib.loads(example), lexicon())
    assert cue.toward in {*Role, "none"}
    assert re.search(r"\[\w+\]", cue.example)
    assert list(cue.patterns) == ["before"]


def test_every_scope_of_a_cue_and_threshold_is_documented() -> None:
    text = (ROOT / "docs" / "finder.md").read_text(encoding="utf-8")
    for name in (*Scope, *(field.name for field in dataclasses.fields(Thresholds))):
        assert f"`{name}`" in text


def test_every_kind_of_rule_is_documented() -> None:
    text = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE))
    assert documented - {"check"} == set(CHECKS)  # the table's own heading


def test_the_header_in_the_page_on_drafts_is_understood(tmp_path: Path) -> None:
    (header,) = blocks("drafts.md", "yaml")
    (tmp_path / "certificate.jpg").write_bytes(b"")
    (tmp_path / "post.md").write_text(header + "Well done!\n", encoding="utf-8")
    (source,) = find_drafts([str(tmp_path / "post.md")], stdin=None)
    draft = load_draft(source)
    assert draft.problems == ()
    assert draft.header.channels == ("facebook",)
    assert [ref.text for ref in draft.images[0].said.people or ()] == ["P0007", "Niamh Tierney-Hobbs"]


def test_every_channel_is_documented() -> None:
    text = (ROOT / "docs" / "drafts.md").read_text(encoding="utf-8")
    for channel in (*CHANNELS, *ALIASES):
        assert f"`{channel}`" in text


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", prose):
        assert (page.parent / target).exists(), target


def test_there_is_one_address_of_the_repository() -> None:
    urls = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["urls"]
    home = urls["Homepage"]
    assert urls == {"Homepage": home, "Issues": f"{home}/issues", "Changelog": f"{home}/blob/main/CHANGELOG.md"}
    named = {
        match
        for page in DOCS
        for match in re.findall(r"https://git\.\S*?/postcheck(?![\w-])", page.read_text(encoding="utf-8"))
    }
    assert named == {home}


def test_no_page_invents_an_address_of_mail() -> None:
    for page in (ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"):
        text = page.read_text(encoding="utf-8")
        assert "@" not in text
        assert "invented" in text
