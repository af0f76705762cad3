"""How to add the packages of an extra to this installation, whatever made it."""

from __future__ import annotations

import shlex
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from postcheck.late import late_regex

_OF_EXTRA = late_regex(r"""(?P<package>[^;]+?)\s*;.*\bextra\s*==\s*["'](?P<extra>[^"']+)["']\s*""")


def how_to_add(extra: str, prefix: Path | None = None) -> str:
    """Return what to do to add the packages of an extra; a package index is never asked for postcheck itself.

    Parameters
    ----------
    extra:
        The extra, such as ``desk``.
    prefix:
        The environment that postcheck is installed in; this one if None.
    """
    prefix = prefix or Path(sys.prefix)
    packages = _packages(extra)
    if not packages:  # as in a folder that brings its own Python
        return f"Ask whoever made this installation for one with the extra “{extra}”."
    if (prefix / "pipx_metadata.json").is_file():
        return _to_type(["pipx", "inject", "postcheck", *packages])
    if (prefix / "uv-receipt.toml").is_file():
        return _to_type(["uv", "pip", "install", "--python", str(prefix), *packages])
    return _to_type([sys.executable, "-m", "pip", "install", *packages])


def _packages(extra: str) -> list[str]:
    try:
        needed = requires("postcheck") or ()
    except PackageNotFoundError:
        needed = ()
    found = filter(None, map(_OF_EXTRA.fullmatch, needed))
    return [one["package"] for one in found if one["extra"] == extra]


def _to_type(command: list[str]) -> str:
    typed = subprocess.list2cmdline(command) if sys.platform == "win32" else shlex.join(command)
    return f"Install them with: {typed}"
