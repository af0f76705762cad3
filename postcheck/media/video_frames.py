"""The frames of a video that are worth reading: one of each shot, and at least one a second.

Every frame is decoded, and five a second are looked at in small. Where the picture changes at once, a new shot begins.
Of each shot, or of each second of a long one, the sharpest frame is taken. Frames are upright, as players show them.
"""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from postcheck.errors import UnreadableError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EVERY = 0.2
"""Seconds from one look to the next."""
_LONGEST = 1.0
"""Seconds of a shot of which one frame is taken."""
_SMALL = 240
"""Pixels of the longer side in which frames are compared."""
_CUT, _COLOURS = 28.0, 0.6
"""A new shot begins where two looks differ by at least so many levels of 255 in the mean, and have at most this share
of their colours in common: what merely moves keeps its colours."""
_BINS = 6
"""Into how many levels of each of red, green and blue colours are sorted."""
_LEVELS, _POINTS = 12, 3
"""Two frames are alike if at most so many of their points differ by more levels than this."""
_MISSED = 2
"""Frames at the end that a decoder may keep to itself."""
_ESTIMATED = 1.0
"""Seconds by which the length may be wrong that a file states which does not count its frames."""
_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class VideoFrame:
    """A frame of a video."""

    number: int
    """From 0, among all that could be decoded."""
    time: float
    """Seconds from the start."""
    picture: Image.Image
    """In RGB, as players show it."""
    first: bool
    """Whether a shot begins with it."""
    like: int | None
    """Which of the frames before it, from 0 among those that are unlike all others, it looks like; None if none."""


@dataclass(slots=True)
class Film:
    """What became of the decoding of a video."""

    declared: int = 0
    """How many frames the file says that it has; 0 if it does not say."""
    decoded: int = 0
    length: float = 0.0
    """Seconds up to the last frame that could be decoded."""
    size: tuple[int, int] = (0, 0)
    """Width and height in pixels, as players show it."""
    stopped: float | None = None
    """The time from which on nothing was looked at any more, since time was up."""
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Shot:
    """The best frame of a shot so far."""

    start: float
    first: bool
    sharpness: float = -1.0
    number: int = 0
    time: float = 0.0
    pixels: Any = None
    small: Any = None


def film_frames(
    path: Path, film: Film, max_pixels: int, *, exact: bool, late: Callable[[], bool] = lambda: False
) -> Iterator[VideoFrame]:
    """Yield the frames of a video that are to be looked at, in order.

    Parameters
    ----------
    path:
        The file.
    film:
        Takes what becomes of the decoding, for as far as it has gone.
    max_pixels:
        A larger video is not decoded.
    exact:
        Whether the file counts its frames one by one, and does not merely state its length.
    late:
        Says whether time is up.

    Raises
    ------
    UnreadableError
        If it cannot be opened, or none of its frames can be decoded.
    """
    with _opened(path) as capture:
        yield from _Sampler(capture, film, max_pixels, late).frames()
        _count(film, capture, exact=exact)
    if film.size == (0, 0) and film.stopped is None:
        raise UnreadableError("no picture of it could be decoded", advice="save it as MP4 (H.264) and check that")


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Any]:
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # decoders' complaints quote paths
    try:
        import cv2  # noqa: PLC0415 - heavy, and only videos need it

        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
        # No other backend: one of them takes a name for a pattern of names, another opens cameras.
        capture = cv2.VideoCapture(os.path.abspath(path), cv2.CAP_FFMPEG)  # noqa: PTH100 - as text
    except Exception as error:  # OpenCV is foreign code, and may not be there
        raise UnreadableError("videos cannot be opened here", advice="install postcheck again") from error
    try:
        if not capture.isOpened():
            raise UnreadableError(
                "it is damaged, or its pictures are packed in a way that is not known here",
                advice="save it as MP4 (H.264) and check that",
            )
        yield capture
    finally:
        capture.release()


def film_pictures(path: Path, numbers: Collection[int]) -> dict[int, Image.Image]:
    """Return frames of a video by their numbers, as :func:`film_frames` counts them; those that can be decoded."""
    found: dict[int, Image.Image] = {}
    with contextlib.suppress(Exception), _opened(path) as capture:  # OpenCV is foreign code; what fails is not shown
        import cv2  # noqa: PLC0415 - as above

        for number in range(max(numbers, default=-1) + 1):
            if not capture.grab():
                break
            if number in numbers:
                read, pixels = capture.retrieve()
                if read:
                    found[number] = Image.fromarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))
    return found


