"""An HTML report as a strict reader has it."""

from __future__ import annotations

import base64
import io
from html.parser import HTMLParser

from PIL import Image

from postcheck.model.report import DraftReport, Report
from postcheck.report.base import FORMATS, ReportOptions

from . import build

VOID = {"meta", "img", "input", "link", "br", "hr", "wbr"}


class Page(HTMLParser):
    """A page, parsed strictly: every element is closed where it was opened."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = text
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.words.setdefault(tag, []).append(data)

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        return [found for name, found in self.elements if name == tag and attributes.items() <= found.items()]

    def text(self, tag: str = "body") -> str:
        return "".join(self.words.get(tag, []))

    def picture(self) -> Image.Image:
        (image,) = self.all("img")
        return Image.open(io.BytesIO(base64.b64decode(image["src"].split(",")[1]))).convert("RGB")


def page(report: Report, *, show_names: bool = True) -> Page:
    return Page(FORMATS["html"](report, ReportOptions(show_names=show_names)))


def of(post: DraftReport, *, show_names: bool = True) -> Page:
    return page(build.one(post), show_names=show_names)
