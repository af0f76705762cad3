"""Takes the mean of two trainings' weights: it often does better on texts unlike those of the later one."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Average from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("earlier", type=Path)
    parser.add_argument("later", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--share", type=float, default=0.65, help="of the later weights, 0 to 1")
    options = parser.parse_args()
    earlier, later = torch.load(options.earlier), torch.load(options.later)
    torch.save({name: (1 - options.share) * earlier[name] + options.share * later[name] for name in later}, options.out)


if __name__ == "__main__":
    main()
