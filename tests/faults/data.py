"""Data files, planners, subtitles, calendars, other encodings, and kinds of file that nobody can read."""
# ruff: noqa: E501 -- a fault a line

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.faults.fault import NAME, Fault

_SAID = f"Well done to {NAME} for maths"
_DATA: dict[str, tuple[str, str | bytes]] = {
    "json-buffer": ("buffer.json", json.dumps({"updates": [{"text": _SAID, "profile_ids": ["a"]}]})),
    "json-list": ("posts.json", json.dumps([_SAID])),
    "json-nested": ("posts.json", json.dumps({"a": {"b": [{"c": {"d": _SAID}}]}})),
    "json-key": ("posts.json", json.dumps({_SAID: 1})),
    "json-escaped": ("posts.json", json.dumps({"text": _SAID}).replace("Tamsin", "\\u0054amsin")),
    "json-surrogates": ("posts.json", json.dumps({"text": f"\N{PARTY POPPER} {_SAID}"})),
    "json-slashes": ("posts.json", json.dumps({"html": f"<b>{_SAID}</b>"}).replace("/", "\\/")),
    "json-html": ("posts.json", json.dumps({"html": "<p>Well done <b>Tam</b>sin for maths</p>"})),
    "json-markdown": ("posts.json", json.dumps({"body": "Well done **Tam**sin for maths"})),
    "json-author": ("posts.json", json.dumps({"text": "Our fair was fun", "author": "Tamsin"})),
    "json-names": ("posts.json", json.dumps({"text": "It was fun", "forename": "Tamsin", "surname": "Penhallow"})),
    "json-tags": ("posts.json", json.dumps({"text": "Our fair was fun", "tags": ["TamsinPenhallow"]})),
    "json-slug": ("posts.json", json.dumps({"text": "Our fair was fun", "slug": "tamsin-penhallow-wins"})),
    "json-short": ("posts.json", json.dumps({"text": "Our fair was fun", "alt": "Tamsin"})),
    "json-broken": ("posts.json", '{"text": "' + _SAID),
    "json-single-quotes": ("posts.json", "{'text': '" + _SAID + "'}"),
    "json5-bare": ("posts.json", "{text: '" + _SAID + "',}"),
    "json-comment": ("posts.json", f'{{"text": "Our fair was fun" /* {NAME} */}}'),
    "jsonl": ("posts.jsonl", f'{{"a": "x"}}\n{{"text": "{_SAID}"}}\n'),
    "json-utf16": ("posts.json", json.dumps({"text": _SAID}).encode("utf-16")),
    "yaml-list": ("data/news.yml", f"- title: Our fair\n  text: {_SAID}\n"),
    "yaml-folded": ("data/news.yaml", "text: >\n  Well done Tamsin\n  Penhallow\n"),
    "yaml-key": ("data/news.yml", f"{_SAID}: 1\n"),
    "yaml-anchor": ("data/news.yml", f"a: &a {_SAID}\nb: *a\n"),
    "yaml-documents": ("data/news.yml", f"a: 1\n---\ntext: {_SAID}\n"),
    "yaml-broken": ("data/news.yml", f"text: [{_SAID}\n"),
    "yaml-tab": ("data/news.yml", f"text:\n\t- {_SAID}\n"),
    "yaml-escaped": ("data/news.yml", 'text: "Well done T\\x61msin for maths"\n'),
    "yaml-binary": ("data/news.yml", "a: Our fair was fun\ntext: !!binary V2VsbCBkb25lIFRhbXNpbiBQZW5oYWxsb3c=\n"),
    "yaml-name": ("data/team.yml", "- name: Tamsin Penhallow\n  role: captain\n"),
    "yaml-winners": ("data/team.yml", "text: Our fair was fun\nwinners: [Tamsin, Penhallow]\n"),
    "xml-text": ("feed.xml", f"<rss><item><title>{_SAID}</title></item></rss>"),
    "xml-attribute": ("feed.xml", f'<rss><item title="{_SAID}"/></rss>'),
    "xml-cdata": ("feed.xml", f"<rss><item><![CDATA[{_SAID}]]></item></rss>"),
    "xml-comment": ("feed.xml", f"<rss><!-- {_SAID} --></rss>"),
    "xml-entity": ("feed.xml", "<rss><a>Well done T&#97;msin for maths</a></rss>"),
    "xml-own-entity": ("feed.xml", f'<!DOCTYPE a [<!ENTITY w "{_SAID}">]><a>It was &w;</a>'),
    "xml-split": ("feed.xml", "<rss><a>Well done <b>Tam</b>sin</a></rss>"),
    "xml-instruction": ("feed.xml", f"<?note {_SAID}?><a>Our fair was fun</a>"),
    "xml-html-inside": ("feed.xml", "<a>&lt;p&gt;Well done Tamsin&lt;/p&gt;</a>"),
    "xml-latin1": ("feed.xml", "<?xml version='1.0' encoding='iso-8859-2'?><a>Well done Wiśniewska</a>".encode("iso8859-2")),
    "xml-utf16": ("feed.xml", f"<a>{_SAID}</a>".encode("utf-16")),
    "xml-cut": ("feed.xml", f"<a>{_SAID}"),
    "js-object": ("posts.js", f'const posts = [{{text: "{_SAID}"}}];'),
    "js-export": ("posts.js", f"export default {{text: '{_SAID}'}};"),
    "js-module": ("posts.js", f'module.exports = {{text: "{_SAID}"}};'),
    "js-window": ("posts.js", f'window.posts = ["{_SAID}"];'),
    "js-jsonp": ("posts.js", f'show({{"text": "{_SAID}"}});'),
    "js-tweets": ("tweets.js", f'window.YTD.tweets.part0 = [{{"full_text": "{_SAID}"}}]'),
    "js-program-data": ("posts.js", f'import a from "a";\nconst posts = [{{text: "{_SAID}"}}];\nexport {{ posts }};'),
    "js-program-arrow": ("posts.js", f'const posts = [{{text: "{_SAID}"}}];\nposts.map((a) => show(a));'),
    "subtitle": ("film.srt", f"1\n00:00:01,000 --> 00:00:04,000\n{_SAID}\n"),
    "subtitle-lines": ("film.srt", "1\n00:00:01,000 --> 00:00:04,000\nWell done Tamsin\nPenhallow\n"),
    "subtitle-tags": ("film.srt", "1\n00:00:01,000 --> 00:00:04,000\nWell done <i>Tam</i>sin\n"),
    "subtitle-styled": ("film.srt", "1\n00:00:01,000 --> 00:00:04,000\n{\\an8}Tam{\\b1}sin won\n"),
    "subtitle-entity": ("film.vtt", "WEBVTT\n\n00:01.000 --> 00:04.000\nT&#97;msin won\n"),
    "subtitle-voice": ("film.vtt", f"WEBVTT\n\n00:01.000 --> 00:04.000\n<v {NAME}>I won\n"),
    "subtitle-note": ("film.vtt", f"WEBVTT\n\nNOTE {NAME}\n\n00:01.000 --> 00:04.000\nx\n"),
    "subtitle-title": ("film.vtt", f"WEBVTT - {NAME}\n\n00:01.000 --> 00:04.000\nx\n"),
    "subtitle-cue-name": ("film.vtt", f"WEBVTT\n\n{NAME}\n00:01.000 --> 00:04.000\nx\n"),
    "subtitle-style": ("film.vtt", 'WEBVTT\n\nSTYLE\n::cue(v[voice="Tamsin"]) { color: red }\n\n00:01.000 --> 00:04.000\nx\n'),
    "subtitle-after-arrow": ("film.srt", f"1\n00:00:01,000 --> 00:00:04,000 {NAME}\nx\n"),
    **{
        f"calendar-{key.lower()}": ("fair.ics", f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{key}:{value}\nEND:VEVENT\nEND:VCALENDAR\n")
        for key, value in {
            "SUMMARY": NAME, "DESCRIPTION": _SAID, "LOCATION": f"With {NAME}", "COMMENT": NAME, "CONTACT": NAME,
            "CATEGORIES": NAME, "X-ALT-DESC": f"<p>{NAME}</p>", "X-WR-CALNAME": NAME, "RESOURCES": NAME,
            "URL": "https://x.example/tamsin-penhallow", "NAME": NAME,
            'ATTENDEE;CN="Tamsin Penhallow"': "mailto:a@x.example", "ORGANIZER;CN=Tamsin": "mailto:a@x.example",
            "SUMMARY;LANGUAGE=en": NAME, "summary": NAME,
        }.items()
    },
    "calendar-folded": ("fair.ics", "BEGIN:VCALENDAR\r\nSUMMARY:Well done Tam\r\n sin Penhallow\r\nEND:VCALENDAR\r\n"),
    "calendar-escaped": ("fair.ics", "BEGIN:VCALENDAR\nDESCRIPTION:Well done\\nTamsin\\, all\nEND:VCALENDAR\n"),
    "calendar-packed": ("fair.ics", "BEGIN:VCALENDAR\nATTACH;ENCODING=BASE64;VALUE=BINARY:VGFtc2lu\nEND:VCALENDAR\n"),
    "calendar-printable": ("fair.ics", "BEGIN:VCALENDAR\nSUMMARY;ENCODING=QUOTED-PRINTABLE:T=61msin\nEND:VCALENDAR\n"),
    "calendar-status": ("fair.ics", f"BEGIN:VCALENDAR\nSTATUS:{NAME}\nEND:VCALENDAR\n"),
}  # fmt: skip
_TABLES = {
    "message": f"date,message\n2026-12-01,{_SAID}\n",
    "channels": f"Date,Facebook,Instagram\n2026-12-01,,{_SAID}\n",
    "days": f"Week,Monday,Tuesday\n1,,{_SAID}\n",
    "heading-unknown": f"When,What we will say\n2026-12-01,{_SAID}\n",
    "no-heading": f"2026-12-01,x,{_SAID}\n",
    "one-column": f"{_SAID}\n",
    "below-title": f"Our plan,,\n,,\nDate,Text,Picture\n2026-12-01,{_SAID},\n",
    "far-below": "x,y\n" * 12 + f"Date,Text\n2026-12-01,{_SAID}\n",
    "notes": f"Date,Text,Notes\n2026-12-01,Our fair was fun,{_SAID}\n",
    "beyond-heading": f"Date,Text\n2026-12-01,Our fair was fun,,{_SAID}\n",
    "alt": f"Date,Text,Alt text\n2026-12-01,Our fair was fun,{NAME}\n",
    "hashtags": "Date,Text,Hashtags\n2026-12-01,Our fair was fun,#TamsinPenhallow\n",
    "link": "Date,Text,Link\n2026-12-01,Our fair,https://school.example/news/tamsin-penhallow\n",
    "first-comment": f"Date,Text,First comment\n2026-12-01,Our fair was fun,{NAME}\n",
    "picture-name": "Date,Text,Image\n2026-12-01,Our fair was fun,https://school.example/tamsin-penhallow.jpg\n",
    "picture-missing": "Date,Text,Image\n2026-12-01,Our fair was fun,star.png\n",
    "quoted-lines": 'Date,Text\n2026-12-01,"Well done\nTamsin\nPenhallow"\n',
    "quote-inside": 'Date,Text\n2026-12-01,"Well ""done"" Tamsin"\n',
    "quote-open": f'Date,Text\n2026-12-01,"{_SAID}\n',
    "semicolons": f"Date;Text\n2026-12-01;{_SAID}\n",
    "pipes": f"Date|Text\n2026-12-01|{_SAID}\n",
    "sep-line": f"sep=;\nDate;Text\n2026-12-01;{_SAID}\n",
    "tabs": f"Date\tText\n2026-12-01\t{_SAID}\n",
    "formula": 'Date,Text\n2026-12-01,"=CONCAT(""Tam"",""sin"")"\n',
    "carriage-returns": f"Date,Text\r2026-12-01,{_SAID}\r",
    "null": f"Date,Text\n2026-12-01,Our fair\0 {_SAID}\n",
    "two-tables": f"Date,Text\n2026-12-01,Our fair\n\nChannel,Caption\nFacebook,{_SAID}\n",
    "pupil-list": "forename,surname,date of birth\nTamsin,Penhallow,2018-01-01\n",
    "split-name": "Date,Text,Star,of the week\n2026-12-01,Our fair was fun,Tamsin,Penhallow\n",
    "html": "Date,Text\n2026-12-01,<p>Well done <b>Tam</b>sin</p>\n",
}
_LETTERS = "Well done to Łucja Wiśniewska and Zoë Brânzaru for maths this week, and to everybody else."
_CODE_PAGES = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1250",
    "iso8859-2",
    "cp852",
    "utf-7",
)
_WESTERN = ("cp1252", "iso8859-1", "iso8859-15", "mac_roman", "cp850", "cp437")
_UNREADABLE = (
    "doc", "odt", "rtf", "pages", "pptx", "ppt", "odp", "key", "xls", "ods", "numbers", "eml", "msg", "pub", "svg", "psd",
    "ai", "cr2", "jp2", "ico", "emf", "mp3", "wav", "zip", "7z", "mhtml", "gdoc", "xps", "mp4", "mov", "webm", "xyz", "",
)  # fmt: skip


