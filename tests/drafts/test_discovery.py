"""Which posts a command line's paths stand for: each once, whole, and nothing left out."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from postcheck.drafts import discovery as discover
from postcheck.drafts.discovery import DraftSource, find_drafts
from postcheck.drafts.loader import claimed_files, load_draft
from postcheck.errors import UsageError


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def posts(*paths: str | Path, ignore: frozenset[Path] = frozenset()) -> dict[str, list[str]]:
    """Return each post's name with what it consists of, or with a star if it cannot be examined."""
    found = {}
    for source in find_drafts([str(path) for path in paths], stdin=None, ignore=ignore):
        draft = load_draft(source)
        found[draft.path] = ["*"] if source.reason else [image.name for image in draft.images]
        if source.reason:
            assert [item.file for item in draft.unexamined] == [source.name]
    return found


STAR = {
    "drafts/star.md": "![a](star.jpg)",
    "drafts/star.jpg": "",
    "drafts/sports/day.md": "Sports day",
    "drafts/sports/b.jpg": "",
}


def test_a_folder_is_walked(project: Path) -> None:
    make(project, {**STAR, "drafts/alone.png": "", "drafts/second.txt": "text", "drafts/sports/A.PNG": ""})
    for given in ("drafts", "drafts/", "./drafts"):
        assert list(posts(given).items()) == [
            ("drafts/alone.png", ["drafts/alone.png"]),
            ("drafts/second.txt", []),
            ("drafts/sports/day.md", ["drafts/sports/A.PNG", "drafts/sports/b.jpg"]),
            ("drafts/star.md", ["drafts/star.jpg"]),
        ]
    assert "star.md" in posts(project / "drafts" / "..", project / "drafts").__str__()


def test_names_are_as_the_user_gave_them(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(project, STAR)
    assert posts(project / "drafts/star.md") == {
        f"{project.as_posix()}/drafts/star.md": [f"{project.as_posix()}/drafts/star.jpg"]
    }
    monkeypatch.chdir(project / "drafts")
    assert posts(".") == {"sports/day.md": ["sports/b.jpg"], "star.md": ["star.jpg"]}
    monkeypatch.chdir(project / "drafts/sports")
    assert posts("../star.md") == {"../star.md": ["../star.jpg"]}
    assert posts("../star.jpg") == {f"{project.as_posix()}/drafts/star.md": [f"{project.as_posix()}/drafts/star.jpg"]}


def test_posts_come_once_and_in_the_order_given(project: Path) -> None:
    make(project, STAR)
    assert list(posts("drafts/star.jpg", "drafts/sports", "drafts", "drafts/star.md", "./drafts/star.md")) == [
        "drafts/star.md",
        "drafts/sports/day.md",
    ]


@pytest.mark.parametrize(
    ("text", "image"),
    [
        ("posts/star.md", "posts/star.jpg"),
        ("posts/star.md", "posts/img/deep/star.jpg"),
        ("posts/text/star.md", "posts/star.jpg"),
        ("posts/text/star.md", "posts/img/star.jpg"),
        ("star.md", "a/b/c/d/e/star.jpg"),
        ("content/2026/star.txt", "static/star.jpg"),
    ],
)
@pytest.mark.parametrize("root_sign", [".git", "postcheck.toml"])
def test_an_image_given_alone_leads_to_its_post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, image: str, root_sign: str
) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path, {f"{root_sign}": ""})
    link = os.path.relpath(image, Path(text).parent)
    make(tmp_path, {image: "", text: f"![x]({link})", str(Path(text).with_name("other.md")): "none"})
    assert posts(image) == {text: [image]}
    assert posts(Path(image).parent).get(text) == [image]


def test_an_image_leads_to_its_post_without_any_sign_of_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make(
        tmp_path,
        {
            "p/q/r/star.md": "![x](img/star.jpg)",
            "p/q/r/other.md": "none",
            "p/q/r/img/star.jpg": "",
            "p/q/r/img/alone.jpg": "",
        },
    )
    assert posts("p/q/r/img/star.jpg") == {"p/q/r/star.md": ["p/q/r/img/star.jpg"]}
    assert posts("p/q/r/img/alone.jpg") == {"p/q/r/img/alone.jpg": ["p/q/r/img/alone.jpg"]}


