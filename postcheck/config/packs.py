"""Rule packs: one TOML file a trust, checked strictly, joined with what holds everywhere (``rules/baseline.toml``).

A pack is composed in this order: the rules of the pack that it extends, if any; its own rules, which replace the
parent's of the same id; the changes
that it makes; and, appended, the rules of the baseline that it neither drops nor defines itself. The lexicons
(``rules/lexicons``) stand ready in
every pack, which may add to them, take words out of them, and bring its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from postcheck.errors import PackError
from postcheck.formats.toml_document import Fault, Key, TomlDocument, TomlTable, Words, freeze, read_toml, suggestion
from postcheck.model import channels as known_channels
from postcheck.model.lexicon import Kind, Lexicon, LexiconEntry
from postcheck.model.pack import Example, Pack, Rule
from postcheck.model.people import Outlet
from postcheck.model.severity import Category, Severity

BASELINE = "baseline"
"""The pack whose rules every other pack gets."""

_CHECKLIST = "checklist"
_REVIEW_DUE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")


def _review_due(value: object) -> object:
    """Let a date stand without quotes, and refuse what is no year, month or day."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and not _is_review_due(value):
        raise ValueError('not a year, month or day such as "2026", "2026-06" or "2026-06-30".')
    return value


def _is_review_due(text: str) -> bool:
    match = _REVIEW_DUE.fullmatch(text)
    if match is None:
        return False
    try:
        date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        return False
    return True


Loose = Field(strict=False)
"""TOML has no enumerations: their values arrive as text."""

Level = Annotated[Severity, Loose]
RuleId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$")]
PackId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Phrases = Annotated[list[Words], Field(min_length=1)]


class _ExampleTable(TomlTable):
    draft: Words
    flags: Literal["fail", "review", "note", "none"]
    note: str = ""
    picture: str = ""
    faces: Annotated[int, Field(ge=0)] = 0


class _RuleTable(TomlTable):
    id: RuleId
    title: Words
    check: Words
    category: Annotated[Category, Loose]
    severity: Level
    section: Words
    asks: Words
    why: Words
    remedy: Words
    basis: Literal["explicit", "inferred", "legal", "good practice"] = "explicit"
    outlets: Annotated[list[Annotated[Outlet, Loose]], Field(min_length=1)] = Field(
        default_factory=lambda: list(Outlet)
    )
    fallback: bool = False
    declare: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] | None = None
    required: bool = False
    params: dict[str, Any] = Field(default_factory=dict)
    example: list[_ExampleTable] = Field(default_factory=list)

    def rule(self) -> Rule:
        """Return the table as the value that the other rooms know."""
        return Rule(
            id=self.id,
            title=self.title,
            check=self.check,
            category=self.category,
            severity=self.severity,
            section=self.section,
            asks=self.asks,
            why=self.why,
            remedy=self.remedy,
            basis=self.basis,
            outlets=frozenset(self.outlets),
            fallback=self.fallback,
            declare=self.declare or "",
            required=self.required,
            params=_read_only(self.params),
            examples=tuple(
                Example(
                    example.draft,
                    None if example.flags == "none" else Severity(example.flags),
                    example.note,
                    example.picture,
                    example.faces,
                )
                for example in self.example
            ),
        )


class _ChangeTable(TomlTable):
    id: RuleId
    severity: Level | None = None
    title: Words | None = None
    section: Words | None = None
    remedy: Words | None = None
    required: bool | None = None
    params: dict[str, Any] = Field(default_factory=dict)

    def apply(self, rule: Rule) -> Rule:
        """Return ``rule`` with what this table sets; parameters that it does not name stay."""
        new = {
            key: value
            for key in ("severity", "title", "section", "remedy", "required")
            if (value := getattr(self, key)) is not None
        }
        return replace(rule, **new, params=_read_only({**rule.params, **self.params}))


class _EntryTable(TomlTable):
    words: Phrases
    besides: Annotated[list[Words], Field(alias="except")] = Field(default_factory=list)
    unless: list[Words] = Field(default_factory=list)
    near: list[Words] = Field(default_factory=list)

    def entry(self) -> LexiconEntry:
        """Return the table as the value that the other rooms know."""
        return LexiconEntry(tuple(self.words), tuple(self.besides), tuple(self.unless), tuple(self.near))


