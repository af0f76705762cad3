"""Results are put into a page of the documentation, between two marks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def write_between(page: Path, begin: str, end: str, pieces: Sequence[str]) -> None:
    """Put pieces of text into a page, in place of what was between two lines.

    Raises
    ------
    SystemExit
        If the page lacks one of the lines.
    """
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, mark, after = rest.partition(end)
    if not mark:
        raise SystemExit(f"{page} has no lines “{begin}” and “{end}” to write between.")
    page.write_text(
        "\n\n".join((before + begin, *(piece.strip("\n") for piece in pieces), mark + after)), encoding="utf-8"
    )
