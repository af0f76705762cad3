"""What models saw in texts is remembered between checks: they are loaded for new texts alone, and say the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from postcheck.engine import factory
from postcheck.errors import LanguageModelError
from postcheck.find.concerns import ConcernFinder
from postcheck.find.language import LanguageModel, load_language_model
from tests.builders.school import School

REMEMBERS = factory.Factory._texts  # noqa: SLF001 - what other tests go without
POSTS = {
    "a.md": "---\nchannel: facebook\n---\nWell done, Rhys Morgan! What a lovely afternoon we all had.\n",
    "b.md": "---\nchannel: website\n---\nJeremiah Osgood-Finch was taken to hospital after the match. We miss him.\n",
}


@pytest.fixture(autouse=True)
def remembering(monkeypatch: pytest.MonkeyPatch, no_texts_remembered: None) -> None:
    del no_texts_remembered
    monkeypatch.setattr(factory.Factory, "_texts", REMEMBERS)


@pytest.fixture
def models() -> Iterator[list[str]]:
    """Return what the models were asked to do, by name, since it was last cleared."""
    asked: list[str] = []

    def load(name: str = "", **where: object) -> LanguageModel:
        del where
        asked.append("names")
        return load_language_model(name)

    chances = ConcernFinder._chances_of  # noqa: SLF001 - where its model is asked

    def read(finder: ConcernFinder, text: str) -> object:
        asked.append("concerns")
        return chances(finder, text)

    with (
        mock.patch("tests.builders.command._model_of", load),
        mock.patch("tests.builders.command._chances_of", read),
    ):
        yield asked


@pytest.fixture
def posts(school: School) -> School:
    for name, text in POSTS.items():
        school.draft(text, f"drafts/{name}")
    return school


def test_the_second_check_says_the_same_and_loads_no_model(posts: School, models: list[str]) -> None:
    first = posts.check("drafts")
    assert set(models) == {"names", "concerns"}
    models.clear()
    second = posts.check("drafts")
    assert (second, models) == (first, [])
    assert [len(post["flags"]) > 0 for post in first.report["posts"]] == [True, True]


def test_a_text_that_was_changed_is_read(posts: School, models: list[str]) -> None:
    posts.check("drafts")
    models.clear()
    posts.draft(POSTS["a.md"].replace("Rhys Morgan", "Marmaduke Featherstone, Year 4,"), "drafts/a.md")
    found = posts.check("drafts/a.md")
    assert set(models) == {"names", "concerns"}
    assert any("Marmaduke" in flag["evidence"] for flag in found.post["flags"])


@pytest.mark.parametrize("how", ["option", "settings"])
def test_it_can_be_switched_off(posts: School, models: list[str], how: str) -> None:
    options = ["--no-cache"] if how == "option" else []
    if how == "settings":
        (posts.folder / "postcheck.toml").write_text("[cache]\nenabled = false\n", encoding="utf-8")
    for _ in range(2):
        models.clear()
        posts.check("drafts", *options)
        assert "names" in models
    assert not (posts.folder / ".cache").exists()


def test_it_holds_no_word_of_a_draft(posts: School) -> None:
    posts.check("drafts")
    files = [file for file in (posts.folder / ".cache").rglob("*") if file.is_file()]
    assert files
    held = b"".join(file.read_bytes() for file in files).lower()
    for word in (b"rhys", b"morgan", b"jeremiah", b"osgood", b"hospital", b"afternoon", b"drafts"):
        assert word not in held


def test_what_was_damaged_is_read_again(posts: School, models: list[str]) -> None:
    first = posts.check("drafts")
    for file in (posts.folder / ".cache").glob("texts.db*"):
        file.unlink()
    (posts.folder / ".cache" / "texts.db").write_bytes(b"no database at all")
    (posts.folder / ".cache" / "texts.db").chmod(0o600)
    models.clear()
    assert posts.check("drafts") == first
    assert set(models) == {"names", "concerns"}


def test_a_list_that_changed_is_asked_anew(posts: School, models: list[str]) -> None:
    before = posts.check("drafts/a.md").rules
    models.clear()
    people = posts.folder / "people.csv"
    people.write_text(f"{people.read_text(encoding='utf-8')}Rhys Morgan,staff,teacher\n", encoding="utf-8")
    consent = posts.folder / "consent.csv"
    rows = consent.read_text(encoding="utf-8").splitlines()
    consent.write_text("\n".join(row for row in rows if "Rhys" not in row), encoding="utf-8")
    assert posts.check("drafts/a.md").rules != before
    assert "names" not in models


def test_everything_is_forgotten_when_it_is_cleared(posts: School, models: list[str]) -> None:
    posts.check("drafts")
    told = posts.run("cache", "info").out
    assert told.startswith("Remembered: what models saw in ")
    assert "sentences and texts (" in told
    assert posts.run("cache", "clear").out.startswith("Removed what models saw in ")
    assert posts.run("cache", "info").out.startswith("Nothing is remembered in ")
    models.clear()
    posts.check("drafts")
    assert "names" in models


def test_a_model_that_is_broken_lets_nothing_pass(posts: School) -> None:
    def load(*_: object, **__: object) -> LanguageModel:
        raise LanguageModelError("the language model's file is missing.", advice="Reinstall postcheck.")

    with mock.patch("tests.builders.command._model_of", load):
        found = posts.check("drafts")
    assert found.code == 3
    said = [missed["reason"] for post in found.report["posts"] for missed in post["not_examined"]]
    assert said == ["the language model's file is missing. Reinstall postcheck."] * 2


def test_the_command_itself_remembers(posts: School) -> None:
    lists = ("--consent", "consent.csv", "--people", "people.csv", "--policy", "aspire", "--date", "2026-11-21")
    first = posts.start("check", "drafts", *lists)
    assert (posts.folder / ".cache" / "texts.db").is_file()
    second = posts.start("check", "drafts", *lists)
    assert (second.code, second.out, second.err) == (first.code, first.out, "")
    assert first.code == 1
    alone = posts.start("check", "drafts", *lists, "--no-cache")
    assert alone.out == first.out


def test_two_runs_at_once_say_the_same(posts: School, tmp_path: Path) -> None:
    del tmp_path
    for number in range(40):
        posts.draft(POSTS["a.md"].replace("lovely", f"lovely {number}"), f"drafts/more-{number}.md")
    first = posts.check("drafts", "--jobs", "4")
    assert posts.check("drafts", "--jobs", "4") == first
    assert posts.check("drafts", "--no-cache") == first
