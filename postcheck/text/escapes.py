"""How markup spells characters: references (``&eacute;``), percent-encoding and backslashes; decoded only here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from html.entities import html5

from postcheck.late import late_regex
from postcheck.text.characters import IGNORABLE
from postcheck.text.source_map import Piece

PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
"""What a backslash escapes in Markdown."""

_REFERENCE = late_regex(
    r"&(?:\#[xX](?P<hex>[0-9a-fA-F]++);?|\#(?P<decimal>[0-9]++);?|(?P<name>[A-Za-z][A-Za-z0-9]{1,31};?))"
)
_IN_MARKDOWN = late_regex(r"&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31})(?P<end>;)?")
_ESCAPE = late_regex(r"&|(?:%[0-9A-Fa-f]{2})++|\\[!-/:-@\[-`{-~]")
_LONGEST_UNENDED = 6
"""Letters of the longest name that stands for a character without a semicolon after it."""
_LAST = 0x10FFFF


def reference(text: str, at: int, end: int, *, attribute: bool = False) -> tuple[str, int] | None:
    """Return what the character reference at an ampersand stands for, and where it ends, as a browser reads it.

    Parameters
    ----------
    attribute:
        Whether it stands in an attribute's value, where ``&copy=2`` is part of an address.
    """
    match = _REFERENCE.match(text, at, end)
    if match is None:
        return None
    digits = match["hex"] or match["decimal"]
    if digits:
        return _numbered(digits, 16 if match["hex"] else 10), match.end()
    name = match["name"]
    if name.endswith(";") and name in html5:
        return html5[name], match.end()
    for length in range(min(len(name), _LONGEST_UNENDED), 1, -1):
        if name[:length] in html5:
            stop = at + 1 + length
            following = text[stop : stop + 1] if stop < end else ""
            if attribute and (following == "=" or (following.isascii() and following.isalnum())):
                return None
            return html5[name[:length]], stop
    return None


def _numbered(digits: str, base: int) -> str:
    """Return the character of a number, however many zeros it begins with."""
    digits = digits.lstrip("0")
    code = int(digits or "0", base) if len(digits) <= len(str(_LAST)) else _LAST + 1
    if code == 0 or code > _LAST or 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - the surrogates
        return "\ufffd"
    if 0x80 <= code <= 0x9F:  # noqa: PLR2004 - what Windows put there counts
        return bytes([code]).decode("cp1252", "ignore") or chr(code)
    return chr(code)


def shown(text: str) -> str:
    """Return what a reader sees of referenced characters: no control characters and no noncharacters."""
    return "".join(char for char in text if char in "\t\n\f\r" or unicodedata.category(char) not in {"Cc", "Cn"})


def markdown_reference(text: str, at: int, end: int) -> tuple[str, int] | None:
    """Return the same as CommonMark reads it: only with its semicolon, and only for what can be displayed."""
    match = _IN_MARKDOWN.match(text, at, end)
    found = reference(text, at, match.end()) if match and match["end"] else None
    if match is None or found is None or found[1] != match.end():
        return None
    visible = all(char.isprintable() or char.isspace() or IGNORABLE.match(char) for char in found[0])
    return found if visible else None


def decode(text: str, start: int, end: int, *, html: bool, percent: bool) -> Iterator[Piece]:
    """Yield a link's target, a title or an attribute's value with its escapes seen through.

    Parameters
    ----------
    html:
        Whether it is an attribute of HTML; otherwise it is Markdown, where backslashes escape.
    percent:
        Whether it is an address, in which ``%20`` is a space.
    """
    position = start
    for match in _ESCAPE.finditer(text, start, end):
        at = match.start()
        if at < position:
            continue
        decoded: list[Piece] = []
        if match[0] == "&":
            found = reference(text, at, end, attribute=True) if html else markdown_reference(text, at, end)
            if found:
                decoded = [(shown(found[0]) if html else found[0], at, found[1])]
        elif match[0][0] == "%":
            decoded = _percent(match[0], at) if percent else []
        elif not html:
            decoded = [(match[0][1], at + 1, at + 2)]
        if decoded:
            yield text[position:at], position, at
            yield from decoded
            position = decoded[-1][2]
    yield text[position:end], position, end


def _percent(encoded: str, at: int) -> list[Piece]:
    """Return the characters of a percent-encoded stretch, each with its own place, or nothing if it is not UTF-8."""
    try:
        decoded = bytes.fromhex(encoded.replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return []
    if not decoded.isprintable():
        return []
    pieces = []
    for char in decoded:
        width = 3 * len(char.encode("utf-8"))
        pieces.append((char, at, at + width))
        at += width
    return pieces
