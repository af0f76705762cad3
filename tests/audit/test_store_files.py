"""Files that are no store, or not this one's; and disks that are full."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from postcheck.archive import Member
from postcheck.audit import store as module
from postcheck.audit.store import AuditStore
from postcheck.audit.work import Portion, Setup, do
from postcheck.errors import StoreError, UnreadableError
from postcheck.model.settings import CacheSettings, OcrSettings
from tests.audit.conftest import Contents
from tests.builders.audits import Audits

POSIX = pytest.mark.skipif(os.name != "posix", reason="rights of files")


def refused(path: Path) -> StoreError:
    with pytest.raises(StoreError) as raised:
        AuditStore(path, create=True)
    assert raised.value.advice
    assert path.name not in raised.value.message
    return raised.value


def made(path: Path) -> Path:
    AuditStore(path, create=True).close()
    return path


def with_pragma(path: Path, pragma: str) -> Path:
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA {pragma}")
    database.close()
    return path


@pytest.mark.parametrize(("version", "said"), [(module._VERSION + 1, "a newer"), (module._VERSION - 1, "an older")])  # noqa: SLF001 - whichever it is
def test_a_store_of_another_version_is_never_misread(tmp_path: Path, version: int, said: str) -> None:
    path = with_pragma(made(tmp_path / "audit.db"), f"user_version = {version}")
    before = path.read_bytes()
    assert said in refused(path).message
    assert path.read_bytes() == before


def test_the_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.db"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE places (url TEXT)")
    database.commit()
    database.close()
    before = path.read_bytes()
    assert "no store" in refused(path).message
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"Dear families\n" * 200, b"SQLite format 3\0" + b"x" * 4096, b"x"])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    assert "no store" in refused(path).message
    assert path.read_bytes() == content


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    path.touch()
    assert len(AuditStore(path, create=True)) == 0


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "audit").mkdir()
    assert "no file" in refused(tmp_path / "audit").message


@POSIX
def test_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "no file" in refused(tmp_path / "pipe").message


@POSIX
@pytest.mark.parametrize("target", ["there.db", "nowhere.db"])
def test_a_link(tmp_path: Path, target: str) -> None:
    made(tmp_path / "there.db")
    (tmp_path / "link.db").symlink_to(tmp_path / target)
    assert "link" in refused(tmp_path / "link.db").message
    assert not (tmp_path / "nowhere.db").exists()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be made" in refused(tmp_path / "none" / "audit.db").message


def test_none_is_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such store"):
        AuditStore(tmp_path / "audit.db")


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_one_that_cannot_be_written(tmp_path: Path) -> None:
    path = made(tmp_path / "audit.db")
    path.chmod(0o400)
    assert "cannot be opened or written" in refused(path).message


@POSIX
def test_all_its_files_are_private(tmp_path: Path) -> None:
    usual = os.umask(0)
    try:
        with AuditStore(tmp_path / "audit.db", create=True) as store, store.together():
            store.set_counts("items", {"x": 1})
            files = sorted(tmp_path.iterdir())
            assert "audit.db-wal" in [file.name for file in files]
            assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    finally:
        os.umask(usual)


@POSIX
def test_one_that_others_may_read_is_made_private(tmp_path: Path) -> None:
    path = made(tmp_path / "audit.db")
    path.chmod(0o644)
    with AuditStore(path) as store, store.together():
        store.set_counts("items", {"x": 1})
        assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


def test_a_database_that_can_grow_no_more_is_a_full_disk(tmp_path: Path) -> None:
    with AuditStore(tmp_path / "audit.db", create=True) as store:
        with store.together():
            store.set_counts("items", {"x": 1})
        store._database.execute("PRAGMA max_page_count = 1")  # noqa: SLF001 - SQLite then acts as on a full disk
        with pytest.raises(StoreError, match="disk is full"), store.together():
            store.set_counts("items", {f"x{number}" * 100: 1 for number in range(1000)})
    with AuditStore(tmp_path / "audit.db") as store:
        assert store.counts().items == {"x": 1}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_medium_for_whose_copy_there_is_no_room_is_read_another_time(
    audits: Audits, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(*_: object) -> None:
        raise UnreadableError("full") from OSError(number, "full")

    monkeypatch.setattr("postcheck.archive.archives.ArchiveSet.local", full)
    setup = Setup((str(audits.folder / "x.zip"),), OcrSettings(), CacheSettings(enabled=False), "", 1)
    outcome = do(setup, Portion(media=(Member(setup.archives[0], "data/tweets_media/101-AbC.jpg"),)))
    assert isinstance(outcome.error, StoreError)
    assert "full" in outcome.error.message


@POSIX
def test_a_full_disk(audits: Audits, light_undisturbed: Contents) -> None:
    made(audits.folder / "full.db")
    # No file may grow beyond this; the store doesn't fit.
    limit = 48_000
    script = (
        "import resource, runpy, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY));"
        "sys.argv[0] = 'postcheck'; runpy.run_module('tests.fakes.light_reader', run_name='__main__')"
    )
    command = [sys.executable, "-c", script, "audit", "read", *audits.archives, "--store", "full.db"]
    options = ["--no-config", "--no-cache", "--ocr", "tesseract", "--jobs", "1"]
    done = subprocess.run(
        [*command, *options], cwd=audits.folder, env=audits.environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "full" in done.stderr
    assert "Traceback" not in done.stderr
    assert audits.read("full.db", light=True).returncode == 0
    assert audits.contents("full.db") == light_undisturbed
