"""What several tests of the reports need."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator


@pytest.fixture(scope="session")
def validator() -> Draft202012Validator:
    schema: Any = json.loads(
        (files("postcheck.report") / "schema" / "postcheck-report-1.json").read_text(encoding="utf-8")
    )
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)
