"""What several tests of the settings and packs need."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.config.pack_files import BASELINE, HEAD, Write, rule


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the packs that ship be those in a folder of the test."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "baseline.toml").write_text(BASELINE)
    (folder / "north-star.toml").write_text(
        HEAD.replace("hillside", "north-star") + 'review_due = "2026-06"\n' + rule("NS-1")
    )
    (folder / "aspire.toml").write_text(
        HEAD.replace("hillside", "aspire")
        + 'drop = ["PC-TWO"]\n[channels]\nintranet = "website"\n'
        + rule("ASP-1")
        + rule("ASP-2", 'declare = "dress_checked"', check="checklist")
        + rule("ASP-3", check="checklist")
    )

    def shipped_files() -> Mapping[str, Path]:
        return {path.stem: path for path in sorted(folder.glob("*.toml"))}

    monkeypatch.setattr("postcheck.config.packs._shipped_files", shipped_files)
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a pack file."""

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_file
