"""The report that a school's communications officer reads: what to change, where, and why, in plain English and without need of colour."""

from __future__ import annotations

from collections.abc import Iterable

from postcheck.model.pack import Pack, Severity
from postcheck.model.report import ChecklistItem, DraftReport, Flag, Report, Verdict
from postcheck.report.base import ReportOptions
from postcheck.report.mask import Masker
from postcheck.report.place import Places
from postcheck.report.sheet import Piece, Sheet, to_text
from postcheck.report.wording import count, day_words, due_words, listed, source_words

NO_TRUST = "baseline"
"""Id of the pack that applies when nobody chose a policy."""
_STYLES = {Verdict.PASS: "bold green", Verdict.INCOMPLETE: "bold magenta", Verdict.REVIEW: "bold yellow", Verdict.FAIL: "bold red"}
_LEVELS = {
    Severity.FAIL: ("Must change:", "bold red"),
    Severity.REVIEW: ("Please decide:", "bold yellow"),
    Severity.NOTE: ("For information:", "bold"),
}
_INDENT = 2
_INNER = 4
_LABEL = 12


def render(report: Report, options: ReportOptions) -> str:
    """Return the report as text for people."""
    return to_text(sheet(report, options), options)


def sheet(report: Report, options: ReportOptions) -> Sheet:
    """Return the report as something that a rich console prints at its own width and in its own encoding.

    ``options.width``, ``colour`` and ``encoding`` are the console's business and not looked at here.
    """
    page = Sheet()
    masker = Masker(report, show_names=options.show_names)
    packs = list({post.pack.id: post.pack for post in report.posts}.values()) or [report.pack]
    _head(page, report, packs, masker)
    told: set[ChecklistItem] = set()
    for post in report.posts:
        _Post(page, report, post, masker, several=len(packs) > 1).draw(told)
    _foot(page, report)
    return page


def _head(page: Sheet, report: Report, packs: list[Pack], masker: Masker) -> None:
    for pack in packs:
        page.add((f"Policy: {pack.title}, version {pack.version}", "bold"))
        if pack.id == NO_TRUST:
            page.add("No policy was chosen, so these are general rules only. Name your trust's with --policy, or in postcheck.toml.")
        if pack.review_due and pack.review_overdue(report.day):
            whose = "This policy" if len(packs) == 1 else "It"
            page.add(f"{whose} was due for review {due_words(pack.review_due)}. That does not change the results, but tell whoever owns it.")
    lists = list(dict.fromkeys(post.consent_list for post in report.posts))
    named = [masker.path(name) for name in lists if name]
    if named:
        page.add(f"Judged as of {day_words(report.day)}, with the consent list {listed(named, 'and')}.")
    else:
        page.add(f"Judged as of {day_words(report.day)}.")
    if lists and None in lists:
        posts = "these posts" if not named else "some of these posts"
        page.add(f"No consent list was given for {posts}, so nothing is known of who your pupils are. Name it with --consent, or in postcheck.toml.")
    page.gap()


