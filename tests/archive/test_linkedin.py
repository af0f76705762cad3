from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from openpyxl import Workbook

from postcheck.archive import ItemKind, Source
from tests.builders.archives import REPORT, SHARES, Reading, fields, folder, packed

PROFILE = "First Name,Last Name,Headline,Summary\nAnn,Clerk,Head teacher,We teach\n"


def test_the_archive_of_a_profile_is_read(tmp_path: Path) -> None:
    files = {
        "Shares.csv": SHARES,
        "Profile.csv": PROFILE,
        "Comments.csv": "Date,Link,Message\n2026-09-24 08:00:00,https://www.linkedin.com/feed/1,Bravo Ravi\n",
        "messages.csv": "FROM,CONTENT\nA,Secret words\n",
        "Connections.csv": "First Name,Last Name\nA,B\n",
        "Email Addresses.csv": "Email Address\noffice@hillside.example\n",
    }
    read = Reading(packed(tmp_path / "linkedin.zip", files))
    assert read.not_read == []
    assert set(read.sources.values()) == {Source.LINKEDIN}
    post = read.one("Proud of Amelia Carter")
    assert fields(post)["body"] == "Proud of Amelia Carter\nSecond line"
    assert post.address == "https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A1"
    assert (post.account, post.date) == ("Ann Clerk", datetime(2026, 9, 24, 8, tzinfo=UTC))
    assert post.place.line == 2
    assert read.one("Bravo Ravi").kind is ItemKind.COMMENT
    assert read.one("Head teacher").kind is ItemKind.PROFILE
    assert len(read.items) == 3
    assert read.tally.passed_over["private messages"] == 1


def test_what_a_profile_shows_and_recommendations_are_read(tmp_path: Path) -> None:
    files = {
        "Shares.csv": SHARES,
        "Positions.csv": "Company Name,Title,Description\nHillside,Head,I taught Zoë Whitlock\n",
        "Recommendations_Given.csv": "First Name,Text,Creation Date\nAnn,Taught Ravi well,2026-09-24\n",
        "Articles/Articles/our-choir.html": "<p>The choir</p>",
    }
    read = Reading(folder(tmp_path / "li", files))
    assert read.one("I taught Zoë Whitlock").kind is ItemKind.PROFILE
    assert read.one("Taught Ravi well").kind is ItemKind.COMMENT
    (article,) = [item for item in read.items if item.media]
    assert article.media[0].written == "Articles/Articles/our-choir.html"
    assert read.not_read == []


def test_a_report_on_a_page_is_read_below_its_preamble(tmp_path: Path) -> None:
    read = Reading(folder(tmp_path, {"updates.csv": REPORT}) / "updates.csv")
    post = read.one("Our choir and Zoë Whitlock")
    assert (post.date, post.place.line) == (date(2026, 9, 24), 4)
    assert post.address.endswith("activity:5")
    assert read.not_read == []


def test_the_sheet_with_the_posts_of_a_workbook_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Metrics"
    book.active.append(["Date", "Impressions"])
    book.active.append(["9/24/2026", 5])
    posts = book.create_sheet("All posts")
    for line in REPORT.splitlines():
        posts.append(line.split(","))
    path = tmp_path / "hillside_content.xlsx"
    book.save(path)
    assert Reading(path).one("Our choir and Zoë Whitlock").date == date(2026, 9, 24)


def test_columns_that_are_gone_are_named(tmp_path: Path) -> None:
    files = {"Shares.csv": "When,What\n2026,Amelia Carter\n"}
    ((file, reason),) = Reading(folder(tmp_path / "li", files)).reasons
    assert file == "Shares.csv"
    assert "ShareCommentary" in reason
    assert "Amelia" not in reason


def test_a_row_that_is_cut_off_is_said_with_its_line(tmp_path: Path) -> None:
    read = Reading(folder(tmp_path / "li", {"Shares.csv": SHARES + '2026-09-25 08:00:00,https://l.example,"Well'}))
    assert read.said("Proud of Amelia Carter") == 1
    (found,) = read.not_read
    assert found.place.line == 4
    assert "Well" not in found.reason


def test_a_table_that_is_not_known_is_said(tmp_path: Path) -> None:
    read = Reading(folder(tmp_path / "li", {"Shares.csv": SHARES, "Brand new.csv": "A,B\n1,2\n"}))
    assert [file for file, _ in read.reasons] == ["Brand new.csv"]


def test_quotation_marks_with_a_stroke_before_them_are_read(tmp_path: Path) -> None:
    said = (
        "Date,Link,Message\n"
        '2026-09-24 08:00:00,https://l.example/1,"He said \\"go on, now\\", and Amelia won, \\"really\\""\n'
        '2026-09-24 09:00:00,https://l.example/2,"Bravo\n\\"Ravi\\""\n'
        "2026-09-24 10:00:00,https://l.example/3,Thank you\n"
    )
    read = Reading(folder(tmp_path / "li", {"Shares.csv": SHARES, "Comments_12.csv": said}))
    assert read.one("go on, now").texts[0].text == 'He said "go on, now", and Amelia won, "really"'
    assert read.one("Bravo").place.line == 3
    assert read.one("Thank you").place.line == 5
    assert read.not_read == []


def test_a_stroke_at_the_end_of_a_cell_stays(tmp_path: Path) -> None:
    said = 'Date,Link,Message\n2026-09-24 08:00:00,https://l.example/1,"Bravo, Ravi \\"\n2026-09-24 09:00:00,x,Thanks\n'
    read = Reading(folder(tmp_path / "li", {"Shares.csv": SHARES, "Comments.csv": said}))
    assert read.one("Bravo, Ravi").texts[0].text == "Bravo, Ravi \\"
    assert len(read.items) == len(Reading(folder(tmp_path / "b", {"Shares.csv": SHARES})).items) + 2


def test_the_day_of_a_medium_stands_in_a_sentence(tmp_path: Path) -> None:
    said = (
        "Date/Time,Media Description,Media Link\n"
        '"You uploaded a feed photo on January 9, 2026 at 10:33 AM (GMT)",Sameera,https://l.example/1\n'
        '"You uploaded a feed photo on Caturday 9, 2026",Oskar,https://l.example/2\n'
    )
    read = Reading(folder(tmp_path / "li", {"Shares.csv": SHARES, "Rich_Media.csv": said}))
    assert (read.one("Sameera").date, read.one("Oskar").date) == (date(2026, 1, 9), None)
