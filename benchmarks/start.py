"""What it costs to start: the check of one text, and commands that have less to do, next to importing spaCy.

Processor time of fresh processes, with byte code written before. All commands take turns, so that whatever else the
machine does meets each of them; the figures are medians.

    python -m benchmarks.start
    python -m benchmarks.start --runs 15
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_MODEL = _ROOT / "postcheck" / "data" / "en_postcheck_names"
_TEXT = "Well done to the pupils who planted bulbs with Mrs Patel on Friday. What a lovely afternoon in the garden!\n"
_SETTINGS = ("postcheck.toml", "consent.csv", "people.csv")
_SPACY, _LOADED, _CHECK, _AGAIN, _RULE, _NOTHING, _VERSION = (
    "import spacy",
    "import spacy and load the model",
    "check of one text",
    "the same text once more",
    "rules show ASP-NAME-1",
    "check --staged, nothing staged",
    "--version",
)
_OF = {_CHECK: _LOADED, _AGAIN: _LOADED, _RULE: _SPACY, _NOTHING: _SPACY, _VERSION: _SPACY}


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="how often each is started (default: 7)")
    runs = max(1, parser.parse_args().runs)
    python = sys.executable
    commands = {
        _SPACY: [python, "-c", "import spacy"],
        _LOADED: [python, "-c", f"import spacy; spacy.load({str(_MODEL)!r})"],
        _CHECK: [python, "-m", "postcheck", "check", "post.md", "--no-cache", "--exit-zero"],
        _AGAIN: [python, "-m", "postcheck", "check", "post.md", "--exit-zero"],
        _RULE: [python, "-m", "postcheck", "rules", "show", "ASP-NAME-1", "--policy", "aspire"],
        _NOTHING: [python, "-m", "postcheck", "check", "--staged"],
        _VERSION: [python, "-m", "postcheck", "--version"],
    }
    with tempfile.TemporaryDirectory() as folder:
        for name in _SETTINGS:
            shutil.copy(_ROOT / "sample_posts" / name, folder)
        (Path(folder) / "post.md").write_text(_TEXT, encoding="utf-8")
        subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)  # noqa: S607 - the user's own git
        environment = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode")}
        environment["POSTCHECK_CACHE_DIR"] = str(Path(folder) / "cache")
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for command in commands.values():
            _cost(command, folder, environment)
        costs: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                costs[name].append(_cost(command, folder, environment))
    medians = {name: statistics.median(seconds) for name, seconds in costs.items()}
    print("| started | CPU seconds | ratio |\n| --- | --- | --- |")
    for name, seconds in medians.items():
        ratio = f"{seconds / medians[_OF[name]]:.2f} of {_OF[name]}" if name in _OF else ""
        print(f"| {name} | {seconds:.2f} | {ratio} |")


def _cost(command: list[str], folder: str, environment: dict[str, str]) -> float:
    """Return the processor time of a process and its own in seconds."""
    before = os.times()
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)  # noqa: S603 - our own
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    main()
