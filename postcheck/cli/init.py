"""``postcheck init``: write a settings file, and say what is still missing."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import options
from postcheck.errors import PostcheckError, UsageError
from postcheck.formats.files import spare, write_whole
from postcheck.model.channels import CHANNELS, canonical

if TYPE_CHECKING:
    from postcheck.config.starter import Choices, Surroundings


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="Where the settings file goes: the folder that holds the drafts.")
    ] = Path(),
    policy: options.Policy = None,
    consent: options.Consent = None,
    people: options.People = None,
    channel: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Where posts go if they do not say so; repeatable.")
    ] = None,
    account: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="One of the trust's own accounts; repeatable.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a settings file that is there already.")] = False,
) -> None:
    """Write a commented postcheck.toml, asking for what the options leave open, and say what is still missing.

    Example: postcheck init --policy aspire --consent consent.csv --channel facebook
    """
    from postcheck.config.settings import FILE_NAME, Overrides, load_settings  # noqa: PLC0415 - not needed for --help
    from postcheck.config.starter import Choices, look_around, starter_settings  # noqa: PLC0415 - not needed for --help
    from postcheck.formats.table_file import split_sheet  # noqa: PLC0415 - not needed for --help

    file = folder / FILE_NAME
    if not folder.is_dir():
        raise UsageError("there is no such folder.", advice="Give a folder that exists, or none for this one.")
    if file.exists() and not force:
        raise UsageError(
            "there are settings already.",
            advice="Change them in a text editor, or replace them with --force.",
            file=FILE_NAME,
        )
    found = look_around(folder)
    asking = sys.stdin is not None and sys.stdin.isatty()
    choices = Choices(
        policy=_policy(policy, asking=asking),
        consent=_consent(tuple(consent or ()), found, asking=asking),
        people=tuple(people) if people else found.people,
        channels=_channels(channel, asking=asking),
        accounts=tuple(name.strip() for name in account or () if name.strip()),
    )
    # Whatever a check would refuse is refused before anything is written.
    load_settings(None, overrides=Overrides(choices.policy, choices.consent, choices.people, choices.channels))
    read = (*choices.consent, *choices.people, Path(choices.policy))
    spare(file, (split_sheet(path)[0] for path in read), f"The name {FILE_NAME}")
    _write(file, starter_settings(choices, folder))
    typer.echo(f"Written: {file}")
    for line in (*_what_it_says(choices), *_missing(choices, found)):
        typer.echo(line)
    drafts = found.drafts or folder
    typer.echo(f"\nNext, check your drafts:\n\n    postcheck check {_quoted(drafts)}")


def _policy(given: str | None, *, asking: bool) -> str:
    from postcheck.config.packs import BASELINE, shipped_packs  # noqa: PLC0415 - not needed for --help

    if given is not None or not asking:
        return given or BASELINE
    names = [*(name for name in shipped_packs() if name != BASELINE), BASELINE]
    typer.echo("Which policy do your posts go by?")
    for number, name in enumerate(names, 1):
        note = "  (none of these: only what the consent list says)" if name == BASELINE else ""
        typer.echo(f"  {number}  {name}{note}")
    while True:
        answer = str(typer.prompt("Number or name", default=str(len(names)))).strip().casefold()
        if answer in names:
            return answer
        if answer.isdecimal() and 1 <= int(answer) <= len(names):
            return names[int(answer) - 1]
        typer.echo("That is not one of them.")


def _consent(given: tuple[Path, ...], found: Surroundings, *, asking: bool) -> tuple[Path, ...]:
    if given or not asking:
        return given or found.consent[:1]
    typer.echo("Where is the school's consent list? (Leave it empty if you do not have it yet.)")
    while True:
        answer = (
            str(
                typer.prompt(
                    "File", default=str(found.consent[0]) if found.consent else "", show_default=bool(found.consent)
                )
            )
            .strip()
            .strip('"')
        )
        if not answer:
            return ()
        path = Path(answer).expanduser()
        if path.exists():
            return (path,)
        typer.echo("There is no such file.")


def _channels(given: list[str] | None, *, asking: bool) -> tuple[str, ...]:
    if given or not asking:
        return _names(",".join(given or ()))
    typer.echo(
        "Where do most posts go? (For example: facebook, instagram, website. "
        "Leave it empty if drafts say so themselves.)"
    )
    while True:
        names = _names(str(typer.prompt("Channels", default="", show_default=False)))
        unknown = [name for name in names if name not in CHANNELS]
        if not unknown:
            return names
        typer.echo(f"Not known: {', '.join(unknown)}. The channels are {', '.join(CHANNELS)}.")


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(canonical(part) for part in text.replace(";", ",").split(",") if part.strip()))


def _write(file: Path, text: str) -> None:
    try:
        write_whole(file, text.encode())
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "it cannot be written"
        raise UsageError(f"the settings could not be written: {reason}.", advice="Choose another folder.") from None


def _what_it_says(choices: Choices) -> list[str]:
    from postcheck.consent.consent_list import load_consent  # noqa: PLC0415 - not needed for --help

    lines = [f"  policy        {choices.policy}"]
    if not choices.consent:
        lines.append("  consent list  none")
    for path in _each_list(choices):
        try:
            lines.append(f"  consent list  {path} ({len(load_consent(path).pupils)} pupils)")
        except PostcheckError as error:
            lines.append(f"  consent list  {path}, which cannot be used yet: {error}")
    return [*lines, *(f"  people list   {path}" for path in choices.people)]


def _each_list(choices: Choices) -> tuple[Path, ...]:
    """Return the consent lists, those of a folder one by one."""
    from postcheck.config.settings import Overrides, load_settings  # noqa: PLC0415 - not needed for --help

    return load_settings(None, overrides=Overrides(consent=choices.consent)).consent if choices.consent else ()


def _missing(choices: Choices, found: Surroundings) -> list[str]:
    from postcheck.config.packs import BASELINE  # noqa: PLC0415 - not needed for --help
    from postcheck.consent.privacy import exposures  # noqa: PLC0415 - not needed for --help
    from postcheck.formats.table_file import split_sheet  # noqa: PLC0415 - not needed for --help
    from postcheck.read.engines.tesseract_program import is_installed  # noqa: PLC0415 - not needed for --help

    lines = []
    if choices.policy == BASELINE:
        lines.append(
            "Still missing: your trust's policy. Until it is named in the settings, only the consent list counts."
        )
    lists = _each_list(choices)
    if not lists:
        lines.append(
            "Still missing: the consent list. Until it is named in the settings, every name is an unknown person's."
        )
    for path in lists:
        lines += [f"Take care of the consent list: {what}. {remedy}" for what, remedy in exposures(path)]
    known = {os.path.realpath(split_sheet(path)[0]) for path in lists}
    if lists and (others := [path for path in found.consent if os.path.realpath(path) not in known]):
        lines.append(
            f"Not used: {', '.join(map(str, others))}, which can be read as a consent list too. If it is another "
            "school's, add it to `consent` in the settings; if it is an old copy, move it elsewhere."
        )
    if not is_installed():
        lines.append(
            "Still missing: Tesseract, one of the two programs that read pictures. "
            "`postcheck doctor` says how to get it."
        )
    return ["", *lines] if lines else []


def _quoted(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text
