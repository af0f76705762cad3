"""Makes words from drafts and rules fit for Markdown as GitHub and GitLab read it.

Nothing in them is markup, mentions anybody or becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from postcheck.report.plain import plain

_CODE = re.compile(r"`([^`]+)`")
_TICKS = re.compile(r"`+")
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&$^]")
_LIVE = re.compile(r"[^\s`]*(?:@|://|www\.|[#!]\d|:\w+:)[^\s`]*")
"""Words that a forge would turn into a mention, a link, an issue or an emoji."""


def code(text: str) -> str:
    """Return ``text`` shown character for character, in a table as elsewhere."""
    text = plain(text)
    if "|" in text:
        # In a table the bar would end the cell even inside backticks, and what a backslash before it means differs
        # between renderers.
        return f"<code>{''.join(char if char.isalnum() or char == ' ' else f'&#{ord(char)};' for char in text)}</code>"
    fence = "`" * (max(map(len, _TICKS.findall(text)), default=0) + 1)
    # Renderers strip one space from each side, so that text may begin or end with a backtick or a space.
    pad = " " if text[:1] in {"`", " "} or text[-1:] in {"`", " "} else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text.strip() else f"<code>{text}</code>"


def prose(text: str) -> str:
    """Return one of our own sentences, in which backticks mark code and words may come from a draft."""
    shown = ""
    for number, piece in enumerate(_CODE.split(plain(text))):
        for part in [code(piece)] if number % 2 else _words(piece):
            # Adjacent backticks would be read as one longer fence.
            shown += f" {part}" if shown.endswith("`") and part.startswith("`") else part
    return shown


def _words(text: str) -> Iterator[str]:
    position = 0
    for match in _LIVE.finditer(text):
        yield _escape(text[position : match.start()])
        yield code(match.group())
        position = match.end()
    yield _escape(text[position:])


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
