"""One draft before the judges: what was found in it, who is pictured, and by what it is judged."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from postcheck.judge.consent import Ruling, strictest
from postcheck.judge.schools import NOBODYS, Own, Schools, folded, schools_of
from postcheck.judge.signers import NO_ENGLISH, English
from postcheck.model.channels import CHANNELS
from postcheck.model.concern import ConcernMatch
from postcheck.model.detail import Detail
from postcheck.model.draft import Draft, DraftImage, PersonRef, Video
from postcheck.model.mention import Candidate, Mention, NameForm
from postcheck.model.pack import Pack, Rule
from postcheck.model.people import Outlet, PeopleList, PersonKind, Pupil, Roll
from postcheck.model.reading import ImageFacts, Reading
from postcheck.model.settings import Account, Settings
from postcheck.model.sign_off import Bound, SignOffs, Standing
from postcheck.model.text import Passage, PlaceKind, Where
from postcheck.model.waiver import Waiver

_ADULTS = {PersonKind.STAFF, PersonKind.GOVERNOR, PersonKind.VISITOR, PersonKind.PUBLIC}


@dataclass(frozen=True)
class Person:
    """An entry of ``people:``, looked up."""

    ref: PersonRef
    pupils: tuple[Pupil, ...]
    """Whom it may be; empty if nobody on the roll has this id or name."""
    adult: bool = False
    """Whether the people list knows the name instead."""


class Directory:
    """Looks up ids and full names as drafts write them. Built once a run."""

    def __init__(self, roll: Roll, people: PeopleList, english: English = NO_ENGLISH) -> None:
        self.roll = roll
        self.people = people
        self.english = english
        self.schools = Schools(roll)
        self._by_id: dict[str, list[Pupil]] = {}
        for pupil in roll.pupils:
            for written in {_id_key(pupil.id), _id_key(pupil.own_id or pupil.id)}:
                self._by_id.setdefault(written, []).append(pupil)
        self._by_name: dict[str, list[Pupil]] = {}
        for pupil in roll.pupils:
            for name in _full_names(pupil):
                entry = self._by_name.setdefault(name, [])
                if pupil not in entry:
                    entry.append(pupil)
        pupils_words = {word for name in self._by_name for word in name.split()}
        # One word that is a pupil's name as well leaves open who is meant.
        self._adults = {folded(known.name) for known in people.names if known.kind in _ADULTS} - pupils_words

    def look_up(self, ref: PersonRef, own: Own = NOBODYS) -> Person:
        """Return whom an entry of ``people:`` means: of several pupils those of the post's own school.

        Parameters
        ----------
        ref:
            The entry: an id, an id with its school before it (``greenbank/P0007``), or a full name.
        own:
            The school whose post it is.
        """
        written = unicodedata.normalize("NFKC", ref.text).strip().casefold()
        by_id = tuple(self._by_id.get(_id_key(written), ()))
        if by_id:
            return Person(ref, self.schools.first(by_id, own, full_name=False))
        school, of_school, identity = written.rpartition("/")
        if of_school:
            theirs = self.schools.ids(school)
            by_id = tuple(pupil for pupil in self._by_id.get(_id_key(identity), ()) if pupil.id in theirs)
            if by_id:
                return Person(ref, by_id)
        name = folded(ref.text)
        pupils = self.schools.first(tuple(self._by_name.get(name, ())), own, full_name=True)
        return Person(ref, pupils, adult=not pupils and name in self._adults)


def _id_key(written: str) -> str:
    """Return an id for comparison: case, spaces and the width of its letters aside ("p 1" is P1)."""
    return "".join(unicodedata.normalize("NFKC", written).split()).casefold()


def _full_names(pupil: Pupil) -> set[str]:
    names: set[str] = set()
    for row in (pupil, *pupil.aliases):
        firsts = {row.forename, row.preferred_forename, *row.other_names} - {""}
        lasts = {row.surname, row.preferred_surname} - {""}
        names |= {folded(f"{first} {last}") for first in firsts for last in lasts}
        names |= {folded(f"{row.forename} {row.middle_names} {last}") for last in lasts if row.forename}
        names |= {folded(name) for name in row.other_names if " " in name.strip()}
        if not lasts or not firsts:
            names |= {folded(name) for name in firsts | lasts}
    return names - {""}


def all_channels(settings: Settings, pack: Pack) -> Mapping[str, Outlet]:
    """Return every channel that a post may go to, and the outlet that it counts as."""
    return {**CHANNELS, **settings.extra_channels, **pack.channels}


def accounts_named(account: str, settings: Settings) -> tuple[Account, ...]:
    """Return the entries of the register that an account, as a header names it, may be."""
    written = account.strip().casefold()
    return tuple(
        entry
        for entry in settings.accounts
        if written
        and written in {entry.name.casefold(), entry.handle.casefold(), entry.handle.casefold().lstrip("@")} - {""}
    )


@dataclass(frozen=True)
class Case:
    """Everything that a check may look at."""

    draft: Draft
    reading: Reading
    """All that was read in it."""
    mentions: tuple[Mention, ...]
    """The names that were found in it."""
    details: tuple[Detail, ...]
    """The personal details that were found in it."""
    directory: Directory
    pack: Pack
    settings: Settings
    channels: tuple[str, ...]
    """Canonical names of the known channels that the post goes to; empty if none was given."""
    day: date
    """The day as of which consent and channel rules are judged."""
    today: date
    """The day that stands for today."""
    waivers: tuple[Waiver, ...] = ()
    """The waivers that were written for this draft."""
    sign_offs: SignOffs | None = None
    """The sign-offs that lie beside the draft; None if there is no file of any."""
    standings: tuple[Standing, ...] = ()
    """Those of them that are for this post, and what each is worth."""
    bound: Bound | None = None
    """What a sign-off of the post would be bound to; None if there is no file of any."""
    concerns: tuple[ConcernMatch, ...] = ()
    """Sentences that the classifier puts to a person."""
    published: bool = False
    """Whether it is published already, so that nobody will say any more who is shown in it."""
    doubtful: bool = False
    """Whether another rule has left something of the post open (a flag that is not a mere note)."""

    def strictest(self, ask: Callable[[date], Ruling]) -> Ruling:
        """Return the ruling as of the post's day; if that has gone by, the stricter one of then and today."""
        return strictest(ask, self.day, self.today)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that a person can read in the post."""
        return self.reading.passages

    @property
    def roll(self) -> Roll:
        """The pupils."""
        return self.directory.roll

    def facts(self, image: DraftImage) -> ImageFacts:
        """Return what is known of an image besides its words."""
        return self.reading.facts(image.key)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """A digest of each image's and video's content, by the name that the report shows."""
        videos = {video.file: self.reading.facts(video.file).digest for video in self.draft.header.videos}
        return videos | {image.name: self.facts(image).digest for image in self.draft.images}

    def outlet(self, channel: str) -> Outlet:
        """Return the outlet that a known channel counts as."""
        return all_channels(self.settings, self.pack)[channel]

    @cached_property
    def outlets(self) -> tuple[Outlet, ...]:
        """The outlets that the post goes to; if none was given, social media, for which the policies were written."""
        return tuple(dict.fromkeys(self.outlet(channel) for channel in self.channels)) or (Outlet.SOCIAL,)

    @cached_property
    def own_school(self) -> Own:
        """The school whose post it is, as far as that is known."""
        account, schools = self.draft.header.account.strip(), self.directory.schools
        ids = schools.own(schools_of(self.accounts, self.settings, named=bool(account)))
        if not self.settings.accounts and (other := schools.ids(account)) and other != ids:
            ids = frozenset()  # the settings and the post's account name two schools
        return Own(ids, min(self.day, self.today))

    def look_up(self, ref: PersonRef) -> Person:
        """Return whom an entry of the draft's header means: the post's own school's pupil first."""
        return self.directory.look_up(ref, self.own_school)

    @cached_property
    def post_people(self) -> tuple[Person, ...] | None:
        """Who is pictured in the post as a whole, or None if the header leaves it open."""
        refs = self.draft.header.people
        return None if refs is None else tuple(self.look_up(ref) for ref in refs)

    @cached_property
    def _image_people(self) -> dict[str, tuple[Person, ...] | None]:
        return {image.key: self._said_of(image) if image.peopled else () for image in self.draft.images}

    def _said_of(self, image: DraftImage) -> tuple[Person, ...] | None:
        people = image.said.people
        if people is not None:
            return tuple(self.look_up(ref) for ref in people)
        if image.said.outdated:
            return None
        # Whoever declares that pictures show no people has said who is in them.
        return () if self.post_people is None and self._shows_nobody else self.post_people

    @cached_property
    def _shows_nobody(self) -> bool:
        return any(rule.check == "permission" and rule.declare and self.declares(rule) for rule in self.pack.rules)

    def declares(self, rule: Rule) -> bool:
        """Whether the draft's ``declare`` names the rule, by its id or the word for it."""
        words = {rule.id.casefold(), rule.declare.casefold()} - {""}
        return any(entry.strip().casefold() in words for entry in self.draft.header.declare)

    def outdated(self, rule: Rule) -> bool:
        """Whether the draft's ``declare`` names the rule, for another text or other pictures than it has now."""
        words = {rule.id.casefold(), rule.declare.casefold()} - {""}
        return any(entry.strip().casefold() in words for entry in self.draft.header.outdated)

    def people_in(self, image: DraftImage) -> tuple[Person, ...] | None:
        """Return who can be recognised in the image, or None if neither it nor the post says."""
        return self._image_people[image.key]

    def people_in_video(self, video: Video) -> tuple[Person, ...] | None:
        """Return who can be recognised in a video, or None if neither its entry nor the post says."""
        if video.people is not None:
            return tuple(self.look_up(ref) for ref in video.people)
        return None if video.outdated else self.post_people

    @cached_property
    def _video_people(self) -> list[tuple[Person, ...] | None]:
        return [self.people_in_video(video) for video in self.draft.header.videos]

    def work_in(self, image: DraftImage) -> tuple[Person, ...] | None:
        """Return whose work the image shows, or None if neither it nor the post says."""
        refs = self.draft.header.work_of if image.said.work_of is None else image.said.work_of
        return None if refs is None else tuple(self.look_up(ref) for ref in refs)

    @property
    def work_unseen(self) -> tuple[Person, ...]:
        """Whose work the post says it shows where no picture of it takes that up: a poem in the text, a video."""
        if any(image.said.work_of is None for image in self.draft.images):
            return ()
        return tuple(map(self.look_up, self.draft.header.work_of or ()))

    @cached_property
    def quoted(self) -> tuple[Person, ...] | None:
        """Whose words are quoted in the post or in a picture of it, or None if nothing says."""
        said = [self.draft.header.quote_of, *(image.said.quote_of for image in self.draft.images)]
        refs = [refs for refs in said if refs is not None]
        return tuple(self.look_up(ref) for ref in dict.fromkeys(sum(refs, ()))) if refs else None

    @cached_property
    def pictured_ids(self) -> frozenset[str]:
        """Ids of every pupil who is or may be pictured somewhere in the post."""
        groups = [group for group in (*self._image_people.values(), *self._video_people) if group is not None]
        return frozenset(pupil.id for group in groups for person in group for pupil in person.pupils)

    @cached_property
    def pictures_open(self) -> bool:
        """Whether some picture or video of the post leaves open who is in it."""
        return any(group is None for group in (*self._image_people.values(), *self._video_people))

    @cached_property
    def shows_pupils(self) -> bool:
        """Whether a pupil can, or for all that is said may, be recognised in a picture or video of the post."""
        groups = [*self._image_people.values(), *self._video_people]
        return any(group is None or any(not person.adult for person in group) for group in groups)

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """The entries of the register that the post's account may be."""
        return accounts_named(self.draft.header.account, self.settings)

    @property
    def unregistered(self) -> bool:
        """Whether the post names an account that isn't one of the trust's own; False if there is no register."""
        named = bool(self.draft.header.account.strip()) and bool(self.settings.accounts)
        return named and not any(entry.official for entry in self.accounts)

    @cached_property
    def has_pictures(self) -> bool:
        """Whether the post shows anything but words."""
        return any(image.peopled for image in self.draft.images) or bool(self.draft.header.videos)

    @cached_property
    def _settled_ids(self) -> frozenset[str]:
        """Ids that the draft's ``people`` names without leaving a choice."""
        groups = [*self._image_people.values(), *self._video_people, self.post_people]
        return frozenset(
            person.pupils[0].id for group in groups if group for person in group if len(person.pupils) == 1
        )

    def candidates(self, mention: Mention) -> tuple[Candidate, ...]:
        """Return who may be meant, once the draft has settled which of several namesakes it is.

        Its ``people`` may say so; otherwise it means a pupil of its own school, if the name is such a pupil's too.
        """
        if len(mention.candidates) < 2:  # noqa: PLR2004 - nothing to settle
            return mention.candidates
        # A weaker reading (a spelling variant, a lone surname) is never preferred to a stronger one only because that
        # pupil is pictured.
        strongest = max(candidate.certainty for candidate in mention.candidates)
        equal = [
            candidate
            for candidate in mention.candidates
            if candidate.certainty is strongest and candidate.form is mention.form
        ]
        own = self._image_people.get(mention.passage.image or "")
        near = frozenset(person.pupils[0].id for person in own or () if len(person.pupils) == 1)
        for known in (near, self._settled_ids):
            settled = tuple(candidate for candidate in equal if candidate.pupil_id in known)
            if settled:
                return settled
        pupils = tuple(self.roll.by_id[candidate.pupil_id] for candidate in equal)
        own_school, full_name = self.own_school, mention.form is NameForm.FULL
        first = {pupil.id for pupil in self.directory.schools.first(pupils, own_school, full_name=full_name)}
        if first.isdisjoint(own_school.ids):
            return mention.candidates
        meant = first | own_school.ids
        return tuple(candidate for candidate in mention.candidates if candidate.pupil_id in meant)

    def post_where(self, key: str = "") -> Where:
        """Return where a header key stands, or the post as a whole."""
        return self.draft.header.where(key) or Where(PlaceKind.POST, self.draft.path)


