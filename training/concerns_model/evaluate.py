"""Measures the classifier that ships: what it sees of each concern, how often it is wrong about harmless sentences."""

from __future__ import annotations

import argparse

import numpy as np

from concerns_model.sentences import ordinary, read
from postcheck.find.concerns import ConcernFinder
from postcheck.model.concern import Concern


def main() -> None:
    """Print a table for a part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("dev", "praise", "test"), default="test")
    options = parser.parse_args()
    finder = ConcernFinder()
    sentences = read(options.part)
    seen = finder.seen(finder.chances([one.text for one in sentences]))
    print("| concern | sentences | seen as that | seen at all | near misses seen |")
    print("| --- | --- | --- | --- | --- |")
    for number, concern in enumerate(Concern):
        if not any(concern in one.concerns for one in sentences):
            continue
        own = np.array([concern in one.concerns for one in sentences])
        near = np.array([one.near == str(concern) for one in sentences])
        print(
            f"| `{concern}` | {own.sum()} | {seen[own, number].mean():.2f} | {seen[own].any(1).mean():.2f} "
            f"| {seen[near].any(1).mean() if near.any() else 0:.2f} |"
        )
    harmful = np.array([bool(one.concerns) for one in sentences])
    calm = np.array([one.near == "calm" for one in sentences])
    near = ~harmful & ~calm
    print(f"all: seen {seen[harmful].any(1).mean():.3f}, near misses {seen[near].any(1).mean():.3f} of {near.sum()}")
    if options.part != "praise":
        plain = finder.seen(finder.chances(ordinary(options.part)))
        print(f"calm {seen[calm].any(1).mean():.3f}", end=", ")
        print(f"sentences of natural posts {plain.any(1).mean():.4f} of {len(plain)}")


if __name__ == "__main__":
    main()
