"""Whether a class, a form or a year stands right beside words: "(7B)", ", Year 7", "in 10D", "8K: "."""

from __future__ import annotations

from postcheck.find.scene import Scene
from postcheck.text.tokens import Separator, Shape

_YEARS = frozenset({"year", "yr", "y", "class", "form"})
_LAST_YEAR = 14
_LONGEST_LETTERS = 3
"""Letters of a form after its year: "7B", "10SH", "9TKB"."""
_SMALL = frozenset("abcdefgh")
"""Letters of a form that are written small as well; others make a measure of the number."""
_WITHOUT_YEAR = frozenset({"reception", "nursery", "sixth"})
_LINKS = frozenset({"in", "from", "of"})
_OPENING = frozenset("([{")


class Classes:
    """Classes, forms and years in one passage."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def beside(self, first: int, last: int) -> bool:
        """Whether one stands right before or after the tokens ``first`` to ``last`` (exclusive)."""
        return self.follows(last) or self._precedes(first)

    def bracketed(self, last: int) -> bool:
        """Whether one stands in brackets right after the tokens that end before ``last``."""
        between = self._before(last)
        return not _OPENING.isdisjoint(between) and "\n" not in between and self._starts(last)

    def follows(self, last: int) -> bool:
        """Whether one stands right after the tokens that end before ``last``."""
        scene = self._scene
        separator, between = scene.separator(last), self._before(last)
        if scene.norm(last) in _LINKS and between.strip(" ") in {"", "."}:
            return scene.separator(last + 1) is Separator.SPACE and self._starts(last + 1)
        if separator is Separator.COLON and ":" in between:
            return False  # "NB: Year 7 …"
        aside = separator in {Separator.SPACE, Separator.COMMA, Separator.COLON}
        return self.bracketed(last) or (aside and self._starts(last))

    def _before(self, position: int) -> str:
        """Return what stands between a token and the one before it."""
        tokens = self._scene.tokens
        return self._scene.text[tokens[position - 1].end : tokens[position].start] if position < len(tokens) else ""

    def _precedes(self, first: int) -> bool:
        """Whether a class is the label before a token: "7B: ", "Year 7 - "."""
        scene = self._scene
        if scene.separator(first) is not Separator.COLON:
            return False
        return any(self._starts(start) and self._end(start) == first for start in (first - 1, first - 2))

    def _starts(self, position: int) -> bool:
        return self._end(position) > 0

    def _end(self, position: int) -> int:
        """Return the token after the class that starts at a token; 0 if none starts there."""
        scene = self._scene
        if not 0 <= position < len(scene.tokens) or scene.tokens[position].slug:
            return 0
        norm = scene.norm(position)
        following = scene.separator(position + 1)
        if norm in _WITHOUT_YEAR:
            return position + 1
        if norm in _YEARS and following in {Separator.SPACE, Separator.NONE} and self._year(position + 1):
            return self._with_letters(position + 1)
        if self._year(position) and self._with_letters(position) > position + 1:
            return position + 2
        return 0

    def _year(self, position: int) -> bool:
        norm = self._scene.norm(position)
        return norm.isdecimal() and 0 < int(norm) < _LAST_YEAR

    def _with_letters(self, position: int) -> int:
        """Return the token after a year and the letters of a form that stand right behind it."""
        scene = self._scene
        letters = scene.norm(position + 1)
        form = (
            scene.separator(position + 1) is Separator.NONE
            and scene.separator(position + 2) is not Separator.NONE
            and letters.isalpha()
            and len(letters) <= _LONGEST_LETTERS
            and (scene.shape(position + 1) is Shape.UPPER or letters in _SMALL)
        )
        return position + 2 if form else position + 1
