"""Pictures that were read before are not read again: only the clock shows it, and everybody can switch it off."""

from __future__ import annotations

import os
import stat

import pytest

from tests.builders.school import School
from tests.fakes.programs import blind_tesseract, needs_shell, reading_tesseract, slow_tesseract

pytestmark = needs_shell


class Pretender:
    """A Tesseract that reads "Rhys Morgan" in every picture and counts how often it is started."""

    def __init__(self, school: School) -> None:
        self._log = school.folder / "log"
        program = reading_tesseract(school.folder, self._log)
        settings = f'policy = "aspire"\nconsent = "consent.csv"\n[ocr]\nengine = "tesseract"\ntesseract = "{program}"\n'
        (school.folder / "postcheck.toml").write_text(settings)
        school.draft("---\nchannel: facebook\npeople: []\n---\nWell done!\n")
        school.picture(size=(200, 100))

    def started(self) -> bool:
        """Whether a picture was read since this was last asked."""
        found = self._log.exists()
        self._log.unlink(missing_ok=True)
        return found


@pytest.fixture
def tesseract(school: School) -> Pretender:
    return Pretender(school)


def test_the_second_run_says_the_same_without_reading_the_picture(school: School, tesseract: Pretender) -> None:
    first = school.run("check", "drafts", "--format", "json")
    assert tesseract.started()
    assert {flag["evidence"] for flag in first.post["flags"]} == {"Rhys Morgan"}
    second = school.run("check", "drafts", "--format", "json")
    assert not tesseract.started()
    assert (second.code, second.out, second.err) == (first.code, first.out, "")


@pytest.mark.parametrize("how", ["option", "settings"])
def test_it_can_be_switched_off(school: School, tesseract: Pretender, how: str) -> None:
    if how == "settings":
        with (school.folder / "postcheck.toml").open("a") as file:
            file.write("[cache]\nenabled = false\n")
    school.run("check", "drafts", *(["--no-cache"] if how == "option" else []))
    assert tesseract.started()
    assert not (school.folder / ".cache").exists()


@pytest.mark.usefixtures("tesseract")
def test_a_reading_that_timed_out_is_no_empty_page_the_next_time(school: School) -> None:
    slow_tesseract(school.folder, school.folder / "log")
    with (school.folder / "postcheck.toml").open("a") as file:
        file.write("time_limit = 0.5\n")
    assert school.run("check", "drafts").code == 3
    reading_tesseract(school.folder, school.folder / "log")
    (school.folder / "postcheck.toml").write_text((school.folder / "postcheck.toml").read_text().replace("0.5", "60"))
    assert school.run("check", "drafts").code == 1


@pytest.mark.usefixtures("tesseract")
def test_what_a_blind_engine_sees_is_no_pass_and_not_remembered(school: School) -> None:
    blind_tesseract(school.folder, school.folder / "log")
    first = school.run("check", "drafts", "--format", "json")
    assert (first.code, first.err) == (3, "")
    (missed,) = first.post["not_examined"]
    assert missed["reason"].startswith(
        "The words in it could not be read: it could not read a plain word in a picture of postcheck's own, so it is "
        "not relied on; Install it anew."
    )
    assert "OCR engine tesseract" in school.run("doctor").out
    assert school.run("doctor").code == 2
    reading_tesseract(school.folder, school.folder / "log")
    assert school.run("check", "drafts").code == 1


def test_it_is_cleared_and_says_so(school: School, tesseract: Pretender) -> None:
    assert "Nothing was remembered" in school.run("cache", "clear").out
    school.run("check", "drafts")
    assert tesseract.started()
    assert "1 reading" in school.run("cache", "info").out
    cleared = school.run("cache", "clear")
    assert cleared.code == 0
    assert "Removed 1 reading" in cleared.out
    assert "Nothing is remembered" in school.run("cache", "info").out
    assert not (school.folder / ".cache" / "readings").exists()


def test_the_settings_name_the_folder(school: School, tesseract: Pretender) -> None:
    with (school.folder / "postcheck.toml").open("a") as file:
        file.write('[cache]\nfolder = "kept"\nmax_mb = 5\nmax_days = 2\n')
    school.run("check", "drafts", environ={"POSTCHECK_CACHE_DIR": ""})
    assert tesseract.started()
    (entry,) = (school.folder / "kept" / "readings").iterdir()
    if hasattr(os, "geteuid"):
        assert stat.S_IMODE(entry.stat().st_mode) == 0o600
        assert stat.S_IMODE(entry.parent.stat().st_mode) == stat.S_IMODE(entry.parents[1].stat().st_mode) == 0o700
    assert b"drafts" not in entry.read_bytes()


def test_a_folder_that_cannot_be_trusted_is_left_alone_and_said(school: School, tesseract: Pretender) -> None:
    (school.folder / "elsewhere").mkdir()
    (school.folder / "link").symlink_to("elsewhere")
    environ = {"POSTCHECK_CACHE_DIR": "link"}
    result = school.run("check", "drafts", environ=environ)
    assert result.code == 1
    assert tesseract.started()
    assert result.err.count("it is a link") == 1
    assert list((school.folder / "elsewhere").iterdir()) == []
    assert school.run("cache", "clear", environ=environ).code == 2
