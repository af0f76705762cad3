"""What a family agreed to, read for one pupil, one use, one outlet and one day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from postcheck.model.cause import Cause
from postcheck.model.mention import NameForm
from postcheck.model.people import Answer, DoNotPublish, GivenBy, Method, Outlet, Pupil, Status, Use

_ANSWERS = {
    Answer.CONDITIONAL: "consent for {use} has conditions attached, so it cannot be taken as given",
    Answer.REQUESTED: "consent for {use} was asked for, but no answer is recorded",
    Answer.NOT_ASKED: "consent for {use} was never asked for",
    Answer.BLANK: "no consent for {use} is recorded",
    Answer.WITHDRAWN: "consent for {use} was withdrawn",
    Answer.REFUSED: "consent for {use} was refused",
}
_CAUSES = {Answer.WITHDRAWN: Cause.WITHDRAWN, Answer.REFUSED: Cause.REFUSED}
"""Why something is not permitted, of answers that are more than a missing yes."""
_USES = {
    Use.PHOTO: "photos",
    Use.VIDEO: "video",
    Use.NAME_FIRST: "the first name",
    Use.NAME_FULL: "the full name",
    Use.NAME_WITH_PHOTO: "name and photo together",
    Use.WORK: "the pupil's work",
    Use.QUOTE: "the pupil's words",
}
_OUTLETS = {
    Outlet.SOCIAL: "on social media",
    Outlet.WEBSITE: "on the website",
    Outlet.PRESS: "in the press",
    Outlet.PRINT: "in print",
    Outlet.DISPLAY: "on display",
}

_GIVERS = {GivenBy.PARENT: "a parent", GivenBy.PUPIL: "the pupil", GivenBy.BOTH: "a parent and the pupil"}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a policy asks of consent, beyond its having been given."""

    methods: frozenset[Method] = frozenset()
    """Ways of giving consent that count; empty means any."""
    givers: frozenset[GivenBy] = frozenset()
    """Who must have given it; empty means anybody. Not checked where the list has no column for it."""
    renew_days: int = 0
    """Days after which consent has to be asked for again; 0 means never."""


ANY = Terms()


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether something is permitted, and if not, why: half a sentence that can stand in a report."""

    permitted: bool
    reason: str = ""
    barred: bool = False
    """Whether the do-not-publish list forbids it."""
    objection: bool = False
    """Whether somebody said no (refused, withdrawn, barred), as against a yes that is missing or lapsed."""
    cause: Cause = Cause.NOT_GIVEN
    """Why it is not permitted, as one word; of what is permitted it says nothing."""
    since: bool = False
    """Whether it was permitted on the post's day, which has gone by, and no longer is."""


PERMITTED = Ruling(permitted=True)


def use_of_image(pupil: Pupil, use: Use, outlet: Outlet, day: date, terms: Terms = ANY) -> Ruling:
    """Say whether a picture (``Use.PHOTO``, ``Use.VIDEO`` or ``Use.WORK``) of the pupil may be published."""
    barred = _barred(pupil.do_not_publish.bars_image)
    return barred or _ruling(pupil, (use,), outlet, day, terms)


def use_of_words(pupil: Pupil, outlet: Outlet, day: date) -> Ruling:
    """Say whether the pupil may be quoted. Whoever is barred by name or by picture isn't quoted either."""
    barred = _barred(pupil.do_not_publish is not DoNotPublish.NONE)
    return barred or _ruling(pupil, (Use.QUOTE,), outlet, day, ANY)


def strictest(ask: Callable[[date], Ruling], day: date, today: date) -> Ruling:
    """Return the ruling as of the post's day; if that has gone by, the stricter one of then and today.

    Parameters
    ----------
    ask:
        Gives the ruling as of a day.
    day, today:
        The day of publication, and the day that stands for today.
    """
    ruling = ask(day)
    if not ruling.permitted or day >= today:
        return ruling
    now = ask(today)
    return (
        now
        if now.permitted
        else replace(now, reason=f"{now.reason} (since the post's day, which has gone by)", since=True)
    )


