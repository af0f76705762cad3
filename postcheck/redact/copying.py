"""Makes safe copies and looks at each again before it is kept: covering more if need be, or giving it up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from postcheck.errors import UnreadableError
from postcheck.model.report import DraftReport
from postcheck.redact.compare import what_differs
from postcheck.redact.cover import Style, safe_copy
from postcheck.redact.folder import Folder
from postcheck.redact.plan import Plan, more, residue

_BY_HAND = "Cover it by hand, or use another picture."
_TRIES = 3
"""How many times a copy is made, each covering what could still be read in the last, before it is given up."""


def make_copies(
    todo: Plan, folder: Folder, style: Style, check: Callable[[Mapping[Path, Path]], Sequence[DraftReport]]
) -> dict[Path, str]:
    """Write the copies and check them in place of the pictures, covering more if need be.

    Parameters
    ----------
    todo:
        What to cover.
    folder:
        Where copies go in which nothing flagged can be read.
    style:
        What covers look like.
    check:
        Checks the posts again with copies in place of the pictures.

    Returns
    -------
    dict[Path, str]
        For each picture, why it has no copy; empty if it has one.
    """
    with folder.staged() as stage:
        return _checked(todo, folder, stage, style, check)


def _checked(
    todo: Plan,
    folder: Folder,
    stage: Path,
    style: Style,
    check: Callable[[Mapping[Path, Path]], Sequence[DraftReport]],
) -> dict[Path, str]:
    problems = {cover.source: "" for cover in todo.covers}
    waiting = {cover.source: cover for cover in todo.covers}
    for _ in range(_TRIES):
        for cover in list(waiting.values()):
            try:
                safe_copy(cover.source, stage / cover.target, cover.covers(), style)
            except UnreadableError as error:
                problems[cover.source] = f"{error.message}. {error.advice}"
                del waiting[cover.source]
        copies = {source: stage / cover.target for source, cover in waiting.items()}
        if not copies:
            return problems
        left = residue(check(copies), copies, {source for source, cover in waiting.items() if cover.faceless})
        for cover in (cover for source, cover in waiting.items() if source not in left):
            copy, plain = stage / cover.target, style is Style.BOX
            if wrong := what_differs(cover.source, copy, cover.places, cover.faces, plain=plain):
                folder.remove(cover.target)
                problems[cover.source] = f"the copy was looked at and is not as it should be: {wrong}. {_BY_HAND}"
            else:
                folder.take(stage, cover.target)
        waiting = {source: more(waiting[source], found) for source, found in left.items()}
        if not waiting:
            return problems
    for source, cover in waiting.items():
        # A copy that cannot be shown to be safe does not stay.
        folder.remove(cover.target)
        problems[source] = (
            f"something that was to be covered can still be read in the copy, so it was deleted. {_BY_HAND}"
        )
    return problems
