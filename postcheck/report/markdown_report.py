"""The Markdown report, for a comment or a job summary on GitHub and GitLab. ``docs/formats.md`` describes it."""

from __future__ import annotations

from collections.abc import Sequence

from postcheck.model.report import ChecklistItem, DraftReport, Flag, Report, Verdict
from postcheck.model.severity import Severity
from postcheck.report import steps, summary
from postcheck.report.base import ReportOptions
from postcheck.report.markdown_text import code, prose
from postcheck.report.mask import MASK, Masker
from postcheck.report.place import Places
from postcheck.report.who import pupils_words
from postcheck.report.why import why_words
from postcheck.report.wording import count, day_words, source_words
from postcheck.text.listing import listed

_SIGNS = {
    Verdict.FAIL: "❌ FAIL",
    Verdict.REVIEW: "⚠️ REVIEW",
    Verdict.INCOMPLETE: "❔ INCOMPLETE",
    Verdict.PASS: "✅ PASS",
}
_LEVELS = {Severity.FAIL: "❌ Must change", Severity.REVIEW: "⚠️ Please decide", Severity.NOTE: "📝 For information"}


def render(report: Report, options: ReportOptions) -> str:
    """Return the report as Markdown."""
    page = _MarkdownPage(report, Masker(report, show_names=options.show_names), explain=options.explain)
    page.write()
    return page.text


