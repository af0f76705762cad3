"""Shows the rules of a pack, and how a pack fares in a check, for people and for programs (``postcheck rules``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import TYPE_CHECKING

from postcheck.model.pack import Example, Pack, Rule
from postcheck.model.people import Outlet
from postcheck.model.severity import Severity
from postcheck.report.sheet import Sheet
from postcheck.report.wording import CATEGORIES, count, due_words, outlets_words, source_words
from postcheck.text.listing import listed

if TYPE_CHECKING:
    from postcheck.model.trial import PackCheck

RULES_SCHEMA = "postcheck-rules/1"
RULE_SCHEMA = "postcheck-rule/1"
PACK_CHECK_SCHEMA = "postcheck-pack-check/1"
_STYLES = {Severity.FAIL: "bold red", Severity.REVIEW: "bold yellow", Severity.NOTE: "bold"}
_LEVELS = {
    Severity.FAIL: "fail: the policy forbids it; where the evidence is not certain, a person decides",
    Severity.REVIEW: "review: a person must decide",
    Severity.NOTE: "note: worth knowing, never stops a post",
}
_LABEL = 15
_DIFFERENCE = 9


def render_rules(pack: Pack, day: date) -> Sheet:
    """Return every rule of the pack, grouped by what it is about: id, level and title. ``day`` is today's date."""
    page = Sheet()
    _head(page, pack, day)
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


