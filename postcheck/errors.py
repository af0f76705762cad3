"""Exit codes and the error tree.

Every error owns the exit code that it leads to and the advice that a person needs to put it right. No message may carry
a pupil's name: messages are printed to standard error and end up in logs.
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar

STOPPED = "postcheck: stopped. What was not finished by then is not known to be all right.\n"
"""What a command that was told to end says last, if it has nothing better to say."""


class ExitCode(IntEnum):
    """What the process returns (contract: "Exit codes")."""

    OK = 0
    FLAGGED = 1
    UNUSABLE = 2
    INCOMPLETE = 3


class PostcheckError(Exception):
    """Something that stops the run, said in one line that names the place and the remedy.

    Parameters
    ----------
    message:
        What is wrong, in plain English, without a pupil's name.
    advice:
        What to do about it; a sentence.
    file, line, column:
        Where, if it is in a file; ``line`` and ``column`` count from 1.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.UNUSABLE

    def __init__(
        self,
        message: str,
        *,
        advice: str = "",
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.file = file
        self.line = line
        self.column = column
        self.parts: tuple[PostcheckError, ...] = ()
        """If several things are wrong: each by itself. This error then says the first, and how many there are besides.
        """

    @property
    def place(self) -> str:
        """``file:line:column`` as far as it is known, or the empty string."""
        parts = [self.file, self.line, self.column] if self.file else []
        return ":".join(str(part) for part in parts if part is not None)

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text} {self.advice}".rstrip()


class UsageError(PostcheckError):
    """The command line asks for something that cannot be done."""


class InternalError(PostcheckError):
    """postcheck itself failed. What it failed on is not quoted, as it may name a pupil."""


class SettingsError(PostcheckError):
    """``postcheck.toml`` or an environment variable is wrong."""


class ConsentListError(PostcheckError):
    """The consent list cannot be read or has a value that means nothing."""


class PeopleListError(PostcheckError):
    """The people list cannot be read."""


class PackError(PostcheckError):
    """A rule pack is unknown or does not validate."""


class WaiverError(PostcheckError):
    """The waivers file cannot be read, or a waiver in it is incomplete."""


class HeaderError(PostcheckError):
    """A header cannot be added to without changing what else it says."""


class SignOffError(PostcheckError):
    """A sign-off cannot be read, given or written."""


class CacheError(PostcheckError):
    """The folder of the OCR cache cannot be used. A check goes on without it, and says so."""


class StoreError(PostcheckError):
    """The store of an audit cannot be opened or written."""


class ClusterError(PostcheckError):
    """The scheduler or the workers of an audit cannot be used."""


class LanguageModelError(PostcheckError):
    """The language model is missing or cannot be loaded."""


class PluginError(PostcheckError):
    """Something that another package adds to postcheck is broken."""


class EngineUnavailableError(PostcheckError):
    """The OCR engine is not installed. Images are then reported as not examined; the run goes on."""

    exit_code = ExitCode.INCOMPLETE


class UnreadableError(PostcheckError):
    """One file could not be examined. It becomes an ``Unexamined`` value where it happened; the run goes on."""

    exit_code = ExitCode.INCOMPLETE


class EmptyFileError(UnreadableError):
    """There is nothing in a file that ought to hold a picture, a video or a document."""
