"""WordPress: the export file (WXR) and, beside it, the folder ``wp-content/uploads``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from postcheck.archive.base import ArchivedItem, ItemKind, ItemText, Media, MediaKind, Member
from postcheck.archive.export import Export, Found
from postcheck.archive.media import is_on_web, kind_of
from postcheck.archive.moments import from_text
from postcheck.archive.passed_over import BIN, DRAFT, EARLIER, INTERNAL, PRIVATE, SCHEDULED, SENT_IN, SMALLER
from postcheck.archive.wp_details import numbers_in, said_in
from postcheck.archive.wxr import Element, Site, items
from postcheck.drafts.documents.html import load_piece
from postcheck.errors import UnreadableError
from postcheck.model.text import TextFile
from postcheck.text.html_words import word_set

_NOT_PUBLISHED = {
    "draft": DRAFT,
    "auto-draft": DRAFT,
    "pending": "waiting for approval",
    "private": PRIVATE,
    "future": SCHEDULED,
    "trash": BIN,
}
_EARLIER = frozenset({"revision", "customize_changeset", "oembed_cache"})
_INTERNAL = word_set("custom_css wp_global_styles user_request wp_font_family wp_font_face acf-field acf-field-group")
_SENT_IN = word_set(
    "feedback flamingo_inbound flamingo_outbound flamingo_contact nf_sub wpforms_entry shop_order shop_order_refund "
    "shop_subscription edd_payment give_payment"
)
"""What visitors send through forms and shops, which plugins keep as posts."""
_KINDS_UNSEEN = ((_EARLIER, EARLIER), (_INTERNAL, INTERNAL), (_SENT_IN, SENT_IN))
_UPLOAD = re.compile(
    r"""(?:[^\s"'<>()\[\]{}\\,]|\\/|\\u[0-9a-f]{4})*wp-content\\?/uploads\\?/(?:[^\s"'<>()\[\]{}\\,]|\\/)+"""
)
_SIZE = re.compile(r"-(?:\d{2,4}x\d{2,4}|scaled|rotated|e\d{10,13})(?=\.\w+$)")
"""What WordPress adds to the name of a smaller, turned or edited copy."""
_GALLERY = re.compile(r"""\[(?:gallery|playlist)\b[^\]]*?\b(?:ids|include)\s*=\s*["']?(?P<ids>[\d,\s]+)""")
_BLOCK = re.compile(r"\s*/?wp:[\w/-]+\s*/?\s*")
"""A comment that says where a block begins or ends, and nothing else."""
EXPORT_MARK = b"wordpress.org/export/"


def read(export: Export) -> Iterator[Found]:
    """Yield what the site shows."""
    names = [name for name in export.files.names() if name.casefold().endswith(".xml") and is_wxr(name, export)]
    attached: dict[str, str] = {}
    for name in names:
        attached.update(_attachments(name, export))
    for name in names:
        yield from _SiteReader(name, export, attached).read()
    every = frozenset(export.files.names())
    for name in export.files.names():
        original = _SIZE.sub("", name)
        if original != name and original in every and Member(export.files.archive, name) not in export.pool.shown:
            export.pass_over(name, SMALLER)


def is_wxr(name: str, export: Export) -> bool:
    """Whether an XML file is an export of WordPress'."""
    try:
        with export.files.open(name) as file:
            return EXPORT_MARK in file.read(8_192)
    except UnreadableError:
        return True  # it is said when it is read


def _attachments(name: str, export: Export) -> Iterator[tuple[str, str]]:
    """Yield number and address of each attachment: galleries name them by number, before or after."""
    try:
        with export.files.open(name) as file:
            for element in items(file, Site()):
                if address := element.get("attachment_url"):
                    yield element.get("post_id"), address
    except UnreadableError:
        return  # said when the file is read


class _SiteReader:
    """Reads one export file.

    Parameters
    ----------
    name, export:
        The file.
    attached:
        The address of each attachment, by its number.
    """

    def __init__(self, name: str, export: Export, attached: Mapping[str, str]) -> None:
        self._name = name
        self._export = export
        self._files = attached
        self._unread: list[str] = []
        """Why parts of the item in hand could not be examined."""

    def read(self) -> Iterator[Found]:
        """Yield posts, pages, media and comments."""
        export, index = self._export, 0
        export.reading(self._name)
        site = Site()
        try:
            with export.files.open(self._name) as file:
                for element in items(file, site):
                    index += 1
                    yield from self._item(element, site.texts.get("title", "").strip())
        except UnreadableError as error:
            yield export.fault(self._name, error, index=index)
        yield from export.more_changed(self._name)
        for term in site.terms:
            yield from self._term(term, site)
            yield from self._not_examined(term)
        about = [ItemText("title", site.texts.get("title", "")), ItemText("body", site.texts.get("description", ""))]
        address = site.texts.get("link", "").strip()
        if any(text.text.strip() for text in about):
            yield export.item(
                export.place(self._name),
                kind=ItemKind.PROFILE,
                moment=None,
                texts=about,
                identity=f"site {address}",
                address=address,
                account=site.texts.get("title", "").strip(),
            )

    def _term(self, term: Element, site: Site) -> Iterator[Found]:
        """Yield what a category or tag says of itself at the top of its page."""
        said = {key.partition("_")[2]: text for key, text in term.texts.items()}
        texts, media = self._content(said.get("description", ""), "body")
        if texts or media:
            slug = said.get("nicename") or said.get("slug", "")
            yield self._export.item(
                self._export.place(self._name, line=term.line),
                kind=ItemKind.PAGE,
                moment=None,
                texts=[ItemText("title", said.get("name", "")), *texts],
                media=media,
                identity=f"term {site.texts.get('link', '').strip()} {slug}" if slug else "",
                account=site.texts.get("title", "").strip(),
            )

    def _item(self, element: Element, account: str) -> Iterator[Found]:
        kind, status = element.get("post_type"), element.get("status")
        if not kind and not status:
            yield from self._export.changed(self._name, "wp:post_type and wp:status", line=element.line)
            return
        why = next((why for kinds, why in _KINDS_UNSEEN if kind in kinds), "") or _NOT_PUBLISHED.get(status, "")
        if why:
            self._export.tally.not_published[why] += 1
            return
        post = self._post(element, account)
        yield post
        yield from self._not_examined(element)
        for comment in element.nested.get("comment", ()):
            yield from self._comment(comment, post)

    def _not_examined(self, element: Element) -> Iterator[Found]:
        """Yield why parts of the element that was just read could not be examined."""
        for reason in self._unread:
            yield self._export.not_read(self._name, reason, line=element.line)
        self._unread.clear()

    def _post(self, element: Element, account: str) -> ArchivedItem:
        kind = {"post": ItemKind.POST, "attachment": ItemKind.MEDIA}.get(element.get("post_type"), ItemKind.PAGE)
        texts = [ItemText("title", element.get("title"))]
        media: list[Media] = []
        for field, content in (
            ("body", element.texts.get("encoded", "")),
            ("excerpt", element.texts.get("excerpt", "")),
        ):
            said, shown = self._content(content, field)
            texts += said
            media += shown
        texts += [ItemText("tags", name) for _, name in element.categories]
        texts += [ItemText("author", element.get("creator"))]
        for field, detail in said_in(element):
            said, shown = self._content(detail, field)
            known = " ".join(_flat(text.text) for text in texts)
            texts += [text for text in said if _flat(text.text) not in known]  # page builders write a page twice
            media += shown
        media += [self._medium(self._files[number]) for number in numbers_in(element) if number in self._files]
        if address := element.get("attachment_url"):
            media.append(self._medium(address))
        if thumbnail := self._files.get(element.meta("_thumbnail_id")):
            media.append(self._medium(thumbnail))
        return self._export.item(
            self._export.place(self._name, line=element.line),
            kind=kind,
            moment=_moment(element, "post_date_gmt", "post_date", "pubDate"),
            texts=texts,
            media=_each_once(media),
            identity=element.get("guid"),
            address=element.get("link"),
            account=account,
        )

    def _comment(self, comment: Element, post: ArchivedItem) -> Iterator[Found]:
        if comment.get("comment_approved") not in {"1", "approve", "approved"}:
            self._export.tally.not_published["comments that are not approved"] += 1
            return
        texts, media = self._content(comment.texts.get("comment_content", ""), "comment")
        number = comment.get("comment_id")
        yield self._export.item(
            self._export.place(self._name, line=comment.line),
            kind=ItemKind.COMMENT,
            moment=_moment(comment, "comment_date_gmt", "comment_date"),
            texts=[*texts, ItemText("author", comment.get("comment_author"))],
            media=media,
            identity=f"{post.key} comment {number}" if number else "",
            address=f"{post.address}#comment-{number}" if post.address and number else "",
            account=post.account,
            comment_on=post.key,
        )

    def _content(self, content: str, field: str) -> tuple[list[ItemText], list[Media]]:
        """Return what a stretch of HTML says and shows, short codes included."""
        if not content.strip():
            return [], []
        document = load_piece(TextFile(self._name, content))
        self._unread += [one.reason for one in document.unexamined]
        media = []
        for picture in document.pictures:
            about = [ItemText("alt", text.text) for text in picture.said.alt]
            if picture.inside is None:
                media.append(self._medium(picture.name, about))
            else:
                media.append(Media("a picture within the text", MediaKind.IMAGE, None, tuple(about)))
        media += [self._medium(video) for video, _ in document.videos]
        uploads = (match[0].replace("\\/", "/") for match in _UPLOAD.finditer(content))
        media += [self._medium(address) for address in uploads if kind_of(address) is not MediaKind.OTHER]
        numbers = (number.strip() for match in _GALLERY.finditer(content) for number in match["ids"].split(","))
        media += [self._attachment(number) for number in numbers if number]
        texts = []
        for part in document.parts:
            text = part.text if isinstance(part.text, str) else part.text.text
            if part.field != "comment":
                texts.append(ItemText(field if part.field == "body" else part.field, text))
            elif not _BLOCK.fullmatch(text):
                texts.append(ItemText("source", text))
        return texts, _each_once(media)

    def _attachment(self, number: str) -> Media:
        """Return the picture that a gallery names by its number."""
        address = self._files.get(number)
        return self._medium(address) if address else Media(f"attachment {number}", MediaKind.IMAGE, None)

    def _medium(self, address: str, about: list[ItemText] | None = None) -> Media:
        """Return the file of an address: the very file, or else the picture that it is a smaller copy of."""
        export, texts = self._export, tuple(about or ())
        path = address.partition("?")[0].partition("#")[0]
        if "/uploads/" in path:
            path = path[path.index("/uploads/") + 1 :]
        elif is_on_web(path):
            return Media(address, kind_of(address), None, texts)
        own = export.files.archive
        member = export.pool.find(path, own) or export.pool.find(_SIZE.sub("", path), own)
        return Media(address, export.pool.kind(address, member), member, texts)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _each_once(media: list[Media]) -> list[Media]:
    """Return the media, each file once, with all that is said of it."""
    joined: dict[object, Media] = {}
    for one in media:
        key = one.member or one.written
        known = joined.get(key)
        texts = tuple(dict.fromkeys((*known.texts, *one.texts))) if known else one.texts
        joined[key] = Media(known.written if known else one.written, one.kind, one.member, texts)
    return [*joined.values()]


def _moment(element: Element, *names: str) -> datetime | None:
    """Return the first moment that can be read; WordPress writes zeros where there is none."""
    return next((moment for name in names if (moment := from_text(element.get(name))) is not None), None)
