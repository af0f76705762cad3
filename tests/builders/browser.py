"""A headless Chromium with real clicks, drops and keys, spoken to through a pipe (the Chrome DevTools Protocol)."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--enable-logging=stderr",
)
_ROUND, _PATIENCE = 0.05, 2_400
"""How often, in seconds, the page is asked whether something has happened, and how many times."""
_KEYS = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38, " ": 32}


class Browser:
    """One page of a browser."""

    def __init__(self, writing: int, reading: int) -> None:
        self._writing = writing
        self._reading = reading
        self._rest = b""
        self._number = 0
        self._session = ""
        self.events: list[dict[str, Any]] = []
        """What the browser has told of itself: errors, requests."""

    def begin(self) -> None:
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Tell the browser something, and return what it answers."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            read = os.read(self._reading, 1 << 20)
            assert read, "the browser has gone"
            self._rest += read
        message, _, self._rest = self._rest.partition(b"\0")
        told: dict[str, Any] = json.loads(message)
        return told

    def go(self, address: str) -> None:
        """Open an address, and wait until it is there."""
        self.send("Page.navigate", url=address)
        self.wait(
            f"document.readyState === 'complete' && location.href !== 'about:blank' && {json.dumps(address)} !== ''"
        )

    def ask(self, expression: str) -> Any:
        """Return what an expression comes to on the page; a promise is waited for."""
        answer = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, condition: str) -> None:
        """Wait until an expression is true on the page."""
        for _ in range(_PATIENCE):
            if self._is_true(condition):
                return
            time.sleep(_ROUND)
        raise AssertionError(f"never: {condition}; {self.ask('document.body.innerText')}")

    def _is_true(self, condition: str) -> bool:
        answer = self.send("Runtime.evaluate", expression=f"Boolean({condition})", returnByValue=True)
        return bool(answer["result"].get("value"))

    def click(self, selector: str) -> None:
        """Click in the middle of an element, as a mouse does."""
        across, down = self._middle(selector)
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=across, y=down, button="left", clickCount=1)

    def _middle(self, selector: str) -> tuple[float, float]:
        found = self.ask(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)});"
            "one.scrollIntoView({block: 'center'}); const box = one.getBoundingClientRect();"
            "return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        return found[0], found[1]

    def type(self, words: str) -> None:
        """Type into whatever has the focus."""
        self.send("Input.insertText", text=words)

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key and let it go."""
        code = _KEYS[key]
        told: dict[str, Any] = {"key": key, "code": key if key != " " else "Space", "windowsVirtualKeyCode": code}
        if shift:
            told["modifiers"] = 8
        text = {"Enter": "\r", " ": " "}.get(key)
        self.send("Input.dispatchKeyEvent", type="keyDown", **told, **({"text": text} if text else {}))
        self.send("Input.dispatchKeyEvent", type="keyUp", **told)

    def drop(self, selector: str, *paths: Path) -> None:
        """Drop files on an element, as from a file manager."""
        across, down = self._middle(selector)
        data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.send("Input.dispatchDragEvent", type=kind, x=across, y=down, data=data)

    def resize(self, width: int, height: int = 900, *, dark: bool = False) -> None:
        """Give the page a size, and a light or dark scheme."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.send("Emulation.setEmulatedMedia", features=scheme)

    def shot(self, path: Path) -> None:
        """Photograph the whole page."""
        told = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(told["data"]))

    def complaints(self) -> list[str]:
        """Return what the page has complained of: errors of scripts, and what its policy forbade."""
        found = []
        for event in self.events:
            if event.get("method") == "Runtime.exceptionThrown":
                found.append(str(event["params"]["exceptionDetails"].get("exception", {}).get("description")))
            elif event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
                found.append(event["params"]["entry"]["text"])
        return found

    def addresses(self) -> list[str]:
        """Return what the page has asked for."""
        return [
            event["params"]["request"]["url"]
            for event in self.events
            if event.get("method") == "Network.requestWillBeSent"
        ]


@contextmanager
def browser(folder: Path, flags: Sequence[str] = ()) -> Iterator[Browser]:
    """Start Chromium with a profile of its own in a folder."""
    theirs_reading, writing = os.pipe()
    reading, theirs_writing = os.pipe()

    def as_expected() -> None:
        low, high = os.dup(theirs_reading), os.dup(theirs_writing)
        os.dup2(low, 3)
        os.dup2(high, 4)

    command = [
        str(CHROMIUM),
        *FLAGS,
        "--remote-debugging-pipe",
        *flags,
        f"--user-data-dir={folder / 'profile'}",
        "about:blank",
    ]
    environ = {"HOME": str(folder), "PATH": "/usr/bin:/bin"}
    with subprocess.Popen(
        command,
        preexec_fn=as_expected,  # noqa: PLW1509 - it only gives the pipe its numbers
        close_fds=False,
        stderr=subprocess.DEVNULL,
        env=environ,
    ) as process:
        os.close(theirs_reading)
        os.close(theirs_writing)
        page = Browser(writing, reading)
        try:
            page.begin()
            yield page
        finally:
            process.kill()
            os.close(writing)
            os.close(reading)
