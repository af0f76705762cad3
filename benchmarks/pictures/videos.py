"""``python -m benchmarks.pictures.videos``: how well names are read in videos, and what that costs.

The clips are looked at as a draft's are: by the reader of videos, with faces counted, and judged by a policy that
allows no pupil's name at all, so that the flags are those that a school would see.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
import threading
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz.fuzz import partial_ratio

from benchmarks.names.tables import table
from benchmarks.pictures.clips import Clip, ClipMaker, ShownName
from benchmarks.pictures.images import PictureSet, make_picture_set
from benchmarks.pictures.pages import write_between
from benchmarks.pictures.systems import cpu_seconds, one_thread
from postcheck.drafts.source import DraftSource
from postcheck.engine.checker import Checker
from postcheck.find.finder import Finder
from postcheck.find.language import load_language_model
from postcheck.model.draft import Unexamined
from postcheck.model.report import DraftReport, Flag
from postcheck.model.settings import OcrSettings, Settings
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind
from postcheck.read.faces import CenterFace
from postcheck.read.reader import Reader
from postcheck.text.folding import fold

_COUNT, _SECONDS = 6, 10.0
_LONG, _LONG_NUMBER = 60.0, 100
"""Seconds of the clip by which the promise is measured: a minute at 1080p in at most a minute of processor time.
And its number, so that it is the same whatever the count."""
_SLACK = 1.0
"""Seconds by which a flag may be beside the time at which a name is shown."""
_ALIKE = 75
"""How alike a flag's words and a name are, in per cent, if it was read there; others may share their pupils."""
_NO_LIMIT = 3600.0
"""Seconds: what is measured is processor time, which must not depend on what else the machine does."""
_DAY = dt.date(2026, 11, 21)
_POST = "---\nchannel: facebook\nvideo: {file}\n---\n\nA film of our week.\n"
_POLICY = "aspire"
_BEGIN, _END = "<!-- videos -->", "<!-- end of videos -->"


@dataclass
class VideoScore:
    """What was flagged in the clips, and what it cost."""

    shown: Counter[str] = field(default_factory=Counter)
    """Names by where they are shown."""
    found: Counter[str] = field(default_factory=Counter)
    several: int = 0
    """Names in pictures that more than one flag is about."""
    clips: int = 0
    without: int = 0
    """Clips without a pupil's name."""
    false_without: int = 0
    """Flags in them."""
    false_with: int = 0
    """Flags in the other clips that are on no pupil who is shown then."""
    seconds: Counter[int] = field(default_factory=Counter)
    """Seconds of video by height."""
    cpu: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    """Processor seconds for them."""
    long: float = 0.0
    """Processor seconds for the long clip."""
    unread: int = 0
    """Things that were not examined."""
    errors: list[str] = field(default_factory=list)

    def count(self, clip: Clip, flagged: Sequence[Flag], unexamined: Sequence[Unexamined], cpu: float) -> None:
        """Count what came of one clip: what was flagged in it, what was not examined, and processor seconds."""
        flags = [flag for flag in flagged if flag.category is Category.NAME and flag.severity is not Severity.NOTE]
        self.clips += 1
        self.seconds[clip.size[1]] += round(clip.seconds)
        self.cpu[clip.size[1]] += cpu
        for name in clip.names:
            self.shown[name.sort] += 1
            about = [flag for flag in flags if _is_about(flag, name)]
            self.found[name.sort] += bool(about)
            if not about:
                self.errors.append(
                    f"missed  {clip.name} {name.start:.1f} to {name.end:.1f} s, {name.sort}: {name.text}"
                )
            alike = [flag for flag in about if flag.where.kind is PlaceKind.IMAGE and _reads(flag, name)]
            if len(alike) > _repeats(clip, name):
                self.several += 1
                said = ", ".join(f"“{flag.evidence}” at {flag.where.time:.1f} s" for flag in alike)
                self.errors.append(f"several {clip.name} {name.sort}: {said}")
        false = [flag for flag in flags if not _is_right(flag, clip)]
        self.errors += [
            f"cried   {clip.name} at {flag.where.time or 0:.1f} s: “{flag.evidence}” ({flag.message})" for flag in false
        ]
        self.unread += len(unexamined)
        self.errors += [f"unread  {clip.name}: {problem.reason}" for problem in unexamined]
        if clip.names or clip.too_small:
            self.false_with += len(false)
        else:
            self.without += 1
            self.false_without += len(false)


def _is_about(flag: Flag, name: ShownName) -> bool:
    """Whether a flag names the pupil at the time when the name is shown."""
    if not name.pupil_ids & set(flag.pupil_ids) or (flag.where.kind is not PlaceKind.IMAGE) != (
        name.sort == "subtitles"
    ):
        return False
    start = flag.where.time if flag.where.time is not None else name.start
    return start <= name.end + _SLACK and (flag.where.until or start) >= name.start - _SLACK


def _reads(flag: Flag, name: ShownName) -> bool:
    """Whether a flag's words are the name or a part of it, as read."""
    return partial_ratio(fold(flag.evidence), fold(name.text)) >= _ALIKE


def _repeats(clip: Clip, name: ShownName) -> int:
    """Return as how many names a pupil is shown in the pictures about that time."""
    return sum(
        bool(other.pupil_ids & name.pupil_ids)
        and other.sort != "subtitles"
        and other.start <= name.end + _SLACK
        and other.end >= name.start - _SLACK
        for other in clip.names
    )


