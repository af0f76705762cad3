"""What docs/sign-off.md shows works as it stands there."""

from __future__ import annotations

import re
import shlex
import shutil

import pytest

from postcheck.judge.checks.approved import signs_off
from tests.builders.school import School
from tests.builders.signing import check, key_of
from tests.docs.test_commands import COMMAND
from tests.docs.test_docs import ROOT, blocks
from tests.judge.desk import ENGLISH

PAGE = (ROOT / "docs" / "sign-off.md").read_text(encoding="utf-8")
ACCOUNT = '[[account]]\nname = "Hillside Primary"\n'


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH is not installed")
def test_its_commands_and_its_settings_go_together(school: School) -> None:
    register, with_keys = blocks("sign-off.md", "toml")
    head = 'policy = "aspire"\nconsent = "consent.csv"\n'
    school.draft("---\nchannel: facebook\n---\nWe have received five tenders.\n", "drafts/tenders.md")
    school.draft("date,message\n2026-12-01,We have received five tenders.\n", "plan.csv")
    key, public = key_of(school)
    school.draft(f"j.osei@hillside.example {public}\n", "allowed_signers")
    commands = COMMAND.findall(PAGE)
    assert [("--key" in command) for command in commands] == [False, True]
    for command, settings in zip(commands, (register, with_keys), strict=True):
        school.draft(head + ACCOUNT + settings, "postcheck.toml")
        typed = command.replace("~/.ssh/id_ed25519", str(key))
        done = school.run(*shlex.split(typed)[1:], "--yes")
        assert done.code == 0, done.err
        assert check(school).post["verdict"] == "pass"
    (of_a_row,) = re.findall(r"`postcheck (sign-off \"plan[^`]+)`", PAGE)
    school.draft(head + ACCOUNT + register, "postcheck.toml")
    assert school.run(*shlex.split(of_a_row.replace("row 7", "row 2")), "--yes").code == 0


def test_what_it_says_of_names_is_so() -> None:
    page = " ".join(PAGE.split())
    ((counts, none),) = re.findall(
        r"It counts only if all of it is (.+?) Anything else is no approval, (.+?) - Init", page
    )
    whole = [
        line for line in re.findall(r"\"([^\"]+)\"", counts) if re.search("J\\. Osei|Jane Osei|the head|SLT", line)
    ]
    assert len(whole) == 5
    assert [line for line in whole if not signs_off(line, (), ENGLISH)] == []
    refused = re.findall(r"\"([^\"]+)\"", none)
    assert len(refused) == 9
    assert [line for line in refused if signs_off(line, (), ENGLISH)] == []
