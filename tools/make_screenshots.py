"""``python tools/make_screenshots.py``: make the pictures of docs/images, with a headless Chromium.

``docs/images/report.png`` shows the report on one of the sample posts. ``docs/images/desk.png`` shows the desk; it is
made if the address of one that runs is given, as ``postcheck desk --no-browser`` prints it::

    python tools/make_screenshots.py --desk "http://127.0.0.1:8000/..."
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
_WIDTH, _REPORT_HEIGHT, _DESK_HEIGHT = 1100, 1500, 1000
"""Pixels of the page."""
_COLOURS = 128
_MARGIN = 24
_FLAGGED = 1
"""The exit code of a check of that post."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the pictures; return the exit code."""
    parser = argparse.ArgumentParser(description="Make the pictures of docs/images.")
    parser.add_argument("--desk", metavar="ADDRESS", help="the address of a desk that runs, with its key")
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
    if chosen.desk:
        _take(browser, chosen.desk, IMAGES / "desk.png", _DESK_HEIGHT)
    return 0


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
    shown.quantize(_COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)
    print(f"{picture.relative_to(ROOT)}: {shown.width} x {shown.height}, {picture.stat().st_size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main())
