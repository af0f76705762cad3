"""``python -m benchmarks.names``: measure how well names are found, and print or write the figures."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.names import tables
from benchmarks.names.corpora import SPLITS, score_split
from benchmarks.names.cost import SIZES, measure_apart
from benchmarks.names.natural import make_natural_sets, measure
from benchmarks.names.posts import PostSet, make_test_set
from benchmarks.names.score import ON_ROLL, UNSEEN, UNSEEN_HIDDEN, Score, score
from benchmarks.names.systems import BareSpacy, Postcheck, Presidio, System, presidio_version, read_all
from postcheck import __version__
from postcheck.errors import LanguageModelError
from postcheck.find.language import LanguageModel, load_language_model

_TEST_SEED = 2026
_ROLL_ALONE = "roll alone"
_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.names", description="Measure how well names are found in school posts."
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=_TEST_SEED,
        help="below 1000: templates and names for tuning; from 1000 on: those for measuring (2026)",
    )
    parser.add_argument("--model", default="", help="another spaCy pipeline than the one that ships")
    parser.add_argument(
        "--corpora",
        type=Path,
        default=os.environ.get("POSTCHECK_CORPORA"),
        help="folder of btc_dev.jsonl and wnut17_dev.jsonl",
    )
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show up to N errors of each sort")
    parser.add_argument(
        "--errors-of",
        default="postcheck",
        metavar="SYSTEM",
        help="whose errors: postcheck, “roll alone”, “model alone” …",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything to FILE as well")
    parser.add_argument("--docs", type=Path, metavar="FILE", help="put the results into this page, between its marks")
    parser.add_argument(
        "--natural",
        default="test",
        choices=("train", "dev", "test", "none"),
        help="the part of the natural posts to measure: dev for tuning, test (the default) for measuring",
    )
    parser.add_argument("--no-cost", action="store_true", help="do not measure large rolls")
    parser.add_argument(
        "--dump",
        type=Path,
        metavar="FILE",
        help="write the posts with their names to FILE, one JSON object a line, and stop",
    )
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    arguments = _arguments(given)
    tests = make_test_set(arguments.seed)
    if arguments.dump:
        arguments.dump.write_text(
            "".join(json.dumps(asdict(post), ensure_ascii=False) + "\n" for post in tests.posts), encoding="utf-8"
        )
        return 0
    about = _about(tests)
    show = _Show()
    show("\n".join(f"- {name}: {value}" for name, value in about.items()) + "\n")
    model = _model(arguments.model)
    systems = _systems(tests, model)
    scores = [score(run, tests.posts) for run in read_all(systems, tests.posts)]
    record: dict[str, Any] = {**about, "systems": {one.run.system.name: one.record() for one in scores}}
    _show_scores(scores, show)
    _natural(arguments.natural, model, record, show, arguments.errors)
    _public(arguments.corpora, systems, record, show)
    if not arguments.no_cost:
        results = [measure_apart(pupils, arguments.seed) for pupils in SIZES]
        record["cost"] = [asdict(one) for one in results]
        show(tables.costs(results))
    if arguments.docs:
        _write_between_marks(arguments.docs, show.shown)
    if arguments.errors:
        chosen = next((one for one in scores if one.run.system.name == arguments.errors_of), scores[0])
        print(f"Errors of {chosen.run.system.name}\n{tables.errors(chosen.errors, arguments.errors)}")
    if arguments.json:
        arguments.json.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _about(tests: PostSet) -> dict[str, str]:
    spans = Counter(span.on_roll for post in tests.posts for span in post.spans)
    without = sum(not post.spans for post in tests.posts)
    return {
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "command": f"`python -m benchmarks.names --seed {tests.seed}`",
        "postcheck": __version__,
        "python": f"{platform.python_version()}, {os.cpu_count()} cores",
        "presidio-analyzer": presidio_version()
        or "NOT INSTALLED: left out (pip install -r benchmarks/requirements.txt)",
        "seed": f"{tests.seed} ({tests.half} half)",
        "posts": f"{len(tests.posts)}, {without} of them without a pupil's name",
        "names": f"{spans[True]} on the roll of {len(tests.school.pupils)}, {spans[False]} not on it",
    }


def _model(name: str) -> LanguageModel | None:
    try:
        return load_language_model(name)
    except LanguageModelError as error:
        print(f"No language model, so only the roll is measured: {error}\n", file=sys.stderr)
        return None


def _systems(tests: PostSet, model: LanguageModel | None) -> list[System]:
    alone = Postcheck(_ROLL_ALONE, tests, None, knows_roll=True)
    if model is None:
        return [alone]
    systems: list[System] = [
        Postcheck("postcheck", tests, model, knows_roll=True),
        alone,
        Postcheck("model alone", tests, model, knows_roll=False),
        BareSpacy(model.path),
    ]
    if presidio_version():
        systems.append(Presidio(model.path))
    return systems


def _natural(
    part: str, model: LanguageModel | None, record: dict[str, Any], show: Callable[[str], None], shown_errors: int
) -> None:
    """Measure the natural posts of a part."""
    if part == "none":
        return
    sets = make_natural_sets(part)
    scores = measure(sets, [_systems(tests, model) for tests in sets])
    record["natural"] = {one.run.system.name: one.record() for one in scores}
    posts = sum(len(tests.posts) for tests in sets)
    show(
        f"## Natural posts\n\n{posts} posts of {len(sets)} authors ({part}), "
        f"{scores[0].posts_without} of them without a child.\n"
    )
    show(tables.summary(scores))
    show(tables.by_category(scores, "form", ON_ROLL, "Natural posts: names on the roll by form"))
    show(tables.by_category(scores, "case", ON_ROLL, "Natural posts: names on the roll by letter case"))
    show(tables.by_category(scores, "origin", ON_ROLL, "Natural posts: names on the roll by voice"))
    show(tables.by_category(scores, "form", UNSEEN, "Natural posts: children not on the roll by form"))
    show(tables.traps(scores))
    wrong = 100 * scores[0].certainly_wrong / scores[0].posts_without
    show(f"At a rule's own level: {wrong:.1f} false flags in 100 posts without a child.\n")
    if shown_errors and part != "test":
        print(f"Errors of {scores[0].run.system.name}\n{tables.errors(scores[0].errors, shown_errors)}")


def _show_scores(scores: Sequence[Score], show: Callable[[str], None]) -> None:
    show(tables.summary(scores))
    show(tables.by_category(scores, "form", ON_ROLL, "Names on the roll by form"))
    show(tables.by_category(scores, "case", ON_ROLL, "Names on the roll by letter case"))
    show(tables.by_category(scores, "origin", ON_ROLL, "Names on the roll by origin"))
    show(tables.by_category(scores, "form", UNSEEN, "Names not on the roll by form"))
    show(tables.by_category(scores, "form", UNSEEN_HIDDEN, "Names not on the roll, in tags and addresses"))
    show(tables.by_category(scores, "case", UNSEEN, "Names not on the roll by letter case"))
    show(tables.by_category(scores, "origin", UNSEEN, "Names not on the roll by origin"))
    show(tables.traps(scores))
    bare = next((one for one in scores if isinstance(one.run.system, BareSpacy)), None)
    if bare is not None:
        show(tables.speed(scores, bare))


def _public(
    folder: Path | str | None, systems: Sequence[System], record: dict[str, Any], show: Callable[[str], None]
) -> None:
    bare = next((system for system in systems if isinstance(system, BareSpacy)), None)
    if bare is None:
        return
    if folder is None:
        show("Public texts: NOT MEASURED; give their folder by --corpora or POSTCHECK_CORPORA.\n")
        return
    results = [score_split(Path(folder), split, bare.persons) for split in SPLITS]
    record["public"] = [asdict(one) for one in results]
    show(tables.splits(results))


class _Show:
    """Prints pieces of the results, and keeps them."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def __call__(self, text: str) -> None:
        """Print a piece of the results."""
        print(text)
        self.shown.append(text)


def _write_between_marks(page: Path, shown: Sequence[str]) -> None:
    """Put the results into a page of the docs, in place of the last ones."""
    before, _, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    _, mark, after = rest.partition(_END)
    if not mark:
        raise SystemExit(f"{page} has no lines “{_BEGIN}” and “{_END}” to write between.")
    page.write_text(
        "\n\n".join((before + _BEGIN, *(piece.strip("\n") for piece in shown), mark + after)), encoding="utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
