"""Web pages as browsers show them: where a page can say a name by how the name is written."""
# ruff: noqa: E501 -- a fault a line

from __future__ import annotations

from collections.abc import Iterator

from tests.builders.documents import png
from tests.faults.fault import NAME, Fault

_HEAD = "<!doctype html><meta charset=utf-8><title>Our fair</title>"
_PLACES = {
    "paragraph": "<p>Well done {}</p>",
    "title": "<title>Well done {}</title>",
    "second-title": "<p>x</p><title>Well done {}</title>",
    "description": '<meta name="description" content="Well done {}">',
    "open-graph": '<meta property="og:title" content="Well done {}">',
    "keywords": '<meta name="keywords" content="sport,{}">',
    "author": '<meta name="author" content="{}">',
    "json-ld": '<script type="application/ld+json">{{"author": "{}"}}</script>',
    "comment": "<!-- by {} --><p>x</p>",
    "conditional": "<!--[if IE]><p>{}</p><![endif]-->",
    "bogus-comment": "<? by {} ?><p>x</p>",
    "cdata": "<svg><![CDATA[{}]]></svg>",
    "hidden": "<p hidden>{}</p>",
    "display-none": '<p style="display:none">{}</p>',
    "noscript": "<noscript>{}</noscript>",
    "template": "<template>{}</template>",
    "textarea": "<textarea>{}</textarea>",
    "option": "<select><option>{}</select>",
    "optgroup": '<select><optgroup label="{}"></select>',
    "datalist": '<datalist><option value="{}"></datalist>',
    "value": '<input value="{}">',
    "placeholder": '<input placeholder="{}">',
    "button": '<input type="submit" value="{}">',
    "hidden-input": '<input type="hidden" value="{}">',
    "title-tip": '<p title="{}">x</p>',
    "aria-label": '<p aria-label="{}">x</p>',
    "aria-description": '<p aria-description="{}">x</p>',
    "data": '<p data-caption="{}">x</p>',
    "alt": '<img alt="{}">',
    "area": '<map><area alt="{}"></map>',
    "summary": '<table summary="{}"></table>',
    "abbr": '<th abbr="{}">x</th>',
    "cite": '<q cite="/{}">x</q>',
    "download": '<a href="/x" download="{}.pdf">x</a>',
    "link": '<a href="/news/{}">x</a>',
    "mailto": '<a href="mailto:a@school.example?subject={}">x</a>',
    "iframe-title": '<iframe title="{}"></iframe>',
    "srcdoc": '<iframe srcdoc="<p>{}</p>"></iframe>',
    "object-fallback": "<object>{}</object>",
    "video-fallback": "<video>{}</video>",
    "svg-text": "<svg><text>{}</text></svg>",
    "svg-title": "<svg><title>{}</title></svg>",
    "svg-desc": "<svg><desc>{}</desc></svg>",
    "svg-script": '<svg><script>var a = "{}"</script></svg>',
    "math": "<math><mtext>{}</mtext></math>",
    "math-annotation": "<math><annotation>{}</annotation></math>",
    "ruby": "<ruby>x<rt>{}</rt></ruby>",
    "script": '<script>say("{}")</script>',
    "script-single": "<script>say('{}')</script>",
    "script-template": "<script>say(`{}`)</script>",
    "handler": "<p onclick=\"say('{}')\">x</p>",
    "javascript-link": "<a href=\"javascript:say('{}')\">x</a>",
    "style-content": "<style>p::before {{ content: '{}' }}</style>",
    "style-attribute": "<p style=\"--who: '{}'\">x</p>",
    "plaintext": "<plaintext>{}",
    "xmp": "<xmp>{}</xmp>",
    "listing": "<listing>{}</listing>",
    "noembed": "<noembed>{}</noembed>",
    "noframes": "<noframes>{}</noframes>",
    "unclosed": "<p>{}<b",
    "unclosed-comment": "<!-- {}",
    "after-html": "</html>{}",
    "table-fostered": "<table>{}<tr></table>",
    "stray-equals": "<p title= >{}</p>",
    "empty-comment": "<!-->{}",
    "dash-comment": "<!--->{}",
    "nested-comment": "<!-- a --!>{}",
    "custom-element": "<x-card>{}</x-card>",
    "custom-attribute": '<x-card heading="{}"></x-card>',
    "bdo": "<bdo dir=ltr>{}</bdo>",
    "refresh": '<meta http-equiv="refresh" content="3; url=/news/{}">',
    "base": '<base href="/{}/"><p>x</p>',
    "canonical": '<link rel="canonical" href="/news/{}">',
    "link-title": '<link rel="alternate" title="{}" href="/feed">',
    "srcset-name": '<img srcset="/news/{}.png 2x">',
    "processing": "<?xml version='1.0'?><p>{}</p>",
}
_SPELLINGS = {
    "split-by-tags": "Tam<b>sin</b> Pen<i></i>hallow",
    "split-by-comment": "Tam<!-- x -->sin",
    "split-by-span": "<span>T</span><span>amsin</span>",
    "split-by-wbr": "Tam<wbr>sin",
    "soft-hyphen": "Tam&shy;sin",
    "entity": "T&#97;msin",
    "entity-hex": "T&#x61;msin",
    "entity-padded": "T&#0000000000097;msin",
    "entity-no-semicolon": "T&#97msin",
    "entity-windows": "T&#97;msin&#146;s",
    "accents": "T&agrave;msin",
    "zero-width": "Tam&ZeroWidthSpace;sin",
    "joiner": "Tam&zwj;sin",
    "bdo": '<bdo dir="rtl">nismaT</bdo>',
    "bdo-both": '<bdo dir="rtl">wollahneP nismaT</bdo>',
    "override": "&#x202e;nismaT&#x202c;",
    "css-override": '<span style="unicode-bidi: bidi-override; direction: rtl">nismaT</span>',
    "null": "Tam\0sin",
    "null-entity": "Tam&#0;sin",
    "letters": "T.A.M.S.I.N",
    "letters-spans": "".join(f"<span>{letter}</span> " for letter in "TAMSIN"),
    "letters-blocks": "".join(f"<div>{letter}</div>" for letter in "TAMSIN"),
    "letters-cells": "<table><tr>" + "".join(f"<td>{letter}" for letter in "TAMSIN") + "</table>",
    "ruby-split": "<ruby>Tam<rt>x</rt>sin</ruby>",
    "sup": "Tam<sup>sin</sup>",
    "table-cells": "<table><tr><td>Tamsin<td>Penhallow</table>",
}
_STYLES = {
    "content": 'p::after { content: "Tamsin" }',
    "content-single": "p::after { content: 'Tamsin' }",
    "content-escape": 'p::after { content: "T\\61 msin" }',
    "content-escape-long": 'p::after { content: "\\000054\\000061\\00006d\\000073\\000069\\00006e" }',
    "content-comment": 'p::after { content/* x */: /* y */ "Tamsin" }',
    "content-joined": 'p::after { content: "Tam" "sin" }',
    "content-newline": 'p::after { content: "Tam\\\nsin" }',
    "content-property-escape": 'p::after { c\\6fntent: "Tamsin" }',
    "content-upper": 'P::AFTER { CONTENT: "Tamsin" }',
    "content-variable": ':root { --who: "Tamsin" } p::after { content: var(--who) }',
    "content-media": '@media screen { p::after { content: "Tamsin" } }',
    "content-nested": 'main { p { &::after { content: "Tamsin" } } }',
    "counter-style": '@counter-style who { system: cyclic; symbols: "Tamsin"; suffix: " " }',
    "quotes": 'q { quotes: "Tamsin" "x" }',
    "list-style": 'li { list-style-type: "Tamsin" }',
    "text-emphasis": 'p { text-emphasis: "Tamsin" }',
    "unclosed": 'p::after { content: "Tamsin',
}
_SCRIPTS = {
    "string": 'document.write("Well done Tamsin Penhallow")',
    "joined": 'document.write("Tam" + "sin Penhallow")',
    "hex": 'document.write("\\x54amsin Penhallow")',
    "unicode": 'document.write("\\u0054amsin Penhallow")',
    "unicode-brace": 'document.write("\\u{54}amsin Penhallow")',
    "octal": 'document.write("\\124amsin Penhallow")',
    "continued": 'document.write("Tam\\\nsin Penhallow")',
    "template": "document.write(`Well done ${x} Tamsin Penhallow`)",
    "inner-html": "a.innerHTML = '<b>Tamsin</b> Penhallow'",
    "json": 'var data = {"pupil": "Tamsin Penhallow"}',
    "comment": "// Tamsin Penhallow wrote this",
    "block-comment": "/* Tamsin Penhallow */",
    "regular": "x = /Tamsin Penhallow/",
    "array": 'var names = ["Tamsin", "Penhallow"]',
    "percent": 'document.write(unescape("T%61msin Penhallow"))',
}


