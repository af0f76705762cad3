"""Imports spaCy without its command line, which is a third of what importing it costs and which nothing here uses."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_COMMANDS = "spacy.cli"
_INFO = "spacy.cli.info"
"""The one module of the command line that the package itself asks for when it is imported."""


def import_spacy() -> ModuleType:
    """Return the package ``spacy``.

    Its ``spacy.info`` is there and imports the command line when it is called; ``import spacy.cli`` works as ever.

    Raises
    ------
    ImportError
        If spaCy is not installed.
    """
    if "spacy" in sys.modules or _COMMANDS in sys.modules:
        return importlib.import_module("spacy")
    commands, described = ModuleType(_COMMANDS), ModuleType(_INFO)
    described.info = _info  # type: ignore[attr-defined]
    stand_ins = {_COMMANDS: commands, _INFO: described}
    sys.modules.update(stand_ins)
    try:
        return importlib.import_module("spacy")
    finally:
        for name, module in stand_ins.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _info(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever spaCy's own function takes and returns
    """Do what spaCy's own function of this name does."""
    return importlib.import_module(_INFO).info(*args, **options)
