"""Archives that are read again: what has changed is looked at, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from postcheck.archive import Member
from postcheck.audit.opinions import StoredOpinions
from postcheck.audit.reading import Watcher, read_archives
from postcheck.audit.store import AuditStore
from postcheck.audit.work import MediumRead, Outcome, Portion, Setup
from postcheck.find.language import Reading as Opinion
from postcheck.find.language import model_identity
from postcheck.model.reading import Reading
from postcheck.model.settings import CacheSettings, OcrSettings
from postcheck.model.text import Passage, PlaceKind
from tests.builders import archives
from tests.fakes.models import NamingModel


class Here:
    """Does the work without looking at anything, and remembers what it was given."""

    def __init__(self) -> None:
        self.media: list[str] = []
        self.texts: list[str] = []

    def run(self, setup: Setup, portions: Iterable[Portion]) -> Iterator[tuple[Portion, Outcome]]:
        del setup
        for portion in portions:
            self.media += [member.file for member in portion.media]
            self.texts += portion.texts
            yield portion, Outcome(tuple(map(looked_at, portion.media)), tuple(Opinion() for _ in portion.texts))


def looked_at(member: Member) -> MediumRead:
    return MediumRead("0" * 64, Reading((Passage(member.file, PlaceKind.FILENAME, member.file, "filename"),)))


def read(folder: Path, store: AuditStore) -> list[str]:
    return work_of(folder, store).media


def work_of(folder: Path, store: AuditStore, model: str = "") -> Here:
    """Read a folder, and return who did it."""
    scheduler = Here()
    setup = Setup((str(folder),), OcrSettings(), CacheSettings(enabled=False), model, 1)
    read_archives([folder], store, setup, scheduler, Watcher())
    return scheduler


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


def test_what_one_language_model_sees_is_never_taken_for_what_another_does(tmp_path: Path, store: AuditStore) -> None:
    folder = archives.folder(tmp_path / "posts", {"a.md": "Seren sang.\n", "b.md": "The hall.\n"})
    model = archives.folder(tmp_path / "model", {"meta.json": '{"name": "names", "version": "1"}', "weights": "one"})
    first = work_of(folder, store).texts
    assert {"Seren sang.", "The hall."} <= {text.strip() for text in first}
    assert work_of(folder, store).texts == []
    assert work_of(folder, store, str(model)).texts == first
    assert work_of(folder, store, str(model)).texts == []
    assert work_of(folder, store).texts == []
    for name, changed in (("meta.json", '{"name": "names", "version": "2"}'), ("weights", "other")):
        archives.folder(model, {name: changed})
        assert work_of(folder, store, str(model)).texts == first


def test_a_report_by_another_language_model_reads_the_texts_again(tmp_path: Path, store: AuditStore) -> None:
    folder = archives.folder(tmp_path / "model", {"meta.json": "{}"})
    for name, score in (("", 0.9), (str(folder), 0.2)):
        model = StoredOpinions(store, name)
        model._model = NamingModel("Seren", score=score)  # noqa: SLF001 - instead of loading one
        assert model.find_persons(["Seren sang."])[0].persons[0].score == score
    for name, score in (("", 0.9), (str(folder), 0.2)):
        assert StoredOpinions(store, name).find_persons(["Seren sang."])[0].persons[0].score == score


def test_a_language_model_is_told_by_what_it_is() -> None:
    assert model_identity() != model_identity("spacy") == model_identity("spacy")
    assert model_identity("none_such") != model_identity("none_such_either")
