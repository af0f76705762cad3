"""Several schools' lists in every command, and lists that might be read wrongly."""

from __future__ import annotations

import json
import os
import signal
import subprocess

import openpyxl
import pytest

from postcheck.report.mask import MASK
from tests.builders.command import run_here
from tests.builders.school import DAY, Result, School
from tests.builders.signing import REGISTER, check, sign_off
from tests.builders.trust import FORMBY, GREENBANK, LISTS, SETTINGS, named, trust_of
from tests.builders.zygote import ready_command


@pytest.fixture
def trust(school: School) -> School:
    return trust_of(school)


def relist(trust: School, name: str, text: str) -> None:
    (trust.folder / "lists" / f"{name}.csv").write_text(text, encoding="utf-8")


def with_column(text: str, column: str, **cells: str) -> str:
    """Return a list with one more column; pupils whose id is not given have a blank there."""
    head, *rows = text.splitlines()
    more = [f"{row},{cells.get(row.partition(',')[0], '')}" for row in rows]
    return "\n".join([f"{head},{column}", *more, ""])


# What one school's list may keep from another's post


def test_a_child_whom_another_school_bars_is_no_namesake_to_be_passed_over(trust: School) -> None:
    relist(trust, "greenbank", with_column(GREENBANK, "do_not_publish", P0007="all"))
    both = [("fail", ["P0001", "greenbank/P0007"])]
    assert named(trust, "Well done, Amelia Carter!", "account: Formby\n") == both
    trust.picture(name="drafts/a.png")
    header = "account: Formby\nimages:\n  - file: a.png\n    alt: A pupil at a table\n    people: [{}]\n"
    assert named(trust, "Well done!", header.format("Amelia Carter")) == both
    assert named(trust, "Well done!", header.format("P0001")) == [("pass", [])]
    # An id says which of the two is meant, and a first name alone is many a child's.
    assert named(trust, "Well done, Amelia Carter!", header.format("P0001")) == [("pass", [])]
    (trust.folder / "drafts" / "a.png").unlink()
    assert named(trust, "Well done, Amelia!", "account: Formby\n") == [("pass", [])]


@pytest.mark.parametrize(
    ("column", "cell", "verdict"),
    [
        ("leaving_date", "2026-11-20", "pass"),
        ("leaving_date", "2026-11-21", "fail"),
        ("leaving_date", "2027-07-20", "fail"),
        ("status", "leaver", "pass"),
        ("status", "joining", "fail"),
    ],
)
def test_a_child_on_two_lists_counts_on_both_until_the_day_it_leaves(
    trust: School, column: str, cell: str, verdict: str
) -> None:
    twin = GREENBANK.replace("P0007,Amelia,Carter", "P0001,Amelia,Carter")
    relist(trust, "greenbank", with_column(twin, column, P0001=cell))
    assert named(trust, "Well done, Amelia Carter!", "account: Formby\n")[0][0] == verdict


def test_an_account_of_another_school_than_the_settings_name_leaves_it_open(trust: School) -> None:
    lists = SETTINGS.partition("\n")[0]
    (trust.folder / "postcheck.toml").write_text(f'school = "Formby High"\n{lists}\n', encoding="utf-8")
    strict = [("fail", ["P0001", "greenbank/P0007"])]
    assert named(trust, "Well done, Amelia Carter!") == [("pass", [])]
    assert named(trust, "Well done, Amelia Carter!", "account: Formby High on Facebook\n") == [("pass", [])]
    assert named(trust, "Well done, Amelia Carter!", "account: greenbank\n") == strict


