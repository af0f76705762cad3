"""The keys that a header may have: their spellings, what belongs to a picture, and what only a site generator reads."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA


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
    tags="",
    approved_by="",
    author="authors",
    embargo_until="embargo embargoed_until",
    declare="",
    video="videos",
)
IMAGE_KEYS = _spellings(
    file="src path image url filename",
    alt="title",
    caption="",
    people="",
    work_of="",
    credit="",
    permission="",
    repost_of="",
    third_party="",
    params="",
)
VIDEO_KEYS = _spellings(file="src path url filename", visibility="", embedded_on="", permission="")
SITE_KEYS = _spellings(
    ignored="date draft layout slug categories category type url aliases weight lastmod expirydate keywords "
    "permalink published toc menu series template id lang language translationkey markup outputs params build "
    "cascade headless iscjklanguage sitemap redirect_from redirect_to sidebar comments share math robots noindex "
    "canonical canonicalurl pin pinned hidden featured nav_order parent has_children updated modified "
    "last_modified_at author_profile locale uuid uid eleventynavigation eleventyexcludefromcollections theme style "
    "class name width height loading"
)
"""Keys of site generators that say nothing about what a post shows."""
SITE_TEXTS = _spellings(published="description summary excerpt abstract")
"""Keys of site generators whose text they may publish: worth a note, as it was not searched."""
_LIKENESS = 0.75
"""An unknown key that is at least this similar to a known one is taken for a misspelling of it."""
_LONG_PART = 6
"""A key that contains, or is contained in, a known one of at least this many letters is taken for it."""


def normal(key: str) -> str:
    """Return a key as it is looked up: letter case, blanks and hyphens aside."""
    return key.strip(" \t\xa0\ufeff").casefold().replace("-", "_").replace(" ", "_")


def meant(key: str, known: Iterable[str]) -> str | None:
    """Return the known key that an unknown one seems to be, or None."""
    best = max(known, key=lambda other: OSA.normalized_similarity(key, other))
    if OSA.normalized_similarity(key, best) >= _LIKENESS:
        return best
    parts = (other for other in known if min(len(other), len(key)) >= _LONG_PART and (other in key or key in other))
    return next(parts, None)
