"""Names under a sign-off: which of them name anybody, and which are one person's."""

from __future__ import annotations

import pytest

from postcheck.judge.checks.approved import is_author, same_person, signs_off
from postcheck.judge.signers import Signer, is_head_office
from tests.judge.desk import ENGLISH


@pytest.mark.parametrize(
    "value",
    [
        "J. Osei", "Mrs J. Osei, head", "Jane Osei (headteacher) 12/11/2026", "approved by Mrs Osei by email",
        "SLT - J Osei", "the head", "Head", "Headteacher", "the headteacher", "Mrs Osei", "Jane Osei",
        "J Osei 12.11.26", "Osei, J.", "Mr T. Ashdown, deputy head", "Mrs Osei (head) on 12 November 2026",
        "signed off by J. Osei", "Agreed: J. Osei, 12 Nov", "principal", "Executive headteacher",
        "Chair of governors", "Dr Amina O'Neill-Patel", "J. Osei and T. Ashdown", "J. Osei / T. Ashdown",
        "Communications Manager", "Deputy Head", "Miss Begum - Year 3 teacher", "J. Osei 2026-11-12",
        "Mrs J Osei via Teams", "OK'd by Mrs Osei", "yes - J. Osei", "the trust's communications team",
        "J. Osei, Headteacher, Hillside Primary School", "Head of School", "CEO", "j.osei@hillside.sch.uk",
        "Mrs Osei 9am 12/11", "Approved \u2013 J Osei \u2013 Head \u2013 Thu 12 Nov 2026", "Rev. Peter Holt", "SLT",
        "Osei",
        "j osei", "mrs osei", "Will Smith", "May Jones", "A. Good", "Mr Hill", "Mrs Noor Khan",
        "Read and approved by J. Osei", "J. Osei has approved this", "Mrs Osei Headteacher", "Jane Osei MBE",
        "head 12/11", "Head, J. Osei, by phone", "the head teacher", "Mrs Okonkwo (head)", "Dr Read",
        "Jane O\u2019Neill",
        "HEADTEACHER", "Mrs J. OSEI", "Jane Osei, Head of Year 3", "J. Osei (HT)", "HT", "Mrs Osei & Mr Ashdown",
        "Approved: Mrs Osei 26/11/26 14:05", "A. Osei-Bonsu", "Fr Tom Kelly", "JOsei", "Jane", "Ms O. Adeyemi",
        "Head teacher - verbally 12 Nov", "Jane Osei, HT, 26 Nov", "Approved by the headteacher on Tuesday",
        "approved by head (email 12/11)", "Mrs. Osei", "Miss E. J. Osei-Brown", "Mr P. van der Berg", "Mrs McDonald",
        "jane osei", "Trust comms team", "Head & deputy", "the SLT", "The Principal", "Acting Head", "Vice-Principal",
        "Co-Head", "Sign-off from J. Osei", "agreed with Mrs Osei", "J. Osei (Head), 12th November", "J. OSEI",
        "Mrs Osei, 12 Nov '26", "Mr Head", "Ahmed Khan", "Fred Reed", "K. Wójcik", "M. Hassan & SLT",
        "Tom Brandreth (AHT)", "Signed: J Osei", "Jane O'Neill", "Headteacher 12/11", "Approved by J. Osei",
        "Signed off by Jane Osei, 20 November",
    ],
)  # fmt: skip
def test_a_name_or_an_office_signs_off(value: str) -> None:
    assert signs_off(value, (), ENGLISH) != ()


