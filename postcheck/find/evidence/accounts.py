"""Accounts on social media that a post praises or follows as a person's: "well done @…", "follow her at @…"."""

from __future__ import annotations

import regex

from postcheck.find.scene import Scene
from postcheck.late import late_regex

_MOST_BEFORE = 160
"""Characters before an account in which praise of it is looked for."""
_MOST_AFTER = 40
_AT = frozenset({"@", "\N{FULLWIDTH COMMERCIAL AT}"})
_LEAST_WORD = 4
"""Letters of a word that is recognised where words run together."""
_JOINING = frozenset({"and", "of", "for", "the", "under", "to"})
"""Words within an account's name that make a phrase of it: "@rubyandspice"."""
_NOT_OF_PEOPLE = ("after", "firms", "firm", "groups", "brands", "compounds", "named_after", "sights", "accounts")
"""Word classes of which an account's name has one if it is a firm's, a club's, a place's or a campaign's."""
_BEFORE = late_regex(
    r"""(?:\b(?:
          well\ done | congrat\w* | bravo | good\ luck | happy\ birthday | hats\ off | shout\ ?out | proud\ of
        | our\ (?:very\ )?own
        | (?:man|woman|player|star|pupil|student|reader|writer|artist|athlete|swimmer|runner|scientist)s?
          \ of\ the\ \w+ | [mp]otm
        | (?:goals?|tr(?:y|ies)|hat[\ -]?tricks?|runs|wickets?|assists?|saves?|points|solos?) \ (?:from|by|for)
        | (?:awarded|presented|goes) \ to
        | (?:boy|girl|lad|lass|champ|champion|superstar|legend|captain|skipper|winner|pupil|student|twin|brother|sister)
          s?
        | follow(?:ing)? \ (?:(?:her|his|him)\b|their\ (?:\w+\ )?(?:journey|progress|training|adventures?))
          [^.!?\n@\#]{0,40}
        )\b)
        (?:[\W--[@\#.?\n]]+(?:to|for|also|again|is|are|goes|our|amazing|brilliant|fantastic|wonderful|superstar|legend)\b
          ){0,4}
        [\W--[@\#.?]]*
        (?:[@\#][\w.]+[\W--[@\#.?]]*(?:and\b[\W--[@\#.?]]*)?){0,9}$""",
    regex.VERBOSE | regex.IGNORECASE | regex.V1,
)
"""Praise, and other accounts between it and this one."""
_AFTER = late_regex(
    r"""[\d_]*\ ?,?\ ?\(?(?:
          (?:year|yr)\ ?\d | [ry]\d{1,2}\b | \d{1,2}[a-z]\b | aged\ \d
        | (?:who\ )?(?:(?:has|have)\ (?:just\ )?)?
          (?:won|scored|swam|finished|smashed|bowled|came\ (?:\d|first|second|third))\b
        )""",
    regex.VERBOSE | regex.IGNORECASE,
)


class Accounts:
    """The accounts that one passage names as those of persons."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def person(self, first: int) -> bool:
        """Whether a token begins an account's name that is praised, or followed, as a person's."""
        scene = self._scene
        token = scene.tokens[first]
        if not token.slug:
            return False
        start, end = scene.slug_around(token.start, token.end)
        if scene.text[start : token.start].rstrip("_.") not in _AT:
            return False
        before = scene.text[max(0, start - _MOST_BEFORE) : start]
        praised = _BEFORE.search(before) or _AFTER.match(scene.text[end : end + _MOST_AFTER])
        return praised is not None and not self._of_several(first, end)

    def _of_several(self, first: int, end: int) -> bool:
        """Whether the account is a firm's, a club's, a place's or a campaign's by the words of its name."""
        scene, words = self._scene, self._scene.lexicon
        _, last = scene.range(scene.tokens[first].start, end)
        pieces = [token.norm for token in scene.tokens[first:last]]
        if words.is_a("".join(pieces), "brands") or any(
            piece in _JOINING or words.is_a(piece, *_NOT_OF_PEOPLE) for piece in pieces[1:]
        ):
            return True
        # What was cut up may have been cut within a word: "hopecharityleeds".
        rest = "".join(pieces[1:])
        return any(
            words.is_a(part, *_NOT_OF_PEOPLE)
            for size in range(_LEAST_WORD, len(rest))
            for part in (rest[:size], rest[-size:])
        )
