"""A folder of drafts with pictures and a consent list, drawn from a seed. Every pupil is invented."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from benchmarks.names.people import School
from benchmarks.names.posts import PostSet, make_test_set

_CHANNELS = ("facebook", "instagram", "website", "newsletter")
_ANSWERS = ("given", "given", "given", "refused", "not_asked")
_USES = ("photo_social", "photo_website", "name_first", "name_full", "name_with_photo")
_PAPERS = ("white", "ivory", "aliceblue", "mistyrose")
_PARAGRAPHS = (1, 4)


def write_drafts(folder: Path, *, seed: int, drafts: int, pictures: int, in_a_folder: int = 100) -> None:
    """Write ``drafts`` posts, ``pictures`` of them with their own certificate, and the consent list ``consent.csv``.

    Posts with a picture are spread evenly among the others; each folder holds ``in_a_folder`` posts.
    """
    rng = random.Random(seed)
    tests = make_test_set(seed)
    folder.mkdir(parents=True, exist_ok=True)
    write_consent(folder / "consent.csv", tests.school, rng)
    every = drafts / pictures if pictures else 0
    drawn = 0
    for number in range(drafts):
        place = folder / "drafts" / f"{number // in_a_folder:03}"
        place.mkdir(parents=True, exist_ok=True)
        header = ["---", f"channel: {rng.choice(_CHANNELS)}"]
        if drawn < pictures and number >= drawn * every:
            drawn += 1
            name = f"certificate-{number:05}.jpg"
            _certificate(tests, rng).save(place / name, quality=88)
            header += ["images:", f"  - file: {name}", "    alt: A certificate on a table"]
        paragraphs = [rng.choice(tests.posts).text for _ in range(rng.randint(*_PARAGRAPHS))]
        (place / f"post-{number:05}.md").write_text(
            "\n".join([*header, "---", *("\n" + text for text in paragraphs), ""]), encoding="utf-8"
        )


def write_consent(path: Path, school: School, rng: random.Random) -> None:
    """Write a consent list with a random answer for each pupil and use."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["pupil_id", "forename", "surname", "year_group", "status", "method", *_USES])
        for pupil in school.pupils:
            table.writerow(
                [
                    pupil.id,
                    pupil.forename,
                    pupil.surname,
                    rng.randint(1, 6),
                    "current",
                    "written",
                    *(rng.choice(_ANSWERS) for _ in _USES),
                ]
            )


def _certificate(tests: PostSet, rng: random.Random) -> Image.Image:
    picture = Image.new("RGB", (1000, 700), rng.choice(_PAPERS))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((20, 20, 979, 679), outline="navy", width=6)
    name, deed = rng.choice(tests.school.pupils).full, rng.choice(("kindness", "effort", "reading", "teamwork"))
    for text, top, height in (
        ("CERTIFICATE OF ACHIEVEMENT", 80, 52),
        ("is awarded to", 200, 34),
        (name, 280, 64),
        (f"for {deed} in the week of {rng.randint(1, 28)} November", 420, 34),
        ("Headteacher", 560, 30),
    ):
        font = ImageFont.load_default(height)
        pen.text((500 - pen.textlength(text, font=font) / 2, top), text, font=font, fill="black")
    return picture
