"""Subtitles and calendars are read as what a person is shown of them, each word with its place in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.drafts.documents.document import Document
from postcheck.drafts.documents.document_types import load_document
from postcheck.errors import UnreadableError
from postcheck.model.text import SourceText


def read(folder: Path, name: str, text: str) -> Document:
    (folder / name).write_bytes(text.encode())
    return load_document(folder / name, f"drafts/{name}")


def body(document: Document) -> SourceText:
    (part,) = document.parts
    assert part.field == "body"
    assert isinstance(part.text, SourceText)
    return part.text


def test_what_subtitles_say(tmp_path: Path) -> None:
    text = (
        "1\r\n00:00:01,000 --> 00:00:02,500\r\nWell done <i>Am</i>elia\r\n{\\an8}Carter\r\n\r\n"
        "2\r\n00:00:03,000 --> 00:00:04,000\r\n<Rhys>\r\n4B\r\n"
    )
    found = body(read(tmp_path, "clip.srt", text))
    assert found.text.split() == ["Well", "done", "Amelia", "Carter", "<Rhys>", "4B"]
    start = found.text.index("Amelia")
    assert found.origin(start, start + 6) == (text.index("Am</i>"), text.index("elia") + 4)


def test_what_web_subtitles_say_and_who_says_it(tmp_path: Path) -> None:
    text = (
        "WEBVTT Year 4\n\nNOTE Rhys filmed this\n\nOwen\n00:01.000 --> 00:02.000 align:start\n"
        "<v.loud Amelia Carter>Hello &amp; welcome</v>\n"
    )
    lines = [line for line in body(read(tmp_path, "clip.vtt", text)).text.split("\n") if line]
    assert lines == [" Year 4", "NOTE Rhys filmed this", "Owen", "Amelia Carter: Hello & welcome"]


def test_what_a_calendar_says(tmp_path: Path) -> None:
    text = (
        "BEGIN:VCALENDAR\r\nPRODID:-//Jack Ltd//EN\r\nBEGIN:VEVENT\r\nUID:rhys@example\r\nDTSTART:20261121T090000Z\r\n"
        "SUMMARY:Assembly for Am\r\n elia\\, Year 4\r\nDESCRIPTION;LANGUAGE=en:Line one\\nLine two\r\n"
        'ATTENDEE;CN="Zainab Malik":mailto:z@example.org\r\nX-NOTE:Owen\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
    )
    document = read(tmp_path, "dates.ics", text)
    found = body(document)
    assert found.text.replace("\r", "").split("\n") == [
        "SUMMARY:Assembly for Amelia, Year 4",
        "DESCRIPTION;LANGUAGE=en:Line one",
        "Line two",
        'ATTENDEE;CN="Zainab Malik":mailto:z@example.org',
        "X-NOTE:Owen",
        "",
    ]
    start = found.text.index("Amelia")
    assert found.origin(start, start + 6) == (text.index("Am\r\n"), text.index("elia") + 4)
    assert document.unexamined == ()


def test_words_where_only_programs_look_are_said(tmp_path: Path) -> None:
    film = body(read(tmp_path, "clip.srt", "1\n00:00:01,000 --> 00:00:02,500 Amelia\nHello\n"))
    assert film.text.split() == ["00:00:01,000", "-->", "00:00:02,500", "Amelia", "Hello"]
    dates = body(read(tmp_path, "dates.ics", "PRODID:-//Jack Ltd//EN\nSTATUS:CONFIRMED\nCLASS:Amelia Carter\n"))
    assert dates.text == "CLASS:Amelia Carter\n"


def test_a_file_within_a_calendar_is_said(tmp_path: Path) -> None:
    text = "BEGIN:VEVENT\nATTACH;ENCODING=BASE64;VALUE=BINARY:QW1lbGlh\nEND:VEVENT\n"
    assert [one.reason for one in read(tmp_path, "dates.ics", text).unexamined] == [
        "Something in it is packed or is another file. Take it out, and check it by itself."
    ]


@pytest.mark.parametrize("name", ["clip.srt", "clip.vtt", "dates.ics"])
def test_what_is_no_text_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(bytes(range(256)) * 4)
    with pytest.raises(UnreadableError, match="text that postcheck can read"):
        load_document(tmp_path / name, name)
