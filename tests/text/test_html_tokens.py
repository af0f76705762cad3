"""HTML is taken apart as browsers do it (WHATWG), and nothing of the text is lost."""

from __future__ import annotations

import json
import re
from itertools import takewhile
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from postcheck.text import escapes, html_tokens
from postcheck.text.escapes import reference
from postcheck.text.html_tokens import Kind, Token, tag_at, tokenize
from tests.text.counting import counted, looks_ahead
from tests.text.suites import html5lib_tests


def seen(text: str, within: str = "") -> list[tuple[Any, ...]]:
    """Return tokens in short: kind, and what it says."""
    found: list[tuple[Any, ...]] = []
    for token in tokenize(text, within=within):
        if token.kind in {Kind.START, Kind.END, Kind.UNFINISHED}:
            values = {item.name: text[slice(*item.value)] for item in token.attributes}
            found.append((token.kind.name.lower(), token.name, *([values] if values else [])))
        elif token.kind in {Kind.COMMENT, Kind.CDATA}:
            found.append((token.kind.name.lower(), text[slice(*token.content)]))
        else:
            found.append((token.kind.name.lower(), text[token.start : token.end]))
    return found


@pytest.mark.parametrize(
    ("tag", "values"),
    [
        ("<img alt= >", {"alt": ""}),
        ("<p data-x=>", {"data-x": ""}),
        ("<img alt=Amelia/>", {"alt": "Amelia/"}),
        ("<img alt='a'title=\"b\"src=c>", {"alt": "a", "title": "b", "src": "c"}),
        ("<p = x>", {"=": "", "x": ""}),
        ("<p =x=1>", {"=x": "1"}),
        ("<p a==b>", {"a": "=b"}),
        ("<p a = 'b' c\n=\td>", {"a": "b", "c": "d"}),
        ("<p/a/b=c/ d>", {"a": "", "b": "c/", "d": ""}),
        ("<p a=it's b>", {"a": "it's", "b": ""}),
        ('<p a<b="c>d">', {"a<b": "c>d"}),
        ("<p TITLE=Ä Ä=1>", {"title": "Ä", "Ä": "1"}),
        ("<p a\x0bb\xa0=1>", {"a\x0bb\xa0": "1"}),
        ("<p a='&lt;\n'>", {"a": "&lt;\n"}),
    ],
)
def test_attributes(tag: str, values: dict[str, str]) -> None:
    assert seen(f"{tag}x") == [("start", "img" if tag.startswith("<img") else "p", values), ("text", "x")]


def test_places_of_an_attribute_are_exact() -> None:
    text = "ab<P  Title = 'Amelia &amp; Rhys' hidden x= >"
    (title, hidden, empty) = list(tokenize(text))[1].attributes
    assert (text[slice(*title.named)], text[slice(*title.value)]) == ("Title", "Amelia &amp; Rhys")
    assert text[title.end - 1] == "'"
    assert (text[slice(*hidden.named)], hidden.value, hidden.valued) == ("hidden", (hidden.end, hidden.end), False)
    assert (text[slice(*empty.named)], text[slice(*empty.value)], empty.valued) == ("x", "", True)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("a < b <3 </ c> <>d", [("text", "a < b <3 "), ("comment", " c"), ("text", " <>d")]),
        ("a</", [("text", "a</")]),
        ("a</>b", [("text", "a"), ("end", ""), ("text", "b")]),
        ("<B></b  x='>'>", [("start", "b"), ("end", "b", {"x": ">"})]),
        ("<?php a > b", [("comment", "?php a "), ("text", " b")]),
        ("<!a>b", [("comment", "a"), ("text", "b")]),
        ('<!DOCTYPE html "a>b', [("doctype", '<!DOCTYPE html "a>'), ("text", "b")]),
        ("<![CDATA[a>b]]>", [("comment", "[CDATA[a"), ("text", "b]]>")]),
        ("<p a='b' c", [("unfinished", "p", {"a": "b", "c": ""})]),
        ("<p a='b' c=\"d <i>", [("unfinished", "p", {"a": "b"}), ("text", ' c="d '), ("start", "i")]),
    ],
)  # fmt: skip
def test_markup_and_what_only_looks_like_it(text: str, tokens: list[tuple[str, ...]]) -> None:
    assert seen(text) == tokens


