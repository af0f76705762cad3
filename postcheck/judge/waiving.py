"""Sets aside the flags that somebody has answered for, and says what is wrong with a waiver.

If in doubt, a flag counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from postcheck.judge.barring import is_barred
from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check
from postcheck.model.people import Roll
from postcheck.model.report import Flag
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind, Where
from postcheck.model.waiver import Waiver

RULE = "PC-WAIVE-1"
"""Id of the baseline's rule about waivers: the notes below are its flags, whether or not a pack drops it."""
_REMEDY = "Settle the flag, or write a new waiver for it and take this one out. `postcheck help waivers` says how."
_FINAL = "Change the post, and take the waiver out."
_UNUSED = (
    "If the post was changed, take the waiver out; if not, write a new one for the flag as it now is. "
    "`postcheck help waivers` says how."
)


@dataclass(frozen=True)
class SortedFlags:
    """Flags, sorted by whether they count."""

    flags: tuple[Flag, ...]
    suppressed: tuple[Flag, ...] = ()
    notes: tuple[Flag, ...] = ()
    """What is wrong with the waivers, as flags that count as well; they have no fingerprints yet."""


def settle(flags: tuple[Flag, ...], case: Case) -> SortedFlags:
    """Apply the waivers of the draft to its flags: each waiver to one flag at most."""
    waivers = {(waiver.fingerprint, waiver.rule): waiver for waiver in case.waivers}
    counted: list[Flag] = []
    suppressed: list[Flag] = []
    notes: list[Flag] = []
    for flag in flags:
        waiver = waivers.pop((flag.fingerprint, flag.rule), None)
        if waiver is None:
            counted.append(flag)
        elif not flag.waivable:
            # The same words for every such flag: a note may not say more of a pupil than the flag does.
            counted.append(flag)
            notes.append(_note(waiver, case, "is for a flag that cannot be waived, so the flag counts.", _FINAL))
        elif not waiver.holds_on(case.day):
            counted.append(flag)
            ran_out = f"ran out on {waiver.until.day} {waiver.until:%B %Y}, so the flag that it covered counts again."
            notes.append(_note(waiver, case, ran_out, _REMEDY))
        else:
            suppressed.append(replace(flag, waiver=waiver))
    # Every post of a file with several gets the waivers of them all, so none of them can tell that one is unused.
    if not case.draft.identity:
        notes += [
            _note(waiver, case, "matches no flag of this draft, so it sets nothing aside.", _UNUSED)
            for waiver in waivers.values()
        ]
    return SortedFlags(tuple(counted), tuple(suppressed), tuple(notes))


CHECK = Check("waivers", lambda _: None, lambda *_: ())
"""A kind of rule that finds nothing by itself: :func:`settle` speaks for it, once all other rules have spoken."""


def is_waivable(flag: Flag, roll: Roll) -> bool:
    """Whether somebody may answer for the flag: not for a ``fail`` that comes from the school's do-not-publish list."""
    return flag.severity is not Severity.FAIL or not is_barred(flag, roll)


def _note(waiver: Waiver, case: Case, what: str, advice: str) -> Flag:
    message = f"The waiver of {waiver.rule} at {waiver.file}, line {waiver.line}, {what}"
    return Flag(RULE, Category.RECORD, Severity.NOTE, message, advice, "", Where(PlaceKind.POST, case.draft.path))
