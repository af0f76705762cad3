"""Text whose UTF-8 bytes were each written as a character, as Facebook and Instagram export it: ``é`` as ``Ã©``."""

from __future__ import annotations

import re

_SEQUENCE = (
    r"[\xc2-\xdf][\x80-\xbf]"
    r"|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    r"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_RUN = re.compile(rf"(?:{_SEQUENCE})+")
_WHOLE = re.compile(rf"(?:[\x00-\x7f]|{_SEQUENCE})*")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_SURE = re.compile(
    r"[\xc2-\xc5][\x80-\xbf]|[\xe0-\xf4][\x80-\xbf]{2}|[\x80-\x9f]|(?:[\xc6-\xdf][\x80-\xbf]){2}|\xcc[\xa7\xa8\xb1]"
)
"""What nobody writes: control characters, a capital with a tilde before a sign, several letters and signs in turn, and
``Ì§`` and the like, which are a cedilla, an ogonek and a line below that were written as characters of their own."""
_MAY_BE_RIGHT = re.compile(r"[\xc6-\xdf][\xa0\xa7-\xae\xb0-\xb4\xb7\xb9\xbb]")
"""A capital or ``ß`` before a sign that may well follow it: ``CAFÉ»``, ``Spaß!`` with a hard blank."""


def mended(text: str) -> str:
    """Return a text as it was meant. One that is right already comes back as it is.

    A text that is in the quirk from end to end is mended from end to end. Where only part of it is, as where it was cut
    in the middle of a letter, or put together from two sources, only stretches that nobody writes are mended.
    """
    if not _BEYOND_ASCII.search(text):
        return text
    if _WHOLE.fullmatch(text) and (_SURE.search(text) or not _MAY_BE_RIGHT.search(text)):
        return text.encode("latin-1").decode("utf-8")
    return _RUN.sub(_mended_run, text)


def _mended_run(match: re.Match[str]) -> str:
    return match[0].encode("latin-1").decode("utf-8") if _SURE.search(match[0]) else match[0]
