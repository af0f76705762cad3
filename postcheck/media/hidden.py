"""Pictures hidden in an image file: thumbnails that show it before it was cropped, and what follows its end."""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from PIL import ExifTags, Image, ImageChops

from postcheck.media.part import Part, PartKind
from postcheck.media.parts import Parts, parts_of, pictures_in
from postcheck.media.picture_file import complaints
from postcheck.media.views import views_of

_THUMBNAIL_OFFSET, _THUMBNAIL_LENGTH = 0x0201, 0x0202
_XMP_IMAGE = re.compile(rb"<xmpGImg:image>(.*?)</xmpGImg:image>|xmpGImg:image=\"(.*?)\"", re.DOTALL)
_XMP_LINE_END = re.compile(rb"&#x[Aa];|\s+")
_LARGEST = 256_000_000
"""Bytes of a file, at most, that are searched for what is hidden in it."""
_STRAY = 64
"""Bytes after the end; so few cannot show anything."""
_VIDEO = re.compile(rb"....ftyp(?:mp4|isom|qt  |iso|M4V|avc|MSNV)", re.DOTALL)
_COMPARED = 1000
"""Pixels of the longer side of a picture when hidden ones are compared with it."""
_READABLE = 1200
"""Pixels of the longer side up to which a hidden picture is enlarged."""
_ALIKE = 20
"""A thumbnail shows nothing new if the means of each tile's channels (of 255) differ from the picture's by less."""
_TILE = 8
"""Pixels of a tile's side."""
_SAME_SHAPE = 0.03
"""Share by which the proportions of a thumbnail and its picture may differ."""
_UNKNOWN = 1_000
"""Bytes of an unknown kind from which on they are said; fewer show no picture, and words among them are read."""
_TEXT = re.compile(rb"[\x20-\x7e\t\r\n]+")
_FORMATS = ("BMP", "GIF", "ICNS", "ICO", "JPEG", "PNG", "TIFF", "WEBP")


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
    file.seek(0)
    data = file.read(_LARGEST)
    whole = parts_of(data, int(getattr(image, "n_frames", 1)) if image.format == "MPO" else 1)
    pictures = [HiddenPicture(part.what, part.data) for part in whole.parts if part.kind is PartKind.PICTURE]
    problems = [] if len(data) < _LARGEST else ["what may follow its end was not looked at, as the file is very large"]
    for what, find in (("its thumbnail", _exif_thumbnails), ("its XMP thumbnail", _xmp_thumbnails)):
        with complaints():
            try:
                pictures += [HiddenPicture(what, found) for found in find(image, whole) if found]
            except Exception:  # noqa: BLE001 - broken metadata fails in every possible way, and all of them mean the same
                problems.append(f"{what} is damaged and could not be looked at; save the image again without metadata")
    for part in whole.parts:
        if part.kind in {PartKind.UNKNOWN, PartKind.DAMAGED} or (part.kind is PartKind.EXIF and image.format != "TIFF"):
            found = [HiddenPicture(f"a picture in {part.what}", inner) for inner in pictures_in(part.data)]
            pictures += found
            if not found and (reason := _why_said(part)):
                problems.append(reason)
    trailing = data[whole.end :]
    found = [HiddenPicture("a picture after its end", inner) for inner in pictures_in(trailing)]
    pictures += found
    if _VIDEO.search(trailing):
        problems.append("a short video is hidden in it, as some phones do; save a still copy of it")
    elif not found and len(trailing) > _STRAY and trailing.strip(b"\0"):
        problems.append(
            f"{len(trailing):,} bytes stand after its end, which may be what was cropped away; "
            "save it anew in a picture program, which leaves them out"
        )
    # The same picture may be found in two ways; the first one says best where it is.
    first = {picture.data: picture for picture in reversed(pictures)}
    return HiddenPictures(tuple(picture for picture in pictures if first[picture.data] is picture), tuple(problems))


