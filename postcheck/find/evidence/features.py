"""The evidence on every possible name of a passage, as named features.

What each weighs is fitted: ``data/weights.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache, cached_property

from postcheck.find.evidence.adults import Adults
from postcheck.find.evidence.awards import Awards
from postcheck.find.evidence.children import FamilyChildren
from postcheck.find.evidence.cues import CueMatcher, Scope, cues
from postcheck.find.evidence.places import Places
from postcheck.find.evidence.spelling import Spelling
from postcheck.find.known_people import KnownPeople, Phrases
from postcheck.find.language import Roles
from postcheck.find.opinions import Opinions
from postcheck.find.proposal import Proposal
from postcheck.find.roll import RollIndex
from postcheck.find.scene import Scene
from postcheck.model.mention import Certainty, NameForm, Reason
from postcheck.model.text import PlaceKind
from postcheck.text.tokens import Separator, Shape

Features = dict[str, float]

_LEAST_SHARE = 0.01
"""Below this probability the language model's opinions are all the same."""
_TOP = 0.99
_USUAL = Roles(0.5, 0.35, 0.15)
"""Whose names posts have, roughly: for a pipeline that tells persons but not their roles."""
LISTED, TITLE, ROLE = "on the people list", "adult's title", "adult's role"
PLACE_NAME, STORY, WELL_KNOWN_NAME = "place's name", "figure of a story here", "well known"
FIRM, AWARD, STORM, PART_LISTED = "firm's name", "award's name", "storm's name", "part of a listed name"
CHILDREN = "children of the surname"
"""Facts that the finder asks for by name."""
GENERATION = "generation of"
"""What the features have in their names that say how usual a forename is for children and for grown-ups."""
_OF_CHILDREN = frozenset(
    {"year_group_after", "year_group_brackets", "year_group_comma", "year_group_linked", "age_after", "aged_after"}
    | {"does_human"}
)
"""Cues that speak for a child whatever stands before the name."""
_SURE = 0.5
_KINDS = ("child", "adult", "figure", "none")
_NUMERALS = frozenset({"ii", "iii", "iv", "vi", "vii", "viii"})
_JOINING = frozenset({"and", "or", "v", "vs", "plus", "with"})
_JOINED = frozenset({Separator.COMMA, Separator.NEWLINE, Separator.COLON, Separator.QUOTE})
_MOST_LINES = 12
"""How many lines above and below a name are compared with its own."""
_MANY = 100
"""Places of a name in a passage above which their probabilities are summed up once for all of them."""
_READ_WELL = 0.9


@cache
def _introductions() -> frozenset[str]:
    """Return the cues whose words stand right beside a name and speak for a child."""
    beside = {Scope.BEFORE, Scope.AFTER}
    return frozenset(
        cue.id
        for cue in cues()
        if cue.toward == "child"
        and any(pattern.elements for scope in beside for pattern in cue.patterns.get(scope, ()))
    )


