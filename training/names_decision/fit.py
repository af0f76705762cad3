"""``python -m names_decision.fit``: fit the weights of the decision, and write ``postcheck/find/data/weights.toml``."""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, sparse

from names_decision.examples import KINDS, Example, examples
from names_decision.schools import enlarged, read_schools
from names_model.names import make_namer
from postcheck.find.decide import softmax
from postcheck.find.language import LanguageModel, load_language_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from postcheck.find.decide import Weights
    from postcheck.find.evidence.features import Features

_LEAST_SEEN = 4  # examples that a feature needs, to be weighed at all
_PENALTY = 1.0  # of squared weights; chosen on dev
_LEAST_WEIGHT = 0.02


def fit(rows: Sequence[Features], truth: Sequence[int], weights: Sequence[float], penalty: float = _PENALTY) -> Weights:
    """Fit a softmax over sparse features by penalised maximum likelihood.

    Parameters
    ----------
    rows:
        The features of each example.
    truth:
        The column of `KINDS` of each.
    weights:
        How much each counts.
    penalty:
        Of the squared weights.
    """
    seen: dict[str, int] = {}
    for row in rows:
        for name in row:
            seen[name] = seen.get(name, 0) + 1
    names = sorted(name for name, count in seen.items() if count >= _LEAST_SEEN)
    column = {name: number for number, name in enumerate(names)}
    entries = [(i, column[name], value) for i, row in enumerate(rows) for name, value in row.items() if name in column]
    at, of, values = zip(*entries, strict=True)
    matrix = sparse.csr_matrix((values, (at, of)), (len(rows), len(names)))
    target = np.eye(len(KINDS))[list(truth)]
    count = np.asarray(weights)[:, None]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        table = flat.reshape(len(names), len(KINDS))
        scores = matrix @ table
        scores -= scores.max(1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(1, keepdims=True))
        value = -(count * target * logs).sum() + penalty * (table**2).sum() / 2
        gradient = matrix.T @ (count * (np.exp(logs) - target)) + penalty * table
        return float(value), np.asarray(gradient).ravel()

    found = optimize.minimize(loss, np.zeros(len(names) * len(KINDS)), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    table = found.x.reshape(len(names), len(KINDS))
    table -= table.mean(1, keepdims=True)
    return {
        name: (float(row[0]), float(row[1]), float(row[2]), float(row[3]))
        for name, row in zip(names, table, strict=True)
        if abs(row).max() >= _LEAST_WEIGHT
    }
