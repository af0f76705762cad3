"""Covers end in the white space around their words, and never before the words do."""

from __future__ import annotations

import math
import random

import pytest
from PIL import Image, ImageDraw, ImageFont

from postcheck.model.text import Box, Slanted
from postcheck.redact.fitting import fitted
from postcheck.redact.places import Place, within

SIZE = (900, 260)
HEIGHT = 44
"""Size of the letters of the font."""
LINE = ("Awarded", "to", "Rhys", "Morgan", "of", "Oak", "Class")
NAMED = slice(2, 4)


def drawn(
    words: tuple[str, ...] = LINE,
    paper: tuple[int, int, int] = (255, 255, 255),
    ink: tuple[int, int, int] = (0, 0, 0),
    *,
    tracking: int = 0,
    top: int = 110,
) -> tuple[Image.Image, list[Box]]:
    """Return a picture with a line of words, and where each of them is inked."""
    font = ImageFont.load_default(HEIGHT)
    page = Image.new("RGB", SIZE, paper)
    draw, across, boxes = ImageDraw.Draw(page), 30.0, []
    for word in words:
        start = across
        for number, letter in enumerate(word):
            draw.text((across, top), letter, fill=ink, font=font)
            across += font.getlength(word[: number + 1]) - font.getlength(word[:number]) + tracking
        left, above, _, below = font.getbbox(word)
        boxes.append(
            Box(round(start + left), round(top + above), round(across - start - tracking - left), round(below - above))
        )
        across += font.getlength(" ") + tracking
    return page, boxes


def read(boxes: list[Box], shift: tuple[int, int] = (0, 0)) -> Place:
    """Return the place as an engine reads it: higher than the letters, its ends somewhere near those of the words."""
    lines = [Box(box.left, 108, box.width, 56) for box in boxes]
    whole = lines[0].union(lines[-1])
    box = Box(whole.left + shift[0], whole.top, whole.width + shift[1] - shift[0], whole.height)
    return Place(box, box.height, words=tuple(lines))


def cover_of(place: Place, picture: Image.Image) -> Box:
    cover = fitted(place, picture)
    assert isinstance(cover, Box)
    return cover


@pytest.mark.parametrize("shift", [(-4, 4), (0, 0), (4, -5), (-5, -2)])
@pytest.mark.parametrize(
    ("paper", "ink"),
    [((255, 255, 255), (0, 0, 0)), ((250, 240, 210), (120, 70, 40)), ((20, 50, 90), (255, 255, 255))],
)
def test_what_stands_beside_a_name_stays_and_all_of_the_name_goes(
    paper: tuple[int, int, int], ink: tuple[int, int, int], shift: tuple[int, int]
) -> None:
    picture, boxes = drawn(paper=paper, ink=ink)
    place = read(boxes[NAMED], shift)
    cover = cover_of(place, picture)
    assert cover.left <= boxes[2].left
    assert cover.right >= boxes[3].right
    assert cover.left > boxes[1].right
    assert cover.right < boxes[4].left
    full = place.cover()
    assert isinstance(full, Box)
    assert full.left < boxes[1].right
    assert full.right > boxes[4].left


def test_lines_above_and_below_stay() -> None:
    picture, boxes = drawn()
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(HEIGHT)
    draw.text((240, 56), "xxxxxxxxxxxxxx", fill="black", font=font)
    draw.text((240, 164), "fffffffffffffffff", fill="black", font=font)
    place = read(boxes[NAMED])
    cover = cover_of(place, picture)
    left = picture.crop((cover.left, 0, cover.right, cover.top)).convert("L").getextrema()
    assert left[0] == 0  # the line above is there
    below = picture.crop((cover.left, 174, cover.right, 178))
    assert below.convert("L").getextrema()[0] == 0
    assert cover.top >= place.box.top - 6
    assert cover.bottom <= 176


def test_letters_that_are_apart_are_one_word() -> None:
    """White space between two letters is no end of a word, however much of the word the engine has left out."""
    picture, boxes = drawn(tracking=14)
    place = read(boxes[NAMED], (0, -40))  # the last letter was not seen
    assert cover_of(place, picture).right >= boxes[3].right


