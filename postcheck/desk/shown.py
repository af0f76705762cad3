"""A checked post as the page shows it: the HTML report's own view of it, and what each picture leaves open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from postcheck.desk.sheet import Sheet
from postcheck.model.people import Pupil
from postcheck.model.report import DraftReport, Flag, Report
from postcheck.model.severity import Severity
from postcheck.model.text import PlaceKind
from postcheck.report import summary
from postcheck.report.html_findings import Findings
from postcheck.report.html_look import Look
from postcheck.report.html_text import badge, escaped, prose
from postcheck.report.html_view import PostView
from postcheck.report.mask import Masker
from postcheck.text.listing import listed

_LONGEST = 900
"""Pixels of the longer side of a picture."""
_FULL = 100
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_HERE = (
    (
        "`people:",
        "Say beside the picture who can be recognised, or tick “Nobody can be recognised”.",
    ),
    ("`postcheck redact", "Press “Cover what is flagged” beside the picture, and use the safe copy."),
    ("`declare:", "Tick it under “Please confirm before posting”."),
    ("`account:", "Choose the account above."),
    ("`channel", "Tick above where it will be posted."),
    ("`publish_at", "Say above when it goes out."),
    ("`author:", "Say above who wrote it."),
    ("postcheck sign-off", "Save it as a draft, and have it signed off there."),
)
"""What to do at the desk, where advice names what is written in a header or typed in a terminal."""


@dataclass(frozen=True)
class View:
    """A post's part of a page."""

    html: str
    rules: list[str]
    """Style rules that place the boxes in its pictures."""


def view_of(report: Report, pupils: Mapping[str, Pupil], number: int = 0, *, on_desk: bool = False) -> View:
    """Return one post of a report as the HTML report shows it.

    Parameters
    ----------
    report:
        The report.
    pupils:
        The pupils by id, whose names stand beside their ids.
    number:
        Which of its posts.
    on_desk:
        Whether the post is on the desk: then advice names what is on the page, the page says its verdict itself and
        has a place of its own for what is to be confirmed.
    """
    post = report.posts[number]
    alone = replace(report, posts=(post,), pack=post.pack)
    masker = Masker(alone, show_names=True)
    rules: list[str] = []
    drawn = replace(post, checklist=(), flags=tuple(_at_desk(flag, post) for flag in post.flags)) if on_desk else post
    view = PostView(drawn, 1, masker, rules, whose=lambda flag: _whose(flag, pupils))
    look = Look(view, _LONGEST).draw()
    remarks = "".join(f"<p>{escaped(remark.text)}</p>\n" for remark in summary.preamble(alone, masker))
    outcome = f'<p class="outcome">{badge(post.verdict)} <strong>{escaped(summary.outcome(alone))}</strong></p>\n'
    return View(
        f'{"" if on_desk else outcome}<div class="sides">\n{Findings(view).draw()}'
        f'<div>\n<h3>As it will look</h3>\n{look}</div>\n</div>\n<div class="about judged">{remarks}</div>\n',
        rules,
    )


def _at_desk(flag: Flag, post: DraftReport) -> Flag:
    """Return a flag with its place and advice as whoever sits at the desk sees them: there is no header."""
    where, low = flag.where, post.draft.body[0]
    if where.kind is PlaceKind.TEXT and where.line is not None and post.draft.file is not None:
        if where.start is not None and where.start >= low:
            where = replace(where, line=where.line - post.draft.file.text.count("\n", 0, low))
        else:
            where = replace(where, line=None, column=None)
    return replace(flag, where=where, advice=advice_here(flag.advice))


def advice_here(advice: str) -> str:
    """Return advice in which every sentence about a header or a command says what to do on the page instead."""
    said: dict[str, None] = {}
    for sentence in _SENTENCE.split(advice):
        said[next((here for mark, here in _HERE if mark in sentence), sentence)] = None
    return " ".join(said)


def _whose(flag: Flag, pupils: Mapping[str, Pupil]) -> str:
    return listed(tuple(_named(identity, pupils.get(identity)) for identity in flag.pupil_ids), "or")


def _named(identity: str, pupil: Pupil | None) -> str:
    return f"pupil {identity}" if pupil is None else f"{pupil.known_as}, {identity}"


def said_of(report: Report) -> str:
    """Return the verdict in a sentence, for those who hear it."""
    post = report.posts[0]
    levels = [flag.severity for flag in post.flags]
    counted = [
        f"{levels.count(level)} {words}"
        for level, words in ((Severity.FAIL, "must change"), (Severity.REVIEW, "to decide"))
        if level in levels
    ]
    if post.unexamined:
        counted.append(f"{len(post.unexamined)} not examined")
    numbers = f"{', '.join(counted)}." if counted else ""
    return " ".join(filter(None, (f"{post.verdict.value.upper()}.", summary.outcome(report), numbers)))


def checklist(post: DraftReport) -> list[dict[str, str]]:
    """Return what is to be confirmed, as ``declare:`` calls it and as a sentence; what was confirmed too."""
    asked = {item.declare or item.rule: item.text for item in post.checklist if not item.once_for_account}
    for flag in post.flags:
        rule = post.pack.by_id.get(flag.rule)
        if rule is not None and rule.declare:
            asked.setdefault(rule.declare, rule.asks)
    for word in post.draft.header.declare:
        rule = next((one for one in post.pack.rules if one.declare == word), None)
        if rule is not None:
            asked.setdefault(word, rule.asks)
    return [{"declare": word, "html": prose(text)} for word, text in asked.items()]


def pictures(sheet: Sheet, post: DraftReport, sizes: Mapping[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """Return of each picture where its faces are, in per cent of the picture, and what could not be examined.

    Parameters
    ----------
    sheet, post:
        The post on the desk, and what the check found.
    sizes:
        Width and height of each picture as a person sees it, by id, in pixels; without one its faces have no place.
    """
    found = []
    for picture in sheet.pictures.values():
        image = next((one for one in post.draft.images if one.path == picture.path), None)
        faces: list[list[float]] = []
        if image is not None and (size := sizes.get(picture.id)):
            boxes = (box for seen in post.faces.get(image.key, ()) if seen.frame == 0 for box in seen.boxes)
            faces = [
                [
                    round(part * _FULL / whole, 2)
                    for part, whole in zip((box.left, box.top, box.width, box.height), size * 2, strict=True)
                ]
                for box in sorted(boxes, key=lambda box: (box.left, box.top))
            ]
        unexamined = (item for item in post.unexamined if image is not None and item.file == image.name)
        levels = [flag.severity for flag in post.flags if flag.where.file == picture.name]
        worst = max(levels, key=lambda level: level.rank, default=Severity.NOTE)
        found.append(
            {
                "id": picture.id,
                "faces": faces,
                "problems": [prose(one.reason) for one in unexamined],
                "level": worst.value,
            }
        )
    return found
