"""Each file is parsed once a run, and again only when it has changed: counted, not timed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli

from postcheck.config import packs
from postcheck.config.lexicons import read_lexicon, shipped_lexicons
from postcheck.config.packs import all_declares, all_rules, find_pack, load_pack, shipped_packs
from postcheck.config.settings import Overrides
from postcheck.drafts import frontmatter, parsed
from postcheck.engine.incremental import IncrementalCheck
from postcheck.engine.job import Job, Observer
from postcheck.formats import toml_document
from postcheck.judge.rule_engine import RuleEngine
from postcheck.model.report import Report

CONSENT = (
    "pupil_id,forename,surname,name_first,name_full\nP1,Amelia,Carter,given,given\nP2,Rhys,Morgan,refused,refused\n"
)
DAY = date(2026, 11, 21)
HEADER = "---\nchannel: facebook\n---\n"
LONG_AGO = 1_700_000_000


def counted(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> list[Any]:
    """Return a list that gets the first argument of each call of a function from now on."""
    calls: list[Any] = []
    function: Callable[..., Any] = getattr(module, name)

    def called(first: Any, *rest: Any, **named: Any) -> Any:
        calls.append(first)
        return function(first, *rest, **named)

    monkeypatch.setattr(module, name, called)
    return calls


class School:
    """A folder of drafts that is checked again and again, without a language model."""

    def __init__(self, folder: Path, policy: str = "baseline") -> None:
        self.folder = folder
        self.write("consent.csv", CONSENT)
        overrides = Overrides(policy=policy, consent=(folder / "consent.csv",))
        job = Job((str(folder / "drafts"),), DAY, overrides, no_config=True)
        self.checks = IncrementalCheck(job, {"POSTCHECK_CACHE_DIR": str(folder / "cache")})

    def write(self, name: str, text: str, *, age: int = 0) -> Path:
        """Write a file that was last changed long ago; one with less ``age`` is the newer."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        for changed in (path, path.parent):
            os.utime(changed, (LONG_AGO - age, LONG_AGO - age))
        return path

    def check(self) -> Report:
        return self.checks.check(bytes, Observer())


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postcheck.engine.factory.load_language_model", lambda *_, **__: None)


