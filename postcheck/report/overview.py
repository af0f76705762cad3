"""The table that a report of several posts begins with: each post, what must change in it, and what to do first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from postcheck.model.lack import Lack
from postcheck.model.report import DraftReport, Flag, Report, Verdict
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind
from postcheck.report import steps, summary
from postcheck.report.mask import Masker
from postcheck.report.place import Places, post_path
from postcheck.report.wording import count

HEADS = ("Verdict", "Post", "What must change", "First action")
_MOST = 3
"""Things that are named; the rest is counted."""
_LONGEST = 100
"""Characters of an action."""
_SENTENCE = re.compile(r"(?<=[.!?])\s")
_FIELDS = {
    "title": "in the title",
    "alt": "in alt text",
    "caption": "in a caption",
    "credit": "in a credit",
    "tags": "among the tags",
    "first_comment": "in the first comment",
    "subtitles": "in subtitles",
}
_KINDS = {
    PlaceKind.IMAGE: "in a picture",
    PlaceKind.METADATA: "in hidden details",
    PlaceKind.FILENAME: "in a file name",
    PlaceKind.POST: "in the post",
}
_ABOUT_UNEXAMINED = {
    None: "Look at {} yourself.",
    # Nobody can look at what is not there.
    Lack.MISSING: "Put {} there, or take its name out of the draft.",
    Lack.NO_FILE: "Name a file in the place of {}, which is none.",
    Lack.EMPTY: "Copy {} again: there is nothing in it.",
    Lack.LEADS_NOWHERE: "Put a file in the place of {}, a link that leads nowhere.",
    Lack.NO_PATH: "Correct the path of {}, which is not there.",
    Lack.NO_DRAFT: "Put the draft beside {}.",
    Lack.NOTHING_CAME: "Check the command that was to send the text.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A post in the table."""

    post: DraftReport
    path: str
    what: str
    """What must change or be decided; for a post that passes, that no problems were found."""
    few: str
    """The same in fewer words: how much instead of what."""
    action: str
    """What to do first; empty for a post that passes."""


def ranked(posts: Iterable[DraftReport]) -> list[DraftReport]:
    """Return posts with the most serious first: by verdict, then by how much must change; else in their order."""

    def seriousness(post: DraftReport) -> tuple[int, int, int]:
        numbers = Counter(flag.severity for flag in post.flags)
        return -post.verdict.rank, -numbers[Severity.FAIL], -numbers[Severity.REVIEW]

    return sorted(posts, key=seriousness)


def rows(report: Report, masker: Masker, *, stopped: bool = False) -> list[Row]:
    """Return a row for each post, the most serious first.

    Only with ``stopped`` are there rows for posts that a stopped run did not reach.
    """
    return [
        Row(post, post_path(post, masker), what_words(post), few_words(post), action_words(post, masker))
        for post in ranked(report.posts)
        if stopped or not post.stopped
    ]


def what_words(post: DraftReport) -> str:
    """Say in a few words what must change in a post, what is to be decided, and what was not examined."""
    if post.verdict is Verdict.PASS:
        return f"no problems found{summary.apart_from(post.suppressed)}"
    said = []
    failing, open_ = ([f for f in post.flags if f.severity is level] for level in (Severity.FAIL, Severity.REVIEW))
    if failing:
        said.append(_things(failing, post))
        if open_:
            said.append(f"{len(open_)} to decide")
    elif open_:
        said.append(f"to decide: {_things(open_, post)}")
    if post.unexamined:
        said.append("not reached" if post.stopped else f"{count(len(post.unexamined), 'thing')} not examined")
    return "; ".join(said)


def few_words(post: DraftReport) -> str:
    """Say the same in fewer words: how much must change, is to be decided, and was not examined."""
    counted = (
        (sum(flag.severity is Severity.FAIL for flag in post.flags), "to change"),
        (sum(flag.severity is Severity.REVIEW for flag in post.flags), "to decide"),
        (len(post.unexamined), "not examined"),
    )
    return ", ".join(f"{number} {what}" for number, what in counted if number) or what_words(post)