def test_the_search_stops_at_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path, {"star.md": "![x](repo/star.jpg)", "repo/.git": "", "repo/star.jpg": ""})
    assert posts("repo/star.jpg") == {"repo/star.jpg": ["repo/star.jpg"]}


def test_every_post_that_claims_an_image_is_found(project: Path) -> None:
    make(
        project,
        {
            "a/one.md": "![x](../img/s.jpg)",
            "b/two.md": "---\nimages: [../img/s.jpg]\n---\n",
            "img/s.jpg": "",
            "none.md": "",
            "more.md": "",
        },
    )
    assert posts("img/s.jpg") == {"a/one.md": ["img/s.jpg"], "b/two.md": ["img/s.jpg"]}


def test_each_text_is_parsed_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(project, {f"drafts/{number}.{kind}": "" for number in range(5) for kind in ("md", "jpg")})
    parsed: list[Path] = []

    def counted(path: Path, *rest: Any) -> Any:
        parsed.append(path)
        return claimed_files(path, *rest)

    monkeypatch.setattr(discover, "claimed_files", counted)
    posts("drafts", *(f"drafts/{number}.jpg" for number in range(5)))
    assert len(parsed) == len(set(parsed)) == 5


def test_only_one_text_in_a_folder_takes_its_images(project: Path) -> None:
    make(
        project,
        {
            "p/star.md": "x",
            "p/one.jpg": "",
            "p/two.HEIC": "",
            "p/.hidden.md": "",
            "p/settings.toml": "",
            "p/deeper/three.jpg": "",
        },
    )
    assert posts("p/star.md") == posts("p/one.jpg") == {"p/star.md": ["p/one.jpg", "p/two.HEIC"]}
    make(project, {"p/second.markdown": "x"})
    assert posts("p/star.md") == {"p/star.md": []}
    assert posts("p") == {
        "p/deeper/three.jpg": ["p/deeper/three.jpg"],
        "p/one.jpg": ["p/one.jpg"],
        "p/second.markdown": [],
        "p/star.md": [],
        "p/two.HEIC": ["p/two.HEIC"],
    }
    assert posts("p/star.md", ignore=frozenset({(project / "p/second.markdown").resolve()})) == {
        "p/star.md": ["p/one.jpg", "p/two.HEIC"]
    }


def test_images_named_like_a_text_that_is_given_by_itself_are_checked_with_it(project: Path) -> None:
    make(
        project,
        {
            "p/Star.md": "x",
            "p/star.JPG": "",
            "p/star-2.png": "",
            "p/star (3).jpg": "",
            "p/starling.jpg": "",
            "p/star-2026.jpg": "",
            "p/week-1.md": "x",
            "p/week-1.jpg": "",
            "p/week.md": "![](star-2.png)",
            "p/week_10.jpg": "",
        },
    )
    alone = {name: [name] for name in ("p/star (3).jpg", "p/star.JPG")}
    assert posts("p/Star.md") == {"p/Star.md": [], **alone}
    assert posts("p/week.md") == {"p/week.md": ["p/star-2.png"], "p/week_10.jpg": ["p/week_10.jpg"]}
    assert posts("p/week-1.md") == {"p/week-1.md": [], "p/week-1.jpg": ["p/week-1.jpg"]}
    assert posts("p/star.JPG") == {"p/star.JPG": ["p/star.JPG"]}
    assert posts("p").keys() == {
        *("p/Star.md", "p/week-1.md", "p/week.md", "p/week-1.jpg", "p/week_10.jpg"),
        *alone,
        *("p/starling.jpg", "p/star-2026.jpg"),
    }


