"""Rules about the trust's permission for pictures, and what a draft's words about a permission are worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from postcheck.judge.case import Case
from postcheck.judge.checks import faces
from postcheck.judge.checks.base import Check, Finding, Params, at_most_review, own_names, stated
from postcheck.judge.words import Matcher
from postcheck.model.draft import DraftImage
from postcheck.model.faces import most
from postcheck.model.lexicon import Kind
from postcheck.model.pack import Rule
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Passage, PlaceKind, Where

# By themselves these say that there is a permission, and not whose.
_BARE = frozenset(
    {"given", "granted", "obtained", "approved", "agreed", "received", "allowed", "permitted", "signed", "verbal"}
    | {"verbally", "verbal permission", "verbal consent", "permission", "permission given", "permission granted"}
    | {"permission obtained", "consent", "consent given", "with permission", "by permission", "on file", "in place"}
    | {"have it", "got it", "have permission", "we have permission", "i have permission", "got permission", "cleared"}
    | {"sorted", "done", "all good", "checked", "okd", "ok d"}
)
_WHOSE = "a permission of which it does not say who gave it"
_CODE = re.compile(r"\d|\b[A-Z]{2,}(?:[-/][A-Z0-9]+)+\b")
"""A number, or a code in capital letters: what the reference of a register has."""
_ADDRESS = re.compile(r"\w+://|www\.", re.IGNORECASE)
_DESCRIPTIONS = frozenset({"alt", "caption"})


class Worth(StrEnum):
    """What a draft's words about a permission are worth."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    """A person has to look whether it is a permission."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Said:
    """What stands under ``permission:`` or ``repost_of:``."""

    worth: Worth
    reads_like: str = ""
    """Of one that is no good: what it reads like, as the end of a sentence; empty if nothing or a placeholder stands
    there."""


class Permissions:
    """Tells what a draft's words about a permission are worth.

    Parameters
    ----------
    kinds:
        The kinds of the lexicon ``permission``, by their ids.
    """

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        def matcher(*names: str) -> Matcher:
            return Matcher(kinds[name] for name in names if name in kinds)

        self._against = matcher("refused", "none", "pending", "own")
        self._vague = matcher("vague")
        self._elsewhere = matcher("elsewhere", "refused", "pending", "own")
        self._approved = matcher("approved")

    def permission(self, value: str) -> Said:
        """Judge what stands under ``permission:``."""
        if not stated(value):
            return Said(Worth.NONE)
        if against := next(self._against.find(value), None):
            return Said(Worth.NONE, against.kind.says)
        if vague := next(self._vague.find(value), None):
            return Said(Worth.DOUBTFUL, vague.kind.says)
        bare = " ".join("".join(char if char.isalnum() else " " for char in value.casefold()).split()) in _BARE
        return Said(Worth.DOUBTFUL, _WHOSE) if bare else Said(Worth.GOOD)

    def repost(self, value: str, own: Iterable[str]) -> Said:
        """Judge what stands under ``repost_of:`` where only approved material may be posted again.

        Parameters
        ----------
        value:
            What the draft says.
        own:
            Names and handles of the trust's own accounts, as lower-case letters and digits.
        """
        if not stated(value):
            return Said(Worth.NONE)
        elsewhere = next(self._elsewhere.find(value), None)
        if _ADDRESS.match(value.strip()):
            letters = "".join(char for char in value.casefold() if char.isalnum())
            approved = any(name in letters for name in own)
        else:
            approved = bool(_CODE.search(value)) or next(self._approved.find(value), None) is not None
        if approved and not elsewhere:
            return Said(Worth.GOOD)
        if elsewhere and not approved:
            return Said(Worth.NONE, elsewhere.kind.says)
        return Said(Worth.DOUBTFUL, "something of which nobody can tell whether it is approved marketing material")


