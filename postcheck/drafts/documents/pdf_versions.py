"""Earlier versions of a PDF that are still in its file, and what stands before its beginning and after its end."""

from __future__ import annotations

from collections.abc import Container, Iterator

import regex

MOST = 5
"""How many earlier versions of one PDF are looked at, the latest ones."""
_END = regex.compile(rb"%%EOF[ \t]*(?:\r\n|\r|\n)?")
_LINEARIZED = regex.compile(rb"/Linearized\b")
_HEAD = 1_024
_PAGE = regex.compile(rb"/Type\s*+/Page(?![\w])")
_PAGE_WITHIN = 5_000
_NUMBER_WITHIN = 30
_NUMBER = regex.compile(rb"(\d+)\s+\d+\s*+\Z")
_BEFORE = regex.compile(rb"\A(?P<before>.{0,1024}?)%PDF-[\d.]*(?P<after>(?:\s*%[^\r\n]*+[\r\n])*+)", regex.DOTALL)
_PRINTABLE = regex.compile(rb"[\x20-\x7e\s]*+\Z")
_LONGEST = 10_000


def earlier_versions(data: bytes) -> list[int]:
    """Return where each earlier version of the file ends, the first first."""
    ends = [match.end() for match in _END.finditer(data)]
    if _LINEARIZED.search(data, 0, _HEAD):
        ends = ends[1:]  # the first part of such a file ends like a version
    return ends[:-1]


def pages_in_no_use(data: bytes, used: Container[int]) -> bool:
    """Whether there is a page that nothing refers to; ``used`` are the numbers of the objects that are in use."""
    for match in _PAGE.finditer(data):
        start = data.rfind(b" obj", max(0, match.start() - _PAGE_WITHIN), match.start())
        number = _NUMBER.search(data[max(0, start - _NUMBER_WITHIN) : start]) if start >= 0 else None
        if number and b"endobj" not in data[start : match.start()] and int(number[1]) not in used:
            return True
    return False


def stray(data: bytes) -> Iterator[str]:
    """Yield the texts before a document's beginning and after its end, and among its first comments.

    Yields an empty text for what is no text.
    """
    if start := _BEFORE.match(data):
        yield from filter(None, (_text(start["before"]), _text(start["after"].replace(b"%", b" "))))
    ends = [match.end() for match in _END.finditer(data)]
    after = data[ends[-1] :].strip(b"\0 \t\r\n\x1a") if ends else b""
    if after:
        yield _text(after)


def _text(data: bytes) -> str:
    return data.decode("ascii").strip() if len(data) <= _LONGEST and _PRINTABLE.match(data) else ""
