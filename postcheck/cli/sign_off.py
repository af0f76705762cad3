"""``postcheck sign-off``: bind an approver's name to exactly what they were shown."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from postcheck.cli import options
from postcheck.cli.asking import ask_whether
from postcheck.errors import SignOffError, UsageError
from postcheck.formats.filetypes import SIGN_OFF

if TYPE_CHECKING:
    from postcheck.engine.checker import Checker
    from postcheck.model.report import DraftReport, Report
    from postcheck.model.settings import Approver, Settings
    from postcheck.model.sign_off import SignOff

_REGISTER = 'Add a table to postcheck.toml: [[approver]], and below it name = "…" and role = "head".'


def command(
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="The draft; of a table one row: “plan.csv#row 7”.")],
    name: Annotated[str, typer.Option("--as", metavar="NAME", help="Who signs, as the register of approvers has it.")],
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your private SSH key, to sign with as well (ssh-keygen).")
    ] = None,
    consent: options.Consent = None,
    people: options.People = None,
    policy: options.Policy = None,
    channel: options.Channel = None,
    config: options.Config = None,
    date: options.Day = None,
    show_names: Annotated[
        bool, typer.Option("--show-names/--hide-names", help="Show or mask the names that were seen.")
    ] = True,
) -> None:
    """Sign a post off: show the report, ask, and write down who signed what, in a file beside the draft.

    It settles what a person must decide, as far as the approver may; never what must change. Any later change of the
    post, its pictures, where it goes, the policy or the consent of the pupils in it makes it void.

    Example: postcheck sign-off drafts/star.md --as "J. Osei"
    """
    from postcheck.cli.printer import Printer, ReportFormat  # noqa: PLC0415 - not needed for --help
    from postcheck.config.settings import Overrides  # noqa: PLC0415 - not needed for --help
    from postcheck.config.sign_offs import write_sign_off  # noqa: PLC0415 - not needed for --help
    from postcheck.engine.incremental import IncrementalCheck  # noqa: PLC0415 - it loads everything; --help must not
    from postcheck.engine.job import Job, Observer  # noqa: PLC0415 - not needed for --help
    from postcheck.report.mask import Masker  # noqa: PLC0415 - not needed for --help
    from postcheck.report.summary import signed_words  # noqa: PLC0415 - not needed for --help

    path, row = _named(draft)
    channels = options.channels(channel)
    job = Job(
        (str(path),),
        options.day(date),
        Overrides(policy=policy, consent=tuple(consent or ()), people=tuple(people or ()), channels=channels),
        channels=channels,
        config=options.named_config(config, no_config=False),
        signing=True,
    )
    checker = IncrementalCheck(job, os.environ)
    report = checker.check(bytes, Observer())
    post = _chosen(report, row)
    judged_by = checker.checker_of(post)
    approver = _approver(name, judged_by.settings)
    _refuse(post, approver, judged_by, with_key=key is not None)
    report = replace(report, posts=(post,), pack=post.pack)
    Printer(ReportFormat.RICH, None, show_names=show_names).write(report)
    new = _made(post, approver, judged_by)
    for line in _what_it_settles(post, approver, judged_by):
        typer.echo(line)
    if not yes and not ask_whether(f"Sign off as {approver.name}?", "Run it in a terminal, or add --yes."):
        raise UsageError("nothing was written.", advice="Run it again when it is as it should be.")
    if key is not None:
        new = _with_signature(new, key, approver, judged_by.settings)
    again = checker.check(bytes, Observer())
    if [one.bound for one in again.posts if one.draft.path == post.draft.path] != [post.bound]:
        raise SignOffError(
            "the post was changed while you were asked, so nothing was written.", advice="Look at it again."
        )
    former = (
        standing.sign_off for standing in post.standings if not standing.counts or standing.sign_off.by == approver.name
    )
    write_sign_off(post.draft.location or path, new, former)
    written = Masker(report, show_names=show_names).path(
        f"{post.draft.path.rpartition('#')[0] or post.draft.path}{SIGN_OFF}"
    )
    typer.echo(f"{signed_words(new)} Written: {written}")
    if left := _left(checker.check(bytes, Observer()), post.draft.path):
        typer.echo(left)


def _named(draft: str) -> tuple[Path, str]:
    """Return the file that is meant, and the row of it."""
    path, row = Path(draft), ""
    if not path.exists() and "#" in draft:
        name, _, row = draft.rpartition("#")
        path = Path(name)
    if not path.is_file():
        raise UsageError("there is no such draft.", advice="Give the path of one draft.")
    return path, " ".join(row.casefold().split())


def _chosen(report: Report, row: str) -> DraftReport:
    """Return the post that is meant: a table, or a picture that several posts show, stands for several."""
    from postcheck.judge.approval import row_of  # noqa: PLC0415 - not needed for --help

    posts = [post for post in report.posts if not row or (post.draft.identity and row_of(post.draft.path) == row)]
    if not report.posts:
        raise UsageError("this is no draft.", advice="Give the path of one draft.")
    if not posts:
        raise UsageError("the table has no such row.", advice="`postcheck check` shows its rows, each with its name.")
    if len(posts) > 1 and all(post.draft.identity for post in posts):
        rows = [row_of(post.draft.path) for post in posts]
        raise UsageError(
            f"this table holds {len(posts)} posts, and each is signed off by itself.",
            advice=f"Put # and the row behind its name, in quotes: “#{rows[0]}” to “#{rows[-1]}”.",
        )
    if len(posts) > 1:
        raise UsageError(f"{len(posts)} posts show this file.", advice="Give the path of one draft.")
    return posts[0]


def _approver(name: str, settings: Settings) -> Approver:
    from postcheck.judge.approval import approver_named  # noqa: PLC0415 - not needed for --help

    if not settings.approvers:
        raise SignOffError("the settings say of nobody that they may sign posts off.", advice=_REGISTER)
    found = approver_named(name, settings.approvers)
    if found is None:
        known = ", ".join(approver.name for approver in settings.approvers)
        raise SignOffError(f"--as: nobody of this name is on the register of approvers ({known}).", advice=_REGISTER)
    return found


def _refuse(post: DraftReport, approver: Approver, judged_by: Checker, *, with_key: bool) -> None:
    """Refuse a sign-off that would count as none."""
    from postcheck.judge.approval import why_not  # noqa: PLC0415 - not needed for --help

    if post.bound is None:
        raise SignOffError(
            "this post could not be examined, so there is nothing to sign off.", advice="`postcheck check` says why."
        )
    if reason := why_not(approver, post.draft.header, judged_by.settings, post.pack):
        raise SignOffError(reason, advice="Somebody else has to sign it off.")
    if approver.key_needed and not with_key:
        raise SignOffError("the register asks for a signature with a key.", advice="Add --key and your SSH key's path.")


def _made(post: DraftReport, approver: Approver, judged_by: Checker) -> SignOff:
    from postcheck.judge.approval import put_to, row_of, sealed  # noqa: PLC0415 - not needed for --help
    from postcheck.model.sign_off import SignOff  # noqa: PLC0415 - not needed for --help

    assert post.bound is not None  # noqa: S101 - refused otherwise
    salt = secrets.token_hex(32)
    flags = (*post.flags, *(flag for flag in post.suppressed if flag.sign_off))
    return SignOff(
        by=approver.name,
        role=approver.role,
        at=datetime.now(ZoneInfo("Europe/London")).replace(microsecond=0),
        policy=post.pack.id,
        policy_title=post.pack.title,
        version=post.pack.version,
        salt=salt,
        seals=sealed(post.bound, salt),
        shown=MappingProxyType(put_to(approver, flags, post.pack, judged_by.roll, now=post.bound, salt=salt)),
        row=row_of(post.draft.path) if post.draft.identity else "",
    )


def _what_it_settles(post: DraftReport, approver: Approver, judged_by: Checker) -> Iterator[str]:
    """Yield lines that say what a sign-off by this approver does, and what it does not."""
    from postcheck.judge.approval import wants_two_people, why_theirs_not  # noqa: PLC0415 - not needed for --help
    from postcheck.judge.checks.base import stated  # noqa: PLC0415 - not needed for --help
    from postcheck.model.severity import Severity  # noqa: PLC0415 - not needed for --help

    settled: dict[str, None] = {}
    left: dict[str, str] = {}
    for flag in (*post.flags, *(flag for flag in post.suppressed if flag.sign_off)):
        if flag.severity is Severity.REVIEW:
            if reason := why_theirs_not(approver, flag, post.pack, judged_by.roll):
                left[flag.rule] = reason
            else:
                settled[flag.rule] = None
    yield ""
    yield f"Signing settles: {', '.join(settled)}." if settled else "There is nothing to decide that signing settles."
    for rule, reason in left.items():
        yield f"It does not settle {rule}: {reason}."
    if any(flag.severity is Severity.FAIL for flag in post.flags):
        yield "It does not settle what must change, and once that is changed, this sign-off is void."
    if post.unexamined:
        yield "It does not stand for what could not be examined: look at that yourself."
    if wants_two_people(post.pack) and not stated(post.draft.header.author):
        yield (
            f"The policy wants two people: {approver.name} must not be who wrote this post. Write who did under "
            "`author:` in the header, and postcheck sees to it."
        )


def _with_signature(new: SignOff, key: Path, approver: Approver, settings: Settings) -> SignOff:
    """Return a sign-off, signed with a key that was found to be the approver's."""
    from postcheck.config.sign_offs import message_of  # noqa: PLC0415 - not needed for --help
    from postcheck.config.ssh_keys import sign, why_unsigned  # noqa: PLC0415 - not needed for --help

    if settings.allowed_signers is None:
        raise SignOffError(
            "--key: the settings do not say whose key is whose, so nobody could check the signature.",
            advice='Add to postcheck.toml: [sign_off], and below it allowed_signers = "allowed_signers".',
        )
    signature = sign(message_of(new), key)
    name = approver.key_name or approver.name
    if reason := why_unsigned(message_of(new), signature, name, settings.allowed_signers):
        raise SignOffError(
            f"--key: {reason[:1].lower()}{reason[1:]} Nothing was written.",
            advice=f"Have this key added to the file of keys under the name {name}.",
        )
    return replace(new, signature=signature)


def _left(report: Report, path: str) -> str:
    """Say what is still open; empty if nothing is."""
    from postcheck.model.report import Verdict  # noqa: PLC0415 - not needed for --help

    post = next((post for post in report.posts if post.draft.path == path), None)
    if post is None or post.verdict is Verdict.PASS:
        return ""
    return f"The post is still {post.verdict.value.upper()}: `postcheck check` says what is left."