class _MarkdownPage:
    """Writes the page, paragraph by paragraph."""

    def __init__(self, report: Report, masker: Masker, *, explain: bool) -> None:
        self._report = report
        self._masker = masker
        self._explain = explain
        self._several = len(summary.packs(report)) > 1
        self._parts: list[str] = []

    @property
    def text(self) -> str:
        """What was written."""
        return "\n\n".join(self._parts) + "\n"

    def write(self) -> None:
        """Write everything."""
        report = self._report
        self._parts.append(
            f"## postcheck: {_SIGNS[report.verdict]}" if report.posts else "## postcheck: nothing checked"
        )
        self._parts.append(f"**{prose(summary.outcome(report))}** {summary.next_step(report)}".rstrip())
        if waived := summary.all_waived(report):
            self._parts.append(prose(waived))
        if report.posts:
            self._table(("Verdict", "Post", "Channels", "Found"), [self._row(post) for post in report.posts])
        for post in report.posts:
            if post.verdict is not Verdict.PASS or post.flags or post.suppressed or summary.signed(post):
                self._post(post)
        self._checklist()
        self._accounts()
        self._parts.append("---")
        remarks = summary.preamble(report, self._masker)
        self._parts.append(
            "\n".join(f"- {f'**{prose(remark.text)}**' if remark.strong else prose(remark.text)}" for remark in remarks)
        )

    def _table(self, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
        lines = [heads, tuple("---" for _ in heads), *rows]
        self._parts.append("\n".join(f"| {' | '.join(cells)} |" for cells in lines))

    def _row(self, post: DraftReport) -> tuple[str, ...]:
        numbers = [(level, sum(flag.severity is level for flag in post.flags)) for level in reversed(Severity)]
        words = {Severity.FAIL: "to change", Severity.REVIEW: "to decide", Severity.NOTE: "for information"}
        found = [f"{number} {words[level]}" for level, number in numbers if number]
        if post.unexamined:
            found.append(f"{len(post.unexamined)} not examined")
        if post.suppressed:
            found += [f"{len(flags)} {how}" for how, flags in summary.by_how(post.suppressed).items()]
        return (
            _SIGNS[post.verdict],
            self._path(post),
            prose(", ".join(post.channels)) or "none named",
            ", ".join(found) or "no problems found",
        )

    def _path(self, post: DraftReport) -> str:
        return "standard input" if post.draft.path == "-" else code(self._masker.path(post.draft.path))

    def _post(self, post: DraftReport) -> None:
        places = Places(post, self._masker)
        self._parts.append(f"### {_SIGNS[post.verdict]} {self._path(post)}")
        about = [f"judged as of {day_words(post.day)}"] if post.day != self._report.day else []
        about += [f"policy: {prose(post.pack.title)}"] if self._several else []
        if about:
            self._parts.append(f"({'; '.join(about)})")
        self._parts += [prose(words) for words in summary.signed(post)]
        for flags in summary.blocks(post.flags, places):
            self._block(post, flags, places)
        if post.unexamined:
            self._parts.append("#### Could not be examined")
            rows = [(code(places.name(item.file)), prose(self._masker.prose(item.reason))) for item in post.unexamined]
            self._table(("File", "Why, and what to do"), rows)
        if post.suppressed:
            how = listed(summary.by_how(post.suppressed), "and")
            self._parts.append(f"#### {how[:1].upper()}{how[1:]}, and not counted")
            waived = sorted(post.suppressed, key=lambda flag: places.order(flag.where))
            decisions = [
                (
                    code(flag.rule),
                    prose(places.words(flag)) or "the post as a whole",
                    prose(summary.waiver_words(flag, self._masker)),
                )
                for flag in waived
            ]
            self._table(("Rule", "Where", "Decision"), decisions)

    def _block(self, post: DraftReport, flags: list[Flag], places: Places) -> None:
        first = flags[0]
        rule = post.pack.by_id.get(first.rule)
        title = f"{prose(rule.title)} ({code(first.rule)})" if rule else code(first.rule)
        self._parts.append(f"#### {_LEVELS[first.severity]}: {title}")
        self._table(("What", "Where", "Seen", "Pupils"), [self._place(post, flag, places) for flag in flags])
        if self._explain and (whys := self._whys(flags, places)):
            self._parts.append("\n".join(whys))
        words, command = steps.split(first.advice, post)
        command = command or steps.command_of(first, post)
        typed = f" {code(self._masker.prose(command))}" if command else ""
        if words or typed:
            self._parts.append(f"**What to do:** {prose(self._masker.prose(words))}{typed}")
        if rule:
            self._parts.append(f"**Policy:** {prose(source_words(rule))}")

    def _place(self, post: DraftReport, flag: Flag, places: Places) -> tuple[str, ...]:
        excerpt = places.excerpt(flag)
        seen = ""
        if excerpt:
            marked = f"{excerpt.before}»{excerpt.evidence}«{excerpt.after}"
            seen = MASK if excerpt.evidence == MASK else code(marked)
        pupils = prose(pupils_words(flag, post, self._masker))
        return (
            prose(self._masker.prose(flag.message)),
            prose(places.words(flag)) or "the post as a whole",
            seen,
            pupils,
        )

    def _whys(self, flags: list[Flag], places: Places) -> list[str]:
        """Return for each name of a block why it is taken for whose."""
        return [
            f"- **Why** ({prose(places.words(flag)) or 'the post as a whole'}): {prose(why)}"
            for flag in flags
            if (why := why_words(flag.naming))
        ]

    def _checklist(self) -> None:
        """Ask each question once, with the posts for which it is still open."""
        open_for: dict[ChecklistItem, list[str]] = {}
        for post in self._report.posts:
            for item in summary.to_confirm(post):
                open_for.setdefault(item, []).append(self._path(post))
        if not open_for:
            return
        self._parts.append("### Please confirm before posting")
        rows = [
            (prose(item.text), code(item.declare or item.rule), _for(paths, len(self._report.posts)))
            for item, paths in open_for.items()
        ]
        self._table(("Question", "Once confirmed, under `declare:`", "For"), rows)

    def _accounts(self) -> None:
        """Ask once the questions that are about an account rather than about each of its posts."""
        asked = summary.of_accounts(self._report)
        rows = [
            (prose(self._masker.prose(name)), prose(text), prose(remedy))
            for name, texts in asked.items()
            for text, remedy in texts.items()
        ]
        if rows:
            self._parts.append("### Please confirm once for the account")
            self._table(("Account", "Question", "What to do"), rows)


def _for(paths: list[str], total: int) -> str:
    if len(paths) == total:
        return "this post" if total == 1 else f"all {total} posts"
    most = 3
    shown = ", ".join(paths[:most])
    return f"{shown} and {count(len(paths) - most, 'more post', 'more posts')}" if len(paths) > most else shown
