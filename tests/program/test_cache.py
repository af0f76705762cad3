"""Pictures that were read before are not read again: nobody notices but by the clock, and everybody can switch it off."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.program.conftest import School

TESSERACT = """\
#!/bin/sh
case "$1" in
--version) echo "tesseract 5.3.0" ;;
--list-langs) printf 'List of available languages in "{data}" (1):\\neng\\n' ;;
*)
    echo read >> "{log}"
    while read -r picture; do pages=$((pages + 1)); done < "$1"; pages=$((pages + 1))
    printf 'level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext\\n' > "$2.tsv"
    for page in $(seq $pages); do
        printf '1\\t%s\\t0\\t0\\t0\\t0\\t0\\t0\\t60\\t40\\t-1\\t\\n' $page >> "$2.tsv"
        printf '5\\t%s\\t1\\t1\\t1\\t1\\t20\\t20\\t60\\t20\\t96\\tRhys\\n' $page >> "$2.tsv"
        printf '5\\t%s\\t1\\t1\\t1\\t2\\t90\\t20\\t60\\t20\\t96\\tMorgan\\n' $page >> "$2.tsv"
    done ;;
esac
"""
pytestmark = pytest.mark.skipif(not Path("/bin/sh").exists(), reason="the pretender is a shell script")


class Pretender:
    """A Tesseract that reads "Rhys Morgan" in every picture and counts how often it is started."""

    def __init__(self, school: School) -> None:
        self._log = school.folder / "log"
        program = school.folder / "tesseract"
        program.write_text(TESSERACT.format(data=school.folder, log=self._log))
        program.chmod(0o755)
        (school.folder / "eng.traineddata").write_text("data")
        settings = f'policy = "aspire"\nconsent = "consent.csv"\n[ocr]\nengine = "tesseract"\ntesseract = "{school.folder / "tesseract"}"\n'
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
    program = school.folder / "tesseract"
    whole = program.read_text()
    program.write_text(whole.replace("*)", "*) sleep 30", 1))
    with (school.folder / "postcheck.toml").open("a") as file:
        file.write("time_limit = 0.5\n")
    assert school.run("check", "drafts").code == 3
    program.write_text(whole)
    (school.folder / "postcheck.toml").write_text((school.folder / "postcheck.toml").read_text().replace("0.5", "60"))
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
