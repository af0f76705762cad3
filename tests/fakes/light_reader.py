"""Reads media and texts of an audit without any model, for tests of what becomes of what was read.

``python -m tests.fakes.light_reader`` is the command ``postcheck`` with it, in all processes that it starts; loaded by
a worker of Dask (``--preload``), it reads there. What it says of a medium or text depends on its bytes alone. It takes
a moment for each, in which a process may be killed, and no work.
"""

from __future__ import annotations

import hashlib
import time
from functools import cached_property
from pathlib import Path

from postcheck.archive import Member
from postcheck.audit import reading, work
from postcheck.cli.main import run
from postcheck.find.language import Person
from postcheck.find.language import Reading as Opinion
from postcheck.model.reading import Reading
from postcheck.model.text import Passage, PlaceKind

_MOMENT = 0.03
"""Seconds that reading takes."""
_MUCH = 1500
"""Bytes that are read in a medium; they cannot be compressed, so that stores grow."""


class LightWorker(work._Worker):  # noqa: SLF001 - all but reading is as ever
    """Reads nothing but bytes."""

    @cached_property
    def versions(self) -> tuple[work.VersionPart, ...]:
        return (("postcheck", "light"),)

    def _reading(self, path: Path, member: Member) -> Reading:
        time.sleep(_MOMENT)
        said = hashlib.shake_256(path.read_bytes()).hexdigest(_MUCH)
        return Reading((Passage(said, PlaceKind.FILENAME, member.file, "filename"),))

    def opinions(self, texts: tuple[str, ...]) -> tuple[Opinion, ...]:
        if texts:
            time.sleep(_MOMENT)
        return tuple(Opinion([Person(0, len(text), len(text) / 1e6)]) for text in texts)


def lighten() -> None:
    """Have this process read so from now on, and write at once what was read."""
    work._workers.clear()  # noqa: SLF001 - there is no other way in
    setattr(work, "_Worker", LightWorker)  # noqa: B010 - mypy forbids to assign to a class
    reading._SECONDS = 0.0  # noqa: SLF001 - as above


def dask_setup(worker: object) -> None:
    """Read so in a worker; Dask calls this."""
    del worker
    lighten()


if __name__ in {"__main__", "__mp_main__"}:  # the latter in each process that it starts
    lighten()
if __name__ == "__main__":
    run()
