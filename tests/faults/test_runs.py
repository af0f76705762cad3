"""Faults of whole runs: nothing checked, outputs over inputs, masks, special files, blind engines, broken libraries."""

from __future__ import annotations

import ast
import os
import re
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from postcheck.find.finder import Finder
from postcheck.judge.rule_engine import RuleEngine
from postcheck.read.engines.rapid import RapidEngine
from postcheck.read.engines.tesseract import TesseractEngine
from tests.builders.school import DAY, Result, School
from tests.faults.fault import NAME, ROLL, plain
from tests.house.imports import modules

USUAL = ("--consent", "roll.csv", "--no-config", "--channel", "website", "--date", DAY, "--quiet")
NAMED = f"Well done to {NAME} for maths.\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="kinds of file that Windows does not have")


@pytest.fixture(autouse=True)
def _roll(school: School) -> None:
    (school.folder / "roll.csv").write_text(ROLL, encoding="utf-8")


def told_nothing(result: Result) -> bool:
    """Whether standard error has neither a traceback nor a name."""
    return "Traceback" not in result.err and not {"tamsin", "penhallow"} & set(
        plain(result.err).replace("-", " ").split()
    )


# Nothing checked


@pytest.mark.parametrize(
    "files",
    [
        (), (".hidden.md",), (".git/post.md",), ("node_modules/post.md",), ("style.css",), ("_config.yml",),
        (".a/b/post.md",), ("package.json",), ("Thumbs.db",), ("~$letter.docx",), ("post.md~",), ("x.log", "y.css"),
        ("__pycache__/post.md",), ("colours.json",), ("LICENSE",), ("fonts/a.woff2",),
    ],
    ids=lambda files: "+".join(files) or "empty",
)  # fmt: skip
def test_nothing_checked_is_no_pass(school: School, files: tuple[str, ...]) -> None:
    (school.folder / "drafts").mkdir()
    for name in files:
        school.draft('{"a": 1}' if name.endswith("json") else "a: 1\n", name=f"drafts/{name}")
    result = school.run("check", "drafts", *USUAL)
    assert result.code == 3
    assert told_nothing(result)


@pytest.mark.parametrize("path", [NAME, f"drafts/{NAME}.md", f"./{NAME}/", f"{NAME}*.md", "-"])
def test_what_is_not_there_is_no_pass_and_not_repeated(school: School, path: str) -> None:
    result = school.run("check", path, *USUAL)
    assert result.code in {2, 3}
    assert told_nothing(result)


# Outputs over inputs


def _linked(original: Path) -> Path:
    link = original.with_name(f"link-{original.name}")
    link.symlink_to(original)
    return link


def _hard(original: Path) -> Path:
    link = original.with_name(f"hard-{original.name}")
    os.link(original, link)
    return link


def _roundabout(original: Path) -> Path:
    return original.parent / ".." / original.parent.name / original.name


@posix
@pytest.mark.parametrize(
    "how", [lambda path: path, _linked, _hard, _roundabout], ids=["itself", "link", "hard", "round"]
)
@pytest.mark.parametrize(
    "target", ["drafts/post.md", "drafts/star.png", "drafts/plan.csv.postcheck.yaml", "roll.csv", "lists/people.csv"]
)
def test_a_report_is_never_written_over_what_is_read(school: School, how: Callable[[Path], Path], target: str) -> None:
    school.draft(NAMED)
    school.picture(name="drafts/star.png", size=(40, 30))
    school.draft("date,text\n2026-12-01,Our fair\n", name="drafts/plan.csv")
    school.draft("channel: website\n", name="drafts/plan.csv.postcheck.yaml")
    school.draft("name,kind,note\nMrs Hart,staff,\n", name="lists/people.csv")
    before = (school.folder / target).read_bytes()
    output = how(school.folder / target)
    more = ("--people", "lists/people.csv", "--format", "json", "--output", str(output))
    result = school.run("check", "drafts", *USUAL, *more)
    assert (school.folder / target).read_bytes() == before
    assert result.code == 2
    assert told_nothing(result)


# Masks


@pytest.mark.parametrize(
    "written",
    [NAME, "Tamsin", "TAMSIN", "T.A.M.S.I.N", "#TamsinPenhallow", "tamsin.penhallow@school.example", "Tam\u00adsin"],
)
@pytest.mark.parametrize("form", ["rich", "json", "html", "markdown", "sarif", "junit", "github"])
def test_masked_reports_have_no_name_and_nothing_to_find_it_by(school: School, form: str, written: str) -> None:
    school.draft(f"Well done to {written} for maths.\n", name=f"drafts/{NAME}.md")
    shown = school.run("check", "drafts", *USUAL, "--format", "json").report
    prints = {flag["fingerprint"] for post in shown["posts"] for flag in post["flags"]}
    result = school.run("check", "drafts", *USUAL, "--format", form, "--hide-names")
    assert result.code == 1
    assert prints
    assert "tamsin" not in plain(result.out).replace("\u00ad", "")
    assert not any(fingerprint in result.out for fingerprint in prints)
    assert told_nothing(result)


# Special files, and lists among pictures