class _KindTable(TomlTable):
    id: PackId
    says: Words | None = None
    advice: str = ""
    level: Level | None = None
    quoted: bool = True
    entries: list[_EntryTable] = Field(default_factory=list)

    def onto(self, kind: Kind | None) -> Kind:
        """Return the kind that this table describes, or ``kind`` with its words added."""
        entries = tuple(table.entry() for table in self.entries)
        if kind is None:
            return Kind(self.id, self.says or "", entries, self.advice, self.level, self.quoted)
        return replace(
            kind,
            says=self.says or kind.says,
            entries=(*kind.entries, *entries),
            advice=self.advice or kind.advice,
            level=self.level or kind.level,
            quoted=self.quoted and kind.quoted,
        )


class _LexiconTable(TomlTable):
    id: PackId
    title: Words | None = None
    drop: list[Words] = Field(default_factory=list)
    kind: list[_KindTable] = Field(default_factory=list)

    def onto(self, lexicon: Lexicon | None) -> Lexicon:
        """Return the lexicon that this table describes, or ``lexicon`` with its words added and those that it drops left out."""
        kinds = {kind.id: kind for kind in lexicon.kinds} if lexicon else {}
        if self.drop:
            kinds = {key: _without(kind, frozenset(map(str.casefold, self.drop))) for key, kind in kinds.items()}
        for table in self.kind:
            kinds[table.id] = table.onto(kinds.get(table.id))
        return Lexicon(self.id, self.title or (lexicon.title if lexicon else ""), tuple(kinds.values()))


class _LexiconFile(_LexiconTable):
    format: Annotated[Literal["postcheck-lexicon/1"], Field(alias="schema")]


class _PackTable(TomlTable):
    format: Annotated[Literal["postcheck-pack/1"], Field(alias="schema")]
    id: PackId
    title: Words
    version: Words | None = None
    source: Words | None = None
    review_due: Annotated[str | None, BeforeValidator(_review_due)] = None
    extends: Words | None = None
    drop: list[RuleId] = Field(default_factory=list)
    channels: dict[str, Annotated[Outlet, Loose]] = Field(default_factory=dict)
    rule: list[_RuleTable] = Field(default_factory=list)
    change: list[_ChangeTable] = Field(default_factory=list)
    lexicon: list[_LexiconTable] = Field(default_factory=list)


@dataclass(frozen=True)
class _Loaded:
    """A pack, and which of its rules come from the baseline."""

    pack: Pack
    own: Mapping[str, Rule]
    baseline: Mapping[str, Rule]
    parent: Pack | None = None
    """The pack that it extends."""


def shipped_packs() -> tuple[str, ...]:
    """Return the ids of the packs that ship, sorted, without the baseline (which can be loaded by name all the same)."""
    return tuple(name for name in _shipped_files() if name != BASELINE)


def find_pack(name: str, *, relative_to: Path | None = None) -> Path:
    """Return the file of a pack.

    Parameters
    ----------
    name:
        The id of a shipped pack, in any case, or the path of a pack file.
    relative_to:
        The folder that a relative path starts from; by default the current one.

    Raises
    ------
    PackError
        If there is no such pack.
    """
    shipped = _shipped_files()
    wanted = name.strip()
    if (file := shipped.get(wanted.casefold())) is not None:
        return file
    path = (relative_to or Path()) / Path(wanted).expanduser()
    if wanted and path.is_file():
        return path
    if not shipped:
        raise PackError(
            "The rule packs that ship with postcheck are missing from this installation.",
            advice="Install postcheck again.",
        )
    choice = f"Shipped packs: {', '.join(shipped_packs())}. Or give the path of a pack file that ends in .toml."
    if wanted.casefold().endswith(".toml") or "/" in wanted or "\\" in wanted:
        raise PackError("There is no such rule pack file.", advice=choice, file=str(path))
    near = suggestion(wanted, shipped)
    raise PackError(
        f'There is no rule pack "{wanted}".', advice=f"{near} {choice}" if near.startswith("Did") else choice
    )


def load_pack(name: str, *, relative_to: Path | None = None, checks: frozenset[str] | None = None) -> Pack:
    """Load a rule pack with the rules that it inherits.

    Parameters
    ----------
    name:
        The id of a shipped pack, in any case, or the path of a pack file.
    relative_to:
        The folder that a relative path starts from; by default the current one.
    checks:
        The kinds of rule there are. If given, a rule of another kind is an error.

    Raises
    ------
    PackError
        If there is no such pack, or its file or one that it extends does not validate: with file, line and column.
    """
    return _load(find_pack(name, relative_to=relative_to), checks, ()).pack


