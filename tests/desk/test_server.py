"""The desk as a program: it is there for this computer alone, takes no more than it can, and leaves nothing behind."""

from __future__ import annotations

import logging
import signal
import socket
import stat
import subprocess
import threading
from pathlib import Path

import pytest

from postcheck.cli import desk as command
from postcheck.desk.private import clear, private_folder
from postcheck.desk.server import Server, listening_socket
from postcheck.errors import UsageError
from tests.builders.school import COMMAND, School
from tests.builders.signing import settings
from tests.desk.conftest import examiner_of

ENOUGH = 3_000_000_000
"""Bytes that nobody should take."""


def test_it_listens_on_this_computer_alone() -> None:
    with listening_socket(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        with pytest.raises(UsageError, match="cannot listen"):
            listening_socket(listening.getsockname()[1])


@pytest.mark.parametrize("announced", [True, False])
def test_an_endless_upload_is_refused_early(served: Server, school: School, *, announced: bool) -> None:
    """Whether or not the browser says how long it is, little of it is taken, and nothing kept."""
    place, key = served.address.removeprefix("http://").split("/")[:2]
    host, port = place.split(":")
    with socket.create_connection((host, int(port)), timeout=60) as client:
        client.sendall(f"GET /{key}/ HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
        sheet = client.recv(4096).decode().partition("location: ")[2].split("\r\n")[0]
        length = f"Content-Length: {ENOUGH}" if announced else "Transfer-Encoding: chunked"
        client.sendall(
            f"POST {sheet}pictures?name=a.png HTTP/1.1\r\nHost: {place}\r\nOrigin: http://{place}\r\n{length}\r\n\r\n".encode()
        )
        piece = b"x" * 1_000_000
        chunk = piece if announced else b"%x\r\n%s\r\n" % (len(piece), piece)
        sent = 0
        client.settimeout(0.01)
        answer = b""
        while sent < ENOUGH and b"413" not in answer:
            try:
                client.settimeout(60)
                client.sendall(chunk)
                sent += len(chunk)
                client.settimeout(0.001)
                answer += client.recv(4096)
            except TimeoutError:
                continue
            except OSError:
                break
        assert sent < 120_000_000
    assert list((school.folder / ".cache" / "desk").rglob("a.png")) == []


def test_its_folder_is_private_and_goes_with_it(served: Server, school: School) -> None:
    root = school.folder / ".cache" / "desk"
    (folder,) = root.iterdir()
    for path in (root, folder, *folder.rglob("*")):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
    served.stopped.set()
    while root.exists() and any(root.iterdir()):
        threading.Event().wait(0.02)


def test_it_stops_when_the_page_is_closed_for_long(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(school.folder)
    settings(school)
    root = school.folder / ".cache" / "desk"
    server = Server(examiner_of(school), listening_socket(0), root, school.folder)
    assert server.run(lambda _: None, closed_for=0.05) is True
    assert list(root.iterdir()) == []


def test_what_a_killed_desk_left_is_removed_and_a_running_ones_stays(
    served: Server, tmp_path: Path, school: School
) -> None:
    root = school.folder / ".cache" / "desk"
    (running,) = root.iterdir()
    with listening_socket(0) as gone:
        port = gone.getsockname()[1]
    for name, address in (
        ("desk-dead", f"{port} key"),
        ("desk-odd", "nonsense"),
        ("desk-stranger", f"{served.address.split(':')[2].split('/')[0]} otherkey"),
    ):
        (root / name).mkdir()
        (root / name / "address").write_text(address)
        (root / name / "secret.md").write_text("Amelia Carter")
    (root / "desk-link").symlink_to(tmp_path)
    (root / "else").mkdir()
    clear(root)
    assert {path.name for path in root.iterdir()} == {running.name, "desk-link", "else"}
    assert tmp_path.exists()


def test_a_folder_that_is_not_ours_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "file").write_text("")
    for name in ("link", "file"):
        with pytest.raises(UsageError, match="nowhere to keep"), private_folder(tmp_path / name, 1, "key"):
            pass


def test_the_program_opens_closes_and_says_no_name(school: School) -> None:
    settings(school)
    environ = school.environ()
    told = [str(COMMAND), "desk", "--no-browser"]
    with subprocess.Popen(
        told, cwd=school.folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = line.split()[-1]
        place, key = address.removeprefix("http://").split("/")[:2]
        with socket.create_connection(("127.0.0.1", int(place.split(":")[1]))) as client:
            client.sendall(
                f"GET /{key}/people?q=amelia HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n\r\n".encode()
            )
            answer = b"".join(iter(lambda: client.recv(65536), b""))
        assert b"Amelia Carter" in answer
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "the desk is closed" in err
    assert "melia" not in (out + err)
    assert list((school.folder / ".cache" / "desk").iterdir()) == []


def test_without_the_extra_it_says_what_to_type(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    result = school.run("desk", "--no-browser")
    assert result.code == 2
    said = " ".join(result.err.split())
    assert "Install them with: " in said
    assert "starlette" in said
    assert "uvicorn" in said
    assert "postcheck[" not in said  # an index need not have it, or has somebody else's


def test_with_broken_settings_it_does_not_open(school: School) -> None:
    (school.folder / "postcheck.toml").write_text('consent = "nowhere.csv"\n', encoding="utf-8")
    result = school.run("desk", "--no-browser")
    assert result.code == 2
    assert "nowhere.csv" in result.err


def test_nothing_is_logged(served: Server, caplog: pytest.LogCaptureFixture) -> None:
    place, key = served.address.removeprefix("http://").split("/")[:2]
    with caplog.at_level(logging.DEBUG, "uvicorn"):
        for path in ("people?q=amelia", "amelia-carter", "s/amelia/"):
            with socket.create_connection(("127.0.0.1", int(place.split(":")[1]))) as client:
                client.sendall(f"GET /{key}/{path} HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n\r\n".encode())
                while client.recv(65536):
                    pass
    assert "amelia" not in caplog.text
