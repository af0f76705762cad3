"""What a sign-off never settles, however it is signed, run as a user runs it."""

from __future__ import annotations

import pytest

from tests.builders.school import School
from tests.builders.signing import check, settings, sign_off


def pictured(people: str) -> str:
    return (
        f"---\nchannel: facebook\nimages:\n  - {{file: picture.png, people: {people}}}\n---\nOur walk in the woods.\n"
    )


def test_somebody_whom_no_list_knows_is_not_signed_off(school: School) -> None:
    settings(school)
    school.draft(pictured("[P9999]"))
    school.picture()
    assert check(school).rules["PC-PEOPLE-1"] == "review"
    done = sign_off(school)
    assert "It does not settle PC-PEOPLE-1: consent cannot be looked up" in " ".join(done.out.split())
    after = check(school)
    assert after.rules["PC-PEOPLE-1"] == "review"
    assert after.post["verdict"] == "review"


@pytest.mark.parametrize("written", ["P 0004", "Ｐ0004", "p０００４", " P0004 "])  # noqa: RUF001 - as a keyboard for Chinese types it
def test_an_id_is_known_however_it_is_typed(school: School, written: str) -> None:
    settings(school)
    school.draft(pictured(f'["{written}"]'))
    school.picture()
    found = check(school)
    assert "PC-PEOPLE-1" not in found.rules
    assert found.post["verdict"] == "fail"
