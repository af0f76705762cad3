"""Pictures of a PDF that a page does not show whole, or not in the size in which their words can be read.

Whatever hides a part of a picture (a clipping path, the edge of the page, a black rectangle, a mask), it is found in
one way: the page as it is drawn is compared with the picture as it lies in the file, tile by tile.
"""

from __future__ import annotations

import ctypes
import io
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFilter

from postcheck.drafts.documents.document import Picture
from postcheck.media.embedded import page_scale
from postcheck.model.draft import Crop, Inside
from postcheck.model.text import Box, PlaceKind, Where

if TYPE_CHECKING:
    import numpy as np
    import pypdfium2
    from numpy.typing import NDArray

MAX_PICTURES = 30
"""How many pictures of one PDF are looked at whole."""
MAX_DATA = 100_000_000
"""How many bytes they may have altogether."""
_COMPARED = 1_200
"""Pixels of the longer side of a page when pictures are compared with it."""
_LARGEST = 2_400
"""Pixels to a side, at most, of a picture when it is compared."""
_FINER = 64
"""Parts of a pixel to which places on a page are known."""
_TILE = 12
"""Pixels of a tile's side."""
_THUMBNAIL = 160
"""Pixels of the longer side of the picture of a page in a list of pages; nobody is recognised in it."""
_WHOLLY = 254
_CONTRAST = 6.0
"""Standard deviation of a tile's brightness from which on it shows something."""
_ALIKE = 0.4
"""How far the brightness of two tiles must rise and fall together for them to show the same."""
_FEW, _SHARE = 3, 0.25
"""A picture has something to hide if at least so many of its tiles aren't shown, or such a share of them."""
_MUCH = 0.1
"""Share of a picture's area that must not be shown for people in it to count as hidden."""
_FINE, _FINE_ON_LARGE = 4.0, 1.6
"""How many of a picture's pixels go into one of the page that is read, at most: more, and its small print is lost. Less
is asked of pages so large that they are drawn with less than ``_LARGE`` pixels a point."""
_LARGE = 1.5

Matrix = tuple[float, float, float, float, float, float]


@dataclass
class PictureLook:
    """Looks at the pictures of the pages of one PDF."""

    name: str
    found: list[Picture] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _known: dict[bytes, int] = field(default_factory=dict)
    _size: int = 0

    def page(self, page: pypdfium2.PdfPage, number: int, pictures: list[pypdfium2.PdfObject], words: list[Box]) -> None:
        """Look at the pictures that a page draws.

        Parameters
        ----------
        page, number:
            The page, and its number from 0.
        pictures:
            Its pictures, those within forms too.
        words:
            Where its text layer has words, in pixels of the page as it is read.
        """
        shown = _PageShown.of(page, words)
        for place, picture in enumerate(pictures, start=1):
            whole = whole_picture(picture)
            if whole is None:
                continue
            plane = shown.plane(page, _matrix(picture))
            hidden = shown.hidden(whole, plane)
            if hidden is not None or shown.is_fine(whole, plane) or _is_mirrored(plane):
                self.keep(whole, f"page{number + 1}-picture{place}", hidden)

    def unused(self, picture: pypdfium2.PdfObject, name: str) -> None:
        """Look at a picture that no page draws, unless it is all of one colour."""
        whole = whole_picture(picture)
        if whole and whole.getcolors(1) is None:
            self.keep(whole, name, Hidden(ALL_HIDDEN.crop, much=max(whole.size) > _THUMBNAIL))

    def keep(self, whole: Image.Image, name: str, hidden: Hidden | None) -> None:
        """Have a picture looked at as it lies in the file."""
        buffer = io.BytesIO()
        whole.save(buffer, "PNG", compress_level=1)
        data = buffer.getvalue()
        if data in self._known:
            return
        self._size += len(data)
        if len(self.found) == MAX_PICTURES or self._size > MAX_DATA:
            problem = (
                "It holds more pictures that its pages do not show whole than can be looked at. "
                "Crop the pictures themselves, and export it again."
            )
            if problem not in self.problems:
                self.problems.append(problem)
            return
        self._known[data] = len(self.found)
        called = f"{self.name}#{name}.png"
        self.found.append(
            Picture(
                called,
                Where(PlaceKind.IMAGE, called),
                inside=Inside(data=data),
                crop=hidden.crop if hidden else None,
                peopled=hidden is not None and hidden.much,
            )
        )


