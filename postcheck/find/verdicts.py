"""From decisions to mentions: how certain each may be, for whom, and which of those that overlap are kept."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from postcheck.find.bounds import Bounds
from postcheck.find.decide import Decision, Thresholds
from postcheck.find.evidence.accounts import Accounts
from postcheck.find.evidence.features import (
    AWARD,
    CHILDREN,
    FIRM,
    LISTED,
    PLACE_NAME,
    ROLE,
    STORM,
    STORY,
    TITLE,
    WELL_KNOWN_NAME,
    Evidence,
)
from postcheck.find.evidence.pictures import Pictures
from postcheck.find.explain import grounds
from postcheck.find.proposal import Proposal
from postcheck.find.roll import RollIndex
from postcheck.find.scene import Scene
from postcheck.model.mention import ON_THE_LIST, PLACE, WELL_KNOWN, Certainty, Mention, NameForm, Reason, Role
from postcheck.model.text import PlaceKind
from postcheck.text.folding import fold
from postcheck.text.tokens import Separator, Shape

_FAMILY = frozenset({"father", "sister"})
"""Titles of the clergy that are also said of a pupil's family."""
_RIDDLES = frozenset({Reason.ACROSTIC, Reason.APART})
_DOUBTS = {
    PLACE_NAME: Reason.PLACE,
    STORM: Reason.STORM,
    "saint": Reason.PLACE,
    "group's name": Reason.NAMED_AFTER,
    "named after somebody": Reason.NAMED_AFTER,
    FIRM: Reason.NAMED_AFTER,
    STORY: Reason.STORY,
    "well-known surname": Reason.WELL_KNOWN_SURNAME,
}
"""Facts that say why a name is doubted, the first that holds."""
_PLACES = frozenset({"address", "city", "country", "county", "location", "state", "sublocation", "town"})
"""Labels of what is a place."""
_EVEN = 0.5
_IN_PICTURES = 0.5
"""How much of the threshold a pupil's first name needs in a picture, where what stands around it is often misread."""
_SETTLED = 0.99
"""Confidence where the roll, the people list or a title leaves nothing to weigh."""


@dataclass(frozen=True)
class _Judged:
    mention: Mention
    strength: tuple[bool, float, int]
    """By which of two that overlap is kept: whether it is settled, how surely it is a name, how long it is."""


