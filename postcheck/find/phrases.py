"""Names that aren't pupils': the people list and well-known people, found whatever their length."""

from __future__ import annotations

from dataclasses import dataclass

from postcheck.find.scene import Scene
from postcheck.text.tokens import Separator, tokenize

_MAX_TOKENS = 10


@dataclass(frozen=True, slots=True)
class Phrase:
    """A known name at tokens ``first`` to ``last`` (exclusive)."""

    first: int
    last: int
    start: int
    end: int
    words: int


class PhraseIndex:
    """An index of fixed names; a look-up costs the same however many there are."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._prefixes: set[str] = set()

    def add(self, name: str) -> None:
        """Add one name."""
        key = ""
        words = 0
        for token in tokenize(name):
            if key:
                self._prefixes.add(key)
            words += token.separator is not Separator.NONE
            key += token.norm
        if len(key) > 1:
            self._names[key] = max(words, self._names.get(key, 0))

    def words(self, key: str) -> int:
        """Return how many words the name with this key has; 0 if there is no such name."""
        return self._names.get(key, 0)

    def find(self, scene: Scene) -> list[Phrase]:
        """Return the longest name that starts at each token."""
        found: list[Phrase] = []
        if not self._names:
            return found
        tokens = scene.tokens
        for first, token in enumerate(tokens):
            key = token.norm
            if key not in self._names and key not in self._prefixes:
                continue
            longest: Phrase | None = None
            position = first
            while True:
                words = self._names.get(key)
                if words:
                    longest = Phrase(first, position + 1, token.start, tokens[position].end, words)
                position += 1
                if position - first >= _MAX_TOKENS or position >= len(tokens):
                    break
                # A word that was cut up may have been cut within a surname.
                if key not in self._prefixes and not (
                    tokens[position].cut and tokens[position].separator is Separator.NONE
                ):
                    break
                following = tokens[position]
                if following.separator > Separator.DOT or (
                    tokens[position - 1].full and following.separator is not Separator.SPACE
                ):
                    break
                key += following.norm
            if longest is not None:
                found.append(longest)
        return found