def faults() -> Iterator[Fault]:
    for name, (file, content) in _DATA.items():
        yield Fault(f"data-{name}", "data files", {"post.md": "Our fair was fun.\n", file: content})
    for name, content in _TABLES.items():
        for ending in ("csv", "tsv") if name in {"message", "channels", "days"} else ("csv",):
            text = content if ending == "csv" else content.replace(",", "\t")
            yield Fault(f"table-{ending}-{name}", "planners and tables", {f"plan.{ending}": text})
    yield from _encodings()
    yield from _unreadable()
    yield from _calm()


def _encodings() -> Iterator[Fault]:
    for code in (*_CODE_PAGES, *_WESTERN):
        text = _LETTERS if code not in _WESTERN else "Well done to Zoë and to Seán O'Dowda for maths"
        carriers = {
            "post.txt": text,
            "post.md": f"---\ntitle: Our fair\n---\n{text}\n",
            "plan.csv": f'Date,Text\n2026-12-01,"{text}"\n',
            "film.srt": f"1\n00:00:01,000 --> 00:00:04,000\n{text}\n",
        }
        for file, content in carriers.items():
            yield Fault(f"encoding-{code}-{file}", "other encodings", {file: content.encode(code)})
    yield Fault("encoding-lost-letters", "other encodings", {"post.txt": "Well done to ?ucja Wi?niewska for maths\n"})


