"""Names that are no pupil's: the people list and well-known people, found whatever their length."""

from __future__ import annotations

from dataclasses import dataclass

from postcheck.find.scene import Scene
from postcheck.text.tokens import Gap, atoms

_MAX_ATOMS = 10


@dataclass(frozen=True, slots=True)
class Phrase:
    """A known name at atoms ``first`` to ``last`` (exclusive)."""

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
        for atom in atoms(name):
            if key:
                self._prefixes.add(key)
            words += atom.gap is not Gap.NONE
            key += atom.key
        if len(key) > 1:
            self._names[key] = max(words, self._names.get(key, 0))

    def words(self, key: str) -> int:
        """Return of how many words the name with this key is; 0 if there is none."""
        return self._names.get(key, 0)

    def find(self, scene: Scene) -> list[Phrase]:
        """Return the longest name that starts at each atom."""
        found: list[Phrase] = []
        if not self._names:
            return found
        found_atoms = scene.atoms
        for first, atom in enumerate(found_atoms):
            key = atom.key
            if key not in self._names and key not in self._prefixes:
                continue
            longest: Phrase | None = None
            position = first
            while True:
                words = self._names.get(key)
                if words:
                    longest = Phrase(first, position + 1, atom.start, found_atoms[position].end, words)
                position += 1
                if position - first >= _MAX_ATOMS or position >= len(found_atoms):
                    break
                # A word that was cut up may have been cut within a surname.
                if key not in self._prefixes and not (
                    found_atoms[position].cut and found_atoms[position].gap is Gap.NONE
                ):
                    break
                following = found_atoms[position]
                if following.gap > Gap.DOT or (found_atoms[position - 1].full and following.gap is not Gap.SPACE):
                    break
                key += following.key
            if longest is not None:
                found.append(longest)
        return found
