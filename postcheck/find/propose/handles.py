"""Handles and hashtags that begin with a pupil's first name: "@jessh_07", "#jesshart", "@jess_ha"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postcheck.find.evidence.accounts import Accounts
from postcheck.find.proposal import Proposal
from postcheck.find.propose.form_finder import FormFinder
from postcheck.find.propose.roll_matches import RollMatches
from postcheck.find.propose.single_names import SingleNames
from postcheck.find.roll import MatchingPupils, Quality, RollIndex, RollName
from postcheck.find.scene import Scene
from postcheck.model.mention import Certainty, NameForm, Reason
from postcheck.text.tokens import Separator

_SIGNS = frozenset("@#\N{FULLWIDTH COMMERCIAL AT}\N{FULLWIDTH NUMBER SIGN}")
_HASH = frozenset("#\N{FULLWIDTH NUMBER SIGN}")
_LEAST_NAME = 3
_LEAST_LENGTH = 4
_MOST_LETTERS = 40
_ENDINGS = ("ie", "y", "s", "o", "z")
"""Of nicknames that are made of surnames."""
_LEAST_STEM = 4
_BESIDE_PART, _BEGINS = 59, 15
"""Ranks: below a first name with an initial that stands apart, and below every first name by itself."""


class Handles(FormFinder):
    """Finds first names that run into the beginning of their pupil's surname, or into anything if a person is meant.

    Parameters
    ----------
    scene:
        The passage.
    index:
        The roll.
    matches:
        The single names of the roll in the passage.
    singles:
        What finds first names by themselves.
    """

    def __init__(self, scene: Scene, index: RollIndex, matches: RollMatches, singles: SingleNames) -> None:
        super().__init__(scene, index, matches)
        self._singles = singles
        self._accounts = Accounts(scene)

    def find(self) -> Iterator[Proposal]:
        """Yield what each handle and hashtag may be."""
        scene = self._scene
        for start, end in scene.slugs:
            first, last = scene.range(start, end)
            if first >= last or scene.text[start] not in _SIGNS:
                continue
            parts = self._parts(first, last)
            if parts:
                yield from self._with_surname(first, parts, hashtag=scene.text[start] in _HASH)
                yield from self._begins(first)

    def _parts(self, first: int, last: int) -> list[tuple[str, int]]:
        """Return the first two runs of letters, and after which token each ends: "jess", "ha" of "@jess_ha07"."""
        scene = self._scene
        parts: list[tuple[str, int]] = []
        for position in range(first, last):
            norm = scene.norm(position)
            joined = position > first and scene.separator(position) is Separator.NONE
            if not norm.isalpha():
                if not parts:
                    return []
                if joined:
                    break
                continue
            if joined:
                parts[-1] = (parts[-1][0] + norm, position + 1)
            elif len(parts) == 2:  # noqa: PLR2004 -- forename and surname
                break
            else:
                parts.append((norm, position + 1))
        return parts

    def _with_surname(self, first: int, parts: Sequence[tuple[str, int]], *, hashtag: bool) -> Iterator[Proposal]:
        """Yield the forename and the beginning of the surname of one pupil, as one run of letters or as two."""
        whole, last = parts[0]
        found = self._pupils_of(whole, hashtag=hashtag) if self._runs_on(whole) else {}
        apart = not found and len(parts) > 1
        if apart:
            found, last = self._pupils_of_two(whole, parts[1][0], hashtag=hashtag), parts[1][1]
        if not found:
            return
        single = next(
            (seen for match in self._matches.starting_at(first) if (seen := self._singles.first_name(match))), None
        )
        # A word that runs into others is less surely a name than one that stands apart.
        surely = single is not None and (apart or single.why is Reason.FIRST)
        certainty = single.certainty if single is not None and surely else Certainty.LIKELY
        pupils: MatchingPupils = dict.fromkeys(found, (NameForm.FIRST_INITIAL, certainty))
        start, end = self._scene.tokens[first].start, self._scene.tokens[last - 1].end
        form, why = NameForm.FIRST_INITIAL, Reason.FIRST_INITIAL
        yield Proposal(first, last, start, end, form, certainty, why, _BESIDE_PART, pupils)

    def _runs_on(self, whole: str) -> bool:
        """Whether letters that run together may be two names: they are no word, no place and no name themselves."""
        words = self._lexicon
        return (
            _LEAST_LENGTH <= len(whole) <= _MOST_LETTERS
            and self._index.exact(whole) is None
            and not words.known(whole)
            and not words.place(whole)
            and not words.forename(whole)
            and not words.is_a(whole, "brands")
        )

    def _pupils_of(self, whole: str, *, hashtag: bool) -> MatchingPupils:
        """Return the pupils whose forename and beginning of the surname these letters are."""
        found: MatchingPupils = {}
        for cut in range(_LEAST_NAME, len(whole)):
            found |= self._pupils_of_two(whole[:cut], whole[cut:], hashtag=hashtag)
        return found

    def _pupils_of_two(self, forename: str, rest: str, *, hashtag: bool) -> MatchingPupils:
        names = self._forenames(forename)
        if not names or self._rather_words(forename, rest, hashtag=hashtag):
            return {}
        return {
            position: (NameForm.FIRST_INITIAL, Certainty.LIKELY) for name in names for position in self._of(name, rest)
        }

    def _forenames(self, key: str) -> list[RollName]:
        if len(key) < _LEAST_NAME:
            return []
        return [
            name
            for name, quality in self._index.read(key)
            if quality >= Quality.SPELLING and (name.firsts or name.halves)
        ]

    def _of(self, name: RollName, rest: str) -> tuple[int, ...]:
        """Return the pupils of a forename whose surname begins so, or has these initials.

        The last letter may linger, and a nickname's ending may follow: "fieldd", "tatts", "robbo".
        """
        if len(rest) == 1:
            return self._index.with_surname_initial(name, rest)
        found = list(self._index.with_surname_beginning(name, tuple(rest)))
        stem = next((rest[: -len(ending)] for ending in _ENDINGS if rest.endswith(ending)), "")
        spelt = {rest, *([stem] if len(stem) >= _LEAST_STEM else [])}
        for beginning in sorted(spelt | {word.rstrip(word[-1]) + word[-1] for word in spelt}):
            found += self._index.with_surname_beginning(name, (beginning,))
            surname = self._index.exact(beginning)
            if surname is not None:
                found += self._index.pair(name, surname)
        return tuple(found)

    def _rather_words(self, forename: str, rest: str, *, hashtag: bool) -> bool:
        """Whether both are words that a campaign may have: "#hopenow", "@grace_and_co"."""
        if len(rest) == 1:
            return False
        words = self._lexicon
        return words.is_a(rest, "small") or (hashtag and words.ordinary(forename) and words.known(rest))

    def _begins(self, first: int) -> Iterator[Proposal]:
        """Yield a forename that begins the account of somebody who is praised or followed: "well done @jessruns"."""
        token = self._scene.tokens[first]
        name = self._index.exact(token.norm)
        if name is None or not (name.firsts or name.halves) or len(token.norm) < _LEAST_NAME:
            return
        if not self._accounts.person(first):
            return
        seen = Proposal(
            first, first + 1, token.start, token.end, NameForm.FIRST, Certainty.LIKELY, Reason.ACCOUNT, _BEGINS
        )
        seen.ready = self._index.first_candidates(((name, Quality.EXACT),), Certainty.LIKELY)
        yield seen
