"""Says in words where a flag points, quotes what is around it, and sorts places as a person would look for them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from postcheck.model.draft import DraftImage
from postcheck.model.report import DraftReport, Flag
from postcheck.model.text import SUBTITLES, Box, PlaceKind, SourceText, Where, clock
from postcheck.report.mask import MASK, Masker
from postcheck.text.characters import IGNORABLE

_EVIDENCE_STYLE = "bold"
_ROOM = 64
"""Length of an excerpt in characters, roughly."""
_WORD = 14
"""How many characters a cut may move to keep a word whole."""
_ALWAYS_WHOLE = 40
"""Evidence of up to this many characters is always shown whole."""
_LINE_END = re.compile(r"[\r\n]")
Stretch = tuple[int, int]
"""Offsets of a stretch of a file's text."""
_FIELDS = {
    "title": "in the title",
    "first_comment": "in the first comment",
    "tags": "among the tagged accounts",
    "link": "in a link",
    "header": "in the header",
    "comment": "in a comment of the source",
    "attribute": "in what an element says besides its text",
    "meta": "in what the page says of itself to search engines and networks",
    "script": "in data for programs",
    "other": "in a column that may be published",
}
_OF_IMAGE = {"alt": "in the alt text", "caption": "in the caption", "credit": "in the credit"}
_METADATA = {
    "exif": "EXIF",
    "xmp": "XMP",
    "iptc": "IPTC",
    "gps": "GPS location",
    "png": "PNG",
    "thumbnail": "a picture hidden in it",
    "credit": "author",
    "docx": "properties",
    "pdf": "properties",
}


@dataclass(frozen=True)
class Excerpt:
    """What was seen, with a little of its surroundings."""

    before: str
    evidence: str
    after: str

    @property
    def pieces(self) -> tuple[str | tuple[str, str], ...]:
        """The excerpt for a sheet: quoted, with the evidence marked so that it stands out without colour."""
        if self.evidence == MASK:
            return ((MASK, _EVIDENCE_STYLE),)
        marked = (f"»{self.evidence}«", _EVIDENCE_STYLE)
        return ("“", self.before, marked, self.after, "”")


def post_path(post: DraftReport, masker: Masker) -> str:
    """Return what a report calls a post."""
    return "standard input" if post.draft.path == "-" else masker.path(post.draft.path)


class Places:
    """Words for the places of one post."""

    def __init__(self, post: DraftReport, masker: Masker) -> None:
        self._post = post
        self._masker = masker
        files = {
            post.draft.path,
            *(image.name for image in post.draft.images),
            *(item.file for item in post.unexamined),
        }
        self._short = _short_names(files | {flag.where.file for flag in (*post.flags, *post.suppressed)})
        self._sizes = {(passage.file, passage.frame or 0): passage.size for passage in post.passages if passage.size}
        self._image_order = {image.name: number for number, image in enumerate(post.draft.images)}

    def order(self, where: Where) -> tuple[int, int, int, int, int, int]:
        """Return a key that sorts places: the post as a whole, its text from top to bottom, then image by image."""
        kinds = (PlaceKind.POST, PlaceKind.TEXT, PlaceKind.IMAGE, PlaceKind.METADATA, PlaceKind.FILENAME)
        kind = kinds.index(where.kind)
        image = self._image_order.get(where.file, -1)
        box = where.box or Box(-1, -1, 0, 0)
        return (image if kind > 1 else -2 + kind, kind, where.frame or 0, where.start or 0, box.top, box.left)

    def name(self, file: str) -> str:
        """Return what the report calls a file of the post."""
        if file == "-":
            return "standard input"
        return self._masker.path(self._short.get(file, file))

    def words(self, flag: Flag) -> str:
        """Return where a flag points, in words; empty for the post as a whole."""
        where = flag.where
        match where.kind:
            case PlaceKind.TEXT:
                return self._text(where)
            case PlaceKind.IMAGE if where.time is not None:
                spot = f", {self._spot(where)}" if where.box else ""
                return f"in the video {self.name(where.file)}, {_shown(where)}{spot}"
            case PlaceKind.IMAGE:
                paged = where.file.casefold().endswith(".pdf")
                frame = f" (frame {where.frame + 1})" if where.frame and not paged else ""
                subject = (
                    "in the picture"
                    if not paged
                    else f"on page {(where.frame or 0) + 1} of"
                    if where.box
                    else "in the document"
                )
                spot = f", {self._spot(where)}" if where.box else ""
                special = f", {where.place}" if where.place else ""
                return f"{subject} {self.name(where.file)}{frame}{spot}{special}"
            case PlaceKind.METADATA:
                return f"in the hidden details{_metadata(where.field)} of {self.name(where.file)}"
            case PlaceKind.FILENAME:
                return f"in the file name {self.name(where.file)}"
            case PlaceKind.POST:
                return ""

    def _text(self, where: Where) -> str:
        if where.place:
            place = self._masker.path(where.place)
            return f"{place} in {self.name(where.file)}" if where.field == SUBTITLES else place
        if where.field == SUBTITLES and where.time is not None:
            return f"in the subtitles {self.name(where.file)}, at {clock(where.time)} (line {where.line})"
        line = f"line {where.line}" if where.line is not None else ""
        column = f"{line}, column {where.column}" if line and where.column is not None else line
        if where.field in {None, "body"}:
            return f"{column} of the text" if column else "in the text"
        if where.field in _OF_IMAGE:
            image = self._image_at(where)
            words = _OF_IMAGE[str(where.field)] + (f" of {self.name(image.name)}" if image else "")
        elif where.field in _FIELDS:
            words = _FIELDS[str(where.field)]
        else:
            words = f"in the header, at “{where.field}”"
        return f"{words} ({line})" if line else words

    def _image_at(self, where: Where) -> DraftImage | None:
        """Return the image whose alt text, caption or credit the place is in."""
        for image in self._post.draft.images:
            texts = {"alt": image.said.alt, "caption": (image.said.caption,), "credit": (image.said.credit,)}[
                str(where.field)
            ]
            if any(text is not None and _covers(text, where) for text in texts):
                return image
        return None

    def _spot(self, where: Where) -> str:
        box = where.box
        size = self._sizes.get((where.file, where.frame or 0))
        if box is None or size is None:
            return f"{box.left} pixels from the left and {box.top} from the top" if box else ""
        return _region(box, size)

    def excerpt(self, flag: Flag) -> Excerpt | None:
        """Return what was seen, with its surroundings, or None if there is nothing to show beyond the place."""
        if not flag.evidence:
            return None
        where, file = flag.where, self._post.draft.file
        if self._masker.hides:
            return Excerpt("", MASK, "")
        if (
            where.kind is PlaceKind.TEXT
            and file
            and file.name == where.file
            and where.start is not None
            and where.end is not None
        ):
            return cut(file.text, where.start, where.end, within=self._stretch(where))
        if where.kind is PlaceKind.FILENAME:
            name = re.split(r"[/\\]", where.file)[-1]
            before, found, after = name.partition(flag.evidence)
            if found:
                return Excerpt(before, found, after)
        return cut(flag.evidence, 0, len(flag.evidence))

    def _stretch(self, where: Where) -> Stretch | None:
        """Return the extent of the cell, paragraph or attribute that contains the place, if the draft has any."""
        for part in self._post.draft.parts:
            if isinstance(part.text, SourceText) and _covers(part.text, where):
                return part.text.runs[0].origin, part.text.runs[-1].origin_end
        return None


