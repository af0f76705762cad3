"""``postcheck desk``: a page on this computer only, on which a post is checked while it is written."""

from __future__ import annotations

import os
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import options
from postcheck.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from postcheck.desk.server import Server

_NEEDED = ("starlette", "uvicorn")


def command(
    consent: options.Consent = None,
    people: options.People = None,
    policy: options.Policy = None,
    channel: options.Channel = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    date: options.Day = None,
    ocr: options.Ocr = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="The port to listen at; 0 takes any that is free.")
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser, or only print its address.")
    ] = True,
) -> None:
    """Open a page on this computer: paste a post, drop its pictures, and see the verdict as you type.

    Nobody else can reach the page, and nothing leaves the computer. It stops with Ctrl-C, or by itself when the page
    has been closed for ten minutes.

    Example: postcheck desk
    """
    if not all(map(find_spec, _NEEDED)):
        from postcheck.extras import how_to_add  # noqa: PLC0415 - rarely needed

        raise UsageError("the desk needs two packages more.", advice=how_to_add("desk"))
    from postcheck.cli.progress import interruptions, say  # noqa: PLC0415 - not needed for --help
    from postcheck.config.settings import Overrides, load_settings  # noqa: PLC0415 - not needed for --help
    from postcheck.desk.examiner import Choices, Examiner  # noqa: PLC0415 - it loads everything; --help must not
    from postcheck.desk.server import Server, listening_socket  # noqa: PLC0415 - as above
    from postcheck.read.cache import cache_folder  # noqa: PLC0415 - as above

    fixed = options.day(date) if date is not None else None
    named = options.named_config(config, no_config=no_config)
    overrides = Overrides(
        policy=policy,
        consent=tuple(consent or ()),
        people=tuple(people or ()),
        channels=options.channels(channel),
        ocr=ocr,
    )
    choices = Choices(
        overrides, options.channels(channel), named, no_config, lambda: fixed or _today(), Path.cwd(), dict(os.environ)
    )
    listening = listening_socket(port)
    examiner = Examiner(choices)
    say("loading what a check needs …")
    examiner.open()
    file = options.settings_file(config, no_config=no_config)
    settings = load_settings(file, overrides=overrides, environ=os.environ)
    server = Server(examiner, listening, cache_folder(settings.cache) / "desk", _drafts_folder(file))

    def heard(number: int, frame: FrameType | None) -> None:
        del number, frame
        if server.stopped.is_set():
            os._exit(ExitCode.UNUSABLE)  # the next desk removes what is left of this one
        server.stopped.set()

    with interruptions(heard):
        alone = server.run(lambda once: _begun(server, once, browser=browser))
    say(
        "the page has been closed for ten minutes, so the desk has stopped. Open it again with: postcheck desk"
        if alone
        else "the desk is closed, and its copies of texts and pictures are deleted."
    )


def _begun(server: Server, once: str, *, browser: bool) -> None:
    """Say where the page is, and open it. A browser is told an address that works once: other users may see it."""
    typer.echo(f"The desk is open, on this computer only: {server.address}")
    typer.echo("It closes with Ctrl-C, or by itself ten minutes after its page is closed.")
    if browser:
        import webbrowser  # noqa: PLC0415 - rarely needed

        from postcheck.cli.progress import say  # noqa: PLC0415 - not needed for --help

        if not webbrowser.open(once):
            say("no browser could be opened. Open the address above yourself.")


def _drafts_folder(settings_file: Path | None) -> Path:
    """Return where drafts are: a folder of that name beside the settings, if there is one."""
    beside = settings_file.absolute().parent if settings_file else Path.cwd()
    return beside / "drafts" if (beside / "drafts").is_dir() else beside


def _today() -> date:
    return options.day(None)
