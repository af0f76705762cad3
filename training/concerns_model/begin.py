"""Takes the 8-bit weights of the classifier that ships back into 32 bits, so that training can go on from them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import onnx
import torch
from onnx import numpy_helper

from concerns_model.export import SHIPPED
from concerns_model.train import load
from postcheck.find.concerns import MODEL_FILE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_OWN = ("encoder.embeddings.", "encoder.pooler.")
"""Training leaves the word vectors as the encoder's own are, and the pooler is not used."""


def _float(parts: dict[str, NDArray[np.float32]], quantised: str) -> torch.Tensor:
    name = quantised.removesuffix("_quantized")
    return torch.from_numpy((parts[quantised] - parts[f"{name}_zero_point"]) * parts[f"{name}_scale"])


def weights(model: onnx.ModelProto, own: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return the weights of a classifier that ``export`` wrote; ``own`` are those of the encoder and of new heads.

    Raises
    ------
    ValueError
        If the model lacks a weight, or has one of another shape.
    """
    parts = {part.name: numpy_helper.to_array(part).astype("float32") for part in model.graph.initializer}
    found = {name: tensor for name, tensor in own.items() if name.startswith(_OWN)}
    found |= {name: torch.from_numpy(parts[name].copy()) for name in own if name in parts and name not in found}
    for node in model.graph.node:
        if node.op_type == "MatMulInteger" and node.input[1] in parts:
            layer = (
                node.name.strip("/").removesuffix("/MatMul_quant").removesuffix("/Gemm_MatMul_quant").replace("/", ".")
            )
            found[f"{layer}.weight"] = _float(parts, node.input[1]).T.contiguous()
    wrong = [name for name, tensor in own.items() if name not in found or found[name].shape != tensor.shape]
    if wrong or found.keys() != own.keys():
        raise ValueError(f"the model lacks {sorted(wrong)}, and has besides {sorted(found.keys() - own.keys())}")
    return found


def main() -> None:
    """Write the weights from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--model", type=Path, default=SHIPPED / MODEL_FILE, help="the classifier to go on from")
    parser.add_argument("--out", type=Path, required=True, help="file for the weights")
    options = parser.parse_args()
    network, _ = load(options.encoder)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(weights(onnx.load(str(options.model)), network.state_dict()), options.out)


if __name__ == "__main__":
    main()
