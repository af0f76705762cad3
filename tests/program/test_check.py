"""``postcheck check``, run as a user runs it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.builders.school import DAY, School

CLEAN = "---\nchannel: facebook\n---\nThe summer fair starts at noon on Saturday. Cakes, games and a raffle!\n"


def test_a_clean_post_passes(school: School) -> None:
    school.draft(CLEAN)
    result = school.check("drafts")
    assert result.code == 0
    assert result.post["verdict"] == "pass"
    assert result.post["flags"] == []
    assert result.post["channels"] == ["facebook"]
    assert result.report["policy"]["review_due"] == "2026-06"
    assert result.report["policy"]["review_overdue"] is True
    assert result.report["summary"] == {
        "verdict": "pass",
        "posts": 1,
        "pass": 1,
        "review": 0,
        "fail": 0,
        "incomplete": 0,
    }


@pytest.mark.parametrize(
    ("encoding", "newline"),
    [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("utf-16", "\n"), ("cp1252", "\r\n")],
    ids=["utf-8", "bom", "utf-16", "cp1252"],
)
def test_offsets_are_those_of_the_decoded_file(school: School, encoding: str, newline: str) -> None:
    text = (
        "---\ntitle: 'Zainab''s day — well done'\nchannel: facebook\n---\nBravo é!\n\nA medal for **Zainab** today.\n"
    ).replace("\n", newline)
    path = school.draft(text, encoding=encoding)
    result = school.check(path)
    assert result.code == 1
    decoded = path.read_bytes().decode(encoding)
    found = {}
    for flag in result.post["flags"]:
        where = flag["where"]
        assert decoded[where["start"] : where["end"]] == flag["evidence"] == "Zainab"
        assert flag["rule"] == "ASP-NAME-1"
        assert flag["pupil_ids"] == ["P0003"]
        before = decoded[: where["start"]]
        assert where["line"] == before.count("\n") + 1
        assert where["column"] == len(before) - (before.rfind("\n") + 1) + 1
        found[where["field"]] = where["line"]
    assert found == {"title": 2, "body": 7}


def test_a_parents_child_is_asked_about_and_no_wording_stands_after_a_title(school: School) -> None:
    path = school.draft("---\nchannel: facebook\n---\nThank you, Mrs Fairweather's daughter, for the cakes!\n")
    result = school.check(path)
    (flag,) = [flag for flag in result.post["flags"] if flag["category"] == "name"]
    assert (result.code, flag["severity"], flag["evidence"]) == (1, "review", "Fairweather")
    assert flag["pupil_ids"]
    assert flag["reasons"] == ["child_of"]
    report = school.run("check", path, "--consent", "consent.csv", "--policy", "aspire").out
    assert "a grown-up whose child is spoken of" in " ".join(report.split())
    assert "leave it out" in " ".join(report.split())


def test_every_published_part_is_searched(school: School) -> None:
    school.picture(name="drafts/rhys_morgan.png")
    school.draft(
        "---\nchannel: facebook\ntitle: For Amelia\nfirst_comment: Go Zainab!\ntags: ['@ameliacarter07']\nimages:\n"
        "  - file: rhys_morgan.png\n    alt: Tomasz with a cup\n    caption: Oluwaseun at play\n"
        "    credit: by Amelia Carter\n    people: []\n---\n"
        "Well done [Zee](https://school.example/news/imogen-fairweather)! #WellDoneTomasz\n"
    )
    flags = school.check("drafts").post["flags"]
    seen = {(flag["where"]["kind"], flag["where"].get("field")) for flag in flags if flag["category"] == "name"}
    assert {
        ("text", "title"),
        ("text", "first_comment"),
        ("text", "tags"),
        ("text", "alt"),
        ("text", "caption"),
        ("text", "credit"),
        ("text", "body"),
        ("text", "link"),
    } <= seen
    assert "filename" in {kind for kind, _ in seen}
    assert {"Zee", "Tomasz"} <= {flag["evidence"] for flag in flags if flag["where"].get("field") == "body"}


def test_alt_text_in_markdown_is_flagged_once_at_its_own_place(school: School) -> None:
    school.picture()
    path = school.draft("---\nchannel: facebook\npeople: []\n---\nLook:\n\n![Rhys with the cup](picture.png)\n")
    (flag,) = school.check("drafts").post["flags"]
    assert flag["where"]["field"] == "alt"
    assert path.read_text()[flag["where"]["start"] : flag["where"]["end"]] == "Rhys"


def test_a_name_in_a_picture_has_its_box(school: School) -> None:
    school.picture("Certificate\nawarded to\nAmelia Carter")
    school.draft("---\nchannel: facebook\nimages:\n  - file: picture.png\n    people: []\n---\nOur winner!\n")
    result = school.check("drafts")
    assert result.rules == {"ASP-NAME-2": "fail"}
    flag = result.post["flags"][0]
    assert flag["pupil_ids"] == ["P0001"]
    assert flag["where"]["kind"] == "image"
    assert flag["where"]["file"] == "drafts/picture.png"
    left, top, width, height = flag["where"]["box"]
    assert 60 <= left <= 100
    assert 280 <= top <= 350
    assert 300 <= width <= 480
    assert 30 <= height <= 90


@pytest.mark.parametrize(
    ("policy", "people", "words", "expected"),
    [
        ("aspire", "[P0001]", "Well done, Amelia!", {"ASP-NAME-1": "fail"}),
        ("aspire", "[P0002]", "Well done!", {"ASP-IMG-1": "fail"}),
        ("aspire", "[P0004]", "Well done!", {"ASP-IMG-3": "fail"}),
        ("north-star", "[P0001]", "Well done, Amelia!", {}),
        ("north-star", "[Amelia Carter]", "Well done, Amelia!", {}),
        ("north-star", "[P0001]", "Well done, Amelia Carter!", {"NST-NAME-1": "fail"}),
        ("north-star", "[P0005]", "Well done, Amelia!", {"NST-NAME-2": "review"}),
        ("north-star", "[P0003]", "Well done, Zainab!", {"NST-NAME-2": "fail"}),
        ("north-star", "[P0002]", "Well done!", {"NST-IMG-1": "fail"}),
        ("north-star", "[P0004]", "Well done!", {"NST-IMG-1": "fail"}),
        ("snmat", "[P0001]", "Well done, Amelia!", {}),
        ("snmat", "[P0005]", "Well done!", {"SNM-CONS-1": "fail"}),
        ("southport", "[P0005]", "Well done, Tomasz!", {}),
        ("southport", "[P0004]", "Well done!", {"STH-SAFE-1": "fail"}),
        ("southport", "[P0002]", "Well done!", {"STH-CONS-1": "fail"}),
        ("victoria", "[P0001]", "Well done!", {"VIC-IMG-1": "fail"}),
        ("victoria", "[P0002]", "Well done!", {"VIC-IMG-1": "fail", "PC-IMG-1": "fail"}),
    ],
)
def test_policies_disagree(school: School, policy: str, people: str, words: str, expected: dict[str, str]) -> None:
    school.picture()
    school.draft(f"---\nchannel: facebook\nimages:\n  - file: picture.png\n    people: {people}\n---\n{words}\n")
    result = school.check("drafts", policy=policy)
    assert result.rules == expected
    assert result.code == (1 if expected else 0)


def test_who_is_pictured_must_be_answered(school: School) -> None:
    school.picture()
    school.draft("---\nchannel: facebook\nimages: [picture.png]\n---\nFun in the sun.\n")
    for policy, rule in (
        ("aspire", "ASP-IMG-1"),
        ("north-star", "NST-IMG-1"),
        ("snmat", "SNM-CONS-1"),
        ("southport", "STH-CONS-1"),
    ):
        assert school.check("drafts", policy=policy).rules == {rule: "review"}


def test_two_pupils_of_one_name_stay_two_until_the_draft_says_which(school: School) -> None:
    school.picture()
    open_post = school.check(
        school.draft("---\nchannel: facebook\n---\nWell done, Imogen!\n", "a/post.md"), policy="southport"
    ).post
    assert open_post["flags"][0]["pupil_ids"] == ["P0006", "P0007"]
    assert open_post["verdict"] == "fail"
    settled = school.check(
        school.draft("---\nchannel: facebook\npeople: [P0006]\n---\nWell done, Imogen!\n", "b/post.md"),
        policy="southport",
    )
    assert settled.post["flags"] == []


def test_adults_are_no_pupils_unless_the_roll_says_so(school: School) -> None:
    school.draft(
        "---\nchannel: facebook\n---\nMrs Carter and Mr Morgan open Carter Hall with Biscuit. Thank you, Mrs "
        "J. Okonkwo!\n"
    )
    assert school.check("drafts").code == 0
    school.draft("---\nchannel: facebook\n---\nThank you, Miss Amelia Carter!\n")
    assert school.check("drafts").rules == {"ASP-NAME-1": "review"}


def test_without_a_consent_list_a_name_is_of_an_unknown_person(school: School) -> None:
    school.draft("---\nchannel: facebook\n---\nWell done to Imogen Fairweather for her kind words in assembly.\n")
    result = school.run("check", "drafts", "--policy", "aspire", "--format", "json")
    assert result.rules == {"ASP-NAME-1": "review"}
    assert result.post["flags"][0]["pupil_ids"] == []


def test_consent_is_judged_at_the_moment_of_publication(school: School) -> None:
    rows = "pupil_id,forename,surname,expires_on,photo,name_first\nP1,Amelia,Carter,2026-11-30,given,given\n"
    (school.folder / "consent.csv").write_text(rows)
    for moment, code in (
        ("2026-11-30T23:30", 0),
        ("2026-12-01T00:30", 1),
        ("2026-11-30T23:30+00:00", 0),
        ("2026-12-01T00:30:00+01:00", 0),
    ):
        school.draft(f"---\nchannel: facebook\npublish_at: {moment}\n---\nWell done, Amelia!\n")
        assert school.check("drafts", policy="southport").code == code, moment


def test_southport_has_left_x(school: School) -> None:
    for moment, level in (("2025-10-31T23:59", "note"), ("2025-11-01T00:00", "fail")):
        school.draft(f"---\nchannel: twitter\npublish_at: {moment}\n---\nThe fair starts at noon.\n")
        result = school.check("drafts", policy="southport")
        assert result.rules == {"STH-CHAN-2": level, "PC-DATE-1": "note"}  # and the day is past
        assert result.post["channels"] == ["x"]


def test_any_file_of_a_post_is_the_whole_post(school: School) -> None:
    school.picture("Amelia Carter")
    school.draft("---\nchannel: facebook\npeople: []\n---\nWell done, Rhys!\n")
    whole = school.check("drafts").post["flags"]
    assert len(whole) == 2
    for path in ("drafts/post.md", "drafts/picture.png"):
        assert school.check(path).post["flags"] == whole


def test_an_orphan_picture_is_checked_by_itself(school: School) -> None:
    school.draft("One\n", "drafts/one.md")
    school.draft("Two\n", "drafts/two.md")
    school.picture("Amelia Carter")
    posts = {post["path"]: post for post in school.check("drafts").report["posts"]}
    assert set(posts) == {"drafts/one.md", "drafts/two.md", "drafts/picture.png"}
    assert {flag["rule"] for flag in posts["drafts/picture.png"]["flags"]} == {"ASP-NAME-2", "ASP-IMG-1"}


def test_standard_input(school: School) -> None:
    result = school.check("-", stdin=b"---\nchannel: facebook\n---\nWell done, Zainab!\n")
    assert result.code == 1
    assert result.post["flags"][0]["where"]["line"] == 4


@pytest.mark.parametrize(
    ("header", "evidence_line"),
    [
        ("channel: facebok", 2),
        ("channel: facebook\npublish_at: soon", 3),
        ("channel: facebook\npeople: [P9999]", 3),
        ("channel: facebook\nimages: [", 2),
        ("channel: facebook\ndeclare: [no_such_item]", 3),
    ],
)
def test_what_is_wrong_in_a_header_is_never_a_pass(school: School, header: str, evidence_line: int) -> None:
    school.draft(f"---\n{header}\n---\nWell done, Rhys!\n")
    result = school.check("drafts")
    assert result.code == 1
    records = [flag for flag in result.post["flags"] if flag["category"] == "record"]
    assert [flag["severity"] for flag in records] == ["review"]
    assert records[0]["where"]["line"] >= evidence_line
    assert "ASP-NAME-1" in result.rules


@pytest.mark.parametrize("kind", ["missing", "empty", "truncated", "text"])
def test_a_picture_that_cannot_be_read_is_never_a_pass(school: School, kind: str) -> None:
    path = school.picture("Amelia Carter", "drafts/picture.jpg")
    data = path.read_bytes()
    if kind == "missing":
        path.unlink()
    else:
        path.write_bytes({"empty": b"", "truncated": data[: len(data) // 3], "text": b"no picture"}[kind])
    school.draft(
        "---\nchannel: facebook\nimages:\n  - file: picture.jpg\n    people: []\n---\nThe fair starts at noon.\n"
    )
    result = school.check("drafts")
    assert result.code == 3
    assert result.post["verdict"] == "incomplete"
    (left_out,) = result.post["not_examined"]
    assert left_out["file"] == "drafts/picture.jpg"
    assert left_out["reason"]


def test_one_bad_draft_does_not_stop_the_others(school: School) -> None:
    school.draft("\x00\x01\x02\x03" * 50, "drafts/bad.md")
    school.draft("---\nchannel: facebook\n---\nWell done, Rhys!\n", "drafts/good.md")
    (school.folder / "drafts" / "minutes.docx").write_bytes(b"PK")
    posts = {post["path"]: post["verdict"] for post in school.check("drafts").report["posts"]}
    assert posts == {"drafts/bad.md": "incomplete", "drafts/good.md": "fail", "drafts/minutes.docx": "incomplete"}


def test_without_tesseract_the_check_runs_and_says_what_it_did_without(school: School) -> None:
    school.picture("Amelia Carter")
    school.draft(
        "---\nchannel: facebook\nimages:\n  - file: picture.png\n    people: []\n---\nThe fair starts at noon.\n"
    )
    result = school.check("drafts", environ={"PATH": str(school.folder)})
    (missed,) = result.post["not_examined"]
    assert "Tesseract" in missed["reason"]
    assert result.rules == {"ASP-NAME-2": "fail"}  # RapidOCR reads it
    school.picture()
    assert school.check("drafts", environ={"PATH": str(school.folder)}).code == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "nowhere.md"], "There is no such file or folder."),
        (["check", "drafts", "--policy", "aspyre"], "aspyre"),
        (["check", "drafts", "--consent", "nowhere.csv"], "nowhere.csv"),
        (["check", "drafts", "--date", "tomorrow"], "--date is not a date. Write it as year-month-day"),
        (["check", "drafts", "--channel", "facebok"], "facebok"),
        (["check", "drafts", "--format", "pdf"], "--format has a value that means nothing"),
        (["check", "drafts", "--config", "nowhere.toml"], "nowhere.toml"),
        (["check"], "Give the path"),
        (["rules", "show", "NO-SUCH-1"], "no rule has this id. `postcheck rules list` shows the ids"),
    ],
)
def test_wrong_usage_is_exit_code_2_and_one_line(school: School, arguments: list[str], said: str) -> None:
    school.draft(CLEAN)
    result = school.run(*arguments)
    assert result.code == 2
    assert said in result.err
    assert "Traceback" not in result.err
    assert result.out == ""


def test_a_bad_value_in_the_consent_list_names_its_place(school: School) -> None:
    school.draft(CLEAN)
    (school.folder / "consent.csv").write_text(
        "pupil_id,forename,surname,photo\nP1,Amelia,Carter,given\nP2,Rhys,Morgan,perhaps\n"
    )
    result = school.check("drafts")
    assert result.code == 2
    assert "consent.csv:3" in result.err
    assert "photo" in result.err
    assert "perhaps" in result.err
    assert "Rhys" not in result.err
    assert "Morgan" not in result.err


def test_a_missing_language_model_names_file_and_line(school: School) -> None:
    path = school.draft(CLEAN)
    (school.folder / "drafts" / "postcheck.toml").write_text('policy = "aspire"\nlanguage_model = "en_no_such_model"\n')
    result = school.run("check", path)
    assert result.code == 2
    assert "postcheck.toml:2" in result.err
    assert "en_no_such_model" in result.err


def test_settings_are_found_and_overridden(school: School) -> None:
    school.draft("Well done, Imogen Fairweather!\n")
    (school.folder / "postcheck.toml").write_text(
        'policy = "southport"\nconsent = "consent.csv"\nchannels = ["facebook"]\n'
    )
    by_file = school.run("check", "drafts", "--format", "json")
    assert by_file.report["policy"]["id"] == "southport"
    assert by_file.rules == {"STH-CONS-1": "fail"}
    assert by_file.post["channels"] == ["facebook"]
    environ = {"POSTCHECK_POLICY": "aspire"}
    assert school.run("check", "drafts", "--format", "json", environ=environ).rules == {"ASP-NAME-1": "fail"}
    assert school.run("check", "drafts", "--format", "json", "--policy", "snmat", environ=environ).rules == {
        "SNM-CONS-1": "fail"
    }
    bare = school.run(
        "check", "drafts", "--format", "json", "--no-config", environ={"POSTCHECK_CONSENT": "consent.csv"}
    )
    assert bare.report["policy"]["id"] == "baseline"
    assert bare.rules == {"PC-NAME-1": "fail"}


def test_exit_codes(school: School) -> None:
    school.draft("---\nchannel: facebook\n---\nWell done, Amelia!\n")
    assert school.check("drafts", policy="victoria").code == 1
    assert school.check("drafts", "--fail-on", "fail", policy="victoria").code == 0
    assert school.check("drafts", "--exit-zero").code == 0
    school.draft("---\nchannel: facebook\nimages:\n  - {file: gone.png, people: []}\n---\nWell done, Amelia!\n")
    assert school.check("drafts").code == 1
    assert school.check("drafts", "--fail-on", "fail", policy="victoria").code == 3


def test_hidden_names_are_hidden_everywhere(school: School) -> None:
    school.picture("Amelia Carter", "drafts/zainab.png")
    school.draft("---\nchannel: facebook\npeople: []\n---\nWell done, Rhys! #WellDoneTomasz\n")
    for form in ("rich", "json"):
        lists = ("--consent", "consent.csv", "--policy", "aspire")
        result = school.run("check", "drafts", *lists, "--format", form, "--hide-names")
        assert result.code == 1
        for name in ("Amelia", "Carter", "Rhys", "Tomasz", "zainab"):
            assert name.casefold() not in (result.out + result.err).casefold(), (form, name)


def test_no_message_carries_a_name(school: School) -> None:
    school.draft("---\nchannel: facebook\n---\nWell done, Rhys Morgan, Zainab and A. Carter!\n")
    for flag in school.check("drafts").post["flags"]:
        for name in ("Rhys", "Morgan", "Zainab", "Carter"):
            assert name not in flag["message"] + flag["advice"]


def test_output_goes_to_a_file(school: School) -> None:
    school.draft(CLEAN)
    result = school.check("drafts", "--output", "reports/out.json")
    assert result.out == ""
    assert (
        json.loads((school.folder / "reports" / "out.json").read_text(encoding="utf-8"))["summary"]["verdict"] == "pass"
    )


def test_the_terminal_report_is_plain_when_piped(school: School) -> None:
    school.draft("---\nchannel: facebook\n---\nWell done, Zainab!\n")
    result = school.run("check", "drafts", "--consent", "consent.csv", "--policy", "aspire", environ={"COLUMNS": "80"})
    assert "\x1b" not in result.out
    assert all(len(line) <= 80 for line in result.out.splitlines())
    for words in ("FAIL", "drafts/post.md", "Zainab", "line 4", "ASP-NAME-1", "Use of children's names", "June 2026"):
        assert words in result.out
    assert "safe" not in result.out.casefold()


def test_jobs_do_not_change_the_report(school: School) -> None:
    for number in range(6):
        school.picture("Amelia Carter" if number % 2 else "", f"drafts/{number}/picture.png")
        school.draft("---\nchannel: facebook\npeople: []\n---\nWell done, Rhys!\n", f"drafts/{number}/post.md")
    assert school.check("drafts", "--jobs", "1").out == school.check("drafts", "--jobs", "4").out


def test_an_unreadable_folder_entry_is_reported(school: School) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    path = school.draft(CLEAN)
    path.chmod(0)
    assert school.check(Path("drafts")).code == 3


def test_a_video_is_never_a_pass(school: School) -> None:
    for name in ("clip.mp4", "gone.mp4"):
        (school.folder / "drafts").mkdir(exist_ok=True)
        (school.folder / "drafts" / "clip.mp4").write_bytes(b"video")
        school.draft(f"---\nchannel: website\npeople: []\nvideo: {{file: {name}}}\n---\nOur harvest festival.\n")
        result = school.check("drafts/post.md")
        assert result.code == 3
        assert "not watched" in result.post["not_examined"][0]["reason"]


def test_empty_standard_input_is_no_pass(school: School) -> None:
    assert school.check("-", stdin=b"").code == 3


def test_a_place_or_a_pupils_first_name_on_the_people_list_clears_nobody(school: School) -> None:
    school.picture()
    (school.folder / "people.csv").write_text("name,kind\nRhys,staff\nThe Green,place\n")
    for who in ("Rhys", "The Green"):
        school.draft(f"---\nchannel: facebook\nimages:\n  - file: picture.png\n    people: [{who}]\n---\nOur day.\n")
        assert school.check("drafts").rules == {"PC-PEOPLE-1": "review"}


def test_a_position_in_a_picture_is_noted(school: School) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 30.0, 0.0), 3: "W", 4: (2.0, 0.0, 0.0)})
    school.picture(name="drafts/picture.jpg", exif=exif)
    school.draft("---\nchannel: facebook\npeople: []\n---\nOur day.\n")
    result = school.check("drafts")
    assert result.code == 0
    assert result.rules == {"PC-GPS-1": "note"}


def test_more_of_a_name_is_never_judged_more_kindly(school: School) -> None:
    school.picture()
    for words in ("Well done, Zainab!", "Well done, Zainab Q.!", "Well done, Zainab Qureshi!"):
        school.draft(f"---\nchannel: facebook\nimages:\n  - file: picture.png\n    people: [P0003]\n---\n{words}\n")
        assert school.check("drafts", policy="north-star").post["verdict"] == "fail", words


@pytest.mark.parametrize("mode", ["standard", "thorough", "tesseract"])
def test_every_way_to_read_pictures_finds_a_plain_name(school: School, mode: str) -> None:
    school.picture("Amelia Carter", "drafts/picture.png")
    report = school.check("drafts", "--ocr", mode, "--no-cache")
    assert [flag["evidence"] for flag in report.post["flags"] if flag["category"] == "name"] == ["Amelia Carter"]


@pytest.mark.parametrize("output", ["drafts/post.md", "consent.csv", "people.csv"])
def test_the_report_is_not_written_over_what_is_read(school: School, output: str) -> None:
    school.draft("---\nchannel: facebook\n---\nWell done, Amelia!\n")
    before = (school.folder / output).read_bytes()
    result = school.check("drafts/post.md", "--output", output)
    assert result.code == 2
    assert "--output" in result.err
    assert (school.folder / output).read_bytes() == before


@pytest.mark.parametrize("option", ["--consent", "--people"])
def test_a_draft_that_is_named_as_a_list_is_no_pass(school: School, option: str) -> None:
    school.draft("Well done, Amelia!\n")
    assert school.run("check", "drafts/post.md", option, "drafts/post.md").code == 2


PUPILS_AND_STAFF = (
    "---\nchannel: facebook\n---\nWell done Zainab, aged 9, who came first!\nThanks to Priscilla, our wonderful cook.\n"
)


@pytest.mark.parametrize("report_format", ["rich", "markdown", "html"])
def test_each_name_is_explained_on_request(school: School, report_format: str) -> None:
    school.draft(PUPILS_AND_STAFF)
    lists = ("--consent", "consent.csv", "--people", "people.csv", "--policy", "aspire", "--format", report_format)
    told = school.run("check", "drafts", *lists, "--explain")
    untold = school.run("check", "drafts", *lists)
    assert told.code == untold.code == 1
    assert "in 100). What speaks for a child: " in " ".join(told.out.split())
    assert "What speaks" not in untold.out


def test_the_json_report_says_whose_name_it_is_and_on_request_why(school: School) -> None:
    school.draft(PUPILS_AND_STAFF)
    names = [flag for flag in school.check("drafts").post["flags"] if flag["category"] == "name"]
    zainab = next(flag for flag in names if flag["evidence"] == "Zainab")
    assert zainab["role"] == "child"
    assert 0.75 < zainab["confidence"] <= 1
    assert zainab["reasons"][0] == "first_name"
    assert all("explain" not in flag for flag in names)
    explained = [flag for flag in school.check("drafts", "--explain").post["flags"] if flag["category"] == "name"]
    assert [flag["fingerprint"] for flag in explained] == [flag["fingerprint"] for flag in names]
    for flag in explained:
        assert [ground["code"] for ground in flag["explain"]] == flag["reasons"][1:]
        weights = [ground["weight"] for ground in flag["explain"]]
        assert weights == sorted(weights, reverse=True)
        assert weights


def test_a_masked_explanation_holds_no_name(school: School) -> None:
    school.draft(PUPILS_AND_STAFF)
    for report_format in ("rich", "json", "html", "markdown"):
        lists = ("--consent", "consent.csv", "--policy", "aspire", "--format", report_format)
        out = school.run("check", "drafts", *lists, "--explain", "--hide-names").out
        assert out
        assert "zainab" not in out.lower()
        assert "priscilla" not in out.lower()


@pytest.mark.parametrize("report_format", ["sarif", "junit", "github"])
def test_a_format_that_cannot_explain_refuses_to(school: School, report_format: str) -> None:
    school.draft(PUPILS_AND_STAFF)
    result = school.run("check", "drafts", "--format", report_format, "--explain")
    assert result.code == 2
    assert result.err.startswith(f"postcheck: --explain says nothing in the format {report_format}.")


@pytest.mark.parametrize("report_format", ["json", "sarif", "html", "markdown", "junit", "github", "rich"])
def test_a_masked_report_holds_nothing_to_try_names_by(school: School, report_format: str) -> None:
    school.draft("---\nchannel: facebook\n---\nWell done Rhys Morgan!\n")
    lists = ("--consent", "consent.csv", "--policy", "aspire", "--date", DAY)
    shown = school.run("check", "drafts", *lists, "--format", "json").post["flags"]
    assert all(re.fullmatch("[0-9a-f]{24}", flag["fingerprint"]) for flag in shown)
    masked = school.run("check", "drafts", *lists, "--format", report_format, "--hide-names")
    assert masked.code == 1
    assert not [flag for flag in shown if flag["fingerprint"] in masked.out]
    assert "Rhys" not in masked.out
