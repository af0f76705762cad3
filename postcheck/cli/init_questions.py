"""What ``postcheck init`` asks, in plain words; each question once, and none that an option has answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from postcheck.errors import PostcheckError, UsageError
from postcheck.model.channels import CHANNELS, canonical

if TYPE_CHECKING:
    from postcheck.config.own_pack import OwnPolicy
    from postcheck.config.starter import Surroundings
    from postcheck.model.settings import ImportMapping

_NOT_LISTED, _NONE = "My trust isn't listed", "No policy yet: only what families agreed to"
_ONE_OF_THEM = "That is not one of them: type the number."
_NOTHING_TYPED = "Nothing was typed, and this one has no usual answer: type one of the numbers above."
_NAMELESS = "Nothing was typed, and your rules need a name: type what your trust or school is called."


@dataclass
class Answers:
    """What was answered, and what is to be written because of it once everything is."""

    policy: str
    own: tuple[Path, str] | None = None
    """A rule pack to write: its file and its text."""
    remembered: str = ""
    """Tables for the settings: what an export means."""
    turned: set[Path] = field(default_factory=set)
    """Exports that the consent list was made from."""
    chosen: set[str] = field(default_factory=set)
    """What a person has decided, and isn't told of again: ``policy``."""


def ask_policy(folder: Path) -> Answers:
    """Ask which policy counts; an own one is started by a few more questions."""
    from postcheck.config.own_pack import free_name, pack_text  # noqa: PLC0415 - not needed for --help
    from postcheck.config.packs import BASELINE, load_pack, shipped_packs  # noqa: PLC0415 - not needed for --help

    names = [name for name in shipped_packs() if name != BASELINE]
    titles = [load_pack(name).title.partition(":")[0] for name in names]
    chosen = _one_of("Whose rules do your posts have to keep?", [*titles, _NOT_LISTED, _NONE], names)
    if chosen < len(names):
        return Answers(names[chosen], chosen={"policy"})
    if chosen > len(names):
        return Answers(BASELINE, chosen={"policy"})
    policy = _own_policy(names, titles)
    file = free_name(folder)
    return Answers(str(file), own=(file, pack_text(policy)), chosen={"policy"})


def _own_policy(names: list[str], titles: list[str]) -> OwnPolicy:
    """Ask what a first pack of the trust's own should say."""
    from postcheck.config.own_pack import Naming, OwnPolicy  # noqa: PLC0415 - not needed for --help
    from postcheck.config.packs import BASELINE  # noqa: PLC0415 - not needed for --help

    typer.echo("\nThen a few questions make a first version of your own rules. They can be changed at any time.\n")
    while not (trust := _said("What is your trust or school called?")):
        typer.echo(_NAMELESS)
    start = _one_of(
        "\nIs one of these policies nearly yours? Its rules would be taken over.",
        ["No: start with what families agreed to", *titles],
        [BASELINE, *names],
    )
    naming = _one_of(
        "\nMay a post name a pupil?",
        [
            "If the family agreed to it, as the consent list says",
            "First names only, if the family agreed to it; never a surname",
            "Never",
        ],
    )
    closed = ask_channels("\nWhich of these may never be used? (Just Enter if there is none.)", show=True)
    typer.echo(
        "\nWhat does somebody have to make sure of before a picture goes out? One sentence each, such as "
        "“Nobody in the background wears a name badge.” (Just Enter when there is nothing more.)"
    )
    confirmed: list[str] = []
    while sentence := _said("To make sure of"):
        confirmed.append(sentence)
    return OwnPolicy(trust, [BASELINE, *names][start], tuple(Naming)[naming], closed, tuple(confirmed))


