"""The desk in headless Chromium, with real clicks, drops and keys. Skipped where no Chromium is installed."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from postcheck.desk.examiner import Examiner
from postcheck.desk.server import Server
from tests.builders.browser import CHROMIUM, Browser, browser
from tests.builders.faces import group
from tests.builders.pictures import certificate
from tests.builders.school import School
from tests.outside.suites import needs, suite

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
VERDICT = "['pass', 'review', 'fail', 'incomplete'].includes(document.body.dataset.verdict)"
STATUS = "document.getElementById('status').textContent"
NAMED = "[...document.querySelectorAll('.named li span')].map(one => one.textContent)"


@pytest.fixture
def page(served: Server, tmp_path: Path) -> Iterator[Browser]:
    """A browser on the page of a new post; in the end nothing may have gone wrong, or anywhere else."""
    with browser(tmp_path) as shown:
        shown.resize(1280)
        shown.go(served.address)
        yield shown
        served_at = served.address.rpartition("/")[0]
        assert shown.complaints() == []
        elsewhere = [one for one in shown.addresses() if not one.startswith((served_at, "data:", "about:", "blob:"))]
        assert elsewhere == []


def typed(page: Browser, words: str) -> None:
    page.click("#text")
    page.ask("document.getElementById('text').select()")
    page.type(words)


def added(page: Browser, *paths: Path) -> None:
    page.drop("#drop", *paths)
    page.wait(f"document.querySelectorAll('.card').length === {len(paths)} && {VERDICT}")


def test_a_verdict_follows_the_words_and_is_never_of_others(page: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is shown as found was found in what the box holds; a slow answer for former words is not shown."""
    typed(page, "The library is open.")
    page.wait(VERDICT)
    page.ask("""window.seen = []; new MutationObserver(() => {
        const body = document.querySelector('#report .body'), text = document.getElementById('text').value;
        if (body && body.textContent.replace(/ \\(finding \\d+\\)/g, '') !== text) window.seen.push(text);
    }).observe(document.getElementById('report'), {childList: true, subtree: true})""")
    for words in ("Well done, Rhys", "Well done, Rhys Morgan, and the whole library is open"):
        typed(page, words)
        assert page.ask("document.getElementById('report').childElementCount") == 0
        assert page.ask(STATUS) == "Checking …"
    page.wait("document.body.dataset.verdict === 'fail'")
    assert page.ask(STATUS).startswith("FAIL.")
    slow = Examiner.check

    def late(*given: object, **more: object) -> object:
        page_is_changed.wait()
        return slow(*given, **more)  # type: ignore[arg-type]

    page_is_changed = threading.Event()
    monkeypatch.setattr(Examiner, "check", late)
    typed(page, "The library is open again.")
    page.wait("performance.getEntriesByType('resource').length > 0")
    typed(page, "Well done, Rhys Morgan!")
    page_is_changed.set()
    page.wait("document.body.dataset.verdict === 'fail'")
    assert "Rhys Morgan" in page.ask("document.getElementById('report').textContent")


def test_without_the_desk_nothing_is_shown_as_checked(page: Browser, served: Server) -> None:
    typed(page, "The library is open.")
    page.wait(VERDICT)
    served.stopped.set()
    page.wait("fetch(document.body.dataset.base + '/alive').then(() => false, () => true)")
    typed(page, "Anything else.")
    page.wait("document.body.classList.contains('lost')")
    assert page.ask(STATUS).startswith("Not checked: do not post.")
    assert page.ask("document.getElementById('report').textContent") == ""
    assert "do not post" in page.ask("document.querySelector('[role=alert]').textContent")
    assert page.ask("document.getElementById('text').value") == "Anything else."
    page.events.clear()  # the refused connection is an error on purpose


def test_pictures_are_dropped_and_faces_named_by_mouse_and_keys(page: Browser, tmp_path: Path) -> None:
    group(2).save(tmp_path / "team.jpg")
    typed(page, "What a match!")
    added(page, tmp_path / "team.jpg")
    page.wait("document.querySelectorAll('.face').length === 2")
    # Who is shown is to be decided; nothing in the picture must change.
    assert page.ask("document.querySelector('.card').dataset.level") == "review"
    page.click(".face")
    assert page.ask("document.activeElement.getAttribute('role')") == "combobox"
    assert page.ask("document.querySelector('.combo label').textContent") == "Who is face 1?"
    page.type("imo")
    page.wait("document.querySelectorAll('[role=option]').length === 2")
    page.press("ArrowDown")
    page.press("ArrowDown")
    chosen = page.ask(
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).textContent"
    )
    page.press("Enter")
    assert page.ask(NAMED) == [f"Face 1: {chosen}"]
    assert "Fairweather" in chosen
    page.type("amelia")
    page.wait("document.querySelectorAll('[role=option]').length === 1")
    page.click("[role=option]")
    assert len(page.ask(NAMED)) == 2
    page.wait(VERDICT)
    page.click(".nobody")
    assert page.ask(NAMED) == []
    page.wait(VERDICT)
    page.ask("document.querySelector('.nobody').focus()")
    page.press(" ")
    page.wait("document.body.dataset.verdict === 'review'")
    page.click(".remove")
    page.wait("!document.querySelector('.card')")
    assert page.ask("document.activeElement.id") == "choose"


