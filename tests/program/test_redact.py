"""``postcheck redact``: safe copies, shown to be safe."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont
from pillow_heif import register_heif_opener

from postcheck.read.faces import CenterFace
from tests.builders.faces import group
from tests.builders.profiles import wide_gamut
from tests.builders.school import DAY, Result, School


def redact(school: School, *arguments: str, policy: str = "aspire") -> Result:
    lists = ("--consent", "consent.csv", "--people", "people.csv", "--policy", policy, "--date", DAY)
    return school.run("redact", *arguments, "--out", "safe", *lists)


def copies(school: School) -> list[str]:
    """Return the names of the safe copies, the copies of drafts that show them left out."""
    found = (path.name for path in (school.folder / "safe").rglob("*.*") if path.name != "postcheck-copies.log")
    return sorted(name for name in found if not name.endswith(".md"))


def contents(folder: Path) -> dict[Path, bytes]:
    """Return every file but what was remembered of readings."""
    return {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file() and ".cache" not in path.parts}


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
    assert (after.code, after.post["flags"]) == (0, []) or all(
        flag["severity"] == "note" for flag in after.post["flags"]
    )


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_a_portrait_of_a_recent_phone_is_covered_where_the_name_is_seen(school: School, suffix: str) -> None:
    seen = Image.new("RGB", (700, 1000), "white")
    ImageDraw.Draw(seen).rectangle((100, 700, 600, 900), fill=(200, 220, 250))
    blank = seen.copy()
    ImageDraw.Draw(seen).text((60, 150), "Rhys Morgan", fill="black", font=ImageFont.load_default(80))
    inked = ImageChops.difference(seen, blank).getbbox()
    assert inked is not None
    exif = Image.Exif()
    exif[0x0112] = 6
    (school.folder / "drafts").mkdir()
    seen.transpose(Image.Transpose.ROTATE_90).save(
        school.folder / "drafts" / f"a.{suffix}", exif=exif, icc_profile=wide_gamut(), quality=95
    )
    done = redact(school, "drafts")
    assert done.code == 0, done.out + done.err
    assert "1 place is covered in it." in done.out
    with Image.open(school.folder / "safe" / "drafts" / f"a.{suffix}") as copy:
        assert copy.size == seen.size
        changed = (
            ImageChops.difference(copy.convert("RGB"), blank).convert("L").point([0] * 100 + [255] * 156).getbbox()
        )
    assert changed is not None
    assert changed[0] <= inked[0]
    assert changed[1] <= inked[1]
    assert inked[2] <= changed[2] <= 700
    assert inked[3] <= changed[3] < 350


def test_a_name_in_the_pictures_own_name_is_changed(school: School) -> None:
    school.picture(name="drafts/rhys_morgan.png")
    done = redact(school, "drafts")
    assert done.code == 0, done.out + done.err
    assert copies(school) == ["picture.png"]


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
    assert copies(school) == ["b.jpg"]


@pytest.mark.parametrize("suffix", ["gif", "tif"])
def test_a_moving_picture_cut_in_its_third_frame_does_not_pass_and_has_no_copy(school: School, suffix: str) -> None:
    still = Image.effect_noise((400, 200), 20).convert("RGB")
    two, named = still.copy(), still.copy()
    ImageDraw.Draw(two).rectangle((0, 0, 60, 60), fill="navy")
    ImageDraw.Draw(named).text((20, 60), "Rhys Morgan", fill="black", font=ImageFont.load_default(48))
    (school.folder / "drafts").mkdir()
    path = school.folder / "drafts" / f"a.{suffix}"
    still.save(path, save_all=True, append_images=[two])
    whole = path.stat().st_size
    still.save(path, save_all=True, append_images=[two, named])
    path.write_bytes(path.read_bytes()[: whole + 200])
    school.draft(f"---\nchannel: facebook\nimages:\n  - {{file: a.{suffix}, people: []}}\n---\nOur winner.\n")
    checked = school.check("drafts")
    assert checked.code == 3
    assert "damaged or cut short" in checked.out
    done = redact(school, "drafts")
    assert done.code == 3
    assert f"NO COPY  drafts/a.{suffix}" in done.out
    assert not copies(school)


def test_a_name_that_only_one_ground_shows_is_found_and_covered(school: School) -> None:
    font = ImageFont.load_default(64)
    empty = Image.new("RGBA", (900, 400), (0, 0, 0, 0))
    light, dark = empty.copy(), empty.copy()
    ImageDraw.Draw(light).text((80, 60), "Rhys Morgan", fill="white", font=font)
    ImageDraw.Draw(dark).text((80, 250), "Imogen Blackstock", fill="black", font=font)
    (school.folder / "drafts").mkdir()
    path = school.folder / "drafts" / "a.png"
    empty.save(path, save_all=True, append_images=[light, dark], blend=0)
    found = school.check("drafts").post["flags"]
    assert {flag["where"]["frame"] for flag in found if flag["severity"] == "fail"} == {1, 2}
    done = redact(school, "drafts")
    assert done.code == 0, done.out + done.err
    path.unlink()
    assert "ASP-NAME-2" not in school.check("safe").rules


def test_without_tesseract_no_copy_counts_as_safe(school: School) -> None:
    school.picture(name="drafts/a.png")
    done = school.run(
        "redact", "drafts", "--out", "safe", "--consent", "consent.csv", environ={"PATH": str(school.folder)}
    )
    assert done.code == 3
    assert not copies(school)


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
    before = contents(school.folder)
    refused = school.run("redact", *arguments)
    assert refused.code == 2
    assert says in refused.err
    assert contents(school.folder) == before


def test_faces_are_covered_where_a_pupil_must_not_be_shown(school: School) -> None:
    (school.folder / "drafts").mkdir()
    group(3).save(school.folder / "drafts" / "club.jpg", quality=92)
    group(2).save(school.folder / "drafts" / "agreed.jpg", quality=92)
    school.draft(
        "---\nchannel: website\nimages:\n  - {file: club.jpg, people: [P0001, P0002, P0005]}\n"
        "  - {file: agreed.jpg, people: [P0001, P0005]}\n---\nThe chess club.\n"
    )
    done = redact(school, "drafts", "--faces", policy="baseline")
    assert done.code == 0, done.out + done.err
    assert "3 faces are covered in it." in done.out
    detector = CenterFace()
    faces = {}
    for name in copies(school):
        with Image.open(school.folder / "safe" / "drafts" / name) as copy:
            faces[name] = len(detector.find(copy.convert("RGB")))
    assert faces == {"agreed.jpg": 2, "club.jpg": 0}


def test_another_wording_is_suggested_and_nothing_changed(school: School) -> None:
    draft = school.draft("---\nchannel: facebook\n---\nIt was Rhys's day. Well done, Rhys Morgan!\n")
    before = draft.read_bytes()
    done = redact(school, "drafts")
    assert done.code == 0
    assert "drafts/post.md:4:8  \u201cRhys's\u201d \u2192 \u201ca Year 4 pupil's\u201d" in done.out
    assert "drafts/post.md:4:31  \u201cRhys Morgan\u201d \u2192 \u201ca Year 4 pupil\u201d" in done.out
    assert draft.read_bytes() == before
    hidden = redact(school, "drafts", "--hide-names").out
    assert "Year 4" in hidden
    assert "Rhys" not in hidden


def test_copies_may_stand_among_the_drafts_and_be_made_again(school: School) -> None:
    school.picture("Certificate for\nRhys Morgan", name="drafts/cert.png")
    lists = ("--consent", "consent.csv", "--policy", "aspire", "--date", DAY)
    for _ in range(2):
        done = school.run("redact", "drafts", "--out", "drafts/safe", *lists)
        assert done.code == 0, done.out + done.err
    assert sorted(path.name for path in (school.folder / "drafts").rglob("*.png")) == ["cert.png", "cert.png"]


@pytest.mark.parametrize("suffix", ["heic", "avif", "webp", "tif", "gif"])
def test_a_name_is_covered_in_every_format_and_every_frame(school: School, suffix: str) -> None:
    register_heif_opener()
    still = Image.new("RGB", (900, 400), "white")
    named = still.copy()
    ImageDraw.Draw(named).text((80, 150), "Well done Rhys Morgan", fill="black", font=ImageFont.load_default(64))
    (school.folder / "drafts").mkdir()
    still.save(school.folder / "drafts" / f"a.{suffix}", save_all=True, append_images=[named, named])
    assert school.check("drafts").rules["ASP-NAME-2"] == "fail"
    done = redact(school, "drafts")
    assert done.code == 0, done.out + done.err
    with Image.open(school.folder / "safe" / "drafts" / f"a.{suffix}") as copy:
        assert getattr(copy, "n_frames", 1) in {2, 3}  # frames that are the same may be written as one
    (school.folder / "drafts" / f"a.{suffix}").unlink()
    assert "ASP-NAME-2" not in school.check("safe").rules


def test_nothing_to_look_at_is_said(school: School) -> None:
    (school.folder / "drafts").mkdir()
    done = redact(school, "drafts")
    assert (done.code, done.err) == (3, "")
    assert done.out.startswith("No drafts were found, so nothing was looked at.")


def test_without_a_consent_list_it_says_first_and_last_what_it_cannot_know(school: School) -> None:
    school.picture("Well done\nRhys Morgan", name="drafts/cert.png")
    school.picture("Autumn fair", name="drafts/fair.png")
    told = ("redact", "drafts", "--policy", "aspire", "--date", DAY)
    done = school.run(*told, "--out", "safe")
    assert done.code == 0
    paragraphs = [" ".join(one.split()) for one in done.out.split("\n\n")]
    assert paragraphs[0] == (
        "No consent list was given for these drafts, so nothing is known of who your pupils are. Only what reads like "
        "a name or a personal detail by itself was looked for there: a pupil's name may still stand in a safe copy."
    )
    assert "Without a consent list nobody can say that no pupil's name is left in them." in done.out.replace("\n", " ")
    assert "1. Give the consent list with --consent, or in postcheck.toml, and make the copies again." in " ".join(
        done.out.split()
    )
    listed = school.run(*told, "--consent", "consent.csv", "--out", "other")
    assert "consent list" not in listed.out


def test_where_only_some_drafts_have_a_list_it_says_so(school: School) -> None:
    school.draft('policy = "aspire"\nconsent = "consent.csv"\n', "drafts/ours/postcheck.toml")
    school.draft((school.folder / "consent.csv").read_text(encoding="utf-8"), "drafts/ours/consent.csv")
    school.draft('policy = "aspire"\n', "drafts/theirs/postcheck.toml")
    for whose in ("ours", "theirs"):
        school.picture("Well done\nRhys Morgan", name=f"drafts/{whose}/cert.png")
    done = school.run("redact", "drafts", "--date", DAY, "--out", "safe")
    assert done.out.startswith("No consent list was given for some of these drafts, so nothing is known")
