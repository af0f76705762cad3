"""Lines as OCR engines read them: kept within their picture, and compared with what a page's text layer says."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.model.draft import Part
from postcheck.model.text import Box
from postcheck.read.engines.base import OcrEngine, OcrLine, OcrTimeoutError
from postcheck.read.machine_readable import with_names

if TYPE_CHECKING:
    from PIL.Image import Image

SAME_PLACE = 0.5
"""Share of the smaller box that must be covered for a word of a text layer to stand where a line was read."""
_SAME_WORD = 75
"""How alike two readings of one word are, in per cent."""


def read_views(engine: OcrEngine, views: tuple[Image, ...], time_limit: float, lines: list[OcrLine]) -> None:
    """Add the lines that an engine reads in all views of a frame, their boxes within it.

    Raises what the engine does; what it had read by then is added all the same.
    """
    for view in views:
        try:
            lines += _in_view(engine.read(view, time_limit=time_limit), view)
        except OcrTimeoutError as error:
            lines += _in_view(error.lines, view)
            raise


def _in_view(found: tuple[OcrLine, ...], view: Image) -> list[OcrLine]:
    kept = (with_names(_within(raw, view.width, view.height)) for raw in found)
    return [line for line in kept if line.words or line.letters]


def read_by(
    engines: Iterable[OcrEngine], views: tuple[Image, ...], time_limit: Callable[[], float], stopped: threading.Event
) -> tuple[list[OcrLine], list[tuple[str, str]], int]:
    """Return what all engines read in a picture, which of them failed and why, and how many are missing.

    Once ``stopped`` is set, none is asked any more, and all count as failed.
    """
    lines: list[OcrLine] = []
    failures: list[tuple[str, str]] = []
    unavailable = 0
    for engine in engines:
        try:
            if stopped.is_set():
                raise UnreadableError("The check was stopped.")  # noqa: TRY301 - one of the ways in which it fails
            read_views(engine, views, time_limit(), lines)
        except UnreadableError as error:
            failures.append((engine.name, clause(error)))
        except EngineUnavailableError as error:
            unavailable += 1
            failures.append((engine.name, clause(error)))
        except KeyboardInterrupt:
            raise
        # An engine is foreign code: whatever breaks in it, and be it a call of sys.exit(), this image was not
        # examined as it should be.
        except BaseException as error:  # noqa: BLE001 - as above
            failures.append((engine.name, f"the OCR engine failed ({type(error).__name__}); run postcheck doctor"))
    return lines, failures, unavailable


def clause(error: UnreadableError | EngineUnavailableError) -> str:
    """Return an error's message and advice to go on a sentence with; the full stop is the caller's."""
    text = f"{error.message.rstrip('.')}; {error.advice.rstrip('.')}" if error.advice else error.message.rstrip(".")
    return text[:1].lower() + text[1:]


def beside_layer(lines: Sequence[OcrLine], layer: Part) -> tuple[list[OcrLine], list[OcrLine]]:
    """Return the lines that a page's text layer does not have, and those that it has in other words.

    The text layer knows better what is written there than an engine, unless somebody has put other words behind those
    that are seen.
    """
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - needed for PDFs only

    written = [(str(layer.text)[word.start : word.end].casefold(), word.box) for word in layer.words]
    free: list[OcrLine] = []
    doubted: list[OcrLine] = []
    for line in lines:
        there = [[text for text, box in written if box.overlap(word.box) >= SAME_PLACE] for word in line.words]
        on_line = {text for texts in there for text in texts}
        if not there or not all(there):
            free.append(line)
        elif not all(any(ratio(word.text.casefold(), text) >= _SAME_WORD for text in on_line) for word in line.words):
            doubted.append(line)
    return free, doubted


def _within(line: OcrLine, width: int, height: int) -> OcrLine:
    """Return a line without words that are empty or outside the picture, its boxes and confidences within limits."""
    words = []
    for word in line.words:
        left, top = max(0, word.box.left), max(0, word.box.top)
        right, bottom = min(width, word.box.right), min(height, word.box.bottom)
        text = " ".join(word.text.split())
        if text and left < right and top < bottom:
            confidence = min(1.0, word.confidence) if word.confidence > 0 else 0.0
            words.append(
                dataclasses.replace(
                    word, text=text, box=Box(left, top, right - left, bottom - top), confidence=confidence
                )
            )
    return dataclasses.replace(line, words=tuple(words))
