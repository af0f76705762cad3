"""Fine-tunes the network on the public corpora and on invented school posts."""

from __future__ import annotations

import argparse
import copy
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional

from names_model.encode import UNLABELLED, Example, ExampleMaker, batches, vary
from names_model.names import Namer, make_namer
from names_model.network import PersonNetwork, load_pretrained
from names_model.records import Record, read_records
from names_model.synth import write_posts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

TRAINING_CORPORA = (
    "btc_train",
    "wnut17_train",
    "wikigold",
    "crossner_ai_train",
    "crossner_literature_train",
    "crossner_music_train",
    "crossner_politics_train",
    "crossner_science_train",
)
_PIECES_A_BATCH = 1_536
_SLOW_RATE = 1e-4
_FAST_RATE = 1e-3
_WARM_UP = 200  # steps
_REPORT_EVERY = 100  # steps
_LEAST_SHARE = 0.02  # of the rate, at the end
_SMOOTHING = 0.02
_DECAY = 0.999


def tensors(group: Sequence[Example], width: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pad a batch to one width and size: word pieces, shapes, mask and labels, each ``(texts, pieces)``."""
    ids = np.zeros((_PIECES_A_BATCH // width, width), np.int64)
    shapes = np.zeros_like(ids)
    mask = np.zeros_like(ids)
    labels = np.full_like(ids, UNLABELLED)
    for row, example in enumerate(group):
        length = len(example.ids)
        ids[row, :length] = example.ids
        shapes[row, :length] = example.shapes
        mask[row, :length] = 1
        labels[row, :length] = example.labels
    return torch.from_numpy(ids), torch.from_numpy(shapes), torch.from_numpy(mask), torch.from_numpy(labels)


def epoch(number: int, corpora: Path, posts: int, maker: ExampleMaker, namer: Namer, rng: random.Random) -> Iterator[Example]:
    """Give the examples of one pass: every text of the corpora, varied afresh, and new posts that were not seen before."""
    records: list[Record] = []
    for name in TRAINING_CORPORA:
        records += [vary(record, rng, namer) for record in read_records(corpora / f"{name}.jsonl")]
    records += write_posts("train", posts, 0.55, seed=1_000 + number)
    rng.shuffle(records)
    joined: list[Record] = []
    for record in records:
        # Some texts follow one another, as in a newsletter, so that the model learns to read past a text's end.
        if joined and rng.random() < 0.1:  # noqa: PLR2004
            joined[-1] = _join(joined[-1], record)
        else:
            joined.append(record)
    for record in joined:
        yield maker(record)


def _join(first: Record, second: Record) -> Record:
    shift = len(first.text) + 1
    return Record(
        f"{first.text}\n{second.text}",
        first.spans + tuple((a + shift, b + shift) for a, b in second.spans),
        first.ignore + tuple((a + shift, b + shift) for a, b in second.ignore),
    )


def train(network: PersonNetwork, maker: ExampleMaker, options: argparse.Namespace) -> PersonNetwork:
    """Train for a number of passes and give the running mean of the weights, which does better than the last ones."""
    rng = random.Random(options.seed)
    namer = make_namer(Path(__file__).parent.parent / "data", "train", rng)
    fast = {"scores", "shapes"}
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for n, p in network.named_parameters() if n.split(".")[0] not in fast], "lr": options.rate},
            {"params": [p for n, p in network.named_parameters() if n.split(".")[0] in fast], "lr": _FAST_RATE},
        ],
        weight_decay=0.01,
        fused=True,
    )
    mean = copy.deepcopy(network).eval()
    step, began = 0, time.monotonic()
    steps_a_pass = 0
    limit = options.minutes * 60 or float("inf")  # seconds
    for number in range(options.passes):
        groups = batches(list(epoch(number, options.corpora, options.posts, maker, namer, rng)), _PIECES_A_BATCH, rng)
        steps_a_pass = steps_a_pass or len(groups)
        total = steps_a_pass * options.passes
        for width, group in groups:
            network.train()
            ids, shapes, mask, labels = tensors(group, width)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = network(ids, shapes, mask)
            loss = functional.cross_entropy(
                logits.float().flatten(0, 1),
                labels.flatten(),
                ignore_index=UNLABELLED,
                label_smoothing=_SMOOTHING,
            )
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            spent = max(step / total, (time.monotonic() - began) / limit)
            if spent >= 1:
                break
            share = min(1.0, (step + 1) / _WARM_UP) * max(_LEAST_SHARE, 1 - spent)
            for part, rate in zip(optimiser.param_groups, (options.rate, _FAST_RATE), strict=True):
                part["lr"] = rate * share
            optimiser.step()
            optimiser.zero_grad()
            step += 1
            with torch.no_grad():
                decay = min(_DECAY, (1 + step) / (10 + step))
                torch._foreach_lerp_([p.data for p in mean.parameters()], [p.data for p in network.parameters()], 1 - decay)
            if step % _REPORT_EVERY == 0:
                print(f"step {step}, {spent:.1%} done, loss {loss.item():.4f}, {(time.monotonic() - began) / step:.2f} s a step", flush=True)
                torch.save(mean.state_dict(), options.out)
        torch.save(mean.state_dict(), options.out)
        print(f"pass {number + 1} done, saved {options.out}", flush=True)
    return mean


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with the public corpora")
    parser.add_argument("pretrained", type=Path, help="folder with the encoder to start from")
    parser.add_argument("out", type=Path, help="file for the weights")
    parser.add_argument("--resume", type=Path, help="weights to go on from")
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument("--minutes", type=float, default=0.0, help="stop by then, however many passes were made; 0 for no limit")
    parser.add_argument("--posts", type=int, default=16_000, help="invented posts a pass")
    parser.add_argument("--rate", type=float, default=_SLOW_RATE)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    network = load_pretrained(options.pretrained)
    if options.resume:
        network.load_state_dict(torch.load(options.resume))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    train(network, ExampleMaker(options.pretrained / "tokenizer.json"), options)


if __name__ == "__main__":
    main()
