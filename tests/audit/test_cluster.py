"""Audits that are read by Dask: as on one machine, whatever becomes of the workers."""

from __future__ import annotations

import builtins
import os
import pickle
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from postcheck.archive import Member
from postcheck.audit import remote, work
from postcheck.audit.cluster import dask_scheduler
from postcheck.audit.reading import Watcher, read_archives
from postcheck.audit.remote import FailedOnWorkerError, Sealed, Told
from postcheck.audit.store import AuditStore
from postcheck.audit.work import BROKE_DOWN, MediumRead, Portion, Setup
from postcheck.errors import ClusterError, UsageError
from postcheck.extras import how_to_add
from postcheck.model.reading import Reading
from postcheck.model.settings import CacheSettings, OcrSettings
from tests.audit.conftest import Contents
from tests.builders.audits import Audits, kill
from tests.builders.command import run_here
from tests.builders.dask_cluster import Cluster, cluster
from tests.fakes.dask_killer import DEADLY
from tests.fakes.light_reader import LightWorker

dask = pytest.importorskip("dask")
pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="process groups")


@pytest.fixture(scope="module")
def two_workers(audits: Audits) -> Iterator[Cluster]:
    with cluster(audits, 2) as made:
        yield made


@pytest.fixture(scope="module")
def two_light_workers(audits: Audits) -> Iterator[Cluster]:
    with cluster(audits, 2, "--preload", "tests.fakes.light_reader") as made:
        yield made


