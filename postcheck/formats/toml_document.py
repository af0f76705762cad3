"""TOML files that remember where each key stands, so that an error about a value can name its line.

``tomli`` gives values without places. Those are only needed once something is wrong, so they are scanned for then, in
a second pass over a text that is already known to be valid TOML.
"""

from __future__ import annotations

import difflib
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

import tomli
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import ErrorDetails

from postcheck.errors import PostcheckError
from postcheck.formats.ordinary import refuse_special

Key = tuple[str | int, ...]
"""The path to a value: keys of tables and, for arrays, positions from 0: ``("rule", 2, "params", "forms")``."""

Model = TypeVar("Model", bound=BaseModel)

Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
"""Text that isn't blank."""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def one_or_more(least: int = 0) -> WithJsonSchema:
    """Return the JSON schema of texts of which one by itself needs no brackets."""
    word = {"type": "string", "minLength": 1, "pattern": r"\S"}
    return WithJsonSchema({"anyOf": [word, {"type": "array", "items": word, "minItems": least}]}, mode="validation")


Several = Annotated[list[Words], BeforeValidator(_as_list), one_or_more()]
"""Texts that aren't blank; one by itself needs no brackets."""

BACKSLASHES = "A path with backslashes stands in single quotes, as in 'C:\\Lists\\consent.csv', or is written with /."
_ESCAPED = re.compile(r"[\x00-\x1f\x7f]")
"""What ``\t``, ``\n`` and their like become between double quotes; it stands in no path."""


def _as_path(value: str) -> str:
    if _ESCAPED.search(value):
        raise ValueError(f"a backslash and the letter after it were read as one character. {BACKSLASHES}")
    return value


IS_PATH = AfterValidator(_as_path)
"""Marks a text as a path, or the name of something that may be a path too."""

SeveralPaths = Annotated[list[Annotated[Words, IS_PATH]], BeforeValidator(_as_list), one_or_more()]
"""Paths; one by itself needs no brackets."""

_AT = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_IN_QUOTES = 'Text stands in quotes, as in policy = "aspire"; a list in square brackets.'
_BACKSLASH = re.compile(r'"[^"]*\\')
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\r\n#]*")
_BETWEEN = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRINGS = {
    '"""': re.compile(r'"""(?:\\.|[^\\])*?"""(?!")', re.DOTALL),
    "'''": re.compile(r"'''.*?'''(?!')", re.DOTALL),
    '"': re.compile(r'"(?:\\.|[^"\\])*"'),
    "'": re.compile(r"'[^']*'"),
}
_TYPES = {
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "list_type": "a list in square brackets",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}


_PREPARING = threading.Lock()
"""Held while a model is prepared for its first document: lexicons are read in several threads at once."""


class TomlTable(BaseModel):
    """A table of a TOML file: no unknown keys, no conversion of types.

    A table is prepared when a document is first compared with it, together with the tables within it: that takes much
    longer than comparing, and most commands meet few of the tables.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


@dataclass(frozen=True)
class Fault:
    """Something wrong in a document, and its key."""

    key: Key
    message: str
    advice: str


@dataclass(frozen=True, eq=False)
class TomlDocument:
    """A parsed TOML file. It is shared by all who read the same content, and so never changed.

    Parameters
    ----------
    file:
        The path as messages show it.
    text:
        The file's text, without byte order mark.
    data:
        Its values.
    error:
        The type of the errors about it.
    root:
        The table of the file that ``data`` is, if it isn't the whole file; keys start from it.
    """

    file: str
    text: str
    data: dict[str, Any]
    error: type[PostcheckError]
    root: Key = ()

    def within(self, *names: str) -> TomlDocument:
        """Return one of its tables as a document of its own; raise the document's error if it is no table."""
        value: Any = self.data
        for name in names:
            value = value[name]
        if not isinstance(value, dict):
            name = ".".join(names)
            raise self.fail(Fault(names, f"{name} must be a table, not {_type_name(value)}.", f"Write [{name}]."))
        return replace(self, data=value, root=(*self.root, *names))

    @cached_property
    def places(self) -> dict[Key, tuple[int, int]]:
        """Line and column, from 1, of every key, table header and element of an array."""
        starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        found: dict[Key, tuple[int, int]] = {}
        line = 0
        for key, offset in sorted(Scanner(self.text).scan(), key=lambda pair: pair[1]):
            while line + 1 < len(starts) and starts[line + 1] <= offset:
                line += 1
            found.setdefault(key, (line + 1, offset - starts[line] + 1))
        return found

    def place(self, key: Key) -> tuple[int, int]:
        """Return line and column of ``key`` or, if the file lacks it, of the innermost table that should have it."""
        key = (*self.root, *key)
        while key and key not in self.places:
            key = key[:-1]
        return self.places.get(key, (1, 1))

    def validate(self, model: type[Model]) -> Model:
        """Return the document as ``model``; raise the document's error at the first fault."""
        with _PREPARING:
            model.model_rebuild()  # does nothing for one that is prepared
        try:
            return model.model_validate(self.data)
        except ValidationError as exception:
            faults = [_explain(model, self, detail) for detail in exception.errors(include_url=False)]
        raise self.fail(*faults)

    def fail(self, *faults: Fault) -> PostcheckError:
        """Return an error about the first of ``faults`` in the file that says how many more there are."""
        placed = sorted(((self.place(fault.key), fault) for fault in faults), key=lambda pair: pair[0])
        parts = [
            self.error(fault.message, advice=fault.advice, file=self.file, line=line, column=column)
            for (line, column), fault in placed
        ]
        if len(parts) == 1:
            return parts[0]
        (line, column), first = placed[0]
        error = self.error(
            first.message,
            advice=f"{first.advice} ({len(parts) - 1} more in this file.)",
            file=self.file,
            line=line,
            column=column,
        )
        error.parts = tuple(parts)
        return error


