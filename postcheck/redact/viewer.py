"""A picture file as any viewer shows it: what a safe copy and its original are compared by.

On purpose this takes nothing from what reads pictures or writes copies, neither their frames nor their way of turning
and colouring them: it opens the file anew, so that a mistake of theirs is not made here once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

from postcheck.media.picture_file import complaints

_ONLY_FIRST = frozenset({"MPO"})
"""Formats whose further pictures no viewer shows: previews, and the same from another place."""
_INKS = {"GRAY": "L", "CMYK": "CMYK", "RGB": "RGB"}
"""The mode that colours come in, by what a profile says they are."""


def frames_shown(path: Path) -> Iterator[Image.Image]:
    """Yield each frame or page of a picture file as a person sees it: upright, in sRGB, as RGBA.

    Raises
    ------
    Exception
        Whatever a decoder raises for a file that is not whole.
    """
    register_heif_opener()
    with path.open("rb") as data:  # Pillow maps files that it opens itself, and turns some of them wrongly then
        with complaints():
            file: Image.Image = Image.open(data)
        number = 0
        while not number or file.format not in _ONLY_FIRST:
            with complaints():
                try:
                    file.seek(number)
                except EOFError:
                    return
                file.load()
                frame = _shown(file)
            yield frame
            number += 1


def _shown(stored: Image.Image) -> Image.Image:
    try:
        frame = ImageOps.exif_transpose(stored)
    except Exception:  # noqa: BLE001 - broken EXIF data fails in every possible way, and viewers pass over it
        frame = stored
    colours = _in_srgb(frame)
    if frame.has_transparency_data:
        colours.putalpha(frame.convert("RGBA").getchannel("A"))
    return colours.convert("RGBA")


def _in_srgb(frame: Image.Image) -> Image.Image:
    """Return the colours of a frame on a screen, in RGB, as if nothing of it were transparent."""
    plain = _eight_bits(frame)
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(frame.info.get("icc_profile") or b""))
        mode = _INKS.get(profile.profile.xcolor_space.strip(), "")
        held = "L" if plain.mode in {"L", "LA"} else "CMYK" if plain.mode == "CMYK" else "RGB"
        if mode == held:
            screen = ImageCms.createProfile("sRGB")
            shown = ImageCms.profileToProfile(plain.convert(mode), profile, screen, outputMode="RGB")
            if shown is not None:
                return shown
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        pass  # no profile, or a broken one, which viewers pass over
    return plain.convert("RGB")


def _eight_bits(frame: Image.Image) -> Image.Image:
    """Return a frame with eight bits a channel; values of more are stretched from the darkest to the lightest."""
    if frame.mode == "1":
        return frame.convert("L")
    if frame.mode != "F" and not frame.mode.startswith("I"):
        return frame
    import numpy as np  # noqa: PLC0415 - heavy, and needed for few pictures

    values = np.nan_to_num(np.asarray(frame, dtype=np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    return Image.fromarray(((values - low) * (255.0 / ((high - low) or 1.0))).astype(np.uint8))
