"""Texts with marked names as the network reads them: word pieces, shapes and labels."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import spacy
from tokenizers import Tokenizer

from names_model.augment import IGNORED, LOOKALIKE, OUTSIDE, Tagged
from names_model.records import UNKNOWN_ROLE, Record
from postcheck.find.person_tagger import ROLES, TAGS, PieceEncoder, words_of
from postcheck.find.tokenizing import TOKENIZER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    from names_model.names import Namer

UNLABELLED = -100
_OUTSIDE, _BEGIN, _INSIDE = 0, 1, 2
_LOOKALIKE_WEIGHT = 3.0
"""How many common words a word that looks like a name counts for."""
_WIDTHS = (16, 24, 32, 48, 64, 96, 128, 192)


def blank_pipeline() -> Language:
    """Make the pipeline that splits texts into words; see :mod:`postcheck.find.tokenizing`."""
    return spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})


#: How likely another network finds each of `TAGS` for each word of a text, ``(words, 3)``.
Opinion: TypeAlias = "NDArray[np.float32]"


@dataclass(frozen=True, slots=True)
class Example:
    """One text for the network, special pieces at both ends included.

    Attributes
    ----------
    ids, shapes:
        Word pieces and their shapes, ``(pieces,)``.
    targets:
        How likely each of `TAGS` should be at each word's first piece, nothing but zeros elsewhere, ``(pieces, 3)``; a
        word that looks like a name and is none has more than 1, because it counts for more.
    roles:
        The same for `ROLES`: 1 at the first piece of each word of a name whose role is known, ``(pieces, 3)``.
    """

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    targets: NDArray[np.float32]
    roles: NDArray[np.float32]


class ExampleMaker:
    """Turns records into examples.

    Parameters
    ----------
    tokenizer:
        The word-piece tokenizer's file.
    longest:
        Pieces after which a text is cut off, special ones included.
    trust:
        How much of a word's target is its label where there is a second opinion of it, 0 to 1.
    """

    def __init__(self, tokenizer: Path, longest: int = 192, trust: float = 0.6) -> None:
        self.nlp = blank_pipeline()
        self.encoder = PieceEncoder(Tokenizer.from_file(str(tokenizer)))
        self._longest = longest
        self._trust = trust

    def __call__(self, record: Record, opinion: Opinion | None = None) -> Example:
        """Encode one record; a second opinion that fits its words softens its labels."""
        doc = self.nlp.make_doc(record.text)
        ids, shapes, firsts = self.encode(doc)
        targets = np.zeros((len(ids), len(TAGS)), np.float32)
        roles = np.zeros((len(ids), len(ROLES)), np.float32)
        tags = word_tags(doc, words_of(doc)[0], record)
        labels = _labels(tags)
        if opinion is not None and len(opinion) != len(labels):
            opinion = None
        for word, (first, tag, label) in enumerate(zip(firsts, tags, labels, strict=True)):
            if first < len(targets) - 1 and label != UNLABELLED:
                targets[first, label] = _LOOKALIKE_WEIGHT if tag == LOOKALIKE else 1
                if opinion is not None:
                    targets[first] = self._trust * targets[first] + (1 - self._trust) * opinion[word]
                if tag > OUTSIDE and record.roles and record.roles[tag - 1] != UNKNOWN_ROLE:
                    roles[first, ROLES.index(record.roles[tag - 1])] = 1
        return Example(ids, shapes, targets, roles)

    def encode(self, doc: Doc) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Give a text's pieces and shapes, and where each word begins.

        Special pieces are included. What is longer than the longest is cut off, so a word may begin past the end.
        """
        _, words, gaps = words_of(doc)
        pieces = self.encoder(words, gaps)
        ids = np.concatenate([[self.encoder.cls], pieces.ids, [self.encoder.sep]])[: self._longest]
        shapes = np.concatenate([[0], pieces.shapes, [0]])[: self._longest]
        ids[-1] = self.encoder.sep
        shapes[-1] = 0
        return ids, shapes, pieces.firsts + 1


