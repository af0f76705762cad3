"""Persons whom the language model sees, put right where it cut their names short."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from postcheck.find.evidence.awards import Awards
from postcheck.find.evidence.classes import Classes
from postcheck.find.opinions import Opinions, Span
from postcheck.find.phrases import Phrase
from postcheck.find.proposal import Proposal
from postcheck.find.roll import RollIndex
from postcheck.find.scene import Scene
from postcheck.model.mention import Candidate, Certainty, NameForm, Reason
from postcheck.text.tokens import Separator, Shape, accented

_AT = frozenset({"@", "\N{FULLWIDTH COMMERCIAL AT}"})
_PARTING = frozenset({Separator.NEWLINE, Separator.STOP, Separator.COLON, Separator.COMMA})
_EMPHASIS_ENDS = regex.compile(r"(?:[*_~]+|</\w+>)\s*,")
_LIKELY_FROM = 0.5
_FAINTEST = 0.05
"""Probability from which on a word that the model has not marked may be a name after all."""
_NOT_FAINT = 0.3
"""The same, of a word in small letters."""
_LEAST_NAME = 2
_LEAST_UNCASED = 4
_MAX_NAME = 80
_LEAST_READ = 3
_MAX_WORDS = 7
_FULL_NAME = 2
_GUESSES = frozenset({Reason.SPELLING, Reason.TYPO, Reason.RESEMBLES})
_BEARERS = {
    NameForm.FIRST: Reason.FIRST,
    NameForm.SURNAME: Reason.SURNAME,
    NameForm.INITIAL_SURNAME: Reason.INITIAL_SURNAME,
}


class Spans:
    """Where the language model sees persons in one passage; none overlaps another.

    Parameters
    ----------
    spans:
        The persons, in order.
    """

    def __init__(self, spans: Sequence[Span]) -> None:
        self.all = spans
        self._starts = [span[0] for span in spans]

    def around(self, start: int, end: int) -> Span | None:
        """Return the person who covers these characters, if there is one."""
        at = bisect_right(self._starts, start) - 1
        if at >= 0 and end <= self.all[at][1]:
            return self.all[at]
        return None


class Persons:
    """Proposes persons in one passage: those of the roll whose names go on, and those who are not on it.

    Parameters
    ----------
    scene:
        The passage.
    index:
        The roll.
    opinions:
        What the language model thinks.
    """

    def __init__(self, scene: Scene, index: RollIndex, opinions: Opinions) -> None:
        self._scene = scene
        self._index = index
        self._lexicon = scene.lexicon
        self._opinions = opinions
        self._awards = Awards(scene)
        self._classes = Classes(scene)

    def with_persons(self, on_roll: Sequence[Proposal], phrases: Sequence[Phrase]) -> list[Proposal]:
        """Return the proposals of the roll, longer where a person's name goes on, and those of other persons, in order.

        Parameters
        ----------
        on_roll:
            What may be a name of the roll, in order; none overlaps another.
        phrases:
            Well-known names, in order.
        """
        spans = Spans(self._widened(self._spans(on_roll)) if self._opinions.there else [])
        proposals = [*self._lengthened(on_roll, spans, phrases), *self._unknown(on_roll, spans)]
        return sorted(proposals, key=lambda proposal: (proposal.start, -proposal.end))

    def _spans(self, on_roll: Sequence[Proposal]) -> list[Span]:
        """Return what the model has marked, and single words that may be names although it has not."""
        spans: list[Span] = [(person.start, person.end, person.score) for person in self._opinions.persons]
        if self._scene.passage.alternative:
            return spans
        scene = self._scene
        taken = bytearray(len(scene.tokens))
        for first, last in (
            *((proposal.first, proposal.last) for proposal in on_roll),
            *(scene.range(start, end) for start, end, _ in spans),
        ):
            taken[first:last] = b"\x01" * (last - first)
        of_roll = {position for proposal in on_roll for position in range(proposal.first, proposal.last)}
        for position, token in enumerate(scene.tokens):
            share = self._opinions.probability(token.start, token.end)
            if self._address_of_initial(position) and of_roll.isdisjoint((position, position + 1)):
                # The model may have seen the surname alone.
                spans.append((token.start, scene.tokens[position + 1].end, max(share, _FAINTEST)))
                continue
            if taken[position]:
                continue
            # "Tsz-Ching"
            last = position + 1
            if scene.separator(last) is Separator.HYPHEN and self._lexicon.given(token.norm + scene.norm(last)):
                last += 1
            given = last > position + 1 or self._lexicon.given(token.norm)
            least = _NOT_FAINT if token.shape is Shape.LOWER and not token.slug and not scene.uncased else _FAINTEST
            if token.slug and not self._lexicon.forename(token.norm):
                least = _LIKELY_FROM  # "@riverbankfc": where words run together, most that looks like none is two
            named = share >= least or given or (position not in of_roll and self._introduced(position, last))
            if named and token.norm.isalpha() and self._whole_word(position):
                spans.append((token.start, scene.tokens[last - 1].end, share))
        return apart(spans)

    def _lengthened(self, on_roll: Sequence[Proposal], spans: Spans, phrases: Sequence[Phrase]) -> Iterator[Proposal]:
        """Yield the proposals of the roll; where one is part of a longer name, that name with its pupils."""
        covers = {position: phrase for phrase in phrases for position in range(phrase.first, phrase.last)}
        done: set[int] = set()
        until = 0
        for number, proposal in enumerate(on_roll):
            if proposal.start < until:
                continue
            if proposal.form in {NameForm.FIRST, NameForm.SURNAME, NameForm.FIRST_INITIAL}:
                phrase = covers.get(proposal.first)
                if phrase is not None and phrase.words > 1 and _within(proposal, phrase):
                    if phrase.first not in done and self._scene.shape(phrase.first) is not Shape.LOWER:
                        done.add(phrase.first)
                        yield self._whole(phrase.start, phrase.end, proposal.candidates(self._index))
                    if phrase.first in done:
                        continue
                longer = self._longer(on_roll, number, spans)
                if longer is not None:
                    start, end = longer
                    until = end
                    candidates = self._pupils_in(on_roll, number, end)
                    why = Reason.NOT_ON_ROLL if proposal.form is NameForm.SURNAME else Reason.OTHER_SURNAME
                    yield self._whole(start, end, candidates, why)
                    continue
            if proposal.form is NameForm.FIRST and proposal.why in _GUESSES and proposal.ready is not None:
                # "Theo" may be short for another name of the roll as well.
                more = self._index.resembling(self._scene.key(proposal.first, proposal.last))
                proposal.ready = self._index.together(proposal.ready, more)
            yield proposal

    def _pupils_in(self, on_roll: Sequence[Proposal], number: int, end: int) -> tuple[Candidate, ...]:
        """Return the pupils of a proposal and of those after it that start before a character of the text."""
        candidates = on_roll[number].candidates(self._index)
        for other in on_roll[number + 1 :]:
            if other.start >= end:
                break
            candidates = self._index.together(candidates, other.candidates(self._index))
        return candidates

    def _whole(
        self, start: int, end: int, candidates: tuple[Candidate, ...], why: Reason = Reason.OTHER_SURNAME
    ) -> Proposal:
        """Return a proposal for a longer name, whose pupils are likely at most."""
        likely = tuple(
            replace(candidate, certainty=min(candidate.certainty, Certainty.LIKELY)) for candidate in candidates
        )
        first, last = self._scene.range(start, end)
        return Proposal(first, last, start, end, NameForm.FULL, Certainty.LIKELY, why, ready=likely)

    def _unknown(self, on_roll: Sequence[Proposal], spans: Spans) -> Iterator[Proposal]:
        """Yield the persons who have no name of the roll, or have more than one that is a mere word or a surname."""
        scene = self._scene
        at = 0
        for span in spans.all:
            start, end = self._trim(span)
            if end <= start or end - start > _MAX_NAME:
                continue
            while at < len(on_roll) and on_roll[at].end <= span[0]:
                at += 1
            over = [proposal for proposal in on_roll[at : at + _MAX_WORDS] if proposal.start < end]
            if over and not (span[2] >= _LIKELY_FROM and all(_weak(proposal) for proposal in over)):
                continue
            first, last = scene.range(start, end)
            addressed = self._address_of_initial(first)
            if not addressed:
                first, last = self._name_in_tag(first, last)
            if (
                first >= last
                or not self._possible(first, last)
                or any((proposal.first, proposal.last) == (first, last) for proposal in over)
            ):
                continue
            words = sum(
                1 for position in range(first, last) if position == first or not scene.separator(position).tight
            )
            form, why = NameForm.FULL if words > 1 else NameForm.FIRST, Reason.NOT_ON_ROLL
            candidates = self._matching_pupils(first, last)
            if candidates:
                forms = {candidate.form for candidate in candidates}
                form = NameForm.FIRST if NameForm.FIRST in forms else candidates[0].form
                why = _BEARERS[form]
            elif words == 1 and (candidates := self._index.resembling(self._scene.key(first, last))):
                form, why = NameForm.FIRST, Reason.RESEMBLES
            yield Proposal(
                first,
                last,
                scene.tokens[first].start,
                scene.tokens[last - 1].end,
                form,
                # Pupils seldom get their post at an address that a post gives.
                Certainty.UNSURE if addressed and not candidates else Certainty.LIKELY,
                why,
                ready=candidates,
            )

    def _introduced(self, position: int, last: int) -> bool:
        """Whether a word stands where a child's name does: a class follows a usual forename, or an award is its."""
        token = self._scene.tokens[position]
        usual = token.shape is Shape.TITLE and not token.slug and self._lexicon.forename(token.norm)
        return (usual and self._classes.follows(last)) or self._awards.won_by(position, last)

    def _possible(self, first: int, last: int) -> bool:
        """Whether these tokens can be a name at all: not a mere number or letter, nor a whole sentence."""
        norms = [self._scene.norm(position) for position in range(first, last)]
        # Two letters in a picture are a brick, a logo or a number far more often than a name.
        least = _LEAST_READ if self._scene.passage.from_ocr else 1
        return (
            len(norms) <= _MAX_WORDS
            and len("".join(norms)) >= least
            and any(len(norm) > 1 and not norm.isdigit() for norm in norms)
        )

    def _address_of_initial(self, position: int) -> bool:
        """Whether an initial and what may be a surname are the name of an e-mail address: "h.bloom@"."""
        if (
            len(self._scene.norm(position)) != 1
            or not self._scene.tokens[position].slug
            or len(self._scene.norm(position + 1)) < _LEAST_READ
        ):
            return False
        start, end = self._scene.tokens[position].start, self._scene.tokens[position + 1].end
        letters = self._scene.norm(position) + self._scene.norm(position + 1)
        if self._scene.text[end : end + 1] != "@" or not letters.isalpha():
            return False
        return (
            self._scene.separator(position + 1) is Separator.SPACE and self._scene.slug_around(start, end)[0] == start
        )

    def _whole_word(self, position: int) -> bool:
        """Whether a token isn't a piece of a longer word of running text."""
        return self._scene.tokens[position].slug or not (
            self._scene.separator(position) is Separator.NONE or self._scene.separator(position + 1) is Separator.NONE
        )

    def _widened(self, spans: list[Span]) -> list[Span]:
        """Return the spans with the parts that the model cut off.

        These are halves of hyphenated names, surnames, and forenames after a comma.
        """
        ranges = [self._scene.range(start, end) for start, end, _ in spans]
        wide: list[Span] = []
        previous = 0
        for number, (first, last) in enumerate(ranges):
            score = spans[number][2]
            if first >= last or first < previous:
                continue
            following = ranges[number + 1][0] if number + 1 < len(ranges) else len(self._scene.tokens)
            low, high = first, last
            single = (
                True  # a surname is looked for beside a forename, and a forename beside a surname, but no third name
            )
            while high < following and high - first < _MAX_WORDS and self._belongs(high - 1, high, single=single):
                single = single and self._scene.separator(high) is Separator.HYPHEN
                high += 1
            while low > previous and last - low < _MAX_WORDS and self._belongs(low, low - 1, single=single):
                single = single and self._scene.separator(low) is Separator.HYPHEN
                low -= 1
            if wide and previous == low and score >= _LIKELY_FROM:
                start, end = self._scene.range(wide[-1][0], wide[-1][1])
                parted = (
                    end - start == 1
                    and self._lexicon.given(self._scene.norm(start))
                    and not self._lexicon.given(self._scene.norm(low))
                )
                if (parted and self._belongs(low - 1, low)) or self._surname_first(start, end, high):
                    furthest = max(spans[number][1], self._scene.tokens[high - 1].end)
                    wide[-1] = (wide[-1][0], furthest, min(score, wide[-1][2]))
                    previous = high
                    continue
            start_at = spans[number][0] if low == first else self._scene.tokens[low].start
            wide.append((start_at, spans[number][1] if high == last else self._scene.tokens[high - 1].end, score))
            previous = high
        return wide

    def _belongs(self, inside: int, outside: int, *, single: bool = True, forename: bool = False) -> bool:  # noqa: PLR0911 -- one decision, read from top to bottom
        """Whether the token ``outside`` is part of the name whose last, or first, token is ``inside``."""
        one, two = self._scene.tokens[inside], self._scene.tokens[outside]
        separator = self._scene.separator(max(inside, outside))
        if self._scene.tokens[min(inside, outside)].full or not two.norm.isalpha() or one.slug is not two.slug:
            return False
        if separator is Separator.HYPHEN:
            if two.shape is Shape.LOWER or self._scene.line(outside).in_caps:
                return one.shape is two.shape and not self._is_word(outside, ordinary=True)
            return True
        if one.slug and outside > inside and separator is not Separator.STOP:
            surname = self._lexicon.is_a(two.norm, "common_surnames") and self._lexicon.is_a(one.norm, "given")
            if surname or self._handle_of_two(inside, outside):
                return True
        if not single or len(two.norm) == 1 or self._is_word(outside) or self._lexicon.place(two.norm):
            return False
        if two.shape is not one.shape or (
            two.shape is Shape.LOWER and not one.slug and not (self._scene.uncased and len(two.norm) >= _LEAST_UNCASED)
        ):
            return False
        if separator is not Separator.SPACE and not (
            one.slug and separator is Separator.NONE and two.shape is Shape.TITLE
        ):
            return False
        entry = self._index.exact(two.norm)
        if (entry is not None and entry.first) or self._lexicon.is_a(
            two.norm, "titles", "roles", "firms", "brands", "before", "after"
        ):
            return False
        # "Adeel Cheema": whichever of the two the model saw, one of them is a common forename.
        return forename or self._lexicon.given(one.norm) is not self._lexicon.given(two.norm)

    def _handle_of_two(self, inside: int, outside: int) -> bool:
        """Whether a forename and what follows it are the whole of a handle or an e-mail name: "@jessica_hale08"."""
        if not self._lexicon.is_a(self._scene.norm(inside), "given") or len(self._scene.norm(outside)) < _LEAST_READ:
            return False
        start, end = self._scene.tokens[inside].start, self._scene.tokens[outside].end
        slug = self._scene.slug_around(start, end)
        before, after = self._scene.text[slug[0] : start], self._scene.text[end : slug[1]].strip("0123456789_.")
        joined = self._scene.separator(outside) is not Separator.NONE or not self._is_word(outside)
        return joined and ((before in _AT and not after) or (not before and after.startswith("@")))

    def _is_word(self, position: int, *, ordinary: bool = False) -> bool:
        """Whether a token is an English word: "Lệ" is none."""
        token = self._scene.tokens[position]
        known = self._lexicon.ordinary(token.norm) if ordinary else self._lexicon.known(token.norm)
        return known and not accented(self._scene.text[token.start : token.end])

    def _surname_first(self, first: int, comma: int, last: int) -> bool:
        """Whether these tokens are a surname and its forename, and not a list of persons.

        They run from ``first`` to ``last`` (exclusive); the forename starts at ``comma``.
        """
        comma_alone = self._scene.separator(comma) is Separator.COMMA and not self._scene.tokens[comma - 1].full
        if not comma_alone or self._set_off(comma):
            return False
        for position in range(first + 1, comma):
            hyphen = (
                self._scene.separator(position).tight
                or self._scene.text[self._scene.tokens[position - 1].end : self._scene.tokens[position].start] == "-"
            )
            if not hyphen and not self._lexicon.is_a(self._scene.norm(position - 1), "particles"):
                return False
        surname = self._scene.key(first, comma)
        entry = self._index.exact(surname)
        if self._lexicon.is_a(surname, "given") or (entry is not None and entry.first):
            return False
        before, after = self._scene.separator(first), self._scene.separator(last)
        if (
            before is Separator.COMMA
            or after is Separator.COMMA
            or (after is Separator.SPACE and self._scene.norm(last) in {"and", "or"})
        ):
            return False
        if self._scene.shape(first) is Shape.UPPER and self._scene.shape(comma) is not Shape.UPPER:
            return True
        named = self._index.exact(self._scene.norm(comma))
        return (
            self._lexicon.is_a(self._scene.norm(comma), "given")
            or (named is not None and bool(named.firsts))
            or before in {Separator.COLON, Separator.STOP, Separator.NEWLINE}
        )

    def _set_off(self, comma: int) -> bool:
        """Whether emphasis ends between a token and the one before it, as that of a title does: "*Wonder*, R. Palacio".

        The text has no markup any more; what it was read from may have.
        """
        one, two = self._scene.tokens[comma - 1], self._scene.tokens[comma]
        return _EMPHASIS_ENDS.search(self._scene.passage.evidence(one.start, two.end)) is not None

    def _longer(self, proposals: Sequence[Proposal], number: int, spans: Spans) -> tuple[int, int] | None:  # noqa: C901, PLR0911 -- one decision, read from top to bottom
        """Return where the longer name of another person ends that the language model sees around a name, or None."""
        proposal = proposals[number]
        around = spans.around(proposal.start, proposal.end)
        if around is None or around[2] < _LIKELY_FROM:
            return self._with_surname(proposals, number)
        start, end = self._trim(around)
        first, last = self._scene.range(start, end)
        if first > proposal.first or last < proposal.last or last - first <= proposal.last - proposal.first:
            return None
        if number > 0 and proposals[number - 1].end > start:
            return None
        following = number + 1
        while following < len(proposals) and proposals[following].start < end:
            half = self._scene.separator(proposal.last) is Separator.HYPHEN and proposal.certainty < Certainty.CERTAIN
            if not ((_guess(proposal) or half) and _guess(proposals[following])):
                return None
            following += 1
        commas = [position for position in range(first + 1, last) if self._scene.separator(position) is Separator.COMMA]
        turned = len(commas) == 1 and self._surname_first(first, commas[0], last)
        extra = [position for position in range(first, last) if not proposal.first <= position < proposal.last]
        for position in extra:
            token = self._scene.tokens[position]
            if (
                proposal.form is NameForm.FIRST
                and position < proposal.first
                and token.starts
                and self._merely_begins(position)
            ):
                return None
            lower = token.shape is Shape.LOWER and not self._scene.uncased
            if (
                lower
                and not self._lexicon.is_a(token.norm, "particles")
                and (self._scene.shape(proposal.first) is not Shape.LOWER or self._is_no_name(position))
            ):
                return None
            if token.separator in _PARTING and position > first and not (turned and token.separator is Separator.COMMA):
                return None
            hyphened = Separator.HYPHEN in {self._scene.separator(position), self._scene.separator(position + 1)}
            if (
                not hyphened
                and (self._lexicon.everyday(token.norm) or self._lexicon.is_a(token.norm, "small"))
                and self._is_no_name(position)
            ):
                return None
        if self._scene.separator(proposal.last) in _PARTING and last > proposal.last and not turned:
            return None
        return start, end

    def _with_surname(self, proposals: Sequence[Proposal], number: int) -> tuple[int, int] | None:
        """Return where a name ends that goes on with a surname that isn't on the roll.

        Its first name only resembles one of the roll.
        """
        proposal = proposals[number]
        after = proposal.last
        if (
            not _guess(proposal)
            or proposal.form is not NameForm.FIRST
            or after >= len(self._scene.tokens)
            or self._scene.tokens[after - 1].end != proposal.end
        ):
            return None
        if number + 1 < len(proposals) and proposals[number + 1].first <= after:
            return None
        if self._scene.separator(after) is not Separator.SPACE or not self._belongs(after - 1, after, forename=True):
            return None
        return proposal.start, self._scene.tokens[after].end

    def _trim(self, span: Span) -> tuple[int, int]:
        """Return a span without titles, possessives and punctuation at its ends."""
        first, last = self._scene.range(span[0], span[1])
        while first < last and (
            self._lexicon.is_a(self._scene.norm(first), "titles", "roles")
            or (
                last - first > _FULL_NAME and self._lexicon.is_a(self._scene.norm(first), "visitors")
            )  # "Olympian Zuri Okonkwo"
            or (
                first + 1 < last and self._scene.separator(first + 1) in _PARTING and self._merely_begins(first)
            )  # "Signed, J. Osei"
        ):
            first += 1
        while last - first > 1 and self._scene.tokens[last - 1].slug and self._scene.norm(last - 1).isdigit():
            last -= 1
        if first >= last:
            return span[0], span[0]
        token = self._scene.tokens[last - 1]
        return self._scene.tokens[first].start, token.end

    def _name_in_tag(self, first: int, last: int) -> tuple[int, int]:
        """Return the part of a hashtag that isn't a word: "WellDoneZara"."""
        if not self._scene.tokens[first].slug or (last - first == _FULL_NAME and self._handle_of_two(first, last - 1)):
            return first, last
        while first < last and (self._no_name_in_tag(first) or self._scene.norm(first).isdigit()):
            first += 1
        while first < last and (
            self._scene.norm(last - 1).isdigit() or (self._no_name_in_tag(last - 1) and last - first > 1)
        ):
            last -= 1
        return first, last

    def _no_name_in_tag(self, position: int) -> bool:
        key, words = self._scene.norm(position), self._lexicon
        if words.is_a(key, "common_surnames") and words.is_a(self._scene.norm(position - 1), "given"):
            return False
        return self._is_word(position) and (words.everyday(key) or not words.is_a(key, "given"))

    def _is_no_name(self, position: int) -> bool:
        """Whether a token is by itself no person's name, but a word, a place or a title."""
        token, words = self._scene.tokens[position], self._lexicon
        other = (
            (words.known(token.norm) and not words.is_a(token.norm, "names_first"))
            or words.place(token.norm)
            or words.is_a(token.norm, "small", "titles", "roles", "capitalised")
        )
        return other and not accented(self._scene.text[token.start : token.end])

    def _merely_begins(self, position: int) -> bool:
        """Whether a token isn't a name, but has a capital because it begins a sentence: "Brilliant Amelia"."""
        return self._is_no_name(position) and not self._lexicon.is_a(self._scene.norm(position), "given")

    def _matching_pupils(self, first: int, last: int) -> tuple[Candidate, ...]:
        """Return the pupils whose name the model sees here by a surname alone or a short form in small letters."""
        if any(
            not self._scene.separator(position).tight and not self._scene.separator(position).loose
            for position in range(first + 1, last)
        ):
            return ()
        key = self._scene.key(first, last)
        if len(key) < _LEAST_NAME or len(key) > _MAX_NAME:
            return ()
        found = self._index.matching_pupils(key)
        return found or (self._index.initial_and_surname(key) if self._scene.tokens[first].slug else ())


def _within(proposal: Proposal, phrase: Phrase) -> bool:
    return (
        phrase.start <= proposal.start
        and proposal.end <= phrase.end
        and phrase.last - phrase.first > proposal.last - proposal.first
    )


def _weak(proposal: Proposal) -> bool:
    """Whether a name of the roll may be a mere word, or part of somebody else's name."""
    return proposal.why is Reason.ORDINARY or proposal.form in {NameForm.SURNAME, NameForm.INITIALS}


def _guess(proposal: Proposal) -> bool:
    """Whether a single name only resembles one of the roll."""
    return proposal.why in {Reason.TYPO, Reason.SPELLING, Reason.MISREAD} and proposal.form in {
        NameForm.FIRST,
        NameForm.SURNAME,
    }


def apart(spans: Sequence[Span]) -> list[Span]:
    """Return spans in order, the earlier of two that overlap."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
