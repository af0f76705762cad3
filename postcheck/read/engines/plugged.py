"""An OCR engine of another package (:mod:`postcheck.plugins`), held to what is asked of an engine."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import cast

from PIL.Image import Image

from postcheck.errors import EngineUnavailableError, PluginError, PostcheckError, UnreadableError
from postcheck.model.settings import OcrSettings
from postcheck.plugins import Plugin
from postcheck.read.engines.base import OcrEngine, OcrLine
from postcheck.read.engines.sighted import WORD


class PluggedEngine:
    """Such an engine; see :class:`~postcheck.read.engines.base.InstalledEngine`.

    Parameters
    ----------
    plugin:
        Its entry point: something that makes an :class:`~postcheck.read.engines.base.OcrEngine` of the settings.
    settings:
        How images are read.
    """

    expected = WORD

    def __init__(self, plugin: Plugin, settings: OcrSettings) -> None:
        self._plugin = plugin
        self._settings = settings
        self._lock = threading.Lock()
        self._engine: OcrEngine | None = None
        self.remedy = plugin.broken("is blind").advice

    @property
    def name(self) -> str:
        """The name of the entry point."""
        return self._plugin.name

    def version(self) -> str:
        """Return the package, and what the engine itself says; raises if it does not work."""
        try:
            return f"{self._plugin.package}: {self._made().version()}"
        except (PostcheckError, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001 - foreign code: it may call sys.exit()
            failed = self._plugin.broken(f"does not work ({type(error).__name__})")
        raise EngineUnavailableError(failed.message, advice=failed.advice)

    def identity(self) -> str:
        """Return the same: an engine of which more matters has to say it in its version."""
        return f"{self.version()} {self._settings}"

    def stop(self) -> None:
        """Have the engine stop, if it can."""
        stop = getattr(self._engine, "stop", None)
        if stop is not None:
            stop()

    def read(self, image: Image, *, time_limit: float) -> tuple[OcrLine, ...]:
        """Read an RGB image; see :class:`~postcheck.read.engines.base.OcrEngine`."""
        how = "returned something else than lines"
        try:
            lines = tuple(self._made().read(image, time_limit=time_limit))
            if all(isinstance(line, OcrLine) for line in lines):
                return lines
        except (PostcheckError, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001 - as above
            how = f"failed ({type(error).__name__})"
        failed = self._plugin.broken(how)
        raise UnreadableError(failed.message, advice=failed.advice)

    read_line = read

    def _made(self) -> OcrEngine:
        with self._lock:
            if self._engine is None:
                try:
                    make = cast("Callable[[OcrSettings], OcrEngine]", self._plugin.load())
                except PluginError as error:
                    raise EngineUnavailableError(error.message, advice=error.advice) from None
                try:
                    self._engine = make(self._settings)
                except (PostcheckError, KeyboardInterrupt):
                    raise
                except BaseException as error:  # noqa: BLE001 - as above
                    failed = self._plugin.broken(f"could not be made ({type(error).__name__})")
                    raise EngineUnavailableError(failed.message, advice=failed.advice) from None
            return self._engine
