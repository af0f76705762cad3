"""Counts the faces in a picture. Nobody is recognised: all that is kept of a face is where it is."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.model.text import Box

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

MODEL = Path(__file__).resolve().parent.parent / "data" / "faces" / "centerface.onnx"
"""CenterFace; docs/face-model-card.md says where it comes from."""
_SIDES = (480, 960)
"""Lengths of the longer side, in pixels, at which faces are looked for: large ones show in a small picture, small ones
in a large one."""
_CROWD, _CROWD_SIDE = 2500, 1920
"""Pixels of the longer side from which on a picture may show a whole school, and the length at which such a picture is
looked at as well."""
_ENLARGED = 4
"""How many times a small picture is enlarged, at most."""
_SURE = 0.45
"""Confidence that the model must have in a face, 0 to 1."""
_SAME = 0.4
"""Share of the smaller of two boxes that they have in common, at least, if they show one face."""
_LEAST = 12
"""Pixels of the shorter side of a face below which nobody can be recognised."""
_STRIDE = 4
"""Pixels of the input that one cell of the model's maps stands for."""
_MULTIPLE = 32
"""What the sides of the model's input must be a multiple of."""
_OUTPUTS = ("537", "538", "539")


class FaceDetector(Protocol):
    """Finds faces, but not whose they are."""

    def find(self, picture: Image) -> tuple[Box, ...]:
        """Return where the faces are in a picture as a person sees it, in mode RGB, largest first.

        Raises
        ------
        EngineUnavailableError
            If the detector is not installed or does not work.
        UnreadableError
            If it failed on this picture.
        """

    def identity(self) -> str:
        """Return what decides which faces are found: its model and settings; empty if that cannot be determined."""


@dataclass(frozen=True, slots=True)
class _Face:
    box: Box
    confidence: float


class CenterFace:
    """Finds faces with CenterFace, a small convolutional network. It is loaded when the first picture is looked at.

    Parameters
    ----------
    model:
        Its file.
    side_by_side:
        How many pictures are looked at at a time, here and in other processes: they share the cores.
    """

    def __init__(self, model: Path = MODEL, side_by_side: int = 1) -> None:
        self._model = model
        self._threads = max(1, (os.cpu_count() or 1) // side_by_side)
        self._session: Any = None
        self._lock = threading.Lock()
        """One picture at a time: each takes some hundreds of megabytes."""

    def find(self, picture: Image) -> tuple[Box, ...]:
        """Return where the faces are; see :class:`FaceDetector`."""
        with self._lock:
            if self._session is None:
                self._session = _load(self._model, self._threads)
            try:
                found = (
                    [face for side in _sides(picture.size) for face in self._at(picture, side)]
                    if min(picture.size) >= _LEAST
                    else []
                )
            except Exception as error:  # the runtime is foreign code
                raise UnreadableError("The faces in it could not be counted.", advice="Count them yourself.") from error
        return tuple(sorted((face.box for face in _each_once(found)), key=lambda box: -box.area))

    def identity(self) -> str:
        """Return a digest of the model; see :class:`FaceDetector`."""
        try:
            return hashlib.sha256(self._model.read_bytes()).hexdigest()
        except OSError:
            return ""

    def _at(self, picture: Image, side: int) -> list[_Face]:
        """Return the faces that are seen when the picture's longer side is ``side`` pixels long."""
        import numpy as np  # noqa: PLC0415 - heavy, and only pictures need it
        from PIL import Image  # noqa: PLC0415 - as above

        scale = side / max(picture.size)
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        small = picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
        padded = np.zeros(
            (-(-size[1] // _MULTIPLE) * _MULTIPLE, -(-size[0] // _MULTIPLE) * _MULTIPLE, 3), dtype=np.float32
        )
        padded[: size[1], : size[0]] = np.asarray(small)
        heat, extent, offset = self._session.run(list(_OUTPUTS), {"input.1": padded.transpose(2, 0, 1)[None]})
        return _decoded(heat[0, 0], extent[0], offset[0], scale, picture.size)


def _sides(size: tuple[int, int]) -> Sequence[int]:
    """Return the lengths of the longer side at which a picture is looked at."""
    longest = max(size)
    sides = dict.fromkeys(min(side, longest * _ENLARGED) for side in _SIDES)
    return [*sides, _CROWD_SIDE] if longest >= _CROWD else [*sides]


def _decoded(
    heat: NDArray[Any], extent: NDArray[Any], offset: NDArray[Any], scale: float, size: tuple[int, int]
) -> list[_Face]:
    import numpy as np  # noqa: PLC0415 - heavy, and only pictures need it

    found = []
    for row, column in zip(*np.nonzero(heat > _SURE), strict=True):
        height, width = (float(np.exp(extent[axis, row, column])) * _STRIDE for axis in (0, 1))
        if min(height, width) < _LEAST * scale:
            continue
        middle_y = (row + float(offset[0, row, column]) + 0.5) * _STRIDE
        middle_x = (column + float(offset[1, row, column]) + 0.5) * _STRIDE
        left, top = max(0, round((middle_x - width / 2) / scale)), max(0, round((middle_y - height / 2) / scale))
        right, bottom = (
            min(size[0], round((middle_x + width / 2) / scale)),
            min(size[1], round((middle_y + height / 2) / scale)),
        )
        if left < right and top < bottom:
            found.append(_Face(Box(left, top, right - left, bottom - top), float(heat[row, column])))
    return found


def _each_once(found: Sequence[_Face]) -> list[_Face]:
    """Return the box of each face that the model is most confident of."""
    kept: list[_Face] = []
    for face in sorted(found, key=lambda each: -each.confidence):
        if all(face.box.overlap(other.box) < _SAME for other in kept):
            kept.append(face)
    return kept


def _load(model: Path, threads: int) -> Any:  # noqa: ANN401 - the runtime has no types
    try:
        import onnxruntime  # noqa: PLC0415 - heavy

        options = onnxruntime.SessionOptions()
        options.enable_cpu_mem_arena = False  # it would hold on to the memory of the largest picture
        options.intra_op_num_threads = threads
        options.log_severity_level = 4
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # a missing package, a missing or broken file: all of them mean the same
        raise EngineUnavailableError("The face detector does not work.", advice="Install postcheck again.") from error
