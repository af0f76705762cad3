"""Whether words after a surname say that its children are meant: "the Popov boys", "Mrs Popov's daughter"."""

from __future__ import annotations

from collections.abc import Iterator

from postcheck.find.roll import RollIndex
from postcheck.find.scene import Scene
from postcheck.text.tokens import Separator, Shape

_MOST_JOINED = 3
"""Surnames that share one "boys" or "twins", after the first."""
_MOST_BEFORE = 3
"""Words between an article and a surname: "the two youngest Lund girls"."""
_MOST_BETWEEN = 3
"""Words between a parent in the genitive and the child: "Mrs Lund's very clever little girl"."""
_LITTLE = frozenset({"little", "young", "wee"})
_ELDEST = frozenset({"eldest", "oldest", "youngest"})
_GOES_ON = frozenset(
    {"pupils", "students", "readers", "writers", "players", "learners", "children", "members", "class", "group", "team"}
    | {"singers", "artists", "scholars", "ones", "runners", "dancers", "swimmers", "musicians", "gymnasts", "cooks"}
    | {"care", "carer", "minder", "development", "protection", "gloves", "band", "choir", "club", "clinic", "clothes"}
    | {"school", "scouts", "groups", "classes", "room", "bank", "shower", "equipment", "things", "actor", "racers"}
)
"""What follows where no child is meant, but a teacher's pupils of that age or a thing for children: "child care"."""
_OF_AGE = frozenset({"young", "noble"})
"""Common surnames that say of children how they are: "THE YOUNG BOYS"."""


class FamilyChildren:
    """Children who are named by their surname alone, in one passage.

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

    def named(self, first: int, last: int) -> bool:
        """Whether tokens ``first`` to ``last`` (exclusive) are a surname of the roll, with "boys" or the like after it.

        A surname that is a word too ("Young boys and girls") counts only where its capital says something, and one that
        is a place's or a house's only where a team or a house is hardly meant.
        """
        scene, words = self._scene, self._scene.lexicon
        noun = self._noun(first, last) if self._is_surname(scene.key(first, last)) else None
        if noun is None or scene.tokens[first].slug or words.is_a(scene.norm(first - 1), "before"):
            return False
        key = scene.key(first, last)
        siblings = words.is_a(scene.norm(noun), "siblings")
        if key in self._index.houses:
            return siblings
        word, place = words.known(key), words.place(key) or key in words.gazetteer
        line = scene.line(first)
        if scene.uncased or line.in_caps or line.heading:
            doubtful = word or place
            named = siblings or not words.everyday(key) or (words.is_a(key, "common_surnames") and key not in _OF_AGE)
            return not doubtful or (named and self._after_article(first))
        if word and scene.tokens[first].starts:
            return siblings
        return not place or siblings or self._after_article(first)

    def of_parent(self, first: int, last: int) -> bool:
        """Whether a surname of the roll after a title owns a child, or is one's: "Mrs Popov's son", "little Miss Lund".

        Whoever knows the parent knows the child. A grown-up's brothers and sisters are mostly grown up as well.
        """
        scene = self._scene
        if not self._is_surname(scene.key(first, last)):
            return False
        if scene.norm(first - 2) in _LITTLE and scene.separator(first - 1) is Separator.SPACE:
            return True
        if not self._owns(last):
            return False
        for position in range(last, last + _MOST_BETWEEN + 1):
            # "Mr Jarvis' son": the apostrophe alone ends the genitive.
            apart = position == last and scene.separator(position) is Separator.QUOTE
            if not apart and scene.separator(position) not in {Separator.SPACE, Separator.HYPHEN}:
                return False
            if self._is_child(position):
                return True
        return False

    def _is_child(self, position: int) -> bool:
        """Whether a word means somebody's child: not in "son-in-law", "child care" or "youngest readers"."""
        scene, after = self._scene, position + 1
        norm = scene.norm(position)
        if not scene.lexicon.is_a(norm, "own_children") and norm not in _ELDEST:
            return False
        if scene.separator(after) is Separator.HYPHEN:
            return False
        return scene.separator(after) is not Separator.SPACE or scene.norm(after) not in _GOES_ON

    def _owns(self, last: int) -> bool:
        """Whether the name that ends before a token is in the genitive: "Popov's", "Jarvis'"."""
        scene = self._scene
        if last >= len(scene.tokens):
            return False
        owner = scene.tokens[last - 1]
        gap = scene.text[owner.end : scene.tokens[last].start]
        return bool(owner.full) or (owner.norm.endswith("s") and gap in {"' ", "\N{RIGHT SINGLE QUOTATION MARK} "})

    def _is_surname(self, key: str) -> bool:
        name = self._index.exact(key)
        return name is not None and name.last and name.alone

    def _noun(self, first: int, last: int) -> int | None:
        """Return the word for children after a surname, or after the surnames that are joined to it."""
        scene, words = self._scene, self._scene.lexicon
        key = scene.key(first, last)
        if scene.shape(first) is Shape.LOWER and (words.known(key) or not self._index.distinctive(key)):
            return None
        for position in self._ends(last):
            if (
                not scene.tokens[position - 1].full
                and scene.separator(position) is Separator.SPACE
                and words.is_a(scene.norm(position), "siblings", "young_people")
            ):
                # "Park Girls School", "Bell Boys Choir"
                named = scene.shape(position) is Shape.TITLE and scene.separator(position + 1) is Separator.SPACE
                return (
                    None if named and words.is_a(scene.norm(position + 1), "firm", "after", "compounds") else position
                )
        return None

    def _ends(self, last: int) -> Iterator[int]:
        """Yield where the surname ends, and where those end that "and", a comma or a stroke joins to it."""
        scene = self._scene
        yield last
        for _ in range(_MOST_JOINED):
            if last >= len(scene.tokens) or scene.tokens[last - 1].full:
                return
            if scene.separator(last) is Separator.SPACE and scene.norm(last) in {"and", "or"}:
                last += 1
            elif scene.text[scene.tokens[last - 1].end : scene.tokens[last].start].strip() not in {",", "&", "/", "+"}:
                return
            end = last + 1
            while scene.separator(end).tight:
                end += 1
            name = self._index.exact(scene.key(last, end))
            if name is None or not name.last:
                return
            last = end
            yield last

    def _after_article(self, first: int) -> bool:
        """Whether "the", "our" or the like stands before a surname, with few words between."""
        scene, words = self._scene, self._scene.lexicon
        for position in range(first, max(first - 1 - _MOST_BEFORE, 0), -1):
            if scene.separator(position) is not Separator.SPACE:
                return False
            if words.is_a(scene.norm(position - 1), "articles"):
                return True
        return False
