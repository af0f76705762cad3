"""A trust's policy as data: rules, each with why it exists, where the policy says so and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from postcheck.model.lexicon import Lexicon
from postcheck.model.people import Outlet
from postcheck.model.severity import Category, Severity

BAR_RULE = "PC-BAR-1"
"""Id of the rule under every pack about the do-not-publish list. It speaks whether or not a pack has it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A draft that shows what a rule flags or lets pass; tests run it."""

    draft: str
    """The whole draft with its front matter."""
    flags: Severity | None
    """The worst level at which the rule flags it, or None if it does not."""
    note: str = ""
    picture: str = ""
    """The words that can be read in the draft's picture, ``picture.png``."""
    faces: int = 0
    """How many faces are seen in it."""


@dataclass(frozen=True)
class Rule:
    """One rule of a pack."""

    id: str
    title: str
    check: str
    """The kind of rule: the name of a check in ``postcheck/judge/checks``."""
    category: Category
    severity: Severity
    section: str
    """Where the policy says so."""
    asks: str
    """What the policy asks, paraphrased."""
    why: str
    remedy: str
    basis: str = "explicit"
    """``explicit`` if the policy says so, ``inferred`` if it is our reading, ``legal`` or ``good practice`` otherwise.
    """
    outlets: frozenset[Outlet] = frozenset(Outlet)
    """Where the rule applies."""
    fallback: bool = False
    """Whether the rule applies only where no other rule of the same check does."""
    declare: str = ""
    """For a checklist item: the word by which an author confirms it."""
    required: bool = False
    """For a checklist item: whether the post may not go out without it."""
    signed_by: frozenset[str] = frozenset()
    """Roles of those who may settle it by signing the post off, where the policy names them; empty means any
    approver."""
    params: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """What the check needs to know; each check validates its own."""
    examples: tuple[Example, ...] = ()
    place: tuple[str, int] | None = field(default=None, compare=False)
    """File and line that the rule was read from."""


@dataclass(frozen=True)
class Pack:
    """A rule pack."""

    id: str
    title: str
    version: str
    source: str
    """The policy document that the rules were read from."""
    review_due: str | None
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``: the policy's own date of review."""
    rules: tuple[Rule, ...]
    channels: Mapping[str, Outlet] = field(default_factory=lambda: MappingProxyType({}))
    """Channels that the pack adds."""
    lexicons: Mapping[str, Lexicon] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    """The lexicons that its rules may name, by id. Those that ship are read when they are asked for."""
    file: str = ""
    files: tuple[str, ...] = field(default=(), compare=False)
    """All files that it was composed of: its own, those of the packs that it inherits from, and the baseline's."""

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.rules}

    def review_overdue(self, day: date) -> bool:
        """Whether the policy's date of review has passed on ``day``; a month or a year passes with its last day."""
        if self.review_due is None:
            return False
        parts = [int(part) for part in self.review_due.split("-")]
        return (day.year, day.month, day.day)[: len(parts)] > tuple(parts)
