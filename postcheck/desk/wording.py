"""Suggested wording for a checked post: each change by itself, and the text with those that were chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from postcheck.model.report import DraftReport
from postcheck.model.suggestion import Suggestion
from postcheck.report.place import cut


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the post's text that is suggested."""

    start: int
    """From where to where in the text of the post."""
    end: int
    written: str
    wording: str
    """What could stand there; empty to leave it out."""
    before: str
    """What stands around it."""
    after: str


def changes_in(report: DraftReport) -> tuple[list[Change], list[Suggestion]]:
    """Return the changes that are suggested in the body of a post, and what stands elsewhere, to be changed by hand."""
    low, high = report.draft.body
    body = report.draft.file.text[low:high] if report.draft.file else ""
    changes, elsewhere = [], []
    for one in report.suggestions:
        start = one.start - low
        end = start + len(one.written)
        if start < 0 or body[start:end] != one.written:
            elsewhere.append(one)
            continue
        around = cut(body, start, end)
        changes.append(Change(start, end, one.written, one.wording, around.before, around.after))
    return changes, elsewhere


def corrected(text: str, changes: Collection[Change], chosen: Collection[int]) -> str:
    """Return a text with the chosen changes made, each given by its number."""
    for number, change in sorted(enumerate(changes), key=lambda pair: -pair[1].start):
        if number in chosen:
            text = text[: change.start] + change.wording + text[change.end :]
    return text
