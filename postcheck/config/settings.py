"""Settings: the settings file, the environment and the command line, joined into one checked value.

The command line beats the environment, and the environment beats the file. Paths in the file start from the file's
folder; those in the environment and on the command line from the current one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from postcheck.config.approvers import ApproverTable, SignOffTable, approver_faults, approvers
from postcheck.config.consent_files import ConsentFiles, consent_files, existing, in_variable
from postcheck.config.import_table import ImportTable, mappings
from postcheck.config.packs import BASELINE, load_pack
from postcheck.config.policy import pack_in_force, policy_outside_file
from postcheck.config.settings_file import FILE_NAME, config_from, find_settings_file, settings_document
from postcheck.errors import SettingsError
from postcheck.formats.toml_document import (
    IS_PATH,
    Key,
    Several,
    SeveralPaths,
    TomlDocument,
    TomlTable,
    Words,
    suggestion,
)
from postcheck.model import channels as known_channels
from postcheck.model.people import Outlet, youngest_age
from postcheck.model.settings import (
    Account,
    BulkSettings,
    CacheSettings,
    Contacts,
    ImportMapping,
    OcrSettings,
    Settings,
)

__all__ = [
    "FILE_NAME",
    "Overrides",
    "SettingsTable",
    "config_from",
    "find_settings_file",
    "load_imports",
    "load_settings",
]

_DOMAIN = r"^(\*?\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
"""A site as ``[links] allow`` names it: ``bbc.co.uk``, ``.gov.uk`` or ``*.sch.uk``."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line sets; None and an empty tuple leave it to the environment and the file."""

    policy: str | None = None
    consent: tuple[Path, ...] = ()
    people: tuple[Path, ...] = ()
    channels: tuple[str, ...] = ()
    language_model: str | None = None
    ocr: str | None = None
    """How pictures are read: ``standard``, ``thorough`` or ``tesseract``."""
    no_cache: bool = False
    """Whether readings of pictures are not remembered whatever the file says."""


def _as_added_channels(value: object) -> object:
    if isinstance(value, (str, list)):
        raise ValueError('this table adds channels, as in [channel.intranet]. Where drafts go is set by "channels".')  # noqa: TRY004 - for pydantic
    return value


class _OcrTable(TomlTable):
    time_limit: Annotated[float, Field(gt=0, allow_inf_nan=False)] = OcrSettings.time_limit
    max_pixels: Annotated[int, Field(gt=0)] = OcrSettings.max_pixels
    tesseract: Annotated[str, IS_PATH] = OcrSettings.tesseract
    languages: Annotated[str, Field(pattern=r"^[A-Za-z_]+(\+[A-Za-z_]+)*$")] = OcrSettings.languages
    engine: Literal["both", "rapidocr", "tesseract"] = "both"
    mode: Literal["standard", "thorough", "tesseract"] = "standard"
    image_time_limit: Annotated[float, Field(gt=0, allow_inf_nan=False)] = OcrSettings.image_time_limit
    video_time_limit: Annotated[float, Field(gt=0, allow_inf_nan=False)] = OcrSettings.video_time_limit


class _CacheTable(TomlTable):
    enabled: bool = CacheSettings().enabled
    folder: Annotated[str, IS_PATH] = ""
    max_mb: Annotated[int, Field(gt=0)] = CacheSettings().max_mb
    max_days: Annotated[int, Field(gt=0)] = CacheSettings().max_days


class _ChannelTable(TomlTable):
    outlet: Annotated[Outlet, Field(strict=False)]


class _AccountTable(TomlTable):
    name: Words
    channels: Several = Field(default_factory=list)
    handle: str = ""
    official: bool = True
    staff: Several = Field(default_factory=list)
    head_told_on: date | None = None
    policies_linked: bool = False
    school: str = ""


class _LinksTable(TomlTable):
    allow: Annotated[list[Annotated[str, Field(pattern=_DOMAIN)]], Field(min_length=1)]


def _shaped(pattern: str, wanted: str) -> AfterValidator:
    """Return a validator that strips a text and says in plain English what it should look like."""

    def check(value: str) -> str:
        value = value.strip()
        if not re.fullmatch(pattern, value):
            raise ValueError(f"not {wanted}.")
        return value

    return AfterValidator(check)


