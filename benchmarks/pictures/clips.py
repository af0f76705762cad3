"""Short videos as schools post them, made of the invented pictures: scenes, pans, captions, title cards, subtitles."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.names.stock import half_of
from benchmarks.pictures.artist import BRIGHT, DEEP, Artist, write_name
from benchmarks.pictures.fonts import Style
from benchmarks.pictures.images import PictureSet, texts
from benchmarks.pictures.kinds import KINDS
from benchmarks.pictures.paint import WHITE, Label, Point, Sheet, moved

RATE = 25
"""Frames a second."""
_SIZES = ((1280, 720), (1920, 1080))
_SCENES = (
    "certificate photo",
    "badge",
    "bib",
    "wall",
    "poster",
    "coloured",
    "wavy",
    "arched",
    "handwriting",
    "phone portrait",
)
"""The kinds of pictures that are scenes."""
_LOWEST = 40
"""Letters of less than this share of the picture's height may be missed, as docs/videos.md says."""
_LEAST = 0.6
"""Seconds for which a name has to be in view to count."""
_WITHOUT = 4
"""One clip of so many is without a pupil's name, the third first."""
_CUE = "{number}\n00:00:{start:02},000 --> 00:00:{end:02},000\n{text}\n\n"


@dataclass(frozen=True)
class ShownName:
    """A pupil's name, and when it can be seen in full."""

    text: str
    pupil_ids: frozenset[str]
    sort: str
    """Where it is: ``still``, ``pan``, ``caption``, ``title card`` or ``subtitles``."""
    start: float
    """Seconds."""
    end: float


@dataclass
class Clip:
    """A video, its subtitles, and which names it shows."""

    number: int
    size: tuple[int, int]
    seconds: float
    names: list[ShownName] = field(default_factory=list)
    too_small: frozenset[str] = frozenset()
    """Pupils whose names are shown too small or too briefly to count: flags on them are neither right nor wrong."""
    subtitles: str = ""

    @property
    def name(self) -> str:
        """Name of its file."""
        return f"clip-{self.number:02}.mp4"


@dataclass
class _Scene:
    """A picture, and the way that the camera goes over it."""

    sheet: Sheet
    sort: str
    seconds: float
    scale: float
    """By how much the picture is larger in the video."""
    first: Point
    """Where the frame's left upper corner is in the enlarged picture, at the scene's start."""
    last: Point
    caption: Sheet | None = None
    """What is laid over its lower third for two seconds."""

    def corner(self, number: int) -> tuple[int, int]:
        """Return where the left upper corner of a frame of it is in the enlarged picture."""
        share = number / max(1, self.frames - 1)
        left, top = (round(one + (two - one) * share) for one, two in zip(self.first, self.last, strict=True))
        return left, top

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return round(self.seconds * RATE)


class ClipMaker:
    """Makes the clips of a seed.

    Parameters
    ----------
    tests:
        The pictures of that seed: their pupils are shown.
    """

    def __init__(self, tests: PictureSet) -> None:
        self._tests = tests

    def make(self, folder: Path, number: int, *, seconds: float, size: tuple[int, int] | None = None) -> Clip:
        """Write a clip, with its subtitles if it has any, and return what it shows."""
        rng = random.Random(f"clip {self._tests.seed} {number}")
        named = number % _WITHOUT != _WITHOUT // 2
        half = half_of(self._tests.seed)
        listed = [known.name for known in self._tests.people.names]
        art = Artist(rng, half, texts(half), self._tests.school, listed, named)
        clip = Clip(number, size or _SIZES[number % 2], 0.0)
        scenes = list(self._scenes(art, clip, seconds))
        _write(folder / clip.name, clip, scenes, rng)
        _note_names(clip, scenes)
        if number % 3 == 0:
            _subtitle(art, clip)
            (folder / clip.name).with_suffix(".srt").write_text(clip.subtitles, encoding="utf-8")
        return clip

    def _scenes(self, art: Artist, clip: Clip, seconds: float) -> Iterator[_Scene]:
        """Yield a title card and then scenes, until the clip is long enough."""
        yield _title_card(art, clip.size)
        left = seconds - 2.5
        while left > 0:
            long = min(left, art.rng.uniform(2.4, 4.2))
            # What would be left over is too short for a scene.
            long = left if left - long < 1.5 else long  # noqa: PLR2004 - seconds
            scene = _scene(art, clip.size, long)
            if long > 2.4 and art.chance(0.4):  # noqa: PLR2004 - a caption stands for two seconds
                scene.caption = _caption(art, clip.size)
            yield scene
            left -= long