def _page(body: str) -> str:
    return f"{_HEAD}{body}"


def _fault(name: str, body: str | bytes, kind: str = "web pages", **more: str | bytes) -> Fault:
    content = body if isinstance(body, bytes) else _page(body)
    return Fault(f"page-{name}", kind, {"page.html": content, **more})


def faults() -> Iterator[Fault]:
    for place, body in _PLACES.items():
        address = place in {"link", "cite", "refresh", "base", "canonical", "srcset-name", "download"}
        full = NAME.lower().replace(" ", "-") if address else NAME
        yield _fault(f"{place}-full", body.format(full))
        if place not in {"comment", "cdata", "json-ld", "keywords", "author", "bogus-comment", "unclosed-comment"}:
            yield _fault(f"{place}-first", body.format("tamsin" if address else "Tamsin"))
    for name, written in _SPELLINGS.items():
        yield _fault(f"spelled-{name}", f"<p>Well done {written} for maths</p>")
    for name, style in _STYLES.items():
        yield _fault(f"style-{name}", f"<style>{style}</style><p>Our fair</p>", "style sheets")
        yield _fault(
            f"sheet-{name}", '<link rel=stylesheet href="a.css"><p>Our fair</p>', "style sheets", **{"a.css": style}
        )
    yield _fault("sheet-import", "<style>@import 'a.css'</style>", "style sheets", **{"a.css": _STYLES["content"]})
    for name, script in _SCRIPTS.items():
        if name not in {"comment", "block-comment", "regular", "percent"}:
            yield _fault(f"code-{name}", f"<script>{script}</script><p>Our fair</p>", "scripts")
            yield _fault(f"module-{name}", '<script src="a.js"></script><p>Our fair</p>', "scripts", **{"a.js": script})
    yield from _charsets()
    yield from _pictures()
    yield from _calm()


