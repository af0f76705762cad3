"""``postcheck sign-off`` and what every check makes of it, run as a user runs them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders.documents import paragraph, word
from tests.builders.school import CONSENT, School
from tests.builders.signing import REGISTER, SIGNED, check, settings, sign_off

TENDERS = "---\nchannel: facebook\naccount: Hillside Primary\n---\nWe have received five tenders for the kitchen.\n"
OLDER = "P0008,Callum,Reid,,,9,current,none,written,given,given,given,given,given,parent\n"


def drafted(school: School, text: str = TENDERS, *, policy: str = "aspire", register: str = REGISTER) -> Path:
    settings(school, register, policy=policy)
    return school.draft(text)


@pytest.mark.parametrize(
    ("policy", "rule", "text"),
    [
        ("aspire", "ASP-CONF-1", "We have received five tenders for the kitchen."),
        ("southport", "STH-PLAN-1", "The merger with Riverbank is going ahead."),
        ("north-star", "NST-CONF-1", "The merger with Riverbank is going ahead."),
        ("north-star", "NST-OPIN-1", "We condemn the council's new bus timetable."),
        ("southport", "STH-CONS-2", "Well done, Callum!"),
        ("victoria", "VIC-CONF-1", "Well done, Amelia!"),
        ("aspire", "ASP-CTRV-1", "Police were called to the gate this morning; everybody is safe."),
    ],
)
def test_a_sign_off_settles_what_a_person_must_decide(school: School, policy: str, rule: str, text: str) -> None:
    head, *rows = CONSENT.splitlines()
    consent = "\n".join([f"{head},given_by", *(f"{row}," for row in rows), OLDER])
    (school.folder / "consent.csv").write_text(consent, encoding="utf-8")
    head = "---\nchannel: facebook\naccount: Hillside Primary\nauthor: T. Ashdown\n---\n"
    drafted(school, f"{head}{text}\n", policy=policy)
    before = check(school)
    assert before.rules[rule] == "review"
    done = sign_off(school)
    assert done.code == 0, done.err
    assert f"Signing settles: {rule}" in done.out or rule in done.out
    after = check(school)
    assert (after.code, after.post["verdict"]) == (0, "pass")
    assert [flag for flag in after.post["flags"] if flag["severity"] != "note"] == []
    settled = next(flag for flag in after.post["suppressed"] if flag["rule"] == rule)
    assert (settled["by"], settled["role"], settled["reason"]) == ("J. Osei", "head", "signed off")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[01]:00", settled["at"])
    (signed,) = after.post["sign_offs"]
    assert (signed["policy"], signed["counts"], signed["key"], signed["why_not"]) == (policy, True, False, [])


def test_the_report_says_who_signed_when_and_by_which_policy(school: School) -> None:
    drafted(school)
    done = sign_off(school)
    audit = (
        r"Signed off by J. Osei \(head\) on \d+ \w+ \d{4} at \d\d:\d\d, "
        r"under Aspire Academy Trust: Social Media Policy, version 1.3\. Written: drafts/post\.md\.signed-off\.toml"
    )
    assert re.search(audit, " ".join(done.out.split()))
    shown = " ".join(school.run("check", "drafts", "--date", "2026-11-21").out.split())
    assert "no problems found, apart from what was signed off Signed off by J. Osei (head) on" in shown
    assert "1 finding is settled by sign-off and not counted: ASP-CONF-1." in shown
    assert "any change makes the sign-off void." in shown
    for style in ("html", "markdown", "junit"):
        page = school.run("check", "drafts", "--date", "2026-11-21", "--format", style).out
        assert "Signed off by J. Osei (head) on" in page, style
        assert "ASP-CONF-1" in page, style


def rewritten(text: str) -> Callable[[School], object]:
    return lambda school: school.draft(text)


def consent_withdrawn(school: School) -> None:
    lists = (school.folder / "consent.csv").read_text(encoding="utf-8")
    (school.folder / "consent.csv").write_text(lists.replace("P0001,Amelia,Carter,,,4,current,none,written,given",
        "P0001,Amelia,Carter,,,4,current,none,written,withdrawn"), encoding="utf-8")  # fmt: skip


PICTURED = (
    "---\nchannel: facebook\nauthor: T. Ashdown\nimages:\n  - {file: picture.png, people: [P0001]}\n---\n"
    "We have received five tenders for the kitchen.\n"
)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (rewritten(PICTURED + "And a sixth.\n"), "Since then the text changed."),
        (rewritten(PICTURED.replace("five", "Five")), "Since then the text changed."),
        (rewritten(PICTURED.replace("---\nch", "---\nmood: 3\nch")), "Since then the header changed."),
        (
            rewritten(PICTURED.replace("facebook", "instagram")),
            "Since then the header and where or when it goes out (channels, account, time) changed.",
        ),
        (
            rewritten(PICTURED.replace("channel", "publish_at: 2026-12-01\nchannel")),
            "Since then the header and where or when it goes out (channels, account, time) changed.",
        ),
        (lambda school: school.picture(size=(999, 500)), "Since then the picture picture.png changed."),
        (consent_withdrawn, "Since then what the consent list says of a pupil whom the post concerns changed."),
        (lambda school: school.picture(name="drafts/more.png"), "Since then the picture more.png changed."),
        (
            lambda school: settings(school, policy="southport"),
            "Since then the policy (then aspire 1.3, now southport",
        ),
        (
            lambda school: (school.draft(PICTURED + "No."), school.picture(size=(999, 500))),
            "Since then the text and the picture picture.png changed.",
        ),
    ],
)
def test_any_later_change_makes_it_void_and_is_said(
    school: School, change: Callable[[School], object], said: str
) -> None:
    drafted(school, PICTURED)
    school.picture()
    assert sign_off(school).code == 0
    assert check(school).post["suppressed"] != []
    change(school)
    after = check(school)
    assert after.code == 1
    assert after.post["suppressed"] == []
    (signed,) = after.post["sign_offs"]
    assert not signed["counts"]
    assert " ".join(signed["why_not"]).startswith(said)
    assert any(flag["rule"] == "PC-SIGN-1" and said in flag["message"] for flag in after.post["flags"])


def test_a_picture_that_is_gone_is_said(school: School) -> None:
    drafted(school)
    extra = school.picture(name="drafts/extra.png")
    assert sign_off(school).code == 0
    extra.unlink()
    (signed,) = check(school).post["sign_offs"]
    assert signed["why_not"] == ["Since then which pictures and files belong to it (one is gone) changed."]


def test_line_ends_and_other_pupils_make_no_difference(school: School) -> None:
    draft = drafted(school, PICTURED)
    school.picture()
    assert sign_off(school).code == 0
    draft.write_bytes(b"\xef\xbb\xbf" + draft.read_bytes().replace(b"\n", b"\r\n"))
    lists = (school.folder / "consent.csv").read_text(encoding="utf-8").splitlines()
    rows = [
        lists[0],
        "P0099,Somebody,Else,,,1,current,none,written,given,given,given,given,given",
        *reversed(lists[1:]),
    ]
    (school.folder / "consent.csv").write_text("\n".join(rows).replace("P0006,Imogen", "P0006,Imo") + "\n")
    assert check(school).post["sign_offs"][0]["counts"] is True


def test_what_nobody_can_sign_off_stays(school: School) -> None:
    """A name that is forbidden, one on the do-not-publish list (even if it is only likely), and a broken header."""
    text = "---\nchannel: [facebook, facebok]\n---\nWell done, Rhys! And Oluwasuen! We received five tenders.\n"
    drafted(school, text)
    before = check(school)
    assert before.rules["ASP-CONF-1"] == "review"
    barred = [flag["severity"] for flag in before.post["flags"] if flag["pupil_ids"] == ["P0004"]]
    assert barred == ["review"]
    done = sign_off(school)
    assert done.code == 0
    assert "It does not settle what must change" in done.out
    assert "It does not settle PC-HEAD-1: what is wrong in a header is put right, not signed off." in done.out
    assert "The post is still FAIL" in done.out
    after = check(school)
    assert after.post["verdict"] == "fail"
    assert [flag["rule"] for flag in after.post["suppressed"]] == ["ASP-CONF-1"]
    left = {(flag["rule"], flag["severity"]) for flag in after.post["flags"]}
    assert {("ASP-NAME-1", "fail"), ("ASP-NAME-1", "review"), ("PC-HEAD-1", "review")} <= left


def test_what_could_not_be_examined_stays_so(school: School) -> None:
    drafted(school, TENDERS.replace("channel", "images: [{file: gone.png, people: []}]\nchannel"))
    done = sign_off(school)
    assert done.code == 0
    assert "It does not stand for what could not be examined" in done.out
    after = check(school)
    assert (after.code, after.post["verdict"]) == (3, "incomplete")
    assert [flag["rule"] for flag in after.post["suppressed"]] == ["ASP-CONF-1"]


def test_only_who_is_on_the_register_may_sign(school: School) -> None:
    drafted(school, register="")
    nobody = sign_off(school)
    assert nobody.code == 2
    assert "[[approver]]" in nobody.err
    settings(school)
    stranger = sign_off(school, by="A. Stranger")
    assert stranger.code == 2
    assert "J. Osei, T. Ashdown" in stranger.err
    assert sign_off(school, by="Mr t ashdown").code == 0
    settings(school, REGISTER.replace("T. Ashdown", "S. Else"))
    after = check(school)
    assert after.code == 1
    assert after.post["sign_offs"][0]["why_not"] == ["T. Ashdown is not on the register of approvers in the settings."]


def test_a_role_that_the_policy_names_is_asked(school: School) -> None:
    text = "---\nchannel: facebook\n---\nWe condemn the council's new bus timetable.\n"
    drafted(school, text, policy="north-star")
    done = sign_off(school, by="T. Ashdown")
    assert "It does not settle NST-OPIN-1: the policy leaves that to the head." in done.out
    after = check(school)
    assert after.rules["NST-OPIN-1"] == "review"
    assert any("NST-OPIN-1 (the policy leaves that to the head)" in flag["message"] for flag in after.post["flags"])
    assert sign_off(school, by="J. Osei").code == 0
    assert check(school).rules.get("NST-OPIN-1") is None
    assert [one["by"] for one in check(school).post["sign_offs"]] == ["T. Ashdown", "J. Osei"]
    for role, settles in (("Deputy Head", False), ("Acting Headteacher", True), ("", False)):
        settings(school, f'[[approver]]\nname = "J. Osei"\nrole = "{role}"\n', policy="north-star")
        assert ("NST-OPIN-1" not in check(school).rules) is settles, role
    settings(school, '[[approver]]\nname = "J. Osei"\nrules = ["NST-OPIN-1"]\n', policy="north-star")
    assert "NST-OPIN-1" not in check(school).rules


def test_accounts_and_rules_of_an_approver(school: School) -> None:
    drafted(school, register='[[approver]]\nname = "J. Osei"\nrules = ["ASP-TONE-*"]\n')
    assert (
        "It does not settle ASP-CONF-1: the register of approvers leaves that to somebody else." in sign_off(school).out
    )
    assert check(school).rules["ASP-CONF-1"] == "review"
    settings(school, '[[approver]]\nname = "J. Osei"\nrules = ["asp-conf-*"]\n')
    assert check(school).rules == {"ASP-CONF-1": "review", "PC-SIGN-1": "note"}
    assert sign_off(school).code == 0
    assert check(school).rules == {}
    settings(school, '[[approver]]\nname = "J. Osei"\naccounts = ["Hillside Primary"]\n')
    assert check(school).rules == {}
    school.draft(TENDERS.replace("account: Hillside Primary\n", ""))
    refused = sign_off(school)
    assert refused.code == 2
    assert "may sign off only posts whose `account:` is Hillside Primary." in refused.err


def test_two_people_where_the_policy_wants_two(school: School) -> None:
    text = (
        "---\nchannel: facebook\naccount: Hillside Primary\nauthor: Jane Osei\n---\nThe summer fair starts at noon.\n"
    )
    drafted(school, text, policy="snmat")
    refused = sign_off(school)
    assert refused.code == 2
    assert "the policy wants a second person" in refused.err
    items = {item["rule"]: item["declared"] for item in check(school).post["checklist"]}
    assert items["SNM-TWO-1"] is False
    assert sign_off(school, by="T. Ashdown").code == 0
    items = {item["rule"]: item["declared"] for item in check(school).post["checklist"]}
    assert items["SNM-TWO-1"] is True
    school.draft(text + "Bring a friend.\n")
    items = {item["rule"]: item["declared"] for item in check(school).post["checklist"]}
    assert items["SNM-TWO-1"] is False
    settings(school, policy="aspire")
    assert sign_off(school).code == 0


def test_the_name_in_the_header_falls_with_a_void_sign_off(school: School) -> None:
    text = (
        "---\nchannel: facebook\naccount: Hillside Primary\napproved_by: J. Osei\n---\n"
        "Police were called to the gate this morning; everybody is safe. We have received five tenders.\n"
    )
    drafted(school, text)
    assert check(school).rules == {"ASP-CONF-1": "review"}
    assert sign_off(school).code == 0
    assert check(school).rules == {}
    school.draft(text + "More.\n")
    assert check(school).rules == {"ASP-CONF-1": "review", "ASP-CTRV-1": "review", "PC-SIGN-1": "note"}


def test_what_was_not_put_to_the_approver_is_open(school: School) -> None:
    """A trust's pack got another rule, and nobody raised its version."""
    pack = 'schema = "postcheck-pack/1"\nid = "ours"\ntitle = "Ours"\nversion = "1"\nsource = "x"\nextends = "aspire"\n'
    (school.folder / "ours.toml").write_text(f'{pack}drop = ["ASP-CONF-1"]\n', encoding="utf-8")
    drafted(school, TENDERS.replace("kitchen.", "kitchen. Police were called to the gate."), policy="ours.toml")
    assert sign_off(school).code == 0
    assert check(school).post["verdict"] == "pass"
    (school.folder / "ours.toml").write_text(pack, encoding="utf-8")
    after = check(school)
    assert after.rules == {"ASP-CONF-1": "review", "PC-SIGN-1": "note"}
    assert any("it was not put to them when they signed" in flag["message"] for flag in after.post["flags"])


