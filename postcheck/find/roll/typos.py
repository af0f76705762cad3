"""Words with one typo."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from rapidfuzz.distance import Levenshtein

from postcheck.find.lexicon import lexicon
from postcheck.find.roll.names import MAX_KEY

LEAST_WITH_TYPO = 5
"""Letters of a name that is recognised in spite of a typo."""
LEAST_WITH_TYPO_IN_PAIRS = 4
"""The same beside the name's other half: with its surname, a shorter first name will do."""


class TypoIndex:
    """Finds the words of a list that are one typo away.

    A typo (a letter too many, missing, wrong, or swapped with its neighbour) leaves one half of a word as it was, so
    that words are looked up by their halves and only few are compared.

    Parameters
    ----------
    words:
        The words; those with letters beyond ASCII are left out.
    least:
        Letters that a word has at least: shorter ones resemble too much.
    """

    def __init__(self, words: Iterable[str], least: int = LEAST_WITH_TYPO) -> None:
        self._least = least
        self._words: set[str] = set()
        self._halves: dict[tuple[int, str, bool], list[str]] = {}
        for word in words:
            length = len(word)
            if length >= least and word.isascii():
                self._words.add(word)
                self._halves.setdefault((length, word[: length // 2], False), []).append(word)
                self._halves.setdefault((length, word[length // 2 :], True), []).append(word)

    def near(self, key: str) -> list[str]:
        """Return the words one typo away from ``key``, sorted."""
        length = len(key)
        if not self._least - 1 <= length <= MAX_KEY:
            return []
        found = {key[:index] + key[index + 1 :] for index in range(length)}
        found.update(key[:index] + key[index + 1] + key[index] + key[index + 2 :] for index in range(length - 1))
        found &= self._words
        for size in (length, length + 1):
            half = size // 2
            for bucket in (
                self._halves.get((size, key[:half], False)),
                self._halves.get((size, key[length - size + half :], True)),
            ):
                if bucket is not None:
                    found.update(word for word in bucket if Levenshtein.distance(word, key, score_cutoff=1) == 1)
        found.discard(key)
        return sorted(found)


@cache
def everyday_words() -> TypoIndex:
    """Return the commonest English words."""
    tiers = lexicon().tiers
    return TypoIndex(word for word in tiers if tiers[word] == 1)