class Verdicts:
    """Makes mentions of one passage's proposals.

    Parameters
    ----------
    scene:
        The passage.
    index:
        The roll.
    evidence:
        The evidence on its proposals.
    thresholds:
        From which probability of a child on a name is flagged, and at which level.
    """

    def __init__(self, scene: Scene, index: RollIndex, evidence: Evidence, thresholds: Thresholds) -> None:
        self._scene = scene
        self._index = index
        self._evidence = evidence
        self._pictures = Pictures(scene)
        self._accounts = Accounts(scene)
        self._thresholds = thresholds

    def mentions(self, proposals: Sequence[Proposal], decisions: Sequence[Decision]) -> list[Mention]:
        """Return the mentions, in order; none overlaps another."""
        judged = []
        self._bounds = Bounds(self._scene, self._index, self._evidence, proposals, decisions)
        for number, (proposal, decision) in enumerate(zip(proposals, decisions, strict=True)):
            mention, settled = self._judge(number, proposal, decision)
            if mention is not None:
                strength = (settled, 1 - decision.shares.none, proposal.end - proposal.start)
                judged.append(_Judged(mention, strength))
        return sorted(self._apart(judged), key=lambda mention: mention.start)

    def _apart(self, judged: list[_Judged]) -> Iterator[Mention]:
        """Yield the stronger of mentions that overlap; a longer name of an unknown person keeps the pupils in it."""
        kept: list[_Judged] = []
        """In order; none overlaps another."""
        whole = {one.mention.start: one.mention.end for one in judged if one.mention.form is NameForm.FULL}
        for one in sorted(judged, key=lambda one: one.strength, reverse=True):
            if one.mention.form is NameForm.INITIALS and whole.get(one.mention.start, 0) > one.mention.end:
                continue  # "R. M. Osterley" isn't Rhys Morgan
            first = bisect_right(kept, one.mention.start, key=lambda other: other.mention.end)
            over = range(first, bisect_left(kept, one.mention.end, lo=first, key=lambda other: other.mention.start))
            if not over:
                kept.insert(first, one)
            for number in over:
                kept[number] = replace(kept[number], mention=_with_pupils(kept[number].mention, one.mention))
        return (one.mention for one in kept)

    def _judge(self, number: int, proposal: Proposal, decision: Decision) -> tuple[Mention | None, bool]:
        """Return the mention that a proposal becomes, if any, and whether nothing had to be weighed for it."""
        mention = Mention(
            self._scene.passage,
            proposal.start,
            proposal.end,
            proposal.candidates(self._index),
            proposal.form,
            proposal.certainty,
            Reason.JOINED if self._joined(proposal) else proposal.why,
        )
        settled = self._settled(number, proposal, mention, decision)
        if settled is not None:
            return settled, True
        weighed = self._weigh(number, proposal, mention, decision)
        if self._title(number) and weighed is not None and weighed.candidates:
            return _doubted(weighed, Certainty.LIKELY, Reason.AFTER_TITLE), False
        return weighed, False

    def _joined(self, proposal: Proposal) -> bool:
        """Whether a longer name than the pupil's has no other surname but a second half: "Molly-Ann" for Molly."""
        inside = range(proposal.first + 1, proposal.last)
        return proposal.why is Reason.OTHER_SURNAME and all(
            self._scene.separator(position) is Separator.HYPHEN for position in inside
        )

    def _settled(self, number: int, proposal: Proposal, mention: Mention, decision: Decision) -> Mention | None:
        """Return the mention if nothing has to be weighed for it."""
        if proposal.why in _RIDDLES:
            # Nothing beside letters that stand apart says whose name they are: they are a riddle on purpose.
            return replace(mention, confidence=_SETTLED)
        known = self._known_otherwise(number, proposal, mention)
        if known is not None:
            return known
        title = self._title(number)
        if title and self._bounds.plays_a_title(number):
            return None
        if title and self._evidence.child_of_titled(number):
            # The grown-up's name is given, and the child's is the same.
            return _doubted(replace(mention, confidence=_SETTLED), Certainty.LIKELY, Reason.CHILD_OF)
        if title and not (self._surely_first(proposal) and (self._never_a_surname(proposal) or fold(title) in _FAMILY)):
            return replace(mention, adult=title, role=Role.ADULT, confidence=_SETTLED)
        full = proposal.why is Reason.FULL and proposal.certainty is Certainty.CERTAIN
        return self._in_full(number, mention, decision) if full else None

    def _in_full(self, number: int, mention: Mention, decision: Decision) -> Mention:
        """Return the mention of a pupil's full name: nothing lowers it unless a figure's is but half of the pupil's."""
        found = replace(mention, confidence=decision.shares.child, grounds=grounds(decision, "child"))
        if self._bounds.half_a_figures(number):
            return _doubted(found, Certainty.LIKELY, Reason.NEAR_WELL_KNOWN)
        return replace(found, confidence=max(decision.shares.child, _SETTLED))

    def _known_otherwise(self, number: int, proposal: Proposal, mention: Mention) -> Mention | None:
        """Return the mention if the name is that of somebody, or of something, known that isn't a pupil."""
        facts = self._evidence.facts[number]
        if LISTED in facts:
            return replace(mention, adult=ON_THE_LIST, role=Role.ADULT, confidence=_SETTLED)
        if WELL_KNOWN_NAME in facts and proposal.form is NameForm.FULL and proposal.why is not Reason.FULL:
            return replace(mention, adult=WELL_KNOWN, role=Role.FIGURE, confidence=_SETTLED)
        if proposal.known and self._storm(number):
            storm = replace(mention, role=Role.FIGURE, confidence=_SETTLED)
            return _doubted(storm, Certainty.UNSURE, Reason.STORM)
        return None

    def _storm(self, number: int) -> bool:
        """Whether a proposal is a storm's name, and nothing speaks for a child of that name."""
        return STORM in self._evidence.facts[number] and not self._evidence.child_otherwise(number)

    def _title(self, number: int) -> str:
        """Return the adult's title before a proposal, if there is one."""
        return self._evidence.title(number) if TITLE in self._evidence.facts[number] else ""

    def _weigh(self, number: int, proposal: Proposal, mention: Mention, decision: Decision) -> Mention | None:
        shares, facts = decision.shares, self._evidence.facts[number]
        ceiling = self._ceiling(number, proposal)
        if ceiling is not None and (printed := self._most_beside_print(proposal)) < ceiling:
            ceiling, facts = printed, facts | {FIRM}
        if ceiling is None or (proposal.form is NameForm.INITIALS and not self._evidence.introduced(number)):
            return None
        # Whoever has a pupil's first name and another surname is not on the roll.
        pupil = proposal.known and proposal.why is not Reason.OTHER_SURNAME
        least = self._thresholds.review if pupil else self._thresholds.review_off_roll
        # An adult's stated role is believed of a stranger, unless a child is the likelier.
        if ROLE in facts and not pupil:
            least = max(least, _EVEN)
        if self._scene.passage.from_ocr and self._surely_first(proposal) and ROLE not in facts:
            least *= _IN_PICTURES
        if pupil and self._surely_child(proposal, facts):
            least = 0.0
        if shares.child >= least or self._bounds.must_be_seen(number):
            sure = (
                shares.child >= self._thresholds.fail
                and not self._lower_word(proposal)
                and not self._bounds.never_certain(number)
            )
            certainty = min(ceiling, Certainty.CERTAIN if sure else Certainty.LIKELY)
            found = replace(mention, confidence=shares.child, grounds=grounds(decision, "child"))
            doubt = self._bounds.doubt(number) or self._doubt(proposal, facts)
            return _doubted(found, certainty, doubt if certainty < Certainty.CERTAIN else None)
        role = max((Role.ADULT, Role.FIGURE), key=lambda role: getattr(shares, role))
        share: float = getattr(shares, role)
        if shares.none >= max(share, shares.child):
            return self._no_name(number, proposal, mention, facts, decision)
        if shares.child > share:
            role, share = Role.CHILD, shares.child
        found = replace(mention, role=role, confidence=share, grounds=grounds(decision, role.value))
        if role is not Role.CHILD:
            adult = WELL_KNOWN if WELL_KNOWN_NAME in facts else self._evidence.role(number) if ROLE in facts else ""
            found = replace(found, adult=adult)
        return _doubted(found, Certainty.UNSURE, self._doubt(proposal, facts))

    def _no_name(
        self, number: int, proposal: Proposal, mention: Mention, facts: frozenset[str], decision: Decision
    ) -> Mention | None:
        """Return what is left of a proposal that is rather no name: a note, if it is a first name and no word."""
        if not proposal.known or proposal.form is NameForm.SURNAME:
            return None
        if proposal.why is not Reason.FIRST and not self._bounds.of_animal(number):
            return None
        found = replace(mention, confidence=decision.shares.child, grounds=grounds(decision, "none"))
        if PLACE_NAME in facts:
            found = replace(found, adult=PLACE)
        return _doubted(found, Certainty.UNSURE, self._doubt(proposal, facts))

    def _surely_child(self, proposal: Proposal, facts: frozenset[str]) -> bool:
        """Whether what stands beside a pupil's name says that a child is meant, whatever else the words may mean.

        "team" speaks for a group elsewhere, and in "#teamruby" for whoever is cheered.
        """
        return (
            CHILDREN in facts
            or proposal.by_class
            or self._cheered_in_a_tag(proposal)
            or self._account_of_person(proposal)
        )

    def _cheered_in_a_tag(self, proposal: Proposal) -> bool:
        """Whether a tag ends with the name, after a word of cheer."""
        scene = self._scene
        ends = scene.separator(proposal.last) is not Separator.NONE
        return ends and scene.tokens[proposal.first].slug and scene.cheered(proposal.first)

    def _account_of_person(self, proposal: Proposal) -> bool:
        """Whether it begins the name of an account that is praised or followed as a person's: "well done @rubyruns"."""
        return proposal.form.shows_first and self._accounts.person(proposal.first)

    def _ceiling(self, number: int, proposal: Proposal) -> Certainty | None:
        """Return the most that a proposal can become; None if it isn't worth a mention."""
        ceiling = proposal.certainty
        passage, stranger = self._scene.passage, not proposal.known or proposal.why is Reason.OTHER_SURNAME
        if (stranger and passage.stray) or (not proposal.known and AWARD in self._evidence.facts[number]):
            return None
        if self._bounds.names_group(number):
            return None
        if (stranger and (passage.credit or self._storm(number))) or self._filed_under_place(proposal):
            return min(ceiling, Certainty.UNSURE)  # whoever made a picture is mostly a grown-up
        if self._scene.passage.from_ocr and not (proposal.known and proposal.why is not Reason.RESEMBLES):
            share = self._evidence.probability(number) or 0.0
            pictured = self._pictures.ceiling(proposal.first, proposal.last, share)
            return None if pictured is None else min(ceiling, pictured)
        return ceiling

    def _most_beside_print(self, proposal: Proposal) -> Certainty:
        """Return how sure a proposal can be for what a picture has beside it."""
        if not proposal.known or proposal.form not in {NameForm.FIRST, NameForm.SURNAME}:
            return Certainty.CERTAIN
        return self._pictures.of_firm(proposal.first, proposal.last)

    def _filed_under_place(self, proposal: Proposal) -> bool:
        """Whether an image's metadata say that the words are a place: "City:Paris"."""
        scene = self._scene
        label = scene.norm(proposal.first - 1) in _PLACES and scene.separator(proposal.first) is Separator.COLON
        return label and scene.passage.kind is PlaceKind.METADATA

    def _doubt(self, proposal: Proposal, facts: frozenset[str]) -> Reason | None:
        """Return what a fact says against a name, if any does."""
        if proposal.why in {Reason.TYPO, Reason.SPELLING} and {"well-known surname", "well-known single name"} & facts:
            return Reason.NEAR_WELL_KNOWN
        if ROLE in facts and self._surely_first(proposal):
            return Reason.BESIDE_ROLE
        return next((reason for fact, reason in _DOUBTS.items() if fact in facts), None)

    def _lower_word(self, proposal: Proposal) -> bool:
        """Whether it is spelt in small letters and is a word, a title, a brand or a place."""
        token = self._scene.tokens[proposal.first]
        if token.shape is not Shape.LOWER or token.slug:
            return False
        words = self._scene.lexicon
        norms = [piece.norm for piece in self._scene.tokens[proposal.first : proposal.last]]
        key = "".join(norms)
        return words.place(key) or any(words.known(norm) or words.is_a(norm, "titles", "brands") for norm in norms)

    @staticmethod
    def _surely_first(proposal: Proposal) -> bool:
        return proposal.known and proposal.why is Reason.FIRST and proposal.certainty is Certainty.CERTAIN

    def _never_a_surname(self, proposal: Proposal) -> bool:
        key = self._scene.key(proposal.first, proposal.last)
        words = self._scene.lexicon
        return words.given(key) and not words.is_a(key, "common_surnames")


def _with_pupils(kept: Mention, other: Mention) -> Mention:
    """Return a mention with the pupils of another one in its place, if it has none of its own."""
    same = (kept.start, kept.end) == (other.start, other.end)
    if kept.candidates or not other.candidates or (kept.adult and not same):
        return kept
    likely = tuple(
        replace(candidate, certainty=min(candidate.certainty, kept.certainty)) for candidate in other.candidates
    )
    return replace(kept, candidates=likely, why=other.why if same else Reason.OTHER_SURNAME)


def _doubted(mention: Mention, certainty: Certainty, why: Reason | None = None) -> Mention:
    """Return a mention that is at most so certain, and so are its candidates."""
    candidates = tuple(
        candidate if candidate.certainty <= certainty else replace(candidate, certainty=certainty)
        for candidate in mention.candidates
    )
    return replace(mention, candidates=candidates, certainty=min(mention.certainty, certainty), why=why or mention.why)