def _why_said(part: Part) -> str:
    """Return why a part counts as not examined; empty if its words are all that it can show."""
    if part.kind is PartKind.DAMAGED:
        return f"{part.what} is damaged and could not be read; save the image again without metadata"
    content = part.data.strip(b"\0")
    if part.kind is not PartKind.UNKNOWN or len(content) < _UNKNOWN or _TEXT.sub(b"", content)[_UNKNOWN // 8 :] == b"":
        return ""
    return (
        f"{len(content):,} bytes in {part.what} are of a kind that is not known; "
        "save it anew in a picture program, which leaves them out"
    )


def smaller(picture: Image.Image) -> Image.Image:
    """Return a picture in the size for comparison, so that the large one need not be kept."""
    copy = picture.copy() if max(picture.size) <= _COMPARED else picture.reduce(-(-max(picture.size) // _COMPARED))
    return copy.convert("RGB")


def shows_more(hidden: Image.Image, picture: Image.Image) -> bool:
    """Whether a hidden picture shows anything other than a smaller ``picture`` (both upright, in RGB)."""
    shape = picture.width / picture.height
    for candidate in (hidden, *_without_bars(hidden, shape)):
        if abs(candidate.width / candidate.height - shape) < _SAME_SHAPE * shape:
            difference = ImageChops.difference(candidate, picture.resize(candidate.size, Image.Resampling.BOX))
            most = [channel.reduce(_TILE).getextrema()[1] for channel in difference.split()]
            if all(isinstance(level, (int, float)) and level < _ALIKE for level in most):
                return False
    return True


def _without_bars(small: Image.Image, ratio: float) -> Iterator[Image.Image]:
    """Yield the middle of a thumbnail, in the picture's proportions: cameras pad thumbnails to 4:3 with black bars."""
    width, height = small.size
    if width / height < ratio and (inner := round(width / ratio)) > 0:
        yield small.crop((0, (height - inner) // 2, width, (height + inner) // 2))
    elif width / height > ratio and (inner := round(height * ratio)) > 0:
        yield small.crop(((width - inner) // 2, 0, (width + inner) // 2, height))


def _exif_thumbnails(image: Image.Image, whole: Parts) -> Iterator[bytes]:
    blocks = [part.data for part in whole.parts if part.kind is PartKind.EXIF and image.format != "TIFF"]
    if isinstance(raw := image.info.get("exif"), bytes):
        blocks.append(raw.removeprefix(b"Exif\0\0"))
    for block in dict.fromkeys(blocks):
        exif = Image.Exif()
        exif.load(b"Exif\0\0" + block)
        directory = exif.get_ifd(ExifTags.IFD.IFD1)
        start, length = directory.get(_THUMBNAIL_OFFSET), directory.get(_THUMBNAIL_LENGTH)
        if isinstance(start, int) and isinstance(length, int) and length > 0:
            yield block[start : start + length]


def _xmp_thumbnails(image: Image.Image, whole: Parts) -> Iterator[bytes]:
    packets = [part.data for part in whole.parts if part.kind is PartKind.XMP]
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packets.append(packet.encode() if isinstance(packet, str) else packet)
    for element, attribute in (match for packet in dict.fromkeys(packets) for match in _XMP_IMAGE.findall(packet)):
        try:
            yield base64.b64decode(_XMP_LINE_END.sub(b"", element or attribute), validate=True)
        except binascii.Error as error:
            raise ValueError("no base64") from error


def enlarged(picture: Image.Image) -> Image.Image:
    """Return a small picture in a size at which its words can be read, if they can be read at all."""
    scale = min(4, _READABLE // max(picture.size))
    return (
        picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.BICUBIC)
        if scale > 1
        else picture
    )


def opened(hidden: HiddenPicture, max_pixels: int) -> tuple[Image.Image, ...]:
    """Return a hidden picture in RGB, on every ground on which it shows something; nothing if it cannot be opened."""
    with complaints():
        try:
            with Image.open(io.BytesIO(hidden.data), formats=_FORMATS) as image:
                if image.width * image.height > max_pixels:
                    return ()
                image.load()
                return views_of(image)
        except Exception:  # noqa: BLE001 - decoders fail in every possible way, and all of them mean the same
            return ()
