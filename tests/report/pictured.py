"""Posts with pictures that are really there, for the HTML report."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PIL import Image

from postcheck.model.draft import Annotations, Draft, DraftImage, Header, Unexamined
from postcheck.model.mention import Candidate, Certainty, Mention, NameForm, Reason
from postcheck.model.report import DraftReport, Flag
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Box, Passage, PlaceKind, SourceText, TextFile, Where, Word

from . import build

TEXT = """---
title: Prize day
---
Well done Amelia, and Rhys too!
"""
NAME = Box(40, 60, 120, 20)
"""Where the picture says a name: in red."""
OTHER = Box(40, 120, 60, 20)
"""Where it says another word: in green."""
SIZE = (400, 200)
RED, GREEN = (220, 0, 0), (0, 160, 0)


def picture(folder: Path) -> Path:
    """Write the picture: a red and a green stretch on white."""
    image = Image.new("RGB", SIZE, "white")
    for box, colour in ((NAME, RED), (OTHER, GREEN)):
        image.paste(colour, (box.left, box.top, box.right, box.bottom))
    path = folder / "prize.png"
    image.save(path)
    return path


def prize(folder: Path, *flags: Flag, unexamined: tuple[Unexamined, ...] = ()) -> DraftReport:
    """Return a post that was read in full: a flagged pupil in its text and in its picture, and one who may be named."""
    file = TextFile("drafts/prize.md", TEXT)
    start = TEXT.index("Well done")
    title_at = TEXT.index("Prize day")
    title = SourceText.slice(file, title_at, title_at + len("Prize day"))
    body = SourceText.slice(file, start, len(TEXT))
    alt = SourceText("The prize", file, ())
    name = "drafts/prize.png"
    image = DraftImage(
        "i", picture(folder), name, Where(PlaceKind.TEXT, file.name, "images", 2, 1, 4, 9), said=Annotations(alt=(alt,))
    )
    read = Passage(
        "AMELIA PRIZE",
        PlaceKind.IMAGE,
        name,
        "ocr",
        words=(Word(0, 6, NAME, 0.9), Word(7, 12, OTHER, 0.9)),
        image="i",
        frame=0,
        size=SIZE,
    )
    passages = (
        Passage(title.text, PlaceKind.TEXT, file.name, "title", title),
        Passage(body.text, PlaceKind.TEXT, file.name, "body", body),
        Passage(alt.text, PlaceKind.TEXT, file.name, "alt", alt, image="i"),
        read,
    )
    rhys = body.text.index("Rhys")
    mention = Mention(
        passages[1],
        rhys,
        rhys + 4,
        (Candidate("P2", NameForm.FIRST, Certainty.CERTAIN),),
        NameForm.FIRST,
        Certainty.CERTAIN,
        Reason.FIRST,
    )
    found = (
        build.text_flag(file, "Amelia"),
        build.name_flag(
            "AMELIA", read.where(0, 6), rule="ASP-NAME-2", message="A pupil's first name is readable in a picture."
        ),
        Flag(
            "ASP-IMG-1",
            Category.PICTURE,
            Severity.REVIEW,
            "Nobody has said who this is.",
            "Say it.",
            "",
            Where(PlaceKind.IMAGE, name),
        ),
        *flags,
    )
    draft = Draft(
        file.name, None, file, body=(start, len(TEXT)), header=Header(("facebook",), title=title), images=(image,)
    )
    base = dataclasses.replace(build.fair(checklist=(build.DRESS,)), draft=draft, channels=("facebook",))
    return dataclasses.replace(base, flags=found, passages=passages, mentions=(mention,), unexamined=unexamined)
