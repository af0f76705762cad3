"""The channels that a post may go to, and the outlet that each counts as in the consent list."""

from __future__ import annotations

from postcheck.model.people import Outlet

CHANNELS: dict[str, Outlet] = {
    **dict.fromkeys(
        ("facebook", "instagram", "linkedin", "x", "youtube", "tiktok", "threads", "bluesky", "whatsapp", "snapchat", "pinterest"),
        Outlet.SOCIAL,
    ),
    "website": Outlet.WEBSITE,
    "press": Outlet.PRESS,
    "newsletter": Outlet.PRINT,
    "print": Outlet.PRINT,
    "display": Outlet.DISPLAY,
}
ALIASES: dict[str, str] = {"twitter": "x"}


def canonical(name: str) -> str:
    """Return the canonical spelling of a channel's name, known or not."""
    folded = name.strip().casefold()
    return ALIASES.get(folded, folded)
