"""Paths of pictures, PDFs and videos in a text, whatever markup they stand in: what no grammar knows is caught here.

Site generators have an include of their own each (``{% include figure image_path="/a.png" %}``, ``.. image:: a.png``,
``[img]a.png[/img]`` …). A path is told by its ending; where it begins is tried on the disk, the longest first. All of
it takes time in proportion to the length of the text, however hostile.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from postcheck.formats.filetypes import IMAGE_SUFFIXES, PDF, VIDEO_SUFFIXES, composed
from postcheck.late import late_regex

MOST = 2_000
"""How many different paths are looked for on behalf of one text."""
_LONGEST = 200
"""In characters, the longest path that is looked for."""
_MOST_STARTS = 12
"""Where a path may begin is tried at no more places than this, the nearest ones."""

_ENDING = late_regex(
    rf"(?<![\s/\\.\"'*?<>|}},])(?:{'|'.join(regex.escape(end) for end in (*IMAGE_SUFFIXES, PDF, *VIDEO_SUFFIXES))})"
    r"(?!_*+[^\W_]|[.-]\w)",
    regex.IGNORECASE,
)
_WEB = late_regex(
    r"""(?:(?!file:)[a-z][a-z0-9+.-]{1,20}+:(?://|\\/\\/)|(?<![\w:/\\}])(?://|\\/\\/)(?=[\w-]++(?:\.[\w-]++)++[/\\:])"""
    r"""|\bwww\.|data:[a-z]++/)"""
    r"""(?:\([^\s()]*+\)|\{\{[^{}\r\n]{0,80}+\}\}|\{[^\s{}]*+\}|[^\s"'<>`|()\[\]{}])*+""",
    regex.IGNORECASE,
)
_WEB_HOST = late_regex(
    r"(?:[\w-]+\.)+(?:com|org|net|uk|edu|gov|eu|info|io|school|academy|london|scot|wales|cymru)/", regex.IGNORECASE
)
# No file name holds one of these, or hardly any.
_BEFORE = late_regex(r"[\r\n\t\"<>|*?`]")
_START = late_regex(r"""(?<![^\s'()\[\]{}=,;:!\#%&+~^$@])(?=\S)""")
_LIKELY_START = late_regex(r"""(?<![^\s'()\[\]{}=,;:])(?<!(?<![^\W_])[A-Za-z]:(?=[\\/]))(?=\S)""")
_CLOSES = {")": "(", "]": "[", "}": "{", "'": "'"}
_SHOWS_NOTHING = late_regex(r"(?<![^\r\n])[ \t]*+(?:\#|-?[ \t]*+permission[ \t]*+:)[^\r\n]*+", regex.IGNORECASE)
_LINE_START = late_regex(r"(?P<line>[^\r\n]*+)\Z")
_MARKUP = late_regex(r"\{[%{<]|\[\[|<[A-Za-z]|::|!\[|\]\(")
_FOLDER = late_regex(r"[/\\]")
_BACKSLASH = late_regex(r"(?<=[^\\])\\\\(?=[^\\])")
_LETTER = late_regex(r"[^\W_]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class NamedFile:
    """What looks like the path of a picture, a PDF or a video."""

    start: int
    end: int
    """Where it stands in the text, as far as can be told."""
    spellings: tuple[str, ...]
    """What may be the path, the longest first."""
    written: str
    """What most likely is."""
    quiet: bool
    """Whether it may be a mere word or an example: it stands in code, in a comment, or bare among other words."""


def find_named(text: str, header: int = 0, quiet: Sequence[Span] = ()) -> Iterator[NamedFile]:
    """Yield what looks like a path, each spelling once and no more than one beyond ``MOST``.

    Addresses on the web are none.

    Parameters
    ----------
    text:
        A draft as it is written.
    header:
        Where its header ends, whose comments and references of permissions show nothing.
    quiet:
        Stretches of code and comments, in order and apart from each other.
    """
    shows_nothing = [match.span() for match in _SHOWS_NOTHING.finditer(text, 0, header)]
    web = [match.span() for match in _WEB.finditer(text)]
    known: set[tuple[str, bool]] = set()
    before = 0
    for match in _ENDING.finditer(text):
        low, before = max(before, match.start() - _LONGEST), match.end()
        if _within(web, match.start()) or _within(shows_nothing, match.start()):
            continue
        found = _named(text, low, match.start(), match.end(), quiet=_within(quiet, match.start()))
        if found and (found.spellings[0], found.quiet) not in known:
            known.add((found.spellings[0], found.quiet))
            yield found
            if len(known) > MOST:
                return


def last_piece(destination: str) -> str:
    """Return the end of a destination as it would be found in the text, to recognise what is named already."""
    return composed(destination[max((match.start() for match in _LIKELY_START.finditer(destination)), default=0) :])


def _named(text: str, low: int, stem: int, end: int, *, quiet: bool) -> NamedFile | None:
    """Return what the ending ``text[stem:end]`` belongs to; it begins at ``low`` at the earliest."""
    low = max((match.end() for match in _BEFORE.finditer(text, low, stem)), default=low)
    starts = [match.start() for match in _START.finditer(text, low, stem)][-_MOST_STARTS:]
    starts += [low] if text[low].strip() else []
    starts += [start + 1 for start in starts if text[start] == "_"]  # emphasis
    likely = max((match.start() for match in _LIKELY_START.finditer(text, low, stem)), default=low)
    opening = _CLOSES.get(text[end : end + 1])
    if text[end : end + 1] == '"' and text[low - 1 : low] == '"':
        likely = low
    elif opening and (at := text.rfind(opening, low, stem)) >= 0 and text[at + 1 : stem].strip():
        likely = at + 1
    spellings = tuple(dict.fromkeys(_plain(text[start:end]) for start in sorted({*starts, likely})))
    if not _LETTER.search(text, low, stem):
        return None
    return NamedFile(likely, end, spellings, _plain(text[likely:end].lstrip("_")), quiet or _bare(text, likely, end))


def _bare(text: str, start: int, end: int) -> bool:
    """Whether a name without folders stands among words as one of them, with no markup around it."""
    line = _LINE_START.search(text[max(0, start - _LONGEST) : start])
    before = line["line"].rstrip(" \t_*") if line else ""
    return not (
        _FOLDER.search(text, start, end)
        or before.endswith(tuple("\"'`([{<=|:"))
        or _MARKUP.search(before)
        or text.startswith(tuple("\"'`)]}>|"), end)
    )


def _plain(path: str) -> str:
    """Return a path without the escapes that scripts write slashes with, and quoted texts of headers backslashes."""
    return _BACKSLASH.sub(r"\\", path).replace("\\/", "/").replace("\\u002F", "/").replace("\\u002f", "/").strip()


def on_the_web(path: str) -> bool:
    """Whether a path that isn't there begins like an address on the web, its scheme left out."""
    return _WEB_HOST.match(path) is not None


def _within(spans: Sequence[Span], position: int) -> bool:
    index = bisect_right(spans, position, key=lambda span: span[0]) - 1
    return index >= 0 and position < spans[index][1]
