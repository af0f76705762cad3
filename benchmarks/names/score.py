"""Counts of what was found, missed and wrongly flagged, by category."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.names.forms import STRANGERS_HIDDEN_FORMS
from benchmarks.names.posts import Post, Span, Trap
from benchmarks.names.systems import FoundName, SystemRun

ON_ROLL = "on the roll"
UNSEEN = "not on the roll, in running text"
UNSEEN_HIDDEN = "not on the roll, in tags and addresses"


@dataclass
class Tally:
    """Names of one category."""

    names: int = 0
    found: int = 0
    """Found at all, however uncertain; if on the roll, with the pupil among the candidates."""
    flagged: int = 0
    """Found, and a rule would flag it."""
    touched: int = 0
    """A flag is on some part of it, with the pupil among the candidates: a reader is led to it even if only in pieces.
    """
    complete: int = 0
    """Found, and every pupil who may be meant is among the candidates."""
    exact: int = 0
    """Found, from the name's first letter to its last and no further."""

    @property
    def recall(self) -> float:
        """Share of names that are flagged."""
        return self.flagged / self.names if self.names else 0.0

    def add(self, other: Tally) -> None:
        """Add the counts of other names of the same category."""
        self.names += other.names
        self.found += other.found
        self.flagged += other.flagged
        self.touched += other.touched
        self.complete += other.complete
        self.exact += other.exact

    def record(self) -> dict[str, float | int]:
        """Return the numbers and shares for the JSON file."""
        shares = {
            name: round(getattr(self, name) / self.names, 4) if self.names else 0.0
            for name in ("found", "flagged", "touched", "complete", "exact")
        }
        return {"names": self.names, **shares}


@dataclass
class Flags:
    """Flags of one category of posts: right, wrong, and on people who aren't pupils."""

    right: int = 0
    wrong: int = 0
    on_other_persons: int = 0

    def add(self, other: Flags) -> None:
        """Add the counts of other posts of the same category."""
        self.right += other.right
        self.wrong += other.wrong
        self.on_other_persons += other.on_other_persons

    def precision(self, *, finds_pupils: bool) -> float | None:
        """Return the share of flags that are right; a finder of any persons is not blamed for adults and authors."""
        wrong = self.wrong + (self.on_other_persons if finds_pupils else 0)
        return self.right / (self.right + wrong) if self.right + wrong else None


@dataclass(frozen=True)
class Error:
    """Something that went wrong, for the engineer who will put it right."""

    what: str
    category: str
    text: str
    start: int
    end: int
    why: str


