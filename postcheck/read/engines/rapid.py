"""RapidOCR: finds lines of text anywhere in a picture, at any angle, and reads each by itself. Its models are in its package."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import math
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageOps

from postcheck.errors import EngineUnavailableError
from postcheck.model.settings import OcrSettings
from postcheck.model.text import Box
from postcheck.read.engines.base import Heading, Line, OcrWord, check_time

if TYPE_CHECKING:
    from numpy.typing import NDArray

_Point = tuple[float, float]

_MAX_SIDE = 2000
"""Pixels; longer sides are scaled down before text is looked for."""
_MAX_RATIO = 2.0
"""Pictures more elongated than this are read in parts: as a whole they lose small letters, and RapidOCR overlooks a lone word on a long page."""
_PART_RATIO = 1.5
"""How elongated a part is."""
_OVERLAP = 0.2
"""How much of a part the next one sees again, so that no line is cut in both."""
_MIN_SIDE, _MIN_SHARE = 64, 3
"""Pixels, and part of the longer side; a thinner picture gets a margin, as RapidOCR scales the shorter side up."""
_MIN_CONFIDENCE = 0.35
"""Lines that are trusted less are patterns far more often than text."""
_VERTICAL = 1.5
"""RapidOCR turns a line that is this many times taller than wide by 90 degrees before it reads it."""
_FLIP_CONFIDENCE = 0.9
"""How sure RapidOCR must be that a line is upside down before it turns it."""
_MOST = 4
"""How many pictures RapidOCR reads at a time: each takes a quarter of a gigabyte. More cores then work on one picture together."""
_PACKAGES = ("rapidocr", "onnxruntime", "numpy", "opencv-python", "opencv-python-headless")


class RapidEngine:
    """Reads images with RapidOCR.

    Parameters
    ----------
    settings:
        How images are read. Nothing in it is RapidOCR's: it is a package without settings of its own.
    side_by_side:
        How many pictures will be read at a time, by as many threads.
    """

    name = "rapidocr"

    def __init__(self, settings: OcrSettings, side_by_side: int = 1) -> None:  # noqa: ARG002 - all engines are made from the settings
        self._copies = min(side_by_side, _MOST)
        self._lock = threading.Lock()
        self._turn = threading.Semaphore(self._copies)
        self._idle: list[Any] = []
        """Loaded copies that nobody uses. RapidOCR keeps what belongs to one picture in itself, so each reads one at a time."""

    def version(self) -> str:
        """Return RapidOCR's version.

        Raises
        ------
        EngineUnavailableError
            If it is not installed or its models cannot be loaded.
        """
        with self._ocr():
            return importlib.metadata.version("rapidocr")

    def identity(self) -> str:
        """Return what decides how pictures are read; see :class:`~postcheck.read.engines.base.InstalledEngine`."""
        try:
            models = _models().values()
            digests = [hashlib.sha256(Path(model).read_bytes()).hexdigest() for model in models]
        except Exception:  # noqa: BLE001 - a broken package, which whoever reads with it will hear of
            return ""
        return " ".join([*(f"{package} {_version_of(package)}" for package in _PACKAGES), *digests])

    def stop(self) -> None:
        """Do nothing: RapidOCR runs in this process."""

    def read(self, image: Image.Image, *, time_limit: float) -> tuple[Line, ...]:
        """Read an RGB image; see :class:`~postcheck.read.engines.base.OcrEngine`."""
        with self._ocr() as ocr:  # the clock starts when it is this picture's turn
            return self._read(ocr, image, time.monotonic() + time_limit)

    @staticmethod
    def _read(ocr: Any, image: Image.Image, deadline: float) -> tuple[Line, ...]:  # noqa: ANN401 - RapidOCR has no types
        lines: list[Line] = []
        for left, top, part in _parts(image):
            check_time(deadline)
            scale = min(1.0, _MAX_SIDE / max(part.size))
            shown = part if scale == 1.0 else part.resize((round(part.width * scale), round(part.height * scale)), Image.Resampling.LANCZOS)
            margin = max(0, (max(_MIN_SIDE, max(shown.size) // _MIN_SHARE) - min(shown.size) + 1) // 2)
            found = _recognised(ocr, ImageOps.expand(shown, margin, fill="white") if margin else shown)
            for quad, upside_down, text, info in found:
                placed = [((x - margin) / scale + left, (y - margin) / scale + top) for x, y in quad]
                words = tuple(_words(text, info, placed, upside_down=upside_down, size=image.size))
                if words:
                    lines.append(Line(words, _heading(placed, upside_down=upside_down)))
        return tuple(lines)

    @contextmanager
    def _ocr(self) -> Iterator[Any]:
        """Give a RapidOCR with its models that nobody else uses meanwhile."""
        with self._turn:
            with self._lock:  # loading is not safe side by side
                ocr = self._idle.pop() if self._idle else _load(max(1, (os.cpu_count() or 1) // self._copies))
            try:
                yield ocr
            finally:
                with self._lock:
                    self._idle.append(ocr)


def _models() -> dict[str, str]:
    """Return the path of each model of the installed package. Left to itself, RapidOCR would download one that is missing."""
    found = importlib.util.find_spec("rapidocr")  # importing it takes long, and reading what was read before needs none of it
    if found is None or found.origin is None:
        raise ModuleNotFoundError
    folder = Path(found.origin).parent / "models"
    return {part: str(next(folder.glob(f"*_{part.lower()}_*.onnx"))) for part in ("Det", "Cls", "Rec")}


def _version_of(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""  # OpenCV comes in packages of several names


def _load(threads: int) -> Any:  # noqa: ANN401 - RapidOCR has no types
    try:
        import rapidocr  # noqa: PLC0415 - heavy

        paths = {f"{part}.model_path": path for part, path in _models().items()}  # without a model, next() raises
        return rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_preprocess_img": False,
                "Global.return_word_box": True,
                "Cls.cls_thresh": _FLIP_CONFIDENCE,
                # Pictures that are read side by side share the cores; with a thread for each core apiece they would only wait for each other.
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                **paths,
            }
        )
    except Exception as error:  # a broken package or model fails in many ways, all of which mean the same
        raise EngineUnavailableError(
            "The OCR package RapidOCR is not installed or not complete.", advice="Install it with: pip install --force-reinstall rapidocr."
        ) from error


def _parts(image: Image.Image) -> Iterator[tuple[int, int, Image.Image]]:
    """Yield the picture, or overlapping parts of a long one, each with its left and top."""
    long, short = max(image.size), min(image.size)
    if long <= max(_MAX_RATIO * short, 1000):
        yield 0, 0, image
        return
    length = round(max(_PART_RATIO * short, 1000))
    step = round(length * (1 - _OVERLAP))
    for start in range(0, max(1, long - round(length * _OVERLAP)), step):
        box = (0, start, image.width, min(start + length, long)) if image.height == long else (start, 0, min(start + length, long), image.height)
        yield box[0], box[1], image.crop(box)


def _recognised(ocr: Any, picture: Image.Image) -> list[tuple[list[_Point], bool, str, Any]]:  # noqa: ANN401 - as above
    """Return each line's corners (clockwise from where its crop begins), whether it is upside down, its text and where its letters stand."""
    import numpy as np  # noqa: PLC0415 - heavy
    from rapidocr.main import RapidOCRError  # noqa: PLC0415 - heavy
    from rapidocr.utils.process_img import map_boxes_to_original  # noqa: PLC0415 - heavy

    pixels: NDArray[np.uint8] = np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
    shown, record = ocr.preprocess_img(pixels)
    try:
        crops, found = ocr.detect_and_crop(shown, record)
        turned, flips = ocr.cls_and_rotate(crops)
        read = ocr.recognize_txt(turned)
    except RapidOCRError:
        # RapidOCR's way of saying that there is no text in the picture.
        return []
    boxes = map_boxes_to_original(found.boxes, record, picture.height, picture.width)
    quads = [[(float(x), float(y)) for x, y in box] for box in boxes]
    upside_down = ["180" in label and score > _FLIP_CONFIDENCE for label, score in flips.cls_res]
    return list(zip(quads, upside_down, read.txts, read.word_results, strict=True))


