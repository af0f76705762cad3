"""Copies of drafts that show the safe copies of their pictures, with the answers that hold for those as well.

A safe copy shows nothing that its picture does not: it was only covered. So nobody more can be recognised in it, and
what was confirmed of the post is so with it. Each answer that holds is tied to the copies; one that does not hold stays
tied to what it was given for, so that it is asked again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.edits import Edit, edited
from postcheck.drafts.frontmatter import parse_front_matter
from postcheck.drafts.header_ties import with_other_ties
from postcheck.drafts.loader import sidecar_of
from postcheck.drafts.locate import Locator
from postcheck.drafts.markdown_images import find_images
from postcheck.engine.checker import Checker
from postcheck.engine.given import content_of_post
from postcheck.errors import HeaderError
from postcheck.formats.filetypes import SIDECAR, FileKind, file_kind
from postcheck.media.embedded import content_of
from postcheck.model.draft import Draft, DraftImage
from postcheck.model.report import DraftReport
from postcheck.redact.folder import Folder
from postcheck.redact.plan import CopyNames

_WITHOUT = "not all of its pictures and videos have a safe copy"
_OTHER_KIND = "it is no text file"
_CHANGED = "a file of its name is there already, which was changed since, or is something else, and stays as it is"
_DIFFERS = "it would not show the same there: it may name a picture in a way that is not understood"
_UNWRITTEN = "it could not be written there"


@dataclass(frozen=True)
class DraftCopy:
    """The copy of a draft, or why there is none."""

    post: DraftReport
    target: str
    """Path of the copy below the folder for copies: of the draft, or of the header beside it."""
    problem: str = ""
    """Why there is none, to stand in a sentence; empty if there is one."""


@dataclass
class _Copying:
    """A draft on its way."""

    post: DraftReport
    target: str
    opened: Path
    """What the copied draft is found by: its text, or the copy of the picture that it is."""
    content: bytes
    pictures: Mapping[str, str] = field(default_factory=dict)
    """The digest of each picture, by where its copy is, links resolved."""
    copy: Draft | None = None


def copy_drafts(
    posts: Sequence[DraftReport],
    copies: Mapping[Path, str],
    folder: Folder,
    checker_of: Callable[[DraftReport], Checker],
    today: date,
) -> tuple[DraftCopy, ...]:
    """Write a copy of each draft of whose pictures there are safe copies now, and that can be copied.

    Parameters
    ----------
    posts:
        What the check had to say of the drafts.
    copies:
        For each picture that has a safe copy, the path of that below the folder.
    folder:
        Where the safe copies are.
    checker_of:
        Returns what a post was judged by.
    today:
        The day of the run.

    Returns
    -------
    tuple[DraftCopy, ...]
        One for each draft that shows a safe copy; not for a picture by itself of which nothing is said beside it.
    """
    names = CopyNames()
    done: dict[int, DraftCopy] = {}
    waiting: dict[int, _Copying] = {}
    for number, post in enumerate(posts):
        if not any(image.path in copies for image in post.draft.images) or _says_nothing(post):
            continue
        target = _target(post, copies, names)
        if problem := _why_not(post, copies) or ("" if folder.may_write(target) else _CHANGED):
            done[number] = DraftCopy(post, target, problem)
            continue
        try:
            waiting[number] = _written(post, target, copies, folder)
        except (OSError, ValueError):
            done[number] = DraftCopy(post, target, _UNWRITTEN)
    # Which pictures belong to a draft depends on what else is in its folder, so all of them are looked at until none
    # has to go.
    while wrong := [number for number, one in _read(waiting, checker_of, today) if not _shows_the_same(one)]:
        for number in wrong:
            one = waiting.pop(number)
            folder.remove(one.target)
            done[number] = DraftCopy(one.post, one.target, _DIFFERS)
    for number, one in waiting.items():
        folder.write(one.target, _tied_to_copies(one))
        done[number] = DraftCopy(one.post, one.target)
    return tuple(done[number] for number in sorted(done))


def _says_nothing(post: DraftReport) -> bool:
    """Whether a post is a picture by itself with nothing beside it: its safe copy is all of it."""
    draft = post.draft
    return draft.location in {image.path for image in draft.images} and not sidecar_of(draft.location).is_file()


def _target(post: DraftReport, copies: Mapping[Path, str], names: CopyNames) -> str:
    location = post.draft.location
    own = copies.get(location) if location else None
    return f"{own}{SIDECAR}" if own else names.own(post.draft.path)


def _why_not(post: DraftReport, copies: Mapping[Path, str]) -> str:
    """Return why a draft cannot be copied; empty if it can."""
    draft = post.draft
    text = draft.file is not None and not draft.beside and not draft.identity
    if draft.location is None or not (draft.location in copies or (text and _is_text(draft.location))):
        return _OTHER_KIND
    shown = [image for image in draft.images if not image.absent]
    if any(image.inside or image.path not in copies for image in shown) or any(one.path for one in draft.header.videos):
        return _WITHOUT
    return ""


def _is_text(path: Path) -> bool:
    return file_kind(path.name) is FileKind.TEXT


def _written(post: DraftReport, target: str, copies: Mapping[Path, str], folder: Folder) -> _Copying:
    """Write the copy of a draft as it stands, but for what its pictures are called there."""
    draft, location = post.draft, post.draft.location
    assert location is not None  # noqa: S101 - a draft without a place is not copied
    alone = location in copies
    content = (sidecar_of(location) if alone else location).read_bytes()
    if not alone and draft.file is not None:
        content = edited(content, draft.file.text, list(_renamed(draft, location, target, copies)))
    folder.write(target, content)
    pictures = {
        os.path.realpath(folder.path / copies[image.path]): post.digests[image.key]
        for image in draft.images
        if not image.absent
    }
    opened = folder.path / (copies[location] if alone else target)
    return _Copying(post, target, opened.absolute(), content, pictures)


def _renamed(draft: Draft, location: Path, target: str, copies: Mapping[Path, str]) -> Iterator[Edit]:
    """Yield what to write where a draft names a picture whose copy has another name, or lies elsewhere."""
    assert draft.file is not None  # noqa: S101 - a text file
    text, locator = draft.file.text, Locator(location.parent, draft.path)
    named = [
        (entry.file, entry.where.start, entry.where.end)
        for entry in parse_front_matter(draft.file).images
        if entry.file and not entry.pattern
    ]
    named += [(one.destination, one.start, one.end) for one in find_images(text, *draft.body) if one.destination]
    for written, start, end in named:
        source = locator.find(written)
        if source is None or source not in copies or start is None or end is None:
            continue
        was, now = (
            _from(location.parent, source),
            Path(os.path.relpath(copies[source], os.path.dirname(target) or ".")).as_posix(),  # noqa: PTH120 - a name
        )
        if was != now and text.count(written, start, end) == 1:
            at = text.index(written, start, end)
            yield Edit(at, at + len(written), now)


def _from(folder: Path, file: Path) -> str:
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # another drive
        return file.as_posix()


def _read(
    waiting: Mapping[int, _Copying], checker_of: Callable[[DraftReport], Checker], today: date
) -> Iterable[tuple[int, _Copying]]:
    """Load the copies as any check would, and return them."""
    if not waiting:
        return ()
    found = find_drafts([str(one.opened) for one in waiting.values()], stdin=None)
    sources = {source.path: source for source in found}
    for one in waiting.values():
        source = sources.get(one.opened)
        loaded = checker_of(one.post).load(source, today) if source else None
        one.copy = loaded if isinstance(loaded, Draft) else None
    return waiting.items()


def _shows_the_same(one: _Copying) -> bool:
    """Whether a copied draft says what the draft says, and shows the safe copies of its pictures and nothing else."""
    copy, post = one.copy, one.post
    if copy is None or any(os.path.realpath(image.path) not in one.pictures for image in _there(copy)):
        return False
    digests = {image.key: one.pictures[os.path.realpath(image.path)] for image in _there(copy)}
    digests |= {video.file: post.digests.get(video.file, "") for video in copy.header.videos}
    return content_of_post(copy, digests) == content_of_post(post.draft, post.digests)


def _there(draft: Draft) -> list[DraftImage]:
    return [image for image in draft.images if not image.absent]


def _tied_to_copies(one: _Copying) -> bytes:
    """Return a copied draft with the answers that hold tied to the copies."""
    copy, post = one.copy, one.post
    assert copy is not None  # noqa: S101 - it was compared
    digests = {image.key: content_of(image) for image in _there(copy)}
    digests |= {video.file: post.digests.get(video.file, "") for video in copy.header.videos}
    pairs = {(one.pictures[os.path.realpath(image.path)], digests[image.key]) for image in _there(copy)}
    pairs.add((content_of_post(post.draft, post.digests), content_of_post(copy, digests)))
    before = [old for old, _ in pairs]
    # Of one picture that was covered in two ways nobody can tell which copy is meant: that is asked again.
    instead = {old: new for old, new in pairs if old and new and before.count(old) == 1}
    try:
        return with_other_ties(one.content, instead, beside=copy.beside)
    except HeaderError:  # nothing in it counts
        return one.content