def render_rule(rule: Rule, pack: Pack, day: date) -> Sheet:
    """Return one rule in full. ``day`` is today's date."""
    page = Sheet()
    page.add((f"{rule.id}  {rule.title}", "bold"))
    page.gap()
    level = f"checklist: {_checklist_words(rule)}" if _is_checklist(rule) else _LEVELS[rule.severity]
    for label, text in (
        ("What it asks", rule.asks),
        ("Why", rule.why),
        ("What to do", rule.remedy),
        ("Signed off by", f"only the {listed(sorted(rule.signed_by), 'or the')}" if rule.signed_by else ""),
        ("Level", level),
        (
            "Where",
            outlets_words(rule.outlets) + (", where no rule of the policy's own speaks" if rule.fallback else ""),
        ),
        ("About", CATEGORIES[rule.category].lower()),
        ("Policy", f"{pack.title}, version {pack.version}"),
        ("Found in", source_words(rule)),
        ("Read from", pack.source),
        ("Due for review", _due(pack, day)),
        ("To confirm it", _confirmation(rule)),
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
    from postcheck.report.json_report import dumps, policy  # noqa: PLC0415 - pages for people do without

    return dumps({"schema": RULES_SCHEMA, "policy": policy(pack), "rules": [_rule(rule) for rule in pack.rules]})


def rule_json(rule: Rule, pack: Pack) -> str:
    """Return one rule as JSON (``postcheck-rule/1``)."""
    from postcheck.report.json_report import dumps, policy  # noqa: PLC0415 - as above

    return dumps({"schema": RULE_SCHEMA, "policy": policy(pack), "rule": _rule(rule)})


def render_pack_check(check: PackCheck, day: date) -> Sheet:
    """Return the mistakes and doubts in a pack file, and how it differs from its parent."""
    page = Sheet()
    if check.pack is None or check.parent is None:
        page.add((f"{check.file} cannot be used:", "bold red"))
        for problem in check.problems:
            place = ":".join(str(part) for part in (problem.line, problem.column) if part is not None)
            at = "" if not place else f"line {place}: " if problem.file == check.file else f"{problem.place}: "
            page.add(f"{at}{problem.message} {problem.advice}".rstrip(), indent=2, label="-", hang=2)
        page.gap()
        page.add(
            "Correct these and run the command again. `postcheck help writing-a-policy` goes through it step by step."
        )
        return page
    _head(page, check.pack, day)
    _differences(page, check, check.parent)
    _weaker(page, check)
    _trials(page, check)
    page.gap()
    if check.ok:
        page.add(("The pack can be used.", "bold green"), " Choose it with --policy, or in postcheck.toml.")
    else:
        page.add(
            ("The pack can be used, but not all of it does what it says.", "bold yellow"),
            " Settle what is listed above.",
        )
    return page


def pack_check_json(check: PackCheck, day: date) -> str:
    """Return the same as JSON (``postcheck-pack-check/1``)."""
    from postcheck.report.json_report import dumps, policy  # noqa: PLC0415 - as above

    found: dict[str, object] = {
        "schema": PACK_CHECK_SCHEMA,
        "file": check.file,
        "usable": not check.problems,
        "ok": check.ok,
        "problems": [
            {
                "file": problem.file,
                "line": problem.line,
                "column": problem.column,
                "message": problem.message,
                "advice": problem.advice,
            }
            for problem in check.problems
        ],
    }
    if check.pack is not None and check.parent is not None:
        found |= {
            "policy": policy(check.pack) | {"review_overdue": check.pack.review_overdue(day)},
            "parent": check.parent.id,
            "added": [rule.id for rule in check.added],
            "dropped": [rule.id for rule in check.dropped],
            "changed": [
                {
                    "rule": one.rule.id,
                    "changes": [
                        {"what": change.what, "before": change.before, "after": change.after} for change in one.changes
                    ],
                }
                for one in check.changed
            ],
            "lexicons": [
                {"id": one.id, "added": list(one.added), "removed": list(one.removed)} for one in check.lexicons
            ],
            "examples": [
                {
                    "rule": one.rule.id,
                    "example": one.number,
                    "ok": one.ok,
                    "expected": one.example.flags.value if one.example.flags else None,
                    "found": one.found.value if one.found else None,
                    "trouble": one.trouble or None,
                }
                for one in check.tried
            ],
            "weaker": [{"rule": identity, "text": text} for identity, text in check.weaker],
            "doubts": [{"rule": rule.id, "text": text} for rule, text in check.doubts],
        }
    return dumps(found)


def _differences(page: Sheet, check: PackCheck, parent: Pack) -> None:
    page.gap()
    what = (
        "the baseline, which every pack gets"
        if parent.id == "baseline"
        else f"{parent.title}, version {parent.version} ({parent.id})"
    )
    if not (check.added or check.dropped or check.changed or check.lexicons):
        page.add(f"It is the same as {what}.")
        return
    page.add((f"Compared with {what}:", "bold"))
    for heading, rules in (("added", check.added), ("dropped", check.dropped)):
        for rule in rules:
            page.add(f"{rule.id}, {rule.title} ({_level(rule)})", indent=2, label=f"{heading}:", hang=_DIFFERENCE)
    for one in check.changed:
        changes = "; ".join(f"{change.what}: {change.before} → {change.after}" for change in one.changes)
        page.add(f"{one.rule.id}, {one.rule.title}. {changes}", indent=2, label="changed:", hang=_DIFFERENCE)
    for words in check.lexicons:
        said = [
            f"{verb} {', '.join(f'“{word}”' for word in of)}"
            for verb, of in (("adds", words.added), ("leaves out", words.removed))
            if of
        ]
        page.add(
            f"the list “{words.id}” {' and '.join(said) or 'in its order'}", indent=2, label="words:", hang=_DIFFERENCE
        )


def _weaker(page: Sheet, check: PackCheck) -> None:
    if not check.weaker or check.parent is None:
        return
    page.gap()
    what = "the baseline, which every pack gets" if check.parent.id == "baseline" else "the policy it extends"
    page.add((f"It is weaker than {what}:", "bold yellow"))
    for identity, text in check.weaker:
        page.add(text, indent=2, label=f"{identity}:", hang=len(identity) + 2)


def _trials(page: Sheet, check: PackCheck) -> None:
    page.gap()
    good = sum(one.ok for one in check.tried)
    page.add(
        (
            f"Examples: {good} of {len(check.tried)} come out as written."
            if check.tried
            else "Examples: the pack brings none of its own.",
            "bold",
        )
    )
    for one in check.tried:
        if not one.ok:
            at = f" (line {one.rule.place[1]})" if one.rule.place else ""
            wanted, found = (level.value if level else "no flag" for level in (one.example.flags, one.found))
            came = (
                f"could not be examined: {one.trouble}" if one.trouble else f"is to give {wanted}, and gives {found}."
            )
            page.add(f"{one.rule.id}{at}, example {one.number}: {came}", indent=2, label="-", hang=2)
    for rule, text in check.doubts:
        at = f" (line {rule.place[1]})" if rule.place else ""
        page.add(f"{rule.id}{at}: {text}", indent=2, label="-", hang=2)


def _head(page: Sheet, pack: Pack, day: date) -> None:
    page.add((f"{pack.title}, version {pack.version} ({pack.id})", "bold"))
    page.add(f"Read from: {pack.source}")
    if pack.review_due:
        due = due_words(pack.review_due)
        if pack.review_overdue(day):
            page.add(f"The policy was due for review {due}. Tell whoever owns it.")
        else:
            page.add(f"The policy is due for review {due}.")


def _due(pack: Pack, day: date) -> str:
    if not pack.review_due:
        return "the policy does not say"
    due = due_words(pack.review_due).split(" ", 1)[1]
    return f"{due}, which has passed" if pack.review_overdue(day) else due


def _level(rule: Rule) -> str:
    return "checklist" if _is_checklist(rule) else rule.severity.value


def _style(rule: Rule) -> str:
    return "" if _is_checklist(rule) else _STYLES[rule.severity]


def _is_checklist(rule: Rule) -> bool:
    return rule.check == "checklist"


def _of_account(rule: Rule) -> bool:
    """Whether the rule asks once about an account rather than about each post."""
    return _is_checklist(rule) and rule.params.get("when") == "account" and not rule.required


def _confirmation(rule: Rule) -> str:
    """Say how the author of a post confirms it; for a question asked once for an account, the remedy says how."""
    return (
        f"write  declare: [{rule.declare or rule.id}]  in the draft's header"
        if _is_checklist(rule) and not _of_account(rule)
        else ""
    )


def _checklist_words(rule: Rule) -> str:
    if rule.required:
        return "the author must confirm it before the post passes"
    asked = "it is asked once for the account" if _of_account(rule) else "the author is asked to confirm it"
    return f"{asked}; the verdict does not depend on it"


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
        **({"signed_by": sorted(rule.signed_by)} if rule.signed_by else {}),
        "params": _jsonable(rule.params),
        "examples": [
            {
                "draft": item.draft,
                "flags": item.flags.value if item.flags else None,
                "note": item.note,
                "picture": item.picture,
            }
            for item in rule.examples
        ],
    }


def _jsonable(value: object) -> object:
    """Return a parameter from a TOML file in types that JSON has."""
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
