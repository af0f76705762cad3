"""Writes the trained classifier where postcheck ships it: ONNX with 8-bit weights, word pieces and thresholds."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from concerns_model.sentences import ordinary, read
from concerns_model.train import ConcernNetwork, load
from postcheck.find.concerns import MODEL_FILE, THRESHOLDS_FILE, TOKENIZER_FILE, ConcernFinder
from postcheck.model.concern import Concern

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHIPPED = Path(__file__).parents[2] / "postcheck" / "data" / "concerns"
_ORDINARY_SEEN, _NEAR_SEEN = 1, 2
"""How many ordinary sentences, and how many that were written to be harmless, of the development part are wrongly seen
as each concern."""
_LEAST = 0.85
_AT_LEAST = {Concern.IDENTIFIABLE: 0.96, Concern.UNDER_13: 0.96, Concern.RUDE: 0.98}
"""No sentence that is less probable than this is put to a person. What is higher hardly loses anything, and keeps
everyday sentences of the tests and of schools ("follow us on Facebook") from being seen."""

_STEPS = 127
_ON_A_STEP = 1e-3


def round_by_chance(network: ConcernNetwork, seed: int = 7) -> None:
    """Round the layers' weights to 8-bit steps, up or down with a chance that keeps each weight's mean.

    Weights that went on from rounded ones (``begin``) have moved by less than half a step: to the nearest, all would
    fall back to where they were, and nothing would be left of what was learnt.
    """
    chance = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for layer in network.modules():
            if isinstance(layer, torch.nn.Linear):
                step = layer.weight.abs().amax(1, keepdim=True) / _STEPS
                exact = layer.weight / step
                near = exact.round()
                nearly = (exact - near).abs() < _ON_A_STEP  # the largest must stay: the step comes from it
                up = torch.rand(exact.shape, generator=chance)
                layer.weight.copy_(step * torch.where(nearly, near, (exact + up).floor()).clamp(-_STEPS, _STEPS))


def export_onnx(network: ConcernNetwork, path: Path) -> None:
    """Write the network as ONNX with 8-bit weights, for any number of texts of one length."""
    network.eval()
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "exact.onnx"
        torch.onnx.export(
            network,
            (torch.ones(2, 7, dtype=torch.int64),),
            str(exact),
            input_names=["ids"],
            output_names=["logits"],
            dynamic_axes={"ids": {0: "texts", 1: "pieces"}, "logits": {0: "texts"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(exact, path, weight_type=QuantType.QInt8, per_channel=True)
    model = onnx.load(str(path))
    del model.metadata_props[:]
    onnx.save(model, str(path))


def thresholds(ordinary_ones: NDArray[np.float32], near: NDArray[np.float32]) -> dict[str, float]:
    """Return for each concern the probability that hardly any harmless sentence of the development part reaches."""
    found = {}
    for number, concern in enumerate(Concern):
        reached = (np.sort(ordinary_ones[:, number])[-1 - _ORDINARY_SEEN], np.sort(near[:, number])[-1 - _NEAR_SEEN])
        found[str(concern)] = round(max(_AT_LEAST.get(concern, _LEAST), *(float(one) + 1e-3 for one in reached)), 3)
    return found


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--trained", type=Path, required=True, help="what train.py wrote")
    parser.add_argument("--went-on", action="store_true", help="training went on from 8-bit weights: round by chance")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()
    network, tokenizer = load(options.encoder)
    network.load_state_dict(torch.load(options.trained / "network.pt"))
    if options.went_on:
        round_by_chance(network)
    options.out.mkdir(parents=True, exist_ok=True)
    export_onnx(network, options.out / MODEL_FILE)
    tokenizer.backend_tokenizer.save(str(options.out / TOKENIZER_FILE))
    finder = ConcernFinder(options.out)  # thresholds are for what its 8 bits say
    harmless = [one.text for one in read("dev") if not one.concerns]
    chosen = thresholds(finder.chances(ordinary("dev")), finder.chances(harmless))
    (options.out / THRESHOLDS_FILE).write_text(json.dumps(chosen, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
