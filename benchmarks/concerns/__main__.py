"""``python -m benchmarks.concerns``: what lists of wording and the classifier of sentences see, each and together.

Every sentence is checked as a post of its own under each pack that has a rule for its concern; it is seen where such a
rule, or for a matter of one person the pack's rule about personal details, puts it to somebody. Near misses go under
the same packs; calm sentences and natural posts go under all five, and any rule about content counts against them.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

from benchmarks.names.natural import make_natural_sets
from postcheck.config.packs import load_pack, shipped_packs
from postcheck.config.settings import Overrides, load_settings
from postcheck.consent.consent_list import load_consent
from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.source import DraftSource
from postcheck.engine.checker import Checker
from postcheck.find.concerns import ConcernFinder
from postcheck.find.finder import Finder
from postcheck.find.language import load_language_model
from postcheck.model.concern import Concern, ConcernMatch
from postcheck.model.lexicon import Kind
from postcheck.model.mention import Mention
from postcheck.model.pack import Pack
from postcheck.model.people import PeopleList
from postcheck.model.report import Flag
from postcheck.model.text import Passage

_ROOT = Path(__file__).resolve().parents[2]
HEAD = "---\nchannel: facebook\naccount: Hillside Primary\n---\n"
_DAY = date(2026, 11, 21)
_SEEN_AS_A_WHOLE = "This sentence reads like "
"""How the classifier's flags begin."""
_OF_ONE_PERSON = frozenset({Concern.PRIVATE_MATTER, Concern.IDENTIFIABLE})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as its author wrote it down."""

    text: str
    concerns: frozenset[Concern]
    """What it, or if ``near`` is set its likeness, is about; empty for a calm one."""
    near: bool


@dataclass
class _Tally:
    asked: int = 0
    by_lists: int = 0
    by_classifier: int = 0
    together: int = 0

    def add(self, by_lists: bool, by_classifier: bool) -> None:
        self.asked += 1
        self.by_lists += by_lists
        self.by_classifier += by_classifier
        self.together += by_lists or by_classifier

    def __str__(self) -> str:
        shares = (self.by_lists, self.by_classifier, self.together)
        return f"{self.asked} | " + " | ".join(f"{share / max(1, self.asked):.3f}" for share in shares)


def read_sentences(name: str) -> Iterator[Sentence]:
    """Yield the sentences of one author."""
    path = _ROOT / "training" / "data" / "concerns" / f"{name}.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        written, answer, text = line.split("\t")
        concerns = frozenset() if written == "calm" else frozenset(map(Concern, written.split("+")))
        yield Sentence(text, concerns, answer == "near")


def rules_for(pack: Pack, concern: Concern) -> frozenset[str]:
    """Return the rules of a pack that look for a concern."""
    found = set()
    for rule in pack.rules:
        if rule.check == "phrases":
            kinds = _kinds(pack, cast("Sequence[str]", rule.params["words"]))
            if any(concern in kind.concerns for kind in kinds):
                found.add(rule.id)
    return frozenset(found)


def _kinds(pack: Pack, words: Sequence[str]) -> Iterator[Kind]:
    for name in words:
        lexicon, _, kind = name.partition(".")
        for one in pack.lexicons[lexicon].kinds:
            if not kind or one.id == kind:
                yield one


class _Names(Finder):
    """Finds names once in a post, whatever the number of packs."""

    @cache  # noqa: B019 - it lives as long as the command
    def find(self, passages: tuple[Passage, ...]) -> tuple[Mention, ...]:
        return super().find(passages)


class _Concerns(ConcernFinder):
    """Reads the sentences of a post once, likewise."""

    @cache  # noqa: B019 - as above
    def find(self, passages: Sequence[Passage]) -> tuple[ConcernMatch, ...]:
        return super().find(passages)


class Bench:
    """Checks posts under the packs; models and lists are loaded once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._settings = _ROOT / "tests" / "policies" / "postcheck.toml"
        roll, people = load_consent(_ROOT / "rules" / "examples.csv"), PeopleList()
        finder, concerns, lock = _Names(roll, people, load_language_model("")), _Concerns(), threading.Lock()
        self.packs: dict[str, Pack] = {name: load_pack(name) for name in shipped_packs()}
        self._checkers = {
            name: Checker(
                load_settings(self._settings, overrides=Overrides(policy=name)),
                roll,
                people,
                finder,
                lock,
                concerns=concerns,
            )
            for name in self.packs
        }
        self._drafts: dict[str, DraftSource] = {}

    def flags(self, pack: str, text: str) -> list[Flag]:
        """Return the flags above a note of a post."""
        if text not in self._drafts:
            place = self._folder / f"{len(self._drafts):05}"
            place.mkdir()
            (place / "post.md").write_text(HEAD + text + "\n", encoding="utf-8")
            (self._drafts[text],) = find_drafts([str(place / "post.md")], stdin=None)
        source = self._drafts[text]
        return [flag for flag in self._checkers[pack].examine(source, _DAY, ()).flags if flag.severity != "note"]


