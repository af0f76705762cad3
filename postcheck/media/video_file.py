"""Opens a video file as what it is, whatever its name says, and returns what it says of itself."""

from __future__ import annotations

import re
from pathlib import Path

from postcheck.errors import UnreadableError
from postcheck.media.video_boxes import read_boxes
from postcheck.media.video_ebml import read_elements
from postcheck.media.video_part import VideoFacts
from postcheck.media.video_riff import read_riff

_BOXES = re.compile(rb"....(?:ftyp|moov|mdat|wide|free|skip|pnot|styp)", re.DOTALL)
_OTHERS = (
    (re.compile(rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11"), "a Windows Media file"),
    (re.compile(rb"FLV\x01"), "a Flash video"),
    (re.compile(rb"OggS"), "an Ogg file"),
    (re.compile(rb"\x00\x00\x01[\xba\xb3]"), "an MPEG file"),
    (re.compile(rb"(?:.{4})?\x47.{187}(?:.{4})?\x47", re.DOTALL), "an MPEG transport stream"),
)
_HEAD = 512


def read_video(path: Path) -> VideoFacts:
    """Return what a video file says of itself, without its film and its sound.

    Only what is known by its first bytes to be a video is one: a list that would have other files opened is none.

    Raises
    ------
    UnreadableError
        If it cannot be opened, is empty, or is no video.
    """
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            head = file.read(_HEAD)
            if not head.strip(b"\0"):
                raise UnreadableError("it is empty", advice="save it again")
            if _BOXES.match(head):
                return read_boxes(file, size)
            if head.startswith(b"\x1a\x45\xdf\xa3"):
                return read_elements(file, size)
            if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
                return read_riff(file, size)
    except OSError as error:
        raise UnreadableError("it cannot be opened", advice="see whether it is there and may be read") from error
    kind = next((kind for pattern, kind in _OTHERS if pattern.match(head)), "")
    if not kind:
        raise UnreadableError("it is damaged or no video, and was not watched", advice="save it as MP4 and check that")
    return VideoFacts(
        kind,
        sounds=None,
        problems=[f"it is {kind}, whose titles, subtitles and hidden details cannot be read; save it as MP4"],
    )
