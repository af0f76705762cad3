"""Names in disguise: letters in other styles and letters apart, in every kind of text."""
# ruff: noqa: RUF001 -- look-alike letters are what this family is made of

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from tests.builders.documents import Pdf, paragraph, png
from tests.faults.fault import Fault
from tests.faults.made import pdf_bytes, word_bytes

_PLAIN = "Tamsin"
_SMALL = dict(zip("abcdefghijklmnopqrstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", strict=True))
_TURNED = dict(zip("abcdefghijklmnopqrstuvwxyz", "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz", strict=True))
_RAISED = dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))


def _named(pattern: str) -> str:
    """Return the name in the letters that Unicode calls so."""
    letters = ""
    for letter in _PLAIN:
        case = "CAPITAL" if letter.isupper() else "SMALL"
        letters += unicodedata.lookup(pattern.format(case=case, letter=letter.upper()))
    return letters


_STYLES = {
    **{
        style.lower().replace(" ", "-"): _named(f"MATHEMATICAL {style} {{case}} {{letter}}")
        for style in (
            "BOLD", "BOLD ITALIC", "BOLD SCRIPT", "BOLD FRAKTUR", "DOUBLE-STRUCK", "SANS-SERIF", "SANS-SERIF BOLD",
            "SANS-SERIF ITALIC", "SANS-SERIF BOLD ITALIC", "MONOSPACE",
        )
    },
    "italic": _named("MATHEMATICAL ITALIC {case} {letter}"),
    "fullwidth": _named("FULLWIDTH LATIN {case} LETTER {letter}"),
    "circled": _named("CIRCLED LATIN {case} LETTER {letter}"),
    "circled-black": _named("NEGATIVE CIRCLED LATIN CAPITAL LETTER {letter}"),
    "squared": _named("SQUARED LATIN CAPITAL LETTER {letter}"),
    "squared-black": _named("NEGATIVE SQUARED LATIN CAPITAL LETTER {letter}"),
    "bracketed": _named("PARENTHESIZED LATIN SMALL LETTER {letter}"),
    "regional-apart": " ".join(_named("REGIONAL INDICATOR SYMBOL LETTER {letter}")),
    "small-capitals": "".join(_SMALL[letter] for letter in _PLAIN.lower()),
    "upside-down": "".join(_TURNED[letter] for letter in reversed(_PLAIN.lower())),
    "raised": "".join(_RAISED[letter] for letter in _PLAIN.lower()),
    "tags": "".join(chr(0xE0000 + ord(letter)) for letter in _PLAIN),
    "cyrillic": "Tаmsіn",
    "cyrillic-capital": "Тamsin",
    "greek": "Tαmsιn",
    "struck": "".join(f"{letter}\u0336" for letter in _PLAIN),
    "underlined": "".join(f"{letter}\u0332" for letter in _PLAIN),
    "enclosed": "".join(f"{letter}\u20dd" for letter in _PLAIN),
    "zalgo": "".join(f"{letter}\u0308\u0301\u0330" for letter in _PLAIN),
    "accents": "Tàmsïn",
    "stroke": "Ŧamsin",
    "script-mixed": "𝒯amsin",
    "capitals": "TAMSIN",
    "mixed-case": "tAmSiN",
    "doubled-marks": "**Tam**sin",
}  # fmt: skip
_BETWEEN = {
    "dots": ".", "middle-dots": "·", "bullets": "•", "slashes": "/", "backslashes": "\\", "bars": "|", "hyphens": "-",
    "underscores": "_", "stars": "*", "pluses": "+", "tildes": "~", "colons": ":", "commas": ",", "spaces": " ",
    "double-spaces": "  ", "no-break": "\u00a0", "thin": "\u2009", "hair": "\u200a", "ideographic": "\u3000",
    "spaced-dots": " . ", "spaced-hyphens": " - ", "dashes": "–", "long-dashes": "—", "hearts": "♥", "emoji": "⭐",
    "equals": "=", "hashes": "#", "ats": "@", "carets": "^", "quotes": "'", "semicolons": ";", "lines": "\n",
    "blank-lines": "\n\n", "tabs": "\t", "stars-spaced": " * ", "katakana-dots": "・",
}  # fmt: skip
_UNSEEN = {
    "soft-hyphen": "\u00ad", "zero-width-space": "\u200b", "non-joiner": "\u200c", "joiner": "\u200d",
    "left-mark": "\u200e", "right-mark": "\u200f", "word-joiner": "\u2060", "times": "\u2062", "separator": "\u2063",
    "grapheme-joiner": "\u034f", "bom": "\ufeff", "arabic-mark": "\u061c", "hangul-filler": "\u3164",
    "hangul-half": "\uffa0", "choseong": "\u115f", "jungseong": "\u1160", "khmer": "\u17b4", "mongolian": "\u180e",
    "mongolian-selector": "\u180b", "selector": "\ufe0f", "selector-17": "\U000e0100", "shorthand": "\U0001bca0",
    "music": "\U0001d173", "tag": "\U000e0020", "digits": "\u206f", "isolate": "\u2068", "override": "\u202d",
    "tag-language": "\U000e0001", "reserved": "\U000e0fff", "reserved-2065": "\u2065", "fff0": "\ufff0",
}  # fmt: skip
_BIDI = {
    "reversed": "\u202enismaT\u202c", "reversed-isolate": "\u2067\u202enismaT\u202c\u2069",
    "reversed-both": "\u202ewollahneP nismaT\u202c", "reversed-open": "\u202enismaT",
}  # fmt: skip

