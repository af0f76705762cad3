"""A folder of many drafts costs as much a draft as one of few: work is counted, not timed."""

from __future__ import annotations

import os
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any, Self

import pytest

from postcheck.config.settings import Overrides
from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.loader import load_draft
from postcheck.drafts.parsed import Parsed
from postcheck.engine.incremental import IncrementalCheck
from postcheck.engine.job import Job, Observer
from tests.fakes.models import NamingModel

CONSENT = (
    "pupil_id,forename,surname,name_first,name_full\nP1,Amelia,Carter,given,given\nP2,Rhys,Morgan,refused,refused\n"
)
FEW, MORE, MANY = 50, 100, 200
LISTING = {"scandir", "listdir"}
FILES = {"stat", "lstat", "open", "readlink", "access"} | LISTING
"""What asks the file system for something."""
LONG_AGO = 1_700_000_000
A_LITTLE = 0.005
"""How much more a draft may cost among twice as many: to sort them takes a little."""


class Calls:
    """Counts calls of functions while it is used with ``with``, in this thread and in those that begin meanwhile."""

    def __init__(self) -> None:
        self.number = 0
        """Those of functions written in C are among them."""
        self.files: Counter[str] = Counter()
        """Those that ask the file system, by name."""

    def __enter__(self) -> Self:
        threading.setprofile(self._called)
        sys.setprofile(self._called)
        return self

    def __exit__(self, *_: object) -> None:
        sys.setprofile(None)
        threading.setprofile(None)

    def _called(self, _frame: FrameType, event: str, what: Any) -> None:
        if event in {"call", "c_call"}:
            self.number += 1
        if event == "c_call" and what.__name__ in FILES:
            self.files[what.__name__] += 1


class Lines:
    """Counts the lines of Python that are run while it is used with ``with``; a loop counts each time round."""

    def __init__(self) -> None:
        self.number = 0

    def __enter__(self) -> Self:
        sys.settrace(self._traced)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)

    def _traced(self, _frame: FrameType, event: str, _what: object) -> Callable[..., Any]:
        self.number += event == "line"
        return self._traced


def drafts(root: Path, number: int, *, pictures: str) -> Path:
    """Return a folder of so many drafts; every second shows a picture, which is there if ``pictures`` names them."""
    folder = root / str(number)
    folder.mkdir()
    for one in range(number):
        shown = f"![A cup]({pictures or 'cup'}-{one:04}.jpg)\n" if one % 2 else ""
        (folder / f"post-{one:04}.md").write_text(f"---\nchannel: facebook\n---\nWell done, Amelia Carter!\n{shown}")
        if shown and pictures:
            (folder / f"{pictures}-{one:04}.jpg").touch()
    for changed in (folder, root):
        os.utime(changed, (LONG_AGO, LONG_AGO))
    return folder


def dearer(few: float, more: float, many: float) -> float:
    """Return by how much a draft costs more among many than among few: 0 if work is linear, whatever a run costs."""
    return (many - more) / (MANY - MORE) / ((more - few) / (MORE - FEW)) - 1


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a folder at which the search for what belongs together ends."""
    (tmp_path / "site" / ".git").mkdir(parents=True)
    return tmp_path / "site"


@pytest.mark.parametrize("pictures", ["award", "post"])  # before the texts, and among them
def test_finding_and_loading_drafts_is_linear(root: Path, pictures: str) -> None:
    def lines(number: int) -> int:
        folder, parsed = drafts(root, number, pictures=pictures), Parsed()
        with Lines() as counted:
            sources = find_drafts([str(folder)], stdin=None, parsed=parsed)
            found = [load_draft(source, parsed=parsed) for source in sources]
        assert (len(found), sum(len(draft.images) for draft in found)) == (number, number // 2)
        return counted.number

    lines(2)  # whatever is loaded and compiled once
    assert abs(dearer(*(lines(number) for number in (FEW, MORE, MANY)))) < A_LITTLE


def test_finding_drafts_that_are_named_one_by_one_is_linear(root: Path) -> None:
    def lines(number: int) -> int:
        folder = root / str(number)
        folder.mkdir()
        for one in range(number):
            (folder / f"post-{one:04}.md").write_text("Well done!")
            (folder / f"post-{one:04}.jpg").touch()
        with Lines() as counted:
            found = find_drafts([str(path) for path in sorted(folder.glob("*.md"))], stdin=None)
        assert len(found) == number * 2
        return counted.number

    lines(2)
    assert abs(dearer(*(lines(number) for number in (FEW, MORE, MANY)))) < A_LITTLE


def test_a_whole_check_is_linear_and_lists_no_folder_for_each_draft(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postcheck.engine.factory.load_language_model", lambda *_, **__: NamingModel("Amelia Carter"))
    (tmp_path / "consent.csv").write_text(CONSENT)
    overrides = Overrides(policy="baseline", consent=(tmp_path / "consent.csv",))

    def calls(number: int) -> Calls:
        job = Job((str(drafts(root, number, pictures="")),), date(2026, 11, 21), overrides, keep_reading=False)
        checks = IncrementalCheck(job, {"POSTCHECK_CACHE_DIR": str(tmp_path / "cache")})
        with Calls() as counted:
            report = checks.check(bytes, Observer())
        assert len(report.posts) == number
        return counted

    calls(2)  # whatever is loaded and compiled once
    few, more, many = (calls(number) for number in (FEW, MORE, MANY))
    assert abs(dearer(few.number, more.number, many.number)) < A_LITTLE
    assert [few.files[name] for name in LISTING] == [many.files[name] for name in LISTING]
    for name in FILES - LISTING:
        if few.files[name] >= FEW:
            assert abs(dearer(few.files[name], more.files[name], many.files[name])) < A_LITTLE
    assert many.files["open"] >= MANY
