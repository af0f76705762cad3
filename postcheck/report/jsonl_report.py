"""The report as JSON lines (``postcheck-report-lines/1``): one line for the run, then one for each post.

``docs/formats.md`` describes it, and ``schema/postcheck-report-lines-1.json`` defines it.
"""

from __future__ import annotations

from postcheck.model.report import Report
from postcheck.report.base import ReportOptions
from postcheck.report.json_report import one_line, post_keys, run_keys
from postcheck.report.mask import Masker

SCHEMA = "postcheck-report-lines/1"


def render(report: Report, options: ReportOptions) -> str:
    """Return the report as lines of JSON, each with a line end; the first is about the run, and has the verdict."""
    masker = Masker(report, show_names=options.show_names)
    run = {"schema": SCHEMA, "kind": "run"} | run_keys(report, masker)
    posts = ({"kind": "post"} | post_keys(post, masker, explain=options.explain) for post in report.posts)
    return "".join(map(one_line, (run, *posts)))
