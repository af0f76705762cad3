"""First names and surnames by themselves."""

from __future__ import annotations

from string import ascii_lowercase

from postcheck.find.lexicon import usual_short_forms
from postcheck.find.proposal import Proposal
from postcheck.find.propose.form_finder import REASON_OF_QUALITY, FormFinder
from postcheck.find.propose.roll_matches import LEAST_PIECE, RollMatch
from postcheck.find.roll import NameMatch, Quality
from postcheck.model.mention import Certainty, NameForm, Reason
from postcheck.text.tokens import Cut, Separator, Shape, accented

_SURELY_READ = 0.99
"""Confidence from which on every letter of a word in a picture is right."""
_SHORT = 3
"""Letters of a short form, at most, that other words in print are, too."""
_LEAST_CUT = 5
"""Letters of a name that is cut out of a longer word where nothing cheers."""


class SingleNames(FormFinder):
    """Finds first names and surnames that stand by themselves."""

    def first_name(self, match: RollMatch) -> Proposal | None:
        """Find a first name by itself."""
        names = self._first_names(match)
        ordinary = bool(names) and self._matches.ordinary(match)
        if not names or self._too_weak(match, names, ordinary=ordinary):
            return None
        name, quality = names[0]
        exact = quality is Quality.EXACT and bool(name.firsts)
        rough = self._scene.tokens[match.first].cut is Cut.ROUGH
        certainty = Certainty.CERTAIN if exact and not rough and not self._part_of_longer(match) else Certainty.LIKELY
        certainty = min(certainty, self._most_in_print(match, quality))
        if match.apart:
            why = Reason.APART
        elif ordinary:
            why = Reason.ORDINARY
        elif quality is Quality.EXACT:
            why = Reason.FIRST if exact else Reason.MIDDLE
        else:
            why = REASON_OF_QUALITY[quality]
        best = max(quality for _, quality in names)
        seen = self._proposal((match,), NameForm.FIRST, certainty, why, 40 + 3 * best, {})
        surnames = tuple((name, quality) for name, quality in match.names if name.alone and not name.first)
        seen.ready = self._index.first_candidates((*names, *surnames), seen.certainty)
        return seen

    def _most_in_print(self, match: RollMatch, quality: Quality) -> Certainty:
        """Return how sure a name can be for how it stands in a picture.

        What was read surely has no letter wrong, and print is full of short words ("LEX", "Max") that are short forms.
        """
        scene = self._scene
        if not scene.passage.from_ocr:
            return Certainty.CERTAIN
        if quality is Quality.TYPO and scene.confidence(scene.tokens[match.first].start, match.end) >= _SURELY_READ:
            return Certainty.UNSURE
        key = self._matches.key(match)
        given = self._lexicon.is_a(key, "given")
        capitals = all(token.shape is Shape.UPPER for token in scene.tokens[match.first : match.last])
        if quality is Quality.SPELLING and len(key) <= _SHORT and capitals and not given:
            return Certainty.UNSURE  # "CLO" is a label, or what is seen of a word
        if quality in {Quality.OCR_CONFUSION, Quality.TYPO} and capitals and self._lacks_a_letter(key):
            return Certainty.UNSURE
        if len(key) > _SHORT or key not in usual_short_forms() or given:
            return Certainty.CERTAIN
        alone = scene.alone(match.first, match.last)
        return Certainty.LIKELY if alone or quality is Quality.EXACT else Certainty.UNSURE

    def _lacks_a_letter(self, key: str) -> bool:
        """Whether a short word is an ordinary one of which a letter was overlooked: "DALY" for "DAILY"."""
        return len(key) <= LEAST_PIECE and any(
            self._lexicon.ordinary(key[:at] + letter + key[at:])
            for at in range(len(key) + 1)
            for letter in ascii_lowercase
        )

    def _first_names(self, match: RollMatch) -> list[NameMatch]:
        """Return the first names that a match may be; of those with a typo, only clear ones."""
        names = [(name, quality) for name, quality in match.names if name.alone and name.first]
        if names and max(quality for _, quality in names) is Quality.TYPO:
            return [] if self._scene.tokens[match.first].slug else self._clear(match, names)
        return names

    def _clear(self, match: RollMatch, names: list[NameMatch]) -> list[NameMatch]:
        """Return those names that are worth a mention in spite of a typo."""
        clear = {name.id for name in self._index.clear_typos(self._matches.key(match))}
        return [(name, quality) for name, quality in names if name.id in clear]

    def _too_weak(self, match: RollMatch, names: list[NameMatch], *, ordinary: bool) -> bool:
        """Whether a first name by itself is too short or too ordinary to be worth a mention here."""
        token = self._scene.tokens[match.first]
        length = len(self._matches.key(match))
        if token.cut and not self._clearly_cut(match, length, ordinary=ordinary):
            return True
        if length < LEAST_PIECE and max(quality for _, quality in names) is Quality.OCR_CONFUSION:
            return True
        if token.shape is not Shape.LOWER:
            return False
        if ordinary and not any(name.firsts for name, quality in names if quality is Quality.EXACT):
            return True
        other_spelling = names[0][1] is Quality.SPELLING
        return other_spelling and length < LEAST_PIECE and not self._scene.uncased and not token.slug

    def _clearly_cut(self, match: RollMatch, length: int, *, ordinary: bool) -> bool:
        """Whether a name that was cut out of a longer word is long enough to be one."""
        scene = self._scene
        cheered = scene.cheered(match.first)
        if cheered and scene.tokens[match.first].slug:
            return True
        if scene.tokens[match.first].cut is Cut.ROUGH:
            return length > _LEAST_CUT or self._owns_in_a_tag(match)
        if length >= _LEAST_CUT:
            return True
        cheered = cheered or (
            scene.separator(match.last) is Separator.NONE and self._lexicon.is_a(scene.norm(match.last), "cheers")
        )
        return cheered and not ordinary

    def _part_of_longer(self, match: RollMatch) -> bool:
        """Whether a hyphen ties the name to another: "Lily-Mae" when only "Lily" is on the roll."""
        scene = self._scene
        before = scene.separator(match.first) is Separator.HYPHEN and self._may_be_a_name(match.first - 1)
        return before or (scene.separator(match.last) is Separator.HYPHEN and self._may_be_a_name(match.last))

    def _may_be_a_name(self, position: int) -> bool:
        """Whether a token may be a name: it is a usual forename, or isn't an ordinary word: "Tâm" isn't a tam."""
        token = self._scene.tokens[position]
        if accented(self._scene.text[token.start : token.end]):
            return True
        if token.shape is Shape.LOWER:
            return not self._lexicon.known(token.norm)
        if token.shape not in {Shape.TITLE, Shape.UPPER}:
            return False
        return not self._lexicon.ordinary(token.norm) or self._lexicon.forename(token.norm)

    def surname(self, match: RollMatch) -> Proposal | None:
        """Find a surname by itself, or after an adult's title."""
        token = self._scene.tokens[match.first]
        names = [(name, quality) for name, quality in match.names if name.last and name.alone]
        if (
            not names
            or token.slug
            or token.cut
            or match.quality is Quality.OCR_CONFUSION
            or (self._scene.passage.from_ocr and match.end < token.end)  # "Trans fat" isn't about the Trans
        ):
            return None
        family = self._children.named(match.first, match.last)
        lower = token.shape is Shape.LOWER and not family
        if lower and not self._scene.uncased:
            return None
        titled = bool(self._adults.title_before(match.first, surname=True))
        if not titled and (lower or self._hyphened(match)):
            return None
        if match.quality is Quality.TYPO:
            names = [] if titled else self._clear(match, names)
        if not names:
            return None
        best = max(quality for _, quality in names)
        why = Reason.APART if match.apart else REASON_OF_QUALITY[best]
        why = Reason.SURNAME if best is Quality.EXACT else why
        # In "the Taylor twins" a first name of the same spelling is hardly meant.
        rank = (45 if titled or family else 20) + 3 * best
        most = min(Certainty.LIKELY, self._most_in_print(match, best))
        if self._scene.passage.from_ocr and token.shape is Shape.UPPER and self._lexicon.is_a(token.norm, "after"):
            most = Certainty.UNSURE  # "PARK" is a sign
        seen = self._proposal((match,), NameForm.SURNAME, most, why, rank, {})
        seen.ready = self._index.surname_candidates(tuple(names))
        return seen

    def _hyphened(self, match: RollMatch) -> bool:
        scene = self._scene
        return scene.separator(match.first) is Separator.HYPHEN or scene.separator(match.last) is Separator.HYPHEN
