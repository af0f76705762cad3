"""The encoding of a web page is told as browsers tell it."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.drafts.documents.web_encoding import read_page, read_sheet

POLISH = "<p>Łukasz Wiśniewski</p>"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b'<meta charset="iso-8859-2">', "iso8859-2"),
        (b"<meta charset = 'latin2' >", "iso8859-2"),
        (b'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1250">', "cp1250"),
        (b'<meta content="text/html; charset=windows-1250" http-equiv="content-type">', "cp1250"),
        (b"<!-- <meta charset=utf-16> --><meta charset=iso-8859-2>", "iso8859-2"),
        (b"<!--><meta charset=iso-8859-2>", "iso8859-2"),
        (b"<p title='<meta charset=koi8-r>'><meta charset=iso-8859-2>", "iso8859-2"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?>', "iso8859-2"),
        (b"<!--" + b"x" * 1_500 + b"--><meta charset=iso-8859-2>", "iso8859-2"),
        (b"<meta charset=iso-8859-2><meta charset=koi8-r>", "iso8859-2"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<meta charset=iso-8859-1>", "utf-8"),
        (b"\xef\xbb\xbf<meta charset=iso-8859-2>", "utf-8"),
        (b"<!-- <meta charset=koi8-r> -->", "utf-8"),
    ],
)
def test_the_label_that_browsers_heed(tmp_path: Path, head: bytes, encoding: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(head + POLISH.encode(encoding))
    decoded = read_page(path, "page.html")
    assert decoded.file.text.endswith(POLISH)
    assert not decoded.doubt


@pytest.mark.parametrize(
    ("label", "written", "text"),
    [
        (b"iso-8859-1", b"D\x92Arcy", "D\u2019Arcy"),
        (b"x-user-defined", b"Si\xe2n", "Siân"),
        (b"x-mac-roman", b"Si\x89n", "Siân"),
        (b"iso-2022-jp", b"\x1b(JAmelia\x1b(B", "Amelia"),
    ],
)
def test_labels_mean_what_they_mean_to_browsers(tmp_path: Path, label: bytes, written: bytes, text: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"<meta charset=" + label + b"><p>" + written)
    assert read_page(path, "page.html").file.text.endswith(f"<p>{text}")


@pytest.mark.parametrize("label", [b"utf-7", b"cp037", b"klingon", b"iso-2022-kr"])
def test_a_label_that_browsers_do_not_know_is_said(tmp_path: Path, label: bytes) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"<!doctype html>\n<meta charset=" + label + b">\n<p>Si\xc3\xa2n")
    decoded = read_page(path, "page.html")
    assert decoded.file.text.endswith("Siân")
    assert decoded.doubt.startswith("Line 2 declares an encoding that browsers do not know")


def test_a_label_that_a_site_generator_is_to_complete_is_no_label(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b'<meta charset="{{ site.charset }}"><p>Si\xc3\xa2n')
    assert not read_page(path, "page.html").doubt


def test_a_style_sheet_declares_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.css"
    path.write_bytes('@charset "iso-8859-2";b{content:"Łukasz"}'.encode("iso8859-2"))
    assert read_sheet(path, "a.css").text.endswith('"Łukasz"}')
