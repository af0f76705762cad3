"""The same settings file with more in it: nothing that somebody wrote there is changed or moved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import tomli

PROJECT_TABLE = "tool.postcheck"
_HEADER = re.compile(r"""(?m)^[ \t]*\[[ \t]*["']?tool["']?[ \t]*\.[ \t]*["']?postcheck["']?[ \t]*\][^\n]*\n?""")
_REMARKS = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*")
"""Empty lines and remarks, at a file's beginning."""


def with_more(text: str, keys: Mapping[str, str], tables: str = "", *, project: bool) -> str | None:
    """Return the text of a settings file that sets more keys, and has more tables at its end.

    Parameters
    ----------
    text:
        The file as it is, valid TOML without a byte order mark.
    keys:
        What is to be set, as TOML. The file must not set these keys yet.
    tables:
        Tables to add, as they stand in this very file; empty for none.
    project:
        Whether it is a ``pyproject.toml``, in which settings stand in ``[tool.postcheck]``.

    Returns
    -------
    str or None
        None if the file is laid out so that nothing can be added without changing what is there.
    """
    for key, value in keys.items():
        expected = _ours(text, project=project) | tomli.loads(f"{key} = {value}")
        longer = _first_that_says(expected, _places(text, key, value, project=project), project=project)
        if longer is None:
            return None
        text = longer
    if not tables:
        return text
    expected = _joined(_ours(text, project=project), _ours(tables, project=project))
    ending = _line_end(text)
    gap = ending if text.endswith("\n") or not text else ending * 2
    return _first_that_says(expected, iter((f"{text}{gap}{tables.replace(chr(10), ending)}",)), project=project)


def _places(text: str, key: str, value: str, *, project: bool) -> Iterator[str]:
    """Yield the text with a key where it may stand, the best place first."""
    ending = _line_end(text)
    line = f"{key} = {value}{ending}"
    remark = re.search(rf"(?m)^[ \t]*#[ \t]*{re.escape(key)}[ \t]*=[^\n]*\n", text)
    if remark:
        yield text[: remark.end()] + line + text[remark.end() :]
    if project:
        for header in _HEADER.finditer(text):
            gap = "" if header[0].endswith("\n") else ending
            yield f"{text[: header.end()]}{gap}{line}{text[header.end() :]}"
        gap = ending if text.endswith("\n") else ending * 2
        yield f"{text}{gap}[{PROJECT_TABLE}]{ending}{line}"
        return
    first = _REMARKS.match(text)
    at = first.end() if first else 0
    yield text[:at] + line + text[at:]
    yield f"{text}{'' if text.endswith(chr(10)) or not text else ending}{line}"


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _first_that_says(expected: dict[str, Any], texts: Iterator[str], *, project: bool) -> str | None:
    for text in texts:
        try:
            if _ours(text, project=project) == expected:
                return text
        except tomli.TOMLDecodeError:
            continue
    return None


def _ours(text: str, *, project: bool) -> dict[str, Any]:
    data = tomli.loads(text)
    found: dict[str, Any] = data.get("tool", {}).get("postcheck", {}) if project else data
    return found


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    found = dict(one)
    for key, value in other.items():
        old = found.get(key)
        found[key] = [*(old or []), *value] if isinstance(value, list) else {**(old or {}), **value}
    return found
