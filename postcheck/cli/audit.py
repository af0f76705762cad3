"""``postcheck audit``: what is already published, read once into a store and judged as consent changes."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import options
from postcheck.errors import ExitCode

if TYPE_CHECKING:
    from postcheck.audit.schedulers import Scheduler
    from postcheck.audit.store import Counts

app = typer.Typer(no_args_is_help=True, help="Find what is already published and must come down.")

Store = Annotated[
    Path, typer.Option("--store", metavar="FILE", help="Where everything is kept that was read: one private file.")
]


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
    jobs: options.Jobs = options.CORES,
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
    if not_read or counts.media_to_do or counts.unfinished or not counts.items:
        raise typer.Exit(ExitCode.INCOMPLETE)


def _summary(counts: Counts, not_read: int, store: Path, *, stopped: bool) -> list[str]:
    """Return what became of everything, for people."""
    total = sum(counts.items.values())
    sources = ", ".join(f"{number:,} from {source}" for source, number in counts.items.items())
    lines = [f"{total:,} published items are in the store{f' ({sources})' if sources else ''}."]
    looked_at = counts.media - counts.media_to_do
    lines.append(f"{looked_at:,} of {counts.media:,} pictures, videos and documents were looked at.")
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