def load_with_parent(name: str, *, checks: frozenset[str] | None = None) -> tuple[Pack, Pack]:
    """Load a rule pack, and the one that it is to be compared with: the pack that it extends, or the baseline if it extends none.

    Raises as :func:`load_pack` does.
    """
    loaded = _load(find_pack(name), checks, ())
    return loaded.pack, loaded.parent or load_pack(BASELINE)


def example_pupils() -> Path:
    """Return the consent list that the examples of rules are tried with.

    Raises
    ------
    PackError
        If it is missing from this installation.
    """
    for folder in {path.parent for path in _shipped_files().values()}:
        if (file := folder / "examples.csv").is_file():
            return file
    raise PackError("The pupils of the examples are missing from this installation.", advice="Install postcheck again.")


def declares(pack: Pack) -> frozenset[str]:
    """Return the words by which an author may confirm a checklist item of ``pack``: the items' ids and their ``declare`` keys."""
    return frozenset(
        word
        for rule in pack.rules
        if rule.check == _CHECKLIST or rule.declare
        for word in (rule.id, rule.declare)
        if word
    )


@cache
def all_declares() -> frozenset[str]:
    """Return what an author may declare under any of the shipped packs."""
    return frozenset().union(*(declares(load_pack(name)) for name in _shipped_files()))


@cache
def all_rules() -> frozenset[str]:
    """Return the ids of the rules of all shipped packs."""
    return frozenset(rule.id for name in _shipped_files() for rule in load_pack(name).rules)


def _shipped_files() -> dict[str, Path]:
    """Return the shipped packs' files by id: from the package, or from the top of a source checkout."""
    package = Path(str(files("postcheck")))
    for folder in (package / "rules", package.parent / "rules"):
        if found := {path.stem: path for path in sorted(folder.glob("*.toml"))}:
            return found
    return {}


@cache
def _shipped_lexicons() -> Mapping[str, Lexicon]:
    """Return the lexicons that ship, by id."""
    package = Path(str(files("postcheck")))
    for folder in (package / "rules" / "lexicons", package.parent / "rules" / "lexicons"):
        if found := sorted(folder.glob("*.toml")):
            return MappingProxyType({lexicon.id: lexicon for lexicon in map(_read_lexicon, found)})
    return MappingProxyType({})


def _read_lexicon(path: Path) -> Lexicon:
    document = read_toml(path, what="lexicon", error=PackError, missing="Install postcheck again.")
    table = document.validate(_LexiconFile)
    faults = list(_kind_faults(table, (), None))
    if faults:
        raise document.fail(*faults)
    return table.onto(None)


def _lexicon_faults(tables: list[_LexiconTable], inherited: Mapping[str, Lexicon]) -> Iterator[Fault]:
    """Yield what is wrong in the lexicons that a pack brings or adds to."""
    seen: set[str] = set()
    for number, table in enumerate(tables):
        if table.id in seen:
            yield Fault(
                ("lexicon", number, "id"), f'Two lexicons have the id "{table.id}".', "Join the two [[lexicon]] tables."
            )
        seen.add(table.id)
        yield from _kind_faults(table, ("lexicon", number), inherited.get(table.id))


def _kind_faults(table: _LexiconTable, key: Key, lexicon: Lexicon | None) -> Iterator[Fault]:
    """Yield what is wrong in one lexicon; ``lexicon`` is what it adds to."""
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


