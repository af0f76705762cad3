"""What a git repository is about to commit: which files, and their staged content as files that can be examined."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from postcheck.errors import UsageError
from postcheck.formats.filetypes import SIDECAR, FileKind, file_kind

_TEXTS = frozenset({FileKind.TEXT, FileKind.DOCUMENT})
_NO_GIT = "git could not be run."
_NO_REPOSITORY = "This folder is in no git repository."


@dataclass(frozen=True)
class Checkout:
    """Where the staged content lies as files."""

    root: Path
    """The folder that stands for the repository's root."""
    repository: Path
    """The repository's own root; the same as ``root`` if the working tree holds just what is staged."""

    def real(self, path: Path) -> Path:
        """Return the place in the repository of a path in the checkout; any other path as it is."""
        return self.repository / path.relative_to(self.root) if path.is_relative_to(self.root) else path

    def copy_of(self, path: Path) -> Path:
        """Return the place in the checkout of a path in the repository; any other path as it is."""
        return self.root / path.relative_to(self.repository) if path.is_relative_to(self.repository) else path


def repository_root(folder: Path) -> Path:
    """Return the root of the git repository that ``folder`` is in.

    Raises
    ------
    UsageError
        If it is in none, or git cannot be run.
    """
    return Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel", problem=_NO_REPOSITORY)).rstrip("\r\n")).resolve()


def hooks_folder(folder: Path) -> Path:
    """Return the folder in which git looks for the hooks of the repository that ``folder`` is in.

    Raises
    ------
    UsageError
        If it is in none, or git cannot be run.
    """
    place = os.fsdecode(_git(folder, "rev-parse", "--git-path", "hooks", problem=_NO_REPOSITORY)).rstrip("\r\n")
    return Path(os.path.normpath(folder / place))


def below_root(folder: Path, path: str) -> str:
    """Return ``path`` as git writes it: from the root of the repository that ``folder`` is in.

    Raises
    ------
    UsageError
        If it is not in that repository, or git cannot be run.
    """
    return _below(repository_root(folder), path)


