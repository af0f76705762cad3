"""A finder of details of another package (:mod:`postcheck.plugins`), held to what is asked of a finder."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from postcheck.find.details.view import DetailMatch, View
from postcheck.plugins import FINDERS, Plugin, found


def plugged_finders() -> tuple[Callable[[View], Iterator[DetailMatch]], ...]:
    """Return the finders that other packages add. What goes wrong in one is a PluginError, which quotes nothing."""
    return tuple(_Plugged(plugin) for plugin in found(FINDERS))


class _Plugged:
    def __init__(self, plugin: Plugin) -> None:
        self._plugin = plugin

    def __call__(self, view: View) -> Iterator[DetailMatch]:
        find = self._plugin.load()
        try:
            matches = [*find(view)]  # type: ignore[operator]  # what it is comes out when it is called
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - foreign code, whose error may quote the draft
            failed = type(error).__name__
        else:
            if all(_fits(match, len(view.text)) for match in matches):
                return iter(matches)
            failed = "it found something outside the text, or no DetailMatch"
        raise self._plugin.broken(f"failed ({failed})")


def _fits(match: object, length: int) -> bool:
    return isinstance(match, DetailMatch) and 0 <= match.start < match.end <= length
