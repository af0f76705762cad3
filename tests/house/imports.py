"""What the source imports, and what pyproject.toml declares."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = tuple(map(Requirement, PROJECT["dependencies"]))
DEV = tuple(map(Requirement, PROJECT["optional-dependencies"]["dev"]))
CLUSTER = tuple(map(Requirement, PROJECT["optional-dependencies"]["cluster"]))
DESK = tuple(map(Requirement, PROJECT["optional-dependencies"]["desk"]))


def names(requirements: tuple[Requirement, ...]) -> set[str]:
    return {canonicalize_name(requirement.name) for requirement in requirements}


def modules(tree: ast.Module) -> set[str]:
    """Return the top-level names of the modules that a file imports, wherever it does so."""
    plain = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    named = [
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module and not node.level
    ]
    return {name.partition(".")[0] for name in (*plain, *named)}


def third_party(*folders: str) -> set[str]:
    """Return the modules from elsewhere that the files in these folders import."""
    own = {path.name for folder in (ROOT, ROOT / "training") for path in folder.iterdir()}
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    found = {name for path in files for name in modules(ast.parse(path.read_text(encoding="utf-8")))}
    return found - own - sys.stdlib_module_names


def unused(declared: set[str], imported: set[str]) -> set[str]:
    """Return the declared packages that bring none of these modules."""
    return declared - {package for module in imported for package in _bringing(module)}


def undeclared(declared: set[str], imported: set[str]) -> set[str]:
    """Return the modules that none of the declared packages brings."""
    return {module for module in imported if declared.isdisjoint(_bringing(module))}


@cache
def _packages() -> Mapping[str, list[str]]:
    return packages_distributions()


def _bringing(module: str) -> set[str]:
    return {canonicalize_name(package) for package in _packages().get(module, [module])}