def staged_files(root: Path, given: Sequence[str], environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the files whose posts a commit changes, as paths below ``root``, each once.

    A picture that is deleted or renamed away changes the posts that show it, and a text that goes leaves its pictures behind: they are returned in
    its place.

    Parameters
    ----------
    root:
        The repository's root.
    given:
        Files to be checked instead of those that are staged, and folders that what is staged has to be in; as paths from the current folder.
    environ:
        The environment. Under pre-commit the files given are all that are wanted, even if there are none; only what is deleted it leaves unsaid.
    """
    # Without renames a file that moved is one that goes and one that comes.
    parts = _names(_git(root, "diff", "--cached", "--name-status", "--no-renames", "--ignore-submodules", "-z"))
    changes = list(zip(parts[::2], parts[1::2], strict=True))
    folders = [_below(root, path) for path in given if Path(path).is_dir()]
    files = [_below(root, path) for path in given if not Path(path).is_dir()]
    if folders or not (given or environ.get("PRE_COMMIT")):
        files += [name for status, name in changes if status != "D" and _within(name, folders)]
    gone = [PurePosixPath(name) for status, name in changes if status == "D" and _within(name, folders)]
    tracked = _names(_git(root, "ls-files", "-z")) if gone else []
    for path in gone:
        files += _left_behind(root, path, tracked)
    # The header beside a draft stands for the draft.
    named = (name.removesuffix(SIDECAR) for name in files)
    return tuple(dict.fromkeys(name for name in named if _publishable(name)))


@contextmanager
def checkout(root: Path, environ: Mapping[str, str]) -> Iterator[Checkout]:
    """Give the staged content as files: the working tree itself if it holds nothing else, or a private copy that goes away again.

    Under pre-commit the working tree is taken as it is, because pre-commit has set aside what is not staged.
    """
    if environ.get("PRE_COMMIT") or not _differs(root):
        yield Checkout(root, root)
        return
    # In the folder that git keeps, because a copy on the same disk can share the bytes of files that did not change.
    home = Path(os.fsdecode(_git(root, "rev-parse", "--absolute-git-dir")).rstrip("\r\n"))
    copy = Path(tempfile.mkdtemp(prefix="postcheck-", dir=home))
    try:
        _fill(root, copy)
        yield Checkout(copy, root)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _differs(root: Path) -> bool:
    """Whether the working tree holds anything that is not staged: changes, or files that git does not know."""
    return bool(_git(root, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignore-submodules", "--no-renames", unstaged=True))


def _fill(root: Path, copy: Path) -> None:
    tracked = _names(_git(root, "ls-files", "-z"))
    changed = set(_names(_git(root, "diff-files", "--name-only", "-z", "--ignore-submodules")))
    from_index = []
    for name in tracked:
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in changed or not _shared(root / name, target):
            from_index.append(name)
    if from_index:
        listed = b"".join(os.fsencode(name) + b"\0" for name in from_index)
        _git(root, "checkout-index", "-z", "--stdin", "--force", "--quiet", f"--prefix={copy.as_posix()}/", stdin=listed)
    (copy / ".git").mkdir(exist_ok=True)  # marks the root, above which nothing belongs to the posts


def _shared(original: Path, target: Path) -> bool:
    """Let ``target`` be the same file as ``original``; return False if that cannot be done here."""
    with suppress(OSError):
        if original.is_file() and not original.is_symlink():
            os.link(original, target)
            return True
    return False


def _left_behind(root: Path, gone: PurePosixPath, tracked: list[str]) -> list[str]:
    """Return the files that stand for the posts which change because ``gone`` is no longer there."""
    beside = [name for name in tracked if PurePosixPath(name).parent == gone.parent]
    if file_kind(gone.name) is not FileKind.IMAGE:
        return [name for name in beside if file_kind(PurePosixPath(name).name) is FileKind.IMAGE]
    texts = _texts(beside)
    ways_to_write_it = [option for name in {gone.name, quote(gone.name)} for option in ("-e", name)]
    naming = _names(_git(root, "grep", "--cached", "-I", "-l", "-z", "-F", *ways_to_write_it, may_find_nothing=True))
    return [*(texts if len(texts) == 1 else ()), *_texts(naming)]


def _texts(names: list[str]) -> list[str]:
    return [name for name in names if file_kind(PurePosixPath(name).name) in _TEXTS]


def _within(name: str, folders: list[str]) -> bool:
    return not folders or any(folder == "." or PurePosixPath(name).is_relative_to(folder) for folder in folders)


def _publishable(name: str) -> bool:
    """Whether a file may be part of a post: hidden files and tools' own files are passed over as they are in folders."""
    return file_kind(PurePosixPath(name).name) is not FileKind.TOOL and not any(part.startswith(".") for part in PurePosixPath(name).parts)


def _below(root: Path, given: str) -> str:
    path = Path(os.path.abspath(given))  # noqa: PTH100 - resolve() would show where links lead
    for place in (path, path.parent.resolve() / path.name):
        if place.is_relative_to(root):
            return place.relative_to(root).as_posix()
    raise UsageError("this is not in the git repository.", advice="Check it without --staged.", file=given)


def _names(output: bytes) -> list[str]:
    return [os.fsdecode(part) for part in output.split(b"\0") if part]


def _git(
    folder: Path, *arguments: str, stdin: bytes | None = None, problem: str = "", may_find_nothing: bool = False, unstaged: bool = False
) -> bytes:
    """Run git in ``folder`` and return what it prints.

    Parameters
    ----------
    problem:
        What it means if git fails; empty for an unexpected failure.
    may_find_nothing:
        Whether the exit code 1 says that there is nothing, as with ``git grep``.
    unstaged:
        Keep only the entries of ``git status`` that differ from what is staged.
    """
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, input=stdin, capture_output=True, check=False)  # noqa: S603, S607 - the user's own git
    except OSError:
        raise UsageError(_NO_GIT, advice="Install git, or check the drafts by their paths.") from None
    if done.returncode and not (may_find_nothing and done.returncode == 1):
        # git's own message is left out: it may quote a file's name, and so a pupil's.
        raise UsageError(problem or f"git {arguments[0]} failed (exit code {done.returncode}).", advice="Run the command in the repository's folder.")
    if unstaged:
        return b"\0".join(entry for entry in done.stdout.split(b"\0") if entry[1:2].strip())
    return done.stdout