def test_what_nobody_posts_is_passed_over(project: Path) -> None:
    names = [
        ".hidden.md",
        ".git/x.md",
        "node_modules/x.md",
        "__pycache__/x.md",
        "a.toml",
        "a.json",
        "a.yaml",
        "a.py",
        "a.lock",
        "a.log",
        "a.ini",
        "a.db",
    ]
    names += ["Thumbs.db", "desktop.ini", "LICENSE", "~$letter.docx", "a.md~", ".venv/x.md", "venv/x.md", ".DS_Store"]
    make(project, {f"drafts/{name}": "x" for name in names})
    assert posts("drafts") == {}


@pytest.mark.parametrize(
    "name",
    [
        *[
            "a.doc",
            "a.pages",
            "a.pptx",
            "a.key",
            "a.pub",
            "a.odt",
            "a.xls",
            "a.svg",
            "a.psd",
            "a.mp3",
            "a.zip",
            "a.eml",
            "a.cr2",
        ],
        *["a.unheard", "no_ending", "a.jxl", "a.rtf"],
    ],
)
def test_what_somebody_may_post_is_never_skipped(project: Path, name: str) -> None:
    make(project, {f"drafts/{name}": "x"})
    assert posts("drafts") == {f"drafts/{name}": ["*"]}
    (source,) = find_drafts(["drafts"], stdin=None)
    assert len(source.reason.split(". ")) >= 2
    assert name not in source.reason


@pytest.mark.parametrize(
    "name", ["a.docx", "a.docm", "a.pdf", "a.html", "a.htm", "a.xhtml", "a.xlsx", "a.csv", "a.TSV"]
)
def test_documents_are_posts(project: Path, name: str) -> None:
    make(project, {f"drafts/{name}": "x"})
    assert posts("drafts") == posts(f"drafts/{name}") == {f"drafts/{name}": []}


def test_a_web_page_and_a_table_claim_the_pictures_that_they_show(project: Path) -> None:
    files = {
        "d/page.html": '<img src="a%20b.jpg">',
        "d/plan.csv": "Message,Image\nx,c.jpg\n",
        "d/a b.jpg": "",
        "d/c.jpg": "",
        "d/e.jpg": "",
    }
    make(project, files)
    assert posts("d") == {"d/page.html": ["d/a b.jpg"], "d/plan.csv": [], "d/e.jpg": ["d/e.jpg"]}
    assert list(posts("d/a b.jpg")) == ["d/page.html"]
    assert list(posts("d/c.jpg")) == ["d/plan.csv"]


def test_a_pdf_that_a_draft_shows_belongs_to_it(project: Path) -> None:
    make(project, {"d/star.md": "![Our poster](poster.pdf)", "d/poster.pdf": "", "d/other.pdf": ""})
    assert list(posts("d")) == ["d/other.pdf", "d/star.md"]
    assert list(posts("d/poster.pdf")) == ["d/star.md"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page.html", '<a href="our%20poster.pdf#page=2">x</a>'),
        ("page.html", '<a download href="./Our Poster.PDF?v=2">x</a>'),
        ("page.html", '<a href="our&#32;poster.pdf">x</a>'),
        ("page.html", '<object data="our poster.pdf"></object>'),
        ("page.html", '<embed src="our poster.pdf">'),
        ("page.html", '<iframe src="our%20poster.pdf#toolbar=0"></iframe>'),
        ("star.md", "[x](our%20poster.pdf#page=2)"),
        ("star.md", "[x](<our poster.pdf>)"),
        ("star.md", "[x][1]\n\n[1]: Our%20Poster.PDF?v=2"),
    ],
)
def test_a_pdf_that_a_draft_links_to_belongs_to_it(project: Path, name: str, text: str) -> None:
    make(project, {f"d/{name}": text, "d/our poster.pdf": "", "d/other.pdf": ""})
    assert sorted(posts("d")) == sorted(["d/other.pdf", f"d/{name}"])
    assert list(posts("d/our poster.pdf")) == [f"d/{name}"]


