"""``python -m benchmarks.pictures.newsletter``: a newsletter read as a PDF, and each of its pages as a picture.

Of a PDF only that is read by OCR which its text layer isn't known to say. This tells what that saves, and whether a
name is lost by it. The newsletter has posts in two columns and pictures with names, and is printed by Chromium.
"""

from __future__ import annotations

import argparse
import html
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from benchmarks.names.posts import Post, make_test_set
from benchmarks.pictures.images import Picture, make_picture_set
from benchmarks.pictures.systems import Timing, cpu_seconds, one_thread
from postcheck.drafts.loader import load_draft
from postcheck.drafts.source import DraftSource
from postcheck.find.finder import Finder
from postcheck.find.language import load_language_model
from postcheck.media.embedded import page_scale
from postcheck.model.mention import Certainty
from postcheck.model.people import Roll
from postcheck.model.settings import OcrSettings
from postcheck.read.reader import Reader

_SEED, _PAGES, _EACH = 2026, 49, 3
_KINDS = ("poster", "certificate", "certificate photo", "wall", "badge", "screenshot")
_CHARACTERS = 1500
"""How much text a page has, about."""
_STYLE = """@page { size: A4; margin: 0 }
body { margin: 0; font: 10.5pt/1.4 "Liberation Sans", sans-serif }
section { box-sizing: border-box; width: 210mm; height: 296mm; padding: 14mm; overflow: hidden; break-after: page }
header { font: bold 20pt "Liberation Serif", serif; color: #7a1f3d; border-bottom: 2pt solid #e0b43a }
div { columns: 2; column-gap: 8mm; margin-top: 6mm }
p { margin: 0 0 3mm }
p:first-child { font-weight: bold }
img { display: block; max-width: 100%; max-height: 90mm; margin: 4mm auto 0 }
"""
_CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@dataclass(frozen=True)
class _Page:
    """What stands on a page."""

    posts: tuple[Post, ...]
    picture: Picture | None

    def named(self, *, in_picture: bool) -> tuple[frozenset[str], ...]:
        """Return whom it names on the roll, in its picture or in its words: for each name, who may be meant."""
        if in_picture:
            labels = self.picture.labels if self.picture else ()
            return tuple(label.pupil_ids for label in labels)
        spans = (span for post in self.posts for span in post.spans if span.on_roll)
        return tuple(frozenset(span.pupil_ids) for span in spans)


@dataclass(frozen=True)
class _Seen:
    """What was found in the newsletter."""

    pupils: tuple[frozenset[str], ...]
    """By page."""
    took: Timing
    problems: tuple[str, ...]


def _filled(posts: Iterable[Post], pictures: Iterator[Picture], count: int) -> Iterator[_Page]:
    rest = iter(posts)
    for number in range(count):
        several: list[Post] = []
        while sum(len(post.text) for post in several) < _CHARACTERS:
            several.append(next(rest))
        yield _Page(tuple(several), next(pictures) if number % _EACH == _EACH - 1 else None)


def _as_html(pages: Sequence[_Page], folder: Path) -> str:
    sections = []
    for number, page in enumerate(pages, start=1):
        words = "".join(f"<p>{html.escape(post.text)}</p>" for post in page.posts)
        shown = f'<img src="{page.picture.save(folder).name}">' if page.picture else ""
        sections.append(f"<section><header>Our newsletter, page {number}</header><div>{words}</div>{shown}</section>")
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><style>{_STYLE}</style>{"".join(sections)}</html>'


