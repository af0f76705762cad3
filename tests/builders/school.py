"""A school to check drafts against, and the command to check them with."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from tests.builders.command import run_here
from tests.builders.zygote import COMMAND, ready_command

CONSENT = """\
pupil_id,forename,surname,preferred_forename,other_names,year_group,status,do_not_publish,method,photo_social,photo_website,name_first,name_full,name_with_photo
P0001,Amelia,Carter,,,4,current,none,written,given,given,given,given,given
P0002,Rhys,Morgan,,,4,current,none,written,refused,refused,refused,refused,refused
P0003,Zainab,Qureshi,,Zee,5,current,none,written,given,given,refused,refused,refused
P0004,Oluwaseun,Adeyemi,Seun,,5,current,all,written,given,given,given,given,given
P0005,Tomasz,Wójcik,,,6,current,none,verbal,given,given,given,given,given
P0006,Imogen,Fairweather,,,6,current,none,written,given,given,given,refused,given
P0007,Imogen,Blackstock,,,2,current,none,written,refused,refused,refused,refused,refused
"""
PEOPLE = """\
name,kind,note
Mrs J. Okonkwo,staff,headteacher
Carter Hall,place,
Biscuit,other,the school dog
"""
DAY = "2026-11-21"
__all__ = ["COMMAND", "CONSENT", "DAY", "PEOPLE", "Result", "School"]


@dataclass(frozen=True)
class Result:
    """What the command came to."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.out)
        return parsed

    @property
    def post(self) -> dict[str, Any]:
        (post,) = self.report["posts"]
        found: dict[str, Any] = post
        return found

    @property
    def rules(self) -> dict[str, str]:
        """The worst level of each rule that is flagged."""
        order = ["note", "review", "fail"]
        worst: dict[str, str] = {}
        for flag in self.post["flags"]:
            worst[flag["rule"]] = max(worst.get(flag["rule"], "note"), flag["severity"], key=order.index)
        return worst


class School:
    """A folder with a consent list and a people list, and drafts as a test writes them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "consent.csv").write_text(CONSENT, encoding="utf-8")
        (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")

    def draft(self, text: str, name: str = "drafts/post.md", encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        return path

    def picture(
        self, text: str = "", name: str = "drafts/picture.png", size: tuple[int, int] = (1000, 500), **save: Any
    ) -> Path:
        """Draw a picture with large dark letters on white."""
        image = Image.new("RGB", size, "white")
        if text:
            ImageDraw.Draw(image).multiline_text(
                (80, 120), text, fill="black", font=ImageFont.load_default(64), spacing=30
            )
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save(path, **save)
        return path

    def environ(self, changed: dict[str, str] | None = None) -> dict[str, str]:
        """Return the environment of a run: none of whoever runs the tests, and a folder of its own for readings."""
        clean = {key: value for key, value in os.environ.items() if not key.startswith("POSTCHECK_")}
        return {**clean, "PYTHONUTF8": "1", "POSTCHECK_CACHE_DIR": str(self.folder / ".cache"), **(changed or {})}

    def run(
        self, *arguments: str | Path, stdin: bytes = b"", environ: dict[str, str] | None = None, cwd: Path | None = None
    ) -> Result:
        """Run the command in this process, with models that are loaded once for all tests."""
        told = [*map(str, arguments)]
        return Result(*run_here(told, folder=cwd or self.folder, environ=self.environ(environ), stdin=stdin))

    def start(
        self,
        *arguments: str | Path,
        stdin: bytes = b"",
        environ: dict[str, str] | None = None,
        cwd: Path | None = None,
        fresh: bool = False,
    ) -> Result:
        """Run the command as it is installed, in a process of its own: slow, and for what only a process shows.

        One that isn't ``fresh`` begins where the command has been imported.
        """
        command: list[str | Path] = [COMMAND if fresh else ready_command(), *map(str, arguments)]
        folder, around = cwd or self.folder, self.environ(environ)
        done = subprocess.run(command, input=stdin, capture_output=True, check=False, cwd=folder, env=around)
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def check(self, *arguments: str | Path, policy: str = "aspire", **how: Any) -> Result:
        """Run the check with the school's lists and return its JSON report."""
        lists = ("--consent", "consent.csv", "--people", "people.csv", "--policy", policy)
        return self.run("check", *arguments, *lists, "--date", DAY, "--format", "json", **how)
