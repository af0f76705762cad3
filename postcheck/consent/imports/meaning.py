"""What the columns, types and values of an export mean, by the school system's own words and the settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from postcheck.consent.consent_list import ANSWERS, CONSENT, KNOWN, OUTLETS, WORDS, parse_date
from postcheck.consent.headings import IDS
from postcheck.consent.imports.base import SHARED, ExportField, System
from postcheck.consent.imports.record import ID, plain_form
from postcheck.errors import SettingsError
from postcheck.formats.cells import collapse_whitespace, folded, normalize_header
from postcheck.formats.toml_text import toml_key
from postcheck.model.people import Answer, Outlet
from postcheck.model.settings import ImportMapping

_ALWAYS = ("method", "given_by", "given_on", "expires_on", "school", "status")
ANSWER_WORDS = "given, refused, withdrawn, requested, not_asked or conditional"


class Meaning:
    """Knows what an export's words mean.

    Parameters
    ----------
    system:
        The school system.
    mapping:
        What the school's settings say about it.
    name:
        What follows ``import.`` in those settings.
    meanings:
        What types of consent mean, from the command line.

    Raises
    ------
    SettingsError
        If the settings say what means nothing.
    """

    def __init__(
        self, system: System, mapping: ImportMapping, name: str, meanings: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.system = system
        self.section = f"import.{toml_key(name)}"
        """The table of the settings that explains this export."""
        self.types = {
            plain_form(kind): self._consent_columns(columns, f"types.{toml_key(kind)}")
            for kind, columns in mapping.types.items()
        }
        """The columns of the consent list that a type of consent stands for, by its plain form."""
        self.types |= {plain_form(kind): self._consent_columns(columns, "--map") for kind, columns in meanings.items()}
        self.columns = {plain_form(heading): self._column(heading, meant) for heading, meant in mapping.columns.items()}
        """The fields that headings stand for, as the settings say."""
        self.always = self._checked(mapping.always)
        """What holds for every pupil, by column."""
        self._values = {folded(value): self.answer(value, meant) for value, meant in mapping.values.items()}
        self._column_values = {plain_form(column): dict(values) for column, values in mapping.column_values.items()}

    def field(self, heading: str) -> str:
        """Return what a heading stands for, or nothing if that is not known."""
        plain = plain_form(heading)
        if plain in self.columns:
            return self.columns[plain]
        if plain in self.types:
            return ""
        written = normalize_header(heading)
        if written in IDS:
            return ID
        return self.system.fields.get(written) or SHARED.get(written) or KNOWN.get(written) or ""

    def answer(self, value: str, meant: str) -> Answer:
        """Return the answer that the settings say ``value`` means."""
        if folded(meant) not in ANSWERS:
            raise SettingsError(
                f'[{self.section}] values.{toml_key(value)}: "{meant}" is no consent answer.',
                advice=f"Use {ANSWER_WORDS}.",
            )
        return ANSWERS[folded(meant)]

    def own_word(self, column: str, text: str) -> str:
        """Return a value, or what it means in this column by the settings."""
        own = {folded(value): meant for value, meant in self._column_values.get(plain_form(column), {}).items()}
        return folded(own.get(folded(text), text))

    def own_answer(self, column: str, text: str) -> Answer | None:
        """Return the answer that a value means by the settings, or None if they do not say.

        ``column`` is a column's heading or a type of consent.
        """
        for value, meant in self._column_values.get(plain_form(column), {}).items():
            if folded(value) == folded(text):
                return self.answer(value, meant)
        return None

    def own_outlets(self, column: str) -> Mapping[str, frozenset[Outlet]]:
        """Return where what can be ticked in a column is published, by the settings: none for an empty text."""
        found = {}
        for value, meant in self._column_values.get(plain_form(column), {}).items():
            named = [part.strip() for part in meant.split(",") if part.strip()]
            outlets = [OUTLETS.get(normalize_header(part)) for part in named]
            if None not in outlets:
                found[folded(value)] = frozenset(outlet for outlet in outlets if outlet is not None)
        return found

    def known_answer(self, word: str) -> Answer | None:
        """Return what a word means in any column, by the settings, the system or the consent list; None if unknown."""
        return next((known[word] for known in (self._values, self.system.values, ANSWERS) if word in known), None)

    def _consent_columns(self, columns: Iterable[str], where: str) -> tuple[str, ...]:
        found = []
        for column in columns:
            known = KNOWN.get(normalize_header(column))
            if known not in CONSENT:
                place = where if where.startswith("--") else f"[{self.section}] {where}"
                advice = (
                    "Use photo, video, name_first, name_full, name_with_photo or work, "
                    "with or without _social, _website, _press, _print or _display."
                )
                raise SettingsError(f'{place}: "{column}" is no consent column.', advice=advice)
            found.append(known)
        return tuple(found)

    def _column(self, heading: str, meant: str) -> str:
        known = KNOWN.get(normalize_header(meant)) or next(
            (part for part in ExportField if part == folded(meant)), None
        )
        if meant.strip() and known is None:
            advice = (
                f"Use a column of the consent list, or one of {', '.join(ExportField)}; "
                "leave it empty to leave the column out."
            )
            raise SettingsError(f'[{self.section}] columns.{toml_key(heading)}: "{meant}" is no column.', advice=advice)
        return known or ""

    def _checked(self, always: Mapping[str, str]) -> dict[str, str]:
        for column, value in always.items():
            wrong = column not in _ALWAYS or (column in WORDS and folded(value) not in WORDS[column])
            wrong = wrong or (column.endswith("_on") and parse_date(collapse_whitespace(value)) is None)
            if wrong:
                advice = f'What can be set for everybody: {", ".join(_ALWAYS)}; for example method = "online".'
                raise SettingsError(
                    f'[{self.section}] always.{toml_key(column)}: "{value}" cannot be set for everybody.', advice=advice
                )
        return {
            column: folded(value) if column in WORDS else collapse_whitespace(value) for column, value in always.items()
        }
