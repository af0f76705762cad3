"""What keeps a weighed name of the roll from being passed over, or from the rule's own level, whatever was weighed.

The weights are fitted on posts in which hardly any pupil shares a forename with a figure of the same post, and hardly
any has one that is more usual for grown-ups: there they are surer than they may be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from postcheck.find.decide import Decision
from postcheck.find.evidence.awards import Awards
from postcheck.find.evidence.clubs import Clubs
from postcheck.find.evidence.features import (
    FIRM,
    GENERATION,
    LISTED,
    PART_LISTED,
    PLACE_NAME,
    ROLE,
    STORY,
    TITLE,
    WELL_KNOWN_NAME,
    Evidence,
)
from postcheck.find.evidence.results import Results
from postcheck.find.evidence.titles import Titles, Work
from postcheck.find.known_people import is_famous_name
from postcheck.find.proposal import Proposal
from postcheck.find.roll import RollIndex
from postcheck.find.scene import Scene
from postcheck.model.mention import Certainty, NameForm, Reason
from postcheck.text.tokens import Separator, Shape

_EVEN = 0.5
_ITS_VERY_NAME = frozenset({Reason.FIRST, Reason.ORDINARY, Reason.SPELLING, Reason.MIDDLE})
_OF_A_CLASS = frozenset(
    {"year_group_after", "year_group_brackets", "year_group_comma", "year_group_linked", "year_group_before"}
    | {"year_group_label", "year_group_partner", "teachers_class", "age_after", "aged_after", "initial_dots_year"}
)
"""Cues that a class, a year or an age stands beside a name."""
_PRAISED = frozenset(
    {"praise_before", "praise_comma", "praise_exclaimed", "good_luck", "happy_birthday", "birthday_number"}
    | {"pupil_role_after", "goes_to", "our_before"}
)
"""Cues that a name is greeted or praised as a child's is."""
_ANIMAL = frozenset({"animal_named", "named_animal"})
_SUM = "wordproblem"
"""The cue of a sum that is told as a story."""
_ASKED = frozenset({("how", "many"), ("how", "much"), ("how", "far"), ("how", "long"), ("how", "old")})
"""How such a sum ends."""
_CAPTAINS = frozenset({"captains", "houses"})
_OF_HOUSES = frozenset({"captain", "captains", "point", "points", "cup", "competition", "trophy"})
_SURELY_ADULT = frozenset({LISTED, PART_LISTED, TITLE, ROLE})
_OF_GROWN_UPS = frozenset(
    {"job_before", "job_comma_before", "job_is_before", "the_job_after", "job_after_comma", "role_before", "role_after"}
    | {"elder_before", "their_elder_before", "childs_elder_before", "man_called", "grown_age_after"}
)
"""Cues that a job, an office, a parent or a grown-up's age stands right beside a name."""
_LEAST_CHILD = 0.08
"""Probability of a child, how usual the forename is for one aside, below which what stands around makes it an adult's.
"""
_MOST_WORDS = 60
"""How far a sentence is followed."""


