"""The archive that X (Twitter) lets an account download, in the layouts since 2019."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from postcheck.archive.base import ItemKind, ItemText, Media
from postcheck.archive.export import Export, Found
from postcheck.archive.json_stream import SCRIPT, Value, records
from postcheck.archive.moments import from_seconds, from_text
from postcheck.archive.passed_over import ACCOUNT, ADVERTS, DELETED, MESSAGES, PAGES, SEEN, WITHHELD
from postcheck.errors import UnreadableError

_PART = r"(?:-part\d+)?\.js"
_TWEETS = re.compile(rf"(?:data/)?(?:tweets?|community-tweets?){_PART}")
_NOTES = re.compile(rf"(?:data/)?note-tweets?{_PART}")
_DELETED = re.compile(rf"(?:data/)?deleted-(?:tweets?|note-tweets?){_PART}")
_PROFILE = re.compile(rf"(?:data/)?profile{_PART}")
_ACCOUNT = re.compile(rf"(?:data/)?account{_PART}")
_TITLED = re.compile(rf"(?:data/)?(?:spaces-metadata|moments?|articles?|periscope-broadcast-metadata){_PART}")
"""What is published beside posts: talks, broadcasts, articles and collections of posts."""
_WORDS_OF = {
    "title": "title",
    "status": "title",
    "description": "body",
    "content": "body",
    "text": "body",
    "body": "body",
    "plainText": "body",
    "previewText": "body",
    "full_text": "body",
    "label": "poll",
    "string_value": "poll",
}
_REPEATED = frozenset({"hashtags", "symbols", "user_mentions"})
"""Parts of a post that say again what its text says."""
_MEDIA = re.compile(
    r"(?:data/)?(?:tweets?_media|community_tweets?_media|profile_media)/(?:(?P<id>\d+)-(?P<name>[^/]+)|[^/]+)"
)
_NOT_PUBLISHED = (
    (re.compile(r"(?:data/)?(?:direct[-_]messages?[^/]*|dm[-_][^/]*)(?:/.*)?"), MESSAGES),
    (re.compile(r"(?:data/)?grok[^/]*(?:/.*)?"), MESSAGES),
    (re.compile(r"(?:data/)?deleted[-_]tweets?[-_]media/.*"), WITHHELD),
    (re.compile(r"(?:data/)?twitter[-_]circle[^/]*(?:/.*)?"), "posts to a circle of friends"),
    (re.compile(r"(?:data/)?ad[-s][^/]*\.js|(?:data/)?personalization" + _PART), ADVERTS),
    (
        re.compile(
            r"(?:data/)?(?:likes?|followers?|following|block|mute|saved-search|lists?[^/]*|bookmarks?[^/]*|tweetdeck"
            r"|smartblock|branch-links|catalog-item|commerce-catalog|product-[^/]*|shop-module|shopify-[^/]*"
            r"|community-note[^/]*|birdwatch[^/]*|app|connected-application|reply-prompt)" + _PART
        ),
        SEEN,
    ),
    (
        re.compile(
            r"(?:data/)?(?:account-[^/]*|ageinfo|audio-video-calls-in-dm[^/]*|contact|device-token|email-address-change"
            r"|ip-audit|key-registry|manifest|ni-devices|phone-number|protected-history|screen-name-change|sso"
            r"|tweet-headers|deleted-tweet-headers|user-link-clicks|verified[^/]*|verified-organization|professional-data"
            r"|periscope-[^/]*|twitter-shop|expanded-profile|ad-free-article-visits|tweet-counts?|payments?[^/]*"
            r"|subscription[^/]*|super-follows?|tips?|community-tweet-headers|twitter-circle[^/]*)" + _PART
        ),
        ACCOUNT,
    ),
    (re.compile(r"(?:assets|lib|css|js|img)/.*|Your archive\.html|README(?:\.txt|\.md)?|index\.html"), PAGES),
)


def account_of(export: Export) -> str:
    """Return the handle of the account; empty if the archive doesn't say."""
    for name in export.files.names():
        if _ACCOUNT.fullmatch(name):
            try:
                return next(filter(None, (_text(one, "username") for one in _entries(name, export))), "")
            except UnreadableError:
                continue
    return ""


def read(export: Export) -> Iterator[Found]:
    """Yield what the account published."""
    yield from _Archive(export).read()


