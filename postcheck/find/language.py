"""The language model: any spaCy pipeline that marks persons, loaded only when a text has to be read."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module, resources
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from postcheck.errors import LanguageModelError
from postcheck.find.lexicon import lexicon
from postcheck.find.spacy_package import import_spacy
from postcheck.text.folding import fold

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from postcheck.find.person_tagger import PersonWords

SHIPPED = "en_postcheck_names"
_LABELS = frozenset({"PERSON", "PER"})
_UNSCORED = 0.8
"""Probability of a person that a pipeline marks without saying how sure it is."""
_WORD = re.compile(r"[^\W\d_]+")
_WORD_OR_SIGN = re.compile(r"\w+|[^\w\s]")
_FAINTEST = 0.05
_BELOW = 0.49
"""A name that the pipeline has not marked is less probable than one that it has."""
_LEAST_LIKELY = 0.01
"""A word less likely to be in a name than this is not kept."""
_CHUNK = 8_000
"""Characters given to the pipeline at once: spaCy refuses texts of more than a million, and shorter ones keep its
memory small."""
_BATCH = 64
_COMPILED = frozenset({".pyc"})
"""Ends of files that Python makes itself."""


class Roles(NamedTuple):
    """How likely a person who is named is a child, another grown person, or somebody public, historical or invented.

    Each is 0 to 1; together they are 1.
    """

    child: float
    adult: float
    figure: float


class Person(NamedTuple):
    """A person's name in a text.

    Attributes
    ----------
    start, end:
        Where it stands, in characters.
    score:
        How probable it is that this is a person's name, 0 to 1.
    roles:
        Whose name it is likely to be; ``None`` if the pipeline does not tell.
    """

    start: int
    end: int
    score: float
    roles: Roles | None = None


@dataclass(slots=True)
class Reading:
    """What a language model sees in a text.

    Attributes
    ----------
    persons:
        The persons, by place.
    words:
        Single words that may be in a person's name, by place, whether or not `persons` has them: every word whose
        probability of that, its ``score``, is at least 0.01. Empty if the pipeline does not tell.
    """

    persons: list[Person] = field(default_factory=list)
    words: list[Person] = field(default_factory=list)


class LanguageModel(Protocol):
    """Something that finds persons in texts."""

    path: str
    """What ``spacy.load`` opens."""
    name: str
    version: str

    def find_persons(self, texts: Sequence[str]) -> list[Reading]:
        """Return for each text the persons in it, and the words that may be in a person's name."""


class SpacyModel:
    """A spaCy pipeline whose ``doc.ents`` have persons.

    Parameters
    ----------
    nlp:
        The pipeline.
    path:
        What ``spacy.load`` opens.
    """

    def __init__(self, nlp: Language, path: str) -> None:
        self._nlp = nlp
        self.path = path
        self.name: str = nlp.meta.get("name", "")
        self.version: str = nlp.meta.get("version", "")

    def find_persons(self, texts: Sequence[str]) -> list[Reading]:
        """Return for each text the persons in it, and the words that may be in a person's name."""
        pieces = [(number, low, text[low:high]) for number, text in enumerate(texts) for low, high in _chunks(text)]
        # What stands there several times is read once: a pipeline says the same of the same text. Where there is no
        # letter, there is no name. Texts of like length come one after the other: some pipelines read them faster so.
        unlike = sorted(dict.fromkeys(piece for _, _, piece in pieces if _WORD.search(piece)), key=_length)
        reading_of = {
            piece: _read(doc) for piece, doc in zip(unlike, self._nlp.pipe(unlike, batch_size=_BATCH), strict=True)
        }
        found = [Reading() for _ in texts]
        for number, low, piece in pieces:
            if reading := reading_of.get(piece):
                found[number].persons += _moved(reading.persons, low)
                found[number].words += _moved(reading.words, low)
        return found


def _length(text: str) -> int:
    """Return about how many words and signs a text has."""
    return sum(1 for _ in _WORD_OR_SIGN.finditer(text))


def _moved(persons: list[Person], by: int) -> list[Person]:
    return [Person(start + by, end + by, score, roles) for start, end, score, roles in persons]


def _read(doc: Doc) -> Reading:
    """Collect what the pipeline says of one text that was read at once."""
    persons = []
    for span in doc.ents:
        if span.label_ in _LABELS:
            score = span._.person_score if span.has_extension("person_score") else None
            roles = span._.role_probabilities if span.has_extension("role_probabilities") else None
            persons.append(
                Person(
                    span.start_char,
                    span.end_char,
                    _UNSCORED if score is None else float(score),
                    Roles(*roles) if roles else None,
                )
            )
    words = _words(doc)
    return Reading(sorted((*persons, *_faint(doc, words)), key=lambda person: person[:2]), words)