def _title_card(art: Artist, size: tuple[int, int]) -> _Scene:
    """Draw a title, sometimes with a name."""
    rng = art.rng
    width, height = size
    deep = rng.choice(DEEP)
    sheet = Sheet.blank(width, height, deep)
    sheet.pen.rectangle((0, height * 0.46, width, height * 0.47), fill=rng.choice(BRIGHT))
    package, body = art.package(Style.DISPLAY), art.package(Style.PLAIN)
    title = art.say("caption")
    sheet.write(
        title, width / 2, height * 0.32, package, sheet.fitting(title, package, height // 7, width * 0.8), WHITE
    )
    if art.chance(0.5):
        label = art.name("full", package=body)
        lead = "with "
        end = sheet.write(lead, width * 0.3, height * 0.6, body, height // 14, WHITE, anchor="lm")[1][0]
        write_name(
            sheet, label, end + height * 0.03, height * 0.6, body, height // 14, WHITE, width=width * 0.5, anchor="lm"
        )
    else:
        sheet.write(art.say("school"), width / 2, height * 0.6, body, height // 16, WHITE)
    return _Scene(sheet, "title card", 2.5, 1.0, (0, 0), (0, 0))


def _scene(art: Artist, size: tuple[int, int], seconds: float) -> _Scene:
    """Draw a picture and choose how the camera goes over it."""
    rng = art.rng
    page = KINDS[rng.choice(_SCENES)](art)
    page = Sheet(page.image, page.labels)
    width, height = page.image.size
    if whole := height > width or art.chance(0.5):
        # The whole of it, a little larger than the frame, which drifts over it.
        page, scale = _filled(page, size), rng.uniform(1.0, 1.05)
        width, height = size
    else:
        # From one side, or from the top, to the other.
        scale = max(size[0] / width, size[1] / height) * rng.uniform(1.05, 1.25)
    ends = [(0.0, 0.0), (width * scale - size[0], height * scale - size[1])]
    rng.shuffle(ends)
    return _Scene(page, "still" if whole else "pan", seconds, scale, ends[0], ends[1])


def _filled(page: Sheet, size: tuple[int, int]) -> Sheet:
    """Return a picture in a frame's size, what it leaves free filled with a blurred copy, as phones do."""
    small = page.image.resize((64, 36)).resize(size, Image.Resampling.BICUBIC)
    ground = Sheet(small)
    scale = min(size[0] / page.image.width, size[1] / page.image.height)
    wide, high = round(page.image.width * scale), round(page.image.height * scale)
    left, top = (size[0] - wide) // 2, (size[1] - high) // 2
    ground.image.paste(page.image.resize((wide, high), Image.Resampling.LANCZOS), (left, top))
    ground.labels = [_shifted(label, scale, left, top) for label in page.labels]
    return ground


def _shifted(label: Label, scale: float, left: float, top: float) -> Label:
    return moved([label], np.array(((scale, 0, left), (0, scale, top), (0, 0, 1))))[0]


def _caption(art: Artist, size: tuple[int, int]) -> Sheet:
    """Draw a bar with a name and what that pupil is; in a clip without names, with somebody who works there."""
    rng = art.rng
    width, height = size
    sheet = Sheet.blank(round(width * 0.52), round(height * 0.17), rng.choice(DEEP))
    body = art.package(Style.PLAIN)
    sheet.pen.rectangle((0, 0, width * 0.008, height * 0.17), fill=rng.choice(BRIGHT))
    label = art.name("full", package=body)
    if not art.with_names:
        label = Label(rng.choice(art.adults), frozenset(), "", "")
    name_size = round(height * 0.062)
    write_name(
        sheet,
        label,
        width * 0.03,
        height * 0.06,
        body,
        name_size,
        WHITE,
        width=width * 0.46,
        weight="bold",
        anchor="lm",
    )
    role = art.say("role") if art.with_names else rng.choice(("Head teacher", "Chair of governors"))
    sheet.write(role, width * 0.03, height * 0.125, body, round(height * 0.036), WHITE, anchor="lm")
    return sheet


def _write(path: Path, clip: Clip, scenes: list[_Scene], rng: random.Random) -> None:
    """Write the frames, with the grain of a camera."""
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"mp4v"), RATE, clip.size)
    if not writer.isOpened():
        raise SystemExit("OpenCV cannot write MP4 videos here.")
    noise = np.random.default_rng(rng.randrange(2**32))
    grain = [noise.integers(0, 5, (clip.size[1], clip.size[0], 3), dtype=np.uint8) for _ in range(3)]
    written = 0
    for scene in scenes:
        enlarged = _enlarged(scene, clip.size)
        for number in range(scene.frames):
            left, top = scene.corner(number)
            frame = enlarged[top : top + clip.size[1], left : left + clip.size[0]].copy()
            if scene.caption and _captioned(number / RATE):
                _lay(frame, scene.caption)
            if scene.sort != "title card":
                cv2.add(frame, grain[written % len(grain)], frame)
            writer.write(frame)
            written += 1
    writer.release()
    clip.seconds = written / RATE


def _enlarged(scene: _Scene, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return the pixels of a scene's picture as large as the video shows it, in OpenCV's order of colours."""
    image = scene.sheet.image
    wide = max(size[0] + round(max(scene.first[0], scene.last[0])), round(image.width * scene.scale))
    high = max(size[1] + round(max(scene.first[1], scene.last[1])), round(image.height * scene.scale))
    return np.asarray(image.resize((wide, high), Image.Resampling.BICUBIC).convert("RGB"))[:, :, ::-1]


def _captioned(moment: float) -> bool:
    """Whether a scene's caption is shown at a moment: for two seconds."""
    return 0.4 <= moment < 2.4  # noqa: PLR2004 - seconds


def _corner(caption: Sheet, size: tuple[int, int]) -> tuple[int, int]:
    """Return where a caption's left upper corner is."""
    return round(size[0] * 0.05), round(size[1] * 0.93) - caption.image.height


def _lay(frame: NDArray[np.uint8], caption: Sheet) -> None:
    left, top = _corner(caption, (frame.shape[1], frame.shape[0]))
    frame[top : top + caption.image.height, left : left + caption.image.width] = np.asarray(caption.image)[:, :, ::-1]


def _note_names(clip: Clip, scenes: list[_Scene]) -> None:
    """Note which names are shown, and when; and which are too small or too brief to count."""
    counted: set[str] = set()
    every: set[str] = set()
    start = 0.0
    for scene in scenes:
        for label in scene.sheet.labels:
            every |= label.pupil_ids
            seen = [number for number in range(scene.frames) if _in_view(label, scene, number, clip.size)]
            if len(seen) >= _LEAST * RATE:
                times = (start + seen[0] / RATE, start + (seen[-1] + 1) / RATE)
                clip.names.append(ShownName(label.text, label.pupil_ids, scene.sort, *times))
                counted |= label.pupil_ids
        for label in scene.caption.labels if scene.caption else ():
            clip.names.append(ShownName(label.text, label.pupil_ids, "caption", start + 0.4, start + 2.4))
        start += scene.frames / RATE
    clip.too_small = frozenset(every - counted)


def _in_view(label: Label, scene: _Scene, number: int, size: tuple[int, int]) -> bool:
    """Whether a name is in a frame in full, large enough, and not behind the caption."""
    across, down = scene.corner(number)
    shown = _shifted(label, scene.scale, -across, -down)
    left, top, right, bottom = shown.box
    if left < 0 or top < 0 or right > size[0] or bottom > size[1] or shown.height < size[1] / _LOWEST:
        return False
    if scene.caption and _captioned(number / RATE):
        edge, above = _corner(scene.caption, size)
        return bottom < above or left > edge + scene.caption.image.width
    return True


def _subtitle(art: Artist, clip: Clip) -> None:
    """Write subtitles beside a clip: what somebody says, with a name in one of three lines."""
    rng = art.rng
    cues = []
    for number in range(3):
        start = 1 + 3 * number
        text = rng.choice(art.texts["line"])
        if number == 1 and art.with_names:
            label = art.name("full")
            text = rng.choice(art.texts["credit"]).format(label.text)
            clip.names.append(ShownName(label.text, label.pupil_ids, "subtitles", start, start + 2))
        cues.append(_CUE.format(number=number + 1, start=start, end=start + 2, text=text))
    clip.subtitles = "".join(cues)
