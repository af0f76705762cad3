"""Natural posts as training reads them: their marks, and what it makes of them."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from names_model.encode import ExampleMaker
from names_model.natural import Mark, Post, read_post, read_posts, vary_post
from names_model.records import Record

from postcheck.find import person_tagger
from postcheck.find.person_tagger import ROLES

TOKENIZER = (
    Path(person_tagger.__file__).parents[1] / "data" / "en_postcheck_names" / "postcheck_persons" / "tokenizer.json"
)


def words_at(post: Post) -> list[tuple[str, str, str]]:
    return [(post.text[mark.start : mark.end], mark.role, mark.registered) for mark in post.persons]


def test_marks_are_taken_out_and_places_are_exact() -> None:
    post = read_post(
        "pe",
        "primary",
        "U9s at {n:Victoria} Road!\nGoals: {c:Wilf|Wilfred Barnes} 2. Ta to Mr {a:Lowther}, {f:Pelé} and {c:Kit}'s mum",
    )
    assert post.text == "U9s at Victoria Road!\nGoals: Wilf 2. Ta to Mr Lowther, Pelé and Kit's mum"
    assert words_at(post) == [
        ("Wilf", "child", "Wilfred Barnes"),
        ("Lowther", "adult", ""),
        ("Pelé", "figure", ""),
        ("Kit", "child", ""),
    ]
    assert [post.text[a:b] for a, b in post.lookalikes] == ["Victoria"]
    assert post.persons[0] == Mark(29, 33, "child", "Wilfred Barnes")


@pytest.mark.parametrize("text", ["{c:Wilf", "{x:Wilf}", "Wilf}", "{a:Lowther|John Lowther}", "{c:}"])
def test_a_mark_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"brace|registered"):
        read_post("pe", "primary", text)


def test_a_files_posts_are_read_in_order_with_their_heads(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("=== pta | primary\nsecond\n", "utf-8")
    (tmp_path / "a.txt").write_text(
        "=== pe | secondary\nfirst\n\nline\n\n=== early-years | primary\n{c:Zog}\n", "utf-8"
    )
    posts = read_posts(tmp_path)
    assert [(post.voice, post.phase, post.text) for post in posts] == [
        ("pe", "secondary", "first\n\nline"),
        ("early-years", "primary", "Zog"),
        ("pta", "primary", "second"),
    ]


@pytest.mark.parametrize(
    "content",
    ["text before\n=== pe | primary\nx\n", "=== pe | primary\nx\n=== pe, primary\ny\n", "=== pe | primary\n{c:Zog\n"],
)
def test_a_file_that_is_not_as_it_should_be_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "odd.txt").write_text(content, "utf-8")
    with pytest.raises(ValueError, match=r"odd\.txt"):
        read_posts(tmp_path)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("{a:Dawn} and {c:Zog}", "child"),
        ("{a:Dawn} reads {f:Matilda}", "no child"),
        ("{n:Grace} before lunch", "nobody"),
        ("Wet play", "nobody"),
    ],
)
def test_posts_are_grouped_by_whom_they_name(text: str, group: str) -> None:
    assert read_post("pe", "primary", text).record().group == group


def test_a_name_in_a_handle_counts_neither_way() -> None:
    record = read_post("pe", "primary", "by @{c:jules|Julia Kiss}.draws and #Well{c:Done}{c:Poppy|Poppy Nash}").record()
    assert [record.text[a:b] for a, b in record.ignore] == ["jules"]
    assert [record.text[a:b] for a, b in record.spans] == ["Done", "Poppy"]
    assert record.roles == ("child", "child")


class OneName:
    """Gives everybody the same name."""

    def origin(self) -> str:
        return "anywhere"

    def forename(self, origin: str) -> str:
        assert origin == "anywhere"
        return "Zuri"

    def surname(self, origin: str) -> str:
        assert origin == "anywhere"
        return "Nkemba Pratt"


def varied(text: str) -> set[tuple[str, tuple[str, ...]]]:
    post = read_post("pe", "primary", text)
    found = set()
    for seed in range(200):
        record = vary_post(post, random.Random(seed), OneName())  # type: ignore[arg-type]
        assert [record.text[a:b].casefold() for a, b in record.lookalikes] == [
            post.text[a:b].casefold() for a, b in post.lookalikes
        ]
        found.add((record.text, record.roles))
    return found


@pytest.mark.parametrize(
    ("text", "renamed"),
    [
        ("Well done {c:Wilf|Wilfred Barnes}!", "Well done Zuri!"),
        ("Well done {c:Wilfred Barnes|Wilfred Barnes}!", "Well done Zuri Nkemba Pratt!"),
        ("{c:Barnes|Wilfred Barnes} bowled", "Nkemba Pratt bowled"),
        ("{c:W. Barnes|Wilfred Barnes} bowled", "Z. Nkemba Pratt bowled"),
        ("{c:Wilf B|Wilfred Barnes} bowled", "Zuri N bowled"),
        ("{c:Barnes, Wilf|Wilfred Barnes} bowled", "Nkemba Pratt, Zuri bowled"),
        ("{c:WILF|Wilfred Barnes} bowled", "ZURI bowled"),
        ("{c:wilf|Wilfred Barnes} Bowled", "zuri Bowled"),
        ("#Go{c:Barnes|Wilfred Barnes}Go now", "#GoNkembaPrattGo now"),
        ("Thanks to Mrs {a:Pym}", "Thanks to Mrs Nkemba Pratt"),
        ("Thanks to {a:Dawn}", "Thanks to Zuri"),
    ],
)
def test_a_new_name_has_the_form_of_the_old_one(text: str, renamed: str) -> None:
    plain = read_post("pe", "primary", text)
    found = varied(text)
    assert renamed in {new for new, _ in found}
    assert {new.casefold() for new, _ in found} == {plain.text.casefold(), renamed.casefold()}
    assert {roles for _, roles in found} == {plain.record().roles}


def test_figures_and_lookalikes_keep_their_names() -> None:
    text = "{n:Grace} reads {f:Matilda} by {f:Roald Dahl}"
    assert {(new.casefold(), roles) for new, roles in varied(text)} == {
        ("grace reads matilda by roald dahl", ("figure", "figure"))
    }


def test_an_example_tells_names_roles_and_lookalikes() -> None:
    text = "Grace : Zog , Ann Pym"
    record = Record(text, ((8, 11), (14, 21)), roles=("child", ""), lookalikes=((0, 5),))
    maker = ExampleMaker(TOKENIZER)
    example = maker(record)
    firsts = maker.encode(maker.nlp.make_doc(text))[2]
    assert example.targets[firsts].argmax(axis=1).tolist() == [0, 0, 1, 0, 1, 2]
    assert example.targets[firsts].sum(axis=1).tolist() == [3, 1, 1, 1, 1, 1]
    assert example.roles[firsts].tolist() == [
        [0, 0, 0],
        [0, 0, 0],
        np.eye(3)[ROLES.index("child")].tolist(),
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
    ]
    assert example.targets.sum() == 8
