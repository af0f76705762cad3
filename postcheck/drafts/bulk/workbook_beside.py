"""What an Excel workbook holds beside its cells: comments, headers of printed sheets, text boxes, validations."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from postcheck.drafts.documents.office_words import (
    GENERIC_NAME,
    has_letters,
    literals,
    named_styles,
    unread_texts,
    unread_values,
)
from postcheck.drafts.documents.word_parts import Role, details_of, made_by_office, role_of, words_of
from postcheck.drafts.documents.word_xml import texts_drawn
from postcheck.errors import UnreadableError
from postcheck.formats.container import Container, attribute, local


class Beside(NamedTuple):
    """Words beside the cells of a sheet."""

    sheet: int
    """Which sheet they belong to, from 1; 0 if to the whole workbook."""
    row: int
    """Which row, from 1; 0 if to the whole sheet."""
    what: str
    text: str


_WORDED = {
    "dataValidation": (("promptTitle", "prompt", "errorTitle", "error"), "a validation"),
    "hyperlink": (("tooltip", "display"), "a link"),
    "hlinkClick": (("tooltip",), "a link"),
    "cNvPr": (("descr", "title"), "the description of a picture"),
    "s": (("v",), "the memory of a pivot table"),
    "sheet": (("name",), "the name of a sheet"),
    "definedName": (("name",), "a name in the workbook"),
    "tableColumn": (("name", "totalsRowLabel"), "a table"),
    "item": (("val",), "a list of choices"),
    "filter": (("val",), "a filter"),
    "customFilter": (("val",), "a filter"),
    "sheetName": (("val",), "the name of a sheet elsewhere"),
    "person": (("displayName",), "who commented"),
}
_CELLS = frozenset({"worksheet", "sst", "macrosheet", "dialogsheet", "externalLink"})
_REST, _PROPERTY = "words beside the cells", "a property"
_VAGUE = frozenset({_REST, _PROPERTY})
"""Where words are said to stand that may have been met elsewhere."""
_READ = frozenset({Role.DETAILS, Role.LOOKS})
_LOOK = "Save the table as CSV, or have a person look at it."
_COMMENTS = {"ThreadedComments": "threadedComment", "comments": "comment"}
_DRAWINGS = {
    **dict.fromkeys(("wsDr", "userShapes", "drawing", "dataModel"), "a drawing"),
    "chartSpace": "a chart",
}
_KNOWN = frozenset(
    (  # noqa: SIM905 - a list of quoted words is harder to check
        "workbook worksheet chartsheet dialogsheet sst styleSheet calcChain table theme themeOverride Types "
        "Relationships coreProperties Properties personList externalLink connections queryTable "
        "pivotTableDefinition MapInfo metadata pivotCacheDefinition pivotCacheRecords slicerCacheDefinition "
        "slicers timelines volTypes chartStyle colorStyle colorsDef layoutDef styleDef labelList datastoreItem "
        "formControlPr rvTypesInfo rvData rvStructures"
    ).split()
) | {*_COMMENTS, *_DRAWINGS, "xml"}
"""Outermost elements of which all that a person could read is read, here or as cells."""
_PICTURES = "Pictures in its cells were not looked at. Save them beside the table and name them in a column `image`."
_PROBLEMS = {
    Role.PICTURE: _PICTURES,
    Role.THUMBNAIL: _PICTURES,
    Role.FILE: "Other files or macros in it were not looked at. Remove them, or have a person look at them.",
}
_PRINTED = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d+|\d+|[A-Za-z])')
_USUAL_NAME = re.compile(r"(?:sheet|table|chart|tabelle|feuil)\s*\d*", re.IGNORECASE)
_ROW = re.compile(r"[A-Z]+(\d+)")
_QUOTED = re.compile(r'"([^"]+)"')


def read_beside(container: Container, cells: Collection[str]) -> tuple[list[Beside], list[str]]:
    """Return the words beside the cells of a workbook, and what could not be looked at.

    Parameters
    ----------
    container:
        The workbook.
    cells:
        What its cells say, with single spaces; it isn't said again.
    """
    sheets = _sheets(container)
    words: dict[Beside, None] = {}
    problems: dict[str, None] = {f"{oddity} {_LOOK}": None for oddity in container.oddities}
    books = 0
    for part in sorted(container.names):
        try:
            role, _ = role_of(container, part)
            if role in _PROBLEMS:
                problems[_PROBLEMS[role]] = None
            elif role is not Role.IGNORED:
                root = container.xml(part)
                books += local(root) == "workbook"
                found = _words(root, sheets.get(part, 0), role=role)
                words.update(dict.fromkeys(found))
                if (
                    local(root) not in _KNOWN
                    and role not in _READ
                    and (any(words_of(root)) or any(unread_values(root)))
                ):
                    problems[
                        f"A part of it ({posixpath.basename(part)}) is of a kind that postcheck does not know. {_LOOK}"
                    ] = None
            words.update(dict.fromkeys(_references(container, part, sheets.get(part, 0), problems)))
        except UnreadableError as error:
            problems[f"{error.message} {error.advice}"] = None
    if books > 1:
        problems[f"It holds two workbooks, of which each program shows another. {_LOOK}"] = None
    known = {one.text for one in words if one.what not in _VAGUE} | {*cells}
    kept = (one for one in words if one.text not in (known if one.what in _VAGUE else cells))
    return [*kept], [*problems]


def main_part(container: Container) -> str:
    """Return the name of the part that is the workbook; empty if there is none."""
    main = next((one.target for one in container.targets("").values() if one.kind == "officeDocument"), "")
    return main if main in container.names and local(container.xml(main)) == "workbook" else ""


def _references(container: Container, part: str, sheet: int, problems: dict[str, None]) -> Iterator[Beside]:
    """Yield the addresses that a part refers to outside the workbook."""
    for target in container.targets(part).values():
        if target.external and target.kind == "image":
            problems[_PROBLEMS[Role.PICTURE]] = None
        if target.external and _has_words(target.target):
            yield Beside(sheet, 0, "a link", _spoken(target.target))


def _spoken(address: str) -> str:
    """Return an address as its words: what a cell says already is not said again."""
    return " ".join(unquote(address).removeprefix("mailto:").split())


def _sheets(container: Container) -> dict[str, int]:
    """Return which sheet each part belongs to."""
    main = main_part(container)
    if not main:
        return {}
    targets = container.targets(main)
    found: dict[str, int] = {}
    for element in container.xml(main).iter():
        relation = next((value for key, value in element.attrib.items() if key.endswith("relationships}id")), "")
        target = targets.get(relation)
        if local(element) == "sheet" and target and target.kind == "worksheet":
            number = sum(1 for _ in set(found.values())) + 1
            found[target.target] = number
            found |= {one.target: number for one in container.targets(target.target).values() if not one.external}
    return found


def _words(root: ET.Element, sheet: int, *, role: Role) -> Iterator[Beside]:
    outermost = local(root)
    met: set[ET.Element] = set()
    looks = role is Role.LOOKS and made_by_office(root)
    if role is Role.DETAILS:
        yield from (Beside(sheet, 0, _PROPERTY, " ".join(text.split())) for _, text in details_of(root))
        return
    if outermost in _COMMENTS:
        for one in (one for one in root.iter() if local(one) == _COMMENTS[outermost]):
            inside = [inner for inner in one.iter() if local(inner) in {"t", "text"}]
            met.update(inside)
            text = " ".join("".join(inner.text or "" for inner in inside).split())
            if _has_words(text):
                yield Beside(sheet, _row(one), "a comment", text)
    elif outermost in _DRAWINGS:
        met.update(one for one in root.iter() if local(one) in {"t", "v"})
        yield from (Beside(sheet, 0, _DRAWINGS[outermost], text) for text in texts_drawn(root) if _has_words(text))
    elif outermost in _CELLS:
        yield from _cells(root, sheet, met)
    if outermost == "styleSheet" or looks:
        values = [
            code for one in root.iter() if local(one) == "numFmt" for code in literals(attribute(one, "formatCode"))
        ]
        values += [*named_styles(root), *(unread_texts(root, ()) if looks else ())]
        yield from (Beside(0, 0, "a format", text) for text in values if _has_words(text))
        return
    yield from _attributes(root, sheet)
    met.update(one for one in root.iter() if local(one) in _PRINTED)
    for text in (*unread_texts(root, met), *unread_values(root)):
        if not GENERIC_NAME.fullmatch(text) and not _USUAL_NAME.fullmatch(text):
            yield Beside(sheet, 0, _REST, text)


def _cells(root: ET.Element, sheet: int, met: set[ET.Element]) -> Iterator[Beside]:
    """Yield what cells hold, shown or not: texts, how they are pronounced, and words in formulas."""
    row = 0
    for element in root.iter():
        name = local(element)
        texts: list[str] = []
        if name == "row":
            row = _number(attribute(element, "r")) or row + 1
        elif name in {"si", "is"}:
            spoken = [one for one in element.iter() if local(one) == "rPh"]
            heard = {one for phonetic in spoken for one in phonetic.iter() if local(one) == "t"}
            shown = [one for one in element.iter() if local(one) == "t" and one not in heard]
            met.update(shown, heard)
            texts = ["".join(one.text or "" for one in shown), *("".join(one.itertext()) for one in spoken)]
        elif name == "v":
            met.add(element)
            texts = [element.text or ""]
        elif name == "f":
            met.add(element)
            texts = [*literals(element.text or "")]
        for text in texts:
            if has_letters(text):
                yield Beside(sheet, row, "a cell", " ".join(text.split()))


def _attributes(root: ET.Element, sheet: int) -> Iterator[Beside]:
    for element in root.iter():
        name = local(element)
        keys, what = _WORDED.get(name, ((), ""))
        texts = [attribute(element, key) for key in keys]
        if name in _PRINTED:
            texts, what = [_CODES.sub(" ", element.text or "")], "the header or footer of a printed sheet"
        elif name in {"formula1", "formula2"}:
            texts, what = _QUOTED.findall(element.text or ""), "a validation"
        elif name == "definedName":
            texts, what = [] if texts[0].startswith("_") else [texts[0].replace("_", " ")], "a name in the workbook"
        for text in texts:
            if _has_words(text) and not (name == "sheet" and _USUAL_NAME.fullmatch(text)):
                yield Beside(sheet, _row(element), what, " ".join(text.split()))


def _has_words(text: str) -> bool:
    return any(map(str.isalpha, text))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0


def _row(element: ET.Element) -> int:
    """Return which row an element belongs to; 0 if none."""
    match = _ROW.match(attribute(element, "ref") or attribute(element, "sqref"))
    return int(match[1]) if match else 0
