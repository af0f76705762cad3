"""Settings: ``postcheck.toml``, the environment and the command line, joined into one checked value.

The command line beats the environment, and the environment beats the file. Paths in the file start from the file's folder; those in the environment
and on the command line from the current one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from postcheck.errors import PackError, SettingsError
from postcheck.load.packs import BASELINE, find_pack, load_pack, shipped_packs
from postcheck.load.toml_document import Document, Key, Table, Words, read_toml, suggestion
from postcheck.model import channels as known_channels
from postcheck.model.people import Outlet
from postcheck.model.settings import Account, OcrSettings, Settings

FILE_NAME = "postcheck.toml"


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line sets; None and an empty tuple leave it to the environment and the file."""

    policy: str | None = None
    consent: Path | None = None
    people: tuple[Path, ...] = ()
    channels: tuple[str, ...] = ()
    language_model: str | None = None


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_added_channels(value: object) -> object:
    if isinstance(value, (str, list)):
        raise ValueError('this table adds channels, as in [channel.intranet]. Where drafts go is set by "channels".')  # noqa: TRY004 - for pydantic
    return value


Several = Annotated[list[Words], BeforeValidator(_as_list)]
"""One text or a list of them."""


class _OcrTable(Table):
    time_limit: Annotated[float, Field(gt=0, allow_inf_nan=False)] = OcrSettings.time_limit
    max_pixels: Annotated[int, Field(gt=0)] = OcrSettings.max_pixels
    tesseract: str = OcrSettings.tesseract
    languages: Annotated[str, Field(pattern=r"^[A-Za-z_]+(\+[A-Za-z_]+)*$")] = OcrSettings.languages
    engine: Literal["both", "rapidocr", "tesseract"] = "both"


class _ChannelTable(Table):
    outlet: Annotated[Outlet, Field(strict=False)]


class _AccountTable(Table):
    name: Words
    channels: Several = Field(default_factory=list)
    handle: str = ""
    official: bool = True


class _SettingsTable(Table):
    policy: Words | None = None
    consent: Words | None = None
    people: Several = Field(default_factory=list)
    channels: Several = Field(default_factory=list)
    language_model: str = ""
    ocr: _OcrTable = _OcrTable()
    channel: Annotated[dict[str, _ChannelTable], BeforeValidator(_as_added_channels)] = Field(default_factory=dict)
    account: list[_AccountTable] = Field(default_factory=list)


@dataclass(frozen=True)
class _Origin:
    """Where a setting was made, for messages."""

    name: str
    """The option, the environment variable, or the key of the file."""
    document: Document | None = None
    key: Key = ()

    def error(self, message: str, advice: str) -> SettingsError:
        """Return an error that names this origin."""
        if self.document is None:
            return SettingsError(f"{self.name}: {message}", advice=advice)
        line, column = self.document.place(self.key)
        return SettingsError(f"{self.name}: {message}", advice=advice, file=self.document.file, line=line, column=column)


def config_from(environ: Mapping[str, str]) -> Path | None:
    """Return the settings file that ``POSTCHECK_CONFIG`` names, or None if it is unset or empty."""
    value = environ.get("POSTCHECK_CONFIG", "").strip()
    return Path(value).expanduser() if value else None


def find_settings_file(start: Path) -> Path | None:
    """Return the nearest ``postcheck.toml`` from ``start`` upwards.

    The search starts in the folder ``start``, or in the folder of the file ``start``, and ends at the root of the repository (the folder that holds
    ``.git``) or of the file system.
    """
    place = Path(os.path.abspath(start))  # noqa: PTH100 - unlike resolve(), it follows the path that the user gave, not its links
    for folder in (place, *place.parents) if place.is_dir() else place.parents:
        file = folder / FILE_NAME
        if file.is_file():
            return file
        if (folder / ".git").exists():
            return None
    return None


def load_settings(file: Path | None, *, overrides: Overrides = Overrides(), environ: Mapping[str, str] = MappingProxyType({})) -> Settings:
    """Join the settings file, the environment and the command line.

    Parameters
    ----------
    file:
        The settings file, or None to go without.
    overrides:
        What the command line sets.
    environ:
        The environment: ``POSTCHECK_POLICY``, ``POSTCHECK_CONSENT``, ``POSTCHECK_PEOPLE`` (several, separated as in ``PATH``), ``POSTCHECK_CHANNEL``
        (several, separated by commas) and ``POSTCHECK_LANGUAGE_MODEL``. An empty value counts as unset.

    Raises
    ------
    SettingsError
        If the file cannot be read or does not validate, or if the settings in force name a pack, channel, consent list or people list that does not
        exist. The error names the line, the variable or the option.
    PackError
        If a channel can only be one that the rule pack adds, and the pack does not validate.
    """
    document = None
    table = _SettingsTable()
    if file is not None:
        document = read_toml(file, what="settings file", error=SettingsError, missing="Write one with postcheck init, or name another with --config.")
        table = document.validate(_SettingsTable)
    join = _Join(table, document, file.parent if file else Path(), overrides, environ)
    extra = join.extra_channels()
    policy = join.policy()
    known = _Channels(extra, policy)
    model_in_force = join.language_model()
    return Settings(
        policy=policy,
        consent=join.consent(),
        people=join.people(),
        channels=join.channels(known),
        extra_channels=extra,
        accounts=join.accounts(known),
        language_model=model_in_force[0],
        ocr=join.ocr(),
        file=file,
        language_model_line=model_in_force[1],
    )


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
            raise origin.error(f'there is no channel "{written}".', suggestion(name, {*self.names, *known_channels.ALIASES}))
        return name


