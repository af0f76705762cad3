"""Subtitles (``.srt``, ``.vtt``) and calendars (``.ics``): plain text whose lines are partly for programs."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from postcheck.drafts.documents.document import Document
from postcheck.formats import textfile
from postcheck.formats.filetypes import SUBTITLE_SUFFIXES, FileKind, alike, file_kind, suffix
from postcheck.late import late
from postcheck.model.draft import Part, Unexamined
from postcheck.model.text import SourceText, TextFile

_SUBTITLE = late(
    r"(?P<program>^(?:WEBVTT\b|[ \t]*(?:\d+:)?\d+:\d\d[.,]\d+[ \t]*"
    r"-->[ \t]*[\d:.,]+(?:[ \t]+[\w-]+:\S*)*[ \t]*(?=\r?$)|[ \t]*\d+[ \t]*(?=\r?$)))"
    r"|<v(?:\.[^\s<>]*)?[ \t]+(?P<voice>[^<>\n]*)>"
    r"|(?P<tag></?(?:b|i|u|s|c|ruby|rt|font|lang|v)(?:\.[^\s<>]*)?(?:[ \t][^<>\n]*)?>|<[\d:.]+>|\{\\[^{}\n]*\})"
    r"|(?P<entity>&\#?\w+;)",
    re.MULTILINE | re.IGNORECASE,
)
_SHOWN_FROM = late(
    r"^[ \t]*(?:(?P<hours>\d{1,4}):)?(?P<minutes>\d{1,4}):(?P<seconds>\d\d[.,]\d{1,9})[ \t]*-->", re.MULTILINE
)
_FOLD = late(r"\r?\n[ \t]")
_LINE = late(r"(?P<name>[\w-]+)(?P<more>(?:;(?:\"[^\"\n]*\"|[^:;\"\n])*)*):(?P<value>.*)")
_ESCAPED = re.compile(r"\\([nN;,\\])")
_FOR_PROGRAMS = frozenset(
    (  # noqa: SIM905 - a list of quoted words is harder to check
        "BEGIN END VERSION PRODID CALSCALE METHOD UID DTSTAMP DTSTART DTEND DUE DURATION CREATED LAST-MODIFIED "
        "SEQUENCE STATUS TRANSP CLASS PRIORITY RRULE EXDATE RDATE RECURRENCE-ID TZID TZNAME TZOFFSETFROM "
        "TZOFFSETTO TZURL TRIGGER ACTION REPEAT GEO X-WR-TIMEZONE X-LIC-LOCATION REFRESH-INTERVAL X-PUBLISHED-TTL"
    ).split()
)
_PACKED = late(r";ENCODING=", re.IGNORECASE)
_WORDS = late(r"[^\W\d_]{2,}[ \t]+[^\W\d_]{2,}")
_Piece = tuple[str, int, int]


def load_subtitles(path: Path, name: str) -> Document:
    """Read subtitles: what is said, and by whom.

    Raises
    ------
    UnreadableError
        If it isn't text.
    """
    file = textfile.read(path, name)
    file = replace(file, times=tuple(_times(file.text)))
    return _document(file, _spoken(file.text))


def subtitles_beside(video: Path) -> tuple[Path, ...]:
    """Return the subtitles that lie beside a video: ``clip.srt``, ``clip.en.vtt`` for ``clip.mp4``, in order."""
    stem = alike(video.stem)
    try:
        names = sorted(os.listdir(video.parent))  # noqa: PTH208 - names are all that is needed
    except OSError:
        return ()
    found = (video.with_name(name) for name in names if alike(name).startswith(f"{stem}."))
    return tuple(path for path in found if suffix(path.name) in SUBTITLE_SUFFIXES and path.is_file())


def video_of(subtitles: Path) -> Path | None:
    """Return the video that subtitles lie beside; None if there is none."""
    name = alike(subtitles.name)
    try:
        others = sorted(os.listdir(subtitles.parent))  # noqa: PTH208 - names are all that is needed
    except OSError:
        return None
    videos = (subtitles.with_name(other) for other in others if file_kind(other) is FileKind.VIDEO)
    return next((one for one in videos if name.startswith(f"{alike(one.stem)}.") and one.is_file()), None)


def _times(text: str) -> Iterator[tuple[int, float]]:
    """Yield where each subtitle begins, and when it is shown."""
    for match in _SHOWN_FROM.finditer(text):
        hours, minutes, seconds = match["hours"] or "0", match["minutes"], match["seconds"].replace(",", ".")
        yield match.end(), int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def load_calendar(path: Path, name: str) -> Document:
    """Read a calendar: every text of its entries, lines that were folded joined.

    Raises
    ------
    UnreadableError
        If it isn't text.
    """
    file = textfile.read(path, name)
    problems: list[str] = []
    document = _document(file, _entries(file.text, problems))
    unexamined = tuple(Unexamined(name, problem) for problem in dict.fromkeys(problems))
    return Document(document.file, document.parts, unexamined=unexamined)


def _document(file: TextFile, pieces: Iterator[_Piece]) -> Document:
    text = SourceText.assembled(file, pieces)
    return Document(file, (Part("body", text),) if text.text.strip() else ())


def _spoken(text: str) -> Iterator[_Piece]:
    end = 0
    for match in _SUBTITLE.finditer(text):
        yield text[end : match.start()], end, match.start()
        end = match.end()
        if match["voice"]:
            yield match["voice"], *match.span("voice")
            yield ": ", end, end
        elif match["entity"]:
            yield html.unescape(match["entity"]), match.start(), end
    yield text[end:], end, len(text)


def _entries(text: str, problems: list[str]) -> Iterator[_Piece]:
    start = 0
    while start < len(text):
        end = _end_of_line(text, start)
        match = _LINE.match(_FOLD.sub("", text[start:end]))
        if match is None or match["name"].upper() not in _FOR_PROGRAMS or _says_something(match):
            if match and _PACKED.search(match["more"]):
                problems.append("Something in it is packed or is another file. Take it out, and check it by itself.")
            yield from _line(text, start, end)
        start = end + 1


def _says_something(line: re.Match[str]) -> bool:
    """Whether a value that is for programs is words instead; the makers of programs write theirs in PRODID."""
    return _WORDS.search(line["value"]) is not None and line["name"].upper() != "PRODID"


def _end_of_line(text: str, start: int) -> int:
    """Return where a line ends that may go on in the next."""
    end = text.find("\n", start)
    while end >= 0 and text[end + 1 : end + 2] in {" ", "\t"}:
        end = text.find("\n", end + 1)
    return len(text) if end < 0 else end


def _line(text: str, start: int, end: int) -> Iterator[_Piece]:
    """Yield what a line says, without what folds it and with its escapes resolved."""
    marks = sorted(
        [*_FOLD.finditer(text, start, end), *_ESCAPED.finditer(text, start, end)], key=lambda match: match.start()
    )
    for match in marks:
        if match.start() >= start:
            yield text[start : match.start()], start, match.start()
            if match.re is _ESCAPED:
                yield "\n" if match[1] in "nN" else match[1], match.start(), match.end()
            start = match.end()
    yield text[start:end], start, end
    yield "\n", end, end
