"""The report of an audit for programs (``postcheck-audit/1``).

``docs/audit.md`` describes it, and ``schema/postcheck-audit-1.json`` defines it.
"""

from __future__ import annotations

from collections.abc import Iterator

import postcheck
from postcheck.model.audit import AuditItem, AuditReport, comes_down
from postcheck.model.report import Flag
from postcheck.report import audit_words as words
from postcheck.report.audit_base import AuditOptions
from postcheck.report.json_report import dumped, flag_keys, policy
from postcheck.report.mask import Masker

SCHEMA = "postcheck-audit/1"


def render(report: AuditReport, options: AuditOptions) -> Iterator[str]:
    """Yield the report as JSON."""
    masker = Masker(report.as_checked, show_names=options.page.show_names)
    down = [item for item in report.items if item.comes_down]
    return dumped(
        {
            "schema": SCHEMA,
            "tool": {"name": "postcheck", "version": postcheck.__version__},
            "policy": policy(report.pack) | {"review_overdue": report.pack.review_overdue(report.day)},
            "date": report.day.isoformat(),
            "summary": {
                "verdict": report.verdict.value,
                "items": report.total,
                "come_down": len(down),
                "may_stay": len(report.items) - len(down),
                "not_examined": len(report.not_examined),
                "sources": dict(report.sources),
                "media": report.media,
                "no_longer_in_archive": report.gone,
            },
            **({"notes": [masker.prose(note) for note in report.notes]} if report.notes else {}),
            **({"pupil": report.pupil} if report.pupil else {}),
            **({"changes": _changes(report)} if report.changes else {}),
            "pupils": [
                {
                    "id": line.identity,
                    **({"name": line.name} if line.name else {}),
                    "items": line.items,
                    "may_stay": line.stays,
                    "reasons": {cause.value: number for cause, number in line.causes.items()},
                }
                for line in words.pupils(report, show_names=options.page.show_names)
            ],
            "items": (_item(item, report, masker) for item in report.items),
            "not_examined": (
                {
                    "place": masker.path(one.place),
                    "file": masker.path(one.file) or None,
                    "address": masker.path(one.address) or None,
                    "reason": masker.prose(one.reason),
                }
                for one in report.not_examined
            ),
        }
    )


def _changes(report: AuditReport) -> dict[str, object]:
    changes = report.changes
    assert changes is not None  # noqa: S101 - only asked where there are some
    return {
        "since": changes.since.isoformat(),
        "compared_with": changes.compared.isoformat(),
        "changed": changes.changed,
        "new": changes.new,
        "lapsed": changes.lapsed,
        "gone": changes.gone,
        "read": changes.read,
    }


def _item(item: AuditItem, report: AuditReport, masker: Masker) -> dict[str, object]:
    return {
        "source": item.source,
        "kind": item.kind,
        "date": item.date.isoformat() if item.date else None,
        "account": masker.written(item.account) or None,
        "address": masker.path(item.address) or None,
        "place": masker.path(item.place),
        "channels": list(item.post.channels),
        "reason": item.cause.value,
        "comes_down": item.comes_down,
        "in_archive": not item.gone,
        "media": [
            {
                "file": masker.path(medium.file),
                "kind": medium.kind,
                "archive": masker.path(medium.archive) or None,
                "looked_at": medium.looked_at,
            }
            for medium in item.media
        ],
        "flags": [_flag(flag, report, masker) for flag in item.post.flags],
    }


def _flag(flag: Flag, report: AuditReport, masker: Masker) -> dict[str, object]:
    return flag_keys(flag, report.pack, masker) | {
        "reason": words.reason_of(flag, report.pupil).value,
        "comes_down": comes_down(flag),
        "reason_of": {identity: cause.value for identity, cause in flag.causes},
    }
