"""Which file the settings stand in: ``postcheck.toml``, or ``[tool.postcheck]`` of a ``pyproject.toml``."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli

from postcheck.errors import SettingsError
from postcheck.formats.toml_document import Fault, TomlDocument, read_toml

FILE_NAME = "postcheck.toml"
PROJECT_FILE = "pyproject.toml"
_TABLE = ("tool", "postcheck")
_MENTION = re.compile(rb"""^\s*\[{1,2}\s*["']?tool["']?\s*\.\s*["']?postcheck\b""", re.MULTILINE)
"""A table of ours in a file that is no valid TOML."""


def config_from(environ: Mapping[str, str]) -> Path | None:
    """Return the settings file that ``POSTCHECK_CONFIG`` names, or None if it is unset or empty."""
    value = environ.get("POSTCHECK_CONFIG", "").strip()
    return Path(value).expanduser() if value else None


def find_settings_file(start: Path) -> Path | None:
    """Return the nearest settings file from ``start`` upwards.

    That is a ``postcheck.toml``, or a ``pyproject.toml`` with the table ``[tool.postcheck]``; one without it is passed
    over. The search starts in the folder ``start``, or in the folder of the file ``start``, and ends at the root of the
    repository (the folder that holds ``.git``) or of the file system.
    """
    return find_upwards(start, FILE_NAME, PROJECT_FILE)


def find_upwards(start: Path, *names: str) -> Path | None:
    """Return the nearest file of these names from ``start`` upwards, as :func:`find_settings_file` looks for it.

    Of two in one folder it is the one that is named first.
    """
    place = Path(os.path.abspath(start))  # noqa: PTH100 - unlike resolve(), it follows the path that the user gave, not its links
    for folder in (place, *place.parents) if place.is_dir() else place.parents:
        if file := _in(folder, *names):
            return file
        if (folder / ".git").exists():
            return None
    return None


def settings_in(folder: Path) -> Path | None:
    """Return the settings file of this very folder, as :func:`find_settings_file` knows it; None if it has none."""
    return _in(folder, FILE_NAME, PROJECT_FILE)


def project_settings_in(folder: Path) -> Path | None:
    """Return the ``pyproject.toml`` of this very folder, if it has settings."""
    return _in(folder, PROJECT_FILE)


def _in(folder: Path, *names: str) -> Path | None:
    files = (folder / name for name in names)
    return next((file for file in files if file.is_file() and (file.name != PROJECT_FILE or _has_settings(file))), None)


def in_project_file(file: Path) -> bool:
    """Whether settings stand in a table of this file rather than being all of it."""
    return file.name.casefold() == PROJECT_FILE


def settings_document(file: Path) -> TomlDocument:
    """Read a settings file; of a ``pyproject.toml`` only ``[tool.postcheck]``.

    Raises
    ------
    SettingsError
        If it cannot be read, if a ``pyproject.toml`` has no such table, or if one beside a ``postcheck.toml`` has one,
        as one of the two would then be ignored.
    """
    missing = "Write one with postcheck init, or name another with --config."
    document = read_toml(file, what="settings file", error=SettingsError, missing=missing)
    if in_project_file(file):
        if _settings_in(document.data) is None:
            raise document.fail(Fault((), "There is no table [tool.postcheck].", "Add it, or name another file."))
        return document.within(*_TABLE)
    beside = file.with_name(PROJECT_FILE)
    if file.name == FILE_NAME and beside.is_file() and _has_settings(beside):
        other = read_toml(beside, what="settings file", error=SettingsError, missing=missing)
        advice = f"Move its settings to {FILE_NAME} and remove the table, or the other way round."
        raise other.fail(
            Fault(_TABLE, f"[tool.postcheck] stands beside a {FILE_NAME}, so one of them counts for nothing.", advice)
        )
    return document


def _has_settings(file: Path) -> bool:
    """Whether a ``pyproject.toml`` is about postcheck; if that cannot be told it is, so that reading it says why."""
    try:
        raw = file.read_bytes()
    except OSError:
        return True
    if b"postcheck" not in raw:
        return False
    try:
        return _settings_in(tomli.loads(raw.decode("utf-8-sig"))) is not None
    except (ValueError, RecursionError):
        return _MENTION.search(raw) is not None


def _settings_in(data: dict[str, Any]) -> object | None:
    tools = data.get("tool")
    return tools.get("postcheck") if isinstance(tools, dict) else None
