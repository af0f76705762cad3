"""E-mail addresses, plain or disguised ("amelia at school dot uk"), and whether a person or an office reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from postcheck.find.details.view import DetailMatch, View
from postcheck.find.details.words import whole, words
from postcheck.find.lexicon import lexicon
from postcheck.model.detail import Bearing, DetailKind
from postcheck.model.mention import Certainty

_LOCAL = r"(?<![\w.+%'-])(?P<local>[\w%+](?:[\w.+%'-]{0,62}[\w+-])?)"
_TOP = r"(?:uk|com|org|net|edu|info|co|me|eu|io|school|academy|email|example|wales|scot|london|gov|ie|fr|de|us|tv|biz)"
_PLAIN = re.compile(rf"{_LOCAL}@(?P<domain>(?:[A-Za-z0-9-]{{1,63}}\.){{1,6}}[A-Za-z]{{2,24}})(?![\w-])")
_SPACED = re.compile(
    rf"{_LOCAL} ?[@©®] ?(?P<domain>(?:[A-Za-z0-9-]{{1,63}} ?\. ?){{1,4}}{_TOP})(?![\w-])", re.IGNORECASE
)
_AT = r"(?: ?(?:\( ?at ?\)|\[ ?at ?\]|\{ ?at ?\}|<at>|\(@\)|\[@\]) ?)"
_DOT = r"(?: ?(?:\.|\( ?dot ?\)|\[ ?dot ?\]|\{ ?dot ?\}) ?| dot )"
_BRACKETED = re.compile(
    rf"{_LOCAL}{_AT}(?P<domain>(?:[A-Za-z0-9-]{{1,63}}{_DOT}){{1,4}}{_TOP})(?![\w-])", re.IGNORECASE
)
_SPOKEN_LOCAL = r"(?<![\w.+%'-])(?P<local>[\w+-]{1,32}(?:(?:\.| dot )[\w+-]{1,32}){0,2})"
_SPOKEN_DOMAIN = (
    rf"(?!(?:the|a|an|our|my|your|this|www)\b)[A-Za-z0-9-]{{1,63}}(?: dot [A-Za-z0-9-]{{1,63}}){{0,3}} dot {_TOP}"
)
_SPOKEN = re.compile(rf"{_SPOKEN_LOCAL} at (?P<domain>{_SPOKEN_DOMAIN})(?![\w-])", re.IGNORECASE)
_FREE = words("emails", "free")
_FREE_TOPS = words("emails", "tops")
_OFFICES = words("emails", "offices")
_SCHOOLS = words("emails", "schools")
_TITLES = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|sir)[._-]?[a-z]{3,}$", re.IGNORECASE)
_ASKS_PUPILS = whole("emails", "pupils_work")
_SEND = whole("emails", "send")
_MAILBOX = "the mailbox of a person"
_LEAST = 4


def find(view: View) -> Iterator[DetailMatch]:
    """Yield every e-mail address."""
    taken: list[tuple[int, int]] = []
    patterns = [(_PLAIN, ""), (_BRACKETED, "it is written in disguise"), (_SPOKEN, "it is written in disguise")]
    if view.from_ocr:
        patterns.append((_SPACED, "it was read in a picture with gaps"))
    for pattern, why in patterns:
        for match in pattern.finditer(view.text):
            start, end = match.span()
            if any(low < end and start < high for low, high in taken):
                continue
            taken.append((start, end))
            yield _judged(view, start, end, address(match.group()), why)


def address(written: str) -> str:
    """Return an e-mail address in plain form and lower case, without any disguise."""
    text = re.sub(_AT, "@", written, flags=re.IGNORECASE)
    text = re.sub(r" at ", "@", text, flags=re.IGNORECASE) if "@" not in text else text
    text = re.sub(_DOT, ".", text, flags=re.IGNORECASE)
    text = re.sub(r"[©®]", "@", text)
    return unquote(text.replace(" ", "")).lower()


def _judged(view: View, start: int, end: int, plain: str, why: str) -> DetailMatch:
    """Return what an address is: a private one, a pupil's, a person's at work, or that of an office."""
    local, _, domain = plain.rpartition("@")
    certainty = Certainty.LIKELY if why else Certainty.CERTAIN
    if is_free(domain):
        return DetailMatch(
            start, end, DetailKind.PRIVATE_EMAIL, "a private e-mail address", Bearing.PRIVATE, certainty, why
        )
    if _collects_work(domain, view.around(start, end)):
        why = why or "the words around it ask for pupils' work"
        what = "an e-mail address outside the school"
        return DetailMatch(start, end, DetailKind.PRIVATE_EMAIL, what, Bearing.PRIVATE, Certainty.LIKELY, why)
    named = view.inside(start, end)
    if named is not None and named.mention.candidates and not named.adult:
        return DetailMatch(
            start, end, DetailKind.EMAIL, "an e-mail address with a name in it", Bearing.PRIVATE, certainty, why
        )
    if _is_office(local, domain):
        return DetailMatch(start, end, DetailKind.EMAIL, "an e-mail address", Bearing.PUBLIC)
    if _like_a_pupils(local):
        what, certainty = "an e-mail address like a pupil's", Certainty.LIKELY
        why = why or "schools make pupils' addresses from a name and a year"
    elif _like_a_persons(local) or named is not None:
        what = _MAILBOX
    else:
        return DetailMatch(
            start, end, DetailKind.EMAIL, "an e-mail address", Bearing.OPEN, certainty, why, line_only=True
        )
    return DetailMatch(start, end, DetailKind.EMAIL, what, Bearing.PRIVATE, certainty, why)


def _collects_work(domain: str, sentence: str) -> bool:
    """Whether pupils are asked to send something to an address outside schools and authorities."""
    official = domain.endswith((".sch.uk", ".gov.uk", ".ac.uk"))
    return not official and bool(_SEND.search(sentence) and _ASKS_PUPILS.search(sentence))


def _is_office(local: str, domain: str) -> bool:
    """Whether a mailbox is called after an office, its own domain or ordinary words."""
    name = re.sub(r"[._-]", "", local).rstrip("0123456789")
    return name in _OFFICES or name in domain.replace("-", "") or _all_words(local)


def is_free(domain: str) -> bool:
    """Whether everybody can have a mailbox at this domain."""
    first, _, rest = domain.partition(".")
    return first in _FREE and rest in _FREE_TOPS


def _all_words(local: str) -> bool:
    """Whether a mailbox is named with ordinary words ("lost.property", "year4") and not after somebody."""
    parts = [
        part
        for part in re.split(r"[._+-]|(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])", local)
        if part and not part.isdigit()
    ]
    known = lexicon()
    if any(part in _SCHOOLS or (part in _OFFICES and len(part) > len("head")) for part in parts):
        return True  # "st-marys", "hillside.office"
    return bool(parts) and all(
        part in _OFFICES or (len(part) > 1 and known.known(part) and not known.is_a(part, "given")) for part in parts
    )


def _like_a_pupils(local: str) -> bool:
    letters = re.fullmatch(
        r"(?:(?:20)?[0-9]{2}[._-]?)?(?P<name>[a-z]+(?:[._-][a-z]+)?)(?:[._-]?(?:(?:20)?[0-9]{2}|[0-9]))?", local
    )
    return letters is not None and any(letter.isdigit() for letter in local) and len(letters["name"]) >= _LEAST


def _like_a_persons(local: str) -> bool:
    if _TITLES.match(local) or re.fullmatch(r"[a-z]+[._-][a-z'-]+", local):
        return True
    known = lexicon()
    if known.given(local):
        return True
    return any(local[cut:] in known.classes["common_surnames"] and len(local) - cut >= _LEAST - 1 for cut in (1, 2))