def _is_right(flag: Flag, clip: Clip) -> bool:
    """Whether a flag is about a pupil whose name the clip shows, be it small or brief."""
    ids = set(flag.pupil_ids)
    return bool(ids & clip.too_small) or any(name.pupil_ids & ids for name in clip.names)


class _Watcher:
    """Examines clips as a draft's videos."""

    def __init__(self, tests: PictureSet) -> None:
        roll, people = tests.school.roll, tests.people
        finder = Finder(roll, people, load_language_model(""))
        settings = Settings(policy=_POLICY, ocr=OcrSettings(time_limit=_NO_LIMIT, video_time_limit=_NO_LIMIT))
        reader = Reader(settings.ocr, side_by_side=2, faces=CenterFace())
        self._checker = Checker(settings, roll, people, finder, threading.Lock(), reader=reader)

    def watch(self, folder: Path, clip: Clip) -> tuple[DraftReport, float]:
        """Return the report of a clip, and the processor seconds that it took."""
        post = folder / f"{Path(clip.name).stem}.md"
        post.write_text(_POST.format(file=clip.name), encoding="utf-8")
        before = cpu_seconds()
        report = self._checker.examine(DraftSource(post.name, post, folder), _DAY, ())
        return report, cpu_seconds() - before


def measure(seed: int, count: int, *, long: float = _LONG, seconds: float = _SECONDS) -> VideoScore:
    """Return the figures of ``count`` clips of some ``seconds``, and of one of ``long`` seconds at 1080p."""
    tests = make_picture_set(seed, 1)
    maker, watcher, score = ClipMaker(tests), _Watcher(tests), VideoScore()
    with tempfile.TemporaryDirectory() as folder:
        warm = maker.make(Path(folder), count + 1, seconds=3.0, size=(640, 360))
        watcher.watch(Path(folder), warm)
        for number in range(count):
            clip = maker.make(Path(folder), number, seconds=seconds)
            report, cpu = watcher.watch(Path(folder), clip)
            score.count(clip, report.flags, report.unexamined, cpu)
        if long:
            clip = maker.make(Path(folder), _LONG_NUMBER, seconds=long, size=(1920, 1080))
            report, score.long = watcher.watch(Path(folder), clip)
            score.count(clip, report.flags, report.unexamined, score.long)
    return score


def shown(score: VideoScore, long: float = _LONG) -> str:
    """Return the figures as tables and sentences for a terminal and for Markdown."""
    rows = [
        (sort, str(score.shown[sort]), f"{score.found[sort] / score.shown[sort]:.2f}") for sort in sorted(score.shown)
    ]
    names, found = score.shown.total(), score.found.total()
    rows.append(("all", str(names), f"{found / names:.2f}" if names else "none"))
    said = [table("Names in videos, by where they are shown", ("", "names", "flagged"), rows)]
    named = score.clips - score.without
    said.append(
        f"- false flags: {score.false_without} in {score.without} clips without a pupil's name, {score.false_with} in "
        f"{named} with some\n- names in following frames that are more than one flag: {score.several} of "
        f"{names - score.shown['subtitles']}\n- not examined as it should be: {score.unread}"
    )
    for height in sorted(score.seconds):
        each = score.cpu[height] / score.seconds[height]
        said.append(f"- CPU seconds a second of video at {height}p: {each:.2f} ({score.seconds[height]} s of video)")
    if score.long:
        kept = "kept" if score.long <= long else "NOT kept"
        said.append(
            f"- {long:.0f} s at 1080p took {score.long:.0f} CPU seconds: at most {long:.0f} are promised, {kept}"
        )
    return "\n".join(said) + "\n"


def main(given: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures.videos", description=__doc__)
    parser.add_argument("--seed", type=int, default=2026, help="as for the pictures (2026)")
    parser.add_argument("--count", type=int, default=_COUNT, help=f"how many short clips ({_COUNT})")
    parser.add_argument("--no-long", action="store_true", help="leave out the clip of a minute")
    parser.add_argument("--errors", action="store_true", help="show what was missed and what was wrongly flagged")
    parser.add_argument("--docs", type=Path, metavar="FILE", help="put the results into this page, between its marks")
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="write the clips there, and stop")
    arguments = parser.parse_args(given)
    one_thread()
    if arguments.save:
        arguments.save.mkdir(parents=True, exist_ok=True)
        maker = ClipMaker(make_picture_set(arguments.seed, 1))
        for number in range(arguments.count):
            for name in maker.make(arguments.save, number, seconds=_SECONDS).names:
                print(f"{number:02} {name.start:5.1f} {name.end:5.1f} {name.sort:10} {name.text}")
        return 0
    score = measure(arguments.seed, arguments.count, long=0 if arguments.no_long else _LONG)
    options = f"--seed {arguments.seed} --count {arguments.count}{' --no-long' if arguments.no_long else ''}"
    about = (
        f"- date: {dt.datetime.now(tz=dt.UTC).date().isoformat()}\n- command: `python -m benchmarks.pictures.videos "
        f"{options}`\n- clips: {score.clips}, {score.without} of them without a pupil's name"
    )
    pieces = (about, shown(score))
    print("\n\n".join(pieces))
    if arguments.docs:
        write_between(arguments.docs, _BEGIN, _END, pieces)
    if arguments.errors:
        print("\n".join(score.errors))
    return 0


if __name__ == "__main__":
    sys.exit(main())
