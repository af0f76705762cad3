"""From the paths of a command line to posts: which files belong together, and what of them cannot be examined."""

from __future__ import annotations

import glob
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from postcheck.drafts.beside import images_by_text
from postcheck.drafts.bulk.tables import is_table
from postcheck.drafts.documents.data import SCRIPT, holds_texts
from postcheck.drafts.documents.timed import video_of
from postcheck.drafts.excluded import Excluded
from postcheck.drafts.loader import claimed_files, sidecar_of
from postcheck.drafts.locate import exists, is_file, is_folder
from postcheck.drafts.parsed import Parsed
from postcheck.drafts.source import DraftSource
from postcheck.errors import UsageError
from postcheck.formats.filetypes import (
    PDF,
    SCRIPTS,
    SIDECAR,
    SIGN_OFF,
    SUBTITLE_SUFFIXES,
    WEB_PAGES,
    FileKind,
    alike,
    file_kind,
    known_to_be_unreadable,
    suffix,
    why_unreadable,
)
from postcheck.formats.recognise import is_report
from postcheck.formats.textfile import how_to_open, why_not_opened
from postcheck.model.lack import Lack

__all__ = ["DraftSource", "find_drafts"]

_PARTS = frozenset({FileKind.IMAGE, FileKind.VIDEO})
"""What belongs to a post rather than being one, if a draft claims it."""
_ROOT_SIGNS = (".git", "postcheck.toml")
_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv", "site-packages", "$recycle.bin", "__macosx"})
_MAX_FOLDERS = 3_000
_MAX_TEXTS = 3_000
"""How far to search for the draft that an image belongs to. An image whose draft is not found is checked by itself.
"""
_NEARBY = 4
"""How many folders above an image are searched where nothing marks the root of the project."""


def find_drafts(
    paths: Sequence[str],
    *,
    stdin: Callable[[], bytes] | None,
    stdin_name: str = "",
    ignore: frozenset[Path] = frozenset(),
    excluded: Excluded | None = None,
    parsed: Parsed | None = None,
) -> tuple[DraftSource, ...]:
    """Find every post that the paths name, each once, in the order given and then by path.

    Nothing that somebody could publish is left out: what cannot be examined becomes a post that says so.

    Parameters
    ----------
    paths:
        Files, folders, or ``-`` for a draft on standard input.
    stdin:
        Returns the bytes of standard input; called only if a path is ``-``.
    stdin_name:
        The path of the file that standard input stands for, as an editor has it before it is saved; empty if none.
    ignore:
        Files that are never posts, such as the consent list in force; resolved paths.
    excluded:
        Files that a walk through a folder leaves out; it notes those that it met.
    parsed:
        What was parsed already; what is parsed here is kept there for whoever loads the posts.

    Raises
    ------
    UsageError
        If none of the paths exists.
    """
    expanded = [path for given in paths for path in _expanded(given)]
    if not any(path == "-" or os.path.lexists(path) for path in expanded):
        # What was typed may be a pupil's name, and this goes to standard error.
        message = "There is no such file or folder." if paths else "No file or folder is given."
        raise UsageError(
            message, advice="Give the path of a draft, of a folder of drafts, or - for text on standard input."
        )
    finder = _PostFinder(ignore, excluded or Excluded(()), parsed or Parsed())
    for path in expanded:
        if path == "-":
            finder.add_stdin(stdin, stdin_name)
        else:
            finder.add(path)
    return tuple(finder.sources.values())


def _expanded(given: str) -> list[str]:
    """Return the paths that a pattern stands for, which the Windows command line hands on as it is."""
    if os.path.lexists(given) or not glob.has_magic(given):
        return [given]
    return sorted(glob.glob(given, recursive=True)) or [given]  # noqa: PTH207 - names stay as the user writes them


