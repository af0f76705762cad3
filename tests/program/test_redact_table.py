"""Safe copies in every format, turned in every way, in every kind of colours: looked at by pixel."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from PIL import Image, ImageChops, ImageCms, ImageDraw
from pillow_heif import register_heif_opener

from postcheck.model.text import Box
from postcheck.redact import cover
from tests.builders.pictures import STORED
from tests.builders.profiles import four_inks, grey_gamma, wide_gamut
from tests.builders.school import DAY, Result, School
from tests.fakes.marks import FACE, NAME, MarkDetector, MarkReader, draw_marks

SIZE = (120, 160)
CORNER = 24
CORNERS = ((0, 0), (96, 0), (0, 136), (96, 136))
"""Left and top of the patches by which a picture shows which way up it is."""
PAPER = (232, 226, 214)
COLOURS = ((255, 170, 170), (160, 240, 170), (170, 190, 255), (250, 240, 140))
GREYS = (255, 196, 172, 244)
INKS = ((0, 90, 40, 0), (90, 0, 90, 0), (70, 40, 0, 0), (0, 0, 110, 20))


@dataclass(frozen=True)
class Cell:
    """One picture of the table."""

    suffix: str
    orientation: int = 1
    profile: str = ""
    mode: str = "RGB"
    frames: int = 1

    @property
    def file(self) -> str:
        profiles, modes = ("", "srgb", "wide", "gamma", "inks"), ("RGB", "RGBA", "L", "P", "CMYK")
        parts = (self.orientation, self.frames, profiles.index(self.profile), modes.index(self.mode))
        return f"{'-'.join(map(str, parts))}.{self.suffix}"  # says nothing that might be a name

    @property
    def lossless(self) -> bool:
        return self.suffix in {"png", "tif", "bmp", "gif"}


@cache
def profile(name: str) -> bytes | None:
    made = {
        "srgb": lambda: ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        "wide": wide_gamut,
        "gamma": grey_gamma,
        "inks": four_inks,
    }
    return made[name]() if name else None


def page(cell: Cell, number: int = 0) -> Image.Image:
    """Draw a frame as a person is to see it; the first of several is without marks."""
    colours: dict[str, tuple[Any, Any]] = {"L": (220, GREYS), "CMYK": ((8, 10, 20, 6), INKS)}
    paper, corners = colours.get(cell.mode, (PAPER, COLOURS))
    picture = Image.new("RGB" if cell.mode in {"RGBA", "P"} else cell.mode, SIZE, paper)
    for at, (left, top) in enumerate(CORNERS):
        colour = corners[(at + number) % 4]
        ImageDraw.Draw(picture).rectangle((left, top, left + CORNER - 1, top + CORNER - 1), fill=colour)
    if number or cell.frames == 1:
        draw_marks(picture)
    if cell.mode == "P":
        return picture.quantize(16, dither=Image.Dither.NONE)
    if cell.mode == "RGBA":  # a hole, in whose pixels something is left
        ImageDraw.Draw(picture).line((40, 110, 80, 125), fill="black", width=3)
        picture.putalpha(255)
        clear = Image.new("L", SIZE, 0)
        ImageDraw.Draw(clear).rectangle((28, 104, 91, 131), fill=255)
        picture.putalpha(ImageChops.invert(clear))
    return picture


def turned(picture: Image.Image, orientation: int) -> Image.Image:
    method = STORED[orientation]
    return picture if method is None else picture.transpose(method)


def save(cell: Cell, path: Path) -> None:
    register_heif_opener()
    frames = [turned(page(cell, number), cell.orientation) for number in range(cell.frames)]
    exif = Image.Exif()
    exif[0x0112] = cell.orientation
    exif[0x010E] = "Rhys Morgan with his certificate"
    options: dict[str, Any] = {"quality": 96} if cell.suffix in {"jpg", "avif", "heic"} else {}
    if cell.suffix == "webp":
        options |= {"lossless": cell.frames > 1, "quality": 96}
    if cell.suffix not in {"gif", "bmp"}:
        options["exif"] = exif
    if cell.suffix == "tif" and cell.orientation == 1 == cell.frames:
        options["compression"] = "tiff_lzw"
    if cell.profile:
        options["icc_profile"] = profile(cell.profile)
    if cell.suffix == "mpo":
        other = turned(page(cell), cell.orientation).rotate(180)
        frames[0].save(path, "MPO", save_all=True, append_images=[other], quality=95, exif=exif)
        return
    if cell.frames > 1:
        options |= {"save_all": True, "append_images": frames[1:]}
        if cell.suffix not in {"tif", "heic"}:
            options["duration"] = [40, 60, 80]
    frames[0].save(path, **options)


def seen(cell: Cell, number: int) -> Image.Image:
    """Return what a screen shows of a frame, without its marks, in RGB on white."""
    blank = page(cell, number)
    if number or cell.frames == 1:
        paper: Any = {"L": 220, "CMYK": (8, 10, 20, 6)}.get(cell.mode)
        if paper is not None:
            for box in (NAME, FACE):
                blank.paste(paper, (box.left, box.top, box.right, box.bottom))
    if cell.mode == "RGBA":
        alpha = blank.getchannel("A")
        shown = in_srgb(blank.convert("RGB"), cell)
        shown.putalpha(alpha)
        return Image.alpha_composite(Image.new("RGBA", SIZE, "white"), shown).convert("RGB")
    return in_srgb(blank.convert("RGB") if cell.mode == "P" else blank, cell)


def in_srgb(picture: Image.Image, cell: Cell) -> Image.Image:
    if not cell.profile:
        return picture.convert("RGB")
    shown = into_srgb(cell.profile, picture.mode).apply(picture)
    assert shown.mode == "RGB"
    return shown


@cache
def into_srgb(name: str, mode: str) -> ImageCms.ImageCmsTransform:
    held = ImageCms.ImageCmsProfile(BytesIO(profile(name) or b""))
    return ImageCms.buildTransform(held, ImageCms.createProfile("sRGB"), mode, "RGB")


def cells() -> dict[str, list[Cell]]:
    """Return the table, by format."""
    every, some = tuple(STORED), (1, 6, 7)
    plain = ("", "srgb", "wide")
    return {
        "jpg": [
            *(Cell("jpg", turn, held) for turn, held in product(every, plain)),
            *(Cell("jpg", turn, held, "L") for turn, held in product(every, ("", "gamma"))),
            *(Cell("jpg", turn, held, "CMYK") for turn, held in product(every, ("", "inks"))),
        ],
        "png": [
            *(Cell("png", turn, held, mode) for turn, held, mode in product(every, plain, ("RGB", "RGBA"))),
            *(Cell("png", turn, held, "P") for turn, held in product(some, plain)),
            *(Cell("png", turn, "gamma", "L") for turn in some),
            *(Cell("png", turn, held, mode, 3) for turn, held, mode in product(every, ("", "wide"), ("RGB", "RGBA"))),
        ],
        "webp": [
            *(Cell("webp", turn, held, mode) for turn, held, mode in product(every, plain, ("RGB", "RGBA"))),
            *(Cell("webp", turn, held, mode, 3) for turn, held, mode in product(every, ("", "wide"), ("RGB", "RGBA"))),
        ],
        "gif": [Cell("gif"), Cell("gif", mode="RGBA"), Cell("gif", frames=3), Cell("gif", mode="RGBA", frames=3)],
        "tif": [
            *(Cell("tif", turn, held, mode) for turn, held, mode in product(every, plain, ("RGB", "RGBA"))),
            *(Cell("tif", turn, held, "L") for turn, held in product(every, ("", "gamma"))),
            *(Cell("tif", turn, held, "CMYK") for turn, held in product(every, ("", "inks"))),
            *(Cell("tif", turn, held, frames=3) for turn, held in product(every, ("", "wide"))),
        ],
        "bmp": [Cell("bmp"), Cell("bmp", mode="L"), Cell("bmp", mode="P"), Cell("bmp", mode="RGBA")],
        "heic": [
            *(
                Cell("heic", 1, held, mode) for held, mode in product(("", "wide"), ("RGB", "RGBA"))
            ),  # turned ones cannot be made
            Cell("heic", frames=3),
        ],
        "avif": [
            *(Cell("avif", turn, held, mode) for turn, held, mode in product(every, ("", "wide"), ("RGB", "RGBA"))),
            Cell("avif", frames=3),  # turned ones end Pillow's own encoder
        ],
        "mpo": [Cell("mpo", turn) for turn in every],
    }


TABLE = cells()


def run(school: School, names: list[str], reader: MarkReader, detector: MarkDetector, *more: str) -> Result:
    listed = "\n".join(f"  - {{file: {name}, people: [P0002]}}" for name in names)
    school.draft(f"---\nchannel: website\nimages:\n{listed}\n---\nThe chess club.\n")
    with (
        mock.patch("postcheck.read.reader.engines_for", return_value=(reader,)),
        mock.patch("tests.builders.command._CENTER_FACE", return_value=detector),
    ):
        return school.run(
            "redact", "drafts", "--out", "safe", "--consent", "consent.csv", "--policy", "baseline",
            "--date", DAY, "--faces", *more,
        )  # fmt: skip


def shown_frames(path: Path) -> Iterator[Image.Image]:
    """Yield the frames of a copy as they lie in it: nothing in it may ask for anything else."""
    with Image.open(path) as copy:
        assert not copy.info.get("icc_profile")
        assert not copy.info.get("exif")
        assert not copy.info.get("xmp")
        for number in range(getattr(copy, "n_frames", 1)):
            copy.seek(number)
            assert copy.getexif().get(0x0112, 1) == 1
            picture = copy.convert("RGBA")
            yield Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")


def assert_flat(copy: Image.Image, place: Box, cell: Cell) -> None:
    edge = 0 if cell.lossless else 2
    inside = copy.crop((place.left + edge, place.top + edge, place.right - edge, place.bottom - edge))
    assert all(high - low <= (0 if cell.lossless else 16) for low, high in inside.getextrema()), cell  # type: ignore[misc]


@pytest.mark.parametrize("kind", TABLE)
def test_names_and_faces_are_covered_where_a_person_sees_them_and_nothing_else_is_changed(
    school: School, kind: str
) -> None:
    (school.folder / "drafts").mkdir()
    for cell in TABLE[kind]:
        save(cell, school.folder / "drafts" / cell.file)
    done = run(school, [cell.file for cell in TABLE[kind]], MarkReader(), MarkDetector())
    assert done.code == 0, done.out + done.err
    *said, draft, shown = done.out.split("\n\n")[0].splitlines()
    assert (draft, shown.strip()) == (
        "COPIED   drafts/post.md",
        "safe/drafts/post.md shows the safe copies. Its text is as it was.",
    )
    lines = re.compile(r"COPIED .*|  +The safe copy is .*\. \d places? and \d faces? are covered in it\.")
    assert [line for line in said if not lines.fullmatch(line)] == []
    assert len(said) == 2 * len(TABLE[kind])
    for cell in TABLE[kind]:
        path = school.folder / "safe" / "drafts" / cell.file
        assert b"Rhys" not in path.read_bytes()
        copies = list(shown_frames(path))
        assert len(copies) == (1 if cell.suffix == "mpo" else cell.frames), cell
        for number, copy in enumerate(copies):
            assert copy.size == SIZE, cell
            assert_flat(copy, NAME, cell)
            assert_flat(copy, FACE, cell)
            apart = ImageChops.difference(copy, seen(cell, number))
            for left, top in CORNERS:
                patch = apart.crop((left + 4, top + 4, left + CORNER - 4, top + CORNER - 4))
                assert max(high for _, high in patch.getextrema()) <= (2 if cell.lossless else 20), (cell, number)  # type: ignore[misc]


def aside(picture: Image.Image, covers: Sequence[Box], style: cover.Style) -> Image.Image:
    return COVERED(picture, [replace(box, top=max(0, box.top - 30)) for box in covers], style)


COVERED = cover._covered  # noqa: SLF001 - to be broken on purpose


@pytest.mark.parametrize(
    ("broken", "by", "says"),
    [
        ("_covered", aside, "a place that was to be covered can be seen in it"),
        ("upright", lambda image: image, "it does not have the size of the picture as a person sees it"),
    ],
)
def test_a_copy_that_is_wrong_is_not_kept_though_nothing_can_be_read_in_it(
    school: School, broken: str, by: Callable[..., Image.Image], says: str
) -> None:
    (school.folder / "drafts").mkdir()
    cell = Cell("jpg", 6, "wide")
    save(cell, school.folder / "drafts" / cell.file)
    with mock.patch.object(cover, broken, by):
        done = run(school, [cell.file], MarkReader(seeing=1), MarkDetector(seeing=1))
    assert done.code == 1, done.out + done.err
    assert f"NO COPY  drafts/{cell.file}\n" in done.out
    assert f"The copy was looked at and is not as it should be: {says}. " in done.out
    assert not list((school.folder / "safe").rglob("*.jpg"))
