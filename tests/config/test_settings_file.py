"""Settings in a project's own file: read as those in a file of ours, or refused, never ignored."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.config.import_table import written
from postcheck.config.settings import find_settings_file, load_imports, load_settings
from postcheck.errors import SettingsError
from postcheck.model.settings import ImportMapping
from tests.builders.school import School

NAMED = "---\nchannel: facebook\n---\nWell done, Rhys Morgan!\n"
PROJECT = '[project]\nname = "site"\n\n[tool.postcheck]\npolicy = "aspire"\nconsent = "consent.csv"\n'


@pytest.fixture
def here(school: School, monkeypatch: pytest.MonkeyPatch) -> School:
    (school.folder / ".git").mkdir()
    (school.folder / "drafts").mkdir()
    monkeypatch.chdir(school.folder)
    return school


def put(text: str | bytes, name: str = "pyproject.toml") -> Path:
    path = Path(name).absolute()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(file: Path) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    assert caught.value.file == str(file)
    assert caught.value.advice
    return caught.value


@pytest.mark.usefixtures("here")
def test_the_nearest_of_either_kind_counts() -> None:
    above = put(PROJECT)
    assert find_settings_file(Path("drafts")) == above
    nearer = put('policy = "snmat"\n', "drafts/postcheck.toml")
    assert find_settings_file(Path("drafts")) == nearer
    nearer.unlink()
    put('[tool.ruff]\nsrc = ["postcheck"]\n', "drafts/pyproject.toml")
    assert find_settings_file(Path("drafts")) == above, "one without our table is passed over"
    below = put("[tool.postcheck]\n", "drafts/pyproject.toml")
    assert find_settings_file(Path("drafts")) == below


def test_they_are_read_like_any_other(here: School) -> None:
    settings = load_settings(
        put(PROJECT + '[tool.postcheck.ocr]\nengine = "tesseract"\n[[tool.postcheck.account]]\nname = "Hillside"\n')
    )
    assert (settings.policy, settings.ocr.engine) == ("aspire", "tesseract")
    assert [account.name for account in settings.accounts] == ["Hillside"]
    assert settings.consent == (here.folder / "consent.csv",)


def test_a_check_goes_by_them(here: School) -> None:
    put(PROJECT)
    here.draft(NAMED)
    found = here.run("check", "drafts", "--format", "json", "--date", "2026-11-21")
    assert found.code == 1
    assert found.post["policy"] == "aspire"
    assert here.run("check", "drafts", "--no-config", "--format", "json").post["policy"] == "baseline"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (PROJECT + 'polcy = "aspire"\n', 7, 'Unknown key "polcy" in [tool.postcheck].'),
        ('[tool.postcheck.ocr]\nengine = "x"\n', 2, '"x" is no value for "engine" in [tool.postcheck.ocr].'),
        ('tool.postcheck.policy = "aspre"\n', 1, 'policy: There is no rule pack "aspre".'),
        ("[tool]\npostcheck = 3\n", 2, "tool.postcheck must be a table, not a number."),
        ("[tool.postcheck]\npolicy = aspire\n", 2, "The settings file is not valid TOML here: invalid value."),
    ],
)
def test_an_error_names_the_file_and_the_line(text: str, line: int, message: str) -> None:
    file = put(text)
    assert find_settings_file(Path("drafts")) == file
    error = refused(file)
    assert (error.line, error.message) == (line, message)


@pytest.mark.usefixtures("here")
def test_one_of_two_is_never_ignored() -> None:
    project, own = put(PROJECT), put('policy = "aspire"\n', "postcheck.toml")
    with pytest.raises(SettingsError) as caught:
        load_settings(find_settings_file(Path("drafts")))
    assert (caught.value.file, caught.value.line) == (str(project), 4)
    project.write_text("[project]\n", encoding="utf-8")
    assert load_settings(own).policy == "aspire"


@pytest.mark.usefixtures("here")
def test_a_project_without_our_table_has_no_settings() -> None:
    file = put('[project]\nname = "postcheck-site"\n')
    assert find_settings_file(Path("drafts")) is None
    assert "[tool.postcheck]" in refused(file).message
    put(b"\xff not toml, but about postcheck")
    assert find_settings_file(Path("drafts")) is None, "somebody else's broken file is not ours to refuse"


def test_what_was_left_out_is_counted(here: School) -> None:
    put(PROJECT + 'exclude = ["old/"]\n')
    here.draft(NAMED)
    here.draft(NAMED, "drafts/old/a.md")
    here.draft(NAMED, "drafts/b.md")
    found = here.run("check", "drafts", "--exclude", "b.md", "--format", "json", "--date", "2026-11-21")
    assert [post["path"] for post in found.report["posts"]] == ["drafts/post.md"]
    assert found.report["notes"][0].startswith("2 files were left out of the folders")


@pytest.mark.usefixtures("here")
def test_what_an_import_means_is_added_to_its_table() -> None:
    mapping = ImportMapping(system="arbor", columns={"Forename (legal)": "forename"})
    assert load_imports(put(PROJECT + written("ours", mapping, "tool.postcheck"))) == {"ours": mapping}
