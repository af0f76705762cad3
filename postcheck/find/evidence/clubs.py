"""Clubs that are named after whoever runs them, in a list of a week's clubs: "Mon: Oliver's Judo"."""

from __future__ import annotations

from postcheck.find.scene import Scene
from postcheck.text.tokens import Separator, Shape

_MOST_WORDS = 3
"""Words of a club's name after its owner's."""
_MOST_LINES = 12
"""Lines between a club and the heading of its list."""
_MOST_BEFORE = 80
"""Words between a club and the day or the heading that it stands under."""
_ENDS = frozenset({Separator.NEWLINE, Separator.COMMA, Separator.QUOTE, Separator.COLON, Separator.STOP})
_MORE = frozenset({"in", "at", "for", "with", "from", "on", "and", "club", "class", "classes", "session", "sessions"})
"""Words after a club's name: "Oliver's Judo in the hall"."""
_BETWEEN = frozenset({"am", "pm", "and", "to"})
_DAYS = frozenset(
    {"mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun"}
    | {f"{day}day{plural}" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun") for plural in ("", "s")}
)
_LISTS = frozenset({"clubs", "activities", "timetable", "enrichment", "wraparound", "providers"})
"""Words in the heading of a list of clubs."""


class Clubs:
    """Names of clubs in one passage."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def named(self, first: int, last: int) -> bool:
        """Whether a club's name in a list of clubs begins with the tokens ``first`` to ``last`` (exclusive)."""
        scene = self._scene
        if not scene.tokens[last - 1].full or scene.tokens[first].slug or not self._club_follows(last):
            return False
        return self._after_a_day(first) or self._in_a_list(first)

    def _club_follows(self, start: int) -> bool:
        """Whether a club's name goes on at a token and ends there or soon after, with what is done in it among it."""
        scene, words = self._scene, self._scene.lexicon
        end = start
        while (
            end - start < _MOST_WORDS
            and scene.separator(end) is Separator.SPACE
            and scene.shape(end) is not Shape.LOWER
        ):
            if scene.norm(end).isdecimal():
                break
            end += 1
        if not any(words.is_a(scene.norm(position), "activities") for position in range(start, end)):
            return False
        return scene.separator(end) in _ENDS or scene.norm(end) in _MORE or scene.norm(end).isdecimal()

    def _after_a_day(self, first: int) -> bool:
        """Whether a day, and perhaps a time or another club, stands before a name: "Mon: ", "Tuesdays 3.30pm: "."""
        scene, words, position = self._scene, self._scene.lexicon, first
        line = scene.tokens[first].line
        while position > 0 and scene.tokens[position - 1].line == line and first - position < _MOST_BEFORE:
            position -= 1
            if scene.norm(position) in _DAYS:
                return True
            plain = scene.norm(position) in _BETWEEN or words.is_a(scene.norm(position), "activities")
            if scene.shape(position) is Shape.LOWER and not plain and not scene.uncased:
                return False
        return False

    def _in_a_list(self, first: int) -> bool:
        """Whether a name begins an item under or after a heading that says "clubs"."""
        scene = self._scene
        line = scene.tokens[first].line
        begins = first == 0 or scene.tokens[first - 1].line != line
        if not begins and scene.separator(first) not in {Separator.COMMA, Separator.COLON}:
            return False
        return any(
            scene.norm(position) in _LISTS and self._heads(position)
            for position in range(max(first - _MOST_BEFORE, 0), first)
            if line - scene.tokens[position].line <= _MOST_LINES
        )

    def _heads(self, position: int) -> bool:
        """Whether a word stands in a heading, or ends a line or what a colon follows."""
        scene = self._scene
        line = scene.line(position)
        ends = scene.tokens[position + 1].line != scene.tokens[position].line
        return line.heading or line.in_caps or ends or scene.separator(position + 1) is Separator.COLON
