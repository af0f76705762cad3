"""constraints.txt names one release of everything that is installed, on every machine that postcheck is for."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.imports import DEV, ROOT, RUNTIME

LINES = [
    line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]
PINS = tuple(map(Requirement, LINES))
MACHINES = [
    {
        "python_version": python,
        "python_full_version": f"{python}.2",
        "sys_platform": system,
        "platform_machine": machine,
        "os_name": os_name,
    }
    for python in ("3.11", "3.12", "3.13", "3.14")
    for system, machine, os_name in (
        ("linux", "x86_64", "posix"),
        ("linux", "aarch64", "posix"),
        ("darwin", "arm64", "posix"),
        ("darwin", "x86_64", "posix"),
        ("win32", "AMD64", "nt"),
    )
]


def pinned(name: str, machine: dict[str, str]) -> list[str]:
    """Return the releases that are named for a machine."""
    found = (pin for pin in PINS if canonicalize_name(pin.name) == canonicalize_name(name))
    return [
        specifier.version
        for pin in found
        if pin.marker is None or pin.marker.evaluate(machine)
        for specifier in pin.specifier
    ]


@pytest.mark.parametrize("line", LINES)
def test_every_line_names_one_release_and_no_address(line: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.+]*( ; [a-zA-Z0-9_ .()'=!<>]+)?", line)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: "-".join(list(machine.values())[1:4]))
def test_every_dependency_is_pinned_within_its_range(machine: dict[str, str]) -> None:
    for dependency in (*RUNTIME, *DEV):
        (version,) = pinned(dependency.name, machine)
        assert dependency.specifier.contains(version), dependency


def test_no_name_is_pinned_twice_on_one_machine() -> None:
    for machine in MACHINES:
        for pin in PINS:
            assert len(pinned(pin.name, machine)) <= 1, (pin.name, machine)


def test_what_dependencies_bring_along_is_pinned_too() -> None:
    waiting, seen = (
        [(requirement.name, extra) for requirement in (*RUNTIME, *DEV) for extra in ("", *requirement.extras)],
        set(),
    )
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        assert any(canonicalize_name(pin.name) == canonicalize_name(name) for pin in PINS), name
        try:
            needed = map(Requirement, requires(name) or ())
        except PackageNotFoundError:  # of another release than what is installed here
            continue
        waiting += [
            (one.name, more)
            for one in needed
            if not one.marker or one.marker.evaluate({"extra": extra})
            for more in ("", *one.extras)
        ]


def test_what_is_set_up_goes_by_it() -> None:
    installs = [
        line for line in (ROOT / "tools" / "setup.sh").read_text(encoding="utf-8").splitlines() if "pip install" in line
    ]
    assert installs
    assert all("--constraint constraints.txt" in line for line in installs)