def word_tags(doc: Doc, tokens: Sequence[int], record: Record) -> list[int]:
    """Tell of each word which name it is part of, counted from 1, or that it is `OUTSIDE`, `IGNORED` or a `LOOKALIKE`.

    A word that is partly in a name counts as in it.
    """
    tags = np.array(Tagged.of(record).tags, np.int64)
    words = []
    for i in tokens:
        token = doc[i]
        inside = tags[token.idx : token.idx + len(token)]
        number = int(inside.max(initial=OUTSIDE))
        words.append(number if number > OUTSIDE else int(inside.min(initial=OUTSIDE)))
    return words


def word_labels(doc: Doc, tokens: Sequence[int], record: Record) -> list[int]:
    """Give each word its label."""
    return _labels(word_tags(doc, tokens, record))


def _labels(tags: Sequence[int]) -> list[int]:
    labels = []
    before = OUTSIDE
    for tag in tags:
        if tag > OUTSIDE:
            labels.append(_INSIDE if tag == before else _BEGIN)
        else:
            labels.append(UNLABELLED if tag == IGNORED else _OUTSIDE)
        before = tag
    return labels


def vary(record: Record, rng: random.Random, namer: Namer, *, rename: float = 0.25) -> Record:
    """Change a record of a public corpus now and then: its names for others or for hashtags, its letter case.

    Parameters
    ----------
    record:
        What is changed.
    rng, namer:
        Sources of chance and of names.
    rename:
        How often the names are changed, 0 to 1.
    """
    text = Tagged.of(record)
    if record.spans and rng.random() < rename:
        text = _renamed(record, namer, rng)
    return change_case(text, rng).record(record.src)


def change_case(text: Tagged, rng: random.Random) -> Tagged:
    """Put a text in capitals, in small letters or in title case now and then."""
    draw = rng.random()
    if draw < 0.07:  # noqa: PLR2004
        return text.upper()
    if draw < 0.15:  # noqa: PLR2004
        return text.lower()
    if draw < 0.17:  # noqa: PLR2004
        return text.title()
    return text


def _renamed(record: Record, namer: Namer, rng: random.Random) -> Tagged:
    """Put a name of any origin in place of each name, word for word where it can be, now and then as a hashtag."""
    text = Tagged()
    position = 0
    marks = sorted([(a, b, True) for a, b in record.spans] + [(a, b, False) for a, b in record.ignore])
    for start, end, is_name in marks:
        if start < position:
            continue
        text.add(record.text[position:start])
        old = record.text[start:end]
        if not is_name:
            text.ignored(old)
        elif rng.random() < 0.1:  # noqa: PLR2004
            text.person(old)
        else:
            new = (
                namer.full()
                if " " in old or old[0] == "#"
                else rng.choice((namer.forename, namer.forename, namer.surname))()
            )
            if old[0] == "#" or (record.text[start - 1 : start] in {"", " "} and rng.random() < 0.08):  # noqa: PLR2004
                new = "#" + re.sub(r"\W", "", rng.choice((new, new.lower())))
            text.person(new.lower() if old.islower() else new.upper() if old.isupper() else new)
        position = end
    text.add(record.text[position:])
    return text


def batches(examples: Sequence[Example], pieces_a_batch: int, rng: random.Random) -> list[tuple[int, list[Example]]]:
    """Group examples of about one length into batches of about one size, in random order.

    Only a few widths and numbers of texts occur, because the processor's kernels are made anew for each.

    Returns
    -------
    list
        Of each batch the width to pad it to, in pieces, and its examples.
    """
    by_width: dict[int, list[Example]] = {width: [] for width in _WIDTHS}
    for example in examples:
        by_width[next(width for width in _WIDTHS if width >= len(example.ids))].append(example)
    groups: list[tuple[int, list[Example]]] = []
    for width, alike in by_width.items():
        rng.shuffle(alike)
        rows = pieces_a_batch // width
        groups += [(width, alike[i : i + rows]) for i in range(0, len(alike), rows)]
    rng.shuffle(groups)
    return groups
