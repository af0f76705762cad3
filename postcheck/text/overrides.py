"""Letters whose order an override of direction turns round: what is written and what is shown are two texts."""

from __future__ import annotations

import re

_RIGHT_TO_LEFT = re.compile(r"\u202e([^\u202a-\u202e\u2066-\u2069]*)[\u202c\u2069]?")


def as_shown(text: str) -> str:
    """Return a text of Latin letters in the order in which people see it (Unicode UAX 9, section 2.2)."""
    return _RIGHT_TO_LEFT.sub(lambda match: match[1][::-1], text)
