"""Sign-offs before the judges: what each is bound to, whether it still counts, and which flags it settles.

If in doubt, a flag counts. Only what a person must decide is settled: never a ``fail``, never anything about the
do-not-publish list, never what could not be examined.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from fnmatch import fnmatchcase
from functools import lru_cache

from postcheck.formats.filetypes import FileKind, file_kind
from postcheck.judge.barring import is_barred
from postcheck.judge.case import Case, accounts_named
from postcheck.judge.checks.approved import is_author, person
from postcheck.judge.checks.base import Check, stated
from postcheck.judge.signers import HEADS, signers
from postcheck.model.draft import Header
from postcheck.model.pack import BAR_RULE, Pack
from postcheck.model.people import Pupil, Roll
from postcheck.model.report import Flag
from postcheck.model.settings import Approver, Settings
from postcheck.model.severity import Category, Severity
from postcheck.model.sign_off import Bound, Material, Seals, SignOff, SignOffs, Standing
from postcheck.model.text import PlaceKind, Where
from postcheck.text.listing import listed

RULE = "PC-SIGN-1"
"""Id of the baseline's rule about sign-offs: the notes below are its flags, whether or not a pack drops it."""
CHECK = Check("sign_offs", lambda _: None, lambda *_: ())
"""A kind of rule that finds nothing by itself: :func:`settle` speaks for it, once all other rules have spoken."""

_AGAIN = (
    "Have it signed off again (`postcheck sign-off`), or delete the file with the sign-off if it is no longer wanted."
)
_SETTLE = (
    "Settle what is left, or have somebody sign it off who may. `postcheck help sign-off` says who may settle what."
)
_MENDED = {
    "header": "what is wrong in a header is put right, not signed off",
    "people": "consent cannot be looked up for somebody whom the lists do not know, so the entry is put right",
}
"""Kinds of rule whose flags say that something was not understood, and so not checked: that is mended, not decided."""
_NOBODYS = frozenset({"barred", "do_not_publish"})
_NOUNS = {FileKind.IMAGE: "picture", FileKind.VIDEO: "video"}
_WORK = 2**14
"""What trying out a row of the consent list costs whoever guesses: memory and time of scrypt."""


# What is bound


def bound(case: Case, material: Material) -> Bound:
    """Return what a sign-off of this post is bound to."""
    moment = case.draft.header.publish_at
    where = [sorted(case.channels), case.draft.header.account, moment.isoformat() if moment else ""]
    rows = [_said_of(case, case.roll.by_id[one]) for one in sorted(_concerned(case)) if one in case.roll.by_id]
    return Bound(material, json.dumps(where), case.pack.id, case.pack.version, json.dumps(rows, sort_keys=True))


def _concerned(case: Case) -> set[str]:
    """Return the ids of all pupils who are, or for all that is known may be, named, shown or otherwise meant."""
    ids = {candidate.pupil_id for mention in case.mentions for candidate in mention.candidates} | case.pictured_ids
    header, said = case.draft.header, [image.said for image in case.draft.images]
    refs = [
        ref
        for group in (
            header.people,
            header.work_of,
            header.quote_of,
            *(video.people for video in header.videos),
            *(refs for one in said for refs in (one.people, one.work_of, one.quote_of)),
        )
        for ref in group or ()
    ]
    return ids | {pupil.id for ref in refs for pupil in case.directory.look_up(ref).pupils}


def _said_of(case: Case, pupil: Pupil) -> dict[str, object]:
    """Return what the list says of a pupil, and whether the pupil is of the post's own school, if that is known."""
    return _row(pupil) | ({"own": True} if pupil.id in case.own_school.ids else {})


def _row(pupil: Pupil) -> dict[str, object]:
    """Return all that the list says of a pupil; where the row stands does not matter, nor what it leaves open."""
    said = {one.name: getattr(pupil, one.name) for one in fields(pupil) if getattr(pupil, one.name) != one.default}
    aliases = [_row(alias) for alias in pupil.aliases]
    return {name: repr(value) for name, value in said.items() if name not in {"line", "aliases"}} | {"aliases": aliases}


