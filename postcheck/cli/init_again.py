"""``postcheck init`` where there are settings already: says what they say, and asks only what they leave open."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from postcheck.cli import consent_import
from postcheck.cli.init_questions import Answers, ask_consent, ask_policy, channel_names
from postcheck.cli.init_says import missing, what_it_says
from postcheck.config.packs import BASELINE
from postcheck.config.settings import Overrides, SettingsTable, load_settings
from postcheck.config.settings_edit import PROJECT_TABLE, with_more
from postcheck.config.settings_file import in_project_file, settings_document
from postcheck.config.starter import Choices, account_tables, keys, look_around
from postcheck.errors import UsageError
from postcheck.formats.files import write_whole
from postcheck.report.wording import typed

if TYPE_CHECKING:
    from postcheck.config.starter import Surroundings

_BOM = b"\xef\xbb\xbf"
_CHANGEABLE = "See that the file can be changed."


@dataclass(frozen=True)
class Given:
    """What the options say; whatever they leave out is None or empty."""

    policy: str | None
    consent: tuple[Path, ...]
    people: tuple[Path, ...]
    channels: tuple[str, ...]
    accounts: tuple[str, ...]


def go_on(file: Path, given: Given) -> None:
    """Say what the settings in a file say, ask for what is open, and add that once it was shown.

    Nothing that stands in the file is changed.

    Raises
    ------
    UsageError
        If an option names what the settings say already, or nothing can be added to them.
    SettingsError
        If they cannot be read, or a check would refuse them.
    """
    table = settings_document(file).validate(SettingsTable)
    _refuse_second(table, given, file)
    folder = file.parent
    there = Choices(
        policy=table.policy or BASELINE,
        consent=tuple(folder / Path(path).expanduser() for path in table.consent),
        people=tuple(folder / Path(path).expanduser() for path in table.people),
        channels=tuple(table.channels),
        accounts=tuple(account.name for account in table.account),
    )
    place = f"in the table [{PROJECT_TABLE}] of {file}" if in_project_file(file) else f"in {file}"
    typer.echo(f"There are settings already, {place}:")
    for line in (*what_it_says(there), *_where(there)):
        typer.echo(line)
    asking = consent_import.somebody_is_there()
    found = look_around(folder)
    more, answers = _more(table, given, found, folder, asking=asking)
    _add(file, more, answers, asking=asking)
    chosen = answers.chosen | ({"policy"} if table.policy or given.policy else set())
    now = Choices(
        policy=table.policy or more.policy,
        consent=there.consent or more.consent,
        people=there.people or more.people,
    )
    remarks = missing(now, found, chosen)
    for line in (*([""] if remarks else []), *remarks):
        typer.echo(line)
    load_settings(file)  # what a check would refuse is said here, with its line
    typer.echo(f"\nNext, check your drafts:\n\n    postcheck check {typed(found.drafts or folder)}")


def _refuse_second(table: SettingsTable, given: Given, file: Path) -> None:
    """Refuse options that the settings have an answer to: which of the two counts is not for us to say."""
    answered = {
        "--policy": given.policy is not None and table.policy is not None,
        "--consent": given.consent and table.consent,
        "--people": given.people and table.people,
        "--channel": given.channels and table.channels,
        "--account": given.accounts and table.account,
    }
    if twice := [option for option, both in answered.items() if both]:
        raise UsageError(
            f"there are settings already, and they have an answer to {' and '.join(twice)}.",
            advice="Change them in a text editor, or replace them with --force.",
            file=str(file),
        )


def _where(there: Choices) -> list[str]:
    lines = [f"  channels      {', '.join(there.channels)}"] if there.channels else []
    return [*lines, f"  accounts      {', '.join(there.accounts)}"] if there.accounts else lines


def _more(
    table: SettingsTable, given: Given, found: Surroundings, folder: Path, *, asking: bool
) -> tuple[Choices, Answers]:
    """Return what is to be added, from the options and from what somebody answers."""
    answers = Answers(given.policy or BASELINE)
    if asking and table.policy is None and given.policy is None:
        typer.echo("")
        answers = ask_policy(folder)
    lists = given.consent
    if asking and not table.consent and not lists:
        lists = ask_consent(folder, found, answers)
    return Choices(
        policy=answers.policy,
        consent=lists,
        people=given.people,
        channels=channel_names(",".join(given.channels)),
        accounts=tuple(name.strip() for name in given.accounts if name.strip()),
        remembered=answers.remembered,
    ), answers


def _add(file: Path, more: Choices, answers: Answers, *, asking: bool) -> None:
    """Show what is to be added to the settings, and add it, if somebody who can be asked agrees."""
    added = keys(more, file.parent)
    if more.policy == BASELINE and "policy" not in answers.chosen:
        del added["policy"]
    within = f"{PROJECT_TABLE}." if in_project_file(file) else ""
    tables = account_tables(more, within) + re.sub(r"(?m)^\[(?=import\.)", f"[{within}", more.remembered)
    if not added and not tables:
        typer.echo("Nothing in them was changed.")
        return
    policy = None if answers.own else more.policy
    load_settings(None, overrides=Overrides(policy, more.consent, more.people, more.channels))
    raw = file.read_bytes()
    text = raw.decode("utf-8-sig")
    longer = with_more(text, added, tables, project=bool(within))
    shown = "\n".join((*(f"    {key} = {value}" for key, value in added.items()), *_indented(tables)))
    typer.echo(f"\nTo be added; nothing that stands there is changed:\n\n{shown}\n")
    if longer is None:
        raise UsageError(
            "nothing can be added to these settings without changing what stands there.",
            advice="Add these lines in a text editor.",
            file=str(file),
        )
    if asking and not typer.confirm(f"Add this to {file}?", default=True):
        typer.echo("Nothing was written.")
        return
    with own_rules(answers):
        write(file, (_BOM if raw.startswith(_BOM) else b"") + longer.encode())
    for written in (*(answers.own or ())[:1], file):
        typer.echo(f"Written: {written}")


def _indented(text: str) -> list[str]:
    return [f"    {line}".rstrip() for line in text.splitlines()]


@contextmanager
def own_rules(answers: Answers, advice: str = _CHANGEABLE) -> Iterator[None]:
    """Write the school's own rules, if there are any, and take them back if what is done within the block fails.

    They come before the settings that name them, so that those never name what is not there.

    Raises
    ------
    UsageError
        If they cannot be written, with ``advice``.
    """
    if answers.own is None:
        yield
        return
    file, text = answers.own
    write(file, text.encode(), advice)
    try:
        yield
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def write(file: Path, data: bytes, advice: str = _CHANGEABLE) -> None:
    """Write a file of settings or rules.

    Raises
    ------
    UsageError
        If it cannot be written, with ``advice``.
    """
    try:
        write_whole(file, data)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "it cannot be written"
        raise UsageError(f"the settings could not be written: {reason}.", advice=advice) from None
