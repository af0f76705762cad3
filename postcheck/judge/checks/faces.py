"""Pictures with more faces than the draft lists people.

Faces are only counted: whose they are is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding
from postcheck.model.faces import Faces, most
from postcheck.model.pack import Rule
from postcheck.model.severity import Category
from postcheck.model.text import Box, PlaceKind, Where


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    if case.declares(rule):
        return
    for image in case.draft.images:
        people = case.people_in(image)
        seen = most(case.facts(image).faces)
        # If it was not said who is in a picture, the rules on pictures already ask.
        if people is None or not image.peopled or len(seen.boxes) <= len(people):
            continue
        yield _finding(rule, image.name, seen, len(people), "picture")
    for video in case.draft.header.videos:
        seen = most(case.reading.facts(video.file).faces)
        people = case.people_in_video(video)
        if people is not None and len(seen.boxes) > len(people):
            yield _finding(rule, video.file, seen, len(people), "video")


def _finding(rule: Rule, file: str, seen: Faces, listed: int, noun: str) -> Finding:
    box = reduce(Box.union, seen.boxes)
    where = Where(PlaceKind.IMAGE, file, "faces", box=box, frame=seen.frame, time=seen.time)
    message = _message(len(seen.boxes), listed, noun)
    return Finding(rule.severity, Category.PICTURE, message, where, boxes=seen.boxes)


def _message(faces: int, listed: int, noun: str) -> str:
    seen = "A face is seen" if faces == 1 else f"{faces} faces are seen"
    said = "nobody" if not listed else "one person" if listed == 1 else f"{listed} people"
    return f"{seen} in this {noun}, and the draft lists {said} who can be recognised in it."


def counted(case: Case, key: str) -> str:
    """Return a sentence on how many faces are seen in an image, beginning with a space; empty if there are none."""
    count = len(most(case.reading.facts(key).faces).boxes)
    return "" if not count else " One face is seen in it." if count == 1 else f" {count} faces are seen in it."


CHECK = Check("faces", lambda _: None, _run)
