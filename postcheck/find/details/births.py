"""Dates of birth: a date beside a word for being born, or an age beside its day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from postcheck.find.details.view import DetailMatch, View, as_digits
from postcheck.late import late
from postcheck.model.detail import DetailKind
from postcheck.model.mention import WELL_KNOWN, Certainty, Role

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ORDINAL = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_DAY = rf"(?:{_ORDINAL}(?: of)?[ -]{_MONTH}\b(?:\.(?= ?[0-9]))?|{_MONTH}\b\.?[ -]{_ORDINAL}\b)"
_YEAR = r"(?:1[5-9]|20)[0-9]{2}"
_FULL = (
    rf"(?:{_DAY},?[ -](?:{_YEAR}|'?[0-9]{{2}}(?![0-9:.])))"
    r"|(?:[0-3OIl]?[0-9OIl] ?[./-] ?[01OIl]?[0-9OIl] ?[./-] ?(?:[12][09O][0-9OIl]{2}|[0-9]{2}))"
    rf"|(?:{_YEAR}-[01][0-9]-[0-3][0-9])"
)
_LABEL = r"(?:d\.? ?[o0]\.? ?b\b\.?|date of birth|birth ?date)"
_LABELLED = late(
    rf"(?<![A-Za-z]){_LABEL}[^A-Za-z0-9]{{0,5}}(?:is |was |of [\w' -]{{1,30}} ?[:-] ?)?"
    rf"(?P<date>{_FULL}|{_DAY})(?![0-9])",
    re.IGNORECASE,
)
_BORN = late(
    rf"(?<![A-Za-z-])(?:was |were )?born\b[^.!?\n0-9]{{0,30}}?(?P<date>{_FULL}|{_DAY}(?! ?[0-9]))(?![0-9])",
    re.IGNORECASE,
)
_BIRTHDAY = late(
    rf"(?<![A-Za-z])(?:birthday|b'?day)s?\b[^.?\n0-9]{{0,40}}?(?P<date>{_FULL}|{_DAY})(?![0-9])", re.IGNORECASE
)
_AGES = "four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
_TURNED = late(
    rf"(?<![A-Za-z])(?:turn(?:s|ed|ing)?|(?:will )?(?:is|be|was)|reache[sd])(?: (?P<age>[1-9]|1[0-9]|{_AGES}))"
    r"(?: years? old)?(?: on)?(?: (?:mon|tues|wednes|thurs|fri|satur|sun)day,?)?(?: the)? "
    rf"(?P<date>{_FULL}|{_DAY})(?![0-9])",
    re.IGNORECASE,
)
_AGE = rf"(?P<age>[1-9]|1[0-9]|{_AGES})"
_DAYS = (
    r"(?:today|yesterday|tomorrow|tonight|already|now|this (?:week|weekend|month|morning)|(?:at|over) the weekend"
    r"|(?:on |last |next |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_AGED = (
    late(
        rf"(?<![A-Za-z])(?:turn(?:s|ed|ing)?|(?:is|was|will be|'s)(?: just)?) {_AGE}(?: years? old)?,? {_DAYS}"
        r"(?![A-Za-z]| in the| with)",
        re.IGNORECASE,
    ),
    late(
        rf"(?<![A-Za-z])turn(?:s|ed|ing)? {_AGE}(?: years? old)?"
        r"(?= ?(?:[.,!?;:)\n]|and\b|in\b|with\b|$))",
        re.IGNORECASE,
    ),
    late(
        r"(?<![0-9A-Za-z])(?P<age>[1-9]|1[0-9])(?:st|nd|rd|th) birthday"
        r"(?: (?:is |was )?(?:today|yesterday|tomorrow)(?![A-Za-z]))?",
        re.IGNORECASE,
    ),
    late(
        r"(?<![A-Za-z])(?P<age>fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth"
        r"|fifteenth|sixteenth|seventeenth|eighteenth) birthday(?![A-Za-z])",
        re.IGNORECASE,
    ),
    late(rf"(?<=[,:\u2013-] ){_AGE}(?: years? old)? (?:today|already)(?= ?(?:[.,!?;)\n]|$))", re.IGNORECASE),
    late(
        r"(?<![A-Za-z])(?:(?:hits?|turns?|reach\w*) )?(?P<age>the big (?:1-?0|one-?oh|[4-9]))(?![0-9])", re.IGNORECASE
    ),
    late(rf"(?<![A-Za-z])(?P<age>double figures),? (?:on )?{_DAYS}", re.IGNORECASE),
    late(r"(?<![A-Za-z])happy (?P<age>[1-9]|1[0-9])(?:st|nd|rd|th)(?=[!,. ]{1,3}(?!place\b)[A-Z])", re.IGNORECASE),
    late(r"(?<![A-Za-z])born (?:on this day|today)(?: in)? (?P<age>20[0-9]{2})(?![0-9])", re.IGNORECASE),
    late(
        r"(?<![A-Za-z])(?:birthday|b'?day)\b[^.!?\n0-9]{0,40}?"
        rf"(?:(?:is|are|turns|now|aged?|who's|he's|she's|,|-|:|\() ?)+{_AGE}"
        rf"(?: years? old)?(?: {_DAYS})?(?= ?(?:[.,!?;)\n]|$))",
        re.IGNORECASE,
    ),
    late(
        rf"(?<![A-Za-z])(?:is|turns|turned|'s) {_AGE}(?: years? old)?"
        r"(?=[.!?,]{0,3} {1,2}(?:a very )?happy birthday(?P<wished>))",
        re.IGNORECASE,
    ),
)
"""An age beside a birthday: with the day of the post it is a date of birth."""
_SOMEBODY = late(
    r"\b(?:he|she|pupil|child|boy|girl|student|son|daughter|twins?|brother|sister|baby (?:boy|girl))\b", re.IGNORECASE
)
_ONE = late(
    r"\b(?:he|she|him|her|his|pupil|child|boy|girl|lad|student|son|daughter|twins?|brother|sister|birthday (?:boy|girl)"
    r"|one of our|somebody|someone|who (?:turn(?:s|ed)|is|was|will be))\b",
    re.IGNORECASE,
)
_NO_CHILD = late(
    r"\b(?:school|academy|trust|pre-?school|club|library|garden|playgroup|pta|charity|choir|dogs?|pupp(?:y|ies)|cats?"
    r"|hens?|chickens?|rabbits?|guinea pigs?|hamsters?|tortoises?|gecko|lizard|pony|horse|donkey|tree|pond|bus|minibus"
    r"|book|story|character|bear|gruffalo|poem|play|nhs|bbc|if|when|any|every|each|children who|anyone|everyone"
    r"|your child)\b",
    re.IGNORECASE,
)
"""Whose birthday is nobody's secret, and what is said of whomever it may concern."""
_LIVING = 1940
_YOUNGEST = 2
_YEAR_OF_PUPILS = 2003
_ANY_YEAR = late(_YEAR)
_WHAT = "a date of birth"


