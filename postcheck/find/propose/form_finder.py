"""What is shared by those who find a form of name: full names, names by themselves, names with initials."""

from __future__ import annotations

from postcheck.find.evidence.adults import Adults
from postcheck.find.evidence.children import FamilyChildren
from postcheck.find.proposal import Proposal
from postcheck.find.propose.roll_matches import RollMatch, RollMatches
from postcheck.find.roll import MatchingPupils, Quality, RollIndex
from postcheck.find.scene import Scene
from postcheck.model.mention import Certainty, NameForm, Reason
from postcheck.text.tokens import Separator, Shape

MAX_BETWEEN = 3
"""Middle names and initials between a first name and a surname."""
REASON_OF_QUALITY = {
    Quality.SPELLING: Reason.SPELLING,
    Quality.TYPO: Reason.TYPO,
    Quality.OCR_CONFUSION: Reason.MISREAD,
    Quality.EXACT: Reason.FULL,
}


class FormFinder:
    """Finds names of some form around the single names of the roll in one passage.

    Parameters
    ----------
    scene:
        The passage.
    index:
        The roll.
    matches:
        The single names of the roll in the passage.
    """

    def __init__(self, scene: Scene, index: RollIndex, matches: RollMatches) -> None:
        self._scene = scene
        self._index = index
        self._matches = matches
        self._lexicon = scene.lexicon
        self._adults = Adults(scene)
        self._children = FamilyChildren(scene, index)

    def _proposal(
        self,
        matches: tuple[RollMatch, ...],
        form: NameForm,
        certainty: Certainty,
        why: Reason,
        rank: int,
        pupils: MatchingPupils,
        *,
        end: int = 0,
        last: int = 0,
        first: int = -1,
    ) -> Proposal:
        """Return a proposal for some matches, or for more than them; it isn't certain where OCR is in doubt."""
        scene = self._scene
        first = first if first >= 0 else matches[0].first
        start = scene.tokens[first].start
        end = end or max(match.end for match in matches)
        last = last or max(match.last for match in matches)
        if scene.passage.from_ocr and certainty is Certainty.CERTAIN and scene.doubtful(start, end):
            certainty, why = Certainty.LIKELY, Reason.DOUBTFUL
            pupils = {position: (as_form, Certainty.LIKELY) for position, (as_form, _) in pupils.items()}
        return Proposal(first, last, start, end, form, certainty, why, rank, pupils)

    def _ends_whole(self, match: RollMatch) -> bool:
        """Whether a match is followed by another word and takes up the whole of its own: no plural, no possessive."""
        tokens = self._scene.tokens
        if match.last >= len(tokens):
            return False
        token = tokens[match.last - 1]
        return not token.full and match.end == token.end

    def _forename_before(self, position: int) -> bool:
        """Whether the surname has its forename or initial before it, so that a name after a comma is another's."""
        scene = self._scene
        if position == 0:
            return False
        separator, before = scene.separator(position), scene.tokens[position - 1]
        if len(before.norm) == 1:
            stop = scene.text[before.end : scene.tokens[position].start].strip()
            return before.shape is Shape.UPPER and stop in {"", "."}
        if (
            separator is not Separator.SPACE
            or before.full
            or not before.norm.isalpha()
            or (before.shape is Shape.LOWER and not scene.uncased)
        ):
            return False
        return (
            bool(self._matches.starting_at(position - 1))
            or self._lexicon.is_a(before.norm, "given")
            or not self._lexicon.known(before.norm)
        )

    def _owns_in_a_tag(self, match: RollMatch) -> bool:
        """Whether a tag goes on with an s and a capital: "#RubysRainbow"."""
        scene, last = self._scene, match.last
        return (
            scene.tokens[match.first].shape is Shape.TITLE
            and scene.norm(last) == "s"
            and scene.separator(last) is Separator.NONE
            and scene.tokens[last].slug
            and scene.separator(last + 1) is Separator.NONE
        )
