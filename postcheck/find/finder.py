"""Passages become mentions: the roll, the language model and what is known of adults, joined."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from postcheck.find.forms import Forms, Sighting
from postcheck.find.language import LanguageModel
from postcheck.find.lexicon import lexicon, well_known
from postcheck.find.normalize import Atom, Gap, Shape, atoms
from postcheck.find.phrases import Phrase, PhraseIndex
from postcheck.find.readings import joined
from postcheck.find.roll import RollIndex
from postcheck.find.scene import Scene
from postcheck.model.mention import Candidate, Certainty, Mention, NameForm
from postcheck.model.people import PeopleList, PersonKind, Roll
from postcheck.model.text import Passage

ON_THE_LIST = "on the people list"
WELL_KNOWN = "a well-known name"
PLACE = "part of a place's name"
_NOT_ON_ROLL = "a person who is not on the roll"
_LONGER = "first name on the roll, but with another surname"
_LIKELY_FROM = 0.5
_CLEAR_FROM = 0.9
_MAX_NAME = 80
_MAX_WORDS = 7

_Span = tuple[int, int, float]


class Finder:
    """Finds every person's name in passages.

    Parameters
    ----------
    roll:
        The pupils.
    people:
        Names that are no pupil's.
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
            while words and self._lexicon.is_a("".join(atom.key for atom in atoms(words[0])), "titles"):
                words = words[1:]
            if len(words) > 1:
                self._listed.add(" ".join(words))  # "Mrs J. Okonkwo" signs as "J. Okonkwo"
                if known.kind in {PersonKind.STAFF, PersonKind.GOVERNOR}:
                    self._staff.add(f"{words[0][0]} {words[-1]}")
        full_names, self._well_known_single = well_known()
        self._famous = PhraseIndex()
        for name in full_names:
            if not self._on_roll(name):
                self._famous.add(name)

    def _on_roll(self, name: str) -> bool:
        words = atoms(name)
        first, last = self._index.exact(words[0].key), self._index.exact("".join(word.key for word in words[1:]))
        return first is not None and last is not None and bool(self._index.pair(first, last))

    def find(self, passages: Sequence[Passage]) -> tuple[Mention, ...]:
        """Return every name in the passages, by passage and place; none overlaps another."""
        scenes = [Scene(passage, self._index) for passage in passages]
        persons = [None] * len(scenes) if self._model is None else self._persons(self._model, scenes)
        mentions: list[Mention] = []
        for scene, spans in zip(scenes, persons, strict=True):
            mentions.extend(self._find(scene, spans))
        return joined(mentions)

    def _persons(self, model: LanguageModel, scenes: Sequence[Scene]) -> list[list[_Span] | None]:
        """Return what the language model sees: in running text as it stands, in tags and file names as words of their own.

        Second readings of a picture are mostly misread words, among which the model would see persons who are not there.
        """
        pieces = [(number, piece) for number, scene in enumerate(scenes) for piece in _tag_words(scene)]
        texts = [*("" if scene.slug or scene.passage.alternative else scene.passage.text for scene in scenes), *(text for _, (text, _, _) in pieces)]
        seen = model.find_persons(texts)
        found = [list(spans) for spans in seen[: len(scenes)]]
        for (number, (_, starts, atoms_)), spans in zip(pieces, seen[len(scenes) :], strict=True):
            for low, high, score in spans:
                first, last = bisect_right(starts, low) - 1, bisect_left(starts, high)
                if first < last:
                    found[number].append((atoms_[first].start, atoms_[last - 1].end, score))
        return [_apart(spans) for spans in found]

    def _find(self, scene: Scene, spans: list[_Span] | None) -> list[Mention]:
        seen = _Seen(scene, spans)
        forms = Forms(scene, self._index, seen.opinion)
        sightings = forms.find()
        famous = self._famous.find(scene)
        listed = self._listed.find(scene)
        mentions = [*self._from_roll(scene, sightings, seen, famous), *self._unknown(scene, sightings, seen)]
        mentions.sort(key=lambda mention: mention.start)
        found = []
        previous = 0
        for mention in mentions:
            if mention.start < previous:
                continue
            judged = self._adult(scene, mention, forms, listed, famous)
            if judged is not None:
                found.append(judged)
                previous = mention.end
        return found

    # Names on the roll

    def _from_roll(self, scene: Scene, sightings: list[Sighting], seen: _Seen, famous: list[Phrase]) -> list[Mention]:
        mentions = []
        covers = {position: phrase for phrase in famous for position in range(phrase.first, phrase.last)}
        done: set[int] = set()
        for number, sighting in enumerate(sightings):
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
                    if sighting.form is NameForm.SURNAME:
                        mentions.append(self._whole(scene, start, end, candidates, _NOT_ON_ROLL))
                    else:
                        mentions.append(self._whole(scene, start, end, candidates))
                    continue
            mentions.append(Mention(scene.passage, sighting.start, sighting.end, candidates, sighting.form, sighting.certainty, sighting.why))
        return mentions

    @staticmethod
    def _whole(scene: Scene, start: int, end: int, candidates: tuple[Candidate, ...], why: str = _LONGER) -> Mention:
        likely = tuple(dataclasses.replace(candidate, certainty=min(candidate.certainty, Certainty.LIKELY)) for candidate in candidates)
        return Mention(scene.passage, start, end, likely, NameForm.FULL, Certainty.LIKELY, why)

    def _longer(self, scene: Scene, sightings: list[Sighting], number: int, seen: _Seen) -> tuple[int, int] | None:  # noqa: PLR0911 -- one decision, read from top to bottom
        """Return where the longer name of another person ends that the language model sees around a name, or None."""
        sighting = sightings[number]
        around = seen.around(sighting.start, sighting.end)
        if around is None or around[2] < _LIKELY_FROM:
            return None
        start, end = self._trim(scene, around)
        first, last = scene_range(scene, start, end)
        if first > sighting.first or last < sighting.last or last - first <= sighting.last - sighting.first:
            return None
        if (number > 0 and sightings[number - 1].end > start) or (number + 1 < len(sightings) and sightings[number + 1].start < end):
            return None
        extra = [position for position in range(first, last) if not sighting.first <= position < sighting.last]
        for position in extra:
            atom = scene.atoms[position]
            if atom.shape is Shape.LOWER and not scene.uncased and not self._lexicon.is_a(atom.key, "particles"):
                return None
            if scene.atoms[position].gap in {Gap.NEWLINE, Gap.STOP, Gap.COLON, Gap.COMMA} and position > first:
                return None
            if self._lexicon.everyday(atom.key) or self._lexicon.is_a(atom.key, "small"):
                return None
        if scene.gap(sighting.last) in {Gap.NEWLINE, Gap.STOP, Gap.COLON, Gap.COMMA} and last > sighting.last:
            return None
        return start, end

    # Persons who are not on the roll

    def _trim(self, scene: Scene, span: _Span) -> tuple[int, int]:
        """Return a span without titles, possessives and punctuation at its ends."""
        first, last = scene_range(scene, span[0], span[1])
        while first < last and self._lexicon.is_a(scene.key(first), "titles", "roles"):
            first += 1
        while last - first > 1 and scene.atoms[last - 1].slug and scene.key(last - 1).isdigit():
            last -= 1
        if first >= last:
            return span[0], span[0]
        atom = scene.atoms[last - 1]
        return scene.atoms[first].start, atom.end

    def _unknown(self, scene: Scene, sightings: list[Sighting], seen: _Seen) -> list[Mention]:
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
            first, last = scene_range(scene, start, end)
            first, last = self._name_in_tag(scene, first, last)
            if first >= last or not self._worth(scene, first, last, span[2]):
                continue
            words = sum(1 for position in range(first, last) if position == first or scene.gap(position) is not Gap.NONE)
            form = NameForm.FULL if words > 1 else NameForm.FIRST
            certainty = Certainty.LIKELY if span[2] >= _LIKELY_FROM else Certainty.UNSURE
            if scene.passage.from_ocr and scene.doubtful(scene.atoms[first].start, scene.atoms[last - 1].end):
                # Scribbles and turned text read as letters: what has no capital is no name, and the rest must look very much like one.
                if all(atom.shape is Shape.LOWER for atom in scene.atoms[first:last]):
                    continue
                certainty = certainty if span[2] >= _CLEAR_FROM else Certainty.UNSURE
            mentions.append(Mention(scene.passage, scene.atoms[first].start, scene.atoms[last - 1].end, (), form, certainty, _NOT_ON_ROLL))
        return mentions

    def _name_in_tag(self, scene: Scene, first: int, last: int) -> tuple[int, int]:
        """Return the part of a hashtag that is no word: "WellDoneZara"."""
        if not scene.atoms[first].slug:
            return first, last
        while first < last and (self._lexicon.known(scene.key(first)) or scene.key(first).isdigit()):
            first += 1
        while first < last and (scene.key(last - 1).isdigit() or (self._lexicon.known(scene.key(last - 1)) and last - first > 1)):
            last -= 1
        return first, last

    def _worth(self, scene: Scene, first: int, last: int, score: float) -> bool:
        """Whether what the language model takes for a person is worth telling somebody of."""
        words = self._lexicon
        pieces = scene.atoms[first:last]
        keys = [piece.key for piece in pieces]
        if len(pieces) > _MAX_WORDS or not any(len(key) > 1 and not key.isdigit() for key in keys):
            return False
        if all(piece.shape is Shape.LOWER for piece in pieces) and not scene.uncased and score < _CLEAR_FROM and not pieces[0].slug:
            return False
        if all(words.known(key) or words.place(key) or words.is_a(key, "small", "titles", "roles", "capitalised") for key in keys):
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

    def _adult(self, scene: Scene, mention: Mention, forms: Forms, listed: list[Phrase], famous: list[Phrase]) -> Mention | None:
        first, last = scene_range(scene, mention.start, mention.end)
        context = forms.context
        adult = context.title_before(first, surname=not any(candidate.form.shows_first for candidate in mention.candidates))
        if not adult:
            adult = self._covered(mention, listed, ON_THE_LIST)
        initials_fit = any(candidate.form is NameForm.INITIAL_SURNAME for candidate in mention.candidates)
        if (
            not adult
            and mention.form in {NameForm.INITIAL_SURNAME, NameForm.FULL}
            and not initials_fit
            and self._staff.words("".join(atom.key for atom in scene.atoms[first:last]))
        ):
            adult = ON_THE_LIST
        if not adult:
            adult = self._covered(mention, famous, WELL_KNOWN)
        if not adult and not mention.candidates and "".join(atom.key for atom in scene.atoms[first:last]) in self._well_known_single:
            adult = WELL_KNOWN
        if not adult and context.place_name(first, last, certain=mention.certainty is Certainty.CERTAIN):
            if not mention.candidates or mention.form is NameForm.SURNAME or mention.certainty is not Certainty.CERTAIN:
                return None
            adult = PLACE
        if not adult and not mention.candidates and context.firm_name(first, last):
            return None
        if not adult:
            adult = context.role_around(first, last, stranger=not any(candidate.form.shows_first for candidate in mention.candidates))
        return dataclasses.replace(mention, adult=adult) if adult else mention

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
        """Return how probable the model holds it that a person's name stands at these atoms; None without a model."""
        if not self._there:
            return None
        atoms_ = self._scene.atoms
        span = self._over(atoms_[first].start)
        return span[2] if span is not None and span[1] >= atoms_[last - 1].end else 0.0


def scene_range(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Return the atoms from the first that ends after ``start`` to the last that starts before ``end`` (exclusive)."""
    return scene.first_after(start), scene.first_from(end)


def _tag_words(scene: Scene) -> Iterator[tuple[str, list[int], list[Atom]]]:
    """Yield each hashtag, handle, address or file name as words, with where each word starts and what it stands for."""
    group: list[Atom] = []
    for atom in (*scene.atoms, None):
        if group and (atom is None or not atom.slug or atom.gap is Gap.STOP or not _same_tag(scene, group[-1], atom)):
            words = [scene.text[piece.start : piece.end] for piece in group]
            starts = [0, *accumulate(len(word) + 1 for word in words[:-1])]
            yield " ".join(words), starts, group
            group = []
        if atom is not None and atom.slug:
            group.append(atom)


def _same_tag(scene: Scene, one: Atom, two: Atom) -> bool:
    return not any(letter.isspace() for letter in scene.text[one.end : two.start]) or scene.slug


def _apart(spans: list[_Span]) -> list[_Span]:
    """Return spans in order, the earlier of two that overlap."""
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
