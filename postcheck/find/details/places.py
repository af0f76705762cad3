"""Where somebody can be found: postcodes, houses in streets, positions on the map."""
# ruff: noqa: RUF001 -- primes are meant

from __future__ import annotations

import re
from collections.abc import Iterator

from postcheck.find.details.view import DetailMatch, View, as_digits
from postcheck.find.details.words import any_of, whole, words
from postcheck.late import late
from postcheck.model.detail import Bearing, DetailKind
from postcheck.model.mention import Certainty
from postcheck.model.text import PlaceKind

_AREA = any_of(words("places", "areas"))
_INWARD = r"[ABD-HJLNP-UW-Z]{2}"
_POSTCODE = late(
    rf"(?<![A-Za-z0-9£$€#@-])(?:{_AREA})[0-9][0-9ABCDEFGHJKMNPRSTUVWXY]? ?[0-9]{_INWARD}(?![A-Za-z0-9])", re.IGNORECASE
)
_POSTCODE_READ = late(rf"(?<![A-Za-z0-9£$€#@-])(?:{_AREA})[0-9OIl][0-9OIlA-Y]? [0-9OIl]{_INWARD}(?![A-Za-z0-9])")
_ORDINAL = late(r"(?:1st|2nd|3rd|[04-9]th)$", re.IGNORECASE)

_TYPES_SURE = any_of(words("places", "streets"))
_TYPES_LOOSE = any_of(words("places", "loose"))
_STREET_NAME = (
    r"(?:(?:(?!(?:Year|Class|Room|Mile|Miles|Minute|Day|Week|Km|Metre|Stage|Unit|The)\b)[A-Z][a-z'A-Z-]{1,20}\.? ){1,3}"
    r"|The (?=(?:Green|Close|Avenue|Crescent|Street|Grove|Croft|Drive|Square|Terrace|Mews|Row|Rise|Lane|Gardens)\b))"
)
_NUMBER = r"(?:(?:Flat|Apartment|Apt|Unit) [0-9]{1,3}[A-Za-z]?,? )?[0-9]{1,3}[A-Za-z]?,? "
_HOUSE = late(
    rf"(?<![\w£$€#.,:/-])(?P<house>{_NUMBER}{_STREET_NAME}(?:(?P<sure>{_TYPES_SURE})|(?:{_TYPES_LOOSE})))\b(?!-)"
)
_LIVES = r"(?:lives?|living|lived|moved|moving|home is|house is|stays|staying)"
_HOUSE_NAME = r"(?:[A-Z][\w'-]{1,20} (?:Cottage|House|Farm|Barn|Lodge),? (?:(?:on|in) )?)?"
_STREET = late(
    rf"(?<![A-Za-z])(?:{_LIVES} (?:round the corner )?(?:at|on|in|to|near|off)"
    r"|(?:aged? [0-9]{1,2},?|(?<=, )[0-9]{1,2},) (?:of|from)) "
    rf"(?P<street>{_HOUSE_NAME}{_STREET_NAME}(?:{_TYPES_SURE}|{_TYPES_LOOSE}))\b"
)
_NOT_HOUSES = late(rf"(?<!\w)(?:{any_of(words('places', 'counted'))})\s?$", re.IGNORECASE)
_AT_NUMBER = late(r"\b(?:at|of|to|on|from|live\w*|house) (?:number|no\.?) $", re.IGNORECASE)
_HOMES = whole("places", "homes")
_SOMEBODYS = late(r"'s (?:home|house|flat|address)\b", re.IGNORECASE)
_VENUES = whole("places", "venues")
_INVITATIONS = whole("places", "invitations")
_OF_SOMEBODY = late(
    r"\b(?:at the|[Tt]he) [A-Z][A-Za-z'-]+s'?,? (?:at )?$"
    r"|\b(?:Mrs?|Miss|Ms|Mx|Dr)\.? (?:[A-Z]\. )?[A-Z][A-Za-z'-]+,? (?:at |of )?$"
)
_FAMOUS = whole("places", "famous")
_DECIMAL = late(
    r"(?<![\w.])(?P<lat>[45-6][0-9]\.[0-9]{3,10})°? ?N?[,;/ ] ?(?P<lon>-?[0-9]\.[0-9]{3,10})°? ?[EW]?(?![\w.])"
)
_LABELLED = late(
    r"(?<![A-Za-z])lat(?:itude)?\W{0,3}(?P<lat>-?[0-9]{1,2}\.[0-9]{2,10})\W{0,5}"
    r"lon(?:g(?:itude)?)?\W{0,3}-?[0-9]{1,3}\.[0-9]{2,10}",
    re.IGNORECASE,
)
_ANGLE = r"[0-9]{1,3} ?° ?[0-9]{1,2} ?['′] ?(?:[0-9]{1,2}(?:\.[0-9]{1,5})? ?[\"″']{1,2} ?)?"
_DEGREES = late(rf"(?<![\w.]){_ANGLE}[NS][, ]{{1,3}}{_ANGLE}[EW](?![A-Za-z])")
_WORDS = late(r"(?<![\w/:])///[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}(?![\w.])")
_WITHIN = 160
"""How far before a place a venue may be named, in characters."""
_NORTH, _SOUTH, _WEST, _EAST = 61.0, 49.0, -9.0, 2.5
_FINE = 4
"""How many decimals pin down a house; with fewer, two numbers side by side may be anything."""


