"""What is measured: postcheck's finder, whole and in parts, the bare language model, and Presidio on the same model."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Protocol

from benchmarks.names.posts import Post, PostSet
from postcheck.find.finder import Finder
from postcheck.find.language import LanguageModel
from postcheck.model.mention import Certainty
from postcheck.model.people import Roll
from postcheck.model.text import Box, Passage, PlaceKind, Word

CHUNK = 60
"""How many posts a system reads before the next has its turn, so that other load slows them all alike."""
_PERSONS = frozenset({"PERSON", "PER"})


@dataclass(frozen=True)
class FoundName:
    """A name that a system found at ``text[start:end]``."""

    start: int
    end: int
    pupil_ids: frozenset[str] = frozenset()
    flagged: bool = True
    """Whether a rule would flag it: likely or certain, and not an adult."""
    certain: bool = False
    """Whether it would be flagged at the rule's own level."""
    why: str = ""


class System(Protocol):
    """Something that finds names."""

    name: str
    knows_roll: bool
    finds_pupils: bool
    """Whether it looks for pupils (and so is wrong about an author), or for any persons."""

    def find(self, posts: Sequence[Post]) -> list[list[FoundName]]:
        """Return what it finds in each post; it is given them all at once."""


def passage(post: Post) -> Passage:
    """Return a post as postcheck reads it: a certificate as words in a picture, a file name as a file name."""
    if post.kind == "filename":
        return Passage(post.text, PlaceKind.FILENAME, post.text, "filename")
    if post.kind == "certificate":
        # A picture of its own for each: words at the same place in one picture would count as two runs of it.
        file = f"{hashlib.sha256(post.text.encode()).hexdigest()[:12]}.jpg"
        return Passage(post.text, PlaceKind.IMAGE, file, "ocr", words=_boxed(post.text), image=file, size=(1600, 1200))
    field_name = {"alt": "alt", "caption": "caption"}.get(post.kind, "body")
    return Passage(post.text, PlaceKind.TEXT, "post.md", field_name)


def _boxed(text: str) -> tuple[Word, ...]:
    words, offset = [], 0
    for row, line in enumerate(text.split("\n")):
        place = 0
        for word in line.split():
            place = line.index(word, place)
            words.append(
                Word(
                    offset + place,
                    offset + place + len(word),
                    Box(100 + 20 * place, 100 + 60 * row, 20 * len(word), 40),
                    0.95,
                )
            )
            place += len(word)
        offset += len(line) + 1
    return tuple(words)


class Postcheck:
    """The finder, with or without its roll and its language model."""

    finds_pupils = True

    def __init__(self, name: str, tests: PostSet, model: LanguageModel | None, *, knows_roll: bool) -> None:
        self.name = name
        self.knows_roll = knows_roll
        self._finder = Finder(tests.school.roll if knows_roll else Roll(), tests.people, model)

    def find(self, posts: Sequence[Post]) -> list[list[FoundName]]:
        """Return what the finder finds in each post."""
        passages = [passage(post) for post in posts]
        hits: dict[int, list[FoundName]] = {id(one): [] for one in passages}
        for mention in self._finder.find(passages):
            ids = frozenset(candidate.pupil_id for candidate in mention.candidates)
            flagged = mention.certainty >= Certainty.LIKELY and not mention.adult
            why = f"{mention.certainty.name.lower()}: {mention.why}" + (
                f"; adult: {mention.adult}" if mention.adult else ""
            )
            certain = flagged and bool(ids) and mention.certainty is Certainty.CERTAIN
            hits[id(mention.passage)].append(FoundName(mention.start, mention.end, ids, flagged, certain, why))
        return [hits[id(one)] for one in passages]


class BareSpacy:
    """The language model as it ships, with nothing of postcheck's around it."""

    name = "bare spaCy"
    knows_roll = False
    finds_pupils = False

    def __init__(self, path: str) -> None:
        import spacy  # noqa: PLC0415 -- slow to load, and the tests of the texts don't need it

        self._nlp = spacy.load(path)

    def find(self, posts: Sequence[Post]) -> list[list[FoundName]]:
        """Return the persons in each post."""
        return [
            [FoundName(start, end) for start, end in spans] for spans in self.persons([post.text for post in posts])
        ]

    def persons(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Return where persons stand in each text."""
        docs = [self._nlp(texts[0])] if len(texts) == 1 else self._nlp.pipe(texts)
        return [[(span.start_char, span.end_char) for span in doc.ents if span.label_ in _PERSONS] for doc in docs]


class Presidio:
    """Presidio's analyzer, asked for persons, with the same spaCy pipeline. It loads nothing from the network."""

    name = "Presidio"
    knows_roll = False
    finds_pupils = False

    def __init__(self, path: str) -> None:
        analyzer: Any = import_module("presidio_analyzer")  # not everybody has it
        engines: Any = import_module("presidio_analyzer.nlp_engine")
        recognizers: Any = import_module("presidio_analyzer.predefined_recognizers")
        settings = engines.NerModelConfiguration(
            model_to_presidio_entity_mapping=dict.fromkeys(sorted(_PERSONS), "PERSON")
        )
        engine = engines.SpacyNlpEngine(
            models=[{"lang_code": "en", "model_name": path}], ner_model_configuration=settings
        )
        persons = recognizers.SpacyRecognizer(supported_entities=["PERSON"])
        registry = analyzer.RecognizerRegistry(recognizers=[persons], supported_languages=["en"])
        self._engine: Any = analyzer.AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])

    def find(self, posts: Sequence[Post]) -> list[list[FoundName]]:
        """Return the persons in each post."""
        return [
            [
                FoundName(one.start, one.end)
                for one in self._engine.analyze(text=post.text, language="en", entities=["PERSON"])
            ]
            for post in posts
        ]


def presidio_version() -> str:
    """Return the version of Presidio's analyzer, or the empty string if it is not installed."""
    try:
        return version("presidio-analyzer")
    except PackageNotFoundError:
        return ""


@dataclass
class SystemRun:
    """What a system found in all posts, and how long it took: seconds of wall time and of processor time."""

    system: System
    hits: list[list[FoundName]] = field(default_factory=list)
    wall: float = 0.0
    cpu: float = 0.0
    batch_wall: float = 0.0
    batch_cpu: float = 0.0


def read_all(systems: Sequence[System], posts: Sequence[Post]) -> list[SystemRun]:
    """Let every system read all posts in turns: one post in each call, and then many at once."""
    runs = [SystemRun(system) for system in systems]
    for run in runs:
        run.system.find(posts[:CHUNK])
    for start in range(0, len(posts), CHUNK):
        chunk = posts[start : start + CHUNK]
        for run in runs:
            wall, cpu = time.perf_counter(), time.process_time()
            for post in chunk:
                run.hits.extend(run.system.find([post]))
            run.wall += time.perf_counter() - wall
            run.cpu += time.process_time() - cpu
        for run in runs:
            wall, cpu = time.perf_counter(), time.process_time()
            run.system.find(chunk)
            run.batch_wall += time.perf_counter() - wall
            run.batch_cpu += time.process_time() - cpu
    return runs
