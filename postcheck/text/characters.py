"""What characters are: which of them are invisible, and which are letters in disguise.

Nothing else decides that. When finder, judge, tables and reports each had a list of their own, names slipped past
whichever did not see through them. Invisible characters are those of Unicode's property
Default_Ignorable_Code_Point, and letters in disguise are found by their names in Unicode rather than listed by hand.
"""
# ruff: noqa: RUF001 -- look-alike letters are this module's subject

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain

import regex

from postcheck.late import late, late_regex

APOSTROPHES = "'’‘ʼʻʹ′`´＇ꞌ"
"""Signs that are typed for an apostrophe; part of a character class."""
BLANKS = "\u115f\u1160\u3164\uffa0\u2800\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
"""Characters that may or may not leave a space where they stand; part of a character class.

Hangul fillers are ignorable by their property and yet drawn as a space, and so is the empty Braille pattern. Control
characters are drawn as nothing, and stand for a space in many a PDF.
"""
_TAGS = "\U000e0020-\U000e007f"
TAG_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
"""The flags of England, Scotland and Wales, which are spelt in tag characters; a pattern."""
DEFAULT_IGNORABLE = rf"[[\p{{Default_Ignorable_Code_Point}}\ufff9-\ufffb]--[{BLANKS}]]"
"""Invisible characters; a pattern, or part of a character class, for ``regex`` in its version 1.

Soft hyphens, joiners, marks and overrides of direction, variation selectors, tag characters, and the anchors of
interlinear annotations, which lack the property but aren't drawn either. Joiners in Indic and Arabic words and in
emoji are among them: a name with one and a name without are one name.
"""
IGNORABLE = late_regex(DEFAULT_IGNORABLE, regex.V1)
"""One invisible character."""
_SELECTORS = r"\ufe00-\ufe0f\U000e0100-\U000e01ef"
HIDDEN = late_regex(
    rf"[{DEFAULT_IGNORABLE}--[{_SELECTORS}{_TAGS}]]+|(?<=\p{{L}}[\p{{M}}{DEFAULT_IGNORABLE}]{{0,8}})[{_SELECTORS}]+",
    regex.V1,
)
"""What is dropped from a text: invisible characters, but not selectors that make emoji or tags that spell words."""
STEERING = rf"[[{DEFAULT_IGNORABLE}{BLANKS}]--[\u200c-\u200f{_SELECTORS}]]"
"""Of those, what could hide something in a report or turn the order of its letters; part of a character class.

Joiners, marks of direction and variation selectors belong to scripts and to emoji, and do no harm.
"""
OVERRIDE = "\u202e"
"""Has all letters after it shown from right to left."""
EMBEDS, ENDS_EMBEDDING = "\u202a\u202b\u202d\u202e", "\u202c"
"""Characters that set the direction of what follows them, and the one that ends the last of them."""
ISOLATES, ENDS_ISOLATE = "\u2066\u2067\u2068", "\u2069"
"""Characters that begin a stretch with a direction of its own, and the one that ends it, and all that is open in it."""
WITHIN_WORDS = (
    r"\u00ad\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u200b-\u200d\u2060\ufeff"
)
"""Accents of their own, of Latin, Hebrew, Arabic and Indian scripts, and signs of no width: they belong to the word
that they stand in; part of a character class, for ``re``. The language model was taught with just these."""
BLANK = late_regex(rf"[{BLANKS}]", regex.V1)
"""One character that may or may not be a space."""

