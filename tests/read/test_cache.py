"""What was read in a picture is remembered: only that, only privately, and never instead of looking."""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from postcheck.errors import CacheError, EngineUnavailableError
from postcheck.model.settings import CacheSettings, OcrSettings
from postcheck.model.text import Box
from postcheck.read import cache
from postcheck.read.cache import CachedEngine, OcrCache, OcrCacheFolder
from postcheck.read.engines import engines_for
from postcheck.read.engines.base import OcrLine, OcrTimeoutError, OcrWord, TextDirection
from postcheck.read.engines.tesseract import TesseractEngine
from tests.builders.letters import line_of
from tests.fakes.engines import ScriptedEngine

LINES = (
    OcrLine(
        (OcrWord("Amelia", Box(10, 20, 30, 40), 0.1 + 0.2), OcrWord("Wójcik", Box(50, 20, 30, 40), 0.9)),
        TextDirection.DOWN,
    ),
    OcrLine(()),
    OcrLine((), place="1,2", letters=line_of("Rhvs", {2: {"y": 0.5}})),
)
PICTURE = Image.new("RGB", (40, 30), "white")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owners and modes of this kind")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def read(folder: Path, engine: ScriptedEngine, picture: Image.Image = PICTURE, **settings: int) -> tuple[OcrLine, ...]:
    """Read a picture as a run of its own would."""
    memory = OcrCache(OcrCacheFolder(CacheSettings(folder=folder, **settings)))  # type: ignore[arg-type]
    return CachedEngine(engine, memory).read(picture, time_limit=5)


def entries(folder: Path) -> list[Path]:
    return sorted((folder / "readings").iterdir())


def test_a_picture_is_read_once_and_comes_out_the_same(folder: Path) -> None:
    engine = ScriptedEngine(always=LINES)
    assert read(folder, engine) == read(folder, engine) == LINES
    assert engine.asked == 1


@pytest.mark.parametrize(
    ("engine", "picture"),
    [
        (ScriptedEngine(always=LINES, identity="2"), PICTURE),
        (ScriptedEngine(always=LINES), Image.new("RGB", (30, 40), "white")),
        (ScriptedEngine(always=LINES), Image.new("RGB", (40, 30), "#fffffe")),
    ],
    ids=["another version", "another shape", "another shade"],
)
def test_whatever_decides_what_is_read_makes_another_entry(
    folder: Path, engine: ScriptedEngine, picture: Image.Image
) -> None:
    read(folder, ScriptedEngine(always=LINES))
    read(folder, engine, picture)
    assert engine.asked == 1
    assert len(entries(folder)) == 2


def test_a_change_of_the_engines_code_makes_all_entries_unknown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(folder, ScriptedEngine(always=LINES))
    monkeypatch.setattr(cache, "_own_version", lambda: "another")
    engine = ScriptedEngine(always=LINES)
    read(folder, engine)
    assert engine.asked == 1


def test_the_last_row_of_a_picture_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_STRIP", 70)
    other = PICTURE.copy()
    other.putpixel((39, 29), (0, 0, 0))
    read(folder, ScriptedEngine(always=LINES))
    engine = ScriptedEngine(always=LINES)
    read(folder, engine, other)
    assert engine.asked == 1


@pytest.mark.parametrize("error", [OcrTimeoutError("slow"), EngineUnavailableError("gone"), RuntimeError("broken")])
def test_what_failed_is_tried_again(folder: Path, error: Exception) -> None:
    engine = ScriptedEngine(error, always=LINES)
    with pytest.raises(type(error)):
        read(folder, engine)
    assert entries(folder) == []
    assert read(folder, engine) == LINES
    assert engine.asked == 2


def test_an_engine_that_cannot_say_what_it_is_is_always_asked(folder: Path) -> None:
    engine = ScriptedEngine(always=LINES, identity="")
    read(folder, engine)
    read(folder, engine)
    assert engine.asked == 2
    assert not folder.exists()


def test_the_real_engines_say_what_they_are() -> None:
    for engine in engines_for(OcrSettings()):
        assert engine.identity() == engine.identity() != ""


