"""What every test has to do: assert something, and nothing of how long it took."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.house.imports import ROOT

Function = ast.FunctionDef | ast.AsyncFunctionDef
EXPECTING = {"raises", "warns", "fail"}
"""What of pytest fails where something else happens."""
STOPWATCHES = {
    f"{clock}{unit}" for clock in ("perf_counter", "monotonic", "process_time", "thread_time") for unit in ("", "_ns")
}
CLOCKS = {"time", "time_ns", "now", "today"}
FILES = sorted((ROOT / "tests").rglob("*.py"))
TEST = re.compile(r"^\s*(?:async )?def test_", re.MULTILINE)


class Module:
    """A file of tests: its functions, and which names in it stand for what of other files."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.functions = {node.name: node for node in ast.walk(tree) if isinstance(node, Function)}
        self.tests = [node for name, node in self.functions.items() if name.startswith("test_")]
        self.imported: dict[str, tuple[str, str]] = {}
        """For each name that comes from elsewhere the module, and the name in it; no name for the module itself."""
        package = name.rpartition(".")[0]
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                origin = ".".join(filter(None, (package if node.level else "", node.module)))
                for alias in node.names:
                    self.imported[alias.asname or alias.name] = (origin, alias.name)

    def called(self, node: ast.Call) -> tuple[str, str]:
        """Return module and name of what is called; an empty module for this one. Methods are not resolved."""
        match node.func:
            case ast.Name(id=name):
                return self.imported.get(name, ("", name))
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in self.imported:
                return ".".join(self.imported[module]), name
        return "", ""


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def modules() -> Mapping[str, Module]:
    """Return every file of tests by its name as a module. That takes seconds: not where tests are only collected."""
    return {module_of(path): Module(module_of(path), parsed(path)) for path in FILES}


def expects(node: ast.AST) -> bool:
    """Whether a statement or expression by itself fails where something else happens."""
    match node:
        case ast.Assert():
            return True
        case ast.Raise(exc=ast.Call(func=ast.Name(id="AssertionError"))):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="pytest"), attr=name)):
            return name in EXPECTING
    return False


def asserts(module: str, name: str, known: Mapping[str, Module], seen: set[tuple[str, str]] | None = None) -> bool:
    """Whether a function asserts something, or calls one in tests/ that does."""
    seen = {(module, name)} if seen is None else seen
    function = known[module].functions.get(name) if module in known else None
    if function is None:
        return False
    nodes = [*ast.walk(function)]
    if any(map(expects, nodes)):
        return True
    for node in nodes:
        if isinstance(node, ast.Call):
            origin, helper = known[module].called(node)
            key = (origin or module, helper)
            if key not in seen:
                seen.add(key)
                if asserts(*key, known, seen):
                    return True
    return False


def timed(tree: ast.AST) -> Iterator[int]:
    """Yield the lines that measure time, and those of assertions that read a clock."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in STOPWATCHES:
                yield node.lineno
            case ast.Assert(test=test):
                inside = [call for call in ast.walk(test) if isinstance(call, ast.Call)]
                if any(isinstance(call.func, ast.Attribute) and call.func.attr in CLOCKS for call in inside):
                    yield node.lineno


@pytest.mark.parametrize("name", [module_of(path) for path in FILES if TEST.search(path.read_text(encoding="utf-8"))])
def test_every_test_asserts_something(name: str) -> None:
    known = modules()
    assert [test.name for test in known[name].tests if not asserts(name, test.name, known)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_test_measures_time(path: Path) -> None:
    assert sorted(timed(parsed(path))) == []


def made(**sources: str) -> dict[str, Module]:
    return {name: Module(name, ast.parse(source)) for name, source in sources.items()}


@pytest.mark.parametrize(
    "source",
    [
        "def test_x():\n    assert 1",
        "def test_x():\n    with pytest.raises(ValueError):\n        f()",
        "def test_x():\n    if f():\n        pytest.fail('no')",
        "def test_x():\n    raise AssertionError('no')",
        "def test_x():\n    def inner():\n        assert 1\n    inner()",
        "def check():\n    assert 1\ndef test_x():\n    check()",
        "def check():\n    further()\ndef further():\n    check()\n    assert 1\ndef test_x():\n    check()",
        "from b import check\ndef test_x():\n    check()",
        "from b import check as look\ndef test_x():\n    look()",
    ],
)
def test_an_assertion_is_seen_wherever_it_is(source: str) -> None:
    assert asserts("a", "test_x", made(a=source, b="def check():\n    assert 1"))


@pytest.mark.parametrize(
    "source",
    [
        "def test_x():\n    f()",
        "def check():\n    test_x()\ndef test_x():\n    check()",
        "def check():\n    assert 1\ndef test_x():\n    b.check()",
        "from c import check\ndef test_x():\n    check()",
        "from b import check\ndef test_x():\n    check",
        "def test_x():\n    raise ValueError('no')",
    ],
)
def test_a_test_without_one_is_noticed(source: str) -> None:
    assert not asserts("a", "test_x", made(a=source, b="def check():\n    assert 1"))


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("began = time.perf_counter()\nf()", [1]),
        ("f()\nassert monotonic() < 3", [2]),
        ("assert time.time() - then < 5", [1]),
        ("now = time.time()\nos.utime(path, (now, now))\ntime.sleep(1)", []),
        ("patch.setattr('postcheck.time.monotonic', lambda: 5)", []),
    ],
)
def test_a_stopwatch_is_noticed(source: str, lines: list[int]) -> None:
    assert sorted(timed(ast.parse(source))) == lines
