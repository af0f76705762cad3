"""The language model that finds persons' names: a small transformer, run by onnxruntime in a spaCy pipeline.

The words that are tagged are spaCy's tokens, so every name starts and ends where a token does and ``doc.ents`` needs no
alignment.
Each word is cut into word pieces. The first piece of a word carries its label: ``O`` (no name), ``B`` (a name begins)
or ``I`` (it goes on), and, should it be in a name, whose name that is: a child's, an adult's or a figure's.
Pieces are lower-case, so what the letters looked like, and whether the word begins a line, is told to the model by a
*shape* beside each piece.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span
from tokenizers import Tokenizer

from postcheck.errors import LanguageModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from spacy.vocab import Vocab

LABEL: Final = "PERSON"
#: The model's outputs for each word, in this order.
TAGS: Final = ("O", "B", "I")
#: Whose name it may be: a child's, another grown person's, or that of somebody public, historical or invented. Its
#: outputs after `TAGS`.
ROLES: Final = ("child", "adult", "figure")
_OUTPUTS: Final = len(TAGS) + len(ROLES)
#: How many shapes there are, the one of the special pieces (0) included; rows of the model's table of shapes.
SHAPES: Final = 22

MODEL_FILE: Final = "model.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"

_CLS: Final = "[CLS]"
_SEP: Final = "[SEP]"
_UNKNOWN: Final = "[UNK]"
_PIECES_A_WORD: Final = 12  # a longer word is no name; what is left of it tells nothing
_LONGEST_WORD: Final = 100  # characters; the rest of a longer word is not looked at
_LEAST: Final = 1e-9  # probability: the logarithm of nothing would be infinite
_LONGEST_TEXT: Final = 50_000_000  # characters
_PIECES_AT_ONCE: Final = 512  # in one run of the model: more gain no time, and cost memory
_REMEDY: Final = "Reinstall postcheck, or name another spaCy pipeline in the settings."

# In the texts' own data, as plain lists and arrays: texts can be stored and sent to another process.
_WORDS_KEY: Final = "postcheck_persons"


@dataclass(frozen=True, slots=True)
class PersonWords:
    """What the model thinks of each word of a text: ``doc._.person_words``.

    Attributes
    ----------
    tokens:
        The indices of the tokens that were looked at, in order: every token that is no white space.
    tags:
        The probabilities of `TAGS`, shape ``(words, 3)``.
    roles:
        The probabilities of `ROLES` if the word is in a person's name, calibrated, shape ``(words, 3)``.
    """

    tokens: list[int]
    tags: NDArray[np.float32]
    roles: NDArray[np.float32]

    @property
    def names(self) -> NDArray[np.float32]:
        """The probability of each word that it is in a person's name, shape ``(words,)``."""
        result: NDArray[np.float32] = 1 - self.tags[:, 0]
        return result


def _person_words(doc: Doc) -> PersonWords | None:
    stored = doc.user_data.get(_WORDS_KEY)
    return None if stored is None else PersonWords(*stored)


for _name_of_extension in ("person_score", "person_role", "role_probabilities"):
    if not Span.has_extension(_name_of_extension):
        Span.set_extension(_name_of_extension, default=None)
