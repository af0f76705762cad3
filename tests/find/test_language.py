"""The language model: loading, reading, and what goes wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from postcheck.errors import LanguageModelError
from postcheck.find.language import Person, Reading, Roles, SpacyModel, load_language_model
from postcheck.find.person_tagger import LABEL, TAGS


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Zuri Okonkwo"}, {"label": "ORG", "pattern": "Acme"}])  # type: ignore[attr-defined]
    path = tmp_path_factory.mktemp("model") / "ruler"
    nlp.to_disk(path)
    return path


def test_persons_with_their_places(pipeline: Path) -> None:
    model = load_language_model(str(pipeline))
    assert model.path == str(pipeline)
    texts = ["", "Then Zuri Okonkwo sang at Acme.", " \n", "Zuri Okonkwo"]
    found = model.find_persons(texts)
    assert [[(person.start, person.end) for person in reading.persons] for reading in found] == [
        [],
        [(5, 17)],
        [],
        [(0, 12)],
    ]
    assert all(0 < person.score <= 1 for reading in found for person in reading.persons)


def test_a_pipeline_that_knows_no_roles_and_no_words_says_so(pipeline: Path) -> None:
    (found,) = load_language_model(str(pipeline)).find_persons(["Then Zuri Okonkwo sang."])
    assert [person.roles for person in found.persons] == [None]
    assert found.words == []


class Unsure:
    """A component that marks one name and holds some words possible, each as likely a child's as the number says."""

    def __init__(self, marked: str = "", **shares: float) -> None:
        self.marked = marked
        self.shares = shares
        self.looked = 0

    def __call__(self, doc: Doc) -> Doc:
        self.looked += 1
        shares = np.array([self.shares.get(token.text, 0.0) for token in doc], np.float32)
        tags = np.zeros((len(doc), len(TAGS)), np.float32)
        tags[:, 0], tags[:, 1] = 1 - shares, shares
        roles = np.stack([shares, 1 - shares, 0 * shares], axis=1)
        doc.user_data["postcheck_persons"] = [[token.i for token in doc], tags, roles]
        for token in doc:
            if token.text == self.marked:
                span = Span(doc, token.i, token.i + 1, label=LABEL)
                span._.person_score = self.shares[token.text]
                span._.role_probabilities = (0.75, 0.25, 0.0)
                doc.ents = [span]
        return doc


def unsure(marked: str = "", **shares: float) -> tuple[SpacyModel, Unsure]:
    Language.component("unsure", func=(component := Unsure(marked, **shares)))
    nlp = spacy.blank("en")
    nlp.add_pipe("unsure")
    return SpacyModel(nlp, "unsure"), component


def test_common_forenames_that_the_pipeline_holds_possible() -> None:
    model, component = unsure(Serkan=0.4, Elif=0.1, Selorm=0.01, summer=0.4)
    found = model.find_persons(["In summer Serkan's friend Elif met Selorm.", "Nobody in winter", ""])
    persons = [[(person.start, person.end, round(person.score, 2)) for person in reading.persons] for reading in found]
    assert persons == [[(10, 16, 0.4), (26, 30, 0.1)], [], []]
    assert component.looked == 2  # once for each text that has words


def test_what_the_pipeline_thinks_of_each_word_and_whose_name_it_marks() -> None:
    model, _ = unsure("Amelia", Amelia=0.75, Zog=0.5, may=0.001)
    (found,) = model.find_persons(["Amelia met Zog in may."])
    assert found == Reading(
        persons=[Person(0, 6, 0.75, Roles(child=0.75, adult=0.25, figure=0.0))],
        words=[Person(0, 6, 0.75, Roles(0.75, 0.25, 0.0)), Person(11, 14, 0.5, Roles(0.5, 0.5, 0.0))],
    )


def test_words_of_a_long_text_stand_where_they_do() -> None:
    model, _ = unsure(Zog=0.5)
    text = "nothing\n" * 3_000 + "Zog"
    (found,) = model.find_persons([text])
    assert [(word.start, word.end) for word in found.words] == [(len(text) - 3, len(text))]


@pytest.mark.parametrize("filler", ["Nothing to see here. ", "a line\n", "x"])
def test_texts_longer_than_spacy_takes(pipeline: Path, filler: str) -> None:
    model = load_language_model(str(pipeline))
    before = filler * (300_000 // len(filler)) + " "
    text = before + "Zuri Okonkwo" + " " + before
    (found,) = model.find_persons([text])
    assert [text[person.start : person.end] for person in found.persons] == ["Zuri Okonkwo"]


class Counting:
    """A component that counts what it is given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, doc: Doc) -> Doc:
        """Remember a text."""
        self.texts.append(doc.text)
        return doc


def test_what_stands_there_several_times_is_read_once_and_found_everywhere() -> None:
    Language.component("counting", func=(component := Counting()))
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Zuri Okonkwo"}])  # type: ignore[attr-defined]
    nlp.add_pipe("counting")
    line = "Then Zuri Okonkwo sang.\n"
    repeated = line * 2_000
    found = SpacyModel(nlp, "counting").find_persons([repeated, line, "12:30 - 14:00 \N{PARTY POPPER}\n" * 2_000, line])
    assert [len(reading.persons) for reading in found] == [2_000, 1, 0, 1]
    assert all(repeated[person.start : person.end] == "Zuri Okonkwo" for person in found[0].persons)
    assert [person.start for person in found[0].persons] == [5 + number * len(line) for number in range(2_000)]
    assert len(component.texts) == len(set(component.texts)) <= 3


def test_texts_of_like_length_are_read_after_one_another_and_answered_in_the_order_asked() -> None:
    Language.component("ordered", func=(component := Counting()))
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Zuri"}])  # type: ignore[attr-defined]
    nlp.add_pipe("ordered")
    texts = ["one Zuri two three", "Zuri", "once, Zuri", "none", "Zuri now"]
    found = SpacyModel(nlp, "ordered").find_persons(texts)
    assert [[person.start for person in reading.persons] for reading in found] == [[4], [0], [6], [], [0]]
    assert component.texts == ["Zuri", "none", "Zuri now", "once, Zuri", "one Zuri two three"]


@pytest.mark.parametrize(
    ("name", "what"), [("en_no_such_pipeline", "is not installed"), ("/no/such/folder", "is not installed")]
)
def test_missing(name: str, what: str) -> None:
    with pytest.raises(LanguageModelError) as caught:
        load_language_model(name, file="postcheck.toml", line=3)
    error = caught.value
    assert (error.file, error.line) == ("postcheck.toml", 3)
    assert what in error.message
    assert "language_model" in error.advice


def test_broken(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{", "utf-8")
    with pytest.raises(LanguageModelError, match="cannot be"):
        load_language_model(str(tmp_path))


def test_pipeline_without_persons(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Acme"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "ruler")
    with pytest.raises(LanguageModelError, match="does not find persons"):
        load_language_model(str(tmp_path / "ruler"))


def test_the_pipeline_that_ships_loads_with_spacy_alone() -> None:
    """As docs/model-card.md says; nothing of postcheck is imported first."""
    command = "import sys, spacy; print([(e.text, e.label_) for e in spacy.load(sys.argv[1])(sys.argv[2]).ents])"
    arguments = [load_language_model("").path, "Well done to Amelia Carter, who came first."]
    done = subprocess.run([sys.executable, "-c", command, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout == f"[('Amelia Carter', '{LABEL}')]\n"
