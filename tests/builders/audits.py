"""Audits of small invented archives, as whole programs."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.builders import archives

ROOT = Path(__file__).parents[2]
COLOURS = ("navy", "red", "green", "teal", "maroon", "olive", "purple", "gray")


class Audits:
    """A folder with archives, and audits of them.

    Parameters
    ----------
    folder:
        The folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        archives.folder(folder / "page", archives.facebook())
        archives.packed(folder / "x.zip", archives.x())
        site: dict[str, archives.Content] = {}
        for number, colour in enumerate(COLOURS):
            site[f"post-{number}.md"] = f"Amelia Carter, Year {number}, ran.\n\n![Her medal](pic-{number}.jpg)\n"
            site[f"pic-{number}.jpg"] = archives.picture(colour)
        archives.folder(folder / "posts", site)
        (folder / "tmp").mkdir()
        self.archives = ("page", "x.zip", "posts")

    @property
    def environ(self) -> dict[str, str]:
        """What the programs are told; they remember nothing outside their store."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTCHECK_", "DASK_"))}
        found = {"PYTHONPATH": str(ROOT), "TMPDIR": str(self.folder / "tmp"), "PYTHONUTF8": "1"}
        return kept | found | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"}

    def start(self, store: str, *more: str, given: tuple[str, ...] = (), light: bool = False) -> subprocess.Popen[str]:
        """Start an audit in a process group of its own; a ``light`` one has the light reader of the fakes."""
        options = ("--store", store, "--no-config", "--no-cache", "--ocr", "tesseract", *more)
        module = "tests.fakes.light_reader" if light else "postcheck"
        return self.popen(sys.executable, "-m", module, "audit", "read", *(given or self.archives), *options)

    def popen(self, *command: str, **environ: str) -> subprocess.Popen[str]:
        """Start a program in a process group of its own."""
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environ | environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def read(
        self, store: str, *more: str, given: tuple[str, ...] = (), light: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run an audit to its end."""
        process = self.start(store, *more, given=given, light=light)
        out, err = process.communicate(timeout=300)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def contents(self, store: str) -> dict[str, list[tuple[object, ...]]]:
        """Return all that a store holds, apart from its salt and who made it."""
        database = sqlite3.connect(self.folder / store)
        try:
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {
                name: sorted(database.execute(f"SELECT * FROM {name}"))  # noqa: S608 - names of our own tables
                for name in names
                if name != "about"
            }
        finally:
            database.close()


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a program and all that it has started, at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def children(pid: int, *words: str) -> list[int]:
    """Return the processes that a process has started, of those whose command line has some words, on Linux."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            with suppress(OSError):
                line = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                if all(word in line for word in words):
                    found.append(int(child))
    return found


def workers(pid: int) -> list[int]:
    """Return the processes that read for an audit, on Linux: they are forked from one that it has started."""
    return [worker for origin in children(pid, "multiprocessing.forkserver") for worker in children(origin)]


@contextmanager
def temporary_audits() -> Iterator[Audits]:
    """Lend archives in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Audits(Path(folder))
