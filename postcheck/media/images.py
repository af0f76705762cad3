"""Image files become frames that an OCR engine can read.

They are upright and in RGB, whatever the file's format, mode and number of frames.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageChops, UnidentifiedImageError, features

from postcheck.errors import UnreadableError
from postcheck.media.block_parts import gif_frame
from postcheck.media.own_frames import OwnFrames
from postcheck.media.picture_file import complaints, frame_count, unmapped, upright
from postcheck.media.rows import rows_wrong
from postcheck.media.views import views_of, without_transparency

FRAME_LIMIT = 20
"""How many frames of one image are read; frames that look like one already read do not count."""

# Formats that a website or network shows. Others are left out on purpose: opening EPS would start Ghostscript, and some
# have no signature to go by.
_FORMATS = ("AVIF", "BMP", "DIB", "GIF", "ICNS", "ICO", "JPEG", "JPEG2000", "PCX", "PNG", "PPM", "QOI", "TIFF", "WEBP")
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")
_AVIF_BRANDS = (b"avif", b"avis")
_VIDEO_BRANDS = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"qt  ",
    b"M4V ",
    b"3gp4",
    b"3gp5",
)
_HEADER_LENGTH = 512
_STRIP = 256
"""Rows of a picture that are hashed at once."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of an image file."""

    number: int
    """From 0."""
    views: tuple[Image.Image, ...]
    """The picture in RGB, upright, on every ground and in every light in which it shows something new."""


@contextmanager
def _bomb_limit(max_pixels: int) -> Iterator[None]:
    """Have Pillow refuse, while it opens a file, anything more than twice as large.

    The rest is measured frame by frame, before it is decoded.
    """
    usual = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = max_pixels
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS = usual


@contextmanager
def opened(path: Path, max_pixels: int) -> Iterator[Image.Image]:
    """Open an image file; nothing is decoded yet.

    Raises
    ------
    UnreadableError
        If it cannot be opened; the message says why and what to do.
    """
    header = _header(path)
    try:
        with complaints(), _bomb_limit(max_pixels):
            image = unmapped(Image.open(path, formats=formats_of(header)))
    except UnidentifiedImageError as error:
        raise UnreadableError(_unidentified(header)) from error
    except Image.DecompressionBombError as error:
        raise UnreadableError(_too_large(max_pixels)) from error
    except Exception as error:  # decoders fail in every possible way on a hostile file, and all of them mean the same
        raise UnreadableError(_damaged()) from error
    with image:
        _check_size(image, max_pixels)
        yield image


def load(image: Image.Image) -> None:
    """Decode the current frame.

    Raises
    ------
    UnreadableError
        If it is damaged or cut short.
    """
    try:
        with complaints():
            image.load()
    except Exception as error:  # as in opened()
        raise UnreadableError(_damaged()) from error


def frames(
    image: Image.Image, max_pixels: int, problems: list[str], late: Callable[[], bool] = lambda: False
) -> Iterator[Frame]:
    """Yield every frame that looks different from those before it.

    For what cannot be read, the reason is added to ``problems``. Nothing more is decoded once ``late`` says so, which
    tells the reason itself: frames that show nothing new take time, too.
    """
    count = frame_count(image)
    total = count.total
    seen = _FramesSeen()
    own = OwnFrames(image)
    for number in range(total):
        if number and late():
            return
        if seen.count == FRAME_LIMIT:
            problems.append(
                f"{total - number} of its {total} frames were not looked at: only {FRAME_LIMIT} different ones are; "
                "split it into parts"
            )
            return
        try:
            if image.tell() != number:  # of a HEIC file, the main picture need not be the first
                with complaints():
                    image.seek(number)
                _check_size(image, max_pixels)
            load(image)
            views = _single(image, own) if total == 1 else _unseen(image, number, own, seen)
            if not views:
                continue
        except UnreadableError as error:
            problems.append(f"{_which(number, total)}{error.message}")
            return
        except Exception:  # noqa: BLE001 - as in opened()
            problems.append(f"{_which(number, total)}{_damaged()}")
            return
        yield Frame(number, views)
    if not count.whole:
        problems.append(f"there may be more in it than can be seen, as {_damaged()}")
    problems += rows_wrong(image)


