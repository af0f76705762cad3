"""Asks a network for a second opinion of the names in tweets.

Labels of tweets were given by many hands and are often wrong. Where a network that has learnt from all of them is sure
of something else, a label says less; and a network that goes on from that one's weights unlearns less of what it knew.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from names_model.encode import ExampleMaker
from names_model.network import load_pretrained
from names_model.records import read_records
from postcheck.find.person_tagger import TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from names_model.encode import Opinion
    from names_model.network import PersonNetwork


TWEETS = ("btc_train", "wnut17_train")
_TOGETHER = 32  # texts


def read_opinions(path: Path) -> dict[str, Opinion]:
    """Read second opinions, by text."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["text"]: np.array(row["opinion"], np.float32).reshape(-1, len(TAGS)) for row in rows}


def judge(network: PersonNetwork, maker: ExampleMaker, texts: Sequence[str]) -> list[Opinion]:
    """Give a network's opinion of each text's words; of words past the end of what it reads, that they are no names."""
    network.eval()
    encoded = [maker.encode(maker.nlp.make_doc(text)) for text in texts]
    order = sorted(
        range(len(texts)), key=lambda number: len(encoded[number][0])
    )  # texts of like length are read together
    opinions: dict[int, Opinion] = {}
    for low in range(0, len(order), _TOGETHER):
        group = order[low : low + _TOGETHER]
        width = len(encoded[group[-1]][0])
        ids, shapes, mask = (torch.zeros(len(group), width, dtype=torch.int64) for _ in range(3))
        for row, number in enumerate(group):
            length = len(encoded[number][0])
            ids[row, :length] = torch.from_numpy(encoded[number][0])
            shapes[row, :length] = torch.from_numpy(encoded[number][1])
            mask[row, :length] = 1
        with torch.inference_mode():
            probabilities = torch.softmax(network(ids, shapes, mask)[..., : len(TAGS)], -1).numpy()
        for row, number in enumerate(group):
            firsts = encoded[number][2]
            opinion = np.zeros((len(firsts), len(TAGS)), np.float32)
            opinion[:, 0] = 1
            seen = firsts < len(encoded[number][0]) - 1
            opinion[seen] = probabilities[row, firsts[seen]]
            opinions[number] = opinion
    return [opinions[number] for number in range(len(texts))]


def main() -> None:
    """Write the opinions from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with the public corpora")
    parser.add_argument("pretrained", type=Path, help="folder with the encoder that training began from")
    parser.add_argument("weights", type=Path, help="weights of the network that is asked")
    parser.add_argument("out", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    maker = ExampleMaker(options.pretrained / "tokenizer.json")
    texts = sorted({record.text for name in TWEETS for record in read_records(options.corpora / f"{name}.jsonl")})
    network = load_pretrained(options.pretrained)
    network.load_state_dict(torch.load(options.weights))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("w", encoding="utf-8") as out:
        for text, opinion in zip(texts, judge(network, maker, texts), strict=True):
            out.write(json.dumps({"text": text, "opinion": opinion.round(4).tolist()}, ensure_ascii=False) + "\n")
    print(f"{len(texts)} texts judged")


if __name__ == "__main__":
    main()
