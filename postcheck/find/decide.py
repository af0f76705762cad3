"""The decision whose name it is: evidence in, a probability for a child, an adult, a figure and none out.

A softmax over named features, fitted by ``training/`` on posts that others wrote (``data/weights.toml``). It weighs
each possible name twice: by itself, then together with what its neighbours turned out to be.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

import tomli

from postcheck.find.evidence.features import Evidence, Features

Weights = Mapping[str, tuple[float, float, float, float]]
"""What each feature adds to the score of a child, an adult, a figure and none."""


class Shares(NamedTuple):
    """How probable it is that words name a child, an adult, a figure, or nobody; together 1."""

    child: float
    adult: float
    figure: float
    none: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of one possible name, and on what grounds."""

    shares: Shares
    features: Features
    """The evidence by itself and together with the neighbours."""
    weights: Weights

    def reasons(self, role: str) -> list[tuple[str, float]]:
        """Return the features that spoke for a role, and by how much more than for the others, the weightiest first."""
        column = Shares._fields.index(role)
        found = []
        for name, value in self.features.items():
            weights = self.weights.get(name)
            if weights is not None:
                rest = [weight for number, weight in enumerate(weights) if number != column]
                found.append((name, value * (weights[column] - sum(rest) / len(rest))))
        return sorted(found, key=lambda reason: -reason[1])

    def without(self, part: str) -> Shares:
        """Return what would have been decided without the features whose names hold some words."""
        return softmax({name: value for name, value in self.features.items() if part not in name}, self.weights)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities of a child, 0 to 1, from which on a name is flagged."""

    review: float
    """Somebody on the roll, for a person to look at."""
    review_off_roll: float
    """The same, of somebody who is not on the roll."""
    fail: float
    """Somebody on the roll, at the rule's own level."""


class Decider:
    """Weighs the evidence.

    Parameters
    ----------
    alone, together:
        What each feature weighs by itself, and what each weighs once the neighbours are known.
    thresholds:
        From which probability on a name is flagged.
    """

    def __init__(self, alone: Weights, together: Weights, thresholds: Thresholds) -> None:
        self.thresholds = thresholds
        self._alone = alone
        self._together = together

    def decide(self, evidence: Evidence) -> list[Decision]:
        """Return a decision for each proposal, in order."""
        own = evidence.features()
        shares = [softmax(features, self._alone) for features in own]
        joined = [{**features, **more} for features, more in zip(own, evidence.together(shares), strict=True)]
        return [Decision(softmax(features, self._together), features, self._together) for features in joined]


def softmax(features: Features, weights: Weights) -> Shares:
    """Return the probabilities of the four; features without a weight count for nothing."""
    scores = [0.0, 0.0, 0.0, 0.0]
    for name, value in features.items():
        row = weights.get(name)
        if row is not None:
            for number, weight in enumerate(row):
                scores[number] += weight * value
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    return Shares(*(power / sum(powers) for power in powers))


@cache
def shipped_decider(*, with_model: bool) -> Decider:
    """Return the decider that ships with postcheck, for a finder with or without a language model."""
    raw = tomli.loads((resources.files("postcheck.find") / "data" / "weights.toml").read_text("utf-8"))
    tables = raw["with_model" if with_model else "without_model"]
    return Decider(_weights(tables["alone"]), _weights(tables["together"]), Thresholds(**tables["thresholds"]))


def _weights(table: Mapping[str, Sequence[float]]) -> Weights:
    return {name: (row[0], row[1], row[2], row[3]) for name, row in table.items()}
