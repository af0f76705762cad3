"""``postcheck redact``: safe copies, shown to be safe."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.program.conftest import DAY, Result, School


def redact(school: School, *arguments: str, policy: str = "aspire") -> Result:
    lists = ("--consent", "consent.csv", "--people", "people.csv", "--policy", policy, "--date", DAY)
    return school.run("redact", *arguments, "--out", "safe", *lists)


def put_metadata(path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Rhys Morgan with his certificate"
    with Image.open(path) as image:
        image.save(path, exif=exif)


@pytest.mark.parametrize("style", ["box", "blur", "pixelate"])
def test_a_name_in_a_picture_is_gone_from_the_copy_and_from_nowhere_else(school: School, style: str) -> None:
    original = school.picture("Certificate for\nRhys Morgan\nMaths", name="drafts/cert.jpg", quality=90)
    put_metadata(original)
    before = original.read_bytes()
    school.draft("---\nchannel: facebook\nimages:\n  - {file: cert.jpg, people: []}\n---\nOur winner.\n")
    assert school.check("drafts").rules["ASP-NAME-2"] == "fail"

    done = redact(school, "drafts", "--style", style)
    assert done.code == 0, done.out + done.err
    assert original.read_bytes() == before
    copy = school.folder / "safe" / "drafts" / "cert.jpg"
    assert b"Rhys" not in copy.read_bytes()
    original.write_bytes(copy.read_bytes())
    after = school.check("drafts")
    assert (after.code, after.post["flags"]) == (0, []) or all(flag["severity"] == "note" for flag in after.post["flags"])


def test_a_name_in_the_pictures_own_name_is_changed(school: School) -> None:
    school.picture(name="drafts/rhys_morgan.png")
    done = redact(school, "drafts")
    assert done.code == 0, done.out + done.err
    assert [path.name for path in (school.folder / "safe").rglob("*.*")] == ["picture.png"]


def test_what_the_policy_allows_is_not_covered(school: School) -> None:
    picture = school.picture("Well done\nAmelia", name="drafts/cup.png")
    school.draft("---\nchannel: facebook\nimages:\n  - {file: cup.png, people: [P0001]}\n---\nOur winner.\n")
    assert redact(school, "drafts", policy="north-star").code == 0
    with Image.open(school.folder / "safe" / "drafts" / "cup.png") as copy, Image.open(picture) as original:
        assert copy.tobytes() == original.tobytes()


def test_what_could_not_be_examined_has_no_copy(school: School) -> None:
    picture = school.picture("Rhys Morgan", name="drafts/a.jpg")
    picture.write_bytes(picture.read_bytes()[:2000])
    school.picture(name="drafts/b.jpg")
    done = redact(school, "drafts")
    assert done.code == 3
    assert "NO COPY  drafts/a.jpg" in done.out
    assert [path.name for path in (school.folder / "safe").rglob("*.*")] == ["b.jpg"]


def test_without_tesseract_no_copy_counts_as_safe(school: School) -> None:
    school.picture(name="drafts/a.png")
    done = school.run("redact", "drafts", "--out", "safe", "--consent", "consent.csv", environ={"PATH": str(school.folder)})
    assert done.code == 3
    assert not list((school.folder / "safe").rglob("*.*"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("drafts", "--out", ".", "--consent", "consent.csv"), "replace a picture"),
        (("drafts", "--out", "safe", "--style", "glitter"), "box, blur, pixelate"),
        (("nowhere", "--out", "safe"), "no such file"),
        (("-", "--out", "safe"), "standard input"),
    ],
)
def test_what_cannot_be_done_is_refused(school: School, arguments: tuple[str, ...], says: str) -> None:
    school.picture(name="drafts/a.png")
    before = {path: path.read_bytes() for path in school.folder.rglob("*.*") if path.is_file()}
    refused = school.run("redact", *arguments)
    assert refused.code == 2
    assert says in refused.err
    assert {path: path.read_bytes() for path in school.folder.rglob("*.*") if path.is_file()} == before
