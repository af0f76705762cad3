"""The JSON Schemas of what people write: current, and of one mind with what is checked."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from postcheck.config.pack_file import PackTable
from postcheck.config.settings import SettingsTable
from postcheck.formats.toml_document import TomlTable
from tests.builders.school import School
from tests.docs.test_docs import ROOT, blocks

SCHEMAS = ROOT / "postcheck" / "data" / "schema"


def validator(name: str) -> Draft202012Validator:
    schema: Any = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


SETTINGS, PACK = validator("postcheck-settings.json"), validator("postcheck-pack-1.json")


def as_json(value: Any) -> Any:
    """Return a TOML value as editors hand it to a schema: a day is a text."""
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def agree(text: str, schema: Draft202012Validator, table: type[TomlTable]) -> bool:
    """Say whether both accept a text; fail if they don't agree."""
    data = tomllib.loads(text)
    try:
        table.model_validate(data)
        accepted = True
    except ValueError:
        accepted = False
    assert schema.is_valid(as_json(data)) is accepted, text
    return accepted


def test_they_are_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "make_schemas.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_settings_of_the_page_fit() -> None:
    assert agree(blocks("settings.md", "toml")[0], SETTINGS, SettingsTable)


@pytest.mark.parametrize("path", sorted((ROOT / "rules").glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_pack_fits(path: Path) -> None:
    assert agree(path.read_text(encoding="utf-8"), PACK, PackTable)


@pytest.mark.parametrize(
    "text",
    [
        'consent = "consent.csv"',
        'consent = ["a.csv", "b.csv"]',
        '[[approver]]\nname = "J. Osei"\naccounts = "Hillside"',
        '[links]\nallow = [".GOV.uk", "*.sch.uk"]',
        '[import.arbor.types]\n"Photos" = ""',
    ],
)
def test_what_may_stand_there_fits(text: str) -> None:
    assert agree(text, SETTINGS, SettingsTable)


@pytest.mark.parametrize(
    "text",
    [
        'polcy = "aspire"',
        "policy = 3",
        'consent = ""',
        "[ocr]\ntime_limit = 0",
        '[ocr]\nengine = "best"',
        '[[approver]]\nname = "J. Osei"\naccounts = []',
        '[[account]]\nhandle = "@hillside"',
        '[links]\nallow = ["https://bbc.co.uk"]',
        '[channel]\nintranet = "website"',
    ],
)
def test_what_may_not_stand_there_does_not(text: str) -> None:
    assert not agree(text, SETTINGS, SettingsTable)


def test_a_rule_that_lacks_its_reason_does_not_fit() -> None:
    head = 'schema = "postcheck-pack/1"\nid = "ours"\n'
    assert agree(head + 'title = "Ours"\n', PACK, PackTable)
    assert not agree(head, PACK, PackTable)
    assert not agree(head + 'title = "Ours"\n[[rule]]\nid = "OUR-1"\ntitle = "x"\n', PACK, PackTable)
    assert not agree(head.replace("ours", "Our Pack") + 'title = "Ours"\n', PACK, PackTable)


@pytest.mark.parametrize("name", ["settings", "pack", "report", "lines", "audit"])
def test_the_command_prints_them(school: School, name: str) -> None:
    shown = school.run("schema", name)
    assert (shown.code, shown.err) == (0, "")
    assert json.loads(shown.out)["$id"].startswith("urn:postcheck:schema:")
    assert school.run("schema", name, "-o", "schema.json").code == 0
    assert (school.folder / "schema.json").read_text(encoding="utf-8") == shown.out
