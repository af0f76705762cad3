"""The channels that a post may go to, and the outlet that each one counts as in the consent list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from postcheck.model.people import Outlet

CHANNELS: dict[str, Outlet] = {
    **dict.fromkeys(
        (
            "facebook",
            "instagram",
            "linkedin",
            "x",
            "youtube",
            "tiktok",
            "threads",
            "bluesky",
            "whatsapp",
            "snapchat",
            "pinterest",
        ),
        Outlet.SOCIAL,
    ),
    "website": Outlet.WEBSITE,
    "press": Outlet.PRESS,
    "newsletter": Outlet.PRINT,
    "print": Outlet.PRINT,
    "display": Outlet.DISPLAY,
}
ALIASES: dict[str, str] = {
    "twitter": "x",
    "twitter (x)": "x",
    "x/twitter": "x",
    "x (formerly twitter)": "x",
    "x.com": "x",
    "fb": "facebook",
    "facebook page": "facebook",
    "facebook group": "facebook",
    "facebook post": "facebook",
    "facebook story": "facebook",
    "facebook stories": "facebook",
    "facebook reel": "facebook",
    "insta": "instagram",
    "ig": "instagram",
    "insta story": "instagram",
    "insta reel": "instagram",
    "instagram post": "instagram",
    "instagram story": "instagram",
    "instagram stories": "instagram",
    "instagram reel": "instagram",
    "instagram reels": "instagram",
    "linkedin page": "linkedin",
    "yt": "youtube",
    "youtube channel": "youtube",
    "youtube shorts": "youtube",
    "whatsapp group": "whatsapp",
    "whatsapp channel": "whatsapp",
    "web": "website",
    "school website": "website",
    "our website": "website",
    "the website": "website",
    "school newsletter": "newsletter",
    "press release": "press",
}
"""Other names that people give the channels."""
ALL_SOCIAL = ("socials", "social", "social media", "all socials", "all social media", "our socials", "social channels")
"""Words that leave open which social channel is meant, and so mean every one."""


_BETWEEN = re.compile(r"[;,|/&+\r\n]+")
_AND = re.compile(r"\s+(?:and|plus)\s+", re.IGNORECASE)


def channels_in(written: str, known: Mapping[str, Outlet]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each name in a text such as "FB & Insta", with the channels that it means; none if it is not known.

    Parameters
    ----------
    written:
        What a person wrote to say where a post goes.
    known:
        All channels, by canonical name.
    """
    if found := _meant(written, known):
        yield written.strip(), found
        return
    for piece in _BETWEEN.split(written):
        names = _AND.split(piece)
        meant = [_meant(name, known) for name in names]
        if all(meant):
            yield from zip((name.strip() for name in names), meant, strict=True)
        elif piece.strip():
            yield piece.strip(), _meant(piece, known)


def _meant(name: str, known: Mapping[str, Outlet]) -> tuple[str, ...]:
    channel = canonical(name)
    if channel in known:
        return (channel,)
    if _letters_and_digits(channel) in _SOCIAL_BY_LETTERS:
        return tuple(channel for channel, outlet in known.items() if outlet is Outlet.SOCIAL)
    return ()


def canonical(name: str) -> str:
    """Return the canonical spelling of a channel's name, known or not: ``youtube`` for "You Tube"."""
    folded = name.strip().casefold()
    if folded in CHANNELS:
        return folded
    letters = _letters_and_digits(folded)
    return letters if letters in CHANNELS else _ALIASES_BY_LETTERS.get(letters, folded)


def _letters_and_digits(name: str) -> str:
    return "".join(char for char in name if char.isalnum())


_ALIASES_BY_LETTERS = {_letters_and_digits(name): channel for name, channel in ALIASES.items()}
_SOCIAL_BY_LETTERS = frozenset(_letters_and_digits(name) for name in ALL_SOCIAL)
