"""The command as it is installed, in a process of its own that needs not import it: one that has is forked.

Such a process has all that a process shows: streams, a folder, an environment, signals, an exit code, and an end in
which Python takes itself down. What it lacks is its start: Python's own, and the imports. Tests of those start
``COMMAND`` itself: what is loaded (test_light), how it is stopped meanwhile (test_stopping), in which encoding it
writes (test_encodings), that it can be installed and typed (test_hook, test_init, the audits). That the two ways say
the same is shown by test_zygote and test_both_ways, all in tests/program.

Whatever is set in the environment that Python or an import could have read makes it a fresh process after all.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import json
import os
import pkgutil
import re
import select
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

COMMAND = Path(sys.executable).with_name("postcheck")
"""The command as it is installed."""
_ROOT = Path(__file__).parents[2]
_LATE = ("cv2", "numpy", "PIL.ImageDraw", "rapidocr", "spacy")
"""What the command imports when it needs it; not onnxruntime, which starts a thread."""
_READ_LATER = re.compile(
    r"(POSTCHECK|GIT|PRE_COMMIT|INPUT|PYTEST|XDG)_.*|POSTCHECK|HOME|PATH|PWD|OLDPWD|SHLVL|_|TMPDIR|CONSENT_LIST|RUNNER_TEMP"
    r"|BROWSER|COLUMNS|LINES|TERM|NO_COLOR"
)
"""Environment variables that neither Python nor an import reads."""


@cache
def ready_command() -> Path:
    """Return a program that is the command as it is installed, apart from its start.

    The process that it is forked from is started once, and ends with whoever asked.
    """
    if not sys.platform.startswith("linux"):
        return COMMAND
    folder = tempfile.TemporaryDirectory(prefix="zygote-")
    address, program = Path(folder.name, "socket"), Path(folder.name, "postcheck")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("POSTCHECK_")}
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, address],
        cwd=_ROOT,
        env={**environ, "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    assert process.stdout.read() == b"ready"
    atexit.register(_end, process, folder)
    client = (sys.executable, "-I", "-S", _ROOT / "tests" / "builders" / "zygote_client.py", address, COMMAND)
    program.write_text(f'#!/bin/sh\nexec {shlex.join(map(str, client))} "$@"\n', encoding="utf-8")
    program.chmod(0o700)
    return program


def _end(process: subprocess.Popen[bytes], folder: tempfile.TemporaryDirectory[str]) -> None:
    process.communicate()
    folder.cleanup()


def _early(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what Python or an import may have read of an environment."""
    return {name: value for name, value in environ.items() if not _READ_LATER.fullmatch(name)}


def _serve(address: str) -> None:
    """Fork a process for whoever asks, until standard input is closed; return in each of those processes."""
    early = _early(os.environ)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        os.write(1, b"ready")
        os.close(1)
        os.open(os.devnull, os.O_WRONLY)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            ready, _, _ = select.select([0, listener.fileno()], [], [])
            if 0 in ready:
                os._exit(0)
            connection, _ = listener.accept()
            if not os.fork():
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                break
            connection.close()
    _mind(connection, early)


def _mind(connection: socket.socket, early: dict[str, str]) -> None:
    """Fork the command, tell who it is and how it ended, and end with it; return in the command's process."""
    head, streams, *_ = socket.recv_fds(connection, 8, 4)
    asked = json.loads(connection.makefile("rb").read(int.from_bytes(head, "big")))
    pid = os.fork()
    if not pid:
        connection.close()
        _become(asked, streams, early)
        return
    for stream in streams:
        os.close(stream)
    connection.sendall(f"{pid}\n".encode())
    ended = os.pidfd_open(pid)
    ready, _, _ = select.select([ended, connection.fileno()], [], [])
    if ended not in ready:  # whoever asked was killed
        signal.pidfd_send_signal(ended, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    with suppress(OSError):
        connection.sendall(f"{code}\n".encode())
    os._exit(0)


def _become(asked: dict[str, object], streams: list[int], early: dict[str, str]) -> None:
    """Make of this process what it would be after its start."""
    for number, stream in enumerate(streams[:3]):
        os.dup2(stream, number)
    os.fchdir(streams[3])
    for stream in streams:
        os.close(stream)
    os.umask(int(str(asked["umask"])))
    argv, environ = asked["argv"], asked["environ"]
    assert isinstance(argv, list)
    assert isinstance(environ, dict)
    os.environ.clear()
    os.environ.update(environ)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if _early(os.environ) != early:
        os.execv(COMMAND, argv)  # noqa: S606 - what was asked for
    tempfile.tempdir = None
    sys.argv = argv
    sys.stdin, sys.stdout, sys.stderr = _stream(0, "strict"), _stream(1, "strict"), _stream(2, "backslashreplace")
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]


def _stream(number: int, errors: str) -> io.TextIOWrapper:
    raw = open(number, "wb" if number else "rb", closefd=False)  # noqa: SIM115 - it is open already
    return io.TextIOWrapper(raw, encoding="utf-8", errors=errors, line_buffering=number == 2 or os.isatty(number))


def _load() -> None:
    """Import all that the command may, and become its script to whoever asks what runs."""
    main = sys.modules["__main__"]
    main.__file__, main.__spec__ = str(COMMAND), None
    sys.path[0] = str(COMMAND.parent)
    told = {**os.environ}
    # The first is as the command does it; the others are threads, with which nothing can be forked.
    os.environ.update(PYDANTIC_DISABLE_PLUGINS="__all__", OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    import postcheck  # noqa: PLC0415 - only here, and once the path is that of the command

    for module in pkgutil.walk_packages(postcheck.__path__, "postcheck."):
        if module.name != "postcheck.__main__":
            importlib.import_module(module.name)
    for name in _LATE:
        importlib.import_module(name)
    assert len(os.listdir("/proc/self/task")) == 1, "to fork what has threads is not safe"  # noqa: PTH208 - no path is needed
    os.environ.clear()
    os.environ.update(told)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _load()
    _serve(sys.argv[1])
    from postcheck.cli.main import run

    sys.exit(run())  # type: ignore[func-returns-value]