def _vertical(quad: Sequence[_Point]) -> bool:
    width = max(math.dist(quad[0], quad[1]), math.dist(quad[3], quad[2]))
    height = max(math.dist(quad[0], quad[3]), math.dist(quad[1], quad[2]))
    return height >= _VERTICAL * width


def _heading(quad: Sequence[_Point], *, upside_down: bool) -> Heading:
    if _vertical(quad):
        return Heading.UP if upside_down else Heading.DOWN
    return Heading.LEFT if upside_down else Heading.RIGHT


def _words(text: str, info: Any, quad: Sequence[_Point], *, upside_down: bool, size: tuple[int, int]) -> Iterator[OcrWord]:  # noqa: ANN401 - as above
    """Cut a line into its words, at the middle of the white space between the letters' places."""
    columns = [column for word in info.word_cols for column in word]
    letters = [index for index, char in enumerate(text) if not char.isspace()]
    if not letters or len(columns) != len(letters) or not info.line_txt_len or len(info.confs) != len(text):
        # Without places, letters count as equally wide.
        columns, total = letters, float(max(1, len(text)))
    else:
        total = float(info.line_txt_len)
    confidences = info.confs if len(info.confs) == len(text) else [fmean(info.confs or [0.0])] * len(text)
    groups: list[list[int]] = []
    for number, index in enumerate(letters):
        if not number or index != letters[number - 1] + 1:
            groups.append([])
        groups[-1].append(number)
    for place, group in enumerate(groups):
        start = (columns[groups[place - 1][-1]] + columns[group[0]] + 1) / 2 / total if place else 0.0
        end = (columns[group[-1]] + columns[groups[place + 1][0]] + 1) / 2 / total if place + 1 < len(groups) else 1.0
        confidence = fmean(confidences[letters[number]] for number in group)
        if confidence >= _MIN_CONFIDENCE:
            word = "".join(text[letters[number]] for number in group)
            yield OcrWord(word, _cut(quad, min(start, 1.0), min(end, 1.0), upside_down=upside_down, size=size), confidence)


def _cut(quad: Sequence[_Point], start: float, end: float, *, upside_down: bool, size: tuple[int, int]) -> Box:
    """Return the upright box around the part of a line between two shares of its length."""
    if upside_down:
        start, end = 1 - end, 1 - start
    edges = ((quad[0], quad[3]), (quad[1], quad[2])) if _vertical(quad) else ((quad[0], quad[1]), (quad[3], quad[2]))
    points = [(first[0] + (last[0] - first[0]) * share, first[1] + (last[1] - first[1]) * share) for first, last in edges for share in (start, end)]
    left, right = max(0, int(min(x for x, _ in points))), min(size[0], -int(-max(x for x, _ in points) // 1))
    top, bottom = max(0, int(min(y for _, y in points))), min(size[1], -int(-max(y for _, y in points) // 1))
    return Box(left, top, max(1, right - left), max(1, bottom - top))
