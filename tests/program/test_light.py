"""What light commands load: a command that has little to do starts quickly because it loads little."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.builders.school import COMMAND, DAY, School

COMMANDS = [
    "check",
    "redact",
    "init",
    "doctor",
    "help",
    "confirm",
    "desk",
    "sign-off",
    "waive",
    "schema",
    "rules",
    "consent",
    "hook",
    "audit",
    "cache",
]

TYPER = {"typer", "click", "shellingham", "annotated_doc"}
PYDANTIC = {"pydantic", "pydantic_core", "annotated_types", "typing_extensions", "typing_inspection"}
TOML = {"tomli"}
RICH = {"rich", "markdown_it", "mdurl", "pygments", "attr", "attrs"}

STARTED = {"", "errors", "late", "cli", "cli.main", "cli.app"}
PACK_READ = {
    *STARTED,
    *("cli.options", "cli.output", "cli.rules"),
    *("config", "config.lexicons", "config.pack_file", "config.packs", "config.policy", "config.settings_file"),
    *("formats", "formats.ordinary", "formats.toml_document"),
    *("model", "model.channels", "model.concern", "model.lexicon", "model.pack", "model.people", "model.severity"),
    *("plugins", "report", "report.base", "report.plain", "report.rules_report", "report.sheet", "report.wording"),
    *("text", "text.listing"),
}
SETTINGS_READ = {
    *("config.approvers", "config.consent_files", "config.import_table", "config.settings", "formats.files"),
    *("formats.toml_text", "model.settings"),
}
NOTHING_CHECKED = {
    *(PACK_READ - {"cli.rules", "report.rules_report"}),
    *SETTINGS_READ,
    *("cli.check", "cli.printer", "cli.progress", "cli.staged", "config.waivers"),
    *("drafts", "drafts.checkout", "drafts.repository", "drafts.staged"),
    *("engine", "engine.job", "engine.nothing"),
    *("consent", "consent.consent_list", "consent.consent_lists", "consent.headings", "consent.people_list"),
    *("consent.pupil_rows", "consent.refusals"),
    *("formats.cells", "formats.code_pages", "formats.csv_table", "formats.filetypes", "formats.table_file"),
    *("formats.recognise", "formats.tables", "formats.textfile"),
    *(
        "model.cause",
        "model.draft",
        "model.faces",
        "model.lack",
        "model.letters",
        "model.mention",
        "model.report",
        "model.sign_off",
    ),
    *("model.suggestion", "model.text", "model.waiver"),
    *("report.listed", "report.mask", "report.overview", "report.place", "report.rich_report", "report.steps"),
    *("report.summary", "report.who", "report.why"),
    *("text.characters", "text.folding", "text.shell"),
}

LOADED = """
import json, sys
before = {*sys.modules, *sys.stdlib_module_names, "__main__"}
sys.argv = ["postcheck", *json.loads(sys.argv[1])]
from postcheck.cli.main import run
try:
    run()
finally:
    print(json.dumps(sorted({*sys.modules} - before)), file=sys.stderr)
"""


def loaded(school: School, *arguments: str) -> tuple[set[str], set[str]]:
    """Run a command in a process of its own; return the modules of ours that it loads, and the others' packages."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, json.dumps(arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=school.folder,
    )
    assert done.returncode == 0, done.stderr
    modules = set(json.loads(done.stderr.splitlines()[-1]))
    ours = {name.removeprefix("postcheck").removeprefix(".") for name in modules if name.split(".")[0] == "postcheck"}
    others = {name.split(".")[0] for name in modules} - sys.stdlib_module_names - {"postcheck"}
    return ours, {name for name in others if not name.startswith(("_", "cython_")) and not name.endswith("__mypyc")}


def settings(school: School, text: str = 'policy = "aspire"\nconsent = "consent.csv"\npeople = "people.csv"\n') -> None:
    (school.folder / "postcheck.toml").write_text(text, encoding="utf-8")


