"""The natural posts: marked as their README says, half without a child, and nothing of one part in another."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "training" / "data" / "natural"
FILES = {"train": 9, "dev": 2, "test": 3}
POSTS = {"train": 2698, "dev": 600, "test": 900}
HEAD = re.compile(r"^=== ([a-z-]+) \| (primary|secondary)\n", re.MULTILINE)
MARK = re.compile(r"\{([cafn]):([^{}|\n]+)(?:\|([^{}|\n]+))?\}")
LEAST_RUNS, NEAR = 6, 0.4
"""Runs of three words, and the share of a post's, that a near copy has in common with it."""


@dataclass(frozen=True)
class Mark:
    kind: str
    written: str
    registered: str


@dataclass(frozen=True)
class Post:
    text: str
    marks: tuple[Mark, ...]

    @property
    def children(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.kind == "c")


def read(file: Path) -> list[Post]:
    first, *parts = HEAD.split(file.read_text(encoding="utf-8"))
    assert first == ""
    return [
        Post(MARK.sub(r"\2", body), tuple(Mark(kind, name, full) for kind, name, full in MARK.findall(body)))
        for body in parts[2::3]
    ]


CORPUS = {part: [post for file in sorted((FOLDER / part).glob("*.txt")) for post in read(file)] for part in FILES}


@pytest.mark.parametrize("part", FILES)
def test_every_part_has_its_files_and_posts(part: str) -> None:
    assert len(list((FOLDER / part).glob("*.txt"))) == FILES[part]
    assert len(CORPUS[part]) == POSTS[part]
    without = sum(not post.children for post in CORPUS[part])
    assert without / len(CORPUS[part]) == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("part", FILES)
def test_no_mark_is_left_in_a_text_and_none_holds_a_title(part: str) -> None:
    for post in CORPUS[part]:
        assert post.text.strip()
        assert not set("{}") & set(post.text)
        for mark in post.marks:
            assert mark.written == mark.written.strip()
            assert mark.kind == "c" or not mark.registered
            assert not re.match(r"(?:Mr|Mrs|Miss|Ms|Dr) ", mark.written)


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return set(zip(words, words[1:], words[2:], strict=False))


def test_no_post_and_no_near_copy_of_one_is_in_two_parts() -> None:
    posts = [(part, runs(post.text)) for part in FILES for post in CORPUS[part]]
    with_run: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, (_, own) in enumerate(posts):
        for run in own:
            with_run[run].append(number)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in with_run.values():
        for one, two in combinations(numbers, 2):
            if posts[one][0] != posts[two][0]:
                shared[one, two] += 1
    near = [
        pair
        for pair, count in shared.items()
        if count >= LEAST_RUNS and count >= NEAR * min(len(posts[number][1]) for number in pair)
    ]
    assert near == []


def test_no_childs_full_name_is_in_two_parts() -> None:
    names = {
        part: {
            name.casefold()
            for post in posts
            for mark in post.children
            if " " in (name := mark.registered or mark.written)
        }
        for part, posts in CORPUS.items()
    }
    assert [sorted(names[one] & names[two]) for one, two in combinations(FILES, 2)] == [[], [], []]


def test_phone_numbers_are_ofcoms_for_drama() -> None:
    for posts in CORPUS.values():
        for post in posts:
            for number in re.findall(r"(?<!\d)0\d{3,4} ?\d{3} ?\d{3}(?!\d)", post.text):
                digits = number.replace(" ", "")
                assert digits.startswith(("07700900", "01632960")), number
