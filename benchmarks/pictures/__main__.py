"""``python -m benchmarks.pictures``: measure how well names are read in pictures, and print or write the figures."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.pictures import tables
from benchmarks.pictures.fonts import missing
from benchmarks.pictures.images import PictureSet, make_picture_set
from benchmarks.pictures.kinds import KINDS
from benchmarks.pictures.memory import MEGAPIXELS, measure_apart
from benchmarks.pictures.pages import write_between
from benchmarks.pictures.score import Score
from benchmarks.pictures.systems import (
    Postcheck,
    PresidioImages,
    System,
    Timing,
    WholePage,
    modes,
    one_thread,
    presidio_version,
    timed,
    warm_up,
)
from postcheck import __version__
from postcheck.find.finder import Finder
from postcheck.find.language import LanguageModel, load_language_model
from postcheck.model.settings import OcrSettings
from postcheck.read.reader import Reader

_TEST_SEED, _COUNT = 2026, 4 * len(KINDS)
_BASELINE = "whole-page Tesseract"
_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.pictures", description="Measure how well names are read in pictures."
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=_TEST_SEED,
        help="below 1000: texts, names and fonts for tuning; from 1000 on: for measuring (2026)",
    )
    parser.add_argument(
        "--count",
        type=int,
        default=_COUNT,
        help=f"how many pictures ({_COUNT}); the first of a smaller set are the same",
    )
    parser.add_argument(
        "--systems",
        default="standard,Presidio",
        metavar="NAMES",
        help="what to measure beside whole-page Tesseract, by commas: standard, thorough … (standard,Presidio)",
    )
    parser.add_argument("--kinds", default="", metavar="NAMES", help="only pictures of these kinds, by commas (all)")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="show up to N errors of each sort of the first system"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything to FILE as well")
    parser.add_argument("--docs", type=Path, metavar="FILE", help="put the results into this page, between its marks")
    parser.add_argument(
        "--save",
        type=Path,
        metavar="FOLDER",
        help="write the pictures there, with names.json that says where each name is, and stop",
    )
    parser.add_argument("--no-memory", action="store_true", help="do not measure the memory for a very large picture")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    arguments = _arguments(given)
    one_thread()
    tests = make_picture_set(arguments.seed, arguments.count, _names(arguments.kinds))
    if strange := set(tests.kinds) - set(KINDS):
        raise SystemExit(f"There is no kind {', '.join(sorted(strange))}; there are {', '.join(KINDS)}.")
    if arguments.save:
        _save(tests, arguments.save)
        return 0
    model = load_language_model("")
    wanted = (*_names(arguments.systems), _BASELINE)
    systems = {name: system for name, system in _systems(tests, model).items() if name in wanted}
    scores, took, problems = _measure(tests, systems)
    about = _about(tests, scores)
    shown: list[str] = []
    show = _shower(shown)
    show("\n".join(f"- {name}: {value}" for name, value in about.items()) + "\n")
    first, pictures = next(iter(scores)), len(list(tests.numbers))
    show(tables.summary(scores, took, pictures, _BASELINE))
    show(tables.by_kind(scores))
    show(tables.cost_by_kind(first, scores[first], scores[_BASELINE]))
    show(tables.by_origin(first, scores[first]))
    record: dict[str, Any] = {
        **about,
        "systems": {name: _record(scores[name], took[name], problems[name]) for name in scores},
    }
    if not arguments.no_memory:
        record["peak_megabytes"] = {name: measure_apart(name) for name in modes() if name in scores}
        for name, peak in record["peak_megabytes"].items():
            show(
                f"- Memory of a process that reads a picture of {MEGAPIXELS} megapixels, {name}: {peak:.0f} MB, "
                "Tesseract included.\n"
            )
    if arguments.docs:
        write_between(arguments.docs, _BEGIN, _END, shown)
    if arguments.errors:
        print(f"Errors of {first}\n{tables.errors(scores[first], arguments.errors)}")
    if arguments.json:
        arguments.json.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def _systems(tests: PictureSet, model: LanguageModel) -> dict[str, System]:
    """Return everything that is measured, by name."""
    finder = Finder(tests.school.roll, tests.people, model)
    # As many side by side as the command would use: each engine then has one thread, and so has Tesseract.
    systems: dict[str, System] = {
        name: Postcheck(name, Reader(settings, side_by_side=max(2, os.cpu_count() or 1)), finder)
        for name, settings in modes().items()
    }
    systems[_BASELINE] = Postcheck(_BASELINE, Reader(OcrSettings(), WholePage()), finder)
    if presidio_version():
        systems["Presidio"] = PresidioImages(model.path)
    return systems


def _measure(
    tests: PictureSet, systems: dict[str, System]
) -> tuple[dict[str, Score], dict[str, Timing], dict[str, list[str]]]:
    """Let every system look at each picture in turn, so that whatever else the machine does slows them all alike."""
    scores = {name: Score() for name in systems}
    took = {name: Timing(0.0, 0.0) for name in systems}
    problems: dict[str, list[str]] = {name: [] for name in systems}
    for system in systems.values():
        warm_up(system)
    with tempfile.TemporaryDirectory() as folder:
        for picture in tests:
            path = picture.save(Path(folder))
            for name, system in systems.items():
                flags, unexamined, spent = timed(system, path)
                scores[name].count(picture, flags, knows_pupils=system.knows_pupils)
                scores[name].cpu[picture.kind].append(spent.cpu)
                took[name] = Timing(took[name].wall + spent.wall, took[name].cpu + spent.cpu)
                problems[name] += [f"{picture.name}: {problem}" for problem in unexamined]
            path.unlink()
    return scores, took, problems


def _about(tests: PictureSet, scores: dict[str, Score]) -> dict[str, str]:
    first = next(iter(scores.values()))
    left_out = missing()
    kinds = "" if tests.kinds == tuple(KINDS) else f' --kinds "{",".join(tests.kinds)}"'
    return {
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "command": f"`python -m benchmarks.pictures --seed {tests.seed} --count {tests.count}{kinds}`",
        "postcheck": __version__,
        "python": f"{platform.python_version()}, {os.cpu_count()} cores",
        "presidio-image-redactor": presidio_version()
        or "NOT INSTALLED: left out (pip install -r benchmarks/requirements.txt)",
        "fonts": f"{len(left_out)} MISSING ({', '.join(left_out)}); docs/benchmarks-pictures.md says how to get them"
        if left_out
        else "all there",
        "seed": f"{tests.seed} ({tests.half} half)",
        "pictures": f"{len(list(tests.numbers))}, {first.without} of them without a pupil's name",
        "names": f"{first.total.names} of pupils on a roll of {len(tests.school.pupils)}",
    }


def _record(score: Score, took: Timing, problems: list[str]) -> dict[str, Any]:
    return {
        "macro": score.macro,
        "precision": score.precision,
        "false_per_100": score.per_hundred,
        "total": asdict(score.total),
        "kinds": {kind: asdict(tally) for kind, tally in score.tallies.items()},
        "origins": {origin: asdict(tally) for origin, tally in score.origins.items()},
        "seconds": asdict(took),
        "not_examined": problems,
    }


def _save(tests: PictureSet, folder: Path) -> None:
    """Write all pictures, and where every name is, so that any other tool can be measured on them."""
    folder.mkdir(parents=True, exist_ok=True)
    truth = {}
    for picture in tests:
        picture.save(folder)
        truth[picture.name] = [
            {
                "text": label.text,
                "form": label.form,
                "origin": label.origin,
                "pupil_ids": sorted(label.pupil_ids),
                "quads": label.quads,
            }
            for label in picture.labels
        ]
    (folder / "names.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _shower(shown: list[str]) -> Callable[[str], None]:
    """Return a function that prints a piece of the results and keeps it."""

    def show(text: str) -> None:
        print(text, flush=True)
        shown.append(text)

    return show


if __name__ == "__main__":
    sys.exit(main())
