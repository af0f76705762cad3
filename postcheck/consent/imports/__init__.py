"""Exports of school systems, turned into the consent list. Each system has a file of its own, and a line here."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from pathlib import Path

from postcheck.consent.imports.arbor import ARBOR
from postcheck.consent.imports.base import System
from postcheck.consent.imports.bromcom import BROMCOM
from postcheck.consent.imports.databridge import DATABRIDGE
from postcheck.consent.imports.ids import listed_before
from postcheck.consent.imports.join import Join
from postcheck.consent.imports.juniper import JUNIPER
from postcheck.consent.imports.sims import SIMS
from postcheck.consent.imports.wonde import WONDE
from postcheck.consent.imports.write import write_list
from postcheck.errors import UsageError
from postcheck.formats.files import holds_something, not_replaced, spare
from postcheck.formats.table_file import split_sheet
from postcheck.model.consent_import import ImportSummary
from postcheck.model.settings import ImportMapping

SYSTEMS: Mapping[str, System] = {system.name: system for system in (ARBOR, BROMCOM, DATABRIDGE, JUNIPER, SIMS, WONDE)}

_LONGEST_HEADING = 10_000
"""Bytes of a file's first line that are looked at."""


def import_consent(
    files: tuple[Path, ...],
    name: str,
    out: Path,
    *,
    mappings: Mapping[str, ImportMapping],
    types: tuple[str, ...] = (),
    meanings: tuple[str, ...] = (),
    force: bool = False,
) -> ImportSummary:
    """Turn exports into a consent list.

    Parameters
    ----------
    files:
        What the system exported, CSV or Excel.
    name:
        The system, or the name of one of ``mappings``.
    out:
        Where to write the list. It is written in full or not at all.
    mappings:
        What the school's settings say about exports.
    types:
        The type of consent of each file, in the files' order; empty if columns or the files' names tell it.
    meanings:
        ``TYPE=COLUMN``, each the meaning of a type; they override the settings.
    force:
        Whether to overwrite a list that is there.

    Raises
    ------
    UsageError
        If the system is not known, the types do not fit the files, or the list cannot be written.
    ConsentListError
        If anything in the files is not understood: with its place, and what to write instead.
    """
    system, mapping = _system(name, mappings)
    refuse_taken(files, out, types, force=force)
    join = Join(system, mapping, name, _meanings(meanings))
    for index, file in enumerate(files):
        join.read(file, types[index] if types else None)
    pupils = join.pupils(listed_before(out))
    write_list(out, join.columns(), pupils)
    return join.summary(str(out), pupils)


def refuse_taken(files: tuple[Path, ...], out: Path, types: tuple[str, ...], *, force: bool) -> None:
    """Refuse an output that would write over something, and types that do not fit the files.

    Raises
    ------
    UsageError
        If there is anything of the kind.
    """
    if types and len(types) != len(files):
        raise UsageError(
            f"--consent-type is given {len(types)} times for {len(files)} files.",
            advice="Give it once for each file, in the order of the files.",
        )
    spare(out, (split_sheet(file)[0] for file in files), "--out")
    if out.exists() and not force:
        raise UsageError(
            "--out: there is a file of this name already.",
            advice="Choose another name for --out, or write over it with --force.",
        )
    if out.suffix.casefold() != ".csv" and holds_something(out) and not _is_list(out):
        raise not_replaced("--out")


def _is_list(file: Path) -> bool:
    """Whether a file is a consent list as this command writes it."""
    try:
        with file.open("rb") as opened:
            return opened.readline(_LONGEST_HEADING).removeprefix(codecs.BOM_UTF8).startswith(b"pupil_id,")
    except OSError:
        return False


def _system(name: str, mappings: Mapping[str, ImportMapping]) -> tuple[System, ImportMapping]:
    known = name.strip().casefold()
    mapping = mappings.get(name, mappings.get(known))
    if known in SYSTEMS:
        return SYSTEMS[known], mapping or ImportMapping()
    if mapping is None:
        advice = (
            f"Use {', '.join(SYSTEMS)}, or describe the export under [import.NAME] in postcheck.toml; "
            "`postcheck help importing-consent` shows how."
        )
        raise UsageError("--from: there is no such school system.", advice=advice)
    if mapping.system and mapping.system.casefold() not in SYSTEMS:
        raise UsageError(
            f"[import.{name}]: there is no school system “{mapping.system}”.",
            advice=f"Use one of {', '.join(SYSTEMS)}, or leave it out.",
        )
    return SYSTEMS.get(mapping.system.casefold(), System(name, name)), mapping


def _meanings(written: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    meanings: dict[str, tuple[str, ...]] = {}
    for text in written:
        kind, sign, columns = text.rpartition("=")
        if not sign or not kind.strip():
            raise UsageError(
                "--map does not say what a type means.",
                advice='Write it as --map "Photos online=photo_social".',
            )
        meanings[kind.strip()] = (
            *meanings.get(kind.strip(), ()),
            *(column for part in columns.split(",") if (column := part.strip())),
        )
    return meanings
