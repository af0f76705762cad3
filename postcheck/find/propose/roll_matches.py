"""Where a passage has single names of the roll: at words, at several words that are one name, or within a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postcheck.find.apart import runs, sounds, spelled_out
from postcheck.find.roll import NameMatch, Quality, RollIndex, RollName
from postcheck.find.scene import Scene
from postcheck.text.tokens import Separator, Shape, Token, accented, unspaced

LEAST_PIECE = 4
"""Letters of a name that is found within a word, or in spite of letters that are wrong."""
VERY_SHORT = 2
_MAX_TOKENS = 8
_MAX_LENGTH = 40
_MOST_AT_RISK = 5
"""Letters of a word in small letters that is too short to be a name with a typo."""
_LEAST_SPLIT = 5
"""Letters of a name that OCR has broken up."""
_MAX_SPLIT = 3
"""Pieces of such a name."""
_LONG_PLURALS = ("ses", "xes", "zes", "ches", "shes")


@dataclass(slots=True)
class RollMatch:
    """One name of the roll at the tokens ``first`` to ``last`` (exclusive)."""

    first: int
    last: int
    end: int
    """Where it ends in the text."""
    names: tuple[NameMatch, ...]
    """The names that it may be."""
    apart: bool = False
    """Whether its letters stand apart."""

    @property
    def quality(self) -> Quality:
        """How well the best of its names agrees."""
        return max(quality for _, quality in self.names)


class RollMatches:
    """The single names of the roll in one passage.

    Parameters
    ----------
    scene:
        The passage.
    index:
        The roll.
    """

    def __init__(self, scene: Scene, index: RollIndex) -> None:
        self._scene = scene
        self._index = index
        self._lexicon = scene.lexicon
        self._by_start: dict[int, list[RollMatch]] = {}
        self._goes_on: set[int] = set()
        self._find_words()
        self._find_letters_apart()

    def __iter__(self) -> Iterator[RollMatch]:
        for matches in self._by_start.values():
            yield from matches

    def starting_at(self, position: int) -> Sequence[RollMatch]:
        """Return the names that start with this token."""
        return self._by_start.get(position, ())

    def goes_on(self, position: int) -> bool:
        """Whether this letter stands apart from the one before as the others of its word do."""
        return position in self._goes_on

    def ordinary(self, match: RollMatch) -> bool:
        """Whether a name is also an ordinary word as it is written here, so that only its context can tell."""
        scene = self._scene
        token = scene.tokens[match.first]
        key = self.key(match)
        lower = token.shape is Shape.LOWER and not token.slug
        if self._lexicon.ordinary(key) or (
            lower and self._lexicon.known(key) and not self._lexicon.is_a(key, "names_first")
        ):
            # "Tomé" isn't a tome.
            return not accented(scene.text[token.start : scene.tokens[match.last - 1].end])
        return len(key) <= VERY_SHORT and key.isascii() and token.shape is not Shape.TITLE

    def key(self, match: RollMatch) -> str:
        """Return what the text has for a name, folded."""
        return self._scene.key(match.first, match.last)

    # Finding them

    def _find_words(self) -> None:
        for first in range(len(self._scene.tokens)):
            found = list(self._matches_from(first))
            if self._scene.passage.from_ocr and not found:
                found.extend(self._split_words(first))
            if found:
                self._by_start[first] = found

    def _matches_from(self, first: int) -> Iterator[RollMatch]:
        """Yield the names that start with a token, of ever more tokens."""
        scene = self._scene
        if not self._may_start(first):
            return
        key = ""
        spaces: list[int] = []
        for position in range(first, min(first + _MAX_TOKENS, len(scene.tokens))):
            token = scene.tokens[position]
            if position > first:
                if not self._may_go_on(position, key):
                    return
                if not token.separator.tight:
                    spaces.append(len(key))
            key += token.norm
            if len(key) > _MAX_LENGTH:
                return
            following = scene.separator(position + 1)
            if following is not Separator.NONE or self._may_end(position):
                match = self._match(first, position, key, spaces)
                if match is not None and not self._merely_sounds(match, len(key)):
                    yield match
            if not following.tight and key not in self._index.prefixes:
                return

    def _may_start(self, first: int) -> bool:
        """Whether a name may start here: not in the middle of a word, unless words run together there."""
        token = self._scene.tokens[first]
        if token.separator is not Separator.NONE or token.slug or token.cut or first == 0:
            return True
        before = self._scene.tokens[first - 1]
        if before.end != token.start or not before.norm.isalpha() or unspaced(token.norm):
            return True
        return len(token.norm) >= LEAST_PIECE and not self._lexicon.is_a(before.norm, "particles")

    def _may_go_on(self, position: int, key: str) -> bool:
        """Whether a name that begins with ``key`` may go on with this token."""
        token = self._scene.tokens[position]
        separator = token.separator
        if self._scene.tokens[position - 1].full:
            return False
        if separator.tight:
            return True
        if key not in self._index.prefixes:
            return False
        if separator.loose or (separator is Separator.STOP and token.slug):
            return True
        # "O' Brien", "St. John"
        return separator in {Separator.QUOTE, Separator.DOT} and len(key) <= VERY_SHORT

    def _may_end(self, position: int) -> bool:
        """Whether a name may end here though the word goes on."""
        token, after = self._scene.tokens[position], self._scene.tokens[position + 1]
        if token.slug or token.cut or not after.norm.isalpha() or unspaced(token.norm):
            return True
        return len(token.norm) >= LEAST_PIECE and len(after.norm) >= LEAST_PIECE

    def _merely_sounds(self, match: RollMatch, length: int) -> bool:
        """Whether letters are the sounds of a word, and too few and too small to be a name after all."""
        if not sounds(self._scene.tokens, match.first, match.last):
            return False
        whispered = length < LEAST_PIECE and self._scene.shape(match.first) is Shape.LOWER
        return match.quality is not Quality.EXACT or whispered

    def _match(self, first: int, position: int, key: str, spaces: list[int]) -> RollMatch | None:
        """Return the name that the tokens up to ``position`` (inclusive) are, as well as it can be recognised."""
        scene = self._scene
        token = scene.tokens[position]
        names = _with_spaces(self._index.read(key), spaces)
        if names:
            return RollMatch(first, position + 1, token.end, names)
        if not key.isalpha() and not scene.passage.from_ocr:
            return None
        for ending in self._plural_endings(key, token):
            names = _with_spaces(self._index.read(key[:-ending]), spaces)
            if names and token.end - token.start > ending:
                if self._lexicon.forename(key) and not self._lexicon.known(key):
                    # "Andreas" is rather a name of its own than two of the name Andrea, or what is hers.
                    names = tuple((name, min(quality, Quality.SPELLING)) for name, quality in names)
                    return RollMatch(first, position + 1, token.end, names)
                return RollMatch(first, position + 1, token.end - ending, names)
        if spaces or not self._may_be_wrong(key, token):
            return None
        names = self._names_like(key)
        return RollMatch(first, position + 1, token.end, names) if names else None

    def _plural_endings(self, key: str, token: Token) -> tuple[int, ...]:
        """Return how many letters may be the ending of a plural: "Amelias", "the Jarvises"."""
        if len(key) < LEAST_PIECE or not key.endswith("s") or token.full:
            return ()
        word = self._lexicon.known(key) if token.shape is Shape.LOWER else self._lexicon.ordinary(key)
        if word or self._lexicon.place(key):
            return ()
        return (1, 2) if key.endswith(_LONG_PLURALS) else (1,)

    def _may_be_wrong(self, key: str, token: Token) -> bool:
        """Whether a word may be a name in spite of letters that are wrong, because it is nothing else."""
        if len(key) < LEAST_PIECE or not key.isascii() or token.cut:
            return False
        if self._lexicon.known(key) or self._lexicon.place(key):
            return False
        small = token.shape is Shape.LOWER and not self._scene.uncased and not token.slug
        return not small or len(key) > _MOST_AT_RISK

    def _names_like(self, key: str) -> tuple[NameMatch, ...]:
        """Return the names that a word with wrong letters may be."""
        index = self._index
        if not self._scene.passage.from_ocr:
            return _all(index.typos(key), Quality.TYPO)
        # What an engine mixes up says more than a typo, of which people make few in a certificate.
        return (
            _all(index.alike(key), Quality.OCR_CONFUSION)
            or _all(index.typos(key), Quality.TYPO)
            or _all(index.misread(key), Quality.OCR_CONFUSION)
        )

    def _split_words(self, first: int) -> Iterator[RollMatch]:
        """Find a name that OCR has broken up by a space."""
        scene, index = self._scene, self._index
        key = ""
        known = True
        for position in range(first, min(first + _MAX_SPLIT, len(scene.tokens))):
            token = scene.tokens[position]
            if position > first and (token.separator is not Separator.SPACE or scene.tokens[position - 1].full):
                return
            key += token.norm
            known = known and (self._lexicon.known(token.norm) or token.norm in {"a", "i"})
            if position > first and len(key) >= _LEAST_SPLIT and not known and not self._lexicon.known(key):
                name = index.exact(key)
                if name is not None and not any(
                    index.exact(piece.norm) for piece in scene.tokens[first : position + 1]
                ):
                    yield RollMatch(first, position + 1, token.end, ((name, Quality.OCR_CONFUSION),))

    def _find_letters_apart(self) -> None:
        """Find names whose letters stand apart: "A m e l i a"."""
        scene = self._scene
        before = 0
        for first, last in runs(scene):
            self._goes_on.update(range(first + 1, last))
            if first == before and not scene.text[scene.tokens[first - 1].end : scene.tokens[first].start].strip():
                self._goes_on.add(first)  # a surname goes on the same way, after a larger space
            before = last
            for spelled in spelled_out(scene, self._index, first, last):
                matches = self._by_start.setdefault(spelled.first, [])
                if not any(match.last == spelled.last for match in matches):
                    end = scene.tokens[spelled.last - 1].end
                    matches.append(
                        RollMatch(spelled.first, spelled.last, end, ((spelled.name, Quality.SPELLING),), apart=True)
                    )


def _with_spaces(names: tuple[NameMatch, ...], spaces: list[int]) -> tuple[NameMatch, ...]:
    """Return the names in which spaces may stand where they do."""
    if not spaces or not names:
        return names
    return tuple(
        (name, quality)
        for name, quality in names
        if name.joins.issuperset(spaces)
        or (quality is Quality.SPELLING and name.key.startswith(("mc", "mac")) and len(spaces) == 1)
    )


def _all(names: tuple[RollName, ...], quality: Quality) -> tuple[NameMatch, ...]:
    return tuple((name, quality) for name in names)
