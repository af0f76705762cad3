"""Drawn faces of nobody, which a face detector takes for faces."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter

_HAIR = (45, 32, 25)
SKINS = ((214, 165, 135), (130, 88, 64), (235, 195, 170))
_Colour = tuple[int, int, int]


def face(width: int, skin: _Colour = SKINS[0]) -> Image.Image:
    """Draw a face with soft shadows on a clear ground."""
    wide, high = 2 * width, 2 * (width * 7 // 5)
    drawn = Image.new("RGB", (wide, high), skin)

    def blot(middle: tuple[float, float], reach: tuple[float, float], colour: _Colour, softness: float) -> None:
        mask = Image.new("L", drawn.size, 0)
        corners = (
            [(middle[0] + sign * reach[0]) * wide for sign in (-1, 1)],
            [(middle[1] + sign * reach[1]) * high for sign in (-1, 1)],
        )
        ImageDraw.Draw(mask).ellipse((corners[0][0], corners[1][0], corners[0][1], corners[1][1]), fill=255)
        drawn.paste(colour, (0, 0), mask.filter(ImageFilter.GaussianBlur(softness * wide)))

    dark: _Colour = (skin[0] * 5 // 8, skin[1] * 5 // 8, skin[2] * 5 // 8)
    light: _Colour = (min(255, skin[0] * 9 // 8), min(255, skin[1] * 9 // 8), min(255, skin[2] * 9 // 8))
    for middle, reach in (((0.08, 0.55), (0.16, 0.5)), ((0.92, 0.55), (0.16, 0.5)), ((0.5, 1.0), (0.4, 0.12))):
        blot(middle, reach, dark, 0.06)
    for middle in ((0.5, 0.33), (0.3, 0.64), (0.7, 0.64)):
        blot(middle, (0.15, 0.08), light, 0.05)
    for across in (0.33, 0.67):
        blot((across, 0.47), (0.15, 0.07), dark, 0.03)
        blot((across, 0.49), (0.085, 0.028), (235, 230, 225), 0.006)
        blot((across, 0.49), (0.04, 0.03), (50, 35, 25), 0.005)
        blot((across, 0.405), (0.12, 0.017), _HAIR, 0.012)
    blot((0.5, 0.56), (0.035, 0.1), light, 0.02)
    for across in (0.45, 0.55):
        blot((across, 0.66), (0.03, 0.018), (90, 50, 40), 0.012)
    blot((0.5, 0.78), (0.15, 0.026), (160, 75, 75), 0.012)
    blot((0.5, 0.778), (0.14, 0.006), (80, 30, 30), 0.006)

    oval = Image.new("L", drawn.size, 0)
    ImageDraw.Draw(oval).ellipse((0.08 * wide, 0.1 * high, 0.92 * wide, 0.98 * high), fill=255)
    head = Image.new("RGBA", drawn.size, (0, 0, 0, 0))
    ImageDraw.Draw(head).ellipse((0.02 * wide, 0, 0.98 * wide, 0.85 * high), fill=(*_HAIR, 255))
    head.paste(drawn, mask=oval.filter(ImageFilter.GaussianBlur(3)))
    ImageDraw.Draw(head).chord((0.06 * wide, 0.02 * high, 0.94 * wide, 0.62 * high), 198, 342, fill=(*_HAIR, 255))
    return head.resize((width, high // 2), Image.Resampling.LANCZOS)


def group(count: int, size: tuple[int, int] = (1000, 600), width: int = 120) -> Image.Image:
    """Draw people side by side in jerseys, in rows of six."""
    picture = Image.new("RGB", size, (120, 150, 130))
    pen = ImageDraw.Draw(picture)
    for number in range(count):
        left, top = 30 + number % 6 * width * 13 // 10, 40 + number // 6 * width * 2
        pen.ellipse(
            (left - width // 8, top + width * 3 // 2, left + width * 9 // 8, top + width * 3),
            fill=((40, 60, 140), (150, 30, 40))[number % 2],
        )
        pen.rectangle(
            (left + width // 3, top + width * 6 // 5, left + width * 2 // 3, top + width * 8 // 5), fill=(150, 105, 85)
        )
        drawn = face(width, SKINS[number % 3])
        picture.paste(drawn, (left, top), drawn)
    return picture.filter(ImageFilter.GaussianBlur(0.7))
