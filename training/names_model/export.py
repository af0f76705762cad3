"""Writes trained weights as a spaCy pipeline: ONNX with 8-bit weights, word pieces, and spaCy's own files."""

from __future__ import annotations

import argparse
import copy
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from names_model.encode import ExampleMaker, blank_pipeline
from names_model.natural import read_posts
from names_model.network import Even, PersonNetwork, load_pretrained
from postcheck.find.person_tagger import MODEL_FILE, TOKENIZER_FILE, PersonTagger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_OPSET = 17
_TYPICAL = Path(__file__).parent.parent / "data" / "natural" / "train"
_EVERY = 20  # one in so many typical posts is looked at
_SHARE = 0.65  # how much of a channel's size the inputs give up to the weights
_LEAST = 1e-5
_META = {
    "lang": "en",
    "name": "postcheck_names",
    "version": "0.2.0",
    "description": "Finds persons' names in a school's posts and tells whose they are: MiniLM-L6, 8-bit, "
    "run by onnxruntime.",
    "author": "The postcheck authors",
    "license": "Apache-2.0",
    "spacy_version": ">=3.8.2,<4.0",
    "sources": [
        {"name": "all-MiniLM-L6-v2 (encoder)", "license": "Apache-2.0"},
        {"name": "Broad Twitter Corpus (Derczynski et al. 2016)", "license": "CC BY 4.0"},
        {"name": "WNUT-17 (Derczynski et al. 2017)", "license": "CC BY 4.0"},
        {"name": "Wikigold (Balasuriya et al. 2009)", "license": "CC BY 4.0"},
        {"name": "CrossNER (Liu et al. 2021)", "license": "MIT"},
        {"name": "Natural and invented school posts made for postcheck", "license": "Apache-2.0"},
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


def evened(network: PersonNetwork, texts: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]) -> PersonNetwork:
    """Give a network that says the same, whose layers get inputs of about one size in every channel.

    A few channels are far larger than the others. In 8 bits one step must do for all of them, and the small ones
    drown. So the large ones are made smaller, and the weights that read them larger (Xiao et al. 2023, SmoothQuant).
    ``texts`` are typical pieces and shapes.
    """
    network = copy.deepcopy(network).eval()
    largest: dict[nn.Module, Tensor] = {}

    def note(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        size = inputs[0].detach().abs().amax(dim=(0, 1))
        largest[module] = torch.maximum(largest.get(module, size), size)

    hooks = [module.register_forward_pre_hook(note) for module in network.modules() if isinstance(module, nn.Linear)]
    with torch.inference_mode():
        for ids, shapes in texts:
            network(torch.from_numpy(ids)[None], torch.from_numpy(shapes)[None])
    for hook in hooks:
        hook.remove()

    def factors(*readers: nn.Linear) -> Tensor:
        weights = torch.stack([reader.weight.abs().amax(dim=0) for reader in readers]).amax(dim=0).clamp(min=_LEAST)
        result = weights ** (1 - _SHARE) / largest[readers[0]].clone().clamp(min=_LEAST) ** _SHARE
        for reader in readers:
            reader.weight /= result
        return result

    with torch.no_grad():
        for layer in network.layers:
            layer.before_attention = Even(factors(layer.query, layer.key, layer.value))
            layer.before_grow = Even(factors(layer.grow))
            layer.before_shrink = Even(factors(layer.shrink))
            seen = factors(layer.output)  # attention mixes words and no channels, so the values can bring it
            layer.value.weight *= seen[:, None]
            layer.value.bias *= seen
    return network


def by_rows(model: onnx.ModelProto) -> onnx.ModelProto:
    """Let each word piece have its own step in 8 bits, instead of one for all that is read at once.

    So a text's result does not depend on what is read beside it, and small numbers do not drown beside another
    piece's large ones.
    """
    graph = model.graph
    constants = {
        "row_least": np.array(_LEAST / 127, np.float32),
        "row_step": np.array(1 / 127, np.float32),
        "row_middle": np.array(128, np.uint8),
        "row_flat": np.array([-1], np.int64),
    }
    graph.initializer.extend(numpy_helper.from_array(array, name) for name, array in constants.items())
    makers = {output: node for node in graph.node for output in node.output}
    nodes: list[onnx.NodeProto] = []
    steps: set[str] = set()
    for node in graph.node:
        if node.op_type == "DynamicQuantizeLinear":
            nodes += _quantise_rows(node.input[0], *node.output)
            steps.add(node.output[1])
        elif (
            node.op_type == "Mul" and (product := makers.get(node.input[1])) is not None and steps & set(product.input)
        ):
            # Multiplied by one after the other: onnxruntime takes the product of both for two single numbers, whatever
            # its shape.
            step, scale = product.input
            nodes += [
                helper.make_node("Mul", [node.input[0], scale], [f"{node.output[0]}_scaled"]),
                helper.make_node("Mul", [f"{node.output[0]}_scaled", step], list(node.output)),
            ]
        elif not (node.op_type == "Mul" and steps & set(node.input)):
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model


def _quantise_rows(source: str, target: str, step: str, middle: str) -> list[onnx.NodeProto]:
    make = helper.make_node
    return [
        make("Abs", [source], [f"{source}_size"]),
        make("ReduceMax", [f"{source}_size"], [f"{source}_largest"], axes=[-1], keepdims=1),
        make("Mul", [f"{source}_largest", "row_step"], [f"{source}_exact_step"]),
        make("Max", [f"{source}_exact_step", "row_least"], [step]),
        make("Reshape", [step, "row_flat"], [f"{source}_steps"]),
        make("Shape", [f"{source}_steps"], [f"{source}_rows"]),
        make("Expand", ["row_middle", f"{source}_rows"], [f"{source}_middles"]),
        make("Flatten", [source], [f"{source}_flat"], axis=2),
        make("QuantizeLinear", [f"{source}_flat", f"{source}_steps", f"{source}_middles"], [f"{source}_bytes"], axis=0),
        make("Shape", [source], [f"{source}_shape"]),
        make("Reshape", [f"{source}_bytes", f"{source}_shape"], [target]),
        make("Identity", ["row_middle"], [middle]),
    ]


def quantise(source: Path, target: Path) -> None:
    """Store the weights in 8 bits, one scale for each output of a layer.

    Only seven of the bits are used: older processors add pairs of products in 16 bits, which overflow otherwise.
    """
    quantize_dynamic(str(source), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    onnx.save(by_rows(onnx.load(target)), target)


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
        if options.full:
            export_onnx(network, full)
            small = full
        else:
            maker = ExampleMaker(options.pretrained / "tokenizer.json")
            texts = [maker.encode(maker.nlp.make_doc(post.text))[:2] for post in read_posts(_TYPICAL)[::_EVERY]]
            export_onnx(evened(network, texts), full)
            quantise(full, small)
        write_pipeline(small, options.pretrained / "tokenizer.json", options.out, options.threshold)
    size = sum(f.stat().st_size for f in options.out.rglob("*") if f.is_file())
    print(f"{options.out}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
