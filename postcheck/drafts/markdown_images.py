"""Where a post's text shows an image: Markdown, HTML, Hugo's ``figure`` and wiki embeds.

Everything here is linear in the length of the text, whatever the text is. A picture that goes unseen is worse than one
too many: what CommonMark doesn't take for an image, because of a blank in the file name, say, is one here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from postcheck.text.html_tokens import Attribute, Kind, attributes_at, tag_at
from postcheck.text.html_words import FLAGS, LAYOUT_ATTRIBUTES, word_set
from postcheck.text.markdown_links import Target, in_angles_at, skip_space, title_at
from postcheck.text.markdown_tokens import (
    Close,
    Code,
    CommentStart,
    Event,
    Fence,
    Open,
    tokenize,
    tokenize_brackets,
)

_EMBED = regex.compile(
    r"<(?P<name>img|image|source|video|embed|input)\b|\{\{[<%][ \t]*(?P<figure>figure|img|image)\b|!\[\[",
    regex.IGNORECASE,
)
_SHORT_CODE_END = regex.compile(r"""(?:"[^"]*+"|'[^']*+'|[^"'%>{]|[%>](?!\}\})|\{(?!\{[<%]))*+""")
_WIKI = regex.compile(r"!\[\[(?P<file>[^\[\]|\r\n]+)(?:\|(?P<alt>[^\[\]\r\n]*))?(?P<end>\]\])?")
_SOURCES = word_set("src poster data-src")
_WORDS = word_set("alt title caption aria-label attr")
_SIZE = regex.compile(r"[ \t]+=\d*+x\d*+\Z")
"""How wide and high, as some flavours of Markdown have it: ``![Stars](stars.png =200x100)``."""
_VISIBLE = regex.compile(r"\S")
_BLANK_LINE = regex.compile(r"(?>\r\n|\n|\r)[ \t]*(?=[\r\n])")
_PART_OF_ANOTHER = regex.compile(r"!\[|\]\(")
_LONGEST_DESTINATION = 4_096
_DEEPEST = 8
"""Images within the alt text of images beyond this depth are found too, but their words stay part of the text around
them."""

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ImageSyntax:
    """A place where the text shows an image. All numbers are offsets into the text."""

    start: int
    end: int
    destination: str
    """As written between the brackets or quotes, surrounding blanks and angle brackets removed."""
    words: tuple[_Span, ...]
    """The alt text and the title: what a visitor can read; blank ones are left out."""
    quiet: bool
    """Whether it stands in code or in a comment, where it may be meant as an example."""
    masked: tuple[_Span, ...]
    """All the text that belongs to the image: the stretch itself, except for attributes that say something else, and
    the definition that a reference points to."""


@dataclass(frozen=True, slots=True)
class ImagesInText:
    """What a look for images brought to light."""

    images: tuple[ImageSyntax, ...]
    """In order."""
    quiet: tuple[tuple[int, int], ...]
    """The stretches of code and comments, in order and apart from each other."""


def find_images(text: str, start: int, end: int) -> tuple[ImageSyntax, ...]:
    """Return every image syntax in ``text[start:end]``, in order."""
    return scan_images(text, start, end).images


def scan_images(text: str, start: int, end: int) -> ImagesInText:
    """Return the same, and where ``text[start:end]`` is code or a comment."""
    scan = _ImageScan(text, start, end)
    found = sorted((*scan.markdown(), *scan.embedded()), key=lambda image: (image.start, -image.end))
    outermost: list[ImageSyntax] = []
    for image in found:
        if not outermost or image.start >= outermost[-1].end or image.destination != outermost[-1].destination:
            outermost.append(image)
    return ImagesInText(tuple(outermost), scan.quiet)


