"""Archives that are read again: what has changed is looked at, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from postcheck.archive import Member
from postcheck.audit.opinions import InStore
from postcheck.audit.reading import Watcher, read_archives
from postcheck.audit.store import AuditStore
from postcheck.audit.work import MediumRead, Outcome, Portion, Setup
from postcheck.find.known_opinions import KnownOpinions
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


def gone(store: AuditStore) -> set[str]:
    """Return the files of items that their archives no longer have."""
    return {stored.item.place.file for stored in store if stored.gone}


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    return archives.folder(tmp_path / "posts", {f"{name}.md": f"{name} sang.\n" for name in ("one", "two", "three")})


def test_what_an_archive_no_longer_has_is_marked_until_it_has_it_again(posts: Path, store: AuditStore) -> None:
    read(posts, store)
    store.keep_list(date(2026, 6, 1), {})
    for changed, expected in (("two", {"two.md"}), ("", {"two.md"})):
        if changed:
            (posts / f"{changed}.md").unlink()
        read(posts, store)
        assert gone(store) == expected
    archives.folder(posts, {"two.md": "two sang.\n", "three.md": "three sang well.\n"})
    read(posts, store)
    new = {stored.item.texts[0].text.strip() for stored in store if stored.judged is None}
    assert new == {"two sang.", "three sang well."}, "what has come back was published again"
    assert gone(store) == {"three.md"}
    assert len(store) == 4


def test_an_archive_that_is_as_it_was_before_is_read_again(posts: Path, store: AuditStore) -> None:
    read(posts, store)
    away = posts.parent / "two.md"
    (posts / "two.md").rename(away)
    read(posts, store)
    away.rename(posts / "two.md")
    read(posts, store)
    assert gone(store) == set()


class Stops(Watcher):
    """Stops the reading of items."""

    def stopping(self) -> bool:
        return True


class Killed(BaseException):
    """Ends the process."""


def test_a_reading_that_is_stopped_or_killed_marks_nothing(
    posts: Path, store: AuditStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(posts, store)
    (posts / "one.md").unlink()
    setup = Setup((str(posts),), OcrSettings(), CacheSettings(enabled=False), "", 1)
    read_archives([posts], store, setup, Here(), Stops())
    assert gone(store) == set()
    assert store.counts().unfinished == (posts.as_posix(),)
    finish = AuditStore.finish

    def dies(self: AuditStore) -> None:
        finish(self)
        assert gone(self) == {"one.md"}
        raise Killed

    monkeypatch.setattr(AuditStore, "finish", dies)
    with pytest.raises(Killed):
        read(posts, store)
    assert gone(store) == set()
    monkeypatch.undo()
    read(posts, store)
    assert gone(store) == {"one.md"}
    assert store.counts().unfinished == ()


def test_what_could_not_be_read_is_not_taken_for_gone(tmp_path: Path, store: AuditStore) -> None:
    tweet = '{"tweet": {"id_str": "%d", "full_text": "%s sang.", "created_at": "Thu Sep 24 08:00:00 +0000 2026"}}'
    tweets = [tweet % pair for pair in enumerate(("Anna", "Ben", "Cem"), start=1)]
    whole = f"window.YTD.tweets.part0 = [{', '.join(tweets)}]"
    export = archives.folder(
        tmp_path / "x", {"data/tweets.js": whole, "data/account.js": "window.YTD.account.part0 = []"}
    )
    read(export, store)
    assert len(store) == 3
    archives.folder(export, {"data/tweets.js": whole[:-90]})
    read(export, store)
    assert gone(store) == set()
    assert store.not_read()
    archives.folder(export, {"data/tweets.js": f"window.YTD.tweets.part0 = [{tweets[0]}]"})
    read(export, store)
    assert len(gone(store)) == 1
    assert sum(stored.gone for stored in store) == 2


def test_an_item_of_several_archives_is_there_as_long_as_one_has_it(posts: Path, store: AuditStore) -> None:
    other = archives.folder(posts.parent / "other", {"one.md": "one sang.\n", "two.md": "two sang.\n"})
    read(posts, store)
    read(other, store)
    for folder in (posts, other):
        for name in ("one", "two"):
            (folder / f"{name}.md").unlink(missing_ok=folder == posts)
        archives.folder(folder, {"four.md": "four sang.\n"})
        read(folder, store)
        texts = {stored.item.texts[0].text.strip() for stored in store if stored.gone}
        assert texts == (set() if folder == posts else {"one sang.", "two sang."})


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
        seeing = NamingModel("Seren", score=score)
        model = KnownOpinions(InStore(store, name), name, lambda: seeing)  # noqa: B023 - it is called at once
        assert model.find_persons(["Seren sang."])[0].persons[0].score == score
    for name, score in (("", 0.9), (str(folder), 0.2)):
        known = KnownOpinions(InStore(store, name), name, lambda: pytest.fail("it is loaded"))
        assert known.find_persons(["Seren sang."])[0].persons[0].score == score


def test_a_language_model_is_told_by_what_it_is() -> None:
    assert model_identity() != model_identity("spacy") == model_identity("spacy")
    assert model_identity("none_such") != model_identity("none_such_either")
