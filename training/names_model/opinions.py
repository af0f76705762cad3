"""Asks two networks, each trained without one half of the tweets, for a second opinion of that half.

Labels of tweets were given by many hands and are often wrong. Where a network that never saw a tweet is sure of
something else, its label says less.
The same opinions, compared with the labels, measure a way to train on thousands of tweets.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from names_model.encode import ExampleMaker
from names_model.network import load_pretrained
from names_model.records import read_records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from names_model.encode import Opinion
    from names_model.network import PersonNetwork


TWEETS = ("btc_train", "wnut17_train")


def half_of(text: str) -> int:
    """Tell which half of the tweets a text belongs to, 0 or 1; the same text always to the same."""
    return hashlib.sha256(text.encode()).digest()[5] % 2


def read_opinions(path: Path) -> dict[str, Opinion]:
    """Read second opinions, by text."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["text"]: np.array(row["opinion"], np.float32).reshape(-1, 3) for row in rows}


def judge(network: PersonNetwork, maker: ExampleMaker, texts: Sequence[str]) -> list[Opinion]:
    """Give a network's opinion of each text's words; of words past the end of what it reads, that they are no names."""
    network.eval()
    opinions = []
    with torch.inference_mode():
        for text in texts:
            ids, shapes, firsts = maker.encode(maker.nlp.make_doc(text))
            logits = network(torch.from_numpy(ids)[None], torch.from_numpy(shapes)[None])[0]
            probabilities = torch.softmax(logits, -1).numpy()
            opinion = np.zeros((len(firsts), probabilities.shape[1]), np.float32)
            opinion[:, 0] = 1
            seen = firsts < len(ids) - 1
            opinion[seen] = probabilities[firsts[seen]]
            opinions.append(opinion)
    return opinions


def main() -> None:
    """Write the opinions from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with the public corpora")
    parser.add_argument("pretrained", type=Path, help="folder with the encoder that training began from")
    parser.add_argument(
        "weights", type=Path, nargs=2, help="weights of the network without half 0, then of the one without half 1"
    )
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    maker = ExampleMaker(options.pretrained / "tokenizer.json")
    texts = sorted({record.text for name in TWEETS for record in read_records(options.corpora / f"{name}.jsonl")})
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("w", encoding="utf-8") as out:
        for half, weights in enumerate(options.weights):
            network = load_pretrained(options.pretrained)
            network.load_state_dict(torch.load(weights))
            own = [text for text in texts if half_of(text) == half]
            for text, opinion in zip(own, judge(network, maker, own), strict=True):
                out.write(json.dumps({"text": text, "opinion": opinion.round(4).tolist()}, ensure_ascii=False) + "\n")
            print(f"half {half}: {len(own)} texts judged")


if __name__ == "__main__":
    main()