def _entries(name: str, export: Export) -> Iterator[Mapping[str, Value]]:
    """Yield the entries of a file, each out of the object that says what it is."""
    with export.files.open(name) as file:
        for record in records(file, before=SCRIPT):
            value = record.value
            if isinstance(value, Mapping):
                inner = next(iter(value.values()), None)
                yield inner if len(value) == 1 and isinstance(inner, Mapping) else value
            else:
                yield {}


class _Archive:
    """Reads one archive: long posts first, as their whole text stands apart from the post that begins it."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._media: dict[str, list[str]] = {}
        """The files of each post, by its id."""
        self._notes: dict[datetime, str] = {}
        """The address of the post that begins a long one, by its moment; empty until it is met."""
        for name in export.files.names():
            if (match := _MEDIA.fullmatch(name)) and match["id"]:
                self._media.setdefault(match["id"], []).append(name)

    def read(self) -> Iterator[Found]:
        """Yield everything."""
        named = self._export.files.names()
        notes = [name for name in named if _NOTES.fullmatch(name)]
        for name in notes:
            self._note_moments(name)
        for name in named:
            if _ACCOUNT.fullmatch(name):
                self._export.pass_over(name, ACCOUNT)
            elif _TWEETS.fullmatch(name):
                yield from self._file(name, self._tweet)
            elif _PROFILE.fullmatch(name):
                yield from self._file(name, self._profile)
            elif _TITLED.fullmatch(name):
                yield from self._file(name, self._titled)
            elif _DELETED.fullmatch(name):
                yield from self._file(name, self._deleted)
            else:
                what = next((what for path, what in _NOT_PUBLISHED if path.fullmatch(name)), "")
                if what and not _NOTES.fullmatch(name):
                    self._export.pass_over(name, what)
        for name in notes:
            yield from self._file(name, self._note)

    def _file(self, name: str, read: Callable[[str, int, Mapping[str, Value]], Iterator[Found]]) -> Iterator[Found]:
        self._export.reading(name)
        index = 0
        try:
            for index, entry in enumerate(_entries(name, self._export), start=1):
                yield from read(name, index, entry)
        except UnreadableError as error:
            yield self._export.fault(name, error, index=index)
        yield from self._export.more_changed(name)

    def _tweet(self, name: str, index: int, tweet: Mapping[str, Value]) -> Iterator[Found]:
        identity = _text(tweet, "id_str") or _text(tweet, "id")
        body = html.unescape(_text(tweet, "full_text") or _text(tweet, "text"))
        lacking = [key for key, value in (("id_str", identity), ("full_text", body)) if not value]
        if lacking:
            yield from self._export.changed(name, " and ".join(lacking), index=index)
            if not body:
                return
        moment = from_text(_text(tweet, "created_at"))
        reply_to = _text(tweet, "in_reply_to_status_id_str") or _text(tweet, "in_reply_to_status_id")
        address = self._address(identity)
        if moment in self._notes:
            self._notes[moment] = address
        yield self._export.item(
            self._export.place(name, index),
            kind=ItemKind.COMMENT if reply_to else ItemKind.POST,
            moment=moment,
            texts=[ItemText("body", body), *_links(tweet), *_more(tweet, body)],
            media=list(self._shown(tweet, identity)),
            identity=identity,
            address=address,
            comment_on=self._export.key_of(reply_to) if reply_to else "",
        )

    def _address(self, identity: str) -> str:
        return f"https://x.com/{self._export.account or 'i'}/status/{identity}" if identity else ""

    def _shown(self, tweet: Mapping[str, Value], identity: str) -> Iterator[Media]:
        """Yield the media of a post: the files that begin with its id, and whatever else it names."""
        left = list(self._media.get(identity, ()))
        for entry in _media_entries(tweet):
            alt = [
                ItemText("alt", text) for key in ("ext_alt_text", "alt_text", "altText") if (text := _text(entry, key))
            ]
            names = [_base(address) for address in _addresses(entry)]
            found = next((name for stem in names for name in left if name.endswith(f"{identity}-{stem}")), None)
            if found is not None:
                left.remove(found)
                yield self._export.member(found, alt)
            elif names:
                yield self._export.media(f"tweets_media/{identity}-{names[0]}", alt)
        for name in left:
            yield self._export.member(name)

    def _note_moments(self, name: str) -> None:
        try:
            for note in _entries(name, self._export):
                if moment := from_seconds(note.get("createdAt")):
                    self._notes[moment.replace(microsecond=0)] = ""
        except UnreadableError:
            return  # said when it is read

    def _note(self, name: str, index: int, note: Mapping[str, Value]) -> Iterator[Found]:
        """Yield a long post; what it says stands under ``core`` and, in other years, elsewhere."""
        moment = from_seconds(note.get("createdAt"))
        body = html.unescape(next(filter(None, (_core_text(one) for one in (note, *note.values()))), ""))
        if not body:
            yield from self._export.changed(name, "core.text", index=index)
            return
        identity = _text(note, "noteTweetId")
        own = _text(note, "tweetId")
        address = self._address(own) or (self._notes.get(moment.replace(microsecond=0), "") if moment else "")
        yield self._export.item(
            self._export.place(name, index),
            kind=ItemKind.POST,
            moment=moment,
            texts=[ItemText("body", body)],
            identity=f"note {identity}" if identity else "",
            address=address,
        )

    def _profile(self, name: str, index: int, profile: Mapping[str, Value]) -> Iterator[Found]:
        said = profile.get("description")
        about = said if isinstance(said, Mapping) else {}
        fields = {"bio": "body", "website": "link", "location": "place"}
        texts = [ItemText(field, text) for key, field in fields.items() if (text := _text(about, key))]
        media = [self._export.member(file) for file in self._export.files.names() if "profile_media/" in file]
        yield self._export.item(
            self._export.place(name, index),
            kind=ItemKind.PROFILE,
            moment=None,
            texts=texts,
            media=media,
            identity=f"profile {self._export.account}",
        )

    def _titled(self, name: str, index: int, entry: Mapping[str, Value]) -> Iterator[Found]:
        """Yield a talk, an article or the like: what stands under keys of words, at any depth."""
        texts = list(dict.fromkeys(_worded(entry)))
        if not texts:
            yield from self._export.changed(name, "a title and a text", index=index)
            return
        dates = ("publishedAt", "published_at", "startedAt", "createdAt", "created_at")
        moments = (from_seconds(entry.get(key)) or from_text(_text(entry, key)) for key in dates)
        yield self._export.item(
            self._export.place(name, index),
            kind=ItemKind.POST,
            moment=next(filter(None, moments), None),
            texts=texts,
            identity="",
        )

    def _deleted(self, _name: str, _index: int, _tweet: Mapping[str, Value]) -> Iterator[Found]:
        self._export.tally.not_published[DELETED] += 1
        yield from ()


def _text(entry: Mapping[str, Value], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _worded(value: Value | Mapping[str, Value]) -> Iterator[ItemText]:
    """Yield the texts under keys of words."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            if isinstance(one, str) and key in _WORDS_OF:
                if text := html.unescape(one).strip():
                    yield ItemText(_WORDS_OF[key], text)
            elif key not in _REPEATED:
                yield from _worded(one)
    elif isinstance(value, list):
        for one in value:
            yield from _worded(one)


