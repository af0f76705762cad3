"""Texts as the network is trained on them: each word has the label of the name that it is part of."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from names_model.encode import UNLABELLED, Example, batches, blank_pipeline, vary, word_labels
from names_model.records import Record

from postcheck.find.person_tagger import words_of

TEXT = "Ann Lee met Bo's aunt and Oliver Twist"
RECORD = Record(TEXT, ((0, 7), (12, 14)), ((26, 38),), src="btc")


class Fixed:
    """A source of names that are always the same."""

    def full(self) -> str:
        return "Zuri Okonkwo"

    def forename(self) -> str:
        return "Zuri"

    def surname(self) -> str:
        return "Okonkwo"


def labels(record: Record) -> list[tuple[str, int]]:
    doc = blank_pipeline().make_doc(record.text)
    tokens = words_of(doc)[0]
    return [(doc[i].text, label) for i, label in zip(tokens, word_labels(doc, tokens, record), strict=True)]


def test_a_name_begins_and_goes_on_and_what_counts_neither_way_has_no_label() -> None:
    assert labels(RECORD) == [
        ("Ann", 1),
        ("Lee", 2),
        ("met", 0),
        ("Bo", 1),
        ("'s", 0),
        ("aunt", 0),
        ("and", 0),
        ("Oliver", UNLABELLED),
        ("Twist", UNLABELLED),
    ]


def test_two_names_side_by_side_both_begin() -> None:
    assert [label for _, label in labels(Record("Ann Bo ran", ((0, 3), (4, 6))))] == [1, 1, 0]


def test_a_word_that_is_partly_a_name_counts_as_one() -> None:
    assert labels(Record("AnnLee ran", ((0, 3),)))[0] == ("AnnLee", 1)


@pytest.mark.parametrize("seed", range(200))
def test_a_record_that_is_varied_keeps_its_names_and_no_others(seed: int) -> None:
    namer: Any = Fixed()
    varied = vary(RECORD, random.Random(seed), namer)
    names = [varied.text[a:b] for a, b in varied.spans]
    assert len(names) == 2
    letters = [name.casefold().removeprefix("#") for name in names]
    assert letters[0] in {"ann lee", "zuri okonkwo", "zuriokonkwo"}
    assert letters[1] in {"bo", "zuri", "okonkwo"}
    assert [varied.text[a:b].casefold() for a, b in varied.ignore] == ["oliver twist"]
    assert varied.src == "btc"
    assert varied == vary(RECORD, random.Random(seed), namer)


def test_without_renaming_only_the_letter_case_changes() -> None:
    namer: Any = Fixed()
    texts = {vary(RECORD, random.Random(seed), namer, rename=0).text for seed in range(200)}
    assert texts == {TEXT, TEXT.upper(), TEXT.lower(), "Ann Lee Met Bo's Aunt And Oliver Twist"}


def test_batches_hold_every_example_once_and_are_no_larger_than_asked() -> None:
    sizes = [5, 16, 17, 40, 40, 40, 192, 3]
    made = [
        Example(np.full(size, number), np.zeros(size, np.int64), *np.zeros((2, size, 3), np.float32))
        for number, size in enumerate(sizes)
    ]
    groups = batches(made, 384, random.Random(1))
    assert sorted(int(example.ids[0]) for _, group in groups for example in group) == [*range(len(sizes))]
    assert all(len(example.ids) <= width for width, group in groups for example in group)
    assert all(width * len(group) <= 384 for width, group in groups)
    assert {width for width, _ in groups} == {16, 24, 48, 192}
    again = batches(made, 384, random.Random(1))
    assert [[int(one.ids[0]) for one in group] for _, group in groups] == [
        [int(one.ids[0]) for one in group] for _, group in again
    ]