def test_a_header_beside_a_draft_stands_for_it(project: Path) -> None:
    make(
        project,
        {
            "d/letter.docx": "",
            "d/letter.docx.postcheck.yaml": "images: [a.jpg]",
            "d/a.jpg": "",
            "d/lost.docx.postcheck.yaml": "",
        },
    )
    assert list(posts("d")) == ["d/letter.docx"]
    assert list(posts("d/letter.docx.postcheck.yaml")) == list(posts("d/a.jpg")) == ["d/letter.docx"]
    assert posts("d/lost.docx.postcheck.yaml") == {"d/lost.docx.postcheck.yaml": ["*"]}


def test_lists_in_force_are_no_posts(project: Path) -> None:
    make(project, {"drafts/consent.csv": "pupil_id", "drafts/star.md": "x"})
    in_force = frozenset({(project / "drafts/consent.csv").resolve()})
    assert (
        posts("drafts", ignore=in_force)
        == posts("drafts/star.md", "drafts/consent.csv", ignore=in_force)
        == {"drafts/star.md": []}
    )
    assert posts("drafts") == {"drafts/consent.csv": [], "drafts/star.md": []}


def test_a_file_given_by_its_path_is_always_checked(project: Path) -> None:
    make(
        project,
        dict.fromkeys(
            ("notes.log", "post", "post.text", ".hidden.md", "LICENSE", "letter.docx", "picture.jpg"), "text"
        ),
    )
    assert posts("notes.log", "post", "post.text", "LICENSE", "letter.docx") == {
        name: [] for name in ("notes.log", "post", "post.text", "LICENSE", "letter.docx")
    }
    assert posts(".hidden.md") == {".hidden.md": ["picture.jpg"]}


def test_videos_belong_to_the_draft_that_announces_them(project: Path) -> None:
    make(
        project,
        {
            "d/star.md": "---\nvideo: clip.mp4\n---\n",
            "d/clip.mp4": "",
            "d/other.mp4": "",
            "d/x.md": "![x](letter.pdf) ![y](star.md)",
            "d/letter.pdf": "",
        },
    )
    assert posts("d") == {"d/other.mp4": [], "d/star.md": [], "d/x.md": ["d/letter.pdf", "d/star.md"]}
    assert posts("d/clip.mp4") == {"d/star.md": []}
    (lone,) = find_drafts(["d/other.mp4"], stdin=None)
    (video,) = load_draft(lone).header.videos
    assert (lone.video, lone.reason, video.file, video.size) == (True, "", "d/other.mp4", 0)


def test_subtitles_belong_to_the_video_that_they_lie_beside(project: Path) -> None:
    make(
        project,
        {
            "d/star.md": "---\nvideo: {file: clip.mp4, subtitles: extra.vtt}\n---\n",
            "d/clip.mp4": "x",
            "d/clip.srt": "1\n00:00:01,000 --> 00:00:02,000\nWell done\n",
            "d/CLIP.en-GB.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n",
            "d/clipping.srt": "1\n00:00:01,000 --> 00:00:02,000\nAnother film\n",
            "d/extra.vtt": "WEBVTT\n\n01:00:03.500 --> 01:00:04.000\nMore\n",
            "d/other.mp4": "x",
            "d/other.srt": "1\n00:00:01,000 --> 00:00:02,000\nLone\n",
        },
    )
    assert posts("d") == {"d/clipping.srt": [], "d/other.mp4": [], "d/star.md": []}
    assert posts("d/clip.srt") == posts("d/extra.vtt") == {"d/star.md": []}
    assert posts("d/other.srt") == {"d/other.mp4": []}
    (source,) = find_drafts(["d/star.md"], stdin=None)
    (video,) = load_draft(source).header.videos
    assert [path.name for path in video.beside] == ["CLIP.en-GB.vtt", "clip.srt", "extra.vtt"]
    assert [(part.field, part.text.text.split()[-1]) for part in video.words if not isinstance(part.text, str)] == [
        ("subtitles", "Hello"),
        ("subtitles", "done"),
        ("subtitles", "More"),
    ]
    assert [part.text.file.times for part in video.words if not isinstance(part.text, str)] == [
        ((21, 1.0),),
        ((18, 1.0),),
        ((24, 3603.5),),
    ]


