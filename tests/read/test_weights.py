"""A model's weights without those that processors compute with slowly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from postcheck.model.settings import OcrSettings
from postcheck.read.engines import rapid
from postcheck.read.engines.rapid import RapidEngine
from postcheck.read.engines.weights import without_denormals

onnxruntime = pytest.importorskip("onnxruntime")
rapidocr = pytest.importorskip("rapidocr")

_DENORMAL, _SMALLEST = 1e-40, float(np.finfo(np.float32).tiny)


def number(value: int) -> bytes:
    return bytes([value & 0x7F | 0x80]) + number(value >> 7) if value > 0x7F else bytes([value])


def message(field: int, content: bytes) -> bytes:
    return number(field << 3 | 2) + number(len(content)) + content


def tensor(values: bytes, kind: int) -> bytes:
    return number(1 << 3) + number(300) + number(2 << 3) + number(kind) + message(8, b"a name") + message(9, values)


def model(*tensors: bytes) -> bytes:
    graph = message(1, b"a node") + b"".join(message(5, each) for each in tensors) + message(2, b"the graph")
    return number(1 << 3) + number(7) + message(7, graph) + number(15 << 3 | 5) + b"four" + message(14, b"the rest")


def test_only_denormal_weights_become_zero() -> None:
    given = np.array([1.0, _DENORMAL, -_DENORMAL, _SMALLEST, -_SMALLEST, 0.0, -2.5], dtype="<f4")
    wanted = np.array([1.0, 0.0, 0.0, _SMALLEST, -_SMALLEST, 0.0, -2.5], dtype="<f4")
    others = tensor(np.array([1, 2, 3], dtype="<i8").tobytes(), 7)
    assert without_denormals(model(others, tensor(given.tobytes(), 1), others)) == model(
        others, tensor(wanted.tobytes(), 1), others
    )


@pytest.mark.parametrize("data", [b"not a model", model(tensor(bytes(64), 1))[:-30], b"\xff"])
def test_what_is_no_whole_model_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="ONNX model"):
        without_denormals(data)


MODELS = {part: next((Path(rapidocr.__file__).parent / "models").glob(f"*_{part}_*.onnx")) for part in ("det", "rec")}


def test_rapidocr_is_given_its_models_without_denormal_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned: list[bytes] = []

    def noted(model: bytes) -> bytes:
        cleaned.append(model)
        return without_denormals(model)

    monkeypatch.setattr(rapid, "without_denormals", noted)
    assert RapidEngine(OcrSettings()).version()
    assert {path.read_bytes() for path in MODELS.values()} <= set(cleaned)


def test_its_detector_says_the_same_without_them() -> None:
    with_them = MODELS["det"].read_bytes()
    without = without_denormals(with_them)
    assert without != with_them
    shown = np.random.default_rng(1).random((1, 3, 96, 160), dtype=np.float32)
    plain, cleaned = (
        onnxruntime.InferenceSession(each, providers=["CPUExecutionProvider"]).run(None, {"x": shown})[0]
        for each in (with_them, without)
    )
    assert np.array_equal(plain, cleaned)
