"""Videos by the real command: names with their times, subtitles, sound, places, and what is said of copies."""

from __future__ import annotations

import base64
import io
import re
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.builders.school import School
from tests.builders.videos import box, film, page, track, with_boxes

HEADER = "---\nchannel: facebook\npeople: []\nvideo: {file: clip.mp4, permission: T-1%s}\n---\nOur sports day.\n"


@pytest.fixture
def clip(school: School) -> Path:
    """A film that shows a name from two seconds to four."""
    (school.folder / "drafts").mkdir()
    school.draft(HEADER % "")
    path = school.folder / "drafts" / "clip.mp4"
    return film(path, (2, page(200)), (2, page(230, "RHYS MORGAN")), (1, page(200)))


@pytest.mark.usefixtures("clip")
def test_a_name_is_flagged_once_with_its_time(school: School) -> None:
    result = school.check("drafts", policy="baseline")
    (flag,) = (one for one in result.post["flags"] if one["category"] == "name")
    where = flag["where"]
    assert (flag["evidence"], flag["pupil_ids"], flag["severity"]) == ("RHYS MORGAN", ["P0002"], "fail")
    assert (where["kind"], where["file"]) == ("image", "drafts/clip.mp4")
    assert 2 <= where["time"] < 4
    assert where["frame"] == round(where["time"] * 10)
    assert "cannot make safe copies of videos yet" in flag["advice"]
    assert result.post["not_examined"] == []
    assert result.code == 1
    lists = ("--consent", "consent.csv", "--policy", "baseline")
    assert "in the video clip.mp4, at 0:02 (until 0:04)" in " ".join(school.run("check", "drafts", *lists).out.split())
    for form in ("html", "sarif", "junit", "github", "markdown"):
        assert school.run("check", "drafts", *lists, "--format", form).code == 1


def test_a_silent_film_without_names_passes(school: School, clip: Path) -> None:
    film(clip, (2, page(200)), (1, page(60)))
    result = school.check("drafts", policy="baseline")
    assert (result.post["verdict"], result.post["flags"], result.code) == ("pass", [], 0)


def test_sound_is_open_until_somebody_has_listened(school: School, clip: Path) -> None:
    film(clip, (1, page(200)))
    with_boxes(clip, track(b"soun", b"mp4a"))
    result = school.check("drafts", policy="baseline")
    (missing,) = result.post["not_examined"]
    assert (result.code, result.post["verdict"], missing["file"]) == (3, "incomplete", "drafts/clip.mp4")
    line = missing["reason"].split("`")[1]
    assert line.startswith("listened: ")
    school.draft(HEADER % f", {line}")
    assert school.check("drafts", policy="baseline").code == 0
    with_boxes(clip, box(b"free", b"another cut"))
    assert "since the file was changed" in school.check("drafts", policy="baseline").post["not_examined"][0]["reason"]
    school.draft(HEADER % ", listened: true")
    assert school.check("drafts", policy="baseline").code == 0
    school.draft(HEADER % ", listened: perhaps")
    result = school.check("drafts", policy="baseline")
    assert (result.code, len(result.post["not_examined"])) == (1, 1)
    assert "neither yes nor no" in result.post["flags"][0]["message"]


@pytest.mark.usefixtures("clip")
def test_a_video_by_itself_is_a_post(school: School) -> None:
    (school.folder / "drafts" / "post.md").unlink()
    beside = school.folder / "drafts" / "clip.mp4.postcheck.yaml"
    beside.write_text("channel: website\npeople: []\nvideo: {file: clip.mp4, permission: T-1}\n", encoding="utf-8")
    for given in ("drafts", "drafts/clip.mp4", "drafts/clip.mp4.postcheck.yaml"):
        post = school.check(given, policy="baseline").post
        assert (post["path"], post["channels"]) == ("drafts/clip.mp4", ["website"])
        assert [one["evidence"] for one in post["flags"]] == ["RHYS MORGAN"]


