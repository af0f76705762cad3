"""What every kind of rule has in common: its parameters, its findings, and the words that reports use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from postcheck.judge.case import Case
from postcheck.judge.consent import Terms
from postcheck.judge.reasons import why
from postcheck.model.cause import Cause
from postcheck.model.channels import CHANNELS, canonical
from postcheck.model.detail import Detail
from postcheck.model.lexicon import Kind, Lexicon
from postcheck.model.mention import Certainty, Mention, NameForm, Naming
from postcheck.model.pack import Rule
from postcheck.model.people import GivenBy, Method, Outlet
from postcheck.model.report import ChecklistItem
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Box, PlaceKind, Where

EnumT = TypeVar("EnumT", bound=StrEnum)


class Aspect(StrEnum):
    """What a rule governs.

    A fallback rule is silent at an outlet where the pack's own rules govern all that it does.
    """

    FIRST_NAME = "first name"
    SURNAME = "surname"
    FIRST_NAME_IN_PICTURE = "first name in a picture"
    SURNAME_IN_PICTURE = "surname in a picture"
    PICTURE = "picture"
    BAR = "bar"
    """The do-not-publish list as a rule of its own."""
    EMBARGO = "embargo"
    DETAIL = "detail"
    """Personal details, except for those that open something."""
    OPINION = "opinion"
    """Somebody's own opinion on the school's account."""
    STANCE = "stance"
    """An opinion in the school's own name."""
    CHAIN = "chain"
    """Competitions for likes and shares, and chain posts."""
    SECRET = "secret"  # noqa: S105 - an aspect, not a password
    """Passwords and bank details."""


@dataclass(frozen=True)
class Finding:
    """What a check has to say about one place. The rule engine, which runs the checks, adds the rule."""

    severity: Severity
    category: Category
    message: str
    where: Where
    evidence: str = ""
    pupil_ids: tuple[str, ...] = ()
    advice: str = ""
    """Empty means the rule's own remedy."""
    boxes: tuple[Box, ...] = ()
    """The places in a picture that it is about, if there is more than one."""
    naming: Naming | None = None
    """For a finding about a name: whose it most likely is, and why."""
    causes: tuple[tuple[str, Cause], ...] = ()
    """Why, for each pupil for whom consent or the do-not-publish list speaks against it, by id."""
    lapsed: bool = False
    """Whether it is only lower because consent held on the post's day, which has gone by; it no longer holds."""


Outcome = Finding | ChecklistItem