_CARRIERS: dict[str, Callable[[str], tuple[str, str | bytes]]] = {
    "text": lambda name: ("post.txt", f"Well done to {name} for a great week of maths.\n"),
    "markdown": lambda name: ("post.md", f"# Our news\n\nWell done to {name} for a great week of maths.\n"),
    "title": lambda name: ("post.md", f'---\ntitle: "Well done {name}"\n---\nOur fair was fun.\n'),
    "alt": lambda name: ("post.md", f"---\npeople: []\n---\nOur fair.\n\n![Well done {name}](star.png)\n"),
    "html": lambda name: ("page.html", f"<!doctype html><meta charset=utf-8><p>Well done to {name} for maths.</p>"),
    "json": lambda name: ("news.json", f'[{{"text": "Well done to {name} for maths this week."}}]'),
    "csv": lambda name: ("plan.csv", f'date,text\n2026-12-01,"Well done to {name} for maths."\n'),
    "word": lambda name: ("letter.docx", word_bytes(paragraph(f"Well done to {name} for maths."))),
    "subtitles": lambda name: ("film.srt", f"1\n00:00:01,000 --> 00:00:04,000\nWell done to {name} for maths.\n"),
}


def faults() -> Iterator[Fault]:
    for style, name in _STYLES.items():
        for carrier in ("markdown", "html", "csv", "title"):
            yield _fault(f"{carrier}-{style}", carrier, name)
    for sign, between in _BETWEEN.items():
        for carrier in ("text", "word", "alt"):
            if (carrier, sign) != ("alt", "blank-lines"):
                yield _fault(f"{carrier}-{sign}", carrier, between.join(_PLAIN.upper()))
    for unseen, between in _UNSEEN.items():
        for carrier in ("markdown", "json"):
            yield _fault(f"{carrier}-{unseen}", carrier, between.join(_PLAIN))
        files: dict[str, str | bytes] = {f"{between.join(_PLAIN)} wins.html": "<!doctype html><p>Our fair was fun.</p>"}
        yield Fault(f"disguised-file-name-{unseen}", "a name in disguise", files)
    yield from _reversed_and_calm()
    yield from _acrostics()
    yield from _pdf()


