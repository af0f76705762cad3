"""The report as GitLab's code quality JSON: each flag becomes a remark at its line in a merge request.

``docs/formats.md`` describes it. Others keep such files, so nothing in them says what was seen; file names are left as
they are, so that the files can be found, unless names are to be hidden.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

from postcheck.model.draft import Unexamined
from postcheck.model.report import DraftReport, Flag, Report
from postcheck.model.severity import Severity
from postcheck.report.base import ReportOptions
from postcheck.report.extent import extent
from postcheck.report.json_report import dumps
from postcheck.report.mask import Masker
from postcheck.report.place import Places
from postcheck.report.plain import plain
from postcheck.report.summary import next_step, outcome, waived

NOT_EXAMINED = "not-examined"
"""What takes the place of a rule for something that could not be examined, or if there was nothing to check."""
WAIVED = "waived"
"""What takes the place of a rule for what was waived, or settled by a sign-off."""
_SEVERITIES = {Severity.FAIL: "blocker", Severity.REVIEW: "major", Severity.NOTE: "info"}
_UNKNOWN = "critical"
"""How bad it is that something could not be examined: GitLab has no word for a doubt, and it is no pass."""
Object = dict[str, object]


def render(report: Report, options: ReportOptions) -> str:
    """Return the report as a list of issues; an empty one is a pass."""
    run = _Issues(report, options)
    return dumps([issue for post in report.posts for issue in run.of_post(post)] or [*run.of_nothing()])


class _Issues:
    """The issues of one run, each with a fingerprint of its own."""

    def __init__(self, report: Report, options: ReportOptions) -> None:
        self._report = report
        self._paths = Masker(report, show_names=options.show_names)
        self._masker = Masker(report, show_names=False)
        self._seen: Counter[tuple[str, ...]] = Counter()

    def of_post(self, post: DraftReport) -> Iterator[Object]:
        """Yield what is not examined, what is flagged, the worst first, and what was set aside."""
        places = Places(post, self._masker)
        for item in post.unexamined:
            yield self._unexamined(item, places)
        for flag in sorted(post.flags, key=lambda flag: (-flag.severity.rank, places.order(flag.where))):
            yield self._flag(post, flag, places)
        if post.suppressed:
            yield self._issue(WAIVED, "info", waived(post.suppressed), post.draft.path)

    def of_nothing(self) -> Iterator[Object]:
        """Yield that there was nothing to check, unless that is all right."""
        if not self._report.posts and not self._report.may_be_empty:
            yield self._issue(NOT_EXAMINED, _UNKNOWN, f"{outcome(self._report)} {next_step(self._report)}", ".")

    def _flag(self, post: DraftReport, flag: Flag, places: Places) -> Object:
        rule = post.pack.by_id.get(flag.rule)
        found = extent(post, flag.where)
        place = "" if found else places.words(flag)
        seen = f"{flag.message} Where: {place}." if place else flag.message
        said = f"{rule.title}: {seen} {flag.advice}" if rule else f"{seen} {flag.advice}"
        lines: Object = {"begin": found.line, "end": found.end_line} if found else {"begin": 1}
        known = self._paths.fingerprint(flag.fingerprint)
        return self._issue(flag.rule, _SEVERITIES[flag.severity], said, flag.where.file, lines, known)

    def _unexamined(self, item: Unexamined, places: Places) -> Object:
        said = f"{places.name(item.file)} could not be examined: {item.reason}"
        return self._issue(NOT_EXAMINED, _UNKNOWN, said, item.file)

    def _issue(
        self, check: str, severity: str, said: str, file: str, lines: Object | None = None, known: str = ""
    ) -> Object:
        path = PurePath(self._paths.path(file)).as_posix()
        key = (check, path, known)
        self._seen[key] += 1
        identity = "\0".join((*key, str(self._seen[key]))).encode("utf-8", "surrogatepass")
        return {
            "engine_name": "postcheck",
            "check_name": check,
            "description": plain(self._masker.prose(said.strip())),
            "severity": severity,
            "fingerprint": hashlib.sha256(identity).hexdigest()[:32],
            "location": {"path": plain(path), "lines": lines or {"begin": 1}},
        }
