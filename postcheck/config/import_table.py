"""``[import.NAME]`` of the settings: how a school system's export is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from postcheck.formats.toml_document import Several, TomlTable
from postcheck.formats.toml_text import toml_key, toml_text
from postcheck.model.settings import ImportMapping


class ImportTable(TomlTable):
    """One such table, as the file has it."""

    system: Annotated[str, Field(alias="from")] = ""
    columns: dict[str, str] = Field(default_factory=dict)
    types: dict[str, Several | Literal[""]] = Field(default_factory=dict)
    values: dict[str, str | dict[str, str]] = Field(default_factory=dict)
    always: dict[str, str] = Field(default_factory=dict)


def mappings(tables: Mapping[str, ImportTable]) -> Mapping[str, ImportMapping]:
    """Return what tables say, by name."""
    return MappingProxyType({name: _mapping(table) for name, table in tables.items()})


def _mapping(table: ImportTable) -> ImportMapping:
    types = {kind: tuple(one for one in columns if one.strip()) for kind, columns in table.types.items()}
    values = {value: meant for value, meant in table.values.items() if isinstance(meant, str)}
    by_column = {column: MappingProxyType(meant) for column, meant in table.values.items() if isinstance(meant, dict)}
    return ImportMapping(
        system=table.system,
        columns=MappingProxyType(table.columns),
        types=MappingProxyType(types),
        values=MappingProxyType(values),
        column_values=MappingProxyType(by_column),
        always=MappingProxyType(table.always),
    )


def written(name: str, mapping: ImportMapping, within: str = "") -> str:
    """Return the tables of a settings file that say what a mapping says; ``within`` is the table that they go into."""
    table = f"{within}.import" if within else "import"
    return "".join(f"{line}\n" for line in _lines(f"{table}.{toml_key(name)}", mapping))


def _lines(table: str, mapping: ImportMapping) -> Iterator[str]:
    yield f"[{table}]"
    if mapping.system:
        yield f"from = {toml_text(mapping.system)}"
    parts: dict[str, Mapping[str, str]] = {
        "columns": {heading: toml_text(meant) for heading, meant in mapping.columns.items()},
        "types": {
            kind: toml_text(columns[0] if columns else "")
            if len(columns) < 2  # noqa: PLR2004 - one column needs no brackets
            else f"[{', '.join(map(toml_text, columns))}]"
            for kind, columns in mapping.types.items()
        },
        "values": {value: toml_text(meant) for value, meant in mapping.values.items()},
        **{
            f"values.{toml_key(column)}": {value: toml_text(meant) for value, meant in values.items()}
            for column, values in mapping.column_values.items()
        },
        "always": {column: toml_text(value) for column, value in mapping.always.items()},
    }
    for part, entries in parts.items():
        if entries:
            yield ""
            yield f"[{table}.{part}]"
            yield from (f"{toml_key(key)} = {value}" for key, value in entries.items())
