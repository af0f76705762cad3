"""``python tools/make_screenshots.py``: make the pictures of docs/images, with a headless Chromium.

``docs/images/report.png`` shows the report on one of the sample posts, ``docs/images/desk.png`` the desk with a post
that is typed there and a picture of the samples dropped on it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.builders.browser import CHROMIUM, Browser, browser  # noqa: E402 - found by the line above

IMAGES = ROOT / "docs" / "images"
_POST = "sample_posts/18-before-and-after/before.md"
_DAY = "2026-11-21"
_TYPED = "Star of the week: Amelia! Well done to Rhys Pemberthy for his goal in the final."
_DROPPED = "01-star-of-the-week/certificate.jpg"
_REPORT_WIDTH, _DESK_WIDTH, _DESK_HEIGHT = 1100, 1280, 1750
"""Pixels of the pages."""
_COLOURS = 128
_MARGIN = 24
_FLAGGED = 1
"""The exit code of a check of that post."""


def main() -> int:
    """Make the pictures; return the exit code."""
    if CHROMIUM is None:
        print("No Chromium was found: install one.", file=sys.stderr)
        return 2
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="postcheck-pictures-") as folder, browser(Path(folder)) as page:
        report = Path(folder, "report.html")
        command = [sys.executable, "-m", "postcheck", "check", _POST, "--date", _DAY, "--format", "html"]
        done = subprocess.run([*command, "--output", report], cwd=ROOT, check=False)  # noqa: S603 - our own
        if done.returncode != _FLAGGED:
            print(f"The sample should be flagged; the exit code was {done.returncode}.", file=sys.stderr)
            return 1
        page.resize(_REPORT_WIDTH)
        page.go(report.as_uri())
        _take(page, IMAGES / "report.png")
        page.resize(_DESK_WIDTH, _DESK_HEIGHT)
        _take_desk(page, IMAGES / "desk.png")
    return 0


def _take_desk(page: Browser, picture: Path) -> None:
    """Take a picture of the desk at work: a post is typed, and a picture dropped."""
    command = [sys.executable, "-m", "postcheck", "desk", "--no-browser", "--date", _DAY]
    folder = ROOT / "sample_posts"
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as desk:  # noqa: S603 - our own
        page.go(next(line[line.index("http://") :] for line in desk.stdout or () if "http://" in line).strip())
        page.click("#text")
        page.type(_TYPED)
        page.drop("#drop", folder / _DROPPED)
        page.wait("document.querySelectorAll('.card').length === 1 && document.body.dataset.verdict === 'fail'")
        page.ask("window.scrollTo(0, 0)")
        _take(page, picture, _DESK_HEIGHT)
        desk.terminate()


def _take(page: Browser, picture: Path, height: int | None = None) -> None:
    """Take a picture of a page, or of its first so many pixels, without what is empty below it, in few colours."""
    with tempfile.TemporaryDirectory(prefix="postcheck-pictures-") as folder:
        raw = Path(folder, "page.png")
        page.shot(raw)
        with Image.open(raw) as whole:
            shown = whole.convert("RGB")
    ground = Image.new("RGB", shown.size, shown.getpixel((0, shown.height - 1)))
    box = ImageChops.difference(shown, ground).getbbox()
    ends = [shown.height, *([height] if height else []), *([box[3] + _MARGIN] if box else [])]
    shown = shown.crop((0, 0, shown.width, min(ends)))
    shown.quantize(_COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)
    print(f"{picture.relative_to(ROOT)}: {shown.width} x {shown.height}, {picture.stat().st_size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())
