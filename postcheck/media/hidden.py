"""Pictures hidden in an image file: thumbnails that show it before it was cropped, and what follows its end."""

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
"""Bytes before the JPEG in a Photoshop thumbnail (Adobe Photoshop File Formats Specification, "Thumbnail resource
format")."""
_XMP_IMAGE = re.compile(rb"<xmpGImg:image>(.*?)</xmpGImg:image>|xmpGImg:image=\"(.*?)\"", re.DOTALL)
_XMP_LINE_END = re.compile(rb"&#x[Aa];|\s+")
_LARGEST = 64_000_000
"""Bytes of a file, at most, that are searched for what follows its end."""
_STRAY = 64
"""Bytes after the end; so few cannot show anything."""
_VIDEO = re.compile(rb"....ftyp(?:mp4|isom|qt  |iso|M4V|avc|MSNV)", re.DOTALL)
_COMPARED = 1000
"""Pixels of the longer side of a picture when hidden ones are compared with it."""
_READABLE = 1200
"""Pixels of the longer side up to which a hidden picture is enlarged."""
_ALIKE = 40
"""A thumbnail shows nothing new if the mean brightness (of 255) of each tile differs from the picture's by less."""
_TILE = 8
"""Pixels of a tile's side."""
_SAME_SHAPE = 0.03
"""Share by which the proportions of a thumbnail and its picture may differ."""
_MARKER, _FILL, _END_OF_IMAGE, _START_OF_SCAN, _TEMPORARY = 0xFF, 0xFF, 0xD9, 0xDA, 0x01
_RESTARTS = range(0xD0, 0xD8)


@dataclass(frozen=True, slots=True)
class HiddenPicture:
    """A picture within an image file that people who look at the file do not see."""

    what: str
    """Where it is, to go on "in …": "its thumbnail"."""
    data: bytes


@dataclass(frozen=True, slots=True)
class HiddenPictures:
    """Everything hidden in a file."""

    pictures: tuple[HiddenPicture, ...] = ()
    problems: tuple[str, ...] = ()
    """Reasons why some of it could not be examined."""


def extract_hidden(image: Image.Image, file: BinaryIO) -> HiddenPictures:
    """Return the pictures hidden in an image file.

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
        ("its thumbnail of Photoshop's", _photoshop_thumbnails),
        ("its XMP thumbnail", _xmp_thumbnails),
    ):
        with complaints():
            try:
                pictures += [HiddenPicture(what, data) for data in find(image) if data]
            except Exception:  # noqa: BLE001 - broken metadata fails in every possible way, and all of them mean the same
                problems.append(f"{what} is damaged and could not be looked at; save the image again without metadata")
    file.seek(0)
    data = file.read(_LARGEST)
    trailing = data[_end_of_frames(data, image) :]
    if len(trailing) > _STRAY and trailing.strip(b"\0"):
        found = list(_trailing_images(trailing))
        pictures += found
        if _VIDEO.search(trailing):
            problems.append(
                "a short video is hidden in it, as some phones do; make a copy without it with `postcheck redact`"
            )
        elif not found:
            problems.append(
                f"{len(trailing):,} bytes stand after its end, which may be what was cropped away; "
                "make a copy without them with `postcheck redact`"
            )
    return HiddenPictures(tuple(pictures), tuple(problems))


def smaller(picture: Image.Image) -> Image.Image:
    """Return a picture in the size for comparison, so that the large one need not be kept."""
    copy = picture.copy() if max(picture.size) <= _COMPARED else picture.reduce(-(-max(picture.size) // _COMPARED))
    return copy.convert("RGB")


def shows_more(hidden: Image.Image, picture: Image.Image) -> bool:
    """Whether a hidden picture shows anything other than a smaller ``picture`` (both upright, in RGB)."""
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
    """Yield the middle of a thumbnail, in the picture's proportions: cameras pad thumbnails to 4:3 with black bars."""
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


def _photoshop_thumbnails(image: Image.Image) -> Iterator[bytes]:
    resources = image.info.get("photoshop")
    if isinstance(resources, dict):
        for number in _PHOTOSHOP_THUMBNAILS:
            if isinstance(data := resources.get(number), bytes):
                yield data[_PHOTOSHOP_HEADER:]


def _xmp_thumbnails(image: Image.Image) -> Iterator[bytes]:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    for element, attribute in _XMP_IMAGE.findall(packet):
        try:
            yield base64.b64decode(_XMP_LINE_END.sub(b"", element or attribute), validate=True)
        except binascii.Error as error:
            raise ValueError("no base64") from error


def _end_of_frames(data: bytes, image: Image.Image) -> int:
    """Return the offset at which an image ends. The further pictures of an MPO are its frames, and are read as such."""
    end = _end(data)
    for _ in range(int(getattr(image, "n_frames", 1)) - 1 if image.format == "MPO" else 0):
        start = data.find(b"\xff\xd8\xff", end)
        end = start + _end(data[start:]) if start >= 0 else end
    return end


def _end(data: bytes) -> int:
    """Return the offset at which the image at the start of ``data`` ends.

    For formats that do not mark their end, that is the end of the data.
    """
    if data.startswith(b"\xff\xd8"):
        return _jpeg_end(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png_end(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        size = int(struct.unpack("<I", data[4:8])[0])
        return min(len(data), 8 + size + size % 2)
    return len(data)


def _jpeg_end(data: bytes) -> int:
    """Walk over the segments of a JPEG; a scan ends at the first marker that is neither restart nor stuffed byte."""
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


_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _scan_end(data: bytes, start: int) -> int:
    marker = _NEXT_MARKER.search(data, start)
    return marker.start() if marker else len(data)


def _png_end(data: bytes) -> int:
    position = 8
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        position += 12 + length
        if kind == b"IEND":
            return position
    return len(data)


def _trailing_images(trailing: bytes) -> Iterator[HiddenPicture]:
    """Yield the whole images that follow one another after an image's end."""
    position = 0
    while (position := trailing.find(b"\xff\xd8\xff", position)) >= 0:
        end = position + _end(trailing[position:])
        yield HiddenPicture("a picture after its end", trailing[position:end])
        position = end
    start = trailing.find(b"\x89PNG\r\n\x1a\n")
    if start >= 0:
        yield HiddenPicture("a picture after its end", trailing[start : start + _png_end(trailing[start:])])


def enlarged(picture: Image.Image) -> Image.Image:
    """Return a small picture in a size at which its words can be read, if they can be read at all."""
    scale = min(4, _READABLE // max(picture.size))
    return (
        picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.BICUBIC)
        if scale > 1
        else picture
    )


def opened(hidden: HiddenPicture, max_pixels: int) -> Image.Image | None:
    """Return a hidden picture in RGB, or None if it cannot be opened."""
    with complaints():
        try:
            with Image.open(io.BytesIO(hidden.data), formats=("JPEG", "PNG")) as image:
                if image.width * image.height > max_pixels:
                    return None
                return image.convert("RGB")
        except Exception:  # noqa: BLE001 - decoders fail in every possible way, and all of them mean the same
            return None
