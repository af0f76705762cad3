"""Pictures hidden in an image file: thumbnails that show it before it was cropped, and what follows its end."""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from PIL import ExifTags, Image

from postcheck.media.gain_map import is_gain_map
from postcheck.media.heif_items import AUXILIARY
from postcheck.media.images import formats_of
from postcheck.media.part import Part, PartKind
from postcheck.media.parts import FOUND, contents_of
from postcheck.media.picture_file import complaints, frame_count
from postcheck.media.views import views_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_THUMBNAIL_OFFSET, _THUMBNAIL_LENGTH = 0x0201, 0x0202
_XMP_IMAGE = re.compile(rb"<xmpGImg:image>(.*?)</xmpGImg:image>|xmpGImg:image=\"(.*?)\"", re.DOTALL)
_XMP_LINE_END = re.compile(rb"&#x[Aa];|\s+")
_LARGEST = 256_000_000
"""Bytes of a file, at most, that are searched for what is hidden in it."""
_STRAY = 64
"""Bytes after the end; so few cannot show anything."""
_COMPARED = 1000
"""Pixels of the longer side of a picture when hidden ones are compared with it."""
_READABLE = 1200
"""Pixels of the longer side up to which a hidden picture is enlarged."""
_ALIKE = 20
"""A thumbnail shows nothing new if its tiles differ from the picture's by less (levels of 255, in the mean)."""
_TILE = 8
"""Pixels of a tile's side."""
_TURNS = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
_SAME_SHAPE = 0.03
"""Share by which the proportions of a thumbnail and its picture may differ."""
_UNKNOWN = 1_000
"""Bytes of an unknown kind from which on they are said; fewer show no picture, and words among them are read."""
_TEXT = re.compile(rb"[\x20-\x7e\t\r\n]+")


@dataclass(frozen=True, slots=True)
class HiddenPicture:
    """A picture within an image file that people who look at the file do not see."""

    what: str
    """Where it is, to go on "in …": "its thumbnail"."""
    data: bytes

    @property
    def auxiliary(self) -> bool:
        """Whether it says something of each place of the picture itself, and nothing else, if it is what it says.

        How light it may be shown (a gain map), say, or how far away it is.
        """
        return self.what == AUXILIARY or is_gain_map(self.data)


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
    parts = contents_of(data, frame_count(image).total if image.format == "MPO" else 1)
    inner = [HiddenPicture(part.what, part.data) for part in parts if part.kind in {PartKind.PICTURE, PartKind.INNER}]
    pictures = [picture for picture in inner if not picture.what.startswith(FOUND)]
    problems = [] if len(data) < _LARGEST else ["what may follow its end was not looked at, as the file is very large"]
    for what, find in (("its thumbnail", _exif_thumbnails), ("its XMP thumbnail", _xmp_thumbnails)):
        with complaints():
            try:
                pictures += [HiddenPicture(what, found) for found in find(image, parts) if found]
            except Exception:  # noqa: BLE001 - broken metadata fails in every possible way, and all of them mean the same
                problems.append(f"{what} is damaged and could not be looked at; save the image again without metadata")
    pictures += [picture for picture in inner if picture.what.startswith(FOUND)]
    problems += dict.fromkeys(reason for part in parts if (reason := _why_said(part)))
    # The same picture may be found in two ways; the first one says best where it is.
    first = {picture.data: picture for picture in reversed(pictures)}
    return HiddenPictures(tuple(picture for picture in pictures if first[picture.data] is picture), tuple(problems))


def _why_said(part: Part) -> str:
    """Return why a part counts as not examined; empty if its words are all that it can show."""
    if part.kind is PartKind.DAMAGED and not part.data:
        return f"{part.what} was not looked at; save it anew in a picture program"
    if part.kind is PartKind.DAMAGED:
        return f"{part.what} is damaged and could not be read; save the image again without metadata"
    if part.kind is PartKind.VIDEO:
        return "a short video is hidden in it, as some phones do; save a still copy of it"
    content = part.data.strip(b"\0")
    least = {PartKind.UNKNOWN: _UNKNOWN, PartKind.TRAILING: _STRAY}.get(part.kind)
    if least is None or len(content) < least or len(_TEXT.sub(b"", content)) <= len(content) // 8:
        return ""
    if part.kind is PartKind.TRAILING:
        return (
            f"{len(content):,} bytes stand after its end, which may be what was cropped away; "
            "save it anew in a picture program, which leaves them out"
        )
    return (
        f"{len(content):,} bytes in {part.what} are of a kind that is not known; "
        "save it anew in a picture program, which leaves them out"
    )