def _things(flags: Sequence[Flag], post: DraftReport) -> str:
    numbers = Counter(_thing(flag, post) for flag in flags)
    said = [_counted(*thing, number) for thing, number in numbers.most_common(_MOST)]
    more = len(numbers) - len(said)
    return ", ".join(said) + (f" and {more} more" if more else "")


def _thing(flag: Flag, post: DraftReport) -> tuple[str, str]:
    """Return what a flag is about and where; for what is no name or detail, its rule's title."""
    place = _place(flag)
    if flag.category is Category.NAME:
        return "name", place
    if flag.category is Category.DETAIL:
        return "personal detail", place
    if flag.category is Category.PICTURE:
        return "who is shown", ""
    rule = post.pack.by_id.get(flag.rule)
    return (f"“{rule.title}”" if rule else flag.rule), ""


def _place(flag: Flag) -> str:
    where = flag.where
    if where.kind is not PlaceKind.TEXT:
        return _KINDS[where.kind]
    return _FIELDS.get(where.field or "", "in the text" if where.field in {None, "body"} else "in the header")


def _counted(noun: str, place: str, number: int) -> str:
    if not place:
        return f"{noun} ({number} times)" if number > 1 else noun
    return f"{count(number, noun)} {place}"


def action_words(post: DraftReport, masker: Masker) -> str:
    """Say what to do first about a post, in a sentence that names nobody; empty if nothing need be done."""
    if post.verdict is Verdict.PASS:
        return ""
    if post.stopped:
        return "Run the check again."
    flags = [flag for block in summary.blocks(post.flags, Places(post, masker)) for flag in block]
    if not any(flag.severity is not Severity.NOTE for flag in flags):
        first = post.unexamined[0]
        return _ABOUT_UNEXAMINED[first.lack].format(Places(post, masker).name(first.file))
    return _first(flags[0], post, masker)


def _names_in_line(flag: Flag, post: DraftReport) -> int:
    """Return how many names must change, or are to be decided, in the line of a flag."""
    return sum(
        other.category is Category.NAME
        and other.severity is not Severity.NOTE
        and (other.where.file, other.where.kind, other.where.line)
        == (flag.where.file, flag.where.kind, flag.where.line)
        for other in post.flags
    )


def _first(flag: Flag, post: DraftReport, masker: Masker) -> str:
    where, name = flag.where, Places(post, masker).name(flag.where.file)
    suggested = steps.suggestion_for(flag, post)
    if suggested and flag.waivable:
        line = f"In line {where.line}, " if where.line else "There, "
        if where.column is not None and _names_in_line(flag, post) > 1:
            line = f"In line {where.line}, column {where.column}, "
        return f"{line}{steps.instead(suggested)}{' instead of the name' if suggested.wording else ''}."
    if flag.waivable and flag.category in {Category.NAME, Category.DETAIL}:
        same = sum(
            other.category is flag.category and (other.where.file, other.where.kind) == (where.file, where.kind)
            for other in post.flags
            if other.severity is flag.severity
        )
        noun = "name" if flag.category is Category.NAME else "detail"
        done = {
            PlaceKind.IMAGE: f"Cover the {f'{same} {noun}s' if same > 1 else noun} in {name}.",
            PlaceKind.METADATA: f"Remove the hidden details of {name}.",
            PlaceKind.FILENAME: f"Rename {name}.",
        }
        if where.kind in done:
            return done[where.kind]
    if steps.command_of(flag, post):
        return f"Say who is shown in {name}."
    words, _ = steps.split(masker.prose(flag.advice), post)
    sentence = re.sub(r":$", ".", _SENTENCE.split(words)[0].replace("`", ""))
    return sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST].rsplit(' ', 1)[0]} …"
