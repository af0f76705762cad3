"""What models saw in texts is kept in one private file, and nothing that is wrong with it makes anybody believe it."""

from __future__ import annotations

import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from postcheck.errors import CacheError
from postcheck.model.settings import CacheSettings
from postcheck.read import text_cache
from postcheck.read.cache import DAY
from postcheck.read.text_cache import TextCache

KEY, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def opened(folder: Path, max_days: int = 30, max_mb: int = 200) -> TextCache:
    return TextCache(CacheSettings(folder=folder, max_days=max_days, max_mb=max_mb))


def changed(folder: Path, statement: str, *values: object) -> None:
    """Change the file as somebody else would."""
    database = sqlite3.connect(folder / "texts.db", isolation_level=None)
    try:
        database.execute(statement, values)
    finally:
        database.close()


def test_what_was_kept_is_there_in_the_next_run(folder: Path) -> None:
    texts = opened(folder)
    assert texts.get(KEY) is None
    texts.put({KEY: b"seen", OTHER: b""})
    assert (texts.get(KEY), texts.get(OTHER)) == (b"seen", b"")
    texts.put({KEY: b"seen anew"})
    assert (opened(folder).get(KEY), opened(folder).size().entries) == (b"seen anew", 2)


def test_nothing_is_made_before_something_is_asked(folder: Path) -> None:
    assert opened(folder).size().entries == 0
    assert opened(folder).clear().entries == 0
    assert not folder.exists()


@pytest.mark.skipif(os.name != "posix", reason="a profile of Windows is private")
def test_nobody_else_can_read_it(folder: Path) -> None:
    opened(folder).put({KEY: b"seen"})
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IRWXU
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO) == 0


@pytest.mark.skipif(os.name != "posix", reason="files of Windows have no such modes")
@pytest.mark.parametrize("planted", ["link", "open to others", "folder"])
def test_what_somebody_else_could_have_written_is_not_used(folder: Path, planted: str) -> None:
    opened(folder).put({KEY: b"seen"})
    path = folder / "texts.db"
    for file in folder.iterdir():
        file.rename(folder.parent / file.name)
    if planted == "link":
        path.symlink_to(folder.parent / "texts.db")
    elif planted == "folder":
        path.mkdir()
    else:
        (folder.parent / "texts.db").rename(path)
        path.chmod(0o644)
    texts = opened(folder)
    texts.put({OTHER: b"more"})
    assert (texts.get(KEY), texts.get(OTHER)) == (None, None)


@pytest.mark.parametrize("damage", ["another", "cut", "under another key", "text", "nothing"])
def test_an_entry_that_was_not_written_so_is_not_known(folder: Path, damage: str) -> None:
    opened(folder).put({KEY: b"seen", OTHER: b"other"})
    if damage == "another":
        changed(folder, "UPDATE texts SET sealed = substr(sealed, 1, 16) || x'00' WHERE key = ?", KEY)
    elif damage == "cut":
        changed(folder, "UPDATE texts SET sealed = substr(sealed, 1, 18) WHERE key = ?", KEY)
    elif damage == "under another key":
        changed(folder, "UPDATE texts SET sealed = (SELECT sealed FROM texts WHERE key = ?) WHERE key = ?", OTHER, KEY)
    elif damage == "text":
        changed(folder, "UPDATE texts SET sealed = 'seen' WHERE key = ?", KEY)
    else:
        changed(folder, "UPDATE texts SET sealed = x'' WHERE key = ?", KEY)
    assert opened(folder).get(KEY) is None


@pytest.mark.parametrize("data", [b"", b"no database", b"SQLite format 3\0" + bytes(4096)])
def test_a_damaged_file_is_begun_anew(folder: Path, data: bytes) -> None:
    texts = opened(folder)
    texts.put({KEY: b"seen"})
    texts.close()
    assert [file.name for file in folder.iterdir()] == ["texts.db"]
    (folder / "texts.db").write_bytes(data)
    first = opened(folder)
    first.put({OTHER: b"other"})
    assert first.get(KEY) is None
    second = opened(folder)
    second.put({OTHER: b"other"})
    assert opened(folder).get(OTHER) == b"other"


def test_a_file_of_another_layout_is_begun_anew(folder: Path) -> None:
    opened(folder).put({KEY: b"seen"})
    changed(folder, "PRAGMA user_version = 99")
    texts = opened(folder)
    assert texts.get(KEY) is None
    texts.put({KEY: b"seen"})
    assert opened(folder).get(KEY) == b"seen"


def test_a_table_that_is_missing_ends_its_use_and_no_check(folder: Path) -> None:
    opened(folder).put({KEY: b"seen"})
    changed(folder, "DROP TABLE texts")
    texts = opened(folder)
    assert texts.get(KEY) is None
    texts.put({KEY: b"seen"})
    opened(folder).put({KEY: b"seen"})
    assert opened(folder).get(KEY) == b"seen"


@pytest.mark.parametrize(("days", "known"), [(-2, False), (0, True), (3, True), (4, False)])
def test_what_is_too_old_or_of_a_day_to_come_is_not_known(
    folder: Path, monkeypatch: pytest.MonkeyPatch, days: int, *, known: bool
) -> None:
    opened(folder, max_days=3).put({KEY: b"seen"})
    now = text_cache.time.time()  # type: ignore[attr-defined] # its own module
    monkeypatch.setattr("postcheck.read.text_cache.time.time", lambda: now + days * DAY)
    assert opened(folder, max_days=3).get(KEY) == (b"seen" if known else None)


def test_what_is_too_old_is_removed_by_the_first_run_of_a_day(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(folder, max_days=3).put({KEY: b"seen"})
    now = text_cache.time.time()  # type: ignore[attr-defined] # as above
    monkeypatch.setattr("postcheck.read.text_cache.time.time", lambda: now + 5 * DAY)
    texts = opened(folder, max_days=3)
    texts.put({OTHER: b"other"})
    assert texts.size().entries == 1


def test_a_file_over_its_size_is_emptied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = opened(folder)
    texts.put({f"{number:064}": bytes(1000) for number in range(2000)})
    texts.put({KEY: b"seen"})
    assert texts.size().entries == 2001
    now = text_cache.time.time()  # type: ignore[attr-defined] # as above
    monkeypatch.setattr("postcheck.read.text_cache.time.time", lambda: now + DAY)
    assert opened(folder, max_mb=1).get(KEY) is None
    assert opened(folder, max_mb=1).size().entries == 0


def test_many_may_use_it_at_once(folder: Path) -> None:
    shared = [opened(folder) for _ in range(4)]

    def work(number: int) -> bytes | None:
        texts = shared[number % 4]
        key = f"{number:064}"
        texts.put({key: str(number).encode()})
        return texts.get(key)

    with ThreadPoolExecutor(8) as pool:
        assert [*pool.map(work, range(200))] == [str(number).encode() for number in range(200)]
    assert opened(folder).size().entries == 200


def test_where_it_cannot_be_written_texts_are_not_known(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    texts = opened(tmp_path / "cache")
    texts.put({KEY: b"seen"})
    assert texts.get(KEY) is None


def test_everything_can_be_forgotten(folder: Path) -> None:
    texts = opened(folder)
    texts.put({KEY: b"seen"})
    assert texts.clear().entries == 1
    assert [*folder.iterdir()] == []
    assert opened(folder).get(KEY) is None


def test_what_cannot_be_forgotten_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(folder).put({KEY: b"seen"})

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(CacheError, match="could not be removed"):
        opened(folder).clear()
