"""What a school posts every day passes under every policy, with nothing above a note.

Words that only look wrong are left alone.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import cast

import pytest

from postcheck.config.packs import load_pack
from tests.judge.desk import PACKS, judge, loud

HEAD = "---\nchannel: facebook\naccount: Hillside Primary\npublish_at: 2026-12-01T09:00\n---\n"
PICTURE = """---
channel: facebook
account: Hillside Primary
images:
  - file: picture.png
    alt: {alt}
    people: []
    permission: HT-2026-11
---
"""

POSTS = tomllib.loads(Path(__file__).with_name("clean_posts.toml").read_text(encoding="utf-8"))
CLEAN: dict[str, str] = POSTS["clean"]
BAIT: dict[str, list[str]] = POSTS["bait"]


def said(draft: str, folder: Path, words: str = "") -> list[tuple[str, str, str]]:
    """Return what stops a post under any policy: rule, level and words."""
    return [
        (flag.rule, flag.severity, flag.evidence)
        for pack in PACKS
        for flag in loud(judge(pack, draft, folder, words=words))
    ]


@pytest.mark.parametrize("body", [pytest.param(text, id=name) for name, text in CLEAN.items()])
def test_a_clean_post_passes_under_every_policy(body: str, tmp_path: Path) -> None:
    assert said(HEAD + body, tmp_path) == []


@pytest.mark.parametrize(
    ("alt", "words", "body"),
    [
        ("The new library with its reading corner", "Library", "The new library is open!"),
        ("A poster for the winter fair", "Winter Fair Friday 3 pm tickets one pound", "Come to the winter fair."),
        ("A menu on a board", "Fish and chips or vegetable lasagne", "Friday's lunch."),
        ("The pond in the rain", "", "Our pond is full again."),
        ("Empty stage with lights", "Hillside Primary presents", "One week to go!"),
    ],
)
def test_a_clean_picture_passes_under_every_policy(alt: str, words: str, body: str, tmp_path: Path) -> None:
    assert said(PICTURE.format(alt=alt) + body, tmp_path, words) == []


def test_a_post_without_a_header_passes(tmp_path: Path) -> None:
    assert said("The harvest assembly is at 2 pm on Friday. All welcome!\n", tmp_path) == []


@pytest.mark.parametrize(
    "bait",
    [pytest.param(text, id=f"{name}-{number}") for name, texts in BAIT.items() for number, text in enumerate(texts)],
)
def test_words_that_only_look_wrong_are_left_alone(bait: str, tmp_path: Path) -> None:
    assert said(HEAD + bait, tmp_path) == []


def test_there_is_bait_for_every_lexicon_of_wording() -> None:
    used = {
        name.partition(".")[0]
        for pack in PACKS
        for rule in load_pack(pack).rules
        if rule.check == "phrases"
        for name in cast("tuple[str, ...]", rule.params["words"])
    }
    assert used | {"material", "brands"} == set(BAIT)
    assert all(len(texts) >= 10 for texts in BAIT.values())
