"""Phone numbers: British ones, however they are written, and others that start with a plus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from postcheck.find.details.view import DetailMatch, View, as_digits
from postcheck.find.details.words import any_of, whole, words
from postcheck.model.detail import Bearing, DetailKind
from postcheck.model.mention import Certainty
from postcheck.model.text import PlaceKind

_BRITISH = re.compile(
    r"(?<![A-Za-z0-9£$€#+])(?<![A-Za-z0-9][-./,])"
    r"(?P<prefix>\(?(?:\+|00) ?44\)?[ .\-/]?(?:\( ?[0O] ?\)[ .\-/]?)?|\(?[0O])"
    r"(?P<rest>[0-9OoIl](?:[ .\-/()]{0,2}[0-9OoIl|]){5,11})(?![A-Za-z0-9])"
)
_FOREIGN = re.compile(r"(?<![A-Za-z0-9+])\+(?! ?44)[1-9][0-9]{0,2}(?:[ .\-/()]{0,2}[0-9]){6,12}(?![A-Za-z0-9])")
_LINKED = re.compile(r"(?:tel:|sms:|wa\.me/|phone=)(?P<number>\+?[0-9()%. -]{7,20})", re.IGNORECASE)
_LOCAL = re.compile(
    r"(?<![A-Za-z])(?:tel|telephone|phone|ring|call)\b[.:]? {0,2}"
    r"(?P<number>[2-9][0-9]{2} ?[0-9]{3})(?![0-9A-Za-z]|[ .-][0-9])",
    re.IGNORECASE,
)
_DATE = re.compile(r"[0-3]?[0-9][./-][01]?[0-9][./-](?:[0-9]{4}|[0-9]{2})(?![0-9])")
_LABEL = re.compile(
    r"(?:tel|telephone|phone|mob|mobile|call|ring|text|whatsapp|fax|number|contact)\b[^\n0-9]{0,12}$", re.IGNORECASE
)
_OTHER_NUMBERS = re.compile(rf"(?<!\w)(?:{any_of(words('phones', 'others'))})(?!\w)[^\n]{{0,24}}$", re.IGNORECASE)
_SCHOOLS = whole("phones", "schools")
_PERSONAL = whole("phones", "personal")
_RELATIVE = re.compile(rf"(?<!\w)(?:{any_of(words('phones', 'relatives'))})(?:'s)?(?!\w)[^.\n]{{0,14}}$", re.IGNORECASE)
_MISREADINGS = 3
_LONG, _SHORT = 10, 9
_MOBILE = "a mobile number"
_LANDLINE = "a phone number"


def find(view: View) -> Iterator[DetailMatch]:
    """Yield every phone number that may be somebody's."""
    if view.passage.kind is PlaceKind.FILENAME:
        # Cameras and programs use any digits in the names of files.
        yield from (number for number in _british(view) if number.kind is DetailKind.MOBILE)
        return
    yield from _british(view)
    yield from _linked(view)
    yield from _foreign(view)
    for match in _LOCAL.finditer(view.text):
        bearing = _bearing(view, match.start("number"), match.end("number"))
        yield DetailMatch(
            *match.span("number"),
            DetailKind.PHONE,
            _LANDLINE,
            bearing,
            Certainty.LIKELY,
            "it has no area code",
            line_only=bearing is Bearing.OPEN,
        )


def _british(view: View) -> Iterator[DetailMatch]:
    for match in _BRITISH.finditer(view.text):
        start = match.start()
        if view.in_url(start) or _DATE.match(view.text, start) or _OTHER_NUMBERS.search(view.before(start, 60)):
            continue
        labelled = _LABEL.search(view.before(start, 60)) is not None
        for end in _ends(view.text, match.start("rest"), match.end("rest")):
            number = _national(
                view.text[match.start("rest") : end],
                labelled=labelled,
                grouped_from=0 if "44" in match["prefix"] else 1,
            )
            if number is None:
                continue
            if view.text[start] == "(" and ")" not in view.text[start:end]:
                start += 1
            yield _judged(view, start, end, number)
            break


