"""What was read in a picture is remembered: only that, only privately, and never instead of looking."""

from __future__ import annotations

import json
import os
import random
import stat
import string
import sys
import threading
import time
import zlib
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from postcheck.errors import CacheError, EngineUnavailableError
from postcheck.formats.records import Records
from postcheck.model.draft import Crop, Draft, DraftImage, Video
from postcheck.model.faces import Faces
from postcheck.model.reading import PictureReading, Reading
from postcheck.model.settings import CacheSettings, OcrSettings
from postcheck.model.text import Box
from postcheck.read import cache
from postcheck.read.cache import CacheFolder, ReadingCache
from postcheck.read.engines import engines_for
from postcheck.read.engines.base import OcrLine, OcrTimeoutError, OcrWord
from postcheck.read.engines.tesseract import TesseractEngine
from postcheck.read.pictures import PictureReader
from postcheck.read.videos import VideoReader
from tests.builders.letters import line_of
from tests.builders.pictures import image_of
from tests.builders.videos import film, page
from tests.fakes.engines import Lines, ScriptedDetector, ScriptedEngine

LINES = (
    OcrLine((OcrWord("Amelia", Box(10, 20, 30, 40), 0.1 + 0.2), OcrWord("Wójcik", Box(50, 20, 30, 40), 0.9))),
    OcrLine((), place="1,2", letters=line_of("Rhvs", {2: {"y": 0.5}})),
)
PICTURE = Image.new("RGB", (90, 70), "white")
FACE = Box(1, 2, 30, 40)
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owners and modes of this kind")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def reader(
    engine: ScriptedEngine, memory: ReadingCache | None, faces: KnownFaces | None = None, stopped: bool = False
) -> PictureReader:
    event = threading.Event()
    if stopped:
        event.set()
    return PictureReader(OcrSettings(), lambda: (engine,), faces, memory, engine.identity, event)


def read(
    folder: Path,
    engine: ScriptedEngine,
    picture: Image.Image = PICTURE,
    faces: KnownFaces | None = None,
    **settings: int,
) -> PictureReading:
    """Read a picture as a run of its own would."""
    memory = ReadingCache(CacheFolder(CacheSettings(folder=folder, **settings)))  # type: ignore[arg-type]
    return reader(engine, memory, faces).read(saved(folder, picture))


def saved(folder: Path, picture: Image.Image, name: str = "a.png") -> DraftImage:
    path = folder.with_name(name)
    picture.save(path)
    return image_of(path, "image-1")


class KnownFaces(ScriptedDetector):
    """Says what it is, so that what it sees may be remembered."""

    def identity(self) -> str:
        return "faces 1"


@pytest.fixture
def reading(folder: Path) -> PictureReading:
    """What is read in the picture by somebody who remembers nothing."""
    return reader(ScriptedEngine(always=LINES), None).read(saved(folder, PICTURE))


def entries(folder: Path) -> list[Path]:
    return sorted((folder / "readings").iterdir())


def test_a_picture_is_read_once_and_comes_out_the_same(folder: Path, reading: PictureReading) -> None:
    engine, faces = ScriptedEngine(always=LINES), KnownFaces((FACE,))
    first = read(folder, engine, faces=faces)
    assert read(folder, engine, faces=faces) == first
    assert first == replace(reading, facts=replace(reading.facts, faces=(Faces(0, (FACE,)),)))
    assert [passage.text for passage in reading.passages] == ["Amelia Wójcik"]
    assert [letters.text for letters in reading.passages[0].letters] == ["Rhvs"]
    assert (engine.asked, faces.answers) == (1, [])


