"""Tries a rule pack: finds all that is wrong in it, compares it with its parent, and runs the examples of its rules."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from postcheck.config.packs import BASELINE, example_pupils, find_pack, load_pack, load_with_parent
from postcheck.consent.consent_list import load_consent
from postcheck.drafts.discovery import find_drafts
from postcheck.engine.checker import Checker
from postcheck.engine.weaker import weaker
from postcheck.errors import PackError
from postcheck.find.finder import Finder
from postcheck.formats.toml_document import freeze, read_toml, suggestion
from postcheck.judge.checks.base import ParamError, Params
from postcheck.judge.registry import CHECKS
from postcheck.judge.rule_engine import RuleEngine
from postcheck.model.lexicon import Lexicon
from postcheck.model.pack import Example, Pack, Rule
from postcheck.model.people import Outlet, PeopleList
from postcheck.model.settings import Account, OcrSettings, Settings
from postcheck.model.severity import Severity
from postcheck.model.text import Box
from postcheck.model.trial import Change, Difference, LexiconDifference, PackCheck, TriedExample
from postcheck.read.engines.base import OcrLine, OcrWord
from postcheck.read.reader import Reader

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

DAY = date(2026, 11, 21)
"""The day that every example takes for today."""
ACCOUNT = Account("Hillside Primary", ("facebook", "instagram"), "@hillsideprimary")
"""The one account on the register in every example."""
WITHOUT_EXAMPLES = frozenset({"checklist", "location", "waivers", "sign_offs", "barred"})
"""Kinds of rule that an example cannot show: no waivers or sign-offs lie beside it, and a question flags nothing.
"""
_PICTURE = "picture.png"
_SMALL_VIDEO = "small.mp4"
_WORD = (90, 30)


class _ScriptedText:
    """An OCR engine that reads what the example says, on one line."""

    name = "script"

    def __init__(self, words: str) -> None:
        self._words = words.split()

    def version(self) -> str:
        """Return any version."""
        return "1"

    def read(self, image: Picture, *, time_limit: float) -> tuple[OcrLine, ...]:
        """Return the words of the example."""
        del image, time_limit
        width, height = _WORD
        words = tuple(
            OcrWord(word, Box(10 + index * (width + 10), 10, width, height), 0.95)
            for index, word in enumerate(self._words)
        )
        return (OcrLine(words),) if words else ()


class _ScriptedFaces:
    """A face detector that sees as many faces as the example says."""

    def __init__(self, count: int) -> None:
        self._boxes = tuple(Box(10 + 40 * number, 10, 30, 40) for number in range(count))

    def find(self, picture: Picture) -> tuple[Box, ...]:
        """Return a place for each face."""
        del picture
        return self._boxes

    def identity(self) -> str:
        """Return nothing: what an example says is not remembered."""
        return ""


class Examples:
    """Runs a pack's examples against the pupils in ``rules/examples.csv``, without a language model and without OCR."""

    def __init__(self, pack: Pack) -> None:
        roll = load_consent(example_pupils())
        nobody = PeopleList()
        settings = Settings(policy=pack.file, accounts=(ACCOUNT,))
        self._checker = Checker(settings, roll, nobody, Finder(roll, nobody, None), threading.Lock())

    def levels(self, example: Example) -> tuple[dict[str, Severity], str]:
        """Return the worst level at which each rule flags the example, and why it was not examined, or nothing."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            if _PICTURE in example.draft:
                Image.new("RGB", (1200, 60), "white").save(folder / _PICTURE)
            if _SMALL_VIDEO in example.draft:
                (folder / _SMALL_VIDEO).write_bytes(b"\0" * 2048)
            post = folder / "post.md"
            post.write_text(example.draft.lstrip("\n"), encoding="utf-8")
            (source,) = find_drafts([str(post)], stdin=None)
            self._checker.reader = Reader(
                OcrSettings(), _ScriptedText(example.picture), faces=_ScriptedFaces(example.faces)
            )
            report = self._checker.examine(source, DAY, ())
        worst: dict[str, Severity] = {}
        for flag in report.flags:
            worst[flag.rule] = max(worst.get(flag.rule, Severity.NOTE), flag.severity, key=lambda level: level.rank)
        crash = next((item.reason for item in report.unexamined if item.file == str(post)), "")
        return worst, crash

    def tried(self, rule: Rule) -> Iterator[TriedExample]:
        """Yield what comes of each example of a rule."""
        for number, example in enumerate(rule.examples, start=1):
            levels, trouble = self.levels(example)
            yield TriedExample(rule, number, example, levels.get(rule.id), trouble)


def check_pack(file: Path) -> PackCheck:
    """Return all that there is to say of a pack file. Nothing is raised for what is wrong in it."""
    try:
        pack, parent = load_with_parent(str(file), checks=frozenset(CHECKS))
    except PackError as error:
        known = error.parts or (error,)
        more = [problem for problem in _problems_of_rules(file) if problem.line not in {one.line for one in known}]
        return PackCheck(
            str(file),
            tuple(sorted((*known, *more), key=lambda problem: (problem.file != known[0].file, problem.line or 0))),
        )
    problems = tuple(_parameter_problems(pack))
    if problems:
        return PackCheck(str(file), problems)
    before = parent.by_id
    here = [rule for rule in pack.rules if rule.place and rule.place[0] == pack.file]
    own = [rule for rule in here if rule.id not in before or rule.examples != before[rule.id].examples]
    examples = Examples(pack)
    lexicons = tuple(_lexicon_differences(parent.lexicons, pack.lexicons))
    return PackCheck(
        str(file),
        pack=pack,
        parent=parent,
        added=tuple(rule for rule in pack.rules if rule.id not in before),
        dropped=tuple(rule for rule in parent.rules if rule.id not in pack.by_id),
        changed=tuple(
            Difference(rule, changes)
            for rule in here
            if rule.id in before and (changes := tuple(_changes(before[rule.id], rule)))
        ),
        lexicons=lexicons,
        tried=tuple(one for rule in own for one in examples.tried(rule)),
        doubts=tuple(_doubts(own)),
        weaker=tuple(weaker(pack, parent, lexicons)),
    )


def _problems_of_rules(file: Path) -> Iterator[PackError]:
    """Yield what is wrong with the kinds and parameters of a pack's own rules, when the whole pack cannot be loaded."""
    try:
        document = read_toml(find_pack(str(file)), what="rule pack", error=PackError, missing="")
    except PackError:
        return
    rules = document.data.get("rule")
    brings = bool({"lexicon", "channels"} & document.data.keys())  # what parameters may name is not known yet
    for index, rule in enumerate(rules if isinstance(rules, list) else ()):
        check, params = (rule.get("check"), rule.get("params", {})) if isinstance(rule, dict) else (None, None)
        if not isinstance(check, str) or not isinstance(params, dict):
            continue
        if check not in CHECKS:
            (line, column), advice = document.place(("rule", index, "check")), suggestion(check, CHECKS)
            yield PackError(
                f'There is no check "{check}".', advice=advice, file=document.file, line=line, column=column
            )
        elif not brings and (fault := _parameter_fault(check, params)):
            line, column = document.place(("rule", index, "params", fault.key))
            advice = "`postcheck help writing-rules` lists the parameters of each check."
            yield PackError(
                f"The parameter “{fault.key}” {fault}.", advice=advice, file=document.file, line=line, column=column
            )


