"""Text as it is written into the HTML report: everything that comes from a draft is escaped here and nowhere else."""

from __future__ import annotations

import html
import re

from postcheck.model.report import Verdict
from postcheck.report.plain import plain

_LINE_END = re.compile(r"\r\n|\r|\n")
_CODE = re.compile(r"`([^`]+)`")


def escaped(text: str) -> str:
    """Return any text for one line of the page."""
    return html.escape(plain(text))


def escaped_lines(text: str) -> str:
    """Return any text for an element that keeps line ends."""
    return "\n".join(map(escaped, _LINE_END.split(text)))


def prose(text: str) -> str:
    """Return a sentence of ours, in which backticks mark code."""
    return _CODE.sub(r"<code>\1</code>", escaped(text))


def badge(verdict: Verdict) -> str:
    """Return a verdict as a coloured label."""
    return f'<span class="badge {verdict.value}">{verdict.value.upper()}</span>'
