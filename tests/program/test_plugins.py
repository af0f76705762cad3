"""Formats, engines and finders of other packages: they take part, and one that breaks is never passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

import postcheck
from postcheck import plugins
from postcheck.errors import PluginError
from tests.builders.school import DAY, School
from tests.docs.test_docs import blocks

CLEAN = "---\nchannel: facebook\n---\nThe fair starts at noon.\n"
BADGE = "---\nchannel: facebook\n---\nBadge HB-20417 was found.\n"
ENGINE = """\
from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, OcrWord
class Engine:
    name = "eyes"
    def __init__(self, settings): pass
    def version(self): return "3"
    def read(self, image, *, time_limit):
        return [OcrLine((OcrWord("Planets Rhys", Box(0, 0, 9, 9), 1.0), OcrWord("Morgan", Box(9, 0, 9, 9), 1.0)))]
"""
BEYOND = """\
from postcheck.find.details.view import DetailMatch
from postcheck.model.detail import DetailKind
def find(view): yield DetailMatch(0, 10_000, DetailKind.UPN, "a number")
"""


@pytest.fixture
def added(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path in which packages may be installed."""
    folder = tmp_path_factory.mktemp("site")
    monkeypatch.syspath_prepend(folder)
    return folder


def install(folder: Path, entries: str, module: str, code: str) -> None:
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    plugins._found.cache_clear()  # noqa: SLF001 - a process of its own would look anew
    info = folder / f"{module}-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(entries.replace("MODULE", module))


def test_a_format_is_written(school: School, added: Path) -> None:
    install(
        added,
        "[postcheck.formats]\ncount = MODULE:render\njson = MODULE:render\n",
        "counting_one",
        "def render(report, options): return f'{len(report.posts)} {report.verdict} {options.show_names}\\n'\n",
    )
    school.draft(CLEAN)
    found = school.run("check", "drafts", "--format", "count", "--date", DAY, "--hide-names")
    assert (found.code, found.out) == (0, "1 pass False\n")
    assert school.run("check", "drafts", "--format", "json", "--date", DAY).report["posts"], "our own stays our own"
    assert postcheck.render(postcheck.check(text=CLEAN), "count") == "1 pass True\n"
    doctor = school.run("doctor")
    assert "Format count: counting_one 1.2" in " ".join(doctor.out.split())
    assert "has the name of a format of postcheck's own" in " ".join(doctor.out.split())
    unknown = school.run("check", "drafts", "--format", "cuont")
    assert unknown.code == 2
    assert "gitlab, count." in " ".join(unknown.err.split())


@pytest.mark.parametrize(
    "code",
    [
        "def render(report, options): raise ValueError('Amelia Carter')\n",
        "def render(report, options): return None\n",
        "render = 3\n",
        "import a_module_that_is_not_there\n",
        "raise SystemExit(0)\n",
    ],
)
def test_a_broken_format_is_an_error(school: School, added: Path, code: str) -> None:
    install(added, "[postcheck.formats]\nbroken = MODULE:render\n", f"broken_{abs(hash(code))}", code)
    school.draft(CLEAN)
    found = school.run("check", "drafts", "--format", "broken", "--date", DAY)
    assert (found.code, found.out) == (2, "")
    assert '"broken" of the package broken_' in found.err
    assert "Amelia" not in found.err
    with pytest.raises(PluginError):
        postcheck.render(postcheck.check(text=CLEAN), "broken")


def test_the_finder_of_the_page_finds(school: School, added: Path) -> None:
    school.draft(BADGE)
    assert school.check("drafts").code == 0
    install(added, "[postcheck.finders]\nbadges = MODULE:find\n", "badges_of_ours", blocks("plugins.md", "python")[0])
    found = school.check("drafts")
    assert found.code == 1
    (flag,) = found.post["flags"]
    assert flag["evidence"] == "HB-20417"
    assert "a pupil's badge number" in flag["message"].casefold()
    assert "Finder badges: badges_of_ours 1.2" in " ".join(school.run("doctor").out.split())


@pytest.mark.parametrize(
    "code",
    [
        "def find(view): raise ValueError(view.text)\n",
        "def find(view): return 3\n",
        "def find(view): return ['noon']\n",
        BEYOND,
        "import a_module_that_is_not_there\n",
    ],
)
def test_a_broken_finder_lets_nothing_pass(school: School, added: Path, code: str) -> None:
    install(added, "[postcheck.finders]\nbroken = MODULE:find\n", f"finder_{abs(hash(code))}", code)
    school.draft(CLEAN)
    school.draft(CLEAN.replace("noon", "noon: call 07700 900123"), "drafts/phone.md")
    found = school.check("drafts")
    phone, post = sorted(found.report["posts"], key=lambda one: str(one["path"]))
    assert (phone["verdict"], post["verdict"]) == ("review", "incomplete"), "our own finders still find"
    (item,) = post["not_examined"]
    assert item["reason"].startswith('The finder "broken" of the package finder_')
    assert "noon" not in item["reason"]


def test_an_engine_reads_beside_our_own(school: School, added: Path) -> None:
    install(added, "[postcheck.engines]\neyes = MODULE:Engine\n", "eyes_of_ours", ENGINE)
    school.picture(name="drafts/tree.png", size=(200, 100))
    found = school.check("drafts", "--ocr", "tesseract")
    assert any(flag["evidence"] == "Rhys Morgan" for flag in found.post["flags"])
    assert "OCR engine eyes: eyes_of_ours 1.2: 3" in " ".join(school.run("doctor").out.split())


@pytest.mark.parametrize(
    "code",
    [
        ENGINE.replace("Planets", "Stars"),
        ENGINE.replace("return [OcrLine", "raise ValueError('Rhys')\n        return [OcrLine"),
        ENGINE.replace("return [OcrLine", "return ['Rhys']\n        return [OcrLine"),
        ENGINE.replace("(self, settings): pass", "(self): pass"),
        "import a_module_that_is_not_there\n",
    ],
)
def test_a_broken_engine_lets_no_picture_pass(school: School, added: Path, code: str) -> None:
    install(added, "[postcheck.engines]\neyes = MODULE:Engine\n", f"eyes_{abs(hash(code))}", code)
    school.picture(name="drafts/tree.png", size=(200, 100))
    found = school.check("drafts", "--ocr", "tesseract")
    (item,) = [one for one in found.post["not_examined"] if "eyes" in one["reason"]]
    assert "read without eyes" in item["reason"]
    assert "Rhys" not in item["reason"]
    doctor = school.run("doctor")
    assert (doctor.code, "OCR engine eyes" in doctor.out) == (2, True)


def test_an_engine_that_does_not_know_its_version_reads_and_is_reported(school: School, added: Path) -> None:
    code = ENGINE.replace('return "3"', "raise OSError")
    install(added, "[postcheck.engines]\neyes = MODULE:Engine\n", "eyes_without_version", code)
    school.picture(name="drafts/tree.png", size=(200, 100))
    found = school.check("drafts", "--ocr", "tesseract")
    assert any(flag["evidence"] == "Rhys Morgan" for flag in found.post["flags"])
    doctor = school.run("doctor")
    assert doctor.code == 2
    assert "does not work (OSError)" in " ".join(doctor.out.split())