class _ContactsTable(TomlTable):
    phones: list[Annotated[str, _shaped(r"[0-9+(][0-9 ()./-]{4,24}", 'a phone number such as "01632 960123"')]] = Field(
        default_factory=list
    )
    emails: list[
        Annotated[str, _shaped(r"[^@\s]+@[^@\s]+\.[^@\s]+", 'an e-mail address such as "office@hillside.sch.uk"')]
    ] = Field(default_factory=list)
    email_domains: list[Annotated[str, _shaped(r"[\w-]+(\.[\w-]+)+", 'a domain such as "hillside.sch.uk"')]] = Field(
        default_factory=list
    )
    postcodes: list[
        Annotated[str, _shaped(r"[A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}", 'a postcode such as "HS1 2AB"')]
    ] = Field(default_factory=list)
    addresses: list[Words] = Field(default_factory=list)


class _ConsentListTable(TomlTable):
    max_age_days: Annotated[int, Field(ge=0)] = Settings.consent_max_age
    own_say_from: Words | None = None


class _BulkTable(TomlTable):
    text: Several = Field(default_factory=list)
    title: Several = Field(default_factory=list)
    image: Several = Field(default_factory=list)
    alt: Several = Field(default_factory=list)
    first_comment: Several = Field(default_factory=list)
    link: Several = Field(default_factory=list)
    channel: Several = Field(default_factory=list)
    date: Several = Field(default_factory=list)
    time: Several = Field(default_factory=list)
    ignore: Several = Field(default_factory=list)


class _HeaderTable(TomlTable):
    ignore: Several = Field(default_factory=list)


class SettingsTable(TomlTable):
    """All of a settings file."""

    policy: Annotated[Words, IS_PATH] | None = None
    consent: SeveralPaths = Field(default_factory=list)
    school: str = ""
    people: SeveralPaths = Field(default_factory=list)
    channels: Several = Field(default_factory=list)
    exclude: Several = Field(default_factory=list)
    language_model: Annotated[str, IS_PATH] = ""
    ocr: _OcrTable = _OcrTable.model_construct()
    cache: _CacheTable = _CacheTable.model_construct()
    bulk: _BulkTable = _BulkTable.model_construct()
    header: _HeaderTable = _HeaderTable.model_construct()
    consent_list: _ConsentListTable = _ConsentListTable.model_construct()
    imports: Annotated[dict[str, ImportTable], Field(alias="import")] = Field(default_factory=dict)
    channel: Annotated[dict[str, _ChannelTable], BeforeValidator(_as_added_channels)] = Field(default_factory=dict)
    account: list[_AccountTable] = Field(default_factory=list)
    links: _LinksTable | None = None
    contacts: _ContactsTable = _ContactsTable.model_construct()
    approver: list[ApproverTable] = Field(default_factory=list)
    sign_off: SignOffTable = SignOffTable.model_construct()


@dataclass(frozen=True)
class _Origin:
    """Where a setting was made, for messages."""

    name: str
    """The option, the environment variable, or the key of the file."""
    document: TomlDocument | None = None
    key: Key = ()

    def error(self, message: str, advice: str) -> SettingsError:
        """Return an error that names this origin."""
        if self.document is None:
            return SettingsError(f"{self.name}: {message}", advice=advice)
        line, column = self.document.place(self.key)
        return SettingsError(
            f"{self.name}: {message}", advice=advice, file=self.document.file, line=line, column=column
        )


