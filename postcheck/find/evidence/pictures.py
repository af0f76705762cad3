"""How sure words in a picture can be a person's name: most that read like a stranger's are other words, misread."""

from __future__ import annotations

from functools import cached_property

from postcheck.find.scene import Scene
from postcheck.late import late
from postcheck.model.mention import Certainty
from postcheck.text.tokens import Shape

_ALIKE = {
    "i": "l",
    "l": "it",
    "t": "l",
    "r": "n",
    "n": "r",
    "u": "vn",
    "v": "u",
    "o": "ae",
    "e": "c",
    "c": "e",
    "a": "o",
}
"""Letters that are taken for each other in pictures."""
_LEAST_MISREAD = 7
_WELL_READ = 0.9
_CLEAR_FROM = 0.9
_FULL_NAME = 2
_FIRM_AFTER = late(
    r"(?i)\s*(?:[®™]|\((?:R|TM)\)|(?:&|and)\s+(?:co|sons?|daughters?|bro(?:ther)?s)\b|(?:ltd|limited|plc|llp|inc|gmbh)\b)"
)
_FOUNDED = late(r"(?i)\b(?:est(?:\.|d\.?|ablished|ablished in)?|since|founded(?: in)?)\s*1[5-9]\d\d\b")
"""A firm says when it began; a year of this century is as often printed on a child's shirt."""
_NEAR = 100
"""Characters before and after a name in which a firm's words count."""
_ADDRESS = late(r"(?i)(?<![\w@.-])(?:www\.)?([\w-]{1,63})\.(?:com|net|org|eu|uk|co\.uk|org\.uk)\b")
_GOODS = late(
    r"(?i)[£$€]\s*\d|\d\s*(?:p|ml|cl|litres?|g|kg|oz|lbs?|mm|cm|inch(?:es)?)\b|\bsize\s+(?:\d|[xsml]{1,3}\b)|\best\b\.?\s*\d{4}"
    r"|\bmade in\b|^\W*official\b|[®™]|\bregistered\b|\b(?:motors?|denim|jeans|footwear|clothing|company|brand)\b"
)
"""What is printed on things for sale: prices, sizes, where they were made."""


class Pictures:
    """What the reading of a picture allows to say of one passage's names."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._lexicon = scene.lexicon

    def ceiling(self, first: int, last: int, score: float) -> Certainty | None:
        """Return how sure it can be that words in a picture are a person's name, None if they are not worth a mention.

        Most that read like the name of somebody who is not on the roll are other words, misread.
        """
        start, end = self._scene.tokens[first].start, self._scene.tokens[last - 1].end
        if self._scene.doubtful(start, end):
            # Scribbles and turned text read as letters: nothing without a capital is a name, and the rest must look
            # very much like one.
            if all(token.shape is Shape.LOWER for token in self._scene.tokens[first:last]):
                return None
            if score < _CLEAR_FROM:
                return Certainty.UNSURE
        if self._introduced(first, last):
            return Certainty.CERTAIN
        if self._without_capital(first, last) or self._labels(first, last):
            return Certainty.UNSURE
        if last - first < _FULL_NAME or score < _CLEAR_FROM or self._scene.confidence(start, end) < _WELL_READ:
            return Certainty.UNSURE
        return (
            Certainty.UNSURE
            if any(self._nearly_a_word(token.norm) for token in self._scene.tokens[first:last])
            else Certainty.LIKELY
        )

    def of_firm(self, first: int, last: int) -> Certainty:
        """Return how sure a single name in capitals can be a pupil's for what is printed beside it.

        Firms are called like people: "MORGAN LTD" is one, and "JORDAN, size 9" is more likely one than a pupil.
        """
        scene = self._scene
        tokens = scene.tokens[first:last]
        if not scene.passage.from_ocr or not all(token.shape is Shape.UPPER for token in tokens):
            return Certainty.CERTAIN
        start, end = tokens[0].start, tokens[-1].end
        own, above, below = self._lines_around(start, end)
        if (
            _FIRM_AFTER.match(scene.text, end)
            or any(map(_FOUNDED.search, (own, below)))
            or self._has_address(first, last)
        ):
            return Certainty.UNSURE
        return Certainty.LIKELY if any(map(_GOODS.search, (own, above, below))) else Certainty.CERTAIN

    def _lines_around(self, start: int, end: int) -> tuple[str, str, str]:
        """Return the line of some words, the one right above and the one right below, as far as they are near."""
        text = self._scene.text
        before, _, own = text[max(0, start - _NEAR) : start].rpartition("\n")
        rest, _, below = text[end : end + _NEAR].partition("\n")
        return own + text[start:end] + rest, before.rpartition("\n")[2], below.partition("\n")[0]

    def _has_address(self, first: int, last: int) -> bool:
        """Whether a web address is called so: "www.harvey.co.uk"."""
        key = self._scene.key(first, last)
        return any(called.startswith(key) for called in self._addresses)

    @cached_property
    def _addresses(self) -> frozenset[str]:
        """What web addresses in the picture are called."""
        return frozenset(match[1].casefold() for match in _ADDRESS.finditer(self._scene.text))

    def _introduced(self, first: int, last: int) -> bool:
        """Whether a picture announces these words as a name ("awarded to", "Name:"), or they hold a common forename."""
        if any(self._lexicon.given(token.norm) for token in self._scene.tokens[first:last]):
            return True
        return self._lexicon.is_a(self._scene.norm(first - 1), "award_before", "given_before", "of_award", "titles")

    def _without_capital(self, first: int, last: int) -> bool:
        """Whether no word has a capital: in other languages, pairs of plain words look like names."""
        return all(token.shape is Shape.LOWER for token in self._scene.tokens[first:last])

    def _labels(self, first: int, last: int) -> bool:
        """Whether words in capitals are rather a sign or a label, part of which is an ordinary word: "XIT ONLY"."""
        tokens = self._scene.tokens[first:last]
        return all(token.shape is Shape.UPPER for token in tokens) and any(
            self._lexicon.ordinary(token.norm) for token in tokens
        )

    def _nearly_a_word(self, key: str) -> bool:
        """Whether one letter of this was misread and it is an English word: "scaffoiding"."""
        if len(key) < _LEAST_MISREAD or self._lexicon.known(key):
            return False
        variants = (key[:at] + letter + key[at + 1 :] for at in range(len(key)) for letter in _ALIKE.get(key[at], ""))
        return any(self._lexicon.known(variant) for variant in variants)
