"""docs/audit.md says what the report's schema says, and its commands are those that there are."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

from postcheck.model.cause import Cause
from postcheck.report.audit_base import AUDIT_FORMATS
from tests.report.test_docs import keys

DOC = (Path(__file__).parents[2] / "docs" / "audit.md").read_text(encoding="utf-8")
BOTH = DOC + (Path(__file__).parents[2] / "docs" / "report-json.md").read_text(encoding="utf-8")
SCHEMA = json.loads((files("postcheck.report") / "schema" / "postcheck-audit-1.json").read_text(encoding="utf-8"))


def test_every_key_and_choice_is_explained() -> None:
    explained = set(re.findall(r"`([a-z_]+)`", BOTH))
    choices = {
        choice
        for found in re.findall(r'"enum": \[(.*?)\]', json.dumps(SCHEMA))
        for choice in re.findall(r'"(\w+)"', found)
    }
    assert set(keys(SCHEMA)) | choices <= explained


def test_every_reason_and_format_is_explained() -> None:
    assert re.findall(r"^\| `(\w+)` \|", DOC, re.MULTILINE)[: len(Cause)] == [cause.value for cause in Cause]
    assert SCHEMA["$defs"]["reason"]["enum"] == [cause.value for cause in Cause]
    (formats,) = re.findall(r"^`--format` is (.*?)\. In", DOC, re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"`(\w+)`", formats)) == set(AUDIT_FORMATS)
