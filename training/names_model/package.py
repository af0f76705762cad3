"""Puts an exported pipeline where postcheck ships it, if it loads, finds names with their roles and is small enough."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import spacy

_MOST_BYTES = 45_000_000
_SAMPLE = "Well done to Amelia Carter and Musa in Year 4!"
_EXPECTED = [("Amelia Carter", "child"), ("Musa", "child")]


def main() -> None:
    """Package from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="the exported pipeline")
    parser.add_argument("target", type=Path, help="where it ships")
    options = parser.parse_args()
    size = sum(file.stat().st_size for file in options.source.rglob("*") if file.is_file())
    if size > _MOST_BYTES:
        parser.error(f"{options.source} has {size} bytes, more than {_MOST_BYTES}")
    found = [(ent.text, ent._.person_role) for ent in spacy.load(options.source)(_SAMPLE).ents]
    if found != _EXPECTED:
        parser.error(f"{options.source} found {found} in {_SAMPLE!r}")
    shutil.rmtree(options.target, ignore_errors=True)
    shutil.copytree(options.source, options.target)
    print(f"{options.target}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
