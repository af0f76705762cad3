"""Puts the commands of ``postcheck`` together; a command's module is loaded when the command is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from postcheck import __version__
from postcheck.late import loaded

_COMMANDS = {
    "check": "check",
    "redact": "redact",
    "init": "init",
    "doctor": "doctor",
    "help": "pages",
    "confirm": "confirm",
    "desk": "desk",
    "sign-off": "sign_off",
    "waive": "waive",
    "schema": "schema",
    "rules": "rules",
    "consent": "consent",
    "hook": "hook",
    "audit": "audit",
    "cache": "cache",
}
"""The module of each command, in the order of ``--help``. It has the command as ``command``, or as ``app`` if that has
commands of its own."""

_LOAD_MORE = frozenset({"check"})
"""The commands that say themselves when what they need is loaded."""


class _Commands(Mapping[str, Any]):
    """The commands by name, each put together when it is first asked for."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - some releases of typer have a click of their own
        if name not in self._known:
            self._known[name] = _command(name, import_module(f"postcheck.cli.{_COMMANDS[name]}"))
            if name not in _LOAD_MORE:
                loaded()
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in _COMMANDS

    def __iter__(self) -> Iterator[str]:
        return iter(_COMMANDS)

    def __len__(self) -> int:
        return len(_COMMANDS)


class _Group(TyperGroup):
    """A group whose commands are loaded one by one."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - typer's
        super().__init__(**{**attributes, "commands": {}})
        self.commands: Any = _Commands()

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - as above
        """Return the names of the commands, none of which is loaded for it."""
        del ctx
        return list(self.commands)


def _command(name: str, module: Any) -> Any:  # noqa: ANN401 - as above
    """Return the command of a module as typer makes it."""
    alone = typer.Typer()
    alone.callback()(lambda: None)  # makes it a group, however few commands it has
    if hasattr(module, "app"):
        alone.add_typer(module.app, name=name)
    else:
        alone.command(name)(module.command)
    return getattr(typer.main.get_command(alone), "commands", {})[name]


app = typer.Typer(
    name="postcheck",
    cls=_Group,
    help="Check a school's draft posts for pupils' names and pictures before they are published.",
    epilog="Start with: postcheck check drafts/ --consent consent.csv --policy aspire",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"postcheck {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Check a school's draft posts for pupils' names and pictures before they are published."""
    del version
