"""Waivers: a sidecar file of decisions, each for one flag of one draft, with a reason, by whom and until when."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from postcheck.config.settings_file import find_settings_file, find_upwards
from postcheck.errors import WaiverError
from postcheck.formats.files import write_whole
from postcheck.formats.toml_document import Fault, TomlTable, Words, read_toml, suggestion
from postcheck.model.waiver import Waiver

FILE_NAME = "postcheck-waivers.toml"
_EXAMPLE = "2026-12-31"


def _day(value: object) -> object:
    """Let a day stand in quotes, and refuse anything else."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"not a day such as {_EXAMPLE}.") from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError(f"not a day such as {_EXAMPLE}.")  # noqa: TRY004 - for pydantic
    return value


class _WaiverTable(TomlTable):
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")]
    rule: Words
    draft: Words
    reason: Words
    by: Words
    until: Annotated[date, BeforeValidator(_day)]


class _WaiversTable(TomlTable):
    waiver: list[_WaiverTable] = Field(default_factory=list)


def find_waivers_file(start: Path) -> Path | None:
    """Return the nearest ``postcheck-waivers.toml`` from ``start`` up to the repository's root, or None."""
    return find_upwards(start, FILE_NAME)


def load_waivers(
    file: Path,
    *,
    rules: AbstractSet[str],
    others: Callable[[], AbstractSet[str]] = frozenset,
    name: str | None = None,
) -> tuple[Waiver, ...]:
    """Read a waivers file.

    Parameters
    ----------
    file:
        The file. Paths of drafts in it start from its folder.
    rules:
        The ids of the rules in force.
    others:
        Returns the ids of further rules that may be waived; asked only about a waiver of none of ``rules``.
    name:
        The file's path as the report shows it.

    Raises
    ------
    WaiverError
        If the file cannot be read, or a waiver is incomplete, malformed or twice there: with file and line.
    """
    document = read_toml(file, what="waivers file", error=WaiverError, missing="Check the path that --waivers names.")
    table = document.validate(_WaiversTable)
    unknown = {entry.rule for entry in table.waiver} - rules
    faults = list(_faults(table, rules | others() if unknown else rules))
    if faults:
        raise document.fail(*faults)
    shown = name or str(file)
    return tuple(
        Waiver(
            fingerprint=entry.fingerprint,
            rule=entry.rule,
            draft=_located(file.parent, entry.draft),
            reason=" ".join(entry.reason.split()),
            by=" ".join(entry.by.split()),
            until=entry.until,
            file=shown,
            line=document.place(("waiver", index))[0],
        )
        for index, entry in enumerate(table.waiver)
    )


def waivers_file_for(draft: Path) -> Path:
    """Return the file in which a waiver for ``draft`` belongs.

    It is the nearest waivers file, or else a new one beside the settings file or the draft.
    """
    found = find_waivers_file(draft)
    if found:
        return found
    settings = find_settings_file(draft)
    return (settings.parent if settings else Path(os.path.realpath(draft)).parent) / FILE_NAME


def add_waiver(file: Path, waiver: Waiver) -> None:
    """Add a waiver at the end of a waivers file, which need not exist yet; the rest of the file stays as it is.

    Raises
    ------
    WaiverError
        If the file cannot be written, or the draft is on another drive than the file.
    """
    try:
        draft = Path(os.path.relpath(waiver.draft, os.path.realpath(file.parent))).as_posix()
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        values = {
            "fingerprint": waiver.fingerprint,
            "rule": waiver.rule,
            "draft": draft,
            "reason": waiver.reason,
            "by": waiver.by,
        }
        # A string of JSON is a string of TOML as well.
        lines = [
            "[[waiver]]",
            *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()),
            f"until = {waiver.until}",
        ]
        gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
        write_whole(file, (before + gap + "\n".join(lines) + "\n").encode())
    except (OSError, ValueError):
        raise WaiverError(
            "The waivers file cannot be written.", advice="Name another with --waivers.", file=str(file)
        ) from None


def _located(folder: Path, draft: str) -> Path:
    return Path(os.path.realpath(folder / draft.strip().replace("\\", "/")))


def _faults(table: _WaiversTable, rules: AbstractSet[str]) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for index, entry in enumerate(table.waiver):
        if entry.rule not in rules:
            yield Fault(("waiver", index, "rule"), f'There is no rule "{entry.rule}".', suggestion(entry.rule, rules))
        key = (entry.fingerprint, entry.draft.replace("\\", "/"))
        if key in seen:
            yield Fault(
                ("waiver", index),
                "This flag of this draft is waived twice.",
                "Take one of the two [[waiver]] tables out.",
            )
        seen.add(key)