def sealed(now: Bound, salt: str) -> Seals:
    """Return what is bound as digests that may be written.

    Each is of something whole, so that no name can be found by trying; what the consent list says of pupils, which is
    all that the draft beside them does not tell anyhow, takes whoever guesses much work for each guess.
    """
    material = now.material
    return Seals(
        text=_salted("text", material.text, salt),
        header=_salted("header", material.header, salt),
        destination=_salted("destination", now.destination, salt),
        files=tuple(sorted(_of_file(file, salt) for file in material.files)),
        consent=_consent(now.consent, salt),
    )


def _of_file(file: tuple[str, str], salt: str) -> str:
    return _salted("file", json.dumps(file), salt)


def _salted(kind: str, value: str, salt: str) -> str:
    made = hashlib.blake2b(value.encode("utf-8", "surrogatepass"), digest_size=24, key=bytes.fromhex(salt))
    made.update(kind.encode())
    return made.hexdigest()


@lru_cache(maxsize=256)
def _consent(value: str, salt: str) -> str:
    """Return the digest of rows; a watch asks for the same one again and again."""
    made = hashlib.scrypt(
        value.encode("utf-8", "surrogatepass"), salt=bytes.fromhex(salt), n=_WORK, r=8, p=1, maxmem=2**26, dklen=24
    )
    return made.hex()


# What a sign-off is worth


def standings(case: Case, given: SignOffs, now: Bound) -> tuple[Standing, ...]:
    """Return each sign-off of the post, and what it is worth."""
    return tuple(Standing(sign_off, tuple(_faults(sign_off, case, now))) for sign_off in _of_post(given, case, now))


def _of_post(given: SignOffs, case: Case, now: Bound) -> Iterator[SignOff]:
    """Yield the sign-offs of a post; rows of a table move, so that one is known again by what it says."""
    if not case.draft.identity:
        yield from (sign_off for sign_off in given.entries if not sign_off.row)
        return
    same = [one for one in given.entries if one.row and not tuple(_changes(one, now))]
    label = row_of(case.draft.path)
    yield from same or [one for one in given.entries if one.row == label]


def row_of(path: str) -> str:
    """Return which row of a table a post is, from its path as the report shows it: ``row 7``."""
    return path.rpartition("#")[2]


def _faults(sign_off: SignOff, case: Case, now: Bound) -> Iterator[str]:
    """Yield why a sign-off counts as none: sentences."""
    if sign_off.fault:
        yield sign_off.fault
    approver = approver_named(sign_off.by, case.settings.approvers)
    if approver is None:
        yield f"{sign_off.by} is not on the register of approvers in the settings."
    else:
        if approver.key_needed and not sign_off.signature:
            yield "The register of approvers asks for a signature with a key, and there is none."
        if reason := why_not(approver, case.draft.header, case.settings, case.pack):
            yield reason
    if changed := tuple(_changes(sign_off, now)):
        # One thing that no edit of the post has to do with reads better by itself.
        yield f"Since then {listed(changed, 'and')} changed."


def why_not(approver: Approver, header: Header, settings: Settings, pack: Pack) -> str:
    """Return why an approver may not sign off this post at all: a sentence; empty if they may."""
    if approver.accounts:
        own = {name.casefold() for name in approver.accounts}
        entries = accounts_named(header.account, settings)
        named = {header.account.strip().casefold(), *(entry.name.casefold() for entry in entries)}
        if own.isdisjoint(named):
            return f"{approver.name} may sign off only posts whose `account:` is {listed(approver.accounts, 'or')}."
    if not wants_two_people(pack) or not stated(header.author):
        return ""  # where nobody says who wrote it, the command says what the policy wants
    if is_author(approver.name, header.author) or _writes_as(approver, header.author):
        return f"{approver.name} is the author, and the policy wants a second person to approve a post."
    return ""


