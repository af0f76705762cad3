"""First names with surnames or middle names of the same pupil."""

from __future__ import annotations

from collections.abc import Iterator

from postcheck.find.proposal import Proposal
from postcheck.find.propose.form_finder import MAX_BETWEEN, REASON_OF_QUALITY, FormFinder
from postcheck.find.propose.roll_matches import RollMatch
from postcheck.find.roll import MatchingPupils, Quality
from postcheck.model.mention import Certainty, NameForm, Reason
from postcheck.text.tokens import Separator, Shape, accented

_RUN_TOGETHER = 95
"""Rank of a full name in a word in which others run together: below one whose words stand apart."""
_BEFORE_MIDDLE = frozenset({Separator.SPACE, Separator.HYPHEN, Separator.NONE, Separator.UNDER})
"""What stands between a first name and the middle name after it."""


class FullNames(FormFinder):
    """Finds full names, and first names with middle names."""

    def full(self, match: RollMatch) -> Iterator[Proposal]:
        """Find "Amelia Carter", with middle names and initials."""
        scene = self._scene
        token = scene.tokens[match.last - 1]
        if not any(name.first for name, _ in match.names) or (token.full and match.end == token.end):
            return
        position = match.last
        broken = False
        for skipped in range(MAX_BETWEEN + 1):
            if position >= len(scene.tokens) or not self._goes_on(position):
                return
            broken = broken or scene.separator(position) is Separator.NEWLINE
            for other in self._matches.starting_at(position):
                pupils, quality = self._pupils_with(match, other)
                if pupils and not self._both_one_surname(match, other) and self._in_own_cells(match, other):
                    yield self._as_full(match, other, pupils, quality, 100 - 3 * skipped - 8 * broken)
            if not self._may_stand_between(position, match):
                return
            position += 1

    def _pupils_with(self, one: RollMatch, two: RollMatch) -> tuple[MatchingPupils, Quality]:
        """Return the pupils with the first name at ``one`` and the surname at ``two``, and how well the best agree."""
        pupils: MatchingPupils = {}
        best = Quality.OCR_CONFUSION
        pairs = (
            (first, last, min(first_quality, last_quality))
            for first, first_quality in one.names
            if first.first
            for last, last_quality in two.names
            if last.last or last.firsts
        )
        for first, last, quality in pairs:
            certainty = Certainty.CERTAIN if quality is Quality.EXACT else Certainty.LIKELY
            for position in self._index.pair(first, last):
                if pupils.get(position, (NameForm.FULL, Certainty.UNSURE))[1] < certainty:
                    pupils[position] = (NameForm.FULL, certainty)
                best = max(best, quality)
            for position in self._index.weak_pair(first, last):
                pupils.setdefault(position, (NameForm.FULL, Certainty.LIKELY))
                best = max(best, min(quality, Quality.SPELLING))
        return pupils, best

    def _in_own_cells(self, one: RollMatch, two: RollMatch) -> bool:
        """Whether two names are of one cell, or fill neighbouring ones, as columns of forenames and surnames do."""
        scene = self._scene
        if not any(scene.cell_begins(position) for position in range(one.first + 1, two.first + 1)):
            return True
        return scene.cell_begins(two.first) and self._parted(one.first) and self._parted(two.last)

    def _parted(self, position: int) -> bool:
        """Whether a token begins a cell or a line, or is beyond the end."""
        scene = self._scene
        if not 0 < position < len(scene.tokens) or scene.cell_begins(position):
            return True
        return scene.tokens[position].line != scene.tokens[position - 1].line

    def _both_one_surname(self, one: RollMatch, two: RollMatch) -> bool:
        """Whether a hyphen makes one surname of the roll of both: "Ward-Rose"."""
        return self._scene.separator(two.first) is Separator.HYPHEN and any(
            match.last == two.last and any(name.surnames for name, quality in match.names if quality is Quality.EXACT)
            for match in self._matches.starting_at(one.first)
        )

    def _goes_on(self, position: int) -> bool:
        """Whether a name may go on with this token."""
        scene = self._scene
        separator = scene.separator(position)
        before = scene.tokens[position - 1]
        if before.full and separator is not Separator.NONE:
            return False
        if separator.tight or separator.loose or separator is Separator.QUOTE or self._matches.goes_on(position):
            return True
        if scene.cell_begins(position):
            return True
        return separator is Separator.DOT and (len(before.norm) == 1 or before.slug)

    def _may_stand_between(self, position: int, match: RollMatch) -> bool:
        """Whether this token may stand between a first name and a surname."""
        token = self._scene.tokens[position]
        if len(token.norm) == 1:
            return token.norm.isalpha()
        if self._scene.separator(position) is Separator.NEWLINE:
            return False
        name = self._index.exact(token.norm)
        if name is not None and name.first:
            return True
        if self._lexicon.is_a(token.norm, "particles"):
            return True
        return (
            token.shape in {Shape.TITLE, Shape.UPPER}
            and self._scene.shape(match.first) is not Shape.LOWER
            and not self._lexicon.known(token.norm)
        )

    def _as_full(self, one: RollMatch, two: RollMatch, pupils: MatchingPupils, quality: Quality, rank: int) -> Proposal:
        if quality is not Quality.EXACT:
            why = Reason.APART if one.apart or two.apart else REASON_OF_QUALITY[quality]
            rank -= 25 - 5 * quality
            return self._proposal((one, two), NameForm.FULL, Certainty.LIKELY, why, rank, pupils)
        certainty, why = Certainty.CERTAIN, Reason.FULL
        if self._both_words(one, two) or self._goes_on_as_a_word(one, two):
            certainty, why = Certainty.LIKELY, Reason.ORDINARY
        return self._proposal((one, two), NameForm.FULL, certainty, why, rank, pupils)

    def _both_words(self, one: RollMatch, two: RollMatch) -> bool:
        """Whether small letters say that a first name is a word, and nothing says that the surname isn't."""
        scene = self._scene
        return (
            scene.shape(one.first) is Shape.LOWER
            and not scene.tokens[one.first].slug
            and self._matches.ordinary(one)
            and (not scene.uncased or self._lexicon.known(self._matches.key(two)))
        )

    def _goes_on_as_a_word(self, one: RollMatch, two: RollMatch) -> bool:
        """Whether both names are words, and the surname is the first half of a word: "Poppy Star-gazing"."""
        scene = self._scene
        return (
            scene.separator(two.last) is Separator.HYPHEN
            and scene.shape(two.last) is Shape.LOWER
            and not scene.tokens[two.first].slug
            and self._matches.ordinary(one)
            and self._lexicon.known(self._matches.key(two))
        )

    # Surname first

    def surname_first(self, match: RollMatch) -> Iterator[Proposal]:
        """Find "Carter, Amelia" and "CARTER Amelia"."""
        scene = self._scene
        if (
            not any(name.last for name, _ in match.names)
            or match.last >= len(scene.tokens)
            or scene.tokens[match.last - 1].full
        ):
            return
        separator = scene.separator(match.last)
        cells = scene.cell_begins(match.last)
        if not (
            separator.tight or separator.loose or separator is Separator.COMMA or cells
        ) or self._adults.title_before(match.first):
            return
        comma = separator is Separator.COMMA
        caps = scene.shape(match.first) is Shape.UPPER and not scene.line(match.first).in_caps
        for other in self._matches.starting_at(match.last):
            pupils, quality = self._pupils_with(other, match)
            word = not comma and self._a_word(match, caps=caps)
            if (
                not pupils
                or not self._in_own_cells(match, other)
                or (not comma and quality is not Quality.EXACT)
                or (comma and self._no_surname_before_comma(match, caps=caps))
                or (word and not self._on_a_form(match, other))
            ):
                continue
            certainty = Certainty.CERTAIN if quality is Quality.EXACT and not word else Certainty.LIKELY
            rank = (
                (85 if comma or caps else 76)
                - (8 if separator is Separator.NEWLINE else 0)
                - (25 - 5 * quality if quality is not Quality.EXACT else 0)
            )
            last, end = self._with_middle_names(other, pupils)
            why = REASON_OF_QUALITY[quality]
            yield self._proposal((match, other), NameForm.FULL, certainty, why, rank, pupils, end=end, last=last)

    def _no_surname_before_comma(self, match: RollMatch, *, caps: bool) -> bool:
        """Whether a name before a comma isn't the surname of the name after it."""
        # "Taylor, Jack and Amelia" may be three first names.
        if not caps and any(name.firsts for name, quality in match.names if quality is Quality.EXACT):
            return True
        if self._forename_before(match.first):
            return True
        scene = self._scene
        return (
            scene.shape(match.first) is Shape.LOWER
            and self._lexicon.known(self._matches.key(match))
            and not accented(scene.text[scene.tokens[match.first].start : match.end])
        )

    def _a_word(self, match: RollMatch, *, caps: bool) -> bool:
        """Whether a name before a first name is a mere word: "Young Amelia" isn't a surname and a forename."""
        slug = self._scene.tokens[match.first].slug
        return not caps and not slug and self._lexicon.known(self._matches.key(match))

    def _on_a_form(self, match: RollMatch, other: RollMatch) -> bool:
        """Whether a picture has both names in capitals, as forms and labels have the surname first: "MARTIN CHAD"."""
        shapes = {self._scene.shape(match.first), self._scene.shape(other.first)}
        return self._scene.passage.from_ocr and shapes == {Shape.UPPER}

    def _with_middle_names(self, match: RollMatch, pupils: MatchingPupils) -> tuple[int, int]:
        """Return where a name ends that middle names or initials follow: "Carter, Amelia Rose"."""
        scene = self._scene
        last, end = match.last, match.end
        while last < len(scene.tokens) and scene.separator(last) is Separator.SPACE and not scene.tokens[last - 1].full:
            token = scene.tokens[last]
            name = self._index.exact(token.norm)
            if name is None or not name.middles or not self._index.is_middle(name, pupils):
                break
            last, end = last + 1, token.end
        return last, end

    # Middle names, and words that run together

    def first_and_middle(self, match: RollMatch) -> Iterator[Proposal]:
        """Find "Amelia Rose", a first name and the middle names that go with it."""
        scene = self._scene
        if not self._ends_whole(match) or scene.separator(match.last) not in _BEFORE_MIDDLE:
            return
        for other in self._matches.starting_at(match.last):
            if scene.shape(other.first) is not scene.shape(match.first):
                continue
            pupils = self._pupils_with_middle(match, other)
            if pupils:
                certainty = max(own for _, own in pupils.values())
                why = Reason.FIRST if certainty is Certainty.CERTAIN else Reason.SPELLING
                yield self._proposal((match, other), NameForm.FIRST, certainty, why, 56, pupils)

    def _pupils_with_middle(self, one: RollMatch, two: RollMatch) -> MatchingPupils:
        """Return the pupils with the first name at ``one`` and the middle name at ``two``."""
        pupils: MatchingPupils = {}
        for first, quality in one.names:
            for middle, middle_quality in two.names:
                certainty = Certainty.CERTAIN if quality is middle_quality is Quality.EXACT else Certainty.LIKELY
                for position in self._index.first_and_middle(first, middle):
                    known = pupils.get(position, (NameForm.FIRST, certainty))[1]
                    pupils[position] = (NameForm.FIRST, max(certainty, known))
        return pupils

    def run_together(self) -> Iterator[Proposal]:
        """Find full names in words in which others run together, however else these may be cut."""
        scene = self._scene
        for start, end, one, two in scene.run_together:
            first, last = scene.range(start, end)
            pupils = dict.fromkeys(self._index.pair(one, two), (NameForm.FULL, Certainty.CERTAIN))
            yield Proposal(
                first, last, start, end, NameForm.FULL, Certainty.CERTAIN, Reason.FULL, _RUN_TOGETHER, pupils
            )
