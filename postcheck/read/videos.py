"""A video becomes passages: the words in its frames, its subtitles, its titles; and what of it was not examined."""

from __future__ import annotations

import dataclasses
import hashlib
import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.formats.filetypes import is_elsewhere
from postcheck.media.part import words_in
from postcheck.model.content_digest import is_of, short
from postcheck.model.draft import Draft, Unexamined, Video
from postcheck.model.faces import Faces
from postcheck.model.lack import Lack
from postcheck.model.letters import Letters
from postcheck.model.reading import ImageFacts, PictureReading, Reading, base_name
from postcheck.model.settings import OcrSettings
from postcheck.model.text import (
    CODE,
    SUBTITLES,
    THUMBNAIL,
    Box,
    Passage,
    PlaceKind,
    SourceText,
    Spot,
    TextFile,
    Word,
    clock,
)
from postcheck.read.cache import ReadingCache, entry_key
from postcheck.read.engines.base import OcrEngine, OcrLine
from postcheck.read.lines import clause, read_by
from postcheck.read.published import subtitles_of

if TYPE_CHECKING:
    from PIL.Image import Image

    from postcheck.media.video_frames import VideoFrame
    from postcheck.media.video_part import Cue, VideoFacts
    from postcheck.read.faces import FaceDetector

_LEAST_TIME = 0.1
"""Seconds; engines take no time limit of nothing."""
_READ_AT = 500_000
"""Pixels of the copy in which words are read, so that RapidOCR looks at them once."""
_CLOSER_AT, _SMALL, _CLOSER_AFTER = 2_100_000, 18, 10.0
"""Pixels of the copy that is read where letters are lower than so many pixels in the small one; and seconds after which
that is done again, as it takes its time."""
_FACES_AT, _FACES_AFTER = 960, 2.0
"""Pixels of the longer side of the copies in which faces are looked for, and seconds after which that is done again in
one shot."""
_TOLD = 3
"""How many moments are named at which something failed; of more, only how many."""
_ABSENT = (
    "This video is not here, so it was not watched. Put it beside the draft and name it there, "
    "or look through it yourself for pupils and their names, spoken, shown or written."
)


@dataclass(slots=True)
class _Seen:
    """Words that a frame shows, until it is another that does not show them."""

    passage: Passage
    until: float


@dataclass(slots=True)
class _Watched:
    """What is gathered of one video."""

    deadline: float
    problems: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    seen: list[_Seen] = field(default_factory=list)
    shown: list[list[_Seen]] = field(default_factory=list)
    """What stands in each frame that was read."""
    now: list[_Seen] = field(default_factory=list)
    """What stands in the frame that is looked at."""
    passing: bool = False
    """Whether anything failed that may not fail another time: an engine, say, or its time was up."""
    faces: list[Faces] = field(default_factory=list)
    looked_closer: float = -math.inf
    """When, in the video, words were last read in a larger copy."""
    counted: float = -math.inf
    """When, in the video, faces were last looked for."""
    failed: dict[str, list[float]] = field(default_factory=dict)
    """Reasons why something in a frame was not read, each with the times."""

    @property
    def left(self) -> float:
        """Seconds that are left for it."""
        return max(_LEAST_TIME, self.deadline - time.monotonic())

    def late(self) -> bool:
        """Whether its time is up."""
        return time.monotonic() > self.deadline

    def go_on(self, moment: float) -> None:
        """Note that what is shown is shown until then, at least."""
        for seen in self.now:
            seen.until = max(seen.until, moment)

    def fail(self, reason: str, moment: float) -> None:
        """Note that something in the frame of a moment could not be read."""
        self.passing = True
        self.failed.setdefault(reason, []).append(moment)

    def told(self) -> Iterator[str]:
        """Yield why something was not examined, one sentence each."""
        yield from self.problems
        for reason, times in self.failed.items():
            more = len(times) - _TOLD
            moments = ", ".join(clock(moment) for moment in times[:_TOLD])
            yield f"at {moments}{f' and {more} more times' if more > 0 else ''}: {reason}"