def _writes_as(approver: Approver, author: str) -> bool:
    """Whether a header gives nothing but the approver's role as the author: "the headteacher"."""
    named = signers(author)
    return all(not one.name for one in named) and any(_has_role(approver, frozenset({one.office})) for one in named)


def wants_two_people(pack: Pack) -> bool:
    """Whether a policy wants a post approved by somebody other than its author."""
    return any(rule.check == "checklist" and rule.params.get("confirmed_by") == "approved_by" for rule in pack.rules)


def approver_named(name: str, register: Iterable[Approver]) -> Approver | None:
    """Return the approver of this name, or None."""
    wanted = person(name)
    return next((approver for approver in register if wanted and person(approver.name) == wanted), None)


def _changes(sign_off: SignOff, now: Bound) -> Iterator[str]:
    """Yield what is not as it was when somebody signed."""
    then, seals = sign_off.seals, sealed(now, sign_off.salt)
    if then.text != seals.text:
        yield "the text"
    if then.header != seals.header:
        yield "the header"
    if then.destination != seals.destination:
        yield "where or when it goes out (channels, account, time)"
    yield from _changed_files(sign_off, now.material)
    if (sign_off.policy, sign_off.version) != (now.policy, now.version):
        yield f"the policy (then {sign_off.policy} {sign_off.version}, now {now.policy} {now.version})"
    if then.consent != seals.consent:
        yield "what the consent list says of a pupil whom the post concerns"


def _changed_files(sign_off: SignOff, material: Material) -> Iterator[str]:
    left = Counter(sign_off.seals.files)
    for file in material.files:
        digest = _of_file(file, sign_off.salt)
        if left[digest]:
            left[digest] -= 1
        else:
            yield f"the {_NOUNS.get(file_kind(file[0]), 'file')} {file[0]}"
    if sum(left.values()) > 0 and len(material.files) < len(sign_off.seals.files):
        yield "which pictures and files belong to it (one is gone)"


# What it settles


@dataclass(frozen=True)
class Settled:
    """Flags, sorted by whether a sign-off settles them."""

    flags: tuple[Flag, ...]
    suppressed: tuple[Flag, ...] = ()
    notes: tuple[Flag, ...] = ()
    """What is to be said of the sign-offs, as flags; they have no fingerprints yet."""


def settle(flags: tuple[Flag, ...], case: Case) -> Settled:
    """Apply the sign-offs of the draft to the flags that no waiver has set aside."""
    if case.sign_offs is None:
        return Settled(flags)
    counting = [standing.sign_off for standing in case.standings if standing.counts]
    left: list[Flag] = []
    suppressed: list[Flag] = []
    refused: dict[str, dict[str, list[str]]] = {}
    for flag in flags:
        if flag.severity is not Severity.REVIEW:
            left.append(flag)
            continue
        reasons = [(sign_off, _why_open(flag, sign_off, case)) for sign_off in counting]
        by = next((sign_off for sign_off, reason in reasons if not reason), None)
        if by is not None:
            suppressed.append(replace(flag, sign_off=by))
            continue
        left.append(flag)
        for sign_off, reason in reasons:
            refused.setdefault(_whose(sign_off), {}).setdefault(reason, []).append(flag.rule)
    notes = [*_notes(case), *(_unsettled(whose, said, case) for whose, said in refused.items())]
    return Settled(tuple(left), tuple(suppressed), tuple(notes))


def put_to(
    approver: Approver, flags: Iterable[Flag], pack: Pack, roll: Roll, *, now: Bound, salt: str
) -> dict[str, tuple[str, ...]]:
    """Return what an approver is shown that they may settle as things are, as a sign-off has it.

    What is not theirs to decide is left out, so that a role or a register that changes later settles nothing more.
    """
    found: dict[str, list[str]] = {}
    for flag in flags:
        if flag.severity is Severity.REVIEW and not why_theirs_not(approver, flag, pack, roll):
            found.setdefault(flag.rule, []).append(_of_flag(flag, now, salt))
    return {rule: tuple(sorted(digests)) for rule, digests in found.items()}