def test_its_name_and_its_draft_are_not_remembered(folder: Path) -> None:
    engine = ScriptedEngine(always=LINES)
    memory = ReadingCache(CacheFolder(CacheSettings(folder=folder)))
    crop = Crop(0.5, 0.5)
    image = replace(saved(folder, PICTURE, "Rhys.png"), key="image-7", crop=crop)
    other = reader(engine, memory).read(saved(folder, PICTURE)).of(image)
    assert engine.asked == 1
    reader(engine, ReadingCache(CacheFolder(CacheSettings(folder=folder)))).read(image)
    assert engine.asked == 1
    (passage,) = other.passages
    assert (passage.file, passage.image, passage.crop) == ("Rhys.png", "image-7", crop.box(PICTURE.size))
    assert (other.images[0].key, other.images[0].name) == ("image-7", "Rhys.png")
    assert b"Rhys" not in b"".join(zlib.decompress(entry.read_bytes().partition(b"\n")[2]) for entry in entries(folder))


def test_what_a_file_holds_besides_its_picture_is_remembered(folder: Path, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[315] = "Amelia Carter"
    PICTURE.save(tmp_path / "b.jpg", exif=exif)
    readings = []
    for _ in range(2):
        memory = ReadingCache(CacheFolder(CacheSettings(folder=folder)))
        readings.append(reader(ScriptedEngine(always=LINES), memory).read(image_of(tmp_path / "b.jpg")))
    assert readings[0] == readings[1]
    assert readings[1].facts.artist == "Amelia Carter"
    assert [passage.credit for passage in readings[1].passages if passage.text == "Amelia Carter"] == [True]
    assert len(entries(folder)) == 1


def test_what_a_file_holds_that_cannot_be_read_is_remembered_as_such(folder: Path, tmp_path: Path) -> None:
    PICTURE.save(tmp_path / "b.jpg")
    data = (tmp_path / "b.jpg").read_bytes()
    unknown = random.Random(1).randbytes(9_000)
    (tmp_path / "b.jpg").write_bytes(data[:2] + b"\xff\xe4" + (len(unknown) + 2).to_bytes(2) + unknown + data[2:])
    engine = ScriptedEngine(always=LINES)
    readings = []
    for _ in range(2):
        memory = ReadingCache(CacheFolder(CacheSettings(folder=folder)))
        readings.append(reader(engine, memory).read(image_of(tmp_path / "b.jpg")))
    assert readings[0] == readings[1]
    assert "APP4" in readings[1].problems[0]
    assert engine.asked == 1


def test_faces_that_were_not_asked_for_are_counted_later(folder: Path) -> None:
    engine = ScriptedEngine(always=LINES)
    read(folder, engine)
    assert read(folder, engine, faces=KnownFaces((FACE,))).facts.faces == (Faces(0, (FACE,)),)


def test_a_file_that_changes_while_it_is_read_is_not_remembered(folder: Path) -> None:
    image = saved(folder, PICTURE)

    class Changing(ScriptedEngine):
        def read(self, picture: Image.Image, *, time_limit: float) -> Lines:
            Image.new("RGB", (90, 70), "black").save(image.path)
            return super().read(picture, time_limit=time_limit)

    reader(Changing(always=LINES), ReadingCache(CacheFolder(CacheSettings(folder=folder)))).read(image)
    assert not folder.exists() or entries(folder) == []


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


def test_a_change_of_the_code_that_looks_makes_all_entries_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = dict(cache._sources(resources.files("postcheck.read")))  # noqa: SLF001 - no other way to change them
    assert {"rapid.py", "pictures.py", "metadata.py"} <= sources.keys()
    seen = set()
    for changed in (sources, {**sources, "rapid.py": b"changed"}):
        cache.own_version.cache_clear()
        monkeypatch.setattr(cache, "_sources", lambda _, changed=changed: iter(changed.items()))
        seen.add(cache.own_version())
    cache.own_version.cache_clear()
    assert len(seen) == 2


@pytest.mark.parametrize("error", [OcrTimeoutError("slow"), EngineUnavailableError("gone"), RuntimeError("broken")])
def test_what_failed_is_tried_again(folder: Path, error: Exception, reading: PictureReading) -> None:
    engine = ScriptedEngine(error, always=LINES)
    assert read(folder, engine).problems
    assert not folder.exists() or entries(folder) == []
    assert read(folder, engine) == reading
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
    assert read(folder, engine).passages == read(folder, engine).passages == ()
    assert engine.asked == 1


def test_an_entry_holds_what_was_read_and_nothing_else(folder: Path, reading: PictureReading) -> None:
    read(folder, ScriptedEngine(always=LINES))
    (entry,) = entries(folder)
    seal, _, body = entry.read_bytes().partition(b"\n")
    assert len(seal) == 64
    assert json.loads(zlib.decompress(body)) == json.loads(Records(PictureReading).written(reading))


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
        CacheFolder(CacheSettings(folder=folder)).open()
    with pytest.raises(CacheError, match="it is a link"):
        CacheFolder(CacheSettings(folder=folder)).clear()
    notices: list[str] = []
    memory = ReadingCache(CacheFolder(CacheSettings(folder=folder)), notices.append)
    assert reader(ScriptedEngine(always=LINES), memory).read(saved(tmp_path / "a", PICTURE)).passages
    (notice,) = notices
    assert "--no-cache" in notice
    assert list(elsewhere.iterdir()) == []


@posix
def test_a_folder_of_another_user_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    stranger = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: stranger)
    with pytest.raises(CacheError, match="another user"):
        CacheFolder(CacheSettings(folder=folder)).open()


