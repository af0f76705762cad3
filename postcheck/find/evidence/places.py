"""Whether a name is part of the name of a place, a firm, a group or a prize, or that of a figure of a story."""

from __future__ import annotations

from functools import cached_property

from postcheck.find.scene import Scene
from postcheck.text.tokens import Separator, Shape

_WORDS_OF_A_FIRM = 3
_SEVERAL, _LEAST_LABEL = 3, 3
"""Other words of their own line that show that one is a word too, and letters of each."""
_WORDS_TO_ONE_MISREAD = 4
"""How many words there must be for each that is none, but may be one misread."""
_MOST_GROUPS = 12
_MAX_SENTENCE = 20
_TOLD_WITHIN = 4
_CHEERED = frozenset({"team", "house", "done", "congratulations", "congrats", "bravo"})
"""Words before what sounds like a storm, but is a child or a team."""
_WHERE = frozenset(
    {
        "at",
        "in",
        "on",
        "to",
        "from",
        "near",
        "off",
        "via",
        "outside",
        "opposite",
        "around",
        "along",
        "down",
        "up",
        "past",
        "into",
        "through",
    }
    | {"behind", "beside", "by", "the", "of", "visit", "visited", "visiting"}
)
"""Words before a place's name."""


class Places:
    """Names of places, firms, groups and stories in one passage."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._lexicon = scene.lexicon

    def place_name(self, first: int, last: int, *, certain: bool) -> bool:
        """Whether the tokens are part of the name of a school, a street, a house or the like."""
        scene, words = self._scene, self._lexicon
        for step in (1, 2):
            joined = all(
                scene.separator(position) in {Separator.SPACE, Separator.DOT}
                for position in range(first - step + 1, first + 1)
            )
            if (
                joined
                and words.is_a(scene.norm(first - step), "before")
                and (scene.shape(first - step) is not Shape.LOWER or scene.uncased)
            ):
                return step == 1 or not certain
        if last >= len(scene.tokens) or scene.separator(last) is not Separator.SPACE or scene.tokens[last - 1].slug:
            return False
        after = scene.tokens[last]
        if (after.shape is Shape.LOWER and not scene.uncased) or not words.is_a(
            after.norm, *(("firm",) if certain else ("after", "firms"))
        ):
            return False
        own = scene.tokens[last - 1]
        if own.full:
            return False
        # "Amelia House Captain": the word belongs to what follows.
        follows_on = scene.separator(last + 1) is Separator.SPACE and scene.norm(last + 1) in {
            "captain",
            "captains",
            "council",
            "councillor",
            "councillors",
            "point",
            "points",
        }
        return (own.shape is not Shape.LOWER or scene.uncased) and not follows_on

    def saint(self, first: int, last: int) -> bool:
        """Whether the name is a saint's, and so a church's or a school's: "St Mary's"."""
        scene = self._scene
        if scene.separator(first) not in {Separator.SPACE, Separator.DOT} or not self._lexicon.is_a(
            scene.norm(first - 1), "before"
        ):
            return False
        return (
            bool(scene.tokens[last - 1].full)
            or scene.separator(last) is not Separator.SPACE
            or scene.shape(last) is not Shape.LOWER
        )

    def longer_place(self, first: int, last: int) -> bool:
        """Whether one more name parts a name from the word that makes it a place's: "Gordon Brown Centre"."""
        scene, words = self._scene, self._lexicon
        if scene.tokens[first].slug:
            return scene.separator(last) in {Separator.SPACE, Separator.NONE} and words.is_a(
                scene.norm(last), "after", "groups"
            )
        if last - first > 1 and scene.separator(last) is not Separator.NONE:
            return False
        named = (
            scene.separator(last) in {Separator.SPACE, Separator.NONE}
            and scene.shape(last) is Shape.TITLE
            and not words.known(scene.norm(last))
        )
        return (
            named
            and scene.separator(last + 1) is Separator.SPACE
            and scene.shape(last + 1) is Shape.TITLE
            and words.is_a(scene.norm(last + 1), "after")
        )

    def group_name(self, first: int, last: int) -> bool:
        """Whether a name is that of a class or a house, or of a fruit or a dish.

        It may stand alone or be the first of several ("Hazel and Rowan class").
        """
        scene = self._scene
        if scene.tokens[last - 1].full:
            return False
        if (
            scene.separator(last) is Separator.SPACE
            and scene.shape(last) is Shape.LOWER
            and self._lexicon.is_a(scene.norm(last), "foods")
            and last - first == 1
        ):
            return True
        for position in range(last, last + _MOST_GROUPS):
            key = scene.norm(position)
            if scene.separator(position) not in {Separator.SPACE, Separator.COMMA} or (
                position > 0 and scene.tokens[position - 1].full
            ):
                return False
            if self._lexicon.is_a(key, "groups"):
                after = scene.norm(position + 1) if scene.separator(position + 1) is Separator.SPACE else ""
                # "Zuri house captain", "Zuri and Ekene class 4"
                belongs = after[:1].isdigit() or after in {
                    "captain",
                    "captains",
                    "rep",
                    "reps",
                    "council",
                    "councillor",
                    "leader",
                    "prefect",
                    "points",
                }
                return scene.separator(position) is Separator.SPACE and not belongs
            if (
                key not in {"and", "&"}
                and (scene.shape(position) is not Shape.TITLE or position == last)
                and scene.separator(position) is not Separator.COMMA
            ):
                return False
        return False

    def named_after(self, first: int, last: int) -> bool:
        """Whether a full name is that of a prize, a trust or a house: "the Zuri Okonkwo award"."""
        scene, words = self._scene, self._lexicon
        if scene.separator(last) is not Separator.SPACE or scene.tokens[first].slug:
            return False
        if scene.tokens[last - 1].full:
            return scene.shape(last) is Shape.TITLE and words.is_a(scene.norm(last), "after")
        return words.is_a(scene.norm(last), "named_after")

    def storm(self, first: int, last: int) -> bool:
        """Whether a single name is a storm's: "Storm Amelia" with a capital, but not "Well done, Storm Amelia"."""
        scene, words = self._scene, self._lexicon
        if words.is_a(scene.norm(first), "storms") and last - first > 1:
            first += 1  # the word may have been taken for a forename
        if not first or last - first != 1 or scene.separator(first) is not Separator.SPACE:
            return False
        before = scene.tokens[first - 1]
        cased = {Shape.TITLE, Shape.UPPER}
        return (
            words.is_a(before.norm, "storms")
            and not before.full
            and {before.shape, scene.shape(first)} <= cased
            and scene.index.exact(before.norm) is None
            and _CHEERED.isdisjoint((scene.norm(first - 2), scene.norm(first - 3)))
            and not (scene.separator(last) is Separator.SPACE and scene.shape(last) is Shape.TITLE)
        )

    def located(self, first: int) -> bool:
        """Whether what stands before says that a place is meant: "at Amelia Street", "12 Amelia Street"."""
        key = self._scene.norm(first - 1) if first else ""
        return key.isdigit() or key in _WHERE

    def firm_name(self, first: int, last: int, *, known: bool) -> bool:
        """Whether the tokens are part of a firm's name, or of a team's that is named after somebody.

        A word that is nobody's name on the roll (not ``known``) and no forename is one where a service is credited to
        it: "choreography by Bash", "catering by Relish".
        """
        scene, words = self._scene, self._lexicon
        if not known and self._credited(first, last):
            return True
        if words.is_a("".join(piece.norm for piece in scene.tokens[first:last]), "brands"):
            return True
        if scene.norm(first - 1) in {"team", "house"} and scene.separator(first) is Separator.SPACE:
            return True
        # "Harvey's Garage"
        cased = scene.shape(last) is Shape.TITLE or scene.uncased or scene.line(first).in_caps
        if (
            scene.tokens[last - 1].full
            and scene.separator(last) is Separator.SPACE
            and cased
            and words.is_a(scene.norm(last), "firms")
        ):
            return True
        # "Barratt & Lowe Estate Agents"
        joined = (
            last < len(scene.tokens)
            and scene.text[scene.tokens[last - 1].end : scene.tokens[last].start].strip() == "&"
        )
        position = last + joined
        nearby = [scene.norm(position)]
        while len(nearby) < _WORDS_OF_A_FIRM and joined and scene.separator(position + len(nearby)) is Separator.SPACE:
            nearby.append(scene.norm(position + len(nearby)))
        return joined and any(words.is_a(key, "firms") for key in nearby)

    def _credited(self, first: int, last: int) -> bool:
        """Whether a single word that is no forename follows what firms do, and "by"."""
        scene, words = self._scene, self._lexicon
        key = scene.norm(first)
        return (
            last - first == 1
            and words.known(key)
            and not words.forename(key)
            and scene.norm(first - 1) == "by"
            and scene.separator(first) is Separator.SPACE
            and scene.separator(first - 1) is Separator.SPACE
            and words.is_a(scene.norm(first - 2), "services")
        )

    def figure(self, first: int, last: int, key: str, *, stranger: bool) -> bool:  # noqa: PLR0911 -- one decision, read from top to bottom
        """Whether a single name is that of a figure whom schools tell of rather than a pupil's: "Noah built the ark".

        Of a name that isn't a pupil's (``stranger``), a word of scripture anywhere in the sentence is enough.
        """
        scene, words = self._scene, self._lexicon
        cues = words.figures.get(key)
        if cues is None or scene.tokens[first].slug:
            return False
        sentence = self._sentence(first, last)
        if cues & sentence or (stranger and sentence & words.classes["faith"]):
            return True
        before, second = scene.norm(first - 1), scene.norm(first - 2)
        if scene.separator(first) is not Separator.SPACE:
            before = second = ""
        if before in {"a", "an"} or (before == "as" and words.is_a(second, "dressing")):
            return True  # "a Mary and three kings", "dressed as Matilda"
        if words.is_a(before, "playing") and not scene.tokens[first].starts:
            return True
        if (
            scene.norm(last) == "the"
            and words.is_a(scene.norm(last + 1), "shows")
            and scene.separator(last) is Separator.SPACE
        ):
            return True
        tale = second if before in {"of", "about"} else ""
        if words.is_a(tale, "tales"):
            return True
        told = any(
            words.is_a(scene.norm(position), "telling") for position in range(max(0, first - _TOLD_WITHIN), first)
        )
        return told and bool(sentence & words.classes["lessons"])

    def _sentence(self, first: int, last: int) -> frozenset[str]:
        """Return the words of a sentence around tokens, not very far from them."""
        scene = self._scene
        low, high = first, last
        while low > 0 and first - low < _MAX_SENTENCE and not scene.tokens[low].starts:
            low -= 1
        while high < len(scene.tokens) and high - last < _MAX_SENTENCE and not scene.tokens[high].starts:
            high += 1
        return frozenset(scene.norm(position) for position in range(low, high) if not first <= position < last)

    def among_words(self, first: int) -> bool:
        """Whether a line of a picture is one of several words that are all no names: "Courage", "Respect"."""
        scene = self._scene
        if first not in self._labels:
            return False
        others = {scene.norm(position) for position in self._labels} - {scene.norm(first)}
        plain = {key for key in others if self._lexicon.known(key)}
        misread = others - plain
        if any(self._lexicon.given(key) or scene.index.exact(key) is not None for key in misread):
            return False
        words = sum(scene.index.exact(key) is None for key in plain)
        return words >= max(_SEVERAL, _WORDS_TO_ONE_MISREAD * len(misread))

    def goes_on_below(self, last: int) -> bool:
        """Whether the next line of a picture makes a word the name of a class or a room: "Poppy" above "Room"."""
        scene = self._scene
        return (
            scene.separator(last) is Separator.NEWLINE
            and self._lexicon.is_a(scene.norm(last), "groups", "compounds")
            and scene.alone(last, last + 1)
        )

    @cached_property
    def _labels(self) -> tuple[int, ...]:
        """Words that are a line of their own."""
        scene = self._scene
        return tuple(
            position
            for position, token in enumerate(scene.tokens)
            if len(token.norm) >= _LEAST_LABEL and scene.alone(position, position + 1)
        )
