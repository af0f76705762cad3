"""Words about health, special needs, care and free meals, where they stand beside a person's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from postcheck.find.details.view import DetailMatch, View
from postcheck.find.details.words import any_of, table
from postcheck.model.detail import DetailKind
from postcheck.model.mention import Certainty

_GROUPS = {
    "health": DetailKind.HEALTH,
    "special_needs": DetailKind.NEEDS,
    "care": DetailKind.CARE,
    "free_meals": DetailKind.MEALS,
}
_SAID_OF = re.compile(
    r"\b(?:who|has|have|had|having|is|was|with|his|her|their|lives|suffers?|diagnos\w+|despite|living|our|'s|told"
    r"|support\w*|needs?|uses?|being|receiv\w+|gets?|because|wears?|on|carries)\b",
    re.IGNORECASE,
)
_WHY = "whether it is said of that person is for you to judge"


@dataclass(frozen=True)
class _SensitiveWords:
    groups: tuple[tuple[DetailKind, str, re.Pattern[str]], ...]
    after: re.Pattern[str]
    before: re.Pattern[str]
    sentence: re.Pattern[str]


@cache
def _sensitive_words() -> _SensitiveWords:
    raw = table("sensitive.toml")
    innocent = raw["innocent"]
    return _SensitiveWords(
        tuple(
            pair
            for name, kind in _GROUPS.items()
            for pair in (
                (
                    kind,
                    raw[name]["what"],
                    re.compile(rf"(?<![\w-])(?:{any_of(raw[name]['words'])})(?!\w)", re.IGNORECASE),
                ),
                (kind, raw[name]["what"], re.compile(rf"(?<![\w-])(?:{any_of(raw[name]['exact'])})(?!\w)")),
            )
        ),
        re.compile(rf"(?:[\s-](?:s |'s )?)(?:{any_of(innocent['after'])})(?!\w)", re.IGNORECASE),
        re.compile(
            rf"(?<!\w)(?:{any_of(innocent['before'])}) (?:(?:the|a|an|their|our|childhood|children with) )?$",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<!\w)(?:{any_of(innocent['sentence'])})(?!\w)", re.IGNORECASE),
    )


def find(view: View) -> Iterator[DetailMatch]:
    """Yield every such word in a sentence that names somebody."""
    if not view.people:
        return
    words = _sensitive_words()
    taken: list[tuple[int, int]] = []
    for kind, what, pattern in words.groups:
        for match in pattern.finditer(view.text):
            start, end = match.span()
            if any(low < end and start < high for low, high in taken) or view.in_url(start):
                continue
            person = view.beside(start, end)
            if person is None or person.adult or (person.start < end and start < person.end):
                continue
            if (
                words.after.match(view.text, end)
                or words.before.search(view.before(start, 40))
                or words.sentence.search(view.around(start, end))
            ):
                continue
            taken.append((start, end))
            low, high = min(start, person.start), max(end, person.end)
            between = view.text[low:high]
            close = high - low < _CLOSE or _SAID_OF.search(between)
            yield DetailMatch(
                start, end, kind, what, certainty=Certainty.LIKELY if close else Certainty.UNSURE, why=_WHY
            )


_CLOSE = 60
"""How near a name a word is taken to be about that person, whatever stands between, in characters."""
