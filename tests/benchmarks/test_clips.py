"""The benchmark's videos: names are shown when the truth says, and flags are counted as right, false or repeated."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.pictures.clips import RATE, Clip, ClipMaker, ShownName
from benchmarks.pictures.images import make_picture_set
from benchmarks.pictures.videos import VideoScore, shown
from postcheck.model.report import Flag
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Box, PlaceKind, Where

SIZE = (320, 180)


@pytest.fixture(scope="module")
def maker() -> ClipMaker:
    return ClipMaker(make_picture_set(1, 1))


def frame(path: Path, moment: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    capture.set(cv2.CAP_PROP_POS_FRAMES, round(moment * RATE))
    good, pixels = capture.read()
    capture.release()
    assert good
    return np.asarray(pixels, dtype=np.uint8)


def test_a_clip_is_as_long_as_it_says_and_names_are_within_it(maker: ClipMaker, tmp_path: Path) -> None:
    clip = maker.make(tmp_path, 0, seconds=6, size=SIZE)
    capture = cv2.VideoCapture(str(tmp_path / clip.name), cv2.CAP_FFMPEG)
    assert capture.get(cv2.CAP_PROP_FRAME_COUNT) == round(clip.seconds * RATE)
    assert (capture.get(cv2.CAP_PROP_FRAME_WIDTH), capture.get(cv2.CAP_PROP_FRAME_HEIGHT)) == SIZE
    capture.release()
    assert clip.seconds == pytest.approx(6, abs=0.2)
    assert clip.names
    pupils = {pupil.id for pupil in make_picture_set(1, 1).school.pupils}
    for name in clip.names:
        assert 0 <= name.start < name.end <= clip.seconds + 0.1 or name.sort == "subtitles"
        assert name.pupil_ids <= pupils


def test_one_clip_of_four_is_without_names_and_one_of_three_has_subtitles(maker: ClipMaker, tmp_path: Path) -> None:
    clips = [maker.make(tmp_path, number, seconds=5, size=SIZE) for number in range(4)]
    assert [bool(clip.names or clip.too_small) for clip in clips] == [True, True, False, True]
    assert [(tmp_path / f"clip-{number:02}.srt").is_file() for number in range(4)] == [True, False, False, True]
    (said,) = [name for name in clips[0].names if name.sort == "subtitles"]
    assert said.text in (tmp_path / "clip-00.srt").read_text(encoding="utf-8")


def test_the_same_seed_makes_the_same_clip(maker: ClipMaker, tmp_path: Path) -> None:
    one = maker.make(tmp_path, 1, seconds=5, size=SIZE)
    first = (tmp_path / one.name).read_bytes()
    two = maker.make(tmp_path, 1, seconds=5, size=SIZE)
    assert one == two
    assert (tmp_path / one.name).read_bytes() == first


def test_a_caption_stands_there_for_two_seconds(maker: ClipMaker, tmp_path: Path) -> None:
    for number in (0, 1, 3, 4, 5):
        clip = maker.make(tmp_path, number, seconds=8, size=SIZE)
        captions = [name for name in clip.names if name.sort == "caption"]
        if captions:
            break
    caption = captions[0]
    assert caption.end - caption.start == pytest.approx(2)
    width, height = SIZE
    corner = np.s_[round(height * 0.8) : round(height * 0.92), round(width * 0.06) : round(width * 0.5)]
    before, during, later = (
        frame(tmp_path / clip.name, moment)[corner].astype(float)
        for moment in (caption.start - 0.2, caption.start + 0.3, caption.end - 0.3)
    )
    assert np.abs(during - before).mean() > 15
    assert np.abs(during - later).mean() < 8


# The figures


def flag(*ids: str, time: float | None = 2.0, until: float | None = 3.0, kind: PlaceKind = PlaceKind.IMAGE) -> Flag:
    where = Where(kind, "clip.mp4", "ocr", box=Box(1, 1, 5, 5), time=time, until=until)
    return Flag("R-1", Category.NAME, Severity.FAIL, "a name", "", "Amelia", where, ids)


def name(pupil: str, start: float = 2.0, end: float = 4.0, sort: str = "still") -> ShownName:
    return ShownName("Amelia", frozenset({pupil}), sort, start, end)


def counted(clip: Clip, *flags: Flag) -> VideoScore:
    score = VideoScore()
    score.count(clip, flags, (), 6.0)
    return score


def test_a_flag_counts_for_the_pupil_and_the_time() -> None:
    clip = Clip(0, (1280, 720), 12.0, [name("P1"), name("P2", 8, 10)])
    score = counted(clip, flag("P1", "P9"), flag("P2", time=2.0, until=3.0))
    assert (score.shown["still"], score.found["still"]) == (2, 1)
    assert [error.split()[0] for error in score.errors] == ["missed"]


def test_a_name_that_is_flagged_in_each_frame_is_told() -> None:
    clip = Clip(0, (1280, 720), 12.0, [name("P1")])
    assert counted(clip, flag("P1")).several == 0
    assert counted(clip, flag("P1"), flag("P1", time=3.0, until=4.0)).several == 1
    other = replace(flag("P1", time=3.0, until=4.0), evidence="Clementine")
    assert counted(clip, flag("P1"), other).several == 0, "another name that the same pupil may have"
    twice = Clip(0, (1280, 720), 12.0, [name("P1"), name("P1", sort="caption")])
    assert counted(twice, flag("P1"), flag("P1", time=3.0, until=4.0)).several == 0


def test_flags_on_nobody_who_is_shown_are_false() -> None:
    with_names = Clip(0, (1280, 720), 12.0, [name("P1")], frozenset({"P5"}))
    score = counted(with_names, flag("P1"), flag("P5"), flag("P7"), flag())
    assert (score.false_with, score.without) == (2, 0)
    score = counted(Clip(2, (1280, 720), 12.0), flag("P7"))
    assert (score.false_without, score.without) == (1, 1)


def test_notes_and_other_rules_do_not_count() -> None:
    clip = Clip(2, (1280, 720), 12.0)
    note = Flag("R-1", Category.NAME, Severity.NOTE, "", "", "May", flag().where)
    picture = Flag("R-2", Category.PICTURE, Severity.FAIL, "", "", "", flag().where)
    assert counted(clip, note, picture).false_without == 0


def test_names_in_subtitles_are_flagged_there() -> None:
    clip = Clip(0, (1280, 720), 12.0, [name("P1", sort="subtitles")])
    assert counted(clip, flag("P1")).found["subtitles"] == 0
    assert counted(clip, flag("P1", kind=PlaceKind.TEXT, until=None)).found["subtitles"] == 1


def test_the_tables_say_recall_false_flags_and_the_cost_a_second() -> None:
    score = counted(Clip(0, (1280, 720), 12.0, [name("P1")]), flag("P1"), flag("P7"))
    score.long = 61.0
    said = shown(score)
    assert "| still |     1 |    1.00 |" in said
    assert "1 in 1 with some" in said
    assert "at 720p: 0.50 (12 s of video)" in said
    assert "NOT kept" in said
