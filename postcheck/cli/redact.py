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
    from postcheck.redact.cover import Style
    from postcheck.redact.folder import Folder
    from postcheck.redact.plan import Cover, Plan
    from postcheck.report.mask import Masker

_VOID = "a copy in the place of a picture makes its sign-off void; have it signed off again then."


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
    show_names: Annotated[
        bool, typer.Option("--show-names/--hide-names", help="Show or mask the names in texts and paths.")
    ] = True,
) -> None:
    """Write safe copies of pictures: every flagged name covered for good, hidden details removed.

    The pictures themselves are not changed. For names in texts it suggests another wording, and changes nothing.

    Each copy is checked again. Exit code 0: all copies are written and nothing flagged can be read in them. 1: no safe
    copy could be made of some pictures. 2: it could not start. 3: some pictures could not be examined, and have no
    copy, or there was no draft.

    Example: postcheck redact drafts/ --out safe/ --consent consent.csv --policy aspire
    """
    from postcheck.config.settings import Overrides  # noqa: PLC0415 - not needed for --help
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
    wanted = _style(style)
    checker = IncrementalCheck(job, os.environ)
    report = checker.check(_no_standard_input, Observer())
    folder = Folder(out)
    todo = folder.without_copies(plan(report.posts, faces=faces))
    folder.refuse(todo, checker.inputs())
    made = _make(todo, folder, wanted, job)
    masker = Masker(report, show_names=show_names)
    for cover in todo.covers:
        problem = made[cover.source]
        typer.echo(
            f"NO COPY  {masker.path(cover.name)}: {problem}"
            if problem
            else f"COPIED   {_said(cover, masker.path(str(out / cover.target)))}"
        )
    for item in todo.unexamined:
        typer.echo(f"NO COPY  {masker.path(item.file)}: {masker.prose(item.reason)}")
    for post in report.posts:
        if any(one.counts for one in post.standings) and any(image.path in made for image in post.draft.images):
            typer.echo(f"SIGNED   {masker.path(post.draft.path)}: {_VOID}")
    failed = sum(bool(problem) for problem in made.values())
    if not report.posts:
        typer.echo("No drafts were found, so nothing was looked at. Give the path of a draft, a picture or a folder.")
        raise typer.Exit(ExitCode.INCOMPLETE)
    typer.echo(f"\n{_summary(len(made) - failed, failed + len(todo.unexamined), out)}")
    _suggest(report, masker)
    if failed or todo.unexamined:
        raise typer.Exit(ExitCode.FLAGGED if failed else ExitCode.INCOMPLETE)


def _make(todo: Plan, folder: Folder, style: Style, job: Job) -> dict[Path, str]:
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
        return make_copies(todo, folder, style, again)


def _style(given: str) -> Style:
    from postcheck.redact.cover import Style  # noqa: PLC0415 - it imports Pillow

    try:
        return Style(given.strip().casefold())
    except ValueError:
        raise UsageError("--style: there is no such style.", advice=f"Choose one of {', '.join(Style)}.") from None


def _said(cover: Cover, copy: str) -> str:
    places = sum(map(len, cover.places.values()))
    what = {0: "nothing to cover", 1: "1 place covered"}.get(places, f"{places} places covered")
    if heads := sum(map(len, cover.faces.values())):
        counted = "1 face covered" if heads == 1 else f"{heads} faces covered"
        what = f"{what}, {counted}" if places else counted
    elif cover.faceless:
        what += ", and no face was seen: look for yourself"
    renamed = "; its name gave a name away and was changed" if cover.renamed else ""
    return f"{copy}: {what}{renamed}"


def _suggest(report: Report, masker: Masker) -> None:
    """Print what the texts could say instead of the names in them."""
    from postcheck.consent.consent_lists import load_consent_lists  # noqa: PLC0415 - it loads everything; --help must not
    from postcheck.redact.wording import suggestions  # noqa: PLC0415 - not needed for --help

    lists = {post.consent_lists for post in report.posts}
    pupils = {files: load_consent_lists([Path(file) for file in files]).by_id for files in lists}
    found = [item for post in report.posts for item in suggestions(post, pupils[post.consent_lists])]
    if not found:
        return
    typer.echo("\nNames in the texts, and what may stand there instead (nothing was changed):")
    for item in found:
        place = f"{item.line}:{item.column}" if item.line else item.place or "?"
        instead = f"\u201c{item.wording}\u201d" if item.wording else "leave it out"
        typer.echo(f"  {masker.path(item.file)}:{place}  \u201c{masker.evidence(item.written)}\u201d \u2192 {instead}")


def _summary(copied: int, without: int, out: Path) -> str:
    if not copied and not without:
        return "There are no pictures in these drafts."
    copies = (
        "No copy was written" if not copied else f"{copied} safe {'copy is' if copied == 1 else 'copies are'} in {out}"
    )
    if not without:
        return f"{copies}. Look at each before you post it; the text of the posts is not changed."
    if without == 1:
        return f"{copies}. 1 picture has none: do not post it as it is."
    return f"{copies}. {without} pictures have none: do not post them as they are."


def _no_standard_input() -> bytes:
    raise UsageError(
        "redact makes copies of files, not of standard input.", advice="Give the path of a draft, an image or a folder."
    )
