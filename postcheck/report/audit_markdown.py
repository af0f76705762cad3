"""The report of an audit in Markdown, for a ticket or a wiki."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postcheck.model.audit import AuditItem, AuditReport
from postcheck.model.report import Flag
from postcheck.model.severity import Severity
from postcheck.report import audit_words as words
from postcheck.report import summary
from postcheck.report.audit_base import AuditOptions
from postcheck.report.markdown_text import code, prose
from postcheck.report.mask import MASK, Masker
from postcheck.report.place import Places

_SIGNS = {Severity.FAIL: "❌ Must come down", Severity.REVIEW: "⚠️ Please decide", Severity.NOTE: "✅ May stay"}


def render(report: AuditReport, options: AuditOptions) -> str:
    """Return the report as Markdown."""
    masker = Masker(report.as_checked, show_names=options.page.show_names)
    return "\n\n".join(_parts(report, masker, show_names=options.page.show_names)) + "\n"


def _parts(report: AuditReport, masker: Masker, *, show_names: bool) -> Iterator[str]:
    yield "## postcheck audit: what is published"
    yield f"**{prose(words.outcome(report))}** {prose(words.next_step(report))}".rstrip()
    if lines := words.pupils(report, show_names=show_names):
        rows = [(prose(f"{line.identity} {line.name}".rstrip()), prose(line.words)) for line in lines]
        yield _table(("Pupil", "What concerns the pupil"), rows)
    for heading, items in words.sections(report):
        yield f"### {heading} ({words.count_of(len(items), 'item')})"
        for item in items:
            yield from _item(item, report, masker)
    if report.not_examined:
        yield f"### Could not be examined ({len(report.not_examined):,})"
        yield _table(
            ("How many", "Why, and what to do", "Where"),
            [
                (
                    f"{len(group.found):,}",
                    prose(masker.prose(group.reason)),
                    ", ".join(code(words.where_not_examined(one, masker)) for one in group.found),
                )
                for group in words.reasoned(report)
            ],
        )
    yield "---"
    remarks = words.preamble(report, masker)
    yield "\n".join(f"- {f'**{prose(one.text)}**' if one.strong else prose(one.text)}" for one in remarks)


def _item(item: AuditItem, report: AuditReport, masker: Masker) -> Iterator[str]:
    yield f"#### {prose(words.headline(item, masker))}"
    about = [f"- Address: {code(masker.path(item.address))}"] if item.address else []
    about.append(f"- Archive: {code(masker.path(item.place))}")
    if files := words.media_words(item, masker):
        about.append(f"- Shows: {prose(files)}")
    yield "\n".join(about)
    places = Places(item.post, masker)
    flags = [flag for block in summary.blocks(item.post.flags, places) for flag in block]
    rows = [_row(flag, report, places, masker) for flag in flags]
    yield _table(("What to do", "What", "Where", "Seen", "Whom"), rows)


def _row(flag: Flag, report: AuditReport, places: Places, masker: Masker) -> tuple[str, ...]:
    rule = report.pack.by_id.get(flag.rule)
    title = f"{_SIGNS[flag.severity]}: {prose(rule.title)} ({code(flag.rule)})" if rule else _SIGNS[flag.severity]
    excerpt = places.excerpt(flag)
    seen = ""
    if excerpt:
        marked = f"{excerpt.before}»{excerpt.evidence}«{excerpt.after}"
        seen = MASK if excerpt.evidence == MASK else code(marked)
    where = prose(places.words(flag)) or "the item as a whole"
    return title, prose(masker.prose(flag.message)), where, seen, prose(words.whose(flag))


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
