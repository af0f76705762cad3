from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from postcheck.archive.files import ArchiveFiles, FolderFiles, PartOfFiles
from postcheck.archive.zip_files import ZipFiles
from postcheck.errors import UnreadableError
from tests.builders.archives import folder, packed

FILES = {"a/one.txt": "One", "b.txt": "Two"}


def in_folder(path: Path) -> ArchiveFiles:
    return FolderFiles(folder(path / "f", FILES), "given")


def in_zip(path: Path) -> ArchiveFiles:
    return ZipFiles(packed(path / "f.zip", FILES), "given")


def in_part(path: Path) -> ArchiveFiles:
    whole = FolderFiles(folder(path / "f", {f"part/{name}": data for name, data in FILES.items()}), "given")
    return PartOfFiles(whole, "part/")


@pytest.mark.parametrize("make", [in_folder, in_zip, in_part])
def test_all_kinds_of_archives_are_one_to_their_readers(tmp_path: Path, make: Callable[[Path], ArchiveFiles]) -> None:
    files = make(tmp_path)
    assert list(files.names()) == ["a/one.txt", "b.txt"]
    assert files.size("b.txt") == 3
    assert files.fingerprint("b.txt") == files.fingerprint("b.txt") != files.fingerprint("a/one.txt")
    with files.open("a/one.txt") as file:
        assert file.read() == b"One"
    with files.local("a/one.txt") as path:
        assert path.read_text(encoding="utf-8") == "One"
        assert path.suffix == ".txt"
    assert files.not_read == ()
    files.close()


def test_a_copy_of_a_member_is_private_and_goes_away(tmp_path: Path) -> None:
    with ZipFiles(packed(tmp_path / "f.zip", FILES), "given").local("b.txt") as path:
        assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0
    assert not path.exists()


def reasons(path: Path) -> dict[str, str]:
    return {one.place.file: one.reason for one in ZipFiles(path, "given").not_read}


@pytest.mark.parametrize("name", ["../up.txt", "/etc/up.txt", "a/../../up.txt", "..\\up.txt", "C:/up.txt"])
def test_paths_that_lead_outside_are_not_opened(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / "f.zip", {name: "x", **FILES})
    ((_, reason),) = reasons(path).items()
    assert "leads out" in reason
    assert list(ZipFiles(path, "given").names()) == ["a/one.txt", "b.txt"]


def test_a_bomb_is_not_opened(tmp_path: Path) -> None:
    path = packed(tmp_path / "f.zip", {"bomb.json": b"\0" * 60_000_000, **FILES})
    assert "far larger" in reasons(path)["bomb.json"]


def test_links_and_protected_members_are_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "f.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("locked.txt", "x")
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark, data.index(b"locked.txt") - 60 if at == 6 else data.rindex(b"locked.txt") - 60) + at] |= 1
    path.write_bytes(data)
    assert "link" in reasons(path)["link.txt"]
    assert "password" in reasons(path)["locked.txt"]


def test_of_two_members_of_one_name_the_second_is_said(tmp_path: Path) -> None:
    path = tmp_path / "f.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", "two")
    assert "two files" in reasons(path)["a.txt"]


def test_a_zip_file_cut_short_is_said(tmp_path: Path) -> None:
    path = packed(tmp_path / "f.zip", FILES)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(UnreadableError, match="not downloaded whole"):
        ZipFiles(path, "given")


def test_a_member_that_is_damaged_is_said(tmp_path: Path) -> None:
    path = packed(tmp_path / "f.zip", {"a.txt": "word " * 5000})
    data = bytearray(path.read_bytes())
    data[60:70] = b"\xff" * 10
    path.write_bytes(data)
    files = ZipFiles(path, "given")
    with pytest.raises(UnreadableError, match="damaged"), files.open("a.txt") as file:
        file.read()


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    folder(tmp_path, {"outside/secret.txt": "x", "f/a.txt": "A"})
    (tmp_path / "f" / "out.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (tmp_path / "f" / "folder").symlink_to(tmp_path / "outside")
    (tmp_path / "f" / "within.txt").symlink_to(tmp_path / "f" / "a.txt")
    files = FolderFiles(tmp_path / "f", "given")
    assert list(files.names()) == ["a.txt", "within.txt"]
    assert {one.place.file for one in files.not_read} == {"out.txt", "folder"}
