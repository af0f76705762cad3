"""The training's own scores, on cases counted by hand; records, read as they were written; and posts by seed."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from names_model.evaluate import Counts, measure
from names_model.records import Record, read_records, write_records


def test_what_was_found_is_counted_as_by_hand() -> None:
    counts = Counts()
    counts.add([(0, 7), (12, 14)], [(0, 7), (20, 24)])  # one right, one overlooked, one that is none
    counts.add([(5, 9)], [(7, 12)])  # half of it
    counts.add([], [])
    counts.add([], [(0, 3)])
    assert (counts.gold, counts.found, counts.exact, counts.touched, counts.right, counts.false, counts.texts) == (
        3,
        4,
        1,
        2,
        2,
        2,
        4,
    )
    assert counts.figures() == pytest.approx(
        {
            "names": 3,
            "exact_precision": 1 / 4,
            "exact_recall": 1 / 3,
            "exact_f1": 2 / 7,
            "overlap_recall": 2 / 3,
            "overlap_precision": 2 / 4,
            "false_in_100": 50.0,
        }
    )


def test_nothing_at_all_is_no_division_by_nothing() -> None:
    assert set(Counts().figures().values()) == {0}


def test_a_pipeline_is_measured_by_source_and_group_and_what_counts_neither_way_is_left_out() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": name} for name in ("Ann Lee", "Oliver Twist", "Bo")])  # type: ignore[attr-defined]
    records = [
        Record("Ann Lee met Cy.", ((0, 7), (12, 14)), src="btc", group="english"),
        Record("Oliver Twist, with Bo.", (), ((0, 12),), group="none"),
    ]
    counts, wrong = measure(nlp, records)
    assert set(counts) == {"all", "btc", "english", "synth", "none"}
    whole = counts["all"]
    assert (whole.gold, whole.found, whole.exact, whole.false, whole.texts) == (2, 2, 1, 1, 2)
    assert (counts["synth"].found, counts["synth"].false) == (1, 1)
    assert wrong == ["- ['Cy'] + [] : 'Ann Lee met Cy.'", "- [] + ['Bo'] : 'Oliver Twist, with Bo.'"]


def test_records_come_back_as_they_were_written(tmp_path: Path) -> None:
    records = [Record("Zoë\nran", ((0, 3),), ((4, 7),), ("child",), src="btc", group="english"), Record("x")]
    write_records(tmp_path / "new" / "a.jsonl", records)
    assert read_records(tmp_path / "new" / "a.jsonl") == records


def test_a_record_of_a_public_corpus_is_named_after_its_file(tmp_path: Path) -> None:
    (tmp_path / "wikigold.jsonl").write_text('{"text": "Ann ran", "spans": [[0, 3]]}\n', encoding="utf-8")
    assert read_records(tmp_path / "wikigold.jsonl") == [Record("Ann ran", ((0, 3),), src="wikigold")]
