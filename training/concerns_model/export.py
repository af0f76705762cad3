"""Writes the trained classifier where postcheck ships it: ONNX with 8-bit weights, word pieces and thresholds."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from concerns_model.train import ConcernNetwork, load
from postcheck.find.concerns import MODEL_FILE, THRESHOLDS_FILE, TOKENIZER_FILE

SHIPPED = Path(__file__).parents[2] / "postcheck" / "data" / "concerns"


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


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--trained", type=Path, required=True, help="what train.py wrote")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()
    network, tokenizer = load(options.encoder)
    network.load_state_dict(torch.load(options.trained / "network.pt"))
    options.out.mkdir(parents=True, exist_ok=True)
    export_onnx(network, options.out / MODEL_FILE)
    tokenizer.backend_tokenizer.save(str(options.out / TOKENIZER_FILE))
    shutil.copy(options.trained / "thresholds.json", options.out / THRESHOLDS_FILE)


if __name__ == "__main__":
    main()
