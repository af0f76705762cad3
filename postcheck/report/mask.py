"""Masks what was found consistently in everything that a report says (``--hide-names``)."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterable, Iterator

from postcheck.model.report import DraftReport, Report
from postcheck.model.severity import Category
from postcheck.model.text import PlaceKind

MASK = "▮▮▮"
"""Stands for evidence of any length."""
_BETWEEN = r"(?:[\W_]|%[0-9A-Fa-f]{2})*"
_PARTS = re.compile(r"[^\W_]+")
_COMPONENTS = re.compile(r"[^/\\]+")
_WORTH_HIDING = 3
"""Letters that a part of a name needs, at least, to be masked on its own."""


class Masker:
    """Masks evidence, file names and sentences of one report; with ``show_names`` it changes nothing.

    A path gives a name away as much as a sentence does. Every name that was found is therefore masked in every path,
    wherever the path is shown, and in a flagged file name even where the name runs into other letters.
    """

    def __init__(self, report: Report, *, show_names: bool) -> None:
        self.hides = not show_names
        """Whether anything is masked at all."""
        self._flagged: dict[str, re.Pattern[str] | None] = {}
        self._names: re.Pattern[str] | None = None
        self._in_prose: tuple[tuple[str, str], ...] = ()
        if self.hides:
            self._collect(report)

    def evidence(self, text: str) -> str:
        """Return what may be shown of evidence."""
        return MASK if self.hides and text else text

    def fingerprint(self, text: str) -> str:
        """Return what may be shown of a flag's fingerprint: none, as trying names would find the one that fits."""
        return "" if self.hides else text

    def path(self, path: str) -> str:
        """Return what may be shown of a path."""
        return _COMPONENTS.sub(lambda match: self._component(match.group()), path) if self.hides else path

    def written(self, text: str) -> str:
        """Return what may be shown of a sentence that a person wrote, in which every name found anywhere is masked."""
        return self._names.sub(lambda match: MASK if _at_edges(match) else match.group(), text) if self._names else text

    def prose(self, text: str) -> str:
        """Return what may be shown of a sentence, which may quote a path."""
        for path, masked in self._in_prose:
            text = text.replace(path, masked)
        return text

    def _collect(self, report: Report) -> None:
        names: set[str] = set()
        in_file_names: dict[str, set[str]] = {}
        for post in report.posts:
            for flag in (*post.flags, *post.suppressed):
                if flag.where.kind is PlaceKind.FILENAME and flag.evidence:
                    in_file_names.setdefault(_last(flag.where.file), set()).add(flag.evidence)
                    names.add(flag.evidence)
                elif flag.category is Category.NAME:
                    names.add(flag.evidence)
            names |= {mention.text for mention in post.mentions if mention.candidates}
        parts = {
            part for name in names for part in _PARTS.findall(name) if len(part) >= _WORTH_HIDING and not part.isdigit()
        }
        self._names = _pattern(names | parts)
        for file, evidence in in_file_names.items():
            pattern = _pattern(evidence)
            # If what was read in a file name cannot be found in it again, the whole name is masked.
            self._flagged[file] = pattern if pattern and pattern.search(file) else None
        paths = {path for post in report.posts for path in _paths(post)}
        masked = {(path, self.path(path)) for path in paths | {_last(path) for path in paths}}
        quoted = ((shlex.quote(path), shlex.quote(hidden)) for path, hidden in masked)
        masked |= {pair for pair in quoted if pair[0].startswith("'")}  # as commands have them
        self._in_prose = tuple(sorted((pair for pair in masked if pair[0] != pair[1]), key=lambda pair: -len(pair[0])))

    def _component(self, name: str) -> str:
        if name in self._flagged:
            pattern = self._flagged[name]
            name = pattern.sub(MASK, name) if pattern else MASK + _extension(name)
        if self._names:
            name = self._names.sub(lambda match: MASK if _at_edges(match) else match.group(), name)
        return name


def _paths(post: DraftReport) -> Iterator[str]:
    yield post.draft.path
    if post.draft.file:
        yield post.draft.file.name
    yield from (image.name for image in post.draft.images)
    yield from (image.path.name for image in post.draft.images)
    yield from (video.file for video in post.draft.header.videos)
    yield from (item.file for item in post.unexamined)
    yield from (flag.where.file for flag in (*post.flags, *post.suppressed))


def _last(path: str) -> str:
    components = _COMPONENTS.findall(path)
    return components[-1] if components else path


def _extension(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    return f".{extension}" if stem and dot else ""


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern for the names, or None if there are none.

    It matches however their words are joined (``amelia_carter``, ``Amelia%20Carter``).
    """
    wanted: set[str] = set()
    for name in names:
        for form in ("NFC", "NFD"):
            parts = [
                re.escape(unicodedata.normalize(form, part))
                for part in _PARTS.findall(unicodedata.normalize("NFC", name))
            ]
            if sum(map(len, parts)) > 1:
                wanted.add(_BETWEEN.join(parts))
    return re.compile("|".join(sorted(wanted, key=lambda part: (-len(part), part))), re.IGNORECASE) if wanted else None


def _at_edges(match: re.Match[str]) -> bool:
    """Whether the match is a word by itself.

    "amelia" is one in ``star-amelia2.jpg`` and ``starAmelia.jpg``; "art" is not one in ``start.md``.
    """
    text, start, end = match.string, match.start(), match.end()
    left = start == 0 or not text[start - 1].isalpha() or (text[start - 1].islower() and text[start].isupper())
    right = end == len(text) or not text[end].isalpha() or (text[end - 1].islower() and text[end].isupper())
    return left and right
