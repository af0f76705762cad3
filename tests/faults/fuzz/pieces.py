"""What inputs are put together from: the signs that a parser knows, and anything else."""
# ruff: noqa: E501, RUF001 -- a language a line; letters that are taken for others

from __future__ import annotations

import io
import zipfile
from typing import Any

from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.builders.documents import Pdf, paragraph
from tests.faults.made import pdf_bytes, word_bytes, workbook_bytes

_WORDS = (
    "Tamsin",
    "Penhallow",
    "our fair",
    "é",
    "\u202e",
    "\u200b",
    "\0",
    "\ufeff",
    "😀",
    "ſ",
    "\r",
    "\n",
    " ",
    "\t",
    "1",
    "2026-11-21",
)
_SIGNS = {
    "yaml": "---|: |- |? |# |&a |*a|!!str |!!binary |!x |<<: |[|]|{|}|, |> |\\||\"|'|%YAML|@|`|~|  |title: |images: |- file: |tags: |people: |channel: |\n---\n|\n",
    "toml": "+++|= |[|]|[[|]]|\"\"\"|'''|\"|'|\\u0041|.|, |{|}|# |title = |images = |1979-05-27|true|\n+++\n|\n",
    "markdown": '![|](|](<|>)|)|]|[|]: |](a.png "|" )|`|``|```\n|~~~|> |- |1. |# |***|__|<|>|</|<!--|-->|<img src=|\\|&amp;|&#97;|{{<|>}}|![[|]]|\n\n|    |:::|a.png|http://|{%|%}|[^1]',
    "html": "<|>|</|/>|=|\"|'|<p>|<script>|</script|<style>|</style>|<!--|-->|<!|<?|<![CDATA[|]]>|<svg>|<plaintext>|<template>|<img src=|srcset=|srcdoc=|<base href=|<meta charset=|&#|&#x|;|&amp|&nbsp;|<bdo dir=rtl>|content:|\\61 |@import|url(|)|<select><option|<title>|data:image/png;base64,",
    "csv": ',|;|\t|"|""|\n|\r\n|\r|=|date|text|image|channel|forename|surname|pupil_id|2026-12-01|Facebook|a.png|Monday|sep=;\n',
    "json": "{|}|[|]|\"|\": |, |\\\"|\\u0041|\\ud83d|\\u|//|/*|*/|'|null|1e999|\"text\": \"|\"author\": \"|\n",
    "xml": "<|>|</a>|<a>|<b>|/>|<![CDATA[|]]>|<!--|-->|<?x |?>|<!DOCTYPE a [|<!ENTITY w \"|]>|&w;|&#97;|&|a=\"|\"|'",
    "timed": 'WEBVTT\n|\n\n|1\n|00:00:01,000 --> 00:00:04,000\n|00:01.000 --> 00:04.000 align:start\n|-->|<v |>|<i>|{\\an8}|&amp;|NOTE |BEGIN:VCALENDAR\n|SUMMARY:|;CN="|\\n|\n |END:VEVENT\n|ATTENDEE;|:|UID:',
    "settings": 'policy = |"aspire"|consent = |[accounts]|[[accounts]]|[ocr]|[header]|[bulk]|[cache]|[contacts]|= |"|[|]|1|true|\n|text = |ignore = |languages = |time_limit = |-1|nan|channels = ',
    "pack": 'schema = 1\n|id = |title = |[[rule]]\n|check = |"name"|severity = "fail"\n|extends = |[[rule.example]]\n|words = |patterns = |"("|"a*"|= |"|[|]|\n|version = "1"\n',
    "details": "07700 900123|01632 960001|+44|@|.example|a.b@c.example|https://|www.|#|password: |PIN|sort code 00-00-00|born |12/03/2016|UPN |A123456789012|NHS |SW1A 1AA|Flat 2, |Street|(|)|.|,|\n|-| ",
}  # fmt: skip


def texts(kind: str) -> st.SearchStrategy[str]:
    """Return texts made of the signs of a language, of words, and of anything."""
    signs = [part for part in _SIGNS[kind].split("|") if part] + ["|"]
    piece = st.one_of(st.sampled_from(signs), st.sampled_from(_WORDS), st.text(max_size=4))
    return st.lists(piece, max_size=40).map("".join).filter(lambda text: not _lone(text))


def _lone(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def changed(*seeds: bytes) -> st.SearchStrategy[bytes]:
    """Return these contents with some bytes replaced, put in, left out or cut off."""
    edit = st.tuples(
        st.integers(0, 2**20), st.sampled_from(("replace", "insert", "drop", "cut")), st.binary(max_size=6)
    )
    return st.builds(_edited, st.sampled_from(seeds), st.lists(edit, max_size=6))


def _edited(seed: bytes, edits: list[tuple[int, str, bytes]]) -> bytes:
    data = bytearray(seed)
    for number, how, more in edits:
        at = number % (len(data) + 1)
        if how == "cut":
            del data[max(at, len(data) // 2) :]
        else:
            data[at : at + (0 if how == "insert" else len(more) or 3)] = b"" if how == "drop" else more
    return bytes(data)


def packed(container: bytes, part: str, content: bytes) -> bytes:
    """Return a container with the content of one part replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(container)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == part else old.read(info))
    return buffer.getvalue()


def unpacked(container: bytes, part: str) -> bytes:
    """Return the content of one part."""
    with zipfile.ZipFile(io.BytesIO(container)) as archive:
        return archive.read(part)


WORD = word_bytes(paragraph("Our fair was fun") + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")
WORKBOOK = workbook_bytes(
    lambda book: book.active.append(["date", "text"]), lambda book: book.active.append(["2026-12-01", "Our fair"])
)


def _pdf() -> bytes:
    pdf = Pdf()
    pdf.page((9, 30, "Our fair"), size=(60, 40), extra="/Annots [<< /Subtype /Text /Rect [0 0 9 9] /Contents (x) >>]")
    pdf.catalog = "/Outlines << /First << /Title (Our fair) >> >> /StructTreeRoot << /K << /S /Figure /Alt (x) >> >>"
    pdf.info = "/Title (Our fair) /Subject <FEFF0041>"
    return pdf_bytes(pdf)


PDF = _pdf()


def _picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    words, exif = PngInfo(), Image.Exif()
    words.add_text("Comment", "Our fair")
    words.add_itxt("XML:com.adobe.xmp", "<x><dc:title>Our fair</dc:title></x>")
    exif[0x010E] = "Our fair"
    how: dict[str, dict[str, Any]] = {
        "PNG": {"pnginfo": words, "exif": exif},
        "JPEG": {"exif": exif},
        "GIF": {"save_all": True, "append_images": [Image.new("RGB", (8, 6), "red")]},
    }
    Image.new("RGB", (8, 6), "white").save(buffer, kind, **how.get(kind, {}))
    return buffer.getvalue()


PICTURES = {f".{kind.lower()}": _picture(kind) for kind in ("PNG", "JPEG", "GIF", "WEBP", "TIFF")}
