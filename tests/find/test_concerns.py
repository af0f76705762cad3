"""The classifier of sentences: what it reads, where it says it stands, and what it does when its model is broken."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from postcheck.errors import LanguageModelError
from postcheck.find.concerns import MODEL_FILE, THRESHOLDS_FILE, ConcernFinder
from postcheck.model.concern import Concern
from postcheck.model.text import Passage, PlaceKind

ROOT = Path(__file__).resolve().parents[2]
PLAIN = "The library is open from eight o'clock on Monday."
INCIDENT = "An ambulance and two police cars are at the front gate after this morning's accident, please stay away."


@pytest.fixture(scope="module")
def finder() -> ConcernFinder:
    return ConcernFinder()


def passage(text: str, field: str = "body", kind: PlaceKind = PlaceKind.TEXT) -> Passage:
    return Passage(text, kind, "post.md", field)


def test_a_sentence_is_found_at_its_place(finder: ConcernFinder) -> None:
    text = f"Hello all!\n\n{PLAIN}  {INCIDENT} {PLAIN}"
    found = finder.find([passage(text)])
    assert {text[one.start : one.end] for one in found} == {INCIDENT}
    assert Concern.INCIDENT in {one.concern for one in found}
    assert all(0 < one.probability <= 1 for one in found)


def test_a_short_sentence_says_nothing(finder: ConcernFinder) -> None:
    assert finder.find([passage("Police. Fire. Ambulance."), passage(""), passage("\n\n")]) == ()


WRAPPED = (
    "Amelia in Year 4 has been in hospital for her operation since",
    "last Tuesday and her family would love some cards from the class",
)


@pytest.mark.parametrize("between", ["\n", "\n  ", " \n"])
def test_a_sentence_goes_on_after_the_end_of_a_full_line(finder: ConcernFinder, between: str) -> None:
    text = between.join(WRAPPED)
    found = finder.find([passage(f"{PLAIN}\n{text}\n{PLAIN}")])
    assert {one.passage.text[one.start : one.end] for one in found} == {text}


@pytest.mark.parametrize("between", ["\n\n", "\n- ", ".\n", ":\n", "  \n\n"])
def test_a_sentence_ends_with_its_line(finder: ConcernFinder, between: str) -> None:
    text = between.join(WRAPPED)
    found = finder.find([passage(f"{PLAIN}\n{text}\n{PLAIN}")])
    assert {one.passage.text[one.start : one.end].rstrip(".:") for one in found} == {WRAPPED[0]}


@pytest.mark.parametrize(
    ("field", "kind"), [("link", PlaceKind.TEXT), ("filename", PlaceKind.FILENAME), ("exif", PlaceKind.METADATA)]
)
def test_only_sentences_are_read(finder: ConcernFinder, field: str, kind: PlaceKind) -> None:
    assert finder.find([passage(INCIDENT, field, kind)]) == ()


def test_what_is_read_beside_a_sentence_changes_nothing(finder: ConcernFinder) -> None:
    alone = finder.chances([INCIDENT])
    beside = finder.chances([PLAIN, INCIDENT, "Well done to all!", PLAIN + " " + INCIDENT, INCIDENT])
    assert np.allclose(alone[0], beside[1], atol=1e-4)
    assert np.allclose(alone[0], beside[4], atol=1e-4)


def test_a_sentence_that_is_seen_for_one_concern_is_seen_for_what_else_it_may_be(
    finder: ConcernFinder, tmp_path: Path
) -> None:
    told = "One of our Year 4 girls, the one with the wheelchair, has been moved to a new foster family."
    likely = {one for one, chance in zip(Concern, finder.chances([told])[0], strict=True) if chance >= 0.3}
    assert likely == {Concern.IDENTIFIABLE, Concern.PRIVATE_MATTER}
    shutil.copytree(finder.folder, tmp_path / "model")
    limits = tmp_path / "model" / THRESHOLDS_FILE
    limits.write_text(json.dumps(dict.fromkeys(Concern, 2)))
    assert ConcernFinder(tmp_path / "model").find([passage(told)]) == ()
    limits.write_text(json.dumps(dict.fromkeys(Concern, 2) | {Concern.PRIVATE_MATTER: 0.3}))
    assert {one.concern for one in ConcernFinder(tmp_path / "model").find([passage(told)])} == likely


def test_what_two_short_sentences_say_together_is_seen(finder: ConcernFinder) -> None:
    text = "Four governors attended the visit day. The other five presumably had better things to do."
    first, second = text.split(". ")
    assert finder.find([passage(first)]) == finder.find([passage(second)]) == ()
    found = finder.find([passage(f"\n{text}\n")])
    assert {one.concern for one in found} == {Concern.DISPARAGEMENT}
    assert {one.passage.text[one.start : one.end] for one in found} == {text}
    assert finder.find([passage(f"{text} {' '.join([PLAIN] * 5)}")]) == ()


@pytest.mark.parametrize("missing", [MODEL_FILE, THRESHOLDS_FILE])
def test_without_its_files_it_says_so(finder: ConcernFinder, tmp_path: Path, missing: str) -> None:
    shutil.copytree(finder.folder, tmp_path / "model")
    (tmp_path / "model" / missing).unlink()
    with pytest.raises(LanguageModelError, match=r"the classifier of sentences is missing\."):
        ConcernFinder(tmp_path / "model").find([passage(INCIDENT)])


def test_a_broken_model_is_no_pass(finder: ConcernFinder, tmp_path: Path) -> None:
    shutil.copytree(finder.folder, tmp_path / "model")
    (tmp_path / "model" / MODEL_FILE).write_bytes(b"no model")
    with pytest.raises(LanguageModelError, match=r"the classifier of sentences cannot be used\."):
        ConcernFinder(tmp_path / "model").find([passage(INCIDENT)])


def test_one_running_model_serves_finders_that_come_one_after_another_until_its_file_changes(tmp_path: Path) -> None:
    folder = tmp_path / "concerns"
    shutil.copytree(ConcernFinder().folder, folder)
    first, second = ConcernFinder(folder), ConcernFinder(folder)
    assert first._session is second._session  # noqa: SLF001 - what is kept
    (folder / MODEL_FILE).write_bytes(b"no model")
    with pytest.raises(LanguageModelError, match="cannot be used"):
        ConcernFinder(folder).chances(["Amelia has moved to another school because she was ill."])


def test_praise_is_asked_about_where_it_gives_something_away(finder: ConcernFinder) -> None:
    lines = (ROOT / "training" / "data" / "concerns" / "c11.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]  # none of them was trained on
    told = np.any(finder.seen(finder.chances([text for *_, text in rows])), axis=1)
    telling = np.array([answer == "yes" for _, answer, _ in rows])
    assert told[telling].mean() > 0.6
    assert told[~telling].mean() < 0.05