def test_something_in_the_place_of_the_folder_is_said(folder: Path, reading: PictureReading) -> None:
    folder.write_text("x")
    with pytest.raises(CacheError):
        CacheFolder(CacheSettings(folder=folder)).open()
    assert read(folder, ScriptedEngine(always=LINES)) == reading


@pytest.mark.parametrize("damage", ["cut", "letter", "garbage", "empty", "swapped"])
def test_a_damaged_entry_is_read_anew_and_written_again(folder: Path, damage: str, reading: PictureReading) -> None:
    read(folder, ScriptedEngine(always=LINES))
    read(folder, ScriptedEngine(), Image.new("RGB", (9, 9)))
    whole = {entry: entry.read_bytes() for entry in entries(folder)}
    (first, data), (_, other) = whole.items()
    if len(data) < len(other):
        (first, data), other = list(whole.items())[1], data
    first.write_bytes(
        {
            "cut": data[:-9],
            "letter": data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
            "garbage": b"\xff\n[",
            "empty": b"",
            "swapped": other,
        }[damage]
    )
    engine = ScriptedEngine(always=LINES)
    assert read(folder, engine) == reading
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
    CacheFolder(CacheSettings(folder=folder)).open()
    assert entries(folder) == []


def test_what_has_been_of_no_use_for_longest_goes_first(folder: Path) -> None:
    pictures = [Image.new("RGB", (10, 10 + number)) for number in range(4)]
    names: list[Path] = []

    def long(number: int) -> ScriptedEngine:
        letters = random.Random(number).choices(string.ascii_letters, k=480_000)  # they are packed to three quarters
        return ScriptedEngine((OcrLine((OcrWord("".join(letters), Box(0, 0, 9, 9), 1.0),)),), always=LINES)

    for number, picture in enumerate(pictures[:2]):
        read(folder, long(number), picture, max_mb=1)
        names += [entry for entry in entries(folder) if entry not in names]
        aged(names[-1], written=5 - number, used=5 - number)
    read(folder, ScriptedEngine(), pictures[0], max_mb=1)  # of use again
    read(folder, long(2), pictures[2], max_mb=1)
    assert names[1] not in entries(folder)
    assert names[0] in entries(folder)
    assert sum(entry.stat().st_size for entry in entries(folder)) <= 1_000_000


