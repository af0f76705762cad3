"""What a check comes to: flags, what was not examined, the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from postcheck.model.cause import Cause
from postcheck.model.draft import Draft, Unexamined
from postcheck.model.faces import Faces
from postcheck.model.mention import Mention, Naming
from postcheck.model.pack import Pack
from postcheck.model.people import ListedNames
from postcheck.model.severity import Category, Severity
from postcheck.model.sign_off import Bound, SignOff, Standing
from postcheck.model.suggestion import Suggestion
from postcheck.model.text import Box, Passage, Where
from postcheck.model.waiver import Waiver


class Verdict(StrEnum):
    """What a check comes to for a post, best first."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    INCOMPLETE = "incomplete"
    REVIEW = "review"
    FAIL = "fail"

    @property
    def rank(self) -> int:
        """A number that grows as the verdict gets worse."""
        return tuple(Verdict).index(self)


@dataclass(frozen=True)
class Flag:
    """One thing in a post that a rule objects to."""

    rule: str
    category: Category
    severity: Severity
    message: str
    """What was seen and why it matters; never a pupil's name."""
    advice: str
    evidence: str
    """The exact slice of what was read; may be a pupil's name, and is masked on request."""
    where: Where
    pupil_ids: tuple[str, ...] = ()
    fingerprint: str = ""
    waivable: bool = True
    """Whether a waiver may set it aside; False for what the do-not-publish list forbids."""
    waiver: Waiver | None = None
    """For a suppressed flag: who answers for it, why, and until when."""
    sign_off: SignOff | None = None
    """For a suppressed flag that no waiver set aside: the sign-off that settles it."""
    boxes: tuple[Box, ...] = ()
    """For a flag on several places of one picture: each of them; ``where.box`` then holds them all."""
    naming: Naming | None = None
    """For a flag about a name: whose it most likely is, and why. The fingerprint does not depend on it."""
    causes: tuple[tuple[str, Cause], ...] = ()
    """Why, for each pupil for whom consent or the do-not-publish list speaks against it, by id. It is no part of
    the fingerprint."""
    lapsed: bool = False
    """Whether consent held on the post's day, which has gone by, and no longer holds: nobody settles that by signing.
    """


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """Something that only a person can answer."""

    rule: str
    text: str
    declared: bool
    declare: str = ""
    required: bool = False
    account: str = ""
    """The account that it is about, as the register names it; empty if it is about the post."""

    @property
    def once_for_account(self) -> bool:
        """Whether it is asked once for the account, not with each post as a required item always is."""
        return bool(self.account) and not self.required


@dataclass(frozen=True)
class DraftReport:
    """All that was found out about one draft."""

    draft: Draft
    pack: Pack
    channels: tuple[str, ...]
    """The channels that it was judged for; empty if the draft and the settings name none."""
    day: date
    """The day as of which consent was judged."""
    flags: tuple[Flag, ...] = ()
    suppressed: tuple[Flag, ...] = ()
    """Flags that a waiver set aside or a sign-off settles; they do not count for the verdict."""
    unexamined: tuple[Unexamined, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    passages: tuple[Passage, ...] = ()
    mentions: tuple[Mention, ...] = ()
    consent_lists: tuple[str, ...] = ()
    """Paths of the consent lists that it was judged by, as the report shows them; none if there was none."""
    stopped: bool = False
    """Whether the run was stopped before it reached this draft."""
    faces: Mapping[str, tuple[Faces, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The faces that were seen in each image, by its key; without an entry there are none."""
    standings: tuple[Standing, ...] = ()
    """The sign-offs beside the draft, and what each is worth."""
    bound: Bound | None = None
    """What a sign-off given now would be bound to; None if there was no need to know."""
    called: tuple[tuple[str, str], ...] = ()
    """The full name of each pupil whom a flag is about, by id: for people who may see names, and nobody else."""
    digests: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The digest of each picture by its key, and of each video by its name, as they were looked at."""
    suggestions: tuple[Suggestion, ...] = ()
    """What the text could say instead of the names that are flagged in it."""
    given: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)
    """Options that the run was given, each with its value: without them a command about this post says other things."""

    @property
    def verdict(self) -> Verdict:
        """The worst of the flags; without any, ``incomplete`` if something was not examined, or else ``pass``."""
        severities = {flag.severity for flag in self.flags}
        if Severity.FAIL in severities:
            return Verdict.FAIL
        if Severity.REVIEW in severities:
            return Verdict.REVIEW
        return Verdict.INCOMPLETE if self.unexamined else Verdict.PASS


@dataclass(frozen=True)
class Report:
    """A run: every draft, in the order in which they were found."""

    posts: tuple[DraftReport, ...]
    pack: Pack
    """The pack in force; the first post's where drafts in different folders have different ones."""
    day: date
    """The day that stands for today."""
    notes: tuple[str, ...] = ()
    """What a reader must know about the run as a whole (the consent list is old, say): sentences that name no pupil.
    """
    listed: ListedNames = field(default=ListedNames(), repr=False, compare=False)
    """The consent lists that it was judged by: where names are hidden, no path gives away anybody on them."""
    may_be_empty: bool = False
    """Whether a run that found no post is one without problems, as the user said or the hook knows."""

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of the posts. Without any, nothing was examined; that is a pass only if it may be so."""
        nothing = Verdict.PASS if self.may_be_empty else Verdict.INCOMPLETE
        return max((post.verdict for post in self.posts), key=lambda verdict: verdict.rank, default=nothing)

    def count(self, verdict: Verdict) -> int:
        """Return how many posts have this verdict."""
        return sum(post.verdict is verdict for post in self.posts)
