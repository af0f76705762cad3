"""``postcheck audit``: what is already published, read once into a store and judged as consent changes."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, ExitStack, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import options
from postcheck.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postcheck.audit.schedulers import Scheduler
    from postcheck.audit.store import Counts
    from postcheck.model.audit import AuditReport

app = typer.Typer(no_args_is_help=True, help="Find what is already published and must come down.")

Store = Annotated[
    Path, typer.Option("--store", metavar="FILE", help="Where everything is kept that was read: one private file.")
]


class AuditFormat(StrEnum):
    """The formats of the report."""

    RICH = "rich"
    JSON = "json"
    HTML = "html"
    CSV = "csv"
    MARKDOWN = "markdown"


@app.callback()
def _group() -> None:
    """Find what is already published and must come down."""


@app.command("read")
def read(
    archives: Annotated[
        list[str],
        typer.Argument(
            metavar="ARCHIVE...",
            help="Exports of Facebook, Instagram, X, LinkedIn or WordPress (folders, ZIP files), a site's repository, "
            "or folders of published posts; or addresses of these (s3://…).",
        ),
    ],
    store: Store,
    jobs: options.Processes = options.CORES,
    scheduler: Annotated[
        str,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="A Dask scheduler whose workers read: tcp://HOST:PORT. local starts one, with --jobs processes.",
        ),
    ] = "",
    ocr: options.Ocr = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Remember nothing outside the store.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
) -> None:
    """Read what is published into a store, once. Stopped at any moment, it goes on when it is run again.

    Example: postcheck audit read facebook-hillside.zip website/ --store audit.db
    """
    from postcheck.audit.reading import read_archives  # noqa: PLC0415 - not needed for --help
    from postcheck.audit.schedulers import LocalScheduler  # noqa: PLC0415 - as above
    from postcheck.audit.store import AuditStore  # noqa: PLC0415 - as above
    from postcheck.audit.work import Setup  # noqa: PLC0415 - as above
    from postcheck.cli.audit_progress import Reading  # noqa: PLC0415 - as above
    from postcheck.config.settings import Overrides, load_settings  # noqa: PLC0415 - as above

    settings = load_settings(
        options.settings_file(config, no_config=no_config),
        overrides=Overrides(ocr=ocr, no_cache=no_cache),
        environ=os.environ,
    )
    setup = Setup(tuple(archives), settings.ocr, settings.cache, settings.language_model, jobs)
    progress = Reading(quiet=quiet)
    with progress.attended(), AuditStore(store, create=True) as opened, ExitStack() as stack:
        workers: Scheduler = LocalScheduler(jobs, progress.stopping)
        if scheduler:
            from postcheck.audit.cluster import dask_scheduler  # noqa: PLC0415 - an extra

            workers = stack.enter_context(dask_scheduler(scheduler, jobs, progress.stopping))
        counts = read_archives(archives, opened, setup, workers, progress)
        not_read = len(opened.not_read())
    for line in _summary(counts, not_read, store, stopped=progress.stopping()):
        typer.echo(line)
    if progress.stopping():
        raise typer.Exit(ExitCode.UNUSABLE)
    if not_read or counts.media_to_do or counts.media_unopened or counts.unfinished or not counts.items:
        raise typer.Exit(ExitCode.INCOMPLETE)


@app.command("report")
def report(
    store: Store,
    pupil: Annotated[
        str, typer.Option("--pupil", metavar="ID", help="List all that names or shows this pupil, what may stay too.")
    ] = "",
    since: Annotated[
        str,
        typer.Option(
            "--since",
            metavar="YYYY-MM-DD",
            help="Report only pupils of whom the consent list says something else than at the audit of that day, and "
            "all of what was read since.",
        ),
    ] = "",
    consent: options.Consent = None,
    people: options.People = None,
    policy: options.Policy = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    report_format: Annotated[
        AuditFormat,
        typer.Option("--format", help="For people (rich, html, markdown), for the office (csv), for programs (json)."),
    ] = AuditFormat.RICH,
    output: options.Output = None,
    archives: Annotated[
        list[Path] | None,
        typer.Option(
            "--archives", metavar="PATH", help="The archives that were read: their pictures go into html; repeatable."
        ),
    ] = None,
    date: options.Day = None,
    jobs: options.Processes = options.CORES,
    show_names: Annotated[
        bool, typer.Option("--show-names/--hide-names", help="Show or mask the names that were seen.")
    ] = True,
) -> None:
    """Judge what is published by today's consent list and policy: what must come down, and why.

    Exit code 0: nothing must come down. 1: something must. 2: it could not start. 3: nothing was found that must come
    down, but something could not be examined.

    Example: postcheck audit report --store audit.db --consent consent.csv --policy aspire
    """
    from postcheck.audit.judging import Audit, AuditJob  # noqa: PLC0415 - not needed for --help
    from postcheck.audit.store import AuditStore  # noqa: PLC0415 - as above
    from postcheck.cli.audit_progress import judging  # noqa: PLC0415 - as above
    from postcheck.cli.progress import say  # noqa: PLC0415 - as above
    from postcheck.config.settings import Overrides  # noqa: PLC0415 - as above

    if pupil and since:
        raise UsageError("--pupil lists everything about one pupil, whatever has changed.", advice="Leave out --since.")
    if archives and report_format is not AuditFormat.HTML:
        raise UsageError("--archives gives pictures to the html report.", advice="Add --format html.")
    settings_file = options.settings_file(config, no_config=no_config)
    options.spare_read(output, store, *(consent or ()), *(people or ()), policy, settings_file, *(archives or ()))
    job = AuditJob(
        today=options.day(date),
        overrides=Overrides(policy=policy, consent=tuple(consent or ()), people=tuple(people or ())),
        config=options.named_config(config, no_config=no_config),
        no_config=no_config,
        jobs=jobs,
        pupil=pupil,
        hide_names=not show_names,
        since=options.day(since, "--since") if since else None,
        keep_reading=report_format is AuditFormat.HTML,
    )
    with AuditStore(store) as opened:
        audit = Audit(opened, job, os.environ, say)
        with judging(len(opened)) as judged_more:
            found = audit.report(judged_more)
        _write(found, report_format, output, archives or [], show_names=show_names)
        if not (pupil or since or date):
            audit.keep_list()
    code = _exit_code(found)
    if code is not ExitCode.OK:
        raise typer.Exit(code)


def _write(
    found: AuditReport, report_format: AuditFormat, output: Path | None, archives: list[Path], *, show_names: bool
) -> None:
    """Write the report to standard output or a file."""
    from postcheck.audit.pictures import pictures_of  # noqa: PLC0415 - not needed for --help
    from postcheck.cli.output import in_colour, width, write  # noqa: PLC0415 - as above
    from postcheck.report.audit_base import AUDIT_FORMATS, AuditOptions  # noqa: PLC0415 - as above
    from postcheck.report.base import ReportOptions  # noqa: PLC0415 - as above

    for_people = report_format is AuditFormat.RICH and output is None
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8") if for_people else "utf-8"
    page = ReportOptions(show_names, width() if for_people else None, for_people and in_colour(), encoding)
    lent: AbstractContextManager[Mapping[tuple[str, str], Path]] = nullcontext({})
    with pictures_of(found, archives) if archives else lent as pictures:
        text = AUDIT_FORMATS[report_format](found, AuditOptions(page, pictures, bool(archives)))
        write(text, output, encoding=encoding)


def _exit_code(found: AuditReport) -> ExitCode:
    from postcheck.model.report import Verdict  # noqa: PLC0415 - not needed for --help

    if found.verdict in {Verdict.FAIL, Verdict.REVIEW}:
        return ExitCode.FLAGGED
    return ExitCode.INCOMPLETE if found.verdict is Verdict.INCOMPLETE else ExitCode.OK


def _summary(counts: Counts, not_read: int, store: Path, *, stopped: bool) -> list[str]:
    """Return what became of everything, for people."""
    from postcheck.report.audit_words import count_of  # noqa: PLC0415 - not needed for --help

    total = sum(counts.items.values())
    sources = ", ".join(f"{number:,} from {source}" for source, number in counts.items.items())
    are = count_of(total, "published item is", "published items are")
    lines = [f"{are} in the store{f' ({sources})' if sources else ''}."]
    looked_at = counts.media - counts.media_to_do - counts.media_unopened
    media = count_of(counts.media, "picture, video or document", "pictures, videos and documents")
    lines.append(f"{looked_at:,} of {media} {'was' if looked_at == 1 else 'were'} looked at.")
    if unopened := counts.media_unopened:
        lines.append(
            f"{unopened:,} could not be opened, and may show anybody. `postcheck audit report` lists each with its "
            "place and why."
        )
    if counts.not_published:
        said = ", ".join(f"{name}: {number:,}" for name, number in counts.not_published.items())
        lines.append(f"Left out, as not published: {said}.")
    if counts.passed_over:
        said = ", ".join(f"{name}: {number:,}" for name, number in counts.passed_over.items())
        lines.append(f"Files passed over, as they hold nothing that is published: {said}.")
    if not_read:
        lines.append(f"Not read: {not_read:,}. `postcheck audit report` lists each with its place and why.")
    if stopped:
        lines.append("It was stopped. What was read is kept: run the same command again to go on.")
    elif not total:
        lines.append("Nothing that was published was found.")
    else:
        lines.append(f"Next: postcheck audit report --store {store} --consent consent.csv --policy NAME")
    return lines
