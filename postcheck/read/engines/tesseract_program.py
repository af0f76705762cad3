"""Finds the Tesseract program: on the search path, or where its installers put it without saying so to anybody."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

TESSERACT = "tesseract"
ON_MACS = (Path("/opt/homebrew/bin"), Path("/usr/local/bin"), Path("/opt/local/bin"))
"""Homebrew's folders on Apple's and on Intel's processors, and MacPorts'. Programs that were not started from a
terminal don't have them on their search path."""
_PROGRAM_FOLDERS = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")
"""Variables of Windows that name its folders of programs."""
_INSTALLED = "Tesseract-OCR"
"""What the installer for Windows calls its folder, and its key in the registry."""
_VALUES = ("InstallDir", "Path")
"""Where that key holds the folder; the second is of older installers."""


def find_tesseract(configured: str = "") -> str:
    """Return what to start Tesseract by.

    Parameters
    ----------
    configured:
        What the settings say: a program or the folder that holds it; empty if they say nothing.

    Returns
    -------
    str
        The path of a program that exists; otherwise what the settings say or, if they are silent, ``tesseract``.
    """
    if configured:
        return next((str(path) for path in _within(Path(configured)) if path.is_file()), configured)
    if on_path := shutil.which(TESSERACT):
        return on_path
    return next((str(path) for path in _usual_places(os.environ) if _is_file(path)), TESSERACT)


def is_installed(configured: str = "") -> bool:
    """Whether there is a Tesseract to start; the parameter is that of :func:`find_tesseract`."""
    return shutil.which(find_tesseract(configured)) is not None


def _usual_places(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Return where an installer of this system puts the program, likeliest first."""
    if sys.platform == "darwin":
        return tuple(folder / TESSERACT for folder in ON_MACS)
    if sys.platform == "win32":
        folders = [Path(environ[name], _INSTALLED) for name in _PROGRAM_FOLDERS if environ.get(name)]
        if local := environ.get("LOCALAPPDATA"):
            folders += [Path(local, "Programs", _INSTALLED), Path(local, _INSTALLED)]
        return tuple(path for folder in dict.fromkeys((*_registered(), *folders)) for path in _within(folder))
    return ()


def _within(folder: Path) -> tuple[Path, ...]:
    """Return the names that Tesseract may have in a folder."""
    return folder / f"{TESSERACT}.exe", folder / TESSERACT


def _registered() -> tuple[Path, ...]:
    """Return the folders that Windows' registry names: those of this user first, as with the search path."""
    if sys.platform != "win32":
        return ()
    try:
        import winreg  # noqa: PLC0415 - only Windows has it
    except ImportError:
        return ()
    found = []
    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        for view in (winreg.KEY_WOW64_64KEY, winreg.KEY_WOW64_32KEY):
            for value in _VALUES:
                try:
                    with winreg.OpenKey(root, rf"SOFTWARE\{_INSTALLED}", 0, winreg.KEY_READ | view) as key:
                        folder, _ = winreg.QueryValueEx(key, value)
                except OSError:
                    continue
                if isinstance(folder, str) and folder.strip():
                    found.append(Path(folder.strip().strip('"')))
    return tuple(dict.fromkeys(found))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
