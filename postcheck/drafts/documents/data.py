"""Data files that posts are made of (``.json``, ``.yml``, ``.xml``): feeds of schedulers, data of site builders.

What their values mean is unknown, so all text in them is one text, a value a line, each with its place in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import regex
import yaml

from postcheck.drafts.documents.document import Document
from postcheck.drafts.named_files import find_named
from postcheck.errors import UnreadableError
from postcheck.formats import textfile
from postcheck.formats.filetypes import SCRIPTS, suffix
from postcheck.formats.toml_header import TomlHeader
from postcheck.formats.yaml_document import YamlError, YamlHeader, place
from postcheck.late import late_regex
from postcheck.model.draft import Part
from postcheck.model.text import SourceText, TextFile
from postcheck.text.escapes import decode
from postcheck.text.html_words import INLINE
from postcheck.text.source_map import Piece

SCRIPT = (
    "It is a script that holds texts, which may be published, and scripts are not read. "
    "Keep the texts in a .json or .yml file, or have a person look at it."
)
"""Why a script that holds texts is not examined."""

_HEADERS = {".yml": YamlHeader, ".yaml": YamlHeader, ".toml": TomlHeader}
_JSON_TEXT = late_regex(r'"(?P<text>(?:[^"\\\x00-\x1f]|\\.)*+)"(?P<key>\s*+:)?')
_JSON_ESCAPE = late_regex(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", regex.DOTALL
)
_JSON_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_XML_TEXT = late_regex(
    r"<!\[CDATA\[(?P<cdata>(?:[^\]]|\](?!\]>))*+)(?:\]\]>)?|<!--(?P<comment>(?:[^-]|-(?!->))*+)(?:-->)?"
    r"|<(?P<tag>[^<>]*+)>?|(?P<text>[^<]++)"
)
_XML_VALUE = late_regex(r"""(?P<name>[\w:-]++)\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)')""")
_XML_NAME = late_regex(r"/?(?P<name>[\w-]++)")
_XML_SAYS = late_regex(r"!ENTITY\b|\?(?!xml)")
"""What of ``<!…`` and ``<?…`` can hold words: entities of the file's own, and notes to programs."""
_SEVERAL_WORDS = late_regex(r"\p{L}.*\s.*\S|\S\s.*\p{L}", regex.DOTALL)
_ONE_LONG_WORD = late_regex(r"(?=.*\p{L})[^\s/\\:@.=]{21,}")
_ADDRESS = late_regex(r"\s*+[A-Za-z][\w+.-]*+://\S*+\s*+")
_PERSON = late_regex(
    r"(?<!file|class|font|host|domain|icon|theme|field|layout|tag|[_-])name|(?:fore|sur|first|last|full)[_-]?name|author"
    r"|pupil|child\b|student|winner|\bby\b|people|person",
    regex.IGNORECASE,
)
_SHOWN = late_regex(r"\balt\b|alt[_-]?text|caption|title|credit|hashtag|\btags?\b(?!-)|headline", regex.IGNORECASE)
_WORD = late_regex(r"#?[\p{L}\p{M}'\u2019-]{2,}")
_NO_DATA = late_regex(
    r"""\s*+(?:\{\s*+"schema"\s*+:\s*+"postcheck-|\{[^{}]{0,400}"\$schema"\s*+:\s*+"https?://json-schema\.org/"""
    r"""|(?:<\?xml[^>]*+>\s*+)?(?:<!DOCTYPE[^>]*+>\s*+)?<(?:testsuites?|urlset|sitemapindex|svg|browserconfig)\b)"""
)
"""Reports, schemas and site maps."""
_SCRIPT_IS_DATA = late_regex(
    r"(?:\s++|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/|[\"']use strict[\"'];)*+"
    r"(?:export\s++default\s*+|(?:export\s++)?(?:var|let|const)\s++[\w$]++(?:\s*+:[^=;\n]{1,80}+)?\s*+=\s*+|[\w$.]++(?:\[[^\]]*+\])?\s*+[=(]\s*+)[\[{]"
)
_SCRIPT_TEXT = late_regex(r""""(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`""", regex.DOTALL)
_LISTED_TEXT = late_regex(
    r"""\[\s*+\{[^{}\[\]]{0,400}?\b(?:text|caption|quote|story|bio|full_text|post|headline|summary|body)["']?\s*+:\s*+"""
    r"""["'`](?=[^"'`]*\s[^"'`]*\s)[^"'`]{20,}"""
)
"""A list of posts or the like in a program."""
_PROGRAM = late_regex(r"\bfunction\b|=>|\brequire\(")
_LONG = 20
"""In characters; a shorter text in a script is not taken for one that is published."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A text in a data file."""

    key: str
    """What it is the value of."""
    pieces: tuple[Piece, ...]
    """Itself, with the places in the file."""

    @property
    def text(self) -> str:
        """Itself, as it is meant."""
        return "".join(piece[0] for piece in self.pieces)

    @property
    def published(self) -> bool:
        """Whether it may be the text of a post: of several words, or one that no identifier is as long as."""
        text = self.text.strip()
        return bool(_SEVERAL_WORDS.search(text) or _ONE_LONG_WORD.fullmatch(text)) and not _ADDRESS.fullmatch(text)

    @property
    def names_person(self) -> bool:
        """Whether it is a word that may be somebody's name, as its key says."""
        return _PERSON.search(self.key) is not None and self._is_word

    @property
    def is_shown(self) -> bool:
        """Whether it is a word by itself that is published, as its key says."""
        return _SHOWN.search(self.key) is not None and self._is_word

    @property
    def _is_word(self) -> bool:
        return _WORD.fullmatch(self.text.strip()) is not None


