"""The language model: any spaCy pipeline that marks persons, loaded only when a text has to be read."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from postcheck.errors import LanguageModelError
from postcheck.find.lexicon import lexicon
from postcheck.text.folding import fold

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SHIPPED = "en_postcheck_names"
_LABELS = frozenset({"PERSON", "PER"})
_UNSCORED = 0.8
"""Probability of a person that a pipeline marks without saying how sure it is."""
_WORD = re.compile(r"[^\W\d_]+")
_FAINTEST = 0.05
_BELOW = 0.49
"""A name that the pipeline has not marked is less probable than one that it has."""
_CHUNK = 8_000
"""Characters given to the pipeline at once: spaCy refuses texts of more than a million, and shorter ones keep its
memory small."""
_BATCH = 64


class LanguageModel(Protocol):
    """Something that finds persons in texts."""

    path: str
    """What ``spacy.load`` opens."""
    name: str
    version: str

    def find_persons(self, texts: Sequence[str]) -> list[list[tuple[int, int, float]]]:
        """Return where persons stand in each text (character offsets), in order, with a probability from 0 to 1."""


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
        self._tagger = next((component for _, component in nlp.pipeline if hasattr(component, "probabilities")), None)
        self.path = path
        self.name: str = nlp.meta.get("name", "")
        self.version: str = nlp.meta.get("version", "")

    def find_persons(self, texts: Sequence[str]) -> list[list[tuple[int, int, float]]]:
        """Return for each text where persons stand, in order, and how probable each is, 0 to 1."""
        pieces = [(number, low, text[low:high]) for number, text in enumerate(texts) for low, high in _chunks(text)]
        # What stands there several times is read once: a pipeline says the same of the same text. Where there is no
        # letter, there is no name.
        unlike = list(dict.fromkeys(piece for _, _, piece in pieces if _WORD.search(piece)))
        spans_of = {
            piece: self._spans(doc)
            for piece, doc in zip(unlike, self._nlp.pipe(unlike, batch_size=_BATCH), strict=True)
        }
        found: list[list[tuple[int, int, float]]] = [[] for _ in texts]
        for number, low, piece in pieces:
            found[number].extend((low + start, low + end, score) for start, end, score in spans_of.get(piece, ()))
        return found

    def _spans(self, doc: Doc) -> list[tuple[int, int, float]]:
        """Return the persons in one text that was read at once."""
        spans = []
        for span in doc.ents:
            if span.label_ in _LABELS:
                score = span._.person_score if span.has_extension("person_score") else None
                spans.append((span.start_char, span.end_char, _UNSCORED if score is None else float(score)))
        return sorted((*spans, *self._faint(doc)))

    def _faint(self, doc: Doc) -> list[tuple[int, int, float]]:
        """Return common forenames that the pipeline has not marked but holds possible, if it can say so.

        Only texts that have such a word are looked at a second time, and they are few.
        """
        probabilities = getattr(self._tagger, "probabilities", None)
        if probabilities is None:
            return []
        words = lexicon()
        marked = {word for span in doc.ents for word in _WORD.findall(span.text)}
        if not any(words.given(fold(word)) for word in {*_WORD.findall(doc.text)} - marked):
            return []
        open_ = [token.i for token in doc if not token.ent_type and words.given(fold(token.text))]
        tokens, shares = probabilities(doc)
        share_of = {token: 1.0 - float(share[0]) for token, share in zip(tokens, shares, strict=True)}
        return [
            (doc[i].idx, doc[i].idx + len(doc[i]), min(share_of[i], _BELOW))
            for i in open_
            if share_of.get(i, 0.0) >= _FAINTEST
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
    import spacy  # noqa: PLC0415 -- slow to load, and not every command reads a text

    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # spaCy warns of pipelines made with another of its versions; what counts is whether it opens
            nlp = spacy.load(path)
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
