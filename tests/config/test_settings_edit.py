"""More in a settings file, with all that was there as it was."""

from __future__ import annotations

import tomllib

import pytest

from postcheck.config.settings_edit import with_more

CONSENT = {"consent": '"consent.csv"'}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'consent = "consent.csv"\n'),
        ("# Ours.\n\npolicy = 'x'\n", "# Ours.\n\nconsent = \"consent.csv\"\npolicy = 'x'\n"),
        ("policy = 'x'\r\n[ocr]\r\n", "consent = \"consent.csv\"\r\npolicy = 'x'\r\n[ocr]\r\n"),
        (
            '# consent = "old.csv"\npolicy = "x"\n',
            '# consent = "old.csv"\nconsent = "consent.csv"\npolicy = "x"\n',
        ),
        # A remark in a table is no place for it.
        ("policy = 'x'\n[ocr]\n# consent = 1\n", "consent = \"consent.csv\"\npolicy = 'x'\n[ocr]\n# consent = 1\n"),
        ("[ocr]", 'consent = "consent.csv"\n[ocr]'),
    ],
)
def test_a_key_is_added_where_it_counts(before: str, after: str) -> None:
    assert with_more(before, CONSENT, project=False) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[tool.postcheck]\nschool = 'x'", "[tool.postcheck]\nconsent = \"consent.csv\"\nschool = 'x'"),
        (
            "[tool.postcheck.ocr]\nmode = 'thorough'\n",
            "[tool.postcheck.ocr]\nmode = 'thorough'\n\n[tool.postcheck]\nconsent = \"consent.csv\"\n",
        ),
        (
            '[tool.x]\nabout = """\n[tool.postcheck]\n"""\n[ tool . "postcheck" ]\n',
            '[tool.x]\nabout = """\n[tool.postcheck]\n"""\n[ tool . "postcheck" ]\nconsent = "consent.csv"\n',
        ),
    ],
)
def test_of_a_project_file_only_our_table_gets_it(before: str, after: str) -> None:
    assert with_more(before, CONSENT, project=True) == after


def test_what_cannot_be_added_to_is_left() -> None:
    assert with_more("tool.postcheck = {school = 'x'}\n", CONSENT, project=True) is None


def test_tables_go_to_the_end_and_join_those_that_are_there() -> None:
    before = '[[account]]\nname = "A"\n[import.arbor]\nfrom = "arbor"'
    tables = '[[account]]\nname = "B"\n[import.sims]\nfrom = "sims"\n'
    after = with_more(before, CONSENT, tables, project=False)
    assert after is not None
    assert after.endswith(f"{before}\n\n{tables}")
    data = tomllib.loads(after)
    assert [account["name"] for account in data["account"]] == ["A", "B"]
    assert set(data["import"]) == {"arbor", "sims"}


def test_a_table_that_is_there_already_is_not_written_twice() -> None:
    assert with_more('[import.sims]\nfrom = "sims"\n', {}, '[import.sims]\nfrom = "x"\n', project=False) is None
