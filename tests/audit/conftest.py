"""What tests of audits share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.builders.audits import Audits, temporary_audits

Contents = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="session")
def audits() -> Iterator[Audits]:
    """Small archives, for all tests."""
    with temporary_audits() as made:
        yield made


@pytest.fixture(scope="session")
def undisturbed(audits: Audits) -> Contents:
    """What is in a store after an audit that nothing disturbed."""
    done = audits.read("undisturbed.db", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    found = audits.contents("undisturbed.db")
    assert len(found["media"]) > 10
    assert {row[3] for row in found["media"]} == {"read"}
    return found


@pytest.fixture(scope="session")
def light_undisturbed(audits: Audits, undisturbed: Contents) -> Contents:
    """What is in a store after an audit with light readers that nothing disturbed."""
    done = audits.read("light.db", "--jobs", "1", light=True)
    assert done.returncode == 0, done.stderr
    found = audits.contents("light.db")
    assert found["media"] == undisturbed["media"]
    assert found["items"] == undisturbed["items"]
    return found
