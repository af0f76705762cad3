"""Saves a post of the desk as a draft: a folder of its own with the text and the pictures, over nothing else."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

from postcheck.desk.draft_file import Ties, draft_text
from postcheck.desk.post import Post
from postcheck.desk.refusal import RefusedError
from postcheck.desk.sheet import Sheet
from postcheck.engine.given import content_of_post
from postcheck.media.embedded import content_of
from postcheck.model.content_digest import short
from postcheck.model.draft import Draft

_NAME = re.compile(r"[^\W_][\w .,'\u2019()&+-]{0,79}")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")


def save(sheet: Sheet, post: Post, folder: str, name: str, load: Callable[[Path], Draft]) -> Path:
    """Write a post into a new folder.

    Parameters
    ----------
    sheet, post:
        The post.
    folder:
        The folder for drafts, which is there; ``~`` stands for the user's own.
    name:
        What the draft is to be called: its folder and its text file.
    load:
        Loads a draft by the settings that are in force where it lies.

    Returns
    -------
    Path
        The text file.

    Raises
    ------
    RefusedError
        If there is no such folder, or something of that name is in it already, or it cannot be written. Then nothing
        is left of it.
    """
    clean = unicodedata.normalize("NFC", name).strip()
    if not _NAME.fullmatch(clean) or _RESERVED.match(clean) or clean.endswith("."):
        raise RefusedError(
            "Call the draft something of letters, digits, blanks and hyphens, such as “star of the week”."
        )
    place = existing_folder(folder)
    target = place / clean
    try:
        target.mkdir()
    except FileExistsError:
        raise RefusedError(
            f"There is something called “{clean}” in that folder already, and the desk writes over nothing. "
            "Choose another name."
        ) from None
    except OSError as error:
        raise RefusedError(f"The draft could not be saved there: {error.strerror or 'it cannot be written'}.") from None
    pictures = tuple(sheet.pictures.values())  # another may be on its way meanwhile
    try:
        draft = target / f"{clean}.md"
        for picture in pictures:
            shutil.copyfile(picture.path, target / picture.name)
        names = {one.id: one.name for one in pictures}
        with draft.open("xb") as file:
            file.write(draft_text(post, names).encode())
        draft.write_bytes(draft_text(post, names, _ties(load(draft))).encode())
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        raise RefusedError(f"The draft could not be saved: {error.strerror or 'it cannot be written'}.") from None
    return draft


def _ties(draft: Draft) -> Ties:
    """Return what the answers of a draft are given for: what is written of it so far."""
    digests = {image.key: content_of(image) for image in draft.images}
    pictures = {image.path.name: short(digests[image.key]) for image in draft.images}
    return Ties(pictures, short(content_of_post(draft, digests)))


def existing_folder(told: str) -> Path:
    """Return a folder that somebody typed; raises RefusedError if it is not there."""
    path = existing(told)
    if not path.is_dir():
        raise RefusedError("That is no folder. Type where the folder is, as the file manager shows it.")
    return path


def existing(told: str) -> Path:
    """Return a folder or file that somebody typed; raises RefusedError if it is not there."""
    typed = told.strip().strip('"')
    try:
        path = Path(os.path.expanduser(typed))  # noqa: PTH111 - "~nobody" is to stay as it is
        if typed and (path.is_dir() or path.is_file()):
            return path.absolute()
    except (OSError, ValueError):
        pass
    raise RefusedError("There is no such folder. Type where it is, as the file manager shows it.")
