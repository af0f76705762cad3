"""Nothing is installed that is not used, and nothing is used that is not declared."""

from __future__ import annotations

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.imports import CLUSTER, DESK, DEV, ROOT, RUNTIME, names, third_party, undeclared, unused

NOT_IMPORTED = {"tzdata": "Python's zoneinfo reads it where the system has no time zones, as on Windows"}
TOOLS = {
    "import-linter",
    "mypy",
    "pre-commit",
    "pytest-xdist",
    "ruff",
    "types-jsonschema",
    "types-pyyaml",
    "types-regex",
}
"""What developers run, and nothing imports."""


def test_every_dependency_is_imported() -> None:
    assert unused(names(RUNTIME), third_party("postcheck")) == set(NOT_IMPORTED)


def test_every_import_of_the_package_is_declared() -> None:
    assert undeclared(names((*RUNTIME, *CLUSTER, *DESK)), third_party("postcheck")) == set()


def test_every_tool_of_developers_is_imported_or_run() -> None:
    assert unused(names(DEV) - names((*CLUSTER, *DESK)), third_party("tests", "tools", "benchmarks")) == TOOLS


def test_developers_have_the_extras() -> None:
    assert {*map(str, CLUSTER), *map(str, DESK)} <= set(map(str, DEV))


def test_every_import_of_tests_and_tools_is_declared() -> None:
    assert undeclared(names((*RUNTIME, *DEV)), third_party("tests", "tools", "benchmarks")) == set()


def test_every_import_of_the_training_is_declared() -> None:
    listed = (ROOT / "training" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    own = {canonicalize_name(Requirement(line).name) for line in listed if line and not line.startswith("#")}
    inside = {path.name for path in (ROOT / "training").iterdir()}
    assert undeclared(names(RUNTIME) | own, third_party("training") - inside) == set()
