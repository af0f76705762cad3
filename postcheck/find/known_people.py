"""People who aren't pupils: those on the people list, and those whom everybody knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from postcheck.find.lexicon import lexicon, well_known
from postcheck.find.phrases import Phrase, PhraseIndex
from postcheck.find.proposal import Proposal
from postcheck.find.roll import RollIndex
from postcheck.find.scene import Scene
from postcheck.model.mention import NameForm
from postcheck.model.people import PeopleList, PersonKind, Roll
from postcheck.model.settings import Account
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
    own:
        What the school and its accounts are called.
    """

    def __init__(self, people: PeopleList, index: RollIndex, own: Collection[str] = ()) -> None:
        self._index = index
        self._lexicon = lexicon()
        self._listed = PhraseIndex()
        self._staff = PhraseIndex()
        self._parts: set[str] = set()
        for known in people.names:
            self._list(known.name, staff=known.kind in {PersonKind.STAFF, PersonKind.GOVERNOR})
        people_words = {"".join(token.norm for token in tokenize(known.name)) for known in people.names}
        self._own_words = {fold(name) for name in own if len(name.split()) == 1} - people_words
        for name in own:
            self._listed.add(name)  # not its words: the Florence of "Florence Melly Primary" is nobody on the list
        self._single = well_known()[1]
        self._surnames = _famous_surnames()
        self._famous = _famous_but(frozenset(name for name, words in _famous().items() if self._on_roll(words)))

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

    def _on_roll(self, words: tuple[str, str]) -> bool:
        first, last = map(self._index.exact, words)
        return first is not None and last is not None and bool(self._index.pair(first, last))

    def phrases(self, scene: Scene) -> Phrases:
        """Return the known names in a passage."""
        return Phrases(self._listed.find(scene), self._famous.find(scene))

    def is_listed(self, proposal: Proposal, key: str, phrases: Phrases) -> bool:
        """Whether the people list has this name, or a person of staff whose initial and surname it is."""
        if covering(proposal, phrases.listed):
            # "Ford" is short for the school, and a pupil's surname too
            return not (proposal.known and proposal.form is NameForm.SURNAME and key in self._own_words)
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


@cache
def _famous() -> dict[str, tuple[str, str]]:
    """Return the full names of well-known people, each with the norms of its first word and of the others."""
    words = {name: [token.norm for token in tokenize(name)] for name in well_known()[0]}
    return {name: (norms[0], "".join(norms[1:])) for name, norms in words.items()}


def is_famous_name(key: str) -> bool:
    """Whether this is a well-known person's full name, folded and run together, whoever is on the roll."""
    return key in _famous_keys()


@cache
def _famous_keys() -> frozenset[str]:
    return frozenset(first + last for first, last in _famous().values())


@lru_cache(maxsize=16)
def _famous_but(others: frozenset[str]) -> PhraseIndex:
    """Return an index of the full names of well-known people without those that are others' too; nothing is added."""
    index = PhraseIndex()
    for name in _famous():
        if name not in others:
            index.add(name)
    return index


@cache
def _famous_surnames() -> frozenset[str]:
    """Return the surnames, folded, that point at a well-known person by themselves."""
    known = lexicon()
    surnames = {fold(name.rsplit(maxsplit=1)[-1]) for name in well_known()[0]}
    return frozenset(
        surname
        for surname in surnames
        if len(surname) >= _LEAST_FAMOUS
        and not known.known(surname)
        and not known.is_a(surname, "given", "common_surnames")
    )


def own_names(accounts: Iterable[Account], roll: Roll) -> frozenset[str]:
    """Return what a school and its accounts are called, whole and for short: "Florence Melly" of a school's full name.

    Parameters
    ----------
    accounts:
        The register; accounts that aren't the trust's own don't count.
    roll:
        The consent list, which may say at which school each pupil is.
    """
    whole = {entry.name for entry in accounts if entry.official} | {pupil.school for pupil in roll.pupils}
    handles = {entry.handle.lstrip("@") for entry in accounts if entry.official}
    return frozenset({*whole, *map(_short, whole), *handles} - {""})


def _short(name: str) -> str:
    """Return a school's name without the words that say what it is; empty if nothing is left."""
    words = name.split()
    while words and fold(words[-1].strip(".,()")) in _KINDS_OF_SCHOOL:
        words.pop()
    if words and fold(words[0]) == "the":
        words = words[1:]
    return " ".join(words)


_KINDS_OF_SCHOOL = frozenset(
    {"primary", "secondary", "junior", "juniors", "infant", "infants", "first", "middle", "high", "upper", "lower"}
    | {"nursery", "preschool", "pre", "school", "schools", "academy", "academies", "college", "trust", "mat", "prep"}
    | {"federation", "partnership", "sixth", "form", "preparatory", "grammar", "community", "foundation", "special"}
    | {"church", "of", "england", "ce", "c", "e", "voluntary", "aided", "controlled", "va", "vc", "rc", "roman"}
    | {"catholic", "methodist", "and", "girls", "boys", "official", "page", "account", "news", "facebook", "instagram"}
    | {"linkedin", "x", "twitter", "youtube"}
)
"""Words at the end of a school's or an account's name that its short name goes without."""


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
