"""A school to check drafts against."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.school import School


@pytest.fixture
def school(tmp_path: Path) -> School:
    return School(tmp_path)
