"""What a row of an export says: who the pupil is, which answer was given, and on which terms."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from postcheck.consent.consent_list import REASON, WORDS, may_be_a_reason
from postcheck.consent.imports.base import PARENT, PUPIL, ExportField
from postcheck.consent.imports.choices import options, outlets_of
from postcheck.consent.imports.meaning import ANSWER_WORDS, Meaning
from postcheck.consent.imports.record import (
    NAME_FIELDS,
    Cell,
    Record,
    is_ticked,
    parse_export_date,
    plain_form,
)
from postcheck.consent.refusals import may_invert
from postcheck.errors import ConsentListError
from postcheck.formats.cells import collapse_whitespace, folded, quoted, words
from postcheck.formats.toml_text import toml_key
from postcheck.model.people import Answer, GivenBy, Outlet, Use

_BRACKET = re.compile(r"\((?P<name>[^()]+)\)")
"""Where school systems show the name in use."""
_LAST = re.compile(
    r"(?: (?:van|von|de|del|della|der|den|di|da|dos|la|le|el|al|bin|ibn|abu|st\.?|mac|mc|o))* [^ ]+$", re.IGNORECASE
)
"""A surname at the end of a full name, with its particles."""
_TICKS = {
    ExportField.NOT_GRANTED: Answer.REFUSED,
    ExportField.GRANTED: Answer.GIVEN,
    ExportField.REQUESTED: Answer.REQUESTED,
}


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """An answer that is not understood."""

    column: str
    """The type of consent, or the heading, that it answers."""
    value: str
    shown: str
    """The answer in quotation marks; empty if it may be a name."""
    inverted: bool
    """Whether the question seems to ask for a refusal."""
    count: int = 0
    """How many rows give it."""


class Rows:
    """Reads rows.

    Parameters
    ----------
    meaning:
        What the export's words mean.
    records:
        All rows of the export: no message quotes a name that stands in any of them.
    """

    def __init__(self, meaning: Meaning, records: Sequence[Record]) -> None:
        self._meaning = meaning
        self._records = records
        self.divided = 0
        """How many full names of three words or more were divided into forenames and surname."""

    def identity(self, record: Record) -> Iterator[tuple[str, str]]:
        """Yield the pupil's names, group and status as the row gives them.

        Where the name in use and the legal one differ, both are kept.
        """
        for name in ("middle_names", "other_names", "year_group", "form", "house", "school"):
            yield name, record.text(name)
        whole = self._parts_of_name(record)
        for name in ("forename", "surname"):
            used, legal, preferred = record.text(name), record.text(f"legal_{name}"), record.text(f"preferred_{name}")
            if used and legal and used.casefold() != legal.casefold() and not preferred:
                used, preferred = legal, used
            if not used and not legal and name in whole:
                used = whole[name]
                preferred = preferred or whole.get(f"preferred_{name}", "")
            yield name, used or legal
            yield f"preferred_{name}", preferred
        for name in ("status", "do_not_publish"):
            if name in record.cells:
                yield name, self._word(record.cells[name], name)
        if "leaving_date" in record.cells:
            yield "leaving_date", self._date(record.cells["leaving_date"])

    def _parts_of_name(self, record: Record) -> dict[str, str]:
        """Return the names in a cell that holds all of them: "Carter, Amelia (Millie)" or "Amelia Carter"."""
        text = record.text(ExportField.FULL_NAME)
        if not text or any(record.text(name) for name in NAME_FIELDS - {ExportField.FULL_NAME}):
            return {}
        bracket = _BRACKET.search(text)
        known_as = {"preferred_forename": bracket["name"].strip()} if bracket else {}
        text = collapse_whitespace(_BRACKET.sub(" ", text))
        surname, comma, forename = (part.strip() for part in text.partition(","))
        if not comma:
            match = _LAST.search(text)
            at = match.start() if match else 0
            forename, surname = (text[:at].strip(), text[at:].strip()) if at else (text, "")
            if " " in forename:
                self.divided += 1
        return {"forename": forename, "surname": surname, **known_as}

    def answers(self, record: Record) -> Iterator[tuple[str, str, Answer]]:
        """Yield types of consent that the list knows, each with a column of the list and the answer for that.

        Those left out on purpose are not read.
        """
        for kind, cell in record.consents:
            columns = self._meaning.types.get(plain_form(kind), ())
            if columns:
                for column, answer in self._answers_of(cell, kind, columns):
                    yield kind, column, self._withdrawn(record, answer)
        if record.type is not None:
            columns = self._meaning.types.get(plain_form(record.type), ())
            if columns:
                answer = self._withdrawn(record, self._answer_of_row(record, record.type))
                yield from ((record.type, column, answer) for column in columns)

    def _answers_of(self, cell: Cell, kind: str, columns: Sequence[str]) -> Iterator[tuple[str, Answer]]:
        """Yield the answer for each column: outlets that stand in the cell were ticked, and all others were not."""
        outlets = {column: Outlet(column.rpartition("_")[2]) for column in columns if column not in set(Use)}
        uses = {column.rpartition("_")[0] for column in columns}
        ticked = self._ticked(cell, kind, uses) if len(outlets) == len(columns) else None
        if ticked is None:
            answer = self._answer_of(cell, kind)
            yield from ((column, answer) for column in columns)
            return
        for column, outlet in outlets.items():
            yield column, Answer.GIVEN if outlet in ticked else Answer.REFUSED

    def _ticked(self, cell: Cell, kind: str, uses: Collection[str]) -> frozenset[Outlet] | None:
        """Return the outlets that a cell names, or None if it holds an answer, or nothing."""
        word = folded(cell.text)
        known = self._meaning.own_answer(kind, word) or self._meaning.known_answer(word)
        if known is not None or may_invert(kind):
            return None
        own = self._meaning.own_outlets(kind)
        ticked = options(cell.text)
        alone = len(ticked) == 1
        named = {option: outlets_of(option, own, uses=uses, alone=alone) for option in ticked}
        if all(outlets is None for outlets in named.values()):
            return None
        for option, outlets in named.items():
            if outlets is None:
                raise cell.error(
                    "This names something of which it is not known where it is published.",
                    self._explain_choice(cell, kind, option),
                )
        return frozenset().union(*filter(None, named.values()))

    def _explain_choice(self, cell: Cell, kind: str, option: str) -> str:
        shown = self._shown(cell, option)
        value = shown if shown.startswith('"') else '"the option"'
        return (
            "Say in postcheck.toml where that is (social, website, press, print or display; "
            f"leave it empty if nothing is published):\n\n[{self._meaning.section}.values.{toml_key(kind)}]\n"
            f'{value} = "…"\n'
        )

    def open_answers(self, record: Record) -> Iterator[OpenAnswer]:
        """Yield the answers of a row that are not understood, or of which a yes may be a no."""
        for kind, cell in self._answer_cells(record):
            try:
                [*self._answers_of(cell, kind, self._meaning.types[plain_form(kind)])]
            except ConsentListError:
                shown = self._shown(cell)
                yield OpenAnswer(
                    kind, collapse_whitespace(cell.text), shown if shown.startswith('"') else "", may_invert(kind)
                )

    def _answer_cells(self, record: Record) -> Iterator[tuple[str, Cell]]:
        for kind, cell in record.consents:
            if self._meaning.types.get(plain_form(kind)):
                yield kind, cell
        answered = record.type is not None and ExportField.ANSWER in record.cells
        if record.type is not None and answered and self._meaning.types.get(plain_form(record.type)):
            yield record.type, record.cells[ExportField.ANSWER]

    def terms(self, record: Record) -> Iterator[tuple[str, str]]:
        """Yield how, by whom and for how long consent was given, by column."""
        for name in ("given_on", "expires_on"):
            if name in record.cells and (day := self._date(record.cells[name])):
                yield name, day
        if "method" in record.cells and (word := self._word(record.cells["method"], "method")):
            yield "method", word
        if "given_by" in record.cells:
            cell = record.cells["given_by"]
            word = self._translated(cell)
            giver = GivenBy.PARENT if word in PARENT else GivenBy.PUPIL if word in PUPIL else word
            if giver and giver not in set(GivenBy):
                # The cell isn't quoted: it may hold a parent's name.
                message = "This says neither that a parent gave consent nor that the pupil did."
                remedy = (
                    f"Leave the column out, under [{self._meaning.section}.columns] in postcheck.toml: "
                    f'{toml_key(cell.heading)} = ""'
                )
                meaning = self._explain(cell, "parent, pupil or both")
                raise cell.error(
                    message,
                    f"Correct it in the school system, or say what it means ({meaning}). {remedy}",
                )
            if giver:
                yield "given_by", giver

    def _word(self, cell: Cell, column: str) -> str:
        word = self._translated(cell)
        if word not in WORDS[column]:
            known = ", ".join(one for one in WORDS[column] if one)
            if column == "do_not_publish" and may_be_a_reason(cell.text):
                raise cell.error(
                    f"{REASON} is no value for {column}.", f"Export it as one of {known}, or blank, without any reason."
                )
            raise cell.error(f"{self._shown(cell)} is no value for {column}.", self._explain(cell, f"one of {known}"))
        return word

    def _translated(self, cell: Cell) -> str:
        """Return a cell's value, or what it means in this column by the settings."""
        return self._meaning.own_word(cell.heading, cell.text)

    def _date(self, cell: Cell) -> str:
        text = collapse_whitespace(cell.text)
        day = parse_export_date(text) if text else None
        if text and day is None:
            raise cell.error(
                "This is no date that can be read without guessing.",
                "Export dates as 2026-09-01, 01/09/2026 or 1 Sep 2026.",
            )
        return day.isoformat() if day else ""

    def _answer_of_row(self, record: Record, kind: str) -> Answer:
        cells = record.cells
        if ExportField.ANSWER in cells:
            return self._answer_of(cells[ExportField.ANSWER], kind)
        if ExportField.DENIED in cells:
            cell = cells[ExportField.DENIED]
            if not collapse_whitespace(cell.text):
                return Answer.BLANK
            return self._answer_of_tick(
                cell, kind, *(("denied", Answer.REFUSED) if is_ticked(cell) else ("not denied", Answer.GIVEN))
            )
        if ExportField.GRANTED in cells:
            ticked = [
                part
                for part in (ExportField.NOT_GRANTED, ExportField.GRANTED, ExportField.REQUESTED)
                if part in cells and is_ticked(cells[part])
            ]
            if not ticked:
                return Answer.BLANK
            cell = cells[ticked[0]]
            if ticked[0] is ExportField.GRANTED and may_invert(cell.heading):
                raise self._inverted(cell, cell.heading, cell.text)
            return self._answer_of_tick(cell, kind, str(ticked[0]).replace("_", " "), _TICKS[ticked[0]])
        if self._meaning.system.presence_is_consent:
            return self._answer_of_tick(cells.get(ExportField.TYPE, record.id), kind, "ticked", Answer.GIVEN)
        raise record.id.error(
            "No column says whether consent was given.", f"{self._meaning.system.hint} Export the answers too.".strip()
        )

    def _answer_of_tick(self, cell: Cell, kind: str, said: str, answer: Answer) -> Answer:
        """Return the answer that a tick gives; ``said`` is the word by which the settings may say otherwise."""
        if (own := self._meaning.own_answer(kind, said)) is not None:
            return own
        if may_invert(kind):
            raise self._inverted(cell, kind, said)
        return answer

    def _answer_of(self, cell: Cell, kind: str) -> Answer:
        word = folded(cell.text)
        for column in (cell.heading, kind):
            if (own := self._meaning.own_answer(column, word)) is not None:
                return own
        for asked in (cell.heading, kind) if word else ():
            if may_invert(asked):
                raise self._inverted(cell, asked, cell.text)
        if (answer := self._meaning.known_answer(word)) is not None:
            return answer
        raise cell.error(
            f"{self._shown(cell)} is no answer that {self._meaning.system.title} is known to give.",
            self._explain(cell, ANSWER_WORDS),
        )

    def _inverted(self, cell: Cell, asked: str, value: str) -> ConsentListError:
        """Return the error for an answer to ``asked``, which does not read like a question for consent."""
        message = (
            "This asks for a refusal, it seems, or tells of an answer that is still to come, "
            "so that a yes may be a no; it is not guessed."
        )
        known = asked if self._shown(cell, asked).startswith('"') else "the type"
        leave_out = f'To leave it out, write under [{self._meaning.section}.types]: {toml_key(known)} = ""'
        return cell.error(
            message, f"{self._explain(cell, ANSWER_WORDS, known, value)}\nThe same for its other answers. {leave_out}"
        )

    def _withdrawn(self, record: Record, answer: Answer) -> Answer:
        """Return the answer, or that it was withdrawn.

        The consent list has one withdrawal date for all types, so a date for a single type becomes an answer.
        """
        if answer is Answer.GIVEN and "withdrawn_on" in record.cells and self._date(record.cells["withdrawn_on"]):
            return Answer.WITHDRAWN
        return answer

    def _shown(self, cell: Cell, text: str | None = None) -> str:
        names = frozenset().union(*(words(record.text(name)) for record in self._records for name in NAME_FIELDS))
        return quoted(cell.text if text is None else text, names)

    def _explain(self, cell: Cell, choice: str, column: str | None = None, text: str | None = None) -> str:
        """Return the lines of the settings that would explain a value; not the value itself if it may be a name.

        ``column`` and ``text`` stand for the cell's own heading and value where something else is to be explained.
        """
        shown = self._shown(cell, text)
        value = (
            shown
            if shown.startswith('"') and cell.heading and "given_by" not in self._meaning.field(cell.heading)
            else '"the value"'
        )
        table = f"[{self._meaning.section}.values.{toml_key(column or cell.heading)}]"
        return f'Say what it means in postcheck.toml ({choice}):\n\n{table}\n{value} = "…"\n'
