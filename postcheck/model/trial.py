"""What ``postcheck rules check`` finds out about a rule pack.

That is how it differs from its parent, and whether its rules do what their examples say.
"""

from __future__ import annotations

from dataclasses import dataclass

from postcheck.errors import PostcheckError
from postcheck.model.pack import Example, Pack, Rule
from postcheck.model.severity import Severity


@dataclass(frozen=True)
class TriedExample:
    """One example of a rule, and what the rule made of it."""

    rule: Rule
    number: int
    """From 1, in the order of the rule's examples."""
    example: Example
    found: Severity | None
    """The worst level at which the rule flagged the example, or None."""
    trouble: str = ""
    """Why the example could not be examined; empty if it could."""

    @property
    def ok(self) -> bool:
        """Whether the rule did what the example says."""
        return self.found == self.example.flags and not self.trouble


@dataclass(frozen=True, slots=True)
class Change:
    """One way in which a rule differs from its parent's."""

    what: str
    """``level``, ``title``, ``parameter since`` …"""
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """A rule of the parent that the pack changes or replaces."""

    rule: Rule
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class LexiconDifference:
    """Words that the pack adds to a lexicon or takes out of it."""

    id: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class PackCheck:
    """All that there is to say about a pack file."""

    file: str
    problems: tuple[PostcheckError, ...] = ()
    """Why it cannot be used; if there are any, nothing else is known."""
    pack: Pack | None = None
    parent: Pack | None = None
    """The pack that it extends; the baseline if it extends none."""
    added: tuple[Rule, ...] = ()
    dropped: tuple[Rule, ...] = ()
    changed: tuple[Difference, ...] = ()
    lexicons: tuple[LexiconDifference, ...] = ()
    tried: tuple[TriedExample, ...] = ()
    """The examples of the pack's own rules."""
    doubts: tuple[tuple[Rule, str], ...] = ()
    """What a person should look at: a rule without an example, say."""

    weaker: tuple[tuple[str, str], ...] = ()
    """Where it asks less than its parent: the id of a rule or of a lexicon, and a sentence."""

    @property
    def ok(self) -> bool:
        """Whether the pack can be used and nothing in it is doubtful."""
        return not self.problems and not self.doubts and all(one.ok for one in self.tried)
