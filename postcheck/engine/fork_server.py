"""What the processes of a run are forked from has loaded once this is imported; nothing else imports it."""

from __future__ import annotations

import contextlib
import signal

# Ctrl-C goes to every process; the first one says what is to be done.
signal.signal(signal.SIGINT, signal.SIG_IGN)
# What cannot be loaded here, the processes will load, and say what is wrong with it.
with contextlib.suppress(Exception):
    from postcheck.engine.workers import preload

    preload()
