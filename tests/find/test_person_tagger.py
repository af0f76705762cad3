"""The language model: exact offsets, long and odd texts, and files that are missing or spoilt."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span

from postcheck.errors import ExitCode, LanguageModelError
from postcheck.find import person_tagger
from postcheck.find.person_tagger import (
    MODEL_FILE,
    ROLES,
    TOKENIZER_FILE,
    PersonTagger,
    PersonWords,
    shape_of,
    words_of,
)
from tests.builders.finding import shipped_model
from tests.builders.work import calls_of

PIPELINE = Path(person_tagger.__file__).parent.parent / "data" / "en_postcheck_names"
COMPONENT = "postcheck_persons"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(PIPELINE)


def names(nlp: Language, text: str) -> list[tuple[str, int, int]]:
    return [(ent.text, ent.start_char, ent.end_char) for ent in nlp(text).ents]


class TitleCaseModel:
    """Stands in for onnxruntime's session.

    A word with one capital at its start begins a name, a word without letter case goes on with one.
    A name at the start of a line is a child's, any other an adult's.
    """

    widest = 0
    runs: ClassVar[list[tuple[int, ...]]] = []

    def __init__(self, *_: Any, **__: Any) -> None: ...

    def run(self, _outputs: None, feeds: dict[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        shapes = feeds["shapes"]
        TitleCaseModel.widest = max(TitleCaseModel.widest, shapes.shape[1])
        TitleCaseModel.runs.append(shapes.shape)
        logits = np.zeros((*shapes.shape, 6), np.float32)
        logits[..., 0] = 4
        logits[(shapes >= 4) & (shapes <= 6), 1] = 8
        logits[(shapes >= 16) & (shapes <= 18), 2] = 8
        logits[..., 4] = 2
        logits[shapes == 6, 3] = 4
        return [logits]


class ShapelessModel(TitleCaseModel):
    def run(self, _outputs: None, feeds: dict[str, NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        return [np.zeros((1, 1, 2), np.float32) for _ in range(min(1, len(feeds)))]


@pytest.fixture
def title_case(monkeypatch: pytest.MonkeyPatch) -> Language:
    """Give the pipeline with a stand-in model whose finds are known beforehand."""
    monkeypatch.setattr("onnxruntime.InferenceSession", TitleCaseModel)
    TitleCaseModel.widest = 0
    TitleCaseModel.runs.clear()
    return spacy.load(PIPELINE, config={"components": {COMPONENT: {"role_temperature": 1.0}}})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Well done to Amelia Carter, our Star of the Week!", ["Amelia Carter"]),
        ("WELL DONE AMELIA CARTER", ["AMELIA CARTER"]),
        ("Congratulations to Oluwaseun Adeyemi and Siân Llewellyn 🎉", ["Oluwaseun Adeyemi", "Siân Llewellyn"]),
        ("Mrs Okonkwo's class planted beans with Zofia.", ["Okonkwo", "Zofia"]),
        ("This is to certify that\nMUHAMMAD AL-HASSAN\nhas swum 25 metres", ["MUHAMMAD AL-HASSAN"]),
    ],
)
def test_finds_names_with_exact_offsets(nlp: Language, text: str, expected: list[str]) -> None:
    assert names(nlp, text) == [(name, text.index(name), text.index(name) + len(name)) for name in expected]


@pytest.mark.parametrize(
    "text",
    [
        "Summer fair on Friday 12 June, 2pm. Will you be there?",
        "Reading morning in the school hall. Year 4 are reading to their parents.",
        "STAR OF THE WEEK ASSEMBLY",
        "Seacole House won Sports Day!",
    ],
)
def test_leaves_texts_without_names_alone(nlp: Language, text: str) -> None:
    assert names(nlp, text) == []


def test_keeps_how_sure_it_is(nlp: Language) -> None:
    (ent,) = nlp("Well done Amelia!").ents
    assert ent.label_ == "PERSON"
    assert 0.5 <= ent._.person_score <= 1


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Well done to Amelia Carter in Year 4, our Star of the Week!", {"Amelia Carter": "child"}),
        ("Reading morning in the school hall. Year 4 are reading about Macbeth.", {"Macbeth": "figure"}),
        ("U13 netball: Okafor and Lena scored in a 3-1 win.", {"Okafor": "child", "Lena": "child"}),
        (
            "Huge thanks to Dawn in the kitchen and to Mr Okonkwo, Head of Year 9.",
            {"Dawn": "adult", "Okonkwo": "adult"},
        ),
        (
            "We are reading Boy by Roald Dahl, and Elsie's gran Sheila knitted the mice.",
            {"Roald Dahl": "figure", "Elsie": "child", "Sheila": "adult"},
        ),
    ],
)
def test_tells_whose_name_it_is(nlp: Language, text: str, roles: dict[str, str]) -> None:
    assert {ent.text: ent._.person_role for ent in nlp(text).ents} == roles


def test_play_of_a_figures_name_is_no_pupil() -> None:
    text = "Reading morning in the school hall. Year 4 are reading Macbeth."
    (reading,) = shipped_model().find_persons([text])
    (word,) = [word for word in reading.words if text[word.start : word.end] == "Macbeth"]
    assert word.roles is not None
    assert word.roles.figure > 0.9


def test_roles_come_with_probabilities_that_add_up_to_one(nlp: Language) -> None:
    doc = nlp("Amelia Carter and her nan Sheila read Matilda by Roald Dahl.")
    assert doc.ents
    for ent in doc.ents:
        assert sum(ent._.role_probabilities) == pytest.approx(1, abs=1e-5)
        assert ent._.person_role == ROLES[int(np.argmax(ent._.role_probabilities))]


def test_a_names_role_rests_on_all_its_words(title_case: Language) -> None:
    doc = title_case("Amelia 李 and Ben")
    odds = np.exp(
        [4, 2, 0]
    )  # the first word says child, the second, like every other, adult: their scores' mean is (2, 2, 0)
    both, adult = np.exp([2, 2, 0]), np.exp([0, 2, 0])
    assert [ent.text for ent in doc.ents] == ["Amelia 李", "Ben"]
    assert doc.ents[0]._.role_probabilities == pytest.approx(both / both.sum(), abs=1e-5)
    assert doc.ents[1]._.role_probabilities == pytest.approx(adult / adult.sum(), abs=1e-5)
    assert doc._.person_words.roles[0] == pytest.approx(odds / odds.sum(), abs=1e-5)


def test_a_temperature_makes_roles_less_sure_and_nothing_else(title_case: Language) -> None:
    tagger = title_case.get_pipe(COMPONENT)
    assert isinstance(tagger, PersonTagger)
    tagger.role_temperature = 2.0
    doc = title_case("Amelia ran")
    odds = np.exp([2, 1, 0])
    assert [ent.text for ent in doc.ents] == ["Amelia"]
    assert doc.ents[0]._.role_probabilities == pytest.approx(odds / odds.sum(), abs=1e-5)
    assert doc.ents[0]._.person_score == pytest.approx((np.exp(8) + 1) / (np.exp(8) + np.exp(4) + 1), abs=1e-5)


def test_the_shipped_temperature_was_fitted(nlp: Language) -> None:
    assert nlp.config["components"][COMPONENT]["role_temperature"] != 1.0


def test_what_it_thinks_of_every_word_is_kept(title_case: Language) -> None:
    doc = title_case("so  Amelia 李\n@Ben")
    words = doc._.person_words
    assert [doc[i].text for i in words.tokens] == ["so", "Amelia", "李", "@Ben"]
    assert words.tags.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert words.roles.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert (words.names > 0.5).tolist() == [False, True, True, True]
    assert [ent.text for ent in doc.ents] == ["Amelia 李"]


def test_a_text_that_was_not_read_has_no_words(nlp: Language) -> None:
    assert nlp.make_doc("Amelia")._.person_words is None
    empty = nlp("")._.person_words
    assert (empty.tokens, empty.tags.shape, empty.roles.shape) == ([], (0, 3), (0, 3))


def test_a_text_keeps_what_was_said_of_it_when_it_is_stored(nlp: Language) -> None:
    doc = nlp("Well done Amelia!")
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    (ent,), (other,) = doc.ents, again.ents
    assert (other._.person_role, tuple(other._.role_probabilities)) == (ent._.person_role, ent._.role_probabilities)
    assert isinstance(again._.person_words, PersonWords)
    assert again._.person_words.names.tolist() == doc._.person_words.names.tolist()


def test_offsets_are_exact_among_emoji_and_accents(title_case: Language) -> None:
    text = "👩‍🔬❤️ well done \U0001d538 Zoë!! ❤️ and Jose\u0301, (Mei)\r\n\tSiân\u2019s team"
    assert names(title_case, text) == [
        (name, text.index(name), text.index(name) + len(name)) for name in ("Zoë", "Jose\u0301", "Mei", "Siân")
    ]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\t", "🎉🎉🎉", "👩‍👩‍👧‍👦 ❤️", "…", "\u200b\u200d", "!!!", "\x00", "#", "@"]
)
def test_texts_without_words_have_no_names(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.ents == ()
    assert doc.text == text


@pytest.mark.parametrize(
    "text",
    [
        "محمد فاز بالجائزة",
        "恭喜李小明",
        "Молодець Олена",
        "ਸ਼ਾਬਾਸ਼ ਸਿਮਰਨ",
        "שלום נועה",
        "x" * 5_000,
        "#" * 5_000,
        "(" * 5_000,
    ],
)
def test_any_script_and_any_junk_is_read(nlp: Language, text: str) -> None:
    assert nlp(text).text == text


def test_many_at_once_are_as_one_by_one(nlp: Language) -> None:
    texts = [
        "Amelia won.",
        "",
        "Menu: pasta bake",
        "🎉",
        "Kofi Mensah and Mei Chan ran. " * 40,
        "Well done Rhys\nand Ayesha!",
    ]
    together, single = list(nlp.pipe(texts)), [nlp(text) for text in texts]
    assert [doc.text for doc in together] == texts
    for one, other in zip(together, single, strict=True):
        assert [(ent.start, ent.end, ent._.person_role) for ent in one.ents] == [
            (ent.start, ent.end, ent._.person_role) for ent in other.ents
        ]
        assert one._.person_words.tokens == other._.person_words.tokens
        assert one._.person_words.tags == pytest.approx(other._.person_words.tags, abs=1e-6)
        assert one._.person_words.roles == pytest.approx(other._.person_words.roles, abs=1e-6)
    assert [(ent.start_char, ent.end_char) for ent in together[0].ents] == [(0, 6)]


def test_what_a_text_holds_does_not_depend_on_what_is_read_beside_it(nlp: Language) -> None:
    texts = [f"{name} won." for name in ("Amelia", "Summer", "Kofi", "Grace", "Mum", "!" * 9, "ZOË", "@Ben", "Nobody")]
    alone = {text: nlp(text)._.person_words for text in texts}
    for beside in (texts, texts[::-1], texts[::2]):
        for doc in nlp.pipe(beside):
            assert doc._.person_words.tags == pytest.approx(alone[doc.text].tags, abs=1e-6)
            assert doc._.person_words.roles == pytest.approx(alone[doc.text].roles, abs=1e-6)


def test_texts_of_one_length_are_read_together_and_none_is_padded(title_case: Language) -> None:
    texts = ["Amelia ran", "so did Ben", "Zoe sat", "", "Ben ran", "Ada ran off"]
    found = [[ent.text for ent in doc.ents] for doc in title_case.pipe(texts)]
    assert found == [["Amelia"], ["Ben"], ["Zoe"], [], ["Ben"], ["Ada"]]
    assert sorted(TitleCaseModel.runs) == [(2, 5), (3, 4)]


def test_no_more_is_read_at_once_than_memory_allows(title_case: Language) -> None:
    assert all(doc.ents for doc in title_case.pipe(["Amelia " + "ran " * 120] * 9))
    assert TitleCaseModel.runs == [(4, 123), (4, 123), (1, 123)]


def test_texts_are_given_on_batch_by_batch(title_case: Language) -> None:
    given: list[str] = []

    def texts() -> Iterator[str]:
        for number in range(9):
            given.append(f"Amelia ran {number}")
            yield given[-1]

    docs = title_case.pipe(texts(), batch_size=2)
    assert [ent.text for ent in next(docs).ents] == ["Amelia"]
    assert len(given) < 9
    assert len(list(docs)) == 8


def test_the_same_text_gives_the_same_scores(nlp: Language) -> None:
    text = "Well done to Amelia Carter and Kofi!"
    assert [e._.person_score for e in nlp(text).ents] == [e._.person_score for e in nlp(text).ents]


@pytest.mark.parametrize("words", [1, 50, 126, 127, 128, 253, 254, 255, 256, 1_000])
def test_every_window_of_a_long_text_is_read_once(title_case: Language, words: int) -> None:
    text = " ".join("Amelia" if i % 7 == 0 else "ran" for i in range(words))
    found = names(title_case, text)
    assert [start for _, start, _ in found] == [i for i in range(len(text)) if text.startswith("Amelia", i)]
    assert TitleCaseModel.widest <= 256


def test_cost_and_memory_grow_with_length_and_no_faster(title_case: Language) -> None:
    def work(copies: int) -> int:
        text = "The choir sang with Amelia at noon.\n" * copies
        found: list[int] = []
        calls = calls_of(lambda: found.append(len(title_case(text).ents)))
        assert found == [2 * copies]
        return calls

    work(10)  # what is made at first use
    assert work(2_000) < 4 * 1.1 * work(500)
    assert TitleCaseModel.widest <= 256


@pytest.mark.parametrize("sign", [".!", "(", "'", "@a", "#a", "a-"])
def test_a_row_of_mixed_signs_is_not_gone_through_again_for_each(title_case: Language, sign: str) -> None:
    tokenizer: Any = title_case.tokenizer
    handed = 0

    def counted(search: Callable[[str], Any]) -> Callable[[str], Any]:
        def one(text: str) -> Any:
            nonlocal handed
            handed += len(text)
            return search(text)

        return one

    for part in ("prefix_search", "suffix_search", "infix_finditer", "token_match", "url_match"):
        if search := getattr(tokenizer, part):
            setattr(tokenizer, part, counted(search))
    text = sign * 20_000
    assert title_case.make_doc(text).text == text
    assert 0 < handed <= 20 * len(text)


def test_entities_that_are_there_win(title_case: Language) -> None:
    doc = title_case.make_doc("Amelia met Seacole")
    doc.ents = [Span(doc, 2, 3, label="ORG")]
    doc = title_case.get_pipe(COMPONENT)(doc)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Amelia", "PERSON"), ("Seacole", "ORG")]


def test_handles_are_never_names(title_case: Language) -> None:
    assert names(title_case, "thanks @Amelia and Ben") == [("Ben", 19, 22)]


def test_a_hashtag_that_begins_with_a_name_is_marked_with_its_sign(title_case: Language) -> None:
    assert names(title_case, "thanks #Amelia") == [("#Amelia", 7, 14)]


def test_neighbouring_names_stay_apart(title_case: Language) -> None:
    assert [name for name, _, _ in names(title_case, "Amelia Ben 4")] == ["Amelia", "Ben"]


def test_a_name_goes_on_over_a_line_end(nlp: Language) -> None:
    doc = nlp.make_doc("Amelia\n Carter")
    indices, words, gaps = words_of(doc)
    assert [doc[i].text for i in indices] == words == ["Amelia", "Carter"]
    assert gaps == ["\n", "\n "]


@pytest.mark.parametrize(
    ("word", "gap", "shape"),
    [
        ("may", "", 1),
        ("may", " ", 2),
        ("May", " ", 5),
        ("May", "\n", 6),
        ("MAY", " ", 8),
        ("A", " ", 11),
        ("McDonald", " ", 14),
        ("42", " ", 17),
        ("李", " ", 17),
        ("6H", " ", 20),
        ("O'BRIEN", "\r\n", 9),
    ],
)
def test_shapes(word: str, gap: str, shape: int) -> None:
    assert shape_of(word, gap) == shape


def copy(folder: Path) -> Path:
    target = folder / "names"
    shutil.copytree(PIPELINE, target)
    return target


@pytest.mark.parametrize("file", [MODEL_FILE, TOKENIZER_FILE])
def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path, file: str) -> None:
    path = copy(tmp_path)
    (path / COMPONENT / file).unlink()
    with pytest.raises(LanguageModelError) as caught:
        spacy.load(path)
    assert file in str(caught.value)
    assert "Reinstall postcheck" in caught.value.advice
    assert caught.value.exit_code == ExitCode.UNUSABLE


@pytest.mark.parametrize("file", [MODEL_FILE, TOKENIZER_FILE])
@pytest.mark.parametrize("content", [b"", b"not a model", b"\xff\xfe\x00{}", b"{}"])
def test_a_spoilt_file_is_named_with_what_to_do(tmp_path: Path, file: str, content: bytes) -> None:
    path = copy(tmp_path)
    (path / COMPONENT / file).write_bytes(content)
    with pytest.raises(LanguageModelError, match=file) as caught:
        spacy.load(path)("Amelia")
    assert "Amelia" not in str(caught.value)


def test_a_model_that_answers_nonsense_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onnxruntime.InferenceSession", ShapelessModel)
    with pytest.raises(LanguageModelError, match=MODEL_FILE):
        spacy.load(PIPELINE)("Amelia")


def test_without_a_model_nothing_is_passed_over_in_silence() -> None:
    blank = spacy.blank("en")
    blank.add_pipe(COMPONENT)
    with pytest.raises(LanguageModelError, match="has no model yet"):
        blank("Amelia")


@pytest.mark.parametrize(
    "config",
    [{"threshold": 0}, {"threshold": 1.5}, {"role_temperature": 0}, {"window": 64, "overlap": 32}, {"overlap": 0}],
)
def test_settings_that_cannot_be_are_refused(config: dict[str, float]) -> None:
    with pytest.raises(LanguageModelError):
        spacy.blank("en").add_pipe(COMPONENT, config=config)


def test_goes_to_disk_and_bytes_and_back(nlp: Language, tmp_path: Path) -> None:
    text = "Well done to Amelia Carter!"
    nlp.to_disk(tmp_path / "copy")
    assert names(spacy.load(tmp_path / "copy"), text) == names(nlp, text)
    ours = nlp.get_pipe(COMPONENT)
    assert isinstance(ours, PersonTagger)
    other = PersonTagger(nlp.vocab).from_bytes(ours.to_bytes())
    assert [ent.text for ent in other(nlp.make_doc(text)).ents] == ["Amelia Carter"]


def test_a_higher_threshold_finds_fewer() -> None:
    strict = spacy.load(PIPELINE, config={"components": {COMPONENT: {"threshold": 0.999999}}})
    assert names(strict, "Well done Amelia!") == []


def test_is_small_and_says_what_it_is(nlp: Language) -> None:
    assert sum(file.stat().st_size for file in PIPELINE.rglob("*") if file.is_file()) < 45_000_000
    assert {key: nlp.meta[key] for key in ("lang", "name", "license")} == {
        "lang": "en",
        "name": "postcheck_names",
        "license": "Apache-2.0",
    }
    assert nlp.meta["description"]
    assert nlp.meta["version"]
