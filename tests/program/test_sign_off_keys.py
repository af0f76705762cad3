"""Sign-offs with an SSH key, made and checked by the real ``ssh-keygen``."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from postcheck.config.settings import load_settings
from postcheck.config.sign_offs import load_sign_offs, write_sign_off
from tests.builders.school import School
from tests.builders.signing import SIGNED, check, key_of, settings, sign_off

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="OpenSSH is not installed")

TENDERS = "---\nchannel: facebook\naccount: Hillside Primary\n---\nWe have received five tenders for the kitchen.\n"
HEAD = '[[approver]]\nname = "J. Osei"\nrole = "head"\nkey = "j.osei@hillside.example"\n'
KEYS = '[sign_off]\nallowed_signers = "signers"\n'


def signed(school: School, *, needed: bool = False) -> Path:
    """Sign a post off with a key that the school's file of keys lists; return the key."""
    key, public = key_of(school)
    (school.folder / "signers").write_text(f"j.osei@hillside.example {public}\n", encoding="utf-8")
    settings(school, HEAD + ("key_needed = true\n" if needed else ""), more=KEYS)
    school.draft(TENDERS)
    done = sign_off(school, "--key", key)
    assert done.code == 0, done.err
    assert "with a key that was checked" in done.out
    return key


def why_not(school: School) -> str:
    after = check(school)
    assert after.rules["ASP-CONF-1"] == "review"
    (one,) = after.post["sign_offs"]
    return " ".join(one["why_not"])


def test_a_signature_of_a_listed_key_counts(school: School) -> None:
    signed(school, needed=True)
    after = check(school)
    assert after.post["verdict"] == "pass"
    assert after.post["sign_offs"][0]["key"] is True
    file = school.folder / f"drafts/post.md{SIGNED}"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert check(school).post["verdict"] == "pass"


def test_a_signature_is_needed_where_the_register_says_so(school: School) -> None:
    signed(school, needed=True)
    refused = sign_off(school)
    assert refused.code == 2
    assert "--key" in refused.err
    settings(school, HEAD, more=KEYS)
    assert sign_off(school).code == 0
    assert check(school).post["verdict"] == "pass"
    settings(school, f"{HEAD}key_needed = true\n", more=KEYS)
    assert why_not(school) == "The register of approvers asks for a signature with a key, and there is none."


def test_a_key_that_is_not_the_approver_s_counts_as_none(school: School) -> None:
    signed(school)
    _, other = key_of(school, "other")
    signers = school.folder / "signers"
    listed = signers.read_text(encoding="utf-8")
    signers.write_text(f"j.osei@hillside.example {other}\n", encoding="utf-8")
    assert "not by a key that the file of keys" in why_not(school)
    signers.write_text(listed.replace("j.osei", "t.ashdown"), encoding="utf-8")
    assert "not by a key that the file of keys" in why_not(school)
    signers.write_text(listed.replace("example ", 'example namespaces="git" '), encoding="utf-8")
    assert "not by a key that the file of keys" in why_not(school)
    signers.unlink()
    assert why_not(school).endswith("the file of keys (`allowed_signers`) is not there.")
    settings(school, HEAD)
    assert "the settings name no file of keys" in why_not(school)


def test_a_stranger_s_key_signs_nothing(school: School) -> None:
    signed(school)
    (school.folder / f"drafts/post.md{SIGNED}").unlink()
    stranger, _ = key_of(school, "stranger")
    refused = sign_off(school, "--key", stranger)
    assert refused.code == 2
    assert "Have this key added to the file of keys under the name j.osei@hillside.example." in refused.err
    assert sign_off(school, "--key", school.folder / "none").code == 2
    settings(school, HEAD)
    assert "nobody could check the signature" in sign_off(school, "--key", stranger).err
    assert not (school.folder / f"drafts/post.md{SIGNED}").exists()


def test_a_signature_from_another_post_counts_as_none(school: School) -> None:
    """Somebody who can write here takes the signature along, seal and all, and says that another rule was shown."""
    signed(school)
    draft = school.folder / "drafts/post.md"
    given = load_sign_offs(draft, load_settings(school.folder / "postcheck.toml"))
    assert given is not None
    (one,) = given.entries
    write_sign_off(draft, replace(one, shown={"ASP-CONF-1": ("0" * 48,)}), [one])
    assert "what was signed has been changed" in why_not(school)
    write_sign_off(draft, replace(one, signature="-----BEGIN SSH SIGNATURE-----\nAAAA\n"), [one])
    assert "what was signed has been changed" in why_not(school)
    write_sign_off(draft, one, [one])
    assert check(school).post["verdict"] == "pass"


def test_without_ssh_keygen_a_signature_counts_as_none(school: School) -> None:
    key = signed(school)
    nowhere = {"PATH": str(school.folder)}
    after = school.run("check", "drafts", "--date", "2026-11-21", "--format", "json", environ=nowhere)
    assert after.rules["ASP-CONF-1"] == "review"
    (one,) = after.post["sign_offs"]
    assert one["why_not"] == ["Its signature could not be checked: ssh-keygen could not be run. Install OpenSSH."]
    refused = school.run("sign-off", "drafts/post.md", "--as", "J. Osei", "--yes", "--key", key, environ=nowhere)
    assert refused.code == 2
    assert "ssh-keygen could not be run, so nothing was signed." in refused.err