if not Doc.has_extension("person_words"):
    Doc.set_extension("person_words", getter=_person_words)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text as the model reads it, without the special pieces at its ends.

    Attributes
    ----------
    ids:
        Word piece numbers, shape ``(pieces,)``.
    shapes:
        What each piece's word looked like (see `shape_of`), shape ``(pieces,)``.
    firsts:
        Where in ``ids`` each word begins, shape ``(words,)``.
    """

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    firsts: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of whole words: pieces ``start`` to ``end``; words ``first`` to ``last`` take their labels from it."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Task:
    """A window as the model reads it, special pieces included, and the rows where its words' logits belong.

    ``firsts`` are the pieces whose logits those are.
    """

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    firsts: NDArray[np.int64]
    result: NDArray[np.float32]


def shape_of(word: str, gap: str) -> int:
    """Tell what a word looks like, as a number from 1 to 21.

    Parameters
    ----------
    word:
        The word as written.
    gap:
        What stands between the word before and this one: the empty string, spaces, or something with a line end in it.
    """
    new_line = "\n" in gap or "\r" in gap
    place = 2 if new_line else 1 if gap else 0
    return 1 + 3 * _spelling(word) + place


def _spelling(word: str) -> int:
    letters = [c for c in word[:_LONGEST_WORD] if c.isalpha()]
    if not letters or not any(c.isupper() or c.islower() for c in letters):
        return 5
    if any(c.isdigit() for c in word):
        return 6
    if all(not c.isupper() for c in letters):
        return 0
    if all(not c.islower() for c in letters):
        return 3 if len(letters) == 1 else 2
    if letters[0].isupper() and all(not c.isupper() for c in letters[1:]):
        return 1
    return 4


def words_of(doc: Doc) -> tuple[list[int], list[str], list[str]]:
    """List the words of a text that are tagged: every token that is no white space.

    Returns
    -------
    tuple
        The tokens' indices in the text, their texts, and the gap before each (`shape_of`); a text's start counts as a
        line end.
    """
    text = doc.text
    indices: list[int] = []
    words: list[str] = []
    gaps: list[str] = []
    known: dict[str, str] = {}  # one string for all that are alike: a long text has many
    gap = "\n"
    start = 0
    # The arrays, because asking for a token makes an object that the text then keeps.
    for i, (length, spaced) in enumerate(doc.to_array(["LENGTH", "SPACY"]).tolist()):
        word = text[start : start + length]
        start += length + spaced
        if word.isspace():
            gap += word
        else:
            indices.append(i)
            words.append(known.setdefault(word, word))
            gaps.append(known.setdefault(gap, gap))
            gap = ""
        gap += " " * spaced
    return indices, words, gaps


class PieceEncoder:
    """Cuts words into word pieces.

    Parameters
    ----------
    tokenizer:
        A word-piece tokenizer; its special pieces are not asked for.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.tokenizer = tokenizer
        self.cls = self._special(_CLS)
        self.sep = self._special(_SEP)
        self._unknown = self._special(_UNKNOWN)

    def __call__(self, words: Sequence[str], gaps: Sequence[str]) -> Pieces:
        """Encode the words of one text, in order, with the gap before each."""
        known: dict[str, list[int]] = {}
        unique = list(dict.fromkeys(words))
        for word, encoding in zip(
            unique, self.tokenizer.encode_batch([_parted(w) for w in unique], add_special_tokens=False), strict=True
        ):
            known[word] = encoding.ids[:_PIECES_A_WORD] or [self._unknown]
        ids: list[int] = []
        shapes: list[int] = []
        firsts: list[int] = []
        for word, gap in zip(words, gaps, strict=True):
            pieces = known[word]
            firsts.append(len(ids))
            ids += pieces
            shapes += [shape_of(word, gap)] * len(pieces)
        return Pieces(np.array(ids, np.int64), np.array(shapes, np.int64), np.array(firsts, np.int64))

    def _special(self, piece: str) -> int:
        number = self.tokenizer.token_to_id(piece)
        if number is None:
            raise ValueError(f"the word pieces lack {piece}")
        return number


@Language.factory(
    "postcheck_persons",
    assigns=["doc.ents"],
    default_config={"threshold": 0.5, "role_temperature": 1.0, "window": 256, "overlap": 64, "threads": 1},
)
def make_person_tagger(
    nlp: Language, name: str, threshold: float, role_temperature: float, window: int, overlap: int, threads: int
) -> PersonTagger:
    """Make the component for a pipeline (spaCy calls this; its files come with ``from_disk``).

    The pipeline's limit on the length of a text is lifted: it is there for components whose memory grows with the text,
    and this one's does not.
    """
    nlp.max_length = max(nlp.max_length, _LONGEST_TEXT)
    return PersonTagger(
        nlp.vocab,
        name,
        threshold=threshold,
        role_temperature=role_temperature,
        window=window,
        overlap=overlap,
        threads=threads,
    )


