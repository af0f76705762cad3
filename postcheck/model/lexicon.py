"""Wording that a rule looks for: small lists of words and phrases, each with the uses that don't count."""

from __future__ import annotations

from dataclasses import dataclass

from postcheck.model.concern import Concern
from postcheck.model.severity import Severity


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """Words that mean one thing, and the places where they don't.

    A phrase is written as it is read. Letter case, accents, apostrophes and hyphens do not count; ``*`` stands for one
    to three words.
    """

    words: tuple[str, ...]
    """Words and phrases, every inflection written out."""
    besides: tuple[str, ...] = ()
    """Phrases that hold one of ``words`` and are harmless: "killer whale" (``except`` in the file)."""
    unless: tuple[str, ...] = ()
    """Words that make it harmless where one stands near."""
    near: tuple[str, ...] = ()
    """Words of which one must stand near; empty asks for none."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of wording."""

    id: str
    says: str
    """What it reads like: words that end a sentence, such as "an insult"."""
    entries: tuple[LexiconEntry, ...]
    advice: str = ""
    """What to do about it; empty leaves that to the rule's remedy."""
    level: Severity | None = None
    """The level of its flags, if not the rule's own."""
    quoted: bool = True
    """Whether it counts within quotation marks too."""
    concerns: tuple[Concern, ...] = ()
    """What the classifier of sentences calls such wording, whatever words it has."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A list of wording by kind."""

    id: str
    title: str
    kinds: tuple[Kind, ...]
