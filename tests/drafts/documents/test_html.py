"""A web page says what it shows and what it hides, each character with its place in the file."""

from __future__ import annotations

import base64
import html as standard
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postcheck.drafts.documents.document import Document
from postcheck.drafts.documents.html import load
from postcheck.errors import UnreadableError
from postcheck.model.text import SourceText
from tests.builders.documents import png


def read(folder: Path, text: str | bytes) -> Document:
    path = folder / "page.html"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(path, "drafts/page.html")


def said(document: Document, field: str = "body") -> list[str]:
    return [
        " ".join(part.text.text.split())
        for part in document.parts
        if part.field == field and isinstance(part.text, SourceText)
    ]


def evidence(document: Document, field: str, words: str) -> str:
    """Return what stands in the file for words that were read."""
    for part in document.parts:
        if part.field == field and isinstance(part.text, SourceText) and words in part.text.text:
            start = part.text.text.index(words)
            low, high = part.text.origin(start, start + len(words))
            return part.text.file.text[low:high]
    raise AssertionError(words)


def test_text_is_read_through_tags_and_entities(tmp_path: Path) -> None:
    document = read(tmp_path, "<h1>Star</h1><p>Well done <b>Am</b>elia&#32;C&aacute;rter,\n   Year&nbsp;4</p>")
    assert said(document) == ["Star Well done Amelia Cárter, Year 4"]
    assert evidence(document, "body", "Amelia Cárter") == "Am</b>elia&#32;C&aacute;rter"
    assert evidence(document, "body", ", Year\xa04") == ",\n   Year&nbsp;4"


def test_blocks_part_words_and_inline_elements_do_not(tmp_path: Path) -> None:
    (body,) = [part.text for part in read(tmp_path, "<p>Am<i>el</i>ia</p><p>Carter<br>x</p><td>a</td><td>b</td>").parts]
    assert isinstance(body, SourceText)
    assert body.text.split("\n") == ["", "Amelia", "", "Carter", "x", "\ta\t\tb\t"]


@pytest.mark.parametrize(
    ("page", "field", "words"),
    [
        ("<title>Amelia</title>", "title", "Amelia"),
        ('<meta property="og:title" content="Amelia">', "title", "Amelia"),
        ('<meta name=description content="About Amelia">', "meta", "About Amelia"),
        ("<!-- ask Amelia -->", "comment", "ask Amelia"),
        ("<!-- never closed Amelia", "comment", "never closed Amelia"),
        ("<noframes><b>Am</b>elia</noframes>", "comment", "Amelia"),
        ("<area alt='Amelia'>", "alt", "Amelia"),
        ("<p title=Amelia aria-label='Rhys'>", "attribute", "Amelia"),
        ("<p title=Amelia aria-label='Rhys'>", "attribute", "Rhys"),
        ('<a href="/news/am%C3%A9lia&amp;co">', "link", "/news/amélia&co"),
        ("<p hidden style='display:none'>Amelia</p>", "body", "Amelia"),
        ("<template>Amelia</template>", "body", "Amelia"),
        ("<textarea>&lt;b>Amelia</textarea>", "body", "<b>Amelia"),
        ("<svg><text>Amelia</text></svg>", "body", "Amelia"),
        ('<script type="application/ld+json">{"name": "Am\\u0065lia \\"Bee\\""}</script>', "script", 'Amelia "Bee"'),
        ("<p data-caption='Amelia'>", "attribute", "Amelia"),
        ("<style>p::after { content: 'Well done, Amelia' }</style>", "attribute", "Well done, Amelia"),
        ("<script>// don't\nshow('<b>Am\\u0065l</b>ia', `Rhys`)</script>", "script", "Amelia"),
        ("<script>// don't\nshow('<b>Am\\u0065lia</b>', `Rhys`)</script>", "script", "<b>Amelia</b> Rhys"),
        ("3 < 4 and <Amelia", "body", "3 < 4 and <Amelia"),
        ("<img alt= ><p data-x= title=>Amelia</p>", "body", "Amelia"),
        ("<b x=>Am</b>elia", "body", "Amelia"),
        ("Am<!-->elia", "body", "Amelia"),
        ("Am<!--->elia", "body", "Amelia"),
        ("Am<!-- x --!>elia", "body", "Amelia"),
        ("Am</>el</ x>ia", "body", "Amelia"),
        ("&#0000000000065;m&#x00000000065;lia", "body", "Amelia"),
        ("Am&eacutelia", "body", "Amélia"),
        ("Am&#1;elia", "body", "Amelia"),
        ("<plaintext>Am<b>elia", "body", "Am<b>elia"),
        ("<xmp><b>Amelia</b></xmp>", "body", "<b>Amelia</b>"),
        ("<svg><script>x</script><![CDATA[Am]]>elia</svg>", "body", "x Amelia"),
        ("<script><!-- <script></script> --></script>Amelia", "body", "Amelia"),
        ("<a title='&copy=Amelia'>", "attribute", "&copy=Amelia"),
        ("<p title=\"Amelia\"class='x'>", "attribute", "Amelia"),
        ('<p title="one" title="Amelia">', "attribute", "one"),
        ('<p class="x" Amelia="', "body", '<p class="x" Amelia="'),
    ],
)
def test_what_a_visitor_can_find(tmp_path: Path, page: str, field: str, words: str) -> None:
    assert words in said(read(tmp_path, page), field)


