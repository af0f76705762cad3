"""How many characters regular expressions pass over: the work of a tokenizer, counted rather than timed."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
import regex

from postcheck import late


def looks_ahead(pattern: regex.Pattern[str]) -> bool:
    """Whether ``regex`` looks for a sign through all the rest of the text before it tries the pattern anywhere."""
    inside: Any = pattern  # what tells is not part of its types
    offset, signs = inside._pickled_data[7:9]  # noqa: SLF001 - nothing else tells
    return bool(signs) and offset < 0


class Counter:
    """The characters that were passed over so far, and one for every call."""

    def __init__(self) -> None:
        self.steps = 0


class _Counted:
    def __init__(self, pattern: regex.Pattern[str], counter: Counter) -> None:
        self._pattern = pattern
        self._counter = counter

    def match(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        end = len(text) if end is None else end
        assert not looks_ahead(self._pattern), self._pattern.pattern
        found = self._pattern.match(text, start, end)
        # A match that failed at the end of the text has seen all of it.
        seen = found or self._pattern.match(text, start, end, partial=True)
        self._counter.steps += 1 + (seen.end() - start if seen else 0)
        return found

    def search(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        end = len(text) if end is None else end
        found = self._pattern.search(text, start, end)
        self._counter.steps += 1 + (found.end() if found else end) - start
        return found

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[regex.Match[str]]:
        end = len(text) if end is None else end
        self._counter.steps += 1 + end - start
        return self._pattern.finditer(text, start, end)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._pattern, name)


class _CountingRegex:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def compile(self, *arguments: Any) -> _Counted:
        return _Counted(regex.compile(*arguments), self._counter)

    def __getattr__(self, name: str) -> Any:
        return getattr(regex, name)


def counted(monkeypatch: pytest.MonkeyPatch, *modules: ModuleType) -> Counter:
    """Count what the patterns of modules pass over, for the rest of a test."""
    counter = Counter()
    for module in modules:
        for name, value in list(vars(module).items()):
            if isinstance(value, late._Late):  # noqa: SLF001 - stands in for a pattern
                value = value._compile()  # noqa: PLW2901, SLF001
            if isinstance(value, regex.Pattern):
                monkeypatch.setattr(module, name, _Counted(value, counter))
        if hasattr(module, "regex"):
            monkeypatch.setattr(module, "regex", _CountingRegex(counter))
    return counter
