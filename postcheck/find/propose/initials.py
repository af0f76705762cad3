"""Names with initials or abbreviations: "Amelia C", "Jack McD", "A. Carter", "Carter A.", "A. C."."""
# ruff: noqa: RUF001 -- a curly apostrophe is meant

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

import regex

from postcheck.find.evidence.classes import Classes
from postcheck.find.proposal import Proposal
from postcheck.find.propose.form_finder import MAX_BETWEEN, FormFinder
from postcheck.find.propose.roll_matches import RollMatch, RollMatches
from postcheck.find.propose.single_names import SingleNames
from postcheck.find.roll import MatchingPupils, Quality, RollIndex, RollName
from postcheck.find.scene import Scene
from postcheck.model.mention import Certainty, NameForm, Reason
from postcheck.text.tokens import Separator, Shape, Token

MAX_ABBREVIATION = 3
_ABBREVIATED = regex.compile(r"\.(?=[,;:)]|['’]s|[ \t]+[\p{Ll}\p{N}(&])")
_MOST_INITIALS = 4
_LEAST_INITIALS = 2
"""Those of a forename and a surname."""
_JOINING = frozenset({"and", "or"})
_BEFORE_INITIALS = frozenset(
    {"and", "or", "with", "of", "is", "are", "was", "our", "then", "today", "yesterday", "luck"}
)
"""Words after which capitals may be a pupil's initials, besides those before children's names."""


