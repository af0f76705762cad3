"""What the header of a draft says, as values."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from postcheck.drafts.header_keys import normal
from postcheck.model.channels import ALIASES, CHANNELS, canonical, channels_in
from postcheck.model.draft import Annotations, Header, Part, Problem
from postcheck.model.people import Outlet
from postcheck.model.text import Where


@dataclass(frozen=True)
class ImageEntry:
    """An image as the header announces it."""

    file: str
    """As written; empty if the entry forgot it."""
    where: Where
    said: Annotations = field(default_factory=Annotations)
    pattern: bool = False
    """Whether ``file`` may be a pattern (``gallery/*``), as site generators allow under ``resources``."""


@dataclass(frozen=True)
class ChannelEntry:
    """A channel, or several, as the header names them."""

    name: str
    """What is said, not looked up yet: ``FB``, ``Facebook & Instagram`` …"""
    where: Where
    written: str
    after: int = 0
    """How many of the header's problems were met before it."""


@dataclass(frozen=True)
class KeyText:
    """What stands under a key that only a site generator, or nobody that we know of, reads."""

    key: str
    """As :func:`~postcheck.drafts.header_keys.normal` writes it."""
    text: Part | Problem
    """A text that may be published; or that the key is not known."""


def _meant(unknown: list[str], known: Collection[str]) -> list[str]:
    """Return a question for the channels that were probably meant by names that are not known."""
    spelling = {name.casefold(): name for name in (*known, *ALIASES)}
    near = (difflib.get_close_matches(name.casefold(), spelling, n=1, cutoff=0.7) for name in unknown)
    meant = dict.fromkeys(f"`{spelling[found[0]]}`" for found in near if found)
    return [f"Did you mean {' and '.join(meant)}?"] if meant else []


@dataclass(frozen=True)
class FrontMatter:
    """All that a draft's header says."""

    header: Header = field(default_factory=Header)
    images: tuple[ImageEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    body: tuple[int, int] = (0, 0)
    """Offsets of the rest of the file, which includes a header that cannot be read, so that names in it are found."""
    glimpsed: tuple[tuple[str, Where], ...] = ()
    """What look like image files in a header that cannot be read, or under keys of site generators."""
    channels: tuple[ChannelEntry, ...] = ()
    """The channels that are still to be looked up; see :meth:`settled`."""
    others: tuple[KeyText, ...] = ()
    """What stands under keys that the settings may leave out; see :meth:`settled`."""

    def joined(self, other: FrontMatter) -> FrontMatter:
        """Return what two headers of one draft say: every word and picture in either.

        Where only one value is possible, this one's stays.
        """
        return replace(
            self,
            header=_joined(self.header, other.header),
            images=(*self.images, *other.images),
            problems=(*self.problems, *other.problems),
            glimpsed=(*self.glimpsed, *other.glimpsed),
        )

    def settled(self, extra: Mapping[str, Outlet], ignored: Collection[str] = ()) -> FrontMatter:
        """Return the header as the settings have it, its channels looked up.

        Parameters
        ----------
        extra:
            Channels beside the built-in ones, by name, from settings and packs.
        ignored:
            Keys that are not published: what stands there is not searched.
        """
        left_out = {normal(key) for key in ignored}
        others = [other.text for other in self.others if other.key not in left_out]
        known = {**CHANNELS, **{canonical(name): outlet for name, outlet in extra.items()}}
        names_known = f"Known channels: {', '.join(known)}. Correct the spelling, or add the channel to postcheck.toml."
        message = "The header names a channel that postcheck does not know."
        found = [(entry, list(channels_in(entry.name, known))) for entry in self.channels]
        names = dict.fromkeys(name for _, pieces in found for _, meant in pieces for name in meant)
        problems = list(self.problems)
        for entry, pieces in reversed(found):
            if unknown := [name for name, meant in pieces if not meant]:
                advice = " ".join((*_meant(unknown, known), names_known))
                problems.insert(entry.after, Problem("channel-unknown", message, advice, entry.where, entry.written))
        problems += [other for other in others if isinstance(other, Problem)]
        texts = (*self.header.texts, *(other for other in others if isinstance(other, Part)))
        header = replace(self.header, channels=tuple(names), texts=texts)
        return replace(self, header=header, problems=tuple(problems), channels=(), others=())


def _joined(one: Header, other: Header) -> Header:
    """Return what two headers say; of what only one value is possible for, the first one's counts."""
    both = (("title", one.title, other.title), ("first_comment", one.first_comment, other.first_comment))
    second = (Part(key, text) for key, first, text in both if first is not None and text is not None)
    people = (*(one.people or ()), *(other.people or ()))
    embargoes = [moment for moment in (one.embargo_until, other.embargo_until) if moment]
    return replace(
        one,
        channels=tuple(dict.fromkeys((*one.channels, *other.channels))),
        account=one.account or other.account,
        publish_at=one.publish_at or other.publish_at,
        title=one.title or other.title,
        first_comment=one.first_comment or other.first_comment,
        tags=(*one.tags, *other.tags),
        texts=(*one.texts, *second, *other.texts),
        people=people or (other.people if one.people is None else one.people),
        approved_by=one.approved_by or other.approved_by,
        author=one.author or other.author,
        embargo_until=max(embargoes, default=None),
        declare=tuple(dict.fromkeys((*one.declare, *other.declare))),
        confirmed_for=_tied_to(*one.confirmed_for, *other.confirmed_for),
        videos=(*one.videos, *other.videos),
        places=(*one.places, *((key, where) for key, where in other.places if one.where(key) is None)),
    )


def _tied_to(*said: tuple[str, tuple[str, ...]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what each answer was given for, once for each."""
    joined: dict[str, tuple[str, ...]] = {}
    for answer, digests in said:
        joined[answer] = tuple(dict.fromkeys((*joined.get(answer, ()), *digests)))
    return tuple(joined.items())