def load_settings(
    file: Path | None, *, overrides: Overrides = Overrides(), environ: Mapping[str, str] = MappingProxyType({})
) -> Settings:
    """Join the settings file, the environment and the command line.

    Parameters
    ----------
    file:
        The settings file, or None to go without.
    overrides:
        What the command line sets.
    environ:
        The environment: ``POSTCHECK_POLICY``, ``POSTCHECK_CONSENT`` and ``POSTCHECK_PEOPLE`` (several, separated as in
        ``PATH``), ``POSTCHECK_CHANNEL`` (several, separated by commas), ``POSTCHECK_LANGUAGE_MODEL`` and
        ``POSTCHECK_CACHE_DIR``. An empty value counts as unset.

    Raises
    ------
    SettingsError
        If the file cannot be read or does not validate, or if the settings in force name a pack, channel, consent list
        or people list that does not exist. The error names the line, the variable or the option.
    PackError
        If a channel can only be one that the rule pack adds, and the pack does not validate.
    """
    document = None
    if file is None:
        table = SettingsTable.model_construct()
    else:
        document = settings_document(file)
        table = document.validate(SettingsTable)
    join = _Join(table, document, file.parent if file else Path(), overrides, environ)
    extra = join.extra_channels()
    policy = join.policy()
    known = _Channels(extra, policy)
    accounts = join.accounts(known)
    if document and (faults := tuple(approver_faults(table.approver, accounts))):
        raise document.fail(*faults)
    model_in_force = join.language_model()
    lists = join.consent()
    return Settings(
        policy=policy,
        consent=lists.files,
        consent_folders=lists.folders,
        school=table.school.strip(),
        people=join.people(),
        channels=join.channels(known),
        exclude=tuple(table.exclude),
        extra_channels=extra,
        accounts=accounts,
        links=tuple(table.links.allow) if table.links else (),
        language_model=model_in_force[0],
        ocr=join.ocr(),
        cache=join.cache(),
        contacts=join.contacts(),
        bulk=BulkSettings(**{name: tuple(names) for name, names in table.bulk}),
        ignored_keys=tuple(table.header.ignore),
        consent_max_age=table.consent_list.max_age_days,
        own_say_from=join.own_say_from(),
        imports=mappings(table.imports),
        approvers=approvers(table.approver),
        allowed_signers=join.allowed_signers(),
        file=file,
        language_model_line=model_in_force[1],
    )


def load_imports(file: Path | None) -> Mapping[str, ImportMapping]:
    """Return how exports are read; unlike :func:`load_settings`, it asks for no list, which may be still to be made.

    Raises
    ------
    SettingsError
        If the file cannot be read or does not validate.
    """
    return MappingProxyType({}) if file is None else mappings(settings_document(file).validate(SettingsTable).imports)


class _Channels:
    """Knows which channels there are; asks the rule pack only for one that is not known without it."""

    def __init__(self, extra: Mapping[str, Outlet], policy: str) -> None:
        self.names = {*known_channels.CHANNELS, *extra}
        self.policy = policy
        self.pack_asked = False

    def check(self, written: str, origin: _Origin) -> str:
        """Return the canonical name of a channel; raise if there is none of that name."""
        name = known_channels.canonical(written)
        if name not in self.names and not self.pack_asked:
            self.pack_asked = True
            self.names |= set(load_pack(self.policy).channels)
        if name not in self.names:
            raise origin.error(
                f'there is no channel "{written}".', suggestion(name, {*self.names, *known_channels.ALIASES})
            )
        return name


