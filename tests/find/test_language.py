"""The language model: loading, reading, and what goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from postcheck.errors import LanguageModelError
from postcheck.find.language import SpacyModel, load_language_model


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
    assert [[(start, end) for start, end, _ in spans] for spans in found] == [[], [(5, 17)], [], [(0, 12)]]
    assert all(0 < score <= 1 for spans in found for _, _, score in spans)


class Unsure:
    """A component that marks nothing but holds some words possible."""

    looked = 0

    def __call__(self, doc: Doc) -> Doc:
        return doc

    def probabilities(self, doc: Doc) -> tuple[list[int], list[tuple[float, float, float]]]:
        """Give one word half a chance, and another very little."""
        self.looked += 1
        shares = {"Serkan": 0.4, "Elif": 0.1, "Selorm": 0.01, "summer": 0.4}
        return [token.i for token in doc], [
            (1 - shares.get(token.text, 0.0), shares.get(token.text, 0.0), 0.0) for token in doc
        ]


def test_common_forenames_that_the_pipeline_holds_possible() -> None:
    Language.component("unsure", func=(component := Unsure()))
    nlp = spacy.blank("en")
    nlp.add_pipe("unsure")
    model = SpacyModel(nlp, "unsure")
    found = model.find_persons(["In summer Serkan's friend Elif met Selorm.", "Nobody in summer", ""])
    assert [[(start, end, round(share, 2)) for start, end, share in spans] for spans in found] == [
        [(10, 16, 0.4), (26, 30, 0.1)],
        [],
        [],
    ]
    assert component.looked == 1


@pytest.mark.parametrize("filler", ["Nothing to see here. ", "a line\n", "x"])
def test_texts_longer_than_spacy_takes(pipeline: Path, filler: str) -> None:
    model = load_language_model(str(pipeline))
    before = filler * (300_000 // len(filler)) + " "
    text = before + "Zuri Okonkwo" + " " + before
    ((span,),) = model.find_persons([text])
    assert text[span[0] : span[1]] == "Zuri Okonkwo"


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
    assert [len(spans) for spans in found] == [2_000, 1, 0, 1]
    assert all(repeated[start:end] == "Zuri Okonkwo" for start, end, _ in found[0])
    assert [span[0] for span in found[0]] == [5 + number * len(line) for number in range(2_000)]
    assert len(component.texts) == len(set(component.texts)) <= 3


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
