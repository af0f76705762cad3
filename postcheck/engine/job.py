"""What a run of the check is asked to do, and who hears of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from postcheck.config.settings import Overrides
from postcheck.drafts.checkout import Checkout
from postcheck.model.report import DraftReport


@dataclass(frozen=True)
class Job:
    """What one run of the check is asked to do."""

    paths: tuple[str, ...]
    """Files and folders, or ``-`` for standard input."""
    today: date
    """The day to take for today; a draft's ``publish_at`` wins over it."""
    overrides: Overrides = field(default_factory=Overrides)
    channels: tuple[str, ...] = ()
    """Channels that every draft is judged for, besides those that it names itself."""
    config: Path | None = None
    """The settings file for all drafts; None looks for each draft's own."""
    no_config: bool = False
    waivers: Path | None = None
    """The waivers file for all drafts; None looks for each draft's own, unless ``no_config`` is set."""
    jobs: int = 1
    """How many drafts are examined side by side."""
    keep_reading: bool = True
    """Whether reports keep all that was read, as the HTML page shows it; otherwise thousands of drafts take little
    memory."""
    written: Path | None = None
    """The file that the report is written to. A former report there is no draft; anything else that the run reads is
    never written over."""
    exclude: tuple[str, ...] = ()
    """Patterns of files that walks through folders leave out, besides those of the settings."""
    signing: bool = False
    """Whether somebody is about to sign a post off, so that the report has to say what that is bound to."""
    may_be_empty: bool = False
    """Whether it is all right that the paths hold no post."""
    copies: Mapping[Path, Path] = field(default_factory=lambda: MappingProxyType({}))
    """Pictures, each with a copy that is examined in its place."""
    stdin_name: str = ""
    """The path of the file that the text on standard input is about to become; empty if nobody says."""
    processes: bool = True
    """Whether drafts may be examined in processes of their own, rather than in threads of this one."""
    checkout: Checkout | None = None
    """Where the staged content of a repository lies, if that is what is checked: settings are still those of the
    repository itself."""

    @property
    def given(self) -> tuple[tuple[str, str], ...]:
        """The options that another command about the same drafts has to repeat; a flag has no value."""
        named = self.overrides
        several = {"--consent": named.consent, "--people": named.people, "--channel": self.channels}
        found = [(option, str(value)) for option, values in several.items() for value in values]
        one = {"--policy": named.policy, "--config": self.config}
        found += [(option, str(value)) for option, value in one.items() if value]
        return (*found, *([("--no-config", "")] if self.no_config else []))


class Observer:
    """Hears of a run while it goes on, and may stop it; this one does nothing.

    Several threads call it at once.
    """

    def found(self, total: int, end: Callable[[], None]) -> None:
        """Be told how many drafts will be examined, and how to end every program that the run starts.

        From now on the run asks :meth:`stopping`.
        """

    def begun(self, folder: str) -> None:
        """Be told that a draft in this folder is being examined; what may be a pupil's name is left out of it."""

    def finished(self, report: DraftReport) -> None:
        """Be told the report of a draft."""

    def notice(self, text: str) -> None:
        """Be told something that the user should know and that isn't about any one draft."""

    def stopping(self) -> bool:
        """Say whether the run is to stop; drafts not finished by then are reported as not examined."""
        return False
