"""Takes the 8-bit weights of a pipeline that shipped back into 32 bits, so that training can go on from them.

From the encoder itself it would take several times as many steps.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import onnx
import torch
from onnx import numpy_helper

from names_model.network import load_pretrained
from postcheck.find.person_tagger import MODEL_FILE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_COMPONENT = "postcheck_persons"
_TABLES = ("pieces", "positions", "shapes")
# Where a layer's inputs were multiplied before it, so that they are of about one size (`evened` in `export.py`).
_EVEN = {
    "query": "before_attention",
    "key": "before_attention",
    "value": "before_attention",
    "grow": "before_grow",
    "shrink": "before_shrink",
}
_NEW = {"roles.weight", "roles.bias"}  # the first version had no roles: their weights begin at nothing


def _float(parts: dict[str, NDArray[np.float32]], quantised: str) -> torch.Tensor:
    name = quantised.removesuffix("_quantized")
    return torch.from_numpy((parts[quantised] - parts[f"{name}_zero_point"]) * parts[f"{name}_scale"])


def main() -> None:
    """Write the weights from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipeline", type=Path, help="the pipeline to go on from")
    parser.add_argument("pretrained", type=Path, help="folder with the encoder that its training began from")
    parser.add_argument("out", type=Path, help="file for the weights")
    options = parser.parse_args()
    model = onnx.load(options.pipeline / _COMPONENT / MODEL_FILE)
    parts = {part.name: numpy_helper.to_array(part).astype("float32") for part in model.graph.initializer}
    state = load_pretrained(options.pretrained).state_dict()
    weights = {name: torch.zeros_like(tensor) for name, tensor in state.items() if name in _NEW}
    weights |= {name: torch.from_numpy(part.copy()) for name, part in parts.items() if name in state}
    weights |= {f"{table}.weight": _float(parts, f"{table}.weight_quantized") for table in _TABLES}
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            layer = node.name.strip("/").removesuffix("/MatMul_quant").replace("/", ".")
            weight = _float(parts, node.input[1]).T
            block, _, part = layer.rpartition(".")
            factors = parts.get(f"{block}.{_EVEN.get(part)}.factors")
            weights[f"{layer}.weight"] = (
                weight if factors is None else weight * torch.from_numpy(factors)
            ).contiguous()
    if weights.keys() != state.keys():
        parser.error(f"{options.pipeline} lacks {sorted(state.keys() ^ weights.keys())}")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(weights, options.out)


if __name__ == "__main__":
    main()
