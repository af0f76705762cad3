"""Starts the desk, and stops it: when it is told to, or when its page has been closed for long."""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import uvicorn

from postcheck.desk.app import Desk
from postcheck.desk.examiner import Examiner
from postcheck.desk.guard import Guard
from postcheck.desk.private import private_folder
from postcheck.errors import UsageError

_CLOSED_FOR = 600.0
"""Seconds without a sign of the page after which the desk stops."""
_ROUND = 1.0
"""Seconds between two looks at that."""
_ASLEEP = 30.0
"""Seconds that a round lasts at most on a computer that is awake."""


def listening_socket(port: int) -> socket.socket:
    """Return a socket that this computer alone can reach.

    Parameters
    ----------
    port:
        The port; 0 for any that is free.

    Raises
    ------
    UsageError
        If it cannot be had.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(64)
    except OSError as error:
        listening.close()
        raise UsageError(
            f"--port: the desk cannot listen there: {error.strerror or 'it is taken'}.",
            advice="Choose another port, or leave the option out.",
        ) from None
    return listening


class Server:
    """The desk, once it listens.

    Parameters
    ----------
    examiner:
        What checks; it is opened already.
    listening:
        Where it listens.
    private:
        The folder in which desks have their private folders.
    drafts_folder:
        Where drafts are saved unless somebody says otherwise.
    """

    def __init__(self, examiner: Examiner, listening: socket.socket, private: Path, drafts_folder: Path) -> None:
        self._examiner = examiner
        self._listening = listening
        self._private = private
        self._drafts_folder = drafts_folder
        self._key = secrets.token_urlsafe(24)
        self._port = listening.getsockname()[1]
        self._seen = time.monotonic()
        self.stopped = threading.Event()
        """Set it to stop."""

    @property
    def address(self) -> str:
        """The address of the page."""
        return f"http://127.0.0.1:{self._port}/{self._key}/"

    def run(self, begun: Callable[[str], None], closed_for: float = _CLOSED_FOR) -> bool:
        """Answer the page until it is told to stop, or the page has been closed for long.

        Parameters
        ----------
        begun:
            Called once it answers, with an address that leads to the page once.
        closed_for:
            Seconds without a sign of the page after which it stops.

        Returns
        -------
        bool
            Whether it stopped by itself.
        """
        with contextlib.closing(self._listening), private_folder(self._private, self._port, self._key) as folder:
            desk = Desk(self._examiner, folder, f"/{self._key}", self._drafts_folder)
            guard = Guard(desk.application(), self._port, self._key, self._heard)
            config = uvicorn.Config(
                guard,
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                lifespan="off",
                ws="none",
                http="h11",
                loop="asyncio",
                limit_concurrency=64,
                timeout_graceful_shutdown=1,
            )
            server = uvicorn.Server(config)
            thread = threading.Thread(target=server.run, kwargs={"sockets": [self._listening]}, daemon=True)
            thread.start()
            try:
                begun(f"http://127.0.0.1:{self._port}/open/{guard.ticket()}")
                return self._wait(thread, lambda: desk.busy, closed_for)
            finally:
                desk.close()
                server.should_exit = True
                thread.join(5)

    def _heard(self) -> None:
        self._seen = time.monotonic()

    def _wait(self, thread: threading.Thread, busy: Callable[[], bool], closed_for: float) -> bool:
        before = self._seen = time.monotonic()
        while thread.is_alive() and not self.stopped.wait(min(_ROUND, closed_for)):
            now = time.monotonic()
            if now - before > _ASLEEP or busy():
                self._seen = now  # the computer slept, and so did the page
            before = now
            if now - self._seen > closed_for:
                return True
        return False
