"""Numbers that identify one person: UPN, NHS number and National Insurance number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postcheck.find.details.view import DetailMatch, View, as_digits
from postcheck.model.detail import DetailKind
from postcheck.model.mention import Certainty

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(
    rf"(?<![A-Za-z0-9])[{_UPN_LETTERS}{_UPN_LETTERS.lower()}8][ -]?(?:[0-9OoIl|][ -]?){{11}}[0-9A-Za-z](?![A-Za-z0-9])"
)
_UPN_LABEL = re.compile(
    r"(?<![A-Za-z])(?:UPNs?|unique pupil (?:number|no\.?|reference)s?)\W{0,3}"
    r"(?:(?:number|no\.?|is|of [\w' -]{1,40})\W{0,3}){0,2}$",
    re.IGNORECASE,
)
_NHS = re.compile(r"(?<![A-Za-z0-9.,/-])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?![A-Za-z0-9]|[.,/-][0-9])")
_NHS_LABEL = re.compile(r"(?<![A-Za-z])NHS\b[^0-9\n]{0,30}$")
_NI = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[ -]?(?:[0-9]{2}[ -]?){3}[A-D](?![A-Za-z0-9])", re.IGNORECASE)
_NI_LABEL = re.compile(r"(?<![A-Za-z])(?:NI|NINO|national insurance)\b", re.IGNORECASE)
_NI_FIRST = re.compile("[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]")
_NI_WHAT = "a National Insurance number"
_NI_UNUSED = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})
_UPN_WHAT = "a UPN, the number that stands for a pupil for the whole of school,"
_OTHER_NUMBERS = re.compile(
    r"(?:isbn|charity|company|barcode|order|ref(?:erence)?|invoice|serial|urn|ticket|lot)\b[^\n]{0,20}$", re.IGNORECASE
)


def find(view: View) -> Iterator[DetailMatch]:
    """Yield every identifying number."""
    yield from _upns(view)
    yield from _nhs(view)
    yield from _ni(view)


def _upns(view: View) -> Iterator[DetailMatch]:
    for match in _UPN.finditer(view.text):
        from stdnum.gb import upn  # noqa: PLC0415 - only a text with such a number needs it, and it imports OpenSSL

        number = match.group().replace(" ", "").replace("-", "").upper()
        number = number[0].replace("8", "B") + as_digits(number[1:-1]) + number[-1]
        labelled = _UPN_LABEL.search(view.before(match.start()))
        spaced = " " in match.group() or "-" in match.group()
        written = number[1:-1] == match.group().replace(" ", "").replace("-", "")[1:-1]
        last = number[-1] if number[-1] in _UPN_LETTERS + "0123456789" else as_digits(number[-1])
        # The check letter decides, not the list of authorities: new authorities have new numbers.
        right = last in _UPN_LETTERS + "0123456789" and upn.calc_check_digit(number[1:-1] + last) == number[0]
        if right and (labelled or (not spaced and written)):
            yield DetailMatch(*match.span(), DetailKind.UPN, _UPN_WHAT)
        elif right:
            yield DetailMatch(
                *match.span(), DetailKind.UPN, _UPN_WHAT, certainty=Certainty.LIKELY, why="it may be another number"
            )
        elif labelled:
            yield DetailMatch(
                *match.span(),
                DetailKind.UPN,
                _UPN_WHAT,
                certainty=Certainty.LIKELY,
                why="its check letter is wrong, or was misread",
            )


def _nhs(view: View) -> Iterator[DetailMatch]:
    for match in _NHS.finditer(view.text):
        from stdnum.gb import nhs  # noqa: PLC0415 - as above

        before = view.before(match.start())
        labelled = _NHS_LABEL.search(before)
        grouped = match.group()[3] in " -" and match.group()[-5] in " -"
        if not nhs.is_valid(match.group()):
            if labelled:
                why = "its check digit is wrong, or was misread"
                yield DetailMatch(
                    *match.span(), DetailKind.NHS_NUMBER, "an NHS number", certainty=Certainty.LIKELY, why=why
                )
        elif labelled:
            yield DetailMatch(*match.span(), DetailKind.NHS_NUMBER, "an NHS number")
        elif (
            grouped
            and not match.group().startswith("0")
            and not _OTHER_NUMBERS.search(before)
            and not view.in_url(match.start())
        ):
            yield DetailMatch(
                *match.span(),
                DetailKind.NHS_NUMBER,
                "an NHS number",
                certainty=Certainty.LIKELY,
                why="it has the form and the check digit of one",
            )


def _ni(view: View) -> Iterator[DetailMatch]:
    for match in _NI.finditer(view.text):
        if view.in_url(match.start()):
            continue
        prefix = match.group()[:2].upper()
        real = _NI_FIRST.match(prefix) is not None and prefix not in _NI_UNUSED
        labelled = _NI_LABEL.search(view.before(match.start()))
        if real and (labelled or match.group().isupper()):
            yield DetailMatch(*match.span(), DetailKind.NI_NUMBER, _NI_WHAT)
        elif labelled:
            yield DetailMatch(
                *match.span(),
                DetailKind.NI_NUMBER,
                _NI_WHAT,
                certainty=Certainty.LIKELY,
                why="its first letters are never given out",
            )
