"""The classifier of sentences: which of them a policy wants a person to see, whatever words they use.

A small transformer with a head a concern, run by onnxruntime; docs/concerns-model-card.md says how it was made and how
good it is. It only ever puts a sentence to a person: what it finds is never more than a ``review``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from postcheck.errors import LanguageModelError
from postcheck.model.concern import Concern, ConcernMatch
from postcheck.model.text import Passage, PlaceKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
THRESHOLDS_FILE = "thresholds.json"
FOLDER = "concerns"
_FIELDS = frozenset({"body", "title", "caption", "alt", "first_comment", "description", "excerpt", "summary"})
"""What is published as sentences."""
_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n+")  # noqa: RUF001 - quotation marks
_FIRST = re.compile(r" *[^\W\d_]")
"""How a line begins."""
_FULL = 40
"""Characters from which on a line may have been broken because it was full, as editors and e-mails do."""
_LEAST_WORDS = 4
_WHOLE_WORDS = 45
"""A text of several sentences that is no longer than this is read as a whole as well."""
_WHOLE_LEAST = 0.985
"""How probable a concern must be in such a whole: so high that everyday notices of two sentences stay calm."""
_PIECES = 72
_REMEMBERED = 8_192
"""Texts whose figures are kept in memory, with their figures some two megabytes."""
_FIGURE = np.dtype("<f4")
"""A chance, as it is kept."""
_BESIDE = 0.3
"""How probable another concern must be in a sentence that is seen for one: a policy may have a rule for it alone."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        return " ".join(self.passage.text[self.start : self.end].split())


class Memory(Protocol):
    """What the model said of texts in earlier runs."""

    def get(self, text: str) -> bytes | None:
        """Return what it said of a text; None if that is not known."""

    def put(self, text: str, said: bytes) -> None:
        """Keep what it says of a text."""