def read_toml(path: Path, *, what: str, error: type[PostcheckError], missing: str) -> TomlDocument:
    """Read a TOML file. Content that was parsed before, by this name, is not parsed again.

    Parameters
    ----------
    path:
        The file.
    what:
        What it is, for messages: "settings file".
    error:
        The type of error to raise.
    missing:
        The advice for when there is no such file.

    Raises
    ------
    PostcheckError
        ``error``, if the file cannot be read or is not TOML, with the line and column of the first syntax error.
    """
    file = str(path)
    try:
        refuse_special(path)
        raw = path.read_bytes()
    except FileNotFoundError:
        raise error(f"There is no such {what}.", advice=missing, file=file) from None
    except IsADirectoryError:
        raise error(f"This is a folder, not a {what}.", advice=missing, file=file) from None
    except OSError as exception:
        raise error(
            f"The {what} cannot be opened: {exception.strerror}.", advice="Check that you may read it.", file=file
        ) from None
    return parse_toml(file, raw, what, error)  # type: ignore[arg-type]  # mypy takes the hash of the errors for that of the class


@lru_cache(maxsize=64)
def parse_toml(file: str, raw: bytes, what: str, error: type[PostcheckError]) -> TomlDocument:
    """Parse what a TOML file holds, each content once; see :func:`read_toml`."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exception:
        line = raw.count(b"\n", 0, exception.start) + 1
        raise error(
            f"The {what} is not UTF-8 text.", advice="Save it with the encoding UTF-8.", file=file, line=line
        ) from None
    try:
        data = tomli.loads(text)
    except RecursionError:
        raise error(
            f"The {what} is nested too deeply.", advice="Write it with fewer brackets inside brackets.", file=file
        ) from None
    except ValueError as exception:  # TOMLDecodeError, and int()'s error for absurdly long numbers
        raise _syntax_error(text, str(exception), file=file, what=what, error=error) from None
    return TomlDocument(file, text, data, error)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return advice for a word that is not in ``known``: the one that was probably meant, or all of them."""
    spelling = {name.casefold(): name for name in sorted(known)}
    near = difflib.get_close_matches(word.casefold(), spelling, n=1, cutoff=0.7)
    return f'Did you mean "{spelling[near[0]]}"?' if near else f"Known: {', '.join(spelling.values())}."


