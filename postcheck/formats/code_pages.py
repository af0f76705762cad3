"""Which code page a text is in that isn't UTF-8: Windows', an old Macintosh's, that of a Polish Windows and so on.

Single bytes say nothing of their code page. The letters around them do: nobody writes ``Si‰n``, ``JosÈ`` or ``£ukasz``.
"""

# ruff: noqa: RUF001, RUF003 -- quotation marks and dashes as people type them

from __future__ import annotations

import codecs
from functools import partial

import regex

from postcheck.late import late_regex

WINDOWS = "cp1252"
CODE_PAGES = {
    WINDOWS: "Windows' own (code page 1252)",
    "mac_roman": "those of an older Mac (MacRoman)",
    "cp1250": "those of a Central European Windows (code page 1250)",
    "iso8859_2": "Central European (ISO 8859-2)",
    "cp1254": "those of a Turkish Windows (code page 1254)",
    "cp850": "those of MS-DOS (code page 850)",
}
"""What is tried, the likeliest first, and what people may know it as."""
_MOST = 20_000
"""So many characters beyond ASCII tell the code page as well as all of them would."""
_USUAL = frozenset("áéíóúàèìòùâêîôûŵŷäëïöüñçåøæßłśżźćńęąşğı")
"""Letters that names are full of; any other says nothing."""
_BEYOND = late_regex(r"[^\x00-\x7f]")
_NO_SIGN = late_regex(r"[\x80-\x84\x86-\x9f]")
_STRANGE = -2
_ENDINGS = late_regex(r"(?:s|t|re|ve|ll|d|m|em|clock|n)(?!\p{L})", regex.IGNORECASE)


def guess(data: bytes) -> str | None:
    """Return the code page in which those bytes make most sense that aren't UTF-8; None if they do in none."""
    best: tuple[str, int] | None = None
    for page in CODE_PAGES:
        text = decode(data, page)
        if text is None or _NO_SIGN.search(text):
            continue
        sense = _sense(text)
        if (best is None and (page == WINDOWS or sense > 0)) or (best is not None and sense > best[1]):
            best = page, sense
    return best[0] if best else None


def decode(data: bytes, page: str) -> str | None:
    """Decode UTF-8; bytes that aren't are read one by one as a code page. None if one of them means nothing there."""
    try:
        return data.decode("utf-8", errors=f"postcheck-{page}")
    except UnicodeDecodeError:
        return None


def _sense(text: str) -> int:
    """Return how much the characters beyond ASCII look as if they belonged where they stand."""
    quoted = "‘" in text
    found = 0
    for number, match in enumerate(_BEYOND.finditer(text)):
        if number == _MOST:
            break
        char, at = match[0], match.start()
        before, ahead = text[max(0, at - 1) : at], text[at + 1 : at + 7]
        if char.isalpha():
            found += _letter_fits(char, before, ahead[:1])
        elif char in "’‘":
            found += _apostrophe_fits(char, before, ahead, quoted=quoted)
        else:
            found += _sign_fits(char, before, ahead[:1])
    return found


def _letter_fits(char: str, before: str, after: str) -> int:
    """Return 1 if a letter looks right between its neighbours, _STRANGE if not, and 0 if nothing can be said."""
    if char.isupper():
        if before.islower() or (before.isalpha() and after.islower()):
            return _STRANGE
    elif char in "ªºˆ" or (before.isupper() and after.isupper()):
        return _STRANGE
    elif not before.isalpha():
        return 0  # few words begin with such a small letter
    return int((before.isalpha() or after.isalpha()) and (char.lower() in _USUAL or (char == "œ" and after in "bitu")))


def _apostrophe_fits(char: str, before: str, ahead: str, *, quoted: bool) -> int:
    after = ahead[:1]
    if before.isalpha() and after.isalpha():
        return 2 if after.isupper() or _ENDINGS.match(ahead) else -1
    if char == "’" and before.isalpha():
        return int(quoted or before in "sS")  # "pupils’", or the end of a quotation
    return 1


def _sign_fits(char: str, before: str, after: str) -> int:
    if char in "–—…·\xa0\xad":
        return 0
    opens, closes = char == "“" and not before.isalpha(), char == "”" and before.strip() and not after.isalpha()
    if opens or closes or (char == "°" and after in {"C", "F"}):
        return 1
    if before.isalpha() and (after.isalpha() or char in "‚„£€³¹¿"):
        return _STRANGE
    return _STRANGE if char in "£€³¹¾±¶" and after.isalpha() else 0


def _as(page: str, error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode(page), error.end


for _page in CODE_PAGES:
    codecs.register_error(f"postcheck-{_page}", partial(_as, _page))
