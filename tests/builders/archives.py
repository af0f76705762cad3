"""Invented exports of an invented school: small, and laid out as each network lays out its own."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from postcheck.archive import ArchivedItem, NotRead, Tally, open_archives

MOMENT = 1_790_236_800
"""2026-09-24T08:00:00Z."""
Content = str | bytes | Mapping[str, Any] | list[Any]


def quirk(value: Any) -> Any:
    """Return a value as Facebook and Instagram write it: each byte of UTF-8 as a character."""
    if isinstance(value, str):
        return value.encode("utf-8").decode("latin-1")
    if isinstance(value, list):
        return [quirk(one) for one in value]
    if isinstance(value, dict):
        return {key: quirk(one) for key, one in value.items()}
    return value


def as_meta(value: Any) -> bytes:
    """Return a JSON file as Facebook and Instagram write it."""
    return json.dumps(quirk(value)).encode("ascii")


def as_x(name: str, entries: list[Any]) -> bytes:
    """Return a file of an X archive."""
    return f"window.YTD.{name}.part0 = {json.dumps(entries, ensure_ascii=False, indent=2)}".encode()


def picture(colour: str = "navy") -> bytes:
    """Return a tiny picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def as_bytes(content: Content) -> bytes:
    """Return the bytes of a file."""
    if isinstance(content, bytes):
        return content
    return content.encode() if isinstance(content, str) else as_meta(content)


def folder(path: Path, files: Mapping[str, Content]) -> Path:
    """Write files into a folder."""
    for name, content in files.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(as_bytes(content))
    return path


