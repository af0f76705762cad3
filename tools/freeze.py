"""``python tools/freeze.py draw|run|compare``: freeze what postcheck reports on a large, varied folder.

Two frozen sets show what a change to the code did to the reports::

    python tools/freeze.py draw frozen/inputs
    python tools/freeze.py run frozen/inputs frozen/before
    ... change the code ...
    python tools/freeze.py run frozen/inputs frozen/after
    python tools/freeze.py compare frozen/before frozen/after

``draw`` writes sets of drafts, each into a folder of its own: the samples, the drafts of ``tests/policies``, and the
posts and pictures that the benchmarks draw from a seed. Any other folder that is put beside them is frozen as well; the
``tmp_path`` folders of the tests hold hundreds of odd drafts::

    pytest tests/load --basetemp=frozen/inputs/load -o tmp_path_retention_policy=all

Draw once and keep the inputs: both runs must see the same ones.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DAY = "2026-11-21"
"""Stands for today, so that two runs on different days report the same."""
_FORMATS = {
    "html": "html",
    "markdown": "md",
    "sarif": "sarif",
    "junit": "xml",
    "github": "txt",
    "gitlab": "gitlab.json",
    "jsonl": "jsonl",
    "rich": "screen.txt",
}
"""The formats besides JSON in which the samples are reported, with the ending of the file."""
_SEED, _POSTS, _DRAFTS, _WITH_PICTURE, _PICTURES = 7, 600, 120, 24, 48
_EVERY_PACK = frozenset({"samples", "policies", "posts"})
_TWO_PACKS = ("aspire", "north-star")
"""For sets with many pictures, whose cost does not lie in the rules."""
_SHOWN = 6
"""How many differences of one report are printed."""
_EXAMINED = {0, 1, 3}


def draw(inputs: Path) -> None:
    """Write the sets of drafts that this checkout can make."""
    sys.path.insert(0, str(ROOT))
    from benchmarks.batch.drafts import write_consent, write_drafts  # noqa: PLC0415 - the other commands need no benchmark
    from benchmarks.names.posts import make_test_set  # noqa: PLC0415
    from benchmarks.pictures.images import make_picture_set  # noqa: PLC0415

    inputs.mkdir(parents=True)
    shutil.copytree(ROOT / "sample_posts", inputs / "samples")
    shutil.copytree(
        ROOT / "tests" / "policies", inputs / "policies", ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    write_drafts(inputs / "batch", seed=_SEED, drafts=_DRAFTS, pictures=_WITH_PICTURE)
    tests = make_test_set(_SEED)
    posts = inputs / "posts"
    posts.mkdir()
    write_consent(posts / "consent.csv", tests.school, random.Random(_SEED))
    for number, post in enumerate(random.Random(_SEED).sample(tests.posts, _POSTS)):
        ending, text = ("html", f"<p>{post.text}</p>\n") if number % 10 == 0 else ("md", post.text)
        (posts / f"{number:04}.{ending}").write_text(text, encoding="utf-8")
    pictures = make_picture_set(_SEED, _PICTURES)
    (inputs / "pictures").mkdir()
    write_consent(inputs / "pictures" / "consent.csv", pictures.school, random.Random(_SEED))
    for picture in pictures:
        picture.save(inputs / "pictures")


def run(inputs: Path, reports: Path, only: Sequence[str] = ()) -> None:
    """Check every set, under its own settings and under packs, and write each report into ``reports``."""
    reports.mkdir(parents=True)
    packs = sorted(path.stem for path in (ROOT / "rules").glob("*.toml"))
    with tempfile.TemporaryDirectory(prefix="postcheck-freeze-") as cache:
        # Each picture is read once in a run, by the code that is being frozen, however many packs there are.
        environ = {key: value for key, value in os.environ.items() if not key.startswith("POSTCHECK_")}
        environ |= {"POSTCHECK_CACHE_DIR": cache, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "120"}
        for folder in sorted(path for path in inputs.iterdir() if path.is_dir() and (not only or path.name in only)):
            for name, options in _ways(folder, packs):
                _check(folder, options, reports / f"{folder.name}.{name}.json", environ)
            if folder.name == "samples":
                for form, ending in _FORMATS.items():
                    _check(folder, ("--format", form), reports / f"samples.{ending}", environ)
    print(f"{len(list(reports.iterdir()))} reports in {reports}")


def _ways(folder: Path, packs: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each way to check a set: a name and the options."""
    if (folder / "postcheck.toml").exists():
        yield "own", ("--format", "json")
    # A set without a consent list of its own (the tests' folders) is judged by the samples' list.
    home = folder if (folder / "consent.csv").exists() else folder.parent / "samples"
    lists = tuple(
        word
        for name in ("consent", "people")
        if (home / f"{name}.csv").exists()
        for word in (f"--{name}", str(home / f"{name}.csv"))
    )
    for pack in packs if folder.name in _EVERY_PACK else _TWO_PACKS if home is folder else _TWO_PACKS[:1]:
        yield pack, ("--format", "json", "--no-config", "--policy", pack, *lists)


