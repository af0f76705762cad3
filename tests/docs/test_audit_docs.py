"""The example in docs/audit.md works as it stands there."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from tests.audit.conftest import Contents
from tests.builders import archives
from tests.builders.audits import Audits
from tests.docs.test_docs import blocks

pytest.importorskip("distributed")
PORT = 8786


def free(port: int) -> bool:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@pytest.mark.skipif(os.name != "posix", reason="the example is typed into a POSIX shell")
def test_the_example_of_a_cluster_works_word_for_word(tmp_path: Path) -> None:
    install, example = blocks("audit.md", "sh")
    assert install == 'pip install "postcheck[cluster] @ git+https://git.example/trust/postcheck"\n'
    assert example.count(f"tcp://127.0.0.1:{PORT}") == 3
    audits = Audits(tmp_path)
    archives.packed(tmp_path / "facebook-hillside.zip", archives.facebook())
    archives.folder(
        tmp_path / "website", {"index.html": "<p>The fair starts at noon.</p>", "hall.jpg": archives.picture()}
    )
    given = ("facebook-hillside.zip", "website/")
    assert audits.read("alone.db", given=given, light=True).returncode == 0
    if not free(PORT):
        port = next(number for number in range(PORT + 1, PORT + 99) if free(number))
        example = example.replace(str(PORT), str(port))  # whatever else runs on this machine, the words are the same
    (tmp_path / "example.sh").write_text(f"set -m\n{example}wait\n")
    done = subprocess.run(
        ["bash", "example.sh"],
        cwd=tmp_path,
        env=audits.environ | {"POSTCHECK_CACHE_DIR": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert "published items are in the store" in done.stdout, done.stderr
    assert items(audits.contents("audit.db")) == items(audits.contents("alone.db"))


def items(found: Contents) -> Contents:
    """Return what doesn't depend on who reads: the example reads with all engines, the other audit with none."""
    return {name: rows for name, rows in found.items() if name not in {"contents", "opinions"}}
