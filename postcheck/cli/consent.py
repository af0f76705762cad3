"""``postcheck consent``: look after the consent list."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import options
from postcheck.cli.output import show, write
from postcheck.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from postcheck.consent.doubts import Lore, Needs

app = typer.Typer(no_args_is_help=True, help="Look after the school's consent list.")


@app.callback()
def _group() -> None:
    """Look after the school's consent list."""


@app.command("check")
def check(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="The consent list (CSV or Excel; list.xlsx#Sheet for a certain sheet); several, one a school, or a "
            "folder of lists.",
        ),
    ],
    policy: options.Policy = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    date: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Judge dates as of this day instead of today.")
    ] = None,
    page_format: options.Format = options.PageFormat.RICH,
    output: options.Output = None,
) -> None:
    """Read a consent list and report every doubtful row. No pupil's name is shown.

    With a policy, it also says which consent the policy will not accept.

    Exit code 0: nothing doubtful. 1: something is doubtful. 2: the list cannot be used as it is.

    Example: postcheck consent check consent.csv
    """
    from postcheck.consent.consent_lists import joined, shared_names  # noqa: PLC0415 - not needed for --help
    from postcheck.consent.doubts import inspect_consent  # noqa: PLC0415 - not needed for --help
    from postcheck.model.people import Roll  # noqa: PLC0415 - not needed for --help
    from postcheck.report.consent_report import Inspected, Shared, consent_json, render_consent  # noqa: PLC0415 - not needed for --help

    lists = _lists(files)
    options.spare_read(output, *lists, policy, options.settings_file(config, no_config=no_config))
    needs = _needs(policy, config, no_config=no_config)
    lore, day = _lore(), options.day(date)
    found = [(file, inspect_consent(file, today=day, lore=lore, needs=needs)) for file in lists]
    inspected = [Inspected(str(file), len(one.roll.pupils) if one.roll else None, one.problems) for file, one in found]
    rolls = [(file, one.roll) for file, one in found if one.roll]
    roll = joined(rolls) if len(rolls) == len(found) else Roll()
    shared = Shared(sum(bool(pupil.own_id) for pupil in roll.pupils), shared_names(roll))
    if page_format is options.PageFormat.JSON:
        write(consent_json(inspected), output)
    else:
        show(render_consent(inspected, policy=needs.policy, shared=shared), output)
    if len(rolls) < len(found):
        raise typer.Exit(ExitCode.UNUSABLE)
    if any(one.problems for _, one in found):
        raise typer.Exit(ExitCode.FLAGGED)


@app.command("import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="What the school system exported (CSV or Excel); Arbor: a file for each type."
        ),
    ],
    system: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="SYSTEM",
            help="arbor, bromcom, databridge, juniper, sims, wonde, or the name of an import in postcheck.toml; "
            "without it you are asked what the headings mean.",
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The consent list to write (CSV).")] = Path(
        "consent.csv"
    ),
    consent_type: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TYPE", help="The type of consent that a file is about; once for each FILE, in the same order."
        ),
    ] = None,
    meaning: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="TYPE=COLUMN",
            help="What a type of consent means: “Photos online=photo_social”; repeatable. Empty leaves it out.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a list that is already there.")] = False,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    output: options.Output = None,
) -> None:
    """Turn a school system's export into a consent list.

    Nothing is guessed: what is not understood is asked, or with --from refused, with advice on what to write.

    Exit code 0: the list is written. 2: it is not.

    Example: postcheck consent import "Photos online.csv" --from arbor --map "Photos online=photo_social"
    --out consent.csv
    """
    from postcheck.cli.consent_import import import_by_asking  # noqa: PLC0415 - not needed for --help
    from postcheck.config.settings import load_imports  # noqa: PLC0415 - not needed for --help
    from postcheck.consent.imports import import_consent  # noqa: PLC0415 - not needed for --help
    from postcheck.report.consent_report import render_import  # noqa: PLC0415 - not needed for --help

    named = options.settings_file(config, no_config=no_config)
    options.spare_read(out, named, option="--out")
    options.spare_read(output, *files, named, out)
    types = tuple(consent_type or ())
    if system is None and not meaning:
        done = import_by_asking(files, out, types=types, settings=named, force=force)
    elif system is None:
        raise UsageError("--map goes with --from.", advice="Add --from, or leave --map out and answer the questions.")
    else:
        mappings = load_imports(named)
        done = import_consent(
            tuple(files), system, out, mappings=mappings, types=types, meanings=tuple(meaning or ()), force=force
        )
    show(render_import(done), output)


def _lists(named: list[Path]) -> tuple[Path, ...]:
    """Return the lists that are named, those of a folder one by one."""
    from postcheck.config.consent_files import consent_files  # noqa: PLC0415 - not needed for --help

    if len(named) == 1 and not named[0].is_dir():
        return tuple(named)  # what is wrong with it is said of the list itself
    return consent_files((path, _refused) for path in named).files


def _refused(message: str, advice: str) -> UsageError:
    return UsageError(message, advice=advice)


def _needs(policy: str | None, config: Path | None, *, no_config: bool) -> Needs:
    """Return what the policy in force requires of consent; an empty ``Needs`` if no policy was chosen."""
    from postcheck.config.packs import BASELINE, load_pack  # noqa: PLC0415 - not needed for --help
    from postcheck.config.settings import Overrides, load_settings  # noqa: PLC0415 - not needed for --help
    from postcheck.consent.doubts import Needs  # noqa: PLC0415 - not needed for --help
    from postcheck.judge.checks.base import Params  # noqa: PLC0415 - not needed for --help

    settings = load_settings(
        options.settings_file(config, no_config=no_config), overrides=Overrides(policy=policy), environ=os.environ
    )
    if settings.policy == BASELINE:
        return Needs()
    pack = load_pack(settings.policy)
    terms = [Params(rule.params).terms() for rule in pack.rules if rule.check in {"consent", "name", "pictured"}]
    methods = [term.methods for term in terms if term.methods]
    givers = [term.givers for term in terms if term.givers]
    return Needs(
        policy=pack.title,
        methods=frozenset.intersection(*methods) if methods else frozenset(),
        givers=frozenset.intersection(*givers) if givers else frozenset(),
        dated=any(term.renew_days for term in terms),
    )


def _lore() -> Lore:
    from postcheck.consent.doubts import Lore  # noqa: PLC0415 - not needed for --help
    from postcheck.find.lexicon import lexicon  # noqa: PLC0415 - not needed for --help
    from postcheck.text.folding import fold  # noqa: PLC0415 - not needed for --help

    words = lexicon()
    return Lore(ordinary=lambda name: words.ordinary(fold(name)), forename=lambda name: words.given(fold(name)))
