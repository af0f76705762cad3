"""What themes and plugins of WordPress' keep beside a post and show with it: its details (``wp:postmeta``).

Fields of a school's own ("Pupil's story"), pages made with a page builder and descriptions for search engines stand
there and nowhere else. Which of them a theme shows, no export says. So each that has words is read, unless it is known
to be technical.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from postcheck.archive.wxr import Element

_FIELDS = (
    (re.compile(r"_wp_attachment_image_alt"), "alt"),
    (re.compile(r"_?(?:yoast_wpseo|rank_math|aioseo\w*?|seopress|genesis)_\S*desc\w*"), "description"),
    (re.compile(r"_?(?:yoast_wpseo|rank_math|aioseo\w*?|seopress|genesis)_\S*title"), "title"),
)
"""What a detail is given as; another one is by its key."""
_TECHNICAL = re.compile(
    r"_wp_(?!attachment_image_alt)\S*|_edit_\S*|_menu_item_\S*|_thumbnail_id|_pingme|_encloseme|_oembed_time_\S*"
    r"|_elementor_(?!data$)\S*|_fl_builder_(?!data$)\S*|_customize_\S*|_et_(?:builder|pb)_\S*|_genesis_layout"
    r"|_?(?:yoast_wpseo|rank_math|aioseo|seopress)_(?!\S*(?:desc|title))\S*|classic-editor-remember|_wc_\S*|_?jetpack_\S*"
    r"|_?wpml_\S*|_?amazonS3_\S*|_dp_original|_?litespeed_\S*|_?imagify_\S*|_?ewww_\S*|_?smush\S*|_last_editor_used_jetpack"
)
"""Keys of details that no visitor sees."""
_FIELD_OF_ACF = re.compile(r"(?:field|group)_\w+")
"""What stands under ``_story`` if ``story`` is a field that Advanced Custom Fields keeps."""
_SERIALIZED = re.compile(r"(?:[aOC]:\d+:|s:\d+:\")")
_PHP_TEXT = re.compile(r's:\d+:"(?P<text>.*?)";(?=[sidabNOCrR}]|\s*\Z)', re.DOTALL)
_PHP_NUMBER = re.compile(r'(?:;i:|")(?P<number>\d+)(?=;|";)')
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_IDENTIFIER = re.compile(r"(?!\w+://)[\w#%./:=+-]+")
_CODE = re.compile(r"[\d_%/=:]|\.\w{2,4}\Z")


def said_in(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the words of each detail of an item, after the field that they are given as."""
    for key, value in _details(element):
        if not _TECHNICAL.fullmatch(key) and not _FIELD_OF_ACF.fullmatch(value):
            field = next((field for pattern, field in _FIELDS if pattern.fullmatch(key)), key.strip("_").casefold())
            for text in dict.fromkeys(_texts(value)):
                if _LETTERS.search(text) and not _is_code(text.strip()):
                    yield field, text


def numbers_in(element: Element) -> Iterator[str]:
    """Yield the numbers in fields of a school's own, which may be those of pictures."""
    fields = {key[1:] for key, value in _details(element) if key.startswith("_") and _FIELD_OF_ACF.fullmatch(value)}
    for key, value in _details(element):
        if key in fields:
            if value.isdecimal():
                yield value
            elif _SERIALIZED.match(value):
                yield from (match["number"] for match in _PHP_NUMBER.finditer(value))


def _is_code(text: str) -> bool:
    """Whether a text is a single word that no person reads: ``#ff00AA``, ``Col_2``, ``star.jpg``."""
    return _IDENTIFIER.fullmatch(text) is not None and _CODE.search(text) is not None


def _details(element: Element) -> Iterator[tuple[str, str]]:
    for one in element.nested.get("postmeta", ()):
        if (key := one.get("meta_key")) and (value := one.get("meta_value")):
            yield key, value


def _texts(value: str) -> Iterable[str]:
    """Return the texts in a value: it may be one itself, or JSON, or what PHP makes of a list."""
    if value[0] in "[{":
        try:
            return [*_strings(json.loads(value))]
        except (ValueError, RecursionError):
            return (value,)
    if _SERIALIZED.match(value):
        return [text for match in _PHP_TEXT.finditer(value) for text in _inner(match["text"])]
    return (value,)


def _inner(text: str) -> Iterable[str]:
    """Return the texts in one of a list's: builders put JSON into it."""
    return _texts(text) if text[:1] in "[{" and text else (text,)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
