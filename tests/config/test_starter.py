"""What ``init`` finds, and the settings file that it writes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.config.settings import load_settings
from postcheck.config.starter import Choices, look_around, starter_settings

CONSENT = "pupil_id,forename,surname,photo\nP1,Amelia,Carter,given\n"
PEOPLE = "name,kind,note\nMrs Okonkwo,staff,\n"


def test_lists_are_told_apart_and_found_one_folder_down(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "roll.csv").write_text(CONSENT)
    (tmp_path / "consent-2026.csv").write_text(CONSENT)
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "menu.csv").write_text("day,dish\nMonday,pie\n")
    (tmp_path / "broken.csv").write_bytes(b'"')
    found = look_around(tmp_path)
    assert [path.name for path in found.consent] == ["consent-2026.csv", "roll.csv"]
    assert [path.name for path in found.people] == ["people.csv"]


@pytest.mark.parametrize(
    ("file", "expected"), [("drafts/star.md", "drafts"), ("posts/july/fair.txt", "posts"), ("drafts/photo.jpg", None)]
)
def test_drafts_are_a_folder_with_text_in_it(tmp_path: Path, file: str, expected: str | None) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text("Well done!")
    drafts = look_around(tmp_path).drafts
    assert (drafts.name if drafts else None) == expected


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    found = look_around(tmp_path / "nowhere")
    assert (found.consent, found.people, found.drafts) == ((), (), None)


@given(
    names=st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip),
        max_size=3,
        unique=True,
    ),
    file=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"), min_size=1, max_size=20),
)
def test_whatever_things_are_called_the_file_is_toml(names: list[str], file: str) -> None:
    folder = Path("/school/posts")
    text = starter_settings(Choices("snmat", (folder / file,), (), ("facebook", "x"), tuple(names)), folder)
    parsed = tomllib.loads(text)
    assert parsed["policy"] == "snmat"
    assert parsed["consent"] == (folder / file).relative_to(folder).as_posix() or file in {".", ".."}
    assert [account["name"] for account in parsed.get("account", [])] == names


def test_the_file_loads_and_means_what_was_chosen(tmp_path: Path) -> None:
    consent, people = tmp_path / "lists" / "consent.csv", tmp_path / "people.csv"
    consent.parent.mkdir()
    consent.write_text(CONSENT)
    people.write_text(PEOPLE)
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    text = starter_settings(Choices("aspire", (consent,), (people,), ("facebook",), ("Hillside Primary",)), drafts)
    (drafts / "postcheck.toml").write_text(text)
    settings = load_settings(drafts / "postcheck.toml")
    assert settings.policy == "aspire"
    assert settings.consent[0].samefile(consent)
    assert settings.people[0].samefile(people)
    assert settings.channels == ("facebook",)
    assert [account.name for account in settings.accounts] == ["Hillside Primary"]


def test_what_is_left_open_stands_there_as_a_remark() -> None:
    text = starter_settings(Choices("baseline"), Path("/school"))
    assert tomllib.loads(text) == {"policy": "baseline"}
    for line in (
        '# consent = "consent.csv"',
        '# people = ["people.csv"]',
        '# channels = ["facebook"]',
        "# [[account]]",
    ):
        assert line in text.splitlines()
