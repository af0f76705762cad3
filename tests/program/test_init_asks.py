"""``postcheck init`` at a terminal: plain questions, and settings that work afterwards."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from postcheck.cli import consent_import
from postcheck.cli.app import app
from postcheck.config.own_pack import Naming, OwnPolicy, free_name, pack_id, pack_text
from postcheck.config.settings import Overrides, load_settings
from postcheck.consent.consent_list import load_consent
from postcheck.engine.examples import check_pack
from postcheck.model.channels import CHANNELS
from tests.builders.school import CONSENT, School

EXPORT = "Admission No,Surname,Forename,Photo on Facebook\n1,Carter,Amelia,Yes\n2,Smith,Jayden,No\n"


@pytest.fixture(autouse=True)
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consent_import, "somebody_is_there", lambda: True)
    monkeypatch.chdir(tmp_path)


def answered(*answers: str, options: tuple[str, ...] = ()) -> Result:
    return CliRunner().invoke(app, ["init", *options], input="".join(f"{answer}\n" for answer in answers))


def written() -> dict[str, object]:
    return tomllib.loads(Path("postcheck.toml").read_text(encoding="utf-8"))


def test_a_listed_trust_is_chosen_by_number_or_name() -> None:
    Path("consent.csv").write_text(CONSENT, encoding="utf-8")
    done = answered("9", "nonsense", "1", "", "facebook, nowhere", "facebook")
    assert done.exit_code == 0, done.output
    assert "Aspire Academy Trust" in done.output
    assert "Not known: nowhere" in done.output
    assert "Still missing: your trust" not in done.output
    assert written() == {"policy": "aspire", "consent": "consent.csv", "channels": ["facebook"]}
    Path("postcheck.toml").unlink()
    assert answered("snmat", "", "").exit_code == 0
    assert written()["policy"] == "snmat"


def test_whoever_chose_to_have_no_policy_is_not_told_of_it_again(school: School) -> None:
    done = answered("7", "", "")
    assert done.exit_code == 0, done.output
    assert written()["policy"] == "baseline"
    assert "Still missing: your trust" not in done.output
    (school.folder / "postcheck.toml").write_text('policy = "baseline"\n')
    assert "Choose your trust" not in school.run("doctor").out
    (school.folder / "postcheck.toml").write_text('channels = ["x"]\n')
    assert "Choose your trust" in school.run("doctor").out


def test_a_trust_that_is_not_listed_gets_a_pack_of_its_own() -> None:
    Path("our-policy.toml").write_text("mine")
    answers = ("6", "", 'St "Anne" [x]', "1", "2", "tiktok", "Nobody wears a badge.", "", "", "website")
    done = answered(*answers)
    assert done.exit_code == 0, done.output
    assert Path("our-policy.toml").read_text() == "mine"
    assert written()["policy"] == "our-policy-2.toml"
    assert "postcheck rules check our-policy-2.toml" in done.output
    settings = load_settings(Path("postcheck.toml"), overrides=Overrides(), environ={})
    check = check_pack(Path(settings.policy))
    assert check.ok
    assert check.pack
    assert {"OUR-NAME-1", "OUR-NAME-2", "OUR-CHAN-1", "OUR-ASK-1"} <= {rule.id for rule in check.pack.rules}


def test_an_export_becomes_the_consent_list_on_the_way() -> None:
    Path("export.csv").write_text(EXPORT, encoding="utf-8")
    done = answered("1", "", "y", "photo_social", "y", "facebook")
    assert done.exit_code == 0, done.output
    roll = load_consent(Path("consent.csv"))
    assert len(roll.pupils) == 2
    said = written()
    assert said["consent"] == "consent.csv"
    assert "export" in said["import"]  # type: ignore[operator]
    assert "Not used" not in done.output
    assert "Keep export.csv outside the folder of the drafts" in done.output
    # What was answered is not asked again.
    again = CliRunner().invoke(app, ["consent", "import", "export.csv", "--from", "export", "--force"])
    assert again.exit_code == 0, again.output


def test_a_heading_about_names_and_pictures_is_asked_about() -> None:
    rows = "UPN,Pupil forename,Pupil surname,Name with pic\n1,Amelia,Carter,Yes\n2,Jayden,Smith,No\n"
    Path("export.csv").write_text(rows, encoding="utf-8")
    done = answered("1", "", "y", "", "y", "")
    assert done.exit_code == 0, done.output
    roll = load_consent(Path("consent.csv"))
    assert roll.columns == ("name_with_photo",)
    assert [(pupil.forename, pupil.surname) for pupil in roll.pupils] == [("Amelia", "Carter"), ("Jayden", "Smith")]


@pytest.mark.parametrize(
    ("heading", "rows", "said"),
    [
        ("Forename,Surname", "1,Amelia,Carter", "says what families agreed to"),
        ("Prénom,Known as,photo", "1,Amelia,,yes\n2,Jayden,Jay,no", "holds the name of every pupil"),
    ],
)
def test_a_list_of_no_use_is_not_passed_over(
    monkeypatch: pytest.MonkeyPatch, heading: str, rows: str, said: str
) -> None:
    monkeypatch.setattr(consent_import, "somebody_is_there", lambda: False)
    Path("consent.csv").write_text(f"UPN,{heading}\n{rows}\n", encoding="utf-8")
    done = answered()
    assert done.exit_code == 0, done.output
    assert f"no column that postcheck knows {said}. `postcheck consent check consent.csv` shows more" in done.output


def test_what_is_no_list_at_all_is_asked_for_again() -> None:
    Path("menu.csv").write_text("day,dish\nMonday,pie\n")
    done = answered("1", "gone.csv", "menu.csv", "n", "n", "-", "")
    assert done.exit_code == 0, done.output
    assert "There is no such file" in done.output
    assert "consent" not in written()


def test_enter_where_something_has_to_be_typed_is_answered() -> None:
    done = answered("", "6", "", "", "Hillside", "1", "1", "", "", "", "")
    assert done.exit_code == 0, done.output
    assert done.output.count("Nothing was typed, and this one has no usual answer: type one of the numbers") == 1
    assert done.output.count("Nothing was typed, and your rules need a name") == 2


def test_nobody_who_answers_leaves_nothing_behind() -> None:
    done = answered("6", "", "Hillside")
    assert done.exit_code != 0
    assert list(Path().iterdir()) == []


def test_options_are_not_asked_for() -> None:
    Path("consent.csv").write_text(CONSENT, encoding="utf-8")
    done = answered(options=("--policy", "aspire", "--consent", "consent.csv", "--channel", "x"))
    assert done.exit_code == 0, done.output
    assert "?" not in done.output.partition("Written")[0]


@pytest.mark.parametrize("naming", Naming)
@pytest.mark.parametrize("extends", ["baseline", "aspire"])
def test_every_pack_that_is_started_is_valid_and_its_examples_hold(
    tmp_path: Path, naming: Naming, extends: str
) -> None:
    for number, closed in enumerate(((), ("tiktok", "x"), tuple(CHANNELS)[:-1])):
        file = tmp_path / f"pack{number}.toml"
        policy = OwnPolicy("The\tTrust\n\\ of “Ours”", extends, naming, closed, ("Look\x07 twice. " * 9, "Ask."))
        file.write_text(pack_text(policy), encoding="utf-8")
        check = check_pack(file)
        assert check.ok, check.problems


def test_an_own_rule_on_surnames_does_not_lift_the_need_for_consent(school: School) -> None:
    (school.folder / "ours.toml").write_text(pack_text(OwnPolicy("Ours", naming=Naming.FIRST_NAMES)), encoding="utf-8")
    school.draft("---\nchannel: facebook\n---\nWell done, Rhys, and thank you!\n")
    assert school.check("drafts", "--policy", "ours.toml").code == 1


def test_names_of_packs_are_free_and_plain(tmp_path: Path) -> None:
    assert pack_id("St Anne's Trust!") == "our-st-anne-s-trust"
    assert pack_id("校") == "our-policy"
    assert free_name(tmp_path).name == "our-policy.toml"