def test_the_file_names_no_pupil_and_no_picture(school: School) -> None:
    text = "---\nchannel: facebook\nimages:\n  - {file: amelia_carter.png, people: [P0001]}\n---\nWell done, Amelia!\n"
    drafted(school, text, policy="victoria")
    school.picture(name="drafts/amelia_carter.png")
    assert sign_off(school).code == 0
    first = (school.folder / f"drafts/post.md{SIGNED}").read_text(encoding="utf-8")
    assert not re.search("amelia|carter|P0001|png", first, re.IGNORECASE)
    assert sign_off(school).code == 0
    again = (school.folder / f"drafts/post.md{SIGNED}").read_text(encoding="utf-8")
    assert again.count("[[sign_off]]") == 1
    digests = r"\"[0-9a-f]{48,}\""
    assert set(re.findall(digests, first)).isdisjoint(re.findall(digests, again))


def test_its_file_is_no_draft_and_stands_for_the_draft(school: School) -> None:
    drafted(school, TENDERS)
    sign_off(school)
    assert [post["path"] for post in check(school).report["posts"]] == ["drafts/post.md"]
    assert [post["path"] for post in check(school, f"drafts/post.md{SIGNED}").report["posts"]] == ["drafts/post.md"]
    (school.folder / "drafts/post.md").unlink()
    alone = check(school, f"drafts/post.md{SIGNED}")
    assert alone.code == 3
    assert alone.post["not_examined"][0]["reason"].startswith("It is the sign-off of a draft that is not there.")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[: len(text) // 2],
        lambda _: "",
        lambda text: text.replace('by = "J. Osei"', 'by = "T. Ashdown"'),
        lambda text: re.sub(r"(ASP-CONF-1 = \[\"[0-9a-f]{40})[0-9a-f]{8}", r"\g<1>01234567", text),
        lambda text: re.sub(r"ASP-CONF-1 = \[[^]]*\]", "ASP-CONF-1 = 9", text),
        lambda text: text.replace("+00:00", "").replace("+01:00", ""),
        lambda text: re.sub("at = .*", "at = 0001-01-01T00:00:00+00:00", text, count=1),
        lambda text: re.sub("at = .*", "at = 0001-01-01T00:00:00+05:00", text, count=1),
        lambda text: re.sub("at = .*", "at = 9999-12-31T23:59:59-05:00", text, count=1),
        lambda text: text.replace("[[sign_off]]", "[sign_off]"),
        lambda text: text.replace('role = "head"', 'role = "head"\nnote = "Amelia"'),
    ],
)
def test_a_damaged_one_is_said_and_counts_as_none(school: School, spoil: Callable[[str], str]) -> None:
    drafted(school)
    sign_off(school)
    file = school.folder / f"drafts/post.md{SIGNED}"
    file.write_text(spoil(file.read_text(encoding="utf-8")), encoding="utf-8")
    after = check(school)
    assert after.rules == {"ASP-CONF-1": "review", "PC-SIGN-1": "note"}
    (note,) = (flag for flag in after.post["flags"] if flag["rule"] == "PC-SIGN-1")
    assert "changed by hand" in note["message"]
    assert "Amelia" not in note["message"]
    if file.read_text(encoding="utf-8"):
        assert sign_off(school).code == 0
        assert check(school).post["verdict"] == "pass"


