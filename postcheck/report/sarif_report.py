"""The SARIF 2.1.0 report, for code scanning and editors. ``docs/formats.md`` describes it.

Others upload and keep such files, so nothing in them says what was seen: no evidence and no pupil's id, whatever the
options say. File names are left as they are, so that the files can be found, unless names are to be hidden.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from urllib.parse import quote

import postcheck
from postcheck.model.draft import Unexamined
from postcheck.model.pack import Pack, Rule
from postcheck.model.report import DraftReport, Flag, Report
from postcheck.model.severity import Severity
from postcheck.model.text import PlaceKind, Where
from postcheck.report import summary
from postcheck.report.base import ReportOptions
from postcheck.report.extent import extent
from postcheck.report.json_report import dumps, naming_keys, policy
from postcheck.report.markdown_text import prose
from postcheck.report.mask import Masker
from postcheck.report.place import Places
from postcheck.report.plain import plain
from postcheck.report.project import home_page, rule_page
from postcheck.report.wording import source_words

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "postcheckFlag/v1"
"""Key of a flag's fingerprint."""
NOT_EXAMINED = "not-examined"
"""Id of the notification that something could not be examined."""
_LEVELS = {Severity.FAIL: "error", Severity.REVIEW: "warning", Severity.NOTE: "note"}
_WORD = re.compile(r"[A-Za-z0-9]+")
Object = dict[str, object]


def render(report: Report, options: ReportOptions) -> str:
    """Return the report as a SARIF log of one run."""
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_SarifRun(report, options).log()]})


class _SarifRun:
    """One run, whose results refer to its rules and files by index."""

    def __init__(self, report: Report, options: ReportOptions) -> None:
        self._report = report
        self._paths = Masker(report, show_names=options.show_names)
        self._masker = Masker(report, show_names=False)
        self._rules: dict[str, tuple[int, Rule | None]] = {}
        for pack in summary.packs(report):
            self._add_rules(pack)
        self._artifacts: dict[str, int] = {}

    def _add_rules(self, pack: Pack) -> None:
        for rule in pack.rules:
            self._rules.setdefault(rule.id, (len(self._rules), rule))

    def log(self) -> Object:
        """Return the ``run`` object."""
        for post in self._report.posts:
            for file in (post.draft.path, *(image.name for image in post.draft.images)):
                self._artifact(file)
        results = [result for post in self._report.posts for result in self._results(post)]
        notifications = [self._notification(item) for post in self._report.posts for item in post.unexamined]
        return {
            "tool": {"driver": self._driver()},
            "invocations": [{"executionSuccessful": not notifications, "toolExecutionNotifications": notifications}],
            "artifacts": [{"location": {"uri": uri}, "roles": ["analysisTarget"]} for uri in self._artifacts],
            "results": results,
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "properties": {
                "verdict": self._report.verdict.value,
                "date": self._report.day.isoformat(),
                "policies": [policy(pack) for pack in summary.packs(self._report)],
                "waived": summary.all_waived(self._report),
            },
        }

    def _driver(self) -> Object:
        return {
            "name": "postcheck",
            "version": postcheck.__version__,
            "semanticVersion": postcheck.__version__,
            "language": "en-GB",
            **({"informationUri": address} if (address := home_page()) else {}),
            "rules": [_rule(identity, rule) for identity, (_, rule) in self._rules.items()],
            "notifications": [
                {
                    "id": NOT_EXAMINED,
                    "name": "NotExamined",
                    "shortDescription": {"text": "Something could not be examined."},
                    "fullDescription": {"text": "A post of which anything could not be looked at never passes."},
                    "defaultConfiguration": {"level": "error"},
                }
            ],
        }

    def _artifact(self, file: str) -> Object:
        uri = _uri(self._paths.path(file))
        index = self._artifacts.setdefault(uri, len(self._artifacts))
        return {"uri": uri, "index": index}

    def _results(self, post: DraftReport) -> list[Object]:
        places = Places(post, self._masker)
        return [
            *(self._result(post, flag, places) for flag in post.flags),
            *(
                self._result(post, flag, places) | {"suppressions": [{"kind": "external", "status": "accepted"}]}
                for flag in post.suppressed
            ),
        ]

    def _result(self, post: DraftReport, flag: Flag, places: Places) -> Object:
        index, _ = self._rules.setdefault(flag.rule, (len(self._rules), None))
        where = flag.where
        result: Object = {
            "ruleId": flag.rule,
            "ruleIndex": index,
            "level": _LEVELS[flag.severity],
            "message": {"text": self._message(flag, places)},
            "locations": [
                {"physicalLocation": {"artifactLocation": self._artifact(where.file), "region": _region(post, where)}}
            ],
        }
        if fingerprint := self._paths.fingerprint(flag.fingerprint):
            result["partialFingerprints"] = {FINGERPRINT: fingerprint}
        if where.file != post.draft.path and (named := _naming(post, where)):
            file = self._artifact(named.file)
            here: Object = {"physicalLocation": {"artifactLocation": file, "region": _region(post, named)}}
            result["relatedLocations"] = [here | {"message": {"text": "The post names the file here."}}]
        if where.box:
            box = where.box
            rectangle: Object = {"top": box.top, "left": box.left, "bottom": box.bottom, "right": box.right}
            attachment: Object = {"artifactLocation": self._artifact(where.file), "rectangles": [rectangle]}
            if where.frame:
                attachment["description"] = {"text": f"Frame {where.frame + 1}"}
            result["attachments"] = [attachment]
        result["properties"] = {
            "category": flag.category.value,
            "severity": flag.severity.value,
            "kind": where.kind.value,
            **(naming_keys(flag.naming) if flag.naming else {}),
        }
        return result

    def _message(self, flag: Flag, places: Places) -> str:
        place = places.words(flag) if flag.where.kind is not PlaceKind.TEXT or flag.where.place else ""
        seen = f"{flag.message} Where: {place}." if place else flag.message
        return plain(self._masker.prose(f"{seen} {flag.advice}".strip()))

    def _notification(self, item: Unexamined) -> Object:
        return {
            "descriptor": {"id": NOT_EXAMINED, "index": 0},
            "level": "error",
            "message": {"text": plain(self._masker.prose(item.reason))},
            "locations": [{"physicalLocation": {"artifactLocation": self._artifact(item.file)}}],
        }