def _charsets() -> Iterator[Fault]:
    name = "Łucja Wiśniewska"
    for label, python in {
        "utf-8": "utf-8", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8", "iso-8859-2": "iso8859-2", "latin2": "iso8859-2",
        "l2": "iso8859-2", "windows-1250": "cp1250", "x-cp1250": "cp1250", "csisolatin2": "iso8859-2", "utf-16": "utf-8",
    }.items():  # fmt: skip
        text = f"<!doctype html><meta charset='{label}'><p>Well done {name} for maths</p>".encode(python)
        yield _fault(f"charset-{label}", text, "charset")
        old = f'<!doctype html><meta http-equiv="Content-Type" content="text/html; charset={label}"><p>Well done {name}</p>'
        yield _fault(f"charset-http-{label}", old.encode(python), "charset")
    for mark, python in {"utf-8-sig": "utf-8-sig", "utf-16": "utf-16", "utf-16-be": "utf-16-be"}.items():
        begin = "\ufeff" if mark == "utf-16-be" else ""
        marked = f"{begin}<!doctype html><meta charset=iso-8859-1><p>Well done {name}</p>"
        yield _fault(f"charset-mark-{mark}", marked.encode(python), "charset")
    commented = f"<!doctype html><!-- <meta charset=utf-8> --><meta charset=iso-8859-2><p>Well done {name}</p>"
    yield _fault("charset-in-comment", commented.encode("iso8859-2"), "charset")
    yield _fault("charset-none", f"<!doctype html><p>Well done {name}</p>".encode("cp1250"), "charset")
    late = f"<!doctype html>{'<!-- x -->' * 200}<meta charset=iso-8859-2><p>Well done {name}</p>"
    yield _fault("charset-late", late.encode("iso8859-2"), "charset")
    yield _fault("charset-unknown", f"<meta charset=x-none><p>Well done {name}</p>".encode(), "charset")