def test_a_missing_path_is_reported_beside_the_others(project: Path) -> None:
    make(project, STAR)
    assert posts("drafts/star.md", "drafts/gone.md") == {"drafts/star.md": ["drafts/star.jpg"], "drafts/gone.md": ["*"]}
    with pytest.raises(UsageError, match=r"no such file or folder\."):
        find_drafts(["gone.md", "none"], stdin=None)
    with pytest.raises(UsageError):
        find_drafts([], stdin=None)


def test_standard_input_is_read_once(project: Path) -> None:
    reads: list[int] = []

    def stdin() -> bytes:
        reads.append(1)
        return b"x"

    found = find_drafts(["-", "-"], stdin=stdin)
    assert [(source.name, source.data, source.folder) for source in found] == [("-", b"x", project)]
    assert len(reads) == 1
    with pytest.raises(UsageError):
        find_drafts(["-"], stdin=None)


def test_patterns_that_the_shell_left_alone(project: Path) -> None:
    make(project, {**STAR, "drafts/[odd].md": "x"})
    assert list(posts("drafts/*.md")) == ["drafts/[odd].md", "drafts/star.md"]
    assert list(posts("drafts/[odd].md")) == ["drafts/[odd].md"]


def test_links_that_go_round_in_circles_do_not_hang(project: Path) -> None:
    make(project, STAR)
    (project / "drafts/loop").symlink_to(project / "drafts")
    (project / "drafts/sports/up").symlink_to("..")
    (project / "drafts/nowhere.md").symlink_to("gone.md")
    (project / "drafts/self.md").symlink_to("self.md")
    (project / "elsewhere").mkdir()
    (project / "elsewhere/linked.md").write_text("x")
    (project / "drafts/linked").symlink_to(project / "elsewhere")
    found = posts("drafts")
    assert found == {
        "drafts/linked/linked.md": [],
        "drafts/nowhere.md": ["*"],
        "drafts/self.md": ["*"],
        "drafts/sports/day.md": ["drafts/sports/b.jpg"],
        "drafts/star.md": ["drafts/star.jpg"],
    }
    assert posts("drafts/self.md", "drafts/nowhere.md") == {"drafts/self.md": ["*"], "drafts/nowhere.md": ["*"]}


def test_pipes_are_never_opened(project: Path) -> None:
    make(project, STAR)
    os.mkfifo(project / "drafts/pipe.md")
    os.mkfifo(project / "drafts/pipe.jpg")
    assert posts("drafts/pipe.md", "drafts") == {
        "drafts/pipe.md": ["*"],
        "drafts/pipe.jpg": ["*"],
        "drafts/sports/day.md": ["drafts/sports/b.jpg"],
        "drafts/star.md": ["drafts/star.jpg"],
    }


