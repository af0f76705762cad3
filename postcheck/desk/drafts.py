"""Drafts in folders: the list of them by verdict, one of them by itself, and its sign-off."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from postcheck.config.sign_offs import write_sign_off
from postcheck.desk.examiner import Examiner
from postcheck.desk.refusal import RefusedError
from postcheck.engine import signing
from postcheck.engine.incremental import IncrementalCheck
from postcheck.engine.job import Observer
from postcheck.errors import PostcheckError
from postcheck.model.people import Pupil
from postcheck.model.report import DraftReport, Report
from postcheck.report.summary import signed_words

_MOST = 12
"""How many folders and drafts are kept open."""


class _Progress(Observer):
    """Counts the drafts that were examined, and ends the check when the desk closes."""

    def __init__(self, closed: threading.Event) -> None:
        self.total = 0
        self.done = 0
        self._closed = closed

    def stopping(self) -> bool:
        return self._closed.is_set()

    def found(self, total: int, end: object) -> None:
        del end
        self.total = total

    def finished(self, report: DraftReport) -> None:
        del report
        self.done += 1


@dataclass
class Opened:
    """A folder of drafts, or one draft, that was opened."""

    id: str
    path: Path
    check: IncrementalCheck
    progress: _Progress
    report: Report | None = None
    problem: str = ""
    """Why it could not be checked."""
    look: str = ""
    """What tells the last check, which a page shows, from any other."""

    @property
    def one(self) -> bool:
        """Whether it is a single draft."""
        return self.path.is_file()


class Drafts:
    """Opens folders and drafts; one is checked at a time.

    Parameters
    ----------
    examiner:
        What knows by what they are judged, and has the models.
    """

    def __init__(self, examiner: Examiner) -> None:
        self._examiner = examiner
        self._opened: dict[str, Opened] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def close(self) -> None:
        """End what is being checked; what was not reached is reported as not examined."""
        self._closed.set()

    def open(self, path: Path) -> Opened:
        """Open a folder or a draft; :meth:`examine` checks it."""
        while len(self._opened) >= _MOST:
            self._opened.pop(next(iter(self._opened)))
        identity = secrets.token_hex(8)
        check = self._examiner.run_over(path, signing=path.is_file())
        self._opened[identity] = Opened(identity, path, check, _Progress(self._closed))
        return self._opened[identity]

    def get(self, identity: str) -> Opened:
        """Return what was opened; raises RefusedError if there is nothing of this id."""
        if identity not in self._opened:
            raise RefusedError("This folder is not open any more. Open it again.", 404)
        return self._opened[identity]

    def post(self, opened: Opened, number: int) -> DraftReport:
        """Return one of its posts; raises RefusedError if there is none of this number, or it was not checked."""
        if opened.report is None or not 0 <= number < len(opened.report.posts):
            raise RefusedError("There is no such post.", 404)
        return opened.report.posts[number]

    def examine(self, opened: Opened) -> None:
        """Check it, once more if it was checked already; whatever goes wrong is said in it."""
        with self._lock:
            opened.report, opened.problem, opened.look = None, "", secrets.token_hex(8)
            opened.progress.total = opened.progress.done = 0
            try:
                opened.report = opened.check.check(bytes, opened.progress, self._examiner.choices.today())
            except PostcheckError as error:
                opened.problem = str(error)
            except BaseException as error:  # noqa: BLE001 - a draft that was not checked never looks like one that was
                opened.problem = f"An internal error ({type(error).__name__}) stopped the check. Please report it."

    def approvers(self, opened: Opened, number: int) -> list[str]:
        """Return who may sign posts off, as the register in force for this draft has them."""
        judged_by = opened.check.checker_of(self.post(opened, number))
        return [approver.name for approver in judged_by.settings.approvers]

    def pupils(self, opened: Opened, number: int) -> Mapping[str, Pupil]:
        """Return the pupils by id, as the lists in force for this draft have them."""
        return opened.check.checker_of(self.post(opened, number)).roll.by_id

    def what_signing_settles(self, opened: Opened, name: str) -> list[str]:
        """Return what a sign-off of a draft would settle, in sentences; raises SignOffError if it would not count."""
        with self._lock:
            post = self._whole(opened)
            judged_by = opened.check.checker_of(post)
            approver = signing.approver_for(name, judged_by.settings)
            signing.refuse(post, approver, judged_by, with_key=False)
            return list(signing.what_it_settles(post, approver, judged_by))

    def sign(self, opened: Opened, name: str, look: str) -> str:
        """Sign a draft off, as the page showed it that was given ``look``; return a sentence that says so.

        Raises
        ------
        PostcheckError
            If the sign-off would not count, or the draft was changed since it was shown.
        """
        with self._lock:
            post = self._whole(opened)
            judged_by = opened.check.checker_of(post)
            approver = signing.approver_for(name, judged_by.settings)
            signing.refuse(post, approver, judged_by, with_key=False)
            new = signing.made(post, approver, judged_by)
            again = opened.check.check(bytes, Observer(), self._examiner.choices.today())
            opened.report = again
            if look != opened.look or [one.bound for one in again.posts] != [post.bound]:
                raise RefusedError("The post was changed meanwhile, so nothing was signed. Look at it again.", 409)
            former = (
                standing.sign_off
                for standing in post.standings
                if not standing.counts or standing.sign_off.by == approver.name
            )
            write_sign_off(post.draft.location or opened.path, new, former)
            opened.report = opened.check.check(bytes, Observer(), self._examiner.choices.today())
            opened.look = secrets.token_hex(8)
            return signed_words(new)

    def _whole(self, opened: Opened) -> DraftReport:
        """Return the only post of a draft; raises RefusedError if it is not one that can be signed off here."""
        if not opened.one or opened.report is None or len(opened.report.posts) != 1:
            raise RefusedError(
                "This cannot be signed off here, as it is no single draft. Use `postcheck sign-off` for it."
            )
        return opened.report.posts[0]
