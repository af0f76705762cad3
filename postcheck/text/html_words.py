"""What the elements of HTML are to a reader: whether they separate words, and which attributes only set layout."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


INLINE = word_set(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike "
    "strong time tt u var wbr nobr tspan slot"
)
"""Elements that separate nothing: ``<b>Am</b>elia`` is one word."""
SPACED = word_set(
    "img input button select option svg path picture source track audio video canvas rp rt ruby param sup sub g use"
)
"""Elements that separate words within a line."""
CELLS = word_set("td th")
"""Those of a table, parted as in any other document: no name goes on in the next cell."""
BLOCKS = word_set(
    "address article aside base blockquote body br caption center col colgroup dd details dialog div dl dt embed "
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li "
    "link main map area menu meta nav noscript object ol optgroup p pre script section style summary table tbody "
    "template textarea tfoot thead title tr ul"
)
FLAGS = word_set(
    "allowfullscreen async autofocus autoplay checked controls default defer disabled download hidden inert ismap "
    "itemscope loop multiple muted nomodule novalidate open playsinline readonly required reversed selected"
)
"""Attributes that mean something by being there."""
LAYOUT_ATTRIBUTES = word_set(
    "align bgcolor border cellpadding cellspacing charset class color colspan decoding dir face fetchpriority "
    "frameborder height lang loading method referrerpolicy rel role rowspan size sizes style tabindex target type "
    "valign width"
)
"""How something looks or behaves; never words for a reader."""


def separator(name: str) -> str:
    """Return what a tag puts between the words on either side; an unknown element may be a block."""
    if name in INLINE:
        return ""
    if name in CELLS:
        return "\t"
    return " " if name in SPACED else "\n"