def find(view: View) -> Iterator[DetailMatch]:
    """Yield every date that is a birthday."""
    labelled = []
    for match in _LABELLED.finditer(view.text):
        labelled.append(match.start("date"))
        yield DetailMatch(*match.span("date"), DetailKind.BIRTH_DATE, _WHAT)
    for match in _BORN.finditer(view.text):
        if match.start("date") not in labelled:
            yield from _born(view, match)
    for match in _BIRTHDAY.finditer(view.text):
        person = view.beside(match.start(), match.start() + 1)  # "Happy birthday Amelia! 3.5.2018"
        if person is not None and not person.adult:
            year = _year(match["date"])
            last = date.today().year - _YOUNGEST  # noqa: DTZ011 - a year is near enough
            certain = year is not None and _YEAR_OF_PUPILS < year < last
            why = "" if certain else "it may be the day of a party or a visit"
            yield DetailMatch(
                *match.span("date"),
                DetailKind.BIRTH_DATE,
                "a birthday",
                certainty=Certainty.CERTAIN if certain else Certainty.LIKELY,
                why=why,
            )
    for match in _TURNED.finditer(view.text):
        if _person(view, match) is not None:
            why = "an age and its day give the date of birth"
            yield DetailMatch(
                *match.span("date"), DetailKind.BIRTH_DATE, "a birthday", certainty=Certainty.LIKELY, why=why
            )
    yield from _aged(view)


def _aged(view: View) -> Iterator[DetailMatch]:
    """Yield every age that a birthday goes with."""
    taken: list[tuple[int, int]] = []
    for pattern in _AGED:
        for match in pattern.finditer(view.text):
            start, end = match.start("age"), match.end()
            person = view.beside(start, end)
            if person is None and "wished" in pattern.groupindex:
                wished = match.end("wished")  # "Guess who is six? Happy birthday Amelia!"
                person = view.beside(wished, wished)
            nameless = person is None and _is_somebody_s(view.around(start, end))
            if (
                (person is None and not nameless)
                or (person and person.mention.role is Role.FIGURE)
                or any(low < end and start < high for low, high in taken)
            ):
                continue
            taken.append((start, end))
            certainty = Certainty.UNSURE if person and person.adult else Certainty.LIKELY
            why = "an age and its day give the date of birth"
            yield DetailMatch(
                start, end, DetailKind.BIRTH_DATE, "a birthday", certainty=certainty, why=why, someone=nameless
            )


def _is_somebody_s(sentence: str) -> bool:
    """Whether the birthday of a sentence without names is one child's: "our newest bell-ringer, who turns seven"."""
    return bool(_ONE.search(sentence)) and not _NO_CHILD.search(sentence)


def _born(view: View, match: re.Match[str]) -> Iterator[DetailMatch]:
    year = _year(match["date"])
    if year is not None and year < _LIVING:
        return  # history
    pupils_year = year is not None and year > _YEAR_OF_PUPILS
    person = view.beside(match.start("date"), match.end("date"))
    if person is not None:
        # Anybody may know the date of birth of somebody famous.
        if person.mention.adult != WELL_KNOWN:
            why = "" if pupils_year else "no pupil was born that long ago"
            why = why if person.mention.candidates else "the name beside it is not on the roll"
            certainty = Certainty.LIKELY if why else Certainty.CERTAIN
            yield DetailMatch(*match.span("date"), DetailKind.BIRTH_DATE, _WHAT, certainty=certainty, why=why)
    elif pupils_year and _SOMEBODY.search(view.around(*match.span("date"))):
        yield DetailMatch(
            *match.span("date"),
            DetailKind.BIRTH_DATE,
            _WHAT,
            certainty=Certainty.LIKELY,
            why="no name stands beside it",
        )


def _person(view: View, match: re.Match[str]) -> object | None:
    person = view.beside(match.start("date"), match.end("date"))
    return None if person is None or person.adult else person


def _year(written: str) -> int | None:
    year = _ANY_YEAR.search(as_digits(written))
    return int(year.group()) if year else None
