"""What a git repository is about to commit: which files, and their staged content as files that can be examined."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from urllib.parse import quote

from postcheck.drafts.documents.data import holds_texts
from postcheck.errors import UsageError
from postcheck.formats.filetypes import SIDECAR, SIGN_OFF, FileKind, file_kind

_TEXTS = frozenset({FileKind.TEXT, FileKind.DOCUMENT})
_ORDINARY = "100"
"""How the mode of an ordinary file begins in the index: no link, no submodule."""
_SHA256_DIGITS = 64
_BLOCK = 1 << 20
_NOTHING_ADDED: Mapping[str, str] = MappingProxyType({})
_NO_GIT = "git could not be run."
_NO_REPOSITORY = "This folder is in no git repository."


@dataclass(frozen=True)
class Checkout:
    """Where the staged content lies as files."""

    root: Path
    """The folder that stands for the repository's root."""
    repository: Path
    """The repository's own root."""

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
    return Path(
        os.fsdecode(_git(folder, "rev-parse", "--show-toplevel", problem=_NO_REPOSITORY)).rstrip("\r\n")
    ).resolve()


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

    A picture that is deleted or renamed away changes the posts that show it, and a text that goes leaves its pictures
    behind: they are returned in its place.

    Parameters
    ----------
    root:
        The repository's root.
    given:
        Files to be checked instead of those that are staged, and folders that what is staged has to be in; as paths
        from the current folder.
    environ:
        The environment. Under pre-commit only the files given are wanted, even if there are none; it just doesn't name
        deleted files.
    """
    # Without rename detection a moved file is one deleted and one added.
    parts = _names(
        _git(root, "diff-index", "--cached", "--name-status", "--no-renames", "--ignore-submodules", "-z", _base(root))
    )
    changes = list(zip(parts[::2], parts[1::2], strict=True))
    folders = [_below(root, path) for path in given if Path(path).is_dir()]
    files = [_below(root, path) for path in given if not Path(path).is_dir()]
    if folders or not (given or environ.get("PRE_COMMIT")):
        files += [name for status, name in changes if status != "D" and _within(name, folders)]
    gone = [PurePosixPath(name) for status, name in changes if status == "D" and _within(name, folders)]
    tracked = _names(_git(root, "ls-files", "-z")) if gone else []
    for path in gone:
        files += _left_behind(root, path, tracked)
    # The header and the sign-off beside a draft stand for the draft.
    named = (name.removesuffix(SIGN_OFF).removesuffix(SIDECAR) for name in files)
    return tuple(dict.fromkeys(name for name in named if _publishable(name)))


def may_be_post(path: Path) -> bool:
    """Whether a staged file may be part of a post: data files are if they hold texts, as in folders."""
    return file_kind(path.name) is not FileKind.DATA or holds_texts(path)


def _base(root: Path) -> str:
    """Return the commit that the next one follows, or the empty tree."""
    head = _git(root, "rev-parse", "--verify", "--quiet", "HEAD", may_fail=True)
    return os.fsdecode(head or _git(root, "hash-object", "-t", "tree", "--stdin", stdin=b"")).strip()


@contextmanager
def checkout(root: Path) -> Iterator[Checkout]:
    """Give the staged content as files, in a private copy that is removed afterwards.

    It holds all that the index holds and nothing else.
    What git says about the working tree doesn't count: git passes over files that are ignored or marked
    ``assume-unchanged`` or ``skip-worktree``, and so does pre-commit, which sets aside only what git reports.
    """
    # In the folder that git keeps, because a copy on the same disk can share the bytes of files that did not change.
    home = Path(os.fsdecode(_git(root, "rev-parse", "--absolute-git-dir")).rstrip("\r\n"))
    copy = Path(tempfile.mkdtemp(prefix="postcheck-", dir=home))
    try:
        _fill(root, copy)
        yield Checkout(copy, root)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _fill(root: Path, copy: Path) -> None:
    (copy / ".git").mkdir()  # marks the root, above which nothing belongs to the posts
    index = _git(root, "ls-files", "--stage", "-z")
    from_index = []
    for entry in index.split(b"\0")[:-1]:
        about, _, path = entry.partition(b"\t")
        mode, blob, _ = about.decode().split()
        name = os.fsdecode(path)
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not (mode.startswith(_ORDINARY) and _shared(root / name, target, blob)):
            from_index.append(path)
    if from_index:
        # An index of its own has no marks by which git would leave files out.
        environ = {"GIT_INDEX_FILE": str(copy / ".git" / "index")}
        _git(root, "update-index", "-z", "--index-info", stdin=index, environ=environ)
        listed = b"".join(path + b"\0" for path in from_index)
        _git(
            root,
            "checkout-index",
            "-z",
            "--stdin",
            "--force",
            "--quiet",
            f"--prefix={copy.as_posix()}/",
            stdin=listed,
            environ=environ,
        )


def _shared(original: Path, target: Path, blob: str) -> bool:
    """Link ``target`` to ``original`` if that holds exactly what is staged; return whether it was done."""
    with suppress(OSError):
        if (
            original.is_file()
            and not original.is_symlink()
            and _blob(original, sha256=len(blob) == _SHA256_DIGITS) == blob
        ):
            os.link(original, target)
            return True
    return False


def _blob(file: Path, *, sha256: bool) -> str:
    """Return the name that git gives to a file's content."""
    digest = hashlib.sha256() if sha256 else hashlib.sha1(usedforsecurity=False)
    with file.open("rb") as opened:
        digest.update(b"blob %d\0" % os.fstat(opened.fileno()).st_size)
        while block := opened.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _left_behind(root: Path, gone: PurePosixPath, tracked: list[str]) -> list[str]:
    """Return the files that stand for the posts which change because ``gone`` is no longer there."""
    beside = [name for name in tracked if PurePosixPath(name).parent == gone.parent]
    if (draft := str(gone).removesuffix(SIGN_OFF).removesuffix(SIDECAR)) != str(gone):
        return [name for name in beside if name == draft]
    if file_kind(gone.name) is not FileKind.IMAGE:
        return [name for name in beside if file_kind(PurePosixPath(name).name) is FileKind.IMAGE]
    texts = _texts(beside)
    ways_to_write_it = [option for name in {gone.name, quote(gone.name)} for option in ("-e", name)]
    naming = _names(_git(root, "grep", "--cached", "-I", "-l", "-z", "-F", *ways_to_write_it, may_fail=True))
    return [*(texts if len(texts) == 1 else ()), *_texts(naming)]


