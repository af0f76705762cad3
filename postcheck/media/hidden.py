"""Pictures that lie hidden in an image file: thumbnails of before it was cropped, and what stands after its end."""

from __future__ import annotations

import base64
import binascii
import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from PIL import ExifTags, Image, ImageChops

from postcheck.media.picture_file import complaints

_THUMBNAIL_OFFSET, _THUMBNAIL_LENGTH = 0x0201, 0x0202
_PHOTOSHOP_THUMBNAILS = (1033, 1036)
_PHOTOSHOP_HEADER = 28
"""Bytes before the JPEG in a thumbnail of Photoshop's (Adobe Photoshop File Formats Specification, "Thumbnail resource
format")."""
_XMP_IMAGE = re.compile(rb"<xmpGImg:image>(.*?)</xmpGImg:image>|xmpGImg:image=\"(.*?)\"", re.DOTALL)
_XMP_LINE_END = re.compile(rb"&#x[Aa];|\s+")
_LARGEST = 64_000_000
"""Bytes of a file that are searched for what follows its end."""
_STRAY = 64
"""Bytes after the end that are too few to show anything."""
_VIDEO = re.compile(rb"....ftyp(?:mp4|isom|qt  |iso|M4V|avc|MSNV)", re.DOTALL)
_COMPARED = 1000
"""Pixels of the longer side of a picture that hidden ones are compared with."""
_READABLE = 1200
"""Pixels of the longer side up to which a hidden picture is enlarged."""
_ALIKE, _TILE, _SAME_SHAPE = 40, 8, 0.03
"""A thumbnail shows just the picture that it belongs to if its proportions differ by no more than a share, and the mean brightness of no tile
(so many pixels a side) by more than this, of 255."""
_MARKER, _FILL, _END_OF_IMAGE, _START_OF_SCAN, _TEMPORARY = 0xFF, 0xFF, 0xD9, 0xDA, 0x01
_RESTARTS = range(0xD0, 0xD8)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A picture within an image file that whoever looks at the file does not see."""

    what: str
    """Where it is, to go on "in …": "its thumbnail"."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Depths:
    """All that lies hidden in a file."""

    pictures: tuple[Hidden, ...] = ()
    problems: tuple[str, ...] = ()
    """Reasons why some of it could not be examined."""


def look_into(image: Image.Image, file: BinaryIO) -> Depths:
    """Return the pictures that lie hidden in an image file.

    Parameters
    ----------
    image:
        The opened image.
    file:
        Its bytes.
    """
    pictures = []
    problems = []
    for what, find in (
        ("its thumbnail", _exif_thumbnail),
        ("its thumbnail of Photoshop's", _photoshop),
        ("its XMP thumbnail", _xmp),
    ):
        with complaints():
            try:
                pictures += [Hidden(what, data) for data in find(image) if data]
            except Exception:  # noqa: BLE001 - broken metadata fails in every way there is, and all of them mean the same
                problems.append(f"{what} is damaged and could not be looked at; save the image again without metadata")
    file.seek(0)
    data = file.read(_LARGEST)
    behind = data[_end_of_frames(data, image) :]
    if len(behind) > _STRAY and behind.strip(b"\0"):
        found = list(_after(behind))
        pictures += found
        if _VIDEO.search(behind):
            problems.append(
                "a short video is hidden in it, as some phones do; make a copy without it with `postcheck redact`"
            )
        elif not found:
            problems.append(
                f"{len(behind):,} bytes stand after its end, which may be what was cropped away; make a copy without them with `postcheck redact`"
            )
    return Depths(tuple(pictures), tuple(problems))


