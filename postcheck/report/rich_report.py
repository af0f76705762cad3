"""The report that a school's communications officer reads: what to change, where and why.

It is in plain English, and does not need colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto

from postcheck.model.report import ChecklistItem, DraftReport, Flag, Report, Verdict
from postcheck.model.severity import Severity
from postcheck.report import overview, steps, summary
from postcheck.report.base import ReportOptions
from postcheck.report.mask import Masker
from postcheck.report.place import Places, post_path
from postcheck.report.sheet import Piece, Sheet, to_text
from postcheck.report.who import pupils_words
from postcheck.report.why import why_words
from postcheck.report.wording import count, day_words, source_words

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
_COMMAND = 6
_SHORT_COMMAND = 50
"""Characters of a command that has room on the line that introduces it: broken in two it cannot be copied."""
_WIDEST = 200
"""Columns that the page takes at most: longer lines are hard to follow."""
_UNBOUNDED = 100_000
"""Columns of a line that is never cut."""
_FEW_PLACES = 3
"""Places of one kind that are shown of a post among many."""
_FEW_PATHS = 8
"""Posts that were not reached and are named."""


def render(report: Report, options: ReportOptions) -> str:
    """Return the report as text for people."""
    if options.brief and options.width is None:
        options = replace(options, width=_UNBOUNDED)
    return to_text(sheet(report, options), options)


def sheet(report: Report, options: ReportOptions) -> Sheet:
    """Return the report as something that a rich console prints in its own width and encoding.

    ``options.colour`` and ``encoding`` are up to the console, and not looked at here; ``width`` only if ``lines`` says
    how many lines there may be.
    """
    masker = Masker(report, show_names=options.show_names)
    if options.brief and report.posts:
        return _brief(report, masker)
    return _Page(report, options, masker).draw()


def _brief(report: Report, masker: Masker) -> Sheet:
    """Return a line for each post, the most serious first."""
    page = Sheet(widest=_UNBOUNDED)
    for row in overview.rows(report, masker, stopped=True):
        _line(page, row)
    return page


def _line(page: Sheet, row: overview.Row) -> None:
    verdict = row.post.verdict
    page.line(row.path, row.what, row.few, label=verdict.value.upper(), style=_STYLES[verdict])


class _Listed(Enum):
    """How much the table says of a post that does not pass, from the most on."""

    WHOLE = auto()
    SHORT = auto()
    """How much must change instead of what."""
    LINE = auto()
    """That on one line, and no first action."""


def _what(row: overview.Row, listed: _Listed) -> str:
    return row.few if listed is _Listed.SHORT else row.what


class _Page:
    """Draws the page: what to do first, then each post, then by what they were judged."""

    def __init__(self, report: Report, options: ReportOptions, masker: Masker) -> None:
        self._report = report
        self._options = options
        self._masker = masker
        self._posts = overview.ranked(post for post in report.posts if not post.stopped)
        self._open = [post for post in self._posts if post.verdict is not Verdict.PASS]
        self._bounded = options.lines is not None and len(report.posts) > 1

    def draw(self) -> Sheet:
        """Return the page."""
        tail = self._new()
        if self._bounded:
            _checklist_of_all(tail, self._report)
        _accounts(tail, self._report, self._masker)
        _foot(tail, self._report, self._masker)
        page = self._head(tail)
        self._details(page, self._room(page, tail))
        page.join(tail)
        return page

    def _head(self, tail: Sheet) -> Sheet:
        """Return the table, which says as much of each post as leaves room for the tail, and what was not reached."""
        for listed in _Listed:
            page = self._new()
            if len(self._report.posts) > 1:
                self._table(page, listed)
            self._stopped(page)
            if not self._bounded or self._height(self._rest(self._open)) < self._room(page, tail):
                break
        return page

    def _room(self, page: Sheet, tail: Sheet) -> int:
        """Return how many lines the page may still take."""
        return (self._options.lines or 0) - self._height(page) - 1 - self._height(tail)

    def _new(self) -> Sheet:
        return Sheet(widest=_WIDEST)

    def _height(self, page: Sheet) -> int:
        return page.height(self._options.width)

    def _table(self, page: Sheet, listed: _Listed) -> None:
        rows = overview.rows(self._report, self._masker)
        open_ = [row for row in rows if row.post.verdict is not Verdict.PASS]
        if open_ and listed is not _Listed.LINE:
            cells = (
                (row.post.verdict.value.upper(), _STYLES[row.post.verdict], row.path, _what(row, listed), row.action)
                for row in open_
            )
            page.table(overview.HEADS, cells)
            page.gap()
        for row in rows:
            if row.post.verdict is Verdict.PASS:
                about = ", ".join(row.post.channels) or "no channel named"
                rests = (f"({about})  {row.what}", row.what)
                page.line(row.path, *rests, label="PASS", style=_STYLES[Verdict.PASS])
            elif listed is _Listed.LINE:
                _line(page, row)

    def _stopped(self, page: Sheet) -> None:
        """Say once that the run was stopped, and which posts it did not reach."""
        left = [post_path(post, self._masker) for post in self._report.posts if post.stopped]
        if not left:
            return
        page.gap()
        most = _FEW_PATHS if self._bounded else len(left)
        more = f" and {count(len(left) - most, 'more post', 'more posts')}" if len(left) > most else ""
        page.add(
            (f"The check was stopped before it reached {count(len(left), 'post')}.", _STYLES[Verdict.INCOMPLETE]),
            f" Nothing is known of {', '.join(left[:most])}{more}. Run the check again, or check by hand.",
        )

    def _details(self, page: Sheet, room: int) -> None:
        """Add the posts, the most serious first, as far as there is room for them."""
        if not self._bounded:
            told: set[ChecklistItem | str] = set()
            for post in self._posts:
                if len(self._report.posts) == 1 or post.verdict is not Verdict.PASS or _says_more(post):
                    self._section(page, post, told)
            return
        whole = [self._alone(post, None) for post in self._open]
        if sum(map(self._height, whole)) + len(whole) > room:
            whole = [self._alone(post, _FEW_PLACES) for post in self._open]
        left, unshown = room - self._height(self._rest(self._open)) - 1, []
        for post, section in zip(self._open, whole, strict=True):
            height = self._height(section) + 1
            if height > left:
                unshown.append(post)
                continue
            left -= height
            page.join(section)
        if unshown:
            page.join(self._rest(unshown))

    def _alone(self, post: DraftReport, most: int | None) -> Sheet:
        section = self._new()
        self._section(section, post, None, most)
        return section

    def _section(
        self, page: Sheet, post: DraftReport, told: set[ChecklistItem | str] | None, most: int | None = None
    ) -> None:
        several = len(summary.packs(self._report)) > 1
        _PostSection(
            page, self._report, post, self._masker, several=several, explain=self._options.explain, most=most
        ).draw(told)

    def _rest(self, rest: Sequence[DraftReport]) -> Sheet:
        """Say how to see the posts for which there was no room."""
        page = self._new()
        if rest:
            page.add(
                (f"{count(len(rest), 'post is', 'posts are')} only listed above.", "bold"),
                " To see all: add --full, or --output FILE. To see one in full:",
            )
            page.command("postcheck check POST" if self._masker.hides else steps.check_again(rest[0]), _INDENT)
        return page


def _says_more(post: DraftReport) -> bool:
    """Whether there is more to say of a post that passes than that it does."""
    return bool(post.flags or post.suppressed or summary.to_confirm(post) or summary.signed(post))


class _PostSection:
    """Draws one post."""

    def __init__(
        self,
        page: Sheet,
        report: Report,
        post: DraftReport,
        masker: Masker,
        *,
        several: bool,
        explain: bool,
        most: int | None = None,
    ) -> None:
        self._page = page
        self._report = report
        self._post = post
        self._masker = masker
        self._several = several
        self._explain = explain
        self._most = most
        """Places of one kind that are shown; None for all."""
        self._places = Places(post, masker)

    def draw(self, told: set[ChecklistItem | str] | None) -> None:
        """Add the post.

        ``told`` holds the checklist items, and the places for their answers, explained so far; None leaves them out.
        """
        open_items = summary.to_confirm(self._post) if told is not None else []
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
        if told is not None:
            self._checklist(open_items, told)
        self._again()
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
        path = post_path(post, self._masker)
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
            shown = same[: self._most]
            for flag in shown:
                self._place(flag)
            if more := len(same) - len(shown):
                self._page.add(f"and {count(more, 'more place', 'more places')}", indent=_INNER, label="-", hang=2)
        self._advice(first)
        if rule:
            source = f"{self._post.pack.title}, " if self._several else ""
            self._page.add(f"{source}{source_words(rule)}", indent=_INNER, label="Policy:", hang=_LABEL)

    def _advice(self, flag: Flag) -> None:
        """Add what to do, and on a line of its own the command to type."""
        words, command = steps.split(flag.advice, self._post)
        if words:
            self._page.add(self._masker.prose(words), indent=_INNER, label="What to do:", hang=_LABEL, style="bold")
        if command := command or steps.command_of(flag, self._post):
            self._page.command(self._masker.prose(command), _COMMAND)

    def _again(self) -> None:
        """Add the command to type once the post is changed."""
        again = steps.check_again(self._post)
        if again and self._post.verdict in {Verdict.FAIL, Verdict.REVIEW}:
            self._page.gap()
            again = self._masker.prose(again)
            if len(again) <= _SHORT_COMMAND:
                self._page.add("Once it is changed: ", (again, "bold"), indent=_INDENT)
                return
            self._page.add("Once it is changed:", indent=_INDENT)
            self._page.command(again, _COMMAND)

    def _place(self, flag: Flag) -> None:
        words = self._places.words(flag)
        excerpt = self._places.excerpt(flag)
        whose = pupils_words(flag, self._post, self._masker)
        pupils = f"pupil {whose}" if whose else ""
        pieces: list[Piece] = [words] if words else []
        if excerpt and (words or flag.evidence not in flag.message):
            pieces += [": " if words else "", *excerpt.pieces]
        if pupils:
            pieces.append(f" ({pupils})" if pieces else pupils)
        if (suggested := steps.suggestion_for(flag, self._post)) and flag.waivable:
            pieces.append(f"; {steps.instead(suggested)}")
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


def _checklist_of_all(page: Sheet, report: Report) -> None:
    """Ask each question once, for all posts that it is still open for."""
    asked = Counter(item for post in report.posts for item in dict.fromkeys(summary.to_confirm(post)))
    if not asked:
        return
    page.gap()
    page.add(
        ("Please confirm before posting", "bold"),
        ", or let ",
        ("postcheck confirm POST", "bold"),
        " ask and write it into the header, under `declare:`",
    )
    for item, number in asked.items():
        page.add(f"{item.text} [{_key(item)}] ({count(number, 'post')})", indent=_INDENT, label="-", hang=2)


def _foot(page: Sheet, report: Report, masker: Masker) -> None:
    page.gap()
    for remark in summary.preamble(report, masker):
        page.add((remark.text, "bold") if remark.strong else remark.text)
    page.gap()
    if not report.posts:
        page.add((summary.outcome(report), "bold"))
        page.add(summary.next_step(report))
        return
    numbers = ", ".join(f"{number} {verdict.value.upper()}" for verdict, number in summary.counts(report).items())
    page.add(f"Checked {count(len(report.posts), 'post')}: {numbers}. {summary.all_waived(report)}".rstrip())
    page.add((summary.outcome(report), _STYLES[report.verdict]))
    page.add(summary.next_step(report))
