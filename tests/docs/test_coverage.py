"""The page on coverage is current, and leaves no section and no rule out."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from postcheck.config.packs import load_pack, shipped_packs

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tools" / "make_coverage.py"
HEADINGS = {
    "aspire": 22,
    "north-star": 5,
    "snmat": 12,
    "southport": 17,
    "victoria": 6,
}
"""How many headings each policy has, counted in its text."""


def test_the_page_is_current_and_complete() -> None:
    done = subprocess.run([sys.executable, str(TOOL), "--check"], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("policy", shipped_packs())
def test_every_heading_of_the_policy_is_on_the_page(policy: str) -> None:
    data = tomllib.loads((ROOT / "rules" / "coverage" / f"{policy}.toml").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    headings = [section["heading"] for section in data["section"]]
    assert len(headings) == len(set(headings)) == HEADINGS[policy]
    part = page.split(f"## {load_pack(policy).title}\n", 1)[1].split("\n## ", 1)[0]
    assert [line.removeprefix("### ") for line in part.splitlines() if line.startswith("### ")] == headings


@pytest.mark.parametrize("policy", shipped_packs())
def test_every_rule_of_the_pack_is_on_the_page(policy: str) -> None:
    page = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    part = page.split(f"## {load_pack(policy).title}\n", 1)[1].split("\n## ", 1)[0]
    for rule in load_pack(policy).rules:
        assert rule.id.startswith("PC-") or f"`{rule.id}`" in part


def test_what_is_left_out_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "victoria.txt").write_text("Introduction to social media policy\n" * 70, encoding="utf-8")
    for policy in set(shipped_packs()) - {"victoria"}:
        (tmp_path / f"{policy}.txt").write_text("", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(TOOL), "--check", "--policies", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "victoria:60: no section holds “Introduction to social media policy”" in done.stderr
