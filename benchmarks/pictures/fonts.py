"""The fonts of the pictures: open ones from packages, so that every machine draws with the same fonts."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

from benchmarks.names.stock import Half


class Style(StrEnum):
    """A sort of letters."""

    PLAIN = "plain"
    SERIF = "serif"
    DISPLAY = "display"
    SCRIPT = "script"
    HAND = "hand"
    """Letters as in an exercise book."""
    HANDWRITTEN = "handwritten"
    """Letters as people write them: printed, joined or scrawled."""


_PACKAGES: dict[Style, dict[Half, tuple[str, ...]]] = {
    Style.PLAIN: {Half.DEV: ("open_sans", "poppins", "nunito"), Half.TEST: ("roboto", "montserrat", "quicksand")},
    Style.SERIF: {Half.DEV: ("lora", "playfair_display"), Half.TEST: ("merriweather", "eb_garamond", "cinzel")},
    Style.DISPLAY: {
        Half.DEV: ("baloo_2", "bebas_neue", "luckiest_guy"),
        Half.TEST: ("fredoka", "anton", "titan_one", "oswald"),
    },
    Style.SCRIPT: {
        Half.DEV: ("dancing_script", "lobster", "oleo_script"),
        Half.TEST: ("great_vibes", "pacifico", "satisfy", "yellowtail"),
    },
    Style.HAND: {
        Half.DEV: ("caveat", "indie_flower", "delius"),
        Half.TEST: ("kalam", "shadows_into_light", "zeyada", "permanent_marker"),
    },
    Style.HANDWRITTEN: {
        Half.DEV: (
            "patrick_hand",
            "schoolbell",
            "covered_by_your_grace",
            "cedarville_cursive",
            "architects_daughter",
            "amatic_sc",
        ),
        Half.TEST: (
            "gochi_hand",
            "handlee",
            "gloria_hallelujah",
            "homemade_apple",
            "neucha",
            "reenie_beanie",
            "intuitive",
        ),
    },
}
"""Names of fonts, none of them in both halves: of the packages ``fontpkg-…`` and ``font-…``
(benchmarks/requirements.txt) or of the npm packages ``@fontsource/…`` (Makefile)."""
_FROM_NPM = Path(sys.prefix, "fonts", "node_modules", "@fontsource")
_ENDINGS = {".ttf", ".otf", ".woff"}
_WEIGHTS = {"regular": (400, "Regular"), "bold": (700, "Bold")}


@cache
def _folder(package: str) -> Path | None:
    for module in (f"fontpkg_{package}", f"font_{package}"):
        found = importlib.util.find_spec(module)
        if found and found.origin:
            return Path(found.origin).parent / "files"
    folder = _FROM_NPM / package.replace("_", "-") / "files"
    return folder if folder.is_dir() else None


def all_packages(style: Style, half: Half) -> tuple[str, ...]:
    """Return the names of a half's fonts of a style, installed or not."""
    return _PACKAGES[style][half]


def missing() -> tuple[str, ...]:
    """Return the fonts that are not installed; others of the style stand in for them, or Pillow's own."""
    wanted = (package for style in Style for half in Half for package in all_packages(style, half))
    return tuple(sorted(package for package in wanted if _folder(package) is None))


def packages(style: Style, half: Half) -> tuple[str, ...]:
    """Return the installed packages of a style, or one empty name for the built-in font if there are none."""
    return tuple(package for package in all_packages(style, half) if _folder(package)) or ("",)


@cache
def font(package: str, size: int, weight: str = "regular") -> FreeTypeFont:
    """Return a font of a package; ``size`` is the height in pixels from the highest top to the lowest bottom."""
    folder = _folder(package) if package else None
    if folder is None:
        built_in = ImageFont.load_default(size=size)
        if not isinstance(built_in, FreeTypeFont):
            raise SystemExit("This Pillow was built without FreeType; the wheel from the package index has it.")
        return built_in
    axis, name = _WEIGHTS[weight]
    upright = sorted(path for path in folder.iterdir() if path.suffix in _ENDINGS and "Italic" not in path.name)
    wanted = (f"-{name}", "-Regular", "-latin-400-normal")
    chosen = next((path for end in wanted for path in upright if path.stem.endswith(end)), upright[0])
    face = ImageFont.truetype(str(chosen), size)
    if "[" in chosen.name:
        face.set_variation_by_axes([_setting(one, axis) for one in face.get_variation_axes()])
    return face


def _setting(axis: Mapping[str, Any], weight: int) -> float:
    wanted = weight if b"eight" in axis["name"] else axis["default"]
    return float(min(max(wanted, axis["minimum"]), axis["maximum"]))


@cache
def covers(package: str, text: str) -> bool:
    """Whether a font has every letter of a text."""
    face = font(package, 40)
    nothing = bytes(face.getmask("\uffff"))
    return all(
        char.isspace() or (char.isascii() and char.isprintable()) or bytes(face.getmask(char)) != nothing
        for char in text
    )
