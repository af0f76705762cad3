"""Who else may read the consent list."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from postcheck.consent.privacy import exposures


@pytest.fixture
def consent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    path = tmp_path / "consent.csv"
    path.write_text("pupil_id,forename\n")
    path.chmod(0o600)
    return path


def test_a_file_of_ones_own_is_private(consent: Path) -> None:
    assert exposures(consent) == ()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_what_everybody_can_read_is_told_unless_a_folder_keeps_them_out(
    consent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = {folder: folder.stat().st_mode for folder in consent.parents if not folder.stat().st_mode & 0o001}
    consent.chmod(0o644)
    if closed:  # pytest keeps its folders to the user
        assert exposures(consent) == ()
    real = Path.stat

    def open_folders(self: Path, **how: bool) -> os.stat_result:
        found = real(self, **how)
        return os.stat_result((found.st_mode | 0o001, *found[1:])) if self in closed else found

    monkeypatch.setattr(Path, "stat", open_folders)
    ((what, remedy),) = exposures(consent)
    assert "every user" in what
    assert "chmod 600" in remedy


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_what_git_would_take_is_told(consent: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=consent.parent, check=True)
    ((what, remedy),) = exposures(consent)
    assert "git repository" in what
    assert "consent.csv to .gitignore" in remedy
    (consent.parent / ".gitignore").write_text("*.csv\n")
    assert exposures(consent) == ()


def test_what_is_not_there_is_not_exposed(tmp_path: Path) -> None:
    assert exposures(tmp_path / "nowhere" / "consent.csv") == ()
