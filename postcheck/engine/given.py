"""What a draft's answers were given for: those that ``postcheck confirm`` and the desk write count for that alone.

An answer carries the first digits of a digest: who can be recognised in a picture that of the picture, an item of the
checklist that of the text, the pictures, the channels and the account. Where what the post shows, or where it goes, is
something else, the answer counts as not given. An answer without digits, which somebody wrote by hand, stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from postcheck.drafts.markdown_images import find_images
from postcheck.model.content_digest import is_of
from postcheck.model.draft import Annotations, Draft, DraftImage, PersonRef, Problem, Video
from postcheck.model.reading import Reading
from postcheck.model.text import PlaceKind, SourceText, Where
from postcheck.text.shell import quoted

PEOPLE = "people"
"""What ``confirmed_for:`` calls the answer to who can be recognised in the post as a whole."""
_IMAGE = "\ufffc"
"""Stands in a text for a picture, whose file name makes no difference."""
_CHANGED = (
    "The text, the pictures, the channel or the account were changed after something was confirmed under `declare:`, "
    "or it was confirmed with an earlier release, which did not keep where the post goes. So that counts as not "
    "confirmed."
)
_AGAIN = "Have it asked again, with the post as it is now:"


def digests_of(draft: Draft, reading: Reading) -> dict[str, str]:
    """Return the digest of each picture and video that a draft shows, by the picture's key or the video's name.

    Of a safe copy it is that of its picture, and of a video that is not here one of its address. It is empty if the
    file could not be read.
    """
    videos = {
        video.file: reading.facts(video.file).digest or hashlib.sha256(_bytes(video.file)).hexdigest()
        for video in draft.header.videos
    }
    return videos | {image.key: image.copy_of or reading.facts(image.key).digest for image in draft.images}


def content_of_post(draft: Draft, digests: Mapping[str, str]) -> str:
    """Return the digest of what an item of the checklist is confirmed for.

    That is all text that is published, the pictures, and where the post goes: the channels that the draft names, in
    any order, and the account. How lines end, what files are called and where the header stands make no difference.

    Parameters
    ----------
    draft:
        The draft.
    digests:
        As :func:`digests_of` returns them.
    """
    header = draft.header
    texts: list[tuple[str, SourceText | str | None]]
    texts = [("title", header.title), ("first_comment", header.first_comment)]
    texts += [("tags", tag) for tag in header.tags]
    texts += [(part.field, part.text) for part in header.texts]
    texts += [(part.field, part.text) for part in draft.parts if part.kind is not PlaceKind.FILENAME]
    texts += [(part.field, part.text) for video in header.videos for part in video.words]
    shown = sorted(
        [digests.get(image.key) or image.path.name, *sorted({_plain(text) for text in _words(image)})]
        for image in draft.images
    )
    said = [[field, _plain(text)] for field, text in texts if text is not None]
    videos = sorted(digests.get(video.file) or video.file for video in header.videos)
    goes = [sorted(header.channels), " ".join(header.account.casefold().split())]
    return hashlib.sha256(_bytes(json.dumps([_body(draft), said, shown, videos, goes]))).hexdigest()


def as_given(draft: Draft, digests: Mapping[str, str]) -> Draft:
    """Return a draft without the answers that were given for something else than it shows now; they are marked.

    Parameters
    ----------
    draft:
        The draft.
    digests:
        As :func:`digests_of` returns them.
    """
    header = draft.header
    if not header.confirmed_for and not any(one.confirmed_for for one in _says_who(draft)):
        return draft
    tied = dict(header.confirmed_for)
    post = _Said(header.people, tied.get(PEOPLE))
    images = {image.key: _who(image.said, post, digests[image.key]) for image in draft.images if image.peopled}
    videos = [_who(video, post, digests[video.file]) for video in header.videos]
    heirs = [found for found in (*images.values(), *videos) if found.of_post]
    holds = post.confirmed_for is None or (bool(heirs) and not any(found.outdated for found in heirs))
    outdated = tuple(_outdated(draft, tied, digests))
    return replace(
        draft,
        header=replace(
            header,
            people=header.people if holds else None,
            declare=tuple(word for word in header.declare if word not in outdated),
            outdated=outdated,
            videos=tuple(
                replace(video, people=found.people, outdated=found.outdated)
                for video, found in zip(header.videos, videos, strict=True)
            ),
        ),
        images=tuple(_with(image, images[image.key]) if image.key in images else image for image in draft.images),
        problems=(*draft.problems, *_problem(outdated, draft)),
    )


# Who can be recognised


@dataclass(frozen=True)
class _Said:
    """What is said of the post's people."""

    people: tuple[PersonRef, ...] | None
    confirmed_for: tuple[str, ...] | None
    """Digests of pictures and videos; None if it is tied to none."""


@dataclass(frozen=True)
class _Found:
    """Who can be recognised in a picture or video, by all that counts."""

    people: tuple[PersonRef, ...] | None
    outdated: bool = False
    of_post: bool = False
    """Whether that depends on what is said of the post's people."""


def _says_who(draft: Draft) -> tuple[Annotations | Video, ...]:
    return (*(image.said for image in draft.images), *draft.header.videos)


def _who(own: Annotations | Video, post: _Said, digest: str) -> _Found:
    # A file that cannot be read is reported, and never passes: who is said to be in it stays.
    if own.people is not None and (not digest or all(is_of(written, digest) for written in own.confirmed_for)):
        return _Found(own.people)
    if post.people is not None and post.confirmed_for is not None:
        if not digest or any(is_of(written, digest) for written in post.confirmed_for):
            return _Found(post.people, of_post=True)
        return _Found(None, outdated=True, of_post=True)
    return _Found(None, outdated=own.people is not None)


def _with(image: DraftImage, found: _Found) -> DraftImage:
    return replace(image, said=replace(image.said, people=found.people, outdated=found.outdated))


# The checklist


def _outdated(draft: Draft, tied: Mapping[str, tuple[str, ...]], digests: Mapping[str, str]) -> Iterator[str]:
    """Yield the items under ``declare`` that were confirmed for another text or other pictures."""
    of_items = {word: tied.get(word.strip().casefold()) for word in draft.header.declare}
    if any(of_items.values()):
        content = content_of_post(draft, digests)
        for word, written in of_items.items():
            if written and not any(is_of(one, content) for one in written):
                yield word


def _problem(outdated: tuple[str, ...], draft: Draft) -> Iterator[Problem]:
    if outdated:
        where = draft.header.where("declare") or Where(PlaceKind.POST, draft.path)
        command = f"`postcheck confirm {quoted(draft.path)}`"
        yield Problem("declare-outdated", _CHANGED, f"{_AGAIN} {command}", where, ", ".join(outdated), blocking=False)


# The text


def _body(draft: Draft) -> str:
    """Return the body of a text file, with a mark for each picture in it, and what can be read in its place."""
    if draft.file is None or not draft.body[1]:
        return ""
    text, (at, end) = draft.file.text, draft.body
    pieces: list[str] = []
    for image in find_images(text, at, end):
        if image.start >= at and not image.quiet:
            pieces += [text[at : image.start], _IMAGE, *(text[low:high] for low, high in image.words)]
            at = image.end
    return _one_end("".join((*pieces, text[at:end])).strip())


def _words(image: DraftImage) -> Iterator[SourceText]:
    yield from image.said.alt
    yield from (text for text in (image.said.caption, image.said.credit) if text is not None)


def _plain(text: SourceText | str) -> str:
    return _one_end(text if isinstance(text, str) else text.text)


def _one_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
