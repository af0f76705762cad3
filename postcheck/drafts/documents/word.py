"""Word documents (``.docx``): everything that whoever receives the file can bring to light, not only what it shows."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

from postcheck.drafts.documents.document import Document, Extract, Picture
from postcheck.drafts.documents.office_words import GENERIC_NAME, named_styles, unread_texts, unread_values
from postcheck.drafts.documents.word_beside import authors, beside, of_field
from postcheck.drafts.documents.word_parts import Role, details_of, made_by_office, role_of, words_of
from postcheck.drafts.documents.word_xml import (
    DESCRIBING,
    SILENT,
    crop_of,
    is_number,
    nearest,
    relation_of,
    share_cut_off,
    symbol,
    texts_drawn,
    vanishes,
    words_in,
)
from postcheck.errors import UnreadableError
from postcheck.formats.container import Container, Target, attribute, local
from postcheck.formats.filetypes import IMAGE_SUFFIXES, suffix
from postcheck.model.draft import Crop, Inside, Unexamined
from postcheck.model.text import PlaceKind, Where

_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LOOK = "Look at it yourself, or take it out of the document."
_MENTIONED = frozenset({"attachedTemplate", "mailMergeSource", "mailMergeHeaderSource", "recipientData", "hyperlink"})
"""Relations to what is elsewhere and isn't shown."""
_PICTURE_SIDES = ("left", "top", "right", "bottom")


def load(path: Path, name: str) -> Document:
    """Read a Word document.

    Raises
    ------
    UnreadableError
        If it isn't a Word document, or is protected or damaged.
    """
    with Container(path) as container:
        main = next((target.target for target in container.targets("").values() if target.kind == "officeDocument"), "")
        if local(container.xml(main)) != "document" if main in container.names else True:
            raise UnreadableError(
                "It is no Word document, whatever its name says.", advice="Save it as .docx and check that."
            )
        return _WordReader(container, name, main).read()


@dataclass
class _WordParagraph:
    """What a paragraph holds: what is seen, and what is not."""

    shown: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=lambda: [""])
    """What its fields are told to do."""

    def stream(self, *, deleted: bool, hidden: bool) -> list[str]:
        return self.deleted if deleted else self.hidden if hidden else self.shown


@dataclass
class _Graphic:
    """A drawing: its pictures, and the words that describe them."""

    pictures: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _DetachedText:
    """Text that is not part of the running text."""

    field: str
    text: str
    spot: str
    image: str | None = None


