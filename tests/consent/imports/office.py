"""A school office: its exports, and what becomes of them. The pupils are invented."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from postcheck.consent.imports import import_consent
from postcheck.errors import ConsentListError, PostcheckError
from postcheck.model.consent_import import ImportSummary
from postcheck.model.settings import ImportMapping

NAMES = ("Amelia", "Carter", "Millie", "Rhys", "Morgan", "Zainab", "Qureshi", "Tomasz", "Wójcik")


class Office:
    """A school office: its exports, and what its settings say about them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "consent.csv"
        self.files: list[Path] = []

    def export(self, text: str, name: str = "export.csv", encoding: str = "utf-8") -> None:
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        os.utime(path, (1_793_268_000, 1_793_268_000))  # 29 October 2026
        self.files.append(path)

    def run(
        self,
        system: str,
        *,
        types: tuple[str, ...] = (),
        meanings: tuple[str, ...] = (),
        force: bool = False,
        **mapping: object,
    ) -> ImportSummary:
        mappings: Mapping[str, ImportMapping] = {system: ImportMapping(**mapping)} if mapping else MappingProxyType({})  # type: ignore[arg-type]
        return import_consent(
            tuple(self.files), system, self.out, mappings=mappings, types=types, meanings=meanings, force=force
        )

    def refused(self, system: str, error: type[PostcheckError] = ConsentListError, **how: object) -> PostcheckError:
        with pytest.raises(error) as caught:
            self.run(system, **how)  # type: ignore[arg-type]
        assert not self.out.exists()
        assert [path.name for path in self.folder.glob(".postcheck*")] == []
        assert not any(name.casefold() in str(caught.value).casefold() for name in NAMES)
        return caught.value

    @property
    def rows(self) -> list[dict[str, str]]:
        with self.out.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def column(self, name: str) -> dict[str, str]:
        return {row["pupil_id"]: row[name] for row in self.rows}


ARBOR = """\
"Photos on social media: report of 29 Oct 2026"\r
\r
"Student ID","UPN","Legal First Name","Legal Last Name","KnownAsFirstName","KnownAsLastName",\
"Year Group","Reg Form","Status","Date Received"\r
"1001","A1","Amelia","Carter","Millie","","Year 4","4C","Received","01 Sep 2026"\r
"1002","A2","Rhys","Morgan","","","Year 4","4C","Declined","02 Sep 2026"\r
\r
"1003","A3","Zainab","Qureshi","","","Year 5","5B","Pending",""\r
"Total: 3 students","","","","","","","","",""\r
"""

SIMS = """\
Adno,Legal Surname,Legal Forename,Preferred Surname,Preferred Forename,Year Group,Reg,House,\
Photograph Student,School Trips,Copyright Permission
000123,Carter,Amelia,Carter,Millie,Year  4,4C,Red,T,T,
000124,Morgan,Rhys,,,Year  4,4C,Blue,F,T,T
000125,Wójcik,Tomasz,,,Year  6,6P,Red,,,
,,,,,,,,,,
Number of students: 3,,,,,,,,,,
"""

JUNIPER = """\
Pupil ID,Forename,Surname,Year,Class,Consent,Status,Informed By,Date
P1,Amelia,Carter,4,4C,Photos online,Granted,Mother,01/09/2026
P1,Amelia,Carter,4,4C,Name online,Not Granted,Mother,01/09/2026
P2,Rhys,Morgan,4,4C,Photos online,Requested,,
P2,Rhys,Morgan,4,4C,Name online,Granted,Pupil,02/09/2026
"""

DATABRIDGE = """\
Student ID,First Name,Last Name,Topic,Consent Denied,Date,Given By,Archived
1,Amelia,Carter,Photos,No,01/09/2026,Parent,No
2,Rhys,Morgan,Photos,Yes,01/09/2026,Parent,No
3,Zainab,Qureshi,Photos,Yes,01/09/2024,Parent,Yes
3,Zainab,Qureshi,Photos,No,01/09/2026,Parent,No
4,Tomasz,Wójcik,Photos,,01/09/2026,Parent,No
"""
