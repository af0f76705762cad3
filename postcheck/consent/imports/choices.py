"""Several answers in one cell: "School website, School Facebook page", as forms write what was ticked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from postcheck.consent.consent_list import OUTLETS
from postcheck.consent.refusals import may_invert
from postcheck.formats.cells import collapse_whitespace, folded, normalize_header
from postcheck.model.people import Outlet, Use

_PARTS = re.compile(r"[,;\n]|\band\b|&", re.IGNORECASE)
_NOWHERE = frozenset({"none", "nowhere", "none_of_these", "none_of_the_above", "no", "n/a"})
_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile(r"[\w\s\-\u2013\u2014/().:'\u2019+@✓✔☑✅]*")
"""An option as a form writes it; a question mark or a cross is somebody's remark."""
_FILLER = re.compile(
    r"the|a|our|your|my|this|on|in|to|of|for|at|via|through|by|schools?|s|pages?|accounts?|feed|channels?|profile|official"
    r"|public|posts?|yes|i|we|agree|consents?|allow|give|permission|happy|ok|okay|ticked|formerly|including|co|uk|com|www"
)
"""Words beside an outlet's own that neither doubt, narrow nor deny it."""
_FILLER_OF = {Outlet.PRESS: re.compile("local|national|regional"), Outlet.DISPLAY: re.compile("around|inside")}
"""The same for one outlet only: "local media" is no social medium."""
_SUBJECT = {Use.PHOTO: re.compile("photos?|photographs?|pictures?|images?"), Use.VIDEO: re.compile("videos?|films?")}
"""Words for what is shown, where the question is about nothing else."""
_CROSS = re.compile(r"(?<![/(])(?<!/ )(?<!Twitter (?=X))\b[xX]\b(?! ?[/(]| formerly)")
"""An x beside another outlet may be a cross instead of the channel; that of "Twitter/X" and "Twitter (X)" is not."""


def options(cell: str) -> tuple[str, ...]:
    """Return what was ticked, option by option."""
    return tuple(text for part in _PARTS.split(cell) if (text := collapse_whitespace(part)))


def outlets_of(
    option: str, own: Mapping[str, frozenset[Outlet]], *, uses: Collection[str], alone: bool
) -> frozenset[Outlet] | None:
    """Return the outlets that an option names, none for "none of these", or None if that is not known.

    An option is known if all its words are: what a family adds ("maybe", "ask me first") is never read as agreement.

    Parameters
    ----------
    option:
        One option, as it was ticked.
    own:
        What the school says of its own options, folded.
    uses:
        What the question is about.
    alone:
        Whether nothing else was ticked: "none of these" beside something contradicts it.
    """
    if folded(option) in own:
        return own[folded(option)]
    if folded(option) in _NOWHERE:
        return frozenset() if alone else None
    words = [normalize_header(word) for word in _WORD.findall(option)]
    named = dict(_named(words))
    found = frozenset(named.values())
    if len(found) != 1 or may_invert(option) or not _PLAIN.fullmatch(option):
        return None
    if (option == "x" or (alone and option == "X")) or (len(named) > 1 and _CROSS.search(option)):
        return None
    patterns = [_FILLER, *(_FILLER_OF[outlet] for outlet in found if outlet in _FILLER_OF)]
    if len(uses) == 1:
        patterns += [words_of for use, words_of in _SUBJECT.items() if use in uses]
    known = all(at in named or any(one.fullmatch(word) for one in patterns) for at, word in enumerate(words))
    return found if known else None


def _named(words: Sequence[str]) -> Iterator[tuple[int, Outlet]]:
    """Yield the words, by position, that name an outlet alone or with the next."""
    for size in (1, 2):
        for start in range(len(words) - size + 1):
            outlet = OUTLETS.get("".join(words[start : start + size]))
            if outlet is not None:
                yield from ((at, Outlet(outlet)) for at in range(start, start + size))
