"""Where the links and images of Markdown lead: ``(target "title")``, ``[label]`` and the definitions of labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import regex

from postcheck.late import late_regex

Span = tuple[int, int]

_LONGEST_LABEL = 999
_NESTING_LIMIT = 32
_LABEL = r"(?P<label>(?:\\.|[^\[\]\\]){0,999}+)"
_DEFINITION = late_regex(rf"(?<![^\r\n])(?: {{0,3}}>)*+ {{0,3}}(?P<start>\[){_LABEL}\]:", regex.DOTALL)
# Without the brackets after them: regex would look for one through all of the text before it tries anything.
_REFERENCE = late_regex(rf"\[{_LABEL}", regex.DOTALL)
_IN_ANGLES = late_regex(r"<(?P<inner>(?:[^<>\\\r\n]|\\[^\r\n])*+)")
_PART = late_regex(r"[^\s()\\]++|\\\S|[()\\]")
# The same parts, in one go: texts full of brackets that nobody closes would be taken apart anew from each of them. What
# is left before each repetition is a round bracket; said so, regex would look for one through all of the text first.
_TOO_DEEP = late_regex(rf"(?:(?:[^\s()\\]++|\\\S?+)*+[^\s)\\]){{{_NESTING_LIMIT + 1}}}")
_BARE = late_regex(r"[^\s<>]++")
_TITLE = late_regex(r""""((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'|\(((?:[^()\\]|\\.)*+)\)""", regex.DOTALL)
_SPACE = late_regex(r"[ \t]*+(?:\r\n|\n|\r)?[ \t]*+")
_BLANKS = late_regex(r"[ \t]*+")
_LINE_END = late_regex(r"[ \t]*+(?=[\r\n]|\Z)")
_BLANK_LINE = late_regex(r"(?>\r\n|\n|\r)[ \t]*+(?=[\r\n])")


@dataclass(frozen=True, slots=True)
class Definition:
    """``[label]: destination "title"``."""

    start: int
    end: int
    destination: Span
    title: Span | None


@dataclass(frozen=True, slots=True)
class Target:
    """What follows the closing bracket of a link or an image."""

    end: int
    destination: Span
    """As written, without angle brackets."""
    title: Span | None
    definition: Definition | None = None
    """What was referred to, if the target does not stand here."""


def folded(label: str) -> str:
    """Return the form of a label in which labels are compared."""
    return " ".join(label.casefold().split())


def skip_space(text: str, at: int, end: int) -> int:
    """Return the end of white space with at most one line end in it."""
    return _end(_SPACE, text, at, end)


def title_at(text: str, at: int, end: int) -> tuple[Span, int] | None:
    """Return where the text of the title at a quote or a round bracket is, and its end; it has no blank line."""
    match = _TITLE.match(text, at, end)
    if match is None or _BLANK_LINE.search(text, match.start(), match.end()):
        return None
    return (match.start() + 1, match.end() - 1), match.end()


def in_angles_at(text: str, at: int, end: int) -> tuple[Span, int] | None:
    """Return where the text of a destination in angle brackets is, and its end."""
    match = _IN_ANGLES.match(text, at, end)
    return (match.span("inner"), match.end() + 1) if match and text.startswith(">", match.end(), end) else None


def inline_target(text: str, at: int, end: int) -> Target | None:
    """Read ``(destination "title")`` as CommonMark has it."""
    if not text.startswith("(", at, end):
        return None
    found = _destination_at(text, skip_space(text, at + 1, end), end)
    if found is None:
        return None
    destination, position = found
    after = skip_space(text, position, end)
    title = title_at(text, after, end) if after > position else None
    if title:
        after = skip_space(text, title[1], end)
    if not text.startswith(")", after, end):
        return None
    return Target(after + 1, destination, title[0] if title else None)


def referred_target(
    text: str, own: Span, end: int, definitions: Mapping[str, Definition], *, image: bool
) -> Target | None:
    """Read ``[label]`` after a closing bracket, or else take the text in the brackets for the label.

    Parameters
    ----------
    own:
        The text in the brackets.
    image:
        Whether an unknown label is ignored: a picture must not be missed because of a typo.
    """
    if not definitions:
        return None
    after = own[1] + 1
    label = text[slice(*own)] if own[1] - own[0] <= _LONGEST_LABEL else ""
    given = _REFERENCE.match(text, after, end)
    if given and text.startswith("]", given.end(), end):
        if found := definitions.get(folded(given["label"]) or folded(label)):
            return Target(given.end() + 1, found.destination, found.title, found)
        if not image:
            return None
    elif not image and text.startswith(":", after, end):
        return None  # a definition itself
    found = definitions.get(folded(label))
    return Target(after, found.destination, found.title, found) if found else None


def find_definitions(text: str, start: int, end: int) -> Mapping[str, Definition]:
    """Return the definitions by folded label; the first of a label wins. The rest of its line is passed over."""
    definitions: dict[str, Definition] = {}
    for match in _DEFINITION.finditer(text, start, end):
        label = folded(match["label"])
        if label and label not in definitions and not _BLANK_LINE.search(match["label"]):
            definition = _definition_at(text, match.start("start"), match.end(), end)
            if definition:
                definitions[label] = definition
    return definitions


def _definition_at(text: str, start: int, at: int, end: int) -> Definition | None:
    same_line = _end(_BLANKS, text, at, end)
    next_line = skip_space(text, at, end)
    bare = _BARE.match(text, next_line, end)
    found = (bare.span(), bare.end()) if bare else in_angles_at(text, next_line, end)
    if found is None:
        return None
    destination, position = found
    after = skip_space(text, position, end)
    title = title_at(text, after, end) if after > position else None
    whole = _LINE_END.match(text, title[1], end) if title else None
    if title and (whole or after == _end(_BLANKS, text, position, end)):
        return Definition(start, title[1], destination, title[0])
    if next_line > same_line and not _LINE_END.match(text, position, end):
        return None  # "[Note]:" above any other line
    return Definition(start, position, destination, None)


def _destination_at(text: str, at: int, end: int) -> tuple[Span, int] | None:
    """Return where a destination stands, and its end; one without angle brackets may be empty."""
    if text.startswith("<", at, end):
        return in_angles_at(text, at, end)
    if _TOO_DEEP.match(text, at, end):
        return None
    depth, position = 0, at
    while part := _PART.match(text, position, end):
        if part[0] == "(":
            depth += 1
            if depth > _NESTING_LIMIT:
                return None
        elif part[0] == ")":
            if not depth:
                break
            depth -= 1
        position = part.end()
    return None if depth else ((at, position), position)


def _end(pattern: regex.Pattern[str], text: str, at: int, end: int) -> int:
    match = pattern.match(text, at, end)
    return match.end() if match else at
