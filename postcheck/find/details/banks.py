"""Bank details: sort codes with account numbers, IBANs, and the numbers of cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postcheck.find.details.view import DetailMatch, View, as_digits
from postcheck.find.details.words import whole
from postcheck.model.detail import DetailKind
from postcheck.model.mention import Certainty

_SORT = r"(?P<sort>[0-9OoIl]{2}[ -][0-9OoIl]{2}[ -][0-9OoIl]{2}|[0-9]{6})(?![0-9A-Za-z])"
_LABELLED_SORT = re.compile(
    rf"(?<![A-Za-z])(?:sort ?-?code|s/c|s\.c\.)\W{{0,4}}(?:is )?\W{{0,2}}{_SORT}", re.IGNORECASE
)
_LABELLED_ACCOUNT = re.compile(
    r"(?<![A-Za-z])(?:(?:bank )?account|a/c|acc(?:oun)?t\.?)(?: ?(?:no\.?|number|num|#))?\W{0,4}(?:is )?\W{0,2}"
    r"(?P<account>[0-9OoIl]{4} ?[0-9OoIl]{4}|[0-9]{7})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"(?<![0-9A-Za-z./-])(?P<sort>[0-9]{2}-[0-9]{2}-[0-9]{2})\W{1,6}(?P<account>[0-9]{8})(?![0-9A-Za-z])"
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
_CARD = re.compile(r"(?<![A-Za-z0-9.,/+-])[3-6](?:[ -]?[0-9]){13,18}(?![A-Za-z0-9]|[.,/-][0-9])")
_CARD_LABEL = re.compile(r"\b(?:card|visa|mastercard|amex|debit|credit)\b[^\n]{0,30}$", re.IGNORECASE)
_FOR_GIFTS = whole("banks", "gifts")
_SORT_WHAT, _ACCOUNT_WHAT = "a sort code", "a bank account number"
_NEAR = 60
_CARD_LENGTHS = {"3": (15,), "4": (16,), "5": (16,), "6": (16, 19)}


def find(view: View) -> Iterator[DetailMatch]:
    """Yield every number that can be used to move money."""
    yield from _accounts(view)
    for match in _IBAN.finditer(view.text):
        from stdnum import iban  # noqa: PLC0415 - only a text with such a number needs it

        for end in _word_ends(view.text, *match.span()):
            if iban.is_valid(view.text[match.start() : end]):
                yield _bank_detail(view, match.start(), end, "an IBAN, the number of a bank account,")
                break
    yield from _cards(view)


def _accounts(view: View) -> Iterator[DetailMatch]:
    sorts = [
        match.span("sort")
        for match in (*_LABELLED_SORT.finditer(view.text), *_PAIR.finditer(view.text))
        if not view.in_url(match.start())
    ]
    accounts = [
        match.span("account")
        for match in (*_LABELLED_ACCOUNT.finditer(view.text), *_PAIR.finditer(view.text))
        if not view.in_url(match.start())
    ]
    for start, end in dict.fromkeys(sorts):
        yield _bank_detail(view, start, end, _SORT_WHAT)
    for start, end in dict.fromkeys(accounts):
        # "Account 12345678" alone may be anybody's customer number.
        near = any(abs(low - start) <= _NEAR for low, _ in sorts)
        bank = near or re.search(r"\bbank\b", view.around(start, end), re.IGNORECASE)
        if bank:
            yield _bank_detail(view, start, end, _ACCOUNT_WHAT)
        else:
            yield DetailMatch(
                start,
                end,
                DetailKind.BANK,
                _ACCOUNT_WHAT,
                certainty=Certainty.LIKELY,
                why="it may be a customer's number",
            )


def _cards(view: View) -> Iterator[DetailMatch]:
    for match in _CARD.finditer(view.text):
        from stdnum import luhn  # noqa: PLC0415 - as above

        if view.in_url(match.start()):
            continue
        digits = re.sub(r"[^0-9]", "", as_digits(match.group()))
        if len(digits) not in _CARD_LENGTHS[digits[0]] or not luhn.is_valid(digits) or len(set(digits)) == 1:
            continue
        plain = match.group().isdigit() and not _CARD_LABEL.search(view.before(match.start()))
        if plain:
            yield DetailMatch(
                *match.span(),
                DetailKind.BANK,
                "a card number",
                certainty=Certainty.LIKELY,
                why="it has the form and the check digit of one",
            )
        else:
            yield DetailMatch(*match.span(), DetailKind.BANK, "a card number")


def _bank_detail(view: View, start: int, end: int, what: str) -> DetailMatch:
    if _FOR_GIFTS.search(view.text[max(0, start - 200) : end + 100]):
        return DetailMatch(
            start,
            end,
            DetailKind.BANK,
            what,
            certainty=Certainty.LIKELY,
            why="it may be an account that gifts or payments are meant to reach",
        )
    return DetailMatch(start, end, DetailKind.BANK, what)


def _word_ends(text: str, start: int, end: int) -> list[int]:
    return [
        place
        for place in range(end, start + 14, -1)
        if not text[place : place + 1].isalnum() and text[place - 1] != " "
    ]