def _pictures() -> Iterator[Fault]:
    shown = {
        "base": '<base href="/img/"><img src="star.png" alt="">',
        "base-relative": '<base href="img/"><img src="star.png" alt="">',
        "srcset-widths": '<img srcset="img/star.png 480w, img/star.png 800w" sizes="50vw">',
        "srcset-no-blank": '<img srcset="img/star.png,img/star.png 2x">',
        "picture": '<picture><source media="(min-width: 9px)" srcset="img/star.png"><img src=""></picture>',
        "imagesrcset": '<link rel="preload" as="image" imagesrcset="img/star.png 2x">',
        "preload": '<link rel="preload" as="image" href="img/star.png">',
        "css-url": "<style>p { background: url(img/star.png) }</style>",
        "css-url-escaped": "<style>p { background: url(img/st\\61r.png) }</style>",
        "css-image-set": "<style>p { background: image-set('img/star.png' 1x) }</style>",
        "css-sheet": '<link rel=stylesheet href="a.css">',
        "css-attribute": '<p style="background-image: url(&quot;img/star.png&quot;)">x</p>',
        "css-import": "<style>@import url(a.css);</style>",
        "feimage": '<svg><filter><feImage href="img/star.png"/></filter></svg>',
        "pattern": '<svg><image xlink:href=" img/star.png "/></svg>',
        "longdesc": '<img alt="" src="img/&#115;tar.png">',
        "lowsrc": '<img lowsrc="img/star.png">',
        "dynsrc": '<img dynsrc="img/star.png">',
        "data-lazy": '<img data-lazy-src="img/star.png">',
        "data-background": '<div data-bg="img/star.png"></div>',
        "newline-in-address": '<img src="img/st\nar.png">',
        "tab-in-address": '<img src="img/st\tar.png">',
        "backslash": '<img src="img\\star.png">',
        "page": '<a href="img/star.png">Our stars</a>',
        "image-tag": '<image src="img/star.png">',
    }  # fmt: skip
    for name, body in shown.items():
        files: dict[str, str | bytes] = {
            "site/pages/page.html": _page(body),
            "site/pages/a.css": "p{background:url(img/star.png)}",
        }
        place = "site/img/star.png" if name == "base" else "site/pages/img/star.png"
        yield Fault(
            f"page-shows-{name}",
            "a picture that a page shows",
            {**files, place: b"no picture"},
            "site/pages/page.html",
            said="star.png",
        )
    for name, body in {
        "pdf": '<a href="x.pdf">Letter</a>',
        "embed": '<embed src="x.pdf">',
        "frame": '<iframe src="x.pdf"></iframe>',
    }.items():
        yield Fault(
            f"page-links-{name}",
            "a document that a page links to",
            {"page.html": _page(body), "x.pdf": b"%PDF-1.7 broken"},
            "page.html",
            said="x.pdf",
        )
    data = '<img src="data:image/png;base64,{}">'
    yield _fault("data-broken", data.format("AAAA"), "a picture that a page shows")
    yield _fault("data-empty", data.format(""), "a picture that a page shows")
    yield _fault("picture-from-web", '<img src="https://school.example/star.png">', "a picture that a page shows")
    yield _fault("frame-from-web", '<iframe src="https://school.example/"></iframe>', "a picture that a page shows")


def _calm() -> Iterator[Fault]:
    for place, body in _PLACES.items():
        if place not in {"srcset-name", "link", "base", "bogus-comment", "processing"}:
            word = "our-autumn-fair" if place in {"cite", "refresh", "canonical", "download"} else "our autumn fair"
            yield Fault(f"calm-page-{place}", "web pages", {"page.html": _page(body.format(word))}, calm=True)
    usual = "p::before { content: '\\201c'; color: red } li { list-style: disc } @media print { p { display: none } }"
    yield Fault("calm-style", "web pages", {"page.html": _page(f"<style>{usual}</style><p>Our fair</p>")}, calm=True)
    script = "document.querySelector('nav').classList.toggle('open'); var x = 'click';"
    yield Fault(
        "calm-script", "web pages", {"page.html": _page(f"<script>{script}</script><p>Our fair</p>")}, calm=True
    )
    page = '---\npeople: []\n---\n<img src="star.png" alt="Stars"><p>Our fair</p>'
    yield Fault("calm-page-picture", "web pages", {"page.html": page, "star.png": png()}, calm=True)
