"""Audits that are killed at any moment, whole or in part, go on where they were, and end as if nothing had happened."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from postcheck.audit.store import AuditStore
from tests.audit.conftest import Contents
from tests.builders.audits import Audits, children, kill

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process groups")
KILLS = 20
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


def test_killed_at_twenty_moments_it_ends_as_undisturbed(audits: Audits, undisturbed: Contents) -> None:
    moments, number, killed = random.Random(15), 0, 0
    counting(audits, "killed-0.db")
    while killed < KILLS:
        process = audits.start(f"killed-{number}.db", "--jobs", "2")
        try:
            process.communicate(timeout=moments.uniform(0.4, 4.0))
        except subprocess.TimeoutExpired:
            kill(process)
            killed += 1
            continue
        assert process.returncode == 0
        compare(audits, f"killed-{number}.db", undisturbed)
        number += 1
        counting(audits, f"killed-{number}.db")
    assert audits.read(f"killed-{number}.db", "--jobs", "2").returncode == 0
    compare(audits, f"killed-{number}.db", undisturbed)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
@pytest.mark.parametrize("wait", [0.0, 1.6])
def test_a_process_of_the_pool_is_killed(audits: Audits, undisturbed: Contents, wait: float) -> None:
    store = f"worker-{wait}.db"
    counting(audits, store)
    process = audits.start(store, "--jobs", "2")
    while process.poll() is None and not (found := children(process.pid, "spawn_main")):
        time.sleep(0.02)
    time.sleep(wait)
    with suppress(ProcessLookupError):
        os.kill(found[0], signal.SIGKILL)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    compare(audits, store, undisturbed)


def test_an_interrupted_audit_says_how_to_go_on(audits: Audits, undisturbed: Contents) -> None:
    process = audits.start("stopped.db", "--jobs", "1")
    while process.poll() is None and not children(process.pid, "spawn_main"):
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 2, err
    assert "run the same command again" in out
    assert "Traceback" not in err
    assert audits.read("stopped.db").returncode == 0
    compare(audits, "stopped.db", undisturbed)


def test_two_audits_on_one_store(audits: Audits) -> None:
    with AuditStore(audits.folder / "busy.db", create=True):
        second = audits.read("busy.db")
    assert second.returncode == 2
    assert "another audit is using this store" in second.stderr
    assert "Traceback" not in second.stderr