@dataclass(frozen=True, slots=True)
class Hidden:
    """What of a picture a page does not show."""

    crop: Crop
    much: bool
    """Whether it is so much that people may be in it."""


ALL_HIDDEN = Hidden(Crop(left=1.0, top=1.0), much=True)
"""Nothing of it is shown."""


@dataclass(frozen=True, slots=True)
class _PageShown:
    """A page as it is drawn, small."""

    picture: Image.Image
    words: Image.Image
    """Where text stands, which may stand on a picture without hiding it."""
    density: float
    """Pixels a point of the page as it is read."""
    larger: float
    """How much larger that one is."""

    @classmethod
    def of(cls, page: pypdfium2.PdfPage, words: list[Box]) -> _PageShown:
        width, height = page.get_size()
        density = page_scale(width, height)
        scale = min(density, _COMPARED / max(width, height, 1.0))
        picture = page.render(scale=scale).to_pil().convert("L")
        text = Image.new("L", picture.size)
        draw = ImageDraw.Draw(text)
        share = scale / density
        for box in words:
            draw.rectangle((box.left * share, box.top * share, box.right * share, box.bottom * share), fill=255)
        return cls(picture, text, density, density / scale)

    def plane(self, page: pypdfium2.PdfPage, matrix: Matrix) -> Matrix:
        """Return the matrix from the unit square, in which a picture lies, to pixels of the page; both downwards."""
        import pypdfium2.raw as pdfium  # noqa: PLC0415 - heavy, and needed for PDFs only

        a, b, c, d, e, f = matrix
        width, height = self.picture.size
        places = []
        for across, up in ((e + c, f + d), (e + c + a, f + d + b), (e, f)):  # upper left, upper right, lower left
            x, y = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDF_PageToDevice(page, 0, 0, width * _FINER, height * _FINER, 0, across, up, x, y)
            places.append((x.value / _FINER, y.value / _FINER))
        (x0, y0), (x1, y1), (x2, y2) = places
        return (x1 - x0, y1 - y0, x2 - x0, y2 - y0, x0, y0)

    def is_fine(self, whole: Image.Image, plane: Matrix) -> bool:
        """Whether a picture has so many more pixels than the page that is read that small print is lost there."""
        a, b, c, d, _, _ = plane
        across, down = math.hypot(a, b) * self.larger, math.hypot(c, d) * self.larger
        most = _FINE_ON_LARGE if self.density < _LARGE else _FINE
        return min(whole.size) > _TILE and max(whole.width / max(across, 1.0), whole.height / max(down, 1.0)) > most

    def hidden(self, whole: Image.Image, plane: Matrix) -> Hidden | None:
        """Return what a page hides of a picture, or None if all that there is to be seen is seen."""
        a, b, c, d, e, f = plane
        area = a * d - b * c
        if abs(area) < 1.0:
            return ALL_HIDDEN
        left, top = min(e, e + a, e + c, e + a + c), min(f, f + b, f + d, f + b + d)
        width, height = abs(a) + abs(c), abs(b) + abs(d)
        step = max(1.0, width / _LARGEST, height / _LARGEST)
        size = (round(width / step) // _TILE * _TILE, round(height / step) // _TILE * _TILE)
        if min(size) < _TILE:
            return None
        to_page: Matrix = (step, 0.0, left, 0.0, step, top)
        least = max(1, int(min(whole.width * step / math.hypot(a, b), whole.height * step / math.hypot(c, d))))
        small = whole.convert("L").reduce(least)
        across, down = small.width / area, small.height / area
        x, y = left - e, top - f
        to_whole: Matrix = (
            *(d * step * across, -c * step * across, (d * x - c * y) * across),
            *(-b * step * down, a * step * down, (a * y - b * x) * down),
        )
        mine, theirs = _tiles(small, size, to_whole), _tiles(self.picture, size, to_page)
        inside = _tiles(Image.new("L", small.size, 255), size, to_whole).min(axis=-1) > _WHOLLY
        text = _tiles(self.words, size, to_page).max(axis=-1) > 0
        return _compared(mine, theirs, inside & ~text, to_whole, small.size)


def _is_mirrored(plane: Matrix) -> bool:
    return plane[0] * plane[3] - plane[1] * plane[2] < 0


def _tiles(picture: Image.Image, size: tuple[int, int], matrix: Matrix) -> NDArray[np.float32]:
    """Return the tiles of a stretch of a picture, row by row, each with all its pixels in the last dimension."""
    import numpy as np  # noqa: PLC0415 - heavy, and needed for few documents

    stretch = picture.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    pixels = np.asarray(stretch.filter(ImageFilter.BoxBlur(1)), dtype=np.float32)
    rows, columns = size[1] // _TILE, size[0] // _TILE
    tiled = pixels.reshape(rows, _TILE, columns, _TILE).transpose(0, 2, 1, 3)
    return np.ascontiguousarray(tiled).reshape(rows, columns, _TILE * _TILE)


def _compared(
    mine: NDArray[np.float32],
    theirs: NDArray[np.float32],
    where: NDArray[np.bool_],
    to_whole: Matrix,
    size: tuple[int, int],
) -> Hidden | None:
    """Compare the tiles of a picture with those of a page."""
    import numpy as np  # noqa: PLC0415 - as above

    mine = mine - mine.mean(axis=-1, keepdims=True)
    theirs = theirs - theirs.mean(axis=-1, keepdims=True)
    spread, other = mine.std(axis=-1), theirs.std(axis=-1)
    telling = where & (spread > _CONTRAST)
    together = (mine * theirs).mean(axis=-1) / (spread * other + 1.0)
    seen = telling & (together > _ALIKE)
    lost = int((telling & ~seen).sum())
    total = int(telling.sum())
    if (lost < _FEW and lost < _SHARE * total) or not lost:
        return None
    rows, columns = np.nonzero(seen)
    if not len(rows):
        return ALL_HIDDEN
    a, b, c, d, e, f = to_whole
    x, y = (columns + 0.5) * _TILE, (rows + 0.5) * _TILE
    half = _TILE / 2
    u, v = a * x + b * y + c, d * x + e * y + f
    across, down = (abs(a) + abs(b)) * half, (abs(d) + abs(e)) * half
    crop = Crop(
        max(0.0, (float(u.min()) - across) / size[0]),
        max(0.0, (float(v.min()) - down) / size[1]),
        max(0.0, 1.0 - (float(u.max()) + across) / size[0]),
        max(0.0, 1.0 - (float(v.max()) + down) / size[1]),
    )
    return Hidden(crop, much=lost >= _MUCH * total)


def whole_picture(picture: pypdfium2.PdfObject) -> Image.Image | None:
    """Return a picture as it lies in the file, without its mask; None if it cannot be decoded."""
    import pypdfium2  # noqa: PLC0415 - as above
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    raw = pdfium.FPDFImageObj_GetBitmap(picture)
    if not raw:
        return None
    # The wrapper destroys what PDFium made as soon as it is done with.
    copy: Image.Image = pypdfium2.PdfBitmap.from_raw(raw).to_pil().convert("RGB")
    return copy


def _matrix(picture: pypdfium2.PdfObject) -> Matrix:
    """Return the matrix from the unit square to the page, through all forms that a picture is in."""
    import pypdfium2  # noqa: PLC0415 - as above

    matrix = pypdfium2.PdfMatrix()
    within: pypdfium2.PdfObject | None = picture
    while within is not None:
        matrix = matrix.multiply(within.get_matrix())
        within = within.container
    a, b, c, d, e, f = matrix.get()
    return (a, b, c, d, e, f)
