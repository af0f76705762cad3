"""Where a post's text shows an image: Markdown, HTML, Hugo's ``figure`` and wiki embeds.

Everything here is linear in the length of the text, whatever the text is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import regex

_QUIET_FENCE = regex.compile(r"(?<![^\r\n]) {0,3}(?P<mark>`{3,}|~{3,})[^\r\n]*")
_TICKS = regex.compile(r"`+")
_BLANK_LINE = regex.compile(r"(?>\r\n|\n|\r)[ \t]*(?=[\r\n])")
_BRACKET = regex.compile(r"\\[^\r\n]|!\[|[\[\]]|(?P<paragraph>(?>\r\n|\n|\r)[ \t]*(?=[\r\n]))")
_DEFINITION = regex.compile(r"(?<![^\r\n]) {0,3}\[(?P<label>[^\[\]\r\n]{1,500})\]:[ \t]*")
_LABEL = regex.compile(r"\[(?P<label>[^\[\]]{0,500})\]")
_BARE = regex.compile(r"(?:\\[^\r\n]|[^\s\\<>])+")
_ANGLED = regex.compile(r"<(?P<inner>(?:\\[^\r\n]|[^<>\\\r\n])*)>")
_SPACE = regex.compile(r"[ \t]*+(?:\r\n|\n|\r)?[ \t]*+")
_TITLE = regex.compile(
    r"\"(?P<double>(?:\\.|[^\"\\])*)\"|'(?P<single>(?:\\.|[^'\\])*)'|\((?P<round>(?:\\.|[^()\\])*)\)", regex.DOTALL
)
_TAG = regex.compile(
    r"<(?P<name>img|image|source|video|embed|input)\b|\{\{[<%][ \t]*(?P<figure>figure|img|image)\b|!\[\[",
    regex.IGNORECASE,
)
_ATTRIBUTE = regex.compile(
    r"""[\s/]*+(?P<name>[^\s=<>"'/{}%]++)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s<>"'{}]++)))?"""
)
_TAG_END = regex.compile(r"[\s/]*+(?:[%>]\}\}|>)")
_WIKI = regex.compile(r"!\[\[(?P<file>[^\[\]|\r\n]+)(?:\|(?P<alt>[^\[\]\r\n]*))?\]\]")
_SOURCES = frozenset({"src", "poster", "data-src"})
_WORDS = frozenset({"alt", "title", "caption", "aria-label", "attr"})
_VISIBLE = regex.compile(r"\S")
_PART_OF_ANOTHER = regex.compile(r"!\[|\]\(")
_LONGEST_DESTINATION = 4_096
_LONGEST_LABEL = 500
_DEEPEST = 8
"""Images within the alt text of images beyond this depth are found too, but their words stay part of the text around
them."""


@dataclass(frozen=True, slots=True)
class ImageSyntax:
    """A place where the text shows an image. All numbers are offsets into the text."""

    start: int
    end: int
    destination: str
    """As written between the brackets or quotes, surrounding blanks and angle brackets removed."""
    words: tuple[tuple[int, int], ...]
    """The alt text and the title: what a visitor can read; blank ones are left out."""
    quiet: bool
    """Whether it stands in code or in a comment, where it may be meant as an example."""
    holes: tuple[tuple[int, int], ...]
    """All that it consists of: the stretch itself, and the definition that a reference points to."""


def find_images(text: str, start: int, end: int) -> tuple[ImageSyntax, ...]:
    """Return every image syntax in ``text[start:end]``, in order."""
    scan = _Scan(text, start, end)
    found = sorted((*scan.markdown(), *scan.tags()), key=lambda image: (image.start, -image.end))
    outermost: list[ImageSyntax] = []
    for image in found:
        if not outermost or image.start >= outermost[-1].end or image.destination != outermost[-1].destination:
            outermost.append(image)
    return tuple(outermost)


@dataclass(frozen=True, slots=True)
class _Target:
    destination: str
    title: tuple[int, int] | None
    end: int


class _Scan:
    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._quiet = _quiet_stretches(text, start, end)
        self._quiet_starts = [stretch[0] for stretch in self._quiet]
        self._definitions = dict(self._find_definitions())

    def markdown(self) -> Iterator[ImageSyntax]:
        """Yield ``![alt](file "title")``, ``![alt][label]`` and ``![label]``."""
        for opening, closing, deep in self._bracket_pairs():
            alt = (opening + 2, closing)
            target, definition = self._inline(closing + 1), None
            if target is None:
                referred = self._referred(alt, closing + 1)
                if referred is None:
                    continue
                definition, target = referred
            if deep:
                yield ImageSyntax(opening, target.end, target.destination, (), self._is_quiet(opening), ())
            else:
                yield self._syntax(opening, target.end, target.destination, (alt, target.title), definition)

    def tags(self) -> Iterator[ImageSyntax]:
        """Yield HTML tags, Hugo's short codes and wiki embeds."""
        position = self._start
        while match := _TAG.search(self._text, position, self._end):
            position = match.end()
            if match[0] == "![[":
                wiki = _WIKI.match(self._text, match.start(), self._end)
                if wiki:
                    position = wiki.end()
                    yield self._syntax(
                        match.start(), position, wiki["file"].strip(), (wiki.span("alt") if wiki["alt"] else None,)
                    )
                continue
            sources, words, position = self._attributes(position)
            for number, source in enumerate(sources):
                yield self._syntax(match.start(), position, source, () if number else tuple(words))

    def _attributes(self, position: int) -> tuple[list[str], list[tuple[int, int]], int]:
        sources: list[str] = []
        words: list[tuple[int, int]] = []
        while match := _ATTRIBUTE.match(self._text, position, self._end):
            position = match.end()
            group = next((group for group in ("double", "single", "bare") if match[group] is not None), None)
            if group is None:
                continue
            name = match["name"].casefold()
            if name in _SOURCES and match[group].strip():
                sources.append(match[group].strip())
            elif name == "srcset":
                sources.extend(part.split()[0] for part in match[group].split(",") if part.strip())
            elif name in _WORDS:
                words.append(match.span(group))
        closing = _TAG_END.match(self._text, position, self._end)
        return list(dict.fromkeys(sources)), words, closing.end() if closing else position

    def _syntax(
        self,
        start: int,
        end: int,
        destination: str,
        words: tuple[tuple[int, int] | None, ...],
        definition: tuple[int, int] | None = None,
    ) -> ImageSyntax:
        kept = tuple(span for span in words if span and _VISIBLE.search(self._text, *span))
        return ImageSyntax(
            start, end, destination, kept, self._is_quiet(start), ((start, end), *([definition] if definition else []))
        )

    def _is_quiet(self, position: int) -> bool:
        index = bisect_right(self._quiet_starts, position) - 1
        return index >= 0 and position < self._quiet[index][1]

    def _bracket_pairs(self) -> Iterator[tuple[int, int, bool]]:
        """Yield the offsets of each ``![`` and its closing bracket, and whether it is deep within others; brackets pair up within a paragraph."""
        opened: list[tuple[int, bool]] = []
        depth = 0
        for match in _BRACKET.finditer(self._text, self._start, self._end):
            sign = match[0]
            if match["paragraph"] is not None:
                opened.clear()
                depth = 0
            elif sign in {"[", "!["}:
                opened.append((match.start(), sign == "!["))
                depth += sign == "!["
            elif sign == "]" and opened:
                opening, shows = opened.pop()
                if shows:
                    yield opening, match.start(), depth > _DEEPEST
                    depth -= 1

    def _referred(self, alt: tuple[int, int], after: int) -> tuple[tuple[int, int], _Target] | None:
        """Return the definition that ``[label]`` at ``after``, or else the alt text itself, refers to, and what it says."""
        match = _LABEL.match(self._text, after, self._end)
        own = self._text[alt[0] : alt[1]] if alt[1] - alt[0] <= _LONGEST_LABEL else ""
        for label, end in ((match["label"].strip() or own, match.end()) if match else ("", after), (own, after)):
            found = self._definitions.get(_folded(label))
            if found:
                definition, target = found
                return definition, _Target(target.destination, target.title, end)
        return None

    def _inline(self, position: int) -> _Target | None:
        """Read ``(destination "title")`` at a position; a destination may have blanks in it, as people write it."""
        if not self._text.startswith("(", position) or position >= self._end:
            return None
        limit = self._limit(position)
        inner = _skip_space(self._text, position + 1, limit)
        angled = _ANGLED.match(self._text, inner, limit)
        if angled:
            after = _skip_space(self._text, angled.end(), limit)
            title = _TITLE.match(self._text, after, limit)
            closing = _skip_space(self._text, title.end(), limit) if title else after
            if self._text.startswith(")", closing):
                return _Target(angled["inner"], _title_span(title), closing + 1)
        return self._loose(inner, limit)

    def _limit(self, position: int) -> int:
        """Return how far a destination may reach: not into the next image, nor the next paragraph."""
        limit = min(self._end, position + _LONGEST_DESTINATION)
        following = _PART_OF_ANOTHER.search(self._text, position, limit)
        limit = following.start() if following else limit
        blank = _BLANK_LINE.search(self._text, position, limit)
        return blank.start() if blank else limit

    def _loose(self, start: int, limit: int) -> _Target | None:
        depth, position = 0, start
        while position < limit:
            sign = self._text[position]
            if sign == "\\":
                position += 1
            elif sign == "(":
                depth += 1
            elif sign == ")":
                if depth == 0:
                    return _Target(self._text[start:position].strip(), None, position + 1)
                depth -= 1
            elif sign in "\"'" and self._text[position - 1] in " \t\r\n":
                title = _TITLE.match(self._text, position, limit)
                closing = _skip_space(self._text, title.end(), limit) if title else limit
                if title and closing < limit and self._text[closing] == ")":
                    return _Target(self._text[start:position].strip(), _title_span(title), closing + 1)
            position += 1
        return None

    def _find_definitions(self) -> Iterator[tuple[str, tuple[tuple[int, int], _Target]]]:
        """Yield ``[label]: destination "title"`` lines, last first, so that the first of a label wins."""
        for match in reversed(list(_DEFINITION.finditer(self._text, self._start, self._end))):
            line = regex.compile(r"[^\r\n]*").match(self._text, match.end(), self._end)
            limit = line.end() if line else self._end
            angled = _ANGLED.match(self._text, match.end(), limit)
            bare = angled or _BARE.match(self._text, match.end(), limit)
            if bare is None:
                continue
            title = _TITLE.match(self._text, _skip_space(self._text, bare.end(), limit), limit)
            target = _Target(
                angled["inner"] if angled else bare[0], _title_span(title), title.end() if title else bare.end()
            )
            yield _folded(match["label"]), ((match.start(), target.end), target)


def _skip_space(text: str, position: int, limit: int) -> int:
    match = _SPACE.match(text, position, limit)
    return match.end() if match else position


def _title_span(title: regex.Match[str] | None) -> tuple[int, int] | None:
    return title.span(title.lastgroup) if title and title.lastgroup else None


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _quiet_stretches(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of code and of HTML comments, in order and apart."""
    stretches: list[tuple[int, int]] = []
    position = start
    for low, high in (*_code_blocks(text, start, end), (end, end)):
        stretches.extend(_comments(text, position, low))
        stretches.extend(_code_spans(text, position, low))
        stretches.append((low, high))
        position = high
    merged: list[tuple[int, int]] = []
    for low, high in sorted(stretches):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return merged


def _code_blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    opened: regex.Match[str] | None = None
    for match in _QUIET_FENCE.finditer(text, start, end):
        if opened is None:
            opened = match
        elif match["mark"].startswith(opened["mark"]) and match[0].strip(" \t") == match["mark"]:
            yield opened.start(), match.end()
            opened = None
    if opened:
        yield opened.start(), end


def _comments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while (low := text.find("<!--", start, end)) >= 0:
        high = text.find("-->", low, end)
        if high < 0:
            return
        yield low, high + 3
        start = high + 3


def _code_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield code between equally long runs of back-ticks, paragraph by paragraph."""
    for low, high in _paragraphs(text, start, end):
        runs = [match.span() for match in _TICKS.finditer(text, low, high)]
        closing: dict[int, list[int]] = {}  # by length, the runs of that length, last first
        for index in range(len(runs) - 1, -1, -1):
            closing.setdefault(runs[index][1] - runs[index][0], []).append(index)
        index = 0
        while index < len(runs):
            same = closing[runs[index][1] - runs[index][0]]
            while same and same[-1] <= index:
                same.pop()
            if same:
                yield runs[index][0], runs[same[-1]][1]
                index = same[-1]
            index += 1


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _BLANK_LINE.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end
