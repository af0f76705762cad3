"""Weights of the classifier of sentences that went on from 8 bits are rounded by chance, so that small changes last."""

from __future__ import annotations

from typing import Any

import pytest

torch: Any = pytest.importorskip("torch", reason="PyTorch is not installed: pip install -r training/requirements.txt")
pytest.importorskip("onnx", reason="onnx is not installed: pip install -r training/requirements.txt")

STEPS = 127
MOVED = 0.1  # of a step: to the nearest, nothing would be left of it


def test_small_changes_last_on_the_whole_and_weights_on_a_step_stay() -> None:
    from concerns_model.export import round_by_chance  # noqa: PLC0415 - needs PyTorch

    whole = torch.arange(-126, 126).repeat(40, 4).float()
    whole[:, 0] = STEPS  # what the step of a row comes from
    layer = torch.nn.Linear(whole.shape[1], len(whole))
    for moved in (0.0, MOVED):
        layer.weight.data = whole + moved
        layer.weight.data[:, 0] = STEPS
        round_by_chance(torch.nn.Sequential(layer))
        assert torch.allclose(layer.weight, layer.weight.round(), atol=1e-4)
        assert (layer.weight - whole).abs().max() <= 1 + 1e-4
        assert float((layer.weight.detach() - whole)[:, 1:].mean()) == pytest.approx(moved, abs=0.02)
