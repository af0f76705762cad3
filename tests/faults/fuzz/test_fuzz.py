"""No input makes a parser fail otherwise than with an error of our own, or lose its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.faults.fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
FAILED_ONCE = sorted(path for path in CORPUS.rglob("*") if path.is_file())
SLOW = frozenset({"pdf", "workbook", "sidecar", "word"})


@pytest.mark.parametrize("name", TARGETS)
def test_the_law_holds(name: str) -> None:
    target, tried = TARGETS[name], 0

    @settings(max_examples=60 if name in SLOW else 200, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def hold(data: st.DataObject) -> None:
        nonlocal tried
        target.holds(data.draw(target.contents))
        tried += 1

    hold()
    assert tried


@pytest.mark.parametrize("path", FAILED_ONCE, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_failed_once_holds(path: Path) -> None:
    target = TARGETS[path.parent.name]
    target.holds(path.read_bytes())
    assert path.stat().st_size
