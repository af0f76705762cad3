"""The language model that ships, loaded once for all tests of the finder."""

from __future__ import annotations

from functools import cache

from postcheck.find.language import SpacyModel, load_language_model


@cache
def shipped_model() -> SpacyModel:
    """Return the language model that ships with postcheck."""
    return load_language_model("")
