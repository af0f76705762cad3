"""Where a rule pack asks less than the one it extends: what its owner should have decided, and not overlooked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from postcheck.model.lexicon import Kind
from postcheck.model.pack import BAR_RULE, Pack, Rule
from postcheck.model.severity import Severity
from postcheck.model.trial import LexiconDifference

_BAR = frozenset({"barred", "do_not_publish"})
_FLOOR = "It makes no difference to the do-not-publish list, which no pack can lower: whom it bars is always a fail."
_SAME_WORK = frozenset(
    {"name", "consent", "pictured", "account", "channel", "links", "material", "permission", "embargo", "faces"}
)
"""Kinds of rule of which another of the same kind can take one's place."""
_LEVELS = frozenset(
    {"unregistered", "objection", "with_consent", "adult", "alone", "titled", "one_each", "text", "plain_http"}
    | {"unfamiliar", "before", "mentions"}
)
"""Parameters that are levels."""
_FEWER = frozenset(
    {"words", "kinds", "whose", "media", "closed", "invitations", "needs", "signs", "insist", "shorteners", "flagged"}
    | {"also", "file_names", "subjects"}
)
"""Parameters that are lists of what a rule looks at: it asks less with fewer."""
_MORE = frozenset({"allowed", "allow", "unless", "pupils_only", "familiar"})
"""Parameters that are lists of what a rule lets pass: it asks less with more."""
_TERMS = frozenset({"methods", "given_by"})
"""Parameters that list what consent must be like; an empty list asks nothing."""
_PERMITS = ("never", "beside_photo", "consent")
_SETTLERS = ("", "head", "approved_by")
"""Who may settle a question, the strictest first."""


def weaker(pack: Pack, parent: Pack, lexicons: Iterable[LexiconDifference]) -> Iterator[tuple[str, str]]:
    """Yield what the pack asks less than its parent: the id of a rule or a lexicon, and a sentence."""
    for rule in parent.rules:
        own = pack.by_id.get(rule.id)
        if own is None:
            if not _replaced(rule, pack, parent):
                yield rule.id, f"It is dropped: {_lowered(rule, 'nothing asks this any more.')}"
        elif own != rule:
            yield from ((rule.id, text) for text in _less(rule, own))
    for one in lexicons:
        if one.removed:
            yield one.id, f"The list leaves out {', '.join(f'“{word}”' for word in one.removed)}."
    for lexicon in parent.lexicons.values():
        kinds = {kind.id: kind for kind in pack.lexicons[lexicon.id].kinds} if lexicon.id in pack.lexicons else {}
        for kind in lexicon.kinds:
            yield from ((f"{lexicon.id}.{kind.id}", text) for text in _less_of_a_kind(kind, kinds.get(kind.id, kind)))


def _less_of_a_kind(before: Kind, after: Kind) -> Iterator[str]:
    if after.level is not None and after.level != before.level and _rank(after.level) < _rank(before.level or "fail"):
        yield f"Its level is lower ({before.level or 'that of the rule'} became {after.level})."
    if before.quoted and not after.quoted:
        yield "Words in quotation marks no longer count."
    if lost := set(before.concerns) - set(after.concerns):
        yield f"It no longer looks for sentences that read like {', '.join(sorted(lost))}."


def _lowered(rule: Rule, says: str) -> str:
    return _FLOOR if rule.check in _BAR or rule.id == BAR_RULE else says


def _replaced(rule: Rule, pack: Pack, parent: Pack) -> bool:
    """Whether a rule of the pack's own does the same work, at least as strictly and everywhere."""
    return any(
        own.id not in parent.by_id
        and rule.check in _SAME_WORK
        and own.check in {rule.check, "consent" if rule.check in {"name", "pictured"} else rule.check}
        and own.severity.rank >= rule.severity.rank
        and own.outlets >= rule.outlets
        for own in pack.rules
    )


def _less(before: Rule, after: Rule) -> Iterator[str]:
    if after.check != before.check:
        yield f"It is another kind of rule (“{before.check}” became “{after.check}”). Does it still ask as much?"
        return
    if after.severity.rank < before.severity.rank:
        yield _lowered(before, f"Its level is lower ({before.severity} became {after.severity}).")
    if before.signed_by and (not after.signed_by or after.signed_by - before.signed_by):
        yield "It may be settled by a sign-off of more people (`signed_by`)."
    if before.required and not after.required:
        yield "Its item need no longer be confirmed."
    if missing := before.outlets - after.outlets:
        yield f"It no longer speaks of {', '.join(sorted(missing))}."
    if after.fallback and not before.fallback:
        yield "It speaks only where no other rule of its kind does."
    for key in dict.fromkeys((*before.params, *after.params)):
        if text := _param(key, before.params, after.params):
            yield text


def _param(key: str, before: Mapping[str, object], after: Mapping[str, object]) -> str:
    """Return what is weaker about a parameter, or nothing."""
    old, new = before.get(key), after.get(key)
    if old == new:
        return ""
    if key in _LEVELS:
        lower = old is not None and _rank(new) < _rank(old)
        return f"The level `{key}` is lower ({old} became {new or 'the default'})." if lower else ""
    if key in _FEWER | _MORE | _TERMS:
        return _list(key, old, new)
    compare = _COMPARED.get(key)
    return compare(old, new) if compare else f"`{key}` is different. Does it still ask as much?"


def _permit(old: object, new: object) -> str:
    ranks = [_place(value or "consent", _PERMITS) for value in (old, new)]
    return f"A name is permitted more easily ({old} became {new or 'consent'})." if ranks[0] < ranks[1] else ""


def _later(old: object, new: object) -> str:
    return "" if new is None or (old is not None and str(new) <= str(old)) else f"It begins later, on {new} (`since`)."


def _older(old: object, new: object) -> str:
    less = isinstance(old, int) and isinstance(new, int) and new > old
    return f"It begins at a higher age ({old} became {new})." if less else ""


def _settled(old: object, new: object) -> str:
    return "More people may settle it." if _place(new or "", _SETTLERS) > _place(old or "", _SETTLERS) else ""


def _renewed(old: object, new: object) -> str:
    longer = isinstance(old, int) and old > 0 and (not new or (isinstance(new, int) and new > old))
    return "Consent need be asked for again later, or never." if longer else ""


_COMPARED: Mapping[str, Callable[[object, object], str]] = {
    "permit": _permit,
    "settled_by": _settled,
    "renew_days": _renewed,
    "since": _later,
    "from_age": _older,
}


def _list(key: str, old: object, new: object) -> str:
    now = _items(new)
    lost = frozenset(
        one for one in _items(old) - now if one.partition(".")[0] not in now
    )  # a lexicon has all its kinds
    gained = now - _items(old)
    if key in _FEWER and lost and new is not None:
        return f"`{key}` no longer has {', '.join(sorted(lost))}."
    if key in _MORE and gained:
        return f"`{key}` lets more pass: {', '.join(sorted(gained))}."
    if key in _TERMS and _items(old) and (gained or not now):
        return f"Consent may be given in more ways (`{key}`)."
    return ""


def _place(value: object, order: tuple[str, ...]) -> int:
    return order.index(str(value)) if str(value) in order else 0


def _rank(value: object) -> int:
    try:
        return Severity(str(value)).rank
    except ValueError:
        return -1


def _items(value: object) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset({value})
    return frozenset(map(str, value)) if isinstance(value, tuple | list | AbstractSet) else frozenset()
