"""Whatever an export holds, it is read or said: nothing in it stops a run."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from postcheck.text.html_words import word_set
from tests.builders.archives import ACTIVITY, IG, Reading, as_x, folder

KEYS = [
    *word_set(
        "timestamp data post attachments media uri title comment label label_values value string_map_data name tags "
        "path description thumbnail media_metadata creation_timestamp string_list_data id_str full_text entities "
        "urls extended_entities video_info variants created_at tweet core text createdAt noteTweet profile_v2"
    )
]
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(["../up.jpg", "/", "https://", "posts/media/1.jpg", "2026-09-24T08:00:00Z", "1790236800"]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(sorted(KEYS)), inner, max_size=5)
    ),
    max_leaves=25,
)
FILES: dict[str, tuple[str, Callable[[Any], str]]] = {
    "facebook": (f"{ACTIVITY}/posts/your_posts_1.json", json.dumps),
    "album": (f"{ACTIVITY}/posts/album/0.json", json.dumps),
    "profile": ("profile_information/profile_information.json", json.dumps),
    "instagram": (f"{IG}/content/posts_1.json", json.dumps),
    "personal": ("personal_information/personal_information/personal_information.json", json.dumps),
    "tweets": ("data/tweets.js", lambda value: as_x("tweets", value).decode()),
    "notes": ("data/note-tweet.js", lambda value: as_x("note_tweet", value).decode()),
}


@pytest.mark.parametrize("which", FILES)
@given(value=VALUES)
@example(value=[{"uri": {"uri": "a.jpg"}, "media": {"label": [], "value": 3}}])
@example(value=[{"tweet": []}, {"tweet": {"full_text": 5, "entities": [], "extended_entities": {"media": [3, {}]}}}])
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_any_json_is_read_or_said(which: str, value: Any) -> None:
    name, write = FILES[which]
    with tempfile.TemporaryDirectory() as made:
        read = Reading(folder(Path(made) / "export", {name: write(value)}))
    assert read.tally.not_read == len(read.not_read)
    assert all(one.place.archive for one in read.not_read)


@pytest.mark.parametrize("which", FILES)
@given(data=st.binary(max_size=60))
@settings(max_examples=25)
def test_any_bytes_are_read_or_said(which: str, data: bytes) -> None:
    name, _ = FILES[which]
    with tempfile.TemporaryDirectory() as made:
        read = Reading(folder(Path(made) / "export", {name: data}))
    assert len(read.items) + len(read.not_read) + sum(read.tally.passed_over.values()) + read.tally.files_read > 0
