"""Bytes become the right characters, or a reason why not."""

# ruff: noqa: RUF001 -- quotation marks and dashes as people type them

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.errors import UnreadableError
from postcheck.formats import textfile
from postcheck.formats.textfile import decode

SENTENCE = "Well done Zoë, Łukasz and Siân!\r\nSee you\non Monday…\n"
LATIN = "Well done Zoë and Siân — “super”!\r\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (SENTENCE.encode(), SENTENCE),
        (SENTENCE.encode("utf-8-sig"), SENTENCE),
        (b"\xff\xfe" + SENTENCE.encode("utf-16-le"), SENTENCE),
        (b"\xfe\xff" + SENTENCE.encode("utf-16-be"), SENTENCE),
        (SENTENCE.encode("utf-16-le"), SENTENCE),
        (SENTENCE.encode("utf-16-be"), SENTENCE),
        (SENTENCE.encode("utf-32"), SENTENCE),
        (LATIN.encode("cp1252"), LATIN),
        ("Zoë ".encode() + "Siân".encode("cp1252"), "Zoë Siân"),
        ("Привет, Оля и Ян, до встречи".encode("utf-16-le"), "Привет, Оля и Ян, до встречи"),
        (b"", ""),
        (b"\xef\xbb\xbf", ""),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    file = decode(data, "drafts/star.md")
    assert file.text == text
    assert file.name == "drafts/star.md"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        *(
            ("mac_roman", text)
            for text in ("Well done Siân", "José", "Sofía won", "Ciarán", "Aoife Ní Bhriain", "Élodie")
        ),
        *(("mac_roman", text) for text in ("O’Shaughnessy", "Chloë’s “café” — £3.50…", "SIÂN LLEWELYN", "Müller")),
        *(("cp1250", text) for text in ("Łukasz", "Zofia Szczepańska, Łukasz Wiśniewski")),
        ("cp1254", "Çağla Yıldız şampiyon"),
        *(("cp850", text) for text in ("Siân", "Élodie", "Müller")),
        *(
            ("cp1252", text)
            for text in ("José’s £5", "don’t “stop”", "‘well done’", "the pupils’ work", "Phœbe", "50 °C")
        ),
        *(
            ("cp1252", text)
            for text in ("D’Arcy and O’Shaughnessy", "Señor, ¿qué?", "ÀÉ", "Å", "½ price", "† see below")
        ),
    ],
)
def test_other_code_pages_are_told_from_that_of_windows(page: str, text: str) -> None:
    assert decode(f"Date,Text\r15/12/2026,{text}\r".encode(page), "a.csv").text == f"Date,Text\r15/12/2026,{text}\r"


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_marked_encodings_come_back_whole(text: str, encoding: str) -> None:
    assert decode(("x" + text).encode(encoding), "a.md").text == "x" + text


@given(st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), max_size=60))
def test_windows_text_is_never_refused(text: str) -> None:
    data = text.encode("cp1252")
    decoded = decode(b"a " + data, "a.md").text
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        assert decoded.startswith("a ")
    else:
        assert decoded == "a " + data.decode("utf-8")


def test_a_pointer_of_git_lfs_is_not_the_draft() -> None:
    with pytest.raises(UnreadableError, match="Git LFS"):
        decode(b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n", "drafts/star.md")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0",
        b"Well done Ame\0lia Carter, you are a star and we are proud of you",
        b"%PDF-1.7 text",
        b"PK\x03\x04word",
        b"{\\rtf1 Well done}",
        b"\xff\xfeodd",
        b"\xff\xfe" + b"\x00\xd8" * 4,
        bytes(range(1, 32)) * 4,
        b"Zo \x81 \x8d",
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        decode(data, "drafts/star.md")
    assert caught.value.file == "drafts/star.md"
    assert "plain text" in caught.value.advice


def test_reading_says_why_it_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableError, match="no such file"):
        textfile.read(tmp_path / "gone.md", "gone.md")
    with pytest.raises(UnreadableError, match="could not be opened"):
        textfile.read(tmp_path, "folder")
    (tmp_path / "big.md").write_text("far too long")
    monkeypatch.setattr(textfile, "MAX_BYTES", 5)
    with pytest.raises(UnreadableError, match="larger than"):
        textfile.read(tmp_path / "big.md", "big.md")


def test_forbidden_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "star.md"
    file.write_text("x")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableError, match="does not let"):
        textfile.read(file, "star.md")
