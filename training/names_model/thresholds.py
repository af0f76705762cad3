"""Shows what each threshold gains and loses, so that one can be chosen."""

from __future__ import annotations

import argparse
from pathlib import Path

import spacy

from names_model.evaluate import measure
from names_model.natural import read_posts
from names_model.records import read_records
from postcheck.find.person_tagger import PersonTagger

_THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
_NO_PERSON = ("none", "nobody")  # groups of posts


def main() -> None:
    """Print for each threshold exact F1 of every file, and recall and false finds of natural and held-out posts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("natural", type=Path, help="folder of natural posts")
    parser.add_argument("heldout", type=Path, help="posts of which some name nobody (group none)")
    parser.add_argument("development", type=Path, nargs="+", help="public texts, e.g. btc_dev.jsonl")
    options = parser.parse_args()
    nlp = spacy.load(options.pipeline)
    tagger = nlp.get_pipe("postcheck_persons")
    if not isinstance(tagger, PersonTagger):
        parser.error(f"{options.pipeline} has no postcheck_persons")
    posts_by_kind = {
        "natural": [post.record() for post in read_posts(options.natural)],
        "held out": read_records(options.heldout),
    }
    development = {file.stem: read_records(file) for file in options.development}
    for threshold in _THRESHOLDS:
        tagger.threshold = threshold
        line = f"{threshold:.2f}"
        for kind, posts in posts_by_kind.items():
            counts, _ = measure(nlp, posts)
            named, plain = (
                counts["all"].figures(),
                next(counts[group] for group in _NO_PERSON if group in counts).figures(),
            )
            line += f"  {kind}: recall {named['overlap_recall']:.3f} precision {named['overlap_precision']:.3f}"
            line += f" exact F1 {named['exact_f1']:.3f} false in 100 {plain['false_in_100']:.1f};"
        for name, records in development.items():
            figures = measure(nlp, records)[0]["all"].figures()
            line += f"  {name} exact F1 {figures['exact_f1']:.3f}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