def _ends(text: str, start: int, end: int) -> list[int]:
    """Return where the number may end, longest first: after a digit with nothing attached to it."""
    return [
        place
        for place in range(end, start + _SHORT - 3, -1)
        if text[place - 1] not in " .-/()" and not text[place : place + 1].isalnum()
    ]


def _national(written: str, *, labelled: bool, grouped_from: int) -> str | None:
    """Return the national number without its zero, or None if this isn't one."""
    letters = sum((letter.isalpha() and letter not in "Oo") or letter == "|" for letter in written)
    digits = "".join(letter for letter in as_digits(written) if letter.isdigit())
    if (
        letters > _MISREADINGS
        or sum(letter.isdigit() for letter in written) * 2 < len(digits)
        or not digits
        or not 7 <= len(digits) <= _LONG  # noqa: PLR2004 -- 0800 1111 is the shortest
    ):
        return None
    first = re.split(r"[ .\-/()]", written)[0]
    if len(first) + grouped_from < 3 and not labelled:  # noqa: PLR2004 -- no area code is shorter; "07.45 08.30" are times
        return None
    if digits[0] == "7":
        return digits if len(digits) == _LONG else None
    if digits[0] in "12":
        return digits if len(digits) == _LONG or (len(digits) == _SHORT and labelled) else None
    return digits if digits[0] in "3589" and len(digits) >= 7 else None  # noqa: PLR2004 -- as above


def _judged(view: View, start: int, end: int, number: str) -> DetailMatch:
    if number[0] in "3589":
        # helplines, freephone and numbers of organisations
        return DetailMatch(start, end, DetailKind.PHONE, _LANDLINE, Bearing.PUBLIC)
    bearing = _bearing(view, start, end)
    if number[0] == "7":
        own = bearing is Bearing.PUBLIC
        return DetailMatch(
            start, end, DetailKind.MOBILE, _MOBILE, Bearing.OPEN if own else Bearing.PRIVATE, line_only=own
        )
    return DetailMatch(start, end, DetailKind.PHONE, _LANDLINE, bearing, line_only=bearing is Bearing.OPEN)


def _bearing(view: View, start: int, end: int) -> Bearing:
    """Tell from the words around a number whose it is."""
    before, after = view.before(start), view.after(end, 30)
    if (
        _PERSONAL.search(before)
        or _RELATIVE.search(before)
        or re.match(r" ?\(?(?:home|mum|dad|personal)\b", after, re.IGNORECASE)
    ):
        return Bearing.PRIVATE
    return Bearing.PUBLIC if _SCHOOLS.search(before) or _SCHOOLS.search(after) else Bearing.OPEN


def _linked(view: View) -> Iterator[DetailMatch]:
    for match in _LINKED.finditer(view.text):
        if view.in_url(match.start()) or view.passage.field == "link":
            digits = re.sub(r"[^0-9]", "", match["number"])
            number = digits[2:] if digits.startswith("44") else digits.lstrip("0")
            if len(number) == _LONG and number[0] in "127":
                end = match.start("number") + len(match["number"].rstrip("%. -()"))
                yield _judged(view, match.start("number"), end, number)


def _foreign(view: View) -> Iterator[DetailMatch]:
    for match in _FOREIGN.finditer(view.text):
        if view.in_url(match.start()):
            continue
        import phonenumbers  # noqa: PLC0415 - only a text with such a number needs it

        try:
            number = phonenumbers.parse(match.group(), None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            mobile = phonenumbers.number_type(number) in {
                phonenumbers.PhoneNumberType.MOBILE,
                phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
            }
            bearing = Bearing.PRIVATE if mobile else _bearing(view, *match.span())
            yield DetailMatch(
                *match.span(),
                DetailKind.MOBILE if mobile else DetailKind.PHONE,
                _MOBILE if mobile else _LANDLINE,
                bearing,
            )


@lru_cache(maxsize=1024)
def standard(written: str) -> str:
    """Return a phone number in the one form that all its spellings share (E.164); its digits if it isn't one."""
    import phonenumbers  # noqa: PLC0415 - only a text with a number needs it

    digits = as_digits(re.sub(r"[^0-9OoIl|+]", "", re.sub(r"\( ?[0O] ?\)", "", written)))
    try:
        return phonenumbers.format_number(phonenumbers.parse(digits, "GB"), phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        return digits