def cut(text: str, start: int, end: int, room: int = _ROOM, *, within: Stretch | None = None) -> Excerpt:
    """Return ``text[start:end]`` with as much of its line as fits; an ellipsis marks what is left out.

    Nothing outside ``within`` is shown: the next cell of a table is not part of the sentence.
    """
    low, high = within or (0, len(text))
    line_start = max(text.rfind("\n", 0, start) + 1, text.rfind("\r", 0, start) + 1, min(low, start))
    line_end = min(found.start() if (found := _LINE_END.search(text, end)) else len(text), max(high, end))
    before, evidence, after = text[line_start:start].lstrip(), text[start:end], text[end:line_end].rstrip()
    if len(evidence) > max(room, _ALWAYS_WHOLE):
        half = room // 2
        evidence = f"{_head(evidence, half)}…{_tail(evidence, half)}"
    spare = max(0, room - len(evidence))
    right = min(len(after), max(spare // 2, spare - len(before)))
    return Excerpt(_last_words(before, spare - right), evidence, _first_words(after, right))


def _first_words(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    kept = _head(text, room)
    space = kept.rfind(" ")
    # A cut at a space keeps words whole, unless too little would be left.
    return f"{kept[:space] if space >= 0 and len(kept) - space <= _WORD else kept}…"


def _last_words(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    kept = _tail(text, room)
    space = kept.find(" ")
    return f"…{kept[space + 1 :] if 0 <= space <= _WORD else kept}"


def _head(text: str, length: int) -> str:
    """Return about ``length`` characters from the start, without splitting characters that are drawn as one."""
    while 0 < length < len(text) and _joined(text, length):
        length -= 1
    return text[:length]


def _tail(text: str, length: int) -> str:
    """Return about ``length`` characters from the end, without splitting characters that are drawn as one."""
    start = len(text) - length
    while 0 < start < len(text) and _joined(text, start):
        start += 1
    return text[start:]


def _joined(text: str, position: int) -> bool:
    """Whether the character at ``position`` is drawn together with the one before it.

    That is so for an accent, a skin tone or a family emoji.
    """
    char, previous = text[position], text[position - 1]
    return (
        unicodedata.category(char) in {"Mn", "Me", "Mc"}
        or IGNORABLE.match(char) is not None
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or previous == "\u200d"
    )


def _shown(where: Where) -> str:
    """Return when a video shows a place, to the second."""
    first, last = clock(where.time or 0.0), clock(where.until or where.time or 0.0)
    return f"at {first}" if first == last else f"at {first} (until {last})"


def _covers(text: SourceText, where: Where) -> bool:
    start = where.start
    return (
        start is not None
        and text.file.name == where.file
        and any(run.origin <= start < run.origin_end for run in text.runs)
    )


def _metadata(field: str | None) -> str:
    if not field:
        return ""
    name, _, detail = field.partition(":")
    return f" ({' '.join(filter(None, (_METADATA.get(name, name), detail)))})"


def _region(box: Box, size: tuple[int, int]) -> str:
    """Return the part of a picture that the middle of a box lies in."""
    width, height = size
    column = min(2, max(0, (2 * box.left + box.width) * 3 // max(1, 2 * width)))
    row = min(2, max(0, (2 * box.top + box.height) * 3 // max(1, 2 * height)))
    names = (
        ("upper left", "top", "upper right"),
        ("left", "in the middle", "right"),
        ("lower left", "bottom", "lower right"),
    )
    return names[row][column]


def _short_names(files: set[str]) -> dict[str, str]:
    """Return the last part of each path or, where another file of the post has the same, the whole path."""
    last = {file: re.split(r"[/\\]", file)[-1] for file in files}
    taken = list(last.values())
    return {file: name if taken.count(name) == 1 else file for file, name in last.items()}
