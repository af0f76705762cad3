"""Signatures with SSH keys, made and checked by ``ssh-keygen`` as git does it."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from postcheck.errors import UsageError

NAMESPACE = "sign-off@postcheck"
"""What these signatures are for: one made for something else, a git commit say, is none of ours, and the other way."""
_PROGRAM = "ssh-keygen"
_PATIENCE = 30
"""Seconds that checking a signature may take."""


def sign(message: bytes, key: Path) -> str:
    """Return a signature of a message. ``ssh-keygen`` asks for the key's passphrase if it has one.

    Raises
    ------
    UsageError
        If there is no such key, or it cannot be used.
    """
    if not key.is_file():
        raise UsageError("--key: there is no such file.", advice="Give the path of your private SSH key.")
    try:
        done = subprocess.run(  # noqa: S603 - the user's own key
            [_PROGRAM, "-Y", "sign", "-f", str(key), "-n", NAMESPACE],
            input=message,
            stdout=subprocess.PIPE,
            check=False,
        )
    except OSError:
        raise UsageError(
            "ssh-keygen could not be run, so nothing was signed.",
            advice="Install OpenSSH, or sign off without --key.",
        ) from None
    signature = done.stdout.decode("ascii", "replace").replace("\r\n", "\n")
    if done.returncode or not signature.startswith("-----BEGIN SSH SIGNATURE-----"):
        raise UsageError(
            "ssh-keygen did not sign with this key, so nothing was written.",
            advice="Give the path of a private SSH key, and its passphrase if it has one.",
        )
    return signature


def why_unsigned(message: bytes, signature: str, key_name: str, allowed_signers: Path | None) -> str:
    """Return why a signature is worth nothing: a sentence; empty if it is good.

    Parameters
    ----------
    message:
        What was signed.
    signature:
        The signature.
    key_name:
        The name that stands before the signer's key.
    allowed_signers:
        The file that says whose key is whose.
    """
    if allowed_signers is None:
        return "It is signed with a key, and the settings name no file of keys to check that (`allowed_signers`)."
    if not allowed_signers.is_file():
        return "Its signature could not be checked: the file of keys (`allowed_signers`) is not there."
    handle, name = tempfile.mkstemp(prefix="postcheck-", suffix=".sig")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(signature)
        done = subprocess.run(  # noqa: S603 - what is checked reaches it as data
            [_PROGRAM, "-Y", "verify", "-f", str(allowed_signers), "-I", key_name, "-n", NAMESPACE, "-s", name],
            input=message,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return "ssh-keygen took too long to check its signature."
    except OSError:
        return "Its signature could not be checked: ssh-keygen could not be run. Install OpenSSH."
    finally:
        Path(name).unlink(missing_ok=True)
    if done.returncode:
        return (
            "Its signature is not by a key that the file of keys (`allowed_signers`) lists for this approver, "
            "or what was signed has been changed."
        )
    return ""
