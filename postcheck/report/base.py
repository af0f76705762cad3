"""What all formats have in common: their options, and the registry that the command line chooses from.

Reporters decide nothing: verdicts, levels and wording of flags come from the report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from postcheck.errors import UsageError
from postcheck.plugins import FORMATS as PLUGGED
from postcheck.plugins import Plugin, found

if TYPE_CHECKING:
    from postcheck.model.report import Report


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How a report is to be written."""

    show_names: bool = True
    """Whether evidence is shown; otherwise it is masked wherever it appears, file names included."""
    width: int | None = None
    """Columns of a report for people when it is rendered to a string; None means 80. A console knows its own."""
    colour: bool = False
    """Whether a report has colours (ANSI codes) when it is rendered to a string. A console decides for itself."""
    encoding: str = "utf-8"
    """The encoding of a report for people: characters that it lacks are replaced by plainer ones."""
    explain: bool = False
    """Whether it is said of each name why it is taken for whose: ``rich``, ``markdown``, ``html``, ``json`` and
    ``jsonl`` do."""
    brief: bool = False
    """Whether the report for people says of each post one line, and nothing else."""
    lines: int | None = None
    """About how many lines the report for people may take if there are several posts: what has no room is left to a
    check of the post by itself. None says everything."""


Renderer: TypeAlias = "Callable[[Report, ReportOptions], str]"


def _from(module: str) -> Renderer:
    """Return the ``render`` of a module of this package, which is imported only when it is called."""

    def render(report: Report, options: ReportOptions) -> str:
        renderer: Renderer = import_module(f"postcheck.report.{module}").render
        return renderer(report, options)

    return render


FORMATS: dict[str, Renderer] = {
    "rich": _from("rich_report"),
    "json": _from("json_report"),
    "sarif": _from("sarif_report"),
    "junit": _from("junit_report"),
    "github": _from("github_report"),
    "markdown": _from("markdown_report"),
    "html": _from("html_report"),
    "jsonl": _from("jsonl_report"),
    "gitlab": _from("gitlab_report"),
}
"""Every format of our own by the name that ``--format`` takes. A new one is a module with a ``render`` and a line here.
"""

WITHOUT_NOTES = frozenset({"sarif", "junit", "github", "gitlab"})
"""Formats with no place for what a reader must know about the run as a whole: whoever runs it is told besides."""


def renderer(name: str) -> Renderer:
    """Return what writes a format: one of our own, or one that another package adds.

    Raises
    ------
    UsageError
        If there is none of that name.
    PluginError
        If another package's cannot be loaded; when it is called, it raises this as well if it fails.
    """
    if name in FORMATS:
        return FORMATS[name]
    added = {plugin.name: plugin for plugin in found(PLUGGED) if plugin.name not in FORMATS}
    if name not in added:
        raise UsageError("there is no such format.", advice=f"Use {', '.join((*FORMATS, *added))}.")
    return _guarded(added[name])


def _guarded(plugin: Plugin) -> Renderer:
    render = plugin.load()

    def guarded(report: Report, options: ReportOptions) -> str:
        try:
            text = render(report, options)  # type: ignore[operator]  # what it is comes out when it is called
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - foreign code, whose error may quote the report
            failed = type(error).__name__
        else:
            if isinstance(text, str):
                return text
            failed = "it returned no text"
        raise plugin.broken(f"could not write the report ({failed})")

    return guarded
