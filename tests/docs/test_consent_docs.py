"""The pages on consent do what they say."""

from __future__ import annotations

from pathlib import Path

from postcheck.config.settings import load_settings
from postcheck.consent.consent_list import load_consent
from postcheck.consent.doubts import inspect_consent
from postcheck.consent.imports import SYSTEMS, import_consent
from postcheck.model.settings import Settings
from tests.docs.test_docs import ROOT, blocks


def settings(page: str, folder: Path) -> Settings:
    file = folder / "postcheck.toml"
    file.write_text("\n".join(blocks(page, "toml")), encoding="utf-8")
    return load_settings(file)


def test_the_settings_on_importing_are_understood(tmp_path: Path) -> None:
    imports = settings("importing-consent.md", tmp_path).imports
    assert set(imports) == {"arbor", "bromcom", "form", "our-register"}
    assert imports["arbor"].types["Trips and visits"] == ()
    assert imports["bromcom"].column_values["Photo - press"] == {"X": "refused"}


def test_the_table_of_ones_own_is_imported(tmp_path: Path) -> None:
    imports = settings("importing-consent.md", tmp_path).imports
    register = tmp_path / "register.csv"
    register.write_text(
        "Ref,Known name,Surname,Foto?,Notes on consent\n1,Amelia,Carter,ok,see file\n2,Rhys,Morgan,never,\n",
        encoding="utf-8",
    )
    done = import_consent((register,), "our-register", tmp_path / "consent.csv", mappings=imports)
    assert done.pupils == 2
    assert [dict(pupil.answers) for pupil in load_consent(tmp_path / "consent.csv").pupils] == [
        {"photo": "given"},
        {"photo": "refused"},
    ]
    assert inspect_consent(tmp_path / "consent.csv").errors == ()


def test_the_example_with_arbors_types_is_imported(tmp_path: Path) -> None:
    imports = settings("importing-consent.md", tmp_path).imports
    names = ("Photos on social media.csv", "Name on our website.csv", "Trips and visits.csv")
    for name in names:
        (tmp_path / name).write_text(
            "Student ID,First Name,Last Name,Status\n1,Amelia,Carter,Received\n", encoding="utf-8"
        )
    import_consent(tuple(tmp_path / name for name in names), "arbor", tmp_path / "consent.csv", mappings=imports)
    (pupil,) = load_consent(tmp_path / "consent.csv").pupils
    assert dict(pupil.answers) == dict.fromkeys(("photo_social", "name_first_website", "name_full_website"), "given")
    assert (pupil.method, pupil.given_by) == ("online", "parent")


def test_the_age_in_the_settings_is_understood(tmp_path: Path) -> None:
    age, _ = blocks("consent-list.md", "toml")
    file = tmp_path / "postcheck.toml"
    file.write_text(age, encoding="utf-8")
    assert load_settings(file).consent_max_age == 14


def test_the_lists_and_accounts_of_several_schools_are_understood(tmp_path: Path) -> None:
    _, schools = blocks("consent-list.md", "toml")
    for name in ("formby.csv", "greenbank.csv"):
        (tmp_path / name).touch()
    file = tmp_path / "postcheck.toml"
    file.write_text(schools, encoding="utf-8")
    found = load_settings(file)
    assert [path.name for path in found.consent] == ["formby.csv", "greenbank.csv"]
    assert [(account.handle, account.school) for account in found.accounts] == [("@formbyhigh", "Formby High")]


def test_every_system_is_documented() -> None:
    page = (ROOT / "docs" / "importing-consent.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in page for name in SYSTEMS)
