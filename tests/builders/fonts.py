"""Fonts of a PDF made by hand: what each letter of theirs looks like, and what they say that it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.builders.documents import Pdf

_FIRST = 0x41
_ADVANCE = 600
_SIZE = 700


@dataclass(frozen=True)
class Glyph:
    """A letter of a font."""

    shows: str
    """The letters of Helvetica that are drawn for it."""
    says: str
    """What the font calls it."""
    box: tuple[int, int, int, int] = (0, -180, 600, 560)
    """Where it says that it draws, in thousandths of its size."""
    advance: int = _ADVANCE
    more: str = ""
    """Commands that draw what else it shows."""


def glyphs(shows: str, says: str) -> list[Glyph]:
    """Return a glyph for every letter."""
    return [Glyph(one, other) for one, other in zip(shows, says, strict=True)]


def codes(first: int, end: int) -> str:
    """Return the text of a content stream that shows some glyphs of a font, by their numbers."""
    return "".join(chr(_FIRST + number) for number in range(first, end))


def disguised(pdf: Pdf, letters: Sequence[Glyph], *, ranges: bool = False) -> int:
    """Add Helvetica with other codes, and a map of them to letters; return its number."""
    names = " ".join(f"/{glyph.shows}" for glyph in letters)
    encoding = f"/Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [{_FIRST} {names}] >>"
    about = f"/Type /Font /Subtype /Type1 /BaseFont /Helvetica {encoding}"
    return pdf.add(f"<< {about} /ToUnicode {_to_unicode(pdf, letters, ranges=ranges)} 0 R >>")


def drawn(pdf: Pdf, letters: Sequence[Glyph], *, coloured: bool = False) -> int:
    """Add a Type 3 font, each letter of which is drawn by commands of its own, and return its number.

    One that is coloured doesn't say where it draws, and may choose its colours.
    """
    procedures = ""
    for number, glyph in enumerate(letters):
        box = "d0" if coloured else f"{' '.join(map(str, glyph.box))} d1"
        commands = f"{glyph.advance} 0 {box}\nBT /F1 {_SIZE} Tf 0 0 Td ({glyph.shows}) Tj ET\n{glyph.more}"
        procedure = pdf.add(f"<< /Length {len(commands)} >>\nstream\n{commands}\nendstream")
        procedures += f"/g{number} {procedure} 0 R "
    names = " ".join(f"/g{number}" for number in range(len(letters)))
    widths = " ".join(str(glyph.advance) for glyph in letters)
    whole = [extent(glyph.box[side] for glyph in letters) for side, extent in enumerate((min, min, max, max))]
    return pdf.add(
        f"<< /Type /Font /Subtype /Type3 /FontBBox [{' '.join(map(str, whole))}] /FontMatrix [0.001 0 0 0.001 0 0] "
        f"/CharProcs << {procedures} >> /Encoding << /Type /Encoding /Differences [{_FIRST} {names}] >> "
        f"/FirstChar {_FIRST} /LastChar {_FIRST + len(letters) - 1} /Widths [{widths}] "
        f"/ToUnicode {_to_unicode(pdf, letters)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    )


def _to_unicode(pdf: Pdf, letters: Sequence[Glyph], *, ranges: bool = False) -> int:
    said = [f"<{glyph.says.encode('utf-16-be').hex().upper()}>" for glyph in letters]
    if ranges:
        last = _FIRST + len(letters) - 1
        body = f"1 beginbfrange\n<{_FIRST:02X}> <{last:02X}> [{' '.join(said)}]\nendbfrange"
    else:
        pairs = "\n".join(f"<{_FIRST + number:02X}> {letter}" for number, letter in enumerate(said))
        body = f"{len(letters)} beginbfchar\n{pairs}\nendbfchar"
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def"
    span = "1 begincodespacerange <00> <FF> endcodespacerange"
    cmap = f"{head}\n{span}\n{body}\nendcmap end end"
    return pdf.add(f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream")
