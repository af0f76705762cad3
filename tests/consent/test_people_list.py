"""The people list: names that are no pupil's."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.consent.people_list import load_people
from postcheck.errors import PeopleListError
from postcheck.model.people import KnownName, PersonKind


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_lists_are_joined_and_repeated_rows_left_out(tmp_path: Path) -> None:
    staff = written(
        tmp_path / "a.csv", "Name,Kind,Note\nMrs  A. Osei,Staff,head\nHillside Park,place,\nMrs A. Osei,staff,head\n"
    )
    others = written(tmp_path / "b.csv", "name;kind\nB. Quill; GOVERNOR\nC. Dane;\nHillside Park;place\n")
    assert load_people((staff, others)).names == (
        KnownName("Mrs A. Osei", PersonKind.STAFF, "head"),
        KnownName("Hillside Park", PersonKind.PLACE),
        KnownName("B. Quill", PersonKind.GOVERNOR),
        KnownName("C. Dane", PersonKind.OTHER),
    )
    assert load_people(()).names == ()


@pytest.mark.parametrize("kind", list(PersonKind))
def test_every_kind_is_known(tmp_path: Path, kind: PersonKind) -> None:
    assert load_people((written(tmp_path / "a.csv", f"name,kind\nAnn Bly,{kind}\n"),)).names[0].kind is kind


def test_a_list_of_names_alone_is_enough(tmp_path: Path) -> None:
    assert load_people((written(tmp_path / "a.csv", "name,remarks,notes\nAnn Bly,x,y\n"),)).names == (
        KnownName("Ann Bly", PersonKind.OTHER),
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "advice"),
    [
        (
            "name,kind\nAnn Bly,staff\nBo Cray,stuff\n",
            3,
            9,
            'Line 3, column "kind": "stuff" is no kind of person.',
            "staff, governor",
        ),
        ('name,kind\n"Ann\nBly",stuff\n', 3, 6, 'Line 3, column "kind": "stuff"', "staff"),
        ("kind,name\nBly,Ann Bly\n", 2, 1, 'column "kind": this value (not shown, as it holds a name)', "staff"),
        ("name,kind\n ,staff\n", 2, 2, 'Line 2, column "name": This row has no name.', "name"),
        ("name,kind\nAnn Bly\n", 2, None, "Line 2: This row has 1 cells", "row"),
        ("Ann Bly,staff\nBo Cray,staff\n", 1, None, 'no column "name"', "first row"),
        ("name,kinds\nAnn Bly,staff\n", 1, 6, 'Line 1, column "kinds": This column is not known', '"kind"'),
        ("name,kind,Name\nAnn Bly,staff,Bo\n", 1, 11, 'Two columns are named "name".', "Keep"),
    ],
)
def test_faults_name_place_and_remedy_and_nobody(
    tmp_path: Path, text: str, line: int, column: int | None, message: str, advice: str
) -> None:
    path = written(tmp_path / "people.csv", text)
    with pytest.raises(PeopleListError) as caught:
        load_people((path,))
    error = caught.value
    assert (error.file, error.line, error.column) == (str(path), line, column)
    assert message in error.message
    assert advice in error.advice
    assert not any(name in error.message + error.advice for name in ("Ann", "Bly", "Cray"))


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(PeopleListError) as caught:
        load_people((tmp_path / "gone.csv",))
    assert caught.value.file == str(tmp_path / "gone.csv")
    assert "no such file" in caught.value.message
