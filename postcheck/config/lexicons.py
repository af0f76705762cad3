"""Lexicons: the tables in which a file says what wording to look for, and the lexicons that ship."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from postcheck.errors import PackError
from postcheck.formats.toml_document import Fault, Key, TomlTable, Words, read_toml, suggestion
from postcheck.model.concern import Concern
from postcheck.model.lexicon import Kind, Lexicon, LexiconEntry
from postcheck.model.severity import Severity

Loose = Field(strict=False)
"""TOML has no enumerations: their values arrive as text."""

Level = Annotated[Severity, Loose]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""The id of a pack, a lexicon or a kind of wording."""
Phrases = Annotated[list[Words], Field(min_length=1)]


class _EntryTable(TomlTable):
    words: Phrases
    besides: Annotated[list[Words], Field(alias="except")] = Field(default_factory=list)
    unless: list[Words] = Field(default_factory=list)
    near: list[Words] = Field(default_factory=list)

    def entry(self) -> LexiconEntry:
        """Return the table as the value that the other rooms know."""
        return LexiconEntry(tuple(self.words), tuple(self.besides), tuple(self.unless), tuple(self.near))


class _KindTable(TomlTable):
    id: Slug
    says: Words | None = None
    advice: str = ""
    level: Level | None = None
    quoted: bool = True
    concerns: list[Annotated[Concern, Loose]] = Field(default_factory=list)
    entries: list[_EntryTable] = Field(default_factory=list)

    def onto(self, kind: Kind | None) -> Kind:
        """Return the kind that this table describes, or ``kind`` with its words added."""
        entries = tuple(table.entry() for table in self.entries)
        if kind is None:
            return Kind(self.id, self.says or "", entries, self.advice, self.level, self.quoted, tuple(self.concerns))
        return replace(
            kind,
            says=self.says or kind.says,
            entries=(*kind.entries, *entries),
            advice=self.advice or kind.advice,
            level=self.level or kind.level,
            quoted=self.quoted and kind.quoted,
            concerns=tuple(dict.fromkeys((*kind.concerns, *self.concerns))),
        )


class LexiconTable(TomlTable):
    """A lexicon that a pack brings, or what it adds to one and drops from it."""

    id: Slug
    title: Words | None = None
    drop: list[Words] = Field(default_factory=list)
    kind: list[_KindTable] = Field(default_factory=list)

    def onto(self, lexicon: Lexicon | None) -> Lexicon:
        """Return the lexicon that this table describes, based on ``lexicon`` if given.

        Its words are then added to that lexicon's, and those that it drops are left out.
        """
        kinds = {kind.id: kind for kind in lexicon.kinds} if lexicon else {}
        if self.drop:
            kinds = {key: _without(kind, frozenset(map(str.casefold, self.drop))) for key, kind in kinds.items()}
        for table in self.kind:
            kinds[table.id] = table.onto(kinds.get(table.id))
        return Lexicon(self.id, self.title or (lexicon.title if lexicon else ""), tuple(kinds.values()))


class _LexiconFile(LexiconTable):
    format: Annotated[Literal["postcheck-lexicon/1"], Field(alias="schema")]


@dataclass(frozen=True)
class Lexicons(Mapping[str, Lexicon]):
    """Lexicons by id, each read when it is first asked for.

    Two are equal if they come from the same files and add the same.
    """

    shipped: Mapping[str, Path]
    """The files of the lexicons that ship, by id."""
    own: Mapping[str, Lexicon] = field(default_factory=lambda: MappingProxyType({}))
    """Those that a pack brings or adds to."""

    def __getitem__(self, identity: str) -> Lexicon:
        found = self.own.get(identity)
        return read_lexicon(self.shipped[identity]) if found is None else found

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self.shipped, *self.own)))

    def __len__(self) -> int:
        return len(self.shipped.keys() | self.own.keys())

    def __contains__(self, identity: object) -> bool:
        return identity in self.own or identity in self.shipped

    def extended(self, tables: list[LexiconTable]) -> Lexicons:
        """Return these with what a pack's tables bring, add and drop. Call :func:`lexicon_faults` first."""
        return replace(
            self, own=MappingProxyType({**self.own, **{one.id: one.onto(self.get(one.id)) for one in tables}})
        )


def shipped_lexicons() -> Lexicons:
    """Return the lexicons that ship; none of them is read yet."""
    package = Path(str(files("postcheck")))
    for folder in (package / "rules" / "lexicons", package.parent / "rules" / "lexicons"):
        if found := sorted(folder.glob("*.toml")):
            return Lexicons(MappingProxyType({path.stem: path for path in found}))
    return Lexicons(MappingProxyType({}))


@cache
def read_lexicon(path: Path) -> Lexicon:
    """Read a lexicon that ships; its id is the name of its file."""
    document = read_toml(path, what="lexicon", error=PackError, missing="Install postcheck again.")
    table = document.validate(_LexiconFile)
    faults = list(_kind_faults(table, (), None))
    if table.id != path.stem:
        faults.append(Fault(("id",), f'The lexicon calls itself "{table.id}".', f'Write id = "{path.stem}".'))
    if faults:
        raise document.fail(*faults)
    return table.onto(None)


def lexicon_faults(tables: list[LexiconTable], inherited: Mapping[str, Lexicon]) -> Iterator[Fault]:
    """Yield the mistakes in the lexicons that a pack brings or adds to."""
    seen: set[str] = set()
    for number, table in enumerate(tables):
        if table.id in seen:
            yield Fault(
                ("lexicon", number, "id"), f'Two lexicons have the id "{table.id}".', "Join the two [[lexicon]] tables."
            )
        seen.add(table.id)
        yield from _kind_faults(table, ("lexicon", number), inherited.get(table.id))


def _kind_faults(table: LexiconTable, key: Key, lexicon: Lexicon | None) -> Iterator[Fault]:
    """Yield the mistakes in one lexicon; ``lexicon`` is what it adds to."""
    kinds = {kind.id for kind in lexicon.kinds} if lexicon else set()
    words = (
        {word.casefold() for kind in lexicon.kinds for entry in kind.entries for word in entry.words}
        if lexicon
        else set()
    )
    if lexicon is None and table.title is None:
        yield Fault((*key, "title"), f'The lexicon "{table.id}" has no title.', "Add title = … to it.")
    for index, word in enumerate(table.drop):
        if word.casefold() not in words:
            message = f'The lexicon drops "{word}", which "{table.id}" does not have.'
            yield Fault((*key, "drop", index), message, suggestion(word, words) if words else "Take it out.")
    for index, kind in enumerate(table.kind):
        if kind.says is None and kind.id not in kinds:
            yield Fault(
                (*key, "kind", index),
                f'The kind "{kind.id}" does not say what it reads like.',
                'Add says = "an insult", or the like.',
            )
        for number, entry in enumerate(kind.entries):
            for phrase in (*entry.words, *entry.besides, *entry.unless, *entry.near):
                if phrase.split()[0] == "*" or phrase.split()[-1] == "*":
                    place = (*key, "kind", index, "entries", number)
                    yield Fault(
                        place,
                        f'The phrase "{phrase}" begins or ends with *.',
                        "Put * between two words, where it stands for one to three.",
                    )


def _without(kind: Kind, dropped: frozenset[str]) -> Kind:
    """Return a kind without the words in ``dropped``."""
    entries = (
        replace(entry, words=tuple(word for word in entry.words if word.casefold() not in dropped))
        for entry in kind.entries
    )
    return replace(kind, entries=tuple(entry for entry in entries if entry.words))
