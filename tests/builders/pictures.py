"""Pictures with invented names, drawn with the font that Pillow brings along."""

from __future__ import annotations

import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from postcheck.model.draft import Draft, DraftImage
from postcheck.model.text import Box, PlaceKind, TextFile, Where

STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a picture lies in a file with each EXIF orientation."""


def draw(
    size: tuple[int, int], *texts: tuple[str, int, int, int], paper: str = "white", ink: str = "black"
) -> tuple[Image.Image, list[Box]]:
    """Draw each (text, left, top, letter height) on a page; return it and where the ink is."""
    picture = Image.new("RGB", size, paper)
    pen = ImageDraw.Draw(picture)
    boxes = []
    for text, left, top, height in texts:
        font = ImageFont.load_default(size=height)
        pen.text((left, top), text, font=font, fill=ink)
        low_left, low_top, high_right, high_bottom = (
            round(edge) for edge in pen.textbbox((left, top), text, font=font)
        )
        boxes.append(Box(low_left, low_top, high_right - low_left, high_bottom - low_top))
    return picture, boxes


def arched(text: str, radius: int, *, smiling: bool = False) -> tuple[Image.Image, list[Box]]:
    """Write a text along an arch, or along the lower half of a circle; return it and where the ink of each word is."""
    size, middle, height = (900, 600), 450, 60
    picture, font = Image.new("RGB", size, "white"), ImageFont.load_default(size=height)
    widths = [font.getlength(char) + 4 for char in text]
    place, inks = -sum(widths) / 2, [Image.new("L", size, 0)]
    for char, width in zip(text, widths, strict=True):
        angle = (place + width / 2) / radius
        place += width
        if char == " ":
            inks.append(Image.new("L", size, 0))
        letter = Image.new("L", (2 * height, 2 * height), 0)
        ImageDraw.Draw(letter).text((height, height), char, font=font, fill=255, anchor="mm")
        letter = letter.rotate(math.degrees(angle if smiling else -angle), resample=Image.Resampling.BICUBIC)
        drop = radius * (1 - math.cos(angle))
        top = 400 - drop if smiling else 200 + drop
        corner = (round(middle + radius * math.sin(angle)) - height, round(top) - height)
        for ground in (picture, inks[-1]):
            ground.paste(0 if ground is picture else 255, corner, letter)
    edges = [ink.getbbox() or (0, 0, 0, 0) for ink in inks]
    return picture, [Box(left, top, right - left, bottom - top) for left, top, right, bottom in edges]


def certificate() -> Image.Image:
    return draw(
        (900, 500),
        ("Certificate of effort", 150, 60, 48),
        ("awarded to", 330, 180, 32),
        ("Amelia Carter", 250, 270, 56),
    )[0]


def image_of(path: Path, key: str = "image-1") -> DraftImage:
    return DraftImage(key, path, path.name, Where(PlaceKind.POST, path.name))


def draft_of(*paths: Path) -> Draft:
    return Draft(
        paths[0].name,
        paths[0],
        images=tuple(image_of(path, f"image-{number}") for number, path in enumerate(paths, start=1)),
    )


def text_draft(body: str) -> Draft:
    return Draft("post.md", None, TextFile("post.md", body), (0, len(body)))
