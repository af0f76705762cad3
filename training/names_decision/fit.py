"""``python -m names_decision.fit``: fit the weights of the decision, and write ``postcheck/find/data/weights.toml``."""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from names_model.names import make_namer
from names_model.natural import FOLDS
from scipy import optimize, sparse

from names_decision.examples import KINDS, Example, examples
from names_decision.generated import generated
from names_decision.schools import enlarged, read_schools, thinned
from postcheck.find.decide import softmax
from postcheck.find.evidence.cues import cues
from postcheck.find.language import load_language_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from postcheck.find.decide import Weights
    from postcheck.find.evidence.features import Features
    from postcheck.find.language import LanguageModel

_LEAST_SEEN = 4  # examples that a feature needs, to be weighed at all
_PENALTY = 6.0  # of squared weights; chosen on dev
_LEAST_WEIGHT = 0.02
_CUE = 0.4
_FACTS = {
    "adult's title": ("adult", 2.0),
    "adult's role": ("adult", 1.0),
    "on the people list": ("adult", 2.0),
    "well known": ("figure", 2.0),
    "well-known surname": ("figure", 1.0),
    "figure of a story here": ("figure", 5.0),
    "place's name": ("none", 2.0),
    "saint": ("none", 1.5),
    "longer place's name": ("none", 2.0),
    "group's name": ("none", 1.5),
    "named after somebody": ("none", 1.5),
    "firm's name": ("none", 1.5),
    "tag without a forename": ("none", 2.5),
    "tag goes on with a word": ("none", 1.0),
    "picture: label among labels": ("none", 3.0),
    "picture: goes on below": ("none", 2.0),
}
"""What facts speak for, and how strongly before any post is seen."""
_WORDS = {
    "place": 1.0,
    "all parts are words": 1.0,
    "town or village": 1.0,
    "beside: towns and villages": 1.0,
    "is: school_words": 2.5,
}
"""What speaks against any name, and how strongly before any post is seen."""
_HEAD = """\
# What each piece of evidence adds to the scores of a child, an adult, a figure and no person; see docs/finder.md.
# Fitted by training/names_decision on natural posts and written by a program: change cues or features, and fit again.
"""


def expected() -> dict[str, tuple[float, ...]]:
    """Return what features are expected to weigh before any post is seen: what they were written for.

    The fit moves away from that as far as the posts say; of what they hardly have, it stays.
    """
    found = {f"cue: {cue.id}": _toward(KINDS.index(cue.toward), _CUE) for cue in cues()}
    found |= {name: _toward(KINDS.index("none"), weight) for name, weight in _WORDS.items()}
    found |= {f"fact: {name}": _toward(KINDS.index(kind), weight) for name, (kind, weight) in _FACTS.items()}
    return found


