"""Who signed, as people write it: names and offices, beside a date and few harmless words, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from postcheck.late import late
from postcheck.text.folding import fold


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


@dataclass(frozen=True)
class English:
    """What is known of English words, as folded keys; by itself nothing is known."""

    is_word: Callable[[str], bool] = lambda _: False
    is_forename: Callable[[str], bool] = lambda _: False


NO_ENGLISH = English()


@dataclass(frozen=True)
class Signer:
    """One who is named: by name or by office."""

    name: str = ""
    """As written, folded; empty if only an office is named."""
    office: str = ""
    """As written, folded, without an article: ``deputy head``; empty if only a name is given."""


_HARMLESS = _set("email e-mail phone text teams verbal verbally")
"""What may stand between commas or in brackets: how somebody signed."""
TITLES = _set("mr mrs ms miss mx dr prof professor sir dame rev revd fr sr lady lord")
AFTER_NAMES = _set("mbe obe cbe kbe dbe ba bsc bed ma msc med mba phd pgce qts npqh npqel frsa dl jp")
"""Letters behind a name."""
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_WHEN = late(
    rf"(?:\b(?:on|at|dated)\s+)?(?:\b(?:{_WEEKDAY})\b\.?,?\s*)?(?:\b(?:"
    r"\d{4}-\d\d?-\d\d?(?:[t ]\d\d?:\d\d(?::\d\d)?)?|\d{1,2}[./-]\d{1,2}(?:[./-](?:\d{4}|\d\d))?"
    rf"|{_ORDINAL}\s+(?:of\s+)?{_MONTH}\b\.?(?:,?\s+(?:\d{{4}}|['\u2019]?\d\d)\b)?|{_MONTH}\.?\s+{_ORDINAL}(?:,?\s+\d{{4}})?"
    r"|\d{1,2}(?:[:.]\d\d)?\s*[ap]m|\d{1,2}:\d\d(?::\d\d)?)\b|\btoday\b|\byesterday\b|\bthis (?:morning|afternoon)\b)"
    rf"|\b(?:on\s+)?(?:{_WEEKDAY})\b",
    re.IGNORECASE,
)
_HOW = late(
    r"\b(?:by|via|over)\s+(?:an?\s+|the\s+|our\s+)?(?:e-?mail|phone|telephone|text|teams|whatsapp|zoom|letter|note"
    r"|message|call)\b|\b(?:verbally|in (?:person|writing)|on (?:teams|zoom|whatsapp))\b",
    re.IGNORECASE,
)
_APPROVES = (
    r"(?:approve[ds]|agreed|agrees|authori[sz]ed|cleared|signed[ -]?off|signed|signs[ -]off|confirmed|okayed"
    r"|ok['\u2019]?d|ok|okay|yes|said (?:yes|ok(?:ay)?)|happy(?: with (?:this|it))?"
    r"|(?:approval|sign[ -]?off|go[- ]ahead)(?=:?\s+(?:given )?(?:by|from)\b))"
)
_APPROVED = late(
    r"(?<![\w'\u2019-])(?:(?:has|have) )?(?:(?:read|seen|checked)\s*(?:and|&|,|/|\+)\s*)?"
    rf"{_APPROVES}(?:\s*(?:and|&|,|/|\+)\s*{_APPROVES})*(?:\s+(?:this|it|(?:the|this) (?:post|draft)))?"
    r"(?:\s+(?:by|from)\b|(?<=agreed) with\b|(?<=cleared) with\b| given by\b)?(?![\w'\u2019-])",
    re.IGNORECASE,
)
_PLACE = late(
    r"\b(?:of|at)\s+(?:the\s+)?(?:[A-Z][\w'\u2019.-]*\s+){1,5}"
    r"(?:School|Academy|Primary|Infants?|Juniors?|College|Trust|Federation)\b"
)
_BETWEEN = late(
    r"[,;:()\[\]/|&+\u2013\u2014\u2022]|\s-+\s|^-+\s|\s-+$|\s+and\s+|(?<=[a-z]{3})\.(?=\s|$)", re.IGNORECASE
)
_WORD = late(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*\.?")
_YEAR = late(r"\b(?:year|yr|y|ks|key stage)\s*\d{1,2}\b", re.IGNORECASE)
EMAIL = late(r"([\w.+-]+)@[\w-]+(?:\.[\w-]+)+")
_APOSTROPHE = late("['\u2019]")
_TITLE = late(rf"\b({'|'.join(sorted(TITLES))})\.", re.IGNORECASE)
LAST_NAME_FIRST = late(r"([A-Z][\w'\u2019-]+),\s*((?:[A-Z]\.?\s?){1,3})(?=\s*(?:$|[,;(\u2013-]))")
_STRANGE = late(r"[?!@#%*=<>\"]")

HEADS = _set("head headteacher headmaster headmistress principal ht") | {
    "head teacher",
    "head of school",
    *(
        f"{kind} {office}"
        for kind in ("executive", "exec", "acting", "interim", "co")
        for office in ("head", "headteacher", "head teacher", "principal", "head of school")
    ),
}
"""Offices of whoever leads a school, as people write them."""
_OFFICES = HEADS | _set(
    "slt smt ceo dsl sbm dht aht governor governors trustee trustees bursar dean leadership executive headship chair"
)
_DUTIES = _set(
    "leader leaders lead manager director officer coordinator co-ordinator team teacher tutor business "
    "communications comms marketing media website press safeguarding senior school trust academy governing board "
    "body year phase key stage ks eyfs sen senco sendco subject pastoral operations office admin administrator "
    "secretary deputy assistant vice associate class pa chief of the our and for english maths science art music "
    "pe history geography computing it ict reception nursery early years sixth form upper lower infants juniors "
    "primary secondary social digital online e-safety school's trust's academy's executive exec acting interim co "
    "head headteacher principal chair governor governors trustees leadership"
)
_WHOLE = _set("deputy assistant") | {
    "deputy head", "assistant head", "vice principal", "senior leader", "senior leaders", "business manager",
    "school business manager",
}  # fmt: skip
_LEADS = _set(
    "head headteacher principal leader leaders lead manager director officer coordinator co-ordinator chair governor "
    "governors trustee trustees board team executive secretary deputy assistant senco sendco leadership administrator"
)
"""Words that an office has one of."""
_NOBODY = _set(
    "no not none nobody noone never nil nor neither na tbc tba tbd todo fixme asap wip fyi draft drafted final "
    "version pending awaiting awaits await waiting waits wait hold holding held stop stopped stops on off in "
    "under out to with without by for from at of via as if once until unless when while but yet still only also "
    "again soon later maybe perhaps probably possibly hopefully please urgent see sees saw seen read reads "
    "checked check checks look looks looking looked ask asks asked asking chase chases chased email emails "
    "emailed emailing text texted phoned rang sent send sends submitted submit left leave leaves leaving gave "
    "given passed forwarded shared told say says said refused refuses refuse refusal rejected rejects reject "
    "rejection declined declines decline vetoed vetoes veto denied denies deny disagrees disagreed disagree "
    "disapproves disapproved disapprove objects objected objection opposes opposed blocks blocked cancels "
    "cancelled cancel withdrawn withdraws withdrew withdraw revoked revokes revoke rescinded retracted queries "
    "queried query questions questioned doubts doubted doubtful unsure unsigned unapproved unconfirmed unread "
    "unseen undecided unhappy outstanding overdue incomplete progress review reviewing reviewed reviews consider "
    "considering considered considers discuss discussed discussing discussion wants wanted needs need needed "
    "requires required request requested requests thinks thought knows knew hates hated dislikes likes changes "
    "changed change edits edited edit amend amends amended amendments comments commented comment concerns "
    "concerned concern away absent ill sick busy holiday unavailable tomorrow next week monthly me my myself self "
    "i us we our ourselves you your author anyone anybody someone somebody everyone everybody whoever who staff "
    "same above below ditto other others another person people this that it they them yes ok okay approved "
    "approval agreed signed authorised authorized cleared confirmed done complete completed ready good great fine "
    "sure all thumbs up principle subject condition conditions conditional provisional provisionally partly "
    "partially part half unknown missing blank empty null true false applicable necessary has have had hasn't "
    "haven't hadn't is isn't was wasn't will won't would wouldn't can can't cannot could couldn't may might must "
    "should do does doesn't did didn't don't be been being are aren't were weren't the a an and or term period "
    "holidays appointment hol wfh ooo pls thanks"
) - _set("may will")
_ALSO_SURNAMES = _set("good read see still next look")
_MOST = 5
"""Words that a name has at most."""
_INITIALS = 3
"""Capitals that stand for a name at most."""
_PARTICLES = _set("de da di du del della van von der den ten ter la le al el bin ibn abu ap st y e o")


def _words(text: str) -> list[str]:
    return ["'".join(map(fold, _APOSTROPHE.split(word.rstrip(".")))) for word in _WORD.findall(text)]


def signers(said: str, known: Iterable[str] = (), english: English = NO_ENGLISH) -> tuple[Signer, ...]:
    """Return whom a line names as having signed: nobody if anything in it is no name, no office and not harmless.

    Parameters
    ----------
    said:
        What stands under ``approved_by:``.
    known:
        Names of people who are known to the school: they count however they are typed, and by their initials.
    english:
        Tells names from words.
    """
    if not said or _STRANGE.search(EMAIL.sub(" ", said)):
        return ()
    people = [tuple(word for word in _words(name) if word not in TITLES) for name in known]
    rest = EMAIL.sub(lambda match: f" {re.sub(r'[._+-]+', ' ', match[1]).title()} ", said)
    rest = LAST_NAME_FIRST.sub(r"\2 \1", _TITLE.sub(r"\1 ", rest))
    rest = _WHEN.sub(" , ", _HOW.sub(" , ", rest))
    rest = _PLACE.sub(" , ", _APPROVED.sub(" , ", rest))
    found: list[Signer] = []
    for part in filter(None, (re.sub(r"^\s*by\b", "", part).strip(" .-") for part in _BETWEEN.split(rest))):
        if part.casefold() in _HARMLESS or _is_place(part):
            continue
        signer = _signer(part, people, english)
        if signer is None:
            return ()
        found.append(signer)
    return tuple(one for one in found if one.name or _office(one.office))


def is_head_office(office: str) -> bool:
    """Whether an office is that of whoever leads the school: a deputy's, or the head's of a year, is not."""
    return office.replace("-", " ") in HEADS


def _signer(part: str, people: list[tuple[str, ...]], english: English) -> Signer | None:
    """Return who is named by a part of a line, or None if it says anything else."""
    written = _WORD.findall(part)
    words = _words(part)
    if not words or _left_over(part):
        return None
    for cut in range(len(words) + 1):
        office = " ".join(word for word in words[cut:] if word not in {"the", "our"})
        if cut < len(words) and not _is_duty(words[cut:]):
            continue
        if cut == 0:
            return Signer(office=office)
        if _is_name(written[:cut], words[:cut], people, english, beside=cut < len(words)):
            return Signer(" ".join(_of_initials(written[:cut], people) or words[:cut]), office)
    return None


def _is_place(part: str) -> bool:
    """Whether a part is the name of a school: "Hillside Primary School"."""
    return _PLACE.fullmatch(f"at {part}") is not None and _NOBODY.isdisjoint(_words(part))


def _left_over(part: str) -> str:
    """Return what is neither a word nor the number of a year group."""
    return re.sub(r"[\s.]", "", _WORD.sub("", _YEAR.sub(" ", part)))


def _is_duty(words: list[str]) -> bool:
    parts = [part for word in words for part in ([word] if word in _DUTIES else word.split("-"))]
    return all(part in _OFFICES or part in _DUTIES for part in parts) and words[-1] not in {
        "of",
        "the",
        "and",
        "for",
        "our",
    }


def _office(office: str) -> bool:
    """Whether an office by itself says who signed."""
    words = office.replace("-", " ").split()
    return office in _OFFICES or office in _WHOLE or any(word in _OFFICES or word in _LEADS for word in words)


def _is_name(
    written: list[str], words: list[str], people: list[tuple[str, ...]], english: English, *, beside: bool
) -> bool:
    """Whether words are somebody's name; ``beside`` an office a single word is none, as in "emailed head"."""
    pairs = [(raw, word) for raw, word in zip(written, words, strict=True) if word not in TITLES | AFTER_NAMES]
    names = tuple(word for _, word in pairs)
    if not names or len(names) > _MOST:
        return False
    if _is_known(names, written[0], people):
        return True
    if len(names) == 1 and written[0].isupper() and len(names[0]) <= _INITIALS:
        return False  # "IP", "TBD": initials of nobody who is known
    titled, initials = words[0] in TITLES, any(len(word) == 1 for word in names)
    return (
        not _says_something(pairs, titled=titled)
        and (len(names[-1]) > 1 or (len(names) > 1 and len(names[0]) > 1))
        and (titled or initials or len(names) > 1 or (not beside and written[0][0].isupper()))
        and _is_written_so(pairs, english, titled=titled)
        and all(_may_be_named(place, names, english, titled=titled) for place in range(len(names)))
    )


