"""Takes the mean of several weights: of a training's result and of what it began from it keeps what both know."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

_OWN = ("roles.weight", "roles.bias")
"""Taken from the first alone: what training began from may have nothing there."""


def main() -> None:
    """Average from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "weights", type=Path, nargs="+", help="weights that go back to the same encoder, the newest first"
    )
    parser.add_argument(
        "--shares", type=float, nargs="+", help="how much each counts, in the same order; all alike if not given"
    )
    options = parser.parse_args()
    shares = options.shares or [1.0] * len(options.weights)
    if len(shares) != len(options.weights):
        parser.error(f"there are {len(options.weights)} weights and {len(shares)} shares")
    trainings = [torch.load(file) for file in options.weights]
    mean = {
        name: sum(share * weights[name] for share, weights in zip(shares, trainings, strict=True)) / sum(shares)
        for name in trainings[0]
    }
    torch.save(mean | {name: trainings[0][name] for name in _OWN}, options.out)


if __name__ == "__main__":
    main()
