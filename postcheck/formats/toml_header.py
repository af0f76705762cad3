"""TOML in which every value keeps its place, as nodes of the kind that :mod:`postcheck.formats.yaml_document` has.

So one reader understands the headers of drafts, whichever of the two a site generator wants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import tomli
import yaml

from postcheck.formats.toml_document import Key, Scanner
from postcheck.formats.yaml_document import MAX_CHARS, YamlError, YamlHeader
from postcheck.model.text import SourceText

_QUOTES = ('"""', "'''", '"', "'")
_STRING, _BOOL, _OTHER = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "bool", "timestamp"))


class _ValueScanner(Scanner):
    """Finds where values stand as well."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.spans: dict[Key, tuple[int, int]] = {}

    def _value(self, key: Key) -> Iterator[tuple[Key, int]]:
        start = self.at
        yield from super()._value(key)
        self.spans[key] = start, self.at


@dataclass
class TomlHeader(YamlHeader):
    """A header in TOML, parsed."""

    def __post_init__(self) -> None:
        self._values = 0
        self._soft = self.file.text[self.start : self.end] + "\n"
        if len(self._soft) > MAX_CHARS:
            raise YamlError("The header is far too long.", "Put the text of the post below the header.", self.start)
        try:
            data = tomli.loads(self._soft)
            scanner = _ValueScanner(self._soft)
            self._keys = dict(scanner.scan())
        except (ValueError, RecursionError, IndexError) as error:
            raise YamlError(
                "The header is not valid TOML.", "Write each line as key = 'value', with text in quotes.", self.start
            ) from error
        self._spans = scanner.spans
        self.root = self._node(data, ())

    def text(self, node: yaml.ScalarNode) -> SourceText:
        """Return a value as it is published, traced back to its characters in the file."""
        self._count()
        start, end = node.start_mark.index, node.end_mark.index
        written = self._soft[start:end]
        quote = next((quote for quote in _QUOTES if written.startswith(quote)), "")
        start, end = start + len(quote), end - len(quote)
        low, high = self.start + start, self.start + end
        if self._soft[start:end] == node.value:
            return SourceText.slice(self.file, low, high)
        return SourceText.assembled(self.file, [(str(node.value), low, high)])

    def _node(self, value: object, key: Key) -> yaml.Node:
        self._count()
        start, end = self._spans.get(key, (self._keys.get(key, 0),) * 2)
        marks = self._mark(start), self._mark(end)
        if isinstance(value, dict):
            pairs = [
                (self._name(str(name), (*key, name)), self._node(item, (*key, name))) for name, item in value.items()
            ]
            return yaml.MappingNode("tag:yaml.org,2002:map", pairs, *marks)
        if isinstance(value, list):
            items = [self._node(item, (*key, number)) for number, item in enumerate(value)]
            return yaml.SequenceNode("tag:yaml.org,2002:seq", items, *marks)
        if isinstance(value, str):
            return yaml.ScalarNode(_STRING, value, *marks)
        return yaml.ScalarNode(_BOOL if isinstance(value, bool) else _OTHER, self._soft[start:end].strip(), *marks)

    def _name(self, name: str, key: Key) -> yaml.ScalarNode:
        start = self._soft.find(name, self._keys.get(key, 0))
        start, end = (start, start + len(name)) if start >= 0 else (0, 0)
        return yaml.ScalarNode(_STRING, name, self._mark(start), self._mark(end))

    def _mark(self, index: int) -> yaml.Mark:
        return yaml.Mark("", index, 0, 0, None, 0)
