"""Lays posts out as each network does in its export: written in one go, with the picture of each post."""

from __future__ import annotations

import html
import json
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.audit.posts import Published

ACCOUNT, SITE = "Hillside Primary", "https://hillside.example"
_IN_A_FILE = 10_000
"""Posts in one JSON file of Facebook's."""
_X_LENGTH = 280
"""Characters that a post on X may have."""
_FACEBOOK_ID, _X_ID = 1_204_500_000_000_000, 910_000_000_000_000_000
Pictures = Callable[[int], bytes]
"""Returns the content of a picture by its number."""


class Export(ABC):
    """How a network lays out its exports."""

    name: str
    """Of its folder or ZIP file."""
    more_items = 1
    """How many items it has beside its posts: what the account says of itself."""

    @abstractmethod
    def write(self, path: Path, posts: Sequence[Published], pictures: Pictures) -> int:
        """Write posts to a folder or ZIP file that is not there yet; return how many items there are in it."""


class Facebook(Export):
    """A profile's "Download your information", as the ZIP file that it comes in."""

    name = "facebook.zip"

    def write(self, path: Path, posts: Sequence[Published], pictures: Pictures) -> int:
        """See :class:`Export`."""
        about = {"profile_v2": {"name": {"full_name": ACCOUNT}, "intro_bio": {"text": "A school on a hill"}}}
        with zipfile.ZipFile(path, "w") as archive:
            profile = "personal_information/profile_information/profile_information.json"
            archive.writestr(profile, _as_meta(about), zipfile.ZIP_DEFLATED)
            for number, low in enumerate(range(0, len(posts), _IN_A_FILE), start=1):
                records = [self._record(post) for post in posts[low : low + _IN_A_FILE]]
                file = f"your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_{number}.json"
                archive.writestr(file, _as_meta(records), zipfile.ZIP_DEFLATED)
            for post in posts:
                if post.picture is not None:
                    archive.writestr(self._file(post), pictures(post.picture))
        return len(posts) + self.more_items

    @staticmethod
    def _file(post: Published) -> str:
        folder = f"your_facebook_activity/posts/media/Mobileuploads_{post.moment.year}"
        return f"{folder}/{_FACEBOOK_ID + post.number}_n.jpg"

    def _record(self, post: Published) -> dict[str, Any]:
        record: dict[str, Any] = {
            "timestamp": post.seconds,
            "data": [{"post": "\n".join(post.paragraphs)}, {"update_timestamp": post.seconds}],
            "title": f"{ACCOUNT} updated their status.",
        }
        if post.picture is not None:
            medium = {"uri": self._file(post), "creation_timestamp": post.seconds, "title": "Mobile uploads"}
            if post.alt:
                medium["description"] = post.alt
            record |= {
                "attachments": [{"data": [{"media": medium}]}],
                "title": f"{ACCOUNT} added a new photo.",
            }
        return record


class Instagram(Export):
    """An account's "Download your information", unpacked; each of its posts has a picture."""

    name = "instagram"

    def write(self, path: Path, posts: Sequence[Published], pictures: Pictures) -> int:
        """See :class:`Export`."""
        about = {"Username": {"value": "hillside_primary"}, "Bio": {"value": "A school on a hill"}}
        _put(
            path / "personal_information/personal_information/personal_information.json",
            _as_meta({"profile_user": [{"string_map_data": about}]}),
        )
        records = []
        for post in posts:
            if post.picture is None:
                raise ValueError("On Instagram each post has a picture.")
            file = f"media/posts/{post.moment:%Y%m}/{post.number:09}_n.jpg"
            medium = {"uri": file, "creation_timestamp": post.seconds, "title": "\n".join(post.paragraphs)}
            records.append({"media": [medium | ({"alt_text": post.alt} if post.alt else {})]})
            _put(path / file, pictures(post.picture))
        _put(path / "your_instagram_activity/media/posts_1.json", _as_meta(records))
        return len(posts) + self.more_items


class X(Export):
    """An account's archive, unpacked."""

    name = "x"

    def write(self, path: Path, posts: Sequence[Published], pictures: Pictures) -> int:
        """See :class:`Export`."""
        _put(path / "data/account.js", _as_x("account", [{"account": {"username": "HillsidePri"}}]))
        about = {"description": {"bio": "A school on a hill", "website": SITE}}
        _put(path / "data/profile.js", _as_x("profile", [{"profile": about}]))
        entries = []
        for post in posts:
            identity = str(_X_ID + post.number)
            entry: dict[str, Any] = {
                "id_str": identity,
                "full_text": html.escape(_short(post.paragraphs), quote=False),
                "created_at": f"{post.moment:%a %b %d %H:%M:%S +0000 %Y}",
            }
            if post.picture is not None:
                name = f"P{post.number:09}.jpg"
                medium = {"id_str": f"7{identity}", "media_url_https": f"https://pbs.example/media/{name}"}
                entry |= {"extended_entities": {"media": [medium | ({"ext_alt_text": post.alt} if post.alt else {})]}}
                _put(path / f"data/tweets_media/{identity}-{name}", pictures(post.picture))
            entries.append({"tweet": entry})
        _put(path / "data/tweets.js", _as_x("tweets", entries))
        return len(posts) + self.more_items