@dataclass
class Score:
    """What one system achieved."""

    run: SystemRun
    tallies: dict[tuple[str, str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    """By ``(kind of category, category, on the roll or not)``."""
    flags: dict[str, Flags] = field(default_factory=lambda: defaultdict(Flags))
    """By what the posts were made for."""
    traps: Counter[str] = field(default_factory=Counter)
    sprung: Counter[str] = field(default_factory=Counter)
    """Traps, and those that were flagged, in posts without a pupil's name."""
    posts_without: int = 0
    elsewhere: int = 0
    """Flags on nothing in particular, in posts without a pupil's name."""
    certainly_wrong: int = 0
    """Flags at a rule's own level, in posts without a pupil's name."""
    errors: list[Error] = field(default_factory=list)

    @property
    def pupils(self) -> bool:
        """Whether the system looks for pupils."""
        return self.run.system.finds_pupils

    def per_hundred(self, *, persons: bool = True) -> float:
        """Return false flags in 100 posts without a pupil's name, those on other persons counted or not."""
        wrong = sum(self.flags[group].wrong for group in ("none", "word"))
        others = sum(self.flags[group].on_other_persons for group in ("none", "word"))
        return 100 * (wrong + (others if persons else 0)) / self.posts_without if self.posts_without else 0.0

    def add(self, other: Score) -> None:
        """Add the counts of another set of posts that the same system read."""
        for key, tally in other.tallies.items():
            self.tallies[key].add(tally)
        for group, flags in other.flags.items():
            self.flags[group].add(flags)
        self.traps.update(other.traps)
        self.sprung.update(other.sprung)
        self.posts_without += other.posts_without
        self.elsewhere += other.elsewhere
        self.certainly_wrong += other.certainly_wrong
        self.errors += other.errors
        self.run.wall += other.run.wall
        self.run.cpu += other.run.cpu
        self.run.batch_wall += other.run.batch_wall
        self.run.batch_cpu += other.run.batch_cpu

    def record(self) -> dict[str, Any]:
        """Return everything for the JSON file."""
        recall: dict[str, Any] = {}
        for (kind, category, group), tally in sorted(self.tallies.items()):
            recall.setdefault(kind, {}).setdefault(group, {})[category] = tally.record()
        return {
            "recall": recall,
            "precision": {
                group: flags.precision(finds_pupils=self.pupils) for group, flags in sorted(self.flags.items())
            },
            "false_flags_per_100_posts_without_a_pupil": round(self.per_hundred(), 2),
            "false_flags_per_100_posts_without_a_pupil_other_persons_not_counted": round(
                self.per_hundred(persons=False), 2
            ),
            "traps": {
                kind: {"traps": count, "flagged": self.sprung[kind]} for kind, count in sorted(self.traps.items())
            },
            "flags_elsewhere": self.elsewhere,
            "false_flags_at_the_rules_own_level": self.certainly_wrong,
            "seconds": {key: round(getattr(self.run, key), 3) for key in ("wall", "cpu", "batch_wall", "batch_cpu")},
        }


def group_of(span: Span) -> str:
    """Return which of the three questions a name belongs to."""
    if span.on_roll:
        return ON_ROLL
    return UNSEEN_HIDDEN if span.form in STRANGERS_HIDDEN_FORMS else UNSEEN


def categories(span: Span) -> Iterator[tuple[str, str]]:
    """Yield the categories that a name is counted in."""
    yield "all", "all"
    yield "form", span.form
    yield "case", span.case
    yield "origin", span.origin


def score(run: SystemRun, posts: Sequence[Post]) -> Score:
    """Compare what a system saw with what there was."""
    result = Score(run)
    for post, hits in zip(posts, run.hits, strict=True):
        for span in post.spans:
            _look_for(result, post, span, hits)
        _look_at_flags(result, post, hits)
    return result


def _overlap(start: int, end: int, thing: FoundName | Span | Trap) -> int:
    return min(end, thing.end) - max(start, thing.start)


def _look_for(result: Score, post: Post, span: Span, hits: Sequence[FoundName]) -> None:
    near = [hit for hit in hits if 2 * _overlap(hit.start, hit.end, span) >= span.end - span.start]
    by_roll = span.on_roll and result.run.system.knows_roll
    matching = [hit for hit in near if span.pupil_id in hit.pupil_ids] if by_roll else near
    touching = [hit for hit in hits if _overlap(hit.start, hit.end, span) > 0]
    touched = any(hit.flagged and (not by_roll or span.pupil_id in hit.pupil_ids) for hit in touching)
    met = frozenset[str]().union(*(hit.pupil_ids for hit in near))
    found, flagged = bool(matching), any(hit.flagged for hit in matching)
    complete = found and (not by_roll or met.issuperset(span.pupil_ids))
    exact = any((hit.start, hit.end) == (span.start, span.end) for hit in matching)
    for kind, category in categories(span):
        tally = result.tallies[kind, category, group_of(span)]
        tally.names += 1
        tally.found += found
        tally.flagged += flagged
        tally.touched += touched
        tally.complete += complete
        tally.exact += exact
    if flagged and complete:
        return
    seen = "; ".join(f"“{post.text[hit.start : hit.end]}” {hit.why}" for hit in touching)
    if not flagged:
        what = f"missed, {group_of(span)}" if not touching else f"seen in part or not flagged, {group_of(span)}"
    else:
        what = "candidates are missing"
        seen += f"; {len(met.intersection(span.pupil_ids))} of {len(span.pupil_ids)}"
    result.errors.append(Error(what, f"{span.form}, {span.case}, {span.origin}", post.text, span.start, span.end, seen))


def _look_at_flags(result: Score, post: Post, hits: Sequence[FoundName]) -> None:
    flags = result.flags[post.group]
    without = not post.spans
    result.posts_without += without
    if without:
        result.traps.update(trap.kind for trap in post.traps)
    sprung: set[Trap] = set()
    for hit in hits:
        if not hit.flagged:
            continue
        if any(_overlap(hit.start, hit.end, span) > 0 for span in post.spans):
            flags.right += 1
            continue
        trap = max(post.traps, key=lambda trap: _overlap(hit.start, hit.end, trap), default=None)
        if trap is not None and _overlap(hit.start, hit.end, trap) <= 0:
            trap = None
        flags.on_other_persons += trap is not None and trap.is_person
        flags.wrong += trap is None or not trap.is_person
        result.certainly_wrong += without and hit.certain
        if without and trap is None:
            result.elsewhere += 1
        if without and trap is not None:
            sprung.add(trap)
        result.errors.append(
            Error(
                "false flag", f"{trap.kind if trap else 'nothing'}, {post.kind}", post.text, hit.start, hit.end, hit.why
            )
        )
    result.sprung.update(trap.kind for trap in sprung)