class Bounds:
    """Bounds of what the names of one passage become.

    Parameters
    ----------
    scene:
        The passage.
    index:
        The roll.
    evidence:
        The evidence on its proposals.
    proposals:
        What may be a name, in order.
    decisions:
        What was decided of each.
    """

    def __init__(
        self,
        scene: Scene,
        index: RollIndex,
        evidence: Evidence,
        proposals: Sequence[Proposal],
        decisions: Sequence[Decision],
    ) -> None:
        self._scene = scene
        self._index = index
        self._evidence = evidence
        self._proposals = proposals
        self._decisions = decisions
        self._awards = Awards(scene)
        self._clubs = Clubs(scene)
        self._results = Results(scene, index)
        self._titles = Titles(scene)

    def must_be_seen(self, number: int) -> bool:
        """Whether a pupil's name is for a person to decide though a child is not likely."""
        proposal = self._proposals[number]
        if self._side_of_a_match(proposal) or self._nickname_of_a_winner(number) or self._praised_stranger(number):
            return True
        if not proposal.known or proposal.form is not NameForm.FIRST or proposal.why not in _ITS_VERY_NAME:
            return False
        return self._beside_its_figure(number) or self._hardly_an_adult(number) or self.plays_a_title(number)

    def never_certain(self, number: int) -> bool:
        """Whether a pupil's single name is rather a figure's, a house's or the like: for a person to decide."""
        if self._proposals[number].form not in {NameForm.FIRST, NameForm.SURNAME}:
            return False
        rather = self.of_animal(number) or self._of_house(number) or self._after_its_figure(number)
        rather = rather or self._scene.key(*self._span(number)) in self._of_sums
        return rather or self.doubt(number) is not None

    def doubt(self, number: int) -> Reason | None:
        """Return why a pupil's forename may be a club's, a title's or a place's; None if nothing says so."""
        proposal = self._proposals[number]
        if proposal.form is not NameForm.FIRST:
            return None
        if self._in_a_title(proposal):
            return Reason.STORY
        if not (_OF_A_CLASS | _PRAISED).isdisjoint(self._evidence.fired(number)):
            return None
        if self._clubs.named(proposal.first, proposal.last):
            return Reason.NAMED_AFTER
        return Reason.PLACE if self._results.place(proposal.first, proposal.last) else None

    def _side_of_a_match(self, proposal: Proposal) -> bool:
        """Whether exactly a pupil's single name is a side in a result: a town's, but it may be the pupil's."""
        if proposal.why not in {Reason.FIRST, Reason.ORDINARY, Reason.SURNAME}:
            return False
        houses = self._scene.key(proposal.first, proposal.last) in self._index.houses
        return not houses and self._results.side(proposal.first, proposal.last)

    def _nickname_of_a_winner(self, number: int) -> bool:
        """Whether a word that is nobody's name stands where an award's winner does."""
        proposal = self._proposals[number]
        stranger = not proposal.known and proposal.form is NameForm.FIRST
        return stranger and self._awards.won_by(proposal.first, proposal.last)

    def _praised_stranger(self, number: int) -> bool:
        """Whether a usual forename of nobody on the roll is praised with its class: "Well done Nelson in Year 5"."""
        proposal = self._proposals[number]
        if proposal.known or not self._scene.lexicon.forename(self._scene.key(*self._span(number))):
            return False
        fired = self._evidence.fired(number)
        return not _OF_A_CLASS.isdisjoint(fired) and not _PRAISED.isdisjoint(fired)

    def plays_a_title(self, number: int) -> bool:
        """Whether a pupil's first name stands after a title that children have in play: "King Teddy", "Sir Albie".

        Kings, queens and knights of that name are meant instead, unless a class stands beside it.
        """
        proposal, scene, words = self._proposals[number], self._scene, self._scene.lexicon
        if not proposal.known or proposal.form is not NameForm.FIRST or proposal.why not in _ITS_VERY_NAME:
            return False
        title = proposal.first - 1
        played = words.is_a(scene.norm(title), "played_titles") and scene.separator(title + 1) is Separator.SPACE
        facts, key = self._evidence.facts[number], scene.key(proposal.first, proposal.last)
        animal = not (_ANIMAL | {"animal_is"}).isdisjoint(self._evidence.fired(number))
        if not played or animal or {LISTED, PART_LISTED, PLACE_NAME} & facts:
            return False
        if not _OF_A_CLASS.isdisjoint(self._evidence.fired(number)):
            return True
        of_story = (
            not {STORY, "well-known single name"}.isdisjoint(facts) or key in words.figures or words.is_a(key, "royals")
        )
        return not of_story and words.generations.get(key, 0) > 0

    # Titles

    def _in_a_title(self, proposal: Proposal) -> bool:
        """Whether a name is part of a title before "by" and its author, who is not on the roll.

        The author is a figure; or the name begins the title, and the next work is a figure's or begins with nobody's
        name.
        """
        work = self._titles.work(proposal.first, proposal.last)
        if work is None or self._scene.norm(work.first) in {"our", "my"}:
            return False
        if any(self._proposals[author].why is Reason.FULL for author in self._authors(work)):
            return False
        if self._by_a_figure(work):
            return True
        return proposal.first == work.first and any(
            self._by_a_figure(other) or not self._begins_with_a_name(other) for other in self._titles.beside(work)
        )

    def _authors(self, work: Work) -> list[int]:
        """Return the proposals over the author's name."""
        return sorted({number for token in range(work.start, work.end) for number in self._over.get(token, ())})

    @cached_property
    def _over(self) -> Mapping[int, Sequence[int]]:
        """The proposals over each token."""
        found: dict[int, list[int]] = {}
        for number in range(len(self._proposals)):
            for token in range(*self._span(number)):
                found.setdefault(token, []).append(number)
        return found

    def _by_a_figure(self, work: Work) -> bool:
        return any(
            WELL_KNOWN_NAME in self._evidence.facts[author] or self._decisions[author].shares.figure >= _EVEN
            for author in self._authors(work)
        )

    def _begins_with_a_name(self, work: Work) -> bool:
        key = self._scene.norm(work.first)
        return self._scene.lexicon.forename(key) or self._index.exact(key) is not None

    def half_a_figures(self, number: int) -> bool:
        """Whether a full name is a well-known one, and only half of the names of the pupils whom it brings to mind.

        "Florence Nightingale" is seldom Florence Nightingale-Webb.
        """
        proposal, index = self._proposals[number], self._index
        if not is_famous_name(self._scene.key(*self._span(number))) or not proposal.pupils:
            return False
        whole = set()
        for cut in range(proposal.first + 1, proposal.last):
            first = index.exact(self._scene.key(proposal.first, cut))
            last = index.exact(self._scene.key(cut, proposal.last))
            if first is not None and last is not None:
                whole |= set(first.firsts) & set(last.surnames)
        return whole.isdisjoint(proposal.pupils)

    def of_animal(self, number: int) -> bool:
        """Whether a name is said to be an animal's: "his dog, Ruby"."""
        return not _ANIMAL.isdisjoint(self._evidence.fired(number))

    # Figures

    @cached_property
    def _figures(self) -> dict[str, list[Proposal]]:
        """Full names of figures in the passage, by their first word."""
        found: dict[str, list[Proposal]] = {}
        for proposal, decision, facts in zip(self._proposals, self._decisions, self._evidence.facts, strict=True):
            if proposal.form is not NameForm.FULL or proposal.last - proposal.first < 2 or proposal.why is Reason.FULL:  # noqa: PLR2004 -- a full name
                continue
            if (WELL_KNOWN_NAME in facts or decision.shares.figure >= _EVEN) and not {LISTED, FIRM, PLACE_NAME} & facts:
                found.setdefault(self._scene.norm(proposal.first), []).append(proposal)
        return found

    def _own_figures(self, number: int) -> list[Proposal]:
        """Return the full names of figures that begin with this forename, without one that it is part of."""
        own = self._proposals[number]
        figures = self._figures.get(self._scene.key(own.first, own.last), [])
        return [figure for figure in figures if figure.last <= own.first or own.last <= figure.first]

    def _beside_its_figure(self, number: int) -> bool:
        """Whether a forename is hardly that of the figure of this name, whom the passage has in full.

        A text names a figure in full before it uses the forename alone, and not both in one sentence.
        """
        proposal = self._proposals[number]
        figures = self._own_figures(number)
        if not figures or self._begins_a_title(proposal) or self._decisions[number].shares.adult >= _EVEN:
            return False
        if any(self._one_sentence(proposal, figure) for figure in figures):
            return True
        if all(proposal.first < figure.first for figure in figures) and not self._in_heading(proposal):
            return True
        beside = self._scene.norm(proposal.first - 1) in {"our", "by"}
        return beside or not _OF_A_CLASS.isdisjoint(self._evidence.fired(number))

    def _after_its_figure(self, number: int) -> bool:
        """Whether a forename may be that of a figure whom an earlier sentence names in full."""
        proposal = self._proposals[number]
        figures = self._own_figures(number)
        if not figures or self._beside_its_figure(number):
            return False
        earlier = any(figure.first < proposal.first for figure in figures)
        own = self._scene.norm(proposal.first - 1) == "own"  # "our own Florence"
        return earlier and not own and (_OF_A_CLASS | _PRAISED).isdisjoint(self._evidence.fired(number))

    def _one_sentence(self, one: Proposal, two: Proposal) -> bool:
        low, high = sorted((one.first, two.first))
        return high - low <= _MOST_WORDS and not any(token.starts for token in self._scene.tokens[low + 1 : high + 1])

    def _begins_a_title(self, proposal: Proposal) -> bool:
        """Whether a name begins that of a book: "Charlie and the Chocolate Factory", "Mae Among the Stars"."""
        scene, last = self._scene, proposal.last
        if scene.separator(last) is not Separator.SPACE or scene.line(proposal.first).in_caps:
            return False
        if scene.shape(last) is Shape.TITLE and scene.lexicon.is_a(scene.norm(last), "small"):
            return True
        words = (scene.norm(last), scene.norm(last + 1))
        return words == ("and", "the") and scene.shape(last + 2) is Shape.TITLE

    def _in_heading(self, proposal: Proposal) -> bool:
        line = self._scene.line(proposal.first)
        return line.heading or line.in_caps

    @cached_property
    def _of_sums(self) -> frozenset[str]:
        """First names, folded, of whoever has and shares things in a sum: they are nobody's wherever else they stand.

        Not where a class or praise says that a pupil is meant.
        """
        norms = [token.norm for token in self._scene.tokens]
        if not any(pair in _ASKED for pair in pairwise(norms)):
            return frozenset()
        sums, others = set(), set()
        for number in range(len(self._proposals)):
            fired = self._evidence.fired(number)
            if _SUM in fired:
                sums.add(self._scene.key(*self._span(number)))
            if not (_OF_A_CLASS | _PRAISED).isdisjoint(fired):
                others.add(self._scene.key(*self._span(number)))
        return frozenset(sums - others)

    def _span(self, number: int) -> tuple[int, int]:
        return self._proposals[number].first, self._proposals[number].last

    # Grown-ups

    def _hardly_an_adult(self, number: int) -> bool:
        """Whether a forename of the roll, or its neighbour's, is taken for an adult's for being more usual for adults.

        The roll says that a child bears it, whatever others of this age are called.
        """
        together = (number, *self._evidence.beside(number))
        return self._may_be_the_pupil(number) and any(
            self._may_be_the_pupil(one) and self._old_for_a_child(one) for one in together
        )

    def _old_for_a_child(self, number: int) -> bool:
        """Whether it is how usual a forename is for grown-ups that makes an adult's name of it."""
        decision = self._decisions[number]
        child = decision.without(GENERATION).child
        return decision.shares.adult >= _EVEN and child > decision.shares.child and child >= _LEAST_CHILD

    def _may_be_the_pupil(self, number: int) -> bool:
        """Whether nothing sure makes an adult's name of a forename that is exactly one of the roll."""
        proposal, shares = self._proposals[number], self._decisions[number].shares
        if not proposal.known or proposal.form is not NameForm.FIRST or proposal.certainty is not Certainty.CERTAIN:
            return False
        if shares.adult < max(shares.figure, shares.none) or _SURELY_ADULT & self._evidence.facts[number]:
            return False
        return _OF_GROWN_UPS.isdisjoint(self._evidence.fired(number)) and not self._namesake_is_adult(number)

    def _namesake_is_adult(self, number: int) -> bool:
        """Whether the passage has a grown-up of this forename in full, or with a title or a role."""
        own = self._proposals[number]
        key = self._scene.key(own.first, own.last)
        for other, proposal in enumerate(self._proposals):
            if other == number or self._scene.norm(proposal.first) != key:
                continue
            full = proposal.form is NameForm.FULL and self._decisions[other].shares.adult >= _EVEN
            if full or _SURELY_ADULT & self._evidence.facts[other]:
                return True
        return False

    # Houses

    def _of_house(self, number: int) -> bool:
        """Whether a name is a house's of the roll, beside another house or its captain, and nobody is praised."""
        return self._of_group(number, self._index.houses, _CAPTAINS)

    def names_group(self, number: int) -> bool:
        """Whether the name of nobody on the roll is a house's or a class's, as the roll and another such name say.

        It is a person's where it stands in a row with a child's name, or after the label of a group: "Oak - Willow".
        """
        proposal = self._proposals[number]
        key = self._scene.key(*self._span(number))
        groups = self._index.houses | self._index.classes
        if proposal.known or key not in groups or self._among_children(number, groups):
            return False
        if not _OF_A_CLASS.isdisjoint(self._evidence.fired(number)):
            return False
        if self._scene.separator(proposal.first) is Separator.COLON and self._scene.norm(proposal.first - 1) in groups:
            return False
        return key in self._groups_beside_others

    @cached_property
    def _groups_beside_others(self) -> frozenset[str]:
        """Names of houses and classes, folded, that stand beside another of these anywhere."""
        groups = self._index.houses | self._index.classes
        return frozenset(
            self._scene.key(*self._span(number))
            for number in range(len(self._proposals))
            if self._of_group(number, groups, _CAPTAINS | {"classes"})
        )

    def _among_children(self, number: int, groups: frozenset[str]) -> bool:
        """Whether a name stands in a row with a child's that is no group's."""
        return any(
            self._decisions[other].shares.child >= _EVEN and self._scene.key(*self._span(other)) not in groups
            for other in self._evidence.beside(number)
        )

    def _of_group(self, number: int, groups: frozenset[str], words: frozenset[str]) -> bool:
        """Whether a name is one of these groups', beside another of them or such a word, and nobody is praised."""
        scene, proposal = self._scene, self._proposals[number]
        key = scene.key(proposal.first, proposal.last)
        if key not in groups or not (_OF_A_CLASS | _PRAISED).isdisjoint(self._evidence.fired(number)):
            return False
        low, high = self._around(proposal)
        return scene.norm(proposal.last) == "house" or any(
            token.norm in words
            or (token.norm == "house" and scene.norm(position + 1) in _OF_HOUSES)
            or (token.norm in groups and token.norm != key and token.shape is not Shape.LOWER)
            for position, token in enumerate(scene.tokens[low:high], low)
        )

    def _around(self, proposal: Proposal) -> tuple[int, int]:
        """Return the tokens of a name's sentence, and of the one on either side."""
        tokens = self._scene.tokens
        low, high, before, after = proposal.first, proposal.last, 0, 0
        while low > 0 and proposal.first - low < _MOST_WORDS:
            before += tokens[low].starts
            if before > 1:
                break
            low -= 1
        while high < len(tokens) and high - proposal.last < _MOST_WORDS:
            after += tokens[high].starts
            if after > 1:
                break
            high += 1
        return low, high