class _WordReader:
    def __init__(self, container: Container, name: str, main: str) -> None:
        self._container = container
        self._name = name
        self._main = main
        self._extract = Extract(name)
        self._detached: list[_DetachedText] = []
        self._boxes: list[tuple[ET.Element, dict[str, Target], str]] = []
        self._pictures: dict[str, Picture] = {}
        self._shown_whole: set[str] = set()
        self._unexamined: dict[str, None] = {}
        self._twins: frozenset[str] = frozenset()
        """What the text boxes say that Word keeps in a second form for older versions."""
        self._met: set[ET.Element] = set()
        """Elements whose own text was read."""
        self._told: set[str] = set()
        self._targets: dict[str, Target] = {}
        self._region = ""
        self._field = "body"
        self._paragraphs = 0
        self._tables = 0

    def read(self) -> Document:
        main = self._container.xml(self._main)
        self._story(main, self._main, "", "body")
        self._remains(main, "the text")
        others = [(part, *self._role(part)) for part in sorted(self._container.names) if part != self._main]
        for roles, read in (
            ({Role.STORY, Role.NOTES}, self._side_story),
            ({Role.DRAWN}, self._drawn),
            ({Role.PICTURE, Role.THUMBNAIL, Role.FILE}, self._rest),
            ({Role.SWEPT, Role.DETAILS, Role.UNKNOWN, Role.LOOKS}, self._properties),
        ):
            for part, role, kind in others:
                if role in roles:
                    self._guarded(partial(read, part, kind, role))
            self._finish()
        for part in ("", *sorted(self._container.names)):
            self._guarded(partial(self._elsewhere, part))
        self._finish()
        for oddity in self._container.oddities:
            self._report(f"{oddity} {_LOOK}")
        file, parts = self._extract.finished()
        unexamined = tuple(Unexamined(self._name, reason) for reason in self._unexamined)
        return Document(file, parts, tuple(self._pictures.values()), unexamined=unexamined)

    def _guarded(self, read: Callable[[], None]) -> None:
        """Run ``read``; a part that cannot be read doesn't stop the others."""
        try:
            read()
        except UnreadableError as error:
            self._report(f"{error.message} {error.advice}")

    def _report(self, reason: str) -> None:
        self._unexamined[reason] = None

    # Stories: the running text, headers, footnotes, comments

    def _role(self, part: str) -> tuple[Role, str]:
        try:
            return role_of(self._container, part)
        except UnreadableError as error:
            self._report(f"{error.message} {error.advice}")
            return Role.IGNORED, ""

    def _side_story(self, part: str, kind: str, role: Role) -> None:
        root = self._container.xml(part)
        if role is Role.STORY:
            self._story(root, part, kind, "body")
            self._remains(root, f"a {kind}")
            return
        for number, note in enumerate((note for note in root if not attribute(note, "type")), start=1):
            self._story(note, part, f"{kind} {number}", "comment" if kind == "comment" else "footnote")
        self._remains(root, f"a {kind}")

    def _story(self, root: ET.Element, part: str, region: str, name: str) -> None:
        self._targets = self._container.targets(part)
        for target in self._targets.values():
            if target.external and target.kind == "hyperlink":
                self._detached.append(_DetachedText("link", target.target, f"a link in the {region or 'text'}"))
        self._region, self._field = region, name
        self._blocks(root, deleted=False)
        self._read_boxes()
        self._sweep(root, region or "the text")
        self._finish()

    def _sweep(self, root: ET.Element, spot: str) -> None:
        """Read the words beside the text that no paragraph led to: of controls around blocks and cells, of tables."""
        met = {(item.field, item.text) for item in self._detached}
        for element in root.iter():
            self._detached += [
                _DetachedText(name, text, f"{what} in {spot}")
                for name, text, what in beside(element)
                if (name, text) not in met
            ]
        for author in authors(root):
            self._extract.add_detail("credit", author)

    def _remains(self, root: ET.Element, spot: str) -> None:
        """Read the words of a part that no reader came upon, whatever they stand in."""
        self._told |= {" ".join(item.text.split()) for item in self._detached}
        self._detached += [
            _DetachedText("hidden", text, f"words beside the text, in {spot}")
            for text in (*unread_texts(root, self._met), *unread_values(root))
            if text not in self._told and not GENERIC_NAME.fullmatch(text)
        ]
        self._finish()

    def _elsewhere(self, part: str) -> None:
        """Read where the references of a part lead that lead out of the document, and say which show what is there."""
        for target in self._container.targets(part).values():
            address = target.target
            if address in self._container.names or (target.external and address in self._told):
                continue
            if target.external and target.kind == "image":
                self._pictures.setdefault(address, Picture(address, Where(PlaceKind.POST, self._name)))
                continue
            self._detached.append(_DetachedText("link", address, "a reference"))
            if target.external and target.kind not in _MENTIONED:
                self._report(f"It shows another file that is not in it. {_LOOK}")

    def _finish(self) -> None:
        """Read the text boxes that were met, and add what is not part of the running text."""
        self._read_boxes()
        self._told |= {" ".join(item.text.split()) for item in self._detached}
        for item in dict.fromkeys(self._detached):
            self._extract.add(item.field, item.text, item.spot, image=item.image)
        self._detached.clear()

    def _read_boxes(self) -> None:
        while self._boxes:
            box, targets, spot = self._boxes.pop(0)
            self._targets, self._region, self._field = targets, spot, "text box"
            self._blocks(box, deleted=False)

    def _blocks(self, element: ET.Element, *, deleted: bool) -> None:
        for child in element:
            name = local(child)
            if name == "p":
                self._paragraph(child, deleted=deleted)
            elif name == "tbl":
                self._table(child, deleted=deleted)
            elif name == "altChunk":
                self._report(f"Another file is built into the document. {_LOOK}")
            elif name not in SILENT:
                self._blocks(child, deleted=deleted or _deletes(child))

    def _table(self, table: ET.Element, *, deleted: bool) -> None:
        self._tables += 1
        number = self._tables
        for row_number, row in enumerate(nearest(table, "tr"), start=1):
            cells = list(nearest(row, "tc"))
            for cell_number, cell in enumerate(cells, start=1):
                spot = f"table {number}, row {row_number}, cell {cell_number}"
                self._cell(
                    cell,
                    f"{self._region}, {spot}" if self._region else spot,
                    last=cell_number == len(cells),
                    deleted=deleted,
                )

    def _cell(self, cell: ET.Element, spot: str, *, last: bool, deleted: bool) -> None:
        """Read a cell. The cells of a row are one line: a first name may be in one and the surname in the next."""
        paragraphs = [self._read(paragraph, spot, deleted=deleted) for paragraph in nearest(cell, "p")]
        text = "\n".join(filter(None, ("".join(paragraph.shown).strip("\n") for paragraph in paragraphs)))
        self._extract.add(self._field, text, spot, end="\n" if last else "\t")
        if last:
            self._extract.end_line()
        for inner in nearest(cell, "tbl"):
            self._table(inner, deleted=deleted)

    def _paragraph(self, element: ET.Element, *, deleted: bool) -> None:
        self._paragraphs += not self._region
        spot = self._region or f"paragraph {self._paragraphs}"
        text = "".join(self._read(element, spot, deleted=deleted).shown)
        if text.strip():
            self._extract.add(self._field, text, spot)
        else:
            self._paragraphs -= not self._region  # empty ones are not counted: a person does not see them

    def _read(self, element: ET.Element, spot: str, *, deleted: bool) -> _WordParagraph:
        paragraph = _WordParagraph()
        self._inline(element, paragraph, spot, deleted=deleted, hidden=False)
        if text := "".join(paragraph.deleted).strip():
            self._detached.append(_DetachedText("deleted", text, f"deleted text in {spot} (tracked change)"))
        if text := "".join(paragraph.hidden).strip():
            self._detached.append(_DetachedText("hidden", text, f"hidden text in {spot}"))
        self._detached += [
            _DetachedText(name, text, f"{what} in {spot}")
            for told in paragraph.told
            for name, text, what in of_field(told)
        ]
        return paragraph

    def _inline(
        self, element: ET.Element, paragraph: _WordParagraph, spot: str, *, deleted: bool, hidden: bool
    ) -> None:
        for child in element:
            name = local(child)
            texts = paragraph.stream(deleted=deleted or name == "delText", hidden=hidden)
            self._met |= {child} if name in _READ else set()
            if name in {"t", "delText"}:
                texts.append(child.text or "")
            elif name in _BREAKS:
                texts.append(_BREAKS[name])
            elif name == "sym":
                texts.append(symbol(child))
            elif name in {"instrText", "delInstrText"}:
                paragraph.told[-1] += child.text or ""
            elif name == "fldChar":
                paragraph.told.append("")
                self._inline(child, paragraph, spot, deleted=deleted, hidden=hidden)
            elif name in {"drawing", "pict", "object"}:
                self._drawing(child, spot)
            elif name == "AlternateContent":
                self._alternatives(child, paragraph, spot, deleted=deleted, hidden=hidden)
            elif name not in SILENT:
                self._said_by_attributes(child, spot)
                self._inline(
                    child, paragraph, spot, deleted=deleted or _deletes(child), hidden=hidden or vanishes(child)
                )

    def _said_by_attributes(self, element: ET.Element, spot: str) -> None:
        self._detached += [_DetachedText(name, text, f"{what} in {spot}") for name, text, what in beside(element)]

    def _alternatives(
        self, element: ET.Element, paragraph: _WordParagraph, spot: str, *, deleted: bool, hidden: bool
    ) -> None:
        """Read all forms in which Word keeps one thing; what they have in common is read once."""
        said: set[str] = set()
        outer, self._twins = self._twins, frozenset()
        for form in element:
            trial, before = _WordParagraph(), len(self._boxes)
            self._inline(form, trial, spot, deleted=deleted, hidden=hidden)
            self._twins |= {words_in(box) for box, _, _ in self._boxes[before:]}
            words = "".join(trial.shown)
            if words not in said:
                said.add(words)
                paragraph.shown.append(words)
            paragraph.deleted += trial.deleted
            paragraph.hidden += trial.hidden
            paragraph.told += trial.told
        self._twins = outer

    # Drawings

    def _drawing(self, element: ET.Element, spot: str) -> None:
        found = _Graphic()
        self._graphic(element, found, spot)
        alts = [alt for alt in dict.fromkeys(found.alts) if not GENERIC_NAME.fullmatch(alt.strip())]
        pictures: list[str | None] = [*found.pictures]
        for picture in pictures or [None]:
            self._detached += [
                _DetachedText("alt", alt, f"the description of a picture in {spot}", picture) for alt in alts
            ]

    def _graphic(self, element: ET.Element, found: _Graphic, spot: str) -> None:
        name = local(element)
        if name == "txbxContent":
            if words_in(element) not in self._twins:
                self._boxes.append((element, self._targets, f"text box at {spot}"))
            else:
                self._met.update(element.iter())
            return
        found.alts += [
            value
            for key in ("descr", "title", "alt", "string", "name")
            if (value := attribute(element, key)) and name in DESCRIBING
        ]
        if name == "blipFill":
            self._filled(element, found)
        elif name == "imagedata":
            self._old_picture(element, found)
        elif name == "OLEObject":
            self._report(f"An object of another program is built into the document. {_LOOK}")
        elif name == "t" and element.text:
            self._met.add(element)
            self._detached.append(_DetachedText("body", element.text, f"a drawing at {spot}"))
        self._said_by_attributes(element, spot)
        for child in element:
            self._graphic(child, found, spot)

    def _filled(self, element: ET.Element, found: _Graphic) -> None:
        crop = None
        for child in element:
            if local(child) == "srcRect":
                crop = crop_of({side: share_cut_off(attribute(child, side[0])) for side in _PICTURE_SIDES})
        for child in element:
            if local(child) == "blip":
                for key in ("embed", "link"):
                    self._picture(attribute(child, key), found, crop)

    def _old_picture(self, element: ET.Element, found: _Graphic) -> None:
        crop = crop_of({side: share_cut_off(attribute(element, f"crop{side}")) for side in _PICTURE_SIDES})
        self._picture(relation_of(element), found, crop)

    def _picture(self, relation: str, found: _Graphic, crop: Crop | None) -> None:
        target = self._targets.get(relation)
        if relation and (target is None or not (target.external or target.target in self._container.names)):
            self._report(f"A picture that it shows is not in it. {_LOOK}")
        if target is None:
            return
        if target.external:
            self._pictures.setdefault(target.target, Picture(target.target, Where(PlaceKind.POST, self._name)))
            found.pictures.append(target.target)
        elif target.target in self._container.names and (key := self._add_picture(target.target, crop)):
            found.pictures.append(key)

    def _add_picture(self, member: str, crop: Crop | None, *, peopled: bool = True) -> str | None:
        """Add a picture of the archive.

        One that is shown twice counts as cropped only if the same parts are cut off both times.
        """
        key = f"{self._name}#{posixpath.basename(member)}"
        known = self._pictures.get(key)
        if known and known.inside and known.inside.member != member:
            key = f"{self._name}#{member}"
            known = self._pictures.get(key)
        if suffix(member) not in IMAGE_SUFFIXES:
            if suffix(member) == ".svg":
                self._guarded(partial(self._svg, member))
            else:
                self._report(
                    f"A picture in it ({posixpath.basename(member)}) is in a format that cannot be read. "
                    "Put it in as JPEG or PNG instead."
                )
            return None
        crop = crop if known is None or known.crop == crop else None
        self._pictures[key] = Picture(
            key, Where(PlaceKind.IMAGE, key), inside=Inside(member), crop=crop, peopled=peopled
        )
        return key

    def _svg(self, member: str) -> None:
        try:
            root = self._container.xml(member)
        except UnreadableError as error:
            message = f"A drawing in it ({posixpath.basename(member)}) cannot be read."
            raise UnreadableError(message, advice="Put it in as JPEG or PNG instead.") from error
        words = [text for text in root.itertext() if text.strip()]
        self._detached.append(_DetachedText("body", " ".join(words), "a drawing"))
        self._detached += [_DetachedText("hidden", text, "a drawing") for text in unread_values(root)]
        if any(local(element) in {"image", "feImage"} for element in root.iter()):
            self._report(
                f"A drawing in it ({posixpath.basename(member)}) holds a picture, which was not looked at. {_LOOK}"
            )

    def _drawn(self, part: str, kind: str, _role: Role) -> None:
        """Read a chart, a diagram or a drawing: every text in it, whatever it is called."""
        self._targets = self._container.targets(part)
        found = _Graphic()
        root = self._container.xml(part)
        self._detached += [
            _DetachedText("body", text, f"a {kind}") for text in texts_drawn(root) if not is_number(text)
        ]
        for element in root.iter():
            if local(element) == "blipFill":
                self._filled(element, found)
            self._said_by_attributes(element, f"a {kind}")
            self._met |= {element} if local(element) in {"t", "v"} else set()
        self._remains(root, f"a {kind}")

    # The rest of the archive

    def _rest(self, part: str, _kind: str, role: Role) -> None:
        """Add a picture that nothing showed, or say that there is another file."""
        if role is Role.FILE:
            self._report(f"Another file ({posixpath.basename(part)}) is built into the document. {_LOOK}")
        elif all(picture.inside is None or picture.inside.member != part for picture in self._pictures.values()):
            self._add_picture(part, None, peopled=role is not Role.THUMBNAIL)

    def _properties(self, part: str, kind: str, role: Role) -> None:
        """Read a part that has no running text: its words are details of the file."""
        root = self._container.xml(part)
        if role is Role.SWEPT:
            self._sweep(root, kind)
            self._remains(root, kind)
        elif role is Role.LOOKS:
            values = named_styles(root) if made_by_office(root) else unread_values(root)
            self._detached += [
                _DetachedText("hidden", text, "what the document looks like")
                for text in (*unread_texts(root, ()), *values)
            ]
        else:
            self._details(part, root, role)

    def _details(self, part: str, root: ET.Element, role: Role) -> None:
        if role is Role.UNKNOWN and (any(words_of(root)) or any(unread_values(root))):
            self._report(
                f"A part of it ({posixpath.basename(part)}) is of a kind that postcheck does not know. {_LOOK}"
            )
        for name, text in details_of(root):
            self._extract.add_detail(name, text)
        for text in () if made_by_office(root) else unread_values(root):
            self._extract.add_detail("docx", text)


_READ = frozenset({"t", "delText", "instrText", "delInstrText"})


def _deletes(element: ET.Element) -> bool:
    """Whether an element's content was deleted under tracked changes."""
    return local(element) in {"del", "moveFrom"}