def holds_texts(path: Path) -> bool:
    """Whether a data file holds what may be the text of a post; one that cannot be read may."""
    try:
        if not path.stat().st_size:
            return False
        file = textfile.read(path, path.name)
    except (OSError, UnreadableError):
        return True
    if _NO_DATA.match(file.text):
        return False
    if suffix(path.name) in SCRIPTS:
        return _script_holds_texts(file.text)
    return any(value.published for value in _values(file, suffix(path.name)))


def load(path: Path, name: str) -> Document:
    """Read a data file.

    Raises
    ------
    UnreadableError
        If it isn't text.
    """
    file = textfile.read(path, name)
    pieces: list[Piece] = []
    for value in _values(file, suffix(path.name)):
        if value.published or value.names_person or value.is_shown:
            end = value.pieces[-1][2]
            # A forename and a surname that stand each by itself are one name.
            pieces += [*value.pieces, (" " if value.names_person and not value.published else "\n", end, end)]
    named = tuple((found, place(file, "body", found.start, found.end)) for found in find_named(file.text))
    return Document(file, (Part("body", SourceText.assembled(file, pieces)),), named=named)


def _script_holds_texts(text: str) -> bool:
    """Whether a script is data written as a script, with texts in it; programs say much that nobody publishes."""
    if _LISTED_TEXT.search(text):
        return True
    if not _SCRIPT_IS_DATA.match(text) or _PROGRAM.search(text):
        return False
    return any(match.end() - match.start() > _LONG and " " in match[0] for match in _SCRIPT_TEXT.finditer(text))


def _values(file: TextFile, ending: str) -> Iterator[_Value]:
    """Yield the values of a file that are not blank."""
    if ending in {".json", ".jsonl"} and not _well_formed(file.text, lines=ending == ".jsonl"):
        values = iter((_Value("", ((file.text, 0, len(file.text)),)),))
    else:
        values = (
            _xml(file.text) if ending == ".xml" else _yaml(file, ending) if ending in _HEADERS else _json(file.text)
        )
    return (value for value in values if value.text.strip())


def _well_formed(text: str, *, lines: bool) -> bool:
    """Whether a text is JSON; programs that are less strict than JSON take strings and comments of other kinds."""
    try:
        for part in filter(str.strip, text.split("\n") if lines else (text,)):
            json.loads(part.removeprefix("\ufeff"), strict=False, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return False
    return True


def _json(text: str) -> Iterator[_Value]:
    """Yield the strings of JSON, keys too if they are of several words."""
    key = ""
    for match in _JSON_TEXT.finditer(text):
        value = _Value(key, tuple(_unescaped(text, *match.span("text"))))
        if match["key"]:
            key = value.text
        if not match["key"] or " " in key:
            yield value


def _unescaped(text: str, at: int, end: int) -> Iterator[Piece]:
    for match in _JSON_ESCAPE.finditer(text, at, end):
        yield text[at : match.start()], at, match.start()
        yield _meaning(match[0]), *match.span()
        at = match.end()
    yield text[at:end], at, end


def _meaning(escape: str) -> str:
    if escape[1] != "u":
        return _JSON_ESCAPES.get(escape[1], escape[1])
    try:
        return bytes.fromhex(escape.replace("\\u", "")).decode("utf-16-be")
    except (ValueError, UnicodeDecodeError):
        return "\ufffd"


def _yaml(file: TextFile, ending: str) -> Iterator[_Value]:
    """Yield the values of YAML or TOML, keys too if they are of several words; what is not to be parsed is one text."""
    try:
        parsed = _HEADERS[ending](file, 0, len(file.text))
        values = [(key, parsed.text(node)) for key, node in _scalars(parsed.root)]
    except YamlError:
        values = [("", SourceText.slice(file, 0, len(file.text)))]
    for key, value in values:
        runs = ((value.text[run.start : run.start + run.length], run.origin, run.origin_end) for run in value.runs)
        yield _Value(key, tuple(runs))


def _scalars(root: yaml.Node | None) -> Iterator[tuple[str, yaml.ScalarNode]]:
    """Yield the scalars under a node, each with the key that it is, or is in a list, under."""
    waiting, seen = [("", root)] if root else [], set[int]()
    while waiting:
        key, node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            yield key, node
        elif id(node) not in seen:  # an anchor may be referred to often
            seen.add(id(node))
            if isinstance(node, yaml.MappingNode):
                for name, value in reversed(node.value):
                    own = name.value if isinstance(name, yaml.ScalarNode) else ""
                    waiting += [(own, value), *([] if own and " " not in own else [("", name)])]
            else:
                waiting += [(key, child) for child in reversed(node.value)]


def _xml(text: str) -> Iterator[_Value]:
    """Yield the texts, comments, declarations and values of attributes of XML; emphasis parts no words."""
    element = ""
    joined: list[Piece] = []
    for match in _XML_TEXT.finditer(text):
        kind = match.lastgroup or ""
        if kind == "text":
            joined += decode(text, *match.span(kind), html=True, percent=False)
            continue
        if kind == "cdata":
            joined.append((match[kind], *match.span(kind)))
            continue
        if kind == "comment" or not (inline := _XML_NAME.match(match[kind])) or inline["name"].casefold() not in INLINE:
            if joined:
                yield _Value(element, tuple(joined))
            joined = []
        if kind == "comment" or (kind == "tag" and _XML_SAYS.match(match[kind])):
            yield _Value(element, ((match[kind], *match.span(kind)),))
        elif kind == "tag":
            element = match[kind]
            for value in _XML_VALUE.finditer(text, *match.span("tag")):
                span = value.span("double" if value["double"] is not None else "single")
                yield _Value(value["name"], tuple(decode(text, *span, html=True, percent=False)))
    if joined:
        yield _Value(element, tuple(joined))