def test_an_id_that_is_on_one_list_may_have_its_school_before_it_and_no_other(trust: School) -> None:
    trust.picture(name="drafts/a.png")
    header = "account: Formby\nimages:\n  - file: a.png\n    alt: A pupil at a table\n    people: [{}]\n"
    assert named(trust, "Well done!", header.format("greenbank/P0009")) == [("pass", [])]
    trust.draft(f"---\nchannel: facebook\n{header.format('formby/P0009')}---\nWell done!\n")
    (flag,) = trust.run("check", "drafts", "--format", "json", "--date", DAY).post["flags"]
    assert (flag["severity"], flag["evidence"]) == ("review", "formby/P0009")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (".formby-old.csv", "lists/.formby-old.csv"),
        ("formby.csv.bak", "lists holds formby.csv.bak, which would not be read."),
        ("formby.pdf", "lists holds formby.pdf, which would not be read."),
    ],
)
def test_no_list_of_a_folder_is_hidden(trust: School, name: str, said: str) -> None:
    (trust.folder / "lists" / name).write_text("nothing\n", encoding="utf-8")
    trust.draft("The fair starts at noon.\n")
    result = trust.run("check", "drafts", "--no-config", "--consent", "lists")
    assert result.code == 2
    assert said in " ".join(result.err.split())


@pytest.mark.parametrize("name", ["._formby.csv", ".~lock.formby.csv#", "~$formby.xlsx", ".gitignore", "README.md"])
def test_what_programs_put_beside_lists_is_no_list(trust: School, name: str) -> None:
    (trust.folder / "lists" / name).write_text("nothing\n", encoding="utf-8")
    trust.draft("The fair starts at noon.\n")
    assert trust.run("check", "drafts", "--no-config", "--consent", "lists").code == 0


def test_a_name_on_two_lists_under_two_ids_is_told(trust: School) -> None:
    shown = " ".join(trust.run("consent", "check", "lists", "--no-config").out.split())
    assert "1 full name stands on more than one list under different ids." in shown
    assert "Amelia" not in shown
    relist(trust, "greenbank", GREENBANK.replace("P0007,Amelia", "P0001,Amelia"))
    assert "full name stands" not in trust.run("consent", "check", "lists", "--no-config").out


def test_hidden_names_leave_ids_with_their_school(trust: School) -> None:
    trust.draft("---\nchannel: facebook\naccount: Greenbank\n---\nWell done, Amelia Carter!\n")
    told = ("check", "drafts", "--hide-names", "--date", DAY, "--format")
    for style in ("rich", "html", "markdown", "sarif", "junit"):
        assert "Amelia" not in trust.run(*told, style).out, style
    found = trust.run(*told, "json")
    assert [(flag["pupil_ids"], flag["evidence"]) for flag in found.post["flags"]] == [(["greenbank/P0007"], MASK)]


def test_sheets_of_other_schools_are_read_if_named_and_noted_if_not(trust: School) -> None:
    book = openpyxl.Workbook()
    for sheet, text in ((book.active, FORMBY), (book.create_sheet("Greenbank"), GREENBANK)):
        for row in text.splitlines():
            sheet.append(row.split(","))
    book.active.title = "Formby"
    book.save(trust.folder / "lists.xlsx")
    trust.draft("---\nchannel: facebook\n---\nWell done, Amelia Carter!\n")
    check = ("check", "drafts", "--no-config", "--format", "json", "--date", DAY)
    one = trust.run(*check, "--consent", "lists.xlsx")
    (note,) = [note for note in one.report["notes"] if "sheet" in note]
    assert note.startswith("The consent list lists.xlsx: The workbook has one more sheet, which is not read. If each")
    both = trust.run(*check, "--consent", "lists.xlsx#Formby", "--consent", "lists.xlsx#Greenbank")
    assert [flag["pupil_ids"] for flag in both.post["flags"]] == [["P0001", "Greenbank/P0007"]]
    assert "notes" not in both.report
    twice = trust.run(*check, "--consent", "lists.xlsx#Formby", "--consent", "lists.xlsx")
    assert (twice.code, "is named once with a sheet and once without" in twice.err) == (2, True)


# Every command


PICTURED = (
    "---\nchannel: facebook\naccount: Formby\nimages:\n  - {file: picture.png, people: [P0007]}\n---\n"
    "We have received five tenders for the kitchen.\n"
)


def signed(trust: School) -> tuple[bool, str]:
    """Return whether the sign-off counts, and why not."""
    (one,) = check(trust).post["sign_offs"]
    return one["counts"], " ".join(one["why_not"])


