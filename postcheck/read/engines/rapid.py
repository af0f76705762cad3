"""RapidOCR: finds lines of text anywhere in a picture, at any angle, and reads each by itself.

Its models come with its package. Looking for text is what takes time, and the more pixels, the more time; so it is done
in a small copy, and again where the letters in that copy are small. The lines themselves are cut out of the picture at
full size.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import math
import os
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.model.settings import OcrSettings
from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine
from postcheck.read.engines.curved import with_unbent
from postcheck.read.engines.detecting import LEAST_CURVED, ScoreWatch, halves, joined, lines_in_region, parts
from postcheck.read.engines.letters import LetterWatch, letters_of
from postcheck.read.engines.line_crops import (
    LineCrop,
    LinesTimeoutError,
    around,
    elongation,
    straightened,
    thickness,
)
from postcheck.read.engines.line_words import words_of
from postcheck.read.engines.low_contrast import enlarged, evened, hardly_read
from postcheck.read.engines.mirrored import with_mirrored
from postcheck.read.engines.sighted import WORD
from postcheck.read.engines.spelt import with_spelt
from postcheck.read.engines.weights import without_denormals

_FIRST_LOOK = 600_000
"""Pixels in which text is looked for first, whatever the size of the picture."""
_CLOSER_LOOK = 1_100_000
"""Pixels of the second look, at the parts in which letters are small."""
_THOROUGH_LOOK = 1_100_000
"""Pixels of the look at each half of the picture that a thorough reading adds. More than for the closer look would take
too much memory at once."""
_SMALL = 16.0
"""Height of a line in pixels, as the detector sees it, below which others of its size may have been overlooked."""
_WANTED = 30.0
"""Height of a line, likewise, at which none is overlooked."""
_LEAST_GAIN = 1.25
"""How many times larger the second look must show the letters to be worth its time."""
_LARGEST = 1.5
"""How many times a picture is enlarged, at most, to look for text in it."""
_NEARBY = 6.0
"""How far around small lines others of their size are looked for, in heights of a line."""
_FLIP_CONFIDENCE = 0.9
"""How sure RapidOCR must be that a line is upside down before it turns it."""
_UNSURE = 0.8
"""Mean confidence of a line below which it is also read the other way up."""
_FAINT_SURE = 0.9
"""Confidence that a word of a faint line needs."""
_LOOKING = 0.6
"""Share of the time limit after which no more lines are looked for, so that those that were found can be read."""
_LINE_SHAPE, _TOGETHER = [3, 48, 160], 3
"""Colours, height and least width of a line as the recogniser sees it, and how many it takes at a time. RapidOCR's own
320 and 6 have it look at twice as much emptiness behind short lines, for the same result."""
_AT_ONCE = 24
"""Lines that are read before the clock is looked at again; a multiple of the former."""
_MOST = 4
"""How many pictures RapidOCR reads at a time, at most: each takes a quarter of a gigabyte. With more cores than that,
several work on one picture."""
_REMEMBERED = 8
"""Pictures whose lines are kept for another engine that reads the same places."""
_PACKAGES = ("rapidocr", "onnxruntime", "numpy", "opencv-python", "opencv-python-headless")


_REMEDY = "Install it with: pip install --force-reinstall rapidocr onnxruntime."


class RapidEngine:
    """Reads images with RapidOCR.

    Parameters
    ----------
    settings:
        How images are read.
    side_by_side:
        How many pictures will be read at a time, by as many threads.
    """

    name = "rapidocr"
    expected = WORD
    remedy = _REMEDY

    def __init__(self, settings: OcrSettings, side_by_side: int = 1) -> None:
        self._thorough = settings.mode == "thorough"
        self._copies = min(side_by_side, _MOST)
        self._lock = threading.Lock()
        self._turn = threading.Semaphore(self._copies)
        self._idle: list[Any] = []
        """Loaded copies not in use. Each keeps the state of one picture, so it reads one at a time."""
        self._recent: OrderedDict[int, _Recent] = OrderedDict()

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
        except Exception:  # noqa: BLE001 - a broken package, which reading with it will report
            return ""
        return " ".join(
            [
                *(["thorough"] if self._thorough else []),
                *(f"{package} {_version_of(package)}" for package in _PACKAGES),
                *digests,
            ]
        )

    def stop(self) -> None:
        """Do nothing: RapidOCR runs in this process."""

    def read(self, image: Image.Image, *, time_limit: float) -> tuple[OcrLine, ...]:
        """Read an RGB image; see :class:`~postcheck.read.engines.base.OcrEngine`."""
        late = False
        try:
            found = self._fresh(image, time_limit)
        except LinesTimeoutError as error:
            found, late = error.crops, True
        with self._lock:
            self._recent[id(image)] = _Recent(weakref.ref(image), found, late)
            while len(self._recent) > _REMEMBERED:
                self._recent.popitem(last=False)
        return tuple(line for crop in _in_time(found, late=late) for line in crop.lines)

    def read_line(self, image: Image.Image, *, time_limit: float) -> tuple[OcrLine, ...]:
        """Read a line by itself; see :class:`~postcheck.read.engines.sighted.LineReader`."""
        return tuple(line for crop in self._fresh(image, time_limit) for line in crop.lines)

    def line_crops(self, image: Image.Image, *, time_limit: float) -> tuple[LineCrop, ...]:
        """Return every line of an RGB image; see :class:`~postcheck.read.engines.line_crops.Detector`.

        A picture that :meth:`read` has just read is not read again, even if its time was up.
        """
        with self._lock:
            recent = self._recent.pop(id(image), None)
        if recent is None or recent.image() is not image:
            return self._fresh(image, time_limit)
        return _in_time(recent.found, late=recent.late)

    def _fresh(self, image: Image.Image, time_limit: float) -> tuple[LineCrop, ...]:
        with self._ocr() as ocr:  # the clock starts only when it is this picture's turn
            start = time.monotonic()
            found, late = self._seen(ocr, image, start + _LOOKING * time_limit)
            crops, unread = _read(ocr, image, found, start + time_limit)
            if not (late or unread) and (flat := hardly_read(image, crops)):
                again, unread = self._in_relief(ocr, image, start + time_limit)
                crops = [replace(crop, others=(*crop.others, *again)) if crop is flat else crop for crop in crops]
            return _in_time(tuple(crops), late=late or unread)

    def _in_relief(self, ocr: Any, image: Image.Image, deadline: float) -> tuple[list[OcrLine], bool]:  # noqa: ANN401 - as above
        """Return what is read in a picture of which light and shade were evened, and whether the time was up."""
        shown = evened(image)
        found = lines_in_region(ocr, shown, Box(0, 0, shown.width, shown.height), 1.0)
        if time.monotonic() > deadline or not found:
            return [], bool(found)
        order = sorted(found, key=lambda crop: elongation(crop.quad))
        read = [line for crop in _recognised(ocr, shown, order) for line in crop.lines]
        return [enlarged(line, shown.size, image.size) for line in read], False

    def _seen(self, ocr: Any, image: Image.Image, deadline: float) -> tuple[list[LineCrop], bool]:  # noqa: ANN401 - RapidOCR has no types
        """Return the lines that are seen in a picture, and whether the time was up before all of it was looked at."""
        found: list[LineCrop] = []
        late = False
        for part in parts(image.size):
            if late := late or time.monotonic() > deadline:
                break
            scale = min(1.0, math.sqrt(_FIRST_LOOK / part.area))
            seen = lines_in_region(ocr, image, part, scale)
            for region, closer in self._closer(seen, part, scale):
                if late := time.monotonic() > deadline:
                    break
                seen = joined([*lines_in_region(ocr, image, region, closer), *seen])
            found += seen
        return joined(found), late

    def _closer(self, seen: Sequence[LineCrop], part: Box, scale: float) -> Iterator[tuple[Box, float]]:
        """Yield what to look at once more, and at what scale."""
        if self._thorough:
            for half in halves(part):
                yield half, min(_LARGEST, math.sqrt(_THOROUGH_LOOK / half.area))
            return
        clear = [crop.quad for crop in seen if not crop.faint]
        small = [quad for quad in clear if thickness(quad) * scale < _SMALL]
        if scale >= 1.0 or (clear and not small):
            return
        region, height = part, _WANTED * scale
        if small:
            height = min(thickness(quad) for quad in small) * scale
            reach = _NEARBY * height / scale
            near = around(
                [
                    (x + across, y + down)
                    for quad in small
                    for x, y in quad
                    for across in (-reach, reach)
                    for down in (-reach, reach)
                ]
            )
            left, top = max(part.left, near.left), max(part.top, near.top)
            region = Box(
                left, top, max(1, min(part.right, near.right) - left), max(1, min(part.bottom, near.bottom) - top)
            )
        closer = min(1.0, scale * _WANTED / height, math.sqrt(_CLOSER_LOOK / region.area))
        if closer >= _LEAST_GAIN * scale:
            yield region, closer

    @contextmanager
    def _ocr(self) -> Iterator[Any]:
        """Yield a RapidOCR with its models loaded, for exclusive use within the block."""
        with self._turn:
            with self._lock:  # two must not load at once
                ocr = self._idle.pop() if self._idle else _load(max(1, (os.cpu_count() or 1) // self._copies))
            try:
                yield ocr
            finally:
                with self._lock:
                    self._idle.append(ocr)


@dataclass(frozen=True, slots=True)
class _Recent:
    """A picture that was read, and what was found in it."""

    image: weakref.ref[Image.Image]
    found: tuple[LineCrop, ...]
    late: bool
    """Whether its time was up before all was found and read."""


def _in_time(found: tuple[LineCrop, ...], *, late: bool) -> tuple[LineCrop, ...]:
    """Return what was found, or raise it if there is more that was not."""
    if late:
        raise LinesTimeoutError(found)
    return found


def _models() -> dict[str, str]:
    """Return the path of each model of the installed package.

    Left to itself, RapidOCR would download one that is missing.
    """
    # Importing the package takes long, and a run that finds everything in the cache does not need it.
    found = importlib.util.find_spec("rapidocr")
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

        models = _models()  # without a model, next() raises
        ocr: Any = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_preprocess_img": False,
                "Global.return_word_box": True,
                "Cls.cls_thresh": _FLIP_CONFIDENCE,
                "Det.box_thresh": LEAST_CURVED,
                "Rec.rec_img_shape": _LINE_SHAPE,
                "Rec.rec_batch_num": _TOGETHER,
                "Det.limit_type": "max",  # pictures come in the size at which they are to be looked at
                "Det.limit_side_len": 8192,
            }
        )
        for part, path in models.items():
            ocr.cfg[part]._set_flag("allow_objects", True)  # noqa: SLF001 - RapidOCR looks for a session there, but lets no parameter name one
            ocr.cfg[part].session = _session(path, threads)
        recogniser = ocr._load_rec_model()  # noqa: SLF001 - what it holds possible is told nowhere else
        recogniser.postprocess_op = LetterWatch(recogniser.postprocess_op)
        detector = ocr._load_det_model()  # noqa: SLF001 - it is told nowhere else how sure it is of each box
        detector.postprocess_op = ScoreWatch(detector.postprocess_op)
    except Exception as error:  # a broken package or model fails in many ways, all of which mean the same
        raise EngineUnavailableError(
            "The OCR package RapidOCR is not installed or not complete.",
            advice="Install it with: pip install --force-reinstall rapidocr.",
        ) from error
    return ocr


def _session(model: str, threads: int) -> Any:  # noqa: ANN401 - the runtime has no types
    """Return a loaded model.

    Pictures read side by side share the cores; if each had a thread for every core, they would only wait for each
    other.
    """
    import onnxruntime  # noqa: PLC0415 - heavy

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # A thread that waits for the next layer keeps no core busy: spinning doubled what a picture costs beside others.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False  # it would hold on to the memory of the largest picture
    options.log_severity_level = 4
    weights = without_denormals(Path(model).read_bytes())
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


def _read(ocr: Any, image: Image.Image, found: Sequence[LineCrop], deadline: float) -> tuple[list[LineCrop], bool]:  # noqa: ANN401 - as above
    """Read lines for as long as there is time; return them all, and whether some are left unread."""
    crops = list(found)
    # Lines of like width are read together: all that are read at a time cost as much as the widest.
    order = sorted(range(len(found)), key=lambda number: elongation(found[number].quad))
    for start in range(0, len(order), _AT_ONCE):
        if time.monotonic() > deadline:
            return crops, True
        batch = order[start : start + _AT_ONCE]
        for number, crop in zip(batch, _recognised(ocr, image, [found[number] for number in batch]), strict=True):
            crops[number] = crop
    crops, late = with_mirrored(ocr, image, crops, deadline)
    if not late:
        crops, late = with_unbent(ocr, image, crops, deadline)
    return with_spelt(ocr, image, crops), late


def _recognised(ocr: Any, image: Image.Image, found: Sequence[LineCrop]) -> list[LineCrop]:  # noqa: ANN401 - as above
    """Read lines: each the way up that the classifier says and, where that makes little sense, the other way too.

    Raises
    ------
    UnreadableError
        If lines were found that cannot be read, which is not the same as no text.
    """
    import numpy as np  # noqa: PLC0415 - heavy
    from rapidocr.main import RapidOCRError  # noqa: PLC0415 - heavy

    pictures = [np.ascontiguousarray(np.asarray(straightened(image, crop.quad))[:, :, ::-1]) for crop in found]
    try:
        rotated, flips = ocr.cls_and_rotate(pictures)
        upside_down = ["180" in label and score > _FLIP_CONFIDENCE for label, score in flips.cls_res]
        read = ocr.recognize_txt(rotated)
        readings = list(zip(upside_down, read.txts, read.word_results, read.scores, strict=True))
        unsure = [number for number, reading in enumerate(readings) if reading[3] < _UNSURE and not found[number].faint]
        if unsure:
            again = ocr.recognize_txt([np.ascontiguousarray(np.rot90(rotated[number], 2)) for number in unsure])
            for number, text, info, score in zip(unsure, again.txts, again.word_results, again.scores, strict=True):
                if score > max(readings[number][3], _UNSURE):
                    readings[number] = (not upside_down[number], text, info, score)
    except RapidOCRError as error:
        raise UnreadableError(
            "RapidOCR found lines of text that it could not read.", advice="Run postcheck doctor."
        ) from error
    read_crops = []
    for place, (flipped, text, info, _) in zip(found, readings, strict=True):
        crop = replace(place, upside_down=flipped)
        words = tuple(words_of(text, info, crop.quad, upside_down=flipped, size=image.size))
        letters = letters_of(info, text, crop.quad, upside_down=flipped)
        if crop.faint:
            # A pattern more often than not: neither its unsure words nor what else they may be are looked at.
            words, letters = tuple(word for word in words if word.confidence >= _FAINT_SURE), None
        line = OcrLine(words, crop.direction, crop.place, letters) if words or letters else None
        read_crops.append(replace(crop, line=line))
    return read_crops
