"""People's own accounts on social media that a post sends readers to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postcheck.find.details.view import DetailMatch, View
from postcheck.find.details.words import any_of, words
from postcheck.model.detail import Bearing, DetailKind
from postcheck.model.mention import Certainty

_SITES = f"(?:{any_of(words('accounts', 'sites'))})"
_HANDLE = r"(?P<handle>@[\w.]{2,40}\w)"
_ME = r"(?:me|him|her)\b"
_INVITED = re.compile(
    rf"(?<![A-Za-z])(?:message|dm|add|snap|follow|find|contact|reach|text|tag|friend) {_ME}"
    rf"(?:[^.!?\n@]{{0,25}}?\b(?:on|at|via|over) (?:my )?{_SITES}\b"
    r"[^.!?\n@A-Za-z0-9]{0,5}(?:(?:at|as|is|under)\b:? ?)?|[ ,:(]{1,3}(?:at |on )?)"
    rf"{_HANDLE}",
    re.IGNORECASE,
)
_UNMARKED = re.compile(
    rf"(?<![A-Za-z])(?:message|dm|add|snap|follow|find) {_ME} (?:on|at|via) (?:my )?{_SITES}\b ?"
    r"(?:[:-]|at|as|is|under) ?(?P<handle>[\w.]{2,40}\w)",
    re.IGNORECASE,
)
_GAMER = re.compile(
    rf"(?<![A-Za-z])(?:his|her|my) {_SITES}(?: (?:name|handle|account|username|tag))?(?: is|:) ?"
    r"(?P<handle>@?[\w.]{2,40}\w)",
    re.IGNORECASE,
)
_ON_SITE = re.compile(
    rf"(?:'s {_SITES}(?: (?:name|handle|account|username|tag))?(?: is|:)| (?:on|at) {_SITES} ?(?:[:-]|as|is)) ?"
    r"(?P<handle>@?[\w.]{2,40}\w)",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(rf" ?[(,:-]? ?{_HANDLE}")
_AFTER_TITLE = re.compile(
    rf"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Mx)\.? (?:[A-Z][a-z'A-Z-]{{1,20}} ?){{1,2}}[(,:-]? ?{_HANDLE}"
)
_WHAT = "somebody's own account on social media"


def find(view: View) -> Iterator[DetailMatch]:
    """Yield every account that reads like a person's own."""
    taken: list[int] = []
    for pattern in (_INVITED, _UNMARKED, _GAMER):
        for match in pattern.finditer(view.text):
            if match.start("handle") not in taken:
                taken.append(match.start("handle"))
                yield DetailMatch(*match.span("handle"), DetailKind.HANDLE, _WHAT)
    for match in _AFTER_TITLE.finditer(view.text):
        if match.start("handle") not in taken:
            taken.append(match.start("handle"))
            yield DetailMatch(
                *match.span("handle"),
                DetailKind.HANDLE,
                _WHAT,
                Bearing.PRIVATE,
                Certainty.LIKELY,
                "it follows a teacher's name",
            )
    for named in view.people:
        after = _AFTER_NAME.match(view.text, named.end) or _ON_SITE.match(view.text, named.end)
        if after is None or after.start("handle") in taken or view.text[named.start - 1 : named.start] == "@":
            continue
        if named.mention.candidates and not named.adult:  # a visiting author's account is meant to be found
            taken.append(after.start("handle"))
            yield DetailMatch(
                *after.span("handle"), DetailKind.HANDLE, _WHAT, Bearing.PRIVATE, Certainty.LIKELY, "it follows a name"
            )
