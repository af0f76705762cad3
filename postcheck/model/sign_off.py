"""Sign-offs: an approver's name, bound to exactly what was shown to them; and what a draft is made of to compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType


@dataclass(frozen=True)
class Material:
    """What a post is made of: digests of its files, which stay in memory."""

    text: str
    """Of the words of the post: a text's body, a document as a whole, the cells of a row."""
    header: str
    """Of the header, in the draft or in the file beside it."""
    files: tuple[tuple[str, str], ...]
    """The pictures, videos and other files of the post: path from the draft's folder, and digest of its bytes."""


@dataclass(frozen=True)
class Bound:
    """What a sign-off is bound to, as it is now: nothing of it is ever written as it is."""

    material: Material
    destination: str
    """Channels, account and time."""
    policy: str
    version: str
    consent: str
    """What the consent list says of every pupil whom the post may concern: their rows, whole."""


@dataclass(frozen=True)
class Seals:
    """What is bound, as digests that depend on a salt: so they can be written."""

    text: str
    header: str
    destination: str
    files: tuple[str, ...]
    """One for each file, of its name and its bytes together."""
    consent: str


@dataclass(frozen=True)
class SignOff:
    """One sign-off, as its file has it."""

    by: str
    """Who signed; an adult's name, as the register of approvers has it."""
    role: str
    """Their role at the time."""
    at: datetime
    """When, in Europe/London."""
    policy: str
    policy_title: str
    version: str
    salt: str
    seals: Seals
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """What was put to them and was theirs to decide: by rule a digest of each flag, bound to the whole post."""
    row: str = ""
    """Which row of a table it is for: ``row 7``."""
    signature: str = ""
    """An SSH signature of all this; empty if there is none."""
    fault: str = ""
    """Why it counts as none whatever the draft says: it was changed by hand, its signature is bad. Half a sentence."""
    file: str = ""
    """Its file, as the report shows it."""


@dataclass(frozen=True)
class SignOffs:
    """All sign-offs that lie beside a draft."""

    entries: tuple[SignOff, ...] = ()
    damage: str = ""
    """What is wrong with their file as a whole, so that nothing in it counts; empty if it can be read."""
    file: str = ""
    """Their file, as the report shows it."""


@dataclass(frozen=True)
class Standing:
    """What a sign-off is worth now."""

    sign_off: SignOff
    faults: tuple[str, ...] = ()
    """Why it counts as none: sentences; empty if it counts."""

    @property
    def counts(self) -> bool:
        """Whether it settles what its approver may settle."""
        return not self.faults
