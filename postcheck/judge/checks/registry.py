"""Every kind of rule, by the name that packs use for it."""

from __future__ import annotations

from postcheck.judge.checks import channel, consent, location, name, pictured, record, tagging, video
from postcheck.judge.checks.base import Check

CHECKS: dict[str, Check] = {
    check.name: check
    for check in (
        name.CHECK,
        pictured.CHECK,
        pictured.BAR,
        consent.CHECK,
        channel.CHECK,
        channel.ACCOUNT,
        location.CHECK,
        record.CHECKLIST,
        record.HEADER,
        record.PEOPLE,
        record.PERMISSION,
        tagging.CHECK,
        video.SIZE,
        video.UNLISTED,
    )
}