@pytest.mark.parametrize(
    "page",
    ["<script>var Amelia</script>", "<style>.Amelia{}</style>", "<p class=Amelia id=Amelia onclick='Amelia()'></p>"],
)
def test_program_code_is_no_text(tmp_path: Path, page: str) -> None:
    assert not any(
        "Amelia" in part.text.text for part in read(tmp_path, page).parts if isinstance(part.text, SourceText)
    )


@pytest.mark.parametrize(
    "page",
    [
        "<div style='background: url(&quot;my tree.jpg&quot;)'></div>",
        "<style>p { background: image-set('my tree.jpg' 1x) }</style>",
        "<div data-bg='my tree.jpg'></div>",
        "<a href='my tree.jpg'>larger</a>",
    ],
)
def test_pictures_by_other_ways(tmp_path: Path, page: str) -> None:
    assert [picture.name for picture in read(tmp_path, page).pictures] == ["my tree.jpg"]


def test_a_link_to_a_picture_elsewhere_is_a_link(tmp_path: Path) -> None:
    assert read(tmp_path, "<a href='https://x.example/tree.jpg'>larger</a>").pictures == ()


def test_keys_of_data_are_no_text(tmp_path: Path) -> None:
    assert said(read(tmp_path, '<script type="application/json">{"Amelia" : ["Rhys", 3, "Z"]}</script>'), "script") == [
        "Rhys Z"
    ]


# Pictures


def test_every_picture_that_a_browser_may_show(tmp_path: Path) -> None:
    page = (
        '<img src="a%20b.jpg" alt="Zo&euml;"><img srcset="c.jpg 1x, d.jpg 2x"><img data-src="e.jpg">'
        "<input type=image src=f.png>"
        "<video poster='g.jpg'></video><div style=\"background: url( 'h.png' )\"></div>"
        "<style>p{background:url(i.webp)}</style>"
        '<svg><image href="j.png"/></svg><meta property="og:image" content="https://x.example/k.jpg">'
    )
    pictures = read(tmp_path, page).pictures
    assert [picture.name[-5:] for picture in pictures] == [
        "b.jpg",
        "c.jpg",
        "d.jpg",
        "e.jpg",
        "f.png",
        "g.jpg",
        "h.png",
        ".webp",
        "j.png",
        "k.jpg",
    ]
    assert [alt.text for alt in pictures[0].said.alt] == ["Zoë"]
    assert pictures[0].where.line == 1
    assert page[pictures[0].where.start : pictures[0].where.end] == "a%20b.jpg"


def test_a_picture_in_the_text_is_unpacked(tmp_path: Path) -> None:
    data = png()
    (picture,) = read(tmp_path, f'<img src="data:image/png;base64,{base64.b64encode(data).decode()}">').pictures
    assert picture.inside is not None
    assert picture.inside.data == data


@pytest.mark.parametrize(
    "address",
    ["data:image/png;base64,???", "data:image/svg+xml,<svg/>", "data:text/html,Amelia", "data:image/png;base64,"],
)
def test_a_picture_in_the_text_that_cannot_be_unpacked_is_said(tmp_path: Path, address: str) -> None:
    document = read(tmp_path, f'\n<img src="{address}">')
    assert document.pictures == ()
    assert [item.reason[:31] for item in document.unexamined] == ["Line 2 holds a picture as text "]