class _Sampler:
    def __init__(self, capture: Any, film: Film, max_pixels: int, late: Callable[[], bool]) -> None:  # noqa: ANN401 - OpenCV's
        import cv2  # noqa: PLC0415 - as above

        self._cv2 = cv2
        self._capture = capture
        self._film = film
        self._late = late
        self._unlike: list[NDArray[Any]] = []
        rate = float(capture.get(cv2.CAP_PROP_FPS))
        self._rate = rate if math.isfinite(rate) and rate > 0 else 25.0
        declared = float(capture.get(cv2.CAP_PROP_FRAME_COUNT))
        film.declared = int(declared) if math.isfinite(declared) and 0 < declared < 1e9 else 0  # noqa: PLR2004 - a year
        pixels = capture.get(cv2.CAP_PROP_FRAME_WIDTH) * capture.get(cv2.CAP_PROP_FRAME_HEIGHT)
        if pixels > max_pixels:
            raise UnreadableError(
                f"its pictures have more than {max_pixels:,} pixels", advice="save a smaller copy and check that"
            )

    def frames(self) -> Iterator[VideoFrame]:
        shot: _Shot | None = None
        before: NDArray[Any] | None = None
        looked = -math.inf
        failed = 0
        while self._grab():
            film = self._film
            number, film.decoded = film.decoded, film.decoded + 1
            time = self._time(number)
            film.length = max(film.length, time)
            if 0 <= time - looked < _EVERY - _SLACK:  # where pieces were put together, time may begin anew
                continue
            if self._late():
                film.stopped = shot.start if shot else time
                return
            pixels = self._pixels()
            if pixels is None:
                failed += 1
                continue
            looked = time
            film.size = (int(pixels.shape[1]), int(pixels.shape[0]))
            small, sharpness = self._small(pixels)
            cut = before is None or self._cut(before, small)
            if shot is not None and (cut or not 0 <= time - shot.start < _LONGEST - _SLACK):
                yield self._frame(shot)
                if self._late():
                    film.stopped = time
                    return
                shot = None
            shot = shot or _Shot(time, cut)
            if sharpness > shot.sharpness:
                shot.sharpness, shot.number, shot.time, shot.pixels, shot.small = sharpness, number, time, pixels, small
            before = small
        if shot is not None:
            yield self._frame(shot)
        if failed and shot is not None:
            self._film.problems.append(f"{failed} of its frames that were to be looked at could not be decoded")

    def _grab(self) -> bool:
        try:
            return bool(self._capture.grab())
        except Exception:  # noqa: BLE001 - OpenCV is foreign code; what is missing is counted afterwards
            return False

    def _time(self, number: int) -> float:
        """Return the time of the frame that was grabbed; that of one that states none is told from its number."""
        stated = float(self._capture.get(self._cv2.CAP_PROP_POS_MSEC)) / 1000
        if not math.isfinite(stated) or stated < 0 or (stated == 0 and number > 0):
            return number / self._rate
        return stated

    def _pixels(self) -> NDArray[Any] | None:
        try:
            read, pixels = self._capture.retrieve()
        except Exception:  # noqa: BLE001 - as above
            return None
        return pixels if read and pixels is not None and pixels.ndim == 3 else None  # noqa: PLR2004 - rows, columns, colours

    def _small(self, pixels: NDArray[Any]) -> tuple[NDArray[Any], float]:
        """Return a frame in small, and how sharp it is."""
        cv2 = self._cv2
        scale = _SMALL / max(pixels.shape[:2])
        size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
        double = cv2.resize(pixels, (2 * size[0], 2 * size[1]), interpolation=cv2.INTER_AREA)
        sharpness = float(cv2.Laplacian(cv2.cvtColor(double, cv2.COLOR_BGR2GRAY), cv2.CV_32F).var())
        return cv2.resize(double, size, interpolation=cv2.INTER_AREA), sharpness

    def _cut(self, one: NDArray[Any], other: NDArray[Any]) -> bool:
        """Whether a new shot begins between two looks."""
        if one.shape != other.shape:
            return True
        if float(self._cv2.absdiff(one, other).mean()) < _CUT:
            return False
        colours = [
            self._cv2.calcHist([small], [0, 1, 2], None, [_BINS] * 3, [0, 256] * 3) / small[..., 0].size
            for small in (one, other)
        ]
        return float(self._cv2.compareHist(colours[0], colours[1], self._cv2.HISTCMP_INTERSECT)) <= _COLOURS

    def _alike(self, one: NDArray[Any], other: NDArray[Any]) -> bool:
        if one.shape != other.shape:
            return False
        return int((self._cv2.absdiff(one, other).max(axis=2) > _LEVELS).sum()) <= _POINTS

    def _frame(self, shot: _Shot) -> VideoFrame:
        like = next(
            (index for index in reversed(range(len(self._unlike))) if self._alike(self._unlike[index], shot.small)),
            None,
        )
        if like is None:
            self._unlike.append(shot.small)
        pixels = self._cv2.cvtColor(shot.pixels, self._cv2.COLOR_BGR2RGB)
        return VideoFrame(shot.number, shot.time, Image.fromarray(pixels), shot.first, like)


def _count(film: Film, capture: Any, *, exact: bool) -> None:  # noqa: ANN401 - OpenCV's
    """Say which of the frames that the file declares could not be decoded."""
    missing = film.declared - film.decoded
    if film.stopped is not None or not film.decoded:
        return
    import cv2  # noqa: PLC0415 - as above

    rate = float(capture.get(cv2.CAP_PROP_FPS))
    tolerated = _MISSED if exact else max(_MISSED, math.ceil(_ESTIMATED * (rate if math.isfinite(rate) else 0.0)))
    if missing > tolerated:
        film.problems.append(
            f"{missing} of the {film.declared} frames that it says it has could not be decoded; save it again"
        )
