"""No fault of any family gets past, and their calm twins pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.school import School
from tests.faults.families import FAMILIES
from tests.faults.fault import ROLL, Fault, check, offences
from tests.faults.past import PAST

FAULTS = [fault for family in FAMILIES for fault in family()]
LEAST, LEAST_CALM = 600, 80


@pytest.fixture(scope="session")
def faulty_school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """One school for all faults: what was read in one picture need not be read anew."""
    school = School(tmp_path_factory.mktemp("faults"))
    (school.folder / "roll.csv").write_text(ROLL, encoding="utf-8")
    return school


def _marked(fault: Fault) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=PAST[fault.id])] if fault.id in PAST else []
    return pytest.param(fault, id=fault.id, marks=marks)


@pytest.mark.parametrize("fault", [_marked(fault) for fault in FAULTS])
def test_no_fault_gets_past(faulty_school: School, tmp_path: Path, fault: Fault) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    assert list(offences(fault, check(faulty_school, fault, folder))) == []


def test_the_suite_is_as_large_as_it_claims() -> None:
    assert {fault.id for fault in FAULTS} >= PAST.keys()
    assert len({fault.id for fault in FAULTS}) == len(FAULTS)
    assert sum(not fault.calm for fault in FAULTS) >= LEAST
    assert sum(fault.calm for fault in FAULTS) >= LEAST_CALM
