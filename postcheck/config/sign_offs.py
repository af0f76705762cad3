"""The file with a draft's sign-offs, which lies beside it: read, and written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from postcheck.config.ssh_keys import why_unsigned
from postcheck.errors import SignOffError
from postcheck.formats.files import shown_path, write_whole
from postcheck.formats.filetypes import SIGN_OFF
from postcheck.formats.toml_document import TomlTable, Words, read_toml
from postcheck.formats.toml_text import toml_key, toml_text
from postcheck.judge.approval import approver_named
from postcheck.model.settings import Settings
from postcheck.model.sign_off import Seals, SignOff, SignOffs

LONDON = ZoneInfo("Europe/London")
SCHEMA = "postcheck-sign-off/1"
_HEAD = (
    "# Written by postcheck sign-off: who signed the post beside this file off, and digests of what they were shown.\n"
    "# Leave it as it is: a sign-off that is changed by hand counts as none. docs/sign-off.md says more.\n"
)
_MOST = 4_000_000
"""Bytes; no file of sign-offs is longer."""
_DAMAGED = "The file is damaged: it was changed by hand, or is not whole."
_BY_HAND = "It was changed by hand after it was written."

_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{48}$")]


class _SignOffTable(TomlTable):
    by: Words
    role: str
    at: datetime
    policy: Words
    policy_title: str
    version: str
    row: str = ""
    shown: dict[str, Annotated[list[_Digest], Field(min_length=1)]]
    salt: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    text: _Digest
    header: _Digest
    destination: _Digest
    consent: _Digest
    files: list[_Digest]
    seal: _Digest
    signature: str = ""

    def sign_off(self, file: str) -> SignOff:
        """Return the table as the value that the other rooms know."""
        return SignOff(
            by=self.by,
            role=self.role,
            at=self.at.astimezone(LONDON),
            policy=self.policy,
            policy_title=self.policy_title,
            version=self.version,
            salt=self.salt,
            seals=Seals(self.text, self.header, self.destination, tuple(self.files), self.consent),
            shown=MappingProxyType({rule: tuple(digests) for rule, digests in self.shown.items()}),
            row=self.row,
            signature=self.signature.replace("\r\n", "\n"),
            file=file,
        )


class _SignOffsTable(TomlTable):
    format: Annotated[Literal["postcheck-sign-off/1"], Field(alias="schema")]
    sign_off: list[_SignOffTable]


def sign_off_file(draft: Path) -> Path:
    """Return where the sign-offs of a draft are."""
    return draft.with_name(draft.name + SIGN_OFF)


def load_sign_offs(draft: Path, settings: Settings) -> SignOffs | None:
    """Read the sign-offs of a draft. Nothing is raised: what is wrong with them is part of the value.

    Parameters
    ----------
    draft:
        The draft.
    settings:
        Whose keys check signatures.

    Returns
    -------
    SignOffs | None
        None if there is no file of sign-offs.
    """
    file = sign_off_file(draft)
    if not os.path.lexists(file):
        return None
    name = shown_path(file)
    try:
        tables = _read(file)
    except SignOffError:
        return SignOffs(damage=_DAMAGED, file=name)
    return SignOffs(tuple(_checked(table, table.sign_off(name), settings) for table in tables), file=name)


def message_of(sign_off: SignOff) -> bytes:
    """Return all that a sign-off says, as it is signed with a key."""
    seals = sign_off.seals
    said = {
        "schema": SCHEMA,
        "by": sign_off.by,
        "role": sign_off.role,
        "at": sign_off.at.astimezone(LONDON).isoformat(),
        "policy": sign_off.policy,
        "policy_title": sign_off.policy_title,
        "version": sign_off.version,
        "row": sign_off.row,
        "shown": {rule: list(digests) for rule, digests in sign_off.shown.items()},
        "salt": sign_off.salt,
        "text": seals.text,
        "header": seals.header,
        "destination": seals.destination,
        "consent": seals.consent,
        "files": list(seals.files),
    }
    return json.dumps(said, sort_keys=True).encode()


def write_sign_off(draft: Path, new: SignOff, replaced: Iterable[SignOff]) -> Path:
    """Add a sign-off to those of a draft, in the place of some; the rest of the file stays.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    SignOffError
        If something else lies there, or it cannot be written. The message names no file: a draft's name may hold a
        pupil's.
    """
    file = sign_off_file(draft)
    gone = {sign_off.salt for sign_off in replaced}
    kept: list[SignOff] = []
    if os.path.lexists(file):
        if not _is_ours(file):
            raise SignOffError(
                "something else lies where the sign-off of this draft would go, and was left as it is.",
                advice=f"Move the file away whose name is the draft's with {SIGN_OFF} at its end.",
            )
        try:
            tables = _read(file)
        except SignOffError:
            tables = ()  # a file of ours that is damaged: nothing in it counts
        kept = [one for table in tables if _seal(one := table.sign_off("")) == table.seal and one.salt not in gone]
    try:
        write_whole(file, _text((*kept, new)).encode())
    except OSError as error:
        raise SignOffError(
            f"the sign-off could not be written: {error.strerror or 'the file cannot be written'}.",
            advice="See whether you may write to the draft's folder.",
        ) from None
    return file


def _read(file: Path) -> tuple[_SignOffTable, ...]:
    """Return what a file of sign-offs holds.

    Raises
    ------
    SignOffError
        If it is damaged.
    """
    if file.is_file() and file.stat().st_size > _MOST:
        raise SignOffError("The file of sign-offs is far too long.")
    document = read_toml(file, what="file of sign-offs", error=SignOffError, missing="Have the post signed off.")
    tables = document.validate(_SignOffsTable).sign_off
    for table in tables:
        if table.at.tzinfo is None:
            raise SignOffError("A sign-off does not say when it was given.")
        try:
            table.at.astimezone(LONDON)
        except (OverflowError, ValueError):  # the very first or last day that there is
            raise SignOffError("A sign-off was given on no day that there is.") from None
    return tuple(tables)


def _checked(table: _SignOffTable, sign_off: SignOff, settings: Settings) -> SignOff:
    """Return a sign-off with what is wrong with it by itself."""
    fault = "" if table.seal == _seal(sign_off) else _BY_HAND
    approver = approver_named(sign_off.by, settings.approvers)
    if sign_off.signature and approver and not fault:
        name = approver.key_name or approver.name
        fault = why_unsigned(message_of(sign_off), sign_off.signature, name, settings.allowed_signers)
    return replace(sign_off, fault=fault)


def _seal(sign_off: SignOff) -> str:
    """Return a digest by which a change that somebody makes by hand is noticed."""
    made = blake2b(message_of(sign_off), digest_size=24, key=bytes.fromhex(sign_off.salt))
    made.update(sign_off.signature.encode())
    return made.hexdigest()


def _is_ours(file: Path) -> bool:
    """Whether a file of sign-offs lies there, damaged or not; links and folders are something else."""
    if file.is_symlink() or not file.is_file():
        return False
    try:
        with file.open("rb") as opened:
            begins = opened.read(len(_HEAD) + 100).replace(b"\r\n", b"\n")
    except OSError:
        return False
    return begins.startswith(_HEAD.splitlines()[0].encode()) or SCHEMA.encode() in begins


def _text(sign_offs: Sequence[SignOff]) -> str:
    return f"{_HEAD}schema = {toml_text(SCHEMA)}\n{''.join(map(_table, sign_offs))}"


def _table(sign_off: SignOff) -> str:
    seals = sign_off.seals
    shown = [
        f"{toml_key(rule)} = [{', '.join(map(toml_text, digests))}]" for rule, digests in sorted(sign_off.shown.items())
    ]
    files = "".join(f"\n    {toml_text(digest)}," for digest in seals.files)
    lines = [
        "",
        "[[sign_off]]",
        f"by = {toml_text(sign_off.by)}",
        f"role = {toml_text(sign_off.role)}",
        f"at = {sign_off.at.astimezone(LONDON).isoformat()}",
        f"policy = {toml_text(sign_off.policy)}",
        f"policy_title = {toml_text(sign_off.policy_title)}",
        f"version = {toml_text(sign_off.version)}",
        *([f"row = {toml_text(sign_off.row)}"] if sign_off.row else []),
        f"shown = {{ {', '.join(shown)} }}" if shown else "shown = {}",
        *(
            f"{key} = {toml_text(value)}"
            for key, value in (
                ("salt", sign_off.salt),
                ("text", seals.text),
                ("header", seals.header),
                ("destination", seals.destination),
                ("consent", seals.consent),
            )
        ),
        f"files = [{files}\n]" if files else "files = []",
        f"seal = {toml_text(_seal(sign_off))}",
        *([f'signature = """\n{sign_off.signature}"""'] if sign_off.signature else []),
    ]
    return "\n".join(lines) + "\n"
