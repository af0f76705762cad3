"""The kinds of pictures that schools post, each drawn by its own function.

They show pupils' names, or words that merely look like names.
"""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.pictures.artist import Artist
from benchmarks.pictures.cameras import phone_portrait, selfie
from benchmarks.pictures.certificates import certificate_flat, certificate_photo, coloured, phone_photo, rotated, script
from benchmarks.pictures.cloth import wavy
from benchmarks.pictures.curves import arched
from benchmarks.pictures.handwriting import handwriting
from benchmarks.pictures.letters import single_letters
from benchmarks.pictures.paint import Sheet
from benchmarks.pictures.prints import dense_print
from benchmarks.pictures.walls import badge, bib, exercise_book, poster, screenshot, wall

KINDS: dict[str, Callable[[Artist], Sheet]] = {
    "certificate": certificate_flat,
    "certificate photo": certificate_photo,
    "badge": badge,
    "bib": bib,
    "wall": wall,
    "screenshot": screenshot,
    "script": script,
    "coloured": coloured,
    "rotated": rotated,
    "exercise book": exercise_book,
    "phone photo": phone_photo,
    "poster": poster,
    "arched": arched,
    "wavy": wavy,
    "single letters": single_letters,
    "mirrored": selfie,
    "phone portrait": phone_portrait,
    "dense print": dense_print,
    "handwriting": handwriting,
}
"""By the name of the category."""
