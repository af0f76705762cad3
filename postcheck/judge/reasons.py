"""Why words were taken for a name, in words that an officer understands."""

from __future__ import annotations

import math

from postcheck.model.mention import ON_THE_LIST, Ground, Mention, Naming, Reason, Role

_WORDS = {
    Reason.FIRST: "first name on the roll",
    Reason.FULL: "full name of a pupil on the roll",
    Reason.ORDINARY: "an ordinary word that reads like a name here",
    Reason.SPELLING: "another spelling or short form of a name on the roll",
    Reason.TYPO: "one letter away from a name on the roll",
    Reason.MISREAD: "close to a name on the roll, with letters that are easily misread",
    Reason.FITS: "may be a name on the roll: other words were read there, but its letters fit what is seen",
    Reason.RESEMBLES: "may be short for a name on the roll, or a slip of it",
    Reason.MIDDLE: "middle name or part of a first name on the roll",
    Reason.SURNAME: "surname on the roll",
    Reason.INITIAL_SURNAME: "initial and surname of a pupil on the roll",
    Reason.FIRST_INITIAL: "first name and initial of a pupil on the roll",
    Reason.INITIALS: "initials of a pupil on the roll",
    Reason.ACCOUNT: "a first name on the roll begins the name of an account",
    Reason.APART: "a name on the roll, letter by letter",
    Reason.ACROSTIC: "the first letters of these lines spell a name on the roll",
    Reason.DOUBTFUL: "name on the roll, but the reading of the picture is doubtful",
    Reason.NOT_ON_ROLL: "a person who is not on the roll",
    Reason.OTHER_SURNAME: "first name on the roll, but with another surname",
    Reason.JOINED: "a name on the roll, but joined to another by a hyphen",
    Reason.NAMED_AFTER: "part of what may be the name of a prize, a group or a place",
    Reason.AFTER_TITLE: "a first name on the roll, after a title",
    Reason.BESIDE_ROLE: "a first name on the roll, beside an adult's role",
    Reason.CHILD_OF: "surname on the roll, said of a child or of a grown-up whose child is spoken of",
    Reason.NEAR_WELL_KNOWN: "close to a name on the roll, but a well-known name as it stands",
    Reason.WELL_KNOWN_SURNAME: "a well-known surname, or a person who is not on the roll",
    Reason.STORY: "a name, but here it reads like a figure of a story or of history",
    Reason.PLACE: "a first name on the roll, or part of a place's name",
    Reason.STORM: "a name, but here it reads like that of a storm",
}
_SETTLED = 0.99
"""How sure anything gets where nothing has to be weighed."""
_SETTLED_WEIGHT = math.log(_SETTLED / (1 - _SETTLED))
TITLED = Naming(
    Role.ADULT,
    _SETTLED,
    ("titled_adult",),
    (Ground("titled_adult", "a title such as Mr, Mrs or Dr stands before it", Role.ADULT.value, _SETTLED_WEIGHT),),
)
"""Of a name that is known by its title alone."""
WORDING = Naming(Role.CHILD, _SETTLED, ("wording",))
"""Of wording about children's names, which names nobody."""
_CONTRADICTED = ", but another reading of the picture is a plain word"


def why(mention: Mention) -> str:
    """Say why a mention was taken for a name: half a sentence, without the name."""
    return _WORDS[mention.why] + (_CONTRADICTED if mention.contradicted else "")


def naming(mention: Mention) -> Naming:
    """Return whose name it is and why, for a flag about it."""
    settled = not mention.grounds and mention.confidence >= _SETTLED
    grounds = (_settled(mention),) if settled else mention.grounds
    codes = tuple(dict.fromkeys((*mention.reasons, *(ground.code for ground in grounds))))
    return Naming(mention.role, mention.confidence, codes, grounds)


def _settled(mention: Mention) -> Ground:
    """Return what settled whose name it is, where nothing was weighed."""
    if mention.role is Role.CHILD or mention.why is Reason.STORM:
        code, says = mention.why.value, _WORDS[mention.why]
    elif mention.adult == ON_THE_LIST:
        code, says = "on_the_people_list", "it is on the people list"
    else:
        code, says = "adults_title", "an adult's title, such as Mr or Mrs, stands before it"
    return Ground(code, says, mention.role.value, _SETTLED_WEIGHT)
