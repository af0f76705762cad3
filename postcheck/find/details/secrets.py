"""What opens something: passwords, PINs, network keys, door codes, user names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from postcheck.find.details.view import DetailMatch, View
from postcheck.find.details.words import any_of
from postcheck.find.details.words import words as listed
from postcheck.find.lexicon import lexicon
from postcheck.late import late
from postcheck.model.detail import DetailKind
from postcheck.model.mention import Certainty

_WORDS = r"p[a4@][s5$]{2} ?-?(?:w[o0]r[dt]s?|c[o0]des?|keys?|phrases?)|pwd|p/?w(?= ?[:=])|pass(?= ?[:=])"
_PASSWORD = rf"(?P<password>{_WORDS}|(?:classroom|class ?dojo|class|join|invite) code)"
_NETWORK = (
    r"(?P<network>(?:w[i1!l]-? ?f[i1!l]|wlan|wireless|network|wpa2?|guest wifi|encryption|security) (?:key|code|pass)"
    r"|wpa2? ?(?:key|psk))"
)
_LOCKS = "door|gate|entry|alarm|padlock|key ?safe|entrance|keypad|lock|building|access"
_CODE = (
    rf"(?P<code>(?:{_LOCKS}) (?:code|pin|number|combination)"
    rf"|(?:code|combination) (?:for|to|of) (?:the|our) [a-z ]{{0,20}}?(?:{_LOCKS})"
    r"|pin(?: ?code| number| no\.?)?)"
)
_USER = r"(?P<user>user ?-?names?|user ?id|user(?= ?[:=])|log-?in(?: name| id)?)"
_LABEL = late(rf"(?<![A-Za-z])(?:{_PASSWORD}|{_NETWORK}|{_CODE}|{_USER})(?![A-Za-z])", re.IGNORECASE)
_MARKED = late(
    r""" ?(?:[:=>→]|-{1,2}>?| (?:is|are|was|will be)(?: now| still| just| set to)?:?)\s{0,3}"""
    r"""["'`“]?(?P<value>[^\s"`“”()<>]{2,64})""",
    re.IGNORECASE,
)
# "The wifi password for parents' evening is …".
_FOR = late(r" (?:for|at|in|to|of) [\w' -]{2,40}?(?= (?:is|are|was|will be)\b|[:=])", re.IGNORECASE)
_BARE = late(r"""\s{1,3}["'`]?(?P<value>[^\s"`“”()<>]{3,64})""")
_SITES = late(
    rf"(?<![A-Za-z])(?:{any_of(listed('secrets', 'sites'))})\b ?[:-] ?"
    r"(?P<user>[\w.-]{3,30}) / (?P<password>[^\s]{3,30})",
    re.IGNORECASE,
)
_SHORT, _MIDDLING = 3, 5
"""Lengths, in characters, letters or digits, beyond which words look like passwords."""
_TRAILING = ".,;:!?'"
_MAGIC = late(
    r"\b(?:magic|secret|forgotten|forgot(?:ten)?|reset|no|strong|weak|every|same|new|change|any) "
    r"(?:your |the |a |their )?$",
    re.IGNORECASE,
)
_BLANKED = late(r"[*x•.●_?#▮█-]{2,}$|\[.*\]?$|\{.*|%.*|tbc$|tba$|n/?a$", re.IGNORECASE)
_LEAST_DIGITS, _MOST_DIGITS = 3, 10
_KINDS = {
    "password": "a password",
    "network": "the key of a network",
    "code": "a PIN or code",
    "user": "a name to log in with",
}


def find(view: View) -> Iterator[DetailMatch]:
    """Yield every secret after its label."""
    found: list[tuple[int, int, str, Certainty]] = []
    for match in _LABEL.finditer(view.text):
        group = match.lastgroup or "password"
        if any(match.start() < high and low < match.end() for low, high, _, _ in found):
            continue
        purpose = _FOR.match(view.text, match.end()) if group in {"password", "network"} else None
        marked = _MARKED.match(view.text, purpose.end() if purpose else match.end())
        value = marked or _BARE.match(view.text, match.end())
        if value is None:
            continue
        quoted = view.text[value.end() : value.end() + 1] in {'"', "`"}
        words = value["value"] if quoted else value["value"].rstrip(_TRAILING)
        start, end = value.start("value"), value.start("value") + len(words)
        certainty = _certainty(view, match, words, end, group, marked=marked is not None)
        if certainty is not None:
            if group == "user" and marked and view.text[end : end + 3] == " / ":
                certainty = Certainty.CERTAIN
                second = re.match(r"[^\s\"]{2,64}", view.text[end + 3 :])
                if second:
                    found.append((end + 3, end + 3 + len(second.group().rstrip(_TRAILING[:-3])), "password", certainty))
            found.append((start, end, group, certainty))
    for match in _SITES.finditer(view.text):
        if re.search("[0-9]", match["user"] + match["password"]):
            found += [
                (*match.span("user"), "user", Certainty.CERTAIN),
                (*match.span("password"), "password", Certainty.CERTAIN),
            ]
    known = any(group in {"password", "network"} for _, _, group, _ in found)
    for start, end, group, certainty in found:
        surer = Certainty.CERTAIN if group == "user" and known else certainty
        why = "" if surer is Certainty.CERTAIN else "it may be an ordinary word"
        yield DetailMatch(start, end, DetailKind.PASSWORD, _KINDS[group], certainty=surer, why=why)


def _certainty(view: View, label: re.Match[str], words: str, end: int, group: str, *, marked: bool) -> Certainty | None:
    """Return how certain it is that the ``words`` after a label are a secret; None if they aren't.

    ``marked`` says whether there is a colon or the like between them.
    """
    if not words or _BLANKED.match(words) or words.lower().startswith(("http", "www.")):
        return None
    if group == "code":
        return _certainty_of_code(label, words, marked=marked)
    if not marked:
        return _certainty_unmarked(view, label, words, end, group)
    strong = _strong(words)
    if _MAGIC.search(view.before(label.start(), 24)):
        return Certainty.LIKELY if strong and _digits(words) else None
    if group == "user":
        path_or_host = "/" in words or ("." in words and not _digits(words) and "@" not in words)
        return Certainty.LIKELY if not path_or_host and (strong or _last_on_line(view, end)) else None
    # A plain word is one only if nothing follows: "the password is on the first page".
    plain = _last_on_line(view, end) and not _vague(words)
    return Certainty.CERTAIN if strong else Certainty.LIKELY if plain else None


def _certainty_of_code(label: re.Match[str], words: str, *, marked: bool) -> Certainty | None:
    # "Pin badges are 2 pounds": a PIN is capitals or has a code's digits after a colon.
    if label.group().lower() == "pin" and not label.group().isupper() and not marked:
        return None
    digits = _digits(words)
    codelike = (
        _LEAST_DIGITS <= digits <= _MOST_DIGITS
        and len(words) <= _MOST_DIGITS
        and ":" not in words
        and not words.startswith("£")
    )
    return Certainty.CERTAIN if codelike and (digits == len(words) or words.upper() == words) else None


def _certainty_unmarked(view: View, label: re.Match[str], words: str, end: int, group: str) -> Certainty | None:
    if group == "user":
        # "username rmorgan password pup23"
        password = re.match(rf"\W{{1,6}}(?:and )?{_PASSWORD}", view.text[end : end + 40], re.IGNORECASE)
        return Certainty.LIKELY if password else None
    return Certainty.CERTAIN if _strong(words) and _digits(words) and not view.in_url(label.start()) else None


def _digits(words: str) -> int:
    return sum(letter.isdigit() for letter in words)


def _strong(words: str) -> bool:
    """Whether no ordinary word looks like this."""
    digits = sum(letter.isdigit() for letter in words)
    letters = sum(letter.isalpha() for letter in words)
    inner = any(one.islower() and two.isupper() for one, two in pairwise(words))
    signs = any(not letter.isalnum() and letter not in "-'." for letter in words)
    if digits > _SHORT or (digits > 0 and letters > 0 and len(words) > _SHORT):
        return True
    return (inner and letters > _MIDDLING) or (signs and letters > 0 and len(words) > _MIDDLING)


def _last_on_line(view: View, end: int) -> bool:
    rest = view.text[end : view.line(end - 1, end)[1]]
    rest = rest[: max(0, view.sentence(end - 1)[1] - end)]
    return not re.search(
        r"[A-Za-z0-9]", re.split(r"[/,;|]| user| pass| login| log", rest, maxsplit=1, flags=re.IGNORECASE)[0]
    )


_VAGUE = listed("secrets", "vague")


def _vague(words: str) -> bool:
    return words.lower() in _VAGUE or (len(words) < 4 and lexicon().known(words.lower()))  # noqa: PLR2004 -- "set", "off"
