"""Turns passages into mentions: what may be a name is proposed, the evidence on it weighed, and decided once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from postcheck.find.decide import shipped_decider
from postcheck.find.evidence.features import Evidence
from postcheck.find.known_people import KnownPeople
from postcheck.find.language import LanguageModel, Person
from postcheck.find.opinions import Opinions
from postcheck.find.proposal import Proposal
from postcheck.find.propose.persons import Persons
from postcheck.find.propose.roll_names import RollNames
from postcheck.find.readings import joined
from postcheck.find.roll import RollIndex
from postcheck.find.scene import Scene
from postcheck.find.spotting import spotted
from postcheck.find.verdicts import Verdicts
from postcheck.model.mention import Mention
from postcheck.model.people import PeopleList, Roll
from postcheck.model.text import Passage
from postcheck.text.tokens import Separator, Token


@dataclass(frozen=True)
class Examined:
    """One passage, what may be a name in it, and the evidence on each."""

    scene: Scene
    proposals: Sequence[Proposal]
    evidence: Evidence


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
    own:
        What the school and its accounts are called, see :func:`~postcheck.find.known_people.own_names`: never persons.
    """

    def __init__(self, roll: Roll, people: PeopleList, model: LanguageModel | None, own: Collection[str] = ()) -> None:
        self._index = RollIndex(roll)
        self._model = model
        self._people = KnownPeople(people, self._index, own)

    def find(self, passages: Sequence[Passage]) -> tuple[Mention, ...]:
        """Return every name in the passages, by passage and place; none overlaps another."""
        return next(self.find_each([passages]))

    def find_each(self, groups: Sequence[Sequence[Passage]]) -> Iterator[tuple[Mention, ...]]:
        """Yield every name in each of several groups of passages; the language model reads all of them together."""
        decider = shipped_decider(with_model=self._model is not None)
        examined = self.examine([passage for passages in groups for passage in passages])
        for passages in groups:
            mentions: list[Mention] = []
            for one in islice(examined, len(passages)):
                verdicts = Verdicts(one.scene, self._index, one.evidence, decider.thresholds)
                mentions.extend(verdicts.mentions(one.proposals, decider.decide(one.evidence)))
            yield joined([*mentions, *spotted(passages, self._index, mentions)], passages)

    def examine(self, passages: Sequence[Passage]) -> Iterator[Examined]:
        """Yield for each passage what may be a name, and the evidence on it; nothing is decided yet."""
        scenes = [Scene(passage, self._index) for passage in passages]
        for scene, opinions in zip(scenes, self._opinions(scenes), strict=True):
            phrases = self._people.phrases(scene)
            on_roll = RollNames(scene, self._index).find()
            proposals = Persons(scene, self._index, opinions).with_persons(on_roll, phrases.famous)
            evidence = Evidence(scene, self._index, proposals, opinions, self._people, phrases)
            yield Examined(scene, proposals, evidence)

    def _opinions(self, scenes: Sequence[Scene]) -> list[Opinions]:
        """Return what the language model sees in running text, and in tags and file names taken apart into words.

        Second readings of a picture are mostly misread words, among which the model would see persons who are not
        there.
        """
        if self._model is None:
            return [Opinions(there=False) for _ in scenes]
        pieces = [(number, piece) for number, scene in enumerate(scenes) for piece in _tag_words(scene)]
        seen = self._model.find_persons([*map(_running, scenes), *(text for _, (text, _, _) in pieces)])
        persons = [
            [piece for person in reading.persons for piece in _in_cells(person, scene.text)]
            for reading, scene in zip(seen, scenes, strict=False)
        ]
        words = [list(reading.words) for reading in seen[: len(scenes)]]
        for (number, (_, starts, tokens)), reading in zip(pieces, seen[len(scenes) :], strict=True):
            persons[number] += _placed(reading.persons, starts, tokens)
            words[number] += _placed(reading.words, starts, tokens)
        return [
            Opinions(there=True, persons=_apart(found), words=_loudest(single))
            for found, single in zip(persons, words, strict=True)
        ]


def texts_for_model(passages: Sequence[Passage]) -> Iterator[str]:
    """Yield what the language model is asked about passages, whatever roll they are compared with.

    A roll may have a tag taken apart in another way, so that the model is asked about that as well.
    """
    index = RollIndex(Roll(()))
    for passage in passages:
        scene = Scene(passage, index)
        yield from filter(str.strip, (_running(scene), *(text for text, _, _ in _tag_words(scene))))


def _running(scene: Scene) -> str:
    """Return what the model reads of a passage as it stands."""
    return "" if scene.slug or scene.passage.alternative else scene.passage.text


def _in_cells(person: Person, text: str) -> Iterator[Person]:
    """Yield a person whom the model sees in several cells of a row, which tabs part, as one in each."""
    start = person.start
    for cell in text[person.start : person.end].split("\t"):
        if cell.strip():
            yield person._replace(start=start, end=start + len(cell))
        start += len(cell) + 1


def _placed(persons: Sequence[Person], starts: Sequence[int], tokens: Sequence[Token]) -> Iterator[Person]:
    """Yield persons whom the model sees in a tag, where they stand in the text."""
    for person in persons:
        first, last = bisect_right(starts, person.start) - 1, bisect_left(starts, person.end)
        if first < last:
            yield person._replace(start=tokens[first].start, end=tokens[last - 1].end)


def _apart(persons: Sequence[Person]) -> list[Person]:
    """Return persons in order, the earlier of two that overlap."""
    kept: list[Person] = []
    for person in sorted(persons, key=lambda person: (person.start, -person.end)):
        if not kept or person.start >= kept[-1].end:
            kept.append(person)
    return kept


def _loudest(words: Sequence[Person]) -> list[Person]:
    """Return words in order; of two opinions on one word, the one that rather sees a name."""
    best: dict[int, Person] = {}
    for word in words:
        known = best.get(word.start)
        if known is None or known.score < word.score:
            best[word.start] = word
    return [best[start] for start in sorted(best)]


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