class Initials(FormFinder):
    """Finds names that are shortened to initials.

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
        self._classes = Classes(scene)

    def _with_stop(self, end: int) -> int:
        """Return where an initial ends, its full stop included if that does not end the sentence."""
        text = self._scene.text
        return end + 1 if _ABBREVIATED.match(text, end) else end

    def _stop_at(self, end: int) -> bool:
        return self._scene.text[end : end + 1] == "."

    # A first name and the beginning of a surname

    def first_initial(self, match: RollMatch) -> Proposal | None:
        """Find "Amelia C"."""
        scene = self._scene
        if not self._ends_whole(match) or not self._is_initial(scene.tokens[match.last]):
            return None
        token = scene.tokens[match.last]
        position = self._last_initial(match.last)
        if self._rather_a_word(token, position):
            return None
        single = self._singles.first_name(match)
        if single is None and not self._counts_beside_initial(match, token, position):
            return None
        pupils = self._pupils(match, single, lambda name: self._index.with_surname_initial(name, token.norm))
        if pupils and self._owns_in_a_tag(match) and scene.text[token.start].islower():
            # "#AlfiesRaft" may be any Alfie's, not only that of one whose surname begins with an s.
            pupils |= self._pupils(match, single, lambda name: (*name.firsts, *name.halves))
        end, last = self._with_stop(scene.tokens[position].end), position + 1
        if pupils:
            return self._shortened(match, single, pupils, 60, end, last)
        if single is None or (token.slug and token.separator is Separator.NONE):
            return None
        seen = self._proposal(
            (match,), NameForm.FIRST_INITIAL, single.certainty, single.why, 60, dict(single.pupils), end=end, last=last
        )
        seen.ready = single.ready
        return seen

    def _is_initial(self, token: Token) -> bool:
        """Whether a token may be an initial after a first name."""
        if len(token.norm) != 1 or not token.norm.isalpha():
            return False
        if token.separator not in {Separator.SPACE, Separator.UNDER} and not (
            token.separator is Separator.NONE and token.slug
        ):
            return False
        return token.shape is Shape.UPPER or token.slug or self._scene.uncased

    def _last_initial(self, position: int) -> int:
        """Return the last initial of a surname: in "Ffion B-P", those of a double-barrelled one."""
        scene = self._scene
        if (
            scene.separator(position + 1) is Separator.HYPHEN
            and len(scene.norm(position + 1)) == 1
            and scene.shape(position + 1) is scene.shape(position)
        ):
            return position + 1
        return position

    def _rather_a_word(self, token: Token, position: int) -> bool:
        """Whether what may be an initial is a word ("Amelia I think"), part of one ("T-shirt") or a sign ("x")."""
        scene = self._scene
        following = scene.separator(position + 1)
        if following.tight and not token.slug and following is not Separator.NONE:
            return True
        if following is Separator.DOT or self._stop_at(scene.tokens[position].end):
            return False
        if (
            token.norm in "ai"
            and following in {Separator.SPACE, Separator.NEWLINE}
            and scene.shape(position + 1) is Shape.LOWER
        ):
            return True
        return token.norm in "aixy" and scene.shape(position) is Shape.LOWER

    def _counts_beside_initial(self, match: RollMatch, token: Token, position: int) -> bool:
        """Whether a name that isn't one by itself is one beside an initial."""
        if match.quality is not Quality.EXACT:
            return False
        if self._matches.ordinary(match):
            return self._capital(match)
        # "@noahb": too short to be cut out of any word, but here nothing else is left
        scene = self._scene
        handle = token.slug and token.separator is Separator.NONE
        handle = handle and scene.separator(match.first) is not Separator.NONE
        return handle and not (scene.separator(position + 1) is Separator.NONE and scene.norm(position + 1).isalpha())

    def _capital(self, match: RollMatch) -> bool:
        return self._scene.shape(match.first) in {Shape.TITLE, Shape.UPPER}

    def _pupils(
        self, match: RollMatch, single: Proposal | None, lookup: Callable[[RollName], tuple[int, ...]]
    ) -> MatchingPupils:
        """Return the pupils of a first name whom ``lookup`` finds, as certain as that is by itself."""
        pupils: MatchingPupils = {}
        for name, quality in match.names:
            exact = single is not None and quality is Quality.EXACT
            own = single.certainty if single is not None and exact else Certainty.LIKELY
            for position in lookup(name):
                if pupils.get(position, (NameForm.FIRST_INITIAL, Certainty.UNSURE))[1] < own:
                    pupils[position] = (NameForm.FIRST_INITIAL, own)
        return pupils

    def _shortened(
        self, match: RollMatch, single: Proposal | None, pupils: MatchingPupils, rank: int, end: int, last: int
    ) -> Proposal:
        certainty = max(own for _, own in pupils.values())
        why = Reason.FIRST_INITIAL if single is None or single.why is Reason.FIRST else single.why
        return self._proposal((match,), NameForm.FIRST_INITIAL, certainty, why, rank, pupils, end=end, last=last)

    def first_abbreviated(self, match: RollMatch) -> Proposal | None:
        """Find "Siobhán O'K", "Jack McD" and "Amelia Ca."."""
        scene = self._scene
        first = match.last
        if not self._ends_whole(match) or scene.separator(first) is not Separator.SPACE:
            return None
        last = first + 1
        while last < len(scene.tokens) and last - first <= MAX_ABBREVIATION and scene.separator(last).tight:
            last += 1
        if not self._is_abbreviation(match, first, last):
            return None
        single = self._singles.first_name(match)
        if single is None and not (
            match.quality is Quality.EXACT and self._capital(match) and self._matches.ordinary(match)
        ):
            return None
        parts = tuple(token.norm for token in scene.tokens[first:last])
        hyphened = any(scene.separator(position) is Separator.HYPHEN for position in range(first + 1, last))
        parts = parts if hyphened else ("".join(parts),)
        pupils = self._pupils(match, single, lambda name: self._index.with_surname_beginning(name, parts))
        if not pupils:
            return None
        return self._shortened(match, single, pupils, 61, self._with_stop(scene.tokens[last - 1].end), last)

    def _is_abbreviation(self, match: RollMatch, first: int, last: int) -> bool:
        """Whether the tokens ``first`` to ``last`` (exclusive) may be a surname cut short after this first name."""
        scene = self._scene
        whole = scene.key(first, last)
        # One letter is an initial.
        if not 1 < len(whole) <= MAX_ABBREVIATION or not whole.isalpha() or scene.tokens[last - 1].full:
            return False
        shape = scene.shape(first)
        joined = not scene.text[scene.tokens[first].start : scene.tokens[last - 1].end].isalpha()
        if joined:
            return shape not in {Shape.LOWER, Shape.NONE} or scene.shape(match.first) is Shape.LOWER
        if shape in {Shape.LOWER, Shape.NONE} or (shape is Shape.UPPER and last - first == 1):
            return False
        return not (
            self._lexicon.known(whole) or self._lexicon.is_a(whole, "particles") or self._index.exact(whole) is not None
        )

    # A surname and the initial of a first name

    def initial_surname(self, match: RollMatch) -> Proposal | None:
        """Find "A. Carter" and "A. R. Carter"."""
        scene = self._scene
        if match.quality < Quality.SPELLING or not any(name.last for name, _ in match.names):
            return None
        first = self._first_initial_before(match.first)
        if first == match.first or self._in_small_letters(match):
            return None
        letters = "".join(scene.norm(position) for position in range(first, match.first))
        dotted = any(
            "." in scene.text[scene.tokens[position].end : scene.tokens[position + 1].start]
            for position in range(first, match.first)
        )
        pupils: MatchingPupils = {
            position: (NameForm.INITIAL_SURNAME, Certainty.LIKELY)
            for name, _ in match.names
            for position in self._index.with_first_initial(name, letters[0])
        }
        ordinary = self._lexicon.ordinary(self._matches.key(match))
        if not dotted and not self._counts_undotted(match, first, letters, ordinary=ordinary, known=bool(pupils)):
            return None
        if not pupils:
            if not dotted or ordinary:
                return None
            pupils = {
                position: (NameForm.SURNAME, Certainty.LIKELY)
                for name, _ in match.names
                for position in (*name.surnames, *name.surname_halves)
            }
        return self._proposal(
            (match,), NameForm.INITIAL_SURNAME, Certainty.LIKELY, Reason.INITIAL_SURNAME, 58, pupils, first=first
        )

    def _first_initial_before(self, position: int) -> int:
        """Return the first of the initials before a surname, or the surname's own token."""
        first = position
        while first > 0 and position - first <= MAX_BETWEEN and self._is_initial_before(first):
            first -= 1
        return first

    def _is_initial_before(self, position: int) -> bool:
        """Whether an initial stands before a token."""
        scene = self._scene
        separator, before = scene.separator(position), scene.tokens[position - 1]
        if len(before.norm) != 1 or not before.norm.isalpha() or before.full:
            return False
        if not (
            separator in {Separator.SPACE, Separator.DOT, Separator.UNDER}
            or (separator is Separator.NONE and before.slug)
            or (separator is Separator.STOP and scene.text[before.end : scene.tokens[position].start] == ".")
        ):
            return False
        return before.shape is Shape.UPPER or before.slug or scene.uncased

    def _in_small_letters(self, match: RollMatch) -> bool:
        """Whether small letters say that this is no surname: "de Souza" begins with one, all the same."""
        scene = self._scene
        particle = match.last - match.first > 1 and self._lexicon.is_a(scene.norm(match.first), "particles")
        lower = scene.shape(match.first) is Shape.LOWER and not particle
        return lower and not scene.uncased and not scene.tokens[match.first].slug

    def _counts_undotted(self, match: RollMatch, first: int, letters: str, *, ordinary: bool, known: bool) -> bool:
        """Whether initials without a full stop are some, and no words: "A Carter", but not "A king"."""
        scene = self._scene
        if letters in {"a", "i"} and (not known or scene.line(match.first).in_caps):
            return False
        if scene.tokens[first].slug or scene.uncased:
            return bool(scene.tokens[first].slug)
        return not ordinary or (known and self._begins_item(first) and scene.shape(match.first) is Shape.TITLE)

    def _begins_item(self, position: int) -> bool:
        """Whether a sentence, an item of a list or a name begins at a token: not "Team B Green", "vitamin D Young"."""
        scene, before = self._scene, self._scene.norm(position - 1)
        if scene.line(position).in_caps or scene.separator(position) is not Separator.SPACE:
            return not scene.line(position).in_caps
        introduced = self._lexicon.is_a(before, "people_before", "given_before", "award_before", "of_award")
        return introduced or before in _BEFORE_INITIALS or (before[:1].isdigit() and not before.isdigit())

    def surname_initial(self, match: RollMatch) -> Proposal | None:
        """Find "Carter A." and "Carter, A." as registers have them."""
        scene = self._scene
        position = match.last
        if match.quality is not Quality.EXACT or not self._capital(match) or scene.tokens[position - 1].full:
            return None
        if (
            scene.separator(position) not in {Separator.SPACE, Separator.COMMA}
            or scene.shape(position) is not Shape.UPPER
            or self._forename_before(match.first)
            or not self._ends_register_entry(position)
            or self._lexicon.ordinary(self._matches.key(match))
        ):
            return None
        pupils: MatchingPupils = {
            pupil: (NameForm.INITIAL_SURNAME, Certainty.LIKELY)
            for name, quality in match.names
            if quality is Quality.EXACT and name.last and name.alone
            for pupil in self._index.with_first_initial(name, scene.norm(position))
        }
        if not pupils:
            return None
        end = self._with_stop(scene.tokens[position].end)
        form, why = NameForm.INITIAL_SURNAME, Reason.INITIAL_SURNAME
        return self._proposal((match,), form, Certainty.LIKELY, why, 57, pupils, end=end, last=position + 1)

    def _ends_register_entry(self, position: int) -> bool:
        """Whether an initial after a surname has a full stop or, without a comma before it, nothing after it."""
        scene = self._scene
        if self._stop_at(scene.tokens[position].end):
            return True
        goes_on = scene.separator(position + 1) is Separator.SPACE and scene.shape(position + 1) is not Shape.NONE
        return not goes_on and scene.separator(position) is not Separator.COMMA

    # Nothing but initials

    def initials(self) -> Iterator[Proposal]:
        """Find "A. C." where something says that a child is meant."""
        scene = self._scene
        first, count = 0, len(scene.tokens)
        while first < count:
            last = first
            while last < count and self._dotted(last) and (last == first or scene.separator(last) is Separator.DOT):
                last += 1
            if _LEAST_INITIALS <= last - first <= MAX_BETWEEN and not scene.tokens[first].slug:
                found = self._index.with_initials(scene.norm(first), scene.norm(last - 1))
                if found:
                    pupils = dict.fromkeys(found, (NameForm.INITIALS, Certainty.LIKELY))
                    place = (first, last, scene.tokens[first].start, scene.tokens[last - 1].end + 1)
                    yield Proposal(*place, NameForm.INITIALS, Certainty.LIKELY, Reason.INITIALS, 30, pupils)
            first = max(last, first + 1)

    def beside_classes(self) -> Iterator[Proposal]:
        """Find initials without full stops or of more than two names beside a class: "AK (7B)", "J-W P, Year 8".

        In a list beside a pupil's first name they are as good: "AK, Amelia and SH".
        """
        runs = list(self._runs())
        sure = [self._classes.beside(first, last) or self._beside_pupil(first, last) for first, last in runs]
        for order in (range(1, len(runs)), range(len(runs) - 2, -1, -1)):
            for number in order:
                # Initials in a row share their class, as in "AK and SH (7B)".
                other = number - 1 if order.step > 0 else number + 1
                sure[number] = sure[number] or (
                    sure[other] and self._joined(runs[min(number, other)], runs[max(number, other)])
                )
        for (first, last), beside in zip(runs, sure, strict=True):
            found = self._bearers(first, last) if beside else ()
            if found:
                scene = self._scene
                end = scene.tokens[last - 1].end
                pupils = dict.fromkeys(found, (NameForm.INITIALS, Certainty.LIKELY))
                end += self._stop_at(end) and len(scene.norm(last - 1)) == 1
                place = (first, last, scene.tokens[first].start, end)
                yield Proposal(*place, NameForm.INITIALS, Certainty.LIKELY, Reason.INITIALS, 31, pupils, by_class=True)

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Yield where capitals stand together that may be the initials of one name."""
        scene = self._scene
        first, count = 0, len(scene.tokens)
        while first < count:
            last = first
            while last < count and self._capitals(last) and (last == first or self._go_on(last)):
                last += 1
            if last > first and self._may_be_initials(first, last):
                yield first, last
            first = max(last, first + 1)

    def _capitals(self, position: int) -> bool:
        """Whether a token is nothing but a few capitals."""
        token = self._scene.tokens[position]
        return (
            token.shape is Shape.UPPER
            and not token.slug
            and token.separator is not Separator.NONE
            and len(token.norm) <= _MOST_INITIALS
            and token.norm.isalpha()
            and self._scene.separator(position + 1) is not Separator.NONE
        )

    def _go_on(self, position: int) -> bool:
        """Whether capitals belong to those before them: "J-W", "A K", "A.K."."""
        scene = self._scene
        separator = scene.separator(position)
        single = len(scene.norm(position)) == len(scene.norm(position - 1)) == 1
        if scene.tokens[position - 1].full:
            return False
        return separator is Separator.HYPHEN or (single and separator in {Separator.SPACE, Separator.DOT})

    def _may_be_initials(self, first: int, last: int) -> bool:
        """Whether capitals may be a pupil's, and are neither a word nor short for something in school."""
        scene, words = self._scene, self._lexicon
        letters = scene.key(first, last)
        if not _LEAST_INITIALS <= len(letters) <= _MOST_INITIALS:
            return False
        dotted = all(scene.separator(position) is Separator.DOT for position in range(first + 1, last))
        if dotted and words.is_a(letters, "abbreviations"):
            return False
        if last - first > 1 or not words.known(letters):
            return True
        if self._in_a_sentence(first, last):
            return False
        if self._classes.bracketed(last):
            return True
        # "GO, 8K" may be Grace Okafor, but no word among others is: "GO TEAM", "WE did it".
        among_words = scene.separator(last) is Separator.SPACE and scene.norm(last) not in {"and", "in", "from", "of"}
        return not among_words and not self._shouted(first)

    def _in_a_sentence(self, first: int, last: int) -> bool:
        """Whether a common word in capitals goes on from the word before it: "SEEN IN (3H)", "We won it ALL, 7B".

        What stands before children's names ("by", "well done") may stand before initials. So may any word where a class
        in brackets follows, unless a whole line is in capitals.
        """
        scene, words = self._scene, self._lexicon
        letters, before = scene.norm(first), scene.norm(first - 1)
        if scene.separator(first) is not Separator.SPACE or not words.everyday(letters) or words.forename(letters):
            return False
        if self._classes.bracketed(last) and not self._shouted(first):
            return False
        introduced = before in _BEFORE_INITIALS or words.is_a(
            before, "people_before", "given_before", "award_before", "of_award"
        )
        return words.known(before) and not introduced

    def _shouted(self, position: int) -> bool:
        """Whether other words of a line have nothing but capitals as well."""
        return self._scene.tokens[position].line in self._long_capitals and self._scene.line(position).in_caps

    @cached_property
    def _long_capitals(self) -> frozenset[int]:
        """The lines that have a word in capitals that is too long for most initials."""
        return frozenset(
            token.line
            for token in self._scene.tokens
            if token.shape is Shape.UPPER and len(token.norm) >= _MOST_INITIALS
        )

    def _joined(self, one: tuple[int, int], two: tuple[int, int]) -> bool:
        """Whether nothing but a comma, "and" or the like stands between two runs of capitals."""
        scene = self._scene
        between = scene.text[scene.tokens[one[1] - 1].end : scene.tokens[two[0]].start]
        return between.strip(" .") in {",", "&", "and", ", and", "/", "+"}

    def _beside_pupil(self, first: int, last: int) -> bool:
        """Whether initials are an item of a list, with a pupil's first name for the next or the last item before."""
        scene = self._scene
        if self._lexicon.is_a(scene.key(first, last), "abbreviations"):
            return False  # "PE, Amelia and Jack"
        before = first - (scene.norm(first - 1) in _JOINING)
        after = last + (scene.norm(last) in _JOINING)
        if (before == first and scene.separator(first) is Separator.SPACE) or (
            after == last and scene.separator(last) is Separator.SPACE
        ):
            return False
        follows = any(self._surely_first(match) for match in self._matches.starting_at(after))
        if follows and self._joined((first, last), (after, after + 1)):
            return True
        return any(
            match.last == before and self._surely_first(match) and self._joined((start, before), (first, last))
            for start in range(max(before - 2, 0), before)
            for match in self._matches.starting_at(start)
        )

    def _surely_first(self, match: RollMatch) -> bool:
        """Whether a match is exactly a pupil's first name, and no word."""
        exact = any(name.firsts for name, quality in match.names if quality is Quality.EXACT)
        return exact and self._scene.shape(match.first) is Shape.TITLE and not self._matches.ordinary(match)

    def _bearers(self, first: int, last: int) -> tuple[int, ...]:
        """Return the pupils of these initials."""
        scene = self._scene
        found = self._index.with_all_initials(scene.key(first, last))
        starts = [
            position
            for position in range(first, last)
            if position == first or scene.separator(position) is not Separator.HYPHEN
        ]
        if len(starts) == _LEAST_INITIALS:
            # "J-W P" and "B C-S" may be a forename and a surname of which the roll has one half.
            pair = self._index.with_initials(scene.norm(starts[0]), scene.norm(starts[1]))
            found = tuple(dict.fromkeys((*found, *pair)))
        return found

    def _dotted(self, position: int) -> bool:
        """Whether a token is a capital with a full stop."""
        token = self._scene.tokens[position]
        return len(token.norm) == 1 and token.shape is Shape.UPPER and self._stop_at(token.end)
