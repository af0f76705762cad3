"""The language model alone on the public development splits."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

SPLITS = ("btc_dev", "wnut17_dev")
_Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class SplitScore:
    """Figures for one split: exact spans, and persons that were found at least in part."""

    split: str
    texts: int
    persons: int
    precision: float
    recall: float
    f1: float
    overlap_recall: float


def score_spans(
    gold: Sequence[_Spans], ignored: Sequence[_Spans], found: Sequence[_Spans], split: str = ""
) -> SplitScore:
    """Compare spans; what was found within ``ignored`` counts neither way."""
    right = wrong = touched = 0
    for truth, ignore, spans in zip(gold, ignored, found, strict=True):
        counted = [
            span
            for span in spans
            if span in truth or not any(span[0] < end and start < span[1] for start, end in ignore)
        ]
        right += sum(span in truth for span in counted)
        wrong += sum(span not in truth for span in counted)
        touched += sum(any(start < other_end and other < end for other, other_end in counted) for start, end in truth)
    persons = sum(map(len, gold))
    precision, recall = right / max(1, right + wrong), right / max(1, persons)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return SplitScore(
        split,
        len(gold),
        persons,
        round(precision, 4),
        round(recall, 4),
        round(f1, 4),
        round(touched / max(1, persons), 4),
    )


def score_split(folder: Path, split: str, find: Callable[[Sequence[str]], list[_Spans]]) -> SplitScore:
    """Read a split (one JSON object a line: ``text``, ``spans``, ``ignore``) and score what ``find`` sees in it."""
    rows = [
        json.loads(line)
        for line in (folder / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    gold = [[(start, end) for start, end in row["spans"]] for row in rows]
    ignored = [[(start, end) for start, end in row.get("ignore", ())] for row in rows]
    return score_spans(gold, ignored, find([row["text"] for row in rows]), split)