def find(view: View) -> Iterator[DetailMatch]:
    """Yield every postcode, street address and position."""
    if view.passage.kind is not PlaceKind.FILENAME:
        yield from _houses(view)
    yield from _postcodes(view)
    yield from _positions(view)


def _postcodes(view: View) -> Iterator[DetailMatch]:
    for pattern in (_POSTCODE, _POSTCODE_READ) if view.from_ocr else (_POSTCODE,):
        for match in pattern.finditer(view.text):
            written = match.group()
            # "E4 4th": in small letters, words are commoner than postcodes.
            if view.in_url(match.start()) or (
                not written.isupper() and (" " not in written or _ORDINAL.search(written))
            ):
                continue
            if pattern is _POSTCODE_READ and _POSTCODE.fullmatch(written):
                continue
            bearing = _bearing(view, *match.span())
            likely = pattern is _POSTCODE_READ or not written.isupper()
            certainty, why = (
                (Certainty.LIKELY, "it is not written like one" if not view.from_ocr else "it was read in a picture")
                if likely
                else (Certainty.CERTAIN, "")
            )
            yield DetailMatch(
                *match.span(),
                DetailKind.POSTCODE,
                "a postcode",
                bearing,
                certainty,
                why,
                line_only=bearing is Bearing.OPEN,
            )


def _houses(view: View) -> Iterator[DetailMatch]:
    taken: list[tuple[int, int]] = []
    for match in _STREET.finditer(view.text):
        taken.append(match.span("street"))
        yield DetailMatch(*match.span("street"), DetailKind.ADDRESS, "the street that somebody lives in")
    for match in _HOUSE.finditer(view.text):
        start, end = match.span("house")
        if (
            any(low < end and start < high for low, high in taken)
            or (_NOT_HOUSES.search(view.before(start, 16)) and not _AT_NUMBER.search(view.before(start, 24)))
            or view.in_url(start)
        ):
            continue
        bearing = _bearing(view, start, end, house=True)
        followed = view.after(end, 40)
        if (
            not match["sure"]
            and bearing is not Bearing.PRIVATE
            and not (_POSTCODE.search(followed) or re.match(r", [A-Z][a-z]{2,}", followed))
        ):
            continue  # "2026 Food Drive", "3 Peaks Walk"
        if bearing is Bearing.OPEN:
            why = "nothing says that it is a school's or a venue's"
            yield DetailMatch(
                start, end, DetailKind.ADDRESS, "a street address", certainty=Certainty.LIKELY, why=why, line_only=True
            )
        else:
            yield DetailMatch(start, end, DetailKind.ADDRESS, "a street address", bearing)


def _positions(view: View) -> Iterator[DetailMatch]:
    for match in _DECIMAL.finditer(view.text):
        fine = min(len(match[group].partition(".")[2]) for group in ("lat", "lon")) >= _FINE
        if fine and _SOUTH <= float(match["lat"]) <= _NORTH and _WEST <= float(match["lon"]) <= _EAST:
            yield _position(view, match)
    for pattern in (_LABELLED, _DEGREES, _WORDS):
        for match in pattern.finditer(view.text):
            yield _position(view, match)


def _position(view: View, match: re.Match[str]) -> DetailMatch:
    bearing = (
        Bearing.PRIVATE
        if view.passage.kind in {PlaceKind.METADATA, PlaceKind.FILENAME}
        else _bearing(view, *match.span())
    )
    return DetailMatch(
        *match.span(), DetailKind.COORDINATES, "a position on the map", bearing, line_only=bearing is Bearing.OPEN
    )


def _bearing(view: View, start: int, end: int, *, house: bool = False) -> Bearing:
    """Tell from the words around a place whether it is a home, or a venue that readers are meant to find.

    Readers may be sent to a house as well as to a hall: for a ``house`` only the name of a venue speaks.
    """
    around = view.around(start, end)
    if _FAMOUS.search(view.text[start:end]):
        return Bearing.PUBLIC
    if _HOMES.search(around) or _SOMEBODYS.search(around) or _OF_SOMEBODY.search(view.before(start)):
        return Bearing.PRIVATE
    person = view.beside(start, end, line_only=True)
    if (
        person is not None
        and not person.adult
        and re.fullmatch(r"[\s,:;(\-–|]{1,4}(?:(?:of|from) )?", view.text[person.end : start])
    ):
        return Bearing.PRIVATE  # "Amelia Carter, 12 Mill Lane"
    before = view.text[max(view.sentence(start)[0], start - _WITHIN) : start]
    after = view.after(end)
    venue = _VENUES.search(before) or _VENUES.search(after)
    invited = not house and (_INVITATIONS.search(before) or _INVITATIONS.search(after))
    return Bearing.PUBLIC if venue or invited else Bearing.OPEN


def postcode(written: str) -> str:
    """Return a postcode in the one form that all its spellings share."""
    compact = re.sub(r"\s", "", written).upper()
    return compact[:-3] + as_digits(compact[-3:-2]) + compact[-2:]


_LONG_TYPES = {
    "rd": "road",
    "st": "street",
    "ln": "lane",
    "ave": "avenue",
    "av": "avenue",
    "cres": "crescent",
    "gdns": "gardens",
    "dr": "drive",
    "cl": "close",
}


def street(written: str) -> str:
    """Return an address as bare words, for comparison."""
    words = re.findall(r"[a-z0-9]+", written.lower().replace("'", ""))
    return " ".join(_LONG_TYPES.get(word, word) for word in words)
