"""What regular expressions may be written for ``re``.

``re`` of CPython 3.11 up to 3.11.4 mishandles possessive quantifiers and atomic groups: ``A((?:(?!A).)*+)A`` does not
match ``AbcA`` there, so that
words of a post would go unread on Debian 12. Patterns that need them are given to ``regex``.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.house.imports import ROOT, modules

_parser: Any = import_module("re._parser")  # what `re` itself reads patterns with; it has no types
SOURCES = sorted(
    path for folder in ("postcheck", "tools", "benchmarks", "training") for path in (ROOT / folder).rglob("*.py")
)


def words(node: ast.expr) -> str | bytes | None:
    """Return the text that an expression stands for, with an ``x`` for whatever is put into it.

    None if it is no text.
    """
    match node:
        case ast.Constant(value=str() | bytes() as text):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            first, second = words(left), words(right)
            if isinstance(first, bytes) or isinstance(second, bytes):
                return None
            return f"{'x' if first is None else first}{'x' if second is None else second}"
    return None


def operations(pattern: Any) -> Iterator[str]:
    if isinstance(pattern, _parser.SubPattern):
        for operation, operand in pattern:
            yield str(operation)
            yield from operations(operand)
    elif isinstance(pattern, tuple | list):
        for part in pattern:
            yield from operations(part)


def holds_on(text: str | bytes) -> bool:
    """Whether a text, taken for a pattern, never gives back what a part of it has matched."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            parsed = _parser.parse(text)
        except (re.error, OverflowError, RecursionError):
            return False
    return not {"POSSESSIVE_REPEAT", "ATOMIC_GROUP"}.isdisjoint(operations(parsed))


def offending(source: str) -> list[int]:
    """Return the lines of patterns that hold on to what they matched.

    Of a module that gives all of its patterns to ``regex``, none.
    """
    tree = ast.parse(source)
    late = {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "postcheck.late"
        for name in node.names
    }
    given = modules(tree) | {by for name, by in (("late", "re"), ("late_regex", "regex")) if name in late}
    if "regex" in given and "re" not in given:
        return []
    found = ((node.lineno, words(node)) for node in ast.walk(tree) if isinstance(node, ast.expr))
    return sorted({line for line, text in found if text and holds_on(text)})


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_pattern_of_re_holds_on_to_what_it_matched(path: Path) -> None:
    assert offending(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        'import re\nX = re.compile(r"a*+b")',
        'import re\nX = re.compile(rb"(?>a|b)c")',
        'import re\nX = re.compile(rf"(?:{Y}[^\\n]++)")',
        'import re\nX = re.compile(r"(" + Y + r")?+")',
        'import re\nX = re.compile(r"x{2,}+")',
        'from postcheck.late import late\nX = late(r"a*+b")',
        'import re, regex\nX = re.compile(r"(?=(?:a|(?:b)*+))")',
    ],
)
def test_such_a_pattern_is_noticed(code: str) -> None:
    assert offending(code) == [2]


@pytest.mark.parametrize(
    "code",
    [
        'from postcheck.late import late_regex\nX = late_regex(r"a*+b")',
        'import regex\nX = regex.compile(r"a*+b")',
        'import re\nX = re.compile(r"a+\\+b")',
        'import re\nX = "+++"',
    ],
)
def test_other_patterns_are_let_alone(code: str) -> None:
    assert offending(code) == []
