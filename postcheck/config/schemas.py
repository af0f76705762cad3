"""JSON Schemas of what people write, made from the very tables by which it is checked.

``tools/make_schemas.py`` keeps them in ``postcheck/data/schema``.
"""

from __future__ import annotations

from typing import Any

from postcheck.config.pack_file import PackTable
from postcheck.config.settings import SettingsTable
from postcheck.formats.toml_document import TomlTable

Schema = dict[str, Any]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def settings_schema() -> Schema:
    """Return the schema of ``postcheck.toml``, and so of ``[tool.postcheck]``."""
    return _schema(SettingsTable, "settings", "Settings of postcheck", "A postcheck.toml: docs/settings.md.")


def pack_schema() -> Schema:
    """Return the schema of a rule pack."""
    return _schema(PackTable, "pack:1", "Rule pack of postcheck, version 1", "A trust's policy: docs/writing-rules.md.")


def _schema(table: type[TomlTable], name: str, title: str, description: str) -> Schema:
    schema = _plain(table.model_json_schema())
    head = {"$schema": _DIALECT, "$id": f"urn:postcheck:schema:{name}", "title": title, "description": description}
    return head | {key: part for key, part in schema.items() if key not in head}


def _plain(part: Any, *, named: bool = False) -> Any:  # noqa: ANN401 - a piece of JSON
    """Return a piece of a schema without what only says how the source calls it; ``named`` is a table of names."""
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = part.items() if named else ((key, one) for key, one in part.items() if key not in {"title", "description"})
    return {
        key: one if key == "default" and not named else _plain(one, named=not named and key in {"properties", "$defs"})
        for key, one in kept
    }
