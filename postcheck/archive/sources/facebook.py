"""Facebook's "Download your information" in JSON, of profiles and pages, in the layouts since 2018."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from postcheck.archive.base import ArchivedItem, ItemKind
from postcheck.archive.export import Export, Found
from postcheck.archive.json_stream import Record, Value, records
from postcheck.archive.meta_files import item_of, layout, profile_texts, read_export
from postcheck.archive.meta_records import Content, read_record, text_of
from postcheck.archive.passed_over import ACCOUNT, ADVERTS, ARCHIVED, BIN, MESSAGES, PAGES, PENDING, SEEN
from postcheck.errors import UnreadableError
from postcheck.text.html_words import word_set

_PROFILE = "profile_information/profile_information.json"
_SEEN = (
    r"(?:comments_and_reactions|comments)/(?:likes_and_reactions|your_comment_active_days|your_comment_edits)[^/]*\.json"
    r"|stories/(?:story_reactions|story_views[^/]*|your_story_[^/]*)\.json"
    r"|events/(?:event_invitations|your_event_responses|your_event_invitation_links|events_interactions"
    r"|events_you[^/]*hidden|event_updates)[^/]*\.json"
    r"|groups/(?:your_groups|your_group_membership_activity|group_invites_[^/]*|your_answers_to_membership_questions"
    r"|your_contributions|creator_badges|groups_and_pages_[^/]*|your_actions_on_[^/]*|group_interactions"
    r"|your_badges)\.json"
    r"|pages/(?:pages_you[^/]*|pages_and_profiles_you[^/]*|admin_activity|your_pages)\.json"
    r"|polls/polls_you_voted_on\.json|reviews/[^/]*reviewed[^/]*\.json|fundraisers/[^/]*(?:donat|viewed)[^/]*\.json"
    r"|(?:likes_and_reactions|saved_items[^/]*|connections|friends[^/]*|followers|following[^/]*|your_topics|search[^/]*"
    r"|interactions|your_interactions[^/]*|activity_you[^/]*tagged_in)/.*\.json"
)
"""Nothing that the account published. What lies in a folder with what it may have is named file by file."""
_LAYOUT = layout(
    "Facebook",
    r"(?:personal_information/(?:profile_information/)?)?(?:[^/]*activity[^/]*/)?",
    [
        (r"(?:messages|groups/your_group_messages)/.*", MESSAGES),
        (_PROFILE.replace(".", r"\."), ItemKind.PROFILE),
        (r"profile_information/profile_update_history\.json", ItemKind.POST),
        (r"posts/archive(?:_\d+)?\.json", ARCHIVED),
        (r"posts/trash(?:_\d+)?\.json|trash/.*\.json", BIN),
        (r"groups/your_pending_posts_in_groups\.json", PENDING),
        (
            (
                r"posts/(?:edits_you_made_to_posts|content_sharing_links_you_have_created|facebook_editor"
                r"|places_you_have_been_tagged_in|media_used_for_memories|shared_memories)\.json"
            ),
            ACCOUNT,
        ),
        (r"posts/(?:your_posts|profile_posts|page_posts|posts|check.?ins)[^/]*\.json", ItemKind.POST),
        (
            (
                r"(?:posts|photos_and_videos|photos|videos|live_videos)/"
                r"(?:album/\d+|[^/]*(?:photos|videos|reels|media)[^/]*)\.json"
            ),
            ItemKind.MEDIA,
        ),
        (r"posts/[^/]+\.json", ItemKind.POST),
        (r"(?:comments_and_reactions|comments)/(?:your_)?comments(?:_\d+)?\.json", ItemKind.COMMENT),
        (r"groups/(?:group_posts_and_comments|your_posts_in_groups)(?:_\d+)?\.json", ItemKind.POST),
        (r"groups/your_comments_in_groups(?:_\d+)?\.json", ItemKind.COMMENT),
        (r"stories/(?:archived_stories|your_stories|stories)(?:_\d+)?\.json", ItemKind.STORY),
        (r"events/(?:your_events|events_you_hosted|events)(?:_\d+)?\.json", ItemKind.POST),
        (r"(?:short_videos|reels)/[^/]+\.json", ItemKind.POST),
        (r"facebook_marketplace/items_(?:selling|sold)[^/]*\.json", ItemKind.POST),
        (r"(?:notes|other_activity)/(?:your_)?notes?(?:_\d+)?\.json", ItemKind.POST),
        (r"reviews/reviews_you[^/]*written\.json|polls/polls_you[^/]*created\.json", ItemKind.POST),
        (_SEEN, SEEN),
        (r"(?:ads_information|ads_and_businesses|ads)/.*", ADVERTS),
        (
            (
                r"(?:preferences|logged_information|security[^/]*|personal_information|profile_information|about_you"
                r"|apps_and_websites[^/]*|location|other_(?:activity|logged_information|personal_information|categories[^/]*)|payment_history"
                r"|facebook_(?:gaming|portal|payments|editor|news|assistant|accounts_center|marketplace|watch)|shops|meta_[^/]*"
                r"|your_problem_reports|bug_bounty|voice_recording[^/]*|navigation|rewards|notifications|campus|dating"
                r"|jobs|journalist_registration|fantasy_games|spark_ar|marketplace|avatars|files)/.*\.json"
            ),
            ACCOUNT,
        ),
        (r"(?:.*/)?no-data\.txt|(?:.*/)?(?:start_here|index)\.html|(?:files|html|(?:.*/)?icons?)/.*|.*\.css", PAGES),
    ],
    counted=(ARCHIVED, BIN, PENDING),
    published="posts|photos_and_videos|photos|videos|reels|short_videos|live_videos|comments[^/]*|groups|stories|events",
    posts="posts",
)
_BIO = {"intro_bio": "body", "about_me": "body", "bio": "body"}
"""The labels of what a profile says of itself, in the layout with labels."""
_NOT_SHOWN = word_set(
    "name emails email birthday gender previous_names other_names phone_numbers phone addresses address screen_names "
    "registration_timestamp profile_uri username groups pages religious_view political_view blood_info relationship "
    "previous_relationships interested_in languages current_city hometown eligible_for_donation sports_teams music "
    "books movies television games athletes"
)
"""What a profile has beside that: how to reach its owner, and what others made and the owner likes."""


def account_of(export: Export) -> str:
    """Return whose account the export is of; empty if it doesn't say."""
    for name in export.files.names():
        if name.endswith(_PROFILE):
            try:
                with export.files.open(name) as file:
                    return next(filter(None, map(_name, records(file))), "")
            except UnreadableError:
                continue
    return ""


