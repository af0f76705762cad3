"""How sure words in a picture can be a person's name: most that read like a stranger's are other words, misread."""

from __future__ import annotations

from postcheck.find.scene import Scene
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
        if last - first < _FULL_NAME or score < _CLEAR_FROM or self._scene.confidence(start, end) < _WELL_READ:
            return Certainty.UNSURE
        return (
            Certainty.UNSURE
            if any(self._nearly_a_word(token.norm) for token in self._scene.tokens[first:last])
            else Certainty.LIKELY
        )

    def _introduced(self, first: int, last: int) -> bool:
        """Whether a picture announces these words as a name ("awarded to", "Name:"), or they hold a common forename."""
        if any(self._lexicon.given(token.norm) for token in self._scene.tokens[first:last]):
            return True
        return self._lexicon.is_a(self._scene.norm(first - 1), "award_before", "given_before", "of_award", "titles")

    def _nearly_a_word(self, key: str) -> bool:
        """Whether one letter of this was misread and it is an English word: "scaffoiding"."""
        if len(key) < _LEAST_MISREAD or self._lexicon.known(key):
            return False
        variants = (key[:at] + letter + key[at + 1 :] for at in range(len(key)) for letter in _ALIKE.get(key[at], ""))
        return any(self._lexicon.known(variant) for variant in variants)
