"""``postcheck cache``: look after what OCR has read in pictures and postcheck remembers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from postcheck.cli import options

if TYPE_CHECKING:
    from postcheck.read.cache import CacheFolder, CacheSize

app = typer.Typer(no_args_is_help=True, help="Look after what postcheck remembers about pictures.")


@app.callback()
def _group() -> None:
    """Look after what postcheck remembers about pictures."""


@app.command("clear")
def clear(config: options.Config = None, no_config: options.NoConfig = False) -> None:
    """Remove everything that postcheck remembers about pictures.

    Example: postcheck cache clear
    """
    folder = _cache_folder(config, no_config=no_config)
    found = folder.clear()
    typer.echo(
        f"Removed {_amount(found)} from {folder.path}."
        if found.entries
        else f"Nothing was remembered in {folder.path}."
    )


@app.command("info")
def info(config: options.Config = None, no_config: options.NoConfig = False) -> None:
    """Say how much postcheck remembers about pictures, and where.

    Example: postcheck cache info
    """
    folder = _cache_folder(config, no_config=no_config)
    found = folder.size()
    typer.echo(
        f"Remembered: {_amount(found)} in {folder.path}."
        if found.entries
        else f"Nothing is remembered in {folder.path}."
    )


def _cache_folder(config: Path | None, *, no_config: bool) -> CacheFolder:
    from postcheck.config.settings import load_settings  # noqa: PLC0415 - not needed for --help
    from postcheck.read.cache import CacheFolder  # noqa: PLC0415 - not needed for --help

    return CacheFolder(load_settings(options.settings_file(config, no_config=no_config), environ=os.environ).cache)


def _amount(found: CacheSize) -> str:
    readings = "1 reading of a picture" if found.entries == 1 else f"{found.entries} readings of pictures"
    return f"{readings} ({found.size / 1000:,.0f} kB)"