def test_subtitles_beside_it_are_read(school: School, clip: Path) -> None:
    film(clip, (1, page(200)))
    (clip.parent / "clip.srt").write_text("1\n00:01:02,500 --> 00:01:04,000\nWell done Rhys Morgan\n", encoding="utf-8")
    (flag,) = school.check("drafts", policy="baseline").post["flags"]
    assert flag["evidence"] == "Rhys Morgan"
    assert flag["where"] == {
        "kind": "text",
        "file": "drafts/clip.srt",
        "field": "subtitles",
        "line": 3,
        "column": 11,
        "start": 42,
        "end": 53,
        "time": 62.5,
    }
    (clip.parent / "clip.srt").write_bytes(b"\0\1\2")
    assert school.check("drafts", policy="baseline").code == 3


def test_where_it_was_filmed_is_flagged(school: School, clip: Path) -> None:
    film(clip, (1, page(200)))
    place = b"+51.5000-000.1200/"
    with_boxes(clip, box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(place), 0), place)))
    (flag,) = school.check("drafts", policy="baseline").post["flags"]
    assert flag["message"] == "The video's hidden details say where it was filmed."
    assert flag["where"] == {"kind": "metadata", "file": "drafts/clip.mp4", "field": "location"}


def test_nothing_damaged_passes(school: School, clip: Path) -> None:
    whole = clip.read_bytes()
    for data in (b"", b"x", whole[: len(whole) // 2], whole[:-40], b"\x1a\x45\xdf\xa3" + bytes(99), b"RIFF0000AVI "):
        clip.write_bytes(data)
        result = school.check("drafts", policy="baseline")
        assert result.post["not_examined"] != []
        assert result.code in {1, 3}
        assert result.err == ""


@pytest.mark.parametrize("hidden", [False, True])
def test_the_page_shows_the_moment_that_is_flagged(school: School, clip: Path, *, hidden: bool) -> None:
    lists = ("--consent", "consent.csv", "--policy", "baseline", "--format", "html")
    html = school.run("check", "drafts", *lists, *(("--hide-names",) if hidden else ())).out
    (described,) = re.findall(r'alt="(clip\.mp4[^"]*)"', html)
    assert re.fullmatch(r"clip\.mp4 at 0:0[23]", described)
    (data,) = re.findall(r'src="data:image/[a-z]+;base64,([^"]+)"', html)
    with Image.open(io.BytesIO(base64.b64decode(data))) as shown:
        small = np.asarray(shown.convert("L"), dtype=int)
    assert small.shape == (240, 320)
    assert abs(small[20, 300] - 230) < 8  # of the second shot, not of the first
    assert bool(np.ptp(small[112:128, 60:200]) > 100) is not hidden  # letters, or one even cover
    assert ("RHYS MORGAN" in html) is not hidden
    assert "not examined" not in html
    film(clip, (1, page(200)))
    with_boxes(clip, track(b"soun", b"mp4a"))
    html = school.run("check", "drafts", *lists).out
    assert "Could not be examined: Its sound was not listened to" in html
    assert "<img" not in html


def test_people_of_a_video_s_own_entry_count_for_it(school: School, clip: Path) -> None:
    film(clip, (1, page(200)))
    entry = "---\nchannel: facebook\n%svideo: {file: clip.mp4, permission: T-1, people: [%s]}\n---\nOur sports day.\n"
    for post in ("", "people: []\n"):
        school.draft(entry % (post, ""))
        assert school.check("drafts", policy="baseline").code == 0
        school.draft(entry % (post, "P0002"))
        (flag,) = school.check("drafts", policy="baseline").post["flags"]
        assert (flag["severity"], flag["pupil_ids"]) == ("fail", ["P0002"])
        assert "recognised in this video must not be shown" in flag["message"]
    school.draft(entry % ("", "Nobody Known"))
    (flag,) = school.check("drafts", policy="baseline").post["flags"]
    assert "is not the id or full name of a pupil" in flag["message"]


@pytest.mark.usefixtures("clip")
def test_no_copy_is_made_of_it(school: School) -> None:
    result = school.run("redact", "drafts", "--out", "safe", "--consent", "consent.csv", "--policy", "baseline")
    assert result.code == 3
    assert (
        "NO COPY  drafts/clip.mp4\n         This is a video, and no safe copy of a video can be made yet." in result.out
    )
    assert not (school.folder / "safe" / "clip.mp4").exists()