def repository(school: School) -> None:
    """Make a repository of the school's folder, in which nothing is staged."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    subprocess.run(["git", "init", "--quiet"], cwd=school.folder, check=True)


def test_the_version_takes_no_command(school: School) -> None:
    ours, others = loaded(school, "--version")
    assert ours <= STARTED
    assert others <= TYPER


def test_help_takes_what_it_lists_and_no_more(school: School) -> None:
    ours, others = loaded(school, "--help")
    assert {name.split(".")[0] for name in ours} <= {"", "errors", "late", "cli", "model", "formats"}
    assert others <= TYPER | RICH


def test_a_rule_of_a_named_pack_is_shown_without_settings(school: School) -> None:
    settings(school)
    ours, others = loaded(school, "rules", "show", "ASP-NAME-1", "--policy", "aspire")
    assert ours <= PACK_READ
    assert others <= TYPER | PYDANTIC | RICH | TOML


def test_a_rule_of_the_pack_in_force_is_shown_without_reading_lists(school: School) -> None:
    settings(school)
    ours, others = loaded(school, "rules", "show", "ASP-NAME-1")
    assert ours <= PACK_READ | SETTINGS_READ
    assert others <= TYPER | PYDANTIC | RICH | TOML


def test_where_nothing_is_staged_nothing_is_loaded_that_examines_posts(school: School) -> None:
    settings(school)
    repository(school)
    ours, others = loaded(school, "check", "--staged")
    assert ours <= NOTHING_CHECKED
    assert others <= TYPER | PYDANTIC | RICH | TOML | {"rapidfuzz", "regex"}


def test_the_check_of_a_text_goes_without_what_it_has_no_use_for(school: School) -> None:
    settings(school)
    (school.folder / "post.md").write_text(
        "Well done to Amelia and to Mrs Patel, who planted bulbs on Friday.\n", "utf-8"
    )
    _, others = loaded(school, "check", "post.md", "--exit-zero")
    assert {"onnxruntime", "tokenizers"} <= others
    assert not others & {"stdnum"}


GARBAGE = LOADED.replace("print(json.dumps(sorted({*sys.modules} - before)), file=sys.stderr)", "print(gc.isenabled())")


@pytest.mark.parametrize(
    "arguments", [("check", "post.md", "--exit-zero", "--quiet"), ("rules", "list"), ("check", "--help")]
)
def test_garbage_is_looked_for_once_a_command_works(school: School, arguments: tuple[str, ...]) -> None:
    settings(school)
    (school.folder / "post.md").write_text("Well done to Amelia, who planted bulbs.\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "import gc" + GARBAGE, json.dumps(arguments)],
        capture_output=True,
        text=True,
        check=True,
        cwd=school.folder,
    )
    assert done.stdout.splitlines()[-1] == str("--help" not in arguments)


@pytest.mark.parametrize("rule", ["nst-name-1", "ASP-NAME-1", "PC-HEAD-1"])
def test_a_rule_is_found_in_any_shipped_pack(school: School, rule: str) -> None:
    shown = school.run("rules", "show", rule, "--no-config")
    assert shown.code == 0
    assert rule.upper() in shown.out


@pytest.mark.parametrize("rule", ["NO-SUCH-1", "title", "extends", "ASP-NAME"])
def test_words_of_a_pack_are_no_rule(school: School, rule: str) -> None:
    shown = school.run("rules", "show", rule, "--no-config")
    assert shown.code == 2
    assert "no rule has this id" in shown.err


def test_the_environment_names_the_pack_before_the_settings_do(school: School) -> None:
    settings(school)
    shown = school.run("rules", "list", "--format", "json", environ={"POSTCHECK_POLICY": "north-star"})
    assert shown.report["policy"]["id"] == "north-star"
    named = school.run(
        "rules", "list", "--format", "json", "--policy", "snmat", environ={"POSTCHECK_POLICY": "north-star"}
    )
    assert named.report["policy"]["id"] == "snmat"
    wrong = school.run("rules", "list", environ={"POSTCHECK_POLICY": "nort-star"})
    assert wrong.code == 2
    assert 'POSTCHECK_POLICY: There is no rule pack "nort-star". Did you mean "north-star"?' in wrong.err


def test_settings_that_name_the_pack_are_checked(school: School) -> None:
    settings(school, 'policy = "aspire"\nsomething = 1\n')
    shown = school.run("rules", "list")
    assert shown.code == 2
    assert "postcheck.toml:2" in shown.err


def test_help_and_completion_know_all_commands(school: School) -> None:
    listed = school.run("--help")
    assert listed.code == 0
    assert all(f" {name} " in listed.out for name in COMMANDS)
    asked = {
        **os.environ,
        "_POSTCHECK_COMPLETE": "complete_bash",
        "COMP_WORDS": "postcheck ",
        "COMP_CWORD": "1",
    }
    done = subprocess.run([COMMAND], capture_output=True, text=True, check=False, env=asked, cwd=school.folder)
    assert done.stdout.split() == COMMANDS
    below = subprocess.run(
        [COMMAND],
        capture_output=True,
        text=True,
        check=False,
        env=asked | {"COMP_WORDS": "postcheck rules ", "COMP_CWORD": "2"},
        cwd=school.folder,
    )
    assert below.stdout.split() == ["list", "show", "check"]


OWN_PACK = """
schema = "postcheck-pack/1"
id = "own"
title = "Our own"
extends = "aspire"

[[rule]]
id = "OWN-1"
title = "Something"
check = "no_such_kind"
category = "name"
severity = "fail"
section = "1"
asks = "x"
why = "x"
remedy = "x"
"""


@pytest.mark.parametrize(
    ("files", "arguments", "said"),
    [
        ({"postcheck.toml": "policy = 3\n"}, (), "postcheck.toml:1"),
        ({"postcheck.toml": 'consent = "none.csv"\n'}, (), "none.csv does not exist"),
        ({"consent.csv": "a;b\n1;2\n"}, ("--consent", "consent.csv"), "consent.csv:1"),
        ({"people.csv": "a;b\n1;2\n"}, ("--people", "people.csv"), "people.csv:1"),
        ({"own.toml": OWN_PACK}, ("--policy", "own.toml"), "no_such_kind"),
        ({"postcheck.toml": 'policy = "aspire"\n'}, ("--output", "postcheck.toml"), "that this command reads"),
        ({"notes.txt": "Rhys\n"}, ("--output", "notes.txt"), "--output"),
        ({}, ("--date", "soon"), "--date is not a date"),
        ({}, ("--config", "postcheck.toml", "--no-config"), "contradict each other"),
        ({}, ("-",), "contradict each other"),
    ],
)
def test_mistakes_are_heard_of_although_nothing_is_staged(
    school: School, files: dict[str, str], arguments: tuple[str, ...], said: str
) -> None:
    repository(school)
    for name, text in files.items():
        (school.folder / name).write_text(text, encoding="utf-8")
    result = school.run("check", "--staged", *arguments)
    assert result.code == 2, result.out
    assert said in result.err
    for name, text in files.items():
        assert (school.folder / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("form", ["rich", "html", "markdown", "json", "jsonl", "sarif", "junit", "github", "gitlab"])
def test_nothing_staged_is_reported_as_nothing_found_is(school: School, form: str) -> None:
    settings(school)
    repository(school)
    (school.folder / "empty").mkdir()
    asked = ("--format", form, "--date", DAY)
    staged = school.run("check", "--staged", *asked)
    found = school.run("check", "empty", "--allow-empty", *asked)
    assert (staged.code, staged.err) == (0, "")
    assert staged.out == found.out
