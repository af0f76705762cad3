"""The texts in a script, as the program means them."""

from __future__ import annotations

import pytest

from postcheck.text.script_words import read_script


def texts(script: str) -> list[str]:
    return ["".join(piece[0] for piece in literal) for literal in read_script(script)]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (r"show('\x41melia \u{43}art\145r')", ["Amelia Carter"]),
        (r"show('\u0041melia \uD83C\uDF1F')", ["Amelia 🌟"]),
        ("show('Ame\\\r\nlia')", ["Amelia"]),
        ("show('Ame' /*x*/+ // y\n \"lia\"+` C`)", ["Amelia C"]),
        ("show(`a${''}b`)", ["ab"]),
        ("show(`${f({a: `Amelia ${'Car'}ter`})}`)", ["", "Amelia Carter"]),
        ("String.fromCharCode(65, 0x6d)", ["Am"]),
        ("String.fromCodePoint(...[65,109])", ["Am"]),
        ("String.fromCharCode.apply(null,[65,109])", ["Am"]),
        ("atob('QW1lbGlh')", ["Amelia"]),
        ("decodeURIComponent('%41melia%C3%A9')", ["Ameliaé"]),
        ("unescape('%41m%u0065lia%E9')", ["Ameliaé"]),
        (r"var r = /['\"]/; show('Amelia')", ["Amelia"]),
        ("'Ame'.concat('lia')", ["Amelia"]),
        ("f('a', 'b'); g('c')", ["a", "b", "c"]),
        ("'a' + x + 'b'", ["a", "b"]),
        ("// don't\nshow('Amelia')", ["Amelia"]),
        ("x = 4 / 2; y = 'a' / 1", ["a"]),
        ("`never closed ${ 'x", ["never closed x"]),
    ],
)
def test_texts_as_the_program_means_them(script: str, expected: list[str]) -> None:
    assert [text for text in texts(script) if text] == [text for text in expected if text]


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("['A', 'm', 'y'].join('')", "Amy"),
        ('["Amelia","Carter"].join(" ")', "Amelia Carter "),
        ("'ailemA'.split('').reverse().join('')", "Amelia"),
    ],
)
def test_texts_that_an_array_makes(script: str, text: str) -> None:
    assert text in texts(script)


def test_every_text_knows_its_place() -> None:
    script = r"a('x', 'Am\x65lia')"
    (_, literal) = read_script(script)
    assert [(text, script[start:end]) for text, start, end in literal if text] == [
        ("Am", "Am"),
        ("e", r"\x65"),
        ("lia", "lia"),
    ]


@pytest.mark.parametrize(
    "piece", ["'a'+", "`${", "'a',", "/", "fromCharCode(1,", '["a",', "`", "'\\", "atob('", "/*", "}"]
)
def test_a_hostile_script_is_read_to_its_end(piece: str) -> None:
    script = piece * 40_000
    assert all(0 <= start <= end <= len(script) for literal in read_script(script) for _, start, end in literal)
