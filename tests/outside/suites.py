"""Test suites that others publish, where `make suites` has put them; nothing of them is part of this repository."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def suite(name: str) -> Path:
    """Return the folder of an npm package; it need not be there."""
    return ROOT / ".venv" / "suites" / "node_modules" / name


def needs(name: str) -> pytest.MarkDecorator:
    """Skip a test where a suite is missing."""
    return pytest.mark.skipif(not suite(name).is_dir(), reason=f"{name} is not installed: make suites")