class ParamError(ValueError):
    """A parameter of a rule makes no sense to its check. ``key`` is the parameter's name."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


class Params:
    """Reads a rule's parameters, each with its type and default, and objects to any that are left over."""

    def __init__(
        self,
        params: Mapping[str, object],
        channels: Iterable[str] = CHANNELS,
        lexicons: Mapping[str, Lexicon] = MappingProxyType({}),
    ) -> None:
        self._params = dict(params)
        self._channels = frozenset(channels)
        self._lexicons = lexicons

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of strings (a single string counts as a list of one); empty if absent."""
        value = self._params.pop(key, ())
        if isinstance(value, str):
            return (value,)
        if isinstance(value, tuple | list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise ParamError(key, "must be a string or a list of strings")

    def channels(self, key: str) -> frozenset[str]:
        """Return a set of channels by their canonical names; empty if absent."""
        names = frozenset(canonical(text) for text in self.texts(key))
        for name in sorted(names - self._channels):
            raise ParamError(key, f"names the channel “{name}”, which is not known")
        return names

    def kinds(self, key: str, *default: str) -> tuple[Kind, ...]:
        """Return kinds of wording, named by lexicon (all its kinds) or as ``lexicon.kind``; ``default`` if absent."""
        return tuple(self.named_kinds(key, *default).values())

    def named_kinds(self, key: str, *default: str) -> dict[str, Kind]:
        """Return kinds of wording by their full names, ``lexicon.kind``."""
        found: dict[str, Kind] = {}
        for name in self.texts(key) or default:
            lexicon, _, kind = name.partition(".")
            if lexicon not in self._lexicons:
                raise ParamError(
                    key, f"names the lexicon “{lexicon}”, which is not known (known: {', '.join(self._lexicons)})"
                )
            known = {entry.id: entry for entry in self._lexicons[lexicon].kinds}
            if kind and kind not in known:
                raise ParamError(key, f"names “{name}”, and the lexicon has no such kind (it has: {', '.join(known)})")
            found |= {f"{lexicon}.{entry.id}": entry for entry in known.values() if kind in {"", entry.id}}
        return found

    def wording(self, lexicon: str) -> Mapping[str, Kind]:
        """Return the kinds of a lexicon by their ids, whatever the parameters say; none if there is no such lexicon."""
        return {kind.id: kind for kind in self._lexicons[lexicon].kinds} if lexicon in self._lexicons else {}

    def choices(self, key: str, kind: type[EnumT]) -> frozenset[EnumT]:
        """Return a set of values of an enumeration; empty if absent."""
        texts = self.texts(key)
        try:
            return frozenset(kind(text) for text in texts)
        except ValueError:
            raise ParamError(key, f"must be among {', '.join(kind)}") from None

    def choice(self, key: str, kind: type[EnumT], default: EnumT) -> EnumT:
        """Return one value of an enumeration."""
        value = self._params.pop(key, default)
        try:
            return kind(str(value))
        except ValueError:
            raise ParamError(key, f"must be one of {', '.join(kind)}") from None

    def optional(self, key: str, kind: type[EnumT]) -> EnumT | None:
        """Return one value of an enumeration, or None if absent."""
        if key not in self._params:
            return None
        value = self._params.pop(key)
        try:
            return kind(str(value))
        except ValueError:
            raise ParamError(key, f"must be one of {', '.join(kind)}") from None

    def day(self, key: str) -> date | None:
        """Return a date, or None if absent."""
        value = self._params.pop(key, None)
        if value is None or isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise ParamError(key, "must be a date such as 2026-09-01") from None

    def days(self, key: str) -> dict[str, date]:
        """Return a date for each of some channels, by their canonical names; empty if absent."""
        value = self._params.pop(key, {})
        if not isinstance(value, Mapping):
            raise ParamError(key, "must be a table of channels, each with a date")
        written = Params({"channels": tuple(value)}, self._channels)
        try:
            written.channels("channels")
        except ParamError as error:
            raise ParamError(key, str(error)) from None
        days = {canonical(name): Params({name: day}).day(name) for name, day in value.items()}
        return {name: day for name, day in days.items() if day is not None}

    def flag(self, key: str) -> bool:
        """Return whether something is asked for; no if absent."""
        value = self._params.pop(key, False)
        if not isinstance(value, bool):
            raise ParamError(key, "must be true or false")
        return value

    def number(self, key: str, default: int) -> int:
        """Return a whole number."""
        value = self._params.pop(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise ParamError(key, "must be a whole number")
        return value

    def terms(self) -> Terms:
        """Return what ``methods``, ``given_by`` and ``renew_days`` ask of consent."""
        return Terms(self.choices("methods", Method), self.choices("given_by", GivenBy), self.number("renew_days", 0))

    def finish(self) -> None:
        """Object to parameters that the check has not read."""
        for key in self._params:
            raise ParamError(key, "is not a parameter of this check")


@dataclass(frozen=True)
class Check:
    """A kind of rule."""

    name: str
    parse: Callable[[Params], object]
    """Reads the parameters into the value that ``run`` gets; raises ParamError."""
    run: Callable[[Rule, Case, object], Iterable[Outcome]]
    governs: Callable[[object], frozenset[Aspect]] = lambda _: frozenset()
    """Returns what a rule with these parameters governs."""
    asked_last: Callable[[object], bool] = lambda _: False
    """Returns whether a rule with these parameters speaks only after every other rule has."""


_PLACEHOLDERS = frozenset(
    {
        "none",
        "no",
        "nil",
        "na",
        "n a",
        "null",
        "unknown",
        "not known",
        "not sure",
        "not asked",
        "not yet",
        "missing",
        "yes",
        "true",
        "ok",
    }
    | {
        "todo",
        "to do",
        "tb",
        "to follow",
        "to come",
        "to be confirmed",
        "to be agreed",
        "pending",
        "requested",
        "asked",
        "ask",
        "later",
        "soon",
    }
    | {"awaiting", "waiting", "waiting for it", "x", "xx", "xxx"}
)
_BEGINNINGS = frozenset({"todo", "tbc", "tba", "tbd", "fixme"})


def stated(value: str) -> str:
    """Return what a header key says, or the empty string if it is only a placeholder ("TODO", "tbc", "?", "none")."""
    said = " ".join("".join(char if char.isalnum() else " " for char in value.casefold()).split())
    return value.strip() if said and said not in _PLACEHOLDERS and said.split()[0] not in _BEGINNINGS else ""


def own_names(case: Case) -> frozenset[str]:
    """Return the names and handles of the trust's own accounts, as letters and digits only.

    The account that the post goes out from counts as one unless it is known not to be.
    """
    names = [name for entry in case.settings.accounts if entry.official for name in (entry.name, entry.handle)]
    if not case.unregistered:
        names.append(case.draft.header.account)
    return frozenset(letters_and_digits(name) for name in names) - {""}


def letters_and_digits(name: str) -> str:
    """Return a name as lower-case letters and digits only."""
    return "".join(char for char in name.casefold() if char.isalnum())


def at_most_review(severity: Severity) -> Severity:
    """Return the level, or ``review`` if it is ``fail``: for evidence that is not certain."""
    return min(severity, Severity.REVIEW, key=lambda level: level.rank)


def capped(severity: Severity, certainty: Certainty) -> Severity:
    """Return the level of a flag: the rule's own if certain, ``review`` at most if likely, ``note`` if unsure."""
    ceiling = {Certainty.CERTAIN: Severity.FAIL, Certainty.LIKELY: Severity.REVIEW, Certainty.UNSURE: Severity.NOTE}[
        certainty
    ]
    return min(severity, ceiling, key=lambda level: level.rank)


