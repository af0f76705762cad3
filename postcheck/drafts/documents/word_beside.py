"""The words of a Word document that stand beside its running text: in controls, fields and settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from postcheck.formats.container import attribute, local


class Beside(NamedTuple):
    """Words that an element carries without showing them as text."""

    field: str
    text: str
    what: str
    """What they are, as the report calls it."""


_CHOICE = "a list of choices"
_FORM = "a form field"
_WORDED = {
    "listItem": ("hidden", ("displayText", "value"), _CHOICE),
    "listEntry": ("hidden", ("val",), _CHOICE),
    "default": ("hidden", ("val",), _FORM),
    "helpText": ("hidden", ("val",), _FORM),
    "statusText": ("hidden", ("val",), _FORM),
    "alias": ("hidden", ("val",), "the title of a control"),
    "tag": ("hidden", ("val",), "the tag of a control"),
    "docVar": ("hidden", ("name", "val"), "a document variable"),
    "tblCaption": ("alt", ("val",), "the description of a table"),
    "tblDescription": ("alt", ("val",), "the description of a table"),
    "lvlText": ("hidden", ("val",), "the numbering"),
    "query": ("hidden", ("val",), "a mail merge"),
    "hyperlink": ("link", ("tooltip", "anchor", "docLocation"), "the tip of a link"),
    "hlinkClick": ("link", ("tooltip",), "the tip of a link"),
    "hlinkHover": ("link", ("tooltip",), "the tip of a link"),
    "checkBox": ("hidden", ("caption",), _FORM),
    "ocxPr": ("hidden", ("value",), _FORM),
    "textpath": ("body", ("string",), "a drawing"),
    "name": ("hidden", ("val",), "a name given"),
    "description": ("hidden", ("val",), "a description"),
    "attr": ("hidden", ("val",), "a smart tag"),
    "caption": ("hidden", ("name",), "a caption"),
    "bookmarkStart": ("hidden", ("name",), "a bookmark"),
    "permStart": ("hidden", ("ed",), "a permission"),
    "permission": ("hidden", ("ed",), "a permission"),
    "control": ("hidden", ("name",), _FORM),
    "signatureline": ("hidden", ("suggestedsigner", "suggestedsigner2", "suggestedsigneremail"), "a line to sign on"),
    **dict.fromkeys(("shape", "rect", "roundrect", "oval", "line", "image", "group"), ("link", ("href",), "a link")),
}
"""Elements whose attributes hold words, by name: the field, the attributes, and what they are."""
_NAMED = frozenset({"bookmarkStart", "name", "control"})
"""Elements whose values are names without spaces, of which programs give those that begin with an underscore."""
_NUMBER = re.compile(r"%\d")
_LETTERS = 2
"""How many letters words have at least: a bullet may be a letter of a font of symbols."""
_SWITCH = re.compile(r'\\[*@#]\s*(?:"[^"]*"|\S+)|\\\S+')
_REFERS = frozenset(
    (  # noqa: SIM905 - a list of quoted words is harder to check
        "REF PAGEREF NOTEREF TOC TOA RD SEQ STYLEREF FORMTEXT FORMCHECKBOX FORMDROPDOWN DATE TIME CREATEDATE "
        "SAVEDATE PRINTDATE EDITTIME PAGE NUMPAGES NUMWORDS NUMCHARS SECTION SECTIONPAGES REVNUM SYMBOL "
        "BIBLIOGRAPHY CITATION INDEX LISTNUM ADVANCE AUTONUM AUTONUMLGL AUTONUMOUT FILESIZE SHAPE EMBED LINK DDE "
        "DDEAUTO NEXT MERGEREC MERGESEQ"
    ).split()
)
"""Fields whose words without quotation marks are names of styles, bookmarks and programs."""
_KNOWN = _REFERS | frozenset(
    (  # noqa: SIM905 - as above
        "HYPERLINK MACROBUTTON GOTOBUTTON TC XE EQ AUTHOR TITLE SUBJECT KEYWORDS COMMENTS FILENAME TEMPLATE USERNAME "
        "USERADDRESS USERINITIALS LASTSAVEDBY DOCPROPERTY DOCVARIABLE INFO QUOTE IF COMPARE ASK FILLIN SET "
        "MERGEFIELD NEXTIF SKIPIF ADDRESSBLOCK GREETINGLINE INCLUDEPICTURE INCLUDETEXT IMPORT AUTOTEXT "
        "AUTOTEXTLIST DATABASE PRIVATE ADDIN PRINT BARCODE DISPLAYBARCODE MERGEBARCODE CONTROL"
    ).split()
)
_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”')


def beside(element: ET.Element) -> Iterator[Beside]:
    """Yield the words that an element itself carries in its attributes."""
    name = local(element)
    if name == "fldSimple":
        yield from of_field(attribute(element, "instr"))
    if name not in _WORDED:
        return
    field, keys, what = _WORDED[name]
    for key in keys:
        text = _NUMBER.sub("", attribute(element, key)) if name == "lvlText" else attribute(element, key)
        if name in _NAMED or key == "anchor":
            text = "" if text.startswith("_") else text.replace("_", " ")
        if sum(map(str.isalpha, text)) >= _LETTERS:
            yield Beside(field, text, what)


def of_field(instruction: str) -> Iterator[Beside]:
    """Yield the words in what a field is told to do: texts in quotation marks, and those that a button shows."""
    first, _, after = instruction.strip().partition(" ")
    keyword = first.upper()
    rest = after if keyword in _KNOWN else instruction
    for match in _QUOTED.finditer(rest):
        yield Beside("link", (match[1] or match[2] or "").replace("'", " ").strip(), "a field")
    bare = _SWITCH.sub(" ", _QUOTED.sub(" ", rest)) if keyword not in _REFERS else ""
    if keyword in {"MACROBUTTON", "GOTOBUTTON"}:  # the macro's name comes first
        bare = bare.partition(" ")[2]
    if sum(map(str.isalpha, bare)) >= _LETTERS:
        yield Beside("link", " ".join(bare.split()), "a field")


def authors(root: ET.Element) -> Iterator[str]:
    """Yield who changed, commented or is mentioned, wherever Word wrote it down."""
    for element in root.iter():
        if author := attribute(element, "author"):
            yield author