def _core_text(value: object) -> str:
    return _text(value, "text") if isinstance(value, Mapping) else ""


def _list(value: object, *keys: str) -> Iterator[Mapping[str, Value]]:
    """Yield the objects of the list at the end of some keys."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    yield from (one for one in value if isinstance(one, Mapping)) if isinstance(value, list) else ()


def _links(tweet: Mapping[str, Value]) -> Iterator[ItemText]:
    """Yield where the shortened addresses of a post lead."""
    for link in _list(tweet, "entities", "urls"):
        if address := _text(link, "expanded_url"):
            yield ItemText("link", address)


def _more(tweet: Mapping[str, Value], body: str) -> Iterator[ItemText]:
    """Yield what else a post shows: choices of a poll, what a link or film is called, a text beyond its beginning."""
    parts = {key: value for key, value in tweet.items() if not isinstance(value, str)}
    yield from (text for text in dict.fromkeys(_worded(parts)) if text.text not in body)


def _media_entries(tweet: Mapping[str, Value]) -> list[Mapping[str, Value]]:
    """Return the media of a post, each once: all of them stand under ``extended_entities``, the first one twice."""
    every = [*_list(tweet, "extended_entities", "media"), *_list(tweet, "entities", "media")]
    return list(
        {_text(entry, "id_str") or str(index): entry for index, entry in reversed([*enumerate(every)])}.values()
    )[::-1]


def _addresses(entry: Mapping[str, Value]) -> Iterator[str]:
    """Yield the addresses that a medium's file may be called after: a video's before its first frame's."""
    for variant in _list(entry, "video_info", "variants"):
        yield _text(variant, "url")
    yield from filter(None, (_text(entry, "media_url_https"), _text(entry, "media_url")))


def _base(address: str) -> str:
    return address.partition("?")[0].rpartition("/")[2]
