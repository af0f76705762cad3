"""Instagram's "Download your information" in JSON, in the layouts since 2018."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from postcheck.archive.base import ArchivedItem, ItemKind
from postcheck.archive.export import Export, Found
from postcheck.archive.json_stream import Record, records
from postcheck.archive.meta_files import item_of, layout, profile_texts, read_export
from postcheck.archive.meta_records import labelled, read_record
from postcheck.archive.passed_over import ACCOUNT, ADVERTS, ARCHIVED, BIN, MESSAGES, PAGES, SEEN
from postcheck.errors import UnreadableError

_PERSONAL = r"(?:personal_information|account_information)/(?:personal_information/)?personal_information\.json"
_LAYOUT = layout(
    "Instagram",
    r"(?:your_instagram_activity/)?",
    [
        (r"messages(?:_media)?/.*|messages\.json|(?:media/)?direct/.*", MESSAGES),
        (_PERSONAL, ItemKind.PROFILE),
        (r"(?:content|media)/archived_posts(?:_\d+)?\.json", ARCHIVED),
        (r"(?:(?:content|media)/)?recently_deleted[^/]*\.json", BIN),
        (r"(?:content|media)/stories(?:_\d+)?\.json", ItemKind.STORY),
        (r"(?:content|media)/profile_photos(?:_\d+)?\.json", ItemKind.PROFILE),
        (r"(?:content|media)/[^/]+\.json|media\.json", ItemKind.POST),
        (r"(?:reels|igtv|guides|live|live_videos|notes|posts)/[^/]*(?:viewed|interact|liked|saved)[^/]*\.json", SEEN),
        (r"(?:reels|igtv|guides|live|live_videos|notes|posts)/[^/]+\.json", ItemKind.POST),
        (r"(?:stories|highlights|story_highlights)/[^/]+\.json", ItemKind.STORY),
        (r"comments/[^/]*comments[^/]*\.json|comments/hype\.json|comments\.json", ItemKind.COMMENT),
        (r"threads/threads_and_replies(?:_\d+)?\.json", ItemKind.POST),
        (r"threads/(?:liked|saved|viewed|threads_viewed|threads_you|your_followed|threads_interests)[^/]*\.json", SEEN),
        (r"(?:ads_information|ads_and_businesses|ads_and_content|ads_and_topics)/.*\.json", ADVERTS),
        (
            (
                r"(?:likes|saved|story_interactions|story_sticker_interactions|subscriptions|connections"
                r"|followers_and_following|recent_searches?|your_topics|contacts|events|gifts|fundraisers|shopping"
                r"|reports|ai|avatars_store|collaboration|monetization)/.*\.json"
            ),
            SEEN,
        ),
        (
            (
                r"(?:preferences|logged_information|security_and_login_information|personal_information"
                r"|account_information|login_and_account_creation|apps_and_websites[^/]*|device_information|other_activity"
                r"|information_about_you|past_instagram_insights|settings|files|digital_wallets"
                r"|messenger|monetization|loyalty_accounts|journalist_registration|account_based_in)/.*\.json"
            ),
            ACCOUNT,
        ),
        (
            (
                r"(?:account_history|autofill|connections|contacts|devices|information_about_you|likes|profile|saved"
                r"|searches|seen_content|settings|stories_activities|uploaded_contacts|checkout)\.json"
            ),
            ACCOUNT,
        ),
        (r"(?:.*/)?no-data\.txt|(?:.*/)?(?:start_here|index)\.html|(?:files|html)/.*|.*\.css", PAGES),
    ],
    counted=(ARCHIVED, BIN),
    published="content|media|comments",
    posts="media",
)
_USERNAME = ("Username",)
_BIO = {"Bio": "body", "Name": "name", "Website": "link"}
_IS_THREAD = re.compile(r"(?:.*/)?threads/[^/]+")
"""A post on Threads, which has its export in Instagram's."""
_IS_PERSONAL = re.compile(rf"(?:.*/)?{_PERSONAL}")


def account_of(export: Export) -> str:
    """Return whose account the export is of; empty if it doesn't say, or says it in another language."""
    for name in export.files.names():
        if _IS_PERSONAL.fullmatch(name):
            try:
                with export.files.open(name) as file:
                    return next(filter(None, (labelled(record.value, *_USERNAME) for record in records(file))), "")
            except UnreadableError:
                continue
    return ""


def read(export: Export) -> Iterator[Found]:
    """Yield what the account published."""
    yield from read_export(export, _LAYOUT, partial(_item, export=export))


def _item(name: str, record: Record, kind: ItemKind, *, export: Export) -> ArchivedItem:
    if _IS_PERSONAL.fullmatch(name):
        identity = f"profile {export.account}"
        return export.item(
            export.place(name, record.index),
            kind=kind,
            moment=None,
            texts=profile_texts(record.value, _BIO),
            media=read_record(record.value, export).media,
            identity=identity,
        )
    if record.key in {"stories", "ig_stories"}:
        kind = ItemKind.STORY
    elif record.key == "profile":
        kind = ItemKind.PROFILE
    item = item_of(name, record, kind, export)
    return replace(item, channels=("threads",)) if _IS_THREAD.fullmatch(name) else item
