"""The net under all grammars: a path to a picture, a PDF or a video belongs to the draft, however it is shown."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from postcheck.drafts.bulk.tables import posts_in
from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.loader import load_draft
from postcheck.drafts.named_files import MOST, find_named
from postcheck.model.draft import Draft
from postcheck.model.settings import BulkSettings


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the root of a site with a second post, so that no image belongs to a post by its place alone."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/other.md").write_text("Another post.")
    return tmp_path


def post(site: Path, text: str, *files: str, name: str = "posts/star.md") -> Draft:
    (site / name).write_text(text, encoding="utf-8")
    for file in files:
        (site / file).parent.mkdir(parents=True, exist_ok=True)
        (site / file).write_bytes(b"not opened here")
    (source,) = find_drafts([name], stdin=None)
    return load_draft(source)


INCLUDES = [
    '{% include figure image_path="/assets/star.png" alt="cup" caption="our star" %}',
    "{% include image.html src='assets/star.png' %}",
    "{% picture assets/star.png --alt cup %}",
    "{{% image file=/assets/star.png %}}",
    "{{ site.baseurl }}/assets/star.png",
    "import star from '../assets/star.png'",
    "<Figure file={require('../assets/star.png')} />",
    "[[File:assets/star.png|thumb|our star]]",
    ".. image:: /assets/star.png\n   :alt: cup",
    "image::../assets/star.png[cup]",
    "[img]/assets/star.png[/img]",
    ':::image type="content" source="../assets/star.png" alt-text="cup":::',
    "[the cup](../assets/star.png)",
    "[cup]: ../assets/star.png",
    '<script>show("\\/assets\\/star.png")</script>',
    "<img alt= src='../assets/star.png'>",
    "<iframe srcdoc=\"&lt;img src='/assets/star.png'&gt;\"></iframe>",
    '<div data-x= style="background:url(../assets/star.png)">',
    "<a href=../assets/STAR.PNG>the cup</a>",
    "# look at ../assets/star.png.",
    "*../assets/star.png*",
]


@pytest.mark.parametrize("text", INCLUDES)
@pytest.mark.parametrize("name", ["posts/star.md", "posts/star.txt", "posts/star.html"])
def test_a_picture_belongs_to_the_draft_however_it_is_shown(site: Path, text: str, name: str) -> None:
    draft = post(site, text, "assets/star.png", name=name)
    assert [image.name for image in draft.images] == ["assets/star.png"]
    assert [source.name for source in find_drafts(["."], stdin=None)] == sorted({"posts/other.md", name})


@pytest.mark.parametrize("text", INCLUDES[:-2])
def test_a_picture_that_is_not_there_is_said_once(site: Path, text: str) -> None:
    draft = post(site, f"{text}\n\n{text}")
    reasons = [item.reason for item in draft.unexamined if "it is not there" in item.reason]
    assert len(reasons) == 1
    assert reasons[0].endswith("names this image, but it is not there. Put it there or correct the name.")
    assert draft.images == ()


def test_where_the_missing_picture_is_named_is_said(site: Path) -> None:
    (item,) = post(site, "One.\n[[File:gold.png|thumb]] and again (gold.png)\n").unexamined
    assert (item.file, item.reason) == (
        "posts/gold.png",
        "Line 2 of the draft names this image, but it is not there. Put it there or correct the name.",
    )


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("Cup: Amelia's gold star (2).jpg", "posts/Amelia's gold star (2).jpg"),
        ("[[Amelia's gold star (2).jpg]]", "posts/Amelia's gold star (2).jpg"),
        ("<<gold, star.jpg>>", "posts/gold, star.jpg"),
        ("_star.jpg_", "posts/star.jpg"),
        ("_star.jpg_", "posts/_star.jpg"),
        ("See star.jpg.", "posts/star.jpg"),
        ("`star.jpg`", "posts/star.jpg"),
        ("<!-- star.jpg -->", "posts/star.jpg"),
        ("{{< gallery star%20one.jpg >}}", "posts/star one.jpg"),
        ("{{< gallery img/star.jpg >}}", "static/img/star.jpg"),
        ("---\nhero:\n  picture: /img/star.jpg\n---\n", "static/img/star.jpg"),
    ],
)
def test_names_with_blanks_and_signs_are_found_whole(site: Path, text: str, file: str) -> None:
    assert [image.name for image in post(site, text, file).images] == [file]


@pytest.mark.parametrize(
    "text",
    [
        "https://school.example/star.png",
        "[cup](https://school.example/a/star.png)",
        "www.school.example/star.png",
        "//cdn.school.example/star.png",
        "school.org/img/star.png",
        '<script>show("https:\\/\\/school.example\\/star.png")</script>',
        "https://school.example/{{ page.id }}/${size}/star.png",
        "`img/star.png`",
        "```\n![](img/star.png)\n```",
        "<!-- img/star.png -->",
        "DSC0417.JPG",
        "Save it as star.png, please.",
        "A .png file, or *.png, or star.png.zip",
        "[the menu](menu.pdf)",
        "---\n# hero: /img/star.png\n---\nHello",
    ],
)
def test_nothing_is_said_of_addresses_examples_and_mere_words(site: Path, text: str) -> None:
    draft = post(site, text)
    assert (draft.unexamined, draft.images) == ((), ())


def test_the_reference_of_a_permission_is_not_shown(site: Path) -> None:
    text = "---\nimages:\n  - file: star.png\n    permission: form.pdf\n---\n"
    draft = post(site, text, "posts/star.png", "posts/form.pdf")
    assert [image.name for image in draft.images] == ["posts/star.png"]


def test_a_video_and_a_pdf_belong_to_the_draft_too(site: Path) -> None:
    draft = post(site, "[clip](clip.mp4), [[poster.pdf]], ![](clip.mp4)", "posts/clip.mp4", "posts/poster.pdf")
    assert [video.file for video in draft.header.videos] == ["posts/clip.mp4"]
    assert [image.name for image in draft.images] == ["posts/poster.pdf"]


def test_a_missing_video_is_said(site: Path) -> None:
    (item,) = post(site, '{% video "clip.mp4" %}').unexamined
    assert item.reason == "Line 1 of the draft names this video, but it is not there. Put it there or correct the name."


def test_each_row_of_a_table_has_the_pictures_that_its_cells_name(site: Path) -> None:
    table = 'date,text,link\n2026-12-01,"Our cup [img]star.png[/img]",\n2026-12-02,Soup,img/soup.png\n'
    (site / "posts/plan.csv").write_text(table, encoding="utf-8")
    (site / "posts/star.png").write_bytes(b"not opened here")

    (source,) = find_drafts(["posts/plan.csv"], stdin=None)
    first, second = (load_draft(row) for row in posts_in(source, BulkSettings()))
    assert [image.name for image in first.images] == ["posts/star.png"]
    assert [item.file for item in second.unexamined] == ["posts/img/soup.png"]


def test_a_text_that_names_too_many_files_says_so(site: Path) -> None:
    draft = post(site, " ".join(f"a{number}.png" for number in range(MOST + 1)))
    (item,) = draft.unexamined
    assert item.reason == "It names more than 2,000 files, and not all were looked for. Split it."


@pytest.mark.parametrize("text", ["a.png" * 40_000, "(" * 200_000 + ".png", "x/" * 100_000 + "a.png", "http:" * 40_000])
def test_hostile_texts_are_gone_through(text: str) -> None:
    assert all(len(found.spellings) <= 26 and len(found.spellings[0]) <= 260 for found in find_named(text))


@pytest.mark.parametrize(
    "text",
    ['![cup]({{ "/assets/star.png" | relative_url }})', '<img src="{{ site.baseurl }}/assets/star.png" alt="cup">'],
)
def test_a_path_that_a_site_generator_completes_is_found_or_said_once(site: Path, text: str) -> None:
    (item,) = post(site, text).unexamined
    assert "names this image, but it is not there" in item.reason
    draft = post(site, text, "assets/star.png")
    assert [image.name for image in draft.images] == ["assets/star.png"]
    assert draft.unexamined == ()


@pytest.mark.parametrize("written", ['"pictures\\\\amelia.jpg"', "'pictures\\amelia.jpg'", "pictures\\amelia.jpg"])
@pytest.mark.parametrize("header", ["---\nimages:\n  - file: {}\n---\nx", "---\nimage: {}\n---\nx"])
def test_a_path_of_windows_in_a_header_is_said_to_be_missing_once(site: Path, header: str, written: str) -> None:
    draft = post(site, header.format(written))
    assert [(one.file, len(draft.images)) for one in draft.unexamined] == [("posts/pictures\\amelia.jpg", 1)]
    draft = post(site, header.format(written), "posts/pictures/amelia.jpg")
    assert ([one.name for one in draft.images], draft.unexamined) == (["posts/pictures/amelia.jpg"], ())


def test_two_missing_pictures_of_windows_are_two(site: Path) -> None:
    draft = post(site, '---\nimages: ["p\\\\a.jpg", "p\\\\b.jpg"]\n---\nx')
    assert [one.file for one in draft.unexamined] == ["posts/p\\a.jpg", "posts/p\\b.jpg"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_missing_picture_whose_accents_are_written_both_ways_is_missing_once(site: Path, form: str) -> None:
    one, other = (unicodedata.normalize(way, "José.jpg") for way in ("NFC", "NFD"))
    if form == "NFD":
        one, other = other, one
    draft = post(site, f"---\nimages: [{one}]\n---\n[the cup]: {other}")
    assert [one.file for one in draft.unexamined] == [f"posts/{one}"]
