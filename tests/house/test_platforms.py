"""Nothing that only POSIX has is used where Windows would come by; and paths are compared as each system does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.imports import ROOT

ONLY_POSIX = {
    "os": {
        "chown", "chroot", "fchdir", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid",
        "getgroups", "getloadavg", "getpgid", "getpgrp", "getppgrp", "getsid", "getuid", "initgroups", "killpg",
        "lchown", "lockf", "major", "mkfifo", "mknod", "minor", "nice", "openpty", "posix_fadvise", "posix_fallocate",
        "posix_spawn", "pread", "preadv", "pwrite", "register_at_fork", "sched_getaffinity", "sched_setaffinity",
        "setegid", "seteuid", "setgid", "setgroups", "setpgid", "setsid", "setuid", "statvfs", "sync", "sysconf",
        "tcgetpgrp", "ttyname", "uname", "wait", "wait3", "wait4", "waitid", "O_CLOEXEC", "O_DIRECTORY", "O_NOCTTY",
        "O_NOFOLLOW", "O_NONBLOCK",
    },
    "signal": {
        "SIGALRM", "SIGCHLD", "SIGCONT", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSTOP", "SIGTSTP", "SIGUSR1",
        "SIGUSR2", "SIGWINCH", "alarm", "pause", "pthread_kill", "pthread_sigmask", "setitimer", "sigwait",
    },
    "socket": {"AF_UNIX", "socketpair"},
    "time": {"tzset"},
}  # fmt: skip
"""What Windows' Python lacks, by module."""
MODULES = {"crypt", "curses", "fcntl", "grp", "nis", "posix", "pty", "pwd", "readline", "resource", "spwd", "syslog",
           "termios", "tty"}  # fmt: skip
"""Modules that Windows' Python lacks."""
ODD = {("os", "kill"), ("os", "umask"), ("os", "chmod"), ("os", "rename")}
"""What Windows has, and what does something else there: ``os.kill`` ends any process whatever the signal says,
``os.rename`` replaces nothing."""


class Uses(ast.NodeVisitor):
    """Finds what only POSIX has, and is not guarded by a test of the platform."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self._guarded = 0

    def visit_If(self, node: ast.If) -> None:
        self._visit_guarded(node.test, [*node.body, *node.orelse])

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._visit_guarded(node.test, [node.body, node.orelse])

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        self._visit_guarded(node.values[0], node.values[1:])

    def visit_Try(self, node: ast.Try) -> None:
        caught = {name.id for handler in node.handlers for name in ast.walk(handler) if isinstance(name, ast.Name)}
        self._guarded += bool(caught & {"AttributeError", "ImportError"})
        self.generic_visit(node)
        self._guarded -= bool(caught & {"AttributeError", "ImportError"})

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """A function that leaves at once on the other platform guards what follows."""
        before, self._guarded = self._guarded, 0 if not self._guarded else self._guarded
        for statement in node.body:
            self.visit(statement)
            if isinstance(statement, ast.If) and asks(statement.test) and isinstance(statement.body[-1], ast.Return):
                self._guarded += 1
        self._guarded = before

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name):
            module, name = node.value.id, node.attr
            if name in ONLY_POSIX.get(module, ()) or (module, name) in ODD:
                self._add(node.lineno, f"{module}.{name}")
        self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.name.partition(".")[0] in MODULES:
                self._add(node.lineno, alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        names = ONLY_POSIX.get(node.module or "", set())
        for alias in node.names:
            if (node.module or "").partition(".")[0] in MODULES or alias.name in names:
                self._add(node.lineno, f"{node.module}.{alias.name}")

    def _visit_guarded(self, test: ast.expr, rest: list[ast.stmt] | list[ast.expr]) -> None:
        self.visit(test)
        self._guarded += asks(test)
        for node in rest:
            self.visit(node)
        self._guarded -= asks(test)

    def _add(self, line: int, what: str) -> None:
        if not self._guarded:
            self.found.append((line, what))


def asks(test: ast.expr) -> bool:
    """Whether a condition asks which platform this is, or what it has."""
    said = ast.unparse(test)
    return any(words in said for words in ("sys.platform", "os.name", "hasattr(os", "hasattr(signal"))


def uses(text: str) -> list[tuple[int, str]]:
    finder = Uses()
    finder.visit(ast.parse(text))
    return finder.found


def sources() -> Iterator[Path]:
    for folder in ("postcheck", "tools"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def test_nothing_that_only_posix_has_is_used_unguarded() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line}: {what}"
        for file in sources()
        for line, what in uses(file.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import fcntl", ["fcntl"]),
        ("from resource import getrusage", ["resource.getrusage"]),
        ("import os\nos.killpg(1, 9)", ["os.killpg"]),
        ("import os\nos.kill(1, 9)", ["os.kill"]),
        ("import signal\nx = signal.SIGHUP", ["signal.SIGHUP"]),
        ("from signal import SIGKILL", ["signal.SIGKILL"]),
        ("import os, sys\nif sys.platform != 'win32':\n    os.killpg(1, 9)", []),
        ("import os\nif os.name == 'posix':\n    os.umask(0)\nos.umask(0)", ["os.umask"]),
        ("try:\n    import fcntl\nexcept ImportError:\n    fcntl = None", []),
        ("try:\n    import fcntl\nexcept OSError:\n    fcntl = None", ["fcntl"]),
        ("def f():\n    if sys.platform == 'win32':\n        return\n    os.geteuid()\nos.geteuid()", ["os.geteuid"]),
        ("x = os.geteuid() if hasattr(os, 'geteuid') else 0", []),
        ("x = hasattr(os, 'fork') and os.fork()", []),
    ],
)
def test_the_search_finds_what_it_should(text: str, found: list[str]) -> None:
    assert [what for _, what in uses(text)] == found