def _words(doc: Doc) -> list[Person]:
    """Return the words that may be in a person's name, if the pipeline can say so."""
    seen: PersonWords | None = doc._.person_words if doc.has_extension("person_words") else None
    if seen is None:
        return []
    words = []
    for number in (seen.names >= _LEAST_LIKELY).nonzero()[0].tolist():
        token = doc[seen.tokens[number]]
        words.append(
            Person(token.idx, token.idx + len(token), float(seen.names[number]), Roles(*seen.roles[number].tolist()))
        )
    return words


def _faint(doc: Doc, words: list[Person]) -> list[Person]:
    """Return common forenames that the pipeline has not marked but holds possible."""
    known = lexicon()
    marked = {i for span in doc.ents for i in range(span.start_char, span.end_char)}
    return [
        word._replace(score=min(word.score, _BELOW))
        for word in words
        if word.score >= _FAINTEST and word.start not in marked and known.given(fold(doc.text[word.start : word.end]))
    ]


def _chunks(text: str) -> list[tuple[int, int]]:
    """Cut a long text where lines end, or at least words."""
    cuts = [0]
    while len(text) - cuts[-1] > _CHUNK:
        low, high = cuts[-1], cuts[-1] + _CHUNK
        cut = (
            max(text.rfind("\n", low + _CHUNK // 2, high), 0)
            or max(text.rfind(". ", low + _CHUNK // 2, high), 0)
            or text.rfind(" ", low, high)
        )
        cuts.append(cut + 1 if cut > low else high)
    cuts.append(len(text))
    return list(pairwise(cuts))


def model_identity(name: str = "") -> str:
    """Return what tells a language model from others, without loading it: a digest of its description and its files.

    Parameters
    ----------
    name:
        As for :func:`load_language_model`.
    """
    if not name:
        folder = Path(str(resources.files("postcheck") / "data" / SHIPPED))
    elif not (folder := Path(name)).is_dir():
        try:
            found = importlib.util.find_spec(name)
        except (ImportError, ValueError):
            found = None
        folder = Path(found.origin).parent if found and found.origin else folder
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.name == "meta.json":
            digest.update(path.read_bytes())
        elif path.is_file() and path.suffix not in _COMPILED:
            digest.update(f"{path.relative_to(folder).as_posix()} {path.stat().st_size}\n".encode())
    return f"{name or SHIPPED} {digest.hexdigest()}"


def load_language_model(name: str = "", *, file: str | None = None, line: int | None = None) -> SpacyModel:
    """Open the language model.

    Parameters
    ----------
    name:
        Name or path of an installed spaCy pipeline; empty for the one that ships with postcheck.
    file, line:
        The settings file that names it, and where, for the error message.

    Raises
    ------
    LanguageModelError
        If it is missing, broken, or finds no persons.
    """
    path = name or str(resources.files("postcheck") / "data" / SHIPPED)
    if not name and not Path(path).is_dir():
        raise LanguageModelError(
            "The language model that ships with postcheck is missing.",
            advice="Reinstall postcheck.",
            file=file,
            line=line,
        )
    remedy = (
        "Install that spaCy pipeline, correct `language_model`, "
        "or remove it to use the model that ships with postcheck."
        if name
        else "Reinstall postcheck."
    )
    what = f"The language model “{name}”" if name else "The language model that ships with postcheck"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # spaCy warns of pipelines made with another of its versions; what counts is whether it opens
            spacy = import_spacy()  # imported late: not every command reads a text
            import_module("postcheck.find.tokenizing")  # of the pipeline that ships, should nobody tell spaCy of it
            nlp: Language = spacy.load(path)
    except LanguageModelError as error:
        raise LanguageModelError(
            f"{what} cannot be loaded: {error.message}", advice=remedy, file=file, line=line
        ) from error
    except OSError as error:
        missing = isinstance(error, FileNotFoundError) or "E050" in str(error) or "E053" in str(error)
        raise LanguageModelError(
            f"{what} {'is not installed' if missing else 'cannot be read'}.", advice=remedy, file=file, line=line
        ) from error
    except (
        Exception,
        SystemExit,
    ) as error:  # a pipeline is somebody else's code: whatever goes wrong, the remedy is the same
        raise LanguageModelError(
            f"{what} cannot be loaded ({type(error).__name__}).", advice=remedy, file=file, line=line
        ) from error
    labels = {label for labels in nlp.pipe_labels.values() for label in labels}
    if labels and not labels & _LABELS:
        raise LanguageModelError(f"{what} does not find persons.", advice=remedy, file=file, line=line)
    return SpacyModel(nlp, path)