def _check(folder: Path, options: Sequence[str], report: Path, environ: dict[str, str]) -> None:
    command = [sys.executable, "-m", "postcheck", "check", ".", "--date", DAY, *options]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, check=False)  # noqa: S603 - the real command, on our own folder
    text = done.stdout.replace(str(folder.resolve().parent).encode(), b"INPUTS")
    report.write_bytes(
        text
        if done.returncode in _EXAMINED
        else text + b"\nexit " + str(done.returncode).encode() + b"\n" + done.stderr
    )
    print(f"{report.name}: exit {done.returncode}", flush=True)


def compare(before: Path, after: Path) -> int:
    """Print what differs between two runs; return how many reports differ."""
    names = sorted({path.name for folder in (before, after) for path in folder.iterdir()})
    differing = 0
    for name in names:
        old, new = (folder / name for folder in (before, after))
        if not (old.exists() and new.exists()):
            print(f"{name}: only in {(old if old.exists() else new).parent}")
        elif old.read_bytes() != new.read_bytes():
            print(f"{name}: differs")
            for line in _differences(old, new):
                print(f"    {line}")
        else:
            continue
        differing += 1
    print(f"{len(names)} reports, {differing} of them differ.")
    return differing


def _differences(old: Path, new: Path) -> list[str]:
    try:
        one, two = (json.loads(path.read_text(encoding="utf-8")) for path in (old, new))
    except ValueError:
        return []
    posts = [{post["path"]: post for post in report["posts"]} for report in (one, two)]
    found: list[str] = []
    for path in dict.fromkeys((*posts[0], *posts[1])):
        if path not in posts[0] or path not in posts[1]:
            found.append(f"{path}: only {'before' if path in posts[0] else 'after'}")
        elif posts[0][path] != posts[1][path]:
            found += [f"{path}: {line}" for line in _changes(posts[0][path], posts[1][path])]
    if not found:
        found = ["the posts are the same, the rest is not"]
    return found if len(found) <= _SHOWN else [*found[:_SHOWN], f"and {len(found) - _SHOWN} more"]


def _changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Yield what differs between two reports of one post: entries that have come or gone, and values that changed."""
    for key in dict.fromkeys((*old, *new)):
        one, two = old.get(key), new.get(key)
        if isinstance(one, list) and isinstance(two, list):
            counts = [
                Counter(json.dumps(item, ensure_ascii=False, sort_keys=True) for item in items) for items in (one, two)
            ]
            yield from (f"- {key} {item}" for item in counts[0] - counts[1])
            yield from (f"+ {key} {item}" for item in counts[1] - counts[0])
            if one != two and counts[0] == counts[1]:
                yield f"{key}: in another order"
        elif one != two:
            yield f"{key}: {one} → {two}"


def main(given: Sequence[str] | None = None) -> int:
    """Do what was asked; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python tools/freeze.py", description="Freeze what postcheck reports, and compare."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw", help="write the drafts that are checked")
    drawing.add_argument("inputs", type=Path)
    running = commands.add_parser("run", help="check them, and write the reports")
    running.add_argument("inputs", type=Path)
    running.add_argument("reports", type=Path)
    running.add_argument("--only", action="append", default=[], metavar="SET", help="only this set (repeatable)")
    comparing = commands.add_parser("compare", help="show what differs between two runs")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    arguments = parser.parse_args(given)
    match arguments.command:
        case "draw":
            draw(arguments.inputs)
        case "run":
            run(arguments.inputs, arguments.reports, arguments.only)
        case _:
            return 1 if compare(arguments.before, arguments.after) else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
