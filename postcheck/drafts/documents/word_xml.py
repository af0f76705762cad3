"""The XML of Word documents: what single elements and attributes mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from postcheck.formats.container import attribute, local
from postcheck.model.draft import Crop

SILENT = frozenset(
    {"rPr", "pPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtEndPr", "proofErr", "bookmarkStart", "bookmarkEnd"}
)
DESCRIBING = frozenset(
    (  # noqa: SIM905 - a list of quoted words is harder to check
        "docPr cNvPr shape shapetype textpath rect roundrect oval line arc curve polyline image group imagedata fill "
        "stroke"
    ).split()
)
"""Elements whose attributes describe a picture or say what it was called."""
_FIXED_POINT = 65_536
_SYMBOLS = frozenset({"wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol"})
_PRIVATE_USE = range(0xF000, 0xF100)
"""Where symbols stand for the letters of a font."""
_PER_CENT = 100
_PER_MILLE_OF_PER_CENT = 100_000


def nearest(element: ET.Element, name: str) -> Iterable[ET.Element]:
    """Yield the nearest descendants of a name, whatever Word wraps around them, but not those of a nested table."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) not in {"tbl", "tr", "tc", "p", *SILENT}:
            yield from nearest(child, name)


def texts_drawn(root: ET.Element) -> Iterator[str]:
    """Yield the texts of a drawing or a chart: each paragraph, whatever runs it is made of, and each value."""
    within: set[ET.Element] = set()
    for element in root.iter():
        if local(element) == "p":
            runs = [inner for inner in element.iter() if local(inner) == "t"]
            within.update(runs)
            yield "".join(run.text or "" for run in runs)
        elif local(element) in {"t", "v"} and element not in within:
            yield element.text or ""


def words_in(element: ET.Element) -> str:
    """Return all text in an element."""
    return "".join(element.itertext())


def vanishes(run: ET.Element) -> bool:
    """Whether a run of text is formatted as hidden."""
    if local(run) != "r":
        return False
    return any(
        local(mark) in {"vanish", "webHidden"} and attribute(mark, "val") not in {"0", "false", "off"}
        for properties in run
        if local(properties) == "rPr"
        for mark in properties
    )


def relation_of(element: ET.Element) -> str:
    """Return the id of a relationship; in the old drawing language an element also has an ``id`` of its own."""
    return next(
        (value for key, value in element.attrib.items() if "relationships" in key and key.endswith("}id")),
        attribute(element, "id"),
    )


def share_cut_off(written: str) -> float:
    """Return the share of a picture that is cut off at a side.

    It is written in thousandths of a per cent, as ``12.5%``, or in 65536ths as in ``8192f``.
    """
    try:
        if written.endswith("f"):
            share = int(written[:-1]) / _FIXED_POINT
        elif written.endswith("%"):
            share = float(written[:-1]) / _PER_CENT
        elif "." in written:
            share = float(written)
        else:
            share = int(written or 0) / _PER_MILLE_OF_PER_CENT
    except ValueError:
        return 0.0
    return min(1.0, max(0.0, share))


def crop_of(sides: dict[str, float]) -> Crop | None:
    """Return what is cut off at the sides, or None if nothing is, or all."""
    return (
        Crop(**sides)
        if any(sides.values()) and sides["left"] + sides["right"] < 1 and sides["top"] + sides["bottom"] < 1
        else None
    )


def is_number(text: str) -> bool:
    """Whether a text has no letters."""
    return not any(char.isalpha() for char in text)


def symbol(element: ET.Element) -> str:
    """Return the letter that a symbol is, unless its font has pictures in the place of letters."""
    try:
        code = int(attribute(element, "char"), 16)
        letter = chr(code - _PRIVATE_USE.start if code in _PRIVATE_USE else code)
    except (ValueError, OverflowError):
        return ""
    return "" if attribute(element, "font").casefold() in _SYMBOLS else letter
