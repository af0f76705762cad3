"""The report that a school's communications officer reads: what to change, where and why.

It is in plain English, and does not need colour.
"""

from __future__ import annotations

from postcheck.model.report import ChecklistItem, DraftReport, Flag, Report, Verdict
from postcheck.model.severity import Severity
from postcheck.report import summary
from postcheck.report.base import ReportOptions
from postcheck.report.mask import Masker
from postcheck.report.place import Places
from postcheck.report.sheet import Piece, Sheet, to_text
from postcheck.report.why import why_words
from postcheck.report.wording import count, day_words, source_words
from postcheck.text.listing import listed

_STYLES = {
    Verdict.PASS: "bold green",
    Verdict.INCOMPLETE: "bold magenta",
    Verdict.REVIEW: "bold yellow",
    Verdict.FAIL: "bold red",
}
_LEVEL_STYLES = {Severity.FAIL: "bold red", Severity.REVIEW: "bold yellow", Severity.NOTE: "bold"}
_INDENT = 2
_INNER = 4
_LABEL = 12
_WHY = 5


def render(report: Report, options: ReportOptions) -> str:
    """Return the report as text for people."""
    return to_text(sheet(report, options), options)


def sheet(report: Report, options: ReportOptions) -> Sheet:
    """Return the report as something that a rich console prints in its own width and encoding.

    ``options.width``, ``colour`` and ``encoding`` are up to the console, and not looked at here.
    """
    page = Sheet()
    masker = Masker(report, show_names=options.show_names)
    for remark in summary.preamble(report, masker):
        page.add((remark.text, "bold") if remark.strong else remark.text)
    page.gap()
    several = len(summary.packs(report)) > 1
    told: set[ChecklistItem | str] = set()
    for post in report.posts:
        _PostSection(page, report, post, masker, several=several, explain=options.explain).draw(told)
    _accounts(page, report, masker)
    _foot(page, report)
    return page


