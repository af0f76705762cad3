"""Has the zygote run a command, and is to whoever started it what the command would be: for tests/builders/zygote.py.

It is started hundreds of times, by itself, and imports nothing but a little of the standard library.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from types import FrameType
from typing import NoReturn

FORWARDED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(address: str, command: str, *arguments: str) -> NoReturn:
    os.umask(umask := os.umask(0))
    told = {"argv": [command, *arguments], "environ": dict(os.environ), "umask": umask}
    message = json.dumps(told).encode()
    try:
        for number in (0, 1, 2):
            os.fstat(number)  # or the next file that is opened would pass for the stream
        zygote = socket.socket(socket.AF_UNIX)
        zygote.connect(address)
        socket.send_fds(zygote, [len(message).to_bytes(8, "big")], [0, 1, 2, os.open(".", os.O_RDONLY)])
    except OSError:  # a stream is closed, or there is no zygote
        os.execv(command, [command, *arguments])  # noqa: S606 - what was asked for
    zygote.sendall(message)
    answers = zygote.makefile()
    pid = int(answers.readline())

    def forward(number: int, _: FrameType | None) -> None:
        os.kill(pid, number)

    for number in FORWARDED:
        if number == signal.SIGINT or signal.getsignal(number) != signal.SIG_IGN:  # as the command has it
            signal.signal(number, forward)
    code = int(answers.readline())
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


if __name__ == "__main__":
    main(*sys.argv[1:])
