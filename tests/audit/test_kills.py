"""Audits that are killed at any moment, whole or in part, go on where they were, and end as if nothing had happened."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import time
from contextlib import suppress

import pytest

from postcheck.audit.store import AuditStore
from tests.audit.conftest import Contents
from tests.builders.audits import Audits, kill, workers
from tests.fakes.forked_audits import ForkedAudits, Kill

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process groups")
KILLS, WORKERS_KILLED = 20, 5
LONGEST = 0.9
"""Seconds within which an audit is killed; few take longer."""
TWICE = """
CREATE TABLE twice (what TEXT NOT NULL);
CREATE TRIGGER medium_twice BEFORE UPDATE ON media WHEN OLD.state = 'read' BEGIN
    INSERT INTO twice VALUES ('medium');
END;
CREATE TRIGGER text_twice BEFORE INSERT ON opinions WHEN EXISTS (SELECT 1 FROM opinions WHERE text = NEW.text) BEGIN
    INSERT INTO twice VALUES ('text');
END;
"""


def counting(audits: Audits, store: str) -> None:
    """Make a store that notes what is read although it is in it already."""
    AuditStore(audits.folder / store, create=True).close()
    database = sqlite3.connect(audits.folder / store)
    database.executescript(TWICE)
    database.close()


def compare(audits: Audits, store: str, undisturbed: Contents) -> None:
    found = audits.contents(store)
    assert found.pop("twice", []) == []
    assert found == undisturbed


def test_killed_at_twenty_moments_it_ends_as_undisturbed(audits: Audits, light_undisturbed: Contents) -> None:
    moments, number, killed, done = random.Random(15), 0, 0, False
    counting(audits, "killed-0.db")
    with ForkedAudits(audits) as forked:
        while killed < KILLS or not done:
            store = f"killed-{number}.db"
            kind = Kill.EVERYTHING if killed < KILLS else Kill.NOTHING
            code, said = forked.read(store, kind, moments.uniform(0.0, LONGEST))
            assert code in {0, -signal.SIGKILL}, said
            killed += code != 0
            if done := code == 0:
                compare(audits, store, light_undisturbed)
                number += 1
                counting(audits, f"killed-{number}.db")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
def test_a_process_of_the_pool_is_killed(audits: Audits, light_undisturbed: Contents) -> None:
    moments = random.Random(17)
    with ForkedAudits(audits) as forked:
        for number in range(WORKERS_KILLED):
            store = f"worker-{number}.db"
            counting(audits, store)
            code, said = forked.read(store, Kill.WORKER, moments.uniform(0.0, LONGEST / 2) if number else 0.0)
            assert code == 0, said
            compare(audits, store, light_undisturbed)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
def test_the_whole_program_is_killed_and_then_one_of_its_processes(audits: Audits, undisturbed: Contents) -> None:
    counting(audits, "whole.db")
    for first, wait in ((True, 2.5), (False, 1.0)):
        process = audits.start("whole.db", "--jobs", "2")
        while process.poll() is None and not (found := workers(process.pid)):
            time.sleep(0.02)
        time.sleep(wait)
        if first:
            kill(process)
            continue
        with suppress(ProcessLookupError):
            os.kill(found[0], signal.SIGKILL)
        _, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
    compare(audits, "whole.db", undisturbed)


def test_an_interrupted_audit_says_how_to_go_on(audits: Audits, light_undisturbed: Contents) -> None:
    process = audits.start("stopped.db", "--jobs", "1", light=True)
    while process.poll() is None and not workers(process.pid):
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 2, err
    assert "run the same command again" in out
    assert err == ""
    assert audits.read("stopped.db", light=True).returncode == 0
    compare(audits, "stopped.db", light_undisturbed)


def test_two_audits_on_one_store(audits: Audits) -> None:
    with AuditStore(audits.folder / "busy.db", create=True):
        second = audits.read("busy.db")
    assert second.returncode == 2
    assert "another audit is using this store" in second.stderr
    assert "Traceback" not in second.stderr
