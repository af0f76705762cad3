"""``postcheck init``: write a settings file, and say what is still missing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import consent_import, options
from postcheck.cli.init_questions import Answers, ask_channels, ask_consent, ask_policy, channel_names
from postcheck.errors import PostcheckError, UsageError
from postcheck.formats.files import spare, write_whole

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
    from postcheck.config.packs import BASELINE  # noqa: PLC0415 - not needed for --help
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
    asking = consent_import.somebody_is_there()
    answers = ask_policy(folder) if asking and policy is None else Answers(policy or BASELINE)
    chosen = answers.chosen | ({"policy"} if policy is not None else set())
    lists = tuple(consent or ())
    if not lists:
        lists = ask_consent(folder, found, answers) if asking else found.consent[:1]
    choices = Choices(
        policy=answers.policy,
        consent=lists,
        people=tuple(people) if people else found.people,
        channels=_channels(channel, asking=asking),
        accounts=tuple(name.strip() for name in account or () if name.strip()),
        remembered=answers.remembered,
    )
    if answers.own:
        _write(*answers.own)
    try:
        # Whatever a check would refuse is refused before anything else is written.
        load_settings(None, overrides=Overrides(choices.policy, choices.consent, choices.people, choices.channels))
        read = (*choices.consent, *choices.people, Path(choices.policy))
        spare(file, (split_sheet(path)[0] for path in read), f"The name {FILE_NAME}")
        _write(file, starter_settings(choices, folder))
    except BaseException:
        if answers.own:
            answers.own[0].unlink(missing_ok=True)
        raise
    typer.echo(f"\nWritten: {file}")
    drafts = found.drafts or folder
    remarks = [*_missing(choices, found, chosen, answers.turned), *_move_out(answers.turned, drafts)]
    for line in (*_what_it_says(choices), *([""] if remarks else []), *remarks):
        typer.echo(line)
    if answers.own:
        own = _quoted(answers.own[0])
        typer.echo(f"\nYour own rules are in {own}. To see what they do, and to add to them:\n")
        typer.echo(f"    postcheck rules check {own}\n    postcheck help writing-a-policy")
    typer.echo(f"\nNext, check your drafts:\n\n    postcheck check {_quoted(drafts)}")


def _channels(given: list[str] | None, *, asking: bool) -> tuple[str, ...]:
    if given or not asking:
        return channel_names(",".join(given or ()))
    return ask_channels(
        "\nWhere do most posts go? (For example: facebook, instagram, website. "
        "Just Enter if each draft is to say so itself.)"
    )


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


def _missing(choices: Choices, found: Surroundings, chosen: set[str], turned: set[Path]) -> list[str]:
    """Say what a check would need; what somebody has decided against is not asked for again.

    ``turned`` are the exports that the consent list was made from.
    """
    from postcheck.config.packs import BASELINE  # noqa: PLC0415 - not needed for --help
    from postcheck.consent.privacy import exposures  # noqa: PLC0415 - not needed for --help
    from postcheck.formats.table_file import split_sheet  # noqa: PLC0415 - not needed for --help
    from postcheck.read.engines.tesseract_program import is_installed  # noqa: PLC0415 - not needed for --help

    lines = []
    if choices.policy == BASELINE and "policy" not in chosen:
        lines.append(
            "Still missing: your trust's policy. Until it is named in the settings, only the consent list counts."
        )
    lists = _each_list(choices)
    if not lists:
        lines.append(
            "Still missing: the consent list. Until it is named in the settings, every name is an unknown person's."
        )
    for path in lists:
        lines += _of_no_use(path)
        lines += [f"Take care of the consent list: {what}. {remedy}" for what, remedy in exposures(path)]
    known = {os.path.realpath(split_sheet(path)[0]) for path in (*lists, *turned)}
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
    return lines


def _move_out(turned: set[Path], drafts: Path) -> list[str]:
    """Say which exports would be taken for drafts, and reported as not examined, at each check of the folder."""
    inside = [path for path in sorted(turned) if path.absolute().is_relative_to(drafts.absolute())]
    return [f"Keep {path} outside the folder of the drafts: it is a list of pupils, not a post." for path in inside]


def _of_no_use(path: Path) -> list[str]:
    """Say of a list that can be read that nobody on it has agreed to anything, or cannot be found by a name."""
    from postcheck.consent.consent_list import load_consent  # noqa: PLC0415 - not needed for --help

    try:
        roll = load_consent(path)
    except PostcheckError:
        return []
    if roll.columns and not roll.nameless:
        return []
    what = "says what families agreed to" if not roll.columns else "holds the name of every pupil"
    check, import_ = (f"`postcheck consent {command} {_quoted(path)}`" for command in ("check", "import"))
    return [f"Look at the consent list: no column that postcheck knows {what}. {check} shows more, {import_} asks."]


def _quoted(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text
