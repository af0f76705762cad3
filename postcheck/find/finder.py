"""Turns passages into mentions, from the roll, the language model and what is known of adults."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from postcheck.find.forms import Forms, Sighting
from postcheck.find.language import LanguageModel
from postcheck.find.lexicon import lexicon, well_known
from postcheck.find.phrases import Phrase, PhraseIndex
from postcheck.find.readings import joined
from postcheck.find.roll import RollIndex
from postcheck.find.scene import Scene
from postcheck.model.mention import ON_THE_LIST, PLACE, WELL_KNOWN, Candidate, Certainty, Mention, NameForm, Reason
from postcheck.model.people import PeopleList, PersonKind, Roll
from postcheck.model.text import Passage
from postcheck.text.folding import fold
from postcheck.text.tokens import Separator, Shape, Token, accented, tokenize

_FAMILY = frozenset({"father", "sister"})
"""Titles of the clergy that are also said of a pupil's family."""
_AT = frozenset({"@", "\N{FULLWIDTH COMMERCIAL AT}"})
_NUMERALS = frozenset({"ii", "iii", "iv", "vi", "vii", "viii"})
_BEARERS = {
    NameForm.FIRST: Reason.FIRST,
    NameForm.SURNAME: Reason.SURNAME,
    NameForm.INITIAL_SURNAME: Reason.INITIAL_SURNAME,
}
_PARTING = frozenset({Separator.NEWLINE, Separator.STOP, Separator.COLON, Separator.COMMA})
_ALIKE = {
    "i": "l",
    "l": "it",
    "t": "l",
    "r": "n",
    "n": "r",
    "u": "vn",
    "v": "u",
    "o": "ae",
    "e": "c",
    "c": "e",
    "a": "o",
}
"""Letters that are taken for each other in pictures."""
_LEAST_MISREAD = 7
_WELL_READ = 0.9
_LIKELY_FROM = 0.5
_CLEAR_FROM = 0.9
_FAINT = 0.4
"""Of what only its place in an address says that it is a name."""
_LEAST_NAME = 2
_LEAST_UNCASED = 4
_MAX_NAME = 80
_LEAST_READ = 3
_MAX_WORDS = 7
_FULL_NAME = 2
_LEAST_FAMOUS = 5
"""Letters of a surname that stands for one well-known person by itself."""

_Span = tuple[int, int, float]


