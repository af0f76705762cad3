"""``postcheck consent import`` without ``--from``: it proposes what the headings mean, asks, and remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from postcheck.cli import consent_import
from postcheck.cli.app import app

EXPORT = """\
Admission No,Surname,Forename,Year,Photo on Facebook,Media_Opt_Out,Dietary
1,Carter,Amelia,4,Yes,No,none
2,Smith,Jayden,4,OK,Yes,nuts
3,Okafor,Chidi,4,No,,none
"""


class _Terminal(CliRunner):
    """Runs a command as if a person sat before it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.folder = folder
        monkeypatch.chdir(folder)

    def type(self, *answers: str, to: tuple[str, ...] = ("export.csv",)) -> Result:
        return self.invoke(app, ["consent", "import", *to], input="".join(f"{answer}\n" for answer in answers))


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> _Terminal:
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    return _Terminal(tmp_path, monkeypatch)


@pytest.fixture
def somebody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consent_import, "somebody_is_there", lambda: True)


def read(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").splitlines()


@pytest.mark.usefixtures("somebody_is_there")
def test_it_asks_writes_and_remembers(terminal: _Terminal) -> None:
    done = terminal.type("", "photo_social", "requested", "given", "refused", "y")
    assert done.exit_code == 0, done.output
    assert "“Media_Opt_Out”\nThis seems to ask for a refusal: a yes may be a no." in done.output
    assert "  photo_social  1 given, 2 refused  (from “Photo on Facebook”, “Media_Opt_Out”)" in done.output
    assert "Left out: Dietary" in done.output
    assert [line.rpartition(",")[2] for line in read(terminal.folder / "consent.csv")] == [
        "photo_social",
        "given",
        "refused",
        "refused",
    ]
    again = terminal.type(to=("export.csv", "--from", "export", "--force"))
    assert again.exit_code == 0, again.output
    assert len(read(terminal.folder / "consent.csv")) == 4


@pytest.mark.usefixtures("somebody_is_there")
def test_a_no_writes_nothing(terminal: _Terminal) -> None:
    done = terminal.type("-", "-", "n")
    assert done.exit_code != 0
    assert [path.name for path in terminal.folder.iterdir()] == ["export.csv"]


@pytest.mark.usefixtures("somebody_is_there")
def test_enter_takes_what_is_proposed_and_is_answered_where_nothing_is(terminal: _Terminal) -> None:
    done = terminal.type("", "", "photo_social", "", "requested", "given", "refused", "y")
    assert done.exit_code == 0, done.output
    assert "Enter takes what stands in square brackets)\nConsent [photo_social]: " in done.output
    assert done.output.count("Nothing was typed: type what it is about, or - to leave it out.") == 1
    assert done.output.count("Nothing was typed, and nothing is assumed: type one of the words in brackets.") == 1


@pytest.mark.usefixtures("somebody_is_there")
def test_what_is_no_column_or_answer_is_asked_again(terminal: _Terminal) -> None:
    done = terminal.type("photos", "photo", "-", "perhaps", "refused", "y")
    assert done.exit_code == 0, done.output
    assert '"photos" is no consent column.' in done.output
    assert "That is not one of them." in done.output
    assert read(terminal.folder / "consent.csv")[2].endswith("refused")


def test_without_a_person_nothing_is_guessed(terminal: _Terminal) -> None:
    done = terminal.type()
    message = str(done.exception)
    assert "“Photo on Facebook” (which reads like photo_social)" in message
    assert "“Media_Opt_Out” (which seems to ask for a refusal)" in message
    assert [path.name for path in terminal.folder.iterdir()] == ["export.csv"]


def test_settings_may_name_a_list_that_is_still_to_be_made(terminal: _Terminal) -> None:
    (terminal.folder / "postcheck.toml").write_text(
        'consent = "consent.csv"\n[import.ours.types]\n"Photo on Facebook" = "photo_social"\nMedia_Opt_Out = ""\n'
        '[import.ours.values]\nOK = "given"\n',
        encoding="utf-8",
    )
    done = terminal.type(to=("export.csv", "--from", "ours"))
    assert done.exit_code == 0, done.output
    assert len(read(terminal.folder / "consent.csv")) == 4
