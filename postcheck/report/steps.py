"""What to do about a finding: the words of its advice, the command to type, and other wording for a name."""

from __future__ import annotations

import re

from postcheck.model.report import DraftReport, Flag
from postcheck.model.severity import Category, Severity
from postcheck.model.suggestion import Suggestion
from postcheck.model.text import PlaceKind
from postcheck.text.shell import quoted

_ENDS_IN_COMMAND = re.compile(r"(?s)(?P<words>.*?)`(?P<command>postcheck [^`]+)`\.?\Z")
_TO_BE_JUDGED = frozenset({"--consent", "--people", "--policy", "--channel", "--config"})
_REPEATED = {
    **dict.fromkeys(("check", "redact", "confirm"), _TO_BE_JUDGED | {"--no-config"}),
    "sign-off": _TO_BE_JUDGED,  # which needs the settings' register of approvers
}
"""The options that each command takes of those that a run was given."""
_DRAFT = re.compile(r"(?<=\s)DRAFT(?=\s|$)")


def split(advice: str, post: DraftReport) -> tuple[str, str]:
    """Return the words of an advice and the command that it ends with, for this very draft; empty if there is none."""
    found = _ENDS_IN_COMMAND.fullmatch(advice)
    if not found:
        return advice, ""
    words = found["words"].rstrip()
    return f"{words.removesuffix(':')}:", for_draft(found["command"], post)


def for_draft(command: str, post: DraftReport) -> str:
    """Return a command with the draft's path where it says DRAFT, and with what the run was given."""
    path = quoted(post.draft.path)
    return with_given(command if post.draft.path == "-" else _DRAFT.sub(lambda _: path, command), post)


def with_given(command: str, post: DraftReport) -> str:
    """Return a command about a post with those options of the run without which it would say other things."""
    _, name, *words = *command.split(), ""
    taken = _REPEATED.get(name, frozenset()) - set(words)
    options = ((option, quoted(value)) if value else (option,) for option, value in post.given if option in taken)
    return " ".join((command, *(word for option in options for word in option)))


def command_of(flag: Flag, post: DraftReport) -> str:
    """Return the command that helps with a flag whose advice names none; empty if there is none.

    Who is shown, and what a header lacks, ``postcheck confirm`` asks and writes.
    """
    asks = flag.category is Category.PICTURE and not flag.pupil_ids and flag.severity is Severity.REVIEW
    if asks and not any(video.file == flag.where.file for video in post.draft.header.videos):
        return for_draft("postcheck confirm DRAFT", post) if post.draft.location is not None else ""
    return ""


def check_again(post: DraftReport) -> str:
    """Return the command that checks a post once more; empty for standard input."""
    return "" if post.draft.path == "-" else for_draft("postcheck check DRAFT", post)


def suggestion_for(flag: Flag, post: DraftReport) -> Suggestion | None:
    """Return the wording that may stand in the place of a flag's evidence, or None if none is suggested."""
    where = flag.where
    if where.kind is not PlaceKind.TEXT or where.start is None or flag.category is not Category.NAME:
        return None
    return next(
        (one for one in post.suggestions if one.file == where.file and one.start <= where.start < one.end), None
    )


def instead(suggestion: Suggestion) -> str:
    """Return what may stand instead of a name, in words: it never repeats the name."""
    return f"say “{suggestion.wording}”" if suggestion.wording else "leave it out"
