"""``postcheck cache``: look after what was read in pictures, and seen in texts, and is remembered."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from postcheck.cli import options

if TYPE_CHECKING:
    from postcheck.read.cache import CacheFolder, CacheSize
    from postcheck.read.text_cache import TextCache

app = typer.Typer(no_args_is_help=True, help="Look after what postcheck remembers about pictures and texts.")


@app.callback()
def _group() -> None:
    """Look after what postcheck remembers about pictures and texts."""


@app.command("clear")
def clear(config: options.Config = None, no_config: options.NoConfig = False) -> None:
    """Remove everything that postcheck remembers about pictures and texts.

    Example: postcheck cache clear
    """
    folder, texts = _caches(config, no_config=no_config)
    found = _amount(folder.clear(), texts.clear())
    typer.echo(f"Removed {found} from {folder.path}." if found else f"Nothing was remembered in {folder.path}.")


@app.command("info")
def info(config: options.Config = None, no_config: options.NoConfig = False) -> None:
    """Say how much postcheck remembers about pictures and texts, and where.

    Example: postcheck cache info
    """
    folder, texts = _caches(config, no_config=no_config)
    found = _amount(folder.size(), texts.size())
    typer.echo(f"Remembered: {found} in {folder.path}." if found else f"Nothing is remembered in {folder.path}.")


def _caches(config: Path | None, *, no_config: bool) -> tuple[CacheFolder, TextCache]:
    from postcheck.config.settings import load_settings  # noqa: PLC0415 - not needed for --help
    from postcheck.read.cache import CacheFolder  # noqa: PLC0415 - not needed for --help
    from postcheck.read.text_cache import TextCache  # noqa: PLC0415 - not needed for --help

    settings = load_settings(options.settings_file(config, no_config=no_config), environ=os.environ).cache
    return CacheFolder(settings), TextCache(settings)


def _amount(pictures: CacheSize, texts: CacheSize) -> str:
    """Return how much there is, in words; empty if there is nothing."""
    told = []
    if pictures.entries:
        readings = "1 reading of a picture" if pictures.entries == 1 else f"{pictures.entries} readings of pictures"
        told.append(f"{readings} ({pictures.size / 1000:,.0f} kB)")
    if texts.entries:
        seen = "1 sentence or text" if texts.entries == 1 else f"{texts.entries:,} sentences and texts"
        told.append(f"what models saw in {seen} ({texts.size / 1000:,.0f} kB)")
    return " and ".join(told)
