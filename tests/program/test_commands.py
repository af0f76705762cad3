"""The other commands, and what starting any of them costs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.builders.school import School

HEAVY = ("spacy", "onnxruntime", "numpy", "pytesseract", "PIL")


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], ()),
        (["check", "--help"], ()),
        (["rules", "show", "ASP-NAME-1"], ()),
        (["rules", "list"], ()),
        (["consent", "check", "consent.csv"], ()),
    ],
)
def test_light_commands_load_nothing_heavy(school: School, arguments: list[str], allowed: tuple[str, ...]) -> None:
    code = f"""
import sys
sys.argv = ["postcheck", *{arguments!r}]
from postcheck.cli.main import run
try:
    run()
finally:
    print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=school.folder)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip().splitlines()[-1] == str(list(allowed))


def test_words_alone_start_no_ocr(school: School) -> None:
    school.draft("---\nchannel: facebook\n---\nThe fair starts at noon.\n")
    assert school.check("drafts", environ={"PATH": str(school.folder)}).code == 0


def test_rules(school: School) -> None:
    listed = school.run("rules", "list", "--policy", "north-star", "--format", "json")
    assert listed.code == 0
    ids = [rule["id"] for rule in json.loads(listed.out)["rules"]]
    assert {"NST-IMG-1", "NST-NAME-1", "NST-NAME-2", "NST-CHAN-1", "PC-HEAD-1"} <= set(ids)
    shown = school.run("rules", "show", "nst-name-1")
    assert shown.code == 0
    for words in ("NST-NAME-1", "Never a surname", "4. The School LinkedIn and Facebook Account", "What to do"):
        assert words in shown.out


def test_consent_check(school: School) -> None:
    assert school.run("consent", "check", "consent.csv").code == 0
    with (school.folder / "consent.csv").open("a", encoding="utf-8") as file:
        file.write("P0002,Rhys,Morgan,,,4,current,none,written,given,given,given,given,given\n")
    doubtful = school.run("consent", "check", "consent.csv")
    assert doubtful.code == 1
    assert "Morgan" not in doubtful.out + doubtful.err


def test_doctor_finds_everything(school: School) -> None:
    result = school.run("doctor", "--consent", "consent.csv", "--policy", "aspire", "--format", "json")
    found = json.loads(result.out)
    assert result.code == 0, result.out
    assert found["ok"] is True
    assert found["model"]["path"]


def test_the_model_of_doctor_loads_and_marks_persons(school: School) -> None:
    import spacy  # noqa: PLC0415 - only this test needs it

    path = json.loads(school.run("doctor", "--format", "json").out)["model"]["path"]
    doc = spacy.load(path)("Thank you to Ranjit Dhillon for talking to Year 5 about his work.")
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Ranjit Dhillon", "PERSON")]


def test_doctor_says_what_is_missing(school: School) -> None:
    result = school.run("doctor", "--format", "json", environ={"PATH": str(school.folder)})
    assert result.code == 2
    (engine,) = (check for check in json.loads(result.out)["checks"] if check["name"] == "OCR engine tesseract")
    assert engine["ok"] is False
    assert engine["remedy"]


def test_doctor_looks_at_who_else_may_read_and_what_is_remembered(school: School) -> None:
    (school.folder / "consent.csv").chmod(0o600)
    names = ("consent.csv", "people.csv")
    (school.folder / "postcheck.toml").write_text(
        f'policy = "aspire"\nconsent = "{names[0]}"\npeople = ["{names[1]}"]\n'
    )
    looked = {check["name"]: check for check in json.loads(school.run("doctor", "--format", "json").out)["checks"]}
    assert {
        name: looked[name]["ok"] for name in ("Consent list", "People list", "Face detector", "Remembered pictures")
    } == {
        "Consent list": True,
        "People list": True,
        "Face detector": True,
        "Remembered pictures": True,
    }
    blocked = school.run(
        "doctor", "--format", "json", environ={"POSTCHECK_CACHE_DIR": str(school.folder / "people.csv")}
    )
    (cache,) = (check for check in json.loads(blocked.out)["checks"] if check["name"] == "Remembered pictures")
    assert (blocked.code, cache["ok"]) == (0, None)  # a check goes on without it
    assert cache["remedy"]


def test_version(school: School) -> None:
    assert school.run("--version").out.startswith("postcheck ")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('wyh = "typo"', ":12"),
        ('severity = "fatal"', "severity"),
        ('params = { prts = "any" }', "prts"),
        ('params = { permit = "sometimes" }', "permit"),
        ('check = "channel"\nparams = { closed = "twiter" }', "twiter"),
    ],
)
def test_a_broken_pack_names_its_place(school: School, line: str, said: str) -> None:
    school.draft("Nothing here.\n")
    lines = [
        'schema = "postcheck-pack/1"',
        *(
            'id = "our"',
            'title = "Our policy"',
            'version = "1"',
            'source = "Our policy"',
            "[[rule]]",
            'id = "OUR-1"',
            'title = "No names at all"',
        ),
        *(() if "check" in line else ('check = "name"',)),
        *(
            'category = "name"',
            'section = "1"',
            line,
            'asks = "No names."',
            'why = "Because."',
            'remedy = "Take it out."',
        ),
    ]
    if "severity" not in line:
        lines.append('severity = "fail"')
    (school.folder / "our.toml").write_text("\n".join(lines), encoding="utf-8")
    result = school.run("check", "drafts", "--policy", "our.toml")
    assert result.code == 2
    assert "our.toml:" in result.err
    assert said in result.err