def test_it_is_written_over_nothing_else(school: School) -> None:
    drafted(school)
    file = school.folder / f"drafts/post.md{SIGNED}"
    file.write_text("ours\n", encoding="utf-8")
    refused = sign_off(school)
    assert refused.code == 2
    assert "something else lies where the sign-off of this draft would go" in refused.err
    assert file.read_text(encoding="utf-8") == "ours\n"
    file.unlink()
    file.mkdir()
    assert sign_off(school).code == 2
    assert check(school).rules["PC-SIGN-1"] == "note"
    file.rmdir()
    file.symlink_to(school.folder / "consent.csv")
    assert sign_off(school).code == 2
    assert (school.folder / "consent.csv").read_text(encoding="utf-8") == CONSENT


def test_it_asks_and_no_is_no(school: School) -> None:
    drafted(school)
    for answer, code in ((b"n\n", 2), (b"\n", 2), (b"y\n", 0)):
        done = school.run("sign-off", "drafts/post.md", "--as", "J. Osei", "--date", "2026-11-21", stdin=answer)
        assert (done.code, len(list(school.folder.rglob(f"*{SIGNED}")))) == (code, int(code == 0))
        assert "Please decide: Nothing confidential" in done.out
        assert "Signing settles: ASP-CONF-1." in done.out
    assert "Signing settles: ASP-CONF-1." in sign_off(school).out