class _Post:
    """Draws one post."""

    def __init__(self, page: Sheet, report: Report, post: DraftReport, masker: Masker, *, several: bool) -> None:
        self._page = page
        self._report = report
        self._post = post
        self._masker = masker
        self._several = several
        self._places = Places(post, masker)

    def draw(self, told: set[ChecklistItem]) -> None:
        """Add the post; ``told`` remembers which checklist items have been explained."""
        open_items = [item for item in self._post.checklist if not item.declared]
        detailed = bool(self._post.flags or self._post.unexamined or open_items or self._post.suppressed)
        if detailed:
            self._page.gap()
        self._title()
        for flags in _blocks(self._post.flags, self._places):
            self._page.gap()
            self._block(flags)
        self._unexamined()
        if self._post.suppressed:
            self._page.gap()
            number = len(self._post.suppressed)
            self._page.add(f"{count(number, 'finding')} {'is' if number == 1 else 'are'} suppressed and not counted here.", indent=_INDENT)
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
        end = "  no problems found" if post.verdict is Verdict.PASS else ""
        self._page.add((path, "bold"), f"  ({'; '.join(about)}){end}", label=word, hang=len(word) + 2, style=_STYLES[post.verdict])

    def _block(self, flags: list[Flag]) -> None:
        """Draw what one rule has to say, at one level and with one piece of advice."""
        first = flags[0]
        rule = self._post.pack.by_id.get(first.rule)
        word, style = _LEVELS[first.severity]
        self._page.add((word, style), f" {rule.title} [{first.rule}]" if rule else f" {first.rule}", indent=_INDENT)
        for message in dict.fromkeys(flag.message for flag in flags):
            same = [flag for flag in flags if flag.message == message]
            self._page.add(self._masker.prose(message), indent=_INNER)
            for flag in same:
                self._place(flag)
        if first.advice:
            self._page.add(self._masker.prose(first.advice), indent=_INNER, label="What to do:", hang=_LABEL, style="bold")
        if rule:
            source = f"{self._post.pack.title}, " if self._several else ""
            self._page.add(f"{source}{source_words(rule)}", indent=_INNER, label="Policy:", hang=_LABEL)

    def _place(self, flag: Flag) -> None:
        words = self._places.words(flag)
        excerpt = self._places.excerpt(flag)
        pupils = f"pupil {listed(flag.pupil_ids, 'or')}" if flag.pupil_ids else ""
        pieces: list[Piece] = [words] if words else []
        if excerpt:
            pieces += [": " if words else "", *excerpt.pieces]
        if pupils:
            pieces.append(f" ({pupils})" if pieces else pupils)
        if pieces:
            self._page.add(*pieces, indent=_INNER, label="-", hang=2)

    def _unexamined(self) -> None:
        if not self._post.unexamined:
            return
        self._page.gap()
        self._page.add(("Could not be examined:", "bold magenta"), indent=_INDENT)
        for item in self._post.unexamined:
            self._page.add(f"{self._places.name(item.file)}: {self._masker.prose(item.reason)}", indent=_INNER, label="-", hang=2)

    def _checklist(self, items: list[ChecklistItem], told: set[ChecklistItem]) -> None:
        if not items:
            return
        new = [item for item in items if item not in told]
        declare = f"declare: [{', '.join(dict.fromkeys(map(_key, items)))}]"
        if not new:
            if self._post.flags or self._post.unexamined or self._post.suppressed:
                self._page.gap()
            self._page.add(("Please confirm before posting", "bold"), f" (explained above), and write in the header: {declare}", indent=_INDENT)
            return
        self._page.gap()
        self._page.add(("Please confirm before posting:", "bold"), indent=_INDENT)
        for item in new:
            self._page.add(f"{item.text} [{_key(item)}]", indent=_INNER, label="-", hang=2)
        if len(new) < len(items):
            self._page.add(", ".join(_key(item) for item in items if item in told), " (explained above)", indent=_INNER, label="-", hang=2)
        self._page.add("Once confirmed, write in the draft's header:", indent=_INNER)
        self._page.add(declare, indent=_INNER + 2)
        told.update(items)


def _key(item: ChecklistItem) -> str:
    return item.declare or item.rule


def _blocks(flags: Iterable[Flag], places: Places) -> list[list[Flag]]:
    """Return the flags that share rule, level and advice together: the worst first, then in the order of their places."""
    blocks: dict[tuple[Severity, str, str], list[Flag]] = {}
    for flag in sorted(flags, key=lambda flag: places.order(flag.where)):
        blocks.setdefault((flag.severity, flag.rule, flag.advice), []).append(flag)
    return sorted(blocks.values(), key=lambda block: -block[0].severity.rank)


def _foot(page: Sheet, report: Report) -> None:
    page.gap()
    total = len(report.posts)
    if not total:
        page.add(("No drafts were found, so nothing was checked.", "bold"))
        return
    counts = [(verdict, report.count(verdict)) for verdict in sorted(Verdict, key=lambda verdict: -verdict.rank)]
    page.add(f"Checked {count(total, 'post')}: {', '.join(f'{number} {verdict.value.upper()}' for verdict, number in counts if number)}.")
    page.add((_outcome(dict(counts), total), _STYLES[report.verdict]))
    page.add(_next_step(report))


def _outcome(counts: dict[Verdict, int], total: int) -> str:
    if total == 1:
        return {
            Verdict.FAIL: "This post must not go out as it is.",
            Verdict.REVIEW: "This post needs a decision before it goes out.",
            Verdict.INCOMPLETE: "This post could not be fully examined.",
            Verdict.PASS: "No problems found in this post.",
        }[next(verdict for verdict, number in counts.items() if number)]
    said: list[str] = []
    for verdict, one, many in (
        (Verdict.FAIL, "must not go out as it is", "must not go out as they are"),
        (Verdict.REVIEW, "needs a decision", "need a decision"),
        (Verdict.INCOMPLETE, "could not be fully examined", "could not be fully examined"),
        (Verdict.PASS, "has no problems found", "have no problems found"),
    ):
        number = counts[verdict]
        if number:
            of = f" of {total} posts" if not said else ""
            said.append(f"{number}{of} {one if number == 1 else many}")
    return f"{', '.join(said)}."


def _next_step(report: Report) -> str:
    match report.verdict:
        case Verdict.FAIL:
            return "Next: change what must change, settle what is to be decided, and run the check again."
        case Verdict.REVIEW:
            return "Next: settle what is to be decided; what you change or add to a header is seen by the next check."
        case Verdict.INCOMPLETE:
            return "Next: look at what could not be examined yourself, or put it right and run the check again."
        case Verdict.PASS:
            asked = any(not item.declared for post in report.posts for item in post.checklist)
            return "Next: confirm the points listed, then have the post signed off as usual." if asked else "Next: have it signed off as usual."