class WordPress(Export):
    """A site's export file, with its uploads beside it."""

    name = "wordpress"

    def write(self, path: Path, posts: Sequence[Published], pictures: Pictures) -> int:
        """See :class:`Export`."""
        head = (
            '<?xml version="1.0" encoding="UTF-8" ?>\n'
            '<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"\n'
            ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
            ' xmlns:wp="http://wordpress.org/export/1.2/">\n'
            f"<channel><title>{ACCOUNT}</title><link>{SITE}</link><description>A school on a hill</description>\n"
            "<wp:wxr_version>1.2</wp:wxr_version>\n"
        )
        pieces = [head]
        items = len(posts) + self.more_items
        for post in posts:
            shown = ""
            if post.picture is not None:
                items += 1
                file = f"wp-content/uploads/{post.moment:%Y/%m}/photo-{post.number}.jpg"
                _put(path / file, pictures(post.picture))
                shown = _figure(f"{SITE}/{file}", post.alt)
                address = f"<wp:attachment_url>{SITE}/{file}</wp:attachment_url>"
                number = 2 * post.number + 1
                pieces.append(_item(number, post.moment, f"photo-{post.number}", "", "attachment", address))
            content = "\n".join(f"<!-- wp:paragraph -->\n<p>{html.escape(text)}</p>" for text in post.paragraphs)
            title = f"News of {post.moment.day} {post.moment:%B %Y}"
            pieces.append(_item(2 * post.number, post.moment, title, content + shown, "post"))
        _put(path / "hillside.WordPress.xml", "".join([*pieces, "</channel></rss>\n"]).encode())
        return items


class Folder(Export):
    """A folder of posts as they were published."""

    name = "posts"
    more_items = 0

    def write(self, path: Path, posts: Sequence[Published], pictures: Pictures) -> int:
        """See :class:`Export`."""
        for post in posts:
            place = path / f"{post.moment.year}" / f"{post.moment:%Y-%m-%d}-{post.number}"
            header = ["---", "channel: website", f"date: {post.moment:%Y-%m-%d}"]
            if post.picture is not None:
                header += ["images:", f"  - file: {place.name}.jpg", f"    alt: {json.dumps(post.alt)}"]
                _put(place.with_suffix(".jpg"), pictures(post.picture))
            text = "\n".join([*header, "---", *("\n" + paragraph for paragraph in post.paragraphs), ""])
            _put(place.with_suffix(".md"), text.encode())
        return len(posts) + self.more_items


def _figure(address: str, alt: str) -> str:
    return f'\n<!-- wp:image -->\n<figure class="wp-block-image"><img src="{address}" alt="{alt}"/></figure>'


def _item(number: int, moment: datetime, title: str, content: str, kind: str, more: str = "") -> str:
    status = "inherit" if kind == "attachment" else "publish"
    return (
        f"<item><title><![CDATA[{title}]]></title><link>{SITE}/{number}/</link>"
        f"<guid isPermaLink='false'>{SITE}/?p={number}</guid><dc:creator>office</dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>{moment:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt>"
        f"<wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status>{more}</item>\n"
    )


def _short(paragraphs: Sequence[str]) -> str:
    """Return as many paragraphs as a post on X has room for, at least a part of the first."""
    text = paragraphs[0][:_X_LENGTH]
    for more in paragraphs[1:]:
        if len(text) + 1 + len(more) <= _X_LENGTH:
            text += "\n" + more
    return text


def _as_meta(value: object) -> bytes:
    """Return a JSON file as Facebook and Instagram write it."""
    return json.dumps(_quirk(value), indent=1).encode("ascii")


def _quirk(value: object) -> object:
    """Return a value with each byte of UTF-8 as a character of its own."""
    if isinstance(value, str):
        return value.encode("utf-8").decode("latin-1")
    if isinstance(value, list):
        return [_quirk(one) for one in value]
    if isinstance(value, dict):
        return {key: _quirk(one) for key, one in value.items()}
    return value


def _as_x(name: str, entries: list[Any]) -> bytes:
    return f"window.YTD.{name}.part0 = {json.dumps(entries, ensure_ascii=False, indent=1)}".encode()


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