def smaller(picture: Image.Image) -> Image.Image:
    """Return a picture as small as what it is compared with, so that the large one need not be kept."""
    copy = picture.copy() if max(picture.size) <= _COMPARED else picture.reduce(-(-max(picture.size) // _COMPARED))
    return copy.convert("RGB")


def shows_more(hidden: Image.Image, picture: Image.Image) -> bool:
    """Whether a hidden picture shows anything but a smaller ``picture`` (both upright, in RGB)."""
    small, other = hidden.convert("L"), picture.convert("L")
    shape = other.width / other.height
    for candidate in (small, *_without_bars(small, shape)):
        if abs(candidate.width / candidate.height - shape) < _SAME_SHAPE * shape:
            difference = ImageChops.difference(candidate, other.resize(candidate.size, Image.Resampling.BOX))
            _, most = difference.reduce(_TILE).getextrema()
            if isinstance(most, (int, float)) and most < _ALIKE:
                return False
    return True


def _without_bars(small: Image.Image, ratio: float) -> Iterator[Image.Image]:
    """Yield the middle of a thumbnail at the picture's proportions: cameras fill 4:3 thumbnails up with black bars."""
    width, height = small.size
    if width / height < ratio and (inner := round(width / ratio)) > 0:
        yield small.crop((0, (height - inner) // 2, width, (height + inner) // 2))
    elif width / height > ratio and (inner := round(height * ratio)) > 0:
        yield small.crop(((width - inner) // 2, 0, (width + inner) // 2, height))


def _exif_thumbnail(image: Image.Image) -> Iterator[bytes]:
    raw = image.info.get("exif")
    if not isinstance(raw, bytes):
        return
    tiff = raw.removeprefix(b"Exif\0\0")
    exif = Image.Exif()
    exif.load(raw)
    directory = exif.get_ifd(ExifTags.IFD.IFD1)
    start, length = directory.get(_THUMBNAIL_OFFSET), directory.get(_THUMBNAIL_LENGTH)
    if isinstance(start, int) and isinstance(length, int) and length > 0:
        yield tiff[start : start + length]


def _photoshop(image: Image.Image) -> Iterator[bytes]:
    resources = image.info.get("photoshop")
    if isinstance(resources, dict):
        for number in _PHOTOSHOP_THUMBNAILS:
            if isinstance(data := resources.get(number), bytes):
                yield data[_PHOTOSHOP_HEADER:]


def _xmp(image: Image.Image) -> Iterator[bytes]:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    for element, attribute in _XMP_IMAGE.findall(packet):
        try:
            yield base64.b64decode(_XMP_LINE_END.sub(b"", element or attribute), validate=True)
        except binascii.Error as error:
            raise ValueError("no base64") from error


def _end_of_frames(data: bytes, image: Image.Image) -> int:
    """Return the offset at which an image is over; the further pictures of an MPO are frames of it, which are read as such."""
    end = _end(data)
    for _ in range(int(getattr(image, "n_frames", 1)) - 1 if image.format == "MPO" else 0):
        start = data.find(b"\xff\xd8\xff", end)
        end = start + _end(data[start:]) if start >= 0 else end
    return end


def _end(data: bytes) -> int:
    """Return the offset at which the image that ``data`` begins with is over; the end of the data for formats that have no such mark."""
    if data.startswith(b"\xff\xd8"):
        return _jpeg_end(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png_end(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        size = int(struct.unpack("<I", data[4:8])[0])
        return min(len(data), 8 + size + size % 2)
    return len(data)


def _jpeg_end(data: bytes) -> int:
    """Walk over the segments of a JPEG, whose pixels end at the first mark that is neither a restart nor a stuffed byte."""
    position = 2
    while position + 4 <= len(data):
        if data[position] != _MARKER:
            return len(data)  # damaged; decoding says so
        marker = data[position + 1]
        if marker == _END_OF_IMAGE:
            return position + 2
        if marker == _FILL:
            position += 1
        elif marker == _TEMPORARY or marker in _RESTARTS:
            position += 2
        else:
            position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
            if marker == _START_OF_SCAN:
                position = _scan_end(data, position)
    return len(data)


_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _scan_end(data: bytes, start: int) -> int:
    mark = _MARK.search(data, start)
    return mark.start() if mark else len(data)


def _png_end(data: bytes) -> int:
    position = 8
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        position += 12 + length
        if kind == b"IEND":
            return position
    return len(data)


def _after(behind: bytes) -> Iterator[Hidden]:
    """Yield the whole images that stand one after another behind an image's end."""
    position = 0
    while (position := behind.find(b"\xff\xd8\xff", position)) >= 0:
        end = position + _end(behind[position:])
        yield Hidden("a picture after its end", behind[position:end])
        position = end
    start = behind.find(b"\x89PNG\r\n\x1a\n")
    if start >= 0:
        yield Hidden("a picture after its end", behind[start : start + _png_end(behind[start:])])


def enlarged(picture: Image.Image) -> Image.Image:
    """Return a small picture in a size in which its words can be read, if they can be at all."""
    scale = min(4, _READABLE // max(picture.size))
    return (
        picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.BICUBIC)
        if scale > 1
        else picture
    )


def opened(hidden: Hidden, max_pixels: int) -> Image.Image | None:
    """Return a hidden picture in RGB, or None if it is none that can be opened."""
    with complaints():
        try:
            with Image.open(io.BytesIO(hidden.data), formats=("JPEG", "PNG")) as image:
                if image.width * image.height > max_pixels:
                    return None
                return image.convert("RGB")
        except Exception:  # noqa: BLE001 - decoders fail in every way there is, and all of them mean the same
            return None
