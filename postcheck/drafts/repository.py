"""Asks git about the repository of drafts: where it is, and what its index holds."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from postcheck.errors import UsageError

_SUBMODULE, _LINK = "160000", "120000"
_BLOCK = 1 << 20
_NO_GIT = UsageError("git could not be run.", advice="Install git, or check the drafts by their paths.")
_NO_REPOSITORY = "This folder is in no git repository."


@dataclass(frozen=True)
class Entry:
    """What the index has under a path."""

    name: str
    """The path below the repository's root."""
    mode: str
    """What it is, as git writes it."""
    blob: str
    """The name of its content."""

    @property
    def is_submodule(self) -> bool:
        """Whether it is another repository, of which only a commit's name is kept here."""
        return self.mode == _SUBMODULE

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link, whose content is where it leads."""
        return self.mode == _LINK


@dataclass(frozen=True)
class Change:
    """What the next commit changes."""

    name: str
    deleted: bool
    submodule: bool
    """Whether it is, or becomes, another repository."""


def repository_root(folder: Path) -> Path:
    """Return the root of the git repository that ``folder`` is in.

    Raises
    ------
    UsageError
        If it is in none, or git cannot be run.
    """
    return Path(_line(run_git(folder, "rev-parse", "--show-toplevel", problem=_NO_REPOSITORY))).resolve()


def hooks_folder(folder: Path) -> Path:
    """Return the folder in which git looks for the hooks of the repository that ``folder`` is in.

    Raises
    ------
    UsageError
        If it is in none, or git cannot be run.
    """
    place = _line(run_git(folder, "rev-parse", "--git-path", "hooks", problem=_NO_REPOSITORY))
    return Path(os.path.normpath(folder / place))


def own_folder(root: Path) -> Path:
    """Return the folder in which git keeps what belongs to this working tree."""
    return Path(_line(run_git(root, "rev-parse", "--absolute-git-dir")))


def shared_folder(root: Path) -> Path:
    """Return the folder in which git keeps what all working trees of the repository share."""
    return root / _line(run_git(root, "rev-parse", "--git-common-dir"))


def below_root(folder: Path, path: str) -> str:
    """Return ``path`` as git writes it: from the root of the repository that ``folder`` is in.

    Raises
    ------
    UsageError
        If it is not in that repository, or git cannot be run.
    """
    return below(repository_root(folder), path)


def below(root: Path, given: str) -> str:
    """Return a path that was given as git writes it, from ``root``; raises as :func:`below_root` does."""
    path = Path(os.path.abspath(given))  # noqa: PTH100 - resolve() would show where links lead
    for place in (path, path.parent.resolve() / path.name):
        if place.is_relative_to(root):
            return place.relative_to(root).as_posix()
    # What was typed may be a pupil's name.
    raise UsageError("a path that is given is not in the git repository.", advice="Check it without --staged.")


def ever_had(root: Path, name: str) -> bool:
    """Whether a commit of any branch, tag or reflog has had something at ``name``, or below it.

    Where history was cut off (a shallow clone) that cannot be known, and the answer is yes.
    """
    if _line(run_git(root, "rev-parse", "--is-shallow-repository")) != "false":
        return True
    return bool(run_git(root, "log", "-1", "--all", "--reflog", "--format=%H", "--", f":(top,literal){name}"))


def changes(root: Path) -> tuple[Change, ...]:
    """Return what the next commit changes; a moved file is one deleted and one added.

    What git was told to ignore of submodules, or of files' kinds, doesn't count.
    """
    command = ("diff-index", "--cached", "--raw", "--no-renames", "--no-abbrev", "--ignore-submodules=none", "-z")
    parts = run_git(root, *command, _base(root)).split(b"\0")[:-1]
    found = []
    for about, name in zip(parts[::2], parts[1::2], strict=True):
        _, mode, _, _, status = about.decode().removeprefix(":").split()
        found.append(Change(os.fsdecode(name), status == "D", mode == _SUBMODULE))
    return tuple(found)


def index(root: Path) -> tuple[Entry, ...]:
    """Return everything that the index holds.

    Raises
    ------
    UsageError
        If some of it has still to be merged, so that nobody knows what will be committed.
    """
    found = []
    for entry in run_git(root, "ls-files", "--stage", "-z").split(b"\0")[:-1]:
        about, _, path = entry.partition(b"\t")
        mode, blob, stage = about.decode().split()
        if stage != "0":
            raise UsageError(
                "git has files with conflicts, so it isn't settled what will be committed.",
                advice="Settle the conflicts, add the files to the index, and check again.",
            )
        found.append(Entry(os.fsdecode(path), mode, blob))
    return tuple(found)


class Contents:
    """Hands out what git keeps, byte for byte: no filter, encoding or line ending of the working tree is applied."""

    def __init__(self, asked: IO[bytes], answers: IO[bytes]) -> None:
        self._asked, self._answers = asked, answers

    def blocks(self, blob: str) -> Iterator[bytes]:
        """Yield the bytes of a file in blocks.

        Raises
        ------
        UsageError
            If git does not have it.
        """
        left = 0
        with suppress(OSError, ValueError, IndexError):  # git has ended, or says that it knows of no such file
            self._asked.write(f"{blob}\n".encode())
            self._asked.flush()
            left = int(self._answers.readline().split(b" ")[2]) + 1
        while left > 1:
            block = self._answers.read(min(_BLOCK, left - 1))
            left -= len(block)
            if not block:
                break
            yield block
        if left != 1 or self._answers.read(1) != b"\n":
            raise UsageError(
                "git could not give the content of every staged file.",
                advice="`git fsck` says what is missing; add those files again.",
            )

    def whole(self, blob: str) -> bytes:
        """Return the bytes of a file; raises as :meth:`blocks` does."""
        return b"".join(self.blocks(blob))


@contextmanager
def contents(root: Path) -> Iterator[Contents]:
    """Give what git keeps in the repository at ``root``."""
    try:
        process = subprocess.Popen(
            ["git", "cat-file", "--batch"],  # noqa: S607 - the user's own git
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
    except OSError:
        raise _NO_GIT from None
    assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - as they were asked for
    try:
        yield Contents(process.stdin, process.stdout)
    finally:
        process.kill()
        with suppress(OSError):
            process.stdin.close()
        process.stdout.close()
        process.wait()


def _base(root: Path) -> str:
    """Return the commit that the next one follows, or the empty tree."""
    head = run_git(root, "rev-parse", "--verify", "--quiet", "HEAD", may_fail=True)
    return _line(head or run_git(root, "hash-object", "-t", "tree", "--stdin", stdin=b""))


def _line(output: bytes) -> str:
    return os.fsdecode(output).removesuffix("\n").removesuffix("\r")


def _environment() -> dict[str, str]:
    # `git replace` shows other content here than a push takes to everybody else.
    return {**os.environ, "GIT_NO_REPLACE_OBJECTS": "1"}


def run_git(
    folder: Path, *arguments: str, stdin: bytes | None = None, problem: str = "", may_fail: bool = False
) -> bytes:
    """Run git in ``folder`` and return what it prints.

    Parameters
    ----------
    problem:
        What it means if git fails; empty for an unexpected failure.
    may_fail:
        Whether the exit code 1 says that there is nothing.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the user's own git
            ["git", *arguments],  # noqa: S607 - the same
            cwd=folder,
            input=stdin,
            capture_output=True,
            check=False,
            env=_environment(),
        )
    except OSError:
        raise _NO_GIT from None
    if done.returncode and not (may_fail and done.returncode == 1):
        # git's own message is left out: it may quote a file's name, and so a pupil's.
        raise UsageError(
            problem or f"git {arguments[0]} failed (exit code {done.returncode}).",
            advice="Run the command in the repository's folder; `git status` may say what is wrong.",
        )
    return done.stdout
