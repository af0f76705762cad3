"""The side of the HTML report that shows a post as it will look, with what was found marked in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from postcheck.media.video_frames import film_pictures
from postcheck.model.draft import DraftImage, Video
from postcheck.model.text import PlaceKind
from postcheck.report.html_pictures import Pictures
from postcheck.report.html_text import escaped, prose
from postcheck.report.html_view import Numbered, PostView
from postcheck.report.marked import Shown, Span, shown_texts

_BASE_NAME = re.compile(r"[^/\\]*$")
_MOMENTS = 12
"""Of a video, at most, that are shown."""
_AROUND = {
    "title": "Title",
    "first_comment": "First comment",
    "tags": "Accounts tagged",
    "link": "Link",
    "alt": "Alt text",
    "caption": "Caption",
    "credit": "Credit",
}


class Look:
    """Draws one post as it will look.

    Parameters
    ----------
    view:
        The post.
    longest:
        How many pixels the longer side of a picture may have.
    """

    def __init__(self, view: PostView, longest: int) -> None:
        self._view = view
        self._pictures = Pictures(view, longest)

    def draw(self) -> str:
        """Return the post's texts, pictures and videos."""
        shown = shown_texts(self._view.post)
        known = {image.key for image in self._view.post.draft.images}
        parts: list[str] = []
        if self._view.masker.hides and self._unread(shown):
            parts.append(
                '<p class="nothing">The text is not shown: it could not be examined, and names are to be hidden.</p>'
            )
            shown = ()
        own = [text for text in shown if text.image not in known]
        for name in ("title", "body"):
            parts += [self._paragraph(text) for text in own if text.field == name]
        for image in self._view.post.draft.images:
            parts.append(self._figure(image, [text for text in shown if text.image == image.key]))
        for video in self._view.post.draft.header.videos:
            parts.append(self._film(video))
        parts += [self._paragraph(text) for text in own if text.field not in {"title", "body"}]
        return "\n".join(['<div class="look">', *filter(None, parts), "</div>\n"])

    def _unread(self, shown: Sequence[Shown]) -> bool:
        """Whether the text is there but was not examined."""
        read = any(passage.kind is PlaceKind.TEXT for passage in self._view.post.passages)
        return bool(shown) and (not read or self._view.post.draft.path in self._view.blind)

    def _paragraph(self, text: Shown) -> str:
        words = self._view.marked(text).strip()
        if not words:
            return ""
        if text.field in {"title", "body"}:
            return f'<div class="{text.field}" dir="auto">{words}</div>'
        label = _AROUND.get(text.field, text.field)
        return f'<div class="aside" dir="auto"><span class="label">{escaped(label)}:</span> {words}</div>'

    def _figure(self, image: DraftImage, texts: Sequence[Shown]) -> str:
        about = [numbered for numbered in self._view.flags if numbered.flag.where.file == image.name]
        boxed = [
            numbered for numbered in about if numbered.flag.where.kind is PlaceKind.IMAGE and numbered.flag.where.box
        ]
        alt = "" if self._view.masker.hides else " ".join(text.source.text for text in texts if text.field == "alt")
        frames = sorted({0, *(numbered.flag.where.frame or 0 for numbered in boxed)})
        pictures = [
            self._pictures.draw(image, frame, [one for one in boxed if (one.flag.where.frame or 0) == frame], alt)
            for frame in frames
        ]
        captions = [f"<p>{self._file_name(image.name)}</p>"]
        captions += [self._paragraph(text) for text in texts]
        captions += self._said_of(image.name, "picture", boxed)
        return "\n".join(["<figure>", *pictures, "<figcaption>", *filter(None, captions), "</figcaption>\n</figure>"])

    def _said_of(self, file: str, noun: str, boxed: Sequence[Numbered]) -> Iterator[str]:
        """Yield what of a picture or video was not examined, and what is flagged in it that has no place there."""
        for item in self._view.post.unexamined:
            if item.file == file:
                yield f'<p class="about">Could not be examined: {prose(self._view.masker.prose(item.reason))}</p>'
        for one in self._view.flags:
            where = one.flag.where
            if where.file == file and where.kind in {PlaceKind.IMAGE, PlaceKind.METADATA} and one not in boxed:
                subject = f"About this {noun}" if where.kind is PlaceKind.IMAGE else "About its hidden details"
                yield f"<p>{self._view.mark(subject, [one])}</p>"

    def _film(self, video: Video) -> str:
        """Return the moments of a video at which something is flagged."""
        boxed: dict[int, list[Numbered]] = {}
        for one in self._view.flags:
            where = one.flag.where
            if where.file == video.file and where.kind is PlaceKind.IMAGE and where.box and where.frame is not None:
                boxed.setdefault(where.frame, []).append(one)
        shown = sorted(boxed)[:_MOMENTS]
        pictures = film_pictures(video.path, shown) if video.path and shown else {}
        parts = [
            self._pictures.draw_moment(
                video.file, boxed[frame][0].flag.where.time or 0.0, frame, boxed[frame], pictures.get(frame)
            )
            for frame in shown
        ]
        captions = [f'<p><span class="label">Video:</span> {self._file_name(video.file)}</p>']
        if len(boxed) > len(shown):
            captions.append(f'<p class="about">More moments that are not shown here: {len(boxed) - len(shown)}.</p>')
        captions += self._said_of(video.file, "video", [one for found in boxed.values() for one in found])
        return "\n".join(["<figure>", *parts, "<figcaption>", *captions, "</figcaption>\n</figure>"])

    def _file_name(self, path: str) -> str:
        """Return the last part of a path, with the names in it marked."""
        found = _BASE_NAME.search(path)
        name = found.group() if found else path
        if self._view.masker.hides:
            marks = [
                one
                for one in self._view.flags
                if one.flag.where.kind is PlaceKind.FILENAME and one.flag.where.file == path
            ]
            words = escaped(_BASE_NAME.search(self._view.masker.path(path))[0])  # type: ignore[index]  # the pattern matches every text
            return self._view.mark(words, marks) if marks else words
        spans: list[tuple[Span, Numbered]] = []
        for numbered in self._view.flags:
            where = numbered.flag.where
            if where.kind is PlaceKind.FILENAME and where.file == path:
                spans.append(((where.start or 0, len(name) if where.end is None else where.end), numbered))
        return self._view.cut(name, spans, ())