def _is_known(names: tuple[str, ...], written: str, people: list[tuple[str, ...]]) -> bool:
    """Whether somebody known is called so: by the whole name, by the surname or by initials in capitals."""
    if names in people or (len(names) == 1 and any(names[0] == one[-1] for one in people if one)):
        return True
    return bool(_of_initials([written], people)) and len(names) == 1


def _of_initials(written: list[str], people: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return who is known by initials in capitals; nobody if that is not what is written."""
    if len(written) != 1 or not written[0].isupper() or len(written[0]) == 1:
        return ()
    letters = fold(written[0])
    return next((one for one in people if letters == "".join(word[0] for word in one)), ())


def _says_something(pairs: list[tuple[str, str]], *, titled: bool) -> bool:
    """Whether a word among names belongs to a sentence: "refused", "not", "the head's"."""
    first, last = pairs[0][1], pairs[-1][1]
    surname = last if last in _ALSO_SURNAMES and (titled or len(first) == 1) else ""
    initials = {raw for raw, word in pairs if len(word) == 1 and (raw[0].isupper() or raw.endswith("."))}
    return any(
        word.endswith("'s") or (word in _NOBODY and raw not in initials and word != surname) for raw, word in pairs
    )


def _is_written_so(pairs: list[tuple[str, str]], english: English, *, titled: bool) -> bool:
    """Whether words are written as a name is: capitals, a title, or an initial or forename first."""
    small = [raw for raw, word in pairs if raw[0].islower() and word not in _PARTICLES]
    first = pairs[0][1]
    return not small or titled or (len(small) == len(pairs) and (len(first) == 1 or english.is_forename(first)))


def _may_be_named(place: int, names: tuple[str, ...], english: English, *, titled: bool) -> bool:
    """Whether a word may be part of a name where it stands: an ordinary word only behind what announces a surname."""
    word = names[place]
    if len(word) == 1 or word in _PARTICLES or not any(map(english.is_word, {word, *word.split("-")})):
        return True
    if place == 0 and len(names) > 1 and english.is_forename(word):
        return True
    announced = (
        titled
        if place == 0
        else (len(names[place - 1]) == 1 or names[place - 1] in _PARTICLES or english.is_forename(names[place - 1]))
    )
    return place == len(names) - 1 and announced
