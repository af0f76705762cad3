"""The words of an Office document that no reader came upon: whatever element or attribute they stand in.

A reader knows the elements that it looks for. What anybody who unpacks the file can bring to light is more than that,
so the rest of each part is searched as well.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Iterator
from xml.etree import ElementTree as ET

from postcheck.formats.container import attribute, local

_RUNS = frozenset({"t", "delText", "instrText", "delInstrText"})
"""Elements whose texts belong together as far as their paragraph goes."""
GENERIC_NAME = re.compile(
    r"(?:picture|image|graphic|text ?box|group|shape|rectangle|oval|object|chart|table|diagram|wordart)?[ \d]*",
    re.IGNORECASE,
)
"""What programs call shapes and pictures."""
_PROGRAMS = frozenset({"align", "posOffset", "LinkType", "LockedField", "UpdateMode"})
"""Elements whose texts are words of the format."""
_FORMATS = frozenset({"formatCode", "dateFormat"})
FORMULAS = frozenset(
    {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"}
)
"""Elements whose texts are formulas, in which words are quoted."""
_TRUTH = frozenset({"True", "False", "true", "false"})
_PACKED_WHOLE = re.compile(r"[A-Za-z0-9+/\s]{200,}=*")
_TECHNICAL = frozenset(
    (  # noqa: SIM905 - a list of quoted words is harder to check
        "Ignorable MustUnderstand ProcessContent PreserveElements PreserveAttributes Requires style path eqn fmla "
        "gfxdata typeface ascii hAnsi cs eastAsia font panose instr xpath prefixMappings uri schemaLocation Type "
        "ContentType sqref spans textlink macro author transform class points viewBox preserveAspectRatio font-family d"
    ).split()
)
"""Attributes that hold no words of a person, or words that are read elsewhere."""
_NAMES_OF_FONTS = frozenset({"mathFont", "font", "altName", "lsdException"})
_BETWEEN_WORDS = re.compile(r"[\s_]+")
_LITERAL = re.compile(r"\"([^\"]+)\"|'([^']+)'|((?:\\[^\W\d_]|\\ )+)")
_PACKED = re.compile(r"(?:[\w .,'-]\0){4,}|[\w .,'-]{4,}", re.ASCII)
_LETTERS = re.compile(r"[^\W\d_]{2}")


def unread_texts(root: ET.Element, met: Collection[ET.Element]) -> Iterator[str]:
    """Yield the texts of a part, those of a paragraph together, that stand in none of the elements ``met``."""
    runs: list[str] = []
    for element in root.iter():
        name = local(element)
        if name == "p":
            yield from _joined(runs)
        texts = [] if element in met or name in _PROGRAMS else [element.text or ""]
        if texts and name in _RUNS:
            runs += texts
            texts = []
        elif name == "fldData":
            texts = [_unpacked(text) for text in texts]
        elif name in _FORMATS or name in FORMULAS:
            texts = [" ".join(literals(text)) for text in texts]
        for text in (*texts, element.tail or ""):
            if has_letters(text) and text.strip() not in _TRUTH and not _PACKED_WHOLE.fullmatch(text):
                yield " ".join(text.split())
    yield from _joined(runs)


def _joined(runs: list[str]) -> Iterator[str]:
    text = " ".join("".join(runs).split())
    runs.clear()
    if has_letters(text):
        yield text


def unread_values(root: ET.Element) -> Iterator[str]:
    """Yield the attributes of several words, whatever they are called, that hold no words of the format itself."""
    for element in root.iter():
        name = local(element)
        for key, value in element.attrib.items():
            own = key.rpartition("}")[2]
            if own in _FORMATS or name in _FORMATS:
                yield from literals(value)
            elif own not in _TECHNICAL and name not in _NAMES_OF_FONTS and _of_several_words(value):
                yield " ".join(value.replace("_", " ").split())


def named_styles(root: ET.Element) -> Iterator[str]:
    """Yield the names that a person gave to styles."""
    for style in root.iter():
        if local(style) == "style" and attribute(style, "customStyle") in {"1", "true", "on"}:
            names = [attribute(inner, "val") for inner in style if local(inner) in {"name", "aliases"}]
            # Word makes of any style that it links with one for letters a twin of this name.
            yield from (name for name in names if not name.endswith(" Char"))
        elif local(style) == "cellStyle" and not attribute(style, "builtinId"):
            yield attribute(style, "name")


def literals(code: str) -> Iterator[str]:
    """Yield the words that a format of numbers or dates writes as they are: quoted or behind a backslash."""
    for match in _LITERAL.finditer(code):
        if has_letters(text := match[1] or match[2] or match[3].replace("\\", "")):
            yield text


def has_letters(text: str) -> bool:
    """Whether a text has two letters side by side, as words have."""
    return _LETTERS.search(text) is not None


def _of_several_words(value: str) -> bool:
    """Whether a value holds several words; what begins with an underscore was named by a program."""
    return not value.startswith("_") and sum(map(has_letters, _BETWEEN_WORDS.split(value))) > 1


def _unpacked(text: str) -> str:
    """Return the words in what a field remembers, which is packed in letters."""
    try:
        data = base64.b64decode(text, validate=False)
    except (binascii.Error, ValueError):
        return text
    found = (match[0].replace("\0", "") for match in _PACKED.finditer(data.decode("latin-1")))
    return " ".join(words for words in found if _of_several_words(words))
