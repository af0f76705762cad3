"""``postcheck audit report --jobs``: several processes judge, and the report is that of one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from postcheck.audit import judge_pool, judging
from postcheck.audit.store import AuditStore
from postcheck.engine.processes import Died, pickled
from postcheck.errors import LanguageModelError, PostcheckError, StoreError
from postcheck.find.language import Reading as Opinion
from tests.builders import published
from tests.builders.school import Result, School

RESTRICTED = [(), ("--pupil", "P0001"), ("--since", published.DAY), ("--hide-names",)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with an archive of every source, and a list that was kept."""
    school = School(tmp_path_factory.mktemp("school"))
    published.stored(school.folder / "audit.db", *published.everything(school.folder))
    published.lists(school.folder)
    with AuditStore(school.folder / "audit.db") as store:
        store.keep_list(date.fromisoformat(published.DAY), {"pupil": "row"})
    return school


@pytest.fixture
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have processes judge however few items there are, three at a time."""
    for name, number in (("_ENOUGH", 1), ("_ENOUGH_OF_FEW", 1), ("_TOGETHER", 3)):
        monkeypatch.setattr(judging, name, number)


def report(school: School, *arguments: str, jobs: int) -> Result:
    given = ("--store", "audit.db", "--consent", "consent.csv", "--policy", "baseline", "--date", published.DAY)
    return school.run("audit", "report", *given, *arguments, "--jobs", str(jobs))


class Here:
    """Does in this process what several would."""

    started = 0
    ends: Callable[[int], bytes | Died | None] = staticmethod(lambda _: None)
    """What comes of a portion instead."""

    def __init__(
        self, work: Callable[..., bytes], workers: int, begin: Callable[..., None], told: bytes, _: object
    ) -> None:
        self._work, self._begin, self._told = work, begin, told
        assert workers == 2

    def run(self, portions: Iterable[judge_pool._Portion]) -> Iterator[tuple[judge_pool._Portion, bytes | Died]]:
        """Do every second portion before the one that comes first."""
        type(self).started += 1
        self._begin(self._told, None)
        given = [*portions]
        assert len(given) > 2
        for number in sorted(range(len(given)), key=lambda number: number ^ 1):
            yield given[number], self.ends(number) or self._work(given[number])


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, few_are_enough: None) -> Iterator[type[Here]]:
    """Have portions judged out of order, in this process."""
    del few_are_enough

    class Once(Here):
        pass

    monkeypatch.setattr(judge_pool, "Processes", Once)
    monkeypatch.setattr(judge_pool, "_worker", None)
    monkeypatch.setattr(judge_pool, "_orders", None)
    yield Once
    assert Once.started


@pytest.mark.usefixtures("few_are_enough")
def test_two_processes_say_what_one_says(whole: School) -> None:
    alone = report(whole, "--format", "json", jobs=1)
    assert (alone.code, alone.err) == (1, "")
    assert report(whole, "--format", "json", jobs=2) == alone


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("form", ["rich", "json", "csv", "html", "markdown"])
@pytest.mark.parametrize("restricted", RESTRICTED)
def test_every_report_is_the_same(whole: School, form: str, restricted: tuple[str, ...]) -> None:
    alone = report(whole, *restricted, "--format", form, jobs=1)
    assert len(alone.out) > 0
    assert report(whole, *restricted, "--format", form, jobs=2) == alone


def test_what_processes_die_at_is_judged_all_the_same(whole: School, here: type[Here]) -> None:
    alone = report(whole, "--format", "json", jobs=1)
    here.ends = staticmethod(lambda number: Died() if number % 2 else None)
    assert report(whole, "--format", "json", jobs=2) == alone


def test_a_process_that_can_judge_nothing_ends_the_report(whole: School, here: type[Here]) -> None:
    said = LanguageModelError("the language model is missing.", advice="Install it.")
    here.ends = staticmethod(lambda _: pickled(judge_pool._Answer(error=said)))  # noqa: SLF001 - as it comes
    found = report(whole, "--format", "json", jobs=2)
    assert (found.code, found.out, found.err) == (2, "", "postcheck: the language model is missing. Install it.\n")


def opinions(store: Path) -> list[tuple[str, bytes]]:
    database = sqlite3.connect(store)
    try:
        return database.execute("SELECT * FROM opinions ORDER BY text").fetchall()
    finally:
        database.close()


@pytest.mark.usefixtures("here")
def test_what_the_model_sees_in_new_texts_is_kept(whole: School) -> None:
    alone = report(whole, "--format", "json", jobs=1)
    store = whole.folder / "audit.db"
    known = opinions(store)
    database = sqlite3.connect(store, isolation_level=None)
    database.execute("DELETE FROM opinions")
    database.close()
    assert opinions(store) == []
    assert report(whole, "--format", "json", jobs=2) == alone
    kept = opinions(store)
    assert len(kept) > 10
    assert set(kept) <= set(known)


def test_few_items_are_judged_in_one_process(whole: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge_pool, "Processes", lambda *_: pytest.fail("it starts processes"))
    assert report(whole, "--format", "json", jobs=2).code == 1


def test_a_store_that_is_lent_is_read_and_no_other_audit_gets_in(whole: School) -> None:
    with AuditStore(whole.folder / "audit.db") as store, store.lent():
        lent = AuditStore(whole.folder / "audit.db", lent=True)
        for number in range(500):
            store.add_opinion(f"Text {number}", Opinion())  # waits beside the file
        everything = [*store]
        assert [item for span in store.spans(4) for item in lent.items(span)] == everything
        assert lent.digest("a") == store.digest("a")
        assert lent.opinion("Text 1") is None
        with pytest.raises(PostcheckError):
            lent.add_opinion("Text", Opinion())
        lent.close()
        with pytest.raises(StoreError, match="another audit"):
            AuditStore(whole.folder / "audit.db")
    with AuditStore(whole.folder / "audit.db") as store:
        assert store.opinion("Text 499") == Opinion()


def test_a_name_of_a_store_that_means_something_in_an_address(tmp_path: Path) -> None:
    path = tmp_path / "50% off? #1 & more.db"
    with AuditStore(path, create=True) as store, store.lent():
        assert len(AuditStore(path, lent=True)) == 0
        assert [*store.spans(4)] == []