def freeze(value: object) -> object:
    """Return a TOML value as one that cannot be changed: tables become read-only mappings, arrays tuples."""
    if isinstance(value, dict):
        return MappingProxyType({key: freeze(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(freeze(item) for item in value)
    return value


def _syntax_error(text: str, said: str, *, file: str, what: str, error: type[PostcheckError]) -> PostcheckError:
    line, column = text.count("\n") + 1, None
    if (match := _AT.search(said)) is not None:
        said = said[: match.start()]
        if match["line"]:
            line, column = int(match["line"]), int(match["column"])
    faulty = text.split("\n")[line - 1]
    return error(
        f"The {what} is not valid TOML here: {said[:1].lower()}{said[1:]}.",
        advice=BACKSLASHES if _BACKSLASH.search(faulty) else _IN_QUOTES,
        file=file,
        line=line,
        column=column,
    )


class Scanner:
    """Finds where keys stand in a text that is valid TOML."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.arrays: dict[Key, int] = {}
        """Arrays of tables: the position of the last element."""

    def scan(self) -> Iterator[tuple[Key, int]]:
        """Yield every key with its offset."""
        table: Key = ()
        self._skip_between()
        while self.at < len(self.text):
            start = self.at
            if self.text[start] == "[":
                is_array = self.text.startswith("[[", start)
                self.at += 2 if is_array else 1
                table = self._header(is_array)
                self.at += 2 if is_array else 1
                yield table, start
            else:
                yield from self._pair(table)
            self._skip_between()

    def _header(self, is_array: bool) -> Key:
        *parents, name = self._dotted()
        table: Key = ()
        for parent in parents:
            table += (parent,)
            if table in self.arrays:
                table += (self.arrays[table],)
        table += (name,)
        if is_array:
            self.arrays[table] = self.arrays.get(table, -1) + 1
            table += (self.arrays[table],)
        return table

    def _pair(self, table: Key) -> Iterator[tuple[Key, int]]:
        start = self.at
        names = self._dotted()
        for length in range(1, len(names) + 1):
            yield table + names[:length], start
        self.at += 1  # the equals sign
        self._blank()
        yield from self._value(table + names)

    def _value(self, key: Key) -> Iterator[tuple[Key, int]]:
        if self.text[self.at] == "[":
            yield from self._array(key)
        elif self.text[self.at] == "{":
            yield from self._inline(key)
        elif self.text[self.at] in "\"'":
            self._string()
        else:
            self.at = self._end(_SCALAR)

    def _array(self, key: Key) -> Iterator[tuple[Key, int]]:
        self.at += 1
        self._skip_between()
        index = 0
        while self.text[self.at] != "]":
            yield (*key, index), self.at
            yield from self._value((*key, index))
            index += 1
            self._separator()
        self.at += 1

    def _inline(self, key: Key) -> Iterator[tuple[Key, int]]:
        self.at += 1
        self._skip_between()
        while self.text[self.at] != "}":
            yield from self._pair(key)
            self._separator()
        self.at += 1

    def _separator(self) -> None:
        self._skip_between()
        if self.text[self.at] == ",":
            self.at += 1
            self._skip_between()

    def _dotted(self) -> tuple[str, ...]:
        names = []
        while True:
            self._blank()
            names.append(self._name())
            self._blank()
            if self.text[self.at] != ".":
                return tuple(names)
            self.at += 1

    def _name(self) -> str:
        start = self.at
        if self.text[start] not in "\"'":
            self.at = self._end(_BARE_KEY)
            return self.text[start : self.at]
        self._string()
        (name,) = tomli.loads(f"{self.text[start : self.at]} = 0")
        return str(name)

    def _string(self) -> None:
        quote = self.text[self.at]
        triple = quote * 3
        self.at = self._end(_STRINGS[triple if self.text.startswith(triple, self.at) else quote])

    def _skip_between(self) -> None:
        self.at = self._end(_BETWEEN)

    def _blank(self) -> None:
        while self.text[self.at] in " \t":
            self.at += 1

    def _end(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.text, self.at)
        return match.end() if match else self.at


def _explain(model: type[BaseModel], document: TomlDocument, detail: ErrorDetails) -> Fault:
    """Say in plain English what pydantic found."""
    key: Key = tuple(detail["loc"])
    kind, said, context = detail["type"], detail["input"], detail.get("ctx", {})
    table: Key = ()
    name = ""
    for length, part in enumerate(key):
        if isinstance(part, str):  # a number is an element of the list that the name before it belongs to
            table, name = key[:length], part
    inside = _inside(table, document)
    advice = "Put the value right."
    if kind == "extra_forbidden":
        message, advice = f'Unknown key "{name}"{inside}.', suggestion(name, _known_keys(model, table))
    elif kind == "missing":
        message, advice = f'"{name}" is missing{inside}.', f"Add {name} = … to it."
    elif kind in _TYPES:
        message = f'"{name}"{inside} must be {_TYPES[kind]}, not {_type_name(said)}.'
    elif kind in {"literal_error", "enum"}:
        message, advice = f'{_shown(said)} is no value for "{name}"{inside}.', f"Use {context.get('expected', '')}."
    elif kind == "value_error":
        message = f'"{name}"{inside}: {context["error"]}'
    elif not said and said != 0:
        message, advice = f'"{name}"{inside} is empty.', "Give it a value, or leave it out if it is not needed."
    else:
        message = f'"{name}"{inside} cannot be {_shown(said)}: {detail["msg"][:1].lower()}{detail["msg"][1:]}.'
    return Fault(key, message, advice)


def _inside(table: Key, document: TomlDocument) -> str:
    """Say in which table something is, by its id or name where it has one."""
    names = [part for part in (*document.root, *table) if isinstance(part, str)]
    if not names:
        return ""
    value: Any = document.data
    label = ""
    for part in table:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(value, dict) and isinstance(value.get("id", value.get("name")), str):
            label = f' "{value.get("id", value.get("name"))}"'
    return f" in [{'.'.join(names)}]{label}"


def _known_keys(model: type[BaseModel], table: Key) -> set[str]:
    """Return the keys that the table at ``table`` may have."""
    for part in table:
        if isinstance(part, int):
            continue
        field = next((field for name, field in model.model_fields.items() if part in {name, field.alias}), None)
        inner = _table_of(field.annotation) if field else None
        if inner is not None:  # a key that the user made up, below a table of tables, names no field
            model = inner
    return {field.alias or name for name, field in model.model_fields.items()}


def _table_of(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - an annotation has no type of its own
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in getattr(annotation, "__args__", ()) if (found := _table_of(part))), None)


def _type_name(value: object) -> str:
    names: dict[type, str] = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "a table",
    }
    return names.get(type(value), "a date")


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