def _load(path: Path, checks: frozenset[str] | None, above: tuple[Path, ...]) -> _Loaded:
    """Load a pack file; ``above`` are the files that extend it, to notice a circle."""
    document = read_toml(
        path, what="rule pack", error=PackError, missing=f"Shipped packs: {', '.join(shipped_packs())}."
    )
    table = document.validate(_PackTable)
    identity = path.resolve()
    if table.extends is not None:
        parent = _parent(document, table.extends, path, checks, (*above, identity))
        own, baseline = dict(parent.own), dict(parent.baseline)
    else:
        parent = None
        shared = find_pack(BASELINE)
        own, baseline = {}, {} if identity == shared.resolve() else dict(_load(shared, checks, ()).own)
    faults = list(_faults(table, {*own, *baseline}, checks))
    if faults:
        raise document.fail(*faults)
    for dropped in table.drop:
        own.pop(dropped, None)
        baseline.pop(dropped, None)
    for number, rule_table in enumerate(table.rule):
        baseline.pop(rule_table.id, None)
        place = (document.file, document.place(("rule", number))[0])
        own[rule_table.id] = replace(rule_table.rule(), place=place)
    for number, change in enumerate(table.change):
        rules = own if change.id in own else baseline
        place = (document.file, document.place(("change", number))[0])
        rules[change.id] = replace(change.apply(rules[change.id]), place=place)
    lexicons = dict(parent.pack.lexicons) if parent else dict(_shipped_lexicons())
    faults = list(_lexicon_faults(table.lexicon, lexicons))
    if faults:
        raise document.fail(*faults)
    for lexicon in table.lexicon:
        lexicons[lexicon.id] = lexicon.onto(lexicons.get(lexicon.id))
    pack = Pack(
        id=table.id,
        title=table.title,
        version=table.version or (parent.pack.version if parent else ""),
        source=table.source or (parent.pack.source if parent else ""),
        review_due=table.review_due or (parent.pack.review_due if parent else None),
        rules=(*own.values(), *baseline.values()),
        channels=MappingProxyType(
            {
                **(parent.pack.channels if parent else {}),
                **{known_channels.canonical(name): outlet for name, outlet in table.channels.items()},
            }
        ),
        lexicons=MappingProxyType(lexicons),
        file=str(path),
    )
    return _Loaded(pack, own, baseline, parent.pack if parent else None)


def _parent(
    document: TomlDocument, name: str, path: Path, checks: frozenset[str] | None, above: tuple[Path, ...]
) -> _Loaded:
    """Load the pack that a file extends."""
    try:
        file = find_pack(name, relative_to=path.parent)
    except PackError as exception:
        raise document.fail(Fault(("extends",), exception.message, exception.advice)) from None
    if file.resolve() in above:
        raise document.fail(
            Fault(
                ("extends",),
                f'The pack extends "{name}", which in the end extends this pack.',
                "Take one of the links out.",
            )
        )
    return _load(file, checks, above)


def _faults(table: _PackTable, inherited: set[str], checks: frozenset[str] | None) -> Iterator[Fault]:
    """Yield what is wrong in a pack file that no single key shows."""
    if table.extends is None:
        for key in ("version", "source"):
            if getattr(table, key) is None:
                yield Fault((key,), f'"{key}" is missing.', f"Add {key} = … at the top of the file.")
    yield from _rule_faults(table, checks)
    yield from _reference_faults(table, inherited)
    for name, outlet in table.channels.items():
        if known_channels.CHANNELS.get(known_channels.canonical(name), outlet) is not outlet:
            yield Fault(
                ("channels", name),
                f'"{name}" is a channel already, and counts as another outlet.',
                "Give the added channel another name.",
            )


def _rule_faults(table: _PackTable, checks: frozenset[str] | None) -> Iterator[Fault]:
    own: set[str] = set()
    for index, rule in enumerate(table.rule):
        if rule.id in own:
            yield Fault(("rule", index, "id"), f'Two rules have the id "{rule.id}".', "Give one of them another id.")
        own.add(rule.id)
        if checks is not None and rule.check not in checks:
            yield Fault(
                ("rule", index, "check"),
                f'There is no check "{rule.check}" (rule "{rule.id}").',
                suggestion(rule.check, checks),
            )


def _reference_faults(table: _PackTable, inherited: set[str]) -> Iterator[Fault]:
    own = {rule.id for rule in table.rule}
    for index, dropped in enumerate(table.drop):
        yield from _reference(("drop", index), dropped, own, inherited, "drops")
    changed: set[str] = set()
    for index, change in enumerate(table.change):
        yield from _reference(("change", index, "id"), change.id, own, inherited - set(table.drop), "changes")
        if change.id in changed:
            yield Fault(
                ("change", index, "id"), f'Rule "{change.id}" is changed twice.', "Join the two [[change]] tables."
            )
        changed.add(change.id)


def _reference(key: Key, name: str, own: set[str], inherited: set[str], does: str) -> Iterator[Fault]:
    if name in own:
        yield Fault(key, f'The pack {does} its own rule "{name}".', "Edit or remove that rule instead.")
    elif name not in inherited:
        yield Fault(
            key,
            f'The pack {does} a rule "{name}" that it does not inherit.',
            suggestion(name, inherited) if inherited else "Take it out.",
        )


def _read_only(params: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType({key: freeze(value) for key, value in params.items()})
