"""All finders of details, joined: what they find gets its place and the name beside it; the school's own is public."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from postcheck.find.details import (
    banks,
    births,
    descriptions,
    emails,
    families,
    handles,
    identifiers,
    phones,
    places,
    secrets,
    sensitive,
)
from postcheck.find.details.view import DetailMatch, View
from postcheck.model.detail import Bearing, Detail, DetailKind
from postcheck.model.mention import Mention
from postcheck.model.settings import Contacts
from postcheck.model.text import Box, Passage

FINDERS: tuple[Callable[[View], Iterator[DetailMatch]], ...] = (
    identifiers.find,
    banks.find,
    emails.find,
    phones.find,
    secrets.find,
    births.find,
    places.find,
    handles.find,
    sensitive.find,
    families.find,
    descriptions.find,
)
"""The surest come first: what one has found, no other finds again."""
_BESIDE = 2.5
"""How far apart a name and a detail in a picture may be and still belong together, in line heights."""
_SAME_PLACE = 0.5


class DetailFinder:
    """Finds personal details in passages.

    Parameters
    ----------
    contacts:
        The school's own published contacts: found like any others, and marked as public.
    more:
        Finders besides our own; what they raise is raised.
    """

    def __init__(self, contacts: Contacts, more: Sequence[Callable[[View], Iterator[DetailMatch]]] = ()) -> None:
        self._finders = (*FINDERS, *more)
        self._phones = frozenset(phones.standard(phone) for phone in contacts.phones)
        self._emails = frozenset(email.lower() for email in contacts.emails)
        self._domains = frozenset(domain.lower() for domain in contacts.email_domains)
        self._streets = tuple(f" {places.street(address)} " for address in contacts.addresses)
        self._postcodes = frozenset(places.postcode(code) for code in contacts.postcodes)
        self._all_in_one = " ".join(places.postcode(address) for address in contacts.addresses)

    def find(self, passages: Sequence[Passage], mentions: Sequence[Mention]) -> tuple[Detail, ...]:
        """Return every detail in the passages, by passage and place; ``mentions`` are the names found in them."""
        found: list[Detail] = []
        for passage in passages:
            view = View(passage, mentions)
            details = [self._placed(view, match, mentions) for match in _apart(view, self._finders)]
            found += [detail for detail in details if not (passage.alternative and _seen(detail, found))]
        return tuple(found)

    def _placed(self, view: View, match: DetailMatch, mentions: Sequence[Mention]) -> Detail:
        start, end = view.place(match.start, match.end)
        if match.said_of or match.someone:
            return Detail(
                view.passage,
                start,
                end,
                match.kind,
                match.bearing,
                match.certainty,
                match.what,
                match.why,
                match.said_of,
                someone=match.someone,
            )
        named = view.inside(match.start, match.end) or view.beside(match.start, match.end, line_only=match.line_only)
        beside = named.mention if named else None
        if view.from_ocr and (beside is None or match.line_only):
            beside = _beside_in_picture(view.passage, start, end, mentions, same_line=match.line_only)
        own = self._is_own(view.text[match.start : match.end], match)
        bearing = Bearing.PUBLIC if own else match.bearing
        outside = self._is_outside(view.text[match.start : match.end], match)
        return Detail(
            view.passage,
            start,
            end,
            match.kind,
            bearing,
            match.certainty,
            match.what,
            match.why,
            beside,
            outside=outside,
        )

    def _is_outside(self, written: str, match: DetailMatch) -> bool:
        """Whether this is a private mailbox out of the school's hands: open to everybody, or at a stranger's domain."""
        domain = emails.address(written).rpartition("@")[2]
        return match.kind is DetailKind.PRIVATE_EMAIL and (emails.is_free(domain) or domain not in self._domains)

    def _is_own(self, written: str, match: DetailMatch) -> bool:
        if match.kind in {DetailKind.PHONE, DetailKind.MOBILE}:
            return bool(self._phones) and phones.standard(written) in self._phones
        if match.kind in {DetailKind.EMAIL, DetailKind.PRIVATE_EMAIL}:
            plain = emails.address(written)
            # The domain is the school's, but a pupil's mailbox at it is not a published contact.
            return plain in self._emails or (
                plain.rpartition("@")[2] in self._domains
                and "pupil" not in match.what
                and "with a name" not in match.what
            )
        if match.kind is DetailKind.POSTCODE:
            code = places.postcode(written)
            return code in self._postcodes or (bool(self._all_in_one) and code in self._all_in_one)
        if match.kind is DetailKind.ADDRESS:
            return any(f" {places.street(written)} " in street for street in self._streets)
        return False


def _apart(view: View, finders: Iterable[Callable[[View], Iterator[DetailMatch]]]) -> list[DetailMatch]:
    """Return what the finders find, in order and without overlap."""
    found: list[DetailMatch] = []
    for find in finders:
        for match in find(view):
            index = bisect_left(found, match.end, key=_start)
            if index == 0 or found[index - 1].end <= match.start:
                found.insert(index, match)
    return found


def _start(match: DetailMatch) -> int:
    return match.start


def _seen(detail: Detail, found: Iterable[Detail]) -> bool:
    """Whether another reading of the picture has already shown this detail at this place."""
    box = _box(detail.passage, detail.start, detail.end)
    for other in found:
        if (
            other.kind is detail.kind
            and other.passage is not detail.passage
            and other.passage.file == detail.passage.file
        ):
            other_box = _box(other.passage, other.start, other.end)
            if (
                other.passage.frame == detail.passage.frame
                and box
                and other_box
                and box.overlap(other_box) >= _SAME_PLACE
            ):
                return True
    return False


def _box(passage: Passage, start: int, end: int) -> Box | None:
    return passage.where(start, end).box if passage.from_ocr else None


def _beside_in_picture(
    passage: Passage, start: int, end: int, mentions: Iterable[Mention], *, same_line: bool
) -> Mention | None:
    """Return the name that stands nearest in the picture, on the same line or just above or below.

    It may be in another passage, since a picture is read more than once.
    """
    box = _box(passage, start, end)
    if box is None:
        return None
    best: tuple[float, Mention] | None = None
    for mention in mentions:
        other = mention.passage
        if not other.from_ocr or other.file != passage.file or other.frame != passage.frame:
            continue
        name = _box(other, mention.start, mention.end)
        if name is None:
            continue
        height = max(1, min(box.height, name.height))
        gap = max(0, max(box.top, name.top) - min(box.bottom, name.bottom)) / height
        aside = max(0, max(box.left, name.left) - min(box.right, name.right)) / height
        if gap <= (0 if same_line else _BESIDE) and (best is None or gap + aside < best[0]):
            best = gap + aside, mention
    return best[1] if best else None
