"""Data files beside drafts: those that hold sentences are drafts, or are said; those of tools are passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.documents.data import SCRIPT
from postcheck.drafts.loader import load_draft
from postcheck.model.text import SourceText


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def texts(folder: Path, name: str, content: str) -> list[str] | None:
    """Return the lines of text of a data file in a folder, or None if it is no draft."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content, encoding="utf-8")
    sources = find_drafts(["."], stdin=None)
    if not sources:
        return None
    draft = load_draft(sources[0])
    assert draft.path == name
    assert draft.unexamined == ()
    (part,) = draft.parts
    assert isinstance(part.text, SourceText)
    return [line for line in part.text.text.splitlines() if line]


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("buffer.json", '{"updates":[{"text":"Well done Amelia"}]}', ["Well done Amelia"]),
        ("a.json", '{"a": "Star\\u0020of \\"week\\"\\n\\ud83d\\ude00 Z\\u00eb", "n": 4}', ['Star of "week"', "😀 Zë"]),
        ("a.json", '{"Amelia Carter": 3, "note": true}', ["Amelia Carter"]),
        ("a.json", '{"t": "Well done", "url": "https://x.example/a.png", "type": "Blog"}', ["Well done"]),
        ("a.json", '{"t": "#WellDoneToAmeliaCarter"}', ["#WellDoneToAmeliaCarter"]),
        ("a.json", '{"t": "Well done", "forename": "Amelia", "surname": "Carter"}', ["Well done", "Amelia Carter "]),
        ("a.json", '{"t": "Well done", "fontName": "Roboto", "tag-name": "Blog"}', ["Well done"]),
        ("a.json", '{"t": "Well done", // cut', ['{"t": "Well done", // cut']),
        ("a.jsonl", '{"t": "One post"}\n{"t": "Two posts"}\n', ["One post", "Two posts"]),
        ("data/news.yml", "- title: Star\n  text: Well done\n    Amelia\n", ["Star", "Well done Amelia"]),
        ("a.yaml", 'a: "Well\\x20done"\nb: |\n  One\n  two\n', ["Well done", "One", "two"]),
        ("a.yaml", "t: Well done\nwinners: [Amelia, Rhys]\nkind: Blog\n", ["Well done", "Amelia Rhys "]),
        ("a.yaml", "Amelia Carter: 3\n", ["Amelia Carter"]),
        ("a.yaml", "a: &x\n  t: Well done\nb: *x\n", ["Well done"]),
        ("a.yaml", "a: one two\n---\nb: Well: done\n", ["a: one two", "---", "b: Well: done"]),
        ("feed.xml", "<a><b>Our news</b><x y='A cup &amp; a star'/><![CDATA[One & two]]><!-- For Amelia --></a>",
         ["Our news", "A cup & a star", "One & two", " For Amelia "]),
        ("feed.xml", "<rss><t>Well done</t><author>Amelia</author><kind>Blog</kind></rss>", ["Well done", "Amelia "]),
    ],
)  # fmt: skip
def test_sentences_in_data_are_a_draft(folder: Path, name: str, content: str, lines: list[str]) -> None:
    assert texts(folder, name, content) == lines


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '{"colour": "red", "sizes": [1, 2], "url": "https://school.example/a/long/address"}'),
        ("a.json", "{}"),
        ("a.json", ""),
        ("a.json", '{"schema": "postcheck-report/1", "text": "Well done Amelia"}'),
        ("a.json", '{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A post of ours"}'),
        ("package.json", '{"description": "The site of the school"}'),
        ("package-lock.json", '{"description": "The site of the school"}'),
        ("pnpm-lock.yaml", "a: of the school\n"),
        ("_config.yml", "title: The site of the school\n"),
        ("post.schema.json", '{"title": "A post of ours"}'),
        ("a.md.postcheck.yaml", "account: Hillside Primary\n"),
        ("a.yml", "colour: red\nsize: 3\n"),
        ("sitemap.xml", "<urlset><loc>a b</loc></urlset>"),
        ("report.xml", '<?xml version="1.0"?>\n<testsuites name="a b"/>'),
        ("app.js", "function say() { return 'Well done to everybody in the school' }"),
        ("a.js", "const a = [1, 'red', 'Well done'];"),
        ("app.min.js", "const a = ['Well done to everybody in the school'];"),
        ("app.min.mjs", "const a = ['Well done to everybody in the school'];"),
        ("types.d.ts", "export const a = ['Well done to everybody in the school'];"),
        ("vite.config.ts", "export default ['Well done to everybody in the school'];"),
        ("app.ts", "export const say = () => 'Well done to everybody in the school';"),
        ("site.ts", "export const TITLE = 'The site of the school in the hills';"),
    ],
)
def test_tools_files_and_data_without_sentences_are_passed_over(folder: Path, name: str, content: str) -> None:
    if name.startswith("a.md"):
        (folder / "drafts").mkdir()
    assert texts(folder, name, content) is None


