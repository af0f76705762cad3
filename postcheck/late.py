"""What is put off while a program starts.

Regular expressions are compiled when they are first used: of the large and rare ones, most runs need none. Garbage is
not looked for while things are loaded that stay: looking through them again and again is a tenth of the start.
"""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    import regex


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what stands in for ``re.compile(pattern, flags)``, and compiles it for the first of its methods."""
    return cast("re.Pattern[str]", _Late(lambda: re.compile(pattern, flags)))


def late_regex(pattern: str, flags: int = 0) -> regex.Pattern[str]:
    """Return the same for ``regex.compile(pattern, flags)``."""

    def compile_it() -> Any:  # noqa: ANN401 - one of two classes without a common ancestor
        import regex  # noqa: PLC0415 - most runs that get here have it, but not all get here

        return regex.compile(pattern, flags)

    return cast("regex.Pattern[str]", _Late(compile_it))


def loaded() -> None:
    """Look for garbage from now on, as a program that has put that off at its start; never among what is there now."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


@contextmanager
def loading() -> Iterator[None]:
    """Look for no garbage meanwhile."""
    looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked_for:
            gc.enable()


class _Late:
    """Looks a method up once; from then on it is found in the instance, and costs what a pattern's own does."""

    def __init__(self, compile_it: Callable[[], Any]) -> None:
        self._compile = compile_it

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the pattern has
        if name.startswith("__"):
            raise AttributeError(name)  # what copies or pickles looks for such methods before there is anything else
        found = self.__dict__.get("_compiled")
        if found is None:
            self._compiled = found = self._compile()
        value = getattr(found, name)
        setattr(self, name, value)
        return value