def ask_consent(folder: Path, found: Surroundings, answers: Answers) -> tuple[Path, ...]:
    """Ask for the consent list; what a school's system exported is turned into one on the way."""
    usual = next(iter((*found.consent, *(found.tables if len(found.tables) == 1 else ()))), None)
    typer.echo(
        "\nWhere is the list of what families agreed to? The consent list, or the table that the school's system "
        "(Arbor, SIMS, Bromcom …) exported. (A minus sign if you don't have it yet.)"
        if usual
        else "\nWhere is the list of what families agreed to? The consent list, or the table that the school's system "
        "(Arbor, SIMS, Bromcom …) exported. (Just Enter if you don't have it yet.)"
    )
    while True:
        answer = _said("File", str(usual) if usual else "").strip("\"'")
        if answer in {"", "-"}:
            return ()
        path = Path(answer).expanduser()
        if not path.exists():
            typer.echo("There is no such file. Dragging it into this window types its name.")
            continue
        usable = path if path.is_dir() else _usable(path, folder, answers)
        if usable is not None:
            return (usable,)


def _usable(path: Path, folder: Path, answers: Answers) -> Path | None:
    """Return the consent list that a file is or is turned into; None if it is to be asked anew."""
    from postcheck.config.import_table import written  # noqa: PLC0415 - not needed for --help
    from postcheck.consent.consent_list import load_consent  # noqa: PLC0415 - not needed for --help

    try:
        if load_consent(path).columns:
            return path
    except PostcheckError as error:
        typer.echo(f"\nThis can't be used as the consent list as it is: {error}")
    else:
        typer.echo("\nNo column of it says what families agreed to in words that postcheck knows; nobody would have.")
    if not typer.confirm("Is it a register or an export of the school's system, to be turned into a consent list?"):
        return path if typer.confirm("Name it in the settings all the same, to be put right later?") else None

    def remember(name: str, mapping: ImportMapping) -> None:
        answers.remembered += written(name, mapping)

    from postcheck.cli.consent_import import import_by_asking  # noqa: PLC0415 - not needed for --help

    out = folder / "consent.csv"
    try:
        done = import_by_asking((path,), out, types=(), settings=None, force=False, save=remember)
    except PostcheckError as error:
        typer.echo(f"It was not turned into one: {error}")
        return None
    answers.turned.add(path)
    typer.echo(f"Written: {out} ({done.pupils} pupils). When the school's list changes, turn it into one again.")
    return out


def ask_channels(question: str, *, show: bool = False) -> tuple[str, ...]:
    """Ask for channels, separated by commas; none is an answer too."""
    typer.echo(question)
    if show:
        typer.echo(f"({', '.join(CHANNELS)})")
    while True:
        names = channel_names(_said("Channels"))
        unknown = [name for name in names if name not in CHANNELS]
        if not unknown:
            return names
        typer.echo(f"Not known: {', '.join(unknown)}. The channels are {', '.join(CHANNELS)}.")


def channel_names(text: str) -> tuple[str, ...]:
    """Return the channels that a text names, separated by commas or semicolons, each once."""
    return tuple(dict.fromkeys(canonical(part) for part in text.replace(";", ",").split(",") if part.strip()))


def _one_of(question: str, titles: list[str], names: list[str] | None = None) -> int:
    """Ask for one of several answers by its number or, where it has one, by its name; return its place."""
    typer.echo(question)
    for number, title in enumerate(titles, 1):
        typer.echo(f"  {number}  {title}")
    while True:
        answer = _said("Number").casefold()
        if answer.isdecimal() and 1 <= int(answer) <= len(titles):
            return int(answer) - 1
        if answer and answer in (names or ()):
            return (names or []).index(answer)
        typer.echo(_ONE_OF_THEM if answer else _NOTHING_TYPED)


def _said(question: str, usual: str = "") -> str:
    """Return what a person says, without blanks around it."""
    try:
        return str(typer.prompt(question, default=usual, show_default=bool(usual))).strip()
    except typer.Abort:
        raise UsageError(
            "nobody answered, and nothing was written.", advice="Run it again, or give the answers as options."
        ) from None
