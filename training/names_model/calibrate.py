"""Fits the temperature of roles on natural posts that were not trained on, and writes it into a pipeline's config."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import spacy
from spacy.util import load_config

from names_model.evaluate import role_pairs
from names_model.natural import read_posts
from postcheck.find.person_tagger import ROLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

_COMPONENT = "postcheck_persons"
_TEMPERATURES = np.geomspace(0.3, 5.0, 200)


def surprise(logs: NDArray[np.float64], right: NDArray[np.int64], temperature: float) -> float:
    """Give the mean surprise at the right roles.

    ``logs`` are logarithms of probabilities at temperature 1, ``(names, 3)``.
    """
    scores = logs / temperature
    scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return float(-scores[np.arange(len(right)), right].mean())


def main() -> None:
    """Fit and write from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("natural", type=Path, help="folder of natural posts")
    options = parser.parse_args()
    nlp = spacy.load(options.pipeline, config={"components": {_COMPONENT: {"role_temperature": 1.0}}})
    records = [post.record() for post in read_posts(options.natural)]
    pairs = [
        pair
        for record, doc in zip(records, nlp.pipe(r.text for r in records), strict=True)
        for pair in role_pairs(record, doc.ents)
    ]
    logs = np.log(np.maximum([ent._.role_probabilities for _, ent in pairs], 1e-9))
    right = np.array([ROLES.index(role) for role, _ in pairs])
    temperature = round(float(min(_TEMPERATURES, key=lambda t: surprise(logs, right, t))), 3)
    file = options.pipeline / "config.cfg"
    config = load_config(file, interpolate=False)
    config["components"][_COMPONENT]["role_temperature"] = temperature
    config.to_disk(file)
    before, after = surprise(logs, right, 1.0), surprise(logs, right, temperature)
    print(
        f"temperature {temperature}, fitted on {len(pairs)} names; mean surprise {before:.4f} before, {after:.4f} after"
    )


if __name__ == "__main__":
    main()