def test_pictures_are_chosen_and_pasted_and_everything_is_reached_by_keys(page: Browser, tmp_path: Path) -> None:
    certificate().save(tmp_path / "prize.png")
    root = page.send("DOM.getDocument")["root"]["nodeId"]
    choose = page.send("DOM.querySelector", nodeId=root, selector="#choose")["nodeId"]
    page.send("DOM.setFileInputFiles", files=[str(tmp_path / "prize.png")], nodeId=choose)
    page.wait(f"document.querySelectorAll('.card').length === 1 && {VERDICT}")
    page.ask("""(async () => {
        const picture = await (await fetch(document.querySelector('.card img').src)).blob();
        const held = new DataTransfer();
        held.items.add(new File([picture], 'image.png', {type: 'image/png'}));
        document.dispatchEvent(new ClipboardEvent('paste', {clipboardData: held, bubbles: true}));
    })()""")
    page.wait(f"document.querySelectorAll('.card').length === 2 && {VERDICT}")
    reached = set()
    page.ask("document.querySelector('.skip').focus()")
    for _ in range(120):
        reached.add(page.ask("(one => one.id || one.className || one.textContent)(document.activeElement)"))
        page.press("Tab")
    assert {"text", "account", "choose", "nobody", "cover", "cover-faces", "remove", "folder", "name"} <= reached
    assert {"Save as a draft", "New post", "See the findings"} <= reached
    for begins in ("who-", "alt-"):
        assert len([one for one in reached if one.startswith(begins)]) == 2


def test_covering_wording_and_saving(page: Browser, school: School, tmp_path: Path) -> None:
    certificate().save(tmp_path / "prize.png")
    typed(page, "Well done, Rhys Morgan!")
    added(page, tmp_path / "prize.png")
    page.click(".nobody")
    page.click(".cover")
    page.wait("document.querySelectorAll('.pair img').length === 2 && [...document.images].every(one => one.complete)")
    assert page.ask("[...document.querySelectorAll('.pair img')].every(one => one.naturalWidth > 100)")
    page.click(".covered button")
    page.wait("document.querySelector('.covered').textContent.includes('in the post now')")
    page.wait(VERDICT)
    page.click("#suggest")
    page.wait("document.querySelector('.changes del')")
    assert page.ask("document.querySelector('.changes del').textContent") == "Rhys Morgan"
    page.click("#wording > button")
    page.wait("document.querySelector('#wording pre')")
    page.click("#wording .buttons button:nth-of-type(2)")
    page.wait(f"document.getElementById('text').value === 'Well done, a Year 4 pupil!' && {VERDICT}")
    page.wait("document.querySelector('#checklist input')")
    page.ask("document.querySelector('#checklist input').focus()")
    page.press(" ")
    page.wait(f"document.querySelector('#checklist input').checked && {VERDICT}")
    assert page.ask("document.activeElement === document.querySelector('#checklist input')")
    page.click("#text")
    page.type("!")
    again = "document.getElementById('confirm-again').textContent.includes('have changed')"
    page.wait(f"{again} && !document.querySelector('#checklist input').checked && {VERDICT}")
    page.ask("document.querySelector('#checklist input').click()")
    page.wait(f"document.querySelector('#checklist input').checked && {VERDICT}")
    page.click("#name")
    page.type("week one")
    page.press("Enter")
    page.wait("document.querySelector('#saved a')")
    text = (school.folder / "week one" / "week one.md").read_text(encoding="utf-8")
    assert "Well done, a Year 4 pupil!" in text
    assert "declare:" in text
    [covered] = (school.folder / "week one").glob("*.png")
    assert f"confirmed_for: {hashlib.sha256(covered.read_bytes()).hexdigest()[:12]}\n" in text.replace("'", "")
    page.click("#saved a")
    page.wait("document.querySelector('#sign')")


def test_nothing_is_wider_than_the_window(page: Browser, tmp_path: Path) -> None:
    picture = tmp_path / "prize-with-a-very-long-name-that-goes-on-and-on-and-on.png"
    certificate().save(picture)
    typed(page, "Well done, Rhys Morgan! " + "x" * 200)
    added(page, picture)
    for width in (360, 768, 1280, 1920):
        page.resize(width)
        assert page.ask("document.documentElement.scrollWidth") == width


@needs("axe-core")
def test_axe_finds_nothing(page: Browser, school: School, tmp_path: Path) -> None:
    axe = (suite("axe-core") / "axe.min.js").read_text(encoding="utf-8")

    def complaints() -> list[str]:
        found: list[str] = []
        page.send("Runtime.evaluate", expression=axe)
        for width, dark in ((1280, False), (360, True)):
            page.resize(width, dark=dark)
            found += page.ask(
                "axe.run({resultTypes: ['violations']}).then(found => found.violations.flatMap("
                "one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 200)}`)))"
            )
        return found

    assert complaints() == []
    group(2).save(tmp_path / "team.jpg")
    typed(page, "Well done, Rhys Morgan!")
    added(page, tmp_path / "team.jpg")
    page.click("summary")
    page.click("#suggest")
    page.wait("document.querySelector('.changes')")
    page.click("#wording > button")
    page.wait("document.querySelector('#wording pre')")
    page.click(".cover")
    page.wait("document.querySelector('.pair')")
    page.click(".face")
    page.type("imo")
    page.wait("document.querySelector('[role=option]')")
    page.press("ArrowDown")
    assert complaints() == []
    school.draft("---\nchannel: facebook\n---\nWell done, Rhys Morgan!\n", "drafts/a.md")
    school.draft("---\nchannel: facebook\n---\nThe library.\n", "drafts/b.md")
    for path in ("drafts", "drafts/a.md"):
        page.click("nav a:last-child")
        page.wait("document.getElementById('open')")
        assert complaints() == []
        page.ask(f"document.getElementById('path').value = {str(school.folder / path)!r}")
        page.click("#open button")
        page.wait("document.getElementById('again')")
        assert complaints() == []