_TURNED = {
    "ɐ": "a", "Ɐ": "a", "q": "b", "ᗺ": "b", "ɔ": "c", "Ɔ": "c", "p": "d", "ᗡ": "d", "ǝ": "e", "Ǝ": "e",
    "ɟ": "f", "Ⅎ": "f", "ⅎ": "f", "ƃ": "g", "ᵷ": "g", "ɥ": "h", "Ɥ": "h", "H": "h", "ᴉ": "i", "I": "i",
    "i": "i", "ɾ": "j", "ʞ": "k", "Ʞ": "k", "l": "l", "ꞁ": "l", "Ꞁ": "l", "ן": "l", "ɯ": "m", "Ɯ": "m",
    "W": "m", "w": "m", "u": "n", "N": "n", "o": "o", "O": "o", "d": "p", "Ԁ": "p", "b": "q", "ɹ": "r",
    "ᴚ": "r", "s": "s", "S": "s", "ʇ": "t", "Ʇ": "t", "n": "u", "ʌ": "v", "Ʌ": "v", "Λ": "v", "ʍ": "w",
    "M": "w", "m": "w", "x": "x", "X": "x", "ʎ": "y", "z": "z", "Z": "z",
}  # fmt: skip
"""Letters that upside-down writing is made of, and what each stands for."""
_ONLY_TURNED = "ɐⱯǝƎɟƃᵷɥᴉɾʞꞁɯɹᴚʇɅʌʍʎ"
"""Those that hardly any language writes the right way up."""
UNTURNED = str.maketrans("ɔƃ" + "ɐǝɟɥᴉɾʞꞁɯɹᴚʇʌʍʎ", "ob" + "aefhijklmrrtvmy")
"""What they are compared as in a word that is not upside down, as in Kɔfi."""
_UPSIDE_DOWN = late_regex(
    rf"(?<!\p{{L}})(?=[{''.join(_TURNED)}]*[{_ONLY_TURNED}])[{''.join(_TURNED)}]{{2,}}+(?!\p{{L}})"
)
_TURNED_SIGNS = str.maketrans("∀⅄⅁⅂˥⊥┴∩", "Ɐʎƃꞁꞁʇʇn")
_MONEY = str.maketrans("₳฿₵₣₲₭₥₦₱₴₮₩", "ABCFGKMNPSTW")
_BESIDE_LETTERS = late_regex(
    rf"(?<=[{_ONLY_TURNED}ɔ])[∀⅄⅁⅂˥⊥┴∩]+|[∀⅄⅁⅂˥⊥┴∩]+(?=[{_ONLY_TURNED}ɔ])"
    r"|(?<=\p{Latin})[₳฿₵₣₲₭₥₦₱₴₮₩]+|[₳฿₵₣₲₭₥₦₱₴₮₩]+(?=\p{Latin})"
)
"""Signs that stand for letters where they are next to letters."""

_PLACES = (
    (0x0250, 0x02E3), (0x1D00, 0x1DBF), (0x2071, 0x209C), (0x2100, 0x2149), (0x249C, 0x24E9), (0x2C7C, 0x2C7D),
    (0xA730, 0xA7FF), (0xFF21, 0xFF5A), (0x10780, 0x107BA), (0x1D400, 0x1D6A3), (0x1F110, 0x1F189),
)  # fmt: skip
"""Where Unicode keeps letters in disguise."""
_NAMED = late(
    r"(?:(?:CROSSED )?(?:NEGATIVE )?(?:CIRCLED|SQUARED) LATIN CAPITAL LETTER"
    r"|PARENTHESIZED LATIN (?P<small>SMALL|CAPITAL) LETTER"
    r"|(?P<little>LATIN LETTER|MODIFIER LETTER) SMALL CAPITAL) (?P<letter>[A-Z])"
)
_ALPHABETS = (
    ("ᗩᗷᑕᗪᗴᖴᕼᒍᒪᗰᑎᑭᑫᖇᔕᑌᐯᗯ᙭", "ABCDEFHJLMNPQRSUVWX"),
    ("ᎪᏴᏟᎠᎬᏀᎻᏆᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᎽᏃ", "ABCDEGHIJKLMPRSTVWYZ"),
)
"""Syllabics of peoples of America that are drawn like Latin capitals."""


def _disguised() -> Iterator[tuple[int, str]]:
    for code in chain.from_iterable(range(first, last + 1) for first, last in _PLACES):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain.isascii() and plain.isalpha():
            yield code, plain
        elif (named := _NAMED.fullmatch(unicodedata.name(chr(code), ""))) is not None:
            small = named["little"] or named["small"] == "SMALL"
            yield code, named["letter"].lower() if small else named["letter"]


