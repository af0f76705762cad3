"""Which source an archive is, by the names of its files; one folder may hold exports of several."""

from __future__ import annotations

import re
from collections.abc import Iterable

from postcheck.archive.base import Source
from postcheck.archive.files import ArchiveFiles
from postcheck.archive.sources.wordpress import EXPORT_MARK
from postcheck.errors import UnreadableError

_FACEBOOK = (
    r"(?:personal_information/profile_information/)?"
    r"(?:your_facebook_activity|your_activity_across_facebook|this_profile's_activity[^/]*|your_page_activity[^/]*)/.+"
    r"|posts/(?:your_posts|profile_posts|page_posts)[^/]*\.(?:json|html)"
    r"|posts/(?:album/\d+\.json|media/(?:[^/]+/)?[^/]*\d{9,}[^/]*\.\w{3,4})|photos_and_videos/.+"
    r"|profile_information/profile_information\.json|facebook_[^/]+/.+"
)
_INSTAGRAM = (
    r"your_instagram_activity/.+|instagram_[^/]+/.+"
    r"|(?:content|media)/(?:posts_\d+|stories|reels|igtv_videos|profile_photos|archived_posts)\.(?:json|html)"
    r"|media/(?:posts|stories|reels|igtv|other|profile)/\d{6}/.+"
    r"|personal_information/personal_information/personal_information\.json"
)
_X = (
    r"(?:data/)?(?:tweets?(?:-part\d+)?|note-tweet)\.js|data/account\.js"
    r"|(?:data/)?(?:tweets?|community_tweets?)_media/.+"
)
_LINKEDIN = r"(?:Shares|Rich[ _]Media|Reactions)(?:_\d+)?\.csv"
_MARKS = (
    (Source.FACEBOOK, re.compile(rf"(?P<root>.*?)(?:{_FACEBOOK})", re.IGNORECASE)),
    (Source.INSTAGRAM, re.compile(rf"(?P<root>.*?)(?:{_INSTAGRAM})", re.IGNORECASE)),
    (Source.X, re.compile(rf"(?P<root>.*?)(?:{_X})")),
    (Source.LINKEDIN, re.compile(rf"(?P<root>.*?)(?:{_LINKEDIN})", re.IGNORECASE)),
)
_LONE = (
    (Source.FACEBOOK, re.compile(r"(?:your_posts|profile_posts|page_posts|your_videos)[^/]*\.(?:json|html)")),
    (Source.INSTAGRAM, re.compile(r"(?:posts|stories|reels)(?:_\d+)?\.(?:json|html)")),
    (Source.X, re.compile(r"(?:tweets?(?:-part\d+)?|note-tweet)\.js")),
)
"""Files that may be given by themselves."""
_SITE = re.compile(
    r"_config\.ya?ml|hugo\.(?:toml|ya?ml|json)|mkdocs\.ya?ml|(?:\.?eleventy|eleventy\.config|astro\.config"
    r"|gatsby-config|next\.config|docusaurus\.config|vuepress\.config|nuxt\.config|svelte\.config)\.[cm]?[jt]s"
    r"|pelicanconf\.py|book\.toml|_posts/.+|config\.toml|index\.html?"
)
_XML = re.compile(r"(?P<root>(?:[^/]+/)*)[^/]+\.xml", re.IGNORECASE)
_FIRST_INSTAGRAM = re.compile(r"(?P<root>(?:[^/]+/)*)media\.json")
"""All that an export of Instagram's had of posts until 2020; what else is called so has no such entries."""
_FIRST_ENTRIES = (b'"taken_at"', b'"path"')
_HEAD = 8_192


def exports_in(files: ArchiveFiles) -> list[tuple[Source, str]]:
    """Return the sources that an archive holds exports of, each with the folder that it begins at (with its ``/``).

    A folder within another of the same source is part of it. Empty if there is none.
    """
    found: dict[tuple[Source, str], None] = {}
    for name in files.names():
        for source, mark in _MARKS:
            match = mark.fullmatch(name)
            if match and (not match["root"] or match["root"].endswith("/")):
                found[source, match["root"]] = None
        match = _XML.fullmatch(name)
        if match and _is_wxr(files, name):
            found[Source.WORDPRESS, match["root"]] = None
        match = _FIRST_INSTAGRAM.fullmatch(name)
        if match and all(mark in _head(files, name) for mark in _FIRST_ENTRIES):
            found[Source.INSTAGRAM, match["root"]] = None
    return _outermost(found)


def lone_source(files: ArchiveFiles, name: str) -> Source | None:
    """Return the source of a file that is given by itself; None if it is not known."""
    if name.casefold().endswith(".xml") and _is_wxr(files, name):
        return Source.WORDPRESS
    return next((source for source, mark in _LONE if mark.fullmatch(name)), None)


def is_site(files: ArchiveFiles) -> bool:
    """Whether an archive is the repository of a static site."""
    return any(_SITE.fullmatch(name) for name in files.names())


def _outermost(found: Iterable[tuple[Source, str]]) -> list[tuple[Source, str]]:
    """Return the exports that do not lie within another one."""
    kept: list[tuple[Source, str]] = []
    for source, root in sorted(found, key=lambda pair: (pair[1].count("/"), _order(pair[0]), pair[1])):
        if not any(root.startswith(outer) for _, outer in kept):
            kept.append((source, root))
    return kept


def _order(source: Source) -> int:
    return next((index for index, (one, _) in enumerate(_MARKS) if one is source), len(_MARKS))


def _is_wxr(files: ArchiveFiles, name: str) -> bool:
    return EXPORT_MARK in _head(files, name)


def _head(files: ArchiveFiles, name: str) -> bytes:
    """Return how a file begins; nothing if it cannot be opened."""
    try:
        with files.open(name) as file:
            return file.read(_HEAD)
    except UnreadableError:
        return b""