@dataclass(frozen=True)
class _Join:
    """The three sources of settings, and how each setting is taken from them."""

    table: SettingsTable
    document: TomlDocument | None
    folder: Path
    """Where the paths of the file start."""
    overrides: Overrides
    environ: Mapping[str, str]

    def policy(self) -> str:
        """Return the pack in force: an id, or the absolute path of a file."""
        if (named := policy_outside_file(self.overrides.policy, self.environ)) is not None:
            return named
        if self.table.policy is not None:
            return pack_in_force(self.table.policy, self.folder, self._key("policy").error)
        return BASELINE

    def consent(self) -> ConsentFiles:
        """Return the consent lists in force."""
        if self.overrides.consent:
            return consent_files((path, _Origin("--consent").error) for path in self.overrides.consent)
        if paths := in_variable(self._variable("POSTCHECK_CONSENT")):
            return consent_files((path, _Origin("POSTCHECK_CONSENT").error) for path in paths)
        return consent_files(
            (self.folder / Path(value).expanduser(), self._key("consent", index).error)
            for index, value in enumerate(self.table.consent)
        )

    def own_say_from(self) -> int | None:
        """Return the age from which pupils are asked themselves, if the file names a year group."""
        written = self.table.consent_list.own_say_from
        if written is None:
            return None
        age = youngest_age(written)
        if age is None:
            raise self._key("consent_list", "own_say_from").error(
                "this is no year group.", 'Write it as the consent list does: "Year 9".'
            )
        return age

    def people(self) -> tuple[Path, ...]:
        """Return the people lists in force."""
        if self.overrides.people:
            return tuple(existing(path, "people list", _Origin("--people").error) for path in self.overrides.people)
        if paths := in_variable(self._variable("POSTCHECK_PEOPLE")):
            return tuple(existing(path, "people list", _Origin("POSTCHECK_PEOPLE").error) for path in paths)
        return tuple(
            existing(self.folder / Path(value).expanduser(), "people list", self._key("people", index).error)
            for index, value in enumerate(self.table.people)
        )

    def channels(self, known: _Channels) -> tuple[str, ...]:
        """Return where drafts go if they do not say so."""
        if parts := _parts(",".join(self.overrides.channels), ","):
            return _distinct(known.check(part, _Origin("--channel")) for part in parts)
        if parts := _parts(self._variable("POSTCHECK_CHANNEL"), ","):
            return _distinct(known.check(part, _Origin("POSTCHECK_CHANNEL")) for part in parts)
        return _distinct(
            known.check(value, self._key("channels", index)) for index, value in enumerate(self.table.channels)
        )

    def extra_channels(self) -> Mapping[str, Outlet]:
        """Return the channels that the file adds."""
        added: dict[str, Outlet] = {}
        for written, table in self.table.channel.items():
            name = known_channels.canonical(written)
            if known_channels.CHANNELS.get(name, table.outlet) is not table.outlet:
                raise self._key("channel", written).error(
                    "this channel is known already, and counts as another outlet.", "Give it another name."
                )
            added[name] = table.outlet
        return MappingProxyType(added)

    def accounts(self, known: _Channels) -> tuple[Account, ...]:
        """Return the account register."""
        return tuple(
            Account(
                name=account.name.strip(),
                channels=_distinct(
                    known.check(value, self._key("account", number, "channels", index))
                    for index, value in enumerate(account.channels)
                ),
                handle=account.handle.strip(),
                official=account.official,
                staff=_distinct(name.strip() for name in account.staff),
                head_told_on=account.head_told_on,
                policies_linked=account.policies_linked,
                school=account.school.strip(),
            )
            for number, account in enumerate(self.table.account)
        )

    def language_model(self) -> tuple[str, int | None]:
        """Return the language model in force, and the line of the file that names it."""
        if self.overrides.language_model is not None:
            return self.overrides.language_model, None
        if value := self._variable("POSTCHECK_LANGUAGE_MODEL"):
            return value, None
        if self.document is None or not self.table.language_model:
            return "", None
        return self._located(self.table.language_model), self.document.place(("language_model",))[0]

    def ocr(self) -> OcrSettings:
        """Return how images are read."""
        table = self.table.ocr
        mode = self.overrides.ocr or table.mode
        located = self._located(table.tesseract)
        return OcrSettings(**{**dict(table), "tesseract": located, "mode": mode})

    def allowed_signers(self) -> Path | None:
        """Return the list of whose SSH keys are whose."""
        named = self.table.sign_off.allowed_signers
        return None if named is None else self.folder / Path(named).expanduser()

    def contacts(self) -> Contacts:
        """Return the school's own contacts."""
        table = self.table.contacts
        return Contacts(
            tuple(table.phones),
            tuple(table.emails),
            tuple(table.email_domains),
            tuple(table.postcodes),
            tuple(table.addresses),
        )

    def cache(self) -> CacheSettings:
        """Return whether and where readings are remembered."""
        table = self.table.cache
        folder = None
        if value := self._variable("POSTCHECK_CACHE_DIR"):
            folder = Path(value).expanduser().absolute()
        elif table.folder:
            folder = (self.folder / Path(table.folder).expanduser()).absolute()
        return CacheSettings(table.enabled and not self.overrides.no_cache, folder, table.max_mb, table.max_days)

    def _located(self, value: str) -> str:
        """Return ``value`` as it is if it is a bare name; a path is taken from the settings file's folder."""
        return str((self.folder / Path(value).expanduser()).absolute()) if "/" in value or "\\" in value else value

    def _key(self, *key: str | int) -> _Origin:
        return _Origin(str(key[0]), self.document, key)

    def _variable(self, name: str) -> str:
        return self.environ.get(name, "").strip()


def _parts(value: str, separator: str) -> tuple[str, ...]:
    return tuple(part for piece in value.split(separator) if (part := piece.strip()))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
