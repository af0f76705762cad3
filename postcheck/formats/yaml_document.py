"""YAML in which every scalar keeps its place.

PyYAML reads the structure, and each scalar is traced back to the characters that it was written with.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import yaml

from postcheck.late import late
from postcheck.model.text import PlaceKind, SourceRun, SourceText, TextFile, Where

MAX_CHARS = 100_000
"""In characters. Anything longer isn't a header, and PyYAML would take seconds over it."""
_MAX_DEPTH = 24
_MAX_VALUES = 5_000

_NOT_YAML = late("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INDENT = late(r"^[ \t\xa0]*")
_KEY_BLANK = late(r"(?m)^([ -]*[\"']?[\w ]{1,40}[\"']?:)(\xa0+)")
_PROPERTIES = late(r"(?:[!&][^ \n\r]*[ \n\r]*(?:#[^\n\r]*[ \n\r]*)*)*")
_BREAK = late(r"\r\n|\n|\r")
_LINE_END = late(r"[\n\r]|\Z")
_BLOCK_START = late(r"[|>](?P<how>[+-]?\d?[+-]?) *(?:#[^\n\r]*)?(?:\r\n|\n|\r|$)")
_FLOW = {
    "": late(r"(?P<blank>[ \t]+)|(?P<brk>\r\n|\n|\r)|(?P<copy>[^ \t\n\r]+)"),
    "'": late(r"(?P<blank>[ \t]+)|(?P<brk>\r\n|\n|\r)|(?P<quote>'')|(?P<copy>[^ \t\n\r']+)"),
    '"': late(
        r"(?P<blank>[ \t]+)|(?P<brk>\r\n|\n|\r)|(?P<joined>\\(?:\r\n|\n|\r))"
        r"|(?P<pair>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
        r"|(?P<code>\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}))|(?P<escape>\\.)|(?P<copy>[^ \t\n\r\\]+)"
    ),
}
_ESCAPES = dict(zip("0abtnvfreN_LP", "\0\a\b\t\n\v\f\r\x1b\x85\xa0\u2028\u2029", strict=True))
_AS_PAIRS = "Write each line as 'key: value', and put unusual values in quotes."
_PLAIN_ENGLISH = (
    ("mapping values are not allowed", "There is a second colon in the line.", "Put the whole value in quotes."),
    ("could not find expected ':'", "A line has no colon, or a value goes on in the next line.", _AS_PAIRS),
    (
        "cannot start any token",
        "A line begins with a tab, or a value with a sign that needs quotes.",
        "Indent with spaces; quote such values.",
    ),
    ("unexpected end of stream", "A quotation mark or bracket is opened and never closed.", "Close it."),
    (
        "expected <block end>",
        "The lines are not indented alike, or text follows a closing quotation mark.",
        "Line up the keys; quote whole values.",
    ),
    (
        "expected ',' or",
        "A list in brackets is not closed or lacks a comma.",
        "Separate its entries by commas and close the bracket.",
    ),
    ("alias", "A value begins with an asterisk.", "Put the value in quotes."),
    (
        "unknown escape character",
        "There is a backslash in double quotation marks.",
        "Use single quotation marks, or write the backslash twice.",
    ),
    ("", "The header is not valid YAML.", _AS_PAIRS),
)


class YamlError(Exception):
    """A header that cannot be used.

    Parameters
    ----------
    message, advice:
        What is wrong and what to do, without any word of the header.
    offset:
        Where, as an offset into the file.
    """

    def __init__(self, message: str, advice: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.offset = offset


class _Loader(yaml.SafeLoader):
    """PyYAML's loader with a bound on depth, so that no header can exhaust the stack."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise yaml.composer.ComposerError(None, None, "nested too deeply", self.get_mark())
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


class _Piece(NamedTuple):
    """A stretch of a scalar's value, and where it was written; if ``copied``, it was written just so."""

    text: str
    start: int
    end: int
    copied: bool


@dataclass
class YamlHeader:
    """A header, parsed.

    Parameters
    ----------
    file:
        The file that it stands in.
    start, end:
        Where in the file's text it stands.
    """

    file: TextFile
    start: int
    end: int

    def __post_init__(self) -> None:
        self._values = 0
        source = self.file.text[self.start : self.end]
        if len(source) > MAX_CHARS:
            raise YamlError("The header is far too long.", "Put the text of the post below the header.", self.start)
        self._soft = _soften(source)
        self.root = self._composed()

    def _composed(self) -> yaml.Node | None:
        loader = _Loader(self._soft)
        try:
            return loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            raise self._in_plain_english(error) from error
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
            # PyYAML lets some errors of the standard library through, for instance for an escape beyond Unicode.
            raise YamlError("The header is not valid YAML.", _AS_PAIRS, self.start + loader.index) from error
        finally:
            loader.dispose()

    def _in_plain_english(self, error: yaml.MarkedYAMLError) -> YamlError:
        problem = f"{error.context} {error.problem}"
        _, message, advice = next(entry for entry in _PLAIN_ENGLISH if entry[0] in problem)
        open_ended = "end of stream" in problem or "expected ','" in problem
        mark = (error.context_mark if open_ended else error.problem_mark) or error.problem_mark or error.context_mark
        return YamlError(message, advice, self.start + (min(mark.index, len(self._soft)) if mark else 0))

    def where(self, node: yaml.Node, field: str) -> Where:
        """Return the place of a node, with its properties, under the name of a field."""
        start = self.start + node.start_mark.index
        return place(self.file, field, start, max(start, self._trimmed_end(node)))

    def _trimmed_end(self, node: yaml.Node) -> int:
        # The marks of block collections and block scalars run on to whatever comes next.
        written = self.file.text[self.start + node.start_mark.index : self.start + node.end_mark.index]
        return self.start + node.start_mark.index + len(written.rstrip())

    def text(self, node: yaml.ScalarNode) -> SourceText:
        """Return a scalar as it is published, traced back to its characters in the file.

        Numbers and the like keep their spelling; what is packed as ``!!binary`` is unpacked if it is text.

        Raises
        ------
        YamlError
            If more values were asked for than any honest header has (anchors can multiply them endlessly).
        """
        self._count()
        # Python keeps half a surrogate pair, which no output can encode.
        value = str(node.value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if node.tag == "tag:yaml.org,2002:binary":
            value = _unpacked(value)
        properties = _PROPERTIES.match(self._soft, node.start_mark.index, node.end_mark.index)
        start, end = properties.end() if properties else node.start_mark.index, node.end_mark.index
        pieces = self._pieces(start, end, node.style or "", value)
        if "".join(piece.text for piece in pieces) != value:
            # A corner of YAML that is read differently here: the whole scalar becomes one unit, too wide but not wrong.
            pieces = [_Piece(value, start, end, copied=False)] if value else []
        return self._source_text(pieces)

    def leaves(self, node: yaml.Node) -> Iterator[yaml.ScalarNode]:
        """Yield the scalars under a node, keys left out.

        Raises
        ------
        YamlError
            As for :meth:`text`.
        """
        waiting = [node]
        while waiting:
            self._count()
            node = waiting.pop()
            if isinstance(node, yaml.ScalarNode):
                yield node
            else:
                waiting.extend(child[1] if isinstance(child, tuple) else child for child in reversed(node.value))

    def _count(self) -> None:
        self._values += 1
        if self._values > _MAX_VALUES:
            raise YamlError("The header has far too many values.", "Shorten its lists.", self.start)

    def _pieces(self, start: int, end: int, style: str, value: str) -> list[_Piece]:
        if style in {"|", ">"}:
            return _block_pieces(self._soft, start, value)
        inner = (start + 1, end - 1) if style else (start, end)
        return list(_flow_pieces(self._soft, *inner, style))

    def _source_text(self, pieces: list[_Piece]) -> SourceText:
        text: list[str] = []
        runs: list[SourceRun] = []
        length = 0
        for piece in pieces:
            low, high = self.start + piece.start, self.start + piece.end
            text.append(self.file.text[low:high] if piece.copied else piece.text)
            last = runs[-1] if runs else None
            if piece.copied and last and last.origin_end == low and last.length == last.origin_end - last.origin:
                runs[-1] = SourceRun(last.start, last.length + len(piece.text), last.origin, high)
            elif piece.text:
                runs.append(SourceRun(length, len(piece.text), low, high))
            length += len(piece.text)
        return SourceText("".join(text), self.file, tuple(runs))


def place(file: TextFile, field: str, start: int, end: int) -> Where:
    """Return the place of ``file.text[start:end]``."""
    line, column = file.line_column(start)
    return Where(PlaceKind.TEXT, file.name, field, line, column, start, end)


def _unpacked(value: str) -> str:
    """Return the text that is packed in a value; the value itself if none is."""
    try:
        return base64.b64decode("".join(value.split()), validate=True).decode()
    except (binascii.Error, ValueError):
        return value


def _soften(source: str) -> str:
    """Return the header, no shorter, with blanks for characters that PyYAML refuses or reads as line ends.

    Pasted text is full of them: tabs, no-break spaces, form feeds, Unicode's own line separators. A tab that indents
    stays for PyYAML to refuse, since nobody can tell what it is meant to line up with.
    """
    source = _KEY_BLANK.sub(lambda match: match[1] + " " * len(match[2]), _NOT_YAML.sub(" ", source))
    lines = source.splitlines(keepends=True)
    for number, line in enumerate(lines):
        indent = _INDENT.match(line)
        width = indent.end() if indent else 0
        if line[width:].strip("\r\n"):
            lines[number] = line[:width].replace("\xa0", " ") + line[width:].replace("\t", " ")
        else:
            lines[number] = " " * width + line[width:]
    return "".join(lines)


def _flow_pieces(soft: str, start: int, end: int, style: str) -> Iterator[_Piece]:
    """Yield the pieces of a plain or quoted scalar: line ends fold to a blank, further ones to line ends."""
    position = start
    blank_from: int | None = None  # blanks not yielded yet, since they may turn out to precede a line end
    fold: tuple[int, int] | None = None  # where a fold began, and the line ends that it keeps; -1: it becomes a blank
    for match in _FLOW[style].finditer(soft, start, end):
        kind, low = match.lastgroup, match.start()
        if kind == "blank":
            blank_from = low if fold is None else None
        elif kind == "brk":
            fold = (fold[0], max(fold[1], 0) + 1) if fold else (low if blank_from is None else blank_from, -1)
            blank_from = None
        else:
            if fold:
                yield _Piece(_folded(fold[1]), fold[0], low, copied=False)
            elif blank_from is not None:
                yield _Piece(soft[blank_from:low], blank_from, low, copied=True)
            blank_from = None
            fold = (low, 0) if kind == "joined" else None
            if kind != "joined":
                yield _Piece(_meaning(match, kind or ""), low, match.end(), copied=kind == "copy")
        position = match.end()
    if fold:
        yield _Piece(_folded(fold[1]), fold[0], position, copied=False)
    elif blank_from is not None:
        yield _Piece(soft[blank_from:position], blank_from, position, copied=True)


def _folded(kept: int) -> str:
    return " " if kept < 0 else "\n" * kept


def _meaning(match: re.Match[str], kind: str) -> str:
    written = match[0]
    if kind == "quote":
        return "'"
    if kind == "pair":
        high, low = int(written[2:6], 16), int(written[8:12], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    if kind == "code":
        code = int(written.lstrip("\\xuU"), base=16)
        return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)  # noqa: PLR2004 - the surrogates
    if kind == "escape":
        return _ESCAPES.get(written[1], written[1])
    return written


def _block_pieces(soft: str, start: int, value: str) -> list[_Piece]:
    """Return the pieces of a literal (``|``) or folded (``>``) scalar.

    The indentation is that of the first line, or is given in relation to lines further up; instead of following those,
    the few possible indentations are tried until the value comes out.
    """
    header = _BLOCK_START.match(soft, start)
    if header is None:
        return []
    how = header["how"]
    pieces: list[_Piece] = []
    for indent in range(1, 2 * _MAX_DEPTH) if how.strip("+-") else (_first_indent(soft, header.end()),):
        pieces = list(_block_lines(soft, header.end(), indent, folded=soft[start] == ">", tail=how.strip("0123456789")))
        if "".join(piece.text for piece in pieces) == value:
            break
    return pieces


def _first_indent(soft: str, position: int) -> int:
    while position < len(soft):
        content = position
        while soft.startswith(" ", content):
            content += 1
        end = _BREAK.match(soft, content)
        if end is None:
            return max(1, content - position)
        position = end.end()
    return 1


def _block_lines(soft: str, position: int, indent: int, *, folded: bool, tail: str) -> Iterator[_Piece]:
    before: tuple[int, int] | None = None  # the line end of the last line with content
    deeper_before = False
    empty: list[tuple[int, int]] = []  # line ends of the empty lines since
    while position < len(soft):
        content = position
        while content < position + indent and soft.startswith(" ", content):
            content += 1
        line_end = _BREAK.match(soft, content)
        if line_end:
            empty.append(line_end.span())
            position = line_end.end()
            continue
        if content < position + indent or content == len(soft):
            break
        deeper = soft[content] in " \t"
        if before:
            if not folded or deeper or deeper_before:
                yield _Piece("\n", *before, copied=False)
            elif not empty:
                yield _Piece(" ", before[0], content, copied=False)
        yield from (_Piece("\n", *span, copied=False) for span in empty)
        empty = []
        found = _LINE_END.search(soft, content)
        content_end = found.start() if found else len(soft)
        yield _Piece(soft[content:content_end], content, content_end, copied=True)
        line_end = _BREAK.match(soft, content_end)
        before = line_end.span() if line_end else None
        deeper_before = deeper
        position = line_end.end() if line_end else content_end
    if before and tail != "-":
        yield _Piece("\n", *before, copied=False)
    if tail == "+":
        yield from (_Piece("\n", *span, copied=False) for span in empty)
