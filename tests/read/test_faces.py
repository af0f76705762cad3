"""Faces are counted where there are some, and nothing else is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.model.faces import Faces
from postcheck.model.settings import OcrSettings
from postcheck.model.text import Box
from postcheck.read.faces import CenterFace
from postcheck.read.reader import Reader
from tests.builders.faces import group
from tests.builders.pictures import certificate, draft_of
from tests.fakes.engines import ScriptedDetector, ScriptedEngine

DETECTOR = CenterFace()


@pytest.mark.parametrize(
    ("count", "size", "width"),
    [
        (1, (1000, 600), 120),
        (3, (1000, 600), 120),
        (12, (1000, 600), 120),
        (12, (2600, 1600), 260),
        (5, (400, 300), 50),
    ],
)
def test_every_face_is_counted_once_whatever_its_size(count: int, size: tuple[int, int], width: int) -> None:
    boxes = DETECTOR.find(group(count, size, width))
    assert len(boxes) == count
    assert all(width / 2 < box.width < width * 1.2 and box.right <= size[0] and box.bottom <= size[1] for box in boxes)
    assert [box.area for box in boxes] == sorted((box.area for box in boxes), reverse=True)


def test_pictures_that_share_the_cores_show_the_same_faces() -> None:
    picture = group(12)
    assert CenterFace(side_by_side=64).find(picture) == DETECTOR.find(picture)


@pytest.mark.parametrize("change", ["grey", "blurred", "dark", "tilted"])
def test_faces_are_counted_in_poor_pictures(change: str) -> None:
    picture = group(3)
    changed = {
        "grey": lambda: ImageOps.grayscale(picture).convert("RGB"),
        "blurred": lambda: picture.filter(ImageFilter.GaussianBlur(3)),
        "dark": lambda: picture.point(lambda value: value // 3),
        "tilted": lambda: picture.rotate(15, expand=True),
    }[change]()
    assert len(DETECTOR.find(changed)) == 3


def test_a_face_is_where_its_box_is() -> None:
    picture = Image.new("RGB", (900, 700), "white")
    picture.paste(group(1, (160, 400), 120), (600, 250))
    (box,) = DETECTOR.find(picture)
    assert box.overlap(Box(630, 290, 120, 168)) > 0.9


def test_nothing_else_is_taken_for_a_face() -> None:
    smiley = Image.new("RGB", (600, 600), "white")
    pen = ImageDraw.Draw(smiley)
    pen.ellipse((100, 100, 500, 500), fill="yellow", outline="black", width=8)
    for left in (220, 330):
        pen.ellipse((left, 220, left + 40, 280), fill="black")
    pen.arc((200, 250, 400, 420), 20, 160, fill="black", width=10)
    assert [DETECTOR.find(picture) for picture in (certificate(), smiley, group(0), Image.new("RGB", (3, 900)))] == [
        ()
    ] * 4


def test_a_detector_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailableError, match="face detector"):
        CenterFace(tmp_path / "nothing.onnx").find(certificate())


def test_faces_are_known_by_frame_and_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    group(2, (400, 300)).rotate(90, expand=True).save(tmp_path / "a.jpg", exif=exif)
    Image.new("RGB", (90, 60)).save(
        tmp_path / "b.gif", save_all=True, append_images=[Image.new("RGB", (90, 60), "white")]
    )
    (facts,) = Reader(OcrSettings(), ScriptedEngine(), faces=DETECTOR).read(draft_of(tmp_path / "a.jpg")).images
    assert [len(faces.boxes) for faces in facts.faces] == [2]
    assert all(box.right <= 400 and box.bottom <= 300 for box in facts.faces[0].boxes)
    one = (Box(1, 1, 20, 20),)
    (facts,) = (
        Reader(OcrSettings(), ScriptedEngine(), faces=ScriptedDetector((), one))
        .read(draft_of(tmp_path / "b.gif"))
        .images
    )
    assert facts.faces == (Faces(1, one),)


def test_faces_on_nothing_are_looked_for_on_both_grounds_and_counted_once(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (90, 60), (0, 0, 0, 0))
    picture.paste((200, 180, 170, 255), (5, 5, 80, 50))
    picture.save(tmp_path / "a.png")
    one, moved, other = Box(10, 10, 20, 20), Box(11, 10, 20, 20), Box(50, 10, 20, 20)
    (facts,) = (
        Reader(OcrSettings(), ScriptedEngine(), faces=ScriptedDetector((one,), (moved, other)))
        .read(draft_of(tmp_path / "a.png"))
        .images
    )
    assert facts.faces == (Faces(0, (one, other)),)


@pytest.mark.parametrize(
    "error",
    [
        EngineUnavailableError("The face detector does not work.", advice="Install postcheck again."),
        UnreadableError("X."),
    ],
)
def test_faces_that_could_not_be_counted_are_not_examined_and_the_words_still_are(
    tmp_path: Path, error: Exception
) -> None:
    Image.new("RGB", (90, 60)).save(tmp_path / "a.png")
    engine = ScriptedEngine()
    reading = Reader(OcrSettings(), engine, faces=ScriptedDetector(error)).read(draft_of(tmp_path / "a.png"))
    assert len(reading.unexamined) == 1
    assert engine.sizes


def test_without_a_detector_nothing_is_counted(tmp_path: Path) -> None:
    group(1).save(tmp_path / "a.png")
    (facts,) = Reader(OcrSettings(), ScriptedEngine()).read(draft_of(tmp_path / "a.png")).images
    assert facts.faces == ()
