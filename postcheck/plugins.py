"""What other packages add: formats, OCR engines and finders, announced by entry points. ``docs/plugins.md`` says how.

A package that is installed is trusted as postcheck itself is. One that breaks is reported, never passed over.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from postcheck.errors import PluginError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

FORMATS, ENGINES, FINDERS = "postcheck.formats", "postcheck.engines", "postcheck.finders"
"""Groups of entry points."""


@dataclass(frozen=True)
class Plugin:
    """One thing that a package adds."""

    name: str
    package: str
    """The package's name and version."""
    entry: EntryPoint

    def load(self) -> object:
        """Return what the entry point names.

        Raises
        ------
        PluginError
            If it cannot be imported.
        """
        try:
            return self.entry.load()
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - foreign code: it may call sys.exit()
            failed = type(error).__name__
        raise self.broken(f"could not be loaded ({failed})")

    def broken(self, how: str) -> PluginError:
        """Return the error that says how it broke, in half a sentence that quotes nothing."""
        return PluginError(
            f'"{self.name}" of the package {self.package} {how}.',
            advice="Have it mended, or uninstall it; postcheck doctor lists what is installed.",
        )


def found(group: str) -> tuple[Plugin, ...]:
    """Return what installed packages add to a group, by name."""
    return _found(group, tuple(sys.path))


@lru_cache(maxsize=8)
def _found(group: str, _path: tuple[str, ...]) -> tuple[Plugin, ...]:
    from importlib.metadata import entry_points  # noqa: PLC0415 - only who asks for plug-ins needs it

    entries = sorted(entry_points(group=group), key=lambda entry: (entry.name, entry.value))
    return tuple(
        Plugin(entry.name, f"{entry.dist.name} {entry.dist.version}" if entry.dist else "without a name", entry)
        for entry in entries
    )
