"""What ``postcheck init`` says of settings: what they name, and what a check would still need."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from postcheck.errors import PostcheckError
from postcheck.report.wording import count, typed

if TYPE_CHECKING:
    from postcheck.config.starter import Choices, Surroundings


def what_it_says(choices: Choices) -> list[str]:
    """Return a line for each thing that settings name, with what is wrong with it."""
    from postcheck.consent.consent_list import load_consent  # noqa: PLC0415 - not needed for --help

    lines = [f"  policy        {choices.policy}"]
    if not choices.consent:
        lines.append("  consent list  none")
    for named in choices.consent:
        for path in _each_list(named) or (named,):
            try:
                lines.append(f"  consent list  {path} ({count(len(load_consent(path).pupils), 'pupil')})")
            except PostcheckError as error:
                lines.append(f"  consent list  {path}, which cannot be used yet: {error}")
    return [*lines, *(f"  people list   {path}" for path in choices.people)]


def _each_list(named: Path) -> tuple[Path, ...]:
    """Return a consent list, or those of a folder one by one; none if it cannot be read."""
    from postcheck.config.settings import Overrides, load_settings  # noqa: PLC0415 - not needed for --help

    try:
        return load_settings(None, overrides=Overrides(consent=(named,))).consent
    except PostcheckError:
        return ()


def missing(choices: Choices, found: Surroundings, chosen: set[str], turned: Collection[Path] = ()) -> list[str]:
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
    lists = tuple(path for named in choices.consent for path in _each_list(named))
    if not choices.consent:
        lines.append(
            "Still missing: the consent list. Until it is named in the settings, every name is an unknown person's."
        )
        if found.consent:
            first = typed(found.consent[0])
            lines.append(f"{first} can be read as one. To name it: postcheck init --consent {first}")
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


def move_out(turned: Collection[Path], drafts: Path) -> list[str]:
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
    check, import_ = (f"`postcheck consent {command} {typed(path)}`" for command in ("check", "import"))
    return [f"Look at the consent list: no column that postcheck knows {what}. {check} shows more, {import_} asks."]
