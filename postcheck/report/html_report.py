"""The HTML report: one file, for the person who decides. ``docs/report-html.md`` describes it.

It loads nothing and runs no script, and a content security policy in it says so to the browser. Everything that comes
from a draft is escaped in one
place; every place where names may stand goes through the masker, and what must not be seen is taken out of pictures,
not only covered.
"""

from __future__ import annotations

import base64
import hashlib
import sys
from collections.abc import Iterable
from importlib.resources import files

import postcheck
from postcheck.model.report import Report, Verdict
from postcheck.report import overview, summary
from postcheck.report.base import ReportOptions
from postcheck.report.html_findings import Findings
from postcheck.report.html_look import Look
from postcheck.report.html_overview import table
from postcheck.report.html_text import badge, escaped, prose
from postcheck.report.html_view import PostView
from postcheck.report.mask import Masker
from postcheck.report.place import post_path
from postcheck.report.wording import count, day_words

LONGEST = ((40, 1600), (200, 1000), (sys.maxsize, 640))
"""Up to how many pictures a report has, and how many pixels the longer side of each may then have."""
_FILTERS = (Verdict.FAIL, Verdict.REVIEW, Verdict.INCOMPLETE, Verdict.PASS)


def render(report: Report, options: ReportOptions) -> str:
    """Return the report as one HTML document."""
    page = _Page(report, Masker(report, show_names=options.show_names), explain=options.explain)
    body = page.body()
    verdict = report.verdict.value.upper() if report.posts else "Nothing checked"
    return document(f"{verdict} - postcheck report", page.rules, body)


def document(title: str, rules: Iterable[str], body: str) -> str:
    """Return a page that stands by itself: it loads nothing, runs nothing, and is not to be indexed."""
    style = (files("postcheck.report") / "style" / "report.css").read_text(encoding="utf-8") + "".join(rules)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    return (
        "<!DOCTYPE html>\n"
        '<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex, nofollow">\n'
        f'<meta name="generator" content="postcheck {postcheck.__version__}">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n{body}</body>\n</html>\n"
    )


class _Page:
    """The page around the posts."""

    def __init__(self, report: Report, masker: Masker, *, explain: bool) -> None:
        self._report = report
        self._masker = masker
        self._explain = explain
        self.rules: list[str] = []
        """Style rules that place the boxes in the pictures."""
        pictures = sum(len(post.draft.images) for post in report.posts)
        self._longest = next(side for most, side in LONGEST if pictures <= most)

    def body(self) -> str:
        """Return what the page shows."""
        return (
            '<a class="skip" href="#posts">Skip to the posts</a>\n'
            f"<header>\n{self._head()}{self._filter()}</header>\n"
            f'<main id="posts" tabindex="-1">\n{self._only()}'
            f"{self._posts()}{self._stopped()}{self._accounts()}</main>\n"
            f"<footer>\n{self._judged_by()}<p>{escaped(self._foot())}</p>\n</footer>\n"
        )

    def _posts(self) -> str:
        """Return the post, or a table of several in which each can be opened."""
        several = len(summary.packs(self._report)) > 1
        rows = overview.rows(self._report, self._masker)
        articles = [
            _article(
                PostView(row.post, number, self._masker, self.rules, self._explain), self._longest, several=several
            )
            for number, row in enumerate(rows, start=1)
        ]
        return table(rows, articles) if len(self._report.posts) > 1 else "".join(articles)

    def _stopped(self) -> str:
        """Say once that the run was stopped, and which posts it did not reach."""
        left = [post for post in self._report.posts if post.stopped]
        if not left:
            return ""
        items = "".join(f"<li>{escaped(post_path(post, self._masker))}</li>\n" for post in left)
        said = f"The check was stopped before it reached {count(len(left), 'post')}. Nothing is known of them."
        return (
            f'<section class="post v v-incomplete">\n<h2>{badge(Verdict.INCOMPLETE)} {said}</h2>\n'
            f"<details><summary>Which these are</summary>\n<ul>\n{items}</ul>\n</details>\n</section>\n"
        )

    def _head(self) -> str:
        report = self._report
        verdict = f"{badge(report.verdict)} " if report.posts else ""
        parts = [f"<h1>{verdict}{escaped(summary.outcome(report))}</h1>"]
        if waived := summary.all_waived(report):
            parts.append(f"<p>{escaped(waived)}</p>")
        if step := summary.next_step(report):
            parts.append(f"<p>{escaped(step)}</p>")
        parts += [
            f"<p><strong>{escaped(remark.text)}</strong></p>"
            for remark in summary.preamble(report, self._masker)
            if remark.warns
        ]
        if report.posts and not self._masker.hides:
            parts.append(
                '<p class="private">This report shows names and pictures of pupils. '
                "Keep it as carefully as the consent list, "
                "or write one to pass on with <code>--hide-names</code>.</p>"
            )
        return "\n".join(parts) + "\n"

    def _judged_by(self) -> str:
        """Return the policy, the day and the lists that the posts were judged by."""
        return "".join(
            f"<p><strong>{escaped(remark.text)}</strong></p>\n" if remark.strong else f"<p>{escaped(remark.text)}</p>\n"
            for remark in summary.preamble(self._report, self._masker)
            if not remark.warns
        )

    def _filter(self) -> str:
        numbers = summary.counts(self._report)
        choices = [("all", f"All ({len(self._report.posts)})")]
        choices += [
            (verdict.value, f"{verdict.value.upper()} ({numbers[verdict]})")
            for verdict in _FILTERS
            if verdict in numbers
        ]
        inputs = "".join(
            f'<label for="show-{name}">'
            f'<input type="radio" name="show" id="show-{name}"{" checked" if name == "all" else ""}> {label}</label>\n'
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
            f'<p class="only only-{verdict.value}">'
            f"Only the posts with the verdict {verdict.value.upper()} are shown.</p>\n"
            for verdict in _FILTERS
        )

    def _accounts(self) -> str:
        """Ask once the questions that are about an account rather than about each of its posts."""
        parts: list[str] = []
        for account, questions in summary.of_accounts(self._report).items():
            items = "".join(f"<li>{prose(question)} {prose(remedy)}</li>\n" for question, remedy in questions.items())
            heading = f"Please confirm once for the account {escaped(self._masker.prose(account))}"
            parts.append(f'<section class="post">\n<h2>{heading}</h2>\n<ul>\n{items}</ul>\n</section>\n')
        return "".join(parts)

    def _foot(self) -> str:
        hidden = " Names are hidden; a name that was not found is not." if self._masker.hides else ""
        return (
            f"Written by postcheck {postcheck.__version__}. "
            f"It points out what the policy speaks against; the decision is yours.{hidden}"
        )


def _article(view: PostView, longest: int, *, several: bool) -> str:
    """Return a post's part of the page; ``several`` says whether the posts were judged by several packs."""
    post, identity = view.post, f"p{view.number}"
    about = [", ".join(post.channels) or "no channel named", f"judged as of {day_words(post.day)}"]
    if several:
        about.append(f"policy: {post.pack.title}")
    look = Look(view, longest).draw()
    return (
        f'<article class="post v v-{post.verdict.value}" id="{identity}" aria-labelledby="{identity}-h">\n'
        f'<h2 id="{identity}-h">{badge(post.verdict)} {escaped(post_path(post, view.masker))}</h2>\n'
        f'<p class="about">{escaped("; ".join(about))}.</p>\n'
        f'<div class="sides">\n<div>\n<h3>As it will look</h3>\n{look}</div>\n'
        f"{Findings(view).draw()}</div>\n</article>\n"
    )
