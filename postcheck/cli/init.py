"""``postcheck init``: write a settings file, and say what is still missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from postcheck.cli import consent_import, options
from postcheck.cli.init_questions import Answers, ask_channels, ask_consent, ask_policy, channel_names
from postcheck.errors import UsageError
from postcheck.formats.files import spare

_ELSEWHERE = "Choose another folder."


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

    Where there are settings already, it says what they say, asks what they leave open, and changes nothing in them.

    Example: postcheck init --policy aspire --consent consent.csv --channel facebook
    """
    from postcheck.cli.init_again import Given, go_on, own_rules, write  # noqa: PLC0415 - not needed for --help
    from postcheck.cli.init_says import missing, move_out, what_it_says  # noqa: PLC0415 - not needed for --help
    from postcheck.config.packs import BASELINE  # noqa: PLC0415 - not needed for --help
    from postcheck.config.settings import Overrides, load_settings  # noqa: PLC0415 - not needed for --help
    from postcheck.config.settings_file import (  # noqa: PLC0415 - not needed for --help
        FILE_NAME,
        PROJECT_FILE,
        project_settings_in,
        settings_in,
    )
    from postcheck.config.starter import Choices, look_around, starter_settings  # noqa: PLC0415 - not needed for --help
    from postcheck.formats.table_file import split_sheet  # noqa: PLC0415 - not needed for --help
    from postcheck.report.wording import typed  # noqa: PLC0415 - not needed for --help

    file = folder / FILE_NAME
    if not folder.is_dir():
        raise UsageError("there is no such folder.", advice="Give a folder that exists, or none for this one.")
    if (already := settings_in(folder)) and not force:
        go_on(
            already,
            Given(policy, tuple(consent or ()), tuple(people or ()), tuple(channel or ()), tuple(account or ())),
        )
        return
    if project_settings_in(folder):
        raise UsageError(
            f"there are settings in the table [tool.postcheck] of {PROJECT_FILE}, and a {FILE_NAME} beside it would "
            "leave one of them without effect.",
            advice="Leave --force out to add to that table, or remove it first.",
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
    with own_rules(answers, _ELSEWHERE):
        # Whatever a check would refuse is refused before anything else is written.
        load_settings(None, overrides=Overrides(choices.policy, choices.consent, choices.people, choices.channels))
        read = (*choices.consent, *choices.people, Path(choices.policy))
        spare(file, (split_sheet(path)[0] for path in read), f"The name {FILE_NAME}")
        write(file, starter_settings(choices, folder).encode(), _ELSEWHERE)
    typer.echo(f"\nWritten: {file}")
    drafts = found.drafts or folder
    remarks = [*missing(choices, found, chosen, answers.turned), *move_out(answers.turned, drafts)]
    for line in (*what_it_says(choices), *([""] if remarks else []), *remarks):
        typer.echo(line)
    if answers.own:
        own = typed(answers.own[0])
        typer.echo(f"\nYour own rules are in {own}. To see what they do, and to add to them:\n")
        typer.echo(f"    postcheck rules check {own}\n    postcheck help writing-a-policy")
    typer.echo(f"\nNext, check your drafts:\n\n    postcheck check {typed(drafts)}")


def _channels(given: list[str] | None, *, asking: bool) -> tuple[str, ...]:
    if given or not asking:
        return channel_names(",".join(given or ()))
    return ask_channels(
        "\nWhere do most posts go? (For example: facebook, instagram, website. "
        "Just Enter if each draft is to say so itself.)"
    )
