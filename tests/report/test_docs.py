"""docs/report-json.md says what the schema says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

DOC = (Path(__file__).parents[2] / "docs" / "report-json.md").read_text(encoding="utf-8")


def keys(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield from schema.get("properties", ())
        for value in schema.values():
            yield from keys(value)


def test_the_example_is_valid(validator: Draft202012Validator) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", DOC, re.DOTALL)
    assert [*validator.iter_errors(json.loads(example))] == []


def test_every_key_and_choice_is_explained(validator: Draft202012Validator) -> None:
    explained = set(re.findall(r"`([a-z_]+)`", DOC))
    definitions: Any = validator.schema
    choices = {
        choice
        for choice in re.findall(r'"enum": \[(.*?)\]', json.dumps(definitions))
        for choice in re.findall(r'"(\w+)"', choice)
    }
    assert set(keys(definitions)) | choices <= explained