@pytest.fixture
def light(audits: Audits, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have this process, in the folder of the archives, read as light workers do."""
    monkeypatch.chdir(audits.folder)
    monkeypatch.setattr(work, "_Worker", LightWorker)
    work._workers.clear()  # noqa: SLF001 - of another kind
    yield
    work._workers.clear()  # noqa: SLF001 - as above


def setup_of(*archives: str) -> Setup:
    return Setup(archives, OcrSettings(engine="tesseract"), CacheSettings(enabled=False), "", 1)


class Hearing(Watcher):
    """Does something once the first medium was looked at."""

    def __init__(self, then: Any) -> None:
        self._then = then

    def looked_at(self, media: int) -> None:
        del media
        then, self._then = self._then, lambda: None
        then()


def test_the_result_is_that_of_one_machine(audits: Audits, undisturbed: Contents, two_workers: Cluster) -> None:
    done = audits.read("dask.db", "--scheduler", two_workers.address)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert audits.contents("dask.db") == undisturbed
    # Nothing that was published is in the logs, neither words nor names of files.
    assert not re.search(r"Amelia|Zo|pic-\d|medal", two_workers.log)


def test_archives_behind_addresses(audits: Audits, light_undisturbed: Contents, two_light_workers: Cluster) -> None:
    given = tuple(f"file://{audits.folder}/{name}" for name in audits.archives)
    done = audits.read("addresses.db", "--scheduler", two_light_workers.address, given=given, light=True)
    assert done.returncode == 0, done.stderr
    found = audits.contents("addresses.db")
    assert {row[0] for row in found["media"]} == set(given)
    assert [row[1:4] for row in found["media"]] == [row[1:4] for row in light_undisturbed["media"]]
    assert len(found["items"]) == len(light_undisturbed["items"])


def test_local_workers_keep_the_memory_that_the_next_picture_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, int] = {}

    def start(**_: object) -> None:
        given.update(dask.config.get("distributed.nanny.pre-spawn-environ"))
        raise InterruptedError

    monkeypatch.setattr("distributed.LocalCluster", start)
    with pytest.raises(InterruptedError), dask_scheduler("local", 1, lambda: False):
        pass
    assert given == {"OMP_NUM_THREADS": 1}


def test_local_starts_workers_of_its_own(audits: Audits, undisturbed: Contents) -> None:
    done = audits.read("local.db", "--scheduler", "local", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert audits.contents("local.db") == undisturbed


@pytest.mark.usefixtures("light")
def test_workers_are_killed_until_none_is_left(
    audits: Audits, light_undisturbed: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postcheck.audit.cluster._PATIENCE", 1.0)
    with cluster(audits, 2, "--preload", "tests.fakes.light_reader") as two:
        with (
            AuditStore(Path("lost.db"), create=True) as store,
            dask_scheduler(two.address, 1, lambda: False) as scheduler,
        ):
            watcher = Hearing(lambda: kill(two.workers[0]))
            read_archives(list(audits.archives), store, setup_of(*audits.archives), scheduler, watcher)
            assert two.workers[0].poll() is not None
        assert audits.contents("lost.db") == light_undisturbed

        with AuditStore(Path("none.db"), create=True) as store:
            with dask_scheduler(two.address, 1, lambda: False) as scheduler:
                watcher = Hearing(lambda: kill(two.workers[1]))
                with pytest.raises(ClusterError, match="no workers"):
                    read_archives(list(audits.archives), store, setup_of(*audits.archives), scheduler, watcher)
            assert 0 < store.counts().media_to_do < store.counts().media
    assert audits.read("none.db", light=True).returncode == 0
    assert audits.contents("none.db") == light_undisturbed


def test_a_medium_at_which_workers_die_was_not_looked_at(audits: Audits, light_undisturbed: Contents) -> None:
    preloaded = ("--preload", "tests.fakes.light_reader", "--preload", "tests.fakes.dask_killer")
    with cluster(audits, 1, *preloaded, failures=0) as deadly:
        done = audits.read("deadly.db", "--scheduler", deadly.address, light=True)
    assert done.returncode == 3, done.stderr  # there is something that could not be opened
    assert {row[3] for row in audits.contents("deadly.db")["media"]} == {"read", "unopened"}
    with AuditStore(audits.folder / "deadly.db") as store:
        readings = {
            media.member.file: read.reading
            for item in store
            for media, read in zip(item.item.media, item.readings, strict=True)
            if media.member
        }
    died = {name for name, one in readings.items() if one and BROKE_DOWN in [gap.reason for gap in one.unexamined]}
    assert died == {DEADLY}
    assert len(readings) == len(light_undisturbed["media"])


@pytest.mark.usefixtures("light")
def test_it_is_stopped(audits: Audits, two_light_workers: Cluster) -> None:
    stopped: list[bool] = []
    with (
        AuditStore(Path("stop.db"), create=True) as store,
        dask_scheduler(two_light_workers.address, 1, lambda: bool(stopped)) as scheduler,
    ):
        read_archives(
            list(audits.archives), store, setup_of(*audits.archives), scheduler, Hearing(lambda: stopped.append(True))
        )
        counts = store.counts()
        assert 0 < counts.media_to_do < counts.media


@pytest.mark.usefixtures("light")
def test_nobody_is_at_the_address(audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postcheck.audit.cluster._CONNECT", 1.0)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        options = ("--store", "nobody.db", "--no-config", "--scheduler", address)
        code, _, err = run_here(
            ("audit", "read", *audits.archives, *options), folder=audits.folder, environ=audits.environ
        )
    assert code == 2
    assert err.startswith(f"postcheck: no Dask scheduler answers at {address}.")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("address", ["8786", "http://127.0.0.1:8786", "127.0.0.1:8786"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(UsageError, match="address"), dask_scheduler(address, 1, lambda: False):
        pass


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name.partition(".")[0] in {"distributed", "cryptography"}:
            raise ImportError(name)
        return usual(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ClusterError) as raised, dask_scheduler("tcp://127.0.0.1:8786", 1, lambda: False):
        pass
    assert raised.value.advice == how_to_add("cluster")


def told(setup: Setup, **other: str) -> Sealed:
    versions = tuple((name, other.get(name, value)) for name, value in work.versions(setup))
    return Sealed(pickle.dumps(Told(setup, versions)))


def answer(told: Sealed, portion: Portion) -> work.Outcome:
    outcome: work.Outcome = pickle.loads(remote.do(told, Sealed(pickle.dumps(portion))).data)  # noqa: S301 - our own
    return outcome


@pytest.mark.parametrize(("name", "version"), [("postcheck", "9.9.9 abc"), ("tesseract", "tesseract 9.9")])
def test_a_worker_that_is_another_is_refused(audits: Audits, name: str, version: str) -> None:
    setup = setup_of(str(audits.folder / "posts"))
    member = Member(str(audits.folder / "posts"), "pic-1.jpg")
    assert answer(told(setup), Portion(media=(member,))).error is None
    error = answer(told(setup, **{name: version}), Portion(media=(member,))).error
    assert isinstance(error, ClusterError)
    own = dict(work.versions(setup))[name].split()[0]
    assert version.split()[-1 if name == "tesseract" else 0] in error.message
    assert f"A worker has {name} {own}" in error.message


def test_a_worker_that_does_not_see_the_archive_says_so(tmp_path: Path) -> None:
    setup = setup_of(str(tmp_path / "Amelia"))
    error = answer(told(setup), Portion(media=(Member("Amelia", "a.jpg"),))).error
    assert isinstance(error, ClusterError)
    assert "does not see" in error.message
    assert "Amelia" not in str(error)


def test_a_failure_on_a_worker_quotes_nothing(audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("Amelia Carter")

    setup = setup_of(str(audits.folder / "posts"))
    given = told(setup)
    monkeypatch.setattr(work, "do", fail)
    with pytest.raises(FailedOnWorkerError) as raised:
        remote.do(given, Sealed(pickle.dumps(Portion(texts=("Amelia Carter",)))))
    assert str(raised.value) == "ValueError"
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None
    assert repr(given) == "<sealed>"


def test_threads_of_a_worker_take_turns(audits: Audits, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most = [0], [0]

    def look(self: object, member: Member) -> MediumRead:
        del self
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        time.sleep(0.02)  # for others to come in, if they may
        inside[0] -= 1
        return MediumRead(member.file, Reading())

    monkeypatch.setattr(work._Worker, "read", look)  # noqa: SLF001 - where threads would meet
    setup = setup_of(str(audits.folder / "posts"))
    members = [Member("posts", f"pic-{number}.jpg") for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda member: work.do(setup, Portion(media=(member,))), members))
    assert [one.media[0].content for one in found] == [member.file for member in members]
    assert most == [1]