_STYLED = dict(_disguised()) | {
    ord(one): two for many, plain in _ALPHABETS for one, two in zip(many, plain, strict=True)
}
_WITH = late(r"LATIN (?:SMALL LETTER|LETTER SMALL CAPITAL) ([A-Z]) WITH .*")
_MARKED = {
    code: named[1].lower()
    for code in chain(range(0x0180, 0x02B0), range(0x1D6C, 0x1D9B), range(0x2C60, 0x2C80), range(0xA740, 0xA7C0))
    if chr(code) not in _ONLY_TURNED
    and (named := _WITH.fullmatch(unicodedata.name(chr(code), "")))
    and not unicodedata.decomposition(chr(code))
}
BARE = _MARKED | {
    ord(letter): plain
    for letter, plain in {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h",
        "ŋ": "n", "ŧ": "t", "ə": "e", "ɑ": "a", "ɡ": "g", "ĸ": "k", "ɛ": "e", "ŀ": "l", "ȷ": "j", "ʉ": "u",
    }.items()
}  # fmt: skip
"""Small letters that Unicode does not decompose, and the plain letters that they are compared as."""
LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЈЅԚԜҮавекмнорстухіјѕԛԝһԁӏѵґєшгяипьΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεηικνορστυχωϲϳ",
    "ABEKMHOPCTYXIJSQWYabekmhopctyxijsqwhdlvrewrrnnbABEZHIKMNOPTYXabeniknopotuxwcj",
)
"""Letters of other alphabets that look like Latin ones, in words that also have Latin letters."""

_SPECIAL = late(
    "[\u0250-\u02e5\u0e3f\u1400-\u167f\u13a0-\u13ff\u1d00-\u1dbf\u2071-\u22ff"
    "\u249c-\u24e9\u2534\u2c7c-\u2c7d\ua730-\ua7ff\uff21-\uff5a"
    "\U00010780-\U000107ba\U0001d400-\U0001d6a3\U0001f110-\U0001f1ff\U000e0020-\U000e007f]"
)
"""Whatever may be a letter in disguise, and more: most texts have none of it."""
_REGIONS = (
    "AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
    "BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA EC EE EG EH ER ES ET EU "
    "FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU IC ID IE IL IM IN "
    "IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG "
    "MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL "
    "PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD "
    "TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
)
_FLAGS = frozenset(_REGIONS.split())
"""Pairs of regional indicators that are drawn as a flag."""
_INDICATORS = late("[\U0001f1e6-\U0001f1ff]+")
_TAGGED = late_regex(rf"(?<![\p{{L}}\p{{M}}\U0001f3f4{_TAGS}])[{_TAGS}]{{2,}}(?![\p{{L}}{_TAGS}])")
"""A word in tag characters by itself: not a flag, and not hidden in or behind another word."""


def plain_letters(text: str) -> str:
    """Return ``text`` with plain letters for those in disguise (Ⓐ, 🅰, ᴀ, ₳ in a word); its length stays."""
    if text.isascii() or not _SPECIAL.search(text):
        return text
    text = _TAGGED.sub(lambda match: "".join(chr(ord(tag) - 0xE0000) for tag in match[0]), text)
    text = _INDICATORS.sub(_spelled, text).translate(_STYLED)
    return _BESIDE_LETTERS.sub(lambda match: match[0].translate(_MONEY).translate(_TURNED_SIGNS), text)


def _spelled(match: re.Match[str]) -> str:
    """Return what regional indicators spell, or themselves where they are drawn as flags."""
    letters = "".join(chr(ord(indicator) - 0x1F1E6 + ord("A")) for indicator in match[0])
    pairs = {letters[at : at + 2] for at in range(0, len(letters), 2)}
    return match[0] if pairs <= _FLAGS else letters


def upside_down(text: str) -> bool:
    """Whether there is a word in ``text`` that is written upside down."""
    return not text.isascii() and _UPSIDE_DOWN.search(text) is not None


def turned_back(text: str) -> str:
    """Return ``text`` with the words that are written upside down the right way up, in small letters."""
    return _UPSIDE_DOWN.sub(lambda match: "".join(_TURNED[letter] for letter in reversed(match[0])), text)


def without_ignorable(text: str) -> str:
    """Return ``text`` without invisible characters, and with a space for what may be one."""
    return text if text.isascii() and text.isprintable() else BLANK.sub(" ", IGNORABLE.sub("", text))
