"""Which posts the next commit of a git repository changes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from postcheck.drafts.repository import Change, Entry, below, changes, contents, index
from postcheck.formats.filetypes import PDF, SIDECAR, SIGN_OFF, FileKind, alike, file_kind, suffix

SUBMODULE = (
    "It is a submodule, a repository of its own, so nobody has looked at what is in it. Check its posts in its own "
    "folder, and have a hook there."
)
"""Why a submodule that a commit moves to other content is not examined."""
_TEXTS = frozenset({FileKind.TEXT, FileKind.DOCUMENT})
_LONGEST_TEXT = 5_000_000
"""Bytes of a text that are searched for the name of a picture that goes."""


def staged_files(root: Path, given: Sequence[str], *, named_only: bool = False) -> tuple[str, ...]:
    """Return the files whose posts a commit changes, and the submodules, as paths below ``root``, each once.

    A picture that is deleted or renamed away changes the posts that show it, and a text that goes leaves its pictures
    behind: they are returned in its place.

    Parameters
    ----------
    root:
        The repository's root.
    given:
        Files to be checked instead of those that are staged, and folders that what is staged has to be in; as paths
        from the current folder. A folder is one for git as well as on the disk, and need not be there any more, or not
        yet: it then holds nothing that is staged.
    named_only:
        Whether only the files given are wanted, even if there are none, and what changes with files that go.
    """
    changed = changes(root)
    places = {path: below(root, path) for path in given}
    folders = [name for path, name in places.items() if _is_folder(root, path, name, changed)]
    files = [name for name in places.values() if name not in folders]
    hidden = frozenset[str]() if named_only else frozenset(files)  # whoever names a hidden file wants it checked
    submodules = [change.name for change in changed if change.submodule and _within(change.name, folders)]
    if folders or not (given or named_only):
        files += [change.name for change in changed if not change.deleted and _within(change.name, folders)]
    gone = [PurePosixPath(change.name) for change in changed if change.deleted and _within(change.name, folders)]
    if gone:
        files += _left_behind(root, gone)
    # The header and the sign-off beside a draft stand for the draft.
    named = (name.removesuffix(SIGN_OFF).removesuffix(SIDECAR) for name in files if name not in submodules)
    posts = (name for name in named if name in hidden or _publishable(name, folders))
    return tuple(dict.fromkeys((*posts, *submodules)))


def _is_folder(root: Path, given: str, name: str, changed: Sequence[Change]) -> bool:
    """Whether a path is to be taken for a folder, as git takes it for a pathspec.

    One that is nowhere is a folder whose last post is gone, or that this branch doesn't have, unless it is called like
    a file: then somebody means that very file, and it is missing.
    """
    path = Path(given)
    if path.is_dir():
        return True
    below_it = (*(change.name for change in changed), *(entry.name for entry in index(root)))
    if any(part != name and _is_below(part, name) for part in below_it):
        return True
    if os.path.lexists(path):
        return False
    goes = any(change.name == name and change.deleted for change in changed)  # what it leaves behind is checked
    return goes or not suffix(name)


def may_be_post(path: Path) -> bool:
    """Whether a staged file may be part of a post: data files are if they hold texts, as in folders."""
    if file_kind(path.name) is not FileKind.DATA:
        return True
    from postcheck.drafts.documents.data import holds_texts  # noqa: PLC0415 - most commits have no data file

    return holds_texts(path)


def _left_behind(root: Path, gone: list[PurePosixPath]) -> list[str]:
    """Return the files that stand for the posts which change because files are no longer there."""
    tracked = [entry for entry in index(root) if not entry.is_submodule]
    found: list[str] = []
    media: list[str] = []
    for path in gone:
        beside = [entry.name for entry in tracked if PurePosixPath(entry.name).parent == path.parent]
        if file_kind(path.name) in {FileKind.IMAGE, FileKind.VIDEO} or suffix(path.name) == PDF:
            texts = [name for name in beside if _is_text(name)]
            found += texts if len(texts) == 1 else ()
            media.append(_plain(path.name))
        elif path.name.endswith((SIDECAR, SIGN_OFF)):
            draft = path.as_posix().removesuffix(SIGN_OFF).removesuffix(SIDECAR)
            found += [name for name in beside if name == draft]
        else:
            found += [name for name in beside if file_kind(PurePosixPath(name).name) is FileKind.IMAGE]
    if media:
        found += _naming(root, [entry for entry in tracked if _is_text(entry.name)], media)
    return found


def _naming(root: Path, texts: list[Entry], wanted: list[str]) -> Iterator[str]:
    """Yield the staged texts in which one of some file names stands, however it is written there."""
    with contents(root) as kept:
        for entry in texts:
            text = b""
            for block in kept.blocks(entry.blob):
                text += block[: max(0, _LONGEST_TEXT - len(text))]
            plain = _plain(text.replace(b"\0", b"").decode("utf-8", errors="replace"))
            if any(name in plain for name in wanted):
                yield entry.name


def _plain(text: str) -> str:
    """Return a text without the escapes of Markdown, pages and addresses, for a file's name to be found in it."""
    shown = unquote(unescape(re.sub(r"\\(?=[^\sA-Za-z0-9])", "", text)))
    return alike(shown)


def _is_text(name: str) -> bool:
    return file_kind(PurePosixPath(name).name) in _TEXTS


def _within(name: str, folders: list[str]) -> bool:
    return not folders or any(_is_below(name, folder) for folder in folders)


def _is_below(name: str, folder: str) -> bool:
    return folder == "." or PurePosixPath(name).is_relative_to(folder)


def _publishable(name: str, folders: list[str]) -> bool:
    """Whether a file may be part of a post.

    Hidden files, and those in hidden folders that were not given, are passed over as in folders, and so are tools' own.
    """
    path = PurePosixPath(name)
    starts = [len(PurePosixPath(folder).parts) for folder in folders if _is_below(name, folder)]
    shown = path.parts[max(starts, default=0) :]
    return file_kind(path.name) is not FileKind.TOOL and not any(part.startswith(".") for part in shown)