class Finder:
    """Finds every person's name in passages.

    Parameters
    ----------
    roll:
        The pupils.
    people:
        Names that aren't pupils'.
    model:
        What finds persons who are not on the roll; None to go by the roll alone.
    """

    def __init__(self, roll: Roll, people: PeopleList, model: LanguageModel | None) -> None:
        self._index = RollIndex(roll)
        self._model = model
        self._lexicon = lexicon()
        self._listed = PhraseIndex()
        self._staff = PhraseIndex()
        for known in people.names:
            self._listed.add(known.name)
            words = known.name.split()
            while words and self._lexicon.is_a("".join(token.norm for token in tokenize(words[0])), "titles"):
                words = words[1:]
            if len(words) > 1:
                self._listed.add(" ".join(words))  # "Mrs J. Okonkwo" signs as "J. Okonkwo"
                if known.kind in {PersonKind.STAFF, PersonKind.GOVERNOR}:
                    self._staff.add(f"{words[0][0]} {words[-1]}")
        full_names, self._well_known_single = well_known()
        self._famous = PhraseIndex()
        self._famous_surnames: set[str] = set()
        for name in full_names:
            if not self._on_roll(name):
                self._famous.add(name)
            surname = fold(name.rsplit(maxsplit=1)[-1])
            if (
                len(surname) >= _LEAST_FAMOUS
                and not self._lexicon.known(surname)
                and not self._lexicon.is_a(surname, "given", "common_surnames")
            ):
                self._famous_surnames.add(surname)

    def _on_roll(self, name: str) -> bool:
        words = tokenize(name)
        first, last = self._index.exact(words[0].norm), self._index.exact("".join(word.norm for word in words[1:]))
        return first is not None and last is not None and bool(self._index.pair(first, last))

    def find(self, passages: Sequence[Passage]) -> tuple[Mention, ...]:
        """Return every name in the passages, by passage and place; none overlaps another."""
        scenes = [Scene(passage, self._index) for passage in passages]
        persons = [None] * len(scenes) if self._model is None else self._persons(self._model, scenes)
        mentions: list[Mention] = []
        for scene, spans in zip(scenes, persons, strict=True):
            mentions.extend(self._find(scene, spans))
        return joined(mentions, passages)

    def _persons(self, model: LanguageModel, scenes: Sequence[Scene]) -> list[list[_Span] | None]:
        """Return what the language model sees in running text, and in tags and file names taken apart into words.

        Second readings of a picture are mostly misread words, among which the model would see persons who are not
        there.
        """
        pieces = [(number, piece) for number, scene in enumerate(scenes) for piece in _tag_words(scene)]
        texts = [
            *("" if scene.slug or scene.passage.alternative else scene.passage.text for scene in scenes),
            *(text for _, (text, _, _) in pieces),
        ]
        seen = model.find_persons(texts)
        found = [
            [(person.start, person.end, person.score) for person in reading.persons] for reading in seen[: len(scenes)]
        ]
        for (number, (_, starts, tokens)), reading in zip(pieces, seen[len(scenes) :], strict=True):
            for low, high, score, _ in reading.persons:
                first, last = bisect_right(starts, low) - 1, bisect_left(starts, high)
                if first < last:
                    found[number].append((tokens[first].start, tokens[last - 1].end, score))
        return [_apart(spans) for spans in found]

    def _find(self, scene: Scene, spans: list[_Span] | None) -> list[Mention]:
        seen = _Seen(scene, spans)
        forms = Forms(scene, self._index, seen.opinion)
        sightings = forms.find()
        if spans is not None:
            seen = _Seen(scene, self._widened(scene, self._supported(scene, spans, sightings, forms)))
        famous = self._famous.find(scene)
        listed = self._listed.find(scene)
        mentions = [*self._from_roll(scene, sightings, seen, famous), *self._unknown(scene, sightings, seen, forms)]
        mentions.sort(key=lambda mention: mention.start)
        found = []
        previous = 0
        for mention in mentions:
            if mention.start < previous:
                continue
            # Nothing beside letters that stand apart says whose name they are: they are a riddle on purpose.
            riddle = mention.why in {Reason.ACROSTIC, Reason.APART}
            judged = mention if riddle else self._adult(scene, mention, forms, listed, famous)
            if judged is not None:
                found.append(judged)
                previous = mention.end
        return found

    # What the language model sees, put right

    def _supported(self, scene: Scene, spans: list[_Span], sightings: list[Sighting], forms: Forms) -> list[_Span]:  # noqa: C901 -- one decision, read from top to bottom
        """Return the spans, and the common forenames that read like names here but that the model missed or doubted."""
        if scene.passage.alternative:
            return spans
        taken = bytearray(len(scene.tokens))
        for sighting in sightings:
            taken[sighting.first : sighting.last] = b"\x01" * (sighting.last - sighting.first)
        shares: dict[int, float] = {}
        kept = []
        for span in spans:
            first, last = scene_range(scene, span[0], span[1])
            doubtful = span[2] < _LIKELY_FROM or (span[2] < _CLEAR_FROM and scene.shape(first) is Shape.LOWER)
            if doubtful and last - first == 1 and self._lexicon.given(scene.norm(first)):
                shares[first] = span[2]
            else:
                kept.append(span)
                taken[first:last] = b"\x01" * (last - first)
        for position, token in enumerate(scene.tokens):
            if taken[position]:
                continue
            # "Tsz-Ching"
            last = (
                position
                + 1
                + (
                    scene.separator(position + 1) is Separator.HYPHEN
                    and self._lexicon.given(token.norm + scene.norm(position + 1))
                )
            )
            if last > position + 1 or self._lexicon.given(token.norm):
                share = shares.get(position, 0.0)
                if self._whole_word(scene, position) and forms.context.supports(position, last, share):
                    kept.append((token.start, scene.tokens[last - 1].end, _CLEAR_FROM))
                elif share:
                    kept.append((token.start, token.end, share))
            elif self._address_of_initial(scene, position) and not taken[position + 1]:
                kept.append((token.start, scene.tokens[position + 1].end, _FAINT))
        return _apart(kept)

    def _address_of_initial(self, scene: Scene, position: int) -> bool:
        """Whether an initial and what may be a surname are the name of an e-mail address: "h.bloom@"."""
        if (
            len(scene.norm(position)) != 1
            or not scene.tokens[position].slug
            or len(scene.norm(position + 1)) < _LEAST_READ
        ):
            return False
        start, end = scene.tokens[position].start, scene.tokens[position + 1].end
        if scene.text[end : end + 1] != "@" or not (scene.norm(position) + scene.norm(position + 1)).isalpha():
            return False
        return scene.separator(position + 1) is Separator.SPACE and scene.slug_around(start, end)[0] == start

    @staticmethod
    def _whole_word(scene: Scene, position: int) -> bool:
        """Whether a token isn't a piece of a longer word of running text."""
        return scene.tokens[position].slug or not (
            scene.separator(position) is Separator.NONE or scene.separator(position + 1) is Separator.NONE
        )

    def _widened(self, scene: Scene, spans: list[_Span]) -> list[_Span]:
        """Return the spans with the parts that the model cut off.

        These are halves of hyphenated names, surnames, and forenames after a comma.
        """
        ranges = [scene_range(scene, start, end) for start, end, _ in spans]
        wide: list[_Span] = []
        previous = 0
        for number, (first, last) in enumerate(ranges):
            score = spans[number][2]
            if first >= last or first < previous:
                continue
            following = ranges[number + 1][0] if number + 1 < len(ranges) else len(scene.tokens)
            low, high = first, last
            single = (
                True  # a surname is looked for beside a forename, and a forename beside a surname, but no third name
            )
            while (
                high < following and high - first < _MAX_WORDS and self._belongs(scene, high - 1, high, single=single)
            ):
                single = single and scene.separator(high) is Separator.HYPHEN
                high += 1
            while low > previous and last - low < _MAX_WORDS and self._belongs(scene, low, low - 1, single=single):
                single = single and scene.separator(low) is Separator.HYPHEN
                low -= 1
            if wide and previous == low and score >= _LIKELY_FROM:
                start, end = scene_range(scene, wide[-1][0], wide[-1][1])
                parted = (
                    end - start == 1
                    and self._lexicon.given(scene.norm(start))
                    and not self._lexicon.given(scene.norm(low))
                )
                if (parted and self._belongs(scene, low - 1, low)) or self._surname_first(scene, start, end, high):
                    wide[-1] = (wide[-1][0], max(spans[number][1], scene.tokens[high - 1].end), min(score, wide[-1][2]))
                    previous = high
                    continue
            start_at = spans[number][0] if low == first else scene.tokens[low].start
            wide.append((start_at, spans[number][1] if high == last else scene.tokens[high - 1].end, score))
            previous = high
        return wide

    def _belongs(self, scene: Scene, inside: int, outside: int, *, single: bool = True, forename: bool = False) -> bool:  # noqa: PLR0911 -- one decision, read from top to bottom
        """Whether the token ``outside`` is part of the name whose last, or first, token is ``inside``."""
        one, two = scene.tokens[inside], scene.tokens[outside]
        separator = scene.separator(max(inside, outside))
        if scene.tokens[min(inside, outside)].full or not two.norm.isalpha() or one.slug is not two.slug:
            return False
        if separator is Separator.HYPHEN:
            if two.shape is Shape.LOWER or scene.line(outside).in_caps:
                return one.shape is two.shape and not self._is_word(scene, outside, ordinary=True)
            return True
        if one.slug and outside > inside and separator is not Separator.STOP:
            surname = self._lexicon.is_a(two.norm, "common_surnames") and self._lexicon.is_a(one.norm, "given")
            if surname or self._handle_of_two(scene, inside, outside):
                return True
        if not single or len(two.norm) == 1 or self._is_word(scene, outside) or self._lexicon.place(two.norm):
            return False
        if two.shape is not one.shape or (
            two.shape is Shape.LOWER and not one.slug and not (scene.uncased and len(two.norm) >= _LEAST_UNCASED)
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

    def _handle_of_two(self, scene: Scene, inside: int, outside: int) -> bool:
        """Whether a forename and what follows it are the whole of a handle or an e-mail name: "@jessica_hale08"."""
        if not self._lexicon.is_a(scene.norm(inside), "given") or len(scene.norm(outside)) < _LEAST_READ:
            return False
        start, end = scene.tokens[inside].start, scene.tokens[outside].end
        slug = scene.slug_around(start, end)
        before, after = scene.text[slug[0] : start], scene.text[end : slug[1]].strip("0123456789_.")
        joined = scene.separator(outside) is not Separator.NONE or not self._is_word(scene, outside)
        return joined and ((before in _AT and not after) or (not before and after.startswith("@")))

    def _is_word(self, scene: Scene, position: int, *, ordinary: bool = False) -> bool:
        """Whether a token is an English word: "Lệ" is none."""
        token = scene.tokens[position]
        known = self._lexicon.ordinary(token.norm) if ordinary else self._lexicon.known(token.norm)
        return known and not accented(scene.text[token.start : token.end])

    def _surname_first(self, scene: Scene, first: int, comma: int, last: int) -> bool:
        """Whether these tokens are a surname and its forename, and not a list of persons.

        They run from ``first`` to ``last`` (exclusive); the forename starts at ``comma``.
        """
        if scene.separator(comma) is not Separator.COMMA or scene.tokens[comma - 1].full:
            return False
        for position in range(first + 1, comma):
            hyphen = (
                scene.separator(position).tight
                or scene.text[scene.tokens[position - 1].end : scene.tokens[position].start] == "-"
            )
            if not hyphen and not self._lexicon.is_a(scene.norm(position - 1), "particles"):
                return False
        surname = "".join(token.norm for token in scene.tokens[first:comma])
        entry = self._index.exact(surname)
        if self._lexicon.is_a(surname, "given") or (entry is not None and entry.first):
            return False
        before, after = scene.separator(first), scene.separator(last)
        if (
            before is Separator.COMMA
            or after is Separator.COMMA
            or (after is Separator.SPACE and scene.norm(last) in {"and", "or"})
        ):
            return False
        if scene.shape(first) is Shape.UPPER and scene.shape(comma) is not Shape.UPPER:
            return True
        named = self._index.exact(scene.norm(comma))
        return (
            self._lexicon.is_a(scene.norm(comma), "given")
            or (named is not None and bool(named.firsts))
            or before in {Separator.COLON, Separator.STOP, Separator.NEWLINE}
        )

    # Names on the roll

    def _from_roll(self, scene: Scene, sightings: list[Sighting], seen: _Seen, famous: list[Phrase]) -> list[Mention]:  # noqa: C901 -- one decision, read from top to bottom
        mentions = []
        covers = {position: phrase for phrase in famous for position in range(phrase.first, phrase.last)}
        done: set[int] = set()
        until = 0
        for number, sighting in enumerate(sightings):
            if sighting.start < until:
                continue
            candidates = sighting.candidates(self._index)
            if sighting.form in {NameForm.FIRST, NameForm.SURNAME, NameForm.FIRST_INITIAL}:
                phrase = covers.get(sighting.first)
                if (
                    phrase is not None
                    and phrase.words > 1
                    and phrase.start <= sighting.start
                    and sighting.end <= phrase.end
                    and phrase.last - phrase.first > sighting.last - sighting.first
                ):
                    if phrase.first not in done and scene.shape(phrase.first) is not Shape.LOWER:
                        mentions.append(self._whole(scene, phrase.start, phrase.end, candidates))
                        done.add(phrase.first)
                    if phrase.first in done:
                        continue
                longer = self._longer(scene, sightings, number, seen)
                if longer is not None:
                    start, end = longer
                    until = end
                    for other in sightings[number + 1 :]:
                        if other.start >= end:
                            break
                        candidates = self._index.together(candidates, other.candidates(self._index))
                    if sighting.form is NameForm.SURNAME:
                        mentions.append(self._whole(scene, start, end, candidates, Reason.NOT_ON_ROLL))
                    else:
                        mentions.append(self._whole(scene, start, end, candidates))
                    continue
            mentions.append(
                Mention(
                    scene.passage,
                    sighting.start,
                    sighting.end,
                    candidates,
                    sighting.form,
                    sighting.certainty,
                    sighting.why,
                )
            )
        return mentions

    @staticmethod
    def _whole(
        scene: Scene, start: int, end: int, candidates: tuple[Candidate, ...], why: Reason = Reason.OTHER_SURNAME
    ) -> Mention:
        likely = tuple(
            dataclasses.replace(candidate, certainty=min(candidate.certainty, Certainty.LIKELY))
            for candidate in candidates
        )
        return Mention(scene.passage, start, end, likely, NameForm.FULL, Certainty.LIKELY, why)

    def _longer(self, scene: Scene, sightings: list[Sighting], number: int, seen: _Seen) -> tuple[int, int] | None:  # noqa: C901, PLR0911 -- one decision, read from top to bottom
        """Return where the longer name of another person ends that the language model sees around a name, or None."""
        sighting = sightings[number]
        around = seen.around(sighting.start, sighting.end)
        if around is None or around[2] < _LIKELY_FROM:
            return self._with_surname(scene, sightings, number)
        start, end = self._trim(scene, around)
        first, last = scene_range(scene, start, end)
        if first > sighting.first or last < sighting.last or last - first <= sighting.last - sighting.first:
            return None
        if number > 0 and sightings[number - 1].end > start:
            return None
        following = number + 1
        while following < len(sightings) and sightings[following].start < end:
            if not (_guess(sighting) and _guess(sightings[following])):
                return None
            following += 1
        commas = [position for position in range(first + 1, last) if scene.separator(position) is Separator.COMMA]
        turned = len(commas) == 1 and self._surname_first(scene, first, commas[0], last)
        extra = [position for position in range(first, last) if not sighting.first <= position < sighting.last]
        for position in extra:
            token = scene.tokens[position]
            if (
                sighting.form is NameForm.FIRST
                and position < sighting.first
                and token.starts
                and self._merely_begins(scene, position)
            ):
                return None
            lower = token.shape is Shape.LOWER and not scene.uncased and not self._lexicon.is_a(token.norm, "particles")
            if lower and (scene.shape(sighting.first) is not Shape.LOWER or self._is_no_name(scene, position)):
                return None
            if token.separator in _PARTING and position > first and not (turned and token.separator is Separator.COMMA):
                return None
            hyphened = (
                scene.separator(position) is Separator.HYPHEN or scene.separator(position + 1) is Separator.HYPHEN
            )
            if (
                not hyphened
                and (self._lexicon.everyday(token.norm) or self._lexicon.is_a(token.norm, "small"))
                and self._is_no_name(scene, position)
            ):
                return None
        if scene.separator(sighting.last) in _PARTING and last > sighting.last and not turned:
            return None
        return start, end

    def _with_surname(self, scene: Scene, sightings: list[Sighting], number: int) -> tuple[int, int] | None:
        """Return where a name ends that goes on with a surname that isn't on the roll.

        Its first name only resembles one of the roll.
        """
        sighting = sightings[number]
        after = sighting.last
        if (
            not _guess(sighting)
            or sighting.form is not NameForm.FIRST
            or after >= len(scene.tokens)
            or scene.tokens[after - 1].end != sighting.end
        ):
            return None
        if number + 1 < len(sightings) and sightings[number + 1].first <= after:
            return None
        if scene.separator(after) is not Separator.SPACE or not self._belongs(scene, after - 1, after, forename=True):
            return None
        return sighting.start, scene.tokens[after].end

    # Persons who are not on the roll

    def _trim(self, scene: Scene, span: _Span) -> tuple[int, int]:
        """Return a span without titles, possessives and punctuation at its ends."""
        first, last = scene_range(scene, span[0], span[1])
        while first < last and (
            self._lexicon.is_a(scene.norm(first), "titles", "roles")
            or (
                last - first > _FULL_NAME and self._lexicon.is_a(scene.norm(first), "visitors")
            )  # "Olympian Zuri Okonkwo"
            or (
                first + 1 < last and scene.separator(first + 1) in _PARTING and self._merely_begins(scene, first)
            )  # "Signed, J. Osei"
        ):
            first += 1
        while last - first > 1 and scene.tokens[last - 1].slug and scene.norm(last - 1).isdigit():
            last -= 1
        if first >= last:
            return span[0], span[0]
        token = scene.tokens[last - 1]
        return scene.tokens[first].start, token.end

    def _unknown(self, scene: Scene, sightings: list[Sighting], seen: _Seen, forms: Forms) -> list[Mention]:
        mentions = []
        taken = [(sighting.start, sighting.end) for sighting in sightings]
        at = 0
        for span in seen.spans:
            start, end = self._trim(scene, span)
            if end <= start or end - start > _MAX_NAME:
                continue
            while at < len(taken) and taken[at][1] <= span[0]:
                at += 1
            if at < len(taken) and taken[at][0] < end:
                continue
            first, last = self._name_at(scene, start, end, span[2])
            if first >= last:
                continue
            words = sum(
                1 for position in range(first, last) if position == first or not scene.separator(position).tight
            )
            form = NameForm.FULL if words > 1 else NameForm.FIRST
            certainty = (
                Certainty.LIKELY
                if span[2] >= _LIKELY_FROM and not self._mere_place(scene, first, last)
                else Certainty.UNSURE
            )
            why = Reason.NOT_ON_ROLL
            candidates = () if forms.context.firm_name(first, last) else self._bearers(scene, first, last)
            if scene.passage.from_ocr:
                pictured = self._in_a_picture(scene, first, last, span[2], known=bool(candidates))
                if pictured is None:
                    continue
                certainty = min(certainty, pictured)
            if candidates:
                forms_met = {candidate.form for candidate in candidates}
                form = NameForm.FIRST if NameForm.FIRST in forms_met else candidates[0].form
                why = _BEARERS[form]
                if certainty is Certainty.UNSURE:
                    candidates = tuple(dataclasses.replace(candidate, certainty=certainty) for candidate in candidates)
            mentions.append(
                Mention(
                    scene.passage,
                    scene.tokens[first].start,
                    scene.tokens[last - 1].end,
                    candidates,
                    form,
                    certainty,
                    why,
                )
            )
        return mentions

    def _name_at(self, scene: Scene, start: int, end: int, score: float) -> tuple[int, int]:
        """Return the tokens of the name that the language model sees there, to the last (exclusive).

        They are none if nobody needs to be told of it.
        """
        first, last = scene_range(scene, start, end)
        if self._address_of_initial(scene, first):
            return first, last
        first, last = self._name_in_tag(scene, first, last)
        return (first, last) if first < last and self._worth(scene, first, last, score) else (first, first)

    def _mere_place(self, scene: Scene, first: int, last: int) -> bool:
        """Whether a single name is a place's and hardly a child's: "Trip to Duxford".

        One that does what a child does is a child's: "Skye won".
        """
        key, words = scene.norm(first), self._lexicon
        return (
            last - first == 1
            and words.place(key)
            and not words.is_a(key, "given")
            and not words.is_a(scene.norm(last), "human")
        )

    def _introduced(self, scene: Scene, first: int, last: int) -> bool:
        """Whether a picture announces these words as a name ("awarded to", "Name:"), or they hold a common forename."""
        if any(self._lexicon.given(token.norm) for token in scene.tokens[first:last]):
            return True
        return self._lexicon.is_a(scene.norm(first - 1), "award_before", "given_before", "of_award", "titles")

    def _in_a_picture(self, scene: Scene, first: int, last: int, score: float, *, known: bool) -> Certainty | None:
        """Return how sure it can be that words in a picture are a person's name, None if they are not worth a mention.

        Most that read like the name of somebody who is not ``known`` are other words, misread.
        """
        start, end = scene.tokens[first].start, scene.tokens[last - 1].end
        if scene.doubtful(start, end):
            # Scribbles and turned text read as letters: nothing without a capital is a name, and the rest must look
            # very much like one.
            if all(token.shape is Shape.LOWER for token in scene.tokens[first:last]):
                return None
            if score < _CLEAR_FROM:
                return Certainty.UNSURE
        if known or self._introduced(scene, first, last):
            return Certainty.CERTAIN
        if last - first < _FULL_NAME or score < _CLEAR_FROM or scene.confidence(start, end) < _WELL_READ:
            return Certainty.UNSURE
        return (
            Certainty.UNSURE
            if any(self._nearly_a_word(token.norm) for token in scene.tokens[first:last])
            else Certainty.LIKELY
        )

    def _nearly_a_word(self, key: str) -> bool:
        """Whether one letter of this was misread and it is an English word: "scaffoiding"."""
        if len(key) < _LEAST_MISREAD or self._lexicon.known(key):
            return False
        variants = (key[:at] + letter + key[at + 1 :] for at in range(len(key)) for letter in _ALIKE.get(key[at], ""))
        return any(self._lexicon.known(variant) for variant in variants)

    def _bearers(self, scene: Scene, first: int, last: int) -> tuple[Candidate, ...]:
        """Return the pupils whose name the model sees here by a surname alone or a short form in small letters."""
        if any(
            not scene.separator(position).tight and not scene.separator(position).loose
            for position in range(first + 1, last)
        ):
            return ()
        key = "".join(token.norm for token in scene.tokens[first:last])
        if len(key) < _LEAST_NAME or len(key) > _MAX_NAME:
            return ()
        found = self._index.bearers(key)
        return found or (self._index.initial_and_surname(key) if scene.tokens[first].slug else ())

    def _name_in_tag(self, scene: Scene, first: int, last: int) -> tuple[int, int]:
        """Return the part of a hashtag that isn't a word: "WellDoneZara"."""
        if not scene.tokens[first].slug or (last - first == _FULL_NAME and self._handle_of_two(scene, first, last - 1)):
            return first, last
        while first < last and (self._no_name_in_tag(scene, first) or scene.norm(first).isdigit()):
            first += 1
        while first < last and (
            scene.norm(last - 1).isdigit() or (self._no_name_in_tag(scene, last - 1) and last - first > 1)
        ):
            last -= 1
        return first, last

    def _no_name_in_tag(self, scene: Scene, position: int) -> bool:
        key, words = scene.norm(position), self._lexicon
        if words.is_a(key, "common_surnames") and words.is_a(scene.norm(position - 1), "given"):
            return False
        return self._is_word(scene, position) and (words.everyday(key) or not words.is_a(key, "given"))

    def _is_no_name(self, scene: Scene, position: int) -> bool:
        """Whether a token is by itself no person's name, but a word, a place or a title."""
        token, words = scene.tokens[position], self._lexicon
        other = (
            (words.known(token.norm) and not words.is_a(token.norm, "names_first"))
            or words.place(token.norm)
            or words.is_a(token.norm, "small", "titles", "roles", "capitalised")
        )
        return other and not accented(scene.text[token.start : token.end])

    def _merely_begins(self, scene: Scene, position: int) -> bool:
        """Whether a token isn't a name, but has a capital because it begins a sentence: "Brilliant Amelia"."""
        return self._is_no_name(scene, position) and not self._lexicon.is_a(scene.norm(position), "given")

    def _worth(self, scene: Scene, first: int, last: int, score: float) -> bool:
        """Whether what the language model takes for a person is worth telling somebody of."""
        words = self._lexicon
        pieces = scene.tokens[first:last]
        keys = [piece.norm for piece in pieces]
        # Two letters in a picture are a brick, a logo or a number far more often than a name.
        least = _LEAST_READ if scene.passage.from_ocr else 1
        if (
            len(pieces) > _MAX_WORDS
            or len("".join(keys)) < least
            or not any(len(key) > 1 and not key.isdigit() for key in keys)
        ):
            return False
        if (
            all(piece.shape is Shape.LOWER for piece in pieces)
            and not scene.uncased
            and score < _CLEAR_FROM
            and not pieces[0].slug
        ):
            return False
        if all(self._is_no_name(scene, position) for position in range(first, last)):
            # "8 Lime" is a class.
            if (
                len(keys) == 1
                and scene.norm(first - 1).isdigit()
                and scene.separator(first) is Separator.SPACE
                and scene.separator(first - 1) in {Separator.SPACE, Separator.NEWLINE}
            ):
                return False
            # What the context of one such word says has been asked already, and capitals alone say nothing.
            line = scene.line(first)
            if len(keys) == 1 and (self._index.exact(keys[0]) is not None or line.in_caps or line.heading):
                return False
            # "Grace Hope" may be a pupil who is not on the roll, "Maths Homework" is not.
            return (
                score >= _CLEAR_FROM
                and pieces[0].shape is not Shape.LOWER
                and not any(words.is_a(key, "capitalised", "compounds", "small") for key in keys)
            )
        return True

    # Adults

    def _adult(  # noqa: PLR0911 -- one decision, read top to bottom
        self, scene: Scene, mention: Mention, forms: Forms, listed: list[Phrase], famous: list[Phrase]
    ) -> Mention | None:
        """Return a mention with what makes it an adult's, or None if it isn't a person's name.

        Where that contradicts the roll, the mention gets a doubt.

        The first that applies counts: the people list, a title, the initials of staff, a well-known name, a place, a
        firm, a role, a story.
        """
        first, last = scene_range(scene, mention.start, mention.end)
        context = forms.context
        adult = self._covered(mention, listed, ON_THE_LIST)
        if adult:
            return dataclasses.replace(mention, adult=adult)
        # Somebody with a pupil's first name but another surname isn't that pupil.
        stranger = mention.why is Reason.OTHER_SURNAME or not any(
            form.shows_first for form in self._index.forms_of(mention.candidates)
        )
        title = context.title_before(first, surname=stranger)
        if title:
            if _surely_a_first_name(mention) and (self._never_a_surname(scene, first, last) or fold(title) in _FAMILY):
                return _doubted(mention, Reason.AFTER_TITLE)
            return dataclasses.replace(mention, adult=title)
        adult = self._of_staff(scene, mention, first, last) or self._famous_person(scene, mention, first, last, famous)
        if adult:
            return dataclasses.replace(mention, adult=adult)
        if context.place_name(first, last, certain=mention.certainty is Certainty.CERTAIN):
            return self._in_a_place(mention, located=context.located(first) or context.saint(first, last))
        if (stranger or mention.why is Reason.ORDINARY) and self._no_person(mention, forms, first, last):
            return _doubted(mention, Reason.NAMED_AFTER, Certainty.UNSURE) if mention.candidates else None
        if stranger and mention.form is NameForm.FULL and context.named_after(first, last):
            return _doubted(mention, Reason.NAMED_AFTER, Certainty.UNSURE)
        role = context.role_around(first, last, stranger=stranger)
        if role and _surely_a_first_name(mention):
            return _doubted(mention, Reason.BESIDE_ROLE)
        if role:
            return dataclasses.replace(mention, adult=role)
        return self._in_a_story(scene, mention, forms, first, last)

    @staticmethod
    def _no_person(mention: Mention, forms: Forms, first: int, last: int) -> bool:
        """Whether a stranger's name is that of a firm, a prize, a class or the like."""
        context = forms.context
        if not mention.candidates and (context.firm_name(first, last) or context.longer_place(first, last)):
            return True
        return (not mention.candidates or mention.why is Reason.ORDINARY) and context.group_name(first, last)

    def _in_a_story(self, scene: Scene, mention: Mention, forms: Forms, first: int, last: int) -> Mention:
        """Return a mention, doubted if the words around it suggest a figure of scripture, history or a book."""
        key = "".join(token.norm for token in scene.tokens[first:last])
        if mention.why in {Reason.TYPO, Reason.SPELLING} and (
            key in self._famous_surnames or key in self._well_known_single
        ):
            return _doubted(mention, Reason.NEAR_WELL_KNOWN, Certainty.UNSURE)
        if not mention.candidates and key in self._famous_surnames:
            return _doubted(mention, Reason.WELL_KNOWN_SURNAME, Certainty.UNSURE)
        if mention.form in {NameForm.FIRST, NameForm.SURNAME} and forms.context.figure(
            first, last, key, stranger=not mention.candidates
        ):
            return _doubted(mention, Reason.STORY, Certainty.UNSURE)
        return mention

    def _of_staff(self, scene: Scene, mention: Mention, first: int, last: int) -> str:
        """Say that initial and surname are those of somebody on the people list, unless they are a pupil's too."""
        if mention.form not in {NameForm.INITIAL_SURNAME, NameForm.FULL}:
            return ""
        if NameForm.INITIAL_SURNAME in self._index.forms_of(mention.candidates):
            return ""
        return ON_THE_LIST if self._staff.words("".join(token.norm for token in scene.tokens[first:last])) else ""

    def _famous_person(self, scene: Scene, mention: Mention, first: int, last: int, famous: list[Phrase]) -> str:
        """Say that it is the name of somebody whom everybody knows, if it is.

        A single name counts only where the roll knows nobody of that name.
        """
        adult = self._covered(mention, famous, WELL_KNOWN)
        if adult or mention.candidates:
            return adult
        key = "".join(token.norm for token in scene.tokens[first:last])
        if key in self._well_known_single:
            return WELL_KNOWN
        numbered = last - first > 1 and scene.norm(last - 1) in _NUMERALS and scene.shape(last - 1) is Shape.UPPER
        return (
            WELL_KNOWN
            if numbered
            or (
                scene.norm(last) in _NUMERALS
                and scene.shape(last) is Shape.UPPER
                and scene.separator(last) is Separator.SPACE
            )
            else ""
        )

    @staticmethod
    def _in_a_place(mention: Mention, *, located: bool) -> Mention | None:
        """Return what is left of a mention that is part of a place's name.

        A pupil's certain first name stays, for a person to decide.
        """
        if not mention.candidates or mention.form is NameForm.SURNAME or mention.certainty is not Certainty.CERTAIN:
            return None
        return dataclasses.replace(mention, adult=PLACE) if located else _doubted(mention, Reason.PLACE)

    def _never_a_surname(self, scene: Scene, first: int, last: int) -> bool:
        key = "".join(token.norm for token in scene.tokens[first:last])
        return self._lexicon.given(key) and not self._lexicon.is_a(key, "common_surnames")

    @staticmethod
    def _covered(mention: Mention, phrases: list[Phrase], why: str) -> str:
        low, high = 0, len(phrases)
        while low < high:
            middle = (low + high) // 2
            if phrases[middle].start <= mention.start:
                low = middle + 1
            else:
                high = middle
        for phrase in phrases[max(0, low - 10) : low]:
            if mention.end > phrase.end:
                continue
            # One first name on the list does not silence the pupils of that name.
            if phrase.words == 1 and mention.candidates and mention.form is NameForm.FIRST:
                continue
            return why
        return ""


def _surely_a_first_name(mention: Mention) -> bool:
    return bool(mention.candidates) and mention.form is NameForm.FIRST and mention.certainty is Certainty.CERTAIN


def _doubted(mention: Mention, why: Reason, certainty: Certainty = Certainty.LIKELY) -> Mention:
    weaker = tuple(
        dataclasses.replace(candidate, certainty=min(candidate.certainty, certainty))
        for candidate in mention.candidates
    )
    return dataclasses.replace(mention, candidates=weaker, certainty=min(mention.certainty, certainty), why=why)


class _Seen:
    """What the language model sees in one passage."""

    def __init__(self, scene: Scene, spans: list[_Span] | None) -> None:
        self._scene = scene
        self._there = spans is not None
        self.spans = spans or []
        self._starts = [span[0] for span in self.spans]

    def around(self, start: int, end: int) -> _Span | None:
        """Return the person who covers these characters and more, if there is one."""
        span = self._over(start)
        return span if span is not None and span[0] <= start and end <= span[1] else None

    def _over(self, position: int) -> _Span | None:
        low, high = 0, len(self._starts)
        while low < high:
            middle = (low + high) // 2
            if self._starts[middle] <= position:
                low = middle + 1
            else:
                high = middle
        if low and self.spans[low - 1][1] > position:
            return self.spans[low - 1]
        return None

    def opinion(self, first: int, last: int) -> float | None:
        """Return how probable the model holds it that a person's name stands at these tokens; None without a model."""
        if not self._there:
            return None
        tokens = self._scene.tokens
        span = self._over(tokens[first].start)
        return span[2] if span is not None and span[1] >= tokens[last - 1].end else 0.0


def _guess(sighting: Sighting) -> bool:
    """Whether a single name only resembles one of the roll."""
    return sighting.why in {Reason.TYPO, Reason.SPELLING, Reason.MISREAD} and sighting.form in {
        NameForm.FIRST,
        NameForm.SURNAME,
    }


def scene_range(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Return the tokens from the first that ends after ``start`` to the last that starts before ``end`` (exclusive)."""
    return scene.first_after(start), scene.first_from(end)


def _tag_words(scene: Scene) -> Iterator[tuple[str, list[int], list[Token]]]:
    """Yield each hashtag, handle, address or file name as words, with where each word starts and what it stands for."""
    group: list[Token] = []
    for token in (*scene.tokens, None):
        if group and (
            token is None
            or not token.slug
            or token.separator is Separator.STOP
            or not _same_tag(scene, group[-1], token)
        ):
            words = [scene.text[piece.start : piece.end] for piece in group]
            starts = [0, *accumulate(len(word) + 1 for word in words[:-1])]
            yield " ".join(words), starts, group
            group = []
        if token is not None and token.slug:
            group.append(token)


def _same_tag(scene: Scene, one: Token, two: Token) -> bool:
    return not any(letter.isspace() for letter in scene.text[one.end : two.start]) or scene.slug


def _apart(spans: list[_Span]) -> list[_Span]:
    """Return spans in order, the earlier of two that overlap."""
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
