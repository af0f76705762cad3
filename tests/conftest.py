"""What all tests go by."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.builders.school import School

# How long an example takes says only what else the machine is doing. Every run tries the same examples, so that a red
# test is the change's own doing;
# HYPOTHESIS_EXPLORE=1 looks for new ones.
settings.register_profile("fixed", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("explore" if os.environ.get("HYPOTHESIS_EXPLORE") else "fixed")

# What runs the tests may say how wide its own terminal is; the commands that are tested have none.
os.environ.pop("COLUMNS", None)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Have the million objects that tests are made of not looked through for garbage, now or while they run."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        gc.enable()


@pytest.fixture(autouse=True)
def one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Examine drafts in the tests' own process, with the models that it has loaded and the fakes that it knows."""
    monkeypatch.setattr("postcheck.engine.incremental.worth_it", lambda *_: False)


@pytest.fixture(autouse=True)
def no_texts_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep nothing of what models see in texts, as every test begins with an empty cache anyway."""
    monkeypatch.setattr("postcheck.engine.factory.Factory._texts", lambda *_: None)


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A school of its own for every test."""
    return School(tmp_path)
