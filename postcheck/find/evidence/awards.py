"""Whether words that look like a name are that of an award: "Amelia's Star of the Week certificate"."""

from __future__ import annotations

from postcheck.find.scene import Scene
from postcheck.text.tokens import Separator, Shape

_OWNERS = frozenset({"our", "my", "your", "his", "her", "their"})
_MOST_BETWEEN = 2
"""Words at most between a part of an award's name and what shows that it is one: "Ben's Bright Star Reader badge"."""
_LEAST_NICKNAME = 4
"""Letters: "Rec" is a class."""
_SHORT_LABELS = frozenset({"motm", "potm", "pom", "potw", "sotw"})
"""Man, player and star of the match and the week."""
_WINNERS = frozenset(
    {"man", "girl", "boy", "player", "pupil", "student", "child", "star", "reader", "writer", "learner"}
)
_PERIODS = frozenset({"day", "week", "fortnight", "month", "half", "term", "season", "year", "match"})


class Awards:
    """Names of awards in one passage.

    Only plain English words count. What is nobody's name on the roll is nobody's at all where

    - it is what somebody is "of the week", or
    - somebody owns it, and it goes on with the word for an award or with "of the week".
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._lexicon = scene.lexicon

    def award_name(self, first: int, last: int) -> bool:
        """Whether the tokens are part of an award's name."""
        if not all(self._plain(position) for position in range(first, last)):
            return False
        if self._of_a_period(last):
            return True
        between = self._between(first)
        for end in range(last, last + between + 1):
            if self._of_a_period(end) or self._joined(end, "awards"):
                return True
            if not (self._joined(end) and self._plain(end)):
                return False
        return False

    def won_by(self, first: int, last: int) -> bool:
        """Whether a word stands where an award's winner does, and is no English word, usual name or place.

        It may be a nickname that nobody but the school knows: "MOTM: Moggsy", "Player of the match: Bopster".
        """
        scene, words = self._scene, self._lexicon
        token, key = scene.tokens[first], scene.key(first, last)
        if last - first > 1 or token.slug or token.shape is not Shape.TITLE or not token.norm.isalpha():
            return False
        if len(key) < _LEAST_NICKNAME or words.known(key) or words.forename(key) or words.place(key):
            return False
        if key in words.gazetteer or scene.separator(last) is Separator.SPACE:
            return False
        return scene.separator(first) is Separator.COLON and self._label_before(first)

    def _label_before(self, position: int) -> bool:
        """Whether an award that one person wins ends right before a token: "MOTM", "star of the week"."""
        scene = self._scene
        if scene.norm(position - 1) in _SHORT_LABELS:
            return True
        said = [scene.norm(at) for at in range(max(position - 4, 0), position)]
        if len(said) < 4 or said[1:3] != ["of", "the"]:  # noqa: PLR2004 - who, and its words
            return False
        return said[0] in _WINNERS and said[3] in _PERIODS

    def _between(self, first: int) -> int:
        """Return how many words may part a token from the word for an award; -1 if nobody owns what begins there.

        After "our" there are none: "our Ruby" may be a child.
        """
        if self._after_genitive(first):
            return _MOST_BETWEEN
        if not first or not self._joined(first):
            return -1
        if self._plain(first - 1) and self._after_genitive(first - 1):
            return _MOST_BETWEEN
        return 0 if self._scene.norm(first - 1) in _OWNERS else -1

    def _plain(self, position: int) -> bool:
        """Whether a token is an English word with a capital, and owns nothing."""
        token = self._scene.tokens[position]
        if token.slug or token.cut or token.full or token.shape not in {Shape.TITLE, Shape.UPPER}:
            return False
        return self._lexicon.known(token.norm)

    def _joined(self, position: int, *classes: str) -> bool:
        """Whether nothing but a space parts a token from the one before, and it is of one of these classes, if any."""
        scene = self._scene
        if position >= len(scene.tokens) or scene.separator(position) is not Separator.SPACE:
            return False
        return not classes or self._lexicon.is_a(scene.norm(position), *classes)

    def _of_a_period(self, position: int) -> bool:
        """Whether "of the week" or the like begins at a token: not "of the Year 4 team"."""
        scene = self._scene
        said = [scene.norm(at) for at in range(position, position + 3) if self._joined(at)]
        if len(said) < 3 or said[:2] != ["of", "the"] or said[2] not in _PERIODS:  # noqa: PLR2004 - its words
            return False
        return not (self._joined(position + 3) and scene.norm(position + 3)[:1].isdigit())

    def _after_genitive(self, first: int) -> bool:
        """Whether somebody's name in the genitive stands before a token: not "It's"."""
        scene, words = self._scene, self._lexicon
        if first == 0:
            return False
        owner = scene.tokens[first - 1]
        if owner.full:
            genitive = self._joined(first)
        else:
            gap = scene.text[owner.end : scene.tokens[first].start]
            genitive = owner.norm.endswith("s") and gap in {"' ", "\N{RIGHT SINGLE QUOTATION MARK} "}
        named = not words.known(owner.norm) or words.given(owner.norm) or scene.index.exact(owner.norm) is not None
        return genitive and owner.norm.isalpha() and named
