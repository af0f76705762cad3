"""``check --watch`` and ``--open``: the report beside the editor."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import Any, TextIO

import pytest

from tests.builders.school import DAY, School
from tests.builders.zygote import ready_command

CLEAN = "---\nchannel: facebook\n---\nThe summer fair starts at noon on Saturday.\n"
FLAGGED = "---\nchannel: facebook\n---\nWell done Rhys Morgan!\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and shell scripts")


class Watch:
    """A running watch whose reports are read one by one."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._reports: Queue[str] = Queue()
        self._said: Queue[str] = Queue()
        self.readers = [
            threading.Thread(target=self._listen, args=(process.stdout, self._reports, "}\n")),
            threading.Thread(target=self._listen, args=(process.stderr, self._said, "\n")),
        ]
        for reader in self.readers:
            reader.start()

    @staticmethod
    def _listen(stream: TextIO, heard: Queue[str], end: str) -> None:
        text = ""
        for line in stream:
            text += line
            if end in ("\n", line):
                heard.put(text)
                text = ""

    def report(self) -> dict[str, Any]:
        """Wait for the next report."""
        parsed: dict[str, Any] = json.loads(self._reports.get(timeout=100))
        return parsed

    def verdicts(self) -> dict[str, str]:
        return {Path(post["path"]).name: post["verdict"] for post in self.report()["posts"]}

    def hears(self, words: str) -> None:
        """Wait until standard error says so."""
        while words not in self._said.get(timeout=100):
            pass

    def stop(self) -> int:
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(timeout=60)


@contextmanager
def watching(school: School, *paths: str) -> Iterator[Watch]:
    environ = {key: value for key, value in os.environ.items() if not key.startswith("POSTCHECK_")}
    (school.folder / "postcheck.toml").write_text('policy = "aspire"\nconsent = "consent.csv"\n')
    process = subprocess.Popen(
        [ready_command(), "check", *paths, "--watch", "--format", "json", "--date", DAY],
        cwd=school.folder,
        env=environ | {"PYTHONUTF8": "1", "POSTCHECK_CACHE_DIR": str(school.folder / ".cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    watch = Watch(process)
    try:
        yield watch
    finally:
        process.kill()
        for reader in watch.readers:
            reader.join()
        process.communicate()


@posix
def test_what_changes_is_checked_again_until_ctrl_c(school: School) -> None:
    draft = school.draft(CLEAN, "drafts/a/a.md")
    with watching(school, "drafts") as watch:
        assert watch.verdicts() == {"a.md": "pass"}
        watch.hears("watching 1 post")
        draft.write_text(FLAGGED)
        assert watch.verdicts() == {"a.md": "fail"}
        draft.write_text("---\nchannel: [\n---\nHello.\n")  # a draft that is wrong ends nothing
        assert watch.verdicts() == {"a.md": "review"}
        school.draft(CLEAN, "drafts/new folder/b.md")
        assert watch.verdicts()["b.md"] == "pass"
        draft.rename(draft.with_name("c.md"))
        assert watch.verdicts().keys() == {"b.md", "c.md"}
        draft.with_name("c.md").unlink()
        assert watch.verdicts() == {"b.md": "pass"}
        assert watch.stop() == 0


@posix
def test_a_picture_that_changes_is_its_posts_change(school: School) -> None:
    school.draft("---\nchannel: facebook\npeople: []\n---\nWell done!\n![](../pictures/p.png)\n", "drafts/a.md")
    with watching(school, "drafts") as watch:
        assert watch.verdicts() == {"a.md": "incomplete"}
        school.picture("Well done\nRhys Morgan", "pictures/p.png", size=(700, 320))  # beside the folder that is watched
        assert watch.verdicts() == {"a.md": "fail"}
        assert watch.stop() == 1


@posix
def test_what_drafts_are_judged_by_changes_all_of_them(school: School) -> None:
    school.draft("---\nchannel: facebook\n---\nWell done Petronella Quillfeather!\n", "drafts/a.md")
    with watching(school, "drafts/a.md") as watch:
        assert [flag["pupil_ids"] for flag in watch.report()["posts"][0]["flags"]] == [[]]
        watch.hears("watching")
        consent = school.folder / "consent.csv"
        whole = consent.read_text()
        consent.write_text("pupil_id,forename\nP1,A,B,C\n")
        watch.hears("the watch goes on")
        consent.write_text(
            whole + "P0099,Petronella,Quillfeather,,,4,current,none,written,refused,refused,refused,refused,refused\n"
        )
        assert {*map(tuple, (flag["pupil_ids"] for flag in watch.report()["posts"][0]["flags"]))} == {("P0099",)}
        (school.folder / "postcheck.toml").write_text('policy = "victoria"\nconsent = "consent.csv"\n')
        assert watch.report()["policy"]["id"] == "victoria"
        assert watch.stop() == 1


@posix
def test_a_watch_that_ends_with_a_check_that_failed_is_no_pass(school: School) -> None:
    draft = school.draft(CLEAN, "drafts/a.md")
    with watching(school, "drafts") as watch:
        assert watch.verdicts() == {"a.md": "pass"}
        watch.hears("watching")
        (school.folder / "consent.csv").unlink()
        draft.write_text(FLAGGED)
        watch.hears("the watch goes on")
        assert watch.stop() == 2


@pytest.mark.parametrize("arguments", [("drafts", "--watch", "--staged"), ("-", "--watch"), ("drafts", "--open")])
def test_options_that_make_no_sense_together_are_refused(school: School, arguments: tuple[str, ...]) -> None:
    school.draft(CLEAN)
    result = school.run("check", *arguments)
    assert result.code == 2
    assert result.out == ""


def with_browser(school: School) -> dict[str, str]:
    browser = school.folder / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> "{school.folder / "opened"}"\n')
    browser.chmod(0o755)
    (school.folder / "tmp").mkdir()
    return {"BROWSER": f"{browser} %s", "TMPDIR": str(school.folder / "tmp")}


@posix
@pytest.mark.parametrize("output", ["out/report.html", ""])
def test_the_report_is_opened_in_the_browser(school: School, output: str) -> None:
    school.draft(FLAGGED)
    options = ("--output", output) if output else ()
    result = school.start(
        "check", "drafts", "--policy", "aspire", "--format", "html", "--open", *options, environ=with_browser(school)
    )
    assert result.code == 1
    assert result.out == ""
    address = (school.folder / "opened").read_text().strip()
    assert address.startswith("file://")
    page = Path(address.removeprefix("file://"))
    assert "<html" in page.read_text(encoding="utf-8")
    assert (output or str(page)) in result.err
    if not output:
        assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
    else:
        assert page == school.folder / output