@pytest.mark.parametrize(
    "content",
    [
        'window.posts = [{text: "Well done Amelia Carter"}];',
        "// posts\nexport default { text: `Well done Amelia Carter` }",
        "module.exports = ['Well done to Amelia Carter']",
        'show({"text": "Well done Amelia Carter"})',
        'import a from "a";\nexport const posts = [{"id": 1, text: "Well done Amelia Carter"}];\nposts.map((a) => a);',
    ],
)
def test_a_script_of_sentences_is_said(folder: Path, content: str) -> None:
    (folder / "posts.js").write_text(content, encoding="utf-8")
    (source,) = find_drafts(["."], stdin=None)
    assert source.name == "posts.js"
    assert source.reason.startswith(
        "It is a script that holds texts, which may be published, and scripts are not read."
    )


def test_data_that_cannot_be_read_are_said(folder: Path) -> None:
    (folder / "a.json").write_bytes(b"\x00\x01\x02" * 200)
    (source,) = find_drafts(["."], stdin=None)
    (item,) = load_draft(source).unexamined
    assert item.file == "a.json"


def test_pictures_that_data_name_belong_to_them(folder: Path) -> None:
    (folder / "static").mkdir()
    (folder / "static/star.jpg").write_bytes(b"not opened here")
    (folder / "news.json").write_text(
        '{"text": "Our star", "image": "/star.jpg", "thumb": "/lost.jpg"}', encoding="utf-8"
    )
    (source,) = find_drafts(["news.json"], stdin=None)
    draft = load_draft(source)
    assert [image.name for image in draft.images] == ["static/star.jpg"]
    assert [item.reason for item in draft.unexamined] == [
        "Line 1 of the draft names this image, but it is not there. Put it there or correct the name."
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("posts.mjs", "export const posts = [{ text: 'Well done to everybody in the school' }];"),
        ("posts.cjs", "module.exports = [{ text: 'Well done to everybody in the school' }];"),
        ("posts.ts", "export const posts: Post[] = [{ text: 'Well done to everybody in the school' }];"),
    ],
)
def test_a_script_of_any_ending_is_said(folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    (source,) = find_drafts(["."], stdin=None)
    assert (source.name, source.reason) == (name, SCRIPT)


@pytest.mark.parametrize(
    "content",
    [
        "const words = ['Are you sure about that?']; function ask() { return words[0]; }",
        "$.post({ text: 'Are you sure about that?' }, () => ask());",
        "const pages = [{ url: '/news', text: 'News' }]; pages.map((a) => a);",
    ],
)
def test_what_a_program_says_is_passed_over(folder: Path, content: str) -> None:
    (folder / "site.js").write_text(content, encoding="utf-8")
    assert find_drafts(["."], stdin=None) == ()


@pytest.mark.parametrize(
    "content",
    [
        '{"text": "Well done Amelia Carter',
        "{'text': 'Well done Amelia Carter'}",
        "{text: 'Well done Amelia Carter',}",
        '{"text": "It was fun" /* Well done Amelia Carter */}',
    ],
)
def test_data_of_a_looser_kind_than_json_are_searched_whole(folder: Path, content: str) -> None:
    (folder / "news.json").write_text(content, encoding="utf-8")
    (source,) = find_drafts(["."], stdin=None)
    (part,) = load_draft(source).parts
    assert str(getattr(part.text, "text", part.text)) == f"{content}\n"


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("a.json", '{"text": "It was fun", "tags": ["AmeliaCarter"]}', ["It was fun", "AmeliaCarter"]),
        ("a.json", '{"text": "It was fun", "alt": "Amelia"}', ["It was fun", "Amelia"]),
        ("a.xml", "<a>Well done <b>Am</b>elia</a>", ["Well done Amelia"]),
        ("a.xml", "<p>Well done</p><p>Am elia</p>", ["Well done", "Am elia"]),
        (
            "a.xml",
            '<!DOCTYPE a [<!ENTITY w "Well done Amelia">]><a>It was &w;</a>',
            ['"Well done Amelia"', "It was &w;"],
        ),
        ("a.xml", "<?note Well done Amelia?><a>It was fun</a>", ["Well done Amelia?", "It was fun"]),
    ],
)
def test_words_in_odd_places_of_data(folder: Path, name: str, content: str, lines: list[str]) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    (source,) = find_drafts(["."], stdin=None)
    (part,) = load_draft(source).parts
    text = str(getattr(part.text, "text", part.text))
    assert [line in text for line in lines] == [True] * len(lines)
