"""What an Excel workbook holds beside its cells: comments, headers of printed sheets, text boxes, validations."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from postcheck.drafts.documents.word_parts import Role, role_of, words_of
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
}
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
_PROBLEMS = {
    Role.PICTURE: "Pictures in its cells were not looked at. "
    "Save them beside the table and name them in a column `image`.",
    Role.FILE: "Other files or macros in it were not looked at. Remove them, or have a person look at them.",
}
_PRINTED = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d+|\d+|[A-Za-z])')
_USUAL_NAME = re.compile(r"(?:sheet|table|chart|tabelle|feuil)\s*\d*", re.IGNORECASE)
_ROW = re.compile(r"[A-Z]+(\d+)")
_QUOTED = re.compile(r'"([^"]+)"')


def read_beside(container: Container) -> tuple[list[Beside], list[str]]:
    """Return the words beside the cells of a workbook, and what could not be looked at."""
    sheets = _sheets(container)
    words: dict[Beside, None] = {}
    problems: dict[str, None] = {}
    for part in sorted(container.names):
        try:
            role, _ = role_of(container, part)
            if role in _PROBLEMS:
                problems[_PROBLEMS[role]] = None
            elif role not in {Role.IGNORED, Role.THUMBNAIL}:
                root = container.xml(part)
                words.update(dict.fromkeys(_words(root, sheets.get(part, 0))))
                if local(root) not in _KNOWN and any(words_of(root)):
                    problems[
                        f"A part of it ({posixpath.basename(part)}) is of a kind that postcheck does not know. "
                        "Save the table as CSV, or have a person look at it."
                    ] = None
        except UnreadableError as error:
            problems[f"{error.message} {error.advice}"] = None
    return [*words], [*problems]


def _sheets(container: Container) -> dict[str, int]:
    """Return which sheet each part belongs to."""
    main = next((one.target for one in container.targets("").values() if one.kind == "officeDocument"), "")
    if main not in container.names:
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


def _words(root: ET.Element, sheet: int) -> Iterator[Beside]:
    outermost = local(root)
    if outermost in _COMMENTS:
        for one in (one for one in root.iter() if local(one) == _COMMENTS[outermost]):
            text = "".join(inner.text or "" for inner in one.iter() if local(inner) in {"t", "text"}).strip()
            if _has_words(text):
                yield Beside(sheet, _row(one), "a comment", text)
    elif outermost in _DRAWINGS:
        yield from (Beside(sheet, 0, _DRAWINGS[outermost], text) for text in texts_drawn(root) if _has_words(text))
    if outermost not in {"sst", "styleSheet", "table"}:  # cells, and what they look like
        yield from _attributes(root, sheet)


def _attributes(root: ET.Element, sheet: int) -> Iterator[Beside]:
    for element in root.iter():
        name = local(element)
        keys, what = _WORDED.get(name, ((), ""))
        texts = [attribute(element, key) for key in keys]
        if name in _PRINTED:
            texts, what = [_CODES.sub(" ", element.text or "")], "the header or footer of a printed sheet"
        elif name in {"formula1", "formula2"}:
            texts, what = _QUOTED.findall(element.text or ""), "a validation"
        for text in texts:
            if _has_words(text) and not (name == "sheet" and _USUAL_NAME.fullmatch(text)):
                yield Beside(sheet, _row(element), what, " ".join(text.split()))


def _has_words(text: str) -> bool:
    return any(map(str.isalpha, text))


def _row(element: ET.Element) -> int:
    """Return which row an element belongs to; 0 if none."""
    match = _ROW.match(attribute(element, "ref") or attribute(element, "sqref"))
    return int(match[1]) if match else 0
