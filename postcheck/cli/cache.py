"""``postcheck cache``: what is remembered of pictures that were read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from postcheck.cli import options

if TYPE_CHECKING:
    from postcheck.read.cache import CacheSize, Store

app = typer.Typer(no_args_is_help=True, help="Look after what is remembered of pictures.")


@app.callback()
def _group() -> None:
    """Look after what is remembered of pictures."""


@app.command("clear")
def clear(config: options.Config = None, no_config: options.NoConfig = False) -> None:
    """Remove everything that was remembered of pictures.

    Example: postcheck cache clear
    """
    store = _store(config, no_config=no_config)
    found = store.clear()
    typer.echo(
        f"Removed {_said(found)} from {store.folder}."
        if found.entries
        else f"Nothing was remembered in {store.folder}."
    )


@app.command("info")
def info(config: options.Config = None, no_config: options.NoConfig = False) -> None:
    """Say how much is remembered of pictures, and where.

    Example: postcheck cache info
    """
    store = _store(config, no_config=no_config)
    found = store.size()
    typer.echo(
        f"Remembered: {_said(found)} in {store.folder}."
        if found.entries
        else f"Nothing is remembered in {store.folder}."
    )


def _store(config: Path | None, *, no_config: bool) -> Store:
    from postcheck.config.settings import load_settings  # noqa: PLC0415 - not needed for --help
    from postcheck.read.cache import Store  # noqa: PLC0415 - the same

    return Store(load_settings(options.settings_file(config, no_config=no_config), environ=os.environ).cache)


def _said(found: CacheSize) -> str:
    readings = "1 reading of a picture" if found.entries == 1 else f"{found.entries} readings of pictures"
    return f"{readings} ({found.size / 1000:,.0f} kB)"
