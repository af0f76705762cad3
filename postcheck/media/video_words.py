"""Subtitles as a viewer reads them: without markup and without what is for programs."""

from __future__ import annotations

import html
import re

from postcheck.media.part import decoded

_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>\n]*)>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z?!][^<>]*>|<[\d:.]+>|\{\\[^{}\n]*\}")
_BREAK = re.compile(r"<br\s*/?>|</p>|\\[Nn]", re.IGNORECASE)
_FIELDS_BEFORE_WORDS = 8
"""Of a line of SubStation Alpha in Matroska: order, layer, style, name, margins, effect."""
_NAME = 3


def plain(data: bytes) -> str:
    """Return the words of a subtitle of SubRip, WebVTT or TTML, and who says them."""
    text = _BREAK.sub("\n", decoded(data))
    return html.unescape(_TAG.sub("", _VOICE.sub(r"\1: ", text))).strip()


def substation(data: bytes) -> str:
    """Return the words of a line of SubStation Alpha, and who says them."""
    fields = decoded(data).split(",", _FIELDS_BEFORE_WORDS)
    words = plain(fields[-1].replace("\\h", " ").encode())
    speaker = fields[_NAME].strip() if len(fields) > _FIELDS_BEFORE_WORDS else ""
    return f"{speaker}: {words}" if speaker else words
