"""``python tools/make_screenshots.py``: make the pictures of docs/images, with a headless Chromium.

``docs/images/report.png`` shows the report on one of the sample posts, ``docs/images/desk.png`` the desk with a post
that is typed there and a picture of the samples dropped on it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageChops

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
_POST = "sample_posts/18-before-and-after/before.md"
_DAY = "2026-11-21"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
_TYPED = "Star of the week: Amelia! Well done to Rhys Pemberthy for his goal in the final."
_DROPPED = "01-star-of-the-week/certificate.jpg"
_WIDTH, _REPORT_HEIGHT, _DESK_WIDTH, _DESK_HEIGHT = 1100, 1500, 1280, 1750
"""Pixels of the page."""
_COLOURS = 128
_MARGIN = 24
_FLAGGED = 1
"""The exit code of a check of that post."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the pictures; return the exit code."""
    parser = argparse.ArgumentParser(description="Make the pictures of docs/images.")
    parser.add_argument("--browser", help="the browser, if it is not on the search path")
    chosen = parser.parse_args(arguments)
    browser = chosen.browser or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        print("No Chromium was found: install one, or name it with --browser.", file=sys.stderr)
        return 2
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="postcheck-pictures-") as folder:
        report = Path(folder, "report.html")
        command = [sys.executable, "-m", "postcheck", "check", _POST, "--date", _DAY, "--format", "html"]
        done = subprocess.run([*command, "--output", report], cwd=ROOT, check=False)  # noqa: S603 - our own
        if done.returncode != _FLAGGED:
            print(f"The sample should be flagged; the exit code was {done.returncode}.", file=sys.stderr)
            return 1
        _take(browser, report.as_uri(), IMAGES / "report.png", _REPORT_HEIGHT)
    _take_desk(IMAGES / "desk.png")
    return 0


def _take_desk(picture: Path) -> None:
    """Take a picture of the desk at work, by the browser that the tests drive."""
    sys.path.insert(0, str(ROOT))
    from tests.builders.browser import browser as driven  # noqa: PLC0415 - a source tree only

    command = [sys.executable, "-m", "postcheck", "desk", "--no-browser", "--date", _DAY]
    with (
        subprocess.Popen(command, cwd=ROOT / "sample_posts", stdout=subprocess.PIPE, text=True) as desk,  # noqa: S603 - our own
        tempfile.TemporaryDirectory(prefix="postcheck-browser-") as folder,
        driven(Path(folder)) as page,
    ):
        address = next(found for line in desk.stdout or () if (found := line.partition("http://")[1:]) != ("", ""))
        page.resize(_DESK_WIDTH, _DESK_HEIGHT)
        page.go("".join(address).strip())
        page.click("#text")
        page.type(_TYPED)
        page.drop("#drop", ROOT / "sample_posts" / _DROPPED)
        page.wait("document.querySelectorAll('.card').length === 1 && document.body.dataset.verdict === 'fail'")
        page.ask("window.scrollTo(0, 0)")
        raw = Path(folder, "page.png")
        page.shot(raw)
        desk.terminate()
        with Image.open(raw) as shown:
            _save(shown.convert("RGB").crop((0, 0, _DESK_WIDTH, min(shown.height, _DESK_HEIGHT))), picture)


def _take(browser: str, address: str, picture: Path, height: int) -> None:
    """Take a picture of a page, without what is empty below it, in few colours."""
    with tempfile.TemporaryDirectory(prefix="postcheck-browser-") as folder:
        raw = Path(folder, "page.png")
        options = [f"--user-data-dir={folder}/profile", f"--screenshot={raw}", f"--window-size={_WIDTH},{height}"]
        options += ["--headless", "--hide-scrollbars", "--disable-gpu", "--force-color-profile=srgb"]
        options += ["--virtual-time-budget=5000"]
        if sys.platform != "win32" and os.geteuid() == 0:
            options.append("--no-sandbox")  # Chromium has none for the administrator
        subprocess.run([browser, *options, address], check=True, capture_output=True, timeout=120)  # noqa: S603 - as above
        with Image.open(raw) as page:
            shown = page.convert("RGB")
    ground = Image.new("RGB", shown.size, shown.getpixel((0, shown.height - 1)))
    box = ImageChops.difference(shown, ground).getbbox()
    if box:
        shown = shown.crop((0, 0, shown.width, min(shown.height, box[3] + _MARGIN)))
    _save(shown, picture)


def _save(shown: Image.Image, picture: Path) -> None:
    """Write a picture in few colours."""
    shown.quantize(_COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)
    print(f"{picture.relative_to(ROOT)}: {shown.width} x {shown.height}, {picture.stat().st_size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())
