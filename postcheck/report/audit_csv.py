"""The report of an audit as a table for the office: one line for each flag and pupil.

A spreadsheet takes what begins with ``=``, ``+``, ``-`` or ``@`` for a formula; such a cell gets an apostrophe before
it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from postcheck.model.audit import AuditItem, AuditReport
from postcheck.model.cause import Cause
from postcheck.model.report import Flag
from postcheck.report.audit_base import AuditOptions
from postcheck.report.mask import Masker
from postcheck.report.place import Places
from postcheck.report.plain import plain

COLUMNS = (
    "pupil_id",
    "name",
    "reason",
    "level",
    "rule",
    "rule_title",
    "date",
    "source",
    "account",
    "address",
    "place",
    "in_archive",
    "file",
    "where",
    "evidence",
    "what",
)
_LEVELS = {"fail": "must come down", "review": "decide", "note": "may stay"}
_FORMULA = ("=", "+", "-", "@")


def render(report: AuditReport, options: AuditOptions) -> Iterator[str]:
    """Yield the report as CSV, with a byte order mark so that spreadsheets read it as UTF-8."""
    show_names = options.page.show_names
    masker = Masker(report.as_checked, show_names=show_names)
    columns = [column for column in COLUMNS if show_names or column != "name"]
    written = _Written()
    table = csv.DictWriter(written, columns, extrasaction="ignore")
    table.writeheader()
    yield "\ufeff" + written.taken()
    for item in report.items:
        places = Places(item.post, masker)
        for flag in item.post.flags:
            for row in _rows(report, item, flag, places, masker):
                table.writerow({key: _cell(value) for key, value in row.items()})
        yield written.taken()
    for one in report.not_examined:
        row = {
            "reason": "not_examined",
            "address": masker.path(one.address),
            "place": masker.path(one.place),
            "file": masker.path(one.file),
            "what": masker.prose(one.reason),
        }
        table.writerow({key: _cell(value) for key, value in row.items()})
        yield written.taken()


class _Written(io.StringIO):
    """Holds what was written since it was last taken."""

    def taken(self) -> str:
        text = self.getvalue()
        self.seek(0)
        self.truncate()
        return text


def _rows(report: AuditReport, item: AuditItem, flag: Flag, places: Places, masker: Masker) -> Iterator[dict[str, str]]:
    causes = dict(flag.causes)
    rule = report.pack.by_id.get(flag.rule)
    # Of several pupils who may be meant, those for whom nothing speaks against it need no line.
    wanted = [report.pupil] if report.pupil else [one for one in flag.pupil_ids if one in causes]
    for identity in wanted:
        cause = causes.get(identity, Cause.PERMITTED)
        yield {
            "pupil_id": identity,
            "name": report.names.get(identity, ""),
            "reason": cause.value,
            "level": _LEVELS["note" if cause is Cause.PERMITTED else flag.severity.value],
            "rule": flag.rule,
            "rule_title": rule.title if rule else "",
            "date": item.date.isoformat() if item.date else "",
            "source": item.source,
            "account": masker.written(item.account),
            "address": masker.path(item.address),
            "place": masker.path(item.place),
            "in_archive": "no" if item.gone else "yes",
            "file": "" if flag.where.file == item.post.draft.path else masker.path(flag.where.file),
            "where": places.words(flag) or "the item as a whole",
            "evidence": masker.evidence(flag.evidence),
            "what": masker.prose(flag.message),
        }


def _cell(value: str) -> str:
    """Return a value that no spreadsheet runs."""
    text = plain(value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
