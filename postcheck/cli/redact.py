"""``postcheck redact``: safe copies of pictures."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import options
from postcheck.errors import ExitCode, UnreadableError, UsageError
from postcheck.model.channels import canonical

if TYPE_CHECKING:
    from postcheck.pipeline import Job
    from postcheck.redact.cover import Style
    from postcheck.redact.plan import Cover, Plan

_TRIES = 3
"""How often what can still be read in a copy is covered as well before the copy is given up."""


def command(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Drafts, images, or folders of them.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the safe copies go.")],
    style: Annotated[str, typer.Option(metavar="STYLE", help="What covers look like: box, blur or pixelate. All hide a name for good.")] = "box",
    consent: options.Consent = None,
    people: options.People = None,
    policy: options.Policy = None,
    channel: options.Channel = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    jobs: options.Jobs = options.CORES,
    date: options.Day = None,
    ocr: options.Ocr = None,
) -> None:
    """Write safe copies of pictures: every flagged name covered for good, hidden details removed. The pictures themselves are not changed.

    Each copy is checked again. Exit code 0: all copies are written and nothing flagged can be read in them. 1: of some, no safe copy could be made.
    2: it could not start. 3: some pictures could not be examined, and have no copy.

    Example: postcheck redact drafts/ --out safe/ --consent consent.csv --policy aspire
    """
    from postcheck import pipeline  # noqa: PLC0415 - it loads everything; --help must not
    from postcheck.load.settings import Overrides  # noqa: PLC0415 - the same
    from postcheck.redact.plan import plan  # noqa: PLC0415 - the same

    channels = tuple(canonical(part) for name in channel or () for part in name.split(",") if part.strip())
    job = pipeline.Job(
        paths=tuple(paths),
        today=options.day(date),
        overrides=Overrides(policy=policy, consent=consent, people=tuple(people or ()), channels=channels, ocr=ocr),
        channels=channels,
        config=options.named_config(config, no_config=no_config),
        no_config=no_config,
        jobs=jobs,
    )
    wanted = _style(style)
    report = pipeline.check(job, os.environ, _no_standard_input)
    todo = plan(report.posts)
    _refuse_originals(todo, out)
    made = _make(todo, out, wanted, job)
    for cover in todo.covers:
        problem = made[cover.source]
        typer.echo(f"NO COPY  {cover.name}: {problem}" if problem else f"COPIED   {_said(cover, out)}")
    for item in todo.unexamined:
        typer.echo(f"NO COPY  {item.file}: {item.reason}")
    failed = sum(bool(problem) for problem in made.values())
    typer.echo(f"\n{_summary(len(made) - failed, failed + len(todo.unexamined), out)}")
    if failed or todo.unexamined:
        raise typer.Exit(ExitCode.FLAGGED if failed else ExitCode.INCOMPLETE)


def _make(todo: Plan, out: Path, style: Style, job: Job) -> dict[Path, str]:
    """Write the copies and check them in the place of the pictures, covering more if need be.

    Returns
    -------
    dict[Path, str]
        For each picture why it has no copy, or the empty string if it has one in which nothing flagged can be read.
    """
    from postcheck import pipeline  # noqa: PLC0415 - it loads everything; --help must not
    from postcheck.redact.cover import safe_copy  # noqa: PLC0415 - the same
    from postcheck.redact.plan import more, residue  # noqa: PLC0415 - the same

    problems = {cover.source: "" for cover in todo.covers}
    waiting = {cover.source: cover for cover in todo.covers}
    for _ in range(_TRIES):
        for cover in list(waiting.values()):
            try:
                safe_copy(cover.source, out / cover.target, cover.boxes, style)
            except UnreadableError as error:
                problems[cover.source] = f"{error.message}. {error.advice}"
                del waiting[cover.source]
        copies = {source: out / cover.target for source, cover in waiting.items()}
        if not copies:
            return problems
        again = pipeline.check(replace(job, copies=copies), os.environ, _no_standard_input)
        left = residue(again.posts, copies)
        waiting = {source: more(waiting[source], flags) for source, flags in left.items()}
        if not waiting:
            return problems
    for source, cover in waiting.items():
        # What cannot be shown to be safe does not stay.
        (out / cover.target).unlink(missing_ok=True)
        problems[source] = (
            "something that was to be covered can still be read in the copy, so it was deleted. Cover it by hand, or use another picture."
        )
    return problems


def _style(given: str) -> Style:
    from postcheck.redact.cover import Style  # noqa: PLC0415 - it imports Pillow

    try:
        return Style(given.strip().casefold())
    except ValueError:
        raise UsageError(f"--style: “{given}” is no style.", advice=f"Choose one of {', '.join(Style)}.") from None


def _refuse_originals(todo: Plan, out: Path) -> None:
    """Raise if a copy would take the place of a picture."""
    originals = {os.path.realpath(cover.source) for cover in todo.covers}
    for cover in todo.covers:
        if os.path.realpath(out / cover.target) in originals:
            raise UsageError("--out: a copy would replace a picture there.", advice="Choose a folder that does not hold the drafts.", file=str(out))


def _said(cover: Cover, out: Path) -> str:
    places = sum(map(len, cover.boxes.values()))
    what = {0: "nothing to cover", 1: "1 place covered"}.get(places, f"{places} places covered")
    renamed = "; its name gave a name away and was changed" if cover.renamed else ""
    return f"{out / cover.target}: {what}{renamed}"


def _summary(copied: int, without: int, out: Path) -> str:
    if not copied and not without:
        return "There are no pictures in these drafts."
    copies = "No copy was written" if not copied else f"{copied} safe {'copy is' if copied == 1 else 'copies are'} in {out}"
    if not without:
        return f"{copies}. Look at each before you post it; the text of the posts is not changed."
    return (
        f"{copies}. {without} {'picture has' if without == 1 else 'pictures have'} none: do not post {'it' if without == 1 else 'them'} as they are."
    )


def _no_standard_input() -> bytes:
    raise UsageError("redact makes copies of files, not of standard input.", advice="Give the path of a draft, an image or a folder.")