def test_a_folder_that_cannot_be_entered_is_reported(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(project, STAR)
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "sports":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert posts("drafts") == {"drafts/sports": ["*"], "drafts/star.md": ["drafts/star.jpg"]}


def test_a_folder_that_may_be_listed_but_not_entered_is_reported(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(project, STAR)
    stat = os.stat

    def refuse(path: int | str | Path, **options: bool) -> os.stat_result:
        if isinstance(path, str | Path) and "sports" in Path(path).parent.parts:
            raise PermissionError(13, "Permission denied")
        return stat(path, **options)

    monkeypatch.setattr(os, "stat", refuse)
    assert posts("drafts/sports/day.md", "drafts/star.md") == {
        "drafts/sports/day.md": ["*"],
        "drafts/star.md": ["drafts/star.jpg"],
    }
    assert posts("drafts/star.jpg") == {"drafts/star.md": ["drafts/star.jpg"]}


def test_odd_names(project: Path) -> None:
    make(
        project,
        {
            "Äpfel & Birnen/Zoë's pöst (1).md": "![x](<Bild 1 ü.jpg>)",
            "Äpfel & Birnen/Bild 1 ü.jpg": "",
            "Äpfel & Birnen/b.md": "",
        },
    )
    folder = "Äpfel & Birnen"
    assert posts(f"{folder}/Bild 1 ü.jpg") == {f"{folder}/Zoë's pöst (1).md": [f"{folder}/Bild 1 ü.jpg"]}


def test_sources_are_values(project: Path) -> None:
    make(project, STAR)
    assert find_drafts(["drafts"], stdin=None) == find_drafts(["drafts"], stdin=None)
    assert all(isinstance(hash(source), int) for source in find_drafts(["drafts"], stdin=None))
    assert DraftSource("a", None, project) != DraftSource("b", None, project)


WRITTEN = {
    "header": "---\nimages:\n  - file: {}\n---\nx",
    "Markdown": "![a](<{}>)",
    "percent signs": "![a]({})",
    "HTML in Markdown": "<img src='{}' alt=''>",
    "include": '{{% include figure image_path="{}" %}}',
}


@pytest.mark.parametrize("disk", ["NFC", "NFD"])
@pytest.mark.parametrize("how", WRITTEN)
@pytest.mark.parametrize("name", ["José.jpg", "josé.jpg", "élan/Zoë-1.png", "Élan/zoë-1.png"])
def test_accents_written_the_other_way_name_the_same_picture(project: Path, disk: str, how: str, name: str) -> None:
    """A Mac writes a letter and its accent, other computers one character; the name is shown as the disk has it."""
    forms: dict[str, Any] = {form: unicodedata.normalize(form, name) for form in ("NFC", "NFD")}
    named = forms["NFD" if disk == "NFC" else "NFC"]
    text = WRITTEN[how].format(quote(named) if how == "percent signs" else named)
    make(project, {"drafts/star.md": text, "drafts/other.md": "", f"drafts/{forms[disk]}": "", "drafts/Jose.jpg": ""})
    found = {
        "drafts/star.md": [f"drafts/{forms[disk]}"],
        "drafts/other.md": [],
        "drafts/Jose.jpg": ["drafts/Jose.jpg"],
    }
    assert posts("drafts") == found
    assert posts(f"drafts/{forms[disk]}") == {"drafts/star.md": found["drafts/star.md"]}


def test_of_two_names_that_differ_in_their_accents_alone_each_is_its_own(project: Path) -> None:
    one, other = (unicodedata.normalize(form, "José.jpg") for form in ("NFC", "NFD"))
    make(project, {"d/a.md": f"![a]({one})", "d/b.md": f"![b]({other})", f"d/{one}": "", f"d/{other}": ""})
    if len([*(project / "d").iterdir()]) == 4:  # a Mac's disk keeps no two such files
        assert posts("d") == {"d/a.md": [f"d/{one}"], "d/b.md": [f"d/{other}"]}


def test_names_in_another_letter_case_and_folders_too(project: Path) -> None:
    make(project, {"d/a.md": "![a](pictures/star.jpg)", "d/b.md": "", "d/Pictures/STAR.JPG": ""})
    assert posts("d") == {"d/a.md": ["d/Pictures/STAR.JPG"], "d/b.md": []}


def test_what_lies_beside_may_be_spelt_the_other_way(project: Path) -> None:
    one, other = (unicodedata.normalize(form, "Zoë") for form in ("NFC", "NFD"))
    make(project, {f"d/{one}.md": "x", "d/b.md": "", f"d/{other}.png": "", f"d/{other}-2.png": "", "d/Zoe.png": ""})
    assert [*posts(f"d/{one}.md")] == [f"d/{one}.md", f"d/{other}-2.png", f"d/{other}.png"]
    make(project, {f"v/{one}.srt": "1\n00:00:01,000 --> 00:00:02,000\nHello\n", f"v/{other}.mp4": "", "v/a.md": ""})
    assert [*posts(f"v/{one}.srt")] == [f"v/{other}.mp4"]
