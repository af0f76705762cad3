"""What is doubtful in a consent list: all that ``postcheck consent check`` reports.

An error keeps the list from being used. Nothing else here does, but a school would want to know of it. No message names
a pupil.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from postcheck.consent.consent_list import (
    DATES,
    FORMULA,
    ID,
    NAMES,
    Reading,
    RowProblem,
    parse_date,
    shown_id,
)
from postcheck.consent.pupil_rows import agreed, all_names, words_of_names
from postcheck.consent.refusals import READ_IT
from postcheck.formats.cells import collapse_whitespace
from postcheck.formats.tables import Row
from postcheck.model.people import Answer, GivenBy, Method, Pupil, Roll, Status

_LONDON = ZoneInfo("Europe/London")
# "Zoë" as "ZoÃ«", as "Zo" with a replacement character, or as "Zo?"
_LOST_LETTERS = re.compile(
    "\ufffd|[\u00c2-\u00c5][\u0080-\u00bf\u0152-\u0178\u02c6-\u2122]|\u00e2\u20ac|\\?(?=[a-z])|(?<=[a-z])\\?"
)
_DAY_FIRST = 12
_ENOUGH = 3
"""With this many different dates, it can't be chance that all could be read either way round."""
_ENOUGH_ROWS = 5
"""With this many rows, it can't be chance that most look swapped."""


@dataclass(frozen=True)
class Lore:
    """What is known about words, for doubts about names. Words are given in lower case."""

    ordinary: Callable[[str], bool] = lambda _: False
    """Whether a name with this spelling is also an ordinary word ("will", "summer")."""
    forename: Callable[[str], bool] = lambda _: False
    """Whether it is a common forename and nothing else."""


@dataclass(frozen=True)
class Needs:
    """What the policy in force asks of the list."""

    policy: str = ""
    """The policy's title; empty if nobody chose one."""
    methods: frozenset[Method] = frozenset()
    givers: frozenset[GivenBy] = frozenset()
    dated: bool = False
    """Whether the list has to say when consent was given."""


@dataclass(frozen=True)
class ConsentInspection:
    """What an inspection of a consent list shows."""

    roll: Roll | None
    """The list as a check would use it; None if it has an error."""
    problems: tuple[RowProblem, ...]
    """By line."""

    @property
    def errors(self) -> tuple[RowProblem, ...]:
        """What keeps the list from being used."""
        return tuple(problem for problem in self.problems if problem.level == "error")


def inspect_consent(
    path: Path, *, name: str | None = None, today: date | None = None, lore: Lore = Lore(), needs: Needs = Needs()
) -> ConsentInspection:
    """Look for everything doubtful in a consent list.

    Parameters
    ----------
    path:
        The CSV file or the Excel workbook.
    name:
        Its path as messages show it; by default ``path``.
    today:
        The day that tells past from future; by default today in London.
    lore:
        What is known about words, to recognise names that are ordinary words and columns that are swapped.
    needs:
        What the policy in force asks of the list.

    Raises
    ------
    ConsentListError
        If the file cannot be opened, is no table or has no header row.
    """
    reading = Reading(path, name)
    doubts = _Doubts(reading, today or datetime.now(_LONDON).date(), lore, needs).all() if reading.has_columns else ()
    problems = tuple(sorted((*reading.problems, *doubts), key=lambda problem: (problem.line, problem.at)))
    return ConsentInspection(None if reading.problems else reading.roll(), problems)