def _of_flag(flag: Flag, now: Bound, salt: str) -> str:
    """Return the digest of a flag: with all of the post in it, so that no name can be found by trying."""
    material = now.material
    return _salted("flag", json.dumps([flag.fingerprint, material.text, material.header, material.files]), salt)


def _why_open(flag: Flag, sign_off: SignOff, case: Case) -> str:
    """Return why a sign-off that counts does not settle a flag: the rest of a sentence; empty if it does."""
    approver = approver_named(sign_off.by, case.settings.approvers)
    if approver is None or case.bound is None:
        return "it cannot be"
    if reason := why_theirs_not(approver, flag, case.pack, case.roll):
        return reason
    if _of_flag(flag, case.bound, sign_off.salt) not in sign_off.shown.get(flag.rule, ()):
        return "it was not put to them when they signed, or was not theirs to decide then"
    return ""


def why_theirs_not(approver: Approver, flag: Flag, pack: Pack, roll: Roll) -> str:
    """Return why an approver cannot settle a flag as things are: the rest of a sentence; empty if they can."""
    return _unsettleable(flag, pack, roll) or _may_not(approver, flag.rule, pack)


def _unsettleable(flag: Flag, pack: Pack, roll: Roll) -> str:
    """Return why nobody can settle a flag by signing; empty if somebody can."""
    rule = pack.by_id.get(flag.rule)
    check = rule.check if rule else ""
    if flag.rule == BAR_RULE or check in _NOBODYS or is_barred(flag, roll):
        return "nobody can sign that off"
    if flag.lapsed:
        return "consent has ended since the day under `publish_at:`, so correct that day or leave the child out"
    return _MENDED.get(check, "")


def _may_not(approver: Approver, rule: str, pack: Pack) -> str:
    """Return why an approver may not settle flags of a rule: the rest of a sentence; empty if they may."""
    if approver.rules and not any(fnmatchcase(rule.casefold(), one.casefold()) for one in approver.rules):
        return "the register of approvers leaves that to somebody else"
    known = pack.by_id.get(rule)
    roles = known.signed_by if known else frozenset()
    delegated = rule.casefold() in {one.casefold() for one in approver.rules}
    if roles and not delegated and not _has_role(approver, roles):
        return f"the policy leaves that to the {listed(sorted(roles), 'or')}"
    return ""


def _has_role(approver: Approver, wanted: frozenset[str]) -> bool:
    has = person(approver.role)
    return any(has == role or (role in HEADS and has in HEADS) for role in map(person, wanted))


def _notes(case: Case) -> Iterator[Flag]:
    given = case.sign_offs
    if given and given.damage:
        yield _note(f"No sign-off in {given.file} counts. {given.damage}", _AGAIN, case)
    for standing in case.standings:
        if not standing.counts:
            message = f"The sign-off {_whose(standing.sign_off)} does not count. {' '.join(standing.faults)}"
            yield _note(message, _AGAIN, case)


def _unsettled(whose: str, said: dict[str, list[str]], case: Case) -> Flag:
    parts = [f"{listed(dict.fromkeys(rules), 'and')} ({reason})" for reason, rules in said.items()]
    return _note(f"The sign-off {whose} does not settle {'; '.join(parts)}.", _SETTLE, case)


def _whose(sign_off: SignOff) -> str:
    return f"by {sign_off.by} of {sign_off.at.day} {sign_off.at:%B %Y, %H:%M}"


def _note(message: str, advice: str, case: Case) -> Flag:
    return Flag(RULE, Category.RECORD, Severity.NOTE, message, advice, "", Where(PlaceKind.POST, case.draft.path))
