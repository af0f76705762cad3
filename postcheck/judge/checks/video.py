"""Rules about where videos are kept and how they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding, Params, at_most_review
from postcheck.judge.checks.links import links, within
from postcheck.judge.checks.phrases import read
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
            f"This video is {_amount(video.size)}. "
            f"The policy keeps videos of less than {params.megabytes} MB on the academy's own page."
        )
        yield Finding(severity, Category.CHANNEL, message, video.where or case.post_where("video"), video.file)


def _amount(size: int) -> str:
    """Return the size of a file for people, never rounded up: 319.99 MB are less than 320."""
    tenths = size * 10 // _MEGABYTE
    return f"{tenths / 10:.1f}".removesuffix(".0") + " MB" if tenths >= 10 else "smaller than 1 MB"  # noqa: PLR2004 - ten tenths


def _unlisted(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    yield from _linked(rule, case)
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


def _linked(rule: Rule, case: Case) -> Iterator[Finding]:
    """Yield a finding for each link to a video on YouTube that reads like the school's own."""
    videos = case.draft.header.videos
    settled = videos and all(
        video.visibility.strip().casefold() == "unlisted" and video.embedded_on.strip() for video in videos
    )
    if settled or case.declares(rule) or not any(_OWN.search(passage.text) for passage in read(case)):
        return
    message = "This leads to a video on YouTube that reads like the school's own. Is it unlisted and embedded?"
    severity = at_most_review(rule.severity)
    for link in links(case, _YOUTUBE):
        if within(link.host, _YOUTUBE):
            where, evidence = link.passage.where(link.start, link.end), link.passage.evidence(link.start, link.end)
            yield Finding(severity, Category.CHANNEL, message, where, evidence)
    for passage in read(case):
        for match in _CHANNEL.finditer(passage.text):
            yield Finding(
                severity, Category.CHANNEL, message, passage.where(*match.span()), passage.evidence(*match.span())
            )


_YOUTUBE = ("youtube.com", "youtu.be", "youtube-nocookie.com")
_SHOWN = (
    r"(?:videos?|films?|movie|recordings?|footage|highlights|trailer|clip|assembly|nativity|pantomime|panto|play"
    r"|performance|concert|production|carols?|carol service|choir|musical|dance|dances|show|song|songs|sports day"
    r"|tour|leavers(?:'|’)?|presentation|harvest(?: festival)?|christmas fair|talent show|interview)"  # noqa: RUF001
)
_OURS = (
    r"(?:our|we|us|(?:the|our) (?:school|choir|children|pupils)(?:'s|’s|s')?|year \w{1,5}(?:'s|’s|s')?|class \w+"  # noqa: RUF001
    r"|reception(?:'s|’s)?|nursery(?:'s|’s)?|this year's|this year’s)"  # noqa: RUF001
)
_OWN = re.compile(
    rf"\b{_OURS}\b[^.!?\n]{{0,50}}\b{_SHOWN}\b|\b{_SHOWN} (?:of|from|by|with) {_OURS}\b"
    rf"|\b(?:whole|full) {_SHOWN}\b"
    r"|\bour (?:school )?you ?tube\b|\bwatch (?:it |them |us )?(?:again|back|here)\b",
    re.IGNORECASE,
)
"""Wording of a post about something that the school filmed itself."""
_CHANNEL = re.compile(r"\bour (?:school )?you ?tube(?: channel| page| account)?\b", re.IGNORECASE)

SIZE = Check("video_size", _parse, _size)
UNLISTED = Check("youtube_unlisted", lambda _: None, _unlisted)
