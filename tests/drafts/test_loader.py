"""Real files become drafts, with everything that is wrong in them."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.loader import load_draft
from postcheck.drafts.source import DraftSource
from postcheck.model.draft import Draft
from postcheck.model.people import Outlet
from postcheck.model.text import PlaceKind


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder ``drafts`` in the current folder.

    It is empty but for a second text, so that no image belongs to a draft by its place alone.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "drafts"
    folder.mkdir()
    (folder / "other.md").write_text("Another post.")
    return folder


def load(*paths: str) -> Draft:
    (source,) = find_drafts(paths, stdin=None)
    return load_draft(source)


def write(folder: Path, text: str, *files: str) -> Draft:
    (folder / "star.md").write_bytes(text.encode())
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_bytes(b"not opened here")
    return load("drafts/star.md")


def test_a_whole_draft(drafts: Path) -> None:
    text = (
        "---\nchannel: facebook\nimages:\n  - file: certificate.jpg\n    alt: Held up\n    people: [P0007]\n"
        "    credit: Ms Osei\n---\n"
        'Well done ![Amelia](certificate.jpg "Certificate") and ![](img/second.png)!\n'
    )
    draft = write(drafts, text, "certificate.jpg", "img/second.png", "unclaimed.jpg")
    assert (draft.path, draft.location) == ("drafts/star.md", drafts / "star.md")
    assert draft.file is not None
    assert draft.file.name == "drafts/star.md"
    assert draft.file.text[slice(*draft.body)].startswith("Well done ")
    assert [draft.file.text[slice(*hole)] for hole in draft.masked] == [
        '![Amelia](certificate.jpg "Certificate")',
        "![](img/second.png)",
    ]
    assert (draft.problems, draft.unexamined) == ((), ())
    first, second = draft.images
    assert (first.name, first.path, first.absent) == ("drafts/certificate.jpg", drafts / "certificate.jpg", False)
    assert [alt.text for alt in first.said.alt] == ["Held up", "Amelia", "Certificate"]
    assert [draft.file.text[slice(*alt.origin(0, len(alt.text)))] for alt in first.said.alt] == [
        "Held up",
        "Amelia",
        "Certificate",
    ]
    assert first.said.people is not None
    assert [person.text for person in first.said.people] == ["P0007"]
    assert first.where.line == 4
    assert (second.name, second.said.people, second.where.line) == ("drafts/img/second.png", None, 9)
    assert first.key != second.key


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encodings_and_line_ends(drafts: Path, encoding: str, line_end: str) -> None:
    text = "---\ntitle: 'Zoë''s day'\nimages: [Zoë.jpg]\n---\nSiân ![Zoë](Zoë.jpg)\n".replace("\n", line_end)
    (drafts / "star.md").write_bytes(text.encode(encoding))
    (drafts / "Zoë.jpg").write_bytes(b"")
    draft = load("drafts/star.md")
    assert draft.file is not None
    assert draft.file.text == text
    assert draft.header.title is not None
    assert draft.header.title.text == "Zoë's day"
    assert text[slice(*draft.body)] == f"Siân ![Zoë](Zoë.jpg){line_end}"
    assert [image.name for image in draft.images] == ["drafts/Zoë.jpg"]
    assert draft.unexamined == ()


@pytest.mark.parametrize(
    ("written", "actual"),
    [
        ("star pic.jpg", "star pic.jpg"),
        ("<star pic.jpg>", "star pic.jpg"),
        ("star%20pic.jpg", "star pic.jpg"),
        ("Star.JPG", "star.jpg"),
        ("IMG/Star.jpg", "img/star.JPG"),
        ("Zoë.jpg", unicodedata.normalize("NFD", "Zoë.jpg")),
        ("./star.jpg?v=2", "star.jpg"),
        ("img\\star.jpg", "img/star.jpg"),
        ("star\\_1.jpg", "star_1.jpg"),
        ("rhys&amp;co.jpg", "rhys&co.jpg"),
        ("100%25.jpg", "100%25.jpg"),
        ("/img/star.jpg", "../static/img/star.jpg"),
        ("../img/star.jpg", "../img/star.jpg"),
        ("photo", "photo"),
    ],
)
def test_ways_to_write_a_file(drafts: Path, written: str, actual: str) -> None:
    draft = write(drafts, f"![x]({written})", actual)
    assert draft.unexamined == ()
    (image,) = draft.images
    assert image.path.samefile(drafts / actual)
    assert image.name == (f"drafts/{actual}" if not actual.startswith("../") else actual[3:])


def test_absolute_paths(drafts: Path) -> None:
    (drafts / "a.jpg").write_bytes(b"")
    draft = write(drafts, f"![x]({drafts / 'a.jpg'}) ![y](file://{drafts / 'a.jpg'})")
    assert [image.name for image in draft.images] == ["drafts/a.jpg"]


def test_one_image_named_in_many_ways_is_one(drafts: Path) -> None:
    draft = write(
        drafts, "---\nimages: [star.jpg]\n---\n![a](STAR.jpg) ![b](./star.jpg) <img src=star.jpg alt=c>", "star.jpg"
    )
    (image,) = draft.images
    assert [alt.text for alt in image.said.alt] == ["a", "b", "c"]
    assert image.where.line == 2


def test_two_entries_for_one_image_are_joined(drafts: Path) -> None:
    header = (
        "images:\n- {file: a.jpg, people: [P1], alt: one}\n- {file: a.jpg, people: [P2], caption: two}\n"
        "- {file: b.jpg}\n- {file: b.jpg, people: []}"
    )
    first, second = write(drafts, f"---\n{header}\n---\n", "a.jpg", "b.jpg").images
    assert first.said.people is not None
    assert [person.text for person in first.said.people] == ["P1", "P2"]
    assert [alt.text for alt in first.said.alt] == ["one", "two"]
    assert second.said.people == ()


def test_a_missing_image_is_not_examined_but_its_words_are_published(drafts: Path) -> None:
    text = "---\nimages:\n  - file: gone.jpg\n    alt: Amelia\n    caption: Ben\n---\nA\n![Rhys](lost.png)\n"
    draft = write(drafts, text)
    assert [(item.file, item.reason.split(" names")[0]) for item in draft.unexamined] == [
        ("drafts/gone.jpg", "Line 3 of the draft"),
        ("drafts/lost.png", "Line 8 of the draft"),
    ]
    assert all("gone" not in item.reason and "Put it there" in item.reason for item in draft.unexamined)
    assert [(image.absent, [alt.text for alt in image.said.alt]) for image in draft.images] == [
        (True, ["Amelia"]),
        (True, ["Rhys"]),
    ]
    assert draft.images[0].said.caption is not None
    assert not any(image.path.exists() for image in draft.images)


@pytest.mark.parametrize(
    ("destination", "file"),
    [
        ("https://example.org/a.jpg", "https://example.org/a.jpg"),
        ("//example.org/a.jpg", "//example.org/a.jpg"),
        ("data:image/png;base64,AAAA", "drafts/star.md#1"),
    ],
)
def test_pictures_elsewhere_are_not_examined(drafts: Path, destination: str, file: str) -> None:
    draft = write(drafts, f"![Amelia]({destination})")
    assert [item.file for item in draft.unexamined] == [file]
    assert "was not looked at" in draft.unexamined[0].reason
    assert [[alt.text for alt in image.said.alt] for image in draft.images] == [["Amelia"]]


def test_things_that_are_no_images_are_not_examined(drafts: Path) -> None:
    (drafts / "folder").mkdir()
    draft = write(drafts, "---\nimages: [letter.pdf, folder]\n---\n![x](drawing.svg)", "letter.pdf", "drawing.svg")
    assert [item.file for item in draft.unexamined] == ["drafts/folder", "drafts/drawing.svg", "drafts/letter.pdf"]
    assert all(image.absent for image in draft.images)


def test_images_in_code_count_only_if_they_are_there(drafts: Path) -> None:
    draft = write(drafts, "`![Amelia](example.jpg)` and `![Ben](star.jpg)`", "star.jpg")
    assert [image.name for image in draft.images] == ["drafts/star.jpg"]
    assert draft.unexamined == ()
    assert draft.file is not None
    assert [draft.file.text[slice(*hole)] for hole in draft.masked] == ["![Ben](star.jpg)"]


def test_holes_are_in_order_and_apart(drafts: Path) -> None:
    draft = write(drafts, "[r]: a.jpg\n\n![x ![y](b.jpg) z](c.jpg) ![r] ![q][r]", "a.jpg", "b.jpg", "c.jpg")
    assert draft.file is not None
    assert [draft.file.text[slice(*hole)] for hole in draft.masked] == [
        "[r]: a.jpg",
        "![x ![y](b.jpg) z](c.jpg)",
        "![r]",
        "![q][r]",
    ]
    assert sorted(image.name for image in draft.images) == ["drafts/a.jpg", "drafts/b.jpg", "drafts/c.jpg"]


def test_videos(drafts: Path) -> None:
    text = "---\nvideo:\n  - clip.mp4\n  - {file: gone.mov, visibility: PUBLIC}\n  - https://example.org/v\n---\n![film](film.webm)\n![again](clip.mp4)"
    draft = write(drafts, text, "clip.mp4", "film.webm")
    assert [(video.file, video.size, video.visibility) for video in draft.header.videos] == [
        ("drafts/clip.mp4", 15, ""),
        ("gone.mov", None, "public"),
        ("https://example.org/v", None, ""),
        ("drafts/film.webm", 15, ""),
    ]
    assert (draft.images, draft.unexamined, draft.masked) == ((), (), ())
    where = draft.header.videos[3].where
    assert where is not None
    assert where.line == 7


def test_patterns_of_a_site_generator(drafts: Path) -> None:
    draft = write(
        drafts, "---\nresources:\n- src: 'gallery/*.jpg'\n  title: Titled\n---\n", "gallery/b.jpg", "gallery/a.jpg"
    )
    assert [image.name for image in draft.images] == ["drafts/gallery/a.jpg", "drafts/gallery/b.jpg"]
    assert write(drafts, "---\nresources:\n- src: '/*.jpg'\n---\n").images == ()


def test_a_broken_header_still_has_its_images_looked_at(drafts: Path) -> None:
    draft = write(
        drafts,
        "---\ntitle: a: b\nimages:\n  - file: star.jpg\n  - gone.jpg\n---\n![x](second.jpg)",
        "star.jpg",
        "second.jpg",
    )
    assert [problem.code for problem in draft.problems] == ["header-broken"]
    assert draft.problems[0].where.line == 2
    assert draft.body[0] == 0
    assert [image.name for image in draft.images] == ["drafts/star.jpg", "drafts/second.jpg"]


def test_a_draft_that_cannot_be_decoded_still_has_its_images_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "star.md").write_bytes(b"\0\1\2\3" * 9)
    (tmp_path / "star.jpg").write_bytes(b"")
    draft = load("star.md")
    assert draft.file is None
    assert [item.file for item in draft.unexamined] == ["star.md"]
    assert [image.name for image in draft.images] == ["star.jpg"]


def test_an_image_by_itself(drafts: Path) -> None:
    (drafts / "third.md").write_text("A third post.")
    (drafts / "alone.jpg").write_bytes(b"")
    draft = load("drafts/alone.jpg")
    assert (draft.path, draft.file, draft.body) == ("drafts/alone.jpg", None, (0, 0))
    (image,) = draft.images
    assert (image.name, image.said.people, image.where.kind, image.where.file) == (
        "drafts/alone.jpg",
        None,
        PlaceKind.IMAGE,
        "drafts/alone.jpg",
    )


def test_standard_input(drafts: Path) -> None:
    (drafts / "star.jpg").write_bytes(b"")
    (source,) = find_drafts(["-"], stdin=lambda: b"---\nimages: drafts/star.jpg\n---\nWell done")
    draft = load_draft(source)
    assert (draft.path, draft.location) == ("-", None)
    assert draft.file is not None
    assert draft.file.name == "-"
    assert [image.name for image in draft.images] == ["drafts/star.jpg"]
    (source,) = find_drafts(["-"], stdin=lambda: b"\x89PNG\0\0\0\1")
    assert [item.file for item in load_draft(source).unexamined] == ["-"]


def test_extra_channels_are_known(drafts: Path) -> None:
    (drafts / "star.md").write_text("---\nchannel: dojo\n---\n")
    (source,) = find_drafts(["drafts/star.md"], stdin=None)
    assert [problem.code for problem in load_draft(source).problems] == ["channel-unknown"]
    draft = load_draft(source, extra_channels={"Dojo": Outlet.WEBSITE})
    assert (draft.problems, draft.header.channels) == ((), ("dojo",))


def test_a_source_that_cannot_be_examined_says_so(tmp_path: Path) -> None:
    draft = load_draft(DraftSource("a.docx", tmp_path / "a.docx", tmp_path, reason="No."))
    assert [(item.file, item.reason) for item in draft.unexamined] == [("a.docx", "No.")]
    assert draft.images == ()


@pytest.mark.parametrize(
    "destination", ["x" * 5000, "%00", "a/" * 900 + "b.jpg", "..", ".", "/", "~", "\\", "CON:", "?", "#"]
)
def test_hostile_destinations_do_not_raise(drafts: Path, destination: str) -> None:
    draft = write(drafts, f"---\nimages: ['{destination}']\n---\n![x]({destination})")
    assert len(draft.unexamined) >= 1


def test_a_body_of_five_megabytes(drafts: Path) -> None:
    draft = write(
        drafts, "---\ntitle: x\n---\n" + "Well done Amelia ![a](gone.jpg) `code`\n\n" * 5_000 + "Well done. " * 440_000
    )
    assert len(draft.masked) == 5_000
    assert len(draft.images) == 1


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("_posts/2026-11-01-amelia-carter-wins.md", "2026-11-01-amelia-carter-wins.md"),
        ("_posts/2026/amelia.md", "amelia.md"),
        ("_news/amelia.md", "amelia.md"),
        ("2026-11-01-amelia.md", "2026-11-01-amelia.md"),
        ("content/news/amelia.md", "amelia.md"),
        ("content/news/amelia-carter/index.md", "amelia-carter"),
        ("content/amelia/_index.md", "amelia"),
        ("posts/amelia.md", None),
        ("_site/a/b/amelia.md", None),
    ],
)
def test_the_name_of_a_page_is_its_address(drafts: Path, path: str, name: str | None) -> None:
    file = drafts / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("Hello")
    parts = [(part.field, part.text, part.kind) for part in load(f"drafts/{path}").parts]
    assert parts == ([("filename", name, PlaceKind.FILENAME)] if name else [])


@pytest.mark.parametrize("long_ago", [True, False])
def test_a_picture_that_comes_or_goes_after_its_folder_was_listed_is_seen(tmp_path: Path, *, long_ago: bool) -> None:
    draft = tmp_path / "a.md"
    draft.write_text("---\nchannel: facebook\n---\n![A cup](CUP.jpg)\n")

    def names() -> list[tuple[str, bool]]:
        if long_ago:
            os.utime(tmp_path, (1_700_000_000, 1_700_000_000))
        (source,) = find_drafts([str(draft)], stdin=None)
        return [(Path(image.name).name, image.absent) for image in load_draft(source).images]

    assert names() == [("CUP.jpg", True)]
    (tmp_path / "cup.JPG").touch()
    assert names() == [("cup.JPG", False)]
    (tmp_path / "cup.JPG").rename(tmp_path / "Cup.jpg")
    assert names() == [("Cup.jpg", False)]
    (tmp_path / "Cup.jpg").unlink()
    assert names() == [("CUP.jpg", True)]