@dataclass(frozen=True, slots=True)
class PermissionParams:
    """Parameters of the ``permission`` check: the wording of the lexicons ``permission`` and ``shown``."""

    permissions: Permissions
    shown: Matcher
    """Words by which a picture's description says that it shows people, premises or the school's clothing."""


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, PermissionParams)  # noqa: S101 - what the check's parse returned
    settled = bool(rule.declare) and case.declares(rule)
    for image in case.draft.images:
        if not case.facts(image).opened or not image.peopled:
            continue
        lacking = _lacking(case, params.permissions, image)
        if lacking and not settled:
            yield _finding(rule, *lacking, Where(PlaceKind.IMAGE, image.name))
        elif lacking and (doubt := _contradicted(case, params.shown, image)):
            severity, message = doubt
            yield _finding(
                rule,
                min(severity, lacking[0], key=_rank),
                f"{lacking[1]} {message}",
                Where(PlaceKind.IMAGE, image.name),
            )
    for video in case.draft.header.videos:
        said = params.permissions.permission(video.permission)
        if said.worth is not Worth.GOOD:
            severity, message = _level(said), _say("permission", video.permission, said, "video")
            if settled:
                message += " What it shows is not examined, so `declare:` does not settle it."
            yield _finding(rule, severity, message, video.where or case.post_where("video"))


def _lacking(case: Case, permissions: Permissions, image: DraftImage) -> tuple[Severity, str] | None:
    """Return the level and the message for a picture without permission, or None if it has one or needs none."""
    said = permissions.permission(image.said.permission)
    if said.worth is Worth.GOOD:
        return None
    if not image.said.repost_of.strip():
        return _level(said), _say("permission", image.said.permission, said, "picture")
    repost = permissions.repost(image.said.repost_of, own_names(case))
    if repost.worth is Worth.GOOD:
        return None
    if repost.worth is Worth.DOUBTFUL or not image.said.permission.strip():
        return _level(repost), _say("repost_of", image.said.repost_of, repost, "picture")
    return _level(said), _say("permission", image.said.permission, said, "picture")


def _level(said: Said) -> Severity:
    return Severity.REVIEW if said.worth is Worth.DOUBTFUL else Severity.FAIL


def _rank(severity: Severity) -> int:
    return severity.rank


def _say(key: str, written: str, said: Said, noun: str) -> str:
    if said.reads_like:
        return f"What the draft names under `{key}:` for this {noun} reads like {said.reads_like}."
    if written.strip():
        what = "permission" if key == "permission" else "material that it repeats"
        return f"What the draft names as the {what} for this {noun} is only a placeholder."
    return f"The draft names no permission for this {noun}."


def _finding(rule: Rule, severity: Severity, message: str, where: Where) -> Finding:
    level = at_most_review(rule.severity) if severity is Severity.REVIEW else rule.severity
    return Finding(level, Category.PICTURE, message, where)


def _contradicted(case: Case, shown: Matcher, image: DraftImage) -> tuple[Severity, str] | None:
    """Return why the draft's word that none of these is shown does not hold for this picture, or None if it does."""
    if case.people_in(image):
        return Severity.FAIL, "The draft declares that nobody is shown, and lists people for it all the same."
    if most(case.facts(image).faces).boxes and not _faces_checked(case):
        return Severity.REVIEW, "The draft declares that nobody is shown, and a face is seen in it."
    for passage in case.passages:
        if passage.image == image.key and _describes(passage):
            for match in shown.find(passage.text):
                message = (
                    f"The draft declares that none of these is shown, and its description speaks of {match.kind.says}."
                )
                return Severity.REVIEW, message
    return None


def _faces_checked(case: Case) -> bool:
    return any(rule.check == faces.CHECK.name and case.declares(rule) for rule in case.pack.rules)


def _describes(passage: Passage) -> bool:
    return passage.kind is PlaceKind.TEXT and passage.field in _DESCRIPTIONS


def _parse(params: Params) -> PermissionParams:
    return PermissionParams(Permissions(params.wording("permission")), Matcher(params.wording("shown").values()))


CHECK = Check("permission", _parse, _run)