@pytest.mark.parametrize(
    "value",
    [
        "refused by J. Osei", "J. Osei said no", "rejected - J. Osei", "declined by the head", "in progress",
        "under review", "hold", "on hold", "never", "no one", "vetoed by head", "J. Osei disagrees",
        "head hasn't seen it", "emailed head", "left with head", "submitted", "outstanding", "pending", "TBC",
        "tbc by J. Osei", "awaiting J. Osei", "waiting for head", "not yet", "nobody", "none", "n/a", "-", "?",
        "J. Osei?", "J. Osei to confirm", "asked J. Osei", "sent to Mrs Osei", "with the head", "head to see",
        "J. Osei (not yet)", "not approved by J. Osei", "no - J. Osei", "Mrs Osei is away",
        "J. Osei will look Monday", "for J. Osei", "to: J. Osei", "J. Osei on leave",
        "approved subject to changes - J. Osei", "J. Osei, if the photo goes", "draft", "todo", "x", "yes",
        "approved", "ok", "12/11/2026", "someone", "head's desk", "J. Osei - see comments", "withdrawn by J. Osei",
        "J. Osei revoked 12/11", "unapproved", "Mrs Osei has concerns", "ask head",
        "J. Osei but not the second paragraph", "chased J. Osei twice", "same as last time", "Refused", "On Hold",
        "In Progress", "Under Review", "Emailed Head", "Not Yet", "REFUSED J OSEI", "Awaiting Sign Off",
        "Left With Head", "Submitted", "Vetoed By Head", "J. Osei Disagrees", "J Osei Declined", "Major Concerns",
        "Further Edits", "Spring Term", "disapproved by J. Osei", "J. Osei would have approved",
        "approved in principle", "head happy if changed", "Osei's PA", "Mrs Osei thinks otherwise",
        "Jane Osei refused", "Rejected", "Outstanding", "NO", "IP", "a parent", "the office", "Head, no",
        "approval pending from J. Osei", "J. Osei hasn't approved", "Not Seen Head", "Minor Amendments",
        "returned to author", "J. Osei has not approved", "un-approved by head", "Grace Period", "May Need Changes",
        "Will Check", "Mark Pending", "Will Sign Off Later", "will smith said no", "Frank Discussion",
        "Dr appointment", "J. Osei (out sick)", "J. Osei (hol)", "J Osei wfh", "J. Osei OOO", "Head OOO", "head pls",
        "head 👍?", "Head / not yet", "SLT meeting", "J. Osei by Friday", "head by Friday", "SLT next Monday",
        "head in meeting", "yes if J. Osei agrees", "J. Osei approval", "head sign off", "Jane Osei's PA",
        "Head approval needed", "draft - J. Osei", "J. Osei (draft seen)", "J. Osei said it's fine but wait",
        "cc J. Osei", "re: J. Osei", "attn Mrs Osei", "FAO head", "Mrs Osei's class", "N/A - J. Osei off",
        "not J. Osei", "head cannot approve", "teacher", "class teacher", "Hillside Primary School", "12 Nov",
        "Monday", "J. Osei to approve 12/11", "J. Osei / pending", "J. Osei; TBC", "J. Osei... maybe", "", "tbc",
        "TBC J. Osei", "TODO", "Awaiting head", "Draft!", "yes please", "OK'd", "signed off", "J. Osei (pending)",
        "to be confirmed", "sent to head", "with J. Osei", "once J. Osei is back", "Mrs Osei will sign tomorrow",
        "me", "myself", "the author", "somebody", "12 May 2026", "please ask the head", "needs the head",
        "final version", "👍", "Refused Hillside Primary, J. Osei", "Head of Maths?", "Not At Hillside Primary",
    ],
)  # fmt: skip
def test_what_says_anything_else_is_no_sign_off(value: str) -> None:
    assert signs_off(value, (), ENGLISH) == ()


def test_names_and_offices_are_told_apart() -> None:
    assert signs_off("Mrs J. Osei, head", (), ENGLISH) == (Signer("mrs j osei"), Signer(office="head"))
    assert signs_off("Jane Osei Headteacher 12/11", (), ENGLISH) == (Signer("jane osei", "headteacher"),)
    assert signs_off("approved by the deputy head by email", (), ENGLISH) == (Signer(office="deputy head"),)


