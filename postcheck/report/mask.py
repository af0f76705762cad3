"""Masks names consistently in everything that a report says (``--hide-names``)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from postcheck.model.report import DraftReport, Report
from postcheck.model.severity import Category
from postcheck.model.text import PlaceKind
from postcheck.report.listed import NameSpans, Span, parts_of, spans_of
from postcheck.text.shell import quoted

MASK = "▮▮▮"
"""Stands for evidence of any length."""
_COMPONENTS = re.compile(r"[^/\\]+")


class Masker:
    """Masks evidence, file names and sentences of one report; with ``show_names`` it changes nothing.

    A path gives a name away as much as a sentence does. Masked in every path, wherever it is shown, are

    - every name that was found, and its parts;
    - the full name of everybody on the consent list, found or not, in any order and however files join it
      (``oluwaseun_adeyemi``, ``AdeyemiOluwaseun``); a short one only as words by themselves;
    - a forename or surname of the list by itself, or with the other's initial (``oadeyemi``), unless it is an ordinary
      word as well: ``summer/`` and ``rose.md`` say nothing of a pupil until the report has found one of that name.

    In a flagged file name a name is masked even where it runs into other letters. Names of files and folders that look
    the same once they are masked are told apart by numbers in the order of their names (``▮▮▮/post.md``,
    ``▮▮▮(2)/post.md``), so that a person who sees the folder finds the draft.
    """

    def __init__(self, report: Report, *, show_names: bool) -> None:
        self.hides = not show_names
        """Whether anything is masked at all."""
        self._flagged: dict[str, NameSpans | None] = {}
        self._found = self._full = self._single = NameSpans(())
        self._numbered: dict[tuple[str, str], str] = {}
        self._masked: dict[str, str] = {}
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
        if not self.hides:
            return path
        shown, done = [], 0
        for start, end, masked in self._components(path):
            shown += [path[done:start], self._numbered.get((path[start:end], masked), masked)]
            done = end
        return "".join([*shown, path[done:]])

    def written(self, text: str) -> str:
        """Return what may be shown of a sentence that a person wrote, in which every name is masked as in a path."""
        return _without(text, self._names(text))

    def quoted(self, text: str) -> str:
        """Return what may be shown of a draft's own words, in which nothing was found.

        A name that is a pupil's there may be a teacher's here. Single words in lower case stay, or every "will" would
        go with Will.
        """
        found = [(start, end) for start, end in self._found.find(text) if not text[start:end].islower()]
        return _without(text, [*self._full.find(text), *found])

    def prose(self, text: str) -> str:
        """Return what may be shown of a sentence, which may quote a path."""
        for path, masked in self._in_prose:
            text = text.replace(path, masked)
        return _without(text, [*self._full.find(text), *self._single.find(text)])

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
        self._found = NameSpans(names | {part for name in names for part in parts_of(name)})
        self._full, self._single = spans_of(report.listed)
        for file, evidence in in_file_names.items():
            spans = NameSpans((), evidence)
            # If what was read in a file name cannot be found in it again, the whole name is masked.
            self._flagged[file] = spans if spans.find(file) else None
        paths = {path for post in report.posts for path in _paths(post)}
        self._numbered = _told_apart(
            {(path[start:end], masked) for path in paths for start, end, masked in self._components(path)}
        )
        masked = {(path, self.path(path)) for path in paths | {_last(path) for path in paths}}
        # As commands have them.
        masked |= {(typed, quoted(hidden)) for path, hidden in masked if (typed := quoted(path)) != path}
        self._in_prose = tuple(sorted((pair for pair in masked if pair[0] != pair[1]), key=lambda pair: -len(pair[0])))

    def _names(self, text: str) -> list[Span]:
        return [*self._found.find(text), *self._full.find(text), *self._single.find(text)]

    def _components(self, path: str) -> Iterator[tuple[int, int, str]]:
        """Yield where the name of each folder and file of a path stands, and the name masked."""
        across = [span for span in self._full.find(path) if _COMPONENTS.fullmatch(path, *span) is None]
        for match in _COMPONENTS.finditer(path):
            start, end = match.span()
            here = [(max(a, start) - start, min(b, end) - start) for a, b in across if a < end and b > start]
            if here:
                yield start, end, self._component(match.group(), here)
                continue
            if match.group() not in self._masked:
                self._masked[match.group()] = self._component(match.group())
            yield start, end, self._masked[match.group()]

    def _component(self, name: str, across: Iterable[Span] = ()) -> str:
        """Return what may be shown of a file's or folder's name; ``across`` are parts of names that go beyond it."""
        spans = [*across, *self._names(name)]
        if name in self._flagged:
            flagged = self._flagged[name]
            if flagged is None:
                extension = _extension(name)
                return MASK + _without(extension, self._names(extension))
            spans += flagged.find(name)
        return _without(name, spans)


def _paths(post: DraftReport) -> Iterator[str]:
    yield post.draft.path
    if post.draft.file:
        yield post.draft.file.name
    yield from (image.name for image in post.draft.images)
    yield from (image.path.name for image in post.draft.images)
    yield from (video.file for video in post.draft.header.videos)
    yield from (item.file for item in post.unexamined)
    yield from (flag.where.file for flag in (*post.flags, *post.suppressed))
    yield from post.consent_lists


def _last(path: str) -> str:
    components = _COMPONENTS.findall(path)
    return components[-1] if components else path


def _extension(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    return f".{extension}" if stem and dot else ""


def _without(text: str, spans: Iterable[Span]) -> str:
    """Return a text with a mask for every part; parts that touch have one."""
    shown: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if start > done or not shown:
            shown += [text[done:start], MASK]
        done = max(done, end)
    return "".join([*shown, text[done:]])


def _told_apart(masked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return how each name, together with how it is masked, is shown: no two names look the same.

    Of several that would, all but the first have a number.
    """
    names = sorted((pair for pair in masked if pair[0] != pair[1]), key=lambda pair: (pair[0].casefold(), pair))
    taken = {hidden for _, hidden in names}
    seen: Counter[str] = Counter()
    shown = {}
    for name, hidden in names:
        seen[hidden] += 1
        shown[name, hidden] = hidden
        if seen[hidden] > 1:
            while (numbered := hidden.replace(MASK, f"{MASK}({seen[hidden]})", 1)) in taken:
                seen[hidden] += 1
            taken.add(numbered)
            shown[name, hidden] = numbered
    return shown
