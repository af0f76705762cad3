"""What is read in a video: its frames, once each; when; how it ends; and whatever of it was not examined."""

from __future__ import annotations

import contextlib
import hashlib
import struct
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.media import video_file, video_frames
from postcheck.media.video_part import VideoFacts
from postcheck.model.draft import Draft, Header, Video
from postcheck.model.reading import Reading
from postcheck.model.settings import OcrSettings
from postcheck.model.text import Box, Passage
from postcheck.read.engines.base import OcrLine, OcrTimeoutError
from postcheck.read.reader import Reader
from tests.builders.letters import line_of
from tests.builders.videos import film, item, page, subtitled, timed, titled, track, with_boxes
from tests.fakes.engines import ScriptedDetector, ScriptedEngine, row, words


def read(
    path: Path, *engines: ScriptedEngine, faces: ScriptedDetector | None = None, listened: str = "", limit: float = 300
) -> Reading:
    video = Video(path.name, size=path.stat().st_size, path=path, listened=listened)
    draft = Draft("post.md", None, header=Header(videos=(video,)))
    return Reader(OcrSettings(video_time_limit=limit), *(engines or (ScriptedEngine(),)), faces=faces).read(draft)


def seen(reading: Reading) -> list[tuple[Any, ...]]:
    """Return what was read in frames, and from when to when."""
    return [(one.text, one.time, one.until) for one in reading.passages if one.field == "ocr"]


