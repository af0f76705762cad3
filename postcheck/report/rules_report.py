"""The rules of a pack, for people (``rules list``, ``rules show``) and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from postcheck.model.pack import Example, Pack, Rule, Severity
from postcheck.model.people import Outlet
from postcheck.report.json_report import dumps, policy
from postcheck.report.sheet import Sheet
from postcheck.report.wording import CATEGORIES, count, due_words, outlets_words, source_words

RULES_SCHEMA = "postcheck-rules/1"
RULE_SCHEMA = "postcheck-rule/1"
_STYLES = {Severity.FAIL: "bold red", Severity.REVIEW: "bold yellow", Severity.NOTE: "bold"}
_LEVELS = {
    Severity.FAIL: "fail: the policy forbids it; where the evidence is not certain, a person decides",
    Severity.REVIEW: "review: a person must decide",
    Severity.NOTE: "note: worth knowing, never stops a post",
}
_LABEL = 15


def render_rules(pack: Pack) -> Sheet:
    """Return every rule of the pack, grouped by what it is about: id, level and title."""
    page = Sheet()
    _head(page, pack)
    width = max((len(rule.id) for rule in pack.rules), default=0)
    for category, heading in CATEGORIES.items():
        rules = [rule for rule in pack.rules if rule.category is category]
        if rules:
            page.gap()
            page.add((heading, "bold"))
            for rule in rules:
                label = f"{rule.id.ljust(width)}  {_level(rule).ljust(9)}"
                page.add(rule.title, indent=2, label=label, hang=len(label) + 2, style=_style(rule))
    page.gap()
    page.add(f"{count(len(pack.rules), 'rule')}. `postcheck rules show ID` says what one asks, why, and what to do.")
    return page


def render_rule(rule: Rule, pack: Pack) -> Sheet:
    """Return one rule in full."""
    page = Sheet()
    page.add((f"{rule.id}  {rule.title}", "bold"))
    page.gap()
    level = f"checklist: {_checklist_words(rule)}" if _is_checklist(rule) else _LEVELS[rule.severity]
    for label, text in (
        ("What it asks", rule.asks),
        ("Why", rule.why),
        ("What to do", rule.remedy),
        ("Level", level),
        ("Where", outlets_words(rule.outlets) + (", where no rule of the policy's own speaks" if rule.fallback else "")),
        ("About", CATEGORIES[rule.category].lower()),
        ("Policy", f"{pack.title}, version {pack.version}"),
        ("Found in", source_words(rule)),
        ("Read from", pack.source),
        ("Due for review", due_words(pack.review_due).split(" ", 1)[1] if pack.review_due else "the policy does not say"),
        ("To confirm it", f"write  declare: [{rule.declare or rule.id}]  in the draft's header" if _is_checklist(rule) else ""),
    ):
        if text:
            page.add(text, label=label, hang=_LABEL, style="bold")
    for heading, examples in (
        ("Flagged", [example for example in rule.examples if example.flags is not None]),
        ("Not flagged", [example for example in rule.examples if example.flags is None]),
    ):
        for example in examples:
            _example(page, heading, example)
    return page


def rules_json(pack: Pack) -> str:
    """Return the pack and all its rules as JSON (``postcheck-rules/1``)."""
    return dumps({"schema": RULES_SCHEMA, "policy": policy(pack), "rules": [_rule(rule) for rule in pack.rules]})


def rule_json(rule: Rule, pack: Pack) -> str:
    """Return one rule as JSON (``postcheck-rule/1``)."""
    return dumps({"schema": RULE_SCHEMA, "policy": policy(pack), "rule": _rule(rule)})


def _head(page: Sheet, pack: Pack) -> None:
    page.add((f"{pack.title}, version {pack.version} ({pack.id})", "bold"))
    page.add(f"Read from: {pack.source}")
    if pack.review_due:
        page.add(f"The policy is due for review {due_words(pack.review_due)}.")


def _level(rule: Rule) -> str:
    return "checklist" if _is_checklist(rule) else rule.severity.value


def _style(rule: Rule) -> str:
    return "" if _is_checklist(rule) else _STYLES[rule.severity]


def _is_checklist(rule: Rule) -> bool:
    return rule.check == "checklist"


def _checklist_words(rule: Rule) -> str:
    return (
        "the author must confirm it before the post passes"
        if rule.required
        else "the author is asked to confirm it; the verdict does not depend on it"
    )


def _example(page: Sheet, heading: str, example: Example) -> None:
    page.gap()
    level = f" ({example.flags.value})" if example.flags else ""
    page.add((f"{heading}{level}:", "bold"), f" {example.note}" if example.note else "")
    for line in example.draft.strip("\r\n").splitlines():
        indent = len(line) - len(line.lstrip(" "))
        page.add(line.strip() or " ", indent=4 + indent)
    if example.picture:
        page.add(f"and readable in its picture: {' '.join(example.picture.split())}", indent=4)


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "title": rule.title,
        "check": rule.check,
        "category": rule.category.value,
        "severity": rule.severity.value,
        "section": rule.section,
        "asks": rule.asks,
        "why": rule.why,
        "remedy": rule.remedy,
        "basis": rule.basis,
        "outlets": [outlet.value for outlet in Outlet if outlet in rule.outlets],
        "fallback": rule.fallback,
        "declare": rule.declare or None,
        "required": rule.required,
        "params": _jsonable(rule.params),
        "examples": [
            {"draft": item.draft, "flags": item.flags.value if item.flags else None, "note": item.note, "picture": item.picture}
            for item in rule.examples
        ],
    }


def _jsonable(value: object) -> object:
    """Return a parameter from a TOML file as JSON knows it."""
    match value:
        case Mapping():
            return {str(key): _jsonable(item) for key, item in value.items()}
        case str():
            return value
        case AbstractSet():
            return sorted((_jsonable(item) for item in value), key=str)
        case Sequence():
            return [_jsonable(item) for item in value]
        case date():
            return value.isoformat()
        case _:
            return value