def _seen(flags: Sequence[Flag], rules: frozenset[str], *, details: bool) -> tuple[bool, bool]:
    """Return whether lists and whether the classifier put something to a person by one of the rules."""
    listed = whole = False
    for flag in flags:
        if flag.rule in rules or (details and flag.category == "detail"):
            as_whole = flag.message.startswith(_SEEN_AS_A_WHOLE)
            listed, whole = listed or not as_whole, whole or as_whole
    return listed, whole


def measure(bench: Bench, sentences: Sequence[Sentence], missed: Path | None) -> None:
    """Print the table of an author's sentences."""
    harmful: dict[Concern, _Tally] = defaultdict(_Tally)
    near: dict[Concern, _Tally] = defaultdict(_Tally)
    rules = {(pack, one): rules_for(bench.packs[pack], one) for pack in bench.packs for one in Concern}
    notes = []
    for sentence in sentences:
        for pack in bench.packs if sentence.concerns else ():
            own = [one for one in sentence.concerns if rules[pack, one]]
            if not own:
                continue
            flags = bench.flags(pack, sentence.text)
            for one in own:
                theirs = frozenset[str]().union(*(rules[pack, other] for other in own))
                seen = _seen(flags, theirs, details=one in _OF_ONE_PERSON)
                (near if sentence.near else harmful)[one].add(*seen)
                if any(seen) == sentence.near:
                    notes.append(f"{'near' if sentence.near else 'missed'}\t{one}\t{pack}\t{seen}\t{sentence.text}")
    print("| concern | asked | lists | classifier | together | near misses asked | lists | classifier | together |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for one in Concern:
        print(f"| `{one}` | {harmful[one]} | {near[one]} |")
    print(f"| all | {_all(harmful)} | {_all(near)} |")
    if missed:
        missed.write_text("\n".join(notes) + "\n", encoding="utf-8")


def _all(tallies: dict[Concern, _Tally]) -> _Tally:
    total = _Tally()
    for tally in tallies.values():
        total.asked += tally.asked
        total.by_lists += tally.by_lists
        total.by_classifier += tally.by_classifier
        total.together += tally.together
    return total


def measure_calm(bench: Bench, called: str, posts: Sequence[str]) -> None:
    """Print how many harmless posts are put to a person for what they say, under any pack."""
    by_lists, by_classifier, told = 0, 0, set()
    for post in posts:
        flags = [(pack, flag) for pack in bench.packs for flag in bench.flags(pack, post) if flag.category == "content"]
        whole = [flag for _, flag in flags if flag.message.startswith(_SEEN_AS_A_WHOLE)]
        by_classifier += bool(whole)
        by_lists += len(flags) > len(whole)
        told |= {str(flag.evidence) for flag in whole}
    print(f"{called}: {len(posts)} posts, put to a person by lists {by_lists}, by the classifier {by_classifier}")
    for one in sorted(told):
        print(f"    {one}")


def everyday_posts() -> list[str]:
    """Return the harmless posts of the tests, and those with words that only look wrong. Nothing learnt from them."""
    clean = tomllib.loads((_ROOT / "tests" / "judge" / "clean_posts.toml").read_text(encoding="utf-8"))
    calm = tomllib.loads((_ROOT / "tests" / "policies" / "calm.toml").read_text(encoding="utf-8"))
    baits = [text for texts in clean["bait"].values() for text in texts]
    return [*clean["clean"].values(), *baits, *calm["posts"]]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.concerns", description=__doc__)
    parser.add_argument("--author", default="c5", help="whose sentences: c5 is the only one kept for testing")
    parser.add_argument("--posts", type=int, default=300, help="how many natural posts of the test part")
    parser.add_argument("--missed", type=Path, metavar="FILE", help="write what was seen wrongly, or not, into it")
    options = parser.parse_args()
    sentences = list(read_sentences(options.author))
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        measure(bench, sentences, options.missed)
        measure_calm(bench, "calm sentences", [one.text for one in sentences if not one.concerns])
        measure_calm(bench, "the tests' everyday posts", everyday_posts())
        natural = [post.text for part in make_natural_sets("test") for post in part.posts]
        measure_calm(bench, "natural posts", natural[:: max(1, len(natural) // options.posts)])


if __name__ == "__main__":
    main()
