"""The folder of copies: nothing but a copy is ever replaced, and no copy is copied."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from postcheck.errors import UsageError
from postcheck.model.draft import Unexamined
from postcheck.redact.folder import Folder
from postcheck.redact.plan import Cover, Plan


def cover(source: Path, target: str = "a.png") -> Plan:
    return Plan((Cover(source, source.name, target),), ())


def test_a_copy_may_be_made_again_and_no_other_file_replaced(tmp_path: Path) -> None:
    source, out = tmp_path / "a.png", tmp_path / "out"
    source.write_bytes(b"picture")
    out.mkdir()
    (out / "a.png").write_bytes(b"something of mine")
    with pytest.raises(UsageError, match="not a safe copy"):
        Folder(out).refuse(cover(source), ())
    (out / "a.png").unlink()
    folder = Folder(out)
    folder.refuse(cover(source), ())
    (out / "a.png").write_bytes(b"copy")
    folder.add("a.png")
    Folder(out).refuse(cover(source), ())


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_an_original_by_another_name_is_not_replaced(tmp_path: Path, link: object) -> None:
    source, out = tmp_path / "a.png", tmp_path / "out"
    source.write_bytes(b"picture")
    out.mkdir()
    folder = Folder(out)
    folder.add("a.png")
    link(source, out / "a.png")  # type: ignore[operator]
    with pytest.raises(UsageError, match="replace a picture"):
        folder.refuse(cover(source), ())


def test_a_link_to_the_drafts_is_their_folder(tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    source = tmp_path / "drafts" / "a.png"
    source.write_bytes(b"picture")
    (tmp_path / "out").symlink_to(tmp_path / "drafts")
    with pytest.raises(UsageError, match="replace a picture"):
        Folder(tmp_path / "out").refuse(cover(source), ())


def test_copies_among_the_drafts_are_not_copied_again(tmp_path: Path) -> None:
    out = tmp_path / "drafts" / "safe"
    out.mkdir(parents=True)
    (out / "a.png").write_bytes(b"copy")
    Folder(out).add("a.png")
    todo = Plan(
        (Cover(out / "a.png", "a.png", "b.png"), Cover(tmp_path / "drafts" / "a.png", "a.png", "a.png")),
        (Unexamined(str(out / "a.png"), "x"),),
    )
    kept = Folder(out).without_copies(todo)
    assert [item.source for item in kept.covers] == [tmp_path / "drafts" / "a.png"]
    assert kept.unexamined == ()


def test_a_copy_that_is_deleted_is_forgotten(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / "a.png").write_bytes(b"copy")
    folder.add("a.png")
    folder.remove("a.png")
    assert not (tmp_path / "a.png").exists()
    assert "a.png" not in (tmp_path / "postcheck-copies.log").read_text()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(UsageError, match="a file of that name"):
        Folder(tmp_path / "out")
