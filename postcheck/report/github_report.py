"""The report as workflow commands for GitHub Actions: each flag becomes an annotation at its line.

``docs/formats.md`` describes them. The logs of a public repository are public: no evidence is printed, whatever the
options say, and a file whose name gives a pupil away is not named.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from postcheck.model.draft import Unexamined
from postcheck.model.report import DraftReport, Flag, Report
from postcheck.model.severity import Severity
from postcheck.report.base import ReportOptions
from postcheck.report.extent import extent
from postcheck.report.mask import Masker
from postcheck.report.place import Places
from postcheck.report.plain import plain
from postcheck.report.summary import all_waived, outcome
from postcheck.report.wording import count

_COMMANDS = {Severity.FAIL: "error", Severity.REVIEW: "warning", Severity.NOTE: "notice"}
_STANDARD_INPUT = "-"


def render(report: Report, options: ReportOptions) -> str:  # noqa: ARG001 - every format takes the options; this one never shows names
    """Return the workflow commands, and a last line that says what the run came to."""
    masker = Masker(report, show_names=False)
    lines = [line for post in report.posts for line in _post(post, masker)]
    checked = f"postcheck: checked {count(len(report.posts), 'post')}. " if report.posts else "postcheck: "
    return "\n".join([*lines, f"{checked}{outcome(report)} {all_waived(report)}".rstrip(), ""])


def _post(post: DraftReport, masker: Masker) -> Iterator[str]:
    places = Places(post, masker)
    for item in post.unexamined:
        yield _unexamined(item, places, masker)
    for flag in sorted(post.flags, key=lambda flag: (-flag.severity.rank, places.order(flag.where))):
        yield _flag(post, flag, places, masker)


def _flag(post: DraftReport, flag: Flag, places: Places, masker: Masker) -> str:
    rule = post.pack.by_id.get(flag.rule)
    properties = _file(flag.where.file, masker)
    found = extent(post, flag.where)
    if properties and found:
        properties |= {"line": str(found.line)}
        if found.end_line == found.line:
            # GitHub takes columns only for what lies within one line.
            properties |= {"col": str(found.column), "endColumn": str(found.end_column)}
        else:
            properties |= {"endLine": str(found.end_line)}
    properties["title"] = plain(f"{rule.title} [{flag.rule}]" if rule else flag.rule)
    place = places.words(flag)
    seen = (
        f"{flag.message} Where: {place}."
        if place and ("line" not in properties or "file" not in properties)
        else flag.message
    )
    named = seen if "file" in properties else f"{_shown(post.draft.path, masker)}: {seen}"
    return _command(_COMMANDS[flag.severity], properties, masker.prose(f"{named} {flag.advice}".strip()))


def _unexamined(item: Unexamined, places: Places, masker: Masker) -> str:
    return _command(
        "error",
        _file(item.file, masker) | {"title": "Could not be examined"},
        f"{places.name(item.file)}: {masker.prose(item.reason)}",
    )


def _file(file: str, masker: Masker) -> dict[str, str]:
    """Return the file to which GitHub attaches the annotation; nothing if it could not find it or must not name it."""
    if file == _STANDARD_INPUT or masker.path(file) != file or plain(file) != file:
        return {}
    return {"file": PurePath(file).as_posix()}


def _shown(file: str, masker: Masker) -> str:
    return "standard input" if file == _STANDARD_INPUT else masker.path(file)


def _command(command: str, properties: dict[str, str], message: str) -> str:
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{command} {written}::{_data(plain(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
