"""Faults in rule packs: what is refused, with its place and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.config.packs import find_pack, load_pack
from postcheck.errors import PackError
from tests.config.pack_files import BASELINE, HEAD, LEXICON, Write, refused, rule

pytestmark = pytest.mark.usefixtures("shipped")


def test_packs_that_extend_each_other_are_refused(write: Write) -> None:
    write("a.toml", HEAD + 'extends = "b.toml"\n')
    error = refused(write("b.toml", HEAD + 'extends = "a.toml"\n'))
    assert Path(error.file or "").name == "a.toml"
    assert (error.line, error.column) == (6, 1)
    assert "extends this pack" in error.message


def test_an_unknown_pack_lists_the_shipped_ones_and_the_near_miss() -> None:
    with pytest.raises(PackError) as caught:
        load_pack("northstar")
    assert caught.value.message == 'There is no rule pack "northstar".'
    assert caught.value.advice.startswith('Did you mean "north-star"? Shipped packs: aspire, north-star.')


def test_a_missing_pack_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        find_pack("none.toml", relative_to=tmp_path)
    assert caught.value.file == str(tmp_path / "none.toml")
    assert "Shipped packs: aspire, north-star." in caught.value.advice


FAULTS = {
    "unknown key at the top": (HEAD + 'versoin = "2"\n', 6, 1, 'Unknown key "versoin".', 'Did you mean "version"?'),
    "unknown key of a rule": (
        HEAD + rule("H-0") + rule("H-1", 'remdy = "x"'),
        26,
        1,
        'Unknown key "remdy" in [rule] "H-1".',
        '"remedy"?',
    ),
    "unknown key of an example": (
        HEAD + rule("H-1", "[[rule.example]]", 'draft = """', "[[rule]]", '"""', 'flag = "fail"', 'flags = "fail"'),
        20,
        1,
        'Unknown key "flag" in [rule.example] "H-1".',
        '"flags"?',
    ),
    "unknown severity": (
        HEAD + rule("H-1").replace('"fail"', '"severe"'),
        11,
        1,
        '"severe" is no value for "severity"',
        "'fail'",
    ),
    "unknown category": (
        HEAD + rule("H-1").replace('category = "name"', 'category = "nme"'),
        10,
        1,
        '"nme" is no value for "category"',
        "'name'",
    ),
    "unknown outlet": (
        HEAD + rule("H-1", 'outlets = ["social",', '  "radio"]'),
        17,
        3,
        '"radio" is no value for "outlets"',
        "'press'",
    ),
    "no outlet": (HEAD + rule("H-1", "outlets = []"), 16, 1, '"outlets" in [rule] "H-1" is empty', "value"),
    "unknown flags": (
        HEAD + rule("H-1", '[[rule.example]]\ndraft = "x"\nflags = "bad"'),
        18,
        1,
        '"bad" is no value for "flags"',
        "'none'",
    ),
    "missing key of a rule": (
        HEAD + rule("H-0") + rule("H-1").replace('why = "Names identify."\n', ""),
        16,
        1,
        '"why" is missing',
        "Add why",
    ),
    "missing key of the pack": (HEAD.replace('version = "2"\n', ""), 1, 1, '"version" is missing', "Add version"),
    "empty text": (
        HEAD + rule("H-1").replace('"Names identify."', '""'),
        14,
        1,
        '"why" in [rule] "H-1" is empty',
        "value",
    ),
    "wrong type": (
        HEAD.replace('version = "2"', "version = 2.0"),
        4,
        1,
        '"version" must be text in quotes, not a number.',
        "right",
    ),
    "text for a truth": (
        HEAD + rule("H-1", 'required = "yes"'),
        16,
        1,
        '"required" in [rule] "H-1" must be true or false, not text.',
        "right",
    ),
    "table for a list": (HEAD + "[rule]\n", 6, 1, '"rule" must be a list in square brackets, not a table.', "right"),
    "wrong schema": (
        HEAD.replace("pack/1", "pack/2"),
        1,
        1,
        '"postcheck-pack/2" is no value for "schema"',
        "postcheck-pack/1",
    ),
    "id with blanks": (HEAD.replace("hillside", "hill side"), 2, 1, '"id" cannot be "hill side"', "right"),
    "impossible review date": (HEAD + 'review_due = "2026-13"\n', 6, 1, '"review_due": not a year', "right"),
    "review date in words": (HEAD + 'review_due = "June 2026"\n', 6, 1, '"review_due": not a year', "right"),
    "rule twice": (HEAD + rule("H-1") + rule("H-1"), 17, 1, 'Two rules have the id "H-1".', "another id"),
    "drop of an unknown rule": (
        HEAD + 'drop = ["PC-ONE",\n  "PC-TWOO"]\n',
        7,
        3,
        'drops a rule "PC-TWOO"',
        '"PC-TWO"?',
    ),
    "drop of an own rule": (HEAD + 'drop = ["H-1"]\n' + rule("H-1"), 6, 9, 'drops its own rule "H-1"', "Edit"),
    "change of an unknown rule": (
        HEAD + '[[change]]\nseverity = "note"\nid = "ASP-1"\n',
        8,
        1,
        'changes a rule "ASP-1"',
        "PC-ONE",
    ),
    "change of a dropped rule": (
        HEAD + 'drop = ["PC-ONE"]\n[[change]]\nid = "PC-ONE"\n',
        8,
        1,
        'changes a rule "PC-ONE"',
        "PC-TWO",
    ),
    "change twice": (HEAD + '[[change]]\nid = "PC-ONE"\n' * 2, 9, 1, 'Rule "PC-ONE" is changed twice.', "Join"),
    "change of what cannot be changed": (
        HEAD + '[[change]]\nid = "PC-ONE"\ncheck = "x"\n',
        8,
        1,
        'Unknown key "check" in [change] "PC-ONE".',
        "Known",
    ),
    "channel that is one already": (
        HEAD + '[channels]\nTwitter = "print"\n',
        7,
        1,
        '"Twitter" is a channel already',
        "another name",
    ),
    "channel with an unknown outlet": (
        HEAD + '[channels]\nintranet = "web"\n',
        7,
        1,
        '"web" is no value for "intranet"',
        "'website'",
    ),
    "unknown parent": (HEAD + 'extends = "aspirre"\n', 6, 1, 'There is no rule pack "aspirre".', '"aspire"?'),
    "lexicon twice": (HEAD + LEXICON + LEXICON, 14, 1, 'Two lexicons have the id "ours".', "Join"),
    "lexicon without a title": (
        HEAD + '[[lexicon]]\nid = "ours"\n',
        6,
        1,
        'The lexicon "ours" has no title.',
        "Add title",
    ),
    "kind that says nothing": (HEAD + LEXICON.replace('says = "it"\n', ""), 9, 1, 'The kind "k" does not say', "says"),
    "drop of an unknown word": (
        HEAD + '[[lexicon]]\nid = "offence"\ndrop = ["idot"]\n',
        8,
        9,
        'drops "idot"',
        '"idiot"?',
    ),
    "open end of a phrase": (
        HEAD + LEXICON.replace('"a b"', '"a *"'),
        12,
        12,
        'The phrase "a *" begins or ends with *.',
        "between",
    ),
    "entry without words": (
        HEAD + LEXICON.replace('["a b"]', "[]"),
        12,
        14,
        '"words" in [lexicon.kind.entries] "k" is empty',
        "value",
    ),
    "broken syntax": (HEAD + "review_due = June\n", 6, 14, "not valid TOML here", "quotes"),
    "end in a string": (HEAD + 'review_due = "2026', 6, None, "not valid TOML here", "quotes"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_faults_name_file_line_and_remedy(write: Write, fault: tuple[str, int, int | None, str, str]) -> None:
    text, line, column, message, advice = fault
    path = write("own.toml", text)
    error = refused(path)
    assert (error.file, error.line, error.column) == (str(path), line, column)
    assert message in error.message
    assert advice in error.advice


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + rule("H-0") + rule("H-1", 'remdy = "x"')).replace("\n", "\r\n").encode())
    error = refused(path)
    assert (error.line, error.column) == (26, 1)


def test_the_first_fault_is_said_and_the_others_counted(write: Write) -> None:
    error = refused(write("own.toml", HEAD + "b = 1\na = 2\n" + rule("H-1", "c = 3")))
    assert error.line == 6
    assert 'Unknown key "b"' in error.message
    assert error.advice.endswith("(2 more in this file.)")


def test_an_unknown_check_is_refused_where_the_checks_are_known(write: Write) -> None:
    path = write("own.toml", HEAD + rule("H-1", check="nmae"))
    assert load_pack(str(path)).rules[0].check == "nmae"
    error = refused(path, checks=frozenset({"name", "checklist"}))
    assert (error.line, error.column) == (9, 1)
    assert error.message == 'There is no check "nmae" (rule "H-1").'
    assert error.advice == 'Did you mean "name"?'


def test_a_pack_that_is_no_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes((HEAD + '# "').encode() + b"\xe9")
    error = refused(path)
    assert error.line == 6
    assert "UTF-8" in error.advice


def test_a_folder_or_deep_nesting_is_no_crash(tmp_path: Path, write: Write) -> None:
    (tmp_path / "folder.toml").mkdir()
    assert "no such rule pack" in refused(tmp_path / "folder.toml").message
    assert "nested" in refused(write("deep.toml", "a = " + "[" * 20_000)).message


def test_a_broken_baseline_is_named_itself(shipped: Path) -> None:
    (shipped / "baseline.toml").write_text(BASELINE + "[x]\n")
    with pytest.raises(PackError) as caught:
        load_pack("aspire")
    assert caught.value.file == str(shipped / "baseline.toml")


def test_missing_shipped_packs_are_an_installation_fault(shipped: Path) -> None:
    for path in shipped.iterdir():
        path.unlink()
    with pytest.raises(PackError, match="missing from this installation"):
        load_pack("aspire")