def test_nobody_to_ask_writes_nothing(school: School) -> None:
    drafted(school)
    refused = school.run("sign-off", "drafts/post.md", "--as", "J. Osei")
    assert refused.code == 2
    assert "--yes" in refused.err
    assert not list(school.folder.rglob(f"*{SIGNED}"))
    for path in ("drafts", "drafts/none.md"):
        assert sign_off(school, draft=path).code == 2


def test_rows_of_a_table_are_signed_one_by_one(school: School) -> None:
    settings(school)
    rows = [
        "date,channel,message",
        "2026-12-01 09:00,facebook,We have received five tenders.",
        "2026-12-02 09:00,facebook,We have received six tenders!",
    ]
    table = school.draft("\n".join(rows) + "\n", "drafts/plan.csv")
    refused = sign_off(school, draft="drafts/plan.csv")
    assert refused.code == 2
    assert "“#row 2” to “#row 3”" in refused.err
    assert sign_off(school, draft="drafts/plan.csv#row 9").code == 2
    assert sign_off(school, draft="drafts/plan.csv#row 2").code == 0

    def verdicts() -> dict[str, str]:
        return {post["path"]: post["verdict"] for post in check(school).report["posts"]}

    assert verdicts() == {"drafts/plan.csv#row 2": "pass", "drafts/plan.csv#row 3": "review"}
    assert sign_off(school, draft="drafts/plan.csv#row 3").code == 0
    assert set(verdicts().values()) == {"pass"}
    table.write_text("\n".join([rows[0], "2026-11-30 09:00,facebook,The fair.", *rows[1:]]) + "\n", encoding="utf-8")
    assert set(verdicts().values()) == {"pass"}
    table.write_text("\n".join([*rows[:2], rows[2].replace("six", "seven")]) + "\n", encoding="utf-8")
    assert verdicts() == {"drafts/plan.csv#row 2": "pass", "drafts/plan.csv#row 3": "review"}


