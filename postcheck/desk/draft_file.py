"""A post of the desk as a draft: a text file with a header, as anybody would write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from postcheck.desk.post import PictureSaid, Post
from postcheck.desk.refusal import RefusedError
from postcheck.model.draft import Draft

_UNKEPT = "The post cannot be written as a draft without changing it, so it was not checked. Please report it."


@dataclass(frozen=True)
class Ties:
    """What the answers of a post are given for: see ``confirmed_for`` in a header."""

    pictures: Mapping[str, str]
    """The first digits of each picture's digest, by its file name."""
    post: str
    """Those of the digest of the text, the pictures and where the post goes."""


def draft_text(post: Post, names: Mapping[str, str], ties: Ties | None = None) -> str:
    """Return a post as the text of a draft.

    Parameters
    ----------
    post:
        The post.
    names:
        The file name of each picture, by its id.
    ties:
        What the answers are given for; without, they are tied to nothing.
    """
    header: dict[str, Any] = {}
    if post.channels:
        header["channel"] = list(post.channels)
    said = {
        "account": post.account,
        "publish_at": post.publish_at,
        "author": post.author,
        "title": post.title,
        "first_comment": post.first_comment,
    }
    header |= {key: value for key, value in said.items() if value}
    if names:
        header["images"] = [_entry(name, post.pictures.get(identity), ties) for identity, name in names.items()]
    if post.declare:
        header["declare"] = list(post.declare)
        header |= {"confirmed_for": dict.fromkeys(post.declare, ties.post)} if ties else {}
    lines = yaml.safe_dump(header, allow_unicode=True, sort_keys=False, width=10_000) if header else ""
    return f"---\n{lines}---\n{post.text}"


def _entry(name: str, said: PictureSaid | None, ties: Ties | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"file": name}
    if said and said.alt:
        entry["alt"] = said.alt
    if said and said.people is not None:
        entry["people"] = [one.ref for one in said.people]
        digest = ties.pictures.get(name, "") if ties else ""
        entry |= {"confirmed_for": digest} if digest else {}
    return entry


def compare(draft: Draft, post: Post, names: Mapping[str, str]) -> None:
    """Make sure that what was checked is what the page shows.

    Raises
    ------
    RefusedError
        If the draft, read again, says anything else than the post.
    """
    text = draft.file.text[slice(*draft.body)] if draft.file else None
    header, shown = draft.header, {image.path.name: image for image in draft.images}
    same = (
        text == post.text
        and header.account == post.account
        and set(header.declare) == set(post.declare)
        and _words(header.title) == _flat(post.title)
        and _words(header.first_comment) == _flat(post.first_comment)
        and (header.publish_at is not None) == bool(post.publish_at)
        and set(names.values()) <= shown.keys()
    )
    for identity, name in names.items() if same else ():
        said, image = post.pictures.get(identity, PictureSaid()), shown[name]
        people = None if image.said.people is None else tuple(ref.text for ref in image.said.people)
        wanted = None if said.people is None else tuple(one.ref for one in said.people)
        alts = {_words(alt) for alt in image.said.alt}
        same = same and people == wanted and (not said.alt or said.alt in alts)
    if not same:
        raise RefusedError(_UNKEPT)


def _words(text: object) -> str:
    return _flat(getattr(text, "text", ""))


def _flat(text: str) -> str:
    return " ".join(text.split())
