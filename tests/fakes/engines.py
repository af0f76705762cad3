"""OCR engines and face detectors that do as they are told, and some that do as they like."""

from __future__ import annotations

import threading

from PIL import Image

from postcheck.errors import UnreadableError
from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, OcrWord, timed_out
from postcheck.read.engines.line_crops import LineCrop

Lines = tuple[OcrLine, ...]
Answer = Lines | BaseException
"""What an engine reads in a picture, or what it fails with."""

NONSENSE: Lines = (
    OcrLine(()),
    OcrLine(
        (
            OcrWord(" ", Box(1, 1, 5, 5), 0.9),
            OcrWord("far", Box(500, 500, 9, 9), 0.9),
            OcrWord("none", Box(5, 5, 0, 9), 0.9),
        )
    ),
    OcrLine((OcrWord("Amelia\nC", Box(-5, 10, 500, 12), float("nan")),)),
    OcrLine((OcrWord("Rhys", Box(5, 40, 20, 9), 7.0),)),
)
"""What no engine should say of a picture of 90 by 60 pixels: no words, no place, places outside, line ends, and
confidence that is none."""


def words(*placed: tuple[str, Box], confidence: float = 0.9) -> OcrLine:
    """Return a line of words at these places."""
    return OcrLine(tuple(OcrWord(text, box, confidence) for text, box in placed))


def row(text: str) -> Lines:
    """Return the words of a text in one line, 100 pixels apart; nothing of an empty text."""
    line = words(*((word, Box(10 + 100 * at, 10, 90, 30)) for at, word in enumerate(text.split())), confidence=0.95)
    return (line,) if line.words else ()


class ScriptedEngine:
    """Gives one answer a picture, in order, and whatever is ``always`` said when they are used up.

    It remembers what it was shown.

    Parameters
    ----------
    answers:
        What is read, or raised, picture by picture.
    always:
        What is read in every further picture.
    identity:
        What decides how pictures are read; empty if that cannot be told.
    """

    name = "fake"

    def __init__(self, *answers: Answer, always: Lines = (), identity: str = "1") -> None:
        self.answers = list(answers)
        self.always = always
        self.sizes: list[tuple[int, int]] = []
        self.limits: list[float] = []
        self.stopped = False
        self._identity = identity

    @property
    def asked(self) -> int:
        """How many pictures it was shown."""
        return len(self.sizes)

    def version(self) -> str:
        return self._identity

    def identity(self) -> str:
        return self._identity

    def stop(self) -> None:
        self.stopped = True

    def read(self, image: Image.Image, *, time_limit: float) -> Lines:
        assert image.mode == "RGB"
        assert time_limit > 0
        self.sizes.append(image.size)
        self.limits.append(time_limit)
        answer = self.answers.pop(0) if self.answers else self.always
        if isinstance(answer, BaseException):
            raise answer.with_traceback(None)  # what was raised before may be asked for again
        return answer


class HangingEngine(ScriptedEngine):
    """Reads until its time is up or somebody ends it, as a program that hangs."""

    def __init__(self) -> None:
        super().__init__()
        self.reading = threading.Event()
        self._ended = threading.Event()

    def stop(self) -> None:
        super().stop()
        self._ended.set()

    def read(self, image: Image.Image, *, time_limit: float) -> Lines:
        super().read(image, time_limit=time_limit)
        self.reading.set()
        if self._ended.wait(time_limit):
            raise UnreadableError("It was ended.")
        raise timed_out()


class BlindEngine(ScriptedEngine):
    """Sees words in as many pictures as it is told, and nothing any more after that, without a word about it."""

    def __init__(self, lines: Lines, seeing: int) -> None:
        super().__init__(*[lines] * seeing)


class ScriptedDetector:
    """Counts faces: one answer a picture, in order."""

    def __init__(self, *answers: tuple[Box, ...] | BaseException) -> None:
        self.answers = list(answers)

    def find(self, picture: Image.Image) -> tuple[Box, ...]:
        assert picture.mode == "RGB"
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer.with_traceback(None)  # what was raised before may be asked for again
        return answer

    def identity(self) -> str:
        return ""


class ScriptedLineCrops:
    """Knows the lines of a picture that another engine is to read, and how well it read them itself.

    Parameters
    ----------
    read:
        Each word, its place and how sure it is.
    failure:
        What is raised instead.
    """

    def __init__(self, *read: tuple[str, Box, float], failure: Exception | None = None) -> None:
        self.found = tuple(
            LineCrop(
                ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)),
                line=words((text, box), confidence=sure),
            )
            for text, box, sure in read
        )
        self._failure = failure
        self.asked = 0

    def identity(self) -> str:
        return "places"

    def line_crops(self, image: Image.Image, *, time_limit: float) -> tuple[LineCrop, ...]:
        del image, time_limit
        self.asked += 1
        if self._failure:
            raise self._failure.with_traceback(None)
        return self.found
