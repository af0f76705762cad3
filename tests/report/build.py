"""Builds reports by hand: one of everything that a report can say, without judging anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from postcheck.model.draft import Annotations, Draft, DraftImage, Header, Unexamined
from postcheck.model.mention import Ground, Naming, Role
from postcheck.model.pack import Example, Pack, Rule
from postcheck.model.people import Outlet
from postcheck.model.report import ChecklistItem, DraftReport, Flag, Report
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Box, Passage, PlaceKind, SourceText, TextFile, Where, Word
from postcheck.model.waiver import Waiver

DAY = date(2026, 11, 21)
NEVER = "Take the name out, or say “a pupil” instead. This policy allows no name, whatever the family agreed to."
COVER = "Cover the name in the picture (a solid box is best), or use another picture."
DRESS = ChecklistItem(
    "ASP-IMG-4",
    "Everyone in the picture is dressed appropriately, and nobody is made fun of.",
    declared=False,
    declare="dress_checked",
)
WAIVER = Waiver(
    "5f1c0a",
    "ASP-NAME-1",
    Path("sample_posts/fair.md"),
    "Her grandfather",
    "J. Osei",
    date(2026, 12, 31),
    "postcheck-waivers.toml",
    3,
)
NAMING = Naming(
    Role.CHILD,
    0.8749,
    ("first_name", "age_after", "lower_case"),
    (
        Ground("age_after", "a child's age follows it", "child", 1.2345),
        Ground("lower_case", "it is written in small letters", "not child", 0.4),
    ),
)
DELETE = ChecklistItem(
    "ASP-IMG-6",
    "Pictures that turned out compromising have been deleted.",
    declared=False,
    declare="compromising_deleted",
)

STAFF = ChecklistItem(
    "ASP-ACC-2",
    "At least two members of staff run the account.",
    declared=False,
    declare="two_named_staff",
    account="Hillside Primary",
)


def rule(
    identity: str,
    title: str,
    section: str,
    category: Category = Category.NAME,
    severity: Severity = Severity.FAIL,
    **other: object,
) -> Rule:
    """Return a rule of which only what reports show matters."""
    values: dict[str, object] = {
        "check": "name",
        "asks": "No child's name appears on social media.",
        "why": "A name beside a school lets a stranger find a child.",
        "remedy": NEVER,
        **other,
    }
    return Rule(identity, title, category=category, severity=severity, section=section, **values)  # type: ignore[arg-type]


PACK = Pack(
    "aspire",
    "Aspire Academy Trust: Social Media Policy",
    "1.3",
    "Aspire Social Media Policy, version 1.3, June 2023",
    "2026-06",
    (
        rule(
            "ASP-NAME-1",
            "No child's name in a post",
            "Use of children's names",
            outlets=frozenset({Outlet.SOCIAL}),
            examples=(
                Example(
                    "---\nchannel: facebook\n---\nStar of the week: Amelia!\n", Severity.FAIL, "A first name is a name."
                ),
                Example("Thank you to Mrs Okonkwo.\n", None, "An adult with a title."),
            ),
            params={"media": ("text",), "levels": frozenset({"b", "a"}), "since": DAY, "deep": {"n": 1}},
        ),
        rule("ASP-NAME-2", "A child's name in a picture is blurred out", "Use of children's names"),
        rule("ASP-IMG-1", "Consent for every pupil who is shown", "Use of images & video", Category.PICTURE),
        rule(
            "ASP-IMG-4",
            "Dress and dignity",
            "Use of images & video",
            Category.PICTURE,
            Severity.NOTE,
            check="checklist",
            declare="dress_checked",
        ),
        rule(
            "PC-REC-1",
            "Headers say what they mean",
            "Baseline",
            Category.RECORD,
            Severity.REVIEW,
            basis="good practice",
        ),
        rule("ASP-ACC-2", "Official accounts only", "Accounts", Category.CHANNEL, Severity.REVIEW, basis="inferred"),
    ),
)

STAR = """---
channel: facebook
title: Amelia C is our star!
images:
  - file: certificate.jpg
    alt: A certificate for Amelia