def test_people_who_are_known_count_however_they_are_typed() -> None:
    for value in ("JO", "JO 12/11", "osei", "Jane Osei", "jane osei"):
        assert signs_off(value, ["Jane Osei"], ENGLISH) != (), value
    for value in ("JA", "jo", "osei refused", "refused - Jane Osei"):
        assert signs_off(value, ["Jane Osei"], ENGLISH) == (), value


@pytest.mark.parametrize(
    ("value", "head"),
    [
        ("the head", True), ("Headteacher", True), ("J. Osei (HT)", True),
        ("Head teacher of Hillside Primary School", True),
        ("acting head", True), ("Head & deputy", True), ("Head of School", True), ("deputy head", False),
        ("Assistant Headteacher", False), ("Head of Year 3", False), ("Head of Maths", False),
        ("Vice-Principal", False),
        ("SLT", False), ("declined by the head", False), ("emailed head", False), ("with the head", False),
    ],
)  # fmt: skip
def test_the_head_is_the_head_of_the_school(value: str, head: bool) -> None:
    assert any(is_head_office(signer.office) for signer in signs_off(value, (), ENGLISH)) is head


def test_one_person_is_known_under_several_names() -> None:
    for other in ("J. Osei", "j osei", "Jane Osei", "Mrs Osei", "Mrs J. OSEI"):
        assert same_person("J. Osei", other), other
    for other in ("T. Osei", "Jane Ashdown", "the head", ""):
        assert not same_person("J. Osei", other), other
    assert is_author("J. Osei", "T. Ashdown, Jane Osei")
    assert is_author("J. Osei", "T. Ashdown and Mrs Osei")
    assert not is_author("J. Osei", "T. Ashdown")


@pytest.mark.parametrize(
    ("approver", "author"),
    [
        ("T. Ashdown", "Tim Ashdown (Year 3)"),
        ("T. Ashdown", "tim.ashdown@hillside.sch.uk"),
        ("T. Ashdown", "tashdown@hillside.sch.uk"),
        ("T. Ashdown", "Tim Ashdown | Y3"),
        ("T. Ashdown", "Tim Ashdown Year 3"),
        ("T. Ashdown", "Ashdown, T."),
        ("T. Ashdown", "Mr Ashdown - Y3"),
        ("T. Ashdown", "@tashdown1"),
        ("T. Ashdown", "tim_ashdown"),
        ("Timothy Ashdown", "Tim Ashdown"),
        ("T. Ashdown", "T.A."),
        ("T. Ashdown", "K. Lowe; Tim Ashdown"),
        ("J. Osei", "J. Osei (head)"),
        ("J. Osei", "By Jane Osei"),
        ("J. Osei", "Osei Jane"),
        ("J. Osei", "Jane Osei MBE"),
        ("J. Osei", "Jane Osei-Bonsu"),
        ("J. Osei", "JO"),
        ("Jane Osei", "Jane"),
        ("Osei Jane", "J. Osei"),
        ("J. Osei", "Words: Jane Osei"),
    ],
)
def test_the_author_is_known_however_the_header_writes_them(approver: str, author: str) -> None:
    assert is_author(approver, author)


@pytest.mark.parametrize(
    ("approver", "author"),
    [
        ("J. Osei", "K. Osei"),
        ("J. Osei", "Osei, K."),
        ("Jane Osei", "Jane Smith"),
        ("J. Osei", "Jill Lowe and K. Osei"),
        ("T. Ashdown", "k.ashdown@hillside.sch.uk"),
        ("T. Ashdown", "Year 3"),
        ("T. Ashdown", "the office"),
        ("the head", "T. Ashdown"),
        ("T. Ashdown", "Tom Lowe"),
        ("T. Ashdown", ""),
    ],
)
def test_a_colleague_is_not_the_author(approver: str, author: str) -> None:
    assert not is_author(approver, author)