def test_a_word_that_was_cut_short_is_covered_to_its_end() -> None:
    picture, boxes = drawn()
    place = read(boxes[NAMED], (18, -20))
    cover = cover_of(place, picture)
    assert cover.left <= boxes[2].left
    assert cover.right >= boxes[3].right


def test_on_a_photo_a_cover_keeps_its_size() -> None:
    _, boxes = drawn()
    dice = random.Random(3)
    noise = Image.frombytes("RGB", SIZE, dice.randbytes(SIZE[0] * SIZE[1] * 3))
    place = read(boxes[NAMED])
    assert fitted(place, noise) == place.cover()
    assert fitted(place, Image.new("RGB", SIZE, "white")) == place.cover()  # nothing is seen there


def test_paper_in_uneven_light_is_plain_ground_too() -> None:
    picture, boxes = drawn()
    light = Image.linear_gradient("L").rotate(90).resize(SIZE).point(lambda level: 150 + level * 100 // 255)
    shaded = Image.composite(Image.merge("RGB", (light, light, light)), picture, picture.convert("L"))
    cover = cover_of(read(boxes[NAMED]), shaded)
    assert boxes[1].right < cover.left <= boxes[2].left
    assert boxes[3].right <= cover.right < boxes[4].left


@pytest.mark.parametrize("degrees", [-15, -6, 5, 12])
def test_slanted_words_have_slanted_covers_that_fit(degrees: int) -> None:
    picture, boxes = drawn()
    turned = picture.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor="white")
    middle = SIZE[0] / 2, SIZE[1] / 2

    def there(point: tuple[float, float]) -> tuple[float, float]:
        right, down, turn = point[0] - middle[0], point[1] - middle[1], math.radians(degrees)
        return (
            middle[0] + right * math.cos(turn) - down * math.sin(turn),
            middle[1] + right * math.sin(turn) + down * math.cos(turn),
        )

    word = boxes[3]
    line = Slanted(there((word.left + word.width / 2, 136)), word.width, 56, degrees)
    cover = fitted(Place(line.box, 56, line), turned)
    assert isinstance(cover, Slanted)
    for side, beside in ((boxes[3].left, boxes[2].right), (boxes[3].right - 1, boxes[4].left)):
        assert cover.holds(there((side, 136)))
        assert not cover.holds(there((beside, 136)))


def test_a_line_that_runs_upwards_is_fitted_along_it() -> None:
    picture, boxes = drawn()
    turned = picture.transpose(Image.Transpose.ROTATE_90)
    words = [Box(108, SIZE[0] - box.right, 56, box.width) for box in boxes]
    name = words[2].union(words[3])
    cover = cover_of(Place(name, 56, words=tuple(words[NAMED])), turned)
    assert cover.bottom < words[1].top
    assert cover.top > words[4].bottom
    assert cover.top <= name.top
    assert cover.bottom >= name.bottom


def test_a_cover_holds_what_was_read_and_is_never_larger_than_it_would_be() -> None:
    dice = random.Random(7)
    for _ in range(60):
        picture, boxes = drawn(tracking=dice.choice([0, 0, 2, 5]))
        first = dice.randrange(len(boxes) - 1)
        place = read(boxes[first : dice.randrange(first + 1, len(boxes))], (dice.randint(-9, 9), dice.randint(-9, 9)))
        cover, full = cover_of(place, picture), place.cover()
        assert isinstance(full, Box)
        for inner, outer in ((place.box, cover), (cover, full)):
            assert outer.left <= inner.left
            assert outer.top <= inner.top
            assert outer.right >= inner.right
            assert outer.bottom >= inner.bottom


def test_at_the_edge_of_a_picture_nothing_goes_wrong() -> None:
    picture, boxes = drawn()
    cut = picture.crop((boxes[2].left - 1, 105, boxes[3].right, 160))
    place = Place(Box(-3, -2, boxes[3].right - boxes[2].left + 6, 60), 60)
    cover = within(cover_of(place, cut), cut.size)
    assert cover == Box(0, 0, *cut.size)
    beyond = Place(Box(5000, 5000, 90, 20), 20)
    assert fitted(beyond, picture) == beyond.cover()
