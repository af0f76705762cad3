"""Texts cut where something in them was flagged."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.model.draft import Draft, Header
from postcheck.model.mention import Candidate, Certainty, Mention, NameForm, Reason
from postcheck.model.text import Passage, PlaceKind, SourceRun, SourceText, TextFile, Where
from postcheck.report.marked import Segment, segments, shown_texts, span_of

from . import build

spans = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda pair: (min(pair), max(pair))), max_size=5)


def text_at(start: int, end: int, file: str = "a.md") -> Where:
    return Where(PlaceKind.TEXT, file, "body", 1, 1, start, end)


def test_overlapping_marks() -> None:
    assert segments("Amelia Carter won", [(0, 13), (7, 13)]) == (
        Segment("Amelia ", (0,), hidden=False),
        Segment("Carter", (0, 1), hidden=False),
        Segment(" won", (), hidden=False),
    )


def test_what_is_hidden_is_in_one_piece() -> None:
    assert segments("Amelia Carter won", [(0, 6), (7, 13)], [(0, 8), (7, 13)]) == (
        Segment("Amelia Carter", (0, 1), hidden=True),
        Segment(" won", (), hidden=False),
    )


@given(st.text(min_size=1, max_size=12), spans, spans)
def test_nothing_is_lost_and_nothing_hidden_is_shown(
    text: str, marks: list[tuple[int, int]], hidden: list[tuple[int, int]]
) -> None:
    found = segments(text, marks, hidden)
    assert "".join(segment.text for segment in found) == text
    position = 0
    for segment in found:
        for offset in range(position, position + len(segment.text)):
            covered = {number for number, (start, end) in enumerate(marks) if start <= offset < end}
            secret = any(start <= offset < end for start, end in hidden)
            assert covered <= set(segment.marks)
            assert segment.hidden or not secret
        position += len(segment.text)


def test_the_place_in_a_text_that_is_rendered() -> None:
    file = TextFile("a.md", "x **Ame**lia &amp; co")
    source = SourceText(
        "x Amelia & co",
        file,
        (
            SourceRun(0, 2, 0, 2),
            SourceRun(2, 3, 4, 7),
            SourceRun(5, 4, 9, 13),
            SourceRun(9, 1, 13, 18),
            SourceRun(10, 3, 18, 21),
        ),
    )
    assert span_of(source, text_at(4, 12)) == (2, 8)
    assert span_of(source, text_at(14, 15)) == (9, 10)
    assert span_of(source, text_at(2, 4)) is None
    assert span_of(source, text_at(4, 12, "b.md")) is None
    assert span_of(source, Where(PlaceKind.TEXT, "a.md", "body")) is None
    assert span_of(source, Where(PlaceKind.POST, "a.md", start=4, end=12)) is None


def test_texts_as_they_were_read_with_their_names() -> None:
    file = TextFile("a.md", "Rhys and Mrs Lee")
    source = SourceText.slice(file, 0, len(file.text))
    passage = Passage(source.text, PlaceKind.TEXT, "a.md", "body", source)
    pupil = Mention(
        passage,
        0,
        4,
        (Candidate("P1", NameForm.FIRST, Certainty.CERTAIN),),
        NameForm.FIRST,
        Certainty.CERTAIN,
        Reason.FIRST,
    )
    teacher = Mention(passage, 9, 16, (), NameForm.SURNAME, Certainty.CERTAIN, Reason.NOT_ON_ROLL, adult="Mrs")
    post = dataclasses.replace(
        build.fair(), draft=Draft("a.md", None, file), passages=(passage,), mentions=(pupil, teacher)
    )
    (shown,) = shown_texts(post)
    assert (shown.field, shown.source.text, shown.names) == ("body", "Rhys and Mrs Lee", ((0, 4),))


def test_texts_as_they_were_written() -> None:
    file = TextFile("a.md", "HEAD Well ![x](y) done Zoë")
    title = SourceText.slice(file, 0, 4)
    draft = Draft(
        "a.md",
        None,
        file,
        body=(5, 26),
        masked=((10, 17),),
        header=Header(title=title, first_comment=title, tags=(title,)),
    )
    shown = shown_texts(dataclasses.replace(build.fair(), draft=draft))
    assert [(text.field, text.source.text) for text in shown] == [
        ("title", "HEAD"),
        ("body", "Well  done Zoë"),
        ("first_comment", "HEAD"),
        ("tags", "HEAD"),
    ]
    body = shown[1].source
    assert span_of(body, text_at(23, 26)) == (11, 14)
    assert body.text[11:14] == "Zoë"


@pytest.mark.parametrize("draft", [Draft("p.jpg", None), Draft("a.md", None, TextFile("a.md", ""))])
def test_nothing_to_show(draft: Draft) -> None:
    assert not any(text.source.text for text in shown_texts(dataclasses.replace(build.fair(), draft=draft)))
