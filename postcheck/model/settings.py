"""What a run goes by: the settings file, the environment and the command line, already joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

from postcheck.model.people import Outlet


@dataclass(frozen=True, slots=True)
class Account:
    """An entry of the trust's account register."""

    name: str
    channels: tuple[str, ...] = ()
    """Canonical names; empty means any."""
    handle: str = ""
    official: bool = True
    staff: tuple[str, ...] = ()
    """Who looks after it."""
    head_told_on: date | None = None
    """When the head was told of it."""
    policies_linked: bool = False
    """Whether its About page links to the policies."""
    school: str = ""
    """Whose account it is, as the consent list's column ``school`` or the name of its file says; empty if nobody says.
    """


@dataclass(frozen=True, slots=True)
class Approver:
    """An entry of the register of those who may sign posts off."""

    name: str
    role: str = ""
    """``head``, ``senior leader`` … as the school writes it."""
    accounts: tuple[str, ...] = ()
    """The accounts whose posts they may sign off; empty means any."""
    rules: tuple[str, ...] = ()
    """Ids of the rules that they may settle, or patterns such as ``ASP-*``; empty means any."""
    key_name: str = ""
    """The name of their key in ``allowed_signers``; empty means ``name``."""
    key_needed: bool = False
    """Whether only a sign-off with an SSH signature counts."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """The school's own contacts, which it publishes on purpose; as the settings file writes them."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    """Whole addresses."""
    email_domains: tuple[str, ...] = ()
    """Domains of the staff's mailboxes; a pupil's mailbox at one of them is not a contact of the school."""
    postcodes: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    """House and street; a postcode in one counts as well."""


@dataclass(frozen=True)
class OcrSettings:
    """How images are read."""

    time_limit: float = 60.0
    """Seconds that an engine may take for one frame of an image; a frame that takes longer is not examined."""
    max_pixels: int = 120_000_000
    """Images with more pixels are not opened, but reported as not examined."""
    tesseract: str = ""
    """Path of the Tesseract program, if it is not on the search path."""
    languages: str = "eng"
    engine: str = "both"
    """``both``, ``rapidocr`` or ``tesseract``. A name is found when either reads it."""
    mode: str = "standard"
    """``standard``; ``thorough``, which looks more closely and takes longer; or ``tesseract``, which goes without
    RapidOCR."""
    image_time_limit: float = 300.0
    """Seconds for the whole of an image, with all its frames, engines and hidden pictures; the rest is not examined.
    """
    video_time_limit: float = 300.0
    """Seconds for the whole of a video; what comes after is not examined."""


@dataclass(frozen=True, slots=True)
class CacheSettings:
    """Whether and where the text read in pictures is kept for the next run."""

    enabled: bool = True
    folder: Path | None = None
    """None means the system's folder for such things."""
    max_mb: int = 200
    """Megabytes; what has gone unused for longest is deleted first."""
    max_days: int = 30
    """Days for which a reading is kept."""


@dataclass(frozen=True, slots=True)
class BulkSettings:
    """What the columns of a scheduler's table mean, beyond those that are known: the names of each kind."""

    text: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    image: tuple[str, ...] = ()
    alt: tuple[str, ...] = ()
    first_comment: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    """Columns that are not published, and so are not searched."""


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """How a school says that its system's export is to be read (``[import.NAME]``).

    Headings, types and values are as the school writes them.
    """

    system: str = ""
    """The school system whose export it is, if ``NAME`` is not one itself."""
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The consent list's column for each of the export's; an empty one leaves it out on purpose."""
    types: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The consent columns for each of the school's own types of consent; none leaves the type out on purpose."""
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The consent list's value for each of the export's."""
    column_values: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    """The same, for a single column of the export."""
    always: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What holds for every pupil though no column says so: ``method``, ``given_by`` …"""


@dataclass(frozen=True)
class Settings:
    """Everything that can be set."""

    policy: str = "baseline"
    """A shipped pack's id or the path of a pack file."""
    consent: tuple[Path, ...] = ()
    """The consent lists, one a school."""
    consent_folders: tuple[Path, ...] = ()
    """The folders that those lists were named by."""
    school: str = ""
    """The school whose posts these are, unless their account says another; empty if nobody says."""
    people: tuple[Path, ...] = ()
    channels: tuple[str, ...] = ()
    """Where drafts go that don't say so themselves; canonical names."""
    exclude: tuple[str, ...] = ()
    """Patterns of files in folders that are no drafts; see :mod:`postcheck.drafts.excluded`."""
    extra_channels: Mapping[str, Outlet] = field(default_factory=lambda: MappingProxyType({}))
    accounts: tuple[Account, ...] = ()
    links: tuple[str, ...] = ()
    """Domains that posts may link to; empty means that the school keeps no list."""
    language_model: str = ""
    """Name or path of an installed spaCy pipeline; empty means the one that ships."""
    imports: Mapping[str, ImportMapping] = field(default_factory=lambda: MappingProxyType({}))
    """How exports of school systems are read, by name."""
    consent_max_age: int = 30
    """Days after which the consent list counts as old, which is noted on the report; 0 never notes it."""
    own_say_from: int | None = None
    """The age from which pupils are asked themselves; None leaves it to the policy."""
    ocr: OcrSettings = OcrSettings()
    cache: CacheSettings = CacheSettings()
    bulk: BulkSettings = BulkSettings()
    ignored_keys: tuple[str, ...] = ()
    """Keys of headers that are not published, and so not searched."""
    contacts: Contacts = Contacts()
    approvers: tuple[Approver, ...] = ()
    """Who may sign posts off."""
    allowed_signers: Path | None = None
    """Whose SSH keys are whose, in git's format."""
    file: Path | None = None
    """The settings file, or None."""
    language_model_line: int | None = None
    """Line of ``file`` that names the language model, for error messages."""
