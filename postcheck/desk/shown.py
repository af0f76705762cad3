"""A checked post as the page shows it: the HTML report's own view of it, and what each picture leaves open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from postcheck.desk.sheet import Sheet
from postcheck.model.report import DraftReport, Report
from postcheck.model.severity import Severity
from postcheck.report import summary
from postcheck.report.html_findings import Findings
from postcheck.report.html_look import Look
from postcheck.report.html_text import badge, escaped, prose
from postcheck.report.html_view import PostView
from postcheck.report.mask import Masker

_LONGEST = 900
"""Pixels of the longer side of a picture."""
_FULL = 100


@dataclass(frozen=True)
class View:
    """A post's part of a page."""

    html: str
    rules: list[str]
    """Style rules that place the boxes in its pictures."""


def view_of(report: Report, number: int = 0, *, whole: bool = True) -> View:
    """Return one post of a report as the HTML report shows it.

    Parameters
    ----------
    report:
        The report.
    number:
        Which of its posts.
    whole:
        Whether the page says what to write in a header; otherwise it has a place of its own for what is to be
        confirmed.
    """
    post = report.posts[number]
    alone = replace(report, posts=(post,), pack=post.pack)
    masker = Masker(alone, show_names=True)
    rules: list[str] = []
    view = PostView(post if whole else replace(post, checklist=()), 1, masker, rules)
    look = Look(view, _LONGEST).draw()
    remarks = "".join(f"<p>{escaped(remark.text)}</p>\n" for remark in summary.preamble(alone, masker))
    return View(
        f'<div class="verdict v-{post.verdict.value}">\n<p class="outcome">{badge(post.verdict)} '
        f"<strong>{escaped(summary.outcome(alone))}</strong></p>\n</div>\n"
        f'<div class="sides">\n{Findings(view).draw()}'
        f"<div>\n<h3>As it will look</h3>\n{look}</div>\n</div>\n"
        f'<div class="about judged">{remarks}</div>\n',
        rules,
    )


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
    return " ".join(filter(None, (f"{post.verdict.value.upper()}.", summary.outcome(report), ", ".join(counted))))


def checklist(post: DraftReport) -> list[dict[str, str]]:
    """Return what is to be confirmed, as ``declare:`` calls it and as a sentence; what was confirmed too."""
    asked = {item.declare or item.rule: item.text for item in post.checklist if not item.once_for_account}
    for flag in post.flags:
        rule = post.pack.by_id.get(flag.rule)
        if rule is not None and rule.declare:
            asked.setdefault(rule.declare, rule.asks)
    return [{"declare": word, "html": prose(text)} for word, text in asked.items()]


def pictures(sheet: Sheet, post: DraftReport, sizes: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
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
        problems = [prose(item.reason) for item in post.unexamined if image is not None and item.file == image.name]
        flags = sum(flag.where.file == picture.name and flag.severity is not Severity.NOTE for flag in post.flags)
        found.append({"id": picture.id, "faces": faces, "problems": problems, "flags": flags})
    return found
