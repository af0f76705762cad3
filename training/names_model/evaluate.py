"""Measures a spaCy pipeline that marks persons.

It reads public development texts, natural posts, and held-out posts from templates.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import spacy

from names_model.augment import Tagged
from names_model.natural import read_posts
from names_model.records import CHILD, Record, Span, read_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.language import Language
    from spacy.tokens import Span as Entity

_BINS = 10  # of probabilities, to compare each with how often it comes true


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
    lookalikes, mistaken:
        Words that look like a name and are none, and those of them that a find touches.
    roles:
        How often a name of one role was given another: (the right one, the given one), of the names found.
    children:
        Of each of them, how likely the pipeline holds it to be a child's, and whether it is.
    """

    gold: int = 0
    found: int = 0
    exact: int = 0
    touched: int = 0
    right: int = 0
    texts: int = 0
    false: int = 0
    lookalikes: int = 0
    mistaken: int = 0
    roles: Counter[tuple[str, str]] = field(default_factory=Counter)
    children: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, gold: Sequence[Span], found: Sequence[Span], lookalikes: Sequence[Span] = ()) -> None:
        """Count one text."""
        self.texts += 1
        self.gold += len(gold)
        self.found += len(found)
        self.exact += len(set(gold) & set(found))
        self.touched += sum(any(_overlap(g, f) for f in found) for g in gold)
        right = sum(any(_overlap(g, f) for g in gold) for f in found)
        self.right += right
        self.false += len(found) - right
        self.lookalikes += len(lookalikes)
        self.mistaken += sum(any(_overlap(word, f) for f in found) for word in lookalikes)

    def add_role(self, right: str, given: str, child: float) -> None:
        """Count the role of one name that was found, and how likely it was held to be a child's."""
        self.roles[right, given] += 1
        self.children.append((child, right == CHILD))

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
            **({"lookalikes_marked": self.mistaken / self.lookalikes} if self.lookalikes else {}),
            **(self._role_figures() if self.roles else {}),
        }

    def _role_figures(self) -> dict[str, float]:
        """Give how often the role is right, in all and by role, and how often it is right that it is a child's.

        The calibration error says how far probabilities of that are from the truth.
        """
        total = sum(self.roles.values())
        figures = {
            "role_accuracy": sum(count for (right, given), count in self.roles.items() if right == given) / total,
            "child_accuracy": sum(
                count for (right, given), count in self.roles.items() if (right == CHILD) == (given == CHILD)
            )
            / total,
            "child_calibration_error": calibration_error(self.children),
        }
        for (right, given), count in sorted(self.roles.items()):
            figures[f"{right}_as_{given}"] = count
        return figures


def calibration_error(judged: Sequence[tuple[float, bool]]) -> float:
    """Give the expected calibration error, in ten bins.

    It is how far a probability is, on average, from how often what it says comes true.
    """
    probabilities = np.array([probability for probability, _ in judged])
    truths = np.array([truth for _, truth in judged], np.float64)
    bins = np.minimum((probabilities * _BINS).astype(int), _BINS - 1)
    gaps = [abs(probabilities[bins == b].sum() - truths[bins == b].sum()) for b in range(_BINS)]
    return float(sum(gaps) / max(1, len(judged)))


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
        ents = [
            ent
            for ent in doc.ents
            if ent.label_ == "PERSON" and not any(_overlap((ent.start_char, ent.end_char), s) for s in record.ignore)
        ]
        found = [(ent.start_char, ent.end_char) for ent in ents]
        gold = [span for span in record.spans if not any(_overlap(span, s) for s in record.ignore)]
        for key in ("all", record.src, record.group):
            if key:
                counts[key].add(gold, found, record.lookalikes)
                for role, ent in role_pairs(record, ents):
                    counts[key].add_role(role, ent._.person_role, ent._.role_probabilities[0])
        if set(gold) != set(found):
            missed = [record.text[a:b] for a, b in gold if (a, b) not in found]
            extra = [record.text[a:b] for a, b in found if (a, b) not in gold]
            wrong.append(f"- {missed} + {extra} : {record.text!r}")
    return dict(counts), wrong


def role_pairs(record: Record, ents: Sequence[Entity]) -> list[tuple[str, Entity]]:
    """Pair the known role of each name with the find that touches it, if the pipeline tells roles."""
    if not (record.roles and ents and ents[0].has_extension("person_role") and ents[0]._.person_role):
        return []
    pairs = []
    for span, role in zip(record.spans, record.roles, strict=True):
        ent = next((ent for ent in ents if _overlap(span, (ent.start_char, ent.end_char))), None)
        if role and ent is not None:
            pairs.append((role, ent))
    return pairs


def read_any(path: Path) -> list[Record]:
    """Read a file of records, or a folder of natural posts: each as it is written, in capitals and in small letters."""
    if not path.is_dir():
        return read_records(path)
    records = [post.record() for post in read_posts(path)]
    return [
        *records,
        *(Tagged.of(record).upper().record("upper", f"{record.group}, upper") for record in records),
        *(Tagged.of(record).lower().record("lower", f"{record.group}, lower") for record in records),
    ]


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
    parser.add_argument("files", type=Path, nargs="+", help="records, e.g. btc_dev.jsonl, or a folder of natural posts")
    parser.add_argument("--threshold", type=float, help="instead of the pipeline's own")
    parser.add_argument("--wrong", type=Path, help="file for the texts that went wrong")
    parser.add_argument("--json", type=Path, help="file for the figures")
    options = parser.parse_args()
    config = {"components": {"postcheck_persons": {"threshold": options.threshold}}} if options.threshold else {}
    nlp = spacy.load(options.pipeline, config=config)
    report: dict[str, dict[str, dict[str, float]]] = {}
    lines: list[str] = []
    for file in options.files:
        records = read_any(file)
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