def test_videos_sounds_and_other_pages_are_said(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        '<video><source src="a.mp4"></video><audio src="b.mp3"></audio><iframe src="https://x.example/"></iframe>',
    )
    assert [file for file, _ in document.videos] == ["a.mp4"]
    assert ["sound" in item.reason or "something else" in item.reason for item in document.unexamined] == [True, True]


# Encodings


def test_the_declared_encoding_counts(tmp_path: Path) -> None:
    page = '<meta charset="iso-8859-2"><p>Wójcik Łucja</p>'
    assert said(read(tmp_path, page.encode("iso-8859-2"))) == ["Wójcik Łucja"]


def test_text_that_does_not_fit_its_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="encoding"):
        read(tmp_path, b'<meta charset="shift_jis"><p>\xff\xff</p>')


def test_front_matter_is_no_text(tmp_path: Path) -> None:
    assert said(read(tmp_path, "---\nchannel: website\npeople: [Amelia]\n---\n<p>Text</p>")) == ["Text"]


# Whatever is in the file


def check_places(document: Document) -> None:
    for part in document.parts:
        assert isinstance(part.text, SourceText)
        text, file = part.text.text, part.text.file.text
        for run in part.text.runs:
            if run.exact:
                shown, written = text[run.start : run.start + run.length], file[run.origin : run.origin_end]
                assert re.sub(r"\s", " ", shown) == re.sub(r"\s", " ", written)
            assert 0 <= run.origin < run.origin_end <= len(file)
        starts = [run.start for run in part.text.runs]
        assert starts == sorted(starts)


PIECES = st.sampled_from(
    [
        *[
            "<p>",
            "</p>",
            "<b",
            ">",
            "<!--",
            "-->",
            "&amp;",
            "&#x41;",
            "&",
            ";",
            '"',
            "'",
            "=",
            " ",
            "\n",
            "<img src=",
            "alt=",
            "Amelia",
            "<script>",
        ],
        *[
            "</script>",
            "<title>",
            "</title>",
            "<style>",
            "url(",
            ")",
            "<a href='",
            "%41",
            "data:image/png;base64,",
            "<!",
            "<?",
            "/",
            "\\u0041",
            "é",
        ],
        "\x00",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_page_is_read_and_every_character_has_its_place(
    tmp_path_factory: pytest.TempPathFactory, page: str
) -> None:
    try:
        document = read(tmp_path_factory.mktemp("html"), page)
    except UnreadableError:
        return
    check_places(document)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1))
def test_escaped_text_is_what_it_was(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    document = read(tmp_path_factory.mktemp("html"), f"<p title='{standard.escape(text)}'>{standard.escape(text)}</p>")
    check_places(document)
    assert said(document) == [" ".join(text.split())]
    assert said(document, "attribute") == ([" ".join(text.split())] if text.strip() else [])


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<a x='",
        '<p b="" ',
        "<!--",
        "<title>",
        "<script>",
        "&amp",
        "url(",
        "<img srcset='a,",
        '"\\',
        "<x/>",
        "<!",
        "%4",
    ],
)
def test_a_hostile_page_does_not_keep_anybody_waiting(tmp_path: Path, piece: str) -> None:
    check_places(read(tmp_path, piece * 40_000))
    check_places(read(tmp_path, piece * 40_000 + ">'\">"))


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ("&lt;p>Am&amp;#0000000101;lia&lt;/p>", ["Amelia"]),
        ("&lt;p>Am&lt;b title=&quot;Our cup&quot;>elia&lt;/b> Carter&lt;/p>", ["Amelia Carter", "Our cup"]),
        ("&lt;!-- One -->&lt;i>two", ["two", "One"]),
        ("&lt;p title='three'>&lt;script>say(2)", ["three"]),
    ],
)
def test_a_page_within_an_attribute_is_read_as_a_page(tmp_path: Path, inner: str, said: list[str]) -> None:
    page = f'<iframe srcdoc="{inner}"></iframe>'
    parts = [part.text for part in read(tmp_path, page).parts if part.field == "attribute"]
    texts = [part for part in parts if isinstance(part, SourceText)]
    assert [text.text.strip() for text in texts] == said
    at = texts[0].text.index(said[0])
    start, end = texts[0].origin(at, at + len(said[0]))
    assert page[start] == said[0][0]
    assert page[end - 1] == said[0][-1]