class VideoReader:
    """Reads videos.

    Parameters
    ----------
    ocr:
        How pictures are read.
    engines:
        Returns what reads the words in them. The first one that works reads each frame: two would take twice the time.
    faces:
        What counts faces; None to leave them uncounted.
    cache, identity, stopped:
        See :class:`~postcheck.read.pictures.PictureReader`.
    """

    def __init__(
        self,
        ocr: OcrSettings,
        engines: Callable[[], tuple[OcrEngine, ...]],
        faces: FaceDetector | None,
        cache: ReadingCache | None,
        identity: Callable[[], str],
        stopped: threading.Event,
    ) -> None:
        self._ocr = ocr
        self._engines = engines
        self._faces = faces
        self._cache = cache
        self._identity = identity
        self._stopped = stopped

    def read(self, video: Video, draft: Draft) -> Reading:
        """Return all that can be read in a video and beside it; never raises for what it holds."""
        beside = tuple(subtitles_of(video))
        if video.path is None or video.size is None:
            return Reading(beside, (_absent(video, draft),))
        watched = self._watched(video.path)
        facts = dataclasses.replace(watched.facts, key=video.file, name=base_name(video.file))
        told = [*watched.unexamined(video.file)]
        if unheard := _unheard(video, watched, draft):
            told.append(Unexamined(video.file, unheard, listened=short(facts.digest)))
        return Reading((*beside, *_of(video, watched.passages)), tuple(told), (facts,))

    def _watched(self, path: Path) -> PictureReading:
        """Return what a file shows and says, whatever it is called."""
        try:
            digest = _digest(path)
        except UnreadableError as error:
            return PictureReading(problems=(clause(error),))
        identity = self._identity() if self._cache else ""
        if self._cache is None or not identity:
            return self._look_at(path, digest)[0]
        key = entry_key("video", identity, str(self._ocr.max_pixels), digest, str(self._faces is not None))
        return self._cache.read(key, lambda: self._look_at(path, digest))

    def _look_at(self, path: Path, digest: str) -> tuple[PictureReading, bool]:
        """Return what a file shows and says, and whether it may be kept."""
        watched = _Watched(time.monotonic() + self._ocr.video_time_limit)
        facts = ImageFacts("", "", digest=digest)
        sounds: int | None = 0
        try:
            facts, sounds = self._watch(watched, path, facts)
            unchanged = _digest(path) == digest
        except UnreadableError as error:
            unchanged = False
            watched.problems.append(clause(error))
        facts = dataclasses.replace(facts, faces=tuple(watched.faces))
        seen = (dataclasses.replace(seen.passage, until=seen.until) for seen in watched.seen)
        reading = PictureReading(
            (*watched.passages, *seen), tuple(watched.told()), facts, sounds if facts.opened else 0
        )
        return reading, unchanged and not watched.passing and not self._stopped.is_set()

    def _watch(self, watched: _Watched, path: Path, facts: ImageFacts) -> tuple[ImageFacts, int | None]:
        from postcheck.media.video_file import read_video  # noqa: PLC0415 - a draft without videos needs none of it
        from postcheck.media.video_frames import Film, film_frames  # noqa: PLC0415 - as above

        said = read_video(path)
        facts = self._said(watched, said, facts)
        film = Film()
        try:
            exact = said.exact
            for frame in film_frames(path, film, self._ocr.max_pixels, exact=exact, late=watched.late):
                self._frame(watched, frame)
            watched.go_on(film.length)
        finally:
            watched.problems += film.problems
        if film.stopped is not None:
            watched.passing = True
            watched.problems.append(
                f"only what is shown before {clock(film.stopped)} was looked at, as looking at it took longer than "
                f"{self._ocr.video_time_limit:g} seconds; watch the rest yourself, split it, or raise "
                "ocr.video_time_limit"
            )
        if said.tracks > 1:
            watched.problems.append(f"it holds {said.tracks} films, and only one was looked at; export it anew")
        if not said.tracks and film.decoded and not said.problems:
            watched.problems.append(
                "it does not say where its film is, so what else is in it is not known; export it anew"
            )
        self._covers(watched, said)
        size = film.size
        facts = dataclasses.replace(facts, width=size[0], height=size[1], frames=film.decoded, opened=size[0] > 0)
        return facts, said.sounds

    # What the file says

    def _said(self, watched: _Watched, said: VideoFacts, facts: ImageFacts) -> ImageFacts:
        """Take what the file says of itself."""
        from postcheck.read.metadata import read_xmp  # noqa: PLC0415 - a draft without videos needs none of it

        xmp = read_xmp(said.xmp)
        watched.problems += [*said.problems, *xmp.problems]
        texts = dict.fromkeys((*said.texts, *xmp.texts))
        watched.passages += [Passage(text, PlaceKind.METADATA, "", name) for name, text in texts]
        known = {text for _, text in texts}
        stray = dict.fromkeys(text for data in said.stray for text in words_in(data) if text not in known)
        watched.passages += [Passage(text, PlaceKind.METADATA, "", "comment", alternative=True) for text in stray]
        if said.cues:
            watched.passages.append(_subtitles(said.cues))
        artist = next((text for name, text in said.texts if name in {"artist", "author"}), xmp.artist)
        rights = next((text for name, text in said.texts if name == "copyright"), xmp.copyright)
        return dataclasses.replace(facts, has_gps=said.has_gps or xmp.has_gps, artist=artist, copyright=rights)

    def _covers(self, watched: _Watched, said: VideoFacts) -> None:
        """Read the pictures that it carries beside its film."""
        from postcheck.media.hidden import HiddenPicture, opened  # noqa: PLC0415 - a draft without videos needs none of it
        from postcheck.read.layout import arrange  # noqa: PLC0415 - as above

        for data in dict.fromkeys(said.pictures):
            views = opened(HiddenPicture("its cover", data), self._ocr.max_pixels)
            if not views:
                watched.problems.append("a picture that it carries beside its film could not be opened; take it out")
                continue
            lines, failures = self._lines(watched, views)
            watched.passing |= bool(failures)
            watched.problems += [f"the words in its cover could not be read: {reason}" for _, reason in failures]
            watched.passages += [
                Passage(page.text, PlaceKind.METADATA, "", THUMBNAIL, alternative=number > 0)
                for number, page in enumerate(arrange(lines))
            ]

    # What it shows

    def _frame(self, watched: _Watched, frame: VideoFrame) -> None:
        """Read a frame, unless it looks like one that was read."""
        watched.go_on(frame.time)
        if frame.like is not None:
            watched.now = watched.shown[frame.like]
            return
        before, watched.now = watched.now, []
        watched.shown.append(watched.now)
        for passage in self._passages(watched, frame):
            same = (seen for seen in before if _read_in(seen.passage) == _read_in(passage))
            seen = next(same, None)
            if seen is None:
                seen = _Seen(passage, frame.time)
                watched.seen.append(seen)
            watched.now.append(seen)
        self._count_faces(watched, frame)

    def _passages(self, watched: _Watched, frame: VideoFrame) -> Iterator[Passage]:
        """Yield the words in a frame, and what its QR codes and barcodes say."""
        from postcheck.read.codes import read_codes  # noqa: PLC0415 - a draft without videos needs none of it
        from postcheck.read.layout import OcrPage, arrange  # noqa: PLC0415 - as above

        size = frame.picture.size
        copy = _smaller(frame.picture, _READ_AT / (size[0] * size[1]))
        blank = Passage("", PlaceKind.IMAGE, "", "ocr", frame=frame.number, size=size, time=frame.time)
        try:
            for code in read_codes(copy):
                spot = Word(0, len(code.text), _scaled(code.box, copy.size, size), code.confidence, solid=True)
                yield dataclasses.replace(blank, text=code.text, field=CODE, words=(spot,))
        except UnreadableError as error:
            watched.fail(clause(error), frame.time)
        lines, failures = self._lines(watched, (copy,))
        if copy.size != size and _small(lines) and abs(frame.time - watched.looked_closer) >= _CLOSER_AFTER:
            watched.looked_closer = frame.time
            copy = _smaller(frame.picture, _CLOSER_AT / (size[0] * size[1]))
            lines, failures = self._lines(watched, (copy,))
        for _, reason in failures:
            watched.fail(f"the words could not be read: {reason}", frame.time)
        letters = tuple(_enlarged(line.letters, copy.size, size) for line in lines if line.letters)
        for number, page in enumerate(arrange(lines) or ((OcrPage("", ()),) if letters else ())):
            words = tuple(dataclasses.replace(word, box=_scaled(word.box, copy.size, size)) for word in page.words)
            yield dataclasses.replace(
                blank, text=page.text, words=words, alternative=number > 0, letters=() if number else letters
            )

    def _lines(self, watched: _Watched, views: tuple[Image, ...]) -> tuple[list[OcrLine], list[tuple[str, str]]]:
        """Return what the first engine that works reads, or why none does and what was read all the same."""
        read: list[OcrLine] = []
        failures: list[tuple[str, str]] = []
        for engine in self._engines():
            lines, failed, _ = read_by((engine,), views, lambda: min(self._ocr.time_limit, watched.left), self._stopped)
            if not failed:
                return lines, []
            read += lines
            failures += failed
        return read, failures

    def _count_faces(self, watched: _Watched, frame: VideoFrame) -> None:
        if self._faces is None or not (frame.first or abs(frame.time - watched.counted) >= _FACES_AFTER):
            return
        watched.counted = frame.time
        copy = _smaller(frame.picture, (_FACES_AT / max(frame.picture.size)) ** 2)
        try:
            found = self._faces.find(copy)
        except (UnreadableError, EngineUnavailableError) as error:
            watched.fail(clause(error), frame.time)
            return
        if found:
            boxes = tuple(_scaled(box, copy.size, frame.picture.size) for box in found)
            watched.faces.append(Faces(frame.number, boxes, frame.time))