---
What a week it has been in Year 4, with the bake sale and the trip to the museum. Well done \
to Amelia for reading forty books since September!
Thank you to everyone who came.
#WellDoneAmelia
"""


def text_flag(file: TextFile, evidence: str, occurrence: int = 0, field: str = "body", **other: object) -> Flag:
    """Return a flag of ASP-NAME-1 at the given occurrence of ``evidence`` in ``file``."""
    start = -1
    for _ in range(occurrence + 1):
        start = file.text.index(evidence, start + 1)
    line, column = file.line_column(start)
    where = Where(PlaceKind.TEXT, file.name, field, line, column, start, start + len(evidence))
    return name_flag(evidence, where, **other)


def name_flag(evidence: str, where: Where, **other: object) -> Flag:
    """Return a flag of ASP-NAME-1 unless ``other`` says otherwise."""
    values: dict[str, object] = {
        "rule": "ASP-NAME-1",
        "category": Category.NAME,
        "severity": Severity.FAIL,
        "message": "A pupil's first name is in the text.",
        "advice": NEVER,
        "pupil_ids": ("P0007",),
        "fingerprint": "5f1c0a",
        "naming": NAMING,
        **other,
    }
    return Flag(evidence=evidence, where=where, **values)  # type: ignore[arg-type]


def image(name: str, **other: object) -> DraftImage:
    """Return an image of a draft, which need not exist."""
    return DraftImage(name, Path(name), name, Where(PlaceKind.TEXT, "x"), **other)  # type: ignore[arg-type]


def star() -> DraftReport:
    """Return a post that fails: names in its text, its title and its picture."""
    file = TextFile("sample_posts/star.md", STAR)
    alt_start = STAR.index("A certificate for")
    alt = SourceText.slice(file, alt_start, alt_start + len("A certificate for Amelia"))
    picture = "sample_posts/certificate.jpg"
    read = Passage(
        "AMELIA CARTER",
        PlaceKind.IMAGE,
        picture,
        "ocr",
        words=(Word(0, 6, Box(412, 300, 330, 71), 0.914), Word(7, 13, Box(760, 300, 307, 71), 0.953)),
        image=picture,
        frame=0,
        size=(1400, 1000),
    )
    flags = (
        name_flag(
            "AMELIA CARTER",
            read.where(0, 13),
            rule="ASP-NAME-2",
            message="A pupil's full name is readable in a picture.",
            advice=COVER,
        ),
        text_flag(file, "Amelia", 2),
        text_flag(file, "Amelia", 3),
        text_flag(file, "Amelia C", field="title", message="A pupil's first name and surname initial is in the title."),
        text_flag(file, "Amelia", 1, field="alt", message="A pupil's first name is in the alt text of a picture."),
        Flag(
            "ASP-IMG-1",
            Category.PICTURE,
            Severity.REVIEW,
            "Nobody has said who can be recognised in this picture, so consent could not be checked.",
            (
                "List the pupils who can be recognised under `people:` for the picture, or write `people: []` if "
                "nobody can be recognised."
            ),
            "",
            Where(PlaceKind.IMAGE, picture),
        ),
    )
    draft = Draft(
        file.name,
        Path(file.name),
        file,
        images=(image(picture, said=Annotations(alt=(alt,))),),
        header=Header(("facebook",)),
    )
    return DraftReport(
        draft,
        PACK,
        ("facebook",),
        DAY,
        flags,
        checklist=(DRESS, DELETE),
        passages=(read,),
        consent_lists=("sample_posts/consent.csv",),
    )


def match() -> DraftReport:
    """Return a post that needs a decision: one name, two pupils; and an image whose file name names a pupil."""
    file = TextFile("sample_posts/match.md", "What a match! Mohammed scored twice, and Art kept goal.\n")
    flags = (
        text_flag(
            file,
            "Mohammed",
            severity=Severity.REVIEW,
            message=(
                "What may be a pupil's first name is in the text (spelt a little differently on the consent "
                "list; 2 pupils may be meant)."
            ),
            pupil_ids=("P0012", "P0013"),
        ),
        text_flag(
            file,
            "Art",
            severity=Severity.NOTE,
            message="What reads like a person's name is in the text (an ordinary word).",
            pupil_ids=(),
        ),
    )
    draft = Draft(file.name, Path(file.name), file, images=(image("sample_posts/pitch.jpg"),))
    return DraftReport(
        draft,
        PACK,
        ("x", "instagram"),
        date(2026, 12, 1),
        flags,
        checklist=(DRESS,),
        consent_lists=("sample_posts/consent.csv",),
    )


def trip() -> DraftReport:
    """Return a post of which one picture could not be opened."""
    file = TextFile("sample_posts/trip.md", "A day at the sea.\n")
    unexamined = (
        Unexamined(
            "sample_posts/beach.heic",
            "It is no picture that postcheck can open. Save it as JPEG or PNG and name that file in the draft.",
        ),
    )
    return DraftReport(
        Draft(file.name, Path(file.name), file),
        PACK,
        (),
        DAY,
        unexamined=unexamined,
        consent_lists=("sample_posts/consent.csv",),
    )


def fair(*, checklist: tuple[ChecklistItem, ...] = ()) -> DraftReport:
    """Return a post with no problems."""
    file = TextFile("sample_posts/fair.md", "Our fair is on Friday.\n")
    return DraftReport(
        Draft(file.name, Path(file.name), file),
        PACK,
        ("website",),
        DAY,
        checklist=checklist,
        consent_lists=("sample_posts/consent.csv",),
    )


def everything() -> Report:
    """Return one post of each verdict."""
    return Report((star(), match(), trip(), fair(checklist=(DRESS,)), fair()), PACK, DAY)


def one(post: DraftReport) -> Report:
    """Return a report of one post."""
    return Report((post,), post.pack, DAY)
