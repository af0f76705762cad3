"""What to type for the packages of an extra fits how postcheck was installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck import extras
from postcheck.extras import how_to_add

NEEDED = [
    "rich>=13",
    'dask>=2025.1; extra == "cluster"',
    "starlette>=0.46; extra == 'desk'",
    'uvicorn; extra == "desk"',
]


@pytest.fixture(autouse=True)
def needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "requires", lambda _: NEEDED)


@pytest.mark.parametrize(
    ("made_by", "says"),
    [
        ("pipx_metadata.json", "pipx inject postcheck 'starlette>=0.46' uvicorn"),
        ("uv-receipt.toml", "uv pip install --python {prefix} 'starlette>=0.46' uvicorn"),
        ("", "-m pip install 'starlette>=0.46' uvicorn"),
    ],
)
def test_the_command_is_that_of_what_installed_it(tmp_path: Path, made_by: str, says: str) -> None:
    if made_by:
        (tmp_path / made_by).write_text("")
    assert how_to_add("desk", tmp_path).endswith(says.format(prefix=tmp_path))


def test_where_nothing_is_known_of_it_no_command_is_made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "requires", lambda _: None)
    assert how_to_add("desk", tmp_path) == "Ask whoever made this installation for one with the extra “desk”."
