"""How keys and texts are written in TOML."""

from __future__ import annotations

import json
import re

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def toml_key(text: str) -> str:
    """Return a key as a TOML file has to have it."""
    return text if _BARE_KEY.fullmatch(text) else toml_text(text)


def toml_text(text: str) -> str:
    """Return a text as a TOML file has to have it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