def _single(image: Image.Image, own: OwnFrames) -> tuple[Image.Image, ...]:
    """Return how the only frame of a file, loaded, looks."""
    picture = upright(image)
    beneath = own.beneath(0, picture)
    views = views_of(picture)
    if views[0] is not image:
        del picture
        image.close()  # frees its pixels: a large picture should not be in memory more often than it must
    return _with(views, beneath)


def _unseen(image: Image.Image, number: int, own: OwnFrames, seen: _FramesSeen) -> tuple[Image.Image, ...]:
    """Return how a loaded frame looks, and what is beneath it, if that is anything new."""
    picture = upright(image)
    new = seen.add(picture)
    beneath = own.beneath(number, picture)
    if new:
        return _with(views_of(picture), beneath)
    if image.format == "GIF":
        beneath = _gif_beneath(image, number) if seen.unchanged else None
    elif beneath is None and not seen.before:
        beneath = without_transparency(picture)
    return views_of(beneath) if beneath is not None and seen.add(beneath) else ()


def _with(views: tuple[Image.Image, ...], beneath: Image.Image | None) -> tuple[Image.Image, ...]:
    """Return views and what is beneath them, if it looks like none of them."""
    if beneath is None:
        return views
    shown = _FramesSeen()
    for view in views:
        shown.add(view)
    return (*views, beneath) if shown.add(beneath) else views


def _gif_beneath(image: Image.Image, number: int) -> Image.Image | None:
    """Return a frame of a GIF that shows nothing new without its transparency, under which it may show something."""
    data = Path(str(getattr(image, "filename", ""))).read_bytes()
    with complaints(), Image.open(io.BytesIO(gif_frame(data, number)), formats=("GIF",)) as frame:
        frame.load()
        return None if frame.getcolors(1) else frame.convert("RGB")


def _which(number: int, total: int) -> str:
    """Return which frames are missed if this one cannot be read: nothing is certain about those after it."""
    if number + 1 < total:
        return f"frames {number + 1} to {total} of {total}: " if number else ""
    return f"frame {total} of {total}: " if total > 1 else ""


@dataclass(slots=True)
class _FramesSeen:
    """The frames read so far, to tell which others show nothing new."""

    hashes: set[bytes] = field(default_factory=set)
    pages: list[Image.Image] = field(default_factory=list)
    last: Image.Image | None = None
    unchanged: bool = False
    """Whether the last frame looks like the one before it."""
    before: bool = False
    """Whether the last frame came before, with whatever is under its transparency."""

    _PIXELS = 1_000_000  # to which pictures are reduced before they are compared
    _TILE = 16  # pixels a side
    _STEP = 4  # levels of a channel from which on a pixel counts as changed
    _SHARE = 3  # mean of a tile whose changed pixels count as 255: about three of them

    @property
    def count(self) -> int:
        return len(self.pages)

    def add(self, picture: Image.Image) -> bool:
        """Remember ``picture``; return False if it shows nothing new."""
        digest = _digest(picture)
        page = _premultiplied(picture)
        page = page.reduce(max(1, round((page.width * page.height / self._PIXELS) ** 0.5)))
        self.unchanged, self.last = self.last is not None and self._alike(page, self.last), page
        self.before = digest in self.hashes
        if self.before:
            return False
        self.hashes.add(digest)
        if any(self._alike(page, other) for other in self.pages):
            return False
        self.pages.append(page)
        return True

    def _alike(self, one: Image.Image, other: Image.Image) -> bool:
        """Whether no small tile of the pictures differs in more than a few pixels of any channel.

        The strokes of a single letter are more than that.
        """
        if one.size != other.size:
            return False
        changed = (ImageChops.difference(mine, theirs) for mine, theirs in zip(one.split(), other.split(), strict=True))
        marked = (
            channel.point([0] * self._STEP + [255] * (256 - self._STEP)).reduce(self._TILE).getextrema()
            for channel in changed
        )
        return all(isinstance(most, (int, float)) and most < self._SHARE for _, most in marked)


