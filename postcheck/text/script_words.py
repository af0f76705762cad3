"""The texts in a script: its string literals as the program means them, joined where it joins them.

The program itself is not followed. What is seen through is what hides a text that stands there: escapes, literals that
are put together, and calls that spell or decode one. It takes time in proportion to the length of the script.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

import regex

from postcheck.text.source_map import Piece

_TOKEN = regex.compile(
    r"""(?P<comment>//[^\n\r\u2028\u2029]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)"""
    r"""|"(?P<double>(?:[^"\\\n\r]|\\(?:\r\n|.))*+)"?|'(?P<single>(?:[^'\\\n\r]|\\(?:\r\n|.))*+)'?"""
    r"""|(?P<tick>`)|(?P<open>\{)|(?P<close>\})"""
    r"""|(?<=[(,=:\[!&|?{};+~^\n]|[(,=:\[!&|?{};+~^\n][ ]|return[ ])"""
    r"""/(?P<regex>(?:[^/\\\[\n\r]|\\.|\[(?:[^\]\\\n\r]|\\.)*+\])++)/"""
    r"""|from(?:CharCode|CodePoint)\s*+(?:\.apply\s*+)?\([^()\[\]]{0,40}?(?:\[\s*+)?"""
    r"""(?P<codes>(?:0[xX][0-9a-fA-F]{1,6}|\d{1,7})(?:\s*+,\s*+(?:0[xX][0-9a-fA-F]{1,6}|\d{1,7}))*+)""",
    regex.DOTALL,
)
_CHUNK = regex.compile(r"(?P<inner>(?:[^`\\$]|\\(?:\r\n|.)|\$(?!\{))*+)(?P<end>`|\$\{)?", regex.DOTALL)
_ESCAPE = regex.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{0*+[0-9a-fA-F]{1,6}\}"
    r"|x[0-9a-fA-F]{2}|[0-3][0-7]{0,2}|[4-7][0-7]?|\r\n|.)",
    regex.DOTALL,
)
_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_LINE_ENDS = frozenset({"\r\n", "\n", "\r", "\u2028", "\u2029"})
_JOINED = regex.compile(r"[\s()`]*+(?:\+|\$\{|\.concat\(|\})[\s(){}`$+]*+")
_BESIDE = regex.compile(r"\s*+,\s*+`?")
_CALLED = regex.compile(r"\b(?P<name>atob|decodeURI(?:Component)?|unescape)\s*+\(\s*+[\"'`]\Z")
_ARRAY_JOINED = regex.compile(
    r"""["'`]\s*+,?\s*+\]\s*+\.join\(\s*+(?P<quote>["'`])(?P<between>[^"'`\\]{0,3})(?P=quote)"""
)
_TURNED = regex.compile(r"""["'`]\)?\s*+\.split\(\s*+(?:''|""|``)\s*+\)\s*+\.reverse\(""")
_PERCENT = regex.compile(r"%u([0-9a-fA-F]{4})")
_CALL_WITHIN = 40
"""In characters, how far from a literal the call may be that it is given to, or that is made of it."""


@dataclass(slots=True)
class _Literal:
    pieces: list[Piece]
    start: int
    end: int
    """Where it stands, without its quotes."""
    goes_on: bool = False
    """Whether it is the part of a template before an expression."""

    @property
    def text(self) -> str:
        return "".join(piece[0] for piece in self.pieces)


def read_script(text: str) -> Iterator[list[Piece]]:
    """Yield each text of a script in pieces, with their places in it, in the order in which they stand."""
    return _ScriptReader(text).texts()


