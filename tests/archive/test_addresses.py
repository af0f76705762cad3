"""Archives behind addresses that fsspec opens."""

from __future__ import annotations

import builtins
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from postcheck.archive import NotRead, open_archives
from postcheck.archive.addresses import FsspecFiles, shown
from postcheck.errors import UnreadableError, UsageError
from postcheck.extras import how_to_add
from tests.builders import archives

fsspec = pytest.importorskip("fsspec")


@pytest.fixture
def memory() -> Iterator[str]:
    """A folder that lies in no disk."""
    name = uuid.uuid4().hex
    yield f"memory://{name}"
    fsspec.filesystem("memory").rm(f"/{name}", recursive=True)


def put(address: str, files: dict[str, archives.Content]) -> str:
    system = fsspec.filesystem("memory")
    for name, content in files.items():
        system.pipe(f"{address.removeprefix('memory:/')}/{name}", archives.as_bytes(content))
    return address


def said(*paths: Path | str) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    with open_archives(list(paths)) as opened:
        found = list(opened.read())
    assert [one for one in found if isinstance(one, NotRead)] == []
    return sorted(
        (
            one.key,
            one.digest,
            tuple(text.text for text in one.texts),
            tuple(media.member.file if media.member else "" for media in one.media),
        )
        for one in found
        if not isinstance(one, NotRead)
    )


@pytest.mark.parametrize(
    "files", [archives.facebook(), archives.x(), {"star.md": "Well done!", "a/b.jpg": archives.picture()}]
)
def test_a_folder_is_read_as_if_it_lay_here(tmp_path: Path, memory: str, files: dict[str, archives.Content]) -> None:
    here = archives.folder(tmp_path / "export", files)
    usual = said(here)
    assert usual
    assert said(put(f"{memory}/export", files)) == usual
    assert said(f"file://{here}") == usual


def test_zip_files_are_read_where_they_are(tmp_path: Path, memory: str) -> None:
    packed = archives.packed(tmp_path / "fb.zip", archives.facebook())
    usual = said(packed)
    put(memory, {"fb.zip": packed.read_bytes()})
    for address in (f"{memory}/fb.zip", f"zip://::{memory}/fb.zip", f"zip://::file://{packed}", memory):
        assert said(address) == usual


def test_a_part_of_a_zip_file(tmp_path: Path) -> None:
    packed = archives.packed(tmp_path / "all.zip", {f"hillside/{name}": one for name, one in archives.x().items()})
    assert len(said(f"zip://hillside::file://{packed}")) == len(said(packed))


def test_a_medium_is_lent_as_a_file(memory: str) -> None:
    put(memory, archives.x())
    with open_archives([memory]) as opened:
        members = [
            media.member
            for item in opened.read()
            if not isinstance(item, NotRead)
            for media in item.media
            if media.member
        ]
        with opened.local(members[0]) as path:
            kept = path
            assert path.stat().st_size == opened.size(members[0])
            assert opened.fingerprint(members[0])
        assert not kept.exists()


def test_a_changed_file_has_another_fingerprint(memory: str) -> None:
    def fingerprint() -> str:
        return FsspecFiles(fsspec.filesystem("memory"), memory.removeprefix("memory:/"), memory).fingerprint("a.txt")

    put(memory, {"a.txt": "one"})
    before = fingerprint()
    put(memory, {"a.txt": "two"})
    assert fingerprint() != before


@pytest.mark.parametrize(
    "address", ["memory://no-such-Amelia", "file:///no/such/Amelia", "nosuch://Amelia", "memory://no-such-Amelia.zip"]
)
def test_nothing_is_there(address: str) -> None:
    with pytest.raises(UsageError) as raised, open_archives([address]):
        pass
    assert raised.value.advice
    assert "Amelia" not in str(raised.value)


def test_a_damaged_zip_file_is_said(memory: str) -> None:
    put(memory, {"fb.zip": b"PK\3\4 and no more"})
    with open_archives([f"{memory}/fb.zip"]) as opened:
        (found,) = opened.read()
    assert isinstance(found, NotRead)
    assert "damaged" in found.reason


class Failing:
    """A storage that breaks down while a file is read."""

    def exists(self, path: str) -> bool:
        return bool(path)

    def isfile(self, path: str) -> bool:
        return not path

    def info(self, path: str) -> dict[str, object]:
        return {"name": path}

    def find(self, path: str, *, withdirs: bool, detail: bool) -> dict[str, dict[str, object]]:
        assert detail
        assert not withdirs
        return {f"{path}/a.txt": {"size": 3, "ETag": "1"}, f"{path}/../b.txt": {"size": 3}}

    def open(self, path: str, mode: str) -> Any:
        raise RuntimeError(path + mode)


def test_a_storage_that_breaks_down_is_said() -> None:
    files = FsspecFiles(Failing(), "/top", "s3://bucket/top")
    assert list(files.names()) == ["a.txt"]
    assert [one.place.file for one in files.not_read] == ["../b.txt"]
    with pytest.raises(UnreadableError, match="could not be read"):
        files.open("a.txt")
    with pytest.raises(UnreadableError, match="could not be read"), files.local("a.txt"):
        pass
    with pytest.raises(UnreadableError, match="no longer"):
        files.open("c.txt")


def test_without_fsspec(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name.partition(".")[0] == "fsspec":
            raise ImportError(name)
        return usual(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError) as raised, open_archives(["s3://bucket/export"]):
        pass
    assert raised.value.advice == how_to_add("cluster")


def test_names_and_passwords_in_addresses_are_not_kept() -> None:
    assert shown("ftp://clerk:secret@files.example/fb.zip") == "ftp://files.example/fb.zip"
    assert shown("s3://bucket/a@b") == "s3://bucket/a@b"