def _texts(names: list[str]) -> list[str]:
    return [name for name in names if file_kind(PurePosixPath(name).name) in _TEXTS]


def _within(name: str, folders: list[str]) -> bool:
    return not folders or any(folder == "." or PurePosixPath(name).is_relative_to(folder) for folder in folders)


def _publishable(name: str) -> bool:
    """Whether a file may be part of a post; hidden files and tools' own files are passed over, as in folders."""
    return file_kind(PurePosixPath(name).name) is not FileKind.TOOL and not any(
        part.startswith(".") for part in PurePosixPath(name).parts
    )


def _below(root: Path, given: str) -> str:
    path = Path(os.path.abspath(given))  # noqa: PTH100 - resolve() would show where links lead
    for place in (path, path.parent.resolve() / path.name):
        if place.is_relative_to(root):
            return place.relative_to(root).as_posix()
    raise UsageError("this is not in the git repository.", advice="Check it without --staged.", file=given)


def _names(output: bytes) -> list[str]:
    return [os.fsdecode(part) for part in output.split(b"\0") if part]


def _git(
    folder: Path,
    *arguments: str,
    stdin: bytes | None = None,
    problem: str = "",
    may_fail: bool = False,
    environ: Mapping[str, str] = _NOTHING_ADDED,
) -> bytes:
    """Run git in ``folder`` and return what it prints.

    Parameters
    ----------
    problem:
        What it means if git fails; empty for an unexpected failure.
    may_fail:
        Whether the exit code 1 says that there is nothing, as with ``git grep``.
    environ:
        Variables to add to the environment.
    """
    # `git replace` shows other content here than a push takes to everybody else.
    added = {"GIT_NO_REPLACE_OBJECTS": "1", **environ}
    try:
        done = subprocess.run(  # noqa: S603 - the user's own git
            ["git", *arguments],  # noqa: S607 - the same
            cwd=folder,
            input=stdin,
            capture_output=True,
            check=False,
            env={**os.environ, **added},
        )
    except OSError:
        raise UsageError(_NO_GIT, advice="Install git, or check the drafts by their paths.") from None
    if done.returncode and not (may_fail and done.returncode == 1):
        # git's own message is left out: it may quote a file's name, and so a pupil's.
        raise UsageError(
            problem or f"git {arguments[0]} failed (exit code {done.returncode}).",
            advice="Run the command in the repository's folder.",
        )
    return done.stdout
