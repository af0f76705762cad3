"""The pages of ``docs/``, which an installed postcheck brings along, as text for a terminal."""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Markdown, TableElement
from rich.table import Table

from postcheck.report.base import ReportOptions
from postcheck.report.plain import fit
from postcheck.report.sheet import Sheet

_PACKAGE = Path(__file__).resolve().parents[1]
_FOLDERS = (_PACKAGE / "docs", _PACKAGE.parent / "docs")
"""Where the pages are in an installed postcheck, and in a checkout."""
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_CODE = re.compile(r"```.*?^```|^(?: {4}|\t).*?$", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_TASKS = ("installing", "first-report", "desk", "for-officers", "drafts", "consent-list", "settings")
"""The pages that whoever is new needs, in this order."""
_DEFAULT_WIDTH, _READABLE_WIDTH = 80, 100


@dataclass(frozen=True, slots=True)
class Topic:
    """One page."""

    name: str
    """What ``postcheck help`` takes: the name of the file without its ending."""
    title: str
    file: Path


@cache
def topics() -> Mapping[str, Topic]:
    """Return every page by its name, those for whoever is new first; none if the pages are missing."""
    folder = next((folder for folder in _FOLDERS if folder.is_dir()), None)
    pages = {} if folder is None else {file.stem: Topic(file.stem, _title(file), file) for file in folder.glob("*.md")}
    first = [name for name in _TASKS if name in pages]
    return MappingProxyType({name: pages[name] for name in (*first, *sorted(pages.keys() - set(first)))})


def find_topic(words: str) -> Topic | None:
    """Return the page that was meant by its name, or by the path by which messages and pages name it."""
    return topics().get(_name(words))


def near(words: str, others: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the names of the pages, and those of ``others``, that may have been meant; at most three."""
    name = _name(words)
    inside = [topic for topic in topics() if len(name) > 2 and name in topic]  # noqa: PLR2004 - any shorter is in many
    return tuple(dict.fromkeys((*inside, *difflib.get_close_matches(name, (*topics(), *others), n=3, cutoff=0.6))))[:3]


def render_topics() -> Sheet:
    """Return the list of pages."""
    page = Sheet()
    page.add("`postcheck help settings` shows the page of that name; `postcheck help check` says what a command takes.")
    page.gap()
    width = max(map(len, topics()), default=0) + 2
    for topic in topics().values():
        page.add(topic.title, indent=2, label=topic.name, hang=width, style="bold")
    return page


def topic_text(topic: Topic, options: ReportOptions) -> str:
    """Return a page as text that fits the width, colours and encoding of ``options``.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    page = _Page(options.encoding)
    console = Console(
        file=page,
        width=min(options.width or _DEFAULT_WIDTH, _READABLE_WIDTH),
        force_terminal=options.colour,
        force_jupyter=False,
        color_system="standard" if options.colour else None,
        no_color=not options.colour,
        legacy_windows=False,
        emoji=False,
    )
    # What the encoding lacks is replaced before lines are wrapped, as it may take more room; rich's own signs after.
    text = fit(_readable(topic.file.read_text(encoding="utf-8")), options.encoding)
    console.print(_Markdown(text, hyperlinks=False))
    lines = (line.rstrip() for line in page.getvalue().splitlines())
    return fit("\n".join(lines).strip("\n") + "\n", options.encoding)


class _Page(io.StringIO):
    """Text whose encoding rich asks for, to draw with signs that it has."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a stream's own is as read-only
        """The encoding that the text will be written in."""
        return self._encoding


class _WholeTable(TableElement):
    """A table whose cells are never cut short."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for part in super().__rich_console__(console, options):
            if isinstance(part, Table):
                for column in part.columns:
                    column.overflow = "fold"
            yield part


class _Markdown(Markdown):
    elements = {**Markdown.elements, "table_open": _WholeTable}  # noqa: RUF012 - as rich declares it


def _name(words: str) -> str:
    name = re.split(r"[/\\]", words.strip().casefold())[-1].partition("#")[0]
    return name.removesuffix(".md").replace(" ", "-").replace("_", "-")


def _title(file: Path) -> str:
    found = _TITLE.search(file.read_text(encoding="utf-8", errors="replace"))
    return found[1].replace("`", "") if found else file.stem


def _readable(text: str) -> str:
    """Return a page whose links say what to type instead; what is code stays as it is."""
    parts = []
    at = 0
    for code in _CODE.finditer(text):
        parts += [_without_links(text[at : code.start()]), code.group()]
        at = code.end()
    return "".join((*parts, _without_links(text[at:])))


def _without_links(text: str) -> str:
    return _LINK.sub(_said, _PICTURE.sub(r"\1", text))


def _said(link: re.Match[str]) -> str:
    words, target = link.groups()
    if "://" in target:
        return words if words == target else f"{words} ({target})"
    topic = find_topic(target) if target.partition("#")[0].endswith(".md") and "/" not in target else None
    if topic is None:
        return words
    typed = f"`postcheck help {topic.name}`"
    return typed if _name(words) == topic.name else f"{words} ({typed})"