def _unreadable() -> Iterator[Fault]:
    for ending in _UNREADABLE:
        file = f"drafts/letter.{ending}" if ending else "drafts/letter"
        yield Fault(
            f"unreadable-{ending or 'none'}",
            "kinds of file that cannot be read",
            {file: f"{{\\rtf1 {NAME}}}", "drafts/post.md": "Our fair was fun.\n"},
            said=file,
        )


def _calm() -> Iterator[Fault]:
    for name, (file, content) in _DATA.items():
        plain = content if isinstance(content, str) else ""
        if plain and name in {
            "json-list",
            "json-nested",
            "yaml-list",
            "yaml-folded",
            "xml-text",
            "xml-cdata",
            "subtitle",
            "calendar-summary",
            "calendar-description",
            "jsonl",
            "json-buffer",
            "xml-attribute",
            "subtitle-entity",
        }:
            calm = (
                plain.replace(f"to {NAME} ", "everybody ")
                .replace(NAME, "Our fair")
                .replace("Tamsin\n  Penhallow", "to\n  everybody")
                .replace("T&#97;msin", "Our team")
            )
            yield Fault(f"calm-data-{name}", "data files", {file: calm}, calm=True)
    for name in ("message", "channels", "days", "heading-unknown", "notes", "below-title", "semicolons", "tabs"):
        yield Fault(
            f"calm-table-{name}",
            "planners and tables",
            {"plan.csv": _TABLES[name].replace(f"to {NAME} ", "everybody ")},
            calm=True,
        )
    for name, (file, text) in {
        "package": ("package.json", '{"description": "The site of the school"}'),
        "config": ("_config.yml", "title: The school's news\n"),
        "numbers": ("colours.json", '{"blue": "#00f", "size": 3}'),
        "sitemap": ("sitemap.xml", "<urlset><url><loc>https://x.example/</loc></url></urlset>"),
        "script": ("site.js", "document.querySelector('nav').addEventListener('click', function () { go('a b') });"),
        "style": ("site.css", "p { color: red }"),
    }.items():
        yield Fault(f"calm-data-{name}", "data files", {"post.md": "Our fair was fun.\n", file: text}, calm=True)
