"""Headings that ask for a refusal: "Media_Opt_Out", "NoPhoto", "Not to be photographed". Under them a yes means no.

One list of words serves all code that reads a heading as consent, or leaves one unread. It is generous: a heading that
is doubted costs a line of explanation, and one that is taken for consent publishes a child whose family said no.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex

from postcheck.late import late, late_regex
from postcheck.text.characters import APOSTROPHES, BLANK, DEFAULT_IGNORABLE, plain_letters
from postcheck.text.folding import fold

_UNSEEN = late_regex(rf"[{APOSTROPHES}{DEFAULT_IGNORABLE}]", regex.V1)
_WORD = late(r"[^\W\d_]+")
_CAMEL = late(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LETTERS_APART = late(r"\b(?:[a-z] ){2,}[a-z]\b|\b[a-z] [a-z]\b")
"""``D.N.P.`` and ``N/A``, once they are cut into words."""

_CHOICE = late(r"\b(?:yes (?:or |and )?no|no (?:or |and )?yes)\b")
"""Both answers are named, so the question isn't the other way round."""
_NUMBER = late(
    r"\b(?:form|ref|reference|serial|page|phone|tel|telephone|roll|admission|adm|id|upn|slip|sheet)s? no\b"
    r"|\bno of\b|\bno(?= #$)"
)
"""A "no" that is short for "number"; ``#`` stands for digits."""

_OBJECTED = (
    r"refus\w*|declin\w*|den(?:y|ies|ied|ying|ials?)|object(?:s|ed|ing|ions?|ors?)?|withh(?:e|o)ld\w*|withdr[ae]w\w*"
    r"|revo[kc]\w*|rescind\w*|retract\w*|veto\w*|prohibit\w*|forb[ia]d\w*|disallow\w*|disapprov\w*|disagree\w*"
    r"|dissent\w*|reject\w*|oppos\w*|unsubscri\w*|nonconsent\w*|unconsent\w*|dnp|dnu"
    r"|opt(?:s|ed|ing)?(?: \w+){0,3} out|(?:\w*opt|opted|opting)outs?"
    r"|gwrthod\w*"
)
"""What people who say no do."""
_INVERTED = (
    r"no|not|non|none|nor|neither|never|nobody|cannot"
    r"|(?:do|does|did|is|are|was|has|have|had|wo|ca|must|should|would|could|need)nt"
    r"|(?:don|doesn|didn|isn|aren|wasn|hasn|haven|hadn|won|can|mustn|shouldn|wouldn|couldn|needn) t|do?not"
    r"|without|unless|except(?:s|ed|ing|ions?)?|but|minus|apart from|other than|instead of|against|anti|nil|zero"
    r"|negativ\w*|false"
    r"|exclu(?:d\w*|sions?)|exempt\w*|omit\w*|omissions?|avoid\w*|restrict\w*|limit(?:s|ed|ations?)?|conditions?|conditional"
    r"|block(?:s|ed|ing|list\w*)?|blacklist\w*|denylist\w*|bans?|bann(?:ed|ing)|bars?|barred|debarred|embargo\w*"
    r"|suppress\w*|prevent\w*|preclud\w*"
    r"|disabled?|stop(?:s|ped)?|cease[sd]?|cancel\w*|terminat\w*|expired|lapsed|ended|void\w*|invalid\w*"
    r"|remov\w*|delet\w*|eras\w*|waive\w*|hid(?:e|es|den)|anonym\w*|blur\w*|pixelat\w*|redact\w*|conceal\w*"
    r"|refrain\w*|abstain\w*|abstention|alerts?|warnings?|safeguarding|vulnerable|risks?"
    r"|concerns?|ineligib\w*|inadmissib\w*|unable|unhappy|unwilling|unauthori[sz]ed|unapproved|unpermitted|unlawful"
    r"|unpublish\w*"
    r"|(?:left|leave|leaving|keep|kept|keeping|stay|staying|stays|taken?|taking|counted?|ruled?|miss|missed|switched|turned)"
    r"(?: \w+){0,3} (?:out|off)"
    r"|lack(?:s|ing)?|fail(?:s|ed)?|heb|dim|nid|peidi\w*"
    r"|(?:on )?holds?|(?<!tennis )(?<!netball )(?<!basketball )courts?|custody|injunctions?"
    r"|(?<!data )protect(?:s|ed|ing|ion|ive)?|shield(?:s|ed|ing)?|sensitiv\w*|confidential\w*"
    r"|suspend\w*|suspension|paus(?:es?|ed|ing)|fr(?:ee|o)z(?:e|en|ing)|(?<!year )(?<!term )ends?(?! of)"
    r"|(?:see|ask|check|speak|refer)(?: \w+){0,2} (?:office|head|headteacher|dsl|slt|safeguarding|before)"
    r"|(?:see|ask|check|speak|refer|contact)(?: \w+){0,2} first(?! (?:name|forename))"
)
"""Whatever else turns a question round."""
_OPEN = (
    r"requested|pending|outstanding|missing|await\w*|overdue|unanswered|unknown|unsure|unsigned|unreturned|unconfirmed"
)
"""Under these, a yes means that there is no answer yet."""
_GLUED = late(
    r"opt(?:ed|ing)?out|refus(?:e|al|ed)|declin|withh[eo]ld|withdr[ae]w|restrict|exclu(?:ded?\b|sion)|prohibit|forbid"
    r"|revoke|denied|objection|exempt|(?:consent|photo|photos|media|image|images|video|press|web|website|social)"
    r"(?:ban|banned|block|blocked|veto|no|not|non|never|stop|barred)\b"
    r"|^(?:do|does|must|may|should|can|will)not|^(?:dont|never|without|no|not|non)"
    r"(?=photo|image|pict|pics|video|film|media|publi|press|web|name|consent|permi|social|facebook|online|internet|news|display|tobe)"
)
"""The same for words that run together in lower case: ``mediaoptout``, ``nophotos``."""

