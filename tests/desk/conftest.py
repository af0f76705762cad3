"""A desk in the tests' own process, and one that a browser can reach."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from postcheck.config.settings import Overrides
from postcheck.desk.app import Desk
from postcheck.desk.examiner import Choices, Examiner
from postcheck.desk.guard import Guard
from postcheck.desk.server import Server, listening_socket
from tests.builders.command import models_kept
from tests.builders.school import DAY, School
from tests.builders.signing import settings

PORT = 8765
KEY = "k" * 32
HOST = f"127.0.0.1:{PORT}"
ORIGIN = {"Origin": f"http://{HOST}"}


@dataclass
class Bench:
    """A desk, and a browser's part of talking to it."""

    client: TestClient
    folder: Path
    guard: Guard
    desk: Desk
    examiner: Examiner

    def get(self, path: str, **more: Any) -> httpx2.Response:
        return self.client.get(f"/{KEY}{path}", follow_redirects=False, **more)

    def tell(self, path: str, said: object) -> httpx2.Response:
        return self.client.post(f"/{KEY}{path}", json=said, headers=ORIGIN)

    def sheet(self) -> str:
        """Begin a post, and return its address."""
        return self.get("/").headers["location"].removeprefix(f"/{KEY}").rstrip("/")

    def add(self, sheet: str, data: bytes, name: str = "picture.png") -> httpx2.Response:
        return self.client.post(f"/{KEY}{sheet}/pictures", params={"name": name}, content=data, headers=ORIGIN)

    def check(self, sheet: str, **post: Any) -> dict[str, Any]:
        answer = self.tell(f"{sheet}/check", {"post": post})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


def examiner_of(school: School) -> Examiner:
    """Return what checks by a school's settings."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("POSTCHECK_")}
    environ["POSTCHECK_CACHE_DIR"] = str(school.folder / ".cache")
    today = dt.date.fromisoformat(DAY)
    return Examiner(
        Choices(Overrides(), (), None, no_config=False, today=lambda: today, folder=school.folder, environ=environ)
    )


@pytest.fixture(autouse=True)
def models() -> Iterator[None]:
    """Load models once for all tests."""
    with models_kept():
        yield


@pytest.fixture
def bench(school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """A desk of a school under the policy aspire, with two approvers."""
    monkeypatch.chdir(school.folder)
    settings(school)
    folder = tmp_path / "desk"
    folder.mkdir()
    examiner = examiner_of(school)
    desk = Desk(examiner, folder, f"/{KEY}", school.folder)
    guard = Guard(desk.application(), PORT, KEY, lambda: None)
    yield Bench(
        TestClient(guard, base_url=f"http://{HOST}", raise_server_exceptions=False), folder, guard, desk, examiner
    )
    desk.close()


@pytest.fixture
def served(school: School, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The same, at a port of this computer."""
    monkeypatch.chdir(school.folder)
    settings(school)
    examiner = examiner_of(school)
    examiner.open()
    server = Server(examiner, listening_socket(0), school.folder / ".cache" / "desk", school.folder)
    ready = threading.Event()
    thread = threading.Thread(target=server.run, args=(lambda _: ready.set(),))
    thread.start()
    ready.wait()
    yield server
    server.stopped.set()
    thread.join()
