"""The keys that a header may have: their spellings, what belongs to a picture, and what only a site generator reads."""

from __future__ import annotations

from collections.abc import Iterable

import regex
from rapidfuzz.distance import OSA

from postcheck.drafts.moments import parse_moment
from postcheck.formats.filetypes import FileKind, file_kind
from postcheck.late import late_regex


def _spellings(**keys: str) -> dict[str, str]:
    """Return the key that each spelling stands for: its own name, or one that site generators and people use."""
    return {spelling: key for key, others in keys.items() for spelling in (key, *others.split())}


KEYS = _spellings(
    channel="channels",
    account="",
    publish_at="publishdate publish_date",
    title="",
    first_comment="",
    images="image resources featured_image cover cover_image thumbnail",
    people="",
    work_of="",
    quote_of="",
    tags="",
    approved_by="",
    author="authors",
    embargo_until="embargo embargoed_until",
    declare="",
    video="videos",
    confirmed_for="",
)
IMAGE_KEYS = _spellings(
    file="src path image url filename",
    alt="title",
    caption="",
    people="",
    work_of="",
    quote_of="",
    credit="",
    permission="",
    repost_of="",
    third_party="",
    confirmed_for="",
    params="",
)
VIDEO_KEYS = _spellings(
    file="src path url filename",
    visibility="",
    embedded_on="",
    permission="",
    people="",
    listened="listened_to",
    confirmed_for="",
    subtitles="captions subtitle",
)
SITE_KEYS = _spellings(
    ignored="date draft layout type weight lastmod expirydate published toc template lang language markup outputs "
    "build headless iscjklanguage comments share math robots noindex pin pinned hidden featured nav_order "
    "has_children updated modified last_modified_at author_profile locale uuid uid eleventyexcludefromcollections "
    "theme style width height loading"
)
"""Keys of site generators that nobody sees the values of."""
SITE_TEXTS = _spellings(
    published="description summary excerpt abstract subtitle subheading tagline slug permalink url alias aliases "
    "category categories series keyword keywords topics taxonomies menu name parent id class sidebar params cascade "
    "redirect_from redirect_to canonical canonicalurl translationkey linktitle short_title seo_title seo_description "
    "meta_title meta_description og_title og_description sitemap eleventynavigation",
)
"""Keys of site generators whose values are published: as words, in the address of the page, or for search engines."""
_LIKENESS = 0.75
"""An unknown key that is at least this similar to a known one is taken for a misspelling of it."""
_NO_NAME = late_regex(
    r"\s*(?:\P{L}*|[\d.,]+\s?(?:px|r?em|pt|v[hw]|m?s|min|e[+-]?\d+)|true|false|yes|no|on|off|null|none|n/?a)\s*",
    regex.IGNORECASE,
)
_WRITTEN_FOR_US = frozenset({"confirmed_for"})
"""Keys that nobody types: no other is a misspelling of one."""
_LONG_PART = 6
"""A key that contains, or is contained in, a known one of at least this many letters is taken for it."""


def normal(key: str) -> str:
    """Return a key as it is looked up: letter case, blanks and hyphens aside."""
    return key.strip(" \t\xa0\ufeff").casefold().replace("-", "_").replace(" ", "_")


def can_name(value: str) -> bool:
    """Whether a value can hold a name: not a number, a size, a date, or yes or no."""
    return not _NO_NAME.fullmatch(value) and parse_moment(value) is None


def is_picture(value: str) -> bool:
    """Whether a value is the path of a picture."""
    return file_kind(value.strip()) is FileKind.IMAGE


def meant(key: str, known: Iterable[str]) -> str | None:
    """Return the known key that an unknown one seems to be, or None."""
    known = [other for other in known if other not in _WRITTEN_FOR_US]
    best = max(known, key=lambda other: OSA.normalized_similarity(key, other))
    if OSA.normalized_similarity(key, best) >= _LIKENESS:
        return best
    parts = (other for other in known if min(len(other), len(key)) >= _LONG_PART and (other in key or key in other))
    return next(parts, None)
