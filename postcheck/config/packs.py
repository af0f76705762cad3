"""Rule packs: one TOML file a trust, checked strictly, joined with what holds everywhere (``rules/baseline.toml``).

A pack is composed in this order: the rules of the pack that it extends, if any; its own rules, which replace the
parent's of the same id; the changes that it makes; and, appended, the rules of the baseline that it neither drops nor
defines itself. The lexicons (``rules/lexicons``) stand ready in every pack, which may add to them, take words out of
them, and bring its own; each is read when a rule first looks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from postcheck.config.lexicons import Lexicons, lexicon_faults, shipped_lexicons
from postcheck.config.pack_file import PackFile, PackTable, pack_faults, read_pack_file
from postcheck.errors import PackError
from postcheck.formats.toml_document import Fault, suggestion
from postcheck.model import channels as known_channels
from postcheck.model.pack import Pack, Rule

BASELINE = "baseline"
"""The pack whose rules every other pack gets."""

_CHECKLIST = "checklist"


@dataclass(frozen=True)
class _Loaded:
    """A pack, and which of its rules come from the baseline."""

    pack: Pack
    own: Mapping[str, Rule]
    baseline: Mapping[str, Rule]
    lexicons: Lexicons
    parent: Pack | None = None
    """The pack that it extends."""


def shipped_packs() -> tuple[str, ...]:
    """Return the ids of the packs that ship, sorted, without the baseline (which can still be loaded by name)."""
    return tuple(name for name in _shipped_files() if name != BASELINE)


def shipped_packs_that_may_have(rule_id: str) -> tuple[str, ...]:
    """Return the ids of the shipped packs that may have a rule of this id, in any case, sorted; no pack is loaded.

    A rule may be a pack's own, or one that it inherits from the pack that it extends or from the baseline.
    """
    wanted, all_files = rule_id.casefold(), _shipped_files()
    texts = {name: path.read_text(encoding="utf-8").casefold() for name, path in all_files.items()}
    if not any(wanted in text for text in texts.values()):
        return ()
    everywhere = wanted in texts.get(BASELINE, "")
    return tuple(name for name in shipped_packs() if everywhere or wanted in texts[name] or "extends" in texts[name])


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
    """Load a rule pack, and the one to compare it with: the pack it extends, or the baseline if it extends none.

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
    """Return the words by which an author may confirm a checklist item of ``pack``: ids and ``declare`` keys."""
    return _declares((rule.id, rule.check, rule.declare) for rule in pack.rules)


def all_declares() -> frozenset[str]:
    """Return what an author may declare under any of the shipped packs."""
    return _declares((rule.id, rule.check, rule.declare or "") for table in _shipped_tables() for rule in table.rule)


def all_rules() -> frozenset[str]:
    """Return the ids of the rules of all shipped packs."""
    return frozenset(rule.id for table in _shipped_tables() for rule in table.rule)


def _declares(rules: Iterable[tuple[str, str, str]]) -> frozenset[str]:
    """Return what confirms one of the rules, each given by its id, its check and its ``declare`` key."""
    asked = ((identity, word) for identity, check, word in rules if check == _CHECKLIST or word)
    return frozenset(word for words in asked for word in words if word)


def _shipped_tables() -> list[PackTable]:
    """Return the tables of the shipped packs' files. A rule that one of them inherits or drops stands in another."""
    return [_read(path).table for path in _shipped_files().values()]


def _shipped_files() -> dict[str, Path]:
    """Return the shipped packs' files by id: from the package, or from the top of a source checkout."""
    package = Path(str(files("postcheck")))
    for folder in (package / "rules", package.parent / "rules"):
        if found := {path.stem: path for path in sorted(folder.glob("*.toml"))}:
            return found
    return {}


def _read(path: Path) -> PackFile:
    return read_pack_file(path, missing=f"Shipped packs: {', '.join(shipped_packs())}.")


def _load(path: Path, checks: frozenset[str] | None, above: tuple[Path, ...]) -> _Loaded:
    """Load a pack file; ``above`` are the files that extend it, to notice a circle."""
    file = _read(path)
    table, document, identity = file.table, file.document, path.resolve()
    parent = _parent(file, table.extends, path, checks, (*above, identity)) if table.extends is not None else None
    if parent:
        own, baseline, inherited, files_above = (
            dict(parent.own),
            dict(parent.baseline),
            parent.lexicons,
            parent.pack.files,
        )
    else:
        shared = find_pack(BASELINE)
        alone = identity == shared.resolve()
        own, baseline = {}, {} if alone else dict(_load(shared, checks, ()).own)
        inherited, files_above = shipped_lexicons(), () if alone else (str(shared),)
    for faults in (list(pack_faults(table, {*own, *baseline}, checks)), list(lexicon_faults(table.lexicon, inherited))):
        if faults:
            raise document.fail(*faults)
    _compose(file, own, baseline)
    lexicons = inherited.extended(table.lexicon)
    above_it = parent.pack if parent else None
    pack = Pack(
        id=table.id,
        title=table.title,
        version=table.version or (above_it.version if above_it else ""),
        source=table.source or (above_it.source if above_it else ""),
        review_due=table.review_due or (above_it.review_due if above_it else None),
        rules=(*own.values(), *baseline.values()),
        channels=MappingProxyType(
            {
                **(above_it.channels if above_it else {}),
                **{known_channels.canonical(name): outlet for name, outlet in table.channels.items()},
            }
        ),
        lexicons=lexicons,
        file=str(path),
        files=(str(path), *files_above),
    )
    return _Loaded(pack, own, baseline, lexicons, above_it)


def _compose(file: PackFile, own: dict[str, Rule], baseline: dict[str, Rule]) -> None:
    """Drop, add and change rules as a pack's file says."""
    table = file.table
    for dropped in table.drop:
        own.pop(dropped, None)
        baseline.pop(dropped, None)
    for number, rule_table in enumerate(table.rule):
        baseline.pop(rule_table.id, None)
        own[rule_table.id] = replace(rule_table.rule(), place=file.line("rule", number))
    for number, change in enumerate(table.change):
        rules = own if change.id in own else baseline
        rules[change.id] = replace(change.apply(rules[change.id]), place=file.line("change", number))


def _parent(pack: PackFile, name: str, path: Path, checks: frozenset[str] | None, above: tuple[Path, ...]) -> _Loaded:
    """Load the pack that a file extends."""
    try:
        file = find_pack(name, relative_to=path.parent)
    except PackError as exception:
        raise pack.document.fail(Fault(("extends",), exception.message, exception.advice)) from None
    if file.resolve() in above:
        message = f'The pack extends "{name}", which in the end extends this pack.'
        raise pack.document.fail(Fault(("extends",), message, "Take one of the links out."))
    return _load(file, checks, above)
