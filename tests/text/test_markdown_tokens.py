"""Markdown is taken apart without a gap, once for words and for pictures."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postcheck.drafts import markdown_images
from postcheck.drafts.markdown_images import find_images
from postcheck.model.text import SourceText, TextFile
from postcheck.read.markdown import render
from postcheck.text import escapes, html_tokens, markdown_links, markdown_tokens
from postcheck.text.markdown_tokens import Close, Delimiter, Event, Open, tokenize, tokenize_brackets
from tests.builders.work import calls_of
from tests.text.counting import counted
from tests.text.suites import commonmark_spec


def seen(text: str) -> list[tuple[str, str]]:
    return [(type(event).__name__, text[event.start : event.end]) for event in tokenize(text).events]


def check(text: str, events: list[Event], start: int, end: int) -> None:
    position = start
    for event in events:
        assert position == event.start < event.end
        position = event.end
        if isinstance(event, Delimiter):
            assert set(text[event.start : event.end]) == {event.char}
            assert event.count >= 0
        if isinstance(event, Close) and event.target:
            assert event.opener is not None
            assert event.opener.linked == event.linked
            assert event.opener.end <= event.start
            low, high = event.target.destination
            assert start <= low <= high <= end
    assert position == end


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("a *b*", [("Text", "a "), ("Delimiter", "*"), ("Text", "b"), ("Delimiter", "*")]),
        ("\\*&amp;&x;", [("Escape", "\\"), ("Text", "*"), ("Reference", "&amp;"), ("Text", "&x;")]),
        ("``a`b`` `c", [("Code", "``a`b``"), ("Text", " `c")]),
        ("``a\n```\nb``\n```", [("Text", "``a\n"), ("Fence", "```\nb``\n```")]),
        ("> a\n> b", [("Quote", "> "), ("Text", "a\n"), ("Quote", "> "), ("Text", "b")]),
        ("~~~\n*a*\n~~~~\nb", [("Fence", "~~~\n*a*\n~~~~"), ("Text", "\nb")]),
        ("~~~\r*a*\r~~~\rb", [("Fence", "~~~\r*a*\r~~~"), ("Text", "\rb")]),
        (
            "<https://a.b> www.c.d.",
            [("Address", "<https://a.b>"), ("Text", " "), ("Address", "www.c.d"), ("Text", ".")],
        ),
        ("<b title= >x<Amelia>", [("Tag", "<b title= >"), ("Text", "x<Amelia>")]),
        ("<!-- a -->", [("CommentStart", "<!--"), ("Text", " a -->")]),
        ("[a](b 'c')d", [("Open", "["), ("Text", "a"), ("Close", "](b 'c')"), ("Text", "d")]),
        ("![a](b c)", [("Open", "!["), ("Text", "a"), ("Close", "]"), ("Text", "(b c)")]),
        ("[a](b\n\n'c')", [("Open", "["), ("Text", "a"), ("Close", "]"), ("Text", "(b\n\n'c')")]),
        ("[a\n- b](c)", [("Open", "["), ("Text", "a\n- b"), ("Close", "]"), ("Text", "(c)")]),
    ],
)
def test_events(text: str, events: list[tuple[str, str]]) -> None:
    assert seen(text) == events


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[a]\n\n[A]: b.jpg", ["b.jpg"]),
        ("[ a\n b ][]\n\n> [A B]: <c d> 'e'", ["c d"]),
        ("[x][a\\]]\n\n[a\\]]:\n  b\n  'c'", ["b"]),
        ("[a][b][c]\n\n[c]: 1\n[a]: 2", ["1"]),
        ("[a](not this)\n\n[a]: b", ["b"]),
        ("![a][unknown]\n\n[a]: b", ["b"]),
        ("[Note]:\nSome text here. [Note]", []),
        ("[ ]: b [ ]", []),
        ("[a\n\nb]: c", []),
    ],
)
def test_references(text: str, targets: list[str]) -> None:
    found = [event.target for event in tokenize(text).events if isinstance(event, Close) and event.linked]
    assert [text[slice(*target.destination)] for target in found if target] == targets


def test_an_image_across_blocks_is_none_for_certain() -> None:
    (opener,) = [event for event in tokenize("![a\n- b](c.jpg)").events if isinstance(event, Open)]
    assert (opener.image, opener.linked) == (True, False)
    assert [image.destination for image in find_images("![a\n- b](c.jpg)", 0, 15)] == ["c.jpg"]


# Whatever is in the text

PARTS = st.sampled_from(
    [*list("*_~`[]()<>!\\&;#\"'/= \n\t\r.-:aé"), "**", "](", "![", "<b>", "</b>", "<a href=", "&amp;", "\n\n", "\r\n",
     "```\n", "~~~\n", "https://", "www.", "\n[a]: ", "[a]", "> ", "- ", "# ", "<!--", "-->", "<c:d>", "![["],
)  # fmt: skip


@settings(max_examples=500)
@given(st.lists(PARTS, max_size=40).map("".join))
def test_events_follow_each_other_without_a_gap(text: str) -> None:
    markdown = tokenize(text)
    check(text, list(markdown.events), 0, len(text))
    check(text, list(tokenize_brackets(text, 0, len(text), markdown.definitions)), 0, len(text))


@settings(max_examples=200)
@given(st.text(max_size=60), st.data())
def test_any_stretch_is_looked_at_by_itself(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    check(text, list(tokenize(text, start, end).events), start, end)


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_post_is_read_as_well(data: st.DataObject) -> None:
    post = "# *A* [b](c 'd') ![e][f]\n\n> `g` <b title='h'>i</b> &amp; https://j.k\n\n```\nl\n```\n[f]: m.jpg \"n\"\n"
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(post)))
        post = post[:at] + data.draw(PARTS | st.just("")) + post[at + data.draw(st.integers(0, 3)) :]
    check(post, list(tokenize(post).events), 0, len(post))


@pytest.mark.parametrize(
    "piece",
    ["*", "[", "<", "_a", "<a ", "[a](", '[a](b "', "`" * 3 + " ", "&a", "*a **b _c `", '<a x="', "[](", "\n", "> ",
     "www.", "*a_ ", "~", "`a\n\n", "<!--", "[a]: b\n", "%41https://", "(((", "\\", "![", "![](", "](", "`a``b",
     "<img src='", "![[", '![](x "', "![x](a)", "{{< figure ", "{{< figure src='", "<a x=<a ", '[a]: <b "\n',
     "![a](b c ", "``` `` ` ", "[a][a]", "<b a=\"'\" c='\"' ", "![a]((", "<a b b b ", "<a x=1 ", "\n\n<!--",
     "``![a](b)`", "\r"],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "[a]: b\n\n"])
def test_work_is_in_proportion_to_the_text(monkeypatch: pytest.MonkeyPatch, before: str, piece: str) -> None:
    counter = counted(monkeypatch, escapes, html_tokens, markdown_links, markdown_tokens, markdown_images)
    works = []
    for times in (600, 1_200):
        text = before + piece * times
        already = counter.steps
        render(SourceText.slice(TextFile("post.md", text), 0, len(text)))
        find_images(text, 0, len(text))
        works.append(counter.steps - already)
    assert works[1] <= 2.2 * works[0] + 10_000


def test_brackets_that_nobody_closes_are_not_taken_apart_anew_from_each_of_them() -> None:
    tokenize("[](" * 40)
    unclosed, closed = (calls_of(lambda piece=piece: tokenize(piece * 400)) for piece in ("[](", "[]()"))  # type: ignore[misc]
    assert unclosed < 2 * closed


@pytest.mark.parametrize(
    ("destination", "leads"),
    [
        ("(" * 32 + "a" + ")" * 32, True),
        ("(" * 33 + "a" + ")" * 33, False),
        (r"\(" * 40 + "a", True),
        ("b(" * 32 + r"\(a" + ")" * 32, True),
        ("(" * 31 + "a)b" + "((" + ")" * 32, True),
        ("(a)" * 40, True),
        ("(" * 33, False),
        ("(" * 32, False),
    ],
)
def test_brackets_in_a_destination_are_nested_so_deep_and_no_deeper(destination: str, leads: bool) -> None:
    text = f"[x]({destination})"
    found = [event.target for event in tokenize(text).events if isinstance(event, Close)]
    assert [text[slice(*target.destination)] for target in found if target] == [destination] * leads


# CommonMark's examples

_NOT_SHOWN = re.compile(r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<![A-Z].*?>", re.DOTALL)
_INLINE = re.compile(r"</?(?:em|strong|a|code|del|i|span)\b[^>]*>")
_DELIBERATE = {
    # What is indented by four columns is a list as often as it is code.
    r"    f&ouml;f&ouml;": "indented",
    "    <a/>\n    *hi*\n\n    - one": "indented",
    "  <div>\n\n    <div>": "indented",
    "<table>\n\n  <tr>\n\n    <td>\n      Hi\n    </td>\n\n  </tr>\n\n</table>": "indented",
    # Markdown in HTML is rendered by some, and a text in code by others.
    "<textarea>\n\n*foo*\n\n_bar_\n\n</textarea>": "emphasis",
    "*foo _bar* baz_": "emphasis",
    "_foo [bar_](/url)": "emphasis",
    # An address is read by itself, whatever it is tied to.
    "**a<https://foo.bar/?q=**>": "address",
    "__a<https://foo.bar/?q=__>": "address",
    "[foo<https://example.com/?search=](uri)>": "address",
    "[foo<https://example.com/?search=][ref]>\n\n[ref]: /uri": "address",
    # A browser takes these for tags; in a block of HTML it gets them.
    '`Foo\n----\n`\n\n<a title="a lot\n---\nof dashes"/>': "tag",
    "<a href='bar'title=title>": "tag",
    '</a href="foo">': "tag",
}  # fmt: skip


def test_every_word_that_commonmark_shows_is_read() -> None:
    text = commonmark_spec().read_text(encoding="utf-8").replace("→", "\t")
    examples = re.findall(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", text, re.DOTALL | re.MULTILINE)
    unread = set()
    for written, shown in examples:
        words = re.sub(r'<img[^>]*?alt="([^"]*)"[^>]*>', r"\1", _NOT_SHOWN.sub(" ", shown))
        words = html.unescape(re.sub(r"<[^>]*>", " ", _INLINE.sub("", words)))
        rendered = render(SourceText.slice(TextFile("post.md", written), 0, len(written)))
        read = " ".join([rendered.text.text, *(item.text.text for item in rendered.detached)])
        if not set(re.findall(r"\w+", words)) <= set(re.findall(r"\w+", read)):
            unread.add(written.removesuffix("\n"))
    assert len(examples) == 652
    assert unread == set(_DELIBERATE)