def _parameter_fault(check: str, params: dict[str, object]) -> ParamError | None:
    reader = Params({key: freeze(value) for key, value in params.items()}, lexicons=load_pack(BASELINE).lexicons)
    try:
        CHECKS[check].parse(reader)
        reader.finish()
    except ParamError as error:
        return error
    return None


def _parameter_problems(pack: Pack) -> Iterator[PackError]:
    for rule in pack.rules:
        try:
            RuleEngine(replace(pack, rules=(rule,)))
        except PackError as error:
            yield error


def _doubts(rules: Iterable[Rule]) -> Iterator[tuple[Rule, str]]:
    for rule in rules:
        if rule.check in WITHOUT_EXAMPLES:
            continue
        if not any(example.flags for example in rule.examples):
            yield rule, "It has no example that it flags, so nothing shows that it works."
        if not any(example.flags is None for example in rule.examples):
            yield rule, "It has no example that it lets pass, so nothing shows that it keeps still."


def _changes(before: Rule, after: Rule) -> Iterator[Change]:
    for what, name in (
        ("level", "severity"),
        ("kind", "check"),
        ("category", "category"),
        ("title", "title"),
        ("section", "section"),
    ):
        yield from _change(what, getattr(before, name), getattr(after, name))
    for what, name in (
        ("what it asks", "asks"),
        ("why", "why"),
        ("what to do", "remedy"),
        ("basis", "basis"),
        ("declare", "declare"),
    ):
        yield from _change(what, getattr(before, name), getattr(after, name))
    for what, name in (("required", "required"), ("fallback", "fallback")):
        yield from _change(what, getattr(before, name), getattr(after, name))
    signers = (tuple(sorted(before.signed_by)), tuple(sorted(after.signed_by)))
    yield from _change("who may sign it off", signers[0] or "any approver", signers[1] or "any approver")
    yield from _change("where", _outlets(before.outlets), _outlets(after.outlets))
    for key in dict.fromkeys((*before.params, *after.params)):
        yield from _change(f"parameter {key}", before.params.get(key), after.params.get(key))


def _change(what: str, before: object, after: object) -> Iterator[Change]:
    if before != after:
        yield Change(what, _shown(before), _shown(after))


def _shown(value: object) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_shown(one)}" for key, one in value.items()) or "none"
    if isinstance(value, tuple | list | AbstractSet):
        return ", ".join(_shown(one) for one in value) or "none"
    return str(value)


def _outlets(outlets: AbstractSet[Outlet]) -> str:
    return (
        "everywhere"
        if outlets == frozenset(Outlet)
        else ", ".join(outlet.value for outlet in Outlet if outlet in outlets)
    )


def _lexicon_differences(before: Mapping[str, Lexicon], after: Mapping[str, Lexicon]) -> Iterator[LexiconDifference]:
    for identity, lexicon in after.items():
        old, new = _words(before.get(identity)), _words(lexicon)
        if old != new:
            yield LexiconDifference(
                identity, tuple(word for word in new if word not in old), tuple(word for word in old if word not in new)
            )


def _words(lexicon: Lexicon | None) -> tuple[str, ...]:
    return tuple(word for kind in lexicon.kinds for entry in kind.entries for word in entry.words) if lexicon else ()