def test_a_sign_off_binds_the_rows_of_all_lists_that_it_may_concern(trust: School) -> None:
    of_pupil = "Since then what the consent list says of a pupil whom the post concerns changed."
    settings = f'policy = "aspire"\n{SETTINGS}{REGISTER}'
    (trust.folder / "postcheck.toml").write_text(settings, encoding="utf-8")
    trust.draft(PICTURED)
    trust.picture()
    done = sign_off(trust)
    assert done.code == 0, done.err
    assert signed(trust) == (True, "")
    relist(trust, "greenbank", GREENBANK.replace("P0009,Tomasz,Kowal,given", "P0009,Tomasz,Kowal,refused"))
    assert signed(trust) == (True, "")
    relist(trust, "greenbank", GREENBANK.replace("P0007,Amelia,Carter,refused", "P0007,Amelia,Carter,given"))
    assert signed(trust) == (False, of_pupil)
    relist(trust, "greenbank", GREENBANK)
    relist(trust, "formby", FORMBY.replace("P0007,Rhys,Morgan,Formby High,given", "P0007,Rhys,Morgan,Formby High,no"))
    assert signed(trust) == (False, of_pupil)
    relist(trust, "formby", FORMBY)
    assert signed(trust) == (True, "")
    # The account passes to the other school, and so P0007 is another child.
    moved = settings.replace('school = "Formby High"', 'school = "greenbank"')
    (trust.folder / "postcheck.toml").write_text(moved, encoding="utf-8")
    assert signed(trust) == (False, of_pupil)
    assert [flag["pupil_ids"] for flag in check(trust).post["flags"] if flag["pupil_ids"]] == [["greenbank/P0007"]]


def test_sign_off_takes_several_lists(trust: School) -> None:
    (trust.folder / "postcheck.toml").write_text(
        f'policy = "aspire"\n{SETTINGS.partition(chr(10))[2]}{REGISTER}', encoding="utf-8"
    )
    trust.draft(PICTURED)
    trust.picture()
    assert sign_off(trust, *LISTS).code == 0
    result = trust.run("check", "drafts", *LISTS, "--format", "json", "--date", DAY)
    assert [one["counts"] for one in result.post["sign_offs"]] == [True]


def test_confirm_asks_which_school_an_id_is_of(trust: School) -> None:
    draft = trust.draft("---\nchannel: facebook\n---\nA windy day.\n")
    trust.picture(name="drafts/sports.png")
    done = trust.run("confirm", "drafts/post.md", "--date", DAY, stdin=b"P0007\ngreenbank/P0007\n")
    assert "“P0007” may be one of these. Type the letter:" in done.out
    assert "formby/P0007)\n" in done.out
    assert "greenbank/P0007)\n" in done.out
    told = ("--shown", "sports.png=greenbank/P0007")
    assert trust.run("confirm", "drafts/post.md", "--date", DAY, "--shown", "sports.png=P0007").code == 2
    assert trust.run("confirm", "drafts/post.md", "--date", DAY, *told).code == 0
    assert 'people: ["greenbank/P0007"]' in draft.read_text(encoding="utf-8")


def test_a_waiver_is_for_the_pupil_of_one_school(trust: School) -> None:
    settings = f'policy = "aspire"\n{SETTINGS.partition(chr(10))[2]}'
    (trust.folder / "postcheck.toml").write_text(settings, encoding="utf-8")
    same = FORMBY.replace("P0001,Amelia", "P0007,Amelia").replace("P0007,Rhys", "P0002,Rhys")
    relist(trust, "formby", same.replace("Carter,Formby High,given,given,given", "Carter,Formby High,,no,no"))
    text = "---\nchannel: facebook\naccount: {}\n---\nWell done, Amelia!\n"
    trust.draft(text.format("Greenbank"))
    answers = ("--reason", "The author of our book", "--by", "J. Osei", "--until", "2999-12-31")
    relist(trust, "greenbank", GREENBANK.replace("Amelia,Carter", "Amelia,Jones"))
    done = trust.run("waive", "drafts/post.md", "--rule", "ASP-NAME-1", *answers, *LISTS)
    assert done.code == 0, done.err

    def ids() -> tuple[list[list[str]], list[list[str]]]:
        post = trust.run("check", "drafts", *LISTS, "--format", "json", "--date", DAY).post
        named = [flag["pupil_ids"] for flag in post["flags"] if flag["pupil_ids"]]
        return named, [flag["pupil_ids"] for flag in post["suppressed"]]

    assert ids() == ([], [["greenbank/P0007"]])
    trust.draft(text.format("Formby"))
    assert ids() == ([["formby/P0007"]], [])


