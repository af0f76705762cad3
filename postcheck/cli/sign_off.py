"""``postcheck sign-off``: bind an approver's name to exactly what they were shown."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import options
from postcheck.cli.asking import ask_whether
from postcheck.errors import SignOffError, UsageError
from postcheck.formats.filetypes import SIGN_OFF

if TYPE_CHECKING:
    from postcheck.model.report import DraftReport, Report
    from postcheck.model.settings import Approver, Settings
    from postcheck.model.sign_off import SignOff


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
    from postcheck.engine import signing  # noqa: PLC0415 - it loads everything; --help must not
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
    approver = signing.approver_for(name, judged_by.settings)
    signing.refuse(post, approver, judged_by, with_key=key is not None)
    report = replace(report, posts=(post,), pack=post.pack)
    Printer(ReportFormat.RICH, None, show_names=show_names).write(report)
    new = signing.made(post, approver, judged_by)
    typer.echo()
    for line in signing.what_it_settles(post, approver, judged_by):
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
    if left := signing.left_open(checker.check(bytes, Observer()), post.draft.path):
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