@pytest.mark.parametrize(
    ("text", "said", "after"),
    [
        ("<!-->a", "", "a"),
        ("<!--->a", "", "a"),
        ("<!---->a", "", "a"),
        ("<!--a-->b", "a", "b"),
        ("<!--a--!>b", "a", "b"),
        ("<!--a--!-->b", "a--!", "b"),
        ("<!--a--->b", "a-", "b"),
        ("<!--a <!-- b --> c", "a <!-- b ", " c"),
        ("<!--a <!-->b", "a <!", "b"),
        ("<!---!>-->b", "-!>", "b"),
        ("<!--a> -- > b", "a> -- > b", ""),
        ("<!--a--", "a", ""),
        ("<!--a--!", "a", ""),
        ("<!-", "-", ""),
        ("<!--", "", ""),
    ],
)
def test_comments(text: str, said: str, after: str) -> None:
    assert seen(text) == [("comment", said), *([("text", after)] if after else [])]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("<title><b>a</b></TITLE >c", ["<b>a</b>", "c"]),
        ("<title>a</titles></title/>c", ["a</titles>", "c"]),
        ("<title>a</ title></title", ["a</ title></title"]),
        ("<xmp><!--</xmp>-->", ["<!--", "-->"]),
        ("<plaintext>a</plaintext>b", ["a</plaintext>b"]),
        ("<script>a<b></script>c", ["a<b>", "c"]),
        ("<script><!-- <script> </script> --></script>c", ["<!-- <script> </script> -->", "c"]),
        ("<script><!-- </script>c", ["<!-- ", "c"]),
        ("<script><!--> <script> </script>c", ["<!--> <script> ", "c"]),
        ("<script><!---> <script> </script>c", ["<!---> <script> ", "c"]),
        ("<script><!--<script></script>a</script>c", ["<!--<script></script>a", "c"]),
        ("<script><!--<scripts></script>c", ["<!--<scripts>", "c"]),
        ("<script/>a</script>", ["a"]),
        ("<script>a</\u017fcript></script>c", ["a</\u017fcript>", "c"]),
        ("<svg><script>a<b></script></svg><script><b></script>", ["a", "<b>"]),
        ("<svg><title><b>a</b></title></svg>", ["a"]),
        ("<svg><foreignObject><style><b></style></foreignObject><style>a<b></style>", ["<b>", "a"]),
        ("<svg/><style><b></style>", ["<b>"]),
        ("<svg><g><p><style><b></style>", ["<b>"]),
        ("<svg><font><style>a<i>", ["a"]),
        ("<svg><font color=red><style>a<i>", ["a<i>"]),
        ("<div><svg></div><style><b></style>", ["<b>"]),
        ("<svg></p><style><b></style>", ["<b>"]),
        ("<math><annotation-xml encoding=TEXT/HTML><style><b></style>", ["<b>"]),
        ("<math><annotation-xml><style>a<i></style>", ["a"]),
        ("<math><mi><style><b></style>", ["<b>"]),
    ],
)
def test_elements_without_markup(text: str, tokens: list[str]) -> None:
    assert [said for kind, said, *_ in seen(text) if kind in {"raw", "text"}] == tokens


def test_a_part_of_a_page_may_begin_in_an_element_without_markup() -> None:
    assert seen("<b>a</b></title>c", within="title") == [("raw", "<b>a</b>"), ("end", "title"), ("text", "c")]
    assert seen("</title>", within="title") == [("end", "title")]


def test_literal_text_of_svg() -> None:
    assert seen("<svg><![CDATA[<b>&amp;]]>a<![CDATA[b")[1:] == [("cdata", "<b>&amp;"), ("text", "a"), ("cdata", "b")]


@pytest.mark.parametrize(
    ("text", "closed"), [("<a href=x <b>", None), ("<a x=<b>", None), ("<a x={{y}}>", None), ('<a x="<b>">', 11)]
)
def test_a_cautious_reading_ends_where_other_markup_begins(text: str, closed: int | None) -> None:
    tag = tag_at(text, 0, len(text), cautious=True)
    assert tag is not None
    assert (tag.end if tag.kind is Kind.START else None) == closed


def test_only_the_given_stretch_is_looked_at() -> None:
    text = "<b><i><u title=a>"
    tokens = [(token.kind, token.name, token.start, token.end) for token in tokenize(text, 3, 10)]
    assert tokens == [(Kind.START, "i", 3, 6), (Kind.UNFINISHED, "u", 6, 10)]


# Whatever is in the text

PARTS = st.sampled_from(
    [
        *list("<>/=\"'!-?& \n\fa\0\u017f"),
        *["<!--", "-->", "--!>", "<p ", "</p", "<svg>", "</svg>", "<math>", "<mi>", "<title>", "</title>", "<script>"],
        *["</script>", "<style ", "<plaintext", "<![CDATA[", "]]>", "<!doctype ", "<foreignObject>", "x='", 'y="'],
    ]
)  # fmt: skip


def check(text: str, tokens: list[Token]) -> None:
    assert "".join(text[token.start : token.end] for token in tokens) == text
    position = 0
    for token in tokens:
        assert position == token.start < token.end
        position = token.end
        for attribute in token.attributes:
            name = text[slice(*attribute.named)]
            assert name.lower().replace("\0", "\ufffd") == attribute.name
            assert token.start < attribute.named[0] < attribute.named[1] <= attribute.value[0] <= attribute.value[1]
            assert attribute.value[1] <= attribute.end <= token.end
        if token.kind in {Kind.COMMENT, Kind.CDATA}:
            assert token.start <= token.content[0] <= token.content[1] <= token.end


@settings(max_examples=500)
@given(st.lists(PARTS, max_size=40).map("".join))
def test_tokens_follow_each_other_without_a_gap(text: str) -> None:
    check(text, list(tokenize(text)))