def _reversed_and_calm() -> Iterator[Fault]:
    for order, name in _BIDI.items():
        for carrier in ("text", "html", "title"):
            yield _fault(f"{carrier}-{order}", carrier, name)
    for carrier, made in _CARRIERS.items():
        name, content = made("everybody")
        files = {name: content} | ({"star.png": png()} if carrier == "alt" else {})
        yield Fault(f"calm-disguised-{carrier}", "disguised", files, calm=True)


def _fault(name: str, carrier: str, hidden: str) -> Fault:
    file, content = _CARRIERS[carrier](hidden)
    files = {file: content} | ({"star.png": png()} if carrier == "alt" else {})
    return Fault(f"disguised-{name}", "a name in disguise", files)


_LINES = (
    "Today was great",
    "All of us sang",
    "Many came along",
    "Singing is fun",
    "It rained a bit",
    "Never mind that",
)
_POEMS = {
    "lines": "\n".join(_LINES),
    "blank-lines": "\n\n".join(_LINES),
    "hard-breaks": "  \n".join(_LINES),
    "list": "\n".join(f"- {line}" for line in _LINES),
    "numbers": "\n".join(f"{at}. {line}" for at, line in enumerate(_LINES, start=1)),
    "quote": "\n".join(f"> {line}" for line in _LINES),
    "bold": "\n".join(f"**{line[0]}**{line[1:]}" for line in _LINES),
    "emoji": "\n".join(f"⭐ {line}" for line in _LINES),
    "letter-dash": "\n".join(f"{line[0]} - {line}" for line in _LINES),
    "letter-colon": "\n".join(f"{line[0]}: {line}" for line in _LINES),
    "after-words": "A poem by our class:\n\n" + "\n".join(_LINES),
    "before-words": "\n".join(_LINES) + "\n\nWe love it.",
    "small": "\n".join(line.lower() for line in _LINES),
    "indented": "\n".join(f"   {line}" for line in _LINES),
    "breaks": "<br>\n".join(_LINES),
    "table": "| A poem |\n| --- |\n" + "\n".join(f"| {line} |" for line in _LINES),
    "table-letters": "| A | poem |\n| --- | --- |\n" + "\n".join(f"| {line[0]} | {line} |" for line in _LINES),
    "commas": ",\n".join(_LINES),
}


def _acrostics() -> Iterator[Fault]:
    for name, poem in _POEMS.items():
        yield Fault(f"acrostic-{name}", "an acrostic", {"post.md": f"{poem}\n"})
        calm = poem.replace("Today", "Our day").replace("today", "our day").replace("**T**oday", "**O**ur day")
        calm = calm.replace("T - ", "O - ").replace("T: ", "O: ").replace("| T |", "| O |")
        yield Fault(f"calm-acrostic-{name}", "an acrostic", {"post.md": f"{calm}\n"}, calm=True)
    html = "".join(f"<p>{line}</p>" for line in _LINES)
    yield Fault("acrostic-html", "an acrostic", {"page.html": f"<!doctype html>{html}"})
    yield Fault("acrostic-html-breaks", "an acrostic", {"page.html": f"<!doctype html>{'<br>'.join(_LINES)}"})
    yield Fault("acrostic-html-list", "an acrostic", {"page.html": html.replace("<p>", "<li>")})
    yield Fault("acrostic-word", "an acrostic", {"x.docx": word_bytes("".join(map(paragraph, _LINES)))})


def _pdf() -> Iterator[Fault]:
    for sign in (".", "/"):
        draft = Pdf()
        draft.page((60, 700, f"Well done {sign.join('TAMSIN')} for maths"))
        yield Fault(f"disguised-pdf-{ord(sign)}", "a name in disguise", {"poster.pdf": pdf_bytes(draft)})
    draft = Pdf()
    draft.page(*((60, 700 - 40 * at, line) for at, line in enumerate(_LINES)))
    yield Fault("acrostic-pdf", "an acrostic", {"poster.pdf": pdf_bytes(draft)})