@dataclass(frozen=True)
class _Join:
    """The three sources of settings, and how each setting is taken from them."""

    table: _SettingsTable
    document: Document | None
    folder: Path
    """Where the paths of the file start."""
    overrides: Overrides
    environ: Mapping[str, str]

    def policy(self) -> str:
        """Return the pack in force: an id, or the absolute path of a file."""
        if self.overrides.policy is not None:
            return self._pack(self.overrides.policy, Path(), _Origin("--policy"))
        if value := self._variable("POSTCHECK_POLICY"):
            return self._pack(value, Path(), _Origin("POSTCHECK_POLICY"))
        if self.table.policy is not None:
            return self._pack(self.table.policy, self.folder, self._key("policy"))
        return BASELINE

    def consent(self) -> Path | None:
        """Return the consent list in force."""
        if self.overrides.consent is not None:
            return _existing(self.overrides.consent, "consent list", _Origin("--consent"))
        if value := self._variable("POSTCHECK_CONSENT"):
            return _existing(Path(value).expanduser(), "consent list", _Origin("POSTCHECK_CONSENT"))
        if self.table.consent is not None:
            return _existing(self.folder / Path(self.table.consent).expanduser(), "consent list", self._key("consent"))
        return None

    def people(self) -> tuple[Path, ...]:
        """Return the people lists in force."""
        if self.overrides.people:
            return tuple(_existing(path, "people list", _Origin("--people")) for path in self.overrides.people)
        if parts := _parts(self._variable("POSTCHECK_PEOPLE"), os.pathsep):
            return tuple(_existing(Path(part).expanduser(), "people list", _Origin("POSTCHECK_PEOPLE")) for part in parts)
        return tuple(
            _existing(self.folder / Path(value).expanduser(), "people list", self._key("people", index))
            for index, value in enumerate(self.table.people)
        )

    def channels(self, known: _Channels) -> tuple[str, ...]:
        """Return where drafts go that do not say so."""
        if parts := _parts(",".join(self.overrides.channels), ","):
            return _distinct(known.check(part, _Origin("--channel")) for part in parts)
        if parts := _parts(self._variable("POSTCHECK_CHANNEL"), ","):
            return _distinct(known.check(part, _Origin("POSTCHECK_CHANNEL")) for part in parts)
        return _distinct(known.check(value, self._key("channels", index)) for index, value in enumerate(self.table.channels))

    def extra_channels(self) -> Mapping[str, Outlet]:
        """Return the channels that the file adds."""
        added: dict[str, Outlet] = {}
        for written, table in self.table.channel.items():
            name = known_channels.canonical(written)
            if known_channels.CHANNELS.get(name, table.outlet) is not table.outlet:
                raise self._key("channel", written).error("this channel is known already, and counts as another outlet.", "Give it another name.")
            added[name] = table.outlet
        return MappingProxyType(added)

    def accounts(self, known: _Channels) -> tuple[Account, ...]:
        """Return the account register."""
        return tuple(
            Account(
                name=account.name.strip(),
                channels=_distinct(
                    known.check(value, self._key("account", number, "channels", index)) for index, value in enumerate(account.channels)
                ),
                handle=account.handle.strip(),
                official=account.official,
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
        return OcrSettings(table.time_limit, table.max_pixels, self._located(table.tesseract), table.languages, table.engine)

    def _pack(self, value: str, folder: Path, origin: _Origin) -> str:
        """Return a pack's id as it was given, or its file's absolute path; raise if there is no such pack."""
        value = value.strip()
        if (identity := value.casefold()) in {BASELINE, *shipped_packs()}:
            return identity
        try:
            return str(find_pack(value, relative_to=folder).absolute())
        except PackError as exception:
            raise origin.error(exception.message, exception.advice) from None

    def _located(self, value: str) -> str:
        """Return the file's own ``value`` as a path from its folder if it is a path, and as it is if it is a bare name."""
        return str((self.folder / Path(value).expanduser()).absolute()) if "/" in value or "\\" in value else value

    def _key(self, *key: str | int) -> _Origin:
        return _Origin(str(key[0]), self.document, key)

    def _variable(self, name: str) -> str:
        return self.environ.get(name, "").strip()


def _existing(path: Path, what: str, origin: _Origin) -> Path:
    """Return ``path``; raise if nothing is there or it is a folder."""
    if path.is_dir():
        raise origin.error(f"the {what} {path} is a folder.", "Give the CSV file itself.")
    if not path.exists():
        raise origin.error(f"the {what} {path} does not exist.", "Check the path, or take it out to go without the list.")
    return path


def _parts(value: str, separator: str) -> tuple[str, ...]:
    return tuple(part for piece in value.split(separator) if (part := piece.strip()))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
