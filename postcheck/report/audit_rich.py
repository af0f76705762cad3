"""The report of an audit that an officer works through: what to take down, where it is, and why."""

from __future__ import annotations

from postcheck.model.audit import AuditItem, AuditReport
from postcheck.model.report import Verdict
from postcheck.model.severity import Severity
from postcheck.report import audit_words as words
from postcheck.report import summary
from postcheck.report.audit_base import AuditOptions
from postcheck.report.mask import Masker
from postcheck.report.place import Places
from postcheck.report.sheet import Piece, Sheet, to_text
from postcheck.report.wording import source_words

_STYLES = {
    Verdict.PASS: "bold green",
    Verdict.INCOMPLETE: "bold magenta",
    Verdict.REVIEW: "bold yellow",
    Verdict.FAIL: "bold red",
}
_LEVEL_STYLES = {Severity.FAIL: "bold red", Severity.REVIEW: "bold yellow", Severity.NOTE: "bold green"}
_INDENT, _INNER = 4, 6
_LABEL = 10
_ADVICE = 12
_PLACES = 8
"""Places that are named of what could not be examined for one reason."""


def render(report: AuditReport, options: AuditOptions) -> str:
    """Return the report as text for people."""
    page = Sheet()
    masker = Masker(report.as_checked, show_names=options.page.show_names)
    for remark in words.preamble(report, masker):
        page.add((remark.text, "bold") if remark.strong else remark.text)
    page.gap()
    page.add((words.outcome(report), _STYLES[report.verdict]))
    if step := words.next_step(report):
        page.add(step)
    _pupils(page, report, show_names=options.page.show_names)
    number = 0
    for heading, items in words.sections(report):
        page.gap()
        page.add((f"{heading} ({words.count_of(len(items), 'item')})", "bold underline"))
        for item in items:
            number += 1
            page.gap()
            _item(page, report, item, number, masker)
    _not_examined(page, report, masker)
    return to_text(page, options.page)


def _pupils(page: Sheet, report: AuditReport, *, show_names: bool) -> None:
    lines = words.pupils(report, show_names=show_names)
    if lines:
        page.gap()
        page.add(("By pupil:", "bold"))
        for line in lines:
            name = f" {line.name}" if line.name else ""
            page.add((f"{line.identity}{name}", "bold"), f": {line.words}", indent=2, label="-", hang=2)


def _item(page: Sheet, report: AuditReport, item: AuditItem, number: int, masker: Masker) -> None:
    label = f"{number}."
    page.add((words.headline(item, masker), "bold"), label=label, hang=_INDENT)
    if item.address:
        page.add(masker.path(item.address), indent=_INDENT, label="Address:", hang=_LABEL)
    page.add(masker.path(item.place), indent=_INDENT, label="Archive:", hang=_LABEL)
    if files := words.media_words(item, masker):
        page.add(files, indent=_INDENT, label="Shows:", hang=_LABEL)
    places = Places(item.post, masker)
    for block in summary.blocks(item.post.flags, places):
        first = block[0]
        rule = report.pack.by_id.get(first.rule)
        title = f" {rule.title} [{first.rule}]" if rule else f" {first.rule}".rstrip()
        page.add((words.LEVELS[first.severity], _LEVEL_STYLES[first.severity]), title, indent=_INDENT)
        for message in dict.fromkeys(flag.message for flag in block):
            page.add(masker.prose(message), indent=_INNER)
            for flag in (one for one in block if one.message == message):
                where, excerpt = places.words(flag) or "the item as a whole", places.excerpt(flag)
                pieces: list[Piece] = [where]
                pieces += [": ", *excerpt.pieces] if excerpt else []
                page.add(*pieces, f" ({words.whose(flag)})", indent=_INNER, label="-", hang=2)
        if words.says_what_to_do(first):
            page.add(masker.prose(first.advice), indent=_INNER, label="What to do:", hang=_ADVICE)
        if rule:
            page.add(source_words(rule), indent=_INNER, label="Policy:", hang=_LABEL)


def _not_examined(page: Sheet, report: AuditReport, masker: Masker) -> None:
    if not report.not_examined:
        return
    page.gap()
    total = len(report.not_examined)
    page.add((f"Could not be examined, so nobody knows what it shows ({total:,}):", "bold magenta"))
    for group in words.reasoned(report):
        page.add((f"{len(group.found):,}: ", "bold"), masker.prose(group.reason), indent=2, label="-", hang=2)
        for one in group.found[:_PLACES]:
            page.add(words.where_not_examined(one, masker), indent=_INNER)
        if len(group.found) > _PLACES:
            more = len(group.found) - _PLACES
            page.add(f"and {more:,} more; --format json or html lists each.", indent=_INNER)