def use_of_name(
    pupil: Pupil, form: NameForm, outlet: Outlet, day: date, *, pictured: bool, terms: Terms = ANY
) -> Ruling:
    """Say whether the pupil's name may be published in this form.

    A surname, or its initial, takes consent to the full name. Consent to the full name also covers the first name where
    the school does not ask about first names. Beside a picture of the pupil, consent to name and photo together is
    needed as well, where the school asks about that; for a first name it is enough by itself where the school asks
    about names in no other way.
    """
    barred = _barred(pupil.do_not_publish.bars_name)
    if barred:
        return barred
    wanted = Use.NAME_FULL if form.shows_surname else Use.NAME_FIRST
    uses = []
    if _column(pupil, wanted, outlet):
        uses.append(wanted)
    elif wanted is Use.NAME_FIRST and _column(pupil, Use.NAME_FULL, outlet):
        uses.append(Use.NAME_FULL)
    if wanted is Use.NAME_FULL and _objected(pupil, Use.NAME_FIRST, outlet):
        uses.append(Use.NAME_FIRST)  # a no to the smaller thing is a no to the greater
    if wanted is Use.NAME_FULL and not uses:
        uses.append(wanted)
    if pictured and _column(pupil, Use.NAME_WITH_PHOTO, outlet):
        uses.append(Use.NAME_WITH_PHOTO)
    return _ruling(pupil, tuple(uses) or (wanted,), outlet, day, terms)


def objection_to_name(pupil: Pupil, outlet: Outlet, day: date) -> Ruling:
    """Say whether somebody objects to the first name, for a policy that permits it without asking for consent."""
    barred = _barred(pupil.do_not_publish.bars_name)
    if barred:
        return barred
    withdrawn = _withdrawal(pupil, day)
    if withdrawn:
        return withdrawn
    for use in (Use.NAME_FIRST, Use.NAME_WITH_PHOTO):
        if _objected(pupil, use, outlet):
            return _ruling(pupil, (use,), outlet, day, ANY)
    return PERMITTED


def _column(pupil: Pupil, use: Use, outlet: Outlet) -> str | None:
    """Return the column that answers for this use at this outlet: the narrower one, even where its cell is blank."""
    narrow = f"{use}_{outlet}"
    if narrow in pupil.answer_by_column:
        return narrow
    return use.value if use in pupil.answer_by_column else None


def _objected(pupil: Pupil, use: Use, outlet: Outlet) -> bool:
    column = _column(pupil, use, outlet)
    return column is not None and pupil.answer_by_column[column] in {Answer.REFUSED, Answer.WITHDRAWN}


def _barred(applies: bool) -> Ruling | None:
    if not applies:
        return None
    return Ruling(
        permitted=False,
        reason="the pupil is on the school's do-not-publish list, which beats every consent",
        barred=True,
        objection=True,
        cause=Cause.DO_NOT_PUBLISH,
    )


def asks_about(pupil: Pupil, use: Use, outlet: Outlet) -> bool:
    """Whether the school's list has a column for this use at this outlet."""
    return _column(pupil, use, outlet) is not None


def only_a_parent_agreed(pupil: Pupil) -> bool:
    """Whether the list does not say that the pupil gave consent too, though it has a column for that."""
    return pupil.given_by is GivenBy.PARENT or pupil.givers_differ or pupil.giver_blank


def only_the_pupil_agreed(pupil: Pupil) -> bool:
    """Whether the list says that the pupil gave consent, and does not say that a parent did too."""
    return pupil.given_by is GivenBy.PUPIL or pupil.givers_differ


def lapsed(pupil: Pupil, day: date, terms: Terms = ANY) -> str:
    """Return why consent of which the list says that it was given does not count on a day; empty if it does."""
    against = _lapse(pupil, day) or _unmet(pupil, day, terms)
    return against.reason if against else ""


