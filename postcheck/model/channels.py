"""The channels that a post may go to, and the outlet that each one counts as in the consent list."""

from __future__ import annotations

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
    "facebook page": "facebook",
    "facebook group": "facebook",
    "facebook story": "facebook",
    "insta": "instagram",
    "instagram story": "instagram",
    "instagram reel": "instagram",
    "linkedin page": "linkedin",
    "youtube channel": "youtube",
    "web": "website",
    "school website": "website",
}
"""Other names that people give the channels."""


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
