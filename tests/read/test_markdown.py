"""The running text as its reader sees it, and the way back to the file."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postcheck.model.text import SourceRun, SourceText, TextFile
from postcheck.read.markdown import Rendered, render
from postcheck.text.source_map import visible


def read(text: str, masked: tuple[tuple[int, int], ...] = ()) -> Rendered:
    return render(SourceText.slice(TextFile("post.md", text), 0, len(text)), masked)


def plain(text: str) -> str:
    return read(text).text.text


def detached(text: str) -> list[tuple[str, str]]:
    return [(item.field, item.text.text) for item in read(text).detached]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("**Am**elia Carter", "Amelia Carter"),
        ("*Amelia* __Carter__ and ***Rhys***", "Amelia Carter and Rhys"),
        ("well done amelia_carter_2", "well done amelia_carter_2"),
        ("_Amelia_Carter", "_Amelia_Carter"),
        ("~~Amelia~~ Carter ~ 5", "Amelia Carter ~ 5"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("a * lone star* and **another", "a * lone star* and **another"),
        ("*foo**bar* baz", "foo**bar baz"),
        ("`Amelia` Carter ``a`b``", "Amelia Carter a`b"),
        ("`<b>Amelia</b>` stays", "<b>Amelia</b> stays"),
        ("```text\n<b>*Amelia*</b>\n```\n*Rhys*", "```text\n<b>*Amelia*</b>\n```\nRhys"),
        (r"\*Amelia\* 1\. \A", r"*Amelia* 1. \A"),
        ("Amelia\\\nCarter", "Amelia\nCarter"),
        ("<b>Amelia</b> Carter", "Amelia Carter"),
        ('<span class="name">Am</span>elia', "Amelia"),
        ("Amelia<br>Carter<br/>Rhys", "Amelia\nCarter\nRhys"),
        ("<td>Amelia</td><td>Rhys</td>", "\tAmelia\t\tRhys\t"),
        ("<Amelia> <Mark> <b and c> 3 < 4 > 2", "<Amelia> <Mark> <b and c> 3 < 4 > 2"),
        ("<!-- Amelia Carter --><script>x = 'Rhys'</script>", "<!-- Amelia Carter -->\nx = 'Rhys'\n"),
        ("&#65;melia &amp; &#x52;hys&nbsp;M &unknown; AT&T", "Amelia & Rhys\u00a0M &unknown; AT&T"),
        ("&#0;&#xD800;&#99999999;", "\ufffd\ufffd&#99999999;"),
        ("Ame\u00adlia Car\u200bter&shy;s &zwj;x", "Amelia Carters x"),
        ("Ame\u034flia Car\u206ater A&#x206a;melia &#x3164;❤\ufe0f", "Amelia Carter Amelia \u3164❤\ufe0f"),
        ("> Amelia\n> > Carter", "  Amelia\n    Carter"),
        ("# Amelia\n- *Rhys*\n* Zoe *b*", "# Amelia\n- Rhys\n* Zoe b"),
        ("[Amelia](https://a.example/x) Carter", "Amelia Carter"),
        ("[**Am**elia](x)", "Amelia"),
        ("[Amelia][1] Carter, [Rhys] [x]\n\n[1]: /news", "Amelia Carter, [Rhys] [x]\n\n[1]: /news"),
        ("[Amelia] (left) [ ] ](x) [a](b c) [c](((", "[Amelia] (left) [ ] ](x) [a](b c) [c]((("),
        ("one *two\n\nthree* four", "one *two\n\nthree* four"),
        ("one *two\r\rthree* four", "one *two\r\rthree* four"),
        ("one `two\r\n\r\nthree` four", "one `two\r\n\r\nthree` four"),
        ("<b title= >Am</b>elia <b id='x'class=y>Rhys</b>", "Amelia Rhys"),
        ("Amelia <i data-x=>C</i>arter <b = c>", "Amelia Carter <b = c>"),
        ("&ampx; &#00000065;", "&ampx; &#00000065;"),
    ],
)
def test_markup_is_seen_through(written: str, seen: str) -> None:
    assert plain(written) == seen


@pytest.mark.parametrize(
    ("written", "beside"),
    [
        (
            '[x](https://a.example/amelia-carter.html "Our star")',
            [("link", "https://a.example/amelia-carter.html"), ("", "Our star")],
        ),
        ("[x](<my page.html> 'A B')", [("link", "my page.html"), ("", "A B")]),
        ("[x](a_(b).html (C))", [("link", "a_(b).html"), ("", "C")]),
        ("<https://a.example/rhys>", [("link", "https://a.example/rhys")]),
        ("see https://a.example/am%C3%A9lie%20c?x=1&amp;y).", [("link", "https://a.example/amélie c?x=1&y")]),
        (
            "(www.a.example/b_(c)) **https://d.example/**",
            [("link", "www.a.example/b_(c)"), ("link", "https://d.example/")],
        ),
        ("%ff https://a.example/%FF%20x", [("link", "https://a.example/%FF%20x")]),
        (
            '<a href="/amelia" title="Amelia &amp; Rhys" class="btn" hidden>x</a>',
            [("link", "/amelia"), ("", "Amelia & Rhys")],
        ),
        ("<img src=cup.jpg alt='Amelia Carter'>", [("link", "cup.jpg"), ("alt", "Amelia Carter")]),
        ('<IMG ALT="Rhys" WIDTH=3>', [("alt", "Rhys")]),
        ("<a href=/a?b=c&copy=1 title='Am&#0000000000101;lia&nbsp'>", [("link", "/a?b=c&copy=1"), ("", "Amelia\xa0")]),
        ("mail amelia.carter@school.example", []),
    ],
)
def test_what_stands_beside_the_text_is_kept(written: str, beside: list[tuple[str, str]]) -> None:
    assert detached(written) == beside


def test_a_mention_leads_back_to_the_raw_slice() -> None:
    written = "Well done **Am**elia&nbsp;Carter!"
    text = read(written).text
    start = text.text.index("Amelia")
    low, high = text.origin(start, start + len("Amelia Carter"))
    assert written[low:high] == "Am**elia&nbsp;Carter"


def test_a_link_target_leads_back_to_the_raw_slice() -> None:
    written = "[x](https://a.example/Am%C3%A9lie-Carter)"
    target = read(written).detached[0].text
    start = target.text.index("Amélie")
    low, high = target.origin(start, start + len("Amélie"))
    assert written[low:high] == "Am%C3%A9lie"


def test_a_masked_range_is_one_space_and_hides_its_markup() -> None:
    written = "One ![*a](b.jpg) two* [three ![c](d.jpg)](/e)"
    first, second = written.index("!"), written.rindex("!")
    masked = ((first, written.index(" two")), (second, written.rindex("]")))
    seen = read(written, masked)
    assert seen.text.text == "One   two* three  "
    assert [item.text.text for item in seen.detached] == ["/e"]


def test_offsets_survive_two_layers() -> None:
    file = TextFile("post.md", "title: caf\\u00e9 **Am**elia")
    yaml = SourceText(
        "café **Am**elia", file, (SourceRun(0, 3, 7, 10), SourceRun(3, 1, 10, 16), SourceRun(4, 11, 16, 27))
    )
    text = render(yaml).text
    assert text.text == "café Amelia"
    assert text.origin(0, 4) == (7, 16)
    assert file.text[slice(*text.origin(5, 11))] == "Am**elia"


def test_invisible_characters_vanish_from_tags() -> None:
    file = TextFile("post.md", "@am\u200belia")
    text = visible(SourceText.slice(file, 0, 8))
    assert text.text == "@amelia"
    assert text.origin(1, 7) == (1, 8)


MARKS = st.sampled_from(
    [
        *list("*_~`[]()<>!\\&;#\"'/= \n\t.-"),
        "**",
        "](",
        "<b>",
        "</b>",
        "<a href=",
        "&amp;",
        "\n\n",
        "```",
        "https://",
        "\xad",
        "é",
        "A",
    ]
)
MARKUP = st.lists(st.one_of(MARKS, st.text(string.ascii_letters + string.digits, max_size=4)), max_size=40).map("".join)


@settings(max_examples=500)
@given(MARKUP)
def test_every_character_maps_back_exactly(written: str) -> None:
    seen = read(written)
    for text in (seen.text, *(item.text for item in seen.detached)):
        covered = 0
        for run in text.runs:
            assert run.start >= covered
            covered = run.start + run.length
            if run.length == run.origin_end - run.origin:
                assert (
                    text.text[run.start : covered].strip() == written[run.origin : run.origin_end].strip()
                    or written[run.origin] in "&%"
                )
        assert covered <= len(text.text)


@settings(max_examples=500)
@given(
    st.lists(
        st.sampled_from(
            [
                "Amelia",
                "Rhys7",
                "x",
                "*",
                "**",
                "_",
                "`",
                "~~",
                "[",
                "]",
                "(",
                ")",
                "](",
                " ",
                "\n",
                "\n\n",
                "\\",
                '"',
                "#",
                ">",
                "- ",
                "!",
                "<",
                "https://q/",
            ]
        )
    ).map("".join)
)
def test_no_letter_or_digit_is_lost(written: str) -> None:
    seen = read(written)
    everything = seen.text.text + "".join(item.text.text for item in seen.detached)
    assert sorted(char for char in everything if char.isalnum()) == sorted(char for char in written if char.isalnum())


@pytest.mark.parametrize(
    "hostile",
    [
        "*",
        "[",
        "<",
        "_a",
        "<a ",
        "[a](",
        '[a](b "',
        "`" * 3 + " ",
        "&a",
        "*a **b _c `",
        '<a x="',
        "[](",
        "\n",
        "> ",
        "www.",
        "*a_ ",
        "~",
        "`a\n\n",
        "<!--",
        "[a]: b\n",
        "%41https://",
        "(((",
        "\\",
    ],
)
def test_hostile_text_is_read_to_the_end(hostile: str) -> None:
    written = hostile * 20_000 + "Amelia"
    seen = read(written)
    assert "Amelia" in seen.text.text + "".join(item.text.text for item in seen.detached)