@posix
@pytest.mark.parametrize("kind", ["pipe", "socket", "loop", "dangling", "folder"])
@pytest.mark.parametrize("name", ["post.md", "star.png", "plan.csv", "letter.docx"])
def test_what_is_no_ordinary_file_is_said(
    school: School, kind: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (school.folder / "d").mkdir()
    monkeypatch.chdir(school.folder / "d")
    made: dict[str, Callable[[], object]] = {
        "pipe": lambda: os.mkfifo(name),
        "socket": lambda: socket.socket(socket.AF_UNIX).bind(name),
        "loop": lambda: Path(name).symlink_to(name),
        "dangling": lambda: Path(name).symlink_to("nowhere"),
        "folder": lambda: Path(name).mkdir(),
    }
    made[kind]()
    school.draft("Our fair was fun.\n", name="d/a/other.md")
    result = school.run("check", "d", *USUAL, "--format", "json")
    assert result.code == (0 if kind == "folder" else 3)
    assert told_nothing(result)
    assert kind == "folder" or f"d/{name}" in {
        item["file"] for post in result.report["posts"] for item in post["not_examined"]
    }


@pytest.mark.parametrize("name", ["roll.csv", "people.csv", "postcheck.toml", "report.json"])
def test_a_list_or_report_among_pictures_claims_none(school: School, name: str) -> None:
    folder = school.folder / "pictures"
    folder.mkdir()
    contents = {
        "roll.csv": ROLL,
        "people.csv": "name,kind,note\nMrs Hart,staff,star.png\n",
        "postcheck.toml": "",
        "report.json": "{}",
    }
    (folder / name).write_text(contents[name], encoding="utf-8")
    (folder / "star.png").write_bytes(b"no picture")
    lists: tuple[str, ...] = ("--consent", "pictures/roll.csv") if name == "roll.csv" else ("--consent", "roll.csv")
    lists += ("--people", "pictures/people.csv") if name == "people.csv" else ()
    result = school.run(
        "check", "pictures", *lists, "--no-config", "--date", DAY, "--channel", "website", "--format", "json"
    )
    assert result.code == 3
    assert {item["file"] for post in result.report["posts"] for item in post["not_examined"]} == {"pictures/star.png"}


# Engines and libraries that misbehave


BROKEN = [ValueError(NAME), KeyError(NAME), RecursionError(NAME), MemoryError(), SystemExit(0), SystemExit(NAME)]


def _raising(error: BaseException) -> Callable[..., object]:
    def broken(*_: object, **__: object) -> object:
        raise error.with_traceback(None)

    return broken


@pytest.mark.parametrize("error", BROKEN, ids=repr)
@pytest.mark.parametrize(
    "owner",
    [
        Finder,
        RuleEngine,
        "postcheck.report.json_report.render",
        "postcheck.engine.checker.load_draft",
        "postcheck.formats.textfile.decode",
    ],
    ids=str,
)
def test_a_part_that_breaks_makes_no_pass_and_tells_no_name(
    school: School, monkeypatch: pytest.MonkeyPatch, owner: object, error: BaseException
) -> None:
    school.draft("Our fair was fun.\n")
    if isinstance(owner, str):
        monkeypatch.setattr(owner, _raising(error))
    else:
        for method in ("find", "find_each", "examine", "judge"):
            if hasattr(owner, method):
                monkeypatch.setattr(owner, method, _raising(error))
    result = school.run("check", "drafts", *USUAL, "--format", "json")
    assert result.code in {2, 3}
    assert told_nothing(result)


@pytest.mark.parametrize("error", [None, *BROKEN], ids=repr)
def test_engines_that_went_blind_or_broke_make_no_pass(
    school: School, monkeypatch: pytest.MonkeyPatch, error: BaseException | None
) -> None:
    school.picture(NAME, name="drafts/star.png")
    school.draft("---\npeople: []\n---\nOur fair was fun.\n", name="drafts/post.md")
    for engine in (RapidEngine, TesseractEngine):
        monkeypatch.setattr(engine, "read", _raising(error) if error else lambda *_, **__: ())
    result = school.run("check", "drafts", *USUAL, "--format", "json")
    assert result.code in {2, 3}
    assert told_nothing(result)


# Nothing leaves the computer


def test_nothing_is_fetched(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    web = "https://school.example/tamsin"
    school.draft(f"![x]({web}.png) [y]({web}) <img srcset='{web}.jpg 2x'>\n", name="drafts/a.md")
    school.draft(
        f"<link rel=stylesheet href={web}.css><script src={web}.js></script><iframe src={web}>", name="drafts/b.html"
    )
    school.draft(f"date,text,image\n2026-12-01,Our fair,{web}.png\n", name="drafts/c.csv")
    school.draft(f'<!DOCTYPE a SYSTEM "{web}.dtd"><a>It was our fair</a>', name="drafts/d.xml")
    asked: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *host, **_: asked.append(host))
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: asked.append(address))
    result = school.run("check", "drafts", *USUAL, "--format", "json")
    assert result.code == 1
    assert len(result.report["posts"]) == 4
    assert asked == []


def test_no_module_can_ask_the_web() -> None:
    root = Path(__file__).parents[2] / "postcheck"
    asks = {"socket", "ssl", "http", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "urllib3", "xmlrpc"}
    imported = {
        path.relative_to(root).as_posix(): modules(tree) & asks
        | ({"urllib.request"} if "urllib.request" in source else set())
        for path in root.rglob("*.py")
        for source in [path.read_text(encoding="utf-8")]
        for tree in [ast.parse(source)]
    }
    # The desk listens on this computer, and asks there whether another desk that has left its folder still runs.
    at_home = {"desk/server.py": {"socket"}, "desk/private.py": {"http"}}
    assert {name: found for name, found in imported.items() if found} == at_home
    for name in at_home:
        addresses = re.findall(
            r"\d+\.\d+\.\d+\.\d+|localhost|gethost\w+|create_connection", (root / name).read_text("utf-8")
        )
        assert set(addresses) == {"127.0.0.1"}, name