def test_redact_covers_what_the_posts_own_school_forbids(trust: School) -> None:
    trust.picture("Well done\nAmelia Carter", "drafts/a.png", size=(800, 400))
    header = "---\nchannel: facebook\naccount: {}\nimages:\n  - {{file: a.png, alt: A certificate, people: []}}\n"
    for account, covered in (("Formby", False), ("Greenbank", True)):
        trust.draft(f"{header.format(account)}---\nHello.\n")
        done = trust.run("redact", "drafts", "--out", f"safe-{account}", *LISTS)
        assert done.code != 2, done.err
        assert ("1 place is covered" in done.out) is covered


def test_the_hook_takes_several_lists_from_the_environment_and_a_folder_from_the_settings(trust: School) -> None:
    place = trust.folder / "repository"
    place.mkdir()
    environ = {name: value for name, value in trust.environ().items() if not name.startswith("GIT_")}
    environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=place, env=environ, check=True, capture_output=True)

    def staged(**more: str) -> Result:
        command = ["check", "--staged", "--format", "json", "--date", DAY]
        return Result(*run_here(command, folder=place, environ=environ | more))

    git("init", "--quiet")
    (place / "post.md").write_text("---\nchannel: facebook\n---\nWell done, Amelia Carter!\n", encoding="utf-8")
    git("add", "post.md")
    several = os.pathsep.join(("../lists/formby.csv", "../lists/greenbank.csv"))
    for found in (staged(POSTCHECK_CONSENT=several), staged(POSTCHECK_CONSENT="../lists")):
        assert [flag["pupil_ids"] for flag in found.post["flags"]] == [["P0001", "greenbank/P0007"]]
    # A folder in the repository is read as it lies there, whether its lists are staged or not, and none is a post.
    (trust.folder / "lists").rename(place / "lists")
    (place / "postcheck.toml").write_text('consent = "lists"\n', encoding="utf-8")
    git("add", "postcheck.toml", "lists/formby.csv")
    found = staged()
    assert [flag["pupil_ids"] for flag in found.post["flags"]] == [["P0001", "greenbank/P0007"]]
    assert found.code == 1


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_watch_notices_a_list_that_is_added_even_if_it_is_broken_at_first(trust: School) -> None:
    relist(trust, "formby", FORMBY)
    (trust.folder / "lists" / "greenbank.csv").unlink()
    (trust.folder / "postcheck.toml").write_text('consent = "lists"\n', encoding="utf-8")
    trust.draft("---\nchannel: facebook\n---\nWell done, Amelia Carter!\n")
    process = subprocess.Popen(
        [ready_command(), "check", "drafts", "--watch", "--format", "json", "--date", DAY],
        cwd=trust.folder,
        env=trust.environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stderr is not None

    def heard(words: str) -> None:
        assert process.stderr is not None
        while words not in (line := process.stderr.readline()):
            assert line, words

    def report() -> str:
        assert process.stdout is not None
        lines = []
        while (line := process.stdout.readline()) != "}\n":
            assert line
            lines.append(line)
        verdict: str = json.loads("".join([*lines, line]))["posts"][0]["verdict"]
        return verdict

    try:
        assert report() == "pass"
        heard("watching 1 post")
        relist(trust, "greenbank", GREENBANK.replace("refused", "perhaps"))
        heard("is no consent answer")
        relist(trust, "greenbank", GREENBANK)
        assert report() == "fail"
        heard("watching 1 post")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 1
    finally:
        process.kill()
        process.communicate()
