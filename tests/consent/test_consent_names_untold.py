"""Whatever is wrong with a consent list, no message names a pupil."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.consent.consent_list import load_consent
from postcheck.consent.doubts import inspect_consent
from postcheck.errors import ConsentListError

NAMES = st.lists(
    st.sampled_from(["Xanthippe", "Quillon", "Zebedee", "Ottoline", "Jagódka", "Ngozi-Kelechi"]), min_size=1, max_size=2
).map(" ".join)

# Anything may stand in any column, a name too: rows get shifted.
WILD = st.one_of(
    NAMES,
    NAMES,
    st.sampled_from(["", "yes", "perhaps", "P1", "leaver", "2026-01-01", "31/31/2026", "line\nbreak", 'say "so"', "7"]),
)
HEADINGS = [
    "pupil_id",
    "forename",
    "surname",
    "other_names",
    "photo",
    "do_not_publish",
    "given_on",
    "status",
    "remarks",
]


@given(
    header=st.sampled_from(
        [HEADINGS, [*HEADINGS[1:], "photo_socail"], [*HEADINGS[:-1], "photo_socail"], HEADINGS[:4], None]
    ),
    rows=st.lists(st.tuples(NAMES, st.lists(WILD, min_size=8, max_size=9)), min_size=1, max_size=5),
    cut=st.booleans(),
)
def test_no_message_carries_a_name(
    tmp_path_factory: pytest.TempPathFactory, header: list[str] | None, rows: list[tuple[str, list[str]]], cut: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "wild.csv"
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    if header is not None:
        writer.writerow(header)
    # Whoever the names belong to is somewhere in a column of names: only what the list itself calls a name can be told
    # from other words.
    everybody = "Xanthippe Quillon Zebedee Ottoline Jagódka Ngozi-Kelechi"
    writer.writerow(
        ["P0", everybody, *[""] * 7][: len(header or HEADINGS)]
        if header is None or header[0] == "pupil_id"
        else [everybody, *[""] * 8]
    )
    for number, (name, cells) in enumerate(rows):
        writer.writerow([f"P{number % 3}" if number % 2 else name, name, *cells[1:]])
    path.write_text(stream.getvalue()[: -3 if cut else None], encoding="utf-8")
    said: list[str] = []
    try:
        load_consent(path)
    except ConsentListError as error:
        said.append(str(error))
    try:
        found = inspect_consent(path).problems
    except ConsentListError as error:
        said.append(str(error))
    else:
        said.extend(f"{problem.column} {problem.pupil_id} {problem.message} {problem.advice}" for problem in found)
    for name in everybody.replace("-", " ").split():
        assert not any(name.casefold() in text.casefold() for text in said)


@pytest.mark.parametrize(("row", "told"), [("A1,,,Quillon", False), ("A1,Zebedee,,perhaps", True)])
def test_a_row_whose_cells_slipped_tells_no_name(tmp_path: Path, row: str, told: bool) -> None:
    path = tmp_path / "roll.csv"
    path.write_text(f"pupil_id,forename,surname,photo_website\n{row}\n", encoding="utf-8")
    with pytest.raises(ConsentListError) as raised:
        load_consent(path)
    assert (row.rpartition(",")[2] in str(raised.value)) is told
