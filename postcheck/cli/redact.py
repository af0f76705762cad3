"""``postcheck redact``: safe copies of pictures."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import options
from postcheck.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from postcheck.engine.job import Job
    from postcheck.model.report import DraftReport, Report
    from postcheck.model.severity import Severity
    from postcheck.redact.cover import Style
    from postcheck.redact.folder import Folder
    from postcheck.redact.plan import Plan
    from postcheck.report.mask import Masker

_ALSO = ("notes",)


def command(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Drafts, images, or folders of them.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the safe copies go.")],
    style: Annotated[
        str,
        typer.Option(metavar="STYLE", help="What covers look like: box, blur or pixelate. All hide a name for good."),
    ] = "box",
    consent: options.Consent = None,
    people: options.People = None,
    policy: options.Policy = None,
    channel: options.Channel = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    jobs: options.Jobs = options.CORES,
    date: options.Day = None,
    ocr: options.Ocr = None,
    faces: Annotated[
        bool,
        typer.Option(
            "--faces", help="Cover all faces as well, in pictures that show, or may show, a pupil without consent."
        ),
    ] = False,
    also: Annotated[
        list[str] | None,
        typer.Option("--also", metavar="WHAT", help="notes: cover what is only a note as well, such as adults' names."),
    ] = None,
    show_names: Annotated[
        bool, typer.Option("--show-names/--hide-names", help="Show or mask the names in texts and paths.")
    ] = True,
) -> None:
    """Write safe copies of pictures: every name that must not be seen covered for good, hidden details removed.

    It covers what must change and what a person must decide; what is only a note is left as it is, unless you add
    --also notes. The pictures themselves are not changed. For names in texts it suggests another wording, and changes
    nothing.

    Beside the safe copies it writes a copy of each draft that shows them, with the answers in its header that still
    hold.

    Each safe copy is checked again. Exit code 0: all copies are written and nothing flagged can be read in them. 1: no
    safe copy could be made of some pictures. 2: it could not start. 3: something could not be examined, and has no
    copy, or there was no draft.

    Example: postcheck redact drafts/ --out safe/ --consent consent.csv --policy aspire
    """
    from postcheck.cli.redacted import Outcome, next_steps, of_all, of_each  # noqa: PLC0415 - not needed for --help
    from postcheck.cli.wrapping import wrapped  # noqa: PLC0415 - not needed for --help
    from postcheck.config.settings import Overrides  # noqa: PLC0415 - not needed for --help
    from postcheck.engine.draft_copies import copy_drafts  # noqa: PLC0415 - not needed for --help
    from postcheck.engine.incremental import IncrementalCheck  # noqa: PLC0415 - it loads everything; --help must not
    from postcheck.engine.job import Job, Observer  # noqa: PLC0415 - not needed for --help
    from postcheck.redact.folder import Folder  # noqa: PLC0415 - not needed for --help
    from postcheck.redact.plan import plan  # noqa: PLC0415 - not needed for --help
    from postcheck.report.mask import Masker  # noqa: PLC0415 - not needed for --help

    channels = options.channels(channel)
    job = Job(
        paths=tuple(paths),
        today=options.day(date),
        overrides=Overrides(
            policy=policy, consent=tuple(consent or ()), people=tuple(people or ()), channels=channels, ocr=ocr
        ),
        channels=channels,
        config=options.named_config(config, no_config=no_config),
        no_config=no_config,
        jobs=jobs,
    )
    wanted, least = _style(style), _least(also or ())
    checker = IncrementalCheck(job, os.environ)
    report = checker.check(_no_standard_input, Observer())
    if not report.posts:
        typer.echo("No drafts were found, so nothing was looked at. Give the path of a draft, a picture or a folder.")
        raise typer.Exit(ExitCode.INCOMPLETE)
    folder = Folder(out)
    report = replace(report, posts=folder.without_own(report.posts))
    todo = folder.without_copies(plan(report.posts, faces=faces, least=least))
    folder.refuse(todo, checker.inputs())
    made = _make(todo, folder, wanted, job, least)
    copies = {cover.source: cover.target for cover in todo.covers if not made[cover.source]}
    drafts = copy_drafts(report.posts, copies, folder, checker.checker_of, job.today)
    masker = Masker(report, show_names=show_names)
    outcome = Outcome(report, todo, made, out, drafts)
    for line in of_each(outcome, masker):
        typer.echo(line)
    if made or outcome.failed or todo.unexamined:
        typer.echo()
    typer.echo(wrapped(of_all(outcome, masker)))
    worded = _suggest(report, masker)
    for line in next_steps(outcome, paths, masker, worded=worded, config=_settings_file(report, out, job)):
        typer.echo(line)
    if outcome.failed or todo.unexamined:
        raise typer.Exit(ExitCode.FLAGGED if outcome.failed else ExitCode.INCOMPLETE)


def _make(todo: Plan, folder: Folder, style: Style, job: Job, least: Severity) -> dict[Path, str]:
    """Write the copies and check them in place of the pictures, covering more if need be.

    Returns
    -------
    dict[Path, str]
        For each picture, why it has no copy; empty if it has one in which nothing flagged can be read.
    """
    from postcheck.cli.progress import scratch_folder  # noqa: PLC0415 - not needed for --help
    from postcheck.engine.incremental import check  # noqa: PLC0415 - it loads everything; --help must not
    from postcheck.redact.copying import make_copies  # noqa: PLC0415 - not needed for --help

    def again(copies: Mapping[Path, Path]) -> Sequence[DraftReport]:
        return check(replace(job, copies=copies), os.environ, _no_standard_input).posts

    with scratch_folder():
        return make_copies(todo, folder, style, again, least=least)


def _settings_file(report: Report, out: Path, job: Job) -> Path | None:
    """Return the settings of the drafts if they would not be found from the folder for copies; None if they would."""
    from postcheck.config.settings import find_settings_file  # noqa: PLC0415 - not needed for --help

    folders = {post.draft.location.parent for post in report.posts if post.draft.location}
    files = {find_settings_file(folder) for folder in folders}
    if job.config or job.no_config or len(files) != 1 or files == {find_settings_file(out.absolute())}:
        return None
    return files.pop()


def _style(given: str) -> Style:
    from postcheck.redact.cover import Style  # noqa: PLC0415 - it imports Pillow

    try:
        return Style(given.strip().casefold())
    except ValueError:
        raise UsageError("--style: there is no such style.", advice=f"Choose one of {', '.join(Style)}.") from None


def _least(also: Sequence[str]) -> Severity:
    """Return how bad a flag is, at least, for its words to be covered."""
    from postcheck.model.severity import Severity  # noqa: PLC0415 - not needed for --help
    from postcheck.redact.plan import LEAST  # noqa: PLC0415 - not needed for --help

    asked = {word.strip().casefold() for word in also}
    if unknown := asked - set(_ALSO):
        raise UsageError(
            f"--also: there is nothing called {min(unknown)!r}.", advice=f"Choose one of {', '.join(_ALSO)}."
        )
    return Severity.NOTE if asked else LEAST


def _suggest(report: Report, masker: Masker) -> bool:
    """Print what the texts could say instead of the names in them, and return whether there is anything."""
    from postcheck.cli.wrapping import wrapped  # noqa: PLC0415 - not needed for --help

    found = [item for post in report.posts for item in post.suggestions]
    if not found:
        return False
    typer.echo()
    typer.echo(wrapped("Names in the texts, and what may stand there instead (nothing was changed):"))
    for item in found:
        place = f"{item.line}:{item.column}" if item.line else item.place or "?"
        instead = f"\u201c{item.wording}\u201d" if item.wording else "leave it out"
        typer.echo(f"  {masker.path(item.file)}:{place}  \u201c{masker.evidence(item.written)}\u201d \u2192 {instead}")
    return True


def _no_standard_input() -> bytes:
    raise UsageError(
        "redact makes copies of files, not of standard input.", advice="Give the path of a draft, an image or a folder."
    )