_FORMS = {
    NameForm.FULL: "full name",
    NameForm.FIRST: "first name",
    NameForm.SURNAME: "surname",
    NameForm.FIRST_INITIAL: "first name and surname initial",
    NameForm.INITIAL_SURNAME: "initial and surname",
    NameForm.INITIALS: "initials",
}
_FIELDS = {
    "body": "in the text",
    "title": "in the title",
    "alt": "in the alt text of a picture",
    "caption": "in a caption",
    "credit": "in a credit",
    "first_comment": "in the first comment",
    "tags": "among the tags",
    "subtitles": "in subtitles",
    "link": "in a link",
    "filename": "in a file name",
    "comment": "in a comment",
    "footnote": "in a footnote",
    "deleted": "in deleted text, which is still in the file",
    "hidden": "in hidden text, which is in the file all the same",
    "text box": "in a text box",
    "attribute": "in the source of the page",
    "meta": "in the source of the page",
    "script": "in the source of the page",
    "annotation": "in a note on the page",
    "form field": "in a form field",
    "bookmark": "in a bookmark of the file",
    "other": "in a column of the table that may be published",
}


def place_words(mention: Mention | Detail) -> str:
    """Say in words what sort of place a mention or a detail stands in."""
    kind = mention.passage.kind
    if kind is PlaceKind.IMAGE:
        return "readable in a picture" if mention.passage.time is None else "readable in a video"
    if kind is PlaceKind.METADATA:
        return "in a picture's hidden details" if mention.passage.image else "in the hidden details of the file"
    return _FIELDS.get(mention.passage.field, "in the post")


def describe(mention: Mention, pupil_ids: tuple[str, ...]) -> str:
    """Say what was seen, without the name: one sentence."""
    form, place = _FORMS[mention.form], place_words(mention)
    if not pupil_ids:
        return f"What reads like a person's name is {place} ({why(mention)})."
    shared = f"{len(pupil_ids)} pupils may be meant" if len(pupil_ids) > 1 else ""
    if mention.certainty is Certainty.CERTAIN and not mention.adult:
        return f"A pupil's {form} is {place}{f' ({shared})' if shared else ''}."
    doubts = "; ".join(filter(None, (why(mention), mention.adult, shared)))
    return f"What may be a pupil's {form} is {place} ({doubts})."


UNKNOWN_ADVICE = (
    "If it is a pupil, follow the rule: {remedy} "
    "If it is an adult or a public figure, add the name to your people list and it will not be asked again."
)


def advice_for(rule: Rule, pupil_ids: tuple[str, ...]) -> str:
    """Return the rule's remedy; for an unknown person, also what to do if it isn't a pupil."""
    return rule.remedy if pupil_ids else UNKNOWN_ADVICE.format(remedy=rule.remedy)


def outlets_for(rule: Rule, case: Case) -> tuple[Outlet, ...]:
    """Return the outlets of the post at which the rule applies."""
    return tuple(outlet for outlet in case.outlets if outlet in rule.outlets)