def _name(record: Record) -> str:
    value = record.value
    name = value.get("name") if isinstance(value, Mapping) else None
    return text_of(name.get("full_name")) if isinstance(name, Mapping) else text_of(name)


def read(export: Export) -> Iterator[Found]:
    """Yield what the account published."""
    yield from read_export(export, _LAYOUT, partial(_item, export=export))


def _item(name: str, record: Record, kind: ItemKind, *, export: Export) -> ArchivedItem:
    if kind is ItemKind.PROFILE:
        said = _said_of_itself(record.value, export)
        identity = f"profile {export.account}"
        return export.item(
            export.place(name), kind=kind, moment=None, texts=said.texts, media=said.media, identity=identity
        )
    if record.key == "group_posts_v2":
        kind = ItemKind.POST
    elif record.key in {"comments_v2", "group_comments_v2"}:
        kind = ItemKind.COMMENT
    elif kind is ItemKind.MEDIA and not record.index:
        kind = ItemKind.ALBUM  # its name, its description or the picture on its cover
    return item_of(name, record, kind, export)


def _said_of_itself(value: Value, export: Export) -> Content:
    """Return what a profile or page says and shows of itself: all but what is known to be no part of that."""
    if not isinstance(value, Mapping) or "label_values" in value or "label" in value:
        return Content(profile_texts(value, _BIO))
    return read_record({key: one for key, one in value.items() if key not in _NOT_SHOWN}, export)