class PersonTagger:
    """Marks persons' names in ``doc.ents``.

    It keeps how sure it is of a name in ``span._.person_score``, whose name it most likely is in
    ``span._.person_role`` (one of `ROLES`), how likely each role is in ``span._.role_probabilities`` (three numbers
    that add up to 1, in the order of `ROLES`), and what it thinks of every word, marked or not, in
    ``doc._.person_words`` (`PersonWords`).

    Entities that are there already stay, and win over an overlapping name. A handle (``@someone``) is never a name.

    Parameters
    ----------
    vocab:
        The pipeline's vocabulary.
    name:
        What the pipeline calls this component.
    threshold:
        A word belongs to a name if the model gives that at least this probability, 0 to 1.
    role_temperature:
        What the scores of roles are divided by before they become probabilities, above 0: more than 1 makes them less
        sure. It is fitted on texts that were not trained on, so that of the names called a child's with a probability
        of 0.8, about 80 in 100 are.
    window:
        Word pieces that the model sees at once; longer texts are read in overlapping windows, so cost grows with length
        and no faster.
    overlap:
        Word pieces that neighbouring windows share; each word takes its label from the window that shows more around
        it.
    threads:
        Processor threads for one run.
    """

    def __init__(
        self,
        vocab: Vocab,
        name: str = "postcheck_persons",
        *,
        threshold: float = 0.5,
        role_temperature: float = 1.0,
        window: int = 256,
        overlap: int = 64,
        threads: int = 1,
    ) -> None:
        if not 0 < threshold < 1:
            raise LanguageModelError(f"the threshold of {name} is {threshold}.", advice="Choose one between 0 and 1.")
        if not role_temperature > 0:
            raise LanguageModelError(f"the temperature of {name} is {role_temperature}.", advice="Choose one above 0.")
        if not 2 * _PIECES_A_WORD <= 2 * overlap < window:
            raise LanguageModelError(
                f"{name} cannot read windows of {window} pieces that share {overlap}.",
                advice="Let them share a quarter.",
            )
        self.vocab = vocab
        self.name = name
        self.threshold = threshold
        self.role_temperature = role_temperature
        self._window = window
        self._overlap = overlap
        self._threads = threads
        self._folder: Path | None = None
        self._files: dict[str, bytes] = {}
        self._encoder: PieceEncoder | None = None
        self._session: InferenceSession | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that this component gives."""
        return (LABEL,)

    def __call__(self, doc: Doc) -> Doc:
        """Mark the names in one text."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Mark the names in many texts, exactly as one by one.

        Of ``batch_size`` texts, those that have equally many pieces are read together, which is faster.
        """
        texts = iter(stream)
        while docs := list(islice(texts, batch_size)):
            for doc, (tokens, scores) in zip(docs, self._scores(docs), strict=True):
                yield self._mark(doc, tokens, scores)

    def _mark(self, doc: Doc, tokens: list[int], scores: NDArray[np.float32]) -> Doc:
        temperature = self.role_temperature
        words = PersonWords(tokens, _softmax(scores[:, : len(TAGS)]), _softmax(scores[:, len(TAGS) :] / temperature))
        doc.user_data[_WORDS_KEY] = [words.tokens, words.tags, words.roles]
        names = list(_names(doc, words, self.threshold))
        if names:
            taken = {i for ent in doc.ents for i in range(ent.start, ent.end)}
            fresh = [name for name in names if not any(i in taken for i in range(name.start, name.end))]
            doc.ents = (*doc.ents, *fresh)
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the model's files into a folder; the settings are in the pipeline's own ``config.cfg``."""
        del exclude  # spaCy's convention; there is nothing to leave out
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for file in (MODEL_FILE, TOKENIZER_FILE):
            (folder / file).write_bytes(self._read(file))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> PersonTagger:
        """Take the model from a folder. It is looked for now and started when the first text comes.

        Raises
        ------
        LanguageModelError
            If a file is missing or is not what it should be.
        """
        del exclude
        self._folder = Path(path)
        self._files = {}
        self._session = None
        model = self._folder / MODEL_FILE
        if not model.is_file():
            raise LanguageModelError("the language model's file is missing.", file=str(model), advice=_REMEDY)
        self._encoder = self._make_encoder()
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Give the model's files as one string of bytes."""
        del exclude
        model, tokenizer = self._read(MODEL_FILE), self._read(TOKENIZER_FILE)
        return len(model).to_bytes(8, "big") + model + tokenizer

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> PersonTagger:
        """Take the model from what `to_bytes` gave."""
        del exclude
        end = 8 + int.from_bytes(data[:8], "big")
        self._files = {MODEL_FILE: data[8:end], TOKENIZER_FILE: data[end:]}
        self._folder = None
        self._session = None
        self._encoder = self._make_encoder()
        return self

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the running model, which cannot be sent to another process."""
        return {**self.__dict__, "_session": None}

    def _scores(self, docs: Sequence[Doc]) -> list[tuple[list[int], NDArray[np.float32]]]:
        """Give what the model says of each text's words.

        Returns
        -------
        list
            For each text the indices of the tokens that were looked at, and their logits of `TAGS` and of `ROLES`,
            shape ``(words, 6)``.
        """
        found = []
        # Only windows of one length are read together, so that none is padded: the model knows no padding, and what is
        # read beside a text must not change its scores.
        waiting: defaultdict[int, list[_Task]] = defaultdict(list)
        for doc in docs:
            tokens, words, gaps = words_of(doc)
            result = np.zeros((len(tokens), _OUTPUTS), np.float32)
            found.append((tokens, result))
            for task in self._tasks(self._ready()(words, gaps), result):
                size = len(task.ids)
                waiting[size].append(task)
                if (len(waiting[size]) + 1) * size > _PIECES_AT_ONCE:
                    self._infer(waiting.pop(size))
        for tasks in waiting.values():
            self._infer(tasks)
        return found

    def _tasks(self, pieces: Pieces, result: NDArray[np.float32]) -> Iterator[_Task]:
        encoder = self._ready()
        for window in self._windows(pieces):
            yield _Task(
                np.concatenate([[encoder.cls], pieces.ids[window.start : window.end], [encoder.sep]]),
                np.pad(pieces.shapes[window.start : window.end], 1),
                pieces.firsts[window.first : window.last] - window.start + 1,
                result[window.first : window.last],
            )

    def _windows(self, pieces: Pieces) -> Iterator[_Window]:
        """Cut a text into windows of whole words."""
        room = self._window - 2  # for the special pieces
        words, end = len(pieces.firsts), len(pieces.ids)
        starts = np.append(pieces.firsts, end)
        first_word = own_from = 0
        while own_from < words:
            start = int(starts[first_word])
            last_word = int(np.searchsorted(starts, start + room, side="right")) - 1
            if last_word >= words:
                yield _Window(start, end, own_from, words)
                return
            stop = int(starts[last_word])
            next_word = int(np.searchsorted(starts, stop - self._overlap, side="left"))
            own_to = (next_word + last_word + 1) // 2
            yield _Window(start, stop, own_from, own_to)
            first_word, own_from = next_word, own_to

    def _infer(self, tasks: Sequence[_Task]) -> None:
        """Let the model read windows of one length, and put the logits of their words where they belong."""
        if self._session is None:
            self._session = self._start()
        ids = np.stack([task.ids for task in tasks])
        (logits,) = self._session.run(None, {"ids": ids, "shapes": np.stack([task.shapes for task in tasks])})
        if logits.shape != (*ids.shape, _OUTPUTS):
            raise LanguageModelError(
                f"the language model gave {logits.shape} for {ids.shape}.",
                file=self._name_of(MODEL_FILE),
                advice=_REMEDY,
            )
        for task, own in zip(tasks, logits, strict=True):
            task.result[:] = own[task.firsts]

    def _start(self) -> InferenceSession:
        import onnxruntime  # noqa: PLC0415 - it takes long to import, and a run without text needs none of it

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 4  # its warnings would reach standard error
        try:
            return onnxruntime.InferenceSession(self._read(MODEL_FILE), options, providers=["CPUExecutionProvider"])
        except LanguageModelError:
            raise
        except Exception as error:  # onnxruntime's own classes are private to it
            raise LanguageModelError(
                "the language model's file cannot be used.", file=self._name_of(MODEL_FILE), advice=_REMEDY
            ) from error

    def _make_encoder(self) -> PieceEncoder:
        raw = self._read(TOKENIZER_FILE)
        try:
            return PieceEncoder(Tokenizer.from_str(raw.decode("utf-8")))
        except Exception as error:  # tokenizers raises plain Exception
            raise LanguageModelError(
                "the language model's word pieces cannot be read.", file=self._name_of(TOKENIZER_FILE), advice=_REMEDY
            ) from error

    def _ready(self) -> PieceEncoder:
        if self._encoder is None:
            raise LanguageModelError(
                f"{self.name} has no model yet.", advice="Load the pipeline from its folder with spacy.load()."
            )
        return self._encoder

    def _read(self, file: str) -> bytes:
        if self._folder is None:
            if file not in self._files:
                raise LanguageModelError(
                    f"{self.name} has no model yet.", advice="Load the pipeline from its folder with spacy.load()."
                )
            return self._files[file]
        try:
            return (self._folder / file).read_bytes()
        except OSError as error:
            raise LanguageModelError(
                f"the language model's file cannot be read ({error.strerror}).",
                file=self._name_of(file),
                advice=_REMEDY,
            ) from error

    def _name_of(self, file: str) -> str:
        return str(self._folder / file) if self._folder else file


def _names(doc: Doc, words: PersonWords, threshold: float) -> Iterator[Span]:
    """Join the words of each name into a span."""
    tokens, scores = words.tokens, words.names
    begins = words.tags[:, 1] >= words.tags[:, 2]
    group: list[int] = []
    for i in map(int, np.flatnonzero(scores >= threshold)):
        token = tokens[i]
        if group and (begins[i] or i - 1 != group[-1]):
            yield from _name(doc, words, group)
            group = []
        if not (doc[token].text.startswith("@") and len(doc[token]) > 1):
            group.append(i)
    yield from _name(doc, words, group)


def _name(doc: Doc, words: PersonWords, group: Sequence[int]) -> Iterator[Span]:
    """Make one name of neighbouring words, without the punctuation around it; nothing if no letter is left.

    Its score is the mean probability of its words; its role's is the mean of the words' scores of roles (the geometric
    mean of probabilities).
    """
    inside = list(group)
    while inside and not _has_letter(doc[words.tokens[inside[0]]].text):
        del inside[0]
    while inside and not _has_letter(doc[words.tokens[inside[-1]]].text):
        del inside[-1]
    if inside:
        first, last = words.tokens[inside[0]], words.tokens[inside[-1]]
        if first and doc[first - 1].text == "#" and not doc[first - 1].whitespace_:
            first -= 1  # a hashtag that begins with a name: its sign belongs to it, as in the corpora
        roles = _softmax(np.log(np.maximum(words.roles[inside], _LEAST)).mean(axis=0))
        span = Span(doc, first, last + 1, label=LABEL)
        span._.person_score = float(words.names[inside].mean())
        span._.person_role = ROLES[int(roles.argmax())]
        span._.role_probabilities = tuple(roles.tolist())
        yield span


def _has_letter(word: str) -> bool:
    return any(c.isalpha() for c in word)


def _parted(word: str) -> str:
    """Put spaces where a small letter meets a capital (#WellDone), so that each part is cut into pieces of its own."""
    word = word[:_LONGEST_WORD]
    if word.islower() or word.isupper() or word.istitle():
        return word
    return "".join(
        f" {c}" if c.isupper() and before.islower() else c for before, c in zip(" " + word, word, strict=False)
    )


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: NDArray[np.float32] = powers / powers.sum(axis=-1, keepdims=True)
    return result
