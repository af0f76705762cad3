"""Tells a report that postcheck wrote from any other file in the place where the next one will be written."""

from __future__ import annotations

import os
import re
from collections import deque
from io import BytesIO
from pathlib import Path

from postcheck.late import late

_HEAD, _TAIL = 4_096, 16_384
"""Bytes at a file's beginning and end that are looked at."""
_NOTHING = r"No drafts were found, so nothing was checked\."
_SIGNS = (
    # JSON and JSON lines, GitLab, SARIF, JUnit, HTML, Markdown, GitHub and the report for people. What is between head
    # and tail is left out.
    late(r'\{\s*"schema": "postcheck-report(?:-lines)?/'),
    late(r'\[(?:\s*\{\s*"engine_name": "postcheck",|\]\s*\Z)'),
    late(r'\{\s*"\$schema": "[^"]*sarif[^"]*",.{0,200}?"driver": \{\s*"name": "postcheck"', re.DOTALL),
    late(r'<\?xml [^>]*>\s*<testsuites name="postcheck" '),
    late(r'<!DOCTYPE html>.{0,2000}?<meta name="generator" content="postcheck ', re.DOTALL),
    late(r"## postcheck(?: audit)?: "),
    late(rf"(?:::.*\n)?postcheck: (?:checked \d+ posts?\. |{_NOTHING})[^\n]*\n\Z", re.DOTALL),
    # The same of an audit; its JSON and HTML are told as those of a check are.
    late(r'\{\s*"schema": "postcheck-audit/'),
    late(r"\ufeffpupil_id,(?:name,)?reason,level,rule,rule_title,date,source,account,"),
    late(r"Policy: .*\nIn the store: \d", re.DOTALL),
    late(
        r"(?:(?:FAIL|REVIEW|INCOMPLETE|PASS)  |Verdict +Post|The check was stopped before it reached ).*"
        r"\nPolicy: .*\nChecked \d+ posts?: \d.*\nNext: ",
        re.DOTALL,
    ),
    late(r"(?:(?:FAIL|REVIEW|INCOMPLETE|PASS)  \S[^\n]*\n)+\Z"),
    late(rf"Policy: .*\n(?:Checked \d+ posts?: \d|{_NOTHING})", re.DOTALL),
)
_OF_LINES = late(r'\{"schema": "postcheck-report-lines/')


def is_report(path: Path) -> bool:
    """Whether a file is the report of a check, in any format. A file that cannot be read is not."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            data = file.read(_HEAD)
            size = file.seek(0, os.SEEK_END)
            file.seek(max(len(data), size - _TAIL))
            data += file.read()
    except OSError:
        return False
    text = data.decode("utf-8", errors="replace")
    return any(sign.match(text) for sign in _SIGNS) and _ends_as_begun(path, text)


def _ends_as_begun(path: Path, text: str) -> bool:
    """Whether a report in a markup is whole, with nothing after it that somebody added."""
    if text.startswith(("{", "[")):
        import ijson  # noqa: PLC0415 - only where there is such a report

        lines = _OF_LINES.match(text) is not None
        try:
            with path.open("rb") as file:
                # Read through and not kept: the report of an audit can be larger than memory.
                for document in map(BytesIO, file) if lines else (file,):
                    deque(ijson.basic_parse(document), maxlen=0)
        except (OSError, ValueError, ijson.JSONError, RecursionError):
            return False
        return True
    ends = {"<?xml": "</testsuites>", "<!DOCTYPE html>": "</html>"}
    return all(text.rstrip().endswith(end) for begin, end in ends.items() if text.startswith(begin))