class _PostSection:
    """Draws one post."""

    def __init__(
        self, page: Sheet, report: Report, post: DraftReport, masker: Masker, *, several: bool, explain: bool
    ) -> None:
        self._page = page
        self._report = report
        self._post = post
        self._masker = masker
        self._several = several
        self._explain = explain
        self._places = Places(post, masker)

    def draw(self, told: set[ChecklistItem | str]) -> None:
        """Add the post; ``told`` holds the checklist items, and the places for their answers, explained so far."""
        open_items = summary.to_confirm(self._post)
        detailed = bool(self._post.flags or self._post.unexamined or open_items or self._post.suppressed)
        detailed = detailed or bool(summary.signed(self._post))
        if detailed:
            self._page.gap()
        self._title()
        for words in summary.signed(self._post):
            self._page.add(words, indent=_INDENT)
        for flags in summary.blocks(self._post.flags, self._places):
            self._page.gap()
            self._block(flags)
        self._unexamined()
        self._waived()
        self._checklist(open_items, told)
        if detailed:
            self._page.gap()

    def _title(self) -> None:
        post = self._post
        word = post.verdict.value.upper()
        about = [", ".join(post.channels) or "no channel named"]
        if post.day != self._report.day:
            about.append(f"judged as of {day_words(post.day)}")
        if self._several:
            about.append(f"policy: {post.pack.id}")
        path = "standard input" if post.draft.path == "-" else self._masker.path(post.draft.path)
        end = f"  no problems found{summary.apart_from(post.suppressed)}" if post.verdict is Verdict.PASS else ""
        self._page.add(
            (path, "bold"), f"  ({'; '.join(about)}){end}", label=word, hang=len(word) + 2, style=_STYLES[post.verdict]
        )

    def _block(self, flags: list[Flag]) -> None:
        """Draw what one rule has to say at one level, with one piece of advice."""
        first = flags[0]
        rule = self._post.pack.by_id.get(first.rule)
        word, style = summary.LEVELS[first.severity], _LEVEL_STYLES[first.severity]
        self._page.add((word, style), f" {rule.title} [{first.rule}]" if rule else f" {first.rule}", indent=_INDENT)
        for message in dict.fromkeys(flag.message for flag in flags):
            same = [flag for flag in flags if flag.message == message]
            self._page.add(self._masker.prose(message), indent=_INNER)
            for flag in same:
                self._place(flag)
        if first.advice:
            self._page.add(
                self._masker.prose(first.advice), indent=_INNER, label="What to do:", hang=_LABEL, style="bold"
            )
        if rule:
            source = f"{self._post.pack.title}, " if self._several else ""
            self._page.add(f"{source}{source_words(rule)}", indent=_INNER, label="Policy:", hang=_LABEL)

    def _place(self, flag: Flag) -> None:
        words = self._places.words(flag)
        excerpt = self._places.excerpt(flag)
        pupils = f"pupil {listed(flag.pupil_ids, 'or')}" if flag.pupil_ids else ""
        pieces: list[Piece] = [words] if words else []
        if excerpt and (words or flag.evidence not in flag.message):
            pieces += [": " if words else "", *excerpt.pieces]
        if pupils:
            pieces.append(f" ({pupils})" if pieces else pupils)
        if pieces:
            self._page.add(*pieces, indent=_INNER, label="-", hang=2)
        if self._explain and (why := why_words(flag.naming)):
            self._page.add(why, indent=_INNER + 2, label="Why:", hang=_WHY)

    def _unexamined(self) -> None:
        if not self._post.unexamined:
            return
        self._page.gap()
        self._page.add(("Could not be examined:", "bold magenta"), indent=_INDENT)
        for item in self._post.unexamined:
            self._page.add(
                f"{self._places.name(item.file)}: {self._masker.prose(item.reason)}", indent=_INNER, label="-", hang=2
            )

    def _waived(self) -> None:
        if not self._post.suppressed:
            return
        self._page.gap()
        self._page.add((summary.waived(self._post.suppressed), "bold"), indent=_INDENT)
        for flag in sorted(self._post.suppressed, key=lambda flag: self._places.order(flag.where)):
            parts = (flag.rule, self._places.words(flag), summary.waiver_words(flag, self._masker))
            self._page.add(", ".join(filter(None, parts)), indent=_INNER, label="-", hang=2)

    def _checklist(self, items: list[ChecklistItem], told: set[ChecklistItem | str]) -> None:
        if not items:
            return
        new = [item for item in items if item not in told]
        place = self._masker.prose(self._post.draft.header_place)
        declare = f"declare: [{', '.join(dict.fromkeys(map(_key, items)))}]"
        if not new:
            if self._post.flags or self._post.unexamined or self._post.suppressed:
                self._page.gap()
            where = "" if place in told else f", and write in {place}"
            self._page.add(
                ("Please confirm before posting", "bold"), f" (explained above){where}: {declare}", indent=_INDENT
            )
            told.add(place)
            return
        self._page.gap()
        self._page.add(("Please confirm before posting:", "bold"), indent=_INDENT)
        for item in new:
            self._page.add(f"{item.text} [{_key(item)}]", indent=_INNER, label="-", hang=2)
        if len(new) < len(items):
            self._page.add(
                ", ".join(_key(item) for item in items if item in told),
                " (explained above)",
                indent=_INNER,
                label="-",
                hang=2,
            )
        self._page.add(f"Once confirmed, write in {place}:", indent=_INNER)
        self._page.add(declare, indent=_INNER + 2)
        told.update(items)
        told.add(place)


def _key(item: ChecklistItem) -> str:
    return item.declare or item.rule


def _accounts(page: Sheet, report: Report, masker: Masker) -> None:
    """Ask once the questions that are about an account rather than about each of its posts."""
    for account, questions in summary.of_accounts(report).items():
        page.gap()
        page.add((f"Please confirm once for the account {masker.prose(account)}:", "bold"))
        for question, remedy in questions.items():
            page.add(question, indent=_INDENT, label="-", hang=2)
            if remedy:
                page.add(remedy, indent=_INNER, label="What to do:", hang=_LABEL, style="bold")


def _foot(page: Sheet, report: Report) -> None:
    page.gap()
    if not report.posts:
        page.add((summary.outcome(report), "bold"))
        page.add(summary.next_step(report))
        return
    numbers = ", ".join(f"{number} {verdict.value.upper()}" for verdict, number in summary.counts(report).items())
    page.add(f"Checked {count(len(report.posts), 'post')}: {numbers}. {summary.all_waived(report)}".rstrip())
    page.add((summary.outcome(report), _STYLES[report.verdict]))
    page.add(summary.next_step(report))
