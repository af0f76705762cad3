"""The files of the consent lists in force: one a school, named one by one or as a folder of lists."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from postcheck.errors import PostcheckError
from postcheck.formats.files import UNFINISHED, identity

Refuse = Callable[[str, str], PostcheckError]
"""Makes the error that says where a list was named, of a message and an advice."""

_LISTS = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
_BESIDE = frozenset({".toml", ".md"})
"""What may lie beside the lists of a folder: settings, and notes on the lists."""
_OF_SYSTEMS = frozenset({"desktop.ini", "thumbs.db"})
_OF_PROGRAMS = ("._", ".~", "~$", UNFINISHED)
"""How files begin that programs put beside others: a Mac, LibreOffice, Excel and this one."""


@dataclass(frozen=True)
class ConsentFiles:
    """The consent lists in force."""

    files: tuple[Path, ...] = ()
    """Each list; the name of a sheet may follow a workbook's."""
    folders: tuple[Path, ...] = ()
    """The folders that were named instead of their lists: another list may come to lie there."""


def consent_files(named: Iterable[tuple[Path, Refuse]]) -> ConsentFiles:
    """Return the lists that are named, a folder's by name.

    Parameters
    ----------
    named:
        Files and folders, each with what makes an error that says where it was named.

    Raises
    ------
    PostcheckError
        If there is no such file, a folder holds no list or something that may be one and would not be read, or a list
        is named twice.
    """
    files: list[Path] = []
    folders: list[Path] = []
    seen: dict[tuple[object, str], Path] = {}
    for path, refuse in named:
        if _split(path)[0].is_dir():
            folders.append(path)
            found = tuple(_lists_in(path, refuse))
        else:
            found = (path,)
        for file in found:
            _check(file, seen, refuse)
            files.append(file)
    return ConsentFiles(tuple(files), tuple(folders))


def existing(path: Path, what: str, refuse: Refuse) -> Path:
    """Return the path of a list; raise if nothing is there or it is a folder. A sheet may follow a workbook's name."""
    file, _ = _split(path)
    if file.is_dir():
        raise refuse(f"the {what} {path} is a folder.", "Give the CSV file itself.")
    if not file.exists():
        raise refuse(f"the {what} {path} does not exist.", "Check the path, or take it out to go without the list.")
    return path


def in_variable(value: str) -> tuple[Path, ...]:
    """Return the paths in a variable, several separated as in ``PATH``, whose names may hold what separates them."""
    whole = Path(value).expanduser()
    if not value.strip():
        return ()
    parts = [written for part in value.split(os.pathsep) if (written := part.strip())]
    if not parts or _split(whole)[0].exists():
        return (whole,)
    return tuple(Path(part).expanduser() for part in parts)


def _split(path: Path) -> tuple[Path, str]:
    """Return a file and the sheet that is named with it; see :func:`postcheck.formats.table_file.split_sheet`."""
    if "#" not in str(path):
        return path, ""
    from postcheck.formats.table_file import split_sheet  # noqa: PLC0415 - readers of tables are not needed for settings

    return split_sheet(path)


def _check(file: Path, seen: dict[tuple[object, str], Path], refuse: Refuse) -> None:
    """Refuse a file that is not there or was named before."""
    place, sheet = _split(existing(file, "consent list", refuse))
    own, sheet = identity(place), sheet.casefold()
    for (other, its_sheet), before in seen.items():
        if other != own or (sheet and its_sheet and sheet != its_sheet):
            continue
        if sheet != its_sheet:
            raise refuse(
                f"the workbook {place} is named once with a sheet and once without.",
                "Name the sheet of each list: “lists.xlsx#Formby”, “lists.xlsx#Greenbank”.",
            )
        raise refuse(
            f"the consent list {file} is named twice" + ("." if before == file else f", the first time as {before}."),
            "Name each school's list once.",
        )
    seen[own, sheet] = file


def _lists_in(folder: Path, refuse: Refuse) -> Iterator[Path]:
    """Yield the lists of a folder. Whatever may be a list that would not be read is an error, not passed over."""
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "it cannot be opened"
        raise refuse(
            f"the folder of consent lists {folder} cannot be read: {reason}.",
            "Ask for access to it, or name the files.",
        ) from None
    lists = 0
    for path in inside:
        ending = path.suffix.casefold()
        if path.name.startswith(_OF_PROGRAMS) or path.name.casefold() in _OF_SYSTEMS:
            continue
        if path.name.startswith(".") and ending not in _LISTS:
            continue
        if path.is_dir():
            raise refuse(
                f"the folder of consent lists {folder} holds another folder, {path.name}, which would not be read.",
                "Move it elsewhere, or name that folder as well, and the lists one by one.",
            )
        if ending in _LISTS:
            lists += 1
            yield path
        elif ending not in _BESIDE:
            raise refuse(
                f"the folder of consent lists {folder} holds {path.name}, which would not be read.",
                "Save it as CSV or Excel if it is a list; otherwise move it elsewhere.",
            )
    if not lists:
        raise refuse(
            f"there is no consent list in the folder {folder}.",
            "Put each school's list there (CSV or Excel), or name the file itself.",
        )
