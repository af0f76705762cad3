#!/usr/bin/env python3
"""Write ``docs/coverage.md``: for each section of each policy, which rule covers it and how.

``rules/coverage/*.toml`` holds the headings of the policies, our paraphrase of each point and the ids of the rules.
What those rules do is read from the packs, so that the page cannot claim more than they do::

    python tools/make_coverage.py                      # write the page
    python tools/make_coverage.py --check              # exit with 1 if the page or the data is not as it should be
    python tools/make_coverage.py --policies FOLDER    # compare with the policies' texts (aspire.txt …) as well
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from postcheck.config.packs import load_pack, shipped_packs
from postcheck.model.pack import Pack, Rule
from postcheck.model.severity import Severity

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "coverage.md"
DATA = ROOT / "rules" / "coverage"
SCHEMA = "postcheck-coverage/1"
DECIDED, PERSON, ASKED, NOTED, OUT, FACT = "decided", "put to a person", "asked", "noted", "out of scope", "shown"
HOWS = (DECIDED, PERSON, ASKED, NOTED, FACT, OUT)
INTRODUCTION = """\
# Coverage: what becomes of each section of each policy

    postcheck rules show ASP-NAME-1

For a governor or a data protection officer who wants to know whether anything was left out. Every section of the five \
policies is listed, with each
point that it makes, in our words. The page is made by `tools/make_coverage.py` from `rules/coverage/` and the rule \
packs; a test keeps it current.

| word | means |
| --- | --- |
| decided | postcheck flags it as `fail` where the evidence is certain |
| put to a person | postcheck points at the place, and a person decides (`review`) |
| asked | no draft can show it: the author is asked, and may confirm it with `declare:` |
| noted | postcheck mentions it (`note`) |
| shown | a fact that reports state |
| out of scope | it asks nothing of a post before it goes out; the reason stands beside it |

Lines are those of the policy's text as plain text. A rule marked * is our reading of the policy rather than its own \
words.
"""


@dataclass(frozen=True)
class Point:
    """One thing that a section says."""

    lines: tuple[int, int]
    says: str
    rules: tuple[str, ...] = ()
    out: str = ""
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A section of a policy."""

    heading: str
    lines: tuple[int, int]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Coverage:
    """What becomes of one policy."""

    pack: Pack
    text: str
    sections: tuple[Section, ...]
    faults: list[str] = field(default_factory=list)


def read(identity: str) -> Coverage:
    """Read the data of one policy, and list what is wrong with it."""
    data = tomllib.loads((DATA / f"{identity}.toml").read_text(encoding="utf-8"))
    sections = tuple(
        Section(
            section["heading"],
            _lines(section["lines"]),
            tuple(
                Point(
                    _lines(point["lines"]),
                    point["says"],
                    tuple(point.get("rules", ())),
                    point.get("out", ""),
                    point.get("note", ""),
                )
                for point in section["points"]
            ),
        )
        for section in data["section"]
    )
    coverage = Coverage(load_pack(identity), data["text"], sections)
    if (data["schema"], data["policy"]) != (SCHEMA, identity):
        coverage.faults.append(f"{identity}: wrong schema or policy")
    coverage.faults.extend(_faults(coverage))
    return coverage


def _lines(lines: list[int]) -> tuple[int, int]:
    return lines[0], lines[-1]


def _faults(coverage: Coverage) -> Iterator[str]:
    identity = coverage.pack.id
    end = 0
    for section in coverage.sections:
        if section.lines[0] <= end or section.lines[1] < section.lines[0]:
            yield f"{identity}: “{section.heading}” overlaps the section before it"
        end = section.lines[1]
        if not section.points:
            yield f"{identity}: “{section.heading}” has no point"
        for point in section.points:
            if not section.lines[0] <= point.lines[0] <= point.lines[1] <= section.lines[1]:
                yield f"{identity}: “{point.says}” is not within its section"
            if (point.rules and point.out) or not (point.rules or point.out or point.note):
                yield f"{identity}: “{point.says}” needs either rules or a reason why it is out"
    used = {rule for section in coverage.sections for point in section.points for rule in point.rules}
    known = coverage.pack.by_id.keys()
    yield from (f"{identity}: there is no rule {rule}" for rule in sorted(used - known))
    yield from (
        f"{identity}: rule {rule} is named by no section" for rule in sorted(known - used) if not rule.startswith("PC-")
    )