def packed(path: Path, files: Mapping[str, Content]) -> Path:
    """Write files into a ZIP file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, as_bytes(content))
    return path


class Reading:
    """Everything that came out of some archives."""

    def __init__(self, *paths: Path) -> None:
        with open_archives(paths) as archives:
            found = list(archives.read())
            self.tally: Tally = archives.tally
            self.sources = dict(archives.sources)
        self.items = [one for one in found if isinstance(one, ArchivedItem)]
        self.not_read = [one for one in found if isinstance(one, NotRead)]

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """For whatever was not read its file and why."""
        return [(one.place.file, one.reason) for one in self.not_read]

    def one(self, words: str) -> ArchivedItem:
        """Return the only item that says some words."""
        (found,) = [item for item in self.items if any(words in text for text in every_text([item]))]
        return found

    def said(self, words: str) -> int:
        """Return how many items say some words."""
        return sum(any(words in text for text in every_text([item])) for item in self.items)


def every_text(items: Iterable[ArchivedItem]) -> list[str]:
    """Return all texts of some items, those of their media too."""
    return [text.text for item in items for texts in (item.texts, *(one.texts for one in item.media)) for text in texts]


def fields(item: ArchivedItem) -> dict[str, str]:
    """Return the texts of an item by field; of several in one field the last."""
    return {text.field: text.text for text in item.texts}


ACTIVITY = "your_facebook_activity"
FB_MEDIA = f"{ACTIVITY}/posts/media/Mobileuploads_101/28055_498092266878953.jpg"


def fb_post(words: str, *media: dict[str, Any], moment: object = MOMENT, **more: Any) -> dict[str, Any]:
    """Return a record of a post."""
    attachments = [{"data": [{"media": one} for one in media]}] if media else []
    return {
        "timestamp": moment,
        "attachments": attachments,
        "data": [{"post": words}, {"update_timestamp": MOMENT + 5}],
        "title": "Hillside Primary added a new photo.",
        **more,
    }


def fb_medium(uri: str = FB_MEDIA, **more: Any) -> dict[str, Any]:
    """Return a medium of a post."""
    return {
        "uri": uri,
        "creation_timestamp": MOMENT,
        "media_metadata": {"photo_metadata": {"exif_data": [{"upload_ip": "192.0.2.7"}]}},
        "title": "Mobile uploads",
        **more,
    }


def facebook() -> dict[str, Content]:
    """Return an export of a page."""
    return {
        "personal_information/profile_information/profile_information.json": {
            "profile_v2": {
                "name": {"full_name": "Hillside Primary"},
                "emails": {"emails": ["office@hillside.example"]},
                "intro_bio": {"text": "A school on a hill"},
            }
        },
        f"{ACTIVITY}/posts/your_posts__check_ins__photos_and_videos_1.json": [
            fb_post("Zoë Whitlock got a star 🌟", fb_medium(description="Zoë holds a certificate")),
            fb_post("Look at our hall", moment=MOMENT + 60, tags=[{"name": "Amelia Carter"}]),
        ],
        f"{ACTIVITY}/posts/album/0.json": {
            "name": "Sports day: Łukasz wins",
            "photos": [
                fb_medium(f"{ACTIVITY}/posts/media/Sports_7/1_998877665544.jpg", description="Łukasz Nowak runs"),
            ],
            "last_modified_timestamp": MOMENT,
            "description": "All of June",
        },
        f"{ACTIVITY}/posts/your_videos.json": {
            "videos_v2": [fb_medium(f"{ACTIVITY}/posts/media/videos/5_1234567890.mp4", description="The choir")]
        },
        f"{ACTIVITY}/comments_and_reactions/comments.json": {
            "comments_v2": [
                {
                    "timestamp": MOMENT,
                    "data": [{"comment": {"timestamp": MOMENT, "comment": "Well done, Ravi!", "author": "Hillside"}}],
                    "title": "Hillside Primary replied to a comment.",
                }
            ]
        },
        f"{ACTIVITY}/posts/archive.json": [fb_post("Archived words")],
        f"{ACTIVITY}/posts/posts_on_other_pages_and_profiles.json": [
            {
                "timestamp": MOMENT,
                "media": [],
                "label_values": [
                    {"label": "Message", "value": "Good luck to Priya"},
                    {"label": "URL", "value": "https://www.facebook.com/1/posts/2", "href": "https://example.org"},
                ],
                "fbid": "77665544332211",
            }
        ],
        f"{ACTIVITY}/messages/inbox/parent_1/message_1.json": {"messages": [{"content": "Secret words"}]},
        f"{ACTIVITY}/messages/inbox/parent_1/photos/1.jpg": picture(),
        f"{ACTIVITY}/comments_and_reactions/likes_and_reactions.json": [{"title": "Liked words"}],
        "ads_information/advertisers.json": {"custom_audiences_v2": []},
        "security_and_login_information/logins.json": {"account_activity_v2": []},
        "preferences/no-data.txt": "No data",
        "start_here.html": "<p>Start</p>",
        FB_MEDIA: picture(),
        f"{ACTIVITY}/posts/media/Sports_7/1_998877665544.jpg": picture("red"),
        f"{ACTIVITY}/posts/media/videos/5_1234567890.mp4": b"\0\0\0\x18ftypmp42",
    }


IG = "your_instagram_activity"


def instagram() -> dict[str, Content]:
    """Return an export of an account."""
    return {
        "personal_information/personal_information/personal_information.json": {
            "profile_user": [
                {
                    "media_map_data": {"Profile Photo": {"uri": "media/profile/202601/9_17.jpg"}},
                    "string_map_data": {
                        "Email": {"href": "", "value": "office@hillside.example", "timestamp": 0},
                        "Username": {"href": "", "value": "hillside_primary", "timestamp": 0},
                        "Bio": {"href": "", "value": "A school on a hill", "timestamp": 0},
                    },
                }
            ]
        },
        f"{IG}/media/posts_1.json": [
            {
                "media": [
                    {"uri": "media/posts/202609/1_178.jpg", "creation_timestamp": MOMENT, "title": "Zoë's poem ❤"},
                ]
            },
            {
                "media": [
                    {"uri": "media/posts/202609/G0NqSARU_17949", "creation_timestamp": MOMENT + 9, "title": ""},
                    {
                        "uri": "media/posts/202609/clip.mp4",
                        "creation_timestamp": MOMENT + 9,
                        "title": "",
                        "media_metadata": {
                            "video_metadata": {"subtitles": {"uri": "media/posts/202609/clip.srt"}},
                            "camera_metadata": {"has_camera_metadata": False},
                        },
                        "alt_text": "Two children and a drum",
                    },
                ],
                "title": "The band",
                "creation_timestamp": MOMENT + 10,
            },
        ],
        f"{IG}/media/stories.json": {
            "ig_stories": [
                {"uri": "media/stories/202609/s1.jpg", "creation_timestamp": MOMENT, "title": "Off to the woods"}
            ]
        },
        f"{IG}/media/reels.json": {
            "ig_reels_media": [
                {"media": [{"uri": "media/reels/202609/r1.mp4", "creation_timestamp": MOMENT, "title": "Our reel"}]}
            ]
        },
        f"{IG}/media/archived_posts.json": {"ig_archived_post_media": [{"media": [], "title": "Archived words"}]},
        f"{IG}/comments/post_comments_1.json": [
            {
                "media_list_data": [{"uri": ""}],
                "string_map_data": {
                    "Comment": {"value": "Bravo Ravi"},
                    "Media Owner": {"value": "a_parent"},
                    "Time": {"timestamp": MOMENT},
                },
            }
        ],
        f"{IG}/messages/inbox/parent/message_1.json": {"messages": [{"content": "Secret words"}]},
        f"{IG}/likes/liked_posts.json": {"likes_media_likes": []},
        "media/profile/202601/9_17.jpg": picture("green"),
        "media/posts/202609/1_178.jpg": picture(),
        "media/posts/202609/G0NqSARU_17949": picture("red"),
        "media/posts/202609/clip.mp4": b"\0\0\0\x18ftypmp42",
        "media/posts/202609/clip.srt": "1\n00:00:01,000 --> 00:00:02,000\nHello\n",
        "media/stories/202609/s1.jpg": picture("yellow"),
    }


def tweet(identity: str, words: str, **more: Any) -> dict[str, Any]:
    """Return an entry of ``tweets.js``."""
    return {
        "tweet": {
            "id_str": identity,
            "id": identity,
            "full_text": words,
            "created_at": "Thu Sep 24 08:00:00 +0000 2026",
            "entities": {"hashtags": [], "urls": [], "user_mentions": []},
            **more,
        }
    }


def x_medium(name: str, **more: Any) -> dict[str, Any]:
    """Return a medium of a post."""
    return {"id_str": f"9{len(name)}", "type": "photo", "media_url_https": f"https://pbs.example/media/{name}", **more}


def x() -> dict[str, Content]:
    """Return an archive of X."""
    shown = [x_medium("AbC.jpg", ext_alt_text="Amelia Carter with a cup")]
    video = x_medium(
        "thumb.jpeg", type="video", video_info={"variants": [{"url": "https://video.example/vid/xyz.mp4?tag=12"}]}
    )
    return {
        "data/account.js": as_x("account", [{"account": {"username": "HillsidePri", "email": "o@hillside.example"}}]),
        "data/profile.js": as_x("profile", [{"profile": {"description": {"bio": "On a hill", "website": ""}}}]),
        "data/tweets.js": as_x(
            "tweets",
            [
                tweet(
                    "101", "Well done Amelia &amp; Zoë", extended_entities={"media": shown}, entities={"media": shown}
                ),
                tweet("102", "@parent thank you", in_reply_to_status_id_str="99"),
                tweet("103", "A long one …", created_at="Thu Sep 24 09:00:00 +0000 2026"),
            ],
        ),
        "data/tweets-part1.js": as_x("tweets", [tweet("104", "The choir sings", extended_entities={"media": [video]})]),
        "data/note-tweet.js": as_x(
            "note_tweet",
            [
                {
                    "noteTweet": {
                        "noteTweetId": "5001",
                        "createdAt": "2026-09-24T09:00:00.000Z",
                        "core": {"text": "A long one with the name of Priya Nair in the end", "urls": []},
                    }
                }
            ],
        ),
        "data/deleted-tweets.js": as_x("deleted_tweets", [tweet("90", "Deleted words")]),
        "data/direct-messages.js": as_x("direct_messages", [{"dmConversation": {"messages": ["Secret words"]}}]),
        "data/direct_messages_media/1-a.jpg": picture(),
        "data/like.js": as_x("like", []),
        "data/ad-impressions.js": as_x("ad_impressions", []),
        "data/ip-audit.js": as_x("ip_audit", []),
        "data/tweets_media/101-AbC.jpg": picture(),
        "data/tweets_media/104-xyz.mp4": b"\0\0\0\x18ftypmp42",
        "Your archive.html": "<p>Archive</p>",
        "assets/js/app.js": "x",
    }


SHARES = (
    "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n"
    '2026-09-24 08:00:00,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A1,"Proud of Amelia Carter""\n""'
    'Second line",https://hillside.example,,MEMBER_NETWORK\n'
)
REPORT = (
    "Hillside Primary: engagement of all posts\n"
    "Aggregated figures,,,\n"
    "Post title,Post link,Post type,Posted by,Created date,Impressions\n"
    "Our choir and Zoë Whitlock,https://www.linkedin.com/feed/update/urn:li:activity:5,Image,A. Clerk,9/24/2026,310\n"
)


def wxr(items: str, before: str = "") -> str:
    """Return an export file of WordPress."""
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
{before}<!-- generator="WordPress/6.8" -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Hillside Primary</title><link>https://hillside.example</link><description>On a hill</description>
<wp:wxr_version>1.2</wp:wxr_version>
{items}</channel></rss>
"""


def wp_item(number: int, title: str, content: str = "", more: str = "", **values: str) -> str:
    """Return an item of it."""
    told = {"post_type": "post", "status": "publish", "post_date_gmt": "2026-09-24 08:00:00", **values}
    elements = "".join(f"<wp:{key}>{value}</wp:{key}>" for key, value in told.items())
    return (
        f"<item><title><![CDATA[{title}]]></title><link>https://hillside.example/{number}/</link>"
        f"<guid isPermaLink='false'>https://hillside.example/?p={number}</guid><dc:creator>clerk</dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id>{elements}{more}</item>\n"
    )