class Evidence:
    """Collects the evidence on the proposals of one passage.

    Parameters
    ----------
    scene:
        The passage.
    index:
        The roll.
    proposals:
        What may be a name, in order.
    known_people:
        The people list and well-known people.
    phrases:
        Their names in this passage.
    opinions:
        What the language model thinks.
    """

    def __init__(
        self,
        scene: Scene,
        index: RollIndex,
        proposals: Sequence[Proposal],
        opinions: Opinions,
        known_people: KnownPeople,
        phrases: Phrases,
    ) -> None:
        self._scene = scene
        self._index = index
        self._proposals = proposals
        self._opinions = opinions
        self._people = known_people
        self._phrases = phrases
        self._adults = Adults(scene)
        self._places = Places(scene)
        self._awards = Awards(scene)
        self._children = FamilyChildren(scene, index)
        self._spelling = Spelling(scene, index)
        self._namesakes_of: dict[tuple[str, ...], list[int]] = {}
        self._fired: dict[tuple[int, int], tuple[str, ...]] = {}
        self.facts = [self._known(proposal) for proposal in proposals]
        """What is known of each proposal, as names of features."""
        self._sure = bytearray(len(scene.tokens))
        for proposal, known in zip(proposals, self.facts, strict=True):
            if self._surely(proposal, known):
                self._sure[proposal.first : proposal.last] = b"\x01" * (proposal.last - proposal.first)
        self._cues = CueMatcher(scene, self.named, cues()) if proposals else None
        self._lines: dict[int, tuple[int, int]] = {}
        for position, token in enumerate(scene.tokens):
            low, _ = self._lines.get(token.line, (position, position))
            self._lines[token.line] = (low, position + 1)

    def child_of_titled(self, number: int) -> bool:
        """Whether a proposal is a pupil's surname after a title, and a child of whoever has it is meant."""
        proposal = self._proposals[number]
        surname = proposal.form is NameForm.SURNAME and proposal.why is Reason.SURNAME
        return surname and self._children.of_parent(proposal.first, proposal.last)

    def title(self, number: int) -> str:
        """Return the adult's title before a proposal, as the text has it, or the empty string."""
        proposal = self._proposals[number]
        return self._adults.title_before(proposal.first, surname=_is_stranger(proposal))

    def role(self, number: int) -> str:
        """Return the adult's role beside a proposal, as the text has it, or the empty string."""
        proposal = self._proposals[number]
        return self._adults.role_around(proposal.first, proposal.last, stranger=_is_stranger(proposal))

    def introduced(self, number: int) -> bool:
        """Whether words right beside a proposal speak for a child: without them, initials may be anything's."""
        return self._proposals[number].by_class or not _introductions().isdisjoint(self.fired(number))

    def fired(self, number: int) -> tuple[str, ...]:
        """Return the cues whose words stand around a proposal."""
        if self._cues is None:
            return ()
        proposal = self._proposals[number]
        span = proposal.first, proposal.last
        if span not in self._fired:
            self._fired[span] = tuple(self._cues.fired(*span))
        return self._fired[span]

    def child_otherwise(self, number: int) -> bool:
        """Whether a pupil's name stands in another place too, or a year, an age or a deed of people beside it.

        Places where it is a storm's don't count.
        """
        others = self._by_part.get(self._scene.norm(self._proposals[number].last - 1), ())
        return not _OF_CHILDREN.isdisjoint(self.fired(number)) or any(
            self._proposals[other].known and STORM not in self.facts[other] for other in others
        )

    def probability(self, number: int) -> float | None:
        """Return how probable the language model holds a name in a proposal's place; None if there is no model."""
        if not self._opinions.there:
            return None
        proposal = self._proposals[number]
        return self._opinions.probability(proposal.start, proposal.end)

    def named(self, position: int) -> bool:
        """Whether a token is very likely part of a person's name, whoever it is."""
        return 0 <= position < len(self._sure) and bool(self._sure[position])

    def _known(self, proposal: Proposal) -> frozenset[str]:
        """Return what the lists and the words beside a name say of it at once."""
        key = self._key(proposal)
        first, last = proposal.first, proposal.last
        people, places = self._people, self._places
        stranger = _is_stranger(proposal)
        certain = proposal.certainty is Certainty.CERTAIN and proposal.why is not Reason.ORDINARY
        ocr = self._scene.passage.from_ocr
        answers = {
            LISTED: people.is_listed(proposal, key, self._phrases),
            PART_LISTED: people.is_part_of_listed(key),
            WELL_KNOWN_NAME: people.is_famous(proposal, key, self._phrases),
            "well-known single name": people.is_famous_single(key),
            "well-known surname": people.is_famous_surname(key),
            TITLE: bool(self._adults.title_before(first, surname=stranger)),
            ROLE: bool(self._adults.role_around(first, last, stranger=stranger)),
            PLACE_NAME: places.place_name(first, last, certain=certain),
            "saint": places.saint(first, last),
            "longer place's name": places.longer_place(first, last),
            "group's name": places.group_name(first, last),
            "named after somebody": places.named_after(first, last),
            FIRM: places.firm_name(first, last, known=proposal.known),
            AWARD: self._awards.award_name(first, last),
            "after a word of place": places.located(first),
            STORM: places.storm(first, last),
            CHILDREN: proposal.form in {NameForm.FIRST, NameForm.SURNAME} and self._children.named(first, last),
            STORY: places.figure(first, last, key, stranger=stranger),
            "name of a figure": key in self._scene.lexicon.figures,
            "tag goes on with a word": self._goes_on_in_a_tag(proposal),
            "tag without a forename": self._scene.tokens[first].slug
            and not proposal.known
            and not any(self._scene.lexicon.forename(token.norm) for token in self._scene.tokens[first:last]),
            "part of a longer name": self._near_capital(proposal),
            "picture: label among labels": ocr and places.among_words(first),
            "picture: goes on below": ocr and places.goes_on_below(last),
        }
        return frozenset(name for name, holds in answers.items() if holds)

    def _goes_on_in_a_tag(self, proposal: Proposal) -> bool:
        """Whether a word that may be a name is followed by another word in a hashtag: "#SummerReading"."""
        scene, last = self._scene, proposal.last
        return (
            scene.tokens[proposal.first].slug
            and proposal.why is Reason.ORDINARY
            and scene.separator(last) is Separator.NONE
            and last < len(scene.tokens)
            and scene.lexicon.known(scene.norm(last))
        )

    def _near_capital(self, proposal: Proposal) -> bool:
        """Whether a capitalised word that is no English word goes on right after a name."""
        scene = self._scene
        return (
            scene.separator(proposal.last) is Separator.SPACE
            and scene.shape(proposal.last) is Shape.TITLE
            and not scene.lexicon.known(scene.norm(proposal.last))
            and not scene.tokens[proposal.last - 1].full
        )

    def _surely(self, proposal: Proposal, facts: frozenset[str]) -> bool:
        token = self._scene.tokens[proposal.first]
        if proposal.form is NameForm.FULL or {LISTED, WELL_KNOWN_NAME} & facts:
            return token.shape is not Shape.LOWER or token.slug or self._scene.uncased
        if self._opinions.there and self._opinions.probability(proposal.start, proposal.end) >= _SURE:
            return True
        if proposal.form is NameForm.SURNAME or proposal.why is Reason.ORDINARY:
            return False
        key = self._key(proposal)
        words = self._scene.lexicon
        return (token.shape is not Shape.LOWER or token.slug) and (
            words.given(key) or (proposal.known and not words.known(key) and not words.place(key))
        )

    def _key(self, proposal: Proposal) -> str:
        return self._scene.key(proposal.first, proposal.last)

    # By itself

    def features(self) -> list[Features]:
        """Return the features of each proposal by itself, in order."""
        return [self._of(number) for number in range(len(self._proposals))]

    def _of(self, number: int) -> Features:
        proposal = self._proposals[number]
        found: Features = {"any": 1.0}
        kind = "roll" if proposal.known else "off roll"
        found[f"{kind}: {proposal.form.value}"] = 1.0
        found[f"why: {proposal.why.value}"] = 1.0
        found.update(self._spelling.features(proposal))
        self._place(proposal, found)
        found.update((f"fact: {name}", 1.0) for name in sorted(self.facts[number]))
        if self._scene.norm(proposal.last) in _NUMERALS and self._scene.shape(proposal.last) is Shape.UPPER:
            found["numeral"] = 1.0
        found.update((f"cue: {cue}", 1.0) for cue in self.fired(number))
        self._model(proposal, found)
        return found

    def _place(self, proposal: Proposal, found: Features) -> None:
        passage = self._scene.passage
        if passage.kind is PlaceKind.FILENAME:
            found["file name"] = 1.0
        elif passage.kind is PlaceKind.METADATA:
            found["hidden details"] = 1.0
        if passage.from_ocr:
            found["picture"] = 1.0
            confidence = self._scene.confidence(proposal.start, proposal.end)
            found["read badly"] = 1.0 - confidence
            if confidence < _READ_WELL and not proposal.known:
                found["read badly: off roll"] = 1.0

    def _model(self, proposal: Proposal, found: Features) -> None:
        if not self._opinions.there:
            return
        seen = list(self._opinions.over(proposal.start, proposal.end))
        scores = [word.score for word in seen] or [0.0]
        best, least = max(scores), min(scores)
        roles = _mean([word.roles for word in seen if word.roles is not None]) or _USUAL
        found["model: name"] = _logit(best) / 2
        if proposal.last - proposal.first > 1:
            found["model: whole name"] = _logit(least) / 2
        # The role means nothing where the model sees no name.
        for role, share in zip(("child", "adult", "figure"), roles, strict=True):
            found[f"model: {role}"] = best * math.log(max(share, _LEAST_SHARE))
            found[f"model: a {role}"] = math.log(max(best * share, _LEAST_SHARE)) / 2
        persons = self._opinions.persons
        around = [person for person in persons if person.start < proposal.end and proposal.start < person.end]
        if any(person.start < proposal.start or person.end > proposal.end for person in around):
            found["model: part of a longer name"] = 1.0

    # Beside others

    def together(self, shares: Sequence[Sequence[float]]) -> list[Features]:
        """Return the features that say what the other proposals of the passage are, as they were judged by themselves.

        Parameters
        ----------
        shares:
            The probabilities of each proposal, ``(proposals, 4)``: child, adult, figure, none.
        """
        result: list[Features] = [{} for _ in self._proposals]
        means = _Means(shares)
        for number in range(len(self._proposals)):
            for name, mean in (
                ("same name", self._mean_of_same(number, means)),
                ("beside", _mean_share(shares, self.beside(number))),
                ("same column", _mean_share(shares, self._column(number))),
                ("same surname", self._mean_of_family(number, means)),
            ):
                if mean:
                    result[number] |= {f"{name}: {kind}": share for kind, share in zip(_KINDS, mean, strict=True)}
            neighbours = {*self.beside(number), *self._column(number)}
            if neighbours:
                result[number]["beside: towns and villages"] = sum(map(self._town, neighbours)) / len(neighbours)
            sure = self._column_share(number)
            if sure is not None:
                result[number]["column of names"] = sure
                result[number]["column"] = 1.0
        return result

    def _town(self, number: int) -> bool:
        key, words = self._key(self._proposals[number]), self._scene.lexicon
        return key in words.gazetteer or words.place(key)

    @cached_property
    def _by_part(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, proposal in enumerate(self._proposals):
            for norm in {token.norm for token in self._scene.tokens[proposal.first : proposal.last]}:
                if len(norm) > 1:
                    found.setdefault(norm, []).append(number)
        return found

    def _mean_of_same(self, number: int, means: _Means) -> list[float]:
        """Return the mean of the other places where this name, or a name that holds it, stands; empty if none does."""
        proposal = self._proposals[number]
        tokens = self._scene.tokens[proposal.first : proposal.last]
        parts = tuple(token.norm for token in tokens if len(token.norm) > 1)
        own = len(parts) == 1 or (len(parts) > 1 and self._part_of(number, parts))
        return means.of(self._namesakes(parts), parts, without=number if own else None)

    def _namesakes(self, parts: tuple[str, ...]) -> list[int]:
        """Return the places, in order, where a name of these parts, or one that holds it, stands."""
        if parts not in self._namesakes_of:
            found = {place for part in parts for place in self._by_part.get(part, ())}
            if len(parts) > 1:
                # The surname alone may be a parent's.
                found = {place for place in found if self._part_of(place, parts)}
            self._namesakes_of[parts] = sorted(found)
        return self._namesakes_of[parts]

    def _part_of(self, other: int, parts: Sequence[str]) -> bool:
        proposal = self._proposals[other]
        return {token.norm for token in self._scene.tokens[proposal.first : proposal.last]} <= set(parts)

    def _mean_of_family(self, number: int, means: _Means) -> list[float]:
        """Return the mean of the other full names that end in the same surname; empty if there are none."""
        proposal = self._proposals[number]
        if proposal.form is not NameForm.FULL:
            return []
        surname = self._scene.norm(proposal.last - 1)
        return means.of(self._families.get(surname, []), surname, without=number)

    @cached_property
    def _families(self) -> Mapping[str, list[int]]:
        """The full names by the surname that they end in."""
        found: dict[str, list[int]] = {}
        for number, proposal in enumerate(self._proposals):
            surname = self._scene.norm(proposal.last - 1)
            if proposal.form is NameForm.FULL and len(surname) > 1:
                found.setdefault(surname, []).append(number)
        return found

    def beside(self, number: int) -> list[int]:
        """Return the neighbours that a comma, "and" or a line end joins it to, through at most two others."""
        found = []
        for step in (-1, 1):
            at = number
            for _ in range(2):
                if not 0 <= at + step < len(self._proposals) or not self._joined(min(at, at + step)):
                    break
                at += step
                found.append(at)
        return found

    def _joined(self, number: int) -> bool:
        """Whether nothing but a comma, "and" or the like stands between a proposal and the next."""
        scene = self._scene
        one, two = self._proposals[number], self._proposals[number + 1]
        between = range(one.last, two.first)
        if len(between) == 1:
            token = scene.tokens[one.last]
            bare = scene.text[one.end : two.start].strip(" ,&") == scene.text[token.start : token.end]
            return token.norm in _JOINING or (bare and token.norm.isdigit())
        text = scene.text[one.end : two.start]
        return not between and (
            scene.separator(two.first) in _JOINED or "&" in text or not text.strip(" \n\r\t,;/&+•·*-")
        )

    # Lines that are built alike

    @cached_property
    def _placed(self) -> Mapping[tuple[int, bool], int]:
        """The proposal that begins a line's first part (after a number or a sign) or its last, by line and which."""
        found: dict[tuple[int, bool], int] = {}
        scene = self._scene
        for number, proposal in enumerate(self._proposals):
            line = scene.tokens[proposal.first].line
            low, high = self._lines[line]
            before = (scene.norm(position) for position in range(low, proposal.first))
            if all(norm.isdigit() or len(norm) <= 2 for norm in before):  # noqa: PLR2004
                found.setdefault((line, False), number)
            elif proposal.last == high or scene.separator(proposal.first) in {Separator.COLON, Separator.STOP}:
                found.setdefault((line, True), number)
        return found

    def _block(self, line: int) -> list[int]:
        """Return the numbers of the lines around a line, none of which is empty, without itself."""
        found = []
        for step in (-1, 1):
            at = line + step
            while at in self._lines and abs(at - line) <= _MOST_LINES:
                found.append(at)
                at += step
        return found

    def _side(self, number: int) -> tuple[int, bool] | None:
        line = self._scene.tokens[self._proposals[number].first].line
        for last in (False, True):
            if self._placed.get((line, last)) == number:
                return line, last
        return None

    def _column(self, number: int) -> list[int]:
        side = self._side(number)
        if side is None:
            return []
        return [self._placed[line, side[1]] for line in self._block(side[0]) if (line, side[1]) in self._placed]

    def _column_share(self, number: int) -> float | None:
        """Return in how many of the lines around a name stands in its place, 0 to 1; None if the lines are too few."""
        side = self._side(number)
        if side is None:
            return None
        lines = self._block(side[0])
        if len(lines) < 2:  # noqa: PLR2004 - with its own, three
            return None
        sure = sum(
            (other := self._placed.get((line, side[1]))) is not None and self.named(self._proposals[other].first)
            for line in lines
        )
        return sure / len(lines)


def _is_stranger(proposal: Proposal) -> bool:
    """Whether a name isn't a pupil's first name: a title or a role beside it may well be that person's."""
    return not proposal.known or proposal.why is Reason.OTHER_SURNAME or not proposal.form.shows_first


def _logit(share: float) -> float:
    share = min(max(share, _LEAST_SHARE), _TOP)
    return math.log(share / (1 - share))


class _Means:
    """Means of the probabilities at several places.

    Of many places the sums are kept: a text may be one name, or one family's, all over.
    """

    def __init__(self, shares: Sequence[Sequence[float]]) -> None:
        self._shares = shares
        self._sums: dict[object, list[float]] = {}

    def of(self, places: Sequence[int], key: object, *, without: int | None) -> list[float]:
        """Return the mean at these places, which ``key`` names, leaving out the one that is one of them."""
        if len(places) <= _MANY:
            return _mean_share(self._shares, [place for place in places if place != without])
        if key not in self._sums:
            self._sums[key] = [sum(self._shares[place][kind] for place in places) for kind in range(len(_KINDS))]
        if without is None:
            return [total / len(places) for total in self._sums[key]]
        own = self._shares[without]
        return [(total - share) / (len(places) - 1) for total, share in zip(self._sums[key], own, strict=True)]


def _mean_share(shares: Sequence[Sequence[float]], places: Sequence[int]) -> list[float]:
    if not places:
        return []
    return [sum(shares[place][kind] for place in places) / len(places) for kind in range(len(_KINDS))]


def _mean(roles: Sequence[Roles]) -> Roles | None:
    if not roles:
        return None
    return Roles(*(sum(values) / len(roles) for values in zip(*roles, strict=True)))