class _ImageScan:
    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end
        parsed = tokenize(text, start, end)
        self._events = parsed.events
        self._definitions = parsed.definitions
        self._quiet = _joined(_quiet_ranges(parsed.events))
        self._quiet_starts = [low for low, _ in self._quiet]

    def markdown(self) -> Iterator[ImageSyntax]:
        """Yield ``![alt](file "title")``, ``![alt][label]`` and ``![label]``.

        Undoubted images come first, then those in code, in tags and across them: a typo in a picture's syntax does not
        hide it.
        """
        certain = {image.start: image for image in self._images(self._events)}
        yield from certain.values()
        doubtful = tokenize_brackets(self._text, self._start, self._end, self._definitions)
        yield from (image for image in self._images(doubtful) if image.start not in certain)

    def _images(self, events: Sequence[Event]) -> Iterator[ImageSyntax]:
        for event in events:
            if isinstance(event, Close) and event.opener and event.opener.image:
                target = self._target(event)
                if target:
                    yield self._image(event.opener, event.start, target)

    def _image(self, opener: Open, closing: int, target: Target) -> ImageSyntax:
        destination = _SIZE.sub("", self._text[slice(*target.destination)].strip())
        if opener.depth > _DEEPEST:
            return ImageSyntax(opener.start, target.end, destination, (), self._is_quiet(opener.start), ())
        words = ((opener.end, closing), target.title)
        masked = [(opener.start, target.end)]
        if target.definition:
            masked.append((target.definition.start, target.definition.end))
        return self._syntax(opener.start, target.end, destination, words, tuple(masked))

    def _target(self, closing: Close) -> Target | None:
        """Return the target of an image, or None if its destination would swallow another image."""
        found = closing.target
        if found and found.definition is None:
            return None if self._text.find("![", *found.destination) >= 0 else found
        return self._tolerant_target(closing.start + 1) or found

    def embedded(self) -> Iterator[ImageSyntax]:
        """Yield HTML tags, Hugo's short codes and wiki embeds."""
        position = self._start
        while match := _EMBED.search(self._text, position, self._end):
            if match[0] == "![[":
                found = self._wiki(match.start())
            elif match["figure"]:
                found = self._short_code(match.start(), match.end())
            else:
                found = self._tag(match.start())
            yield from found
            position = max(match.end(), *(image.end for image in found)) if found else match.end()

    def _wiki(self, at: int) -> list[ImageSyntax]:
        match = _WIKI.match(self._text, at, self._end)
        if match is None or match["end"] is None:
            return []
        alt = match.span("alt") if match["alt"] else None
        return [self._syntax(at, match.end(), match["file"].strip(), (alt,))]

    def _short_code(self, start: int, at: int) -> list[ImageSyntax]:
        match = _SHORT_CODE_END.match(self._text, at, self._end)
        stop = match.end() if match else at
        attributes, _ = attributes_at(self._text, at, stop)
        closed = self._text.startswith((">}}", "%}}"), stop, self._end)
        return self._shown_by(start, stop + 3 if closed else None, attributes)

    def _tag(self, at: int) -> list[ImageSyntax]:
        tag = tag_at(self._text, at, self._end, cautious=True)
        if tag is None:
            return []
        return self._shown_by(at, None if tag.kind is Kind.UNFINISHED else tag.end, tag.attributes)

    def _shown_by(self, start: int, end: int | None, attributes: Sequence[Attribute]) -> list[ImageSyntax]:
        """Return the images of a tag or short code; one that is never closed ends with its last value.

        What else it says stays part of the text, so that nothing goes unread.
        """
        if end is None:
            while attributes and not attributes[-1].valued:
                attributes = attributes[:-1]
            end = attributes[-1].end if attributes else start
        sources: list[str] = []
        words: list[_Span] = []
        masked: list[_Span] = []
        position = start
        for attribute in attributes:
            value = self._text[slice(*attribute.value)]
            if attribute.name in _SOURCES:
                sources += [value.strip()] if value.strip() else []
            elif attribute.name == "srcset":
                sources += [part.split()[0] for part in value.split(",") if part.strip()]
            elif attribute.name in _WORDS and attribute.valued:
                words.append(attribute.value)
            elif attribute.name not in LAYOUT_ATTRIBUTES | FLAGS:
                left = attribute.value if attribute.valued else attribute.named
                masked.append((position, left[0]))
                position = left[1]
        masked.append((position, end))
        return [
            self._syntax(start, end, source, () if number else tuple(words), tuple(masked))
            for number, source in enumerate(dict.fromkeys(sources))
        ]

    def _syntax(
        self,
        start: int,
        end: int,
        destination: str,
        words: tuple[_Span | None, ...],
        masked: tuple[_Span, ...] = (),
    ) -> ImageSyntax:
        kept = tuple(span for span in words if span and _VISIBLE.search(self._text, *span))
        return ImageSyntax(start, end, destination, kept, self._is_quiet(start), masked or ((start, end),))

    def _is_quiet(self, position: int) -> bool:
        index = bisect_right(self._quiet_starts, position) - 1
        return index >= 0 and position < self._quiet[index][1]

    @property
    def quiet(self) -> tuple[_Span, ...]:
        """The stretches of code and comments."""
        return tuple(self._quiet)

    # Targets as people write them

    def _tolerant_target(self, position: int) -> Target | None:
        """Read ``(destination "title")`` where the destination may have blanks in it."""
        if not self._text.startswith("(", position, self._end):
            return None
        limit = self._limit(position)
        inner = skip_space(self._text, position + 1, limit)
        angled = in_angles_at(self._text, inner, limit)
        if angled:
            after = skip_space(self._text, angled[1], limit)
            found = self._ended(after, angled[0], limit)
            if found:
                return found
        return self._tolerant_bare(inner, limit)

    def _limit(self, position: int) -> int:
        """Return how far a destination may reach: not into the next image, nor the next paragraph."""
        limit = min(self._end, position + _LONGEST_DESTINATION)
        following = _PART_OF_ANOTHER.search(self._text, position, limit)
        limit = following.start() if following else limit
        blank = _BLANK_LINE.search(self._text, position, limit)
        return blank.start() if blank else limit

    def _tolerant_bare(self, start: int, limit: int) -> Target | None:
        depth, position = 0, start
        while position < limit:
            sign = self._text[position]
            if sign == "\\":
                position += 1
            elif sign == "(":
                depth += 1
            elif sign == ")" and depth:
                depth -= 1
            elif sign == ")" or (sign in "\"'" and self._text[position - 1] in " \t\r\n"):
                found = self._ended(position, (start, position), limit)
                if found:
                    return found
            position += 1
        return None

    def _ended(self, at: int, destination: _Span, limit: int) -> Target | None:
        """Return the target whose destination is followed by a title, or none, and the closing bracket."""
        title = title_at(self._text, at, limit)
        after = skip_space(self._text, title[1], limit) if title else at
        return Target(after + 1, destination, title and title[0]) if self._text.startswith(")", after, limit) else None


def _quiet_ranges(events: Sequence[Event]) -> Iterator[_Span]:
    """Yield the stretches of code and of HTML comments, by their starts."""
    for event in events:
        if isinstance(event, Code) or (isinstance(event, Fence) and event.certain):
            yield event.start, event.end
        elif isinstance(event, CommentStart):
            yield event.start, event.until


def _joined(ranges: Iterator[_Span]) -> list[_Span]:
    joined: list[_Span] = []
    for low, high in ranges:
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined
