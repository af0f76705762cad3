"""A file of a rule pack: its tables, checked strictly, and mistakes that no single key shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from postcheck.config.lexicons import Level, LexiconTable, Loose, Slug
from postcheck.errors import PackError
from postcheck.formats.toml_document import (
    Fault,
    Key,
    Several,
    TomlDocument,
    TomlTable,
    Words,
    freeze,
    read_toml,
    suggestion,
)
from postcheck.model import channels as known_channels
from postcheck.model.pack import Example, Rule
from postcheck.model.people import Outlet
from postcheck.model.severity import Category, Severity

_REVIEW_DUE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")


def _review_due(value: object) -> object:
    """Let a date stand without quotes, and refuse anything that isn't a year, month or day."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and not _is_review_due(value):
        raise ValueError('not a year, month or day such as "2026", "2026-06" or "2026-06-30".')
    return value


def _is_review_due(text: str) -> bool:
    match = _REVIEW_DUE.fullmatch(text)
    if match is None:
        return False
    try:
        date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        return False
    return True


RuleId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$")]


class _ExampleTable(TomlTable):
    draft: Words
    flags: Literal["fail", "review", "note", "none"]
    note: str = ""
    picture: str = ""
    faces: Annotated[int, Field(ge=0)] = 0


class _RuleTable(TomlTable):
    id: RuleId
    title: Words
    check: Words
    category: Annotated[Category, Loose]
    severity: Level
    section: Words
    asks: Words
    why: Words
    remedy: Words
    basis: Literal["explicit", "inferred", "legal", "good practice"] = "explicit"
    outlets: Annotated[list[Annotated[Outlet, Loose]], Field(min_length=1)] = Field(
        default_factory=lambda: list(Outlet)
    )
    fallback: bool = False
    declare: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] | None = None
    required: bool = False
    signed_by: Several = Field(default_factory=list)
    params: dict[str, Any] = Field(default_factory=dict)
    example: list[_ExampleTable] = Field(default_factory=list)

    def rule(self) -> Rule:
        """Return the table as the value that the other rooms know."""
        return Rule(
            id=self.id,
            title=self.title,
            check=self.check,
            category=self.category,
            severity=self.severity,
            section=self.section,
            asks=self.asks,
            why=self.why,
            remedy=self.remedy,
            basis=self.basis,
            outlets=frozenset(self.outlets),
            fallback=self.fallback,
            declare=self.declare or "",
            required=self.required,
            signed_by=frozenset(role.strip() for role in self.signed_by),
            params=_read_only(self.params),
            examples=tuple(
                Example(
                    example.draft,
                    None if example.flags == "none" else Severity(example.flags),
                    example.note,
                    example.picture,
                    example.faces,
                )
                for example in self.example
            ),
        )


class _ChangeTable(TomlTable):
    id: RuleId
    severity: Level | None = None
    title: Words | None = None
    section: Words | None = None
    remedy: Words | None = None
    required: bool | None = None
    signed_by: Several | None = None
    params: dict[str, Any] = Field(default_factory=dict)

    def apply(self, rule: Rule) -> Rule:
        """Return ``rule`` with what this table sets; parameters that it does not name stay."""
        new = {
            key: value
            for key in ("severity", "title", "section", "remedy", "required")
            if (value := getattr(self, key)) is not None
        }
        if self.signed_by is not None:
            new["signed_by"] = frozenset(role.strip() for role in self.signed_by)
        return replace(rule, **new, params=_read_only({**rule.params, **self.params}))


class PackTable(TomlTable):
    """All of a pack's file."""

    format: Annotated[Literal["postcheck-pack/1"], Field(alias="schema")]
    id: Slug
    title: Words
    version: Words | None = None
    source: Words | None = None
    review_due: Annotated[str | None, BeforeValidator(_review_due)] = None
    extends: Words | None = None
    drop: list[RuleId] = Field(default_factory=list)
    channels: dict[str, Annotated[Outlet, Loose]] = Field(default_factory=dict)
    rule: list[_RuleTable] = Field(default_factory=list)
    change: list[_ChangeTable] = Field(default_factory=list)
    lexicon: list[LexiconTable] = Field(default_factory=list)


@dataclass(frozen=True)
class PackFile:
    """A file of a pack, whose tables are each as they should be."""

    document: TomlDocument
    table: PackTable

    def line(self, *key: str | int) -> tuple[str, int]:
        """Return the file, and the line on which the value of a key stands."""
        return self.document.file, self.document.place(key)[0]


def read_pack_file(path: Path, *, missing: str) -> PackFile:
    """Read a file of a rule pack; ``missing`` is the advice for when there is no such file.

    Raises
    ------
    PackError
        If it cannot be read or a table is not as it should be: with file, line and column.
    """
    return _checked(read_toml(path, what="rule pack", error=PackError, missing=missing))


@lru_cache(maxsize=32)
def _checked(document: TomlDocument) -> PackFile:
    return PackFile(document, document.validate(PackTable))


def pack_faults(table: PackTable, inherited: set[str], checks: frozenset[str] | None) -> Iterator[Fault]:
    """Yield the mistakes in a pack file that no single key shows."""
    if table.extends is None:
        for key in ("version", "source"):
            if getattr(table, key) is None:
                yield Fault((key,), f'"{key}" is missing.', f"Add {key} = … at the top of the file.")
    yield from _rule_faults(table, checks)
    yield from _reference_faults(table, inherited)
    for name, outlet in table.channels.items():
        if known_channels.CHANNELS.get(known_channels.canonical(name), outlet) is not outlet:
            yield Fault(
                ("channels", name),
                f'"{name}" is a channel already, and counts as another outlet.',
                "Give the added channel another name.",
            )


def _rule_faults(table: PackTable, checks: frozenset[str] | None) -> Iterator[Fault]:
    own: set[str] = set()
    for index, rule in enumerate(table.rule):
        if rule.id in own:
            yield Fault(("rule", index, "id"), f'Two rules have the id "{rule.id}".', "Give one of them another id.")
        own.add(rule.id)
        if checks is not None and rule.check not in checks:
            yield Fault(
                ("rule", index, "check"),
                f'There is no check "{rule.check}" (rule "{rule.id}").',
                suggestion(rule.check, checks),
            )


def _reference_faults(table: PackTable, inherited: set[str]) -> Iterator[Fault]:
    own = {rule.id for rule in table.rule}
    for index, dropped in enumerate(table.drop):
        yield from _reference(("drop", index), dropped, own, inherited, "drops")
    changed: set[str] = set()
    for index, change in enumerate(table.change):
        yield from _reference(("change", index, "id"), change.id, own, inherited - set(table.drop), "changes")
        if change.id in changed:
            yield Fault(
                ("change", index, "id"), f'Rule "{change.id}" is changed twice.', "Join the two [[change]] tables."
            )
        changed.add(change.id)


def _reference(key: Key, name: str, own: set[str], inherited: set[str], does: str) -> Iterator[Fault]:
    if name in own:
        yield Fault(key, f'The pack {does} its own rule "{name}".', "Edit or remove that rule instead.")
    elif name not in inherited:
        yield Fault(
            key,
            f'The pack {does} a rule "{name}" that it does not inherit.',
            suggestion(name, inherited) if inherited else "Take it out.",
        )


def _read_only(params: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType({key: freeze(value) for key, value in params.items()})