def _absent(video: Video, draft: Draft) -> Unexamined:
    elsewhere = not video.file or is_elsewhere(video.file)  # where somebody can look at it
    return Unexamined(video.file or draft.path, _ABSENT, lack=None if elsewhere else Lack.MISSING)


def _of(video: Video, passages: Iterable[Passage]) -> Iterator[Passage]:
    """Yield what was read in a file as that of a draft's video."""
    for passage in passages:
        source = passage.source
        if source is not None:
            source = dataclasses.replace(source, file=dataclasses.replace(source.file, name=video.file))
        yield dataclasses.replace(passage, file=video.file, source=source)


def _unheard(video: Video, watched: PictureReading, draft: Draft) -> str:
    """Return why a video's sound was not examined; nothing if it has none or somebody has listened to this file."""
    digest = watched.facts.digest
    if watched.sounds == 0 or video.listened == "true" or is_of(video.listened, digest):
        return ""
    heard = "Its sound was not listened to"
    if video.listened:
        heard = "Its sound has not been listened to since the file was changed"
    elif watched.sounds is None:
        heard = "Its sound, if it has any, was not listened to"
    return (
        f"{heard}; listen to the whole of it for names, and then write `listened: {short(digest)}` "
        f"for this video, under `video:` in {draft.header_place}."
    )


