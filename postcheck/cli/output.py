"""Writes what a command has to say: to a terminal, a pipe or a file."""

from __future__ import annotations

import codecs
import os
import shutil
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from postcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postcheck.report.sheet import Sheet

_BEGINNING = 12
"""Bytes in which a page is like the one that the same command wrote before, and like nothing else."""

_ESCAPE = "\x1b["
"""How a code that changes the colour begins. Nothing of a draft is shown with one in it."""


def today_in_london() -> str:
    """Return today's date in Europe/London, ISO."""
    from datetime import datetime  # noqa: PLC0415 - kept out of the start of every command
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - not needed for --help

    return datetime.now(ZoneInfo("Europe/London")).date().isoformat()


def write(text: str | Iterator[str], output: Path | None, *, encoding: str = "utf-8") -> None:
    """Write text, or pieces of it as they come, to a file (UTF-8) or, in ``encoding``, to standard output as it is.

    Raises
    ------
    UsageError
        If the file cannot be written, or holds what no command wrote.
    """
    if output is None or _is_standard_output(output):
        if sys.platform == "win32" and isinstance(text, str) and _ESCAPE in text:
            _show_in_console(text)
            return
        try:
            sys.stdout.flush()
            for data in codecs.iterencode(_pieces(text), encoding, errors="replace"):
                left = memoryview(data)
                while left:  # an unbuffered stream interrupted by a signal takes only a part
                    left = left[sys.stdout.buffer.write(left) :]
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            # Whoever reads the report has seen enough. Python would complain again when it closes the stream.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (OSError, AttributeError) as error:
            reason = (
                os.strerror(error.errno)
                if isinstance(error, OSError) and error.errno
                else "there is no standard output"
            )
            raise UsageError(
                f"the report could not be written: {reason}.", advice="Choose a file with --output."
            ) from None
        return
    from postcheck.formats.files import holds_something, not_replaced, write_whole  # noqa: PLC0415 - only for a file

    pieces = _pieces(text)
    begins = next(pieces, "")
    if holds_something(output) and not _is_former(output, begins):
        raise not_replaced("--output")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        write_whole(output, (piece.encode() for piece in chain((begins,), pieces)))
    except OSError as error:
        reason = error.strerror or "it cannot be written"
        raise UsageError(
            f"the report could not be written: {reason}.", advice="Choose another file with --output."
        ) from None


def _pieces(text: str | Iterator[str]) -> Iterator[str]:
    return iter((text,)) if isinstance(text, str) else text


def _is_standard_output(output: Path) -> bool:
    from postcheck.formats.files import is_standard_output  # noqa: PLC0415 - only for a file

    return is_standard_output(output)


def _show_in_console(text: str) -> None:
    """Show a coloured page in Windows' console, as rich does: a classic one prints codes as they are."""
    from rich.console import Console  # noqa: PLC0415 - not needed for --help
    from rich.text import Text  # noqa: PLC0415 - as above

    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    console.print(Text.from_ansi(text.removesuffix("\n")), soft_wrap=True)


def _is_former(output: Path, text: str) -> bool:
    """Whether a file is what a command like this one wrote before: a report, or a page that begins like this one."""
    from postcheck.formats.recognise import is_report  # noqa: PLC0415 - not needed for --help

    if is_report(output):
        return True
    begins = text.encode()[:_BEGINNING]
    try:
        with output.open("rb") as file:
            return file.read(len(begins)) == begins
    except OSError:
        return False


def show(page: Sheet, output: Path | None) -> None:
    """Write a page for people.

    A file gets plain UTF-8 text; a terminal its own width, colours and encoding.
    """
    from postcheck.report.base import ReportOptions  # noqa: PLC0415 - rich is not needed for --help
    from postcheck.report.sheet import to_text  # noqa: PLC0415 - not needed for --help

    encoding = "utf-8" if output else getattr(sys.stdout, "encoding", None) or "utf-8"
    options = ReportOptions(
        width=width() if output is None else None, colour=output is None and in_colour(), encoding=encoding
    )
    write(to_text(page, options), output, encoding=encoding)


def in_colour() -> bool:
    """Whether standard output gets colours: a terminal does, and whatever else ``FORCE_COLOR`` says so of.

    ``NO_COLOR`` forbids them all the same (https://no-color.org, https://force-color.org).
    """
    if sys.stdout is None or os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or on_terminal()


def on_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def width() -> int | None:
    """Return the columns that the user's COLUMNS names, or the terminal's; None if there is neither."""
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named):
        return int(named)
    return shutil.get_terminal_size().columns if on_terminal() else None