@dataclass(slots=True)
class _ScriptReader:
    text: str
    templates: list[int] = field(default_factory=list)
    """Of each template that is open, how many braces are open in the expression that is being read."""
    before: _Literal | None = None
    """The literal before, to which the next may be joined."""
    row: list[_Literal] = field(default_factory=list)
    """The literals of an array, as far as they stand side by side."""
    code: list[str] = field(default_factory=list)
    """What stands between the literal before and the next, comments left out."""

    def texts(self) -> Iterator[list[Piece]]:
        at = passed = 0
        while match := _TOKEN.search(self.text, at):
            self.code.append(self.text[passed : match.start()])
            at = passed = match.end()
            kind = match.lastgroup or ""
            if kind in {"double", "single"}:
                yield from self._literal(self._decoded(*match.span(kind)))
            elif kind == "codes":
                yield from self._literal(_spelled(match[kind], *match.span(kind)))
            elif kind in {"tick", "close", "open"}:
                self.code.append(match[0])
                if kind == "tick" or self._ends_expression(kind):
                    literal, at = self._chunk(at)
                    passed = at
                    yield from self._literal(literal)
            elif kind == "regex":
                self.code.append(match[0])
        if self.before:
            yield self.before.pieces

    def _ends_expression(self, brace: str) -> bool:
        """Take note of a brace, and return whether a template goes on after it."""
        if not self.templates:
            return False
        self.templates[-1] += 1 if brace == "open" else -1
        if self.templates[-1] >= 0:
            return False
        self.templates.pop()
        return True

    def _chunk(self, at: int) -> tuple[_Literal, int]:
        """Read a template up to its end or to an expression in it."""
        match = _CHUNK.match(self.text, at)
        if match is None:  # pragma: no cover - it matches the empty text
            return _Literal([], at, at), at
        if match["end"] == "${":
            self.templates.append(0)
        literal = self._decoded(*match.span("inner"))
        literal.goes_on = match["end"] == "${"
        return literal, match.end()

    def _literal(self, literal: _Literal) -> Iterator[list[Piece]]:
        """Join a literal to the one before, or yield that."""
        between = "".join(self.code)
        self.code = ["${"] if literal.goes_on else []
        if self.before and _JOINED.fullmatch(between):
            self.before.pieces += literal.pieces
            self.before.end = literal.end
        else:
            if self.before:
                yield self.before.pieces
            self.before = _Literal([*literal.pieces], literal.start, literal.end)
        if not _BESIDE.fullmatch(between):
            self.row.clear()
        self.row.append(literal)
        if len(self.row) > 1 and (match := _ARRAY_JOINED.match(self.text, literal.end, literal.end + _CALL_WITHIN)):
            yield [piece for one in self.row for piece in (*one.pieces, (match["between"], one.end, one.end))]
        if _TURNED.match(self.text, literal.end, literal.end + _CALL_WITHIN):
            yield [(literal.text[::-1], literal.start, literal.end)]

    def _decoded(self, start: int, end: int) -> _Literal:
        """Return the literal between two quotes as the program means it."""
        literal = _Literal(list(self._pieces(start, end)), start, end)
        called = _CALLED.search(self.text, max(0, start - _CALL_WITHIN), start)
        if called:
            decoded = _from_base64(literal.text) if called["name"] == "atob" else _from_percent(literal.text)
            literal.pieces = [(decoded, start, end)] if decoded else literal.pieces
        return literal

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        at = start
        for match in _ESCAPE.finditer(self.text, start, end):
            yield self.text[at : match.start()], at, match.start()
            yield meaning(match[0]), *match.span()
            at = match.end()
        yield self.text[at:end], at, end


def meaning(escape: str) -> str:
    """Return what an escape of JavaScript or JSON stands for."""
    sign, digits = escape[1:2], escape[2:].strip("{}")
    if sign == "u" and "\\" in digits:
        return bytes.fromhex(escape.replace("\\u", "")).decode("utf-16-be")
    if sign in "ux" and digits:
        return _character(int(digits, 16))
    if sign in "01234567":
        return _character(int(escape[1:], 8))
    return "" if escape[1:] in _LINE_ENDS else _LETTERS.get(sign, sign)


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)  # noqa: PLR2004 - Unicode's own


def _spelled(codes: str, start: int, end: int) -> _Literal:
    """Return the text that a call spells by the numbers of its characters."""
    numbers = (int(code, 16) if code[:2] in {"0x", "0X"} else int(code) for code in regex.split(r"\s*,\s*", codes))
    return _Literal([("".join(map(_character, numbers)), start, end)], start, end)


def _from_base64(text: str) -> str:
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return ""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _from_percent(text: str) -> str:
    text = _PERCENT.sub(lambda match: _character(int(match[1], 16)), text)
    data = unquote_to_bytes(text)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
