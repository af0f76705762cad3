"""Which level a personal detail gets, pack by pack, and what is said of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from postcheck.config.packs import BASELINE, example_pupils, load_pack, shipped_packs
from postcheck.consent.consent_list import load_consent
from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.loader import load_draft
from postcheck.errors import PackError
from postcheck.find.details.finder import DetailFinder
from postcheck.find.finder import Finder
from postcheck.judge.case import Directory, make_case
from postcheck.judge.rule_engine import RuleEngine
from postcheck.model.mention import Certainty, Mention, NameForm, Reason
from postcheck.model.people import KnownName, PeopleList, PersonKind, Roll
from postcheck.model.report import DraftReport, Flag, Report
from postcheck.model.settings import Contacts, OcrSettings, Settings
from postcheck.model.severity import Category, Severity
from postcheck.read.reader import Reader
from postcheck.report.base import FORMATS, ReportOptions
from tests.find.details.test_bait import BAIT
from tests.find.details.test_true import TRUE

ROLL = load_consent(example_pupils())
PEOPLE = PeopleList((KnownName("Jo Osei", PersonKind.STAFF),))
FINDER = Finder(ROLL, PEOPLE, None)
PACKS = {name: load_pack(name) for name in (*shipped_packs(), BASELINE)}
ENGINES = {name: RuleEngine(pack) for name, pack in PACKS.items()}
FAIL, REVIEW, NOTE = Severity.FAIL, Severity.REVIEW, Severity.NOTE


def report_on(
    text: str,
    policy: str,
    folder: Path,
    *,
    channel: str = "facebook",
    contacts: Contacts | None = None,
    roll: Roll = ROLL,
    stranger: str = "",
    adult: str = "",
) -> Report:
    (folder / "post.md").write_text(f"---\nchannel: {channel}\n---\n{text}\n", encoding="utf-8")
    (source,) = find_drafts([str(folder / "post.md")], stdin=None)
    draft = load_draft(source)
    reading = Reader(OcrSettings()).read(draft)
    passages = reading.passages
    mentions = (FINDER if roll is ROLL else Finder(roll, PEOPLE, None)).find(passages)
    if stranger:
        passage = next(passage for passage in passages if stranger in passage.text)
        start = passage.text.index(stranger)
        mentions = (
            *mentions,
            Mention(
                passage,
                start,
                start + len(stranger),
                (),
                NameForm.FULL,
                Certainty.LIKELY,
                Reason.NOT_ON_ROLL,
                adult,
            ),
        )
    pack = PACKS[policy]
    case = make_case(
        draft,
        reading,
        mentions,
        DetailFinder(contacts or Contacts()).find(passages, mentions),
        directory=Directory(roll, PEOPLE),
        pack=pack,
        settings=Settings(),
        today=date(2026, 11, 21),
    )
    judgement = ENGINES[policy].judge(case)
    post = DraftReport(draft, pack, case.channels, case.day, judgement.flags, passages=passages, mentions=mentions)
    return Report((post,), pack, case.day)


def details(report: Report) -> list[Flag]:
    return [flag for flag in report.posts[0].flags if flag.category is Category.DETAIL]


def levels(report: Report) -> dict[str, Severity]:
    return {flag.rule: flag.severity for flag in sorted(details(report), key=lambda flag: flag.severity.rank)}


@pytest.mark.parametrize(
    ("policy", "text", "expected"),
    [
        ("aspire", "Ring Amelia's mum on 07700 900123.", {"ASP-DATA-1": FAIL}),
        ("aspire", "Text 07700 900123 to help.", {"ASP-DATA-1": REVIEW}),
        ("aspire", "Text 07700 900123 and ask the school.", {"ASP-DATA-1": NOTE}),
        ("aspire", "Tickets: (01632) 960123", {"ASP-DATA-1": NOTE}),
        ("aspire", "Amelia Carter (01632) 960123", {"ASP-DATA-1": FAIL}),
        ("aspire", "Amelia Carter, 12 Mill Lane, HS1 2AB", {"ASP-DATA-1": FAIL}),
        ("aspire", "Rhys has an EHCP.", {"ASP-DATA-1": REVIEW}),
        ("north-star", "Write to amelia@gmail.com", {"NST-DATA-1": FAIL}),
        ("north-star", "Write to poems@gmail.com", {"NST-EMAIL-1": REVIEW}),
        ("north-star", "Write to mrs.jones@hillside.sch.uk", {"NST-DATA-1": REVIEW}),
        ("snmat", "Write to poems@gmail.com", {"SNM-EMAIL-1": FAIL}),
        ("snmat", "Amelia Carter: ace@gmail.com", {"SNM-DATA-1": FAIL}),
        ("southport", "Password: Sunflower12", {"STH-PHISH-1": FAIL}),
        ("southport", "Amelia lives at 12 Mill Lane.", {"STH-PRIV-1": FAIL}),
        ("southport", "Amelia lives here; the key safe code is C1234.", {"STH-PHISH-1": FAIL}),
        ("victoria", "Text 07700 900123 to help.", {"VIC-CONTACT-1": REVIEW}),
        ("victoria", "Amelia's mum: 07700 900123.", {"VIC-DATA-1": FAIL}),
        ("victoria", "Amelia, who is diabetic, won.", {"VIC-DATA-1": REVIEW}),
        (BASELINE, "Amelia, born 3 May 2015, won.", {"PC-DATA-1": FAIL}),
        (BASELINE, "IBAN GB82 WEST 1234 5698 7654 32", {"PC-DATA-2": FAIL}),
    ],
)
def test_each_pack_gives_a_detail_its_level(
    policy: str, text: str, expected: dict[str, Severity], tmp_path: Path
) -> None:
    assert levels(report_on(text, policy, tmp_path)) == expected


@pytest.mark.parametrize(
    ("text", "stranger", "expected"),
    [
        ("Ebele Danjuma's number is 07700 900123.", "Ebele Danjuma", REVIEW),
        ("Ebele Danjuma (01632) 960123", "Ebele Danjuma", NOTE),
        ("Ebele Danjuma, born 3 May 2015, won.", "Ebele Danjuma", REVIEW),
        ("Ebele Danjuma has asthma.", "Ebele Danjuma", REVIEW),
    ],
)
def test_beside_a_stranger_a_person_decides(text: str, stranger: str, expected: Severity, tmp_path: Path) -> None:
    assert levels(report_on(text, "aspire", tmp_path, stranger=stranger)) == {"ASP-DATA-1": expected}


@pytest.mark.parametrize(
    ("policy", "text", "expected"),
    [
        ("aspire", "Ask Jo Osei on 07700 900123.", {"ASP-DATA-1": REVIEW}),
        ("victoria", "Ask Jo Osei on 07700 900123.", {"VIC-CONTACT-1": FAIL}),
        ("snmat", "Jo Osei: jo@gmail.com", {"SNM-EMAIL-1": FAIL}),
        ("north-star", "Jo Osei, born 3 May 1980, has left.", {"NST-DATA-1": REVIEW}),
        ("north-star", "Jo Osei (01632) 960123", {"NST-DATA-1": NOTE}),
        ("aspire", "Jo Osei ran a workshop although she has asthma.", {}),
    ],
)
def test_beside_an_adult_the_rule_says_how_bad_it_is(
    policy: str, text: str, expected: dict[str, Severity], tmp_path: Path
) -> None:
    assert levels(report_on(text, policy, tmp_path, stranger="Jo Osei", adult="on the people list")) == expected


def test_without_a_roll_anybody_may_be_a_pupil(tmp_path: Path) -> None:
    report = report_on("Ebele Danjuma (01632) 960123", "aspire", tmp_path, stranger="Ebele Danjuma", roll=Roll())
    assert levels(report) == {"ASP-DATA-1": REVIEW}


def test_a_strangers_name_within_a_mailbox_is_no_name_beside_it(tmp_path: Path) -> None:
    (flag,) = details(report_on("Write to hillsidechoir@gmail.com", "snmat", tmp_path, stranger="hillsidechoir"))
    assert (flag.rule, flag.severity) == ("SNM-EMAIL-1", FAIL)
    assert "beside" not in flag.message


def test_a_flag_names_the_pupil_whose_detail_it_is(tmp_path: Path) -> None:
    (flag,) = details(report_on("Rhys won. Amelia's mum is on 07700 900123.", "aspire", tmp_path))
    assert flag.pupil_ids == ("P0001",)
    assert flag.evidence == "07700 900123"


@pytest.mark.parametrize("policy", [*shipped_packs(), BASELINE])
@pytest.mark.parametrize("channel", ["facebook", "website", "newsletter"])
def test_somewhere_a_rule_sees_to_every_kind_of_detail(policy: str, channel: str, tmp_path: Path) -> None:
    for text in (
        "Amelia, born 3 May 2015, won.",
        "Password: Sunflower12",
        "Rhys has asthma.",
        "UPN B801200005001",
        "Amelia lives at 12 Mill Lane.",
    ):
        found = details(report_on(text, policy, tmp_path, channel=channel))
        assert len(found) == 1
        assert found[0].severity is not NOTE


@pytest.mark.parametrize("policy", [*shipped_packs(), BASELINE])
def test_bait_is_no_flag_under_any_pack(policy: str, tmp_path: Path) -> None:
    text = "\n\n".join(text for text in BAIT if "\n" not in text and "](" not in text)
    assert [flag for flag in details(report_on(text, policy, tmp_path)) if flag.severity is not NOTE] == []


@pytest.mark.parametrize("policy", [*shipped_packs(), BASELINE])
def test_the_schools_own_contacts_never_cry_wolf(policy: str, tmp_path: Path) -> None:
    text = (
        "Well done Amelia and the whole choir! The concert is at St Mary's Church, 12 Mill Lane, HS1 2AB. Tickets "
        "from the school office: "
        "01632 960123 or office@hillside.sch.uk. Childline: 0800 1111."
    )
    assert details(report_on(text, policy, tmp_path)) == []


def test_contacts_in_the_settings_are_not_asked_about(tmp_path: Path) -> None:
    text = "Text 07700 900123 or write to hillsidechoir@gmail.com. Please use the entrance at HS1 2AB."
    contacts = Contacts(phones=("+44 7700 900123",), emails=("hillsidechoir@gmail.com",), postcodes=("HS12AB",))
    assert len(details(report_on(text, "aspire", tmp_path))) == 3
    assert details(report_on(text, "aspire", tmp_path, contacts=contacts)) == []


@pytest.mark.parametrize(
    ("contacts", "level"),
    [
        (Contacts(), FAIL),
        (Contacts(emails=("hillsidechoir@gmail.com",)), FAIL),
        (Contacts(email_domains=("gmail.com",)), FAIL),
        (Contacts(emails=("hillsidechoir@gmail.com",), email_domains=("hillside.sch.uk",)), FAIL),
    ],
)
def test_no_list_makes_an_outside_mailbox_official(contacts: Contacts, level: Severity, tmp_path: Path) -> None:
    text = "Book your place at hillsidechoir@gmail.com, or at office@hillside.sch.uk."
    (flag,) = details(report_on(text, "snmat", tmp_path, contacts=contacts))
    assert (flag.rule, flag.severity, flag.evidence) == ("SNM-EMAIL-1", level, "hillsidechoir@gmail.com")
    assert flag.advice.endswith("Listing this one under [contacts] changes nothing: it is out of the school's hands.")


@pytest.mark.parametrize(
    ("policy", "text", "flags"),
    [
        ("snmat", "Our caretaker's little boy swam.", [("SNM-DATA-1", REVIEW, "caretaker's little boy")]),
        ("victoria", "Our caretaker's little boy swam.", [("VIC-DATA-1", REVIEW, "caretaker's little boy")]),
        ("aspire", "Our caretaker's little boy swam.", []),
        ("southport", "Our caretaker's little boy swam.", []),
        ("snmat", "The only girl in the boxing club, Amelia, won.", []),
    ],
)
def test_a_description_that_fits_one_child_asks_where_the_policy_speaks_of_identifying(
    policy: str, text: str, flags: list[tuple[str, Severity, str]], tmp_path: Path
) -> None:
    found = details(report_on(text, policy, tmp_path))
    assert [(flag.rule, flag.severity, flag.evidence) for flag in found] == flags


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A girl in Year 4 has been treated for leukaemia.", "leukaemia"),
        ("Our caretaker is recovering from her operation.", "recovering from"),
        ("The Year 5 teaching assistant suffers from migraines.", "migraines"),
        ("A boy in Year 1 takes insulin every day.", "insulin"),
    ],
)
@pytest.mark.parametrize("policy", ["aspire", "north-star", "snmat", "southport", "victoria"])
def test_the_health_of_one_person_without_a_name_is_put_to_somebody(
    policy: str, text: str, words: str, tmp_path: Path
) -> None:
    flags = details(report_on(text, policy, tmp_path))
    assert words in {flag.evidence for flag in flags}
    assert {flag.severity for flag in flags} == {REVIEW}


def test_an_official_mailbox_may_collect_work(tmp_path: Path) -> None:
    text = "Pupils, send your homework to work@hillside-trust.example."
    assert [flag.rule for flag in details(report_on(text, "snmat", tmp_path))] == ["SNM-EMAIL-1"]
    official = Contacts(email_domains=("hillside-trust.example",))
    assert details(report_on(text, "snmat", tmp_path, contacts=official)) == []


@pytest.mark.parametrize(("text", "words"), [(text, words) for text, words, _, _ in TRUE])
def test_no_message_repeats_the_detail_or_the_name(text: str, words: str, tmp_path: Path) -> None:
    for policy in ("aspire", "snmat", "victoria"):
        for flag in details(report_on(text, policy, tmp_path)):
            said = f"{flag.message} {flag.advice}".casefold()
            assert words.casefold() not in said
            assert "amelia" not in said
            assert flag.message.endswith((".", ")."))
            assert flag.message[0].isupper()


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_hidden_names_hide_details_too(form: str, tmp_path: Path) -> None:
    secrets = ("07700 900123", "Sunflower12", "3 May 2015", "B801200005001", "asthma")
    text = "Amelia, born 3 May 2015, has asthma and UPN B801200005001. Call me on 07700 900123. Password: Sunflower12"
    report = report_on(text, "southport", tmp_path)
    assert len(details(report)) == len(secrets)
    shown = FORMATS[form](report, ReportOptions(show_names=False))
    assert [secret for secret in secrets if secret in shown] == []


def test_a_kind_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    pack = tmp_path / "ours.toml"
    pack.write_text(
        'schema = "postcheck-pack/1"\nid = "ours"\ntitle = "Ours"\nversion = "1"\nsource = "Ours"\n'
        'extends = "aspire"\n\n'
        '[[change]]\nid = "ASP-DATA-1"\nparams = { kinds = ["shoe_size"] }\n'
    )
    with pytest.raises(PackError, match="kinds"):
        RuleEngine(load_pack(str(pack)))