@given(st.text(st.characters(exclude_characters="<")), st.text())
def test_text_without_markup_is_one_token(text: str, other: str) -> None:
    assert [token.kind for token in tokenize(text)] == ([Kind.TEXT] if text else [])
    check(other, list(tokenize(other)))


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_page_is_read_as_well(data: st.DataObject) -> None:
    page = (
        "<!doctype html><title>A</title><p class='x' title=\"Amelia &amp; Rhys\">B"
        "<!-- c --><svg><g/></svg><script>d</script>"
    )
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(page)))
        page = page[:at] + data.draw(PARTS | st.just("")) + page[at + data.draw(st.integers(0, 3)) :]
    check(page, list(tokenize(page)))


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", "<a x='", '<p b="" ', "<!--", "<!-- --", "<title>", "</title", "<script>", "<script><!--<script>",
     "<!", "</", "<x/>", "<svg><g>", "</g>", "<svg><![CDATA[", "<svg><p>", "<mi></svg>", "<a =", "<a x=<",
     "a=\"'<a b='\" "],
)  # fmt: skip
def test_work_is_in_proportion_to_the_text(monkeypatch: pytest.MonkeyPatch, piece: str) -> None:
    counter = counted(monkeypatch, html_tokens, escapes)
    works = []
    for times in (300, 600):
        before = counter.steps
        check(piece * times, list(tokenize(piece * times)))
        works.append(counter.steps - before)
    assert works[1] <= 2.1 * works[0]
    assert works[1] <= 12 * len(piece) * 600


# html5lib's tests


def decoded(text: str, start: int, end: int, *, attribute: bool = False) -> str:
    parts = []
    while start < end:
        found = reference(text, start, end, attribute=attribute)
        parts.append(found[0] if found else text[start])
        start = found[1] if found else start + 1
    return "".join(parts)


def start_tag(text: str, token: Token) -> list[Any]:
    values: dict[str, str] = {}
    for item in token.attributes:
        values.setdefault(item.name, decoded(text, *item.value, attribute=True).replace("\0", "\ufffd"))
    return ["StartTag", token.name, values, *([True] if token.closes_itself else [])]


def said(text: str, state: str, last: str) -> list[Any]:
    """Return what html5lib's tests expect of a tokenizer; of a document type only that it is one."""
    said: list[Any] = []
    within = {"PLAINTEXT state": "plaintext", "Script data state": last or "script"}.get(state, last or "none")
    if state == "CDATA section state":
        literal, _, text = text.partition("]]>")
        said, state = [["Character", literal]], "Data state"
    tokens = tokenize(text, within="" if state == "Data state" else within)
    # A browser drops a tag that is never closed, and all that follows.
    for token in takewhile(lambda token: token.kind is not Kind.UNFINISHED, tokens):
        characters = ""
        if token.kind is Kind.TEXT or (token.kind is Kind.RAW and state == "RCDATA state"):
            characters = decoded(text, token.start, token.end)
        elif token.kind is Kind.RAW:
            characters = text[token.start : token.end]
        elif token.kind is Kind.COMMENT:
            said.append(["Comment", text[slice(*token.content)].replace("\0", "\ufffd")])
        elif token.kind is Kind.DOCTYPE:
            said.append(["DOCTYPE"])
        elif token.kind is Kind.END and token.name:
            said.append(["EndTag", token.name])
        elif token.kind is Kind.START:
            said.append(start_tag(text, token))
        if characters:
            said.append(["Character", characters.replace("\0", "\ufffd") if token.kind is Kind.RAW else characters])
    return said


def joined(tokens: list[Any]) -> list[Any]:
    found: list[Any] = []
    for token in tokens:
        if token[0] == "Character" and found and found[-1][0] == "Character":
            found[-1] = ["Character", found[-1][1] + token[1]]
        elif token[0] != "Character" or token[1]:
            found.append(["DOCTYPE"] if token[0] == "DOCTYPE" else token)
    return found


def unescaped(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda match: chr(int(match[1], 16)), value)
    if isinstance(value, list):
        return [unescaped(item) for item in value]
    return {unescaped(key): unescaped(item) for key, item in value.items()} if isinstance(value, dict) else value


def test_html5libs_tests_of_tokenizers() -> None:
    wrong, tried = [], 0
    for path in sorted(html5lib_tests().glob("*.test")):
        for case in json.loads(path.read_text(encoding="utf-8")).get("tests", []):
            test = unescaped(case) if case.get("doubleEscaped") else case
            text = test["input"].replace("\r\n", "\n").replace("\r", "\n")
            for state in test.get("initialStates", ["Data state"]):
                tried += 1
                if joined(said(text, state, test.get("lastStartTag", ""))) != joined(test["output"]):
                    wrong.append((path.name, test["description"], state))
    assert wrong == []
    assert tried > 6_000


def test_a_pattern_that_would_be_looked_for_in_all_of_the_text_is_noticed() -> None:
    assert looks_ahead(regex.compile(r"[ ]*+>"))
    assert not looks_ahead(regex.compile(r"<[ ]*+"))
