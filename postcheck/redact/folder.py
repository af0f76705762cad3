"""The folder for safe copies.

It remembers which of its files are copies, so that nothing else is ever replaced, and no copy is copied again. Of the
copy of a draft, which somebody may work on, it remembers what was written: once that was changed, it stays.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from postcheck.errors import UsageError
from postcheck.formats.files import UNFINISHED, holds_something, identity, not_replaced, spare, write_whole
from postcheck.model.report import DraftReport
from postcheck.redact.plan import Plan

_LIST = "postcheck-copies.log"
_HEAD = "# Safe copies that postcheck redact made here. It replaces these files and no others.\n"
_ENTRY = re.compile(r"(?P<copy>.+?)(?:\t(?P<digest>[0-9a-f]{64}))?")
"""A line of the list: the path of a copy and, of a draft's, the digest of what was written."""


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
        found = filter(None, map(_ENTRY.fullmatch, lines))
        self._copies = {entry["copy"]: entry["digest"] or "" for entry in found}

    def without_copies(self, todo: Plan) -> Plan:
        """Return the plan without copies from an earlier run as its pictures: the folder may lie among the drafts."""
        own = self._own()
        shown = {os.path.realpath(item.file) for item in todo.unexamined} & own
        return replace(
            todo,
            covers=tuple(cover for cover in todo.covers if os.path.realpath(cover.source) not in own),
            unexamined=tuple(item for item in todo.unexamined if os.path.realpath(item.file) not in shown),
        )

    def without_own(self, posts: Iterable[DraftReport]) -> tuple[DraftReport, ...]:
        """Return the posts without those that are copies from an earlier run."""
        own = self._own()
        return tuple(
            post for post in posts if not (post.draft.location and os.path.realpath(post.draft.location) in own)
        )

    def _own(self) -> set[str]:
        return {os.path.realpath(self.path / copy) for copy in self._copies}

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
        self._copies[copy] = ""
        self._write()

    def may_write(self, draft: str) -> bool:
        """Whether the copy of a draft may be written: nothing else is there, and nobody has changed an earlier one."""
        target = self.path / draft
        if not os.path.lexists(target):
            return True
        try:
            return (
                not target.is_symlink()
                and bool(self._copies.get(draft))
                and self._copies[draft] == _digest(target.read_bytes())
            )
        except OSError:
            return False

    def write(self, draft: str, content: bytes) -> None:
        """Write the copy of a draft, and remember it and what was written."""
        target = self.path / draft
        target.parent.mkdir(parents=True, exist_ok=True)
        self._copies[draft] = _digest(content)
        self._write()
        write_whole(target, content)

    def remove(self, copy: str) -> None:
        """Delete a copy."""
        (self.path / copy).unlink(missing_ok=True)
        self._copies.pop(copy, None)
        self._write()

    def _write(self) -> None:
        self._is_own = True
        lines = (f"{copy}\t{digest}\n" if digest else f"{copy}\n" for copy, digest in sorted(self._copies.items()))
        self.path.mkdir(parents=True, exist_ok=True)
        write_whole(self._list, (_HEAD + "".join(lines)).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
