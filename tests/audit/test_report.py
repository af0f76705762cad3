"""``postcheck audit report``: what must come down, why, and for whom; and what nobody could look at."""

from __future__ import annotations

import csv
import dataclasses
import html
import io
import json
import re
import tracemalloc
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from postcheck.archive import Media
from postcheck.audit.judging import Audit, AuditJob
from postcheck.audit.store import AuditStore
from postcheck.config.settings import Overrides
from postcheck.formats.recognise import is_report
from postcheck.model.draft import Unexamined
from postcheck.model.reading import Reading
from postcheck.model.text import Passage, PlaceKind
from tests.builders import archives, published
from tests.builders.school import Result, School

SCHEMA = json.loads((files("postcheck.report") / "schema" / "postcheck-audit-1.json").read_text(encoding="utf-8"))
HEAD = published.CONSENT.splitlines()[0]
GIVEN = "P1,Seren,Llewellyn,current,,none,,,given,given,given,given,given"
FORMATS = ("rich", "json", "html", "csv", "markdown")


def report(school: School, *arguments: str, dated: bool = True, policy: str = "baseline") -> Result:
    given = ("--store", "audit.db", "--consent", "consent.csv", "--policy", policy, *arguments)
    return school.run("audit", "report", *given, *(("--date", published.DAY) if dated else ()))


def parsed(school: School, *arguments: str, **how: Any) -> Any:
    result = report(school, *arguments, "--format", "json", **how)
    assert result.out, result.err
    found = json.loads(result.out)
    Draft202012Validator(SCHEMA).validate(found)
    assert (found["summary"]["verdict"] in {"fail", "review"}) is (result.code == 1)
    assert (found["summary"]["verdict"] == "incomplete") is (result.code == 3)
    return found


def publish(school: School, *texts: str, rows: str = GIVEN, head: str = HEAD) -> None:
    """Publish some posts, and write the list."""
    folder = school.folder / "posts"
    archives.folder(folder, {f"2025-0{number}-01-post.md": text for number, text in enumerate(texts, start=1)})
    (school.folder / "audit.db").unlink(missing_ok=True)
    published.stored(school.folder / "audit.db", folder)
    published.lists(school.folder, f"{head}\n{rows}\n")