def _against(coverage: Coverage, text: str) -> Iterator[str]:
    """Yield each line of the policy that no section or point covers, and each heading that is out of place."""
    lines = text.splitlines()
    spoken: set[int] = set()
    for section in coverage.sections:
        spoken |= set(range(section.lines[0], section.lines[1] + 1))
        words = " ".join(" ".join(lines[section.lines[0] - 1 : section.lines[1]]).split()).casefold()
        *_, last = section.heading.split(": ")
        if (
            not any(section.heading.startswith(start) for start in ("Title page", "Aspire Vision", "Table"))
            and last.casefold() not in words
        ):
            yield f"{coverage.pack.id}: the heading “{section.heading}” is not within lines {section.lines}"
        inside = {number for point in section.points for number in range(point.lines[0], point.lines[1] + 1)}
        for number in range(section.lines[0], section.lines[1] + 1):
            line = lines[number - 1].strip() if number <= len(lines) else ""
            if number not in inside and line.startswith(("-", "•", "➤", ">")):
                yield f"{coverage.pack.id}:{number}: no point speaks of “{line[:60]}”"
    for number, line in enumerate(lines, start=1):
        if line.strip() and number not in spoken:
            yield f"{coverage.pack.id}:{number}: no section holds “{line.strip()[:60]}”"


def how(rule: Rule) -> str:
    """Return what a rule does about what it covers."""
    if rule.check == "checklist":
        return ASKED
    return {Severity.FAIL: DECIDED, Severity.REVIEW: PERSON, Severity.NOTE: NOTED}[rule.severity]


def _hows(point: Point, pack: Pack) -> list[str]:
    found = {how(pack.by_id[rule]) for rule in point.rules if rule in pack.by_id}
    if point.out:
        return [OUT]
    return [word for word in HOWS if word in found] or [FACT]


def page(coverages: list[Coverage]) -> str:
    """Return the page."""
    parts = [INTRODUCTION, "| policy | points | " + " | ".join(HOWS) + " |\n| --- | --- |" + " --- |" * len(HOWS)]
    for coverage in coverages:
        points = [point for section in coverage.sections for point in section.points]
        counts = Counter(_hows(point, coverage.pack)[0] for point in points)
        numbers = " | ".join(str(counts[word]) for word in HOWS)
        parts[-1] += f"\n| {coverage.pack.title} | {len(points)} | {numbers} |"
    parts[-1] += "\n\nA point that several rules cover is counted once, by the strictest of them.\n"
    for coverage in coverages:
        parts.append(
            f"## {coverage.pack.title}\n\nRead from: {coverage.text}. "
            f"`postcheck rules list --policy {coverage.pack.id}` lists its rules.\n"
        )
        for section in coverage.sections:
            rows = ["| lines | says | how | rules, or why not |", "| --- | --- | --- | --- |"]
            rows += [_row(point, coverage.pack) for point in section.points]
            parts.append(f"### {section.heading}\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _row(point: Point, pack: Pack) -> str:
    first, last = point.lines
    rules = ", ".join(
        f"`{rule}`{'' if pack.by_id[rule].basis == 'explicit' else '*'}" for rule in point.rules if rule in pack.by_id
    )
    why = ". ".join(filter(None, (rules or point.out[:1].upper() + point.out[1:], point.note)))
    lines = str(first) if first == last else f"{first} to {last}"
    return f"| {lines} | {point.says} | {', '.join(_hows(point, pack))} | {why} |"


def main() -> int:
    """Write or check the page; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 if anything is not as it should be"
    )
    parser.add_argument(
        "--policies", type=Path, metavar="FOLDER", help="folder of the policies' texts, to compare the data with"
    )
    options = parser.parse_args()
    coverages = [read(identity) for identity in shipped_packs()]
    faults = [fault for coverage in coverages for fault in coverage.faults]
    if options.policies:
        for coverage in coverages:
            faults += _against(coverage, (options.policies / f"{coverage.pack.id}.txt").read_text(encoding="utf-8"))
    made = page(coverages)
    if options.check and (not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != made):
        faults.append("docs/coverage.md is not current: run python tools/make_coverage.py")
    if not options.check:
        PAGE.write_text(made, encoding="utf-8")
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
