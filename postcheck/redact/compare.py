"""Compares a safe copy with its original as both lie on the disk: whoever wrote the copy is not asked.

The engines look for what can still be read in a copy. That says nothing of a copy in which a cover lies beside the
name and the name stands upside down. Here every place is looked at by its position: it must be covered in each frame,
and everything else must be as it was.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageFilter, TiffImagePlugin

from postcheck.media.hidden import HiddenPicture, opened, shows_more, smaller
from postcheck.media.part import Part, PartKind
from postcheck.media.parts import parts_of
from postcheck.media.picture_file import complaints
from postcheck.model.text import Box, Slanted
from postcheck.redact.places import Place, within
from postcheck.redact.viewer import frames_shown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_Wanted = tuple[Box | Slanted, Box]
"""A place that must be covered, and the box that its cover may take up."""
_TILE = 8
"""Side in pixels of the tiles by whose mean colour pictures are compared; compression works in the same."""
_SAME = {"PNG": 2, "BMP": 2, "TIFF": 2, "GIF": 40}
"""Levels of a channel by which a tile may differ, by format: without loss there is only rounding; a GIF has 256 colours
for all its frames."""
_SAME_LOSSY = 32
_BLEED = 8
"""Pixels by which lossy formats carry an edge into what is beside it."""
_EVEN = {"PNG": 0, "BMP": 0, "TIFF": 0, "GIF": 0}
"""Levels by which the pixels of a plain cover may differ, by format."""
_EVEN_LOSSY = 28
_FAINT, _STRONG = 2.0, 16.0
"""Spread of the levels of what was written, from which on it is looked for in the whole place, and piece by piece."""
_PIECE = 16
"""Side of such a piece in pixels."""
_LEFT = 0.3
"""Share of the contrast of what was written that may be found again in the copy: chance makes some."""
_ALIKE = 0.6
"""How alike (as a correlation) a place and its cover may be: noise is not at all."""
_GAP = 64
"""Bytes between the parts of a file that may belong to none of them."""
_KEPT_INSIDE = ("exif", "xmp", "XML:com.adobe.xmp", "icc_profile", "comment", "photoshop", "metadata", "thumbnails")
_ENCODER = b"Created by OpenJPEG"
"""The comment that the encoder of JPEG 2000 writes of itself."""
_SIZES = frozenset({"ICO", "ICNS"})
"""Formats that hold a picture in several sizes."""
_KEPT_BESIDE = ("depth_images", "aux")
"""What Pillow tells of an opened file that shows or says more than its pixels."""
_TIFF_TAGS = frozenset(
    {254, 256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 282, 283, 284, 296, 297, 317, 320, 338, 339}
)
"""The tags of a TIFF that say how its pixels are to be taken."""
_OPAQUE = 255


def what_differs(
    original: Path,
    copy: Path,
    words: Mapping[int, Sequence[Place]],
    heads: Mapping[int, Sequence[Box]],
    *,
    plain: bool,
) -> str:
    """Return what is wrong with a safe copy as a viewer shows it; empty if nothing is.

    Parameters
    ----------
    original, copy:
        The files.
    words, heads:
        What must be covered, by frame of the original, in pixels of the picture as a person sees it. It counts for all
        frames of that size.
    plain:
        Whether each cover is to be of one colour.

    Returns
    -------
    str
        A clause such as "a name is not covered in it"; never what is written there.
    """
    try:
        if left := _left_inside(copy):
            return left
        with complaints(), Image.open(copy) as file:
            kind = file.format or ""
        return _frames_differ(original, copy, _wanted(original, words, heads), kind, plain=plain)
    except Exception:  # noqa: BLE001 - decoders fail in every possible way; what cannot be compared does not stand
        return "it cannot be compared with its original"


def _wanted(
    original: Path, words: Mapping[int, Sequence[Place]], heads: Mapping[int, Sequence[Box]]
) -> dict[tuple[int, int], list[_Wanted]]:
    """Return, by size of frame, the places that must be covered, each with how far its cover may go."""
    wanted: dict[tuple[int, int], list[_Wanted]] = {}
    if not words and not heads:
        return wanted
    for number, frame in enumerate(frames_shown(original)):
        found = wanted.setdefault(frame.size, [])
        for place in (*words.get(number, ()), *(Place(head, 0) for head in heads.get(number, ()))):
            reach = place.letters + _BLEED
            far = Box(
                place.box.left - reach, place.box.top - reach, place.box.width + 2 * reach, place.box.height + 2 * reach
            )
            found.append((place.slanted or within(place.box, frame.size), within(far, frame.size)))
    return wanted


def _frames_differ(
    original: Path, copy: Path, wanted: Mapping[tuple[int, int], Sequence[_Wanted]], kind: str, *, plain: bool
) -> str:
    """Walk along both files. Frames that look alike once covered may be one in the copy; none is missing or added."""
    copies = frames_shown(copy)
    shown, coming = next(copies), next(copies, None)
    for number, frame in enumerate(frames_shown(original)):
        places = wanted.get(frame.size, ())
        problem = ""
        if number and coming is not None:
            problem = _differs(frame, coming, places, kind, plain=plain)
            if not problem:
                shown, coming = coming, next(copies, None)
                continue
        if found := _differs(frame, shown, places, kind, plain=plain):
            return problem or found
    return "" if coming is None else "it has frames that the picture has not"


def _differs(frame: Image.Image, shown: Image.Image, places: Sequence[_Wanted], kind: str, *, plain: bool) -> str:
    if frame.size != shown.size:
        return "it does not have the size of the picture as a person sees it"
    for place, _ in places:
        if not _is_covered(_cut(frame, place, kind), _cut(shown, place, kind), kind, plain=plain):
            return "a place that was to be covered can be seen in it"
    if _changed_elsewhere(frame, shown, [far for _, far in places], kind):
        return "it does not look like the picture where nothing was covered"
    if _shows_what_is_transparent(frame, shown):
        return "colours are left under what is transparent in it"
    return ""


def _cut(picture: Image.Image, place: Box | Slanted, kind: str) -> Image.Image:
    """Return the part of a place into which nothing is carried from around its cover, upright."""
    if isinstance(place, Slanted):
        reach = math.hypot(place.width, place.height) / 2 + 1
        left, top = (round(middle - reach) for middle in place.middle)
        side = round(2 * reach)
        picture = picture.crop((left, top, left + side, top + side)).rotate(place.degrees)
        width, height = int(place.width), int(place.height)
        place = Box((side - width) // 2, (side - height) // 2, width, height)
    edge = 0 if kind in _EVEN else min(_BLEED, place.width // 4, place.height // 4)
    return picture.crop((place.left + edge, place.top + edge, place.right - edge, place.bottom - edge))


def _is_covered(was: Image.Image, now: Image.Image, kind: str, *, plain: bool) -> bool:
    if not now.width or not now.height:
        return True
    if plain and max(high - low for low, high in _ranges(now)) > _EVEN.get(kind, _EVEN_LOSSY):
        return False
    side = _PIECE if plain else max(_PIECE, min(now.size))
    clear = _is_clear(was) and _is_clear(now)
    return not any(
        _is_left(written, left, side)
        for written, left in zip(_channels(was, clear=clear), _channels(now, clear=clear), strict=True)
    )


def _ranges(picture: Image.Image) -> Iterator[tuple[float, float]]:
    for channel in picture.split():
        low, high = channel.getextrema()
        if isinstance(low, (int, float)) and isinstance(high, (int, float)):
            yield low, high


def _is_clear(picture: Image.Image) -> bool:
    """Whether nothing of a picture is transparent."""
    return picture.getchannel("A").getextrema()[0] == _OPAQUE


def _channels(picture: Image.Image, *, clear: bool) -> Iterator[Image.Image]:
    """Yield all in which something may be seen: the colours on white and on black, those under transparency, alpha.

    In a ``clear`` picture, of which nothing is transparent, all of that is its colours.
    """
    if clear:
        yield from picture.split()[:3]
        return
    for page in ("white", "black"):
        yield from Image.alpha_composite(Image.new("RGBA", picture.size, page), picture).convert("RGB").split()
    yield from picture.split()


def _is_left(written: Image.Image, left: Image.Image, side: int) -> bool:
    """Whether the edges in one channel of a place can be found again in its cover, as a whole or in a piece of it."""
    was, now = _edges(written), _edges(left)
    if not now.any():
        return False  # nothing is seen in the cover at all
    if _is_again(was, now, _FAINT):
        return True
    return any(
        _is_again(was[top : top + side, across : across + side], now[top : top + side, across : across + side], _STRONG)
        for top in range(0, was.shape[0], side)
        for across in range(0, was.shape[1], side)
    )


def _edges(channel: Image.Image) -> NDArray[np.float64]:
    """Return a channel without what changes slowly across it, which a cover may have from its surroundings."""
    import numpy as np  # noqa: PLC0415 - heavy, and not needed to start

    soft = channel.filter(ImageFilter.GaussianBlur(max(2, min(channel.size) / 4)))
    return np.asarray(channel, dtype=np.float64) - np.asarray(soft, dtype=np.float64)


def _is_again(was: NDArray[np.float64], now: NDArray[np.float64], least: float) -> bool:
    was = was - was.mean()
    if (spread := float(was.std())) < least:
        return False
    now = now - now.mean()
    if not (kept := float(now.std())):
        return False
    together = abs(float((was * now).mean()))
    return together > _LEFT * spread**2 and together > _ALIKE * spread * kept


def _changed_elsewhere(frame: Image.Image, shown: Image.Image, covers: Iterable[Box], kind: str) -> bool:
    """Whether anything outside of the covers looks different on any page."""
    covered = [(box.left // _TILE, box.top // _TILE, -(-box.right // _TILE), -(-box.bottom // _TILE)) for box in covers]
    clear = _is_clear(frame) and _is_clear(shown)
    for page in ("white",) if clear else ("white", "black"):
        was, now = (
            Image.alpha_composite(Image.new("RGBA", picture.size, page), picture).convert("RGB").reduce(_TILE)
            for picture in (frame, shown)
        )
        changed = ImageChops.difference(was, now)
        for box in covered:
            changed.paste((0, 0, 0), box)
        if max(high for _, high in _ranges(changed)) > _SAME.get(kind, _SAME_LOSSY):
            return True
    return False


def _shows_what_is_transparent(frame: Image.Image, shown: Image.Image) -> bool:
    """Whether colours that nobody sees in the picture are still there in the copy."""
    if shown.getchannel("A").getextrema()[0]:
        return False
    import numpy as np  # noqa: PLC0415 - as above

    was, now = np.asarray(frame), np.asarray(shown)
    unseen = now[:, :, 3] == 0
    return any(
        _is_again(was[:, :, channel][unseen].astype(float), now[:, :, channel][unseen].astype(float), _FAINT)
        for channel in range(3)
    )


# What lies in the file beside its pixels


def _left_inside(copy: Path) -> str:
    """Return what a copy holds that is none of its pixels; empty if it holds nothing."""
    data = copy.read_bytes()
    with complaints(), Image.open(copy) as file:
        file.load()
        kept = [file.info.get(key) for key in (*_KEPT_INSIDE, *_KEPT_BESIDE)]
        if any(value for value in kept if not (isinstance(value, bytes) and value.startswith(_ENCODER))):
            return "hidden details are left in it"
        sizes = smaller(file) if file.format in _SIZES else None
        whole = parts_of(data)
        if isinstance(file, TiffImagePlugin.TiffImageFile):
            if set(file.tag_v2) - _TIFF_TAGS:
                return "hidden details are left in it"
        elif file.getexif() or any(part.kind is PartKind.EXIF for part in whole.parts):
            return "hidden details are left in it"
    for part in whole.parts:
        if part.kind is PartKind.PICTURE and not (sizes and _is_size_of(part, sizes)):
            return "another picture is hidden in it"
        unknown = part.kind in {PartKind.UNKNOWN, PartKind.DAMAGED}
        if part.kind in {PartKind.XMP, PartKind.IPTC, PartKind.TEXT} or (unknown and len(part.data) > _GAP):
            return "hidden details are left in it"
    return "something stands after its end" if data[whole.end :].strip(b"\0") else ""


def _is_size_of(part: Part, shown: Image.Image) -> bool:
    """Whether a picture within an icon is the icon once more, in another size."""
    views = opened(HiddenPicture(part.what, part.data), shown.width * shown.height * 4)
    return bool(views) and not any(shows_more(view, shown) for view in views)
