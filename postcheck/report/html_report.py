"""The HTML report: one file, for the person who decides. ``docs/report-html.md`` describes it.

It loads nothing and runs no script, and a content security policy in it says so to the browser. Everything that comes
from a draft is escaped in one
place; every place where names may stand goes through the masker, and what must not be seen is taken out of pictures,
not only covered.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from itertools import groupby

import postcheck
from postcheck.errors import UnreadableError
from postcheck.media.embedded import image_file
from postcheck.model.draft import DraftImage
from postcheck.model.report import ChecklistItem, DraftReport, Flag, Report, Verdict
from postcheck.model.text import Box, Passage, PlaceKind, Where
from postcheck.report import summary
from postcheck.report.base import ReportOptions
from postcheck.report.marked import Shown, Span, names_in, segments, shown_texts, span_of
from postcheck.report.mask import MASK, Masker
from postcheck.report.picture import Picture, copy
from postcheck.report.place import Places
from postcheck.report.plain import plain
from postcheck.report.wording import count, day_words, listed, source_words

_LINE_END = re.compile(r"\r\n|\r|\n")
_CODE = re.compile(r"`([^`]+)`")
_WORDS = re.compile(r"\S+\s*|\s+")
_BASE_NAME = re.compile(r"[^/\\]*$")
_FEW_POSTS = 30
"""Up to this many posts the list of posts is unfolded."""
LONGEST = ((40, 1600), (200, 1000), (sys.maxsize, 640))
"""Up to how many pictures a report has, and how many pixels the longer side of each may then have."""
_FULL = 100
_CORNERS = ("", " right", " low", " low right")
"""Where the number of a box may stand, best first."""
_NEAR = (5, 7)
"""Per cent of the width and height of a picture within which two numbers would cover each other."""
_FILTERS = (Verdict.FAIL, Verdict.REVIEW, Verdict.INCOMPLETE, Verdict.PASS)
_AROUND = {
    "title": "Title",
    "first_comment": "First comment",
    "tags": "Accounts tagged",
    "link": "Link",
    "alt": "Alt text",
    "caption": "Caption",
    "credit": "Credit",
}


def render(report: Report, options: ReportOptions) -> str:
    """Return the report as one HTML document."""
    page = _Page(report, Masker(report, show_names=options.show_names))
    body = page.body()
    style = (files("postcheck.report") / "style" / "report.css").read_text(encoding="utf-8") + "".join(page.rules)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    verdict = report.verdict.value.upper() if report.posts else "Nothing checked"
    return (
        "<!DOCTYPE html>\n"
        '<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex, nofollow">\n'
        f'<meta name="generator" content="postcheck {postcheck.__version__}">\n'
        f"<title>{verdict} - postcheck report</title>\n<style>{style}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )


def _text(text: str) -> str:
    """Return any text for one line of the page."""
    return html.escape(plain(text))


def _lines(text: str) -> str:
    """Return any text for an element that keeps line ends."""
    return "\n".join(map(_text, _LINE_END.split(text)))


def _prose(text: str) -> str:
    """Return a sentence of ours, in which backticks mark code."""
    return _CODE.sub(r"<code>\1</code>", _text(text))


def _badge(verdict: Verdict) -> str:
    return f'<span class="badge {verdict.value}">{verdict.value.upper()}</span>'


class _Page:
    """The page around the posts."""

    def __init__(self, report: Report, masker: Masker) -> None:
        self._report = report
        self._masker = masker
        self.rules: list[str] = []
        """Style rules that place the boxes in the pictures."""
        pictures = sum(len(post.draft.images) for post in report.posts)
        self._longest = next(side for most, side in LONGEST if pictures <= most)

    def body(self) -> str:
        """Return what the page shows."""
        several = len(summary.packs(self._report)) > 1
        posts = [
            _Post(post, number, self._masker, self._longest, self.rules, several=several).draw()
            for number, post in enumerate(self._report.posts, start=1)
        ]
        return (
            '<a class="skip" href="#posts">Skip to the posts</a>\n'
            f"<header>\n{self._head()}{self._filter()}</header>\n{self._contents()}"
            f'<main id="posts" tabindex="-1">\n{self._only()}{"".join(posts)}{self._accounts()}</main>\n'
            f"<footer>\n<p>{_text(self._foot())}</p>\n</footer>\n"
        )

    def _head(self) -> str:
        report = self._report
        badge = f"{_badge(report.verdict)} " if report.posts else ""
        parts = [f"<h1>{badge}{_text(summary.outcome(report))}</h1>"]
        if waived := summary.all_waived(report):
            parts.append(f"<p>{_text(waived)}</p>")
        if step := summary.next_step(report):
            parts.append(f"<p>{_text(step)}</p>")
        parts += [
            f"<p><strong>{_text(remark.text)}</strong></p>"
            if remark.strong
            else f'<p class="about">{_text(remark.text)}</p>'
            for remark in summary.preamble(report, self._masker)
        ]
        if report.posts and not self._masker.hides:
            parts.append(
                '<p class="private">This report shows names and pictures of pupils. Keep it as carefully as the consent list, '
                "or write one to pass on with <code>--hide-names</code>.</p>"
            )
        return "\n".join(parts) + "\n"

    def _contents(self) -> str:
        posts = self._report.posts
        if not posts:
            return ""
        items = "".join(
            f'<li class="v v-{post.verdict.value}">{_badge(post.verdict)} <a href="#p{number}">{_text(_path(post, self._masker))}</a></li>\n'
            for number, post in enumerate(posts, start=1)
        )
        unfolded = " open" if len(posts) <= _FEW_POSTS else ""
        details = f"<details{unfolded}><summary>{count(len(posts), 'post')}</summary>\n<ul>\n{items}</ul>\n</details>\n"
        return f'<nav aria-label="Posts">\n{details}</nav>\n'

    def _filter(self) -> str:
        numbers = summary.counts(self._report)
        choices = [("all", f"All ({len(self._report.posts)})")]
        choices += [
            (verdict.value, f"{verdict.value.upper()} ({numbers[verdict]})")
            for verdict in _FILTERS
            if verdict in numbers
        ]
        inputs = "".join(
            f'<label for="show-{name}"><input type="radio" name="show" id="show-{name}"{" checked" if name == "all" else ""}> {label}</label>\n'
            for name, label in choices
        )
        return (
            f"<fieldset>\n<legend>Show posts with the verdict</legend>\n{inputs}</fieldset>\n"
            if len(numbers) > 1
            else ""
        )

    def _only(self) -> str:
        """Say above the posts, and on paper, that some are left out."""
        return "".join(
            f'<p class="only only-{verdict.value}">Only the posts with the verdict {verdict.value.upper()} are shown.</p>\n'
            for verdict in _FILTERS
        )

    def _accounts(self) -> str:
        """Ask once what is about an account, not about each of its posts."""
        parts: list[str] = []
        for account, questions in summary.of_accounts(self._report).items():
            items = "".join(f"<li>{_prose(question)} {_prose(remedy)}</li>\n" for question, remedy in questions.items())
            heading = f"Please confirm once for the account {_text(self._masker.prose(account))}"
            parts.append(f'<section class="post">\n<h2>{heading}</h2>\n<ul>\n{items}</ul>\n</section>\n')
        return "".join(parts)

    def _foot(self) -> str:
        hidden = " Names are hidden; a name that was not found is not." if self._masker.hides else ""
        return f"Written by postcheck {postcheck.__version__}. It points out what the policy speaks against; the decision is yours.{hidden}"


def _path(post: DraftReport, masker: Masker) -> str:
    return "standard input" if post.draft.path == "-" else masker.path(post.draft.path)


@dataclass(frozen=True)
class _Numbered:
    """A flag with its number within the post."""

    number: int
    flag: Flag


@dataclass
class _Post:
    """Draws one post."""

    post: DraftReport
    number: int
    masker: Masker
    longest: int
    rules: list[str]
    several: bool
    """Whether the posts were judged by several packs."""
    _mark_of: dict[int, int] = field(default_factory=dict)
    """The number of the first mark of each flag that has one, to go back to."""
    _marks: int = 0

    @cached_property
    def _places(self) -> Places:
        return Places(self.post, self.masker)

    @cached_property
    def _blocks(self) -> list[list[_Numbered]]:
        numbers = iter(range(1, len(self.post.flags) + 1))
        return [
            [_Numbered(next(numbers), flag) for flag in flags]
            for flags in summary.blocks(self.post.flags, self._places)
        ]

    @cached_property
    def _flags(self) -> list[_Numbered]:
        return [numbered for block in self._blocks for numbered in block]

    @cached_property
    def _blind(self) -> frozenset[str]:
        """Files of which something could not be looked at."""
        return frozenset(item.file for item in self.post.unexamined)

    def draw(self) -> str:
        """Return the post's part of the page."""
        post, identity = self.post, f"p{self.number}"
        about = [", ".join(post.channels) or "no channel named", f"judged as of {day_words(post.day)}"]
        if self.several:
            about.append(f"policy: {post.pack.title}")
        look = self._look()  # first: the findings link back to what it marks
        return (
            f'<article class="post v v-{post.verdict.value}" id="{identity}" aria-labelledby="{identity}-h">\n'
            f'<h2 id="{identity}-h">{_badge(post.verdict)} {_text(_path(post, self.masker))}</h2>\n'
            f'<p class="about">{_text("; ".join(about))}.</p>\n'
            f'<div class="sides">\n<div>\n<h3>As it will look</h3>\n{look}</div>\n'
            f"{self._findings()}</div>\n</article>\n"
        )

    # The post as it will look

    def _look(self) -> str:
        shown = shown_texts(self.post)
        known = {image.key for image in self.post.draft.images}
        parts: list[str] = []
        if self.masker.hides and self._unread(shown):
            parts.append(
                '<p class="nothing">The text is not shown: it could not be examined, and names are to be hidden.</p>'
            )
            shown = ()
        own = [text for text in shown if text.image not in known]
        for name in ("title", "body"):
            parts += [self._paragraph(text) for text in own if text.field == name]
        for image in self.post.draft.images:
            parts.append(self._figure(image, [text for text in shown if text.image == image.key]))
        for video in self.post.draft.header.videos:
            parts.append(
                f'<p class="aside"><span class="label">Video:</span> {self._file_name(video.file)} (its pictures are not examined)</p>'
            )
        parts += [self._paragraph(text) for text in own if text.field not in {"title", "body"}]
        return "\n".join(['<div class="look">', *filter(None, parts), "</div>\n"])

    def _unread(self, shown: Sequence[Shown]) -> bool:
        """Whether the text is there but was not examined."""
        read = any(passage.kind is PlaceKind.TEXT for passage in self.post.passages)
        return bool(shown) and (not read or self.post.draft.path in self._blind)

    def _paragraph(self, text: Shown) -> str:
        words = self._marked(text).strip()
        if not words:
            return ""
        if text.field in {"title", "body"}:
            return f'<div class="{text.field}" dir="auto">{words}</div>'
        label = _AROUND.get(text.field, text.field)
        return f'<div class="aside" dir="auto"><span class="label">{_text(label)}:</span> {words}</div>'

    def _marked(self, text: Shown) -> str:
        """Return a text with what was flagged marked in it."""
        spans = [(span, numbered) for numbered in self._flags if (span := span_of(text.source, numbered.flag.where))]
        flags = (*self.post.flags, *self.post.suppressed)
        evident = [span for flag in flags if flag.evidence and (span := span_of(text.source, flag.where))]
        return self._cut(text.source.text, spans, [*evident, *text.names])

    def _cut(self, text: str, spans: Sequence[tuple[Span, _Numbered]], names: Sequence[Span]) -> str:
        hidden = names if self.masker.hides else ()
        pieces: list[str] = []
        for segment in segments(text, [span for span, _ in spans], hidden):
            words = _lines(MASK if segment.hidden else self._unnamed(segment.text))
            marks = [spans[index][1] for index in segment.marks]
            pieces.append(self._mark(words, marks) if marks else words)
        return "".join(pieces)

    def _unnamed(self, text: str) -> str:
        """Return a text in which nothing was found without the names that were found elsewhere: one that is a pupil's there may be a teacher's here.

        Words in lower case stay, or every "will" would go with Will.
        """
        if not self.masker.hides:
            return text
        stretches = groupby(_WORDS.findall(text), key=lambda word: word.islower())
        return "".join("".join(words) if lower else self.masker.path("".join(words)) for lower, words in stretches)

    def _mark(self, words: str, marks: Sequence[_Numbered]) -> str:
        worst = max(marks, key=lambda numbered: numbered.flag.severity.rank)
        new = [str(numbered.number) for numbered in marks if numbered.number not in self._mark_of]
        sup = (
            f'<sup><span class="vh"> (finding </span>{listed(new, "and")}<span class="vh">)</span></sup>' if new else ""
        )
        return f"<mark>{self._link('mark', worst, marks, words + sup)}</mark>"

    def _link(self, kind: str, worst: _Numbered, marks: Sequence[_Numbered], inside: str) -> str:
        """Return a link to the finding, with what the rule says shown on hover and focus."""
        self._marks += 1
        post = f"p{self.number}"
        for numbered in marks:
            self._mark_of.setdefault(numbered.number, self._marks)
        ordered = sorted(marks, key=lambda numbered: -numbered.flag.severity.rank)
        said = "".join(f"<span>{self._said(numbered.flag)}</span>" for numbered in ordered)
        identity = f'id="{post}-m{self._marks}" href="#{post}-f{worst.number}" aria-describedby="{post}-t{self._marks}"'
        tip = f'<span class="tip" role="tooltip" id="{post}-t{self._marks}">{said}</span>'
        return f'<a class="{kind} {worst.flag.severity.value}" {identity}>{inside}</a>{tip}'

    def _said(self, flag: Flag) -> str:
        rule = self.post.pack.by_id.get(flag.rule)
        title = f"{_text(rule.title)} [{_text(flag.rule)}]" if rule else _text(flag.rule)
        advice = f" <strong>What to do:</strong> {_prose(self.masker.prose(flag.advice))}" if flag.advice else ""
        return f"<strong>{summary.LEVELS[flag.severity]}</strong> {title}. {_prose(self.masker.prose(flag.message))}{advice}"

    # Pictures

    def _figure(self, image: DraftImage, texts: Sequence[Shown]) -> str:
        about = [numbered for numbered in self._flags if numbered.flag.where.file == image.name]
        boxed = [
            numbered for numbered in about if numbered.flag.where.kind is PlaceKind.IMAGE and numbered.flag.where.box
        ]
        alt = "" if self.masker.hides else " ".join(text.source.text for text in texts if text.field == "alt")
        frames = sorted({0, *(numbered.flag.where.frame or 0 for numbered in boxed)})
        pictures = [
            self._picture(image, frame, [one for one in boxed if (one.flag.where.frame or 0) == frame], alt)
            for frame in frames
        ]
        captions = [f"<p>{self._file_name(image.name)}</p>"]
        captions += [self._paragraph(text) for text in texts]
        reasons = [self.masker.prose(item.reason) for item in self.post.unexamined if item.file == image.name]
        captions += [f'<p class="about">Could not be examined: {_prose(reason)}</p>' for reason in reasons]
        rest = [
            one for one in about if one.flag.where.kind in {PlaceKind.IMAGE, PlaceKind.METADATA} and one not in boxed
        ]
        captions += [f"<p>{self._mark(self._subject(one.flag), [one])}</p>" for one in rest]
        return "\n".join(["<figure>", *pictures, "<figcaption>", *filter(None, captions), "</figcaption>\n</figure>"])

    def _subject(self, flag: Flag) -> str:
        return "About this picture" if flag.where.kind is PlaceKind.IMAGE else "About its hidden details"

    def _file_name(self, path: str) -> str:
        """Return the last part of a path, with the names in it marked."""
        found = _BASE_NAME.search(path)
        name = found.group() if found else path
        if self.masker.hides:
            marks = [
                one for one in self._flags if one.flag.where.kind is PlaceKind.FILENAME and one.flag.where.file == path
            ]
            words = _text(_BASE_NAME.search(self.masker.path(path))[0])  # type: ignore[index]  # the pattern matches every text
            return self._mark(words, marks) if marks else words
        spans: list[tuple[Span, _Numbered]] = []
        for numbered in self._flags:
            where = numbered.flag.where
            if where.kind is PlaceKind.FILENAME and where.file == path:
                spans.append(((where.start or 0, len(name) if where.end is None else where.end), numbered))
        return self._cut(name, spans, ())

    def _picture(self, image: DraftImage, frame: int, boxed: Sequence[_Numbered], alt: str) -> str:
        paged = image.inside is not None and image.inside.pages
        which = f" ({'page' if paged else 'frame'} {frame + 1})" if frame or paged else ""
        if self.masker.hides and self._unsafe(image):
            return self._nothing(
                f"This picture{which} is not shown: it could not be examined, and names are to be hidden."
            )
        cover = self._cover(image, frame) if self.masker.hides else ()
        picture = None if image.absent else self._copy(image, frame, cover)
        if picture is None:
            return self._nothing(f"This picture{which} cannot be shown here.")
        described = alt or f"{self._places.name(image.name)}, a picture of this post"
        taken: list[tuple[float, float]] = []
        boxes = "".join(self._box(one, picture, taken) for one in boxed)
        return (
            f'<div class="picture"><img src="{picture.uri}" width="{picture.shown_width}" height="{picture.shown_height}" '
            f'alt="{_text(described + which)}">{boxes}</div>\n'
        )

    def _copy(self, image: DraftImage, frame: int, cover: tuple[Box, ...]) -> Picture | None:
        try:
            with image_file(image, frame) as (path, number):
                return copy(path, frame=number, longest=self.longest, cover=cover)
        except UnreadableError:
            return None

    def _nothing(self, words: str) -> str:
        return f'<p class="nothing">{_text(words)}</p>\n'

    def _box(self, numbered: _Numbered, picture: Picture, taken: list[tuple[float, float]]) -> str:
        """Return a box over what was seen; ``taken`` remembers where numbers stand."""
        boxes = numbered.flag.boxes or tuple(filter(None, [numbered.flag.where.box]))
        return "".join(self._one_box(numbered, box, picture, taken) for box in boxes)

    def _one_box(self, numbered: _Numbered, box: Box, picture: Picture, taken: list[tuple[float, float]]) -> str:
        left, top, width, height = _percent(box, picture)
        corner = _corner((left, top, width, height), taken)
        number = f'<span class="number"><span class="vh">Finding </span>{numbered.number}</span>'
        link = self._link(f"box{corner}", numbered, [numbered], number)
        self.rules.append(f"#p{self.number}-m{self._marks}{{left:{left}%;top:{top}%;width:{width}%;height:{height}%}}")
        return link

    def _unsafe(self, image: DraftImage) -> bool:
        """Whether there may be names in the picture whose place is not known."""
        if image.name in self._blind or self.post.draft.path in self._blind:
            return True
        flags = (*self.post.flags, *self.post.suppressed)
        read = [*(flag.where for flag in flags if flag.evidence), *self._named(image)]
        return any(where.kind is PlaceKind.IMAGE and where.file == image.name and where.box is None for where in read)

    def _cover(self, image: DraftImage, frame: int) -> tuple[Box, ...]:
        """Return what must not be seen in a frame: the names and, where there is one, every word that was read, for it may be a misread name."""
        flags = (*self.post.flags, *self.post.suppressed)
        wheres = [*(flag.where for flag in flags if flag.evidence), *self._named(image)]
        here = [
            where
            for where in wheres
            if where.kind is PlaceKind.IMAGE and where.file == image.name and (where.frame or 0) == frame
        ]
        if not here:
            return ()
        words = [
            word.box for passage in self._read_in(image) if (passage.frame or 0) == frame for word in passage.words
        ]
        return (*words, *(where.box for where in here if where.box))

    def _read_in(self, image: DraftImage) -> list[Passage]:
        return [
            passage for passage in self.post.passages if passage.kind is PlaceKind.IMAGE and passage.file == image.name
        ]

    def _named(self, image: DraftImage) -> list[Where]:
        """Return where the picture names people who may be pupils."""
        return [passage.where(*span) for passage in self._read_in(image) for span in names_in(self.post, passage)]

    # What was found

    def _findings(self) -> str:
        parts = [self._block(block) for block in self._blocks]
        if self.post.unexamined:
            items = "".join(
                f"<li>{_text(self._places.name(item.file))}: {_prose(self.masker.prose(item.reason))}</li>\n"
                for item in self.post.unexamined
            )
            parts.append(
                f'<div class="finding incomplete">\n<h4>Could not be examined</h4>\n<ul>\n{items}</ul>\n</div>\n'
            )
        parts.append(self._waived())
        found = "".join(parts) or "<p>No problems found.</p>\n"
        found += self._checklist(summary.to_confirm(self.post))
        return f"<div>\n<h3>What was found</h3>\n{found}</div>\n"

    def _waived(self) -> str:
        flags = sorted(self.post.suppressed, key=lambda flag: self._places.order(flag.where))
        if not flags:
            return ""
        lines = [
            ", ".join(filter(None, (flag.rule, self._places.words(flag), summary.waiver_words(flag, self.masker))))
            for flag in flags
        ]
        items = "".join(f"<li>{_text(line)}</li>\n" for line in lines)
        return f'<div class="finding">\n<h4>{_text(summary.waived(flags))}</h4>\n<ul>\n{items}</ul>\n</div>\n'

    def _block(self, block: Sequence[_Numbered]) -> str:
        first = block[0].flag
        rule = self.post.pack.by_id.get(first.rule)
        title = f"{_text(rule.title)} [{_text(first.rule)}]" if rule else _text(first.rule)
        parts = [f"<h4>{summary.LEVELS[first.severity]} {title}</h4>\n"]
        for message in dict.fromkeys(one.flag.message for one in block):
            items = "".join(self._item(one) for one in block if one.flag.message == message)
            parts.append(f"<p>{_prose(self.masker.prose(message))}</p>\n<ul>\n{items}</ul>\n")
        if first.advice:
            parts.append(f"<p><strong>What to do:</strong> {_prose(self.masker.prose(first.advice))}</p>\n")
        if rule:
            parts.append(f'<p class="source">Policy: {_text(source_words(rule))}</p>\n')
        return f'<div class="finding {first.severity.value}">\n{"".join(parts)}</div>\n'

    def _item(self, numbered: _Numbered) -> str:
        flag, post = numbered.flag, f"p{self.number}"
        words = _text(self._places.words(flag) or "the post as a whole")
        excerpt = self._places.excerpt(flag)
        seen = ""
        if excerpt and excerpt.evidence == MASK:
            seen = f': <span class="evidence">{MASK}</span>'
        elif excerpt:
            seen = f': “{_text(excerpt.before)}<span class="evidence">»{_text(excerpt.evidence)}«</span>{_text(excerpt.after)}”'
        pupils = f" (pupil {_text(listed(flag.pupil_ids, 'or'))})" if flag.pupil_ids else ""
        mark = self._mark_of.get(numbered.number)
        back = (
            f' <a class="back" href="#{post}-m{mark}">show<span class="vh"> finding {numbered.number} in the post</span></a>'
            if mark
            else ""
        )
        return f'<li id="{post}-f{numbered.number}" tabindex="-1"><strong>{numbered.number}.</strong> {words}{seen}{pupils}{back}</li>\n'

    def _checklist(self, items: Sequence[ChecklistItem]) -> str:
        if not items:
            return ""
        questions = "".join(
            f"<li>{_prose(item.text)} [<code>{_text(item.declare or item.rule)}</code>]</li>\n" for item in items
        )
        keys = ", ".join(dict.fromkeys(item.declare or item.rule for item in items))
        place = self.masker.prose(self.post.draft.header_place)
        return (
            f'<div class="finding">\n<h4>Please confirm before posting</h4>\n<ul>\n{questions}</ul>\n'
            f"<p>Once confirmed, write in {_text(place)}: <code>declare: [{_text(keys)}]</code></p>\n</div>\n"
        )


def _percent(box: Box, picture: Picture) -> tuple[float, float, float, float]:
    """Return a box's left, top, width and height as shares of the picture, within its limits."""
    left, top = max(0, min(box.left, picture.width)), max(0, min(box.top, picture.height))
    right, bottom = max(left, min(box.right, picture.width)), max(top, min(box.bottom, picture.height))
    across, down = _FULL / max(1, picture.width), _FULL / max(1, picture.height)
    return (
        round(left * across, 3),
        round(top * down, 3),
        round((right - left) * across, 3),
        round((bottom - top) * down, 3),
    )


def _corner(box: tuple[float, float, float, float], taken: list[tuple[float, float]]) -> str:
    """Return the first corner of a box at which its number is within the picture and covers no other."""
    left, top, width, height = box
    points = {
        corner: (left + width * ("right" in corner), top + height if "low" in corner else top - _NEAR[1])
        for corner in _CORNERS
    }
    free = [
        corner
        for corner, (x, y) in points.items()
        if 0 <= y <= _FULL - _NEAR[1]
        and not any(abs(x - other) < _NEAR[0] and abs(y - beside) < _NEAR[1] for other, beside in taken)
    ]
    corner = free[0] if free else _CORNERS[0]
    taken.append(points[corner])
    return corner
