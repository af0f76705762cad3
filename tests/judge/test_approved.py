"""Names under a sign-off: which of them name anybody, and which are one person's."""

from __future__ import annotations

import pytest

from postcheck.judge.checks.approved import is_author, same_person, signs_off


@pytest.mark.parametrize(
    "value",
    [
        "J. Osei", "Jane O'Neill", "the head teacher", "Head", "SLT", "Headteacher 12/11", "Mrs Okonkwo (head)",
        "Approved by J. Osei", "Signed off by Jane Osei, 20 November", "May Jones", "A. Good", "Will Smith", "Dr Read",
    ],
)  # fmt: skip
def test_a_name_or_a_role_signs_off(value: str) -> None:
    assert signs_off(value) == value


@pytest.mark.parametrize(
    "value",
    [
        "", "-", "?", "n/a", "none", "tbc", "TBC J. Osei", "TODO", "Awaiting head", "awaiting J. Osei", "draft",
        "Draft!", "yes please", "yes", "ok", "OK'd", "approved", "signed off", "pending", "J. Osei (pending)",
        "J. Osei to confirm", "J. Osei?", "to be confirmed", "sent to head", "with J. Osei", "for J. Osei", "not yet",
        "once J. Osei is back", "Mrs Osei will sign tomorrow", "me", "myself", "the author", "somebody", "nobody",
        "12/11/2026", "12 May 2026", "please ask the head", "needs the head", "final version", "👍",
    ],
)  # fmt: skip
def test_what_names_nobody_who_has_signed_is_no_sign_off(value: str) -> None:
    assert signs_off(value) == ""


def test_one_person_is_known_under_several_names() -> None:
    for other in ("J. Osei", "j osei", "Jane Osei", "Mrs Osei", "Mrs J. OSEI"):
        assert same_person("J. Osei", other), other
    for other in ("T. Osei", "Jane Ashdown", "the head", ""):
        assert not same_person("J. Osei", other), other
    assert is_author("J. Osei", "T. Ashdown, Jane Osei")
    assert is_author("J. Osei", "T. Ashdown and Mrs Osei")
    assert not is_author("J. Osei", "T. Ashdown")
