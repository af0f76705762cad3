"""The JSON report (``postcheck-report/1``), for programs.

``docs/report-json.md`` describes it, and ``schema/postcheck-report-1.json`` defines it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

import postcheck
from postcheck.model.mention import Ground, Naming
from postcheck.model.pack import Pack
from postcheck.model.report import ChecklistItem, DraftReport, Flag, Report, Verdict
from postcheck.model.sign_off import SignOff, Standing
from postcheck.model.text import Box, PlaceKind, Where
from postcheck.report.base import ReportOptions
from postcheck.report.mask import Masker

SCHEMA = "postcheck-report/1"
_KEYS: dict[PlaceKind, tuple[str, ...]] = {
    PlaceKind.TEXT: ("field", "line", "column", "start", "end", "place", "time"),
    PlaceKind.IMAGE: ("box", "frame", "time", "confidence", "place"),
    PlaceKind.METADATA: ("field",),
    PlaceKind.FILENAME: ("field", "start", "end"),
    PlaceKind.POST: (),
}
_LINE_END = re.compile("[\x85\u2028\u2029]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def render(report: Report, options: ReportOptions) -> str:
    """Return the report as JSON: indented by two spaces, characters unescaped, with a final line end."""
    masker = Masker(report, show_names=options.show_names)
    posts = [post_keys(post, masker, explain=options.explain) for post in report.posts]
    return dumps({"schema": SCHEMA} | run_keys(report, masker) | {"posts": posts})


def run_keys(report: Report, masker: Masker) -> dict[str, object]:
    """Return the keys about the run as a whole."""
    return {
        "tool": {"name": "postcheck", "version": postcheck.__version__},
        "policy": policy(report.pack) | {"review_overdue": report.pack.review_overdue(report.day)},
        "summary": {
            "verdict": report.verdict.value,
            "posts": len(report.posts),
            **{
                verdict.value: report.count(verdict)
                for verdict in (Verdict.PASS, Verdict.REVIEW, Verdict.FAIL, Verdict.INCOMPLETE)
            },
        },
        **({"notes": [masker.prose(note) for note in report.notes]} if report.notes else {}),
    }


def dumps(value: object) -> str:
    """Return ``value`` as JSON in the form that postcheck writes everywhere; it can always be encoded as UTF-8."""
    return _encodable(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def dumped(keys: Mapping[str, object]) -> Iterator[str]:
    """Yield an object just as :func:`dumps` returns it; of a value that is an iterator, no more than one at a time."""
    before = "{"
    for key, value in keys.items():
        yield f"{before}\n  {_inner(key)}: "
        before = ","
        if isinstance(value, Iterator):
            opened = "["
            for one in value:
                yield f"{opened}\n    {_inner(one, 4)}"
                opened = ","
            yield "[]" if opened == "[" else "\n  ]"
        else:
            yield _inner(value, 2)
    yield "\n}\n" if keys else "{}\n"


def _inner(value: object, indent: int = 0) -> str:
    """Return a value that stands within another one; no text of it holds the end of a line as such."""
    return dumps(value).removesuffix("\n").replace("\n", "\n" + " " * indent)


def one_line(value: object) -> str:
    """Return ``value`` as JSON on one line of its own; it can always be encoded as UTF-8."""
    text = json.dumps(value, ensure_ascii=False) + "\n"
    # Readers that split at what Unicode takes for the end of a line would cut it in two.
    return _encodable(_LINE_END.sub(_escaped, text[:-1]) + "\n")


def _encodable(text: str) -> str:
    # A file name that is not valid Unicode reaches us with lone surrogates, which UTF-8 cannot carry but JSON's own
    # escapes can.
    return _LONE_SURROGATE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def policy(pack: Pack) -> dict[str, object]:
    """Return the keys that say which policy was applied."""
    return {"id": pack.id, "title": pack.title, "version": pack.version, "review_due": pack.review_due}


def post_keys(post: DraftReport, masker: Masker, *, explain: bool) -> dict[str, object]:
    """Return the keys of a post."""
    return {
        "path": masker.path(post.draft.path),
        "verdict": post.verdict.value,
        "channels": list(post.channels),
        "policy": post.pack.id,
        "date": post.day.isoformat(),
        "flags": [flag_keys(flag, post.pack, masker, explain=explain) for flag in post.flags],
        "suppressed": [
            flag_keys(flag, post.pack, masker, explain=explain) | _decision(flag, masker) for flag in post.suppressed
        ],
        **({"sign_offs": [_sign_off(one, masker) for one in post.standings]} if post.standings else {}),
        "not_examined": [
            {"file": masker.path(item.file), "reason": masker.prose(item.reason)} for item in post.unexamined
        ],
        "checklist": [_item(item) for item in post.checklist],
    }


def flag_keys(flag: Flag, pack: Pack, masker: Masker, *, explain: bool = False) -> dict[str, object]:
    """Return the keys of a flag."""
    rule = pack.by_id.get(flag.rule)
    return {
        "rule": flag.rule,
        "title": rule.title if rule else None,
        "section": rule.section if rule else None,
        "category": flag.category.value,
        "severity": flag.severity.value,
        "message": masker.prose(flag.message),
        "advice": masker.prose(flag.advice),
        "evidence": masker.evidence(flag.evidence),
        "pupil_ids": list(flag.pupil_ids),
        "fingerprint": masker.fingerprint(flag.fingerprint),
        "where": _where(flag.where, masker),
        **({"boxes": [_corner_and_size(box) for box in flag.boxes]} if flag.boxes else {}),
        **(naming_keys(flag.naming) if flag.naming else {}),
        **({"explain": [_ground(ground) for ground in flag.naming.grounds]} if flag.naming and explain else {}),
    }


def naming_keys(naming: Naming) -> dict[str, object]:
    """Return the keys that say whose name it is."""
    confidence = round(naming.confidence, 2)
    return {"role": naming.role.value, "confidence": confidence, "reasons": list(naming.reasons)}


def _ground(ground: Ground) -> dict[str, object]:
    return {"code": ground.code, "says": ground.says, "toward": ground.toward, "weight": round(ground.weight, 2)}


def _decision(flag: Flag, masker: Masker) -> dict[str, object]:
    """Return the keys that say who set a flag aside."""
    waiver, sign_off = flag.waiver, flag.sign_off
    if sign_off:
        return {"reason": "signed off", **_signer(sign_off)}
    return (
        {"reason": masker.written(waiver.reason), "by": waiver.by, "until": waiver.until.isoformat()} if waiver else {}
    )


def _signer(sign_off: SignOff) -> dict[str, object]:
    return {"by": sign_off.by, "role": sign_off.role, "at": sign_off.at.isoformat()}


def _sign_off(standing: Standing, masker: Masker) -> dict[str, object]:
    sign_off = standing.sign_off
    return {
        **_signer(sign_off),
        "policy": sign_off.policy,
        "version": sign_off.version,
        "key": bool(sign_off.signature),
        "counts": standing.counts,
        "why_not": [masker.prose(fault) for fault in standing.faults],
    }


def _where(where: Where, masker: Masker) -> dict[str, object]:
    box = where.box
    values = {
        "field": where.field,
        "line": where.line,
        "column": where.column,
        "start": where.start,
        "end": where.end,
        "box": _corner_and_size(box) if box else None,
        "frame": where.frame,
        "time": None if where.time is None else round(where.time, 2),
        "place": masker.path(where.place) if where.place else None,
        "confidence": None if where.confidence is None else round(where.confidence, 2),
    }
    known = {key: values[key] for key in _KEYS[where.kind] if values[key] is not None}
    return {"kind": where.kind.value, "file": masker.path(where.file), **known}


def _corner_and_size(box: Box) -> list[int]:
    return [box.left, box.top, box.width, box.height]


def _item(item: ChecklistItem) -> dict[str, object]:
    return {"rule": item.rule, "text": item.text, "declared": item.declared}
