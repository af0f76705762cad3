"""Why words were taken for a name, in words that an officer understands."""

from __future__ import annotations

from postcheck.model.mention import Mention, Reason

_WORDS = {
    Reason.FIRST: "first name on the roll",
    Reason.FULL: "full name of a pupil on the roll",
    Reason.ORDINARY: "an ordinary word that reads like a name here",
    Reason.SPELLING: "another spelling or short form of a name on the roll",
    Reason.TYPO: "one letter away from a name on the roll",
    Reason.MISREAD: "close to a name on the roll, with letters that are easily misread",
    Reason.RESEMBLES: "may be short for a name on the roll, or a slip of it",
    Reason.MIDDLE: "middle name or part of a first name on the roll",
    Reason.SURNAME: "surname on the roll",
    Reason.INITIAL_SURNAME: "initial and surname of a pupil on the roll",
    Reason.FIRST_INITIAL: "first name and initial of a pupil on the roll",
    Reason.INITIALS: "initials of a pupil on the roll",
    Reason.APART: "a name on the roll, letter by letter",
    Reason.ACROSTIC: "the first letters of these lines spell a name on the roll",
    Reason.DOUBTFUL: "name on the roll, but the reading of the picture is doubtful",
    Reason.NOT_ON_ROLL: "a person who is not on the roll",
    Reason.OTHER_SURNAME: "first name on the roll, but with another surname",
    Reason.NAMED_AFTER: "part of what may be the name of a prize, a group or a place",
    Reason.AFTER_TITLE: "a first name on the roll, after a title",
    Reason.BESIDE_ROLE: "a first name on the roll, beside an adult's role",
    Reason.NEAR_WELL_KNOWN: "close to a name on the roll, but a well-known name as it stands",
    Reason.WELL_KNOWN_SURNAME: "a well-known surname, or a person who is not on the roll",
    Reason.STORY: "a name, but here it reads like a figure of a story or of history",
    Reason.PLACE: "a first name on the roll, or part of a place's name",
}
_CONTRADICTED = ", but another reading of the picture is a plain word"


def why(mention: Mention) -> str:
    """Say why a mention was taken for a name: half a sentence, without the name."""
    return _WORDS[mention.why] + (_CONTRADICTED if mention.contradicted else "")
