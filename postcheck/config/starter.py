"""What ``postcheck init`` starts from: the lists and drafts in a folder, and a settings file to go with them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from postcheck.consent.consent_list import load_consent
from postcheck.consent.people_list import load_people
from postcheck.errors import PostcheckError
from postcheck.formats.filetypes import TEXT_SUFFIXES, suffix
from postcheck.formats.toml_text import toml_text

_DRAFT_FOLDERS = ("drafts", "posts", "content", "social")
_LIST_SUFFIXES = frozenset({".csv", ".xlsx"})
_MAX_FILES = 200
"""How many files a folder's lists are looked for among."""


@dataclass(frozen=True)
class Surroundings:
    """What was found in a folder."""

    consent: tuple[Path, ...]
    """Files that can be read as a consent list, likeliest first."""
    people: tuple[Path, ...]
    """Files that can be read as a people list."""
    drafts: Path | None
    """A folder that looks as if it held drafts."""
    tables: tuple[Path, ...] = ()
    """Tables that are neither, such as what the school's system exported."""


@dataclass(frozen=True)
class Choices:
    """What the settings file is to say."""

    policy: str
    consent: tuple[Path, ...] = ()
    people: tuple[Path, ...] = ()
    channels: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    remembered: str = ""
    """Tables of the settings file that say what a school system's export means."""


def look_around(folder: Path) -> Surroundings:
    """Return the lists and drafts in ``folder`` and the folders right below it."""
    lists = list(_lists(folder))
    consent = sorted(
        (path for path in lists if _is_consent_list(path)),
        key=lambda path: ("consent" not in path.name.casefold(), path),
    )
    people = tuple(path for path in lists if path not in consent and _is_people_list(path))
    drafts = next((folder / name for name in _DRAFT_FOLDERS if _has_text(folder / name)), None)
    return Surroundings(
        tuple(consent), people, drafts, tuple(path for path in lists if path not in {*consent, *people})
    )


def starter_settings(choices: Choices, folder: Path) -> str:
    """Return the text of a commented settings file that lies in ``folder``."""
    usual = {"consent": '"consent.csv"', "people": '["people.csv"]', "channels": '["facebook"]'}
    said = keys(choices, folder)
    consent, people, channels = (
        f"{key} = {said[key]}" if key in said else f"# {key} = {example}" for key, example in usual.items()
    )
    return f"""\
# Settings of postcheck. A line that starts with # is a remark. Paths start from the folder of this file.
# Everything that can be set here: postcheck help settings

# The trust's policy: aspire, north-star, snmat, southport, victoria, or the path of a rule pack of your own
# (postcheck help writing-a-policy).
# "baseline" asks only what the consent list says.
policy = {said["policy"]}

# The school's consent list. It holds what families said about their children: keep it where only you can read it, and
# out of any repository. A trust has one a school: a list in brackets, or the folder that holds them.
{consent}

# Names that aren't pupils': staff, governors, visitors, places.
{people}

# Where drafts go that do not say so themselves.
{channels}

{_accounts(choices)}
# Who may sign posts off with postcheck sign-off, one table each. Nobody else's sign-off counts.
# [[approver]]
# name = "J. Osei"
# role = "head"
{_remembered(choices)}"""


def keys(choices: Choices, folder: Path) -> dict[str, str]:
    """Return what the settings of a folder have to set for these choices, each as TOML."""
    found = {"policy": _pack(choices.policy, folder)}
    if choices.consent:
        found["consent"] = _paths(choices.consent, folder)
    if choices.people:
        found["people"] = f"[{', '.join(_path(path, folder) for path in choices.people)}]"
    if choices.channels:
        found["channels"] = _listed(choices.channels)
    return found


def account_tables(choices: Choices, within: str = "") -> str:
    """Return the tables of the accounts; ``within`` is the table that they go into, with its full stop."""
    channels = f"channels = {_listed(choices.channels)}\n" if choices.channels else ""
    return "\n".join(f"[[{within}account]]\nname = {toml_text(name)}\n{channels}" for name in choices.accounts)


def _remembered(choices: Choices) -> str:
    return (
        f"\n# What the school system's export means, for the next time.\n{choices.remembered}"
        if choices.remembered
        else ""
    )


def _accounts(choices: Choices) -> str:
    note = (
        "# The trust's own accounts, one table each. With such a register, a post for any other account is flagged.\n"
    )
    if not choices.accounts:
        return note + '# [[account]]\n# name = "Hillside Primary"\n# channels = ["facebook"]\n'
    return note + account_tables(choices)


def _listed(names: tuple[str, ...]) -> str:
    return f"[{', '.join(map(toml_text, names))}]"


def _pack(policy: str, folder: Path) -> str:
    return _path(Path(policy), folder) if policy.endswith(".toml") else toml_text(policy.casefold())


def _paths(paths: tuple[Path, ...], folder: Path) -> str:
    """Return one path, or a list of several."""
    listed = ", ".join(_path(path, folder) for path in paths)
    return listed if len(paths) == 1 else f"[{listed}]"


def _path(path: Path, folder: Path) -> str:
    place, start = Path(os.path.abspath(path)), Path(os.path.abspath(folder))  # noqa: PTH100 - links stay as the user has them
    return toml_text(place.relative_to(start).as_posix() if place.is_relative_to(start) else place.as_posix())


def _lists(folder: Path) -> Iterator[Path]:
    for place in (folder, *_folders(folder)):
        for path in _files(place):
            if suffix(path.name) in _LIST_SUFFIXES:
                yield path


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))[:_MAX_FILES]
    except OSError:
        return []


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))[
            :_MAX_FILES
        ]
    except OSError:
        return []


def _is_consent_list(path: Path) -> bool:
    try:
        return bool(load_consent(path).pupils)
    except PostcheckError:
        return False


def _is_people_list(path: Path) -> bool:
    try:
        return bool(load_people([path]).names)
    except PostcheckError:
        return False


def _has_text(folder: Path) -> bool:
    return any(suffix(path.name) in TEXT_SUFFIXES for place in (folder, *_folders(folder)) for path in _files(place))