def test_a_document_and_a_picture_by_itself(school: School) -> None:
    settings(school)
    letter = school.folder / "drafts/letter.docx"
    letter.parent.mkdir()
    word(letter, paragraph("We have received five tenders."))
    picture = school.picture(name="pictures/lonely.png")
    for path, changed, rule in ((letter, "text", "ASP-CONF-1"), (picture, "text", "ASP-IMG-1")):
        assert check(school, path).rules[rule] == "review"
        assert sign_off(school, draft=path).code == 0
        assert check(school, path).post["verdict"] == "pass"
        path.with_name(f"{path.name}.postcheck.yaml").write_text("channel: facebook\n", encoding="utf-8")
        assert "the header" in check(school, path).post["sign_offs"][0]["why_not"][0]
        path.with_name(f"{path.name}.postcheck.yaml").unlink()
        assert check(school, path).post["verdict"] == "pass"
        if path is letter:
            word(letter, paragraph("We have received six tenders."))
        else:
            school.picture("A cup", name="pictures/lonely.png")
        assert f"the {changed}" in check(school, path).post["sign_offs"][0]["why_not"][0]


def test_any_file_of_a_post_stands_for_it(school: School) -> None:
    drafted(school, PICTURED)
    school.picture()
    assert sign_off(school, draft="drafts/picture.png").code == 0
    assert (school.folder / f"drafts/post.md{SIGNED}").is_file()
    assert not (school.folder / f"drafts/picture.png{SIGNED}").exists()