def _premultiplied(picture: Image.Image) -> Image.Image:
    """Return a picture in premultiplied RGBA, in which two pictures differ only if they look different.

    The colour of what is fully transparent cannot be seen, and is dropped.
    """
    return (picture if picture.has_transparency_data else views_of(picture)[0]).convert("RGBA").convert("RGBa")


def _digest(picture: Image.Image) -> bytes:
    """Return a digest of the pixels, a few rows at a time: a large picture should not be in memory twice."""
    digest = hashlib.blake2b(repr((picture.mode, picture.size, picture.getpalette())).encode(), digest_size=16)
    for top in range(0, picture.height, _STRIP):
        digest.update(picture.crop((0, top, picture.width, min(picture.height, top + _STRIP))).tobytes())
    return digest.digest()


# Reasons


def _check_size(image: Image.Image, max_pixels: int) -> None:
    if image.width * image.height > max_pixels:
        raise UnreadableError(_too_large(max_pixels))


def _too_large(max_pixels: int) -> str:
    return (
        f"it is too large: images of more than {max_pixels:,} pixels are not opened; "
        "save a smaller copy or raise ocr.max_pixels"
    )


def _damaged() -> str:
    return "it is damaged or cut short; export or copy it again"


def _header(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_LENGTH)
    except FileNotFoundError as error:
        raise UnreadableError(
            "there is no such file; put it where the draft says it is, or correct its name in the draft"
        ) from error
    except IsADirectoryError as error:
        raise UnreadableError("it is a folder, not an image; name the image file in the draft") from error
    except PermissionError as error:
        raise UnreadableError(
            "reading it is not permitted; change the file's permissions or copy it somewhere else"
        ) from error
    except (OSError, ValueError) as error:
        raise UnreadableError("the system cannot read it; copy the file again") from error
    if not header:
        raise UnreadableError("it is empty (0 bytes); export or copy it again")
    return header


def formats_of(header: bytes) -> tuple[str, ...]:
    """Return the formats as which a file is opened that begins with these bytes."""
    if _brand(header) not in _HEIF_BRANDS:
        return _FORMATS
    return ("HEIF", *_FORMATS) if _opens_heif() else _FORMATS


def _opens_heif() -> bool:
    """Whether HEIC photos can be opened; from now on they will be, if that is possible at all."""
    try:
        from pillow_heif import register_heif_opener  # noqa: PLC0415 - heavy, and needed for few images
    except ImportError:
        return False
    register_heif_opener()
    return True


def _brand(header: bytes) -> bytes:
    return header[8:12] if header[4:8] == b"ftyp" else b""


def _unidentified(header: bytes) -> str:
    """Return why a file that Pillow does not know cannot be opened, and what to do about it."""
    brand = _brand(header)
    if brand in {*_HEIF_BRANDS, *_AVIF_BRANDS}:
        return _unopened(brand)
    start = header.lstrip()[:64].lower()
    drawing = start.startswith((b"<svg", b"<?xml", b"<!doctype svg")) and b"<svg" in header.lower()
    if brand in _VIDEO_BRANDS or header[:4] == b"\x1a\x45\xdf\xa3":
        return "it is a video under the name of a picture; let its name end in .mp4, and change the draft to say so"
    if header.startswith(b"%PDF"):
        return "it is a PDF, not an image; export its pages as PNG"
    if drawing:
        return "it is an SVG drawing, which cannot be read; export it as PNG"
    return "it is not an image that can be opened; save it as JPEG or PNG"


def _unopened(brand: bytes) -> str:
    """Return why a photo in one of the newer formats cannot be opened: damaged, or its decoder is missing."""
    if brand in _HEIF_BRANDS:
        known = _opens_heif()
        lacking = (
            "it is a HEIC photo, which needs the Python package pillow-heif; install it, or save the photo as JPEG"
        )
    else:
        known = bool(features.check("avif"))
        lacking = (
            "it is an AVIF image, which this Pillow cannot open; "
            "upgrade Pillow to 11.3 or later, or save the image as JPEG or PNG"
        )
    return _damaged() if known else lacking