def _print(pages: Sequence[_Page], folder: Path) -> Path:
    if _CHROMIUM is None:
        raise SystemExit("Chromium prints the newsletter, and is not installed.")
    page, pdf = folder / "newsletter.html", folder / "newsletter.pdf"
    page.write_text(_as_html(pages, folder), encoding="utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    subprocess.run([_CHROMIUM, *options, page.as_uri()], check=True, capture_output=True)  # noqa: S603 - found above
    with pypdfium2.PdfDocument(pdf) as document:
        if len(document) != len(pages):
            raise SystemExit(f"Chromium made {len(document)} pages of {len(pages)}.")
    return pdf


def _page_pictures(pdf: Path, folder: Path) -> list[Path]:
    """Return each page as a picture, as large as postcheck draws it."""
    paths = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            paths.append(folder / f"page-{number:02}.png")
            page.render(scale=page_scale(*page.get_size())).to_pil().convert("RGB").save(paths[-1])
    return paths


def _seen(reader: Reader, finder: Finder, files: Sequence[Path], count: int) -> _Seen:
    """Return what is found in a PDF of so many pages, or in pictures of its pages."""
    wall, cpu = time.perf_counter(), cpu_seconds()
    pupils: list[set[str]] = [set() for _ in range(count)]
    problems: list[str] = []
    for number, file in enumerate(files):
        reading = reader.read(load_draft(DraftSource(file.name, file, file.parent, image=file.suffix == ".png")))
        problems += (problem.reason for problem in reading.unexamined)
        for mention in finder.find(reading.passages):
            if mention.certainty >= Certainty.LIKELY and not mention.of_adult:
                page = mention.passage.where(mention.start, mention.end).frame if len(files) == 1 else number
                pupils[page or 0].update(candidate.pupil_id for candidate in mention.candidates)
    took = Timing(time.perf_counter() - wall, cpu_seconds() - cpu)
    return _Seen(tuple(map(frozenset, pupils)), took, tuple(problems))


def _found(pages: Sequence[_Page], seen: _Seen, *, in_picture: bool) -> list[bool]:
    """Return for each name whether it was found on its page."""
    return [
        bool(meant & pupils)
        for page, pupils in zip(pages, seen.pupils, strict=True)
        for meant in page.named(in_picture=in_picture)
    ]


def _share(pages: Sequence[_Page], seen: _Seen, *, in_picture: bool) -> str:
    found = _found(pages, seen, in_picture=in_picture)
    return f"{sum(found)} of {len(found)}"


def main(given: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures.newsletter", description=__doc__)
    parser.add_argument("--pages", type=int, default=_PAGES, help=f"how many ({_PAGES}; postcheck reads 50 of a PDF)")
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write the newsletter there")
    arguments = parser.parse_args(given)
    one_thread()
    tests, shown = make_test_set(arguments.seed), make_picture_set(arguments.seed, 400, _KINDS)
    posts = list(tests.posts)
    random.Random(arguments.seed).shuffle(posts)
    with tempfile.TemporaryDirectory() as made:
        folder = arguments.keep or Path(made)
        folder.mkdir(exist_ok=True)
        pages = tuple(_filled(posts, iter(shown), arguments.pages))
        pdf = _print(pages, folder)
        pictures = _page_pictures(pdf, folder)
        pupils = {pupil.id: pupil for pupil in (*shown.school.roll.pupils, *tests.school.roll.pupils)}
        roll = Roll(tuple(pupils.values()), file="consent.csv")
        finder = Finder(roll, tests.people, load_language_model(""))
        ways = {
            "each page as a picture": _seen(Reader(OcrSettings()), finder, pictures, len(pages)),
            "the PDF": _seen(Reader(OcrSettings()), finder, [pdf], len(pages)),
        }
    whole, part = ways.values()
    print(f"{len(pages)} pages, {sum(page.picture is not None for page in pages)} pictures.\n")
    print("| read | names in words | names in pictures | CPU s | CPU s a page | of the whole pages |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, seen in ways.items():
        words, drawn = (_share(pages, seen, in_picture=chosen) for chosen in (False, True))
        cpu = seen.took.cpu
        print(f"| {name} | {words} | {drawn} | {cpu:.0f} | {cpu / len(pages):.2f} | {cpu / whole.took.cpu:.2f} |")
    lost = sum(
        one and not other
        for chosen in (False, True)
        for one, other in zip(*(_found(pages, seen, in_picture=chosen) for seen in (whole, part)), strict=True)
    )
    print(f"\nNames found in a page as a picture, and not in the PDF: {lost}.")
    for problem in dict.fromkeys((*whole.problems, *part.problems)):
        print(f"Not examined as it should be: {problem}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
