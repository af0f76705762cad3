"""Archives that are read again: what has changed is looked at, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from postcheck.archive import Member
from postcheck.audit.reading import Watcher, read_archives
from postcheck.audit.store import AuditStore
from postcheck.audit.work import MediumRead, Outcome, Portion, Setup
from postcheck.find.language import Reading as Opinion
from postcheck.model.reading import Reading
from postcheck.model.settings import CacheSettings, OcrSettings
from postcheck.model.text import Passage, PlaceKind
from tests.builders import archives


class Here:
    """Does the work without looking at anything, and remembers what it was given."""

    def __init__(self) -> None:
        self.media: list[str] = []

    def run(self, setup: Setup, portions: Iterable[Portion]) -> Iterator[tuple[Portion, Outcome]]:
        del setup
        for portion in portions:
            self.media += [member.file for member in portion.media]
            yield portion, Outcome(tuple(map(looked_at, portion.media)), tuple(Opinion() for _ in portion.texts))


def looked_at(member: Member) -> MediumRead:
    return MediumRead("0" * 64, Reading((Passage(member.file, PlaceKind.FILENAME, member.file, "filename"),)))


def read(folder: Path, store: AuditStore) -> list[str]:
    scheduler = Here()
    setup = Setup((str(folder),), OcrSettings(), CacheSettings(enabled=False), "", 1)
    read_archives([folder], store, setup, scheduler, Watcher())
    return scheduler.media


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AuditStore]:
    with AuditStore(tmp_path / "audit.db", create=True) as made:
        yield made


def test_a_picture_that_was_changed_is_looked_at_again(tmp_path: Path, store: AuditStore) -> None:
    folder = archives.folder(
        tmp_path / "posts",
        {"star.md": "![a](star.jpg)\n", "star.jpg": archives.picture(), "sea.jpg": archives.picture()},
    )
    assert read(folder, store) == ["sea.jpg", "star.jpg"]
    assert read(folder, store) == []
    archives.folder(folder, {"star.jpg": archives.picture("crimson") + b"\0" * 9})
    assert read(folder, store) == ["star.jpg"]
    assert read(folder, store) == []


def test_what_was_read_in_files_that_are_the_same_is_said_of_each(tmp_path: Path, store: AuditStore) -> None:
    folder = archives.folder(tmp_path / "posts", {"a/one.mp4": b"film", "b/two.mp4": b"film"})
    read(folder, store)
    said = {
        (media.member.file, passage.file)
        for stored in store
        for media, found in zip(stored.item.media, stored.readings, strict=True)
        if media.member and found.reading
        for passage in found.reading.passages
    }
    assert said == {("a/one.mp4", "a/one.mp4"), ("b/two.mp4", "b/two.mp4")}