def _subtitles(cues: list[Cue]) -> Passage:
    """Return the subtitles that a video holds."""
    pieces, spots, times, length = [], [], [], 0
    for cue in sorted(cues, key=lambda one: one.time):
        pieces.append(cue.text)
        spots.append(Spot(length, f"subtitle at {clock(cue.time)}"))
        times.append((length, cue.time))
        length += len(cue.text) + 1
    words = TextFile("", "\n".join(pieces), tuple(spots), tuple(times))
    source = SourceText.slice(words, 0, len(words.text))
    return Passage(words.text, PlaceKind.TEXT, "", SUBTITLES, source=source)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableError("it cannot be opened", advice="see whether it is there and may be read") from error


def _small(lines: list[OcrLine]) -> bool:
    """Whether some of the words are so low that more would be read in a larger copy."""
    return any(min(word.box.height, word.box.width) < _SMALL for line in lines for word in line.words)


def _smaller(picture: Image, share: float) -> Image:
    """Return a picture with this share of its pixels, or itself if that would be larger."""
    from PIL import Image  # noqa: PLC0415 - a draft without videos needs no Pillow

    if share >= 1:
        return picture
    scale = math.sqrt(share)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)


def _scaled(box: Box, small: tuple[int, int], size: tuple[int, int]) -> Box:
    """Return where a box in a smaller copy is in the picture."""
    across, down = size[0] / small[0], size[1] / small[1]
    left, top = int(box.left * across), int(box.top * down)
    right, bottom = min(size[0], round(box.right * across)), min(size[1], round(box.bottom * down))
    return Box(left, top, max(1, right - left), max(1, bottom - top))


def _read_in(passage: Passage) -> tuple[object, ...]:
    """Return what makes what was read in two frames the same; where no word was read, it is what was nearly read."""
    return passage.text, passage.field, "" if passage.text else tuple(one.text for one in passage.letters)


def _enlarged(letters: Letters, small: tuple[int, int], size: tuple[int, int]) -> Letters:
    """Return what letters of a smaller copy may be, with their place in the picture."""
    shares = size[0] / small[0], size[1] / small[1]
    ends = tuple(round(value * shares[at % 2]) for at, value in enumerate(letters.ends))
    return dataclasses.replace(letters, ends=ends)