def reasons(found: Any) -> list[tuple[str, str, str]]:
    """Return level, category and reason of every flag."""
    return [(flag["severity"], flag["category"], flag["reason"]) for item in found["items"] for flag in item["flags"]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with an archive of every source."""
    school = School(tmp_path_factory.mktemp("school"))
    published.stored(school.folder / "audit.db", *published.everything(school.folder))
    published.lists(school.folder)
    return school


def test_every_source_and_every_reason(whole: School) -> None:
    found = parsed(whole, policy="aspire")
    assert {item["source"] for item in found["items"]} == {
        "facebook",
        "instagram",
        "x",
        "linkedin",
        "wordpress",
        "site",
        "folder",
    }
    order = ["do_not_publish", "withdrawn", "refused", "left", "expired", "not_given", "policy"]
    assert [item["reason"] for item in found["items"]] == sorted(
        (item["reason"] for item in found["items"]), key=order.index
    )
    assert {line["id"]: list(line["reasons"]) for line in found["pupils"]} == {
        "P0004": ["do_not_publish"],
        "P0001": ["withdrawn"],
        "P0002": ["refused"],
        "P0008": ["refused"],
        "P0003": ["left"],
        "P0005": ["expired"],
        "P0006": ["not_given"],
        "P0007": ["policy"],
    }
    shares = next(item for item in found["items"] if item["source"] == "linkedin")
    assert shares["address"].startswith("https://www.linkedin.com/")
    assert shares["date"] == "2026-09-24T08:00:00+00:00"
    missing = [one for one in found["not_examined"] if "lacks it" in one["reason"]]
    assert missing
    assert found["summary"]["items"] == sum(found["summary"]["sources"].values())


def test_what_is_seen_is_the_words_of_its_own_text(whole: School) -> None:
    """An item has several texts, and a place in one of them is not one in another."""
    names = ("Amelia", "Zoë", "Łukasz", "Ravi", "Priya", "Imogen", "imogen", "Tomasz", "Seren")
    flags = [flag for item in parsed(whole, policy="aspire")["items"] for flag in item["flags"]]
    seen = {flag["evidence"].split()[0] for flag in flags if flag["category"] == "name"}
    assert seen <= set(names)
    albums = {flag["where"].get("place") for flag in flags if flag["where"].get("field") == "name"}
    assert albums == {"in the name that it has there"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("P1,Seren,Llewellyn,current,,all,,,given,given,given,given,given", "do_not_publish"),
        ("P1,Seren,Llewellyn,current,,name,,,given,given,given,given,given", "do_not_publish"),
        ("P1,Seren,Llewellyn,current,,none,,2026-11-20,given,given,given,given,given", "withdrawn"),
        ("P1,Seren,Llewellyn,current,,none,,,given,withdrawn,withdrawn,given,given", "withdrawn"),
        ("P1,Seren,Llewellyn,current,,none,,,given,refused,refused,given,given", "refused"),
        ("P1,Seren,Llewellyn,current,2026-11-20,none,,,given,given,given,given,given", "left"),
        ("P1,Seren,Llewellyn,leaver,,none,,,given,given,given,given,given", "left"),
        ("P1,Seren,Llewellyn,current,,none,2026-11-20,,given,given,given,given,given", "expired"),
        ("P1,Seren,Llewellyn,current,,none,,,given,,,given,given", "not_given"),
        ("P1,Seren,Llewellyn,current,,none,,,given,requested,conditional,given,given", "not_given"),
    ],
)
def test_why(school: School, row: str, expected: str) -> None:
    publish(school, "---\nchannel: website\n---\nSeren Llewellyn sang.\n", rows=row)
    assert reasons(parsed(school)) == [("fail", "name", expected)]


def test_consent_that_is_given_is_no_reason(school: School) -> None:
    publish(school, "---\nchannel: website\n---\nSeren Llewellyn sang.\n")
    found = parsed(school)
    assert (found["items"], found["summary"]["verdict"]) == ([], "pass")


def test_what_the_policy_allows_for_nobody_says_what_the_list_says_first(school: School) -> None:
    post = "---\nchannel: facebook\n---\nSeren Llewellyn sang.\n"
    publish(school, post)
    assert reasons(parsed(school, policy="aspire")) == [("fail", "name", "policy")]
    publish(school, post, rows=GIVEN.replace("none,,,given,given", "none,,,given,withdrawn"))
    assert reasons(parsed(school, policy="aspire")) == [("fail", "name", "withdrawn")]


def test_of_several_pupils_the_most_serious_reason_counts_and_each_has_its_own(school: School) -> None:
    other = "P2,Seren,Hughes,current,,none,,2026-01-01,given,given,given,given,given"
    publish(school, "---\nchannel: website\n---\nSeren sang.\n", rows=f"{GIVEN}\n{other}")
    found = parsed(school)
    (flag,) = found["items"][0]["flags"]
    assert (flag["reason"], flag["reason_of"], flag["pupil_ids"]) == ("withdrawn", {"P2": "withdrawn"}, ["P1", "P2"])


def test_whom_a_header_shows(school: School) -> None:
    refused = GIVEN.replace("none,,,given", "none,,,refused")
    header = "---\nchannel: website\nimages: [{file: fair.jpg, people: [P1]}]\n---\nThe fair.\n"
    archives.folder(school.folder / "posts", {"fair.jpg": archives.picture()})
    publish(school, header, rows=refused)
    assert reasons(parsed(school)) == [("fail", "picture", "refused")]
    publish(school, header.replace("P1", ""), rows=refused)
    assert reasons(parsed(school)) == []


def test_a_picture_beside_a_name(school: School) -> None:
    post = "---\nchannel: website\nimages: [{file: fair.jpg}]\n---\nSeren Llewellyn opened the fair.\n"
    hall = "---\nimages: [{file: hall.jpg}]\n---\nThe hall.\n"
    archives.folder(school.folder / "posts", {"fair.jpg": archives.picture(), "hall.jpg": archives.picture("red")})
    publish(school, post, hall)
    assert reasons(parsed(school)) == []
    refused = GIVEN.replace("none,,,given", "none,,,refused")
    publish(school, post, hall, rows=refused)
    found = parsed(school)
    (flag,) = found["items"][0]["flags"]
    assert (flag["severity"], flag["category"], flag["reason"]) == ("review", "picture", "refused")
    assert "One face is seen in it." in flag["message"]
    assert flag["boxes"] == [[1, 1, 4, 4]]
    publish(school, post.replace("fair.jpg", "hall.jpg"), hall, rows=refused)
    (flag,) = parsed(school)["items"][0]["flags"]
    assert "No face is seen in it." in flag["message"]
    publish(school, post.replace("{file: fair.jpg}", "{file: fair.jpg}, {file: hall.jpg}"), hall, rows=refused)
    (flag,) = parsed(school)["items"][0]["flags"]
    assert "2 pictures stand beside the name" in flag["message"]
    publish(school, post.replace("Seren Llewellyn", "The mayor"), hall, rows=refused)
    assert reasons(parsed(school)) == []


@pytest.mark.parametrize("column", ["work_of", "quote_of"])
def test_work_and_words(school: School, column: str) -> None:
    refused = GIVEN.replace("given,given,given,given,given", "given,given,given,refused,refused")
    publish(school, f"---\nchannel: website\n{column}: [P1]\n---\nA hill.\n", rows=refused)
    assert [reason for _, _, reason in reasons(parsed(school))] == ["refused"]


def test_one_pupil_whatever_the_consent_says(school: School) -> None:
    other = "P2,Rhys,Morgan,current,,none,,,refused,refused,refused,refused,refused"
    texts = ("Seren Llewellyn sang.", "Rhys Morgan sang.", "The hall.", "Well done, Seren!")
    publish(school, *(f"---\nchannel: website\n---\n{text}\n" for text in texts), rows=f"{GIVEN}\n{other}")
    found = parsed(school, "--pupil", "P1")
    assert found["pupil"] == "P1"
    places = [item["place"].rpartition(": ")[2] for item in found["items"]]
    assert places == ["2025-04-01-post.md", "2025-01-01-post.md"]
    assert reasons(found) == [("note", "name", "permitted")] * 2
    assert (found["summary"]["come_down"], found["summary"]["may_stay"]) == (0, 2)
    assert parsed(school, "--pupil", "rhys morgan")["summary"]["come_down"] == 1
    nobody = report(school, "--pupil", "Nobody Atall")
    assert nobody.code == 2
    assert "Nobody" not in nobody.err
    assert report(school, "--pupil", "P1", "--since", "2026-01-01").code == 2


@pytest.mark.parametrize("name", ["rich", "markdown", "html"])
def test_of_one_pupil_the_headings_say_what_that_pupils_row_says(school: School, name: str) -> None:
    """What the list says of another pupil of that name is no reason of this one."""
    other = "P2,Seren,Hughes,current,,none,,2026-01-01,given,given,given,given,given"
    texts = ("Seren sang.", "Seren Llewellyn sang.")
    publish(school, *(f"---\nchannel: website\n---\n{text}\n" for text in texts), rows=f"{GIVEN}\n{other}")
    said = report(school, "--pupil", "P1", "--format", name).out
    assert "May stay as far as this pupil goes; it may be another pupil of that name" in said
    assert "Consent was withdrawn" not in said
    said = report(school, "--pupil", "P2", "--format", name).out
    assert "Consent was withdrawn" in said
    assert "as far as this pupil goes" not in said


def test_two_pupils_of_the_name_that_is_asked_for(school: School) -> None:
    publish(school, "The hall.\n", rows=f"{GIVEN}\n{GIVEN.replace('P1', 'P2')}")
    result = report(school, "--pupil", "Seren Llewellyn")
    assert result.code == 2
    assert "P1 and P2" in result.err


def test_what_changed_in_the_list(school: School) -> None:
    names = ("Seren Llewellyn", "Rhys Morgan", "Ffion Hughes")
    texts = [f"---\nchannel: website\n---\n{name} sang.\n" for name in names]
    refused = "current,,none,,,refused,refused,refused,refused,refused"
    rhys, ffion, gone = f"P2,Rhys,Morgan,{refused}", f"P3,Ffion,Hughes,{refused}", f"P4,Idris,Vaughan,{refused}"
    publish(school, *texts, rows=f"{GIVEN}\n{rhys}\n{gone}")
    none_kept = report(school, "--since", "2026-01-01")
    assert (none_kept.code, none_kept.out) == (2, "")
    with AuditStore(school.folder / "audit.db") as store:
        assert store.list_days() == ()
    report(school)  # as of another day than today, so that nothing is kept
    with AuditStore(school.folder / "audit.db") as store:
        assert store.list_days() == ()
    assert report(school, dated=False).code == 1
    with AuditStore(school.folder / "audit.db") as store:
        (today,) = store.list_days()
        kept = dict(store.kept_list(today))
        store.keep_list(date(2026, 6, 1), kept)

    early = report(school, "--since", "2026-05-31")
    assert early.code == 2
    assert "2026-06-01" in early.err
    unchanged = parsed(school, "--since", "2026-07-01")
    assert unchanged["items"] == []
    assert unchanged["changes"] == {
        "since": "2026-07-01",
        "compared_with": "2026-06-01",
        "changed": 0,
        "new": 0,
        "lapsed": 0,
        "gone": 0,
        "read": 0,
    }

    withdrawn = GIVEN.replace("none,,,given", "none,,2026-11-01,given")
    published.lists(school.folder, f"{HEAD}\n{rhys}\n{withdrawn}\n{ffion}\n")  # in another order, which says nothing
    found = parsed(school, "--since", "2026-07-01")
    assert {line["id"] for line in found["pupils"]} == {"P1", "P3"}
    assert {key: found["changes"][key] for key in ("changed", "new", "gone")} == {"changed": 1, "new": 1, "gone": 1}


def test_time_alone_changes_what_a_row_comes_to(school: School) -> None:
    publish(
        school,
        "---\nchannel: website\n---\nSeren Llewellyn sang.\n",
        rows=GIVEN.replace("none,,", "none,2026-09-01,"),
    )
    with AuditStore(school.folder / "audit.db") as store:
        assert store.list_days() == ()
    report(school, dated=False)
    with AuditStore(school.folder / "audit.db") as store:
        store.keep_list(date(2026, 6, 1), store.kept_list(store.list_days()[0]))
    found = parsed(school, "--since", "2026-06-01")
    assert found["changes"]["lapsed"] == 1
    assert [reason for _, _, reason in reasons(found)] == ["expired"]


def _kept_as_of(school: School, day: date) -> None:
    """Make a report on the whole list, and let it have been that day's."""
    assert report(school, dated=False).code in {0, 1, 3}
    with AuditStore(school.folder / "audit.db") as store:
        store.keep_list(day, store.kept_list(store.list_days()[-1]))


def test_what_was_read_since_is_judged_for_pupils_whose_rows_are_as_they_were(school: School) -> None:
    refused = GIVEN.replace("none,,,given,given,given", "none,,,given,refused,refused")
    publish(school, "---\nchannel: website\n---\nSeren Llewellyn sang.\n", "The hall.\n", rows=refused)
    _kept_as_of(school, date(2026, 6, 1))
    assert parsed(school, "--since", "2026-06-01")["items"] == []
    archives.folder(
        school.folder / "posts", {"2025-09-01-new.md": "---\nchannel: website\n---\nSeren Llewellyn won.\n"}
    )
    published.stored(school.folder / "audit.db", school.folder / "posts")
    for _ in range(2):  # what a report with --since judged is not what a whole one did
        found = parsed(school, "--since", "2026-06-01")
        assert [item["date"] for item in found["items"]] == ["2025-09-01"]
        assert reasons(found) == [("fail", "name", "refused")]
        assert found["changes"]["read"] == 1
    assert "1 item read since the report of that day is judged" in " ".join(
        report(school, "--since", "2026-06-01").out.split()
    )
    _kept_as_of(school, date(2026, 7, 1))
    assert parsed(school, "--since", "2026-07-01")["items"] == []
    assert len(parsed(school, "--since", "2026-06-30")["items"]) == 1, "by the day of the list, not of this one"
    assert len(parsed(school)["items"]) == 2


def test_a_picture_that_was_read_since_is_judged(school: School) -> None:
    refused = GIVEN.replace("none,,,given,given,given", "none,,,given,refused,refused")
    archives.folder(school.folder / "posts", {"hall.jpg": archives.picture()})

    def nothing(_: Media) -> None:
        return None

    def name(_: Media) -> Reading:
        return Reading((Passage("Seren Llewellyn", PlaceKind.METADATA, "", "title"),))

    post = "---\nchannel: website\nimages: [{file: hall.jpg}]\n---\nThe hall.\n"
    publish(school, post, rows=refused)
    (school.folder / "audit.db").unlink()
    published.stored(school.folder / "audit.db", school.folder / "posts", read=nothing)
    _kept_as_of(school, date(2026, 6, 1))
    assert parsed(school, "--since", "2026-06-01")["items"] == []
    published.stored(school.folder / "audit.db", school.folder / "posts", read=name)
    found = parsed(school, "--since", "2026-06-01")
    assert reasons(found) == [("fail", "name", "refused")]
    assert found["changes"]["read"] == 1


def test_what_an_archive_no_longer_has_is_marked_and_judged(school: School) -> None:
    refused = GIVEN.replace("none,,,given,given,given", "none,,,given,refused,refused")
    texts = [f"---\nchannel: website\n---\nSeren Llewellyn {did}.\n" for did in ("sang", "ran")]
    publish(school, *texts, rows=refused)
    found = parsed(school)
    assert [item["in_archive"] for item in found["items"]] == [True, True]
    assert found["summary"]["no_longer_in_archive"] == 0
    assert "no longer in" not in report(school).out
    (school.folder / "posts" / "2025-01-01-post.md").unlink()
    published.stored(school.folder / "audit.db", school.folder / "posts")
    found = parsed(school)
    assert {item["date"]: item["in_archive"] for item in found["items"]} == {"2025-01-01": False, "2025-02-01": True}
    assert found["summary"]["no_longer_in_archive"] == 1
    assert found["summary"]["come_down"] == 2, "nobody knows whether it was taken down"
    for name in ("rich", "html", "markdown"):
        said = " ".join(report(school, "--format", name).out.split())
        assert "1 item is no longer in the archive" in said
        assert said.count("no longer in the archive") == 2
    rows = csv.DictReader(io.StringIO(report(school, "--format", "csv").out.removeprefix("\ufeff")))
    assert {row["date"]: row["in_archive"] for row in rows} == {"2025-01-01": "no", "2025-02-01": "yes"}


def test_whoever_went_off_the_list_is_never_a_pass(school: School) -> None:
    other = GIVEN.replace("P1,Seren", "P2,Rhys")
    publish(school, "---\nchannel: website\n---\nRhys Llewellyn sang.\n", rows=f"{GIVEN}\n{other}")
    today = parsed(school, dated=False)
    assert today["summary"]["verdict"] == "pass"
    published.lists(school.folder, f"{HEAD}\n{GIVEN}\n")
    result = report(school, "--since", today["date"], dated=False)
    assert result.code == 3
    assert "1 pupil who was on the consent list" in " ".join(result.out.split())
    whole = report(school, dated=False)
    assert "1 pupil who was on the consent list" in " ".join(whole.out.split())


@pytest.mark.parametrize("name", FORMATS)
def test_names_are_hidden_in_every_format(whole: School, name: str) -> None:
    names = ("Amelia", "Carter", "Zoë", "Whitlock", "Łukasz", "Nowak", "Ravi", "Priya", "Nair", "Imogen", "Wójcik")
    shown = report(whole, "--format", name).out
    assert sum(one in shown for one in names) > len(names) // 2
    hidden = report(whole, "--format", name, "--hide-names").out
    assert "P0001" in hidden
    assert [one for one in names if one.casefold() in hidden.casefold()] == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_former_report_is_written_over_and_nothing_else(whole: School, name: str, tmp_path: Path) -> None:
    output = tmp_path / "out.txt"
    assert report(whole, "--format", name, "--output", str(output)).code == 1
    assert report(whole, "--format", name, "--output", str(output)).code == 1
    output.write_text("My own notes.\n", encoding="utf-8")
    assert report(whole, "--format", name, "--output", str(output)).code == 2
    assert report(whole, "--format", name, "--output", "audit.db").code == 2
    assert report(whole, "--format", name, "--output", "consent.csv").code == 2


def test_what_could_not_be_read_is_never_a_pass(school: School) -> None:
    archives.folder(school.folder / "posts", {"a.md": "![](hall.jpg)\n", "hall.jpg": archives.picture()})
    published.lists(school.folder, f"{HEAD}\n{GIVEN}\n")

    def fails(_: Media) -> Reading:
        return Reading(unexamined=(Unexamined("", "It is damaged. Look at it yourself."),))

    for read, reason in ((fails, "It is damaged"), (lambda _: None, "not been looked at yet")):
        (school.folder / "audit.db").unlink(missing_ok=True)
        published.stored(school.folder / "audit.db", school.folder / "posts", read=read)
        found = parsed(school)
        assert found["summary"]["verdict"] == "incomplete"
        (one,) = found["not_examined"]
        assert reason in one["reason"]
        assert (one["file"], parsed(school, "--pupil", "P1")["summary"]["verdict"]) == ("hall.jpg", "incomplete")


def test_an_archive_that_was_not_read_to_its_end(school: School) -> None:
    publish(school, "The hall.\n")
    with AuditStore(school.folder / "audit.db") as store:
        store.begin([("facebook.zip", "1", "facebook")])
    (one,) = parsed(school)["not_examined"]
    assert one["place"] == "facebook.zip"


def test_an_empty_store_a_missing_one_and_no_list(school: School) -> None:
    published.lists(school.folder)
    assert report(school).code == 2
    AuditStore(school.folder / "audit.db", create=True).close()
    assert report(school).code == 3
    assert school.run("audit", "report", "--store", "audit.db", "--policy", "baseline").code == 2


def test_a_cell_that_a_spreadsheet_would_run(school: School) -> None:
    post = '---\nchannel: website\naccount: "=HYPERLINK(1)"\n---\nSeren Llewellyn sang.\n'
    publish(school, post, rows="-P1,Seren,Llewellyn,current,,none,,,,,,,")
    out = report(school, "--format", "csv").out
    (row,) = csv.DictReader(io.StringIO(out.removeprefix("\ufeff")))
    assert row["account"] == "'=HYPERLINK(1)"
    assert row["pupil_id"] == "'-P1"
    assert (row["reason"], row["level"], row["evidence"]) == ("not_given", "must come down", "Seren Llewellyn")
    hidden = report(school, "--format", "csv", "--hide-names").out
    assert "name" not in next(csv.reader(io.StringIO(hidden.removeprefix("\ufeff"))))


def test_a_list_keeps_no_more_of_an_item_than_it_says(whole: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """There may be a million items; the web page alone shows what a reading saw, and why a name counts."""
    monkeypatch.chdir(whole.folder)
    overrides = Overrides(policy="aspire", consent=(Path("consent.csv"),), people=())
    job = AuditJob(date.fromisoformat(published.DAY), overrides, no_config=True)
    with AuditStore(Path("audit.db")) as store:
        page, lean, masked = (
            Audit(store, asked, {}, print).report().items
            for asked in (
                job,
                dataclasses.replace(job, keep_reading=False),
                dataclasses.replace(job, keep_reading=False, hide_names=True),
            )
        )
    assert any(item.post.mentions for item in page)
    assert any(flag.naming and flag.naming.grounds for item in page for flag in item.post.flags)
    for item in lean:
        assert not item.post.mentions
        assert not item.post.called
        assert not item.post.suggestions
        assert not any(flag.naming and flag.naming.grounds for flag in item.post.flags)
    names = [[mention.text for mention in item.post.mentions] for item in page]
    assert [[mention.text for mention in item.post.mentions] for item in masked] == names


def test_a_former_report_is_known_without_being_held(tmp_path: Path) -> None:
    """It is read through: a file of ten times the size takes no more memory."""
    former = tmp_path / "former.json"
    peaks = []
    for number in (20_000, 200_000):
        text = f'{{"schema": "postcheck-audit/1", "items": [0{", [1, 2]" * number}]}}\n'
        former.write_text(text, encoding="utf-8")
        tracemalloc.start()
        try:
            assert is_report(former)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
    former.write_text(text + "and a note", encoding="utf-8")
    assert not is_report(former)


def test_a_day_to_come_is_refused(whole: School) -> None:
    refused = report(whole, "--since", "2026-11-22")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "postcheck: --since names a day to come. No report on the whole list has been made of this store yet. "
        "Run the report without --since first; it keeps one.\n"
    )


@pytest.mark.parametrize("form", ["rich", "html", "markdown"])
def test_a_report_on_what_changed_says_last_what_it_did_not_ask_about(school: School, form: str) -> None:
    publish(school, "Seren Llewellyn sang.", "The fair starts at noon.", rows=GIVEN.replace("given", "refused"))
    today = parsed(school, dated=False)
    assert today["summary"]["verdict"] == "fail"  # what is up, and stays up
    since = ("--since", today["date"])

    def said(*arguments: str) -> str:
        done = report(school, *arguments, "--format", form, dated=False)
        return " ".join(re.sub("<[^>]*>|[*\\\\]", " ", html.unescape(done.out)).split())

    assert report(school, *since, dated=False).code == 0
    listed = (
        "What had to come down before, and is still published, is not listed here: run the report without --since "
        "for that."
    )
    nobody = (
        "This is not the whole: 2 of 2 published items were not asked about, as the list has changed for nobody. "
        f"{listed}"
    )
    assert nobody in said(*since)
    published.lists(school.folder, f"{HEAD}\n{GIVEN.replace('given', 'withdrawn')}\n")
    one = (
        "This is not the whole: 2 of 2 published items were asked about the only pupil of whom the list has changed, "
        f"and about nobody else. {listed}"
    )
    assert one in said(*since)
    assert "This is not the whole" not in said()


def test_a_report_on_one_item_counts_one(school: School) -> None:
    publish(school, "The fair starts at noon.")
    report(school, dated=False)
    since = ("--since", parsed(school, dated=False)["date"])
    assert "1 of 1 published item was not asked about" in " ".join(report(school, *since, dated=False).out.split())
