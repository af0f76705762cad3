"""Try many more inputs than a run of the tests does, and keep those that fail in the corpus."""
# ruff: noqa: T201 -- it talks to the person who runs it

from __future__ import annotations

import argparse
import hashlib
import logging
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.faults.fuzz.targets import TARGETS, Target

_CORPUS = Path(__file__).parent / "corpus"


def _tried(name: str, target: Target, inputs: int) -> int:
    """Try so many inputs, the same ones never twice in a row of runs; return how many were tried."""
    tried = 0

    @settings(
        max_examples=inputs, deadline=None, database=None, derandomize=False, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
    @given(st.data())
    def hold(data: st.DataObject) -> None:
        nonlocal tried
        content = data.draw(target.contents)
        tried += 1
        try:
            target.holds(content)
        except BaseException:
            last.write_bytes(content)
            raise

    folder = _CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    last = folder / ".failing"
    try:
        hold()
    except BaseException as error:
        if last.exists():
            kept = folder / hashlib.sha256(last.read_bytes()).hexdigest()[:12]
            last.replace(kept)
            print(f"{name}: {type(error).__name__}, kept as {kept.relative_to(Path.cwd())}", file=sys.stderr)
        if not isinstance(error, Exception):
            raise
    finally:
        if not any(folder.iterdir()):
            folder.rmdir()
    return tried


def main() -> int:
    """Run each target in turn."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000, help="how many inputs, over all targets")
    parser.add_argument("--target", action="append", choices=list(TARGETS), help="only this one; several times")
    given_ = parser.parse_args()
    logging.lastResort = logging.NullHandler()  # as the command itself has it
    chosen = {name: TARGETS[name] for name in given_.target or TARGETS}
    before, total = len(list(_CORPUS.rglob("*"))), 0
    for name, target in chosen.items():
        tried = _tried(name, target, -(-given_.inputs // len(chosen)))
        total += tried
        print(f"{name}: {tried} inputs", flush=True)
    failed = len(list(_CORPUS.rglob("*"))) > before
    print(f"{total} inputs, {'some failed' if failed else 'none failed'}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