def smaller(picture: Image.Image) -> Image.Image:
    """Return a picture in the size for comparison, so that the large one need not be kept."""
    copy = picture.copy() if max(picture.size) <= _COMPARED else picture.reduce(-(-max(picture.size) // _COMPARED))
    return copy.convert("RGB")


def shows_more(hidden: Image.Image, picture: Image.Image) -> bool:
    """Whether a hidden picture shows anything other than a smaller ``picture`` (both in RGB, that one upright)."""
    shape = picture.width / picture.height
    for turned in (hidden, *(hidden.transpose(turn) for turn in _TURNS)):  # a thumbnail lies as the camera did
        for candidate in (turned, *_without_bars(turned, shape)):
            if abs(candidate.width / candidate.height - shape) < _SAME_SHAPE * shape and _alike(candidate, picture):
                return False
    return True


def _alike(small: Image.Image, picture: Image.Image) -> bool:
    """Whether no tile of two pictures differs by more than the second one varies there.

    Where that is full of detail, thumbnails made in another way differ, too. What was covered is flat, or far away.
    """
    import numpy as np  # noqa: PLC0415 - heavy, and not needed for files that hide nothing

    width, height = min(small.size, picture.size)

    def tiles(image: Image.Image) -> NDArray[np.float32]:
        pixels = np.asarray(image.resize((width, height), Image.Resampling.BOX), dtype=np.float32)
        padded = np.pad(pixels, ((0, -height % _TILE), (0, -width % _TILE), (0, 0)), mode="edge")
        return padded.reshape(padded.shape[0] // _TILE, _TILE, padded.shape[1] // _TILE, _TILE, -1)

    one, other = tiles(small), tiles(picture)
    varies = np.abs(other - other.mean((1, 3), keepdims=True)).mean((1, 3))
    return bool((np.abs(one - other).mean((1, 3)) - varies).max() < _ALIKE)


def _without_bars(small: Image.Image, ratio: float) -> Iterator[Image.Image]:
    """Yield the middle of a thumbnail, in the picture's proportions: cameras pad thumbnails to 4:3 with black bars."""
    width, height = small.size
    if width / height < ratio and (inner := round(width / ratio)) > 0:
        yield small.crop((0, (height - inner) // 2, width, (height + inner) // 2))
    elif width / height > ratio and (inner := round(height * ratio)) > 0:
        yield small.crop(((width - inner) // 2, 0, (width + inner) // 2, height))


def _exif_thumbnails(image: Image.Image, parts: list[Part]) -> Iterator[bytes]:
    blocks = [part.data for part in parts if part.kind is PartKind.EXIF]
    if isinstance(raw := image.info.get("exif"), bytes):
        blocks.append(raw.removeprefix(b"Exif\0\0"))
    for block in dict.fromkeys(blocks):
        exif = Image.Exif()
        exif.load(b"Exif\0\0" + block)
        directory = exif.get_ifd(ExifTags.IFD.IFD1)
        start, length = directory.get(_THUMBNAIL_OFFSET), directory.get(_THUMBNAIL_LENGTH)
        if isinstance(start, int) and isinstance(length, int) and length > 0:
            yield block[start : start + length]


def _xmp_thumbnails(image: Image.Image, parts: list[Part]) -> Iterator[bytes]:
    packets = [part.data for part in parts if part.kind is PartKind.XMP]
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
            with Image.open(io.BytesIO(hidden.data), formats=formats_of(hidden.data[:512])) as image:
                if image.width * image.height > max_pixels:
                    return ()
                image.load()
                return views_of(image)
        except Exception:  # noqa: BLE001 - decoders fail in every possible way, and all of them mean the same
            return ()