class ConcernFinder:
    """Finds sentences that a person should see. Its model is loaded when the first sentence is read.

    Parameters
    ----------
    folder:
        Where the model lies; by default the one that ships.
    memory:
        What it said in earlier runs; None to have it read everything.
    """

    def __init__(self, folder: Path | None = None, memory: Memory | None = None) -> None:
        self._memory = memory
        self.folder = folder or Path(str(resources.files("postcheck"))) / "data" / FOLDER

    def find(self, passages: Sequence[Passage]) -> tuple[ConcernMatch, ...]:
        """Return every sentence that seems to be about a concern, once for each, by passage and place.

        A short text stands as a whole for what none of its sentences says alone.

        Raises
        ------
        LanguageModelError
            If the model cannot be used.
        """
        read = [passage for passage in passages if _is_read(passage)]
        found = list(self._seen_in([one for passage in read for one in _sentences(passage)]))
        # What the sentences of a short text say only together.
        known = {(id(match.passage), match.concern) for match in found}
        wholes = [whole for passage in read if (whole := _whole(passage))]
        found += [
            match for match in self._seen_in(wholes, _WHOLE_LEAST) if (id(match.passage), match.concern) not in known
        ]
        order = {id(passage): number for number, passage in enumerate(read)}
        return tuple(sorted(found, key=lambda match: (order[id(match.passage)], match.start)))

    def _seen_in(self, sentences: Sequence[_Sentence], least: float = 0) -> Iterator[ConcernMatch]:
        if not sentences:
            return
        chances = self.chances([sentence.text for sentence in sentences])
        for sentence, row, told in zip(sentences, chances, self.seen(chances, least), strict=True):
            for number, concern in enumerate(Concern):
                if told[number]:
                    yield ConcernMatch(sentence.passage, sentence.start, sentence.end, concern, float(row[number]))

    def seen(self, chances: NDArray[np.float32], least: float = 0) -> NDArray[np.bool_]:
        """Return which concerns sentences are put to a person for, in the shape of :meth:`chances`.

        None that is less probable than ``least`` is by itself a reason to.
        """
        sure = chances >= np.maximum(np.array(self._thresholds, np.float32), least)
        told: NDArray[np.bool_] = sure | ((chances >= _BESIDE) & sure.any(1, keepdims=True))
        return told

    def chances(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return how probable each concern is in each text, shape ``(texts, concerns)``.

        A text's figures do not depend on what is read beside it.
        """
        rows = [self._remembered(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, len(Concern)), np.float32)

    @cached_property
    def _remembered(self) -> Callable[[str], NDArray[np.float32]]:
        """What was said of the latest texts: schools say the same sentence in many posts."""
        return lru_cache(_REMEMBERED)(self._known_chances_of)

    def _known_chances_of(self, text: str) -> NDArray[np.float32]:
        said = self._memory.get(text) if self._memory else None
        if said is not None and len(said) == len(Concern) * _FIGURE.itemsize:
            chances = np.frombuffer(said, _FIGURE).astype(np.float32)
            if np.isfinite(chances).all():
                return chances
        chances = self._chances_of(text)
        if self._memory:
            self._memory.put(text, chances.astype(_FIGURE).tobytes())
        return chances

    def _chances_of(self, text: str) -> NDArray[np.float32]:
        # By itself: the model's 8-bit arithmetic would let texts that are read together change each other's figures.
        ids = self._tokenizer.encode(text).ids[:_PIECES]
        (logits,) = self._session.run(None, {"ids": np.array([ids], np.int64)})
        chances: NDArray[np.float32] = 1 / (1 + np.exp(-logits[0]))
        if not np.isfinite(chances).all():
            raise self._error("gave no numbers")
        chances.setflags(write=False)
        return chances

    @cached_property
    def _thresholds(self) -> list[float]:
        known = json.loads(self._read(THRESHOLDS_FILE))
        try:
            return [float(known[concern]) for concern in Concern]
        except (KeyError, TypeError, ValueError):
            raise self._error("lacks a threshold") from None

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - tokenizers has no types
        from tokenizers import Tokenizer  # noqa: PLC0415 - only for a text

        try:
            tokenizer = Tokenizer.from_str(self._read(TOKENIZER_FILE).decode())
        except LanguageModelError:
            raise
        except Exception:  # noqa: BLE001 - tokenizers raises plain Exception
            raise self._error("has word pieces that cannot be read") from None
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 - onnxruntime has no types
        model = self.folder / MODEL_FILE
        try:
            known = model.stat()
            return _started(model, known.st_mtime_ns, known.st_size)
        except OSError:
            raise self._error("is missing") from None
        except Exception:  # noqa: BLE001 - onnxruntime's own classes are private to it
            raise self._error("cannot be used") from None

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            raise self._error("is missing") from None

    def _error(self, what: str) -> LanguageModelError:
        return LanguageModelError(f"the classifier of sentences {what}.", advice="Reinstall postcheck.")


@lru_cache(maxsize=1)
def _started(model: Path, *_state: int) -> Any:  # noqa: ANN401 - as above
    """Return a session of a model file in this state; one is kept, for finders that come one after another."""
    import onnxruntime  # noqa: PLC0415 - only for a text

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4  # its warnings would reach standard error
    return onnxruntime.InferenceSession(model.read_bytes(), options, providers=["CPUExecutionProvider"])


def _is_read(passage: Passage) -> bool:
    return passage.kind is PlaceKind.TEXT and passage.field in _FIELDS and not passage.alternative


def _sentences(passage: Passage) -> Iterator[_Sentence]:
    """Yield the sentences of a passage that are long enough to say something."""
    start = 0
    for match in (*_ends(passage.text), None):
        end = match.start() if match else len(passage.text)
        words = passage.text[start:end].split()
        if len(words) >= _LEAST_WORDS:
            text = passage.text[start:end]
            first = start + len(text) - len(text.lstrip())
            yield _Sentence(passage, first, start + len(text.rstrip()))
        start = match.end() if match else end


def _ends(text: str) -> Iterator[re.Match[str]]:
    """Yield what ends a sentence: not the end of a full line without a stop, if a small letter follows."""
    for match in _END.finditer(text):
        if match.group() != "\n" or not _goes_on(text, match.end()) or not _is_full(text, match.start()):
            yield match


def _goes_on(text: str, start: int) -> bool:
    letter = _FIRST.match(text, start)
    return letter is not None and letter.group()[-1].islower()


def _is_full(text: str, end: int) -> bool:
    """Whether the line that ends there may have been broken because it was full."""
    line = text[text.rfind("\n", 0, end) + 1 : end].strip()
    return len(line) >= _FULL and not line.endswith((".", "!", "?", "…", ":", ";"))


def _whole(passage: Passage) -> _Sentence | None:
    """Return the whole of a short text that is more than one sentence."""
    text = passage.text.strip()
    if not (_LEAST_WORDS <= len(text.split()) <= _WHOLE_WORDS and any(_ends(text))):
        return None
    start = passage.text.index(text)
    return _Sentence(passage, start, start + len(text))
