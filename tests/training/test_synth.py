"""Invented posts: the same seed writes the same, and the two parts share neither names nor templates."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip(
    "faker", reason="the training's requirements are not installed: pip install -r training/requirements.txt"
)
pytest.importorskip("anyascii", reason="as above")

from names_model.names import load_origins
from names_model.synth import write_posts

DATA = Path(__file__).parents[2] / "training" / "data"


def test_the_parts_share_no_name() -> None:
    parts = [load_origins(DATA / "names.toml", part) for part in ("train", "heldout")]
    forenames, surnames = (
        [{name.casefold() for origin in part for name in getattr(origin, kind)} for part in parts]
        for kind in ("forenames", "surnames")
    )
    assert forenames[0].isdisjoint(forenames[1])
    assert surnames[0].isdisjoint(surnames[1])
    assert 0.1 < len(forenames[1]) / len(forenames[0] | forenames[1]) < 0.3


def test_a_seed_writes_the_same_posts_again_and_another_others() -> None:
    first, again, other = (write_posts("train", 30, 0.5, seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_names_stand_where_they_are_said_to() -> None:
    posts = write_posts("train", 200, 0.5, 3)
    for post in posts:
        assert bool(post.spans) <= (post.group == "person")
        for start, end in post.spans:
            assert 0 <= start < end <= len(post.text)
            assert post.text[start:end].strip()
    assert 60 < sum(post.group == "person" for post in posts) < 140
