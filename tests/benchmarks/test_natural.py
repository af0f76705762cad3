"""Natural posts as the benchmark measures them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.names import natural
from benchmarks.names.natural import case_of, form_of, make_natural_sets, measure
from benchmarks.names.people import Person
from benchmarks.names.score import ON_ROLL, UNSEEN
from benchmarks.names.systems import FoundName

AMELIA = Person("Amelia", "Carter-Hughes", "", "P0001")


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Amelia Carter-Hughes", "full"),
        ("CARTER-HUGHES, Amelia", "full"),
        ("amelia", "first"),
        ("Carter-Hughes", "surname"),
        ("Amelia C.", "with an initial"),
        ("A. Carter-Hughes", "with an initial"),
        ("Millie", "short form or misspelling"),
        ("Amellia", "short form or misspelling"),
    ],
)
def test_the_form_of_a_pupils_name(written: str, form: str) -> None:
    assert form_of(written.replace(",", ""), AMELIA) == form


def test_a_child_who_is_not_on_the_roll_has_one_name_or_more() -> None:
    assert (form_of("Zuri", None), form_of("Zuri Okonkwo", None)) == ("single", "full")


@pytest.mark.parametrize(
    ("written", "case"), [("amelia", "lower case"), ("AMELIA", "CAPS"), ("Amelia", "as usual"), ("A", "as usual")]
)
def test_letter_case(written: str, case: str) -> None:
    assert case_of(written) == case


def test_every_child_with_a_registered_name_is_on_the_roll() -> None:
    for tests in make_natural_sets("dev"):
        assert len(tests.posts) == 300
        spans = [span for post in tests.posts for span in post.spans]
        assert {span.pupil_id for span in spans if span.on_roll} == {pupil.id for pupil in tests.school.pupils}
        assert sum(not post.spans for post in tests.posts) == 150


class Oracle:
    """Marks what the posts' authors marked, and one look-alike a set."""

    name = "oracle"
    knows_roll = True
    finds_pupils = True

    def __init__(self, *, wrong: bool) -> None:
        self._wrong = wrong

    def find(self, posts: object) -> list[list[FoundName]]:
        assert isinstance(posts, (list, tuple))
        return [
            [
                *(
                    FoundName(span.start, span.end, frozenset(span.pupil_ids), flagged=True, certain=True)
                    for span in post.spans
                ),
                *(
                    FoundName(trap.start, trap.end, certain=True)
                    for trap in post.traps
                    if self._wrong and not post.spans
                ),
            ]
            for post in posts
        ]


def test_scores_of_several_schools_are_added_up() -> None:
    sets = make_natural_sets("dev")
    (perfect,) = measure(sets, [[Oracle(wrong=False)] for _ in sets])
    names = sum(len(post.spans) for tests in sets for post in tests.posts)
    tallies = [perfect.tallies["all", "all", group] for group in (ON_ROLL, UNSEEN)]
    assert sum(tally.names for tally in tallies) == sum(tally.flagged for tally in tallies) == names
    assert (perfect.posts_without, perfect.certainly_wrong, perfect.per_hundred()) == (300, 0, 0.0)
    (noisy,) = measure(sets, [[Oracle(wrong=True)] for _ in sets])
    traps = sum(len(post.traps) for tests in sets for post in tests.posts if not post.spans)
    assert noisy.certainly_wrong == traps == sum(noisy.traps.values())


def test_a_file_with_a_post_that_has_no_head_line_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "odd.txt").write_text("=== pe | primary\nx\n=== pe, primary\ny\n", "utf-8")
    monkeypatch.setattr(natural, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"odd\.txt"):
        make_natural_sets("dev")


def test_marks_are_taken_out_and_a_look_alike_is_a_trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Mr {a:Bo Lowther}, {c:Kit} and\n{c:Millie|Amelia Carter} at {n:Victoria} Road read {f:Matilda}"
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "b1.txt").write_text(f"=== pe | primary\n{text}\n\n", "utf-8")
    monkeypatch.setattr(natural, "FOLDER", tmp_path)
    (tests,) = make_natural_sets("dev")
    (post,) = tests.posts
    assert post.text == "Mr Bo Lowther, Kit and\nMillie at Victoria Road read Matilda"
    children = [(post.text[span.start : span.end], span.form, span.on_roll) for span in post.spans]
    assert children == [("Kit", "single", False), ("Millie", "short form or misspelling", True)]
    assert [(post.text[trap.start : trap.end], trap.kind, trap.is_person) for trap in post.traps] == [
        ("Bo Lowther", "adult", True),
        ("Victoria", "look-alike", False),
        ("Matilda", "figure", True),
    ]
    assert [pupil.full for pupil in tests.school.pupils] == ["Amelia Carter"]
