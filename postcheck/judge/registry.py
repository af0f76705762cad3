"""Every kind of rule, by the name that packs use for it."""

from __future__ import annotations

from postcheck.judge.approval import CHECK as SIGN_OFFS
from postcheck.judge.barring import CHECK as BARRED
from postcheck.judge.checks import (
    adults,
    channel,
    checklist,
    consent,
    detail,
    faces,
    links,
    location,
    material,
    name,
    permissions,
    phrases,
    pictured,
    record,
    schedule,
    tagging,
    video,
    whose,
    work,
)
from postcheck.judge.checks.base import Check
from postcheck.judge.waiving import CHECK as WAIVERS

CHECKS: dict[str, Check] = {
    check.name: check
    for check in (
        name.CHECK,
        pictured.CHECK,
        pictured.BAR,
        faces.CHECK,
        consent.CHECK,
        consent.OWN_SAY,
        channel.CHECK,
        channel.ACCOUNT,
        location.CHECK,
        detail.CHECK,
        checklist.CHECK,
        record.HEADER,
        record.PEOPLE,
        permissions.CHECK,
        tagging.CHECK,
        video.SIZE,
        video.UNLISTED,
        phrases.CHECK,
        links.CHECK,
        material.CHECK,
        adults.CHECK,
        schedule.EMBARGO,
        schedule.STALE,
        WAIVERS,
        SIGN_OFFS,
        BARRED,
        work.CHECK,
        work.QUOTE,
        whose.CHECK,
    )
}
ON_PUPILS = frozenset(
    check.name
    for check in (
        name.CHECK,
        pictured.CHECK,
        pictured.BAR,
        consent.CHECK,
        consent.OWN_SAY,
        work.CHECK,
        work.QUOTE,
        BARRED,
    )
)
"""Kinds of rules that say which pupils their findings are about."""
