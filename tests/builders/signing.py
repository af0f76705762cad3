"""Signing posts off in tests: a school with approvers, and keys to sign with."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.builders.school import Result, School

REGISTER = """\
[[approver]]
name = "J. Osei"
role = "head"

[[approver]]
name = "T. Ashdown"
role = "senior leader"
"""
SIGNED = ".signed-off.toml"


def settings(school: School, register: str = REGISTER, *, policy: str = "aspire", more: str = "") -> None:
    """Write a settings file with a policy, an account and a register of approvers."""
    (school.folder / "postcheck.toml").write_text(
        f'policy = "{policy}"\nconsent = "consent.csv"\npeople = ["people.csv"]\n'
        '[[account]]\nname = "Hillside Primary"\nstaff = ["A", "B"]\nhead_told_on = 2026-09-01\n'
        "policies_linked = true\n"
        f"{register}{more}",
        encoding="utf-8",
    )


def sign_off(school: School, *more: str | Path, draft: str | Path = "drafts/post.md", by: str = "J. Osei") -> Result:
    """Run ``postcheck sign-off``."""
    return school.run("sign-off", draft, "--as", by, "--yes", "--date", "2026-11-21", *more)


def check(school: School, *paths: str | Path) -> Result:
    """Run the check by the school's settings, and return its JSON report."""
    return school.run("check", *(paths or ("drafts",)), "--date", "2026-11-21", "--format", "json")


def key_of(school: School, name: str = "id_ed25519") -> tuple[Path, str]:
    """Make an SSH key; return its file and its public half."""
    key = school.folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    return key, key.with_name(f"{name}.pub").read_text(encoding="utf-8").strip()