def reasons(reading: Reading) -> list[str]:
    return [one.reason for one in reading.unexamined]


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Two pages of two seconds each, then the first again."""
    return film(tmp_path / "clip.mp4", (2, page(200)), (2, page(60)), (1, page(200)))


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mp4", "mp4v"), ("a.mov", "mp4v"), ("a.avi", "MJPG"), ("a.mkv", "MJPG"), ("a.webm", "VP80")]
)
def test_what_looks_alike_is_read_once(tmp_path: Path, name: str, codec: str) -> None:
    path = film(tmp_path / name, (2, page(200)), (2, page(60)), (1, page(200)), codec=codec)
    engine = ScriptedEngine(row("Amelia Carter"), row("Rhys Morgan"))
    reading = read(path, engine)
    assert engine.asked == 2
    assert seen(reading) == [("Amelia Carter", 0.0, pytest.approx(4.9)), ("Rhys Morgan", 2.0, 4.0)]
    assert reasons(reading) == []
    (facts,) = reading.images
    assert (facts.key, facts.width, facts.height, facts.frames, facts.opened) == (name, 320, 240, 50, True)
    assert facts.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_each_second_of_what_moves_is_read(tmp_path: Path) -> None:
    shades = [(0.1, page(100 + 5 * number)) for number in range(30)]  # too little at a time to be a new shot
    engine = ScriptedEngine()
    read(film(tmp_path / "a.mp4", *shades), engine)
    assert engine.asked == 3


def test_a_short_shot_is_not_overlooked(tmp_path: Path) -> None:
    engine = ScriptedEngine((), row("Amelia Carter"), ())
    reading = read(film(tmp_path / "a.mp4", (0.8, page(200)), (0.3, page(20)), (0.9, page(120))), engine)
    assert seen(reading) == [("Amelia Carter", 0.8, pytest.approx(1.2))]


def test_words_that_appear_in_a_still_picture_are_read(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", (2.5, page(200)), (0.5, page(200, "Rhys Morgan")), (2, page(200)))
    engine = ScriptedEngine((), row("Rhys Morgan"))
    reading = read(path, engine)
    ((words, time, until),) = seen(reading)
    assert (words, engine.asked) == ("Rhys Morgan", 2)
    assert (time, until) == (pytest.approx(2.6, abs=0.2), pytest.approx(3.2, abs=0.3))


def test_the_same_words_in_the_next_frame_are_one_passage(clip: Path) -> None:
    engine = ScriptedEngine(row("Amelia Carter"), row("Amelia Carter"))
    assert seen(read(clip, engine)) == [("Amelia Carter", 0.0, pytest.approx(4.9))]


def test_places_are_those_in_the_video(tmp_path: Path) -> None:
    path = film(tmp_path / "a.avi", (1, page().resize((1920, 1080))), codec="MJPG")
    engine = ScriptedEngine(row("Amelia"))
    (passage,) = (one for one in read(path, engine).passages if one.field == "ocr")
    assert engine.sizes == [(943, 530)]
    where = passage.where(0, 6)
    assert (where.box, where.frame, where.time) == (Box(20, 20, 184, 62), 0, 0.0)
    assert passage.size == (1920, 1080)


def test_it_is_turned_as_players_turn_it(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", (1, page()))
    data = bytearray(path.read_bytes())
    at = data.rindex(b"tkhd") + 4 + 40
    data[at : at + 36] = struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    engine = ScriptedEngine()
    reading = read(path, engine)
    assert engine.sizes == [(240, 320)]
    assert reasons(reading) == []
    data[at : at + 36] = struct.pack(">9i", -65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    assert "mirrored" in reasons(read(path))[0]


def test_faces_are_counted_in_the_frames_that_are_read(clip: Path) -> None:
    one, two = Box(10, 10, 40, 40), Box(100, 10, 40, 40)
    (facts,) = read(clip, faces=ScriptedDetector((one,), (one, two))).images
    assert [(faces.time, faces.boxes) for faces in facts.faces] == [(0.0, (one,)), (2.0, (one, two))]


# What goes wrong


def test_one_engine_is_enough_and_the_next_takes_its_place(clip: Path) -> None:
    second = ScriptedEngine(row("Rhys"))
    assert reasons(read(clip, ScriptedEngine(), second)) == []
    assert second.asked == 0
    broken = ScriptedEngine(*[EngineUnavailableError("It is gone.", advice="Install it.")] * 2)
    assert seen(read(clip, broken, ScriptedEngine(row("Rhys"), row("Tom")))) == [
        ("Rhys", 0.0, pytest.approx(4.9)),
        ("Tom", 2.0, 4.0),
    ]


@pytest.mark.parametrize("fault", [UnreadableError("It is too hard."), RuntimeError("Amelia"), SystemExit(3)])
def test_an_engine_that_fails_is_said_with_the_time(clip: Path, fault: BaseException) -> None:
    (reason,) = reasons(read(clip, ScriptedEngine(row("Rhys"), fault)))
    assert reason.startswith("At 0:02: the words could not be read: ")
    assert "Amelia" not in reason


def test_what_was_read_when_the_time_of_an_engine_was_up_counts(clip: Path) -> None:
    reading = read(clip, ScriptedEngine(row("Rhys"), OcrTimeoutError("Too late.", lines=row("Amelia"))))
    (reason,) = reasons(reading)
    assert reason == "At 0:02: the words could not be read: too late."
    assert [(text, time) for text, time, _ in seen(reading)] == [("Rhys", 0.0), ("Amelia", 2.0)]


def test_a_face_detector_that_fails_is_said(clip: Path) -> None:
    detector = ScriptedDetector(*[UnreadableError("No faces.", advice="Count them.")] * 2)
    assert reasons(read(clip, faces=detector)) == ["At 0:00, 0:02: no faces; Count them."]


def test_when_time_is_up_the_rest_is_said(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]

    class Slow(ScriptedEngine):
        def read(self, image, *, time_limit):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
            now[0] += 40
            return super().read(image, time_limit=time_limit)

    monkeypatch.setattr("postcheck.read.videos.time.monotonic", lambda: now[0])
    engine = Slow(row("Amelia Carter"), row("Rhys Morgan"))
    reading = read(clip, engine, limit=30)
    assert [words for words, _, _ in seen(reading)] == ["Amelia Carter"]
    (reason,) = reasons(reading)
    assert reason.startswith("Only what is shown before 0:01 was looked at, as looking at it took longer than 30 s")
    assert "ocr.video_time_limit" in reason
    assert engine.limits == [pytest.approx(30)]


def test_what_is_no_video_is_said(tmp_path: Path) -> None:
    for name, data, told in (
        ("empty.mp4", b"", "It is empty; save it again."),
        ("zeros.mp4", bytes(2048), "It is empty; save it again."),
        (
            "list.mp4",
            b"#EXTM3U\nother.mp4\n",
            "It is damaged or no video, and was not watched; save it as MP4 and check",
        ),
        ("text.avi", b"ffconcat version 1.0\nfile other.mp4\n", "It is damaged or no video, and was not watched"),
        ("head.mp4", b"\0\0\0\x14ftypisom\0\0\2\0isom", "It is damaged, or its pictures are packed in a way"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        engine = ScriptedEngine()
        reading = read(path, engine)
        assert engine.asked == 0
        assert reasons(reading)[-1].startswith(told), name
        assert reading.images[0].opened is False


def test_a_video_that_is_cut_short_is_said(tmp_path: Path) -> None:
    whole = film(tmp_path / "a.avi", (3, page(200)), (3, page(60)), codec="MJPG").read_bytes()
    path = tmp_path / "b.avi"
    path.write_bytes(whole[: len(whole) * 2 // 3])
    reading = read(path, ScriptedEngine(row("Amelia Carter")))
    assert [words for words, _, _ in seen(reading)] == ["Amelia Carter"]
    assert reasons(reading)[0] == "It is damaged or cut short, so not all of it was read; save it again."
    mp4 = film(tmp_path / "c.mp4", (3, page(200))).read_bytes()
    path.write_bytes(mp4[: len(mp4) * 2 // 3])
    assert reasons(read(path))


def test_frames_that_cannot_be_decoded_are_said(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", (3, page(200)))
    data = bytearray(path.read_bytes())
    at = data.rindex(b"stsz") + 4 + 12
    for number in range(10, 30):
        data[at + 4 * number : at + 4 * number + 4] = bytes(4)
    path.write_bytes(data)
    (reason,) = reasons(read(path))
    assert reason.endswith("frames that it says it has could not be decoded; save it again.")


def test_a_film_that_the_file_does_not_list_is_said(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video_file, "read_boxes", lambda *_: VideoFacts("an MP4 or MOV file"))
    assert reasons(read(clip)) == [
        "It does not say where its film is, so what else is in it is not known; export it anew."
    ]


def test_a_codec_that_is_not_known_is_said(tmp_path: Path) -> None:
    path = film(tmp_path / "a.avi", (1, page()), codec="MJPG")
    path.write_bytes(path.read_bytes().replace(b"MJPG", b"zzzz"))
    (reason,) = reasons(read(path))
    assert "save it as MP4 (H.264) and check that" in reason


class Capture:
    """A decoder that does not do what it says."""

    def __init__(self, *frames: object) -> None:
        self._frames = list(frames)
        self._now: object = None

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's
        return True

    def release(self) -> None: ...

    def get(self, _: int) -> float:
        return float("nan")

    def grab(self) -> bool:
        if not self._frames:
            raise RuntimeError
        self._now = self._frames.pop(0)
        return True

    def retrieve(self) -> tuple[bool, object]:
        if isinstance(self._now, BaseException):
            raise self._now
        return self._now is not None, self._now


class Restarting(Capture):
    """A film put together of pieces whose time begins anew."""

    def __init__(self, *shots: tuple[float, object]) -> None:
        super().__init__(*(frame for _, frame in shots))
        self._times = [time for time, _ in shots]

    def get(self, what: int) -> float:
        done = len(self._times) - len(self._frames)
        return self._times[done - 1] * 1000 if what == cv2.CAP_PROP_POS_MSEC else 10.0 * (what == cv2.CAP_PROP_FPS)


def test_a_film_whose_time_begins_anew_is_looked_at_to_its_end(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    still, late = np.asarray(page(200)), np.asarray(page(200, "RHYS MORGAN"))
    shots = [(60 + number / 10, still) for number in range(20)] + [(1 + number / 10, late) for number in range(20)]
    made = Restarting(*shots)
    monkeypatch.setattr(video_frames, "_opened", lambda _: contextlib.nullcontext(made))
    engine = ScriptedEngine()
    read(clip, engine)
    assert engine.asked == 2


def test_a_decoder_that_misbehaves_is_no_pass(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = np.asarray(page())
    for frames, said in (
        ((), ["No picture of it could be decoded; save it as MP4 (H.264) and check that."]),
        ((None, RuntimeError("x")), ["No picture of it could be decoded; save it as MP4 (H.264) and check that."]),
        ((good, None, good[0], *[good] * 6), []),
        ((*[good] * 5, None, good[0]), ["2 of its frames that were to be looked at could not be decoded."]),
    ):
        capture = Capture(*frames)
        monkeypatch.setattr(video_frames, "_opened", lambda _, made=capture: contextlib.nullcontext(made))
        assert reasons(read(clip)) == said


# Sound


@pytest.fixture
def loud(clip: Path) -> Path:
    """A film with a track of sound."""
    return with_boxes(clip, track(b"soun", b"mp4a"))


def test_sound_is_not_listened_to(loud: Path) -> None:
    digest = hashlib.sha256(loud.read_bytes()).hexdigest()
    (reason,) = reasons(read(loud))
    assert reason == (
        "Its sound was not listened to; listen to the whole of it for names, and then write "
        f"`listened: {digest[:12]}` for this video, under `video:` in the draft's header."
    )
    assert reasons(read(loud, listened=digest[:12])) == reasons(read(loud, listened=digest)) == []
    assert reasons(read(loud, listened="true")) == []
    (reason,) = reasons(read(loud, listened="0123456789ab"))
    assert reason.startswith("Its sound has not been listened to since the file was changed; listen")
    assert f"`listened: {digest[:12]}`" in reason


def test_what_may_have_sound_has_sound(tmp_path: Path) -> None:
    reading = read(film(tmp_path / "a.flv", (1, page()), codec="FLV1"))
    assert reasons(reading)[0].startswith("It is a Flash video, whose titles, subtitles and hidden details cannot be")
    assert reasons(reading)[1].startswith("Its sound, if it has any, was not listened to")


# What the file says


def texts(reading: Reading) -> list[tuple[str, str]]:
    return [(one.field, one.text) for one in reading.passages if one.kind == "metadata" and not one.alternative]


def test_titles_are_read_and_the_place_is_noted(clip: Path) -> None:
    titled(clip, item(b"\xa9nam", b"Sports day"), item(b"\xa9cmt", b"with Rhys Morgan"), item(b"\xa9too", b"Lavf"))
    reading = read(clip)
    assert texts(reading) == [("title", "Sports day"), ("comment", "with Rhys Morgan")]
    assert reading.images[0].has_gps is False


def test_subtitles_have_their_times(clip: Path) -> None:
    subtitled(clip, b"tx3g", (1500, timed("")), (1000, timed("Well done Amelia Carter")), (500, timed("Rhys")))
    passage = next(one for one in read(clip).passages if one.field == "subtitles")
    assert passage.text == "Well done Amelia Carter\nRhys"
    assert [passage.where(*span).time for span in ((10, 23), (24, 28))] == [1.5, 2.5]
    assert passage.where(24, 28).place == "subtitle at 0:02"
    assert isinstance(passage, Passage)


def test_a_video_that_is_not_there_is_said() -> None:
    draft = Draft("post.md", None, header=Header(videos=(Video("https://video.example/1"),)))
    (reason,) = reasons(Reader(OcrSettings(), ScriptedEngine()).read(draft))
    assert reason.startswith("This video is not here, so it was not watched.")


# What takes time


def test_small_letters_are_read_at_full_size_once_in_a_while(tmp_path: Path) -> None:
    shots = [(1, page(60 + 14 * number).resize((1280, 720))) for number in range(12)]
    path = film(tmp_path / "a.avi", *shots, codec="MJPG")
    tiny = (words(("Amelia", Box(10, 10, 40, 12))),)
    engine = ScriptedEngine(tiny, row("Amelia Carter"), *[tiny] * 10, row("Rhys Morgan"), tiny)
    reading = read(path, engine)
    small, full = (943, 530), (1280, 720)
    assert engine.sizes == [small, full, *[small] * 10, full, small]
    assert [(text, time) for text, time, _ in seen(reading)] == [
        ("Amelia Carter", 0.0),
        ("Amelia", 1.0),
        ("Rhys Morgan", 10.0),
        ("Amelia", 11.0),
    ]


def test_faces_are_counted_every_two_seconds_of_a_shot(tmp_path: Path) -> None:
    shots = [(1, page(60 + 14 * number)) for number in range(5)]
    here = (Box(10, 10, 40, 40),)
    (facts,) = read(film(tmp_path / "a.mp4", *shots), faces=ScriptedDetector(here, here, here)).images
    assert [faces.time for faces in facts.faces] == [0.0, 2.0, 4.0]


def test_what_else_letters_may_be_comes_with_a_frame_and_has_its_place_there(tmp_path: Path) -> None:
    possible, other = line_of("Amefia"), line_of("Rhvs")
    path = film(tmp_path / "a.mp4", *((1, page(shade).resize((1600, 1200))) for shade in (200, 60)))
    reading = read(path, ScriptedEngine((OcrLine((), letters=possible),), (OcrLine((), letters=other),)))
    first, second = (one for one in reading.passages if one.field == "ocr")
    assert [one.letters[0].text for one in (first, second)] == ["Amefia", "Rhvs"]
    assert first.size == (1600, 1200)
    assert first.letters[0].ends[0] > possible.ends[0]
    assert first.letters[0].costs == possible.costs
