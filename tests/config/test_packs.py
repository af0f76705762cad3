"""Rule packs: what they inherit, and what is refused, with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.config.packs import all_declares, declares, find_pack, load_pack, shipped_packs
from postcheck.errors import PackError
from postcheck.formats.toml_document import read_toml
from postcheck.model.lexicon import LexiconEntry
from postcheck.model.pack import Example
from postcheck.model.people import Outlet
from postcheck.model.severity import Category, Severity

HEAD = """\
schema = "postcheck-pack/1"
id = "hillside"
title = "Hillside Primary"
version = "2"
source = "Hillside policy, 2026"
"""


def rule(identity: str, *lines: str, check: str = "name") -> str:
    """Return a [[rule]] table of 10 lines, and then ``lines``."""
    head = f"""\
[[rule]]
id = "{identity}"
title = "No names"
check = "{check}"
category = "name"
severity = "fail"
section = "3.1"
asks = "No child is named."
why = "Names identify."
remedy = "Take the name out."
"""
    return head + "".join(f"{line}\n" for line in lines)


LEXICON = """\
[[lexicon]]
id = "ours"
title = "Our words"
[[lexicon.kind]]
id = "k"
says = "it"
entries = [{ words = ["a b"] }]
"""

BASELINE = (
    HEAD.replace("hillside", "baseline")
    + rule("PC-ONE", "fallback = true")
    + rule("PC-TWO", "[rule.params]", 'words = ["a"]', "most = 3")
)

Write = Callable[[str, str], Path]


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the packs that ship be those in a folder of the test."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "baseline.toml").write_text(BASELINE)
    (folder / "north-star.toml").write_text(
        HEAD.replace("hillside", "north-star") + 'review_due = "2026-06"\n' + rule("NS-1")
    )
    (folder / "aspire.toml").write_text(
        HEAD.replace("hillside", "aspire")
        + 'drop = ["PC-TWO"]\n[channels]\nintranet = "website"\n'
        + rule("ASP-1")
        + rule("ASP-2", 'declare = "dress_checked"', check="checklist")
        + rule("ASP-3", check="checklist")
    )

    def shipped_files() -> Mapping[str, Path]:
        return {path.stem: path for path in sorted(folder.glob("*.toml"))}

    monkeypatch.setattr("postcheck.config.packs._shipped_files", shipped_files)
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a pack file."""

    def write_file(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


def refused(path: Path, **options: Any) -> PackError:
    with pytest.raises(PackError) as caught:
        load_pack(str(path), **options)
    return caught.value


def test_shipped_packs_leave_the_baseline_out() -> None:
    assert shipped_packs() == ("aspire", "north-star")


@pytest.mark.parametrize("name", ["north-star", "North-Star", " NORTH-STAR "])
def test_a_shipped_pack_is_found_in_any_case(name: str) -> None:
    assert load_pack(name).id == "north-star"


def test_every_pack_gets_the_baseline_s_rules_last() -> None:
    assert [(rule.id, rule.fallback) for rule in load_pack("north-star").rules] == [
        ("NS-1", False),
        ("PC-ONE", True),
        ("PC-TWO", False),
    ]


def test_a_pack_drops_rules_of_the_baseline() -> None:
    assert [rule.id for rule in load_pack("aspire").rules] == ["ASP-1", "ASP-2", "ASP-3", "PC-ONE"]


def test_the_baseline_itself_is_loaded_by_name() -> None:
    assert [rule.id for rule in load_pack("Baseline").rules] == ["PC-ONE", "PC-TWO"]


def test_an_own_rule_replaces_the_baseline_s(write: Write) -> None:
    pack = load_pack(str(write("own.toml", HEAD + rule("PC-TWO", "required = true"))))
    assert [(rule.id, rule.required) for rule in pack.rules] == [("PC-TWO", True), ("PC-ONE", False)]


def test_every_field_of_a_rule_arrives(write: Write) -> None:
    text = HEAD + (
        'review_due = 2026-06-30\n[channels]\nIntranet = "website"\n'
        + rule(
            "H-1",
            'basis = "good practice"',
            'outlets = ["social", "press"]',
            'declare = "asked"',
            "required = true",
            "[rule.params]",
            'forms = ["first", {a = [1, 2]}]',
            "[[rule.example]]",
            'draft = """---\nchannel: x\n---\nWell done [team]!"""',
            'flags = "none"',
            "[[rule.example]]",
            'draft = "Mia"',
            'flags = "review"',
            'note = "one name"',
        )
    )
    pack = load_pack(str(write("own.toml", text)))
    first = pack.rules[0]
    assert (pack.id, pack.title, pack.version, pack.source) == (
        "hillside",
        "Hillside Primary",
        "2",
        "Hillside policy, 2026",
    )
    assert pack.review_due == "2026-06-30"
    assert not pack.review_overdue(date(2026, 6, 30))
    assert dict(pack.channels) == {"intranet": Outlet.WEBSITE}
    assert (first.category, first.severity, first.basis, first.section) == (
        Category.NAME,
        Severity.FAIL,
        "good practice",
        "3.1",
    )
    assert first.outlets == {Outlet.SOCIAL, Outlet.PRESS}
    assert (first.declare, first.required, first.fallback) == ("asked", True, False)
    assert first.params == {"forms": ("first", {"a": (1, 2)})}
    assert first.examples == (
        Example("---\nchannel: x\n---\nWell done [team]!", None),
        Example("Mia", Severity.REVIEW, "one name"),
    )
    assert pack.rules[1].outlets == frozenset(Outlet)


def test_params_cannot_be_changed(write: Write) -> None:
    params: Any = load_pack(str(write("own.toml", HEAD + rule("H-1", "params = {a = 1}")))).rules[0].params
    with pytest.raises(TypeError):
        params["a"] = 2


def test_a_pack_extends_changes_and_drops(write: Write) -> None:
    text = (
        HEAD.replace('version = "2"\nsource = "Hillside policy, 2026"\n', "")
        + 'extends = "Aspire"\ndrop = ["ASP-3"]\n'
        + rule("ASP-1", "required = true")
        + rule("H-1")
        + (
            '[[change]]\nid = "ASP-2"\nseverity = "note"\ntitle = "T"\nremedy = "R"\nsection = "S"\n'
            "required = true\nparams = {least = 2}\n"
        )
    )
    pack = load_pack(str(write("own.toml", text)))
    assert [rule.id for rule in pack.rules] == ["ASP-1", "ASP-2", "H-1", "PC-ONE"]
    assert (pack.version, pack.source, dict(pack.channels)) == (
        "2",
        "Hillside policy, 2026",
        {"intranet": Outlet.WEBSITE},
    )
    assert pack.rules[0].required
    changed = pack.by_id["ASP-2"]
    assert (changed.severity, changed.title, changed.remedy, changed.section, changed.required) == (
        Severity.NOTE,
        "T",
        "R",
        "S",
        True,
    )
    assert changed.params == {"least": 2}
    assert changed.why == "Names identify."


def test_a_change_keeps_the_parameters_that_it_does_not_name(write: Write) -> None:
    pack = load_pack(str(write("own.toml", HEAD + '[[change]]\nid = "PC-TWO"\nparams = {most = 5}\n')))
    assert pack.by_id["PC-TWO"].params == {"words": ("a",), "most": 5}
    assert pack.by_id["PC-TWO"].severity is Severity.FAIL


def test_extends_starts_from_the_file_s_own_folder(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep").mkdir()
    write("deep/parent.toml", HEAD + rule("H-1"))
    write("deep/child.toml", HEAD + 'extends = "parent.toml"\n' + rule("H-2"))
    monkeypatch.chdir(tmp_path)
    assert [rule.id for rule in load_pack("child.toml", relative_to=Path("deep")).rules] == [
        "H-1",
        "H-2",
        "PC-ONE",
        "PC-TWO",
    ]


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


def test_declares_are_the_checklist_s_ids_and_keys() -> None:
    assert declares(load_pack("aspire")) == {"ASP-2", "ASP-3", "dress_checked"}
    assert not declares(load_pack("north-star"))
    assert all_declares() == {"ASP-2", "ASP-3", "dress_checked"}


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


LINES = st.sampled_from(
    [
        '# comment with [brackets] and = signs and "quotes',
        "",
        'x{n} = "a # b \\" [c]"',
        "x{n} = 'a \\'",
        'x{n} = """\n[[rule]]\nid = "no" \\""" more ""quotes"" """"',
        "x{n} = '''\n[rule]\n'' = ''''",
        "x{n} = [ # comment ]\n  [1, 2], # ]\n  {a = '}', b.c = [1]},\n]",
        "x{n} = {a = 1, 'b c' = {d = \"}\"}}",
        "x{n} = 1979-05-27 07:32:00 # done",
        "x{n}.'y.z'.\"w\" = -1_0.5e3",
        "[[params]]",
        "[t{n}.'a.b'.c]",
        "[[u{n}]]",
    ]
)


@given(st.lists(LINES, max_size=12))
def test_places_are_right_whatever_stands_before(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    body = "\n".join(line.replace("{n}", str(number)) for number, line in enumerate(lines))
    text = f"{body}\n[zzz]\nq = 1\n"
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, encoding="utf-8")
    document = read_toml(path, what="rule pack", error=PackError, missing="")
    assert document.place(("zzz",)) == (text.count("\n") - 1, 1)
    assert document.place(("zzz", "q")) == (text.count("\n"), 1)
    for number, line in enumerate(lines):
        if line.startswith("x{n} "):
            keys = [key for key in document.places if key and key[-1] == f"x{number}"]
            assert len(keys) == 1
            value: Any = document.data
            for part in keys[0]:
                value = value[part]
            row, column = document.places[keys[0]]
            assert column == 1
            assert text.split("\n")[row - 1].startswith(f"x{number} =")


def test_a_pack_has_the_lexicons_that_ship_and_its_parent_s_and_its_own(write: Write) -> None:
    write("parent.toml", HEAD + LEXICON)
    child = (
        HEAD + 'extends = "parent.toml"\n' + LEXICON.replace("a b", "c").replace('says = "it"\n', 'level = "fail"\n')
    )
    pack = load_pack(str(write("child.toml", child)))
    assert {"offence", "links", "ours"} <= pack.lexicons.keys()
    (kind,) = pack.lexicons["ours"].kinds
    assert [entry.words for entry in kind.entries] == [("a b",), ("c",)]
    assert (kind.says, kind.level) == ("it", Severity.FAIL)


def test_an_entry_of_a_lexicon_arrives_whole(write: Write) -> None:
    entries = (
        'entries = [{ words = ["tender"], except = ["tender care"], unless = ["steam"], near = ["contract"] }]\n'
        'quoted = false\nadvice = "Don\'t."'
    )
    pack = load_pack(str(write("own.toml", HEAD + LEXICON.replace('entries = [{ words = ["a b"] }]', entries))))
    (kind,) = pack.lexicons["ours"].kinds
    assert kind.entries == (LexiconEntry(("tender",), ("tender care",), ("steam",), ("contract",)),)
    assert (kind.quoted, kind.advice) == (False, "Don't.")
