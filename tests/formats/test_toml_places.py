"""Places in a TOML file are right whatever stands before them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.errors import PackError
from postcheck.formats.toml_document import read_toml

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
