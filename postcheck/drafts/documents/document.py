"""What is extracted from a document that isn't a text file (Word, HTML, PDF), on its way to becoming a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from postcheck.drafts.header_values import FrontMatter
from postcheck.drafts.named_files import NamedFile
from postcheck.model.draft import Annotations, Crop, Inside, Part, Unexamined
from postcheck.model.text import PlaceKind, SourceText, Spot, TextFile, Where


@dataclass(frozen=True)
class Picture:
    """A picture of a document: a file that it names, or one inside it."""

    name: str
    """A destination as the document writes it, or, for one inside, how the report calls it."""
    where: Where
    said: Annotations = field(default_factory=Annotations)
    inside: Inside | None = None
    crop: Crop | None = None
    peopled: bool = True


@dataclass(frozen=True)
class Document:
    """All that was found in a document."""

    file: TextFile | None = None
    parts: tuple[Part, ...] = ()
    pictures: tuple[Picture, ...] = ()
    videos: tuple[tuple[str, Where], ...] = ()
    unexamined: tuple[Unexamined, ...] = ()
    named: tuple[tuple[NamedFile, Where], ...] = ()
    """What looks like the path of a picture, a PDF or a video, whether or not it is among the others."""
    front: FrontMatter | None = None
    """The header of a web page, its channels not looked up yet."""
    beside: tuple[Path, ...] = ()
    """Style sheets and scripts beside a web page whose texts are among the parts."""


_RUNNING = frozenset({"body", "comment", "footnote"})
"""Fields whose stretches follow each other as the paragraphs of a text do."""

Loader = Callable[[Path, str], Document]
"""Takes where a document is and how the report calls it; raises :class:`UnreadableError` if nothing of it can be read.
"""


@dataclass
class Extract:
    """Collects the text of a document that has no lines, and remembers where in it each stretch stood."""

    name: str
    """The document's path as the report shows it."""
    _texts: list[str] = field(default_factory=list)
    _spots: list[Spot] = field(default_factory=list)
    _stretches: list[tuple[str, int, int, str | None]] = field(default_factory=list)
    _details: list[Part] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _known_details: set[str] = field(default_factory=set)
    _length: int = 0

    def add(self, field_name: str, text: str, spot: str, *, image: str | None = None, end: str = "\n") -> None:
        """Add a stretch of text unless it is blank; ``spot`` is its place, ``end`` separates it from the next."""
        if text.strip():
            start = self._length
            self._spots.append(Spot(start, spot))
            self._append(text)
            self._stretches.append((field_name, start, self._length, image))
            self._append(end)

    def end_line(self) -> None:
        """Begin a new line if the last one is not ended yet."""
        if self._texts and not self._texts[-1].endswith("\n"):
            self._append("\n")

    def _append(self, text: str) -> None:
        self._texts.append(text)
        self._known.add(text)
        self._length += len(text)

    def add_detail(self, field_name: str, text: str) -> None:
        """Add a hidden detail of the file, such as its author."""
        if text.strip():
            self._details.append(Part(field_name, text.strip(), PlaceKind.METADATA))
            self._known_details.add(text.strip())

    def has(self, text: str) -> bool:
        """Whether exactly this stretch or detail was added already."""
        return text in self._known or text.strip() in self._known_details

    def finished(self) -> tuple[TextFile, tuple[Part, ...]]:
        """Return the text and its parts; stretches of running text that follow each other are one part."""
        file = TextFile(self.name, "".join(self._texts), tuple(self._spots))
        joined: list[tuple[str, int, int, str | None]] = []
        for name, start, end, image in self._stretches:
            if joined and name == joined[-1][0] and name in _RUNNING:
                joined[-1] = (name, joined[-1][1], end, None)
            else:
                joined.append((name, start, end, image))
        parts = tuple(Part(name, SourceText.slice(file, start, end), image=image) for name, start, end, image in joined)
        return file, (*parts, *dict.fromkeys(self._details))
