"""People who aren't pupils: those on the people list, and those whom everybody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postcheck.find.lexicon import lexicon, well_known
from postcheck.find.phrases import Phrase, PhraseIndex
from postcheck.find.proposal import Proposal
from postcheck.find.roll import RollIndex
from postcheck.find.scene import Scene
from postcheck.model.mention import NameForm
from postcheck.model.people import PeopleList, PersonKind
from postcheck.text.folding import fold
from postcheck.text.tokens import tokenize

_LEAST_FAMOUS = 5
"""Letters of a surname that stands for one well-known person by itself."""
_MOST_BEFORE = 10
"""How many phrases before a name are looked at for one that covers it."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Names of known people in one passage, in order."""

    listed: Sequence[Phrase]
    famous: Sequence[Phrase]


class KnownPeople:
    """Looks up names of people who aren't pupils.

    Parameters
    ----------
    people:
        The people list.
    index:
        The roll: a well-known name that is also a pupil's stands for nobody else.
    """

    def __init__(self, people: PeopleList, index: RollIndex) -> None:
        self._index = index
        self._lexicon = lexicon()
        self._listed = PhraseIndex()
        self._staff = PhraseIndex()
        self._parts: set[str] = set()
        for known in people.names:
            self._list(known.name, staff=known.kind in {PersonKind.STAFF, PersonKind.GOVERNOR})
        full_names, self._single = well_known()
        self._famous = PhraseIndex()
        self._surnames: set[str] = set()
        for name in full_names:
            if not self._on_roll(name):
                self._famous.add(name)
            surname = fold(name.rsplit(maxsplit=1)[-1])
            if (
                len(surname) >= _LEAST_FAMOUS
                and not self._lexicon.known(surname)
                and not self._lexicon.is_a(surname, "given", "common_surnames")
            ):
                self._surnames.add(surname)

    def _list(self, name: str, *, staff: bool) -> None:
        self._listed.add(name)
        words = name.split()
        while words and self._lexicon.is_a("".join(token.norm for token in tokenize(words[0])), "titles"):
            words = words[1:]
        if len(words) > 1:
            self._listed.add(" ".join(words))  # "Mrs J. Okonkwo" signs as "J. Okonkwo"
            if staff:
                self._staff.add(f"{words[0][0]} {words[-1]}")
        self._parts.update(fold(word) for word in words)

    def _on_roll(self, name: str) -> bool:
        words = tokenize(name)
        first, last = self._index.exact(words[0].norm), self._index.exact("".join(word.norm for word in words[1:]))
        return first is not None and last is not None and bool(self._index.pair(first, last))

    def phrases(self, scene: Scene) -> Phrases:
        """Return the known names in a passage."""
        return Phrases(self._listed.find(scene), self._famous.find(scene))

    def is_listed(self, proposal: Proposal, key: str, phrases: Phrases) -> bool:
        """Whether the people list has this name, or a person of staff whose initial and surname it is."""
        if covering(proposal, phrases.listed):
            return True
        if proposal.form not in {NameForm.INITIAL_SURNAME, NameForm.FULL}:
            return False
        forms = self._index.forms_of(proposal.candidates(self._index))
        return NameForm.INITIAL_SURNAME not in forms and bool(self._staff.words(key))

    def is_part_of_listed(self, key: str) -> bool:
        """Whether it is the first name or the surname of somebody on the people list."""
        return key in self._parts

    def is_famous(self, proposal: Proposal, key: str, phrases: Phrases) -> bool:
        """Whether it is a well-known person's name; a single name counts only where the roll knows nobody of it."""
        return covering(proposal, phrases.famous) or (not proposal.known and key in self._single)

    def is_famous_single(self, key: str) -> bool:
        """Whether a single name means a well-known person."""
        return key in self._single

    def is_famous_surname(self, key: str) -> bool:
        """Whether a surname alone points at a well-known person."""
        return key in self._surnames


def covering(proposal: Proposal, phrases: Sequence[Phrase]) -> bool:
    """Whether one of the phrases covers a proposal. One listed first name does not silence the pupils of that name."""
    low, high = 0, len(phrases)
    while low < high:
        middle = (low + high) // 2
        if phrases[middle].start <= proposal.start:
            low = middle + 1
        else:
            high = middle
    return any(
        proposal.end <= phrase.end and not (phrase.words == 1 and proposal.known and proposal.form is NameForm.FIRST)
        for phrase in phrases[max(0, low - _MOST_BEFORE) : low]
    )
