"""The register of approvers in the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.config.settings import load_settings
from postcheck.errors import SettingsError
from postcheck.model.settings import Approver


def loaded(tmp_path: Path, text: str) -> tuple[Approver, ...]:
    file = tmp_path / "postcheck.toml"
    file.write_text(text, encoding="utf-8")
    return load_settings(file).approvers


def test_the_register_is_read(tmp_path: Path) -> None:
    text = (
        '[[account]]\nname = "Hillside Primary"\n[sign_off]\nallowed_signers = "signers"\n'
        '[[approver]]\nname = " J.  Osei "\nrole = "head"\n'
        '[[approver]]\nname = "T. Ashdown"\naccounts = "hillside primary"\nrules = ["ASP-*"]\n'
        'key = "t@x"\nkey_needed = true\n'
    )
    assert loaded(tmp_path, text) == (
        Approver("J. Osei", "head"),
        Approver("T. Ashdown", accounts=("hillside primary",), rules=("ASP-*",), key_name="t@x", key_needed=True),
    )
    assert load_settings(tmp_path / "postcheck.toml").allowed_signers == tmp_path / "signers"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('role = "head"', '"name" is missing'),
        ('name = "tbc"', "This name names nobody."),
        ('name = "the author"', "This name names nobody."),
        ('name = "J Osei"\n[[approver]]\nname = "Mrs j. osei"', "This approver stands there twice."),
        ('name = "J. Osei"\naccounts = ["Hilside Primary"]', 'There is no account "Hilside Primary".'),
        ('name = "J. Osei"\nrules = []', '"rules" in [approver] "J. Osei" is empty.'),
        ('name = "J. Osei"\nkey_needed = true', "A key is needed, and the register does not say whose."),
        ('name = "J. Osei"\nmay = "all"', 'Unknown key "may"'),
    ],
)
def test_a_mistake_in_it_is_named_with_its_line(tmp_path: Path, table: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, f'[[account]]\nname = "Hillside Primary"\n[[approver]]\n{table}\n')
    assert said in caught.value.message
    assert (caught.value.line or 0) >= 3
