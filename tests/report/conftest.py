"""What several tests of the reports need."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from postcheck.model.report import DraftReport

from . import pictured


@pytest.fixture(scope="session")
def validator() -> Draft202012Validator:
    schema: Any = json.loads(
        (files("postcheck.report") / "schema" / "postcheck-report-1.json").read_text(encoding="utf-8")
    )
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture
def prize(tmp_path: Path) -> DraftReport:
    return pictured.prize(tmp_path)
