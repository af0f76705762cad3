"""The folder for safe copies.

It remembers which of its files are copies, so that nothing else is ever replaced, and no copy is copied again.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from postcheck.errors import UsageError
from postcheck.formats.files import UNFINISHED, holds_something, identity, not_replaced, spare, write_whole
from postcheck.redact.plan import Plan

_LIST = "postcheck-copies.log"
_HEAD = "# Safe copies that postcheck redact made here. It replaces these files and no others.\n"


class Folder:
    """A folder of safe copies.

    Parameters
    ----------
    path:
        Where it is, or will be.

    Raises
    ------
    UsageError
        If there is a file of that name.
    """

    def __init__(self, path: Path) -> None:
        if path.exists() and not path.is_dir():
            raise UsageError("--out: there is a file of that name.", advice="Name a folder for the copies.")
        self.path = path
        self._list = path / _LIST
        text = ""
        with suppress(OSError, ValueError):  # a folder that holds no copies yet
            text = self._list.read_text(encoding="utf-8") if self._list.is_file() else ""
        self._is_own = text.startswith(_HEAD) and not self._list.is_symlink()
        lines = text.removeprefix(_HEAD).splitlines() if self._is_own else ()
        self._copies = {line for line in lines if line}

    def without_copies(self, todo: Plan) -> Plan:
        """Return the plan without copies from an earlier run as its pictures: the folder may lie among the drafts."""
        own = {os.path.realpath(self.path / copy) for copy in self._copies}
        shown = {os.path.realpath(item.file) for item in todo.unexamined} & own
        return replace(
            todo,
            covers=tuple(cover for cover in todo.covers if os.path.realpath(cover.source) not in own),
            unexamined=tuple(item for item in todo.unexamined if os.path.realpath(item.file) not in shown),
        )

    def refuse(self, todo: Plan, inputs: Iterable[Path]) -> None:
        """Raise if writing here would destroy something.

        Raises
        ------
        UsageError
            If a copy would replace a file that is not a copy, or the list of copies a file that the run reads or
            somebody else wrote.
        """
        spare(self._list, inputs, "--out")
        if self._list.is_symlink() or (holds_something(self._list) and not self._is_own):
            raise not_replaced(f"--out: the folder's {_LIST}")
        pictures = {identity(cover.source) for cover in todo.covers}
        for cover in todo.covers:
            target = self.path / cover.target
            if os.path.lexists(target) and (cover.target not in self._copies or identity(target) in pictures):
                what = "a picture" if identity(target) in pictures else "a file that is not a safe copy"
                raise UsageError(f"--out: a copy would replace {what} there.", advice="Choose an empty folder.")

    @contextmanager
    def staged(self) -> Iterator[Path]:
        """Yield a folder for copies that have not been checked yet; what is still in it at the end is removed."""
        stage = self.path / f"{UNFINISHED}{secrets.token_hex(8)}"
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)

    def take(self, stage: Path, copy: str) -> None:
        """Take over a copy that was checked, under its final name, and remember it."""
        self.add(copy)
        target = self.path / copy
        target.parent.mkdir(parents=True, exist_ok=True)
        (stage / copy).replace(target)

    def add(self, copy: str) -> None:
        """Remember a copy."""
        self._copies.add(copy)
        self._write()

    def remove(self, copy: str) -> None:
        """Delete a copy."""
        (self.path / copy).unlink(missing_ok=True)
        self._copies.discard(copy)
        self._write()

    def _write(self) -> None:
        self._is_own = True
        write_whole(self._list, (_HEAD + "".join(f"{copy}\n" for copy in sorted(self._copies))).encode())