def _shown(path: Path) -> str:
    """Return how to show a file that the user did not name: relative if below the current folder, else in full."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute would keep "..", Path.resolve would follow links


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # Path.resolve raises for links that go round in circles


def _unexamined(path: Path, name: str, reason: str, lack: Lack | None = None) -> DraftSource:
    return DraftSource(name, path, path.parent, reason=reason, lack=lack)


class _PostFinder:
    """Collects posts, each once."""

    def __init__(self, ignore: frozenset[Path], excluded: Excluded, parsed: Parsed) -> None:
        self._ignore = ignore
        self._excluded = excluded
        self._index = _ClaimIndex(ignore, parsed)
        self.sources: dict[Path | None, DraftSource] = {}

    def add_stdin(self, stdin: Callable[[], bytes] | None, given: str) -> None:
        """Add the text on standard input, as the file ``given`` if it is named: it takes the place of what is saved."""
        if stdin is None:
            raise UsageError("There is no standard input to read.", advice="Give the path of a draft instead of -.")
        path = _absolute(Path(given)) if given else None
        name = Path(given).as_posix() if given else "-"
        key = _real(path) if path else None
        if key in self.sources and self.sources[key].data is not None:
            return
        data = stdin()
        reason = (
            "" if data.strip() else "Nothing came in on standard input. Check the command that was to send the text."
        )
        lack = Lack.NOTHING_CAME if reason else None
        if path is None:
            self.sources[None] = DraftSource(name, None, Path.cwd(), data=data, reason=reason, lack=lack)
            return
        reason = reason or _why_not_piped(path.name)
        self._index.names.setdefault(path, name)
        siblings = () if reason else self._index.siblings(path)
        self.sources[key] = DraftSource(name, path, path.parent, siblings, data=data, reason=reason, lack=lack)

    def add(self, given: str) -> None:
        """Add whatever a path given by the user stands for; a file is examined whatever it is called."""
        shown, path = Path(given), _absolute(Path(given))
        try:
            folder_given, file_given = path.is_dir(), path.is_file()
        except OSError as error:
            self._add(_unexamined(path, shown.as_posix(), f"{why_not_opened(error)} {how_to_open(error)}"))
            return
        if folder_given:
            self._add_folder(path, shown)
        elif not file_given:
            there = exists(path)
            reason = "It is no ordinary file." if there else "There is no such file or folder. Correct the path."
            self._add(_unexamined(path, shown.as_posix(), reason, None if there else Lack.NO_PATH))
        elif _real(path) not in self._ignore:
            self._add_file(path, shown.as_posix(), within=frozenset(), given=True)

    def _add(self, source: DraftSource) -> None:
        if source.path is not None:
            self.sources.setdefault(_real(source.path), source)

    def _add_folder(self, top: Path, shown: Path) -> None:
        walked = sorted(_walk(top), key=lambda item: item.path.relative_to(top).parts)
        left_out = frozenset(_real(item.path) for item in walked if self._excluded.leaves_out(item.path, top))
        self._ignore |= left_out
        self._index.ignore |= left_out
        # A list or settings among pictures is no draft, so it claims none of them.
        found = [
            item
            for item in walked
            if _real(item.path) not in left_out and (item.reason or _real(item.path) not in self._ignore)
        ]
        names = {item.path: (shown / item.path.relative_to(top)).as_posix() for item in found}
        self._index.names = names | self._index.names
        texts = frozenset(item.path for item in found if not item.reason and _claims(item.path))
        claimed = {real for text in texts for real in self._index.claimed_by(text)}
        for item in found:
            name = names[item.path]
            if item.reason:
                self._add(_unexamined(item.path, name, item.reason, item.lack))
            elif not (_may_belong(item.path) and _real(item.path) in claimed):
                self._add_file(item.path, name, within=texts, given=False)

    def _add_file(self, path: Path, name: str, *, within: frozenset[Path], given: bool) -> None:
        """Add the post or posts that a file belongs to.

        Parameters
        ----------
        path, name:
            The file, and how the report shows it.
        within:
            Texts that are added anyhow.
        given:
            Whether the user named this very file, rather than a folder that it is in.
        """
        kind = file_kind(path.name)
        self._index.names.setdefault(path, name)
        if given and (ending := _ending_beside(path.name)):
            self._add_draft_beside(path, name, ending)
        elif _may_belong(path):
            self._add_owners(path, name, within)
        elif kind is FileKind.DATA and not given:
            self._add_data(path, name)
        elif kind is FileKind.DOCUMENT:
            self._add(self._text(path, name))
        elif kind is FileKind.TEXT or (given and not known_to_be_unreadable(path.name)):
            self._add(self._text(path, name))
            if given and kind is FileKind.TEXT:
                self._add_images_beside(path, name)
        elif kind is FileKind.UNREADABLE:
            self._add(_unexamined(path, name, why_unreadable(path.name)))

    def _add_owners(self, path: Path, name: str, within: frozenset[Path]) -> None:
        """Add the drafts that a picture, video or PDF belongs to, or the file itself if there are none."""
        owners = self._index.owners(path)
        for owner in owners:
            if owner not in within:
                self._add(self._text(owner, _shown(owner)))
        kind = file_kind(path.name)
        film = video_of(path) if not owners and suffix(path.name) in SUBTITLE_SUFFIXES else None
        if film is not None:
            self._add_owners(film, _beside(name, film.name), within)
        elif not owners:
            image, video = kind is FileKind.IMAGE, kind is FileKind.VIDEO
            self._add(DraftSource(name, path, path.parent, image=image, video=video))

    def _add_images_beside(self, text: Path, name: str) -> None:
        """Add the images that no draft beside them claims but that are named like a text that the user named by itself.

        They are checked by themselves, as they are with the whole folder: who asks about the text means them too.
        """
        for image in self._index.named_like(text):
            self._add(DraftSource(_beside(name, image.name), image, image.parent, image=True))

    def _add_data(self, path: Path, name: str) -> None:
        """Add a data file that was come upon in a folder, if it holds what may be published."""
        if holds_texts(path):
            script = suffix(path.name) in SCRIPTS
            self._add(_unexamined(path, name, SCRIPT) if script else DraftSource(name, path, path.parent))

    def _add_draft_beside(self, sidecar: Path, name: str, ending: str) -> None:
        """Add the draft whose header, or sign-off, stands in a file of its own."""
        path = sidecar.with_name(sidecar.name.removesuffix(ending))
        if is_file(path):
            self._add_file(path, name.removesuffix(ending), within=frozenset(), given=True)
        else:
            what = "header" if ending == SIDECAR else "sign-off"
            reason = f"It is the {what} of a draft that is not there. Put the draft beside it."
            self._add(_unexamined(sidecar, name, reason, Lack.NO_DRAFT))

    def _text(self, path: Path, name: str) -> DraftSource:
        shows = len(self._index.claimed_by(path)) if _claims(path) else 0
        return DraftSource(name, path, path.parent, self._index.siblings(path), shows=shows)


def _why_not_piped(name: str) -> str:
    """Return why a file of this name cannot come in on standard input; empty if it can, as text can."""
    if file_kind(name) is FileKind.TEXT or (
        file_kind(name) in {FileKind.TOOL, FileKind.UNREADABLE} and not known_to_be_unreadable(name)
    ):
        return ""
    return "Only text (.md, .txt) is read from standard input, and its name says otherwise. Save it and check the file."


def _beside(name: str, other: str) -> str:
    """Return how the report shows another file of the same folder."""
    return f"{name[: name.rfind('/') + 1]}{other}"


def _ending_beside(name: str) -> str:
    """Return the ending by which a file belongs to the draft beside it; empty if it is none of the kind."""
    return next((ending for ending in (SIDECAR, SIGN_OFF) if name.endswith(ending)), "")


def _claims(path: Path) -> bool:
    """Whether a file is a draft that may name files which then belong to it."""
    kind = file_kind(path.name)
    return (
        kind is FileKind.TEXT
        or suffix(path.name) in WEB_PAGES
        or is_table(path)
        or (kind is FileKind.DOCUMENT and is_file(sidecar_of(path)))
    )


def _may_belong(path: Path) -> bool:
    """Whether a file can be part of a post rather than a post, if a draft claims it."""
    return file_kind(path.name) in _PARTS or suffix(path.name) in {PDF, *SUBTITLE_SUFFIXES}


@dataclass(frozen=True)
class _WalkedFile:
    """A file that a walk came upon, or something that it could not enter or identify."""

    path: Path
    reason: str = ""
    lack: Lack | None = None


def _walk(top: Path) -> Iterator[_WalkedFile]:
    """Yield every file below a folder, nearest first.

    Hidden files are passed over, links are followed, and no folder is entered twice.
    """
    entered: set[tuple[int, int]] = set()
    folders = deque([top])
    while folders:
        folder = folders.popleft()
        try:
            status = folder.stat()
            if (status.st_dev, status.st_ino) in entered and status.st_ino:
                continue
            entered.add((status.st_dev, status.st_ino))
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield _WalkedFile(folder, f"{why_not_opened(error)} {how_to_open(error)}")
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if _is_folder(entry):
                if entry.name.casefold() not in _SKIPPED_FOLDERS:
                    folders.append(folder / entry.name)
            else:
                yield _WalkedFile(folder / entry.name, *_why_no_file(entry))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _why_no_file(entry: os.DirEntry[str]) -> tuple[str, Lack | None]:
    """Return why an entry of a folder cannot be a file, or the empty string, and whether there is nothing to look at.

    Pipes and devices are never opened: they may block for ever.
    """
    try:
        if entry.is_file():
            return "", None
        if entry.is_symlink():
            return "It is a link that leads nowhere. Put the file that it means there.", Lack.LEADS_NOWHERE
    except OSError as error:
        return f"{why_not_opened(error)} {how_to_open(error)}", None
    return "It is no ordinary file. Remove it, or check what it stands for by hand.", None


@dataclass
class _ClaimIndex:
    """Remembers which texts claim which files."""

    ignore: frozenset[Path]
    parsed: Parsed
    names: dict[Path, str] = field(default_factory=dict)
    """How the report shows files that are or may become posts."""
    _claims: dict[Path, frozenset[Path]] = field(default_factory=dict)
    _reports: dict[Path, bool] = field(default_factory=dict)
    _folders: dict[Path, tuple[Path, ...]] = field(default_factory=dict)
    _beside: dict[Path, dict[str, list[Path]]] = field(default_factory=dict)
    _first_texts: dict[Path, frozenset[Path]] = field(default_factory=dict)
    _claimed: dict[Path, frozenset[Path]] = field(default_factory=dict)
    """By folder, as many texts of one may be given one by one."""
    _roots: dict[Path, Path | None] = field(default_factory=dict)
    _below: dict[Path, dict[Path, list[Path]]] = field(default_factory=dict)

    def claimed_by(self, text: Path) -> frozenset[Path]:
        """Return the files that belong to a text, links resolved."""
        if self._is_report(text):
            return frozenset()
        if text not in self._claims:
            named = claimed_files(text, self.names.get(text) or _shown(text), self.parsed)
            self._claims[text] = named | {_real(sibling) for sibling in self.siblings(text)}
        return self._claims[text]

    def siblings(self, text: Path) -> tuple[Path, ...]:
        """Return the images beside a text that is the only one in its folder."""
        if file_kind(text.name) is not FileKind.TEXT or self._two_texts(text.parent) - {text} or self._is_report(text):
            return ()
        return tuple(file for file in self._files(text.parent) if file_kind(file.name) is FileKind.IMAGE)

    def named_like(self, text: Path) -> tuple[Path, ...]:
        """Return the images beside a text that are named like it and that no text there claims.

        One that a text elsewhere claims is checked once more than it must be; to look everywhere takes long.
        """
        folder = text.parent
        if folder not in self._beside:
            self._beside[folder] = images_by_text(self._files(folder))
        images = self._beside[folder].get(alike(text.stem), [])
        return tuple(image for image in images if _real(image) not in self._claimed_in(folder))

    def _claimed_in(self, folder: Path) -> frozenset[Path]:
        if folder not in self._claimed:
            texts = self._texts(folder)
            self._claimed[folder] = frozenset(real for text in texts for real in self.claimed_by(text))
        return self._claimed[folder]

    def owners(self, path: Path) -> tuple[Path, ...]:
        """Return the texts that an image or video belongs to: in its folder, above it or elsewhere in its project."""
        real = _real(path)
        folder = path.parent
        root = self._root(folder)
        near = [folder, *folder.parents]
        near = near[: near.index(root) + 1] if root else near[:_NEARBY]
        owners = [text for place in near for text in self._texts(place) if real in self.claimed_by(text)]
        # Where nothing marks the root of a project, the folders beside the image's own are looked into, unless that is
        # the whole disk.
        owners += self._claims_below(root or (folder.parent if len(folder.parents) >= _NEARBY else folder)).get(
            real, ()
        )
        return tuple(dict.fromkeys(owners))

    def _claims_below(self, top: Path) -> dict[Path, list[Path]]:
        if top not in self._below:
            found: dict[Path, list[Path]] = {}
            for text in self._texts_below(top):
                for real in self.claimed_by(text):
                    found.setdefault(real, []).append(text)
            self._below[top] = found
        return self._below[top]

    def _texts_below(self, top: Path) -> Iterator[Path]:
        folders, seen, texts = deque([top]), 0, 0
        while folders and seen < _MAX_FOLDERS and texts < _MAX_TEXTS:
            folder = folders.popleft()
            seen += 1
            for text in self._texts(folder):
                texts += 1
                yield text
            folders.extend(_folders_in(folder))

    def _is_report(self, text: Path) -> bool:
        """Whether a text is what a check wrote: the files that it names belong to the posts that it is about."""
        if text not in self._reports:
            self._reports[text] = is_report(text)
        return self._reports[text]

    def _texts(self, folder: Path) -> Iterable[Path]:
        return (file for file in self._files(folder) if _claims(file))

    def _two_texts(self, folder: Path) -> frozenset[Path]:
        """Return up to two of the texts in a folder: whether one is the only one is asked of each."""
        if folder not in self._first_texts:
            texts = (
                file
                for file in self._files(folder)
                if file_kind(file.name) is FileKind.TEXT and not self._is_report(file)
            )
            self._first_texts[folder] = frozenset(islice(texts, 2))
        return self._first_texts[folder]

    def _files(self, folder: Path) -> tuple[Path, ...]:
        """Return the drafts and images in a folder, in order, hidden and ignored ones left out."""
        if folder not in self._folders:
            self._folders[folder] = tuple(
                file
                for file in sorted(_entries(folder))
                if (file_kind(file.name) is FileKind.IMAGE or _claims(file))
                and is_file(file)
                and _real(file) not in self.ignore
            )
        return self._folders[folder]

    def _root(self, folder: Path) -> Path | None:
        """Return the nearest folder upwards that is the root of a repository or has a settings file."""
        if folder not in self._roots:
            candidates = (
                place for place in (folder, *folder.parents) if any(exists(place / sign) for sign in _ROOT_SIGNS)
            )
            self._roots[folder] = next(candidates, None)
        return self._roots[folder]


def _entries(folder: Path) -> Iterator[Path]:
    try:
        yield from (folder / name for name in os.listdir(folder) if not name.startswith("."))  # noqa: PTH208 - names are all that is needed
    except OSError:
        return  # whoever checks this folder will hear of it


def _folders_in(folder: Path) -> Iterator[Path]:
    """Yield the subfolders that may hold drafts; links are not followed, so that no search goes round in circles."""
    yield from sorted(
        entry
        for entry in _entries(folder)
        if entry.name.casefold() not in _SKIPPED_FOLDERS and is_folder(entry) and not entry.is_symlink()
    )