def test_what_was_left_unfinished_goes(folder: Path) -> None:
    read(folder, ScriptedEngine(always=LINES))
    for name, age in (("old", 1), ("new", 0)):
        (folder / "readings" / f".unfinished-{name}").write_text("x")
        aged(folder / "readings" / f".unfinished-{name}", written=age)
    CacheFolder(CacheSettings(folder=folder)).open()
    assert [entry.name for entry in entries(folder) if entry.name.startswith(".")] == [".unfinished-new"]


def test_clearing_removes_its_own_files_and_no_others(folder: Path) -> None:
    read(folder, ScriptedEngine(always=LINES))
    (folder / "readings" / "mine.txt").write_text("x")
    (folder / "readings" / ".unfinished-x").write_text("x")
    store = CacheFolder(CacheSettings(folder=folder))
    assert store.size().entries == 1
    assert store.clear().entries == 1
    assert [entry.name for entry in entries(folder)] == ["mine.txt"]
    assert store.clear().entries == store.size().entries == 0
    assert CacheFolder(CacheSettings(folder=folder / "none")).clear().entries == 0


def test_a_full_disk_costs_time_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, reading: PictureReading
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert read(folder, ScriptedEngine(always=LINES)) == reading
    assert entries(folder) == []


def test_one_picture_in_many_drafts_is_read_once_even_without_a_folder(folder: Path, reading: PictureReading) -> None:
    go = threading.Barrier(4)
    engine = ScriptedEngine(always=LINES)
    remembering = reader(engine, ReadingCache())
    image = saved(folder, PICTURE)
    found = []

    def work() -> None:
        go.wait()
        found.append(remembering.read(image))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [reading] * 4
    assert engine.asked == 1


def test_a_run_keeps_only_so_much_at_hand(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_IN_MEMORY", 2)
    engine = ScriptedEngine(always=LINES)
    remembering = reader(engine, ReadingCache())
    for number in (0, 1, 0, 2, 0, 1):
        remembering.read(saved(folder, Image.new("RGB", (5, 5 + number))))
    assert engine.asked == 4


def test_nothing_is_read_once_the_run_is_to_stop(folder: Path) -> None:
    engine = ScriptedEngine(always=LINES)
    found = reader(engine, ReadingCache(), stopped=True).read(saved(folder, PICTURE))
    assert "stopped" in found.problems[0]
    assert engine.asked == 0


def watch(folder: Path, engine: ScriptedEngine, path: Path, name: str) -> Reading:
    memory = ReadingCache(CacheFolder(CacheSettings(folder=folder)))
    watcher = VideoReader(OcrSettings(), lambda: (engine,), None, memory, engine.identity, threading.Event())
    video = Video(name, path=path, size=path.stat().st_size)
    return watcher.read(video, Draft("post.md", path.with_name("post.md")))


def test_a_video_is_watched_once_whatever_it_is_called(folder: Path, tmp_path: Path) -> None:
    clip = film(tmp_path / "a.mp4", (1, page(200, "AMELIA")), (1, page(60)))
    engine = ScriptedEngine(always=LINES)
    first = watch(folder, engine, clip, "a.mp4")
    asked = engine.asked
    other = watch(folder, engine, clip.rename(tmp_path / "b.mp4"), "b.mp4")
    assert engine.asked == asked > 0
    assert [replace(passage, file="a.mp4") for passage in other.passages] == list(first.passages)
    assert {passage.file for passage in other.passages} == {"b.mp4"}
    assert other.images[0] == replace(first.images[0], key="b.mp4", name="b.mp4")


def test_a_video_in_which_an_engine_failed_is_watched_again(folder: Path, tmp_path: Path) -> None:
    clip = film(tmp_path / "a.mp4", (1, page(200, "AMELIA")))
    assert watch(folder, ScriptedEngine(OcrTimeoutError("slow"), always=LINES), clip, "a.mp4").unexamined
    assert not folder.exists() or entries(folder) == []
    assert watch(folder, ScriptedEngine(always=LINES), clip, "a.mp4").unexamined == ()