def _toward(column: int, weight: float) -> tuple[float, ...]:
    return tuple(weight if kind == column else -weight / 3 for kind in range(len(KINDS)))


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
        Of the squared distance of the weights from those expected.
    """
    before = expected()
    seen: dict[str, int] = {}
    for row in rows:
        for name in row:
            seen[name] = seen.get(name, 0) + 1
    names = sorted(before.keys() | {name for name, count in seen.items() if count >= _LEAST_SEEN})
    prior = np.array([before.get(name, (0.0,) * len(KINDS)) for name in names])
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
        value = -(count * target * logs).sum() + penalty * ((table - prior) ** 2).sum() / 2
        gradient = matrix.T @ (count * (np.exp(logs) - target)) + penalty * (table - prior)
        return float(value), np.asarray(gradient).ravel()

    found = optimize.minimize(loss, prior.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    table = found.x.reshape(len(names), len(KINDS))
    table -= table.mean(1, keepdims=True)
    return {
        name: (float(row[0]), float(row[1]), float(row[2]), float(row[3]))
        for name, row in zip(names, table, strict=True)
        if abs(row).max() >= _LEAST_WEIGHT
    }


def fit_twice(posts: Sequence[Example], penalty: float = _PENALTY) -> tuple[Weights, Weights]:
    """Fit what each feature weighs by itself, and what it weighs once the neighbours are known."""
    truth = [kind for post in posts for kind in post.truth]
    counts = [count for post in posts for count in post.counts]
    own = [post.examined.evidence.features() for post in posts]
    alone = fit([features for rows in own for features in rows], truth, counts, penalty)
    joined = []
    for post, rows in zip(posts, own, strict=True):
        shares = [softmax(features, alone) for features in rows]
        more = post.examined.evidence.together(shares)
        joined += [{**features, **others} for features, others in zip(rows, more, strict=True)]
    return alone, fit(joined, truth, counts, penalty)


def gather(options: argparse.Namespace, models: Sequence[LanguageModel | None]) -> Iterator[Example]:
    """Yield the posts of all schools, each twice: with a full roll and with one that lacks children.

    Parameters
    ----------
    options:
        What was asked for.
    models:
        For each fold, the language model that has not seen its authors' posts.
    """
    rng = random.Random(options.seed)
    namer = make_namer(Path(__file__).parent.parent / "data", "train", rng)
    for number, school in enumerate(read_schools(options.natural)):
        for share in (0.0, options.thin):
            larger = enlarged(thinned(school, share, rng), options.pupils, namer, rng)
            yield from examples(larger, models[number % FOLDS])
    for seed in options.generated:
        yield from generated(seed, models[seed % FOLDS], options.counts)


def written(tables: Mapping[str, tuple[Weights, Weights]], thresholds: Mapping[str, Mapping[str, float]]) -> str:
    """Return the weights as TOML."""
    lines = [_HEAD]
    for name, (alone, together) in tables.items():
        lines += [f"[{name}.thresholds]", *(f"{key} = {value}" for key, value in thresholds[name].items())]
        for stage, weights in (("alone", alone), ("together", together)):
            lines += ["", f"[{name}.{stage}]"]
            lines += [
                f'"{feature}" = [{", ".join(f"{weight:.3f}" for weight in row)}]' for feature, row in weights.items()
            ]
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Fit from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("natural", type=Path, help="folder with natural posts")
    parser.add_argument("out", type=Path, help="file for the weights")
    parser.add_argument(
        "--folds", nargs=FOLDS, required=True, help="pipelines, the first one trained without the authors of fold 0 …"
    )
    parser.add_argument("--pupils", type=int, default=250, help="pupils added to each roll")
    parser.add_argument("--thin", type=float, default=0.25, help="share of children who are not on the second roll")
    parser.add_argument(
        "--generated", type=int, nargs="*", default=[], help="seeds of posts from templates, below 1000"
    )
    parser.add_argument("--counts", type=float, default=0.3, help="how much a possible name in these counts")
    parser.add_argument("--penalty", type=float, default=_PENALTY)
    parser.add_argument("--review", type=float, default=0.2)
    parser.add_argument("--review-off-roll", type=float, default=0.14)
    parser.add_argument("--fail", type=float, default=0.8)
    parser.add_argument("--without-model", type=float, nargs=3, default=(0.3, 0.3, 0.6), help="the three thresholds")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chosen = {
        "with_model": (options.review, options.review_off_roll, options.fail),
        "without_model": options.without_model,
    }
    keys = ("review", "review_off_roll", "fail")
    thresholds = {name: dict(zip(keys, values, strict=True)) for name, values in chosen.items()}
    tables = {}
    for name, models in (
        ("with_model", [load_language_model(path) for path in options.folds]),
        ("without_model", [None] * FOLDS),
    ):
        posts = list(gather(options, models))
        tables[name] = fit_twice(posts, options.penalty)
        print(f"{name}: {sum(len(post.truth) for post in posts)} possible names in {len(posts)} posts", flush=True)
    options.out.write_text(written(tables, thresholds), encoding="utf-8")


if __name__ == "__main__":
    main()
