"""TOML of every kind: each key of what was read has a place, and that is where it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from postcheck.errors import SettingsError
from postcheck.formats.toml_document import Key, TomlDocument

TEXTS = {
    "bare, dotted and quoted keys": 'a = 1\nb.c.d = 2\n"e f" = 3\n\'g\' = 4\n"h\\ti" = 5\n"" = 6\n1234 = 7\n-_ = 8\n',
    "blanks around everything": "  a   =   1\n\tb . c\t= 2\n[ t . u ]\n x = 1  # why\n",
    "tables": "[a]\nx = 1\n[a.b]\nx = 2\n[c.d.e]\nx = 3\n[a.'b c']\nx = 4\n",
    "arrays of tables": (
        "[[rule]]\nid = 'A'\n[[rule]]\nid = 'B'\n[rule.params]\nx = 1\n[[rule.example]]\ntext = 'x'\n[[rule.example]]\n"
    ),
    "inline tables": "a = { x = 1, y = { z = 2 }, w.v = 3 }\nb = [ { x = 1 }, { x = 2, y = [ 3 ] } ]\n",
    "arrays over lines": "a = [\n  1, # one\n  # two\n  2,\n  [ 'x', [ 'y' ] ],\n]\nb = []\nc = [ ]\n",
    "texts that look like TOML": 'a = "[b]"\nb = \'c = 1\'\nc = "# no comment"\nd = "x\\"y = 1"\ne = \'\\\'\nf = 1\n',
    "texts over lines": (
        'a = """\n[no.table]\nx = 1\n"""\nb = \'\'\'\n[[none]]\n\'\'\'\nc = """a\\"""b"""\nd = """"quoted""""\ne = 1\n'
    ),
    "numbers, dates and truths": (
        "a = +1_000\nb = 0xDEAD_beef\nc = 6.02e+23\nd = inf\ne = 1979-05-27T07:32:00-08:00\nf = 1979-05-27 07:32:00\n"
        "g = 07:32:00.5\nh = true\ni = [ 1979-05-27, 07:32:00 ]\n"
    ),
    "Windows line ends": "a = 1\r\n[b]\r\nc = '''\r\nx\r\n'''\r\nd = 2\r\n",
    "no line end": "a = 1\n[b]\nc = [1]",
    "other scripts": "\"ключ\" = 'Ж'\n'école' = 1\n[\"日本\"]\na = '語'\nb = 2\n",
    "nothing": "",
    "comments alone": "# a = 1\n   # [b]\n",
    "super tables after": "[a.b.c]\nx = 1\n[a]\ny = 2\n[a.b]\nz = 3\n",
    "dotted keys in tables": "[a]\nb.c = 1\nb.d = 2\n[a.e]\nf = 3\n",
}


def document(text: str) -> TomlDocument:
    return TomlDocument("postcheck.toml", text, tomllib.loads(text), SettingsError)


def leaves(value: Any, key: Key = ()) -> Iterator[Key]:
    """Yield the way to everything that is written out."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*key, name))
    elif isinstance(value, list):
        if not value:
            yield key
        for number, inner in enumerate(value):
            yield from leaves(inner, (*key, number))
    else:
        yield key


@pytest.mark.parametrize("name", TEXTS)
def test_every_value_has_a_place_of_its_own(name: str) -> None:
    made = document(TEXTS[name])
    keys = [*leaves(made.data)]
    places = [made.places[key] for key in keys]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("name", TEXTS)
def test_at_its_place_stands_the_key_or_the_element(name: str) -> None:
    made = document(TEXTS[name])
    lines = made.text.split("\n")
    for key in leaves(made.data):
        line, column = made.places[key]
        rest = lines[line - 1][column - 1 :]
        assert rest
        assert not rest[0].isspace()
        if isinstance(key[-1], str) and key[-1].isidentifier() and key[-1].isascii():
            assert key[-1] in rest


@pytest.mark.parametrize(
    ("name", "key", "place"),
    [
        ("bare, dotted and quoted keys", ("b", "c", "d"), (2, 1)),
        ("bare, dotted and quoted keys", ("e f",), (3, 1)),
        ("blanks around everything", ("t", "u", "x"), (4, 2)),
        ("arrays of tables", ("rule", 1, "id"), (4, 1)),
        ("arrays of tables", ("rule", 1, "example", 0, "text"), (8, 1)),
        ("inline tables", ("a", "y", "z"), (1, 20)),
        ("inline tables", ("b", 1, "x"), (2, 20)),
        ("arrays over lines", ("a", 1), (4, 3)),
        ("texts over lines", ("e",), (10, 1)),
        ("Windows line ends", ("b", "d"), (6, 1)),
    ],
)
def test_places_by_hand(name: str, key: Key, place: tuple[int, int]) -> None:
    assert document(TEXTS[name]).place(key) == place


def test_a_key_that_is_missing_is_looked_for_in_its_table() -> None:
    made = document("a = 1\n[b.c]\nx = 1\n")
    assert made.place(("b", "c", "missing", "deeper")) == (2, 1)
    assert made.place(("missing",)) == (1, 1)
