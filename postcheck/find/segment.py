"""Words that run together: hashtags, handles and file names, cut into words and names."""

from __future__ import annotations

from dataclasses import replace

from postcheck.find.lexicon import Lexicon
from postcheck.find.roll import RollIndex, RollName
from postcheck.text.folding import fold
from postcheck.text.tokens import Cut, Separator, Shape, Token

_SHORT_WORDS = frozenset(
    {
        *(
            "a",
            "i",
            "to",
            "of",
            "in",
            "is",
            "it",
            "we",
            "my",
            "at",
            "go",
            "so",
            "on",
            "by",
            "up",
            "be",
            "us",
            "no",
            "do",
        ),
        *("the", "and", "for", "our", "you", "all"),
    }
)
_MAX_PIECE = 16
_MIN_NAME = 3
_MIN_LENGTH = 5
_MAX_LENGTH = 60
_MIN_GIVEN = 4
_NAME_COST = 1.0
_GIVEN_COST = 1.4
"""Of a common forename that is not on the roll."""
_SHORT_GIVEN_COST = 0.7
"""Added for the shortest, which are made up by chance where two words meet."""
_WORD_COST = {1: 1.0, 2: 1.5, 3: 2.4}
_UNKNOWN_COST = 2.5
_UNKNOWN_LETTER_COST = 0.9


def cut_up(token: Token, text: str, index: RollIndex, lexicon: Lexicon) -> list[Token]:
    """Return the pieces of ``token``, or the token itself if no roll name or common forename can be cut out of it."""
    key = token.norm
    if (
        not _MIN_LENGTH <= len(key) <= _MAX_LENGTH
        or lexicon.known(key)
        or index.exact(key) is not None
        or not key.isalpha()
    ):
        return [token]
    pieces = _cheapest(key, index, lexicon)
    if len(pieces) == 1 or not any(name for _, _, name, _ in pieces):
        return [token]
    if not any(index.exact(key[low:high]) is not None for low, high, name, _ in pieces if name):
        pieces = _rest_in_one(pieces)
        rough = [high - low for low, high, name, word in pieces if not name and not word]
        # A capital says where a word begins: "Ekeneobi" in a file name is one word, and neither half of it is known.
        if rough and (token.shape is not Shape.LOWER or min(rough) < _MIN_NAME):
            return [token]
    places = _places(token, text)
    if places is None:
        return [token]
    cut = Cut.CLEAN if all(name or word for _, _, name, word in pieces) else Cut.ROUGH
    found = []
    for low, high, _, _ in pieces:
        last = high == len(key)
        piece = replace(
            token,
            start=places[low],
            end=token.end if last else places[high],
            norm=key[low:high],
            full=token.full and key[low:] if last else "",
            cut=cut,
        )
        if low:
            piece.separator = Separator.NONE
            piece.starts = False
        found.append(piece)
    return found


def _rest_in_one(pieces: list[tuple[int, int, bool, bool]]) -> list[tuple[int, int, bool, bool]]:
    """Join neighbouring pieces that are neither names nor all words: "chloe" and "barnes", not "barn" and "es"."""
    joined: list[tuple[int, int, bool, bool]] = []
    for low, high, name, word in pieces:
        if joined and not name and not joined[-1][2] and not (word and joined[-1][3]):
            joined[-1] = (joined[-1][0], high, False, False)
        else:
            joined.append((low, high, name, word))
    return joined


def full_names(token: Token, text: str, index: RollIndex) -> list[tuple[int, int, RollName, RollName]]:
    """Return each forename and surname of one pupil, in either order, that stand side by side in ``token``.

    Each comes as where it is in the text, and the two names.
    """
    key = token.norm
    if not 2 * _MIN_NAME <= len(key) <= _MAX_LENGTH or not key.isalpha():
        return []
    names: dict[int, list[tuple[int, RollName]]] = {}
    for start in range(len(key) - _MIN_NAME + 1):
        for end in range(start + _MIN_NAME, min(len(key), start + _MAX_PIECE) + 1):
            entry = index.exact(key[start:end])
            if entry is not None:
                names.setdefault(start, []).append((end, entry))
    places = _places(token, text) if names else None
    if places is None:
        return []
    return [
        (places[start], places[end], *couple)
        for start, found in names.items()
        for middle, one in found
        for end, two in names.get(middle, ())
        for couple in ((one, two), (two, one))
        if index.pair(*couple)
    ]


def _places(token: Token, text: str) -> list[int] | None:
    """Return where each letter of the token's key stands in the text, or None if that cannot be told."""
    if token.end - token.start == len(token.norm):
        return list(range(token.start, token.end + 1))
    places: list[int] = []
    for position in range(token.start, token.end):
        places.extend([position] * len(fold(text[position])))
    return [*places, token.end] if len(places) == len(token.norm) else None


def _cheapest(key: str, index: RollIndex, lexicon: Lexicon) -> list[tuple[int, int, bool, bool]]:
    """Return the likeliest cut: start, end, whether it is a name, whether it is a word."""
    length = len(key)
    best: list[tuple[float, int, bool, bool]] = [(0.0, 0, False, False)]
    for end in range(1, length + 1):
        choice = (float("inf"), 0, False, False)
        for start in range(max(0, end - _MAX_PIECE), end):
            piece = key[start:end]
            known = index.exact(piece) is not None and len(piece) >= _MIN_NAME
            name = known or (len(piece) >= _MIN_GIVEN and lexicon.is_a(piece, "given"))
            tier = lexicon.tiers.get(piece) if len(piece) >= _MIN_NAME or piece in _SHORT_WORDS else None
            if piece in _SHORT_WORDS:
                tier = 1
            if tier is None and lexicon.place(piece):
                tier = 2
            if known:
                cost = _NAME_COST
            elif name:
                given = _GIVEN_COST + _SHORT_GIVEN_COST * (len(piece) == _MIN_GIVEN)
                cost = given if tier is None else min(given, _WORD_COST[tier])
            elif tier is not None:
                cost = _WORD_COST[tier]
            else:
                cost = _UNKNOWN_COST + _UNKNOWN_LETTER_COST * len(piece)
            total = best[start][0] + cost
            if total < choice[0]:
                choice = (total, start, name, tier is not None)
        best.append(choice)
    pieces = []
    end = length
    while end:
        _, start, name, word = best[end]
        pieces.append((start, end, name, word))
        end = start
    return pieces[::-1]
