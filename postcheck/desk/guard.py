"""Who may talk to the desk: a browser on this computer, on the page that this desk opened, and nobody else.

A page of another site can make a browser send requests here, under a name of its own (DNS rebinding) or as they stand.
The first has another Host, the second another Origin, and neither knows the key.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_SENT_HEADERS = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
_READING = frozenset({"GET", "HEAD"})
_FROM_HERE = frozenset({b"same-origin", b"none"})
"""What a browser says of a request that this desk's own page makes, or the user by typing the address."""


class Guard:
    """Lets requests through to the desk, under its key, and answers all others.

    Parameters
    ----------
    app:
        The desk.
    port:
        The port at which it listens.
    key:
        What every address begins with.
    heard:
        Called for each request that is let through.
    """

    def __init__(self, app: ASGIApp, port: int, key: str, heard: Callable[[], None]) -> None:
        self._app = app
        self._host = f"127.0.0.1:{port}".encode()
        self._key = key
        self._heard = heard
        self._tickets: set[str] = set()

    def ticket(self) -> str:
        """Return a word that leads to the desk's page once: what a browser is started with, other users may see."""
        ticket = secrets.token_urlsafe(24)
        self._tickets.add(ticket)
        return ticket

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                ours = {name for name, _ in _SENT_HEADERS}
                message["headers"] = [
                    *((name, value) for name, value in message["headers"] if name.lower() not in ours),
                    *_SENT_HEADERS,
                ]
            await send(message)

        refused = self._refused(scope)
        if refused:
            await _say(sending, *refused)
            return
        self._heard()
        path: str = scope["path"].removeprefix(f"/{self._key}")
        try:
            await self._app({**scope, "path": path or "/", "raw_path": b""}, receive, sending)
        except Exception:  # noqa: BLE001 - no traceback may be logged: it could hold a pupil's name
            if not begun:
                with suppress(Exception):
                    await _say(sending, 500, "The desk itself failed. Nothing was passed.")

    def _refused(self, scope: Scope) -> tuple[Any, ...] | None:
        """Return the answer to a request that is not let through: status, words, and where to go; None if it is."""
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        hosts = [value for name, value in headers if name == b"host"]
        origins = [value for name, value in headers if name == b"origin"]
        sites = [value for name, value in headers if name == b"sec-fetch-site"]
        if hosts != [self._host]:
            return 421, "This address is not the desk's."
        if any(origin != b"http://" + self._host for origin in origins) or not _FROM_HERE.issuperset(sites):
            return 403, "Another page may not talk to the desk."
        if scope["method"] not in _READING and not origins:
            return 403, "Only the desk's own page may change anything."
        first, _, rest = scope["path"].removeprefix("/").partition("/")
        if first == "open" and scope["method"] == "GET" and rest in self._tickets:
            self._tickets.discard(rest)
            return 303, "", f"/{self._key}/"
        if not secrets.compare_digest(first.encode(), self._key.encode()):
            return 404, "There is nothing here. Open the address that `postcheck desk` printed."
        return None


async def _say(send: Callable[[Message], Awaitable[None]], status: int, words: str, location: str = "") -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    if location:
        headers.append((b"location", location.encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words.encode()})
