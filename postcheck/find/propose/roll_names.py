"""The names of the roll in one passage, in all their forms, and which of overlapping ones is the likelier."""

from __future__ import annotations

from collections.abc import Iterator

from postcheck.find.apart import acrostics
from postcheck.find.proposal import Proposal
from postcheck.find.propose.full_names import FullNames
from postcheck.find.propose.handles import Handles
from postcheck.find.propose.initials import MAX_ABBREVIATION, Initials
from postcheck.find.propose.roll_matches import RollMatch, RollMatches
from postcheck.find.propose.single_names import SingleNames
from postcheck.find.roll import Quality, RollIndex
from postcheck.find.scene import Scene
from postcheck.model.mention import Certainty, NameForm, Reason
from postcheck.text.tokens import Separator

_ACROSTIC = 10
"""Rank of a name that the first letters of lines spell."""


class RollNames:
    """Finds the names of the roll in one passage.

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

    def find(self) -> list[Proposal]:
        """Return every name, the likelier of overlapping ones, in order."""
        if not len(self._index):
            return []
        proposed = [*self._around_matches(), *self._acrostics()]
        proposed.sort(key=lambda seen: (-seen.rank, seen.start - seen.end, seen.start))
        holders: list[Proposal | None] = [None] * len(self._scene.tokens)
        kept: list[Proposal] = []
        passed_over = []
        for seen in proposed:
            if any(holders[seen.first : seen.last]):
                passed_over.append(seen)
            else:
                holders[seen.first : seen.last] = [seen] * (seen.last - seen.first)
                kept.append(seen)
        for seen in passed_over:
            self._share(seen, holders)
        kept.sort(key=lambda seen: seen.start)
        return kept

    # What may be a name

    def _around_matches(self) -> Iterator[Proposal]:
        scene, index = self._scene, self._index
        matches = RollMatches(scene, index)
        full_names, singles = FullNames(scene, index, matches), SingleNames(scene, index, matches)
        initials = Initials(scene, index, matches, singles)
        for match in matches:
            yield from full_names.full(match)
            yield from full_names.surname_first(match)
            yield from full_names.first_and_middle(match)
            yield from _not_none(*self._with_initials(match, initials))
            yield from _not_none(singles.first_name(match), singles.surname(match))
        yield from initials.initials()
        yield from Handles(scene, index, matches, singles).find()
        yield from initials.beside_classes()
        yield from full_names.run_together()

    def _with_initials(self, match: RollMatch, initials: Initials) -> Iterator[Proposal | None]:
        # Asked here rather than there: on a long roll most words are a name, and few stand beside an initial.
        following = len(self._scene.norm(match.last))
        if following == 1:
            yield initials.first_initial(match)
            yield initials.surname_initial(match)
        if 0 < following <= MAX_ABBREVIATION:
            yield initials.first_abbreviated(match)
        if len(self._scene.norm(match.first - 1)) == 1:
            yield initials.initial_surname(match)

    def _acrostics(self) -> Iterator[Proposal]:
        """Find names that lines spell with their first letters; the first word of the first line stands for them."""
        for found in acrostics(self._scene, self._index):
            token = self._scene.tokens[found.token]
            place = (found.token, found.token + 1, token.start, token.end)
            if found.surname is not None:
                pupils = dict.fromkeys(self._index.pair(found.name, found.surname), (NameForm.FULL, Certainty.LIKELY))
                yield Proposal(*place, NameForm.FULL, Certainty.LIKELY, Reason.ACROSTIC, _ACROSTIC + 1, pupils)
                continue
            # A verse on "summer" or "grace" is a verse on that.
            ordinary = self._scene.lexicon.ordinary(found.name.key)
            certainty = Certainty.UNSURE if ordinary else Certainty.LIKELY
            seen = Proposal(*place, NameForm.FIRST, certainty, Reason.ACROSTIC, _ACROSTIC)
            seen.ready = self._index.first_candidates(((found.name, Quality.EXACT),), certainty)
            yield seen

    # Which of them

    def _share(self, seen: Proposal, holders: list[Proposal | None]) -> None:
        """Let a reading that gave way to likelier ones keep its pupils, so that nobody on the roll hides another.

        It doesn't if the likelier readings explain every word of it.
        """
        over = holders[seen.first : seen.last]
        keepers = list({id(keeper): keeper for keeper in over if keeper is not None}.values())
        if seen.why is not Reason.ACROSTIC and all(
            keeper is not None and self._explains(keeper, seen) for keeper in over
        ):
            return
        widest = max(
            keepers, key=lambda keeper: (min(keeper.last, seen.last) - max(keeper.first, seen.first), -keeper.first)
        )
        if seen.form is NameForm.SURNAME and widest.form is NameForm.FIRST and widest.ready is not None:
            return  # pupils of a distinctive surname are among its candidates already
        widest.others.append(seen)

    def _explains(self, keeper: Proposal, seen: Proposal) -> bool:
        """Whether one reading leaves no room for another of some of its words: a full name for the first name in it."""
        if keeper.first > seen.first or keeper.last < seen.last:
            crossing = keeper.first < seen.first or keeper.last > seen.last
            return crossing and keeper.form is NameForm.FULL and keeper.certainty is Certainty.CERTAIN
        if (keeper.first, keeper.last) == (seen.first, seen.last):
            return False
        if keeper.form is NameForm.INITIAL_SURNAME:
            return seen.form is not NameForm.FIRST  # "Team A Carter won": Carter may be a first name
        return not self._may_be_a_list(keeper)

    def _may_be_a_list(self, keeper: Proposal) -> bool:
        """Whether a full name over two lines may be two pupils' first names, a line each."""
        scene = self._scene
        starts = [
            position
            for position in range(keeper.first + 1, keeper.last)
            if scene.separator(position) is Separator.NEWLINE
        ]
        if not starts or not scene.alone(keeper.first, keeper.last):
            return False
        return all((name := self._index.exact(scene.norm(start))) is not None and name.firsts for start in starts)


def _not_none(*found: Proposal | None) -> Iterator[Proposal]:
    yield from (proposal for proposal in found if proposal is not None)
