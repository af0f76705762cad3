"""Where a pupil is named or shown in an item with nothing against it: for whoever asks what there is."""

from __future__ import annotations

from collections.abc import Iterator

from postcheck.judge.case import Directory
from postcheck.judge.checks.base import describe
from postcheck.judge.reasons import naming as naming_of
from postcheck.model.cause import Cause
from postcheck.model.draft import PersonRef
from postcheck.model.mention import Naming
from postcheck.model.people import Pupil
from postcheck.model.report import DraftReport, Flag
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind, Where

_MAY_STAY = "Nothing in the consent list or the policy speaks against it."


def appearances(post: DraftReport, pupil: Pupil, directory: Directory) -> Iterator[Flag]:
    """Yield a flag for each place that names or shows a pupil and has none yet; it asks for nothing."""
    flagged = {(flag.category, flag.where) for flag in post.flags if pupil.id in flag.pupil_ids}
    for mention in post.mentions:
        ids = tuple(candidate.pupil_id for candidate in mention.candidates)
        where = mention.passage.where(mention.start, mention.end)
        if pupil.id in ids and not mention.of_adult and (Category.NAME, where) not in flagged:
            evidence = mention.passage.evidence(mention.start, mention.end)
            message = f"{describe(mention, ids)} {_MAY_STAY}"
            yield _flag(pupil, Category.NAME, message, where, evidence, ids, naming=naming_of(mention))
    header = post.draft.header
    for image in post.draft.images:
        people = header.people if image.said.people is None else image.said.people
        work = header.work_of if image.said.work_of is None else image.said.work_of
        where = Where(PlaceKind.IMAGE, image.name)
        for refs, says in ((people, "can be recognised in this picture"), (work, "made what this picture shows")):
            if _among(refs, pupil, directory) and (Category.PICTURE, where) not in flagged:
                yield _flag(pupil, Category.PICTURE, f"A pupil {says}, by what stands with it. {_MAY_STAY}", where)
    for video in header.videos:
        where = video.where or Where(PlaceKind.POST, post.draft.path)
        if _among(header.people, pupil, directory) and (Category.PICTURE, where) not in flagged:
            yield _flag(pupil, Category.PICTURE, f"A pupil can be recognised in this video. {_MAY_STAY}", where)
    quoted = [header.quote_of, *(image.said.quote_of for image in post.draft.images)]
    whole = Where(PlaceKind.POST, post.draft.path)
    if any(_among(refs, pupil, directory) for refs in quoted) and (Category.DETAIL, whole) not in flagged:
        yield _flag(pupil, Category.DETAIL, f"A pupil's words are quoted. {_MAY_STAY}", whole)


def _among(refs: tuple[PersonRef, ...] | None, pupil: Pupil, directory: Directory) -> bool:
    return any(pupil in directory.look_up(ref).pupils for ref in refs or ())


def _flag(
    pupil: Pupil,
    category: Category,
    message: str,
    where: Where,
    evidence: str = "",
    ids: tuple[str, ...] = (),
    naming: Naming | None = None,
) -> Flag:
    causes = ((pupil.id, Cause.PERMITTED),)
    named = ids or (pupil.id,)
    return Flag("", category, Severity.NOTE, message, "", evidence, where, named, naming=naming, causes=causes)
