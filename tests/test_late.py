"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re

import pytest
import regex

import postcheck
from postcheck.late import _Late, late, late_regex, loaded, loading


def test_has_the_methods_of_a_pattern() -> None:
    pattern = late(r"(\d)(\d)", re.ASCII)
    found = pattern.search("a 12")
    assert found is not None
    assert found.groups() == ("1", "2")
    assert pattern.sub("x", "12 34") == "x x"
    assert pattern.pattern == r"(\d)(\d)"
    assert pattern.flags == re.compile(r"(\d)(\d)", re.ASCII).flags


def test_takes_what_only_the_other_library_knows() -> None:
    assert late_regex(r"\p{Lu}++", regex.V1).findall("AB c D") == ["AB", "D"]


def test_is_compiled_once_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    true = re.compile

    def noted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return true(pattern, flags)

    monkeypatch.setattr(re, "compile", noted)
    pattern = late("a+")
    assert compiled == []
    assert pattern.search("caat")
    assert pattern.fullmatch("aa")
    assert pattern.search("b") is None
    assert compiled == ["a+"]


def test_has_no_more_than_a_pattern_has() -> None:
    with pytest.raises(AttributeError):
        late("a").searches  # type: ignore[attr-defined]  # noqa: B018


def test_every_late_pattern_of_the_package_compiles() -> None:
    modules = [
        one.name for one in pkgutil.walk_packages(postcheck.__path__, "postcheck.") if "__main__" not in one.name
    ]
    found = [
        one for name in modules for value in vars(importlib.import_module(name)).values() for one in _late_in(value)
    ]
    assert len(found) > 100
    assert all(one.pattern for one in found)


def _late_in(value: object) -> list[_Late]:
    """Return the late patterns that a module's variable holds."""
    held = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else (value,)
    return [one for one in held if isinstance(one, _Late)]


def test_no_garbage_is_looked_for_while_something_is_loaded() -> None:
    assert gc.isenabled()
    with loading():
        assert not gc.isenabled()
        with loading():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="spoilt"), loading():
        raise ValueError("spoilt")
    assert gc.isenabled()


def test_what_was_loaded_at_the_start_is_never_looked_through_again() -> None:
    before = gc.get_freeze_count()
    try:
        loaded()
        assert gc.get_freeze_count() == before  # nothing was put off
        gc.disable()
        loaded()
        assert gc.isenabled()
        assert gc.get_freeze_count() > before
    finally:
        gc.enable()
        gc.unfreeze()