@dataclass(frozen=True)
class _Doubts:
    reading: Reading
    today: date
    lore: Lore
    needs: Needs

    def all(self) -> Iterator[RowProblem]:
        """Yield a warning for everything doubtful."""
        for remark in self.reading.table.remarks:
            yield RowProblem(remark.line, "", "warning", remark.message, remark.advice)
        yield from self._columns()
        for index, lines in sorted(self.reading.refusals.items()):
            for line in lines:
                message = "This reads as if the pupil must not be published, and the column is not read."
                heading = collapse_whitespace(self.reading.table.header.cells[index])
                yield RowProblem(line, heading, "warning", message, READ_IT)
        for row in self.reading.table.rows():
            yield from self._cells(row)
        yield from self._either_way()
        swapped = self._swapped()
        if len(swapped) > max(_ENOUGH_ROWS, len(self.reading.rows) // 2):
            message = "Forenames and surnames look swapped: most of the surnames are forenames."
            yield self._warn(swapped[0], "surname", message, "Check the headings of the two columns.")
            swapped = []
        for pupil in self.reading.rows:
            yield from self._names(pupil)
            yield from self._dates(pupil)
            yield from self._policy(pupil)
        for pupil in swapped:
            yield self._warn(pupil, "surname", "Forename and surname look swapped.", "Check which is which.")
        yield from self._same_id()
        yield from self._same_name()

    def _warn(self, pupil: Pupil, column: str, message: str, advice: str) -> RowProblem:
        index = self.reading.index.get(column, self.reading.index[ID])
        return self.reading.problem(
            pupil.line, index, "warning", message, advice, pupil_id=shown_id(pupil.id, words_of_names(pupil))
        )

    def _columns(self) -> Iterator[RowProblem]:
        header = self.reading.table.header
        for index, cell in enumerate(header.cells):
            if index not in self.reading.recognised and index not in self.reading.further:
                message = (
                    "This column is not known, and is not read."
                    if cell.strip()
                    else f"Column {index + 1} has no name, and is not read."
                )
                yield self.reading.problem(
                    header.line, index, "warning", message, "Nothing to do, unless it says who agreed to what."
                )
        if not self.reading.consent:
            message = "The list has no column with consent, so that nobody has agreed to anything."
            yield RowProblem(
                header.line, "", "warning", message, "Add columns such as photo_social, name_first or name_full."
            )
        if self.reading.updated_on and self.reading.updated_on > self.today:
            yield RowProblem(
                header.line,
                "",
                "warning",
                "The list was updated on a day that is still to come.",
                "Correct updated_on.",
            )

    def _cells(self, row: Row) -> Iterator[RowProblem]:
        """Yield what is odd about the cells as they are written."""
        if row.fault:
            return
        further = ((column, index) for index, column in self.reading.further.items())
        for column, index in (*self.reading.index.items(), *further):
            cell = row.cells[index]
            if "\n" in cell or "\r" in cell:
                message, advice = "This cell holds a line break.", "Check that no row has slipped into another."
                yield self.reading.problem(row.line, index, "warning", message, advice)
            elif column == ID and cell != cell.strip():
                message = "There is a space before or after this pupil id. It is not counted as part of it."
                yield self.reading.problem(
                    row.line,
                    index,
                    "warning",
                    message,
                    "Take the space out, so that other programs find the pupil too.",
                )
            if cell.strip()[:1] in FORMULA and cell.strip()[1:]:
                message = f"This cell starts with “{cell.strip()[0]}”, so that Excel takes it for a formula."
                yield self.reading.problem(
                    row.line, index, "warning", message, "Correct it; nobody's name or id starts like that."
                )
            if column in NAMES and _LOST_LETTERS.search(cell):
                message = "This name has lost letters with accents, so that the pupil would not be found in a post."
                advice = "Type the name again, and save the list as CSV UTF-8, or as .xlsx."
                yield self.reading.problem(row.line, index, "warning", message, advice)

    def _either_way(self) -> Iterator[RowProblem]:
        """Yield a warning for a column in which no date shows whether the day or the month comes first."""
        for column in DATES:
            index = self.reading.index.get(column)
            if index is None:
                continue
            first: dict[str, int] = {}
            for row in self.reading.table.rows():
                text = collapse_whitespace(row.cells[index]) if not row.fault else ""
                if "/" in text and (day := parse_date(text)):
                    if day.day > _DAY_FIRST:
                        break
                    if day.day != day.month:
                        first.setdefault(text, row.line)
            else:
                if len(first) >= _ENOUGH:
                    message = (
                        "Every date in this column could be read either way round. They are read as day/month/year."
                    )
                    advice = "If the month comes first, write them as year-month-day: 2026-09-01."
                    yield self.reading.problem(min(first.values()), index, "warning", message, advice)

    def _swapped(self) -> list[Pupil]:
        lore = self.lore
        return [
            pupil
            for pupil in self.reading.rows
            if pupil.forename and pupil.surname and lore.forename(pupil.surname.casefold())
            # "Grace" is an ordinary word, and a forename all the same.
            if not any(is_one(pupil.forename.split()[0].casefold()) for is_one in (lore.forename, lore.ordinary))
        ]

    def _names(self, pupil: Pupil) -> Iterator[RowProblem]:
        if not any(all_names(pupil)):
            message, advice = (
                "This row has no name, so that the pupil cannot be found in a post.",
                "Add the forename and the surname.",
            )
            yield self._warn(pupil, ID, message, advice)
        elif (
            not any((pupil.forename, pupil.preferred_forename, pupil.other_names)) and "forename" in self.reading.index
        ):
            message, advice = "This row has no forename.", "Add it, unless the pupil has one name only."
            yield self._warn(pupil, "forename", message, advice)
        elif not any((pupil.surname, pupil.preferred_surname)) and "surname" in self.reading.index:
            yield self._warn(
                pupil, "surname", "This row has no surname.", "Add it, unless the pupil has one name only."
            )
        for column in NAMES:
            value = getattr(pupil, column)
            for name in value if column == "other_names" else (value,):
                yield from self._name(pupil, column, name)

    def _name(self, pupil: Pupil, column: str, name: str) -> Iterator[RowProblem]:
        if any(char.isdigit() for char in name):
            yield self._warn(pupil, column, "This name holds a digit.", "Check that the columns have not been swapped.")
        elif sum(char.isalpha() for char in name) == 1 and column != "middle_names":
            yield self._warn(
                pupil, column, "This name is a single letter.", "Give the whole name: an initial finds nobody."
            )
        elif "," in name:
            message = "This name holds a comma, as if it were surname and forename in one cell."
            yield self._warn(pupil, column, message, "Put each into its own column.")
        elif name and not any(char.isalpha() for char in name):
            yield self._warn(pupil, column, "This name holds no letter.", "Type in the name, or leave the cell blank.")
        elif column in {"forename", "preferred_forename", "other_names"} and self.lore.ordinary(name.casefold()):
            message = (
                "This name is an ordinary word too, "
                "so that a post with it may be put to you as a question, or be missed."
            )
            yield self._warn(pupil, column, message, "Nothing to correct: look twice at posts that show this pupil.")

    def _dates(self, pupil: Pupil) -> Iterator[RowProblem]:
        given = any(answer is Answer.GIVEN for _, answer in pupil.answers)
        ended = pupil.leaving_date is not None and pupil.leaving_date < self.today
        withdrawn = pupil.withdrawn_on is not None and pupil.withdrawn_on <= self.today
        if given and withdrawn:
            message = "Consent was withdrawn, and yet an answer says given. It counts as withdrawn."
            yield self._warn(pupil, "withdrawn_on", message, "Put the answers right, or take the date out.")
        if given and (pupil.status is Status.LEAVER or ended) and pupil.expires_on and pupil.expires_on >= self.today:
            message = "The pupil has left, and yet consent runs on. It counts as ended."
            yield self._warn(pupil, "expires_on", message, "Check the status and the leaving date.")
        elif ended and pupil.status is Status.CURRENT and "status" in self.reading.index:
            message = "The pupil left on a day in the past, and yet the status says current. Consent counts as ended."
            yield self._warn(pupil, "leaving_date", message, "Write leaver as the status, or put the date right.")
        if pupil.given_on and pupil.given_on > self.today:
            message = "Consent was given on a day that is still to come. It counts from then on."
            yield self._warn(
                pupil, "given_on", message, "Check the date, and whether day and month have changed places."
            )
        if pupil.given_on and pupil.expires_on and pupil.expires_on < pupil.given_on:
            yield self._warn(
                pupil,
                "expires_on",
                "Consent runs out before it was given, so that it never holds.",
                "Check the two dates.",
            )
        elif (
            given
            and not ended
            and not withdrawn
            and pupil.status is not Status.LEAVER
            and pupil.expires_on
            and pupil.expires_on < self.today
        ):
            message = "Consent has run out, and yet an answer says given. It counts as not given."
            yield self._warn(pupil, "expires_on", message, "Ask the family again, and write in the new date.")

    def _policy(self, pupil: Pupil) -> Iterator[RowProblem]:
        """Yield what the policy in force will not accept, though the list says that consent was given."""
        if all(answer is not Answer.GIVEN for _, answer in pupil.answers):
            return
        needs = self.needs
        if needs.methods and pupil.method not in needs.methods:
            wanted = " or ".join(sorted(needs.methods))
            message = (
                f"Consent is given, but not in the way that the policy asks for ({wanted}), so that it does not count."
            )
            yield self._warn(pupil, "method", message, f"Write {wanted} under method once it is.")
        if needs.givers and pupil.given_by is not None and pupil.given_by not in needs.givers:
            wanted = "a parent or carer" if GivenBy.PARENT in needs.givers else "the pupil"
            message = f"Consent is given, but not by {wanted}, as the policy asks, so that it does not count."
            yield self._warn(pupil, "given_by", message, "Ask for it, and write both under given_by.")
        if needs.dated and pupil.given_on is None:
            message = "Consent is given, but not when. The policy has it renewed, so that it does not count."
            yield self._warn(pupil, "given_on", message, "Write in the day on which it was given.")

    def _same_id(self) -> Iterator[RowProblem]:
        first: dict[str, Pupil] = {}
        for pupil in self.reading.rows:
            earlier = first.setdefault(pupil.id.casefold(), pupil)
            if earlier is pupil or not pupil.id:
                continue
            if {*all_names(earlier)} - {""} != {*all_names(pupil)} - {""}:
                message = (
                    f"This pupil id stands on line {earlier.line} with another name. "
                    "They count as one pupil, with the stricter consent."
                )
                yield self._warn(pupil, ID, message, "If they are two pupils, give one of them another id.")
                continue
            differ = "They disagree, and the" if agreed(earlier) != agreed(pupil) else "The"
            message = (
                f"This pupil id has a row already, on line {earlier.line}. "
                f"{differ} stricter reading of each cell counts."
            )
            yield self._warn(pupil, ID, message, "Keep one row per pupil, and give another pupil another id.")

    def _same_name(self) -> Iterator[RowProblem]:
        same: dict[tuple[str, str], list[Pupil]] = defaultdict(list)
        for pupil in self.reading.rows:
            name = pupil.forename.casefold(), pupil.surname.casefold()
            if all(name) and pupil.id.casefold() not in {other.id.casefold() for other in same[name]}:
                if same[name]:
                    message = f"The pupils {_called(same[name][0])} and {_called(pupil)} have the same name."
                    advice = (
                        "If they are two pupils, drafts must say by id which of them is shown; "
                        "if they are one, keep one row."
                    )
                    yield self._warn(pupil, "forename", message, advice)
                same[name].append(pupil)


def _called(pupil: Pupil) -> str:
    """Return what messages call the pupil of a row."""
    shown = shown_id(pupil.id, words_of_names(pupil))
    return f'"{shown}" (line {pupil.line})' if shown else f"on line {pupil.line}"
