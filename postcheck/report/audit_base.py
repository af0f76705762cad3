"""The formats in which an audit is reported; those of a check are in :mod:`postcheck.report.base`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from postcheck.model.audit import AuditReport
from postcheck.report.base import ReportOptions


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """How an audit is to be reported."""

    page: ReportOptions = field(default_factory=ReportOptions)
    pictures: Mapping[tuple[str, str], Path] = field(default_factory=lambda: MappingProxyType({}))
    """Pictures that the HTML page can show: by archive and path within it, the file to open."""
    has_archives: bool = False
    """Whether the archives were given, so that a picture that isn't there is changed or gone."""


AuditRenderer = Callable[[AuditReport, AuditOptions], str | Iterator[str]]
"""Returns a report; in pieces, if it is a long list of which no more than one line need be held at once."""


def _from(module: str) -> AuditRenderer:
    def render(report: AuditReport, options: AuditOptions) -> str | Iterator[str]:
        renderer: AuditRenderer = import_module(f"postcheck.report.{module}").render
        return renderer(report, options)

    return render


AUDIT_FORMATS: dict[str, AuditRenderer] = {
    "rich": _from("audit_rich"),
    "json": _from("audit_json"),
    "csv": _from("audit_csv"),
    "markdown": _from("audit_markdown"),
    "html": _from("audit_html"),
}
"""Every format by the name that ``--format`` takes."""