def _ruling(pupil: Pupil, uses: tuple[Use, ...], outlet: Outlet, day: date, terms: Terms) -> Ruling:
    for use in uses:
        column = _column(pupil, use, outlet)
        answer = pupil.answer_by_column[column] if column else Answer.BLANK
        if answer is not Answer.GIVEN:
            text = _ANSWERS[answer].format(use=f"{_USES[use]} {_OUTLETS[outlet]}")
            if pupil.contradictory:
                text += " (the consent list has two rows for this pupil, and the stricter counts)"
            objection = answer in {Answer.REFUSED, Answer.WITHDRAWN}
            cause = _CAUSES.get(answer, Cause.NOT_GIVEN)
            return Ruling(permitted=False, reason=text, objection=objection, cause=cause)
    lapsed = _lapse(pupil, day)
    if lapsed:
        return lapsed
    return _unmet(pupil, day, terms) or PERMITTED


def _unmet(pupil: Pupil, day: date, terms: Terms) -> Ruling | None:
    """Return what the policy asks beyond consent that was given and still holds, or None if nothing is missing."""
    if terms.methods and pupil.method not in terms.methods:
        wanted = " or ".join(sorted(terms.methods))
        return Ruling(
            permitted=False, reason=f"the policy asks for {wanted} consent, and the list says “{pupil.method}”"
        )
    unsaid = pupil.givers_differ or pupil.giver_blank
    if terms.givers and (unsaid or (pupil.given_by is not None and pupil.given_by not in terms.givers)):
        wanted = "a parent or carer" if GivenBy.PARENT in terms.givers else "the pupil"
        if pupil.given_by and not unsaid:
            said = f"says that it was given by {_GIVERS[pupil.given_by]}"
        elif pupil.givers_differ:
            said = "says that it was given by one or the other, in two rows that disagree"
        else:
            said = "leaves blank who gave it"
        return Ruling(permitted=False, reason=f"the policy asks for the consent of {wanted}, and the list {said}")
    if terms.renew_days and (pupil.given_on is None or pupil.contradictory):
        return Ruling(
            permitted=False,
            reason="the policy has consent renewed, and the list does not say for certain when it was given",
        )
    if terms.renew_days and pupil.given_on and pupil.given_on + timedelta(days=terms.renew_days) < day:
        reason = (
            f"consent was given on {_say(pupil.given_on)}, and the policy has it renewed after {terms.renew_days} days"
        )
        return Ruling(permitted=False, reason=reason, cause=Cause.EXPIRED)
    return None


def _withdrawal(pupil: Pupil, day: date) -> Ruling | None:
    if not pupil.withdrawn_on or pupil.withdrawn_on > day:
        return None
    reason = f"consent was withdrawn on {_say(pupil.withdrawn_on)}"
    return Ruling(permitted=False, reason=reason, objection=True, cause=Cause.WITHDRAWN)


def _lapse(pupil: Pupil, day: date) -> Ruling | None:
    """Return why consent that was given does not hold on ``day``, or None if it does."""
    withdrawn = _withdrawal(pupil, day)
    if withdrawn:
        return withdrawn
    if pupil.given_on and pupil.given_on > day:
        return Ruling(permitted=False, reason=f"consent only holds from {_say(pupil.given_on)}")
    if pupil.expires_on and pupil.expires_on < day:
        return Ruling(permitted=False, reason=f"consent ran out on {_say(pupil.expires_on)}", cause=Cause.EXPIRED)
    if pupil.leaving_date and pupil.leaving_date < day:
        reason = f"the pupil left on {_say(pupil.leaving_date)}, and consent ended then"
        return Ruling(permitted=False, reason=reason, cause=Cause.LEFT)
    if pupil.status is Status.LEAVER and not pupil.leaving_date:
        return Ruling(permitted=False, reason="the pupil has left, and consent ended then", cause=Cause.LEFT)
    return None


def _say(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
