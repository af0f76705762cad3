"""What every report for people says about a run as a whole, and how it groups what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from postcheck.model.pack import Pack
from postcheck.model.report import ChecklistItem, DraftReport, Flag, Report, Verdict
from postcheck.model.severity import Severity
from postcheck.model.sign_off import SignOff
from postcheck.report.mask import Masker
from postcheck.report.place import Places
from postcheck.report.wording import count, day_words, due_words
from postcheck.text.listing import listed

NO_TRUST = "baseline"
"""Id of the pack that applies if nobody chose a policy."""
LEVELS = {Severity.FAIL: "Must change:", Severity.REVIEW: "Please decide:", Severity.NOTE: "For information:"}
"""What each level asks of a person."""
_PUT_RIGHT = "put right what could not be examined, as nobody can look at it,"
_NO_DRAFTS = (
    "That is no pass. Give the path of a draft, or of a folder that holds some: files and folders whose names begin "
    "with a dot are passed over, and so are kinds of files that are no posts. If there need not be any, add "
    "--allow-empty."
)


@dataclass(frozen=True, slots=True)
class PreambleLine:
    """A line of the preamble."""

    text: str
    strong: bool = False
    """Whether it is a heading rather than a remark."""
    warns: bool = False
    """Whether it limits what the verdicts are worth, so that it has to be read before them."""


def packs(report: Report) -> tuple[Pack, ...]:
    """Return the packs that the posts were judged by, without duplicates."""
    return tuple({post.pack.id: post.pack for post in report.posts}.values()) or (report.pack,)


def preamble(report: Report, masker: Masker) -> tuple[PreambleLine, ...]:
    """Say what the posts were judged by, and what a reader must know about it."""
    remarks: list[PreambleLine] = []
    used = packs(report)
    for pack in used:
        remarks.append(PreambleLine(f"Policy: {pack.title}, version {pack.version}", strong=True))
        if pack.id == NO_TRUST:
            remarks.append(
                PreambleLine(
                    "No policy was chosen, so these are general rules only. "
                    "Name your trust's with --policy, or in postcheck.toml.",
                    warns=True,
                )
            )
        if pack.review_due and pack.review_overdue(report.day):
            whose = "This policy" if len(used) == 1 else "It"
            due = due_words(pack.review_due)
            remarks.append(
                PreambleLine(
                    f"{whose} was due for review {due}. That does not change the results, but tell whoever owns it."
                )
            )
    named = [masker.path(name) for name in dict.fromkeys(name for post in report.posts for name in post.consent_lists)]
    judged = f"Judged as of {day_words(report.day)}"
    lists = "list" if len(named) == 1 else "lists"
    remarks.append(
        PreambleLine(f"{judged}, with the consent {lists} {listed(named, 'and')}." if named else f"{judged}.")
    )
    if not all(post.consent_lists for post in report.posts):
        posts = "these posts" if not named else "some of these posts"
        nothing = "so nothing is known of who your pupils are. Name it with --consent, or in postcheck.toml."
        remarks.append(PreambleLine(f"No consent list was given for {posts}, {nothing}", warns=True))
    remarks += [PreambleLine(masker.prose(note)) for note in report.notes]
    return tuple(remarks)


def blocks(flags: Iterable[Flag], places: Places) -> list[list[Flag]]:
    """Return flags grouped by rule, level and advice: the worst first, then in the order of their places."""
    found: dict[tuple[Severity, str, str], list[Flag]] = {}
    for flag in sorted(flags, key=lambda flag: places.order(flag.where)):
        found.setdefault((flag.severity, flag.rule, flag.advice), []).append(flag)
    return sorted(found.values(), key=lambda block: -block[0].severity.rank)


def to_confirm(post: DraftReport) -> list[ChecklistItem]:
    """Return the questions still to be confirmed for this post, without those asked once for its account."""
    return [item for item in post.checklist if not item.declared and not item.once_for_account]


def of_accounts(report: Report) -> dict[str, dict[str, str]]:
    """Return the questions still to be confirmed once for each account, by account, with what to do."""
    found: dict[str, dict[str, str]] = {}
    for post in report.posts:
        for item in post.checklist:
            if item.once_for_account and not item.declared:
                rule = post.pack.by_id.get(item.rule)
                found.setdefault(item.account, {})[item.text] = rule.remedy if rule else ""
    return found


def waived(flags: Sequence[Flag]) -> str:
    """Say how many flags were set aside, how, and of which rules; empty if none were."""
    said = []
    for how, some in by_how(flags).items():
        rules = Counter(flag.rule for flag in some)
        named = ", ".join(f"{rule} ({number} times)" if number > 1 else rule for rule, number in rules.items())
        said.append(
            f"{count(len(some), 'finding')} {'is' if len(some) == 1 else 'are'} {how} and not counted: {named}."
        )
    return " ".join(said)


def by_how(flags: Iterable[Flag]) -> dict[str, list[Flag]]:
    """Return flags that were set aside, by how: by a waiver or by a sign-off."""
    found: dict[str, list[Flag]] = {}
    for flag in sorted(flags, key=lambda flag: flag.sign_off is not None):
        found.setdefault("settled by sign-off" if flag.sign_off else "waived", []).append(flag)
    return found


def apart_from(flags: Iterable[Flag]) -> str:
    """Say what a post without problems was cleared of, to go on a sentence; empty if of nothing."""
    hows = ["signed off" if how != "waived" else how for how in by_how(flags)]
    return f", apart from what was {listed(hows, 'and')}" if hows else ""


def all_waived(report: Report) -> str:
    """Say the same about the run as a whole."""
    return waived([flag for post in report.posts for flag in post.suppressed])


def waiver_words(flag: Flag, masker: Masker) -> str:
    """Say who waived a flag, until when and why; or who settled it, and when."""
    waiver = flag.waiver
    if flag.sign_off:
        return f"settled by {signer_words(flag.sign_off)}"
    if waiver is None:
        return ""
    return f"waived by {waiver.by} until {day_words(waiver.until)}: {masker.written(waiver.reason)}"


def signer_words(sign_off: SignOff) -> str:
    """Say who signed a post off, and when."""
    role = f" ({sign_off.role})" if sign_off.role else ""
    return f"{sign_off.by}{role} on {day_words(sign_off.at.date())} at {sign_off.at:%H:%M}"


def signed_words(sign_off: SignOff) -> str:
    """Say who signed a post off, when, and by which policy it was judged: a sentence."""
    with_key = ", with a key that was checked" if sign_off.signature else ""
    return (
        f"Signed off by {signer_words(sign_off)}{with_key}, under {sign_off.policy_title}, version {sign_off.version}."
    )


def signed(post: DraftReport) -> tuple[str, ...]:
    """Return a sentence for each sign-off of a post that counts."""
    return tuple(signed_words(standing.sign_off) for standing in post.standings if standing.counts)


def counts(report: Report) -> dict[Verdict, int]:
    """Return how many posts have each verdict that occurs, worst first."""
    numbers = {verdict: report.count(verdict) for verdict in sorted(Verdict, key=lambda verdict: -verdict.rank)}
    return {verdict: number for verdict, number in numbers.items() if number}


def outcome(report: Report) -> str:
    """Say how the run ended."""
    total = len(report.posts)
    if not total:
        return "No drafts were found, so nothing was checked."
    apart = apart_from(flag for post in report.posts for flag in post.suppressed)
    if total == 1:
        return {
            Verdict.FAIL: "This post must not go out as it is.",
            Verdict.REVIEW: "This post needs a decision before it goes out.",
            Verdict.INCOMPLETE: "This post could not be fully examined.",
            Verdict.PASS: f"No problems found in this post{apart}.",
        }[report.verdict]
    words = {
        Verdict.FAIL: ("must not go out as it is", "must not go out as they are"),
        Verdict.REVIEW: ("needs a decision", "need a decision"),
        Verdict.INCOMPLETE: ("could not be fully examined", "could not be fully examined"),
        Verdict.PASS: ("has no problems found", "have no problems found"),
    }
    said: list[str] = []
    for verdict, number in counts(report).items():
        of = "" if said else f" of {total} posts"
        said.append(f"{number}{of} {words[verdict][number > 1]}")
    return f"{', '.join(said)}."


def next_step(report: Report) -> str:
    """Say what to do next; empty if there was nothing to check, and that is all right."""
    if not report.posts:
        return "" if report.may_be_empty else _NO_DRAFTS
    match report.verdict:
        case Verdict.FAIL:
            return "Next: change what must change, settle what is to be decided, and run the check again."
        case Verdict.REVIEW:
            return (
                "Next: settle what is to be decided; what you change or add to a header is seen by the next check. "
                'Or have somebody who may decide it sign it off: postcheck sign-off DRAFT --as "NAME".'
            )
        case Verdict.INCOMPLETE:
            by_eye = any(one.lack is None for post in report.posts for one in post.unexamined)
            look = "look at what could not be examined yourself, or put it right" if by_eye else _PUT_RIGHT
            return f"Next: {look} and run the check again."
        case Verdict.PASS:
            asked = any(not item.declared for post in report.posts for item in post.checklist)
            if all(map(signed, report.posts)):
                first = "confirm the points listed" if asked else "post it as it is"
                return f"Next: {first}; any change makes the sign-off void."
            return (
                "Next: confirm the points listed, then have the post signed off as usual."
                if asked
                else "Next: have it signed off as usual."
            )
