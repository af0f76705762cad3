"""Files that are written whole or not at all, and never over one that is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postcheck.errors import UsageError
from postcheck.formats.files import UNFINISHED, identity, shown_path, spare, write_whole
from postcheck.formats.ordinary import NotOrdinaryError


def test_a_file_is_written_whole_or_left_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(b"former")
    if os.name != "nt":
        file.chmod(0o640)

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full_disk)
        with pytest.raises(OSError, match="No space left"):
            write_whole(file, b"x" * 100_000)
    assert file.read_bytes() == b"former"
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    if os.name != "nt":
        assert file.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
    assert UNFINISHED.startswith(".")  # so that no walk through a folder takes an unfinished file for a draft


@pytest.mark.skipif(os.name == "nt", reason="Windows has other devices, and links need a right there")
def test_links_stay_what_they_are_and_devices_are_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "report.json")
    write_whole(tmp_path / "link", b"x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "report.json").read_bytes() == b"x"
    with pytest.raises(NotOrdinaryError, match="it is a pipe, a device or a socket"):
        write_whole(Path(os.devnull), b"x")
    assert Path(os.devnull).is_char_device()


def test_what_is_not_there_needs_no_sparing(tmp_path: Path) -> None:
    spare(tmp_path / "new.json", [tmp_path / "new.json", tmp_path / "other.json"], "--output")
    assert not (tmp_path / "new.json").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_a_file_is_known_by_all_its_names(tmp_path: Path, link: object) -> None:
    assert callable(link)
    (tmp_path / "list.csv").write_text("x")
    link(tmp_path / "list.csv", tmp_path / "other")
    assert identity(tmp_path / "other") == identity(tmp_path / "list.csv") is not None
    assert identity(tmp_path / "none") is None
    with pytest.raises(UsageError, match="--out names a file that this command reads") as caught:
        spare(tmp_path / "other", [tmp_path / "none", tmp_path / "list.csv"], "--out")
    assert "list" not in str(caught.value)


def test_paths_are_shown_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert shown_path(Path("drafts/../drafts/a.md")) == "drafts/a.md"
    assert shown_path(tmp_path / "here" / "a.md") == "a.md"
    assert shown_path(tmp_path / "a.md") == (tmp_path / "a.md").as_posix()
