"""What ``postcheck redact`` has done, in words: of each picture, of all of them, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from postcheck.cli.wrapping import wrapped
from postcheck.formats.files import shown_path
from postcheck.report.steps import with_given
from postcheck.report.wording import count
from postcheck.text.shell import quoted

if TYPE_CHECKING:
    from postcheck.engine.draft_copies import DraftCopy
    from postcheck.model.draft import Unexamined
    from postcheck.model.report import DraftReport, Report
    from postcheck.redact.plan import Cover, Plan
    from postcheck.report.mask import Masker

_INDENT = " " * 9
_FEW = 5
"""So many drafts are named one by one in a command to type."""


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    Parameters
    ----------
    report:
        What the check had to say of the posts.
    todo:
        What was to be covered.
    made:
        For each picture, why it has no copy; empty if it has one.
    out:
        The folder with the copies.
    drafts:
        The copies of drafts that show the safe copies, and why there are none of others.
    """

    report: Report
    todo: Plan
    made: Mapping[Path, str]
    out: Path
    drafts: tuple[DraftCopy, ...] = ()

    @property
    def copied(self) -> int:
        """How many pictures have a safe copy."""
        return sum(not problem for problem in self.made.values())

    @property
    def failed(self) -> int:
        """How many pictures hold what must be covered, and have no copy."""
        return len(self.made) - self.copied + len(self.todo.inside)

    @property
    def listless(self) -> int:
        """How many posts no consent list was given for, so that nobody knows who their pupils are."""
        return sum(not post.consent_lists for post in self.report.posts)

    @property
    def by_hand(self) -> tuple[DraftReport, ...]:
        """The posts whose draft has no copy that shows the safe copies of its pictures."""
        return tuple(draft.post for draft in self.drafts if draft.problem)

    @property
    def signed(self) -> tuple[str, ...]:
        """The posts whose sign-off will not outlive their copies."""
        return tuple(
            post.draft.path
            for post in self.report.posts
            if any(one.counts for one in post.standings)
            and any(self.made.get(image.path) == "" for image in post.draft.images)
        )

    @property
    def confirmed(self) -> tuple[str, ...]:
        """The posts of which something was confirmed for a picture, and still is to be for the copy that it has."""
        return tuple(
            post.draft.path
            for post in self.by_hand
            if any(
                self.made.get(image.path) == "" and (post.draft.header.confirmed_for or image.said.confirmed_for)
                for image in post.draft.images
            )
        )

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The posts that the folder with the copies does not hold."""
        here = {draft.post.draft.path for draft in self.drafts if not draft.problem}
        here |= {cover.name for cover in self.todo.covers if not self.made[cover.source]}  # pictures by themselves
        return tuple(post.draft.path for post in self.report.posts if post.draft.path not in here)


def without_list(outcome: Outcome) -> str:
    """Say what cannot be covered where no consent list was given; empty if there was one for every post."""
    if not outcome.listless:
        return ""
    these = "these drafts" if outcome.listless == len(outcome.report.posts) else "some of these drafts"
    return (
        f"No consent list was given for {these}, so nothing is known of who your pupils are. Only what reads like a "
        "name or a personal detail by itself was looked for there: a pupil's name may still stand in a safe copy."
    )


def of_each(outcome: Outcome, masker: Masker) -> Iterator[str]:
    """Yield what came of each picture."""
    for cover in outcome.todo.covers:
        problem = outcome.made[cover.source]
        yield f"{'NO COPY' if problem else 'COPIED':<9}{masker.path(cover.name)}"
        copy = masker.path(str(outcome.out / cover.target))
        said = masker.prose(problem) if problem else f"The safe copy is {copy}. {_covered(cover)}"
        yield wrapped(said, _INDENT)
    for draft in outcome.drafts:
        yield f"{'DRAFT' if draft.problem else 'COPIED':<9}{masker.path(draft.post.draft.path)}"
        copy = masker.path(str(outcome.out / draft.target))
        said = (
            f"No copy of it that shows the safe copies was written: {draft.problem}."
            if draft.problem
            else f"{copy} shows the safe copies. Its text is as it was{_kept(draft.post)}."
        )
        yield wrapped(said, _INDENT)
    pictures = {image.name for post in outcome.report.posts for image in post.draft.images}
    pictures |= {video.file for post in outcome.report.posts for video in post.draft.header.videos}
    for item in outcome.todo.inside:
        yield from _without(item, "NO COPY", "Something that must be covered is in it. ", masker)
    for item in outcome.todo.unexamined:
        yield from _without(item, "NO COPY" if item.file in pictures else "NOT READ", "", masker)


def _kept(post: DraftReport) -> str:
    """Return what became of the answers that were given for the pictures; empty if there were none."""
    tied = post.draft.header.confirmed_for or any(image.said.confirmed_for for image in post.draft.images)
    return ", and what was confirmed and still holds is kept" if tied else ""


def _without(item: Unexamined, label: str, start: str, masker: Masker) -> Iterator[str]:
    yield f"{label:<9}{masker.path(item.file)}"
    yield wrapped(f"{start}{masker.prose(item.reason)}", _INDENT)


def _covered(cover: Cover) -> str:
    """Return what is covered in a copy, in sentences."""
    places, heads = sum(map(len, cover.places.values())), sum(map(len, cover.faces.values()))
    counted = [count(number, what) for number, what in ((places, "place"), (heads, "face")) if number]
    covered = f"{' and '.join(counted)} {'is' if places + heads == 1 else 'are'} covered in it."
    said = covered if counted else "There was nothing to cover in it."
    if cover.faceless and not heads:
        said += " No face was seen in it, so none is covered: look for yourself."
    return f"{said} The picture's own name gave a name away, so the copy has another." if cover.renamed else said


def of_all(outcome: Outcome, masker: Masker) -> str:
    """Return how many pictures have a copy, in sentences."""
    copied, without = outcome.copied, outcome.failed + len(outcome.todo.unexamined)
    said = []
    if copied:
        said.append(f"{copied} safe {'copy is' if copied == 1 else 'copies are'} in {masker.path(str(outcome.out))}.")
    elif without:
        said.append("No copy was written.")
    else:
        said.append("There are no pictures of their own in these drafts.")
    if outcome.listless and copied:
        said.append("Without a consent list nobody can say that no pupil's name is left in them.")
    if without:
        them = (
            "has no safe copy: do not post it as it is" if without == 1 else "have none: do not post them as they are"
        )
        said.append(f"{count(without, 'file')} {them}.")
    if number := outcome.todo.untouched:
        what = (
            "1 picture or page within a document was"
            if number == 1
            else f"{number} pictures and pages in documents were"
        )
        said.append(f"{what} examined, with nothing to cover.")
    return " ".join(said)


def next_steps(
    outcome: Outcome, paths: Sequence[str], masker: Masker, *, worded: bool, config: Path | None = None
) -> Iterator[str]:
    """Yield what to do next, numbered, and last the command that checks the posts once more.

    Parameters
    ----------
    outcome:
        What came of the run.
    paths:
        What was given to the command.
    masker:
        Masks names in paths, if they are to be masked.
    worded:
        Whether other wording was suggested for names in the texts.
    config:
        The settings of the drafts, where they are not found from the folder with the copies.
    """
    steps = list(_steps(outcome, masker, worded=worded))
    if not steps:
        return
    yield ""
    yield "What to do next:"
    elsewhere = outcome.elsewhere if outcome.copied else ()
    rows = any(post.draft.identity for post in outcome.report.posts)  # of a table: not one is a file
    given = paths if not outcome.copied or (elsewhere and (rows or len(elsewhere) > _FEW)) else elsewhere
    commands = [" ".join(quoted(masker.path(path)) for path in given)] if given else []
    if outcome.copied:
        copies = quoted(masker.path(str(outcome.out)))
        commands.insert(0, f"{copies} --config {quoted(masker.path(shown_path(config)))}" if config else copies)
    steps.append("Check once more, with the same options:")
    for number, step in enumerate(steps, 1):
        yield wrapped(step, f"{number:>3}. ")
    for command in commands:
        yield f"     {_command(f'postcheck check {command}', outcome, masker)}"


def _command(command: str, outcome: Outcome, masker: Masker) -> str:
    """Return a command with what this run was given."""
    posts = outcome.report.posts
    return masker.prose(with_given(command, posts[0])) if posts else command


def _steps(outcome: Outcome, masker: Masker, *, worded: bool) -> Iterator[str]:
    drafts = [draft for draft in outcome.drafts if not draft.problem]
    if outcome.listless:
        yield "Give the consent list with --consent, or in postcheck.toml, and make the copies again."
    if outcome.copied:
        yield "Look at each safe copy. What postcheck could read is covered; what it could not read, only you can see."
    if drafts:
        yield (
            f"Go on with {'the draft' if len(drafts) == 1 else 'the drafts'} in {masker.path(str(outcome.out))}: "
            "the safe copies are in place there."
        )
    if outcome.by_hand or (outcome.copied and not drafts):
        renamed = any(cover.renamed and not outcome.made[cover.source] for cover in outcome.todo.covers)
        which = " of the other drafts" if drafts else ""
        yield f"Put each copy in the place of its picture{which}." + (
            " Where a copy has another name, change the draft to say so." if renamed else ""
        )
    if outcome.failed or outcome.todo.unexamined:
        yield "Of each file without a copy, do what is said of it above, or leave the file out of the post."
    if worded:
        yield "Change the texts as suggested above, if you agree: they have not been changed."
    for path in outcome.confirmed:
        yield (
            f"What was confirmed of {masker.path(path)} was confirmed for the pictures themselves. Once its copies are "
            f"in place, say it of them: {_command(f'postcheck confirm {quoted(masker.path(path))}', outcome, masker)}"
        )
    for path in outcome.signed:
        yield f"Have {masker.path(path)} signed off again once its copies are in place: its sign-off is void then."
