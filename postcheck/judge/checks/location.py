"""Rules about pictures that give away where they were taken."""

from __future__ import annotations

from collections.abc import Iterator

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding
from postcheck.model.pack import Rule
from postcheck.model.severity import Category
from postcheck.model.text import PlaceKind, Where


def _find(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    for image in case.draft.images:
        if case.facts(image).has_gps:
            where = Where(PlaceKind.METADATA, image.name, "exif")
            yield Finding(rule.severity, Category.DETAIL, "The picture's hidden details say where it was taken.", where)
    for video in case.draft.header.videos:
        if case.reading.facts(video.file).has_gps:
            where = Where(PlaceKind.METADATA, video.file, "location")
            yield Finding(
                rule.severity,
                Category.DETAIL,
                "The video's hidden details say where it was filmed.",
                where,
                advice="Have your video program export it anew without its location, or turn that off in the camera.",
            )


CHECK = Check("location", lambda _: None, _find)
