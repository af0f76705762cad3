"""What is given to the desk: names, sizes, and where it lies."""

from __future__ import annotations

import stat
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from postcheck.desk import sheet as sheets
from postcheck.desk.refusal import RefusedError
from postcheck.desk.sheet import file_name
from tests.desk.conftest import KEY, ORIGIN, Bench


def picture(colour: str = "white") -> bytes:
    data = BytesIO()
    Image.new("RGB", (60, 40), colour).save(data, "PNG")
    return data.getvalue()


def kept(bench: Bench) -> list[str]:
    return sorted(path.name for path in bench.folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("star.jpg", "star.jpg"),
        ("../../etc/star.jpg", "star.jpg"),
        ("..\\..\\star.jpg", "star.jpg"),
        ("/etc/passwd/../star.jpg", "star.jpg"),
        ("C:\\Users\\x\\star.JPG", "star.JPG"),
        ("..star.jpg", "star.jpg"),
        ('a<script>"|?*:\x00\n.png', "ascript.png"),
        ("con.png", "picture-con.png"),
        ("COM1.tar.png", "picture-COM1.tar.png"),
        ("Zoë Łucka 🎉.webp", "Zoë Łucka 🎉.webp"),
        ("x" * 500 + ".png", "x" * 120 + ".png"),
    ],
)
def test_a_name_leads_out_of_no_folder(told: str, name: str) -> None:
    assert file_name(told) == name


@pytest.mark.parametrize(
    "told",
    [
        "",
        ".",
        "..",
        "/",
        "notes.txt",
        "page.html",
        "script.js",
        "a.svg",
        "post.md",
        "clip.mp4",
        ".png",
        "png",
        "a.png/",
    ],
)
def test_what_is_no_picture_is_refused(told: str) -> None:
    with pytest.raises(RefusedError) as refused:
        file_name(told)
    assert refused.value.status == 415


def test_a_picture_is_kept_privately_and_goes_with_its_card(bench: Bench) -> None:
    sheet = bench.sheet()
    added = bench.add(sheet, picture(), "../../fair.png").json()
    (file,) = bench.folder.rglob("fair.png")
    assert file.is_relative_to(bench.folder)
    assert not stat.S_IMODE(file.parent.stat().st_mode) & 0o077
    shown = bench.get(f"{sheet}/pictures/{added['id']}/shown")
    assert shown.headers["content-type"].startswith("image/")
    assert bench.tell(f"{sheet}/pictures/{added['id']}/remove", {}).status_code == 200
    assert kept(bench) == []
    assert bench.get(f"{sheet}/pictures/{added['id']}/shown").status_code == 404


def test_two_pictures_of_one_name_stay_two(bench: Bench) -> None:
    sheet = bench.sheet()
    for colour in ("red", "blue"):
        assert bench.add(sheet, picture(colour), "A.png").status_code == 200
    assert bench.add(sheet, picture(), "a.PNG").status_code == 200
    assert kept(bench) == ["A-2.png", "A.png", "a-3.PNG"]


def test_too_large_too_many_and_too_much_are_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST_PICTURE", 1_000)
    monkeypatch.setattr(sheets, "LARGEST_SHEET", 1_500)
    monkeypatch.setattr(sheets, "MOST_PICTURES", 3)
    sheet = bench.sheet()
    assert bench.add(sheet, b"x" * 1_001).status_code == 413
    assert kept(bench) == []
    assert bench.add(sheet, b"x" * 900).status_code == 200
    assert bench.add(sheet, b"x" * 900).status_code == 413
    assert bench.add(sheet, b"x").status_code == 200
    assert bench.add(sheet, b"x").status_code == 200
    refused = bench.add(sheet, b"x")
    assert (refused.status_code, "3 pictures" in refused.json()["problem"]) == (413, True)
    assert len(kept(bench)) == 3


def test_nothing_is_kept_of_what_turns_out_too_large(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that doesn't say how much will come is believed piece by piece."""
    monkeypatch.setattr(sheets, "LARGEST_PICTURE", 1_000)
    url = f"/{KEY}{bench.sheet()}/pictures?name=a.png"
    answer = bench.client.post(url, content=iter([b"x" * 600, b"x" * 600]), headers=ORIGIN)
    assert answer.status_code == 413
    assert kept(bench) == []


def test_a_post_that_is_too_long_is_refused(bench: Bench) -> None:
    sheet = bench.sheet()
    assert bench.tell(f"{sheet}/check", {"post": {"text": "x" * 2_000_000}}).status_code == 413
    assert bench.tell(f"{sheet}/check", {"post": {"text": "x" * 200_000}}).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 100_000,
        b'{"post": []}',
        b'{"post": {"text": 3}}',
        b'{"post": {"pictures": {"x": {}}}}',
        b"\xff",
        b'{"post": {"channels": {}}}',
        b'{"post": {"publish_at": "soon"}}',
    ],
)
def test_what_means_nothing_is_no_verdict(bench: Bench, body: bytes) -> None:
    answer = bench.client.post(f"/{KEY}{bench.sheet()}/check", content=body, headers=ORIGIN)
    assert 400 <= answer.status_code < 500
    assert "verdict" not in answer.json()
    assert answer.json()["problem"]


def test_old_posts_make_room(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_MOST_SHEETS", 2)
    first = bench.sheet()
    bench.add(first, picture())
    second, third = bench.sheet(), bench.sheet()
    assert [bench.get(f"{one}/").status_code for one in (first, second, third)] == [404, 200, 200]
    assert len(list(Path(bench.folder).iterdir())) == 2