@pytest.fixture
def tomls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list of the TOML texts that are parsed from now on."""
    toml_document.parse_toml.cache_clear()
    return counted(monkeypatch, tomli, "loads")


def test_headers_and_pages_are_parsed_once_a_run_and_again_only_when_they_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = School(tmp_path)
    for number in range(5):
        school.write(f"drafts/{number}.md", f"{HEADER}Match {number}.\n")
    school.write("drafts/page.html", f"{HEADER}<p>Fair.</p>\n")
    school.write("drafts/table.csv", "date,text\n2026-12-01,One\n2026-12-02,Two\n2026-12-03,Three\n")
    school.write("drafts/table.csv.postcheck.yaml", "account: Hillside\n")
    headers = counted(monkeypatch, frontmatter, "YamlHeader")
    texts = counted(monkeypatch, parsed, "scan_images")
    pages = counted(monkeypatch, parsed, "load_document")
    first = school.check()
    assert len(first.posts) == 5 + 1 + 3
    # Five texts, the page, and the header beside the table.
    assert Counter(Path(file.name).name for file in headers) == Counter(
        [*(f"{number}.md" for number in range(5)), "page.html", "table.csv.postcheck.yaml"]
    )
    assert (len(texts), [path.name for path in pages]) == (5, ["page.html"])

    for calls in (headers, texts, pages):
        calls.clear()
    assert school.check() == first
    assert (headers, texts, pages) == ([], [], [])

    school.write("drafts/3.md", f"{HEADER}Match A.\n", age=-60)
    assert [post.draft.file.text for post in school.checks.changed if post.draft.file] == []
    school.check()
    assert [post.draft.file.text for post in school.checks.changed if post.draft.file] == [f"{HEADER}Match A.\n"]
    assert [Path(file.name).name for file in headers] == ["3.md"]


@pytest.mark.parametrize("name", ["post.md", "page.html"])
def test_what_is_written_anew_is_seen_although_it_was_parsed_before(tmp_path: Path, name: str) -> None:
    school = School(tmp_path)
    school.write(f"drafts/{name}", f"{HEADER}Well done Amelia!\n", age=10)
    assert [flag.evidence for flag in school.check().posts[0].flags if flag.pupil_ids == ("P2",)] == []
    school.write(f"drafts/{name}", f"{HEADER}Well done Rhys!\n")
    (post,) = school.check().posts
    assert [flag.evidence for flag in post.flags if flag.pupil_ids == ("P2",)] == ["Rhys"]


def test_a_pack_costs_its_own_file_and_its_parents_and_once(tmp_path: Path, tomls: list[str]) -> None:
    own = tmp_path / "own.toml"
    own.write_text('schema = "postcheck-pack/1"\nid = "own"\ntitle = "Ours"\nextends = "aspire"\n')
    pack = load_pack(str(own))
    assert len(tomls) == 3  # the pack, the one that it extends, and the baseline
    assert pack.files == (str(own), str(find_pack("aspire")), str(find_pack("baseline")))
    assert load_pack(str(own)) == pack
    assert len(tomls) == 3
    own.write_text('schema = "postcheck-pack/1"\nid = "own"\ntitle = "More"\nextends = "aspire"\n')
    assert load_pack(str(own)).title == "More"
    assert len(tomls) == 4


def test_lexicons_are_read_when_a_rule_names_them(tmp_path: Path, tomls: list[str]) -> None:
    read_lexicon.cache_clear()
    own = tmp_path / "own.toml"
    rule = (
        '[[rule]]\nid = "H-1"\ntitle = "T"\ncheck = "phrases"\ncategory = "content"\nseverity = "fail"\n'
        'section = "1"\nasks = "A."\n'
        'why = "W."\nremedy = "R."\nparams = { words = ["grievance"] }\n'
    )
    drop = [one.id for one in load_pack("baseline").rules]
    own.write_text(
        f'schema = "postcheck-pack/1"\nid = "own"\ntitle = "Ours"\nversion = "1"\nsource = "S"\ndrop = {drop}\n{rule}'
    )
    pack = load_pack(str(own))
    assert set(pack.lexicons) == set(shipped_lexicons()) >= {"grievance", "offence"}
    del tomls[:]
    RuleEngine(pack)
    RuleEngine(pack)
    assert [tomli.loads(text)["id"] for text in tuple(tomls)] == ["grievance"]


def test_a_lexicon_is_called_as_its_file_is() -> None:
    assert {name: lexicon.id for name, lexicon in shipped_lexicons().items()} == {
        name: name for name in shipped_lexicons()
    }


def test_all_packs_are_read_only_to_tell_whether_a_word_is_known(
    tmp_path: Path, tomls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    school = School(tmp_path, "aspire")
    school.write("drafts/a.md", "---\nchannel: facebook\ndeclare: [dress_checked]\n---\nThe fair.\n")
    asked = counted(monkeypatch, packs, "_read")
    school.check()
    assert {path.stem for path in asked} == {"aspire", "baseline"}
    school.write("drafts/b.md", "---\nchannel: facebook\ndeclare: [no_such_thing]\n---\nThe fair.\n")
    report = school.check()
    assert {path.stem for path in asked} == {*shipped_packs(), "baseline"}
    assert [problem.code for problem in report.posts[1].draft.problems] == ["declare-unknown"]
    assert {"ASP-IMG-4", "PC-BAR-1"} <= all_rules()
    assert "dress_checked" in all_declares()
    before = len(tomls)
    all_rules()
    assert len(tomls) == before


@pytest.mark.parametrize("edited", ["own", "parent"])
def test_a_pack_whose_words_change_is_seen_by_the_next_check(tmp_path: Path, edited: str) -> None:
    head = 'schema = "postcheck-pack/1"\nid = "{}"\ntitle = "T"\nversion = "1"\nsource = "S"\nextends = "{}"\n'
    words = (
        '[[lexicon]]\nid = "offence"\n[[lexicon.kind]]\nid = "odd"\nsays = "an odd word"\n'
        'entries = [{{ words = ["{}"] }}]\n'
    )
    own, parent = tmp_path / "own.toml", tmp_path / "parent.toml"
    school = School(tmp_path, str(own))
    where = own if edited == "own" else parent

    def write(word: str) -> None:
        for path, name, above in ((parent, "parent", "aspire"), (own, "own", "parent.toml")):
            text = head.format(name, above) + (words.format(word) if path == where else "")
            school.write(path.name, text, age=10 if word == "nothing" else 0)

    write("nothing")
    school.write("drafts/a.md", f"{HEADER}Such a flibbertigibbet.\n")
    assert "flibbertigibbet" not in [flag.evidence for flag in school.check().posts[0].flags]
    assert not school.checks.stale()
    write("flibbertigibbet")
    assert school.checks.stale()
    (post,) = school.check().posts
    assert "flibbertigibbet" in [flag.evidence for flag in post.flags]
    assert school.checks.changed == (post,)
