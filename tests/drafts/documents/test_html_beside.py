"""What a web page writes into itself: by its styles and scripts, in addresses, and from files beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.drafts.documents.document import Document
from postcheck.drafts.documents.html import load
from postcheck.drafts.parsed import Parsed
from postcheck.model.text import SourceText
from tests.builders.documents import png


def read(folder: Path, page: str, files: dict[str, str | bytes] | None = None) -> Document:
    for name, content in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    return load(path, "drafts/page.html")


def said(document: Document) -> list[str]:
    texts = [part.text.text for part in document.parts if isinstance(part.text, SourceText) and part.field != "link"]
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    "page",
    [
        "<p style='--n:&quot;Am\\65lia&quot;'>",
        "<svg><style>b::after{content:'Am\\65lia'}</style></svg>",
        '<link rel=stylesheet href="data:text/css,b::after{content:%27Am%65lia%27}">',
        "<p onclick=\"say('Am' + &quot;elia&quot;)\">",
        "<a href=\"java&#9;script:say('Am%65lia')\">",
        "<meta http-equiv=refresh content=\"0;url=javascript:say('Am'+'elia')\">",
        '<script src="data:text/javascript;base64,c2F5KCdBbWVsaWEnKQ=="></script>',
        '<iframe src="data:text/html;base64,PGI+QW08L2I+ZWxpYQ=="></iframe>',
        "<object data='data:text/plain,Am%65lia'></object>",
        "<script type='text/x-template'><b>Am</b>elia</script>",
        "<script>say('<b>Am</b>elia')</script>",
        "<iframe srcdoc=\"<iframe srcdoc='&lt;b>Am&lt;/b>elia'></iframe>\"></iframe>",
        "<!-- <b>Am</b>elia -->",
        "<!-- <ask Amelia Carter> -->",
        "<script>say('Now <ask Amelia>')</script>",
        "<noembed><b>Am</b>elia</noembed>",
        "<p title=one title=Amelia>",
        "</p title=Amelia>",
        "<svg><a xlink:title='Amelia Carter'></a></svg>",
        "<!doctype html [<!ENTITY n 'Amelia'>",
        "<!doctype html public 'Amelia'>",
        "<meta http-equiv=x content='Amelia Carter'>",
    ],
)
def test_words_in_odd_places(tmp_path: Path, page: str) -> None:
    assert any("Amelia" in line for line in said(read(tmp_path, page)))


@pytest.mark.parametrize(
    ("page", "files"),
    [
        ("<link rel=stylesheet href='css/a.css?v=3'>", {"css/a.css": "b::after{content:'Am\\65lia'}"}),
        ("<?xml-stylesheet href='a.css'?>", {"a.css": "b::after{content:'Amelia'}"}),
        ("<svg><script href='a.js'></script></svg>", {"a.js": "say('Amelia')"}),
        ("<style>@import 'a.css'</style>", {"a.css": "@import url(b/c.css);", "b/c.css": "b::after{content:'Amelia'}"}),
        ("<base href='b/'><link rel='preload' as=style href=c.css>", {"b/c.css": "b::after{content:'Amelia'}"}),
        ("<script src='js/a.js' defer></script>", {"js/a.js": "import './b.mjs'", "js/b.mjs": "say('Am' + 'elia')"}),
        ("<script type=module>import x from './b.mjs'</script>", {"b.mjs": "say('Amelia')"}),
    ],
)
def test_style_sheets_and_scripts_beside_a_page(tmp_path: Path, page: str, files: dict[str, str | bytes]) -> None:
    document = read(tmp_path, page, files)
    assert [line for line in said(document) if not line.startswith("?xml")] == ["Amelia"]
    assert len(document.beside) == len(files)
    names = {part.text.file.name for part in document.parts if isinstance(part.text, SourceText)}
    assert names == {"drafts/page.html", f"drafts/{max(files)}"}


def test_what_comes_from_the_web_or_is_not_there_or_is_a_library_is_not_mentioned(tmp_path: Path) -> None:
    page = (
        "<link rel=stylesheet href=https://x.example/a.css><link rel=stylesheet href=/css/none.css>"
        "<script src=https://x.example/a.js></script><script src=jquery.js></script>"
    )
    document = read(tmp_path, page, {"jquery.js": "say('Amelia')"})
    assert (said(document), document.unexamined, document.beside) == ([], (), ())


def test_pictures_of_a_style_sheet_are_decoration(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"css/a.css": "b{background:url(../a\\ b.png),url(../none.png)}", "a b.png": png()}
    (picture,) = read(tmp_path, "<link rel=stylesheet href=css/a.css>", files).pictures
    assert (picture.name, picture.peopled) == (str(tmp_path / "a b.png"), False)


def test_pictures_of_the_page_s_own_styles_are_pictures(tmp_path: Path) -> None:
    (picture,) = read(tmp_path, "<style>b{background:u\\72l(a\\2e png)}</style>").pictures
    assert (picture.name, picture.peopled) == ("a.png", True)


@pytest.mark.parametrize(
    "page",
    ["<meta http-equiv=refresh content='0;url=a'>", "<link rel=icon href=a>", "<style>b{cursor:url(a),auto}</style>"],
)
def test_a_picture_whose_name_has_no_ending(tmp_path: Path, page: str) -> None:
    assert [picture.name for picture in read(tmp_path, page, {"a": png()}).pictures] == ["a"]
    assert read(tmp_path, page, {"a": "no picture"}).pictures == ()


def test_styles_that_turn_letters_round(tmp_path: Path) -> None:
    turned = "direction:rtl;unicode-bidi:bidi-override"
    assert said(read(tmp_path, f"<p style='{turned}'>retr<b>aC</b></p>")) == ["retraC", "Carter"]
    (unexamined,) = read(tmp_path, f"<style>\nb{{{turned}}}</style>").unexamined
    assert unexamined.reason == (
        "Line 2 has letters shown from right to left, which may spell other words. Look at the page itself."
    )


def test_a_page_is_parsed_anew_when_a_file_beside_it_changes(tmp_path: Path) -> None:
    read(tmp_path, "<link rel=stylesheet href=a.css>", {"a.css": "b::after{content:'Amelia'}"})
    parsed, path = Parsed(), tmp_path / "page.html"
    first = parsed.document(path, "page.html")
    assert parsed.document(path, "page.html") is first
    (tmp_path / "a.css").write_text("b::after{content:'Rhys'}", encoding="utf-8")
    assert said(parsed.document(path, "page.html")) == ["Rhys"]


@pytest.mark.parametrize(
    "name", ["highlights.js", "moments.js", "charts-of-the-week.js", "wp-posts.js", "reactions.js"]
)
def test_a_script_that_only_begins_like_a_library_is_read(tmp_path: Path, name: str) -> None:
    page = read(tmp_path, f"<script src={name}></script>", {name: "const posts=[{text:'Well done Amelia Osei'}]"})
    assert "Well done Amelia Osei" in said(page)


@pytest.mark.parametrize(
    "name", ["jquery-3.7.1.js", "bootstrap.bundle.js", "highlight.min.js", "chart.umd.js", "site.min.js"]
)
def test_a_library_is_not(tmp_path: Path, name: str) -> None:
    page = read(tmp_path, f"<script src={name}></script>", {name: "const posts=[{text:'Well done Amelia Osei'}]"})
    assert (said(page), page.unexamined) == ([], ())


@pytest.mark.parametrize("content", [b"p::after{content:'Well done Amelia'}\0", b" " * 1_000_001])
def test_a_file_beside_the_page_that_cannot_be_read_is_said(tmp_path: Path, content: bytes) -> None:
    page = read(tmp_path, "<link rel=stylesheet href=s.css>", {"s.css": content})
    (missed,) = page.unexamined
    assert missed.reason.startswith("A style sheet or a script beside the page ")
    assert missed.reason.endswith("See by hand what it writes on the page.")
