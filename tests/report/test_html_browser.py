"""The HTML report in headless Chromium: what a person sees. Skipped where no Chromium is installed."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from postcheck.model.report import Report
from postcheck.report.base import FORMATS, ReportOptions
from tests.builders.browser import CHROMIUM, FLAGS

from . import build, pictured

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
REPORT_BOX = (0xC3, 0x15, 0x1C)
DARK_PAGE, LIGHT_PAGE = (0x14, 0x16, 0x1A), (0xF4, 0xF5, 0xF7)

Browser = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def browse(tmp_path: Path) -> Browser:
    """Run Chromium on a page with a profile of its own."""
    profiles = iter(range(9))

    def run(page: str, *options: str) -> subprocess.CompletedProcess[str]:
        file = tmp_path / "report.html"
        file.write_text(page, encoding="utf-8")
        profile = tmp_path / f"profile{next(profiles)}"
        command = [
            str(CHROMIUM),
            *FLAGS,
            f"--user-data-dir={profile}",
            *options,
            file.as_uri(),
        ]
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
            env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        )

    return run


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return Report((pictured.prize(tmp_path), build.match(), build.trip(), build.fair()), build.PACK, build.DAY)


def rendered(report: Report) -> str:
    return FORMATS["html"](report, ReportOptions())


def asked(browse: Browser, page: str, expression: str, *options: str) -> Any:
    """Return what a script says of a copy of the page that allows it."""
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    assert policy.search(page)
    script = f"<script>document.body.innerHTML = '<pre id=answer>' + JSON.stringify(({expression})())"
    copy = policy.sub("", page).replace("</body>", f"{script}.replaceAll('<', '&lt;') + '</pre>'</script></body>")
    answer = re.search(r'<pre id="answer">(.*?)</pre>', browse(copy, "--dump-dom", *options).stdout, re.DOTALL)
    assert answer
    return json.loads(html.unescape(answer[1]))


def shot(browse: Browser, page: str, tmp_path: Path, *options: str) -> Image.Image:
    path = tmp_path / "shot.png"
    browse(page, f"--screenshot={path}", "--window-size=1280,2400", *options)
    return Image.open(path).convert("RGB")


def test_nothing_is_refused_and_the_boxes_are_seen(browse: Browser, report: Report, tmp_path: Path) -> None:
    path = tmp_path / "shot.png"
    done = browse(
        rendered(report).replace("<details>", "<details open>"), f"--screenshot={path}", "--window-size=1280,2400"
    )
    assert "Refused to" not in done.stderr
    assert "violates the following Content Security Policy" not in done.stderr
    seen = {colour for _, colour in Image.open(path).convert("RGB").getcolors(9_999_999) or []}
    assert {REPORT_BOX, pictured.GREEN, LIGHT_PAGE} <= seen


@pytest.mark.parametrize(("scheme", "ground"), [(0, DARK_PAGE), (1, LIGHT_PAGE)])
def test_dark_and_light(
    browse: Browser, report: Report, tmp_path: Path, scheme: int, ground: tuple[int, int, int]
) -> None:
    assert (
        shot(browse, rendered(report), tmp_path, f"--blink-settings=preferredColorScheme={scheme}").getpixel((2, 2))
        == ground
    )


def test_the_box_lies_over_the_words(browse: Browser, report: Report) -> None:
    geometry = """() => {
        const [image, box] = ['img', '.box'].map(
            one => document.querySelector(one).getBoundingClientRect());
        return [(box.left - image.left) / image.width, (box.top - image.top) / image.height,
            box.width / image.width, box.height / image.height];
    }"""
    opened = rendered(report).replace("<details>", "<details open>")
    left, top, width, _ = asked(browse, opened, geometry, "--window-size=1280,900")
    name, (across, down) = pictured.NAME, pictured.SIZE
    assert (left, top, width) == pytest.approx((name.left / across, name.top / down, name.width / across), abs=0.01)


def test_nothing_is_wider_than_a_phone(browse: Browser, report: Report) -> None:
    # Headless Chromium has no window narrower than 500 pixels; a frame is as narrow as it is told.
    outer = (
        "<!DOCTYPE html><body style='margin:0'><iframe id=f style='width:390px;height:800px;border:0' "
        "srcdoc='{}'></iframe>"
    )
    inside = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", rendered(report))
    inside = inside.replace(
        "</body>", "<script>parent.width = [document.documentElement.scrollWidth, innerWidth]</script></body>"
    )
    page = (
        outer.format(html.escape(inside))
        + "<script>onload = () => { document.body.innerHTML = '<pre id=answer>' + parent.width + '</pre>' }</script>"
    )
    answer = re.search(r'<pre id="answer">(\d+),(\d+)</pre>', browse(page, "--dump-dom").stdout)
    assert answer
    assert answer[1] == answer[2] == "390"


@pytest.mark.parametrize(("choice", "shown"), [("all", 4), ("fail", 1), ("review", 1), ("incomplete", 1), ("pass", 1)])
def test_the_filter_needs_no_script(browse: Browser, report: Report, choice: str, shown: int) -> None:
    page = rendered(report).replace(" checked", "").replace(f'id="show-{choice}"', f'id="show-{choice}" checked')
    visible = """() => [...document.querySelectorAll('tbody tr, .only')]
        .filter(e => getComputedStyle(e).display !== 'none').map(e => e.tagName + ' ' + e.className)"""
    found = asked(browse, page, visible)
    assert sum(one.startswith("TR") for one in found) == shown
    assert [one for one in found if "only" in one] == ([] if choice == "all" else [f"P only only-{choice}"])
    if choice != "all":
        assert all(f"v-{choice}" in one for one in found if one.startswith("TR"))


def test_hover_and_focus_show_the_rule(browse: Browser, report: Report) -> None:
    # A headless page gets the focus when it pleases, so the style rules are asked what they would show.
    shown = """() => {
        const rules = [...document.styleSheets[0].cssRules].filter(
            rule => rule.selectorText && rule.style.display === 'block');
        const selectors = rules.flatMap(rule => rule.selectorText.split(', '));
        return [...document.querySelectorAll('.mark, .box')].map(link => [':hover', ':focus'].map(state => {
            const tip = link.nextElementSibling;
            const says = selectors.some(
                selector => selector.includes(state) && tip.matches(selector.replace(state, '')));
            return [getComputedStyle(tip).display, says, tip.textContent];
        }));
    }"""
    found = asked(browse, rendered(report), shown)
    assert len(found) == 3
    for states in found:
        for before, after, words in states:
            assert (before, after) == ("none", True)
            assert "[ASP-" in words


def test_on_paper(browse: Browser, report: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    browse(rendered(report), f"--print-to-pdf={path}")
    assert path.read_bytes().startswith(b"%PDF")
