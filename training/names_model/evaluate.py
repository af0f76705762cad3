"""Measures a spaCy pipeline that marks persons: on public development texts and on held-out invented posts."""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import spacy

from names_model.records import Record, Span, read_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.language import Language


@dataclass(slots=True)
class Counts:
    """What was found and what there was to find.

    Attributes
    ----------
    gold, found, exact:
        Names there are, names found, and those found with both ends right.
    touched, right:
        Names of which any part was found, and finds that touch any name.
    texts, false:
        How many texts there are, and finds that touch no name.
    """

    gold: int = 0
    found: int = 0
    exact: int = 0
    touched: int = 0
    right: int = 0
    texts: int = 0
    false: int = 0

    def add(self, gold: Sequence[Span], found: Sequence[Span]) -> None:
        """Count one text."""
        self.texts += 1
        self.gold += len(gold)
        self.found += len(found)
        self.exact += len(set(gold) & set(found))
        self.touched += sum(any(_overlap(g, f) for f in found) for g in gold)
        right = sum(any(_overlap(g, f) for g in gold) for f in found)
        self.right += right
        self.false += len(found) - right

    def figures(self) -> dict[str, float]:
        """Give exact F1, precision and recall, recall and precision of overlaps, and false finds in 100 texts."""
        precision = self.exact / self.found if self.found else 0.0
        recall = self.exact / self.gold if self.gold else 0.0
        return {
            "names": self.gold,
            "exact_f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
            "exact_precision": precision,
            "exact_recall": recall,
            "overlap_recall": self.touched / self.gold if self.gold else 0.0,
            "overlap_precision": self.right / self.found if self.found else 0.0,
            "false_in_100": 100 * self.false / self.texts if self.texts else 0.0,
        }


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def measure(nlp: Language, records: Sequence[Record]) -> tuple[dict[str, Counts], list[str]]:
    """Count by the records' source and group; list what went wrong, one line a text.

    Returns
    -------
    tuple
        Counts by ``all``, source and group, and the lines.
    """
    counts: dict[str, Counts] = defaultdict(Counts)
    wrong: list[str] = []
    for record, doc in zip(records, nlp.pipe(r.text for r in records), strict=True):
        found = [
            (ent.start_char, ent.end_char)
            for ent in doc.ents
            if ent.label_ == "PERSON" and not any(_overlap((ent.start_char, ent.end_char), s) for s in record.ignore)
        ]
        gold = [span for span in record.spans if not any(_overlap(span, s) for s in record.ignore)]
        for key in ("all", record.src, record.group):
            if key:
                counts[key].add(gold, found)
        if set(gold) != set(found):
            missed = [record.text[a:b] for a, b in gold if (a, b) not in found]
            extra = [record.text[a:b] for a, b in found if (a, b) not in gold]
            wrong.append(f"- {missed} + {extra} : {record.text!r}")
    return dict(counts), wrong


def speed(nlp: Language, texts: Iterable[str]) -> tuple[float, float]:
    """Give texts a second of processor time: of the whole pipeline, and of its tokeniser alone."""
    texts = list(texts)
    list(nlp.pipe(texts[:20]))
    began = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    whole = time.process_time() - began
    began = time.process_time()
    for text in texts:
        nlp.make_doc(text)
    return len(texts) / whole, len(texts) / (time.process_time() - began)


def main() -> None:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("files", type=Path, nargs="+", help="records, e.g. btc_dev.jsonl")
    parser.add_argument("--threshold", type=float, help="instead of the pipeline's own")
    parser.add_argument("--wrong", type=Path, help="file for the texts that went wrong")
    parser.add_argument("--json", type=Path, help="file for the figures")
    options = parser.parse_args()
    config = {"components": {"postcheck_persons": {"threshold": options.threshold}}} if options.threshold else {}
    nlp = spacy.load(options.pipeline, config=config)
    report: dict[str, dict[str, dict[str, float]]] = {}
    lines: list[str] = []
    for file in options.files:
        records = read_records(file)
        counts, wrong = measure(nlp, records)
        report[file.stem] = {key: count.figures() for key, count in counts.items()}
        lines += [f"## {file.stem}", *wrong]
        whole, words_only = speed(nlp, (r.text for r in records))
        print(f"{file.stem}: {whole:.0f} texts a second of one core; tokeniser alone {words_only:.0f}")
        for key, figures in report[file.stem].items():
            print(f"  {key:24}" + "  ".join(f"{name} {value:.3g}" for name, value in figures.items()))
    if options.wrong:
        options.wrong.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if options.json:
        options.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
