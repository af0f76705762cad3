"""Writes trained weights as a spaCy pipeline: ONNX with 8-bit weights, word pieces, and spaCy's own files."""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from names_model.encode import blank_pipeline
from names_model.network import PersonNetwork, load_pretrained
from postcheck.find.person_tagger import MODEL_FILE, TOKENIZER_FILE, PersonTagger

_OPSET = 17
_META = {
    "lang": "en",
    "name": "postcheck_names",
    "version": "0.1.0",
    "description": "Finds persons' names in a school's posts: MiniLM-L6 fine-tuned on public corpora and "
    "invented posts, 8-bit, run by onnxruntime.",
    "author": "The postcheck authors",
    "license": "Apache-2.0",
    "spacy_version": ">=3.8.2,<4.0",
    "sources": [
        {"name": "all-MiniLM-L6-v2 (encoder)", "license": "Apache-2.0"},
        {"name": "Broad Twitter Corpus (Derczynski et al. 2016)", "license": "CC BY 4.0"},
        {"name": "WNUT-17 (Derczynski et al. 2017)", "license": "CC BY 4.0"},
        {"name": "Wikigold (Balasuriya et al. 2009)", "license": "CC BY 4.0"},
        {"name": "CrossNER (Liu et al. 2021)", "license": "MIT"},
        {"name": "Invented school posts made by postcheck", "license": "Apache-2.0"},
    ],
    "requirements": ["postcheck"],
}


def export_onnx(network: PersonNetwork, path: Path) -> None:
    """Write the network as ONNX with any number of texts and pieces."""
    network.eval()
    ids = torch.ones(2, 7, dtype=torch.int64)
    axes = {0: "texts", 1: "pieces"}
    torch.onnx.export(
        network,
        (ids, torch.zeros_like(ids)),
        str(path),
        input_names=["ids", "shapes"],
        output_names=["logits"],
        dynamic_axes={"ids": axes, "shapes": axes, "logits": axes},
        opset_version=_OPSET,
        dynamo=False,
    )
    onnx.checker.check_model(str(path))


def quantise(source: Path, target: Path) -> None:
    """Store the weights in 8 bits, one scale for each output of a layer.

    Only seven of the bits are used: older processors add pairs of products in 16 bits, which overflow otherwise.
    """
    quantize_dynamic(str(source), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def write_pipeline(model: Path, tokenizer: Path, out: Path, threshold: float) -> None:
    """Write the folder that ``spacy.load`` opens, in place of what is there."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shutil.copyfile(model, folder / MODEL_FILE)
        pieces = Tokenizer.from_file(str(tokenizer))
        pieces.no_padding()
        pieces.no_truncation()
        pieces.save(str(folder / TOKENIZER_FILE), pretty=False)
        nlp = blank_pipeline()
        tagger = nlp.add_pipe("postcheck_persons", config={"threshold": threshold})
        if not isinstance(tagger, PersonTagger):
            raise TypeError(f"postcheck_persons is a {type(tagger).__name__}")
        tagger.from_disk(folder)
        nlp.meta.update(_META)
        shutil.rmtree(out, ignore_errors=True)
        nlp.to_disk(out)
    meta_file = out / "meta.json"
    meta = json.loads(meta_file.read_text(encoding="utf-8"))
    meta_file.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Export from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("pretrained", type=Path, help="folder with the encoder that training began from")
    parser.add_argument("out", type=Path, help="folder for the pipeline")
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--full", action="store_true", help="keep 32-bit weights, to measure what 8 bits cost")
    options = parser.parse_args()
    network = load_pretrained(options.pretrained)
    network.load_state_dict(torch.load(options.weights))
    with tempfile.TemporaryDirectory() as scratch:
        full, small = Path(scratch) / "full.onnx", Path(scratch) / "small.onnx"
        export_onnx(network, full)
        if options.full:
            small = full
        else:
            quantise(full, small)
        write_pipeline(small, options.pretrained / "tokenizer.json", options.out, options.threshold)
    size = sum(f.stat().st_size for f in options.out.rglob("*") if f.is_file())
    print(f"{options.out}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
