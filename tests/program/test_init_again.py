"""``postcheck init`` beside settings: it says what they say, asks what is open, and adds only what it has shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from postcheck.cli import consent_import, init_again
from postcheck.cli.app import app
from postcheck.config.settings import load_settings
from postcheck.errors import ExitCode, PostcheckError
from postcheck.formats.files import write_whole
from tests.builders.school import CONSENT

EXPORT = "Admission No,Surname,Forename,Photo on Facebook\n1,Carter,Amelia,Yes\n2,Smith,Jayden,No\n"
OURS = '# Ours.\npolicy = "aspire"  # since May\n\n[ocr]\nmode = "thorough"\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(params=["postcheck.toml", "pyproject.toml"])
def settings(request: pytest.FixtureRequest) -> Path:
    """Write settings that lack a consent list, in either place."""
    file = Path(str(request.param))
    within = "" if file.name == "postcheck.toml" else "[tool.postcheck]\n"
    ours = OURS if not within else OURS.replace("[ocr]", "[tool.postcheck.ocr]")
    file.write_text(within + ours, encoding="utf-8")
    return file


def run(*answers: str, options: tuple[str, ...] = (), there: bool = True) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(consent_import, "somebody_is_there", lambda: there)
        return CliRunner().invoke(app, ["init", *options], input="".join(f"{answer}\n" for answer in answers))


def refused(done: Result) -> str:
    """Return the error that a command ends with, as standard error has it."""
    assert isinstance(done.exception, PostcheckError), done.output
    assert done.exception.exit_code == ExitCode.UNUSABLE
    return str(done.exception)


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def test_only_what_is_open_is_asked_and_shown_before_it_is_written(settings: Path) -> None:
    before = lines(settings)
    Path("consent.csv").write_text(CONSENT, encoding="utf-8")
    done = run("", "y")
    assert done.exit_code == 0, done.output
    assert "There are settings already" in done.output
    assert "policy        aspire" in done.output
    assert "Whose rules" not in done.output
    assert "Where do most posts go" not in done.output
    added = 'consent = "consent.csv"'
    assert done.output.index(f"    {added}\n") < done.output.index("Add this to") < done.output.index("Written: ")
    assert [line for line in lines(settings) if line != added] == before
    loaded = load_settings(settings)
    assert (loaded.policy, [path.name for path in loaded.consent]) == ("aspire", ["consent.csv"])
    again = run()
    assert again.exit_code == 0, again.output
    assert "(7 pupils)" in again.output
    assert "Nothing in them was changed." in again.output


def test_whoever_does_not_want_it_added_has_nothing_added(settings: Path) -> None:
    before = settings.read_bytes()
    Path("consent.csv").write_text(CONSENT, encoding="utf-8")
    done = run("", "n")
    assert "Nothing was written." in done.output
    assert settings.read_bytes() == before


def test_without_a_terminal_options_are_added_and_the_rest_is_said(settings: Path) -> None:
    Path("consent.csv").write_text(CONSENT, encoding="utf-8")
    said = run(there=False)
    assert said.exit_code == 0
    assert "Still missing: the consent list" in said.output
    assert "To name it: postcheck init --consent consent.csv" in said.output
    assert run(options=("--consent", "consent.csv", "--channel", "x"), there=False).exit_code == 0
    loaded = load_settings(settings)
    assert ([path.name for path in loaded.consent], loaded.channels) == (["consent.csv"], ("x",))


def test_an_option_that_the_settings_answer_is_refused(settings: Path) -> None:
    before = settings.read_bytes()
    done = run(options=("--policy", "snmat"))
    assert "--policy" in refused(done)
    assert settings.read_bytes() == before


def test_what_is_named_and_not_there_is_said_with_its_line(settings: Path) -> None:
    text = settings.read_text().replace("\n\n", '\nconsent = "gone.csv"\n\n')
    settings.write_text(text)
    done = run()
    assert "gone.csv, which cannot be used yet" in done.output
    assert f"{settings}:{text[: text.index('consent')].count(chr(10)) + 1}:1" in refused(done)
    assert settings.read_text() == text


def test_settings_that_cannot_be_read_are_left(settings: Path) -> None:
    settings.write_text(settings.read_text() + "nonsense\n")
    before = settings.read_bytes()
    done = run()
    assert settings.name in refused(done)
    assert settings.read_bytes() == before


def test_what_an_export_means_goes_into_the_same_settings(settings: Path) -> None:
    Path("register.csv").write_text(EXPORT, encoding="utf-8")
    done = run("register.csv", "y", "photo_social", "y", "y")
    assert done.exit_code == 0, done.output
    assert Path("consent.csv").is_file()
    loaded = load_settings(settings)
    assert [path.name for path in loaded.consent] == ["consent.csv"]
    assert loaded.imports


def test_a_second_file_is_not_put_beside_a_project_s_settings() -> None:
    Path("pyproject.toml").write_text('[tool.postcheck]\npolicy = "aspire"\n')
    done = run(options=("--force", "--policy", "snmat"), there=False)
    assert "[tool.postcheck]" in refused(done)
    assert not Path("postcheck.toml").exists()


def test_a_project_without_settings_of_ours_gets_a_file() -> None:
    Path("pyproject.toml").write_text('[project]\nname = "postcheck-drafts"\n')
    assert run(options=("--policy", "snmat"), there=False).exit_code == 0
    assert Path("postcheck.toml").is_file()


@pytest.mark.parametrize("fails", ["our-policy.toml", "postcheck.toml"])
def test_settings_never_name_rules_that_could_not_be_written(monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    Path("postcheck.toml").write_text('channels = ["x"]\n', encoding="utf-8")

    def write(path: Path, data: bytes) -> None:
        if path.name == fails:
            raise OSError(28, "No space left on device")
        write_whole(path, data)

    monkeypatch.setattr(init_again, "write_whole", write)
    done = run("6", "Hillside", "1", "1", "", "", "", "y")
    assert "could not be written" in refused(done)
    assert Path("postcheck.toml").read_text(encoding="utf-8") == 'channels = ["x"]\n'
    assert [path.name for path in Path().iterdir()] == ["postcheck.toml"]


def test_a_byte_order_mark_and_line_ends_stay() -> None:
    file = Path("postcheck.toml")
    file.write_bytes(b'\xef\xbb\xbfpolicy = "aspire"\r\n')
    Path("consent.csv").write_text(CONSENT, encoding="utf-8")
    assert run(options=("--consent", "consent.csv"), there=False).exit_code == 0
    assert file.read_bytes() == b'\xef\xbb\xbfconsent = "consent.csv"\r\npolicy = "aspire"\r\n'
