"""What stands on the cells of a workbook beside their values: a line through them, a comment."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from postcheck.formats.tables import FileRemark

_NAMESPACE = re.compile(r"\{[^}]*\}")
_TARGETS = ("/comments", "/threadedComment")
_OFF = frozenset({"0", "false"})
_MOST = 20
"""How many cells of a kind are named one by one."""


def marks(archive: zipfile.ZipFile, sheet: str) -> tuple[FileRemark, ...]:
    """Return a remark for each cell of a sheet that is struck through or has a comment.

    Parameters
    ----------
    archive:
        The workbook. None of its parts may have a document type.
    sheet:
        The sheet's part.
    """
    struck = _struck(archive, sheet)
    commented = _commented(archive, sheet)
    return (
        *_remarks(struck, "is struck through, and still counts as what it says", "Write what holds now into the cell."),
        *_remarks(
            commented,
            "has a comment, which is not read",
            "Read it; what it says about consent has to stand in the cells.",
        ),
    )


def _remarks(cells: set[str], what: str, advice: str) -> Iterator[FileRemark]:
    ordered = sorted(cells, key=lambda cell: (_line(cell), cell))
    for cell in ordered[:_MOST]:
        yield FileRemark(_line(cell), f"Cell {cell} {what}.", advice)
    if len(ordered) > _MOST:
        yield FileRemark(0, f"The same is true of {len(ordered) - _MOST} more cells.", advice)


def _line(cell: str) -> int:
    return int(re.sub(r"\D", "", cell) or 0)


def _elements(part: IO[bytes]) -> Iterator[tuple[str, Element]]:
    for _, element in iterparse(part):  # noqa: S314 - documents with a DTD, which could hold entities, are refused
        yield _NAMESPACE.sub("", element.tag), element


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if _NAMESPACE.sub("", child.tag) == name), None)


def _is_struck(font: Element) -> bool:
    return any(
        _NAMESPACE.sub("", child.tag) == "strike" and child.get("val", "1").casefold() not in _OFF for child in font
    )


def _struck(archive: zipfile.ZipFile, sheet: str) -> set[str]:
    names = set(archive.namelist())
    formats = _struck_formats(archive) if "xl/styles.xml" in names else frozenset()
    texts = _struck_texts(archive) if "xl/sharedStrings.xml" in names else frozenset()
    found = set()
    with archive.open(sheet) as part:
        for name, cell in _elements(part):
            if name != "c":
                continue
            value = _child(cell, "v")
            shared = cell.get("t") == "s" and value is not None and (value.text or "") in texts
            inline = any(_is_struck(run) for run in cell.iter() if _NAMESPACE.sub("", run.tag) == "rPr")
            filled = value is not None or cell.get("t") == "inlineStr"
            if filled and (shared or inline or cell.get("s", "0") in formats):
                found.add(cell.get("r", ""))
            cell.clear()
    return found


def _struck_formats(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the numbers of cell formats whose font is struck through."""
    fonts: list[bool] = []
    formats: list[int] = []
    with archive.open("xl/styles.xml") as part:
        for name, element in _elements(part):
            if name == "fonts":
                fonts = [_is_struck(font) for font in element]
            elif name == "cellXfs":
                formats = [int(one.get("fontId", "0")) for one in element]
    return frozenset(str(number) for number, font in enumerate(formats) if font < len(fonts) and fonts[font])


def _struck_texts(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the numbers of shared texts of which some part is struck through."""
    found = []
    number = 0
    with archive.open("xl/sharedStrings.xml") as part:
        for name, element in _elements(part):
            if name == "si":
                if any(_is_struck(run) for run in element.iter() if _NAMESPACE.sub("", run.tag) == "rPr"):
                    found.append(str(number))
                number += 1
                element.clear()
    return frozenset(found)


def _commented(archive: zipfile.ZipFile, sheet: str) -> set[str]:
    folder, _, name = sheet.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    names = {part.casefold(): part for part in archive.namelist()}
    if relations.casefold() not in names:
        return set()
    found: set[str] = set()
    with archive.open(names[relations.casefold()]) as part:
        targets = [
            posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
            for tag, one in _elements(part)
            if tag == "Relationship" and one.get("Type", "").endswith(_TARGETS)
        ]
    for target in targets:
        if target.casefold() in names:
            with archive.open(names[target.casefold()]) as part:
                found |= {one.get("ref", "") for tag, one in _elements(part) if tag in {"comment", "threadedComment"}}
    return found
