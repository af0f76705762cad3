"""``postcheck waive``: record somebody's decision about one flag of one draft."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import options
from postcheck.errors import UsageError
from postcheck.formats.files import spare

if TYPE_CHECKING:
    from postcheck.model.report import DraftReport, Flag, Report

_HIGHEST_DIGITS = 3
"""Digits that the number of a flag has at most; what is longer is the start of a fingerprint."""


def command(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The draft.")],
    rule: Annotated[str, typer.Option(metavar="ID", help="The rule whose flag is waived, for example ASP-TONE-1.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why the flag does not count. Name no pupil.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decided.")],
    until: Annotated[
        str, typer.Option(metavar="YYYY-MM-DD", help="The last day on which the post may go out like this.")
    ],
    flag: Annotated[
        str,
        typer.Option(
            metavar="WHICH",
            help="Its number in the list that is shown if the rule has several flags in the draft, or the start of its "
            "fingerprint.",
        ),
    ] = "",
    consent: options.Consent = None,
    people: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="List of names that aren't pupils' (CSV); repeatable.")
    ] = None,
    policy: options.Policy = None,
    config: options.Config = None,
    waivers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Waivers file, instead of the nearest postcheck-waivers.toml.")
    ] = None,
) -> None:
    """Record a decision: up to a certain day, one flag of one draft does not count.

    The draft is checked, and the decision is written to the waivers file.

    Example: postcheck waive drafts/whale.md --rule SNM-PROF-1 --reason "An animal" --by "J. Osei" --until 2026-12-31
    """
    from postcheck.config.settings import Overrides  # noqa: PLC0415 - not needed for --help
    from postcheck.config.waivers import FILE_NAME, add_waiver, waivers_file_for  # noqa: PLC0415 - not needed for --help
    from postcheck.engine.incremental import IncrementalCheck  # noqa: PLC0415 - it loads everything; --help must not
    from postcheck.engine.job import Job, Observer  # noqa: PLC0415 - not needed for --help
    from postcheck.model.waiver import Waiver  # noqa: PLC0415 - not needed for --help

    last = _day(until)
    reason, by = " ".join(reason.split()), " ".join(by.split())
    if not reason or not by:
        raise UsageError("a waiver needs a reason and somebody who decided.", advice="Give both --reason and --by.")
    if not path.is_file():
        raise UsageError("there is no such draft.", advice="Give the path of one draft.")
    file = waivers or waivers_file_for(path)
    job = Job(
        (str(path),),
        options.day(None),
        Overrides(policy=policy, consent=tuple(consent or ()), people=tuple(people or ())),
        config=options.named_config(config, no_config=False),
        waivers=file if file.exists() else None,
    )
    checker = IncrementalCheck(job, os.environ)
    report = checker.check(bytes, Observer())
    spare(file, (read for read in checker.inputs() if read != file and read.name != FILE_NAME), "--waivers")
    post, chosen = _chosen(report, rule.strip(), flag.strip().casefold())
    if not chosen.waivable:
        raise UsageError("this flag cannot be waived.", advice="Change the post instead.")
    if last < post.day:
        raise UsageError(f"--until: {last} is over before the post goes out.", advice="Give a later day.")
    draft = Path(os.path.realpath(post.draft.location or path))
    add_waiver(file, Waiver(chosen.fingerprint, chosen.rule, draft, reason, by, last, str(file), 0))
    typer.echo(f"Waived one flag of {chosen.rule} until {last}, in {file}. Run the check again to see what is left.")


def _chosen(report: Report, rule: str, which: str) -> tuple[DraftReport, Flag]:
    """Return the flag that is meant, with its post: a draft that is a table holds several posts.

    No fingerprint is shown: trying names would find the one that fits.
    """
    from postcheck.report.mask import Masker  # noqa: PLC0415 - not needed for --help
    from postcheck.report.place import Places  # noqa: PLC0415 - not needed for --help

    number = int(which) if which.isdecimal() and which.isascii() and len(which) <= _HIGHEST_DIGITS else 0
    start = "" if number else which

    def meant(flag: Flag) -> bool:
        return flag.rule.casefold() == rule.casefold() and flag.fingerprint.startswith(start)

    found = [(post, flag) for post in report.posts for flag in post.flags if meant(flag)]
    if number and found:
        found = found[number - 1 : number]
    if len(found) == 1:
        return found[0]
    if not found:
        waived = any(meant(flag) for post in report.posts for flag in post.suppressed)
        what = "every such flag of this rule is waived already" if waived else "the draft has no such flag of this rule"
        raise UsageError(f"{what}.", advice="`postcheck check` shows what is flagged, each with its rule.")
    masker = Masker(report, show_names=False)
    listed = "; ".join(
        f"{index} {Places(post, masker).words(flag) or 'the post as a whole'}"
        for index, (post, flag) in enumerate(found, start=1)
    )
    raise UsageError(
        f"the rule has {len(found)} flags in this draft: {listed}.",
        advice="Give its number with --flag, and waive each by itself. The numbers of the others then change.",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            "--until is not a date.", advice="Write it as year-month-day, for example 2026-12-31."
        ) from None
