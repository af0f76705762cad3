"""The list that an import writes: over nothing, for its owner alone, and read back as it was."""

from __future__ import annotations

import csv
import os
import stat

import pytest

from postcheck.consent.consent_list import load_consent
from postcheck.errors import UsageError
from tests.consent.imports.office import Office


def test_a_list_is_never_written_over_by_accident(office: Office) -> None:
    office.export("pupil_id,forename,photo\n1,Amelia,yes\n")
    office.out.write_text("mine")
    with pytest.raises(UsageError, match="a file of this name already"):
        office.run("wonde")
    assert office.out.read_text() == "mine"
    office.run("wonde", force=True)
    assert office.column("photo") == {"1": "given"}
    office.files.append(office.out)
    with pytest.raises(UsageError, match="reads, and would write over it"):
        office.run("wonde", force=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_only_its_owner_may_read_the_list(office: Office) -> None:
    office.export("pupil_id,forename,photo\n1,Amelia,yes\n")
    office.run("wonde")
    assert stat.S_IMODE(office.out.stat().st_mode) == 0o600


def test_nothing_in_the_list_is_a_formula_and_it_is_read_back(office: Office) -> None:
    office.export('pupil_id,forename,surname,photo\n1,"=HYPERLINK(""x"")",-Carter,yes\n@2,+Rhys,Morgan,no\n')
    office.run("wonde")
    with office.out.open(encoding="utf-8-sig", newline="") as file:
        assert not any(cell[:1] in {"=", "+", "-", "@", "\t", "\r"} for row in csv.reader(file) for cell in row)
    assert [(pupil.id, pupil.forename, pupil.surname) for pupil in load_consent(office.out).pupils] == [
        ("1", '=HYPERLINK("x")', "-Carter"),
        ("@2", "+Rhys", "Morgan"),
    ]