_PUBLISHED = late(
    r"\w*(?:photo|picture|image|video|film|camera|publish|publici|publicat|websit|webpage|facebook|instagram|youtube"
    r"|tiktok|newsletter|newspaper)\w*"
    r"|pics?|media|multimedia|public|web|online|internet|press|news|prospectus|displays?|displayed|socials|insta|twitter"
    r"|tube|tok|snapchat|whatsapp|brochures?|linkedin|marketing|promotion\w*|advert\w*|broadcast\w*|\w*stream\w*|tv"
    r"|television|yearbook|noticeboard|portraits?|likeness|identif\w*|shown|appear\w*"
    r"|posted|shared?|sharing|record(?:ed|ings?)|faces?|names?|named|naming|lluniau?|ffoto\w*"
)
"""Words about publishing."""
_NAME = late(r"nam(?:es?|ed|ing)")
_AGREED = late(r"consent\w*|permi\w*|agree\w*|gdpr|allow\w*|authori[sz]\w*")
_FILLER = late(
    r"an?|the|of|for|to|from|in|on|at|by|with|as|is|are|be|been|was|were|has|have|had|i|we|my|our|you|your|their|his|her"
    r"|it|all|any|child|children|pupils?|students?|parents?|parental|carers?|guardians?|family|mother|father|mum|dad"
    r"|data|dates?|days?|years?|when|who|if|tick|ticked|please|yes|y|n|status|flag|reasons?|notes?|list|code|type|form|and|or|does|do|use|used|using|given|wish|wishes|whole|school"
)
"""Words that say nothing about the subject of a column."""

_OBJECTION = late(rf"\b(?:{_OBJECTED})\b")
_REFUSAL = late(rf"\b(?:{_OBJECTED}|{_INVERTED})\b")
_UNANSWERED = late(rf"\b(?:{_OPEN})\b")


@lru_cache(maxsize=4096)
def may_invert(heading: str) -> bool:
    """Whether a yes under a heading, or to a type of consent, may mean anything but consent.

    The heading is cut into words first, at separators, digits and capitals; letter case and accents do not count.
    """
    return any(_refuses(text) or _UNANSWERED.search(text) for text in _readings(heading))


@lru_cache(maxsize=4096)
def reads_like_refusal(heading: str) -> bool:
    """Whether a column that is not read may say that a pupil must not be published.

    That takes a word of refusal and one about publishing, or a refusal of nothing in particular. "Withdrawn from RE"
    doesn't.
    """
    return any(_refuses(text) and _is_of_publishing(text) for text in _readings(heading))


READ_IT = "If it does mean that, write it in a column that is read: do_not_publish (image, name or all), or an answer."
"""What to do about a cell that reads like a refusal in a column that is not read."""


def where_refused(lines: Sequence[int]) -> str:
    """Return which lines read like a refusal, as the end of a sentence about a column that is not read."""
    where = f"line {lines[0]} reads" if len(lines) == 1 else f"{len(lines)} lines, the first {lines[0]}, read"
    return f"in it {where} as if a pupil must not be published"


def cell_reads_like_refusal(cell: str) -> bool:
    """Whether a cell of a column that is not read may say that a pupil must not be published: "no photos, please".

    A single word or a number says nothing by itself: without its heading nobody knows what it is about.
    """
    return len(cell.split()) > 1 and reads_like_refusal(cell)


def _readings(heading: str) -> Iterator[str]:
    """Yield the heading as lower-case words with single spaces and no digits, both cut and not cut at capitals."""
    text = unicodedata.normalize(
        "NFKD", BLANK.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFKC", plain_letters(heading))))
    )
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = re.sub(r"\d+", " # ", text)
    for cut in {text: None, _CAMEL.sub(" ", text): None}:
        found = " ".join(fold(word) for word in re.findall(r"[^\W\d_]+|#", cut))
        joined = _LETTERS_APART.sub(lambda match: match[0].replace(" ", ""), found)
        asked = _NUMBER.sub(" ", _CHOICE.sub(" ", joined))
        yield " ".join(asked.replace("#", " ").split())


def _refuses(text: str) -> bool:
    return bool(_REFUSAL.search(text)) or any(_GLUED.search(word) for word in text.split())


def _is_of_publishing(text: str) -> bool:
    found = _WORD.findall(text)
    # "Preferred name (if not forename)" is about names, and refuses nothing.
    if any(_PUBLISHED.fullmatch(word) and not (_NAME.fullmatch(word) and "if" in found) for word in found):
        return True
    objected = bool(_OBJECTION.search(text))
    agreed = any(_AGREED.match(word) for word in found)
    rest = _REFUSAL.sub(" ", text).split()
    return (objected or agreed) and all(
        _FILLER.fullmatch(word) or _AGREED.match(word) or _GLUED.search(word) for word in rest
    )