def make_case(
    draft: Draft,
    reading: Reading,
    mentions: tuple[Mention, ...],
    details: tuple[Detail, ...] = (),
    *,
    directory: Directory,
    pack: Pack,
    settings: Settings,
    today: date,
    channels: tuple[str, ...] = (),
    waivers: tuple[Waiver, ...] = (),
    concerns: tuple[ConcernMatch, ...] = (),
    published: bool = False,
) -> Case:
    """Return the case of a draft.

    The draft says where it goes, or else the settings do; it is judged as of the day on which it is published.

    Parameters
    ----------
    draft, reading, mentions, details:
        The draft, and what was read and found in it.
    directory:
        The pupils, and who is none.
    pack, settings:
        The rules, and what the school has set.
    today:
        The day that stands for today.
    channels:
        Channels that every draft is judged for, besides those that it names itself.
    waivers:
        The waivers that were written for this draft.
    concerns:
        Sentences that the classifier puts to a person.
    published:
        Whether it is published already.
    """
    wanted = dict.fromkeys((*(draft.header.channels or settings.channels), *channels))
    known = all_channels(settings, pack)
    return Case(
        draft=draft,
        reading=reading,
        mentions=mentions,
        details=details,
        directory=directory,
        pack=pack,
        settings=settings,
        channels=tuple(channel for channel in wanted if channel in known),
        day=draft.header.publish_at.date() if draft.header.publish_at else today,
        today=today,
        waivers=waivers,
        concerns=concerns,
        published=published,
    )
