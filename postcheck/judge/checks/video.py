"""Rules about where videos are kept and how they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding, Params, at_most_review
from postcheck.model.pack import Rule
from postcheck.model.severity import Category, Severity

_MEGABYTE = 1_000_000
_LARGEST_MEGABYTE = 1_048_576
"""What some programs mean by a megabyte; a video that is too large by this count is too large by any."""


@dataclass(frozen=True, slots=True)
class VideoParams:
    """Parameters of the ``video_size`` check."""

    megabytes: int
    """In millions of bytes. A smaller video stays on the school's own pages; YouTube is for those that exceed it by any
    count."""


def _parse(params: Params) -> VideoParams:
    return VideoParams(params.number("megabytes", 320))


def _size(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, VideoParams)  # noqa: S101 - what _parse returned
    elsewhere = [channel for channel in case.channels if case.outlet(channel) in rule.outlets]
    for video in case.draft.header.videos:
        if video.size is None or not elsewhere:
            continue
        if video.size >= params.megabytes * _MEGABYTE:
            if "youtube" in elsewhere and video.size <= params.megabytes * _LARGEST_MEGABYTE:
                message = (
                    f"This video is about {params.megabytes} MB, "
                    "and the policy keeps YouTube for videos that exceed that."
                )
                yield Finding(
                    at_most_review(rule.severity),
                    Category.CHANNEL,
                    message,
                    video.where or case.post_where("video"),
                    video.file,
                )
            continue
        severity = Severity.FAIL if "youtube" in elsewhere else rule.severity
        message = (
            f"This video is {video.size / _MEGABYTE:.0f} MB. "
            f"The policy keeps videos of less than {params.megabytes} MB on the academy's own page."
        )
        yield Finding(severity, Category.CHANNEL, message, video.where or case.post_where("video"), video.file)


def _unlisted(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    if "youtube" not in case.channels:
        return
    for video in case.draft.header.videos:
        missing = []
        if video.visibility.strip().casefold() != "unlisted":
            missing.append("is not marked as unlisted")
        if not video.embedded_on.strip():
            missing.append("names no web page that it is embedded on")
        if missing:
            message = f"This YouTube video {' and '.join(missing)}."
            yield Finding(rule.severity, Category.CHANNEL, message, video.where or case.post_where("video"), video.file)


SIZE = Check("video_size", _parse, _size)
UNLISTED = Check("youtube_unlisted", lambda _: None, _unlisted)
