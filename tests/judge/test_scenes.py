"""The same words in following frames of a video are one flag; other words, and those of another time, are another."""

from __future__ import annotations

from postcheck.judge.scenes import once_a_scene
from postcheck.model.report import Flag
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Box, PlaceKind, Where


def flag(
    evidence: str, time: float | None, until: float, *ids: str, severity: Severity = Severity.FAIL, file: str = "a.mp4"
) -> Flag:
    frame = None if time is None else round(time * 10)
    where = Where(PlaceKind.IMAGE, file, "ocr", box=Box(1, 1, 9, 9), frame=frame, time=time, until=until)
    return Flag("X-1", Category.NAME, severity, "m", "a", evidence, where, ids)


def spans(*flags: Flag) -> list[tuple[str, float | None, float | None]]:
    return [(one.evidence, one.where.time, one.where.until) for one in once_a_scene(flags)]


def test_following_frames_are_one() -> None:
    assert spans(flag("Rhys", 1, 2, "P1"), flag("RHYS", 2, 3, "P1"), flag("Rhys", 3, 4, "P1")) == [("Rhys", 1, 4)]
    assert spans(flag("Rhys", 1, 2, "P1"), flag("Rhys", 4.9, 6, "P1")) == [("Rhys", 1, 6)]
    assert spans(flag("Amelia", 1, 2), flag("Amella", 2, 3)) == [("Amelia", 1, 2), ("Amella", 2, 3)]
    assert spans(flag("Amelia Carter", 1, 2), flag("Amelia Carten", 2, 3)) == [("Amelia Carter", 1, 3)]


def test_what_comes_back_later_is_another() -> None:
    assert len(spans(flag("Rhys", 1, 2, "P1"), flag("Rhys", 6, 7, "P1"))) == 2


def test_two_places_in_one_frame_stay_two() -> None:
    pair = (flag("Rhys", 1, 2, "P1"), flag("Rhys", 1, 2, "P1"))
    assert len(spans(*pair)) == 2
    assert spans(*pair, flag("Rhys", 2, 3, "P1"), flag("Rhys", 2, 3, "P1")) == [("Rhys", 1, 3), ("Rhys", 1, 3)]


def test_others_stay_apart() -> None:
    assert len(spans(flag("Rhys", 1, 2, "P1"), flag("Rhys", 2, 3, "P2"))) == 2
    assert len(spans(flag("Rhys", 1, 2, "P1"), flag("Rhys", 2, 3, "P1", file="b.mp4"))) == 2
    assert len(spans(flag("Rhys", None, 2, "P1"), flag("Rhys", None, 3, "P1"))) == 2


def test_the_reading_that_says_most_counts() -> None:
    weak, strong = flag("Amelia", 1, 2, "P1", "P2", severity=Severity.REVIEW), flag("Amelia Carter", 2, 3, "P1")
    (one,) = once_a_scene((weak, strong))
    assert (one.evidence, one.severity, one.pupil_ids, one.where.time, one.where.until) == (
        "Amelia Carter",
        Severity.FAIL,
        ("P1",),
        2,
        3,
    )
