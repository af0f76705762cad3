"""``postcheck check --staged``: the posts that a git commit changes, examined as they are staged."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postcheck.drafts.checkout import Checkout

_PATHS = ("POSTCHECK_CONFIG", "POSTCHECK_CONSENT", "POSTCHECK_PEOPLE", "POSTCHECK_CACHE_DIR")


@dataclass(frozen=True)
class Staged:
    """What a commit is about to change."""

    root: Path
    """The repository's root."""
    names: tuple[str, ...] = ()
    """The files to check, as paths from the current folder."""
    checkout: Checkout | None = None
    """Where their staged content lies; None only if there is nothing to check."""


@contextmanager
def staged(given: Sequence[str], *, named_only: bool) -> Iterator[Staged]:
    """Yield what to check. If there is anything, the checkout of its content is the current folder in the block."""
    from postcheck.cli.progress import say  # noqa: PLC0415 - not needed for --help
    from postcheck.drafts.checkout import checkout  # noqa: PLC0415 - not needed for --help
    from postcheck.drafts.repository import index, repository_root  # noqa: PLC0415 - not needed for --help
    from postcheck.drafts.staged import may_be_post, staged_files  # noqa: PLC0415 - not needed for --help

    root = repository_root(Path.cwd())
    names = staged_files(root, given, named_only=named_only)
    if given and not names and not any(map(os.path.lexists, given)):
        say("what was named is not there, and nothing of it is staged, so nothing was checked.")
    if not names:
        index(root)  # raises if conflicts leave it open what will be committed
        yield Staged(root)
        return
    with checkout(root) as place, chdir(place.root):
        names = tuple(name for name in names if name in place.submodules or may_be_post(place.root / name))
        # A bare - would mean standard input.
        yield Staged(root, tuple("./-" if name == "-" else name for name in names), place)


def absolute(path: Path | None) -> Path | None:
    """Return ``path`` so that it means the same in another folder."""
    return None if path is None else Path(os.path.abspath(path.expanduser()))  # noqa: PTH100 - links stay as the user has them


def absolute_policy(policy: str | None) -> str | None:
    """Return a policy's name as it is, and a pack file's path so that it means the same in another folder."""
    return str(absolute(Path(policy))) if policy and policy.endswith(".toml") else policy


def absolute_environ(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment with the paths in it made absolute."""
    changed = dict(environ)
    if policy := absolute_policy(environ.get("POSTCHECK_POLICY")):
        changed["POSTCHECK_POLICY"] = policy
    for name in _PATHS:
        if name in environ:
            changed[name] = os.pathsep.join(
                str(absolute(Path(part))) if part.strip() else part for part in environ[name].split(os.pathsep)
            )
    return changed
