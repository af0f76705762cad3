"""The measuring itself: what counts as found, what as a false flag, and what the command prints."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.names import __main__ as command
from benchmarks.names.corpora import score_spans, score_split
from benchmarks.names.cost import make_roll
from benchmarks.names.posts import Post, Span, Trap, make_test_set
from benchmarks.names.score import ON_ROLL, UNSEEN, Score, score
from benchmarks.names.systems import FoundName, Postcheck, SystemRun, passage
from benchmarks.names.tables import by_category, errors, summary
from postcheck.model.text import PlaceKind

TEXT = "Well done Amelia Carter! Thank you, Mrs Pym."
NAME = (TEXT.index("Amelia"), TEXT.index("!"))
ADULT = (TEXT.index("Mrs"), TEXT.index("."))


class Fixed:
    """A system that always answers the same."""

    name = "fixed"

    def __init__(self, *, knows_roll: bool = True, finds_pupils: bool = True) -> None:
        self.knows_roll = knows_roll
        self.finds_pupils = finds_pupils

    def find(self, posts: Sequence[Post]) -> list[list[FoundName]]:
        return [[] for _ in posts]


def post(*, on_roll: bool = True) -> Post:
    span = Span(*NAME, "P1" if on_roll else "", ("P1", "P2") if on_roll else (), "full", "title", "english", main=True)
    return Post(TEXT, "social", "full", (span,), (Trap(*ADULT, "titled_adult"),))


def scored(one: Post, *hits: FoundName, **system: bool) -> Score:
    return score(SystemRun(Fixed(**system), [list(hits)]), [one])


@pytest.mark.parametrize(
    ("hit", "found", "flagged", "complete", "exact"),
    [
        (FoundName(*NAME, frozenset({"P1", "P2"})), 1, 1, 1, 1),
        (FoundName(*NAME, frozenset({"P1"})), 1, 1, 0, 1),
        (FoundName(*NAME, frozenset({"P2"})), 0, 0, 0, 0),
        (FoundName(*NAME, frozenset({"P1", "P2"}), flagged=False), 1, 0, 1, 1),
        (FoundName(NAME[0], NAME[0] + 7, frozenset({"P1", "P2"})), 1, 1, 1, 0),
        (FoundName(NAME[0], NAME[0] + 6, frozenset({"P1", "P2"})), 0, 0, 0, 0),
        (FoundName(0, len(TEXT), frozenset({"P1", "P2"})), 1, 1, 1, 0),
    ],
)
def test_a_name_on_the_roll_is_found_by_half_of_it_with_the_pupil_among_the_candidates(
    hit: FoundName, found: int, flagged: int, complete: int, exact: int
) -> None:
    tally = scored(post(), hit).tallies["all", "all", ON_ROLL]
    assert (tally.names, tally.found, tally.flagged, tally.complete, tally.exact) == (
        1,
        found,
        flagged,
        complete,
        exact,
    )


def test_candidates_may_come_from_several_mentions() -> None:
    hits = (FoundName(NAME[0], NAME[0] + 7, frozenset({"P1"})), FoundName(NAME[0] + 3, NAME[1], frozenset({"P2"})))
    assert scored(post(), *hits).tallies["all", "all", ON_ROLL].complete == 1


@pytest.mark.parametrize("on_roll", [True, False])
def test_without_a_roll_the_place_decides(on_roll: bool) -> None:
    result = scored(post(on_roll=on_roll), FoundName(*NAME), knows_roll=False)
    assert result.tallies["all", "all", ON_ROLL if on_roll else UNSEEN].flagged == 1


def test_a_flag_on_an_adult_is_false_for_a_finder_of_pupils_only() -> None:
    for finds_pupils in (True, False):
        flags = scored(post(), FoundName(*NAME, frozenset({"P1"})), FoundName(*ADULT), finds_pupils=finds_pupils).flags[
            "full"
        ]
        assert (flags.right, flags.wrong, flags.on_other_persons) == (1, 0, 1)
        assert flags.precision(finds_pupils=finds_pupils) == (0.5 if finds_pupils else 1.0)


def test_an_adult_that_is_known_as_one_is_no_flag() -> None:
    assert scored(post(), FoundName(*ADULT, flagged=False)).flags["full"].on_other_persons == 0


def test_false_flags_are_counted_in_posts_without_a_pupil() -> None:
    empty = Post(
        "Summer fair. Thank you, Mrs Pym.", "social", "none", (), (Trap(24, 31, "titled_adult"), Trap(0, 6, "word"))
    )
    result = score(
        SystemRun(Fixed(), [[FoundName(0, 6), FoundName(24, 31)], [FoundName(*NAME, frozenset({"P1"}))]]),
        [empty, post()],
    )
    assert result.posts_without == 1
    assert (result.per_hundred(), result.per_hundred(persons=False)) == (200.0, 100.0)
    assert result.sprung == {"word": 1, "titled_adult": 1}


def test_errors_show_the_name_in_its_place() -> None:
    assert "Well done [Amelia Carter]! Thank you" in errors(scored(post()).errors, 3)


def test_ignored_places_count_neither_way() -> None:
    result = score_spans([[(0, 5)], [(0, 4)]], [[(10, 20)], []], [[(0, 5), (12, 15), (30, 33)], [(0, 3)]])
    assert (result.persons, result.precision, result.recall, result.overlap_recall) == (2, round(1 / 3, 4), 0.5, 1.0)


def test_a_split_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "dev.jsonl").write_text(
        json.dumps({"text": "Hi Bo", "spans": [[3, 5]], "ignore": []}) + "\n", encoding="utf-8"
    )
    assert score_split(tmp_path, "dev", lambda texts: [[(3, 5)] for _ in texts]).f1 == 1.0


def test_passages_are_what_postcheck_reads() -> None:
    posts = make_test_set(1).posts
    assert {passage(one).kind for one in posts} == {PlaceKind.TEXT, PlaceKind.IMAGE, PlaceKind.FILENAME}
    for one in posts:
        read = passage(one)
        assert read.text == one.text
        assert [read.text[word.start : word.end] for word in read.words] == (
            one.text.split() if one.kind == "certificate" else []
        )


def test_the_finder_answers_for_each_post() -> None:
    tests = make_test_set(1)
    posts = [one for one in tests.posts if one.group == "full"][:20]
    system = Postcheck("roll", tests, None, knows_roll=True)
    assert system.find(posts) == [system.find([one])[0] for one in posts]
    result = score(SystemRun(system, system.find(posts)), posts)
    assert result.tallies["form", "full", ON_ROLL].found > 0
    assert "fixed" in summary([result, scored(post(), FoundName(*NAME))])
    assert "full" in by_category([result], "form", ON_ROLL, "forms")


def test_large_rolls_have_the_names_of_the_posts_and_rare_ones() -> None:
    roll = make_roll(2000, 1)
    forenames = [pupil.forename for pupil in roll.pupils]
    assert len(roll.by_id) == 2000
    assert 500 < len(set(forenames)) < 1900
    assert roll == make_roll(2000, 1)


def test_the_command_measures_the_roll_alone_when_there_is_no_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.json"
    assert (
        command.main(
            ["--seed", "1", "--model", str(tmp_path / "missing"), "--no-cost", "--errors", "2", "--json", str(report)]
        )
        == 0
    )
    shown = capsys.readouterr()
    assert "only the roll is measured" in shown.err
    assert "Names on the roll by form" in shown.out
    record = json.loads(report.read_text(encoding="utf-8"))
    assert set(record["systems"]) == {"roll alone"}
    assert record["systems"]["roll alone"]["recall"]["form"][ON_ROLL]["full"]["names"] > 100


def test_a_missing_presidio_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "presidio_version", lambda: "")
    monkeypatch.setattr(command, "read_all", lambda *_: [])
    monkeypatch.setattr(command, "_show_scores", lambda *_: None)
    command.main(["--seed", "1", "--model", str(tmp_path / "missing"), "--no-cost", "--natural", "none"])
    assert "NOT INSTALLED" in capsys.readouterr().out


def test_results_replace_the_last_ones_in_a_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "read_all", lambda *_: [])
    monkeypatch.setattr(command, "_show_scores", lambda _, show: show("the tables"))
    page = tmp_path / "page.md"
    page.write_text("# Title\n\n<!-- results -->\nold\n<!-- end of results -->\n\nlast line\n", encoding="utf-8")
    arguments = ["--model", str(tmp_path / "missing"), "--no-cost", "--natural", "none", "--docs", str(page)]
    command.main(arguments)
    once = page.read_text(encoding="utf-8")
    command.main(arguments)
    assert page.read_text(encoding="utf-8") == once
    assert "the tables" in once
    assert "old" not in once
    assert once.startswith("# Title\n")
    assert once.endswith("<!-- end of results -->\n\nlast line\n")
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(SystemExit, match="has no lines"):
        command.main(arguments)


def test_a_name_seen_in_pieces_is_touched() -> None:
    first, last = FoundName(NAME[0], NAME[0] + 6, frozenset({"P1"})), FoundName(NAME[0] + 7, NAME[1], frozenset({"P2"}))
    tally = scored(post(), first, last).tallies["all", "all", ON_ROLL]
    assert (tally.touched, tally.flagged) == (1, 0)


def test_posts_can_be_written_out(tmp_path: Path) -> None:
    dump = tmp_path / "posts.jsonl"
    command.main(["--dump", str(dump)])
    rows = [json.loads(line) for line in dump.read_text(encoding="utf-8").split("\n") if line]
    assert len(rows) == len(make_test_set(2026).posts)
    span = next(row for row in rows if row["spans"])["spans"][0]
    assert {"start", "end", "pupil_ids", "form", "case", "origin"} <= set(span)
