"""``postcheck hook``: let git ask postcheck before each commit, in repositories that do not use pre-commit."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from postcheck.errors import UsageError
from postcheck.formats.files import write_whole

app = typer.Typer(no_args_is_help=True, help="Check what is staged before each git commit.")

_MARK = "# Written by: postcheck hook install"


@app.callback()
def _group() -> None:
    """Check what is staged before each git commit."""


@app.command("install")
def install(
    paths: Annotated[list[str] | None, typer.Argument(metavar="[FOLDER...]", help="Check only these folders.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a hook of another tool.")] = False,
) -> None:
    """Have git check the staged posts before each commit. A commit with a flagged post is stopped.

    Policy and consent list come from postcheck.toml or the environment. The consent list need not be in the repository.

    Example: postcheck hook install content/
    """
    hook = _hook_file()
    if os.path.lexists(hook) and not _ours(hook) and not force:
        advice = f"Add this line to it: {_command(paths or [])}   Or replace it with --force."
        raise UsageError("git already has another tool's pre-commit hook here.", advice=advice, file=str(hook))
    if not all(Path(folder).is_dir() for folder in paths or ()):
        raise UsageError("there is no such folder.", advice="Name folders of this repository, or none for all of it.")
    text = f"#!/bin/sh\n{_MARK}\nexec {_command(paths or [])}\n"
    try:
        hook.parent.mkdir(parents=True, exist_ok=True)
        if hook.is_symlink():
            hook.unlink()  # what it leads to belongs to somebody else
        write_whole(hook, text.encode())
        hook.chmod(0o755)
    except OSError as error:
        raise _not_written(hook, error) from None
    typer.echo(f"Installed: {hook}")
    typer.echo("Each commit is checked from now on. To see what it would say: postcheck check --staged")


@app.command("uninstall")
def uninstall() -> None:
    """Remove the hook that `postcheck hook install` wrote.

    Example: postcheck hook uninstall
    """
    hook = _hook_file()
    if not os.path.lexists(hook):
        typer.echo("There is no hook to remove.")
        return
    if not _ours(hook):
        raise UsageError("this hook is another tool's.", advice="Edit it by hand.", file=str(hook))
    try:
        hook.unlink()
    except OSError as error:
        raise _not_written(hook, error) from None
    typer.echo(f"Removed: {hook}")


def _hook_file() -> Path:
    from postcheck.drafts.repository import hooks_folder  # noqa: PLC0415 - not needed for --help

    return hooks_folder(Path.cwd()) / "pre-commit"


def _ours(hook: Path) -> bool:
    """Whether `postcheck hook install` wrote a hook; what a link leads to, it did not."""
    try:
        return hook.is_file() and not hook.is_symlink() and _MARK in hook.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def _command(folders: list[str]) -> str:
    """Return the hook's command, quoted for git's shell, which is a POSIX shell even on Windows.

    Git runs it in the repository's root, whose own files are kept from standing in for Python's modules.
    """
    from postcheck.drafts.repository import below_root  # noqa: PLC0415 - not needed for --help

    below = [below_root(Path.cwd(), folder) for folder in folders]
    named = [f"./{folder}" if folder.startswith("-") else folder for folder in below]
    program = Path(sys.executable).as_posix()
    # The stand-alone postcheck is itself the program that runs.
    command = [program] if getattr(sys, "frozen", False) else [program, "-P", "-m", "postcheck"]
    return shlex.join([*command, "check", "--staged", *named])


def _not_written(hook: Path, error: OSError) -> UsageError:
    reason = os.strerror(error.errno) if error.errno else "it cannot be written"
    return UsageError(
        f"the hook could not be changed: {reason}.", advice="See whether you may write to the folder.", file=str(hook)
    )
