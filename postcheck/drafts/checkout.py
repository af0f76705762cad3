"""The staged content of a git repository as files that can be examined."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from postcheck.drafts.repository import Entry, contents, index, own_folder, run_git, shared_folder
from postcheck.errors import UsageError

_SHA256_DIGITS = 64
_BLOCK = 1 << 20
_POINTER = re.compile(rb"version https://git-lfs\.github\.com/spec/[^\n]*\n(?:[^\n]*\n)*?oid sha256:([0-9a-f]{64})\n")
_LONGEST_POINTER = 1_024
"""Bytes that a file of Git LFS has at most in place of its content."""
_SEALED = b"\0GITCRYPT\0"
"""How a file begins that git-crypt has encrypted."""


@dataclass(frozen=True)
class Checkout:
    """Where the staged content lies as files."""

    root: Path
    """The folder that stands for the repository's root."""
    repository: Path
    """The repository's own root."""
    submodules: frozenset[str] = frozenset()
    """The paths of other repositories within it, whose content isn't here."""

    def real(self, path: Path) -> Path:
        """Return the place in the repository of a path in the checkout; any other path as it is."""
        return self.repository / path.relative_to(self.root) if path.is_relative_to(self.root) else path

    def copy_of(self, path: Path) -> Path:
        """Return the place in the checkout of a path in the repository; any other path as it is."""
        return self.root / path.relative_to(self.repository) if path.is_relative_to(self.repository) else path


@contextmanager
def checkout(root: Path) -> Iterator[Checkout]:
    """Give the staged content as files, in a private copy that is removed afterwards.

    It holds all that the index holds and nothing else, byte for byte as git keeps it: that is what is pushed.
    What git says about the working tree doesn't count: git passes over files that are ignored or marked
    ``assume-unchanged`` or ``skip-worktree``, and so does pre-commit, which sets aside only what git reports. Nor do
    filters and encodings, which may show something else there.

    Raises
    ------
    UsageError
        If git cannot tell what is staged, or the copy cannot be made.
    """
    entries = index(root)
    # In the folder that git keeps, because a copy on the same disk can share the bytes of files that did not change.
    home = own_folder(root)
    copy: Path | None = None
    try:
        try:
            copy = Path(tempfile.mkdtemp(prefix="postcheck-", dir=home))
            (copy / ".git").mkdir()  # marks the root, above which nothing belongs to the posts
            _fill(root, copy, entries)
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else "it cannot be written"
            raise UsageError(
                f"what is staged could not be copied into git's folder: {reason}.",
                advice="See whether you may write there, and whether the disk is full.",
            ) from None
        yield Checkout(copy, root, frozenset(entry.name for entry in entries if entry.is_submodule))
    finally:
        if copy is not None:
            shutil.rmtree(copy, ignore_errors=True)


def _fill(root: Path, copy: Path, entries: Iterable[Entry]) -> None:
    links = []
    with contents(root) as kept:
        for entry in entries:
            original, target = root / entry.name, copy / entry.name
            target.parent.mkdir(parents=True, exist_ok=True)
            if entry.is_link:
                links.append(entry)
            elif not entry.is_submodule:
                if not _shared(original, target, entry.blob):
                    with target.open("xb") as file:
                        file.writelines(kept.blocks(entry.blob))
                _unfold(root, entry, target)
        for entry in links:  # last, so that nothing is written through one
            _link(copy / entry.name, kept.whole(entry.blob))


def _shared(original: Path, target: Path, blob: str) -> bool:
    """Link ``target`` to ``original`` if that holds exactly what is staged; return whether it was done."""
    with suppress(OSError):
        if (
            original.is_file()
            and not original.is_symlink()
            and _digest(original, b"blob %d\0", "sha256" if len(blob) == _SHA256_DIGITS else "sha1") == blob
        ):
            os.link(original, target)
            return True
    return False


def _digest(file: Path, head: bytes, algorithm: str) -> str:
    """Return the digest of a file's content, ``head`` with its size before it: the name that git gives to it."""
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with file.open("rb") as opened:
        if head:
            digest.update(head % os.fstat(opened.fileno()).st_size)
        while block := opened.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _link(target: Path, leads_to: bytes) -> None:
    try:
        target.symlink_to(os.fsdecode(leads_to))
    except (OSError, ValueError):
        target.write_bytes(leads_to)  # as git does where there are no links


def _unfold(root: Path, entry: Entry, target: Path) -> None:
    """Put the file itself in the place of what git keeps instead, if it is at hand; nothing is fetched."""
    with target.open("rb") as file:
        head = file.read(_LONGEST_POINTER + 1)
    if head.startswith(_SEALED):
        # Only git-crypt can open it; if it can't, it stays sealed and is said to be unreadable.
        with suppress(UsageError):
            opened = run_git(root, "cat-file", "--filters", f"--path={entry.name}", entry.blob)
            target.unlink()
            target.write_bytes(opened)
    elif len(head) <= _LONGEST_POINTER and (pointer := _POINTER.match(head)):
        oid = pointer[1].decode()
        stored = shared_folder(root) / "lfs" / "objects" / oid[:2] / oid[2:4] / oid
        for place in (root / entry.name, stored):
            with suppress(OSError):
                if place.is_file() and not place.is_symlink() and _digest(place, b"", "sha256") == oid:
                    target.unlink()
                    shutil.copyfile(place, target)
                    return
