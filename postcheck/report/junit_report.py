"""The JUnit report, for continuous integration that shows test results. ``docs/formats.md`` describes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from postcheck.model.draft import Unexamined
from postcheck.model.report import DraftReport, Flag, Report
from postcheck.model.severity import Severity
from postcheck.report.base import ReportOptions
from postcheck.report.mask import MASK, Masker
from postcheck.report.place import Places, post_path
from postcheck.report.plain import plain
from postcheck.report.summary import LEVELS, by_how, signed, waived
from postcheck.report.wording import count, source_words
from postcheck.text.listing import listed

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that an XML document must not contain, not even escaped."""
_NO_TIME = "0"
"""Nothing is timed, but many readers insist on a number."""


def render(report: Report, options: ReportOptions) -> str:
    """Return the report as JUnit XML.

    Each post is a suite, with a case for each rule that flags it and for each file that was not examined.
    """
    masker = Masker(report, show_names=options.show_names)
    root = ET.Element("testsuites", name="postcheck")
    for post in report.posts:
        _Suite(root, post, masker).fill()
    _totals(root)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


class _Suite:
    """The suite of one post."""

    def __init__(self, root: ET.Element, post: DraftReport, masker: Masker) -> None:
        self._post = post
        self._masker = masker
        self._places = Places(post, masker)
        self._path = _xml(post_path(post, masker))
        self._suite = ET.SubElement(root, "testsuite", name=self._path)

    def fill(self) -> None:
        """Add the cases."""
        properties = ET.SubElement(self._suite, "properties")
        about = {
            "verdict": self._post.verdict.value,
            "policy": self._post.pack.id,
            "channels": ", ".join(self._post.channels),
        }
        if self._post.suppressed:
            about["waived"] = waived(self._post.suppressed)
        if words := signed(self._post):
            about["signed-off"] = " ".join(words)
        for name, value in (about | {"date": self._post.day.isoformat()}).items():
            ET.SubElement(properties, "property", name=name, value=_xml(value))
        flagged = _by_rule(self._post.flags)
        for rule, flags in flagged.items():
            self._rule(rule, flags)
        for item in self._post.unexamined:
            self._unexamined(item)
        for rule, flags in _by_rule(self._post.suppressed).items():
            if rule not in flagged:
                hows = (f"{count(len(some), 'finding')} {how}" for how, some in by_how(flags).items())
                ET.SubElement(self._case(self._named(rule)), "skipped", message=", ".join(hows))
        if not self._post.flags and not self._post.unexamined:
            self._case("no problems found")
        _totals(self._suite)

    def _case(self, name: str) -> ET.Element:
        return ET.SubElement(
            self._suite, "testcase", name=_xml(name), classname=self._path, file=self._path, time=_NO_TIME
        )

    def _named(self, rule: str) -> str:
        known = self._post.pack.by_id.get(rule)
        return f"{rule}: {known.title}" if known else rule

    def _rule(self, rule: str, flags: list[Flag]) -> None:
        case = self._case(self._named(rule))
        flags = sorted(flags, key=lambda flag: (-flag.severity.rank, self._places.order(flag.where)))
        counted = [flag for flag in flags if flag.severity is not Severity.NOTE]
        if counted:
            messages = dict.fromkeys(self._masker.prose(flag.message) for flag in counted)
            failure = ET.SubElement(case, "failure", type=counted[0].severity.value, message=_xml(" ".join(messages)))
            failure.text = self._text(rule, counted)
        if notes := [flag for flag in flags if flag.severity is Severity.NOTE]:
            ET.SubElement(case, "system-out").text = self._text(rule, notes)

    def _text(self, rule: str, flags: list[Flag]) -> str:
        """Return everything there is to say, one thing per line."""
        lines: list[str] = []
        for flag in flags:
            place = self._places.words(flag)
            seen = f"“{flag.evidence}”" if flag.evidence and not self._masker.hides else MASK if flag.evidence else ""
            pupils = f"(pupil {listed(flag.pupil_ids, 'or')})" if flag.pupil_ids else ""
            where = ": ".join(filter(None, (place, seen)))
            detail = " ".join(filter(None, (where, pupils)))
            lines.append(
                f"{LEVELS[flag.severity]} {self._masker.prose(flag.message)}{f' - {detail}' if detail else ''}"
            )
        lines += [
            f"What to do: {self._masker.prose(advice)}"
            for advice in dict.fromkeys(flag.advice for flag in flags)
            if advice
        ]
        known = self._post.pack.by_id.get(rule)
        if known:
            lines.append(f"Policy: {self._post.pack.title}, {source_words(known)}")
        return "\n".join(map(_xml, lines))

    def _unexamined(self, item: Unexamined) -> None:
        name = self._places.name(item.file)
        case = self._case(f"could not be examined: {name}")
        error = ET.SubElement(case, "error", type="not-examined", message=_xml(self._masker.prose(item.reason)))
        error.text = _xml(f"{name}: {self._masker.prose(item.reason)}")


def _by_rule(flags: Iterable[Flag]) -> dict[str, list[Flag]]:
    found: dict[str, list[Flag]] = {}
    for flag in flags:
        found.setdefault(flag.rule, []).append(flag)
    return found


def _totals(element: ET.Element) -> None:
    """Write how many cases the element holds, and with what results."""
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(name, str(sum(1 for _ in element.iter(tag))))
    element.set("time", _NO_TIME)


def _xml(text: str) -> str:
    """Return ``text`` for one line of an XML document."""
    return _NOT_XML.sub("", plain(text))
