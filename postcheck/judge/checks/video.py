"""Rules about where videos are kept and how they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding, Params
from postcheck.model.pack import Category, Rule, Severity

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class VideoParams:
    """Parameters of the ``video_size`` check."""

    megabytes: int
    """Below this size a video stays on the school's own pages."""


def _parse(params: Params) -> VideoParams:
    return VideoParams(params.number("megabytes", 320))


def _size(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, VideoParams)  # noqa: S101 - what _parse returned
    elsewhere = [channel for channel in case.channels if case.outlet(channel) in rule.outlets]
    for video in case.draft.header.videos:
        if video.size is None or video.size >= params.megabytes * _MEGABYTE or not elsewhere:
            continue
        severity = Severity.FAIL if "youtube" in elsewhere else rule.severity
        message = (
            f"This video is {video.size / _MEGABYTE:.0f} MB. The policy keeps videos of less than {params.megabytes} MB on the academy's own page."
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
