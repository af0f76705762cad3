"""What needs PyTorch: the mean of weights, and that padding changes nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

torch: Any = pytest.importorskip("torch", reason="PyTorch is not installed: pip install -r training/requirements.txt")
pytest.importorskip("safetensors", reason="as above")

from names_model import average  # noqa: E402 - only where there is PyTorch
from names_model.network import PersonNetwork, Sizes  # noqa: E402 - as above


def test_weights_are_averaged_by_their_shares_and_roles_are_the_firsts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("a", 1.0), ("b", 4.0)):
        weights = {"w": torch.tensor([value, 2 * value]), "roles.bias": torch.tensor([value])}
        torch.save(weights | {"roles.weight": torch.tensor([-value])}, tmp_path / name)
    arguments = [str(tmp_path / name) for name in ("out", "a", "b")]
    monkeypatch.setattr(sys, "argv", ["average", *arguments, "--shares", "3", "1"])
    average.main()
    mean = {name: part.tolist() for name, part in torch.load(tmp_path / "out").items()}
    assert mean == {"w": [1.75, 3.5], "roles.bias": [1.0], "roles.weight": [-1.0]}


def test_what_a_text_is_padded_with_does_not_change_its_scores() -> None:
    torch.manual_seed(1)
    network = PersonNetwork(Sizes(vocabulary=50, positions=16, width=8, inner=16, heads=2, layers=2)).eval()
    ids, shapes = torch.tensor([[3, 4, 5]]), torch.tensor([[1, 2, 3]])
    padded = [torch.nn.functional.pad(one, (0, 4)) for one in (ids, shapes)]
    mask = torch.tensor([[1, 1, 1, 0, 0, 0, 0]])
    with torch.inference_mode():
        alone, among = network(ids, shapes), network(*padded, mask)[:, :3]
    assert torch.allclose(alone, among, atol=1e-5)