def test_redact_says_that_a_copy_makes_it_void(school: School) -> None:
    drafted(school, PICTURED)
    school.picture()
    before = school.run("redact", "drafts", "--out", "safe", "--date", "2026-11-21")
    assert "signed off" not in before.out
    sign_off(school)
    done = school.run("redact", "drafts", "--out", "safe", "--date", "2026-11-21")
    assert done.code == 0
    assert "Have drafts/post.md signed off again once its copies are in place: its sign-off is void then." in done.out
    assert sorted(path.name for path in (school.folder / "safe").rglob("*.*")) == [
        "picture.png",
        "post.md",
        "postcheck-copies.log",
    ]


def test_a_pack_says_who_has_to_decide(school: School) -> None:
    pack = 'schema = "postcheck-pack/1"\nid = "ours"\ntitle = "Ours"\nextends = "aspire"\n'
    change = '[[change]]\nid = "ASP-CONF-1"\nsigned_by = ["head", "business manager"]\n'
    (school.folder / "ours.toml").write_text(pack + change, encoding="utf-8")
    drafted(school, policy="ours.toml")
    assert (
        "only the business manager or the head"
        in school.run("rules", "show", "ASP-CONF-1", "--policy", "ours.toml").out
    )
    differs = " ".join(school.run("rules", "check", "ours.toml").out.split())
    assert "who may sign it off" in differs
    sign_off(school, by="T. Ashdown")
    assert check(school).rules["ASP-CONF-1"] == "review"
    settings(school, REGISTER.replace("senior leader", "Business Manager"), policy="ours.toml")
    assert check(school).rules == {"ASP-CONF-1": "review", "PC-SIGN-1": "note"}
    sign_off(school, by="T. Ashdown")
    assert check(school).rules == {}


def test_a_video_is_bound_too(school: School) -> None:
    drafted(school, "---\nchannel: facebook\npeople: []\nvideo: clip.mp4\n---\nWe have received five tenders.\n")
    clip = school.folder / "drafts/clip.mp4"
    clip.write_bytes(b"\0" * 40)
    assert sign_off(school).code == 0
    assert [flag["rule"] for flag in check(school).post["suppressed"]] == ["ASP-VID-1", "ASP-CONF-1"]
    clip.write_bytes(b"\1" * 40)
    (signed,) = check(school).post["sign_offs"]
    assert signed["why_not"] == ["Since then the video clip.mp4 changed."]
