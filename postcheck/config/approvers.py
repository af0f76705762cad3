"""The register of those who may sign posts off, as the settings file has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field

from postcheck.formats.toml_document import IS_PATH, Fault, TomlTable, Words, one_or_more, suggestion
from postcheck.model.settings import Account, Approver


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


_Some = Annotated[list[Words], BeforeValidator(_as_list), Field(min_length=1), one_or_more(1)]
"""An empty list is a mistake: it would mean everything, and whoever writes it means nothing."""


class ApproverTable(TomlTable):
    """An ``[[approver]]`` table."""

    name: Words
    role: str = ""
    accounts: _Some | None = None
    rules: _Some | None = None
    key: str = ""
    key_needed: bool = False


class SignOffTable(TomlTable):
    """The ``[sign_off]`` table."""

    allowed_signers: Annotated[Words, IS_PATH] | None = None


def approver_faults(tables: Sequence[ApproverTable], accounts: Sequence[Account]) -> Iterator[Fault]:
    """Yield what is wrong in the register: names that name nobody or stand there twice, accounts that do not exist."""
    if not tables:
        return
    from postcheck.judge.checks.approved import person, signs_off  # noqa: PLC0415 - most settings name no approver
    from postcheck.judge.signers import English  # noqa: PLC0415 - as above

    any_name = English(is_forename=lambda _: True)  # the register says that it is a name, however unusual
    seen: set[str] = set()
    known = [account.name for account in accounts]
    for index, table in enumerate(tables):
        if not signs_off(table.name.title(), english=any_name):
            yield Fault(("approver", index, "name"), "This name names nobody.", "Write the approver's own name.")
        elif person(table.name) in seen:
            yield Fault(("approver", index, "name"), "This approver stands there twice.", "Take one of the two out.")
        seen.add(person(table.name))
        for number, name in enumerate(table.accounts or ()):
            if known and name.strip().casefold() not in {account.casefold() for account in known}:
                yield Fault(
                    ("approver", index, "accounts", number), f'There is no account "{name}".', suggestion(name, known)
                )
        if table.key_needed and not table.key.strip():
            yield Fault(
                ("approver", index, "key_needed"),
                "A key is needed, and the register does not say whose.",
                'Add key = "…": the name before the key in the file that allowed_signers names.',
            )


def approvers(tables: Sequence[ApproverTable]) -> tuple[Approver, ...]:
    """Return the register."""
    return tuple(
        Approver(
            name=" ".join(table.name.split()),
            role=" ".join(table.role.split()),
            accounts=tuple(name.strip() for name in table.accounts or ()),
            rules=tuple(rule.strip() for rule in table.rules or ()),
            key_name=table.key.strip(),
            key_needed=table.key_needed,
        )
        for table in tables
    )
