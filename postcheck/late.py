"""Regular expressions that are compiled when they are first used: of the large and rare ones, most runs need none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable
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
