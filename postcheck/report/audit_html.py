"""The report of an audit as one HTML file, with the pictures in it where the archives are at hand.

It is built of the same parts as that of a check: it loads nothing, runs no script, and hides what is to be hidden.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import postcheck
from postcheck.model.audit import AuditItem, AuditReport
from postcheck.model.draft import DraftImage
from postcheck.model.report import DraftReport, Verdict
from postcheck.report import audit_words as words
from postcheck.report.audit_base import AuditOptions
from postcheck.report.html_findings import Findings
from postcheck.report.html_look import Look
from postcheck.report.html_report import LONGEST, document
from postcheck.report.html_text import badge, escaped, prose
from postcheck.report.html_view import PostView
from postcheck.report.mask import Masker

_FEW = 30
"""Up to this many lines a list is unfolded."""
_NO_ARCHIVES = (
    "Pictures are not included, as the store holds none: each finding says which file it is. Name the archives with "
    "--archives to have the pictures in the report."
)
_SOME_MISSING = "A picture that is not shown is no longer in the archives that --archives names, or has changed."


def render(report: AuditReport, options: AuditOptions) -> str:
    """Return the report as one HTML document."""
    page = _Page(report, options)
    body = page.body()
    return document(f"{report.verdict.value.upper()} - postcheck audit", page.rules, body)


class _Page:
    """The page."""

    def __init__(self, report: AuditReport, options: AuditOptions) -> None:
        self._report = report
        self._options = options
        self._masker = Masker(report.as_checked, show_names=options.page.show_names)
        self.rules: list[str] = []
        """Style rules that place the boxes in the pictures."""
        pictures = sum(len(item.post.draft.images) for item in report.items)
        self._longest = next(side for most, side in LONGEST if pictures <= most)

    def body(self) -> str:
        """Return what the page shows."""
        number = 0
        sections: list[str] = []
        for heading, items in words.sections(self._report):
            articles = []
            for item in items:
                number += 1
                articles.append(self._article(item, number))
            counted = words.count_of(len(items), "item")
            sections.append(f"<h2>{escaped(heading)} ({counted})</h2>\n{''.join(articles)}")
        hidden = " Names are hidden; a name that was not found is not." if self._masker.hides else ""
        return (
            '<a class="skip" href="#posts">Skip to the items</a>\n'
            f"<header>\n{self._head()}</header>\n{self._pupils()}"
            f'<main id="posts" tabindex="-1">\n{"".join(sections)}{self._not_examined()}</main>\n'
            f"<footer>\n<p>Written by postcheck {postcheck.__version__}. It points out what the consent list and the "
            f"policy speak against; the decision is yours.{hidden}</p>\n</footer>\n"
        )

    def _head(self) -> str:
        report = self._report
        parts = [f"<h1>{badge(report.verdict)} {escaped(words.outcome(report))}</h1>"]
        if step := words.next_step(report):
            parts.append(f"<p>{prose(step)}</p>")
        parts += [
            f"<p><strong>{escaped(one.text)}</strong></p>" if one.strong else f'<p class="about">{prose(one.text)}</p>'
            for one in words.preamble(report, self._masker)
        ]
        if any(item.post.draft.images for item in report.items):
            note = _SOME_MISSING if self._options.has_archives else _NO_ARCHIVES
            parts.append(f'<p class="about">{prose(note)}</p>')
        if report.items and not self._masker.hides:
            parts.append(
                '<p class="private">This report shows names and pictures of pupils. '
                "Keep it as carefully as the consent list, "
                "or write one to pass on with <code>--hide-names</code>.</p>"
            )
        return "\n".join(parts) + "\n"

    def _pupils(self) -> str:
        lines = words.pupils(self._report, show_names=not self._masker.hides)
        if not lines:
            return ""
        items = "".join(
            f"<li><strong>{escaped(f'{line.identity} {line.name}'.rstrip())}</strong>: {escaped(line.words)}</li>\n"
            for line in lines
        )
        unfolded = " open" if len(lines) <= _FEW else ""
        heading = words.count_of(len(lines), "pupil")
        details = f"<details{unfolded}><summary>{heading}</summary>\n<ul>\n{items}</ul>\n</details>\n"
        return f'<nav aria-label="Pupils">\n{details}</nav>\n'

    def _article(self, item: AuditItem, number: int) -> str:
        masker, identity = self._masker, f"p{number}"
        post = self._with_pictures(item)
        view = PostView(post, number, masker, self.rules, levels=words.LEVELS, whose=words.whose)
        look = Look(view, self._longest).draw()
        about = [masker.path(item.address)] if item.address else []
        about.append(f"in the archive: {masker.path(item.place)}")
        if files := words.media_words(item, masker):
            about.append(f"shows {files}")
        verdict = post.verdict if item.comes_down else Verdict.PASS
        return (
            f'<article class="post v v-{verdict.value}" id="{identity}" aria-labelledby="{identity}-h">\n'
            f'<h2 id="{identity}-h">{badge(verdict)} {escaped(words.headline(item, masker))}</h2>\n'
            f'<p class="about">{"<br>".join(map(escaped, about))}</p>\n'
            f'<div class="sides">\n<div>\n<h3>As it was published</h3>\n{look}</div>\n'
            f"{Findings(view).draw()}</div>\n</article>\n"
        )

    def _with_pictures(self, item: AuditItem) -> DraftReport:
        """Return a post whose pictures are those of the archives at hand; any other could be a file of that name."""
        archives = {medium.file: medium.archive for medium in item.media}

        def found(image: DraftImage) -> DraftImage:
            path = self._options.pictures.get((archives.get(image.name, ""), image.name))
            return replace(image, path=path or Path(image.name), absent=path is None)

        draft = replace(item.post.draft, images=tuple(map(found, item.post.draft.images)))
        return replace(item.post, draft=draft)

    def _not_examined(self) -> str:
        if not self._report.not_examined:
            return ""
        parts = []
        for group in words.reasoned(self._report):
            places = "".join(
                f"<li>{escaped(words.where_not_examined(one, self._masker))}</li>\n" for one in group.found
            )
            unfolded = " open" if len(group.found) <= _FEW else ""
            said = f"{len(group.found):,}: {prose(self._masker.prose(group.reason))}"
            parts.append(f"<details{unfolded}><summary>{said}</summary>\n<ul>\n{places}</ul>\n</details>\n")
        return (
            '<section class="post v-incomplete">\n'
            f"<h2>{badge(Verdict.INCOMPLETE)} Could not be examined, so nobody knows what it shows "
            f"({len(self._report.not_examined):,})</h2>\n{''.join(parts)}</section>\n"
        )