def _rule(identity: str, rule: Rule | None) -> Object:
    if rule is None:
        return {"id": identity}
    source = source_words(rule)
    return {
        "id": rule.id,
        "name": "".join(word[:1].upper() + word[1:] for word in _WORD.findall(rule.title.replace("'", ""))) or rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.asks},
        "help": {
            "text": f"Why: {rule.why}\nWhat to do: {rule.remedy}\nPolicy: {source}",
            "markdown": "\n\n".join(
                f"**{label}:** {prose(text)}"
                for label, text in (("Why", rule.why), ("What to do", rule.remedy), ("Policy", source))
            ),
        },
        **({"helpUri": address} if (address := rule_page(rule)) else {}),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.category.value, rule.basis]},
    }


def _region(post: DraftReport, where: Where) -> Object:
    found = extent(post, where)
    if found is None:
        # Neither a picture nor a post as a whole has lines, but code scanning refuses a result without one.
        return {"startLine": 1}
    region: Object = {
        "startLine": found.line,
        "startColumn": found.column,
        "endLine": found.end_line,
        "endColumn": found.end_column,
    }
    if where.start is not None and where.end is not None:
        region |= {"charOffset": where.start, "charLength": where.end - where.start}
    return region


def _naming(post: DraftReport, where: Where) -> Where | None:
    """Return where the post names the file that a flag points to."""
    return next(
        (image.where for image in post.draft.images if image.name == where.file and image.where.kind is PlaceKind.TEXT),
        None,
    )


def _uri(path: str) -> str:
    """Return a path as a URI reference: relative if the path is, with what a URI cannot hold percent-encoded."""
    pure = PurePath(path)
    text = pure.as_posix()
    encoded = quote(text, safe="/", errors="surrogateescape")
    return f"file://{encoded if text.startswith('/') else '/' + encoded}" if pure.is_absolute() else encoded