def test_tesseract_is_another_with_another_version_language_or_model(tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    seen = set()
    for version, languages, data in (
        ("5.3.0", "eng", "a"),
        ("5.4.0", "eng", "a"),
        ("5.4.0", "eng", "b"),
        ("5.4.0", "eng+pol", "b"),
    ):
        answer = f'List of available languages in "{tmp_path}" (2):\\neng\\npol\\n'
        program.write_text(f"#!/bin/sh\n[ \"$1\" = --version ] && echo tesseract {version} || printf '{answer}'\n")
        program.chmod(0o755)
        for language in ("eng", "pol"):
            (tmp_path / f"{language}.traineddata").write_text(data)
        seen.add(TesseractEngine(OcrSettings(tesseract=str(program), languages=languages)).identity())
    assert len(seen - {""}) == 4
    (tmp_path / "eng.traineddata").unlink()
    assert TesseractEngine(OcrSettings(tesseract=str(program))).identity() == ""


def test_an_empty_page_is_remembered_too(folder: Path) -> None:
    engine = ScriptedEngine()
    assert read(folder, engine) == read(folder, engine) == ()
    assert engine.asked == 1


def test_an_entry_holds_words_and_boxes_and_nothing_else(folder: Path) -> None:
    read(folder, ScriptedEngine(always=LINES[:2]))
    (entry,) = entries(folder)
    seal, _, body = entry.read_text().partition("\n")
    assert len(seal) == 64
    assert body == (
        '[["down", "", [["Amelia", 10, 20, 30, 40, 0.30000000000000004], ["W\\u00f3jcik", '
        '50, 20, 30, 40, 0.9]], null], ["right", "", [], null]]'
    )


@posix
def test_only_its_user_can_look_into_it(folder: Path) -> None:
    umask = os.umask(0)
    try:
        read(folder, ScriptedEngine(always=LINES))
    finally:
        os.umask(umask)
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE((folder / "readings").stat().st_mode) == 0o700
    assert [stat.S_IMODE(entry.stat().st_mode) for entry in entries(folder)] == [0o600]


@posix
def test_a_folder_that_others_could_enter_is_closed(folder: Path) -> None:
    read(folder, ScriptedEngine(always=LINES))
    (folder / "readings").chmod(0o755)
    read(folder, ScriptedEngine(always=LINES))
    assert stat.S_IMODE((folder / "readings").stat().st_mode) == 0o700


@posix
@pytest.mark.parametrize("which", ["", "readings"])
def test_a_link_is_refused_and_the_picture_read_all_the_same(folder: Path, tmp_path: Path, which: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = folder / which
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(elsewhere)
    with pytest.raises(CacheError, match="it is a link"):
        OcrCacheFolder(CacheSettings(folder=folder)).open()
    with pytest.raises(CacheError, match="it is a link"):
        OcrCacheFolder(CacheSettings(folder=folder)).clear()
    notices: list[str] = []
    engine = CachedEngine(
        ScriptedEngine(always=LINES), OcrCache(OcrCacheFolder(CacheSettings(folder=folder)), notices.append)
    )
    assert engine.read(PICTURE, time_limit=5) == LINES
    (notice,) = notices
    assert "--no-cache" in notice
    assert list(elsewhere.iterdir()) == []


@posix
def test_a_folder_of_another_user_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    stranger = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: stranger)
    with pytest.raises(CacheError, match="another user"):
        OcrCacheFolder(CacheSettings(folder=folder)).open()


def test_something_in_the_place_of_the_folder_is_said(folder: Path) -> None:
    folder.write_text("x")
    with pytest.raises(CacheError):
        OcrCacheFolder(CacheSettings(folder=folder)).open()
    assert read(folder, ScriptedEngine(always=LINES)) == LINES


@pytest.mark.parametrize("damage", ["cut", "letter", "garbage", "empty", "swapped"])
def test_a_damaged_entry_is_read_anew_and_written_again(folder: Path, damage: str) -> None:
    read(folder, ScriptedEngine(always=LINES))
    read(folder, ScriptedEngine(), Image.new("RGB", (9, 9)))
    whole = {entry: entry.read_bytes() for entry in entries(folder)}
    (first, data), (_, other) = whole.items()
    if b"Amelia" not in data:
        (first, data), other = list(whole.items())[1], data
    first.write_bytes(
        {
            "cut": data[:-9],
            "letter": data.replace(b"Amelia", b"Amelie"),
            "garbage": b"\xff\n[",
            "empty": b"",
            "swapped": other,
        }[damage]
    )
    engine = ScriptedEngine(always=LINES)
    assert read(folder, engine) == LINES
    assert engine.asked == 1
    assert first.read_bytes() == data


@given(st.binary(max_size=300))
def test_no_bytes_are_taken_for_an_entry(data: bytes) -> None:
    assert cache._decoded("0" * 64, data) is None  # noqa: SLF001 - the property is the parser's


@posix
def test_an_entry_that_others_may_have_written_is_not_believed(folder: Path, tmp_path: Path) -> None:
    read(folder, ScriptedEngine(always=LINES))
    (entry,) = entries(folder)
    entry.chmod(0o644)
    engine = ScriptedEngine(always=LINES)
    read(folder, engine)
    assert engine.asked == 1
    moved = tmp_path / "moved"
    (entry,) = entries(folder)
    entry.rename(moved)
    entry.symlink_to(moved)
    engine = ScriptedEngine(always=LINES)
    read(folder, engine)
    assert engine.asked == 1


def aged(entry: Path, *, written: float = 0, used: float = 0) -> None:
    now = time.time()
    os.utime(entry, (now - used * 86_400, now - written * 86_400))


def test_nothing_is_kept_for_longer_than_allowed_however_often_it_is_used(folder: Path) -> None:
    read(folder, ScriptedEngine(always=LINES), max_days=10)
    (entry,) = entries(folder)
    aged(entry, written=9)
    written = entry.stat().st_mtime
    engine = ScriptedEngine(always=LINES)
    read(folder, engine, max_days=10)
    assert engine.asked == 0
    assert entry.stat().st_mtime == written
    aged(entry, written=11)
    read(folder, engine, max_days=10)
    assert engine.asked == 1
    aged(entry, written=-3)
    OcrCacheFolder(CacheSettings(folder=folder)).open()
    assert entries(folder) == []


def test_what_has_been_of_no_use_for_longest_goes_first(folder: Path) -> None:
    words = tuple(OcrLine((OcrWord("x" * 1000, Box(0, 0, 1, 1), 1.0),)) for _ in range(400))
    pictures = [Image.new("RGB", (10, 10 + number)) for number in range(4)]
    names = []
    for number, picture in enumerate(pictures[:2]):
        read(folder, ScriptedEngine(words, always=LINES), picture, max_mb=1)
        names += [entry for entry in entries(folder) if entry not in names]
        aged(names[-1], written=5 - number, used=5 - number)
    read(folder, ScriptedEngine(words, always=LINES), pictures[0], max_mb=1)  # of use again
    read(folder, ScriptedEngine(words, always=LINES), pictures[2], max_mb=1)
    assert names[1] not in entries(folder)
    assert names[0] in entries(folder)
    assert sum(entry.stat().st_size for entry in entries(folder)) <= 1_000_000


def test_what_was_left_unfinished_goes(folder: Path) -> None:
    read(folder, ScriptedEngine(always=LINES))
    for name, age in (("old", 1), ("new", 0)):
        (folder / "readings" / f".unfinished-{name}").write_text("x")
        aged(folder / "readings" / f".unfinished-{name}", written=age)
    OcrCacheFolder(CacheSettings(folder=folder)).open()
    assert [entry.name for entry in entries(folder) if entry.name.startswith(".")] == [".unfinished-new"]


def test_clearing_removes_its_own_files_and_no_others(folder: Path) -> None:
    read(folder, ScriptedEngine(always=LINES))
    (folder / "readings" / "mine.txt").write_text("x")
    (folder / "readings" / ".unfinished-x").write_text("x")
    store = OcrCacheFolder(CacheSettings(folder=folder))
    assert store.size().entries == 1
    assert store.clear().entries == 1
    assert [entry.name for entry in entries(folder)] == ["mine.txt"]
    assert store.clear().entries == store.size().entries == 0
    assert OcrCacheFolder(CacheSettings(folder=folder / "none")).clear().entries == 0


def test_a_full_disk_costs_time_and_nothing_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert read(folder, ScriptedEngine(always=LINES)) == LINES
    assert entries(folder) == []


def test_one_picture_in_many_drafts_is_read_once_even_without_a_folder() -> None:
    go = threading.Barrier(4)
    engine = ScriptedEngine(always=LINES)
    remembering = CachedEngine(engine, OcrCache())

    def work() -> None:
        go.wait()
        assert remembering.read(PICTURE.copy(), time_limit=5) == LINES

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert engine.asked == 1


def test_a_run_keeps_only_so_much_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_IN_MEMORY", 2)
    engine = ScriptedEngine(always=LINES)
    remembering = CachedEngine(engine, OcrCache())
    for number in (0, 1, 0, 2, 0, 1):
        remembering.read(Image.new("RGB", (5, 5 + number)), time_limit=5)
    assert engine.asked == 4


def test_nothing_is_read_once_the_run_is_to_stop() -> None:
    memory = OcrCache()
    engine = ScriptedEngine(always=LINES)
    memory.stopped.set()
    with pytest.raises(Exception, match="stopped"):
        CachedEngine(engine, memory).read(PICTURE, time_limit=5)
    assert engine.asked == 0
