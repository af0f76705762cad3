"""The consent list: from a CSV file or an Excel workbook to the roll.

Nothing in it is guessed. A value or a column that means nothing is an error, since reading it as "no answer" could as
well hide a refusal. Messages name line, column and pupil id, and never a pupil. ``doubts.py`` reports what is doubtful
in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from postcheck.consent.headings import further_names, recognised
from postcheck.consent.pupil_rows import DETAILS, merged, named_further, words_of_names
from postcheck.consent.refusals import cell_reads_like_refusal, reads_like_refusal
from postcheck.errors import ConsentListError
from postcheck.formats.cells import collapse_whitespace, folded, near_miss, normalize_header, quoted, words
from postcheck.formats.table_file import read_table, split_sheet
from postcheck.formats.tables import Grid, Row
from postcheck.model.channels import ALIASES, CHANNELS
from postcheck.model.people import Answer, DoNotPublish, GivenBy, Method, Outlet, Pupil, Roll, Status, Use

Value = TypeVar("Value")

Level = Literal["error", "warning"]

_LONDON = ZoneInfo("Europe/London")
ID = "pupil_id"
NAMES = ("forename", "surname", "preferred_forename", "preferred_surname", "middle_names", "other_names")
CONSENT = (*map(str, Use), *(f"{use}_{outlet}" for use in Use for outlet in Outlet))
WORDS: dict[str, Mapping[str, object]] = {
    "status": {"": Status.CURRENT, **{str(status): status for status in Status}},
    "do_not_publish": {"": DoNotPublish.NONE, **{str(bar): bar for bar in DoNotPublish}},
    "method": {"": Method.UNKNOWN, **{str(method): method for method in Method}},
    "given_by": {"": None, **{str(giver): giver for giver in GivenBy}},
}
"""Columns whose values are words of a fixed list, with what each word means."""
ANSWERS: Mapping[str, Answer] = {
    "": Answer.BLANK,
    **{str(answer): answer for answer in Answer if answer is not Answer.BLANK},
    **dict.fromkeys(("yes", "y", "true", "1"), Answer.GIVEN),
    **dict.fromkeys(("no", "n", "false", "0"), Answer.REFUSED),
}
_ANSWER_ADVICE = (
    "Use given, refused, withdrawn, requested, not_asked or conditional (or yes and no), or leave it blank."
)
_REFUSAL_ADVICE = (
    'Write what it says into columns that are read: "refused" into the consent column (photo_social, name_full …), '
    "or image, name or all into do_not_publish. Then take this column out; if it is about something else, "
    "give it a name that is less like a refusal."
)
DATES = ("leaving_date", "given_on", "expires_on", "withdrawn_on", "updated_on")
COLUMNS: tuple[str, ...] = (ID, *NAMES, *DETAILS, *WORDS, *DATES, *CONSENT)
KNOWN = {normalize_header(column): column for column in COLUMNS}

_OTHER_HEADINGS = dict.fromkeys(("dnp", "donotphotograph", "nophotos", "nopublicity"), "do_not_publish")
"""What school systems call a column that would be missed."""
OUTLETS: Mapping[str, Outlet] = {
    **{normalize_header(outlet): outlet for outlet in Outlet},
    **{normalize_header(channel): outlet for channel, outlet in CHANNELS.items()},
    **{normalize_header(alias): CHANNELS[channel] for alias, channel in ALIASES.items()},
    **dict.fromkeys(("socialmedia", "socials", "media", "online"), Outlet.SOCIAL),
    **dict.fromkeys(("web", "site", "internet", "webpage", "schoolwebsite"), Outlet.WEBSITE),
    **dict.fromkeys(("newspaper", "newspapers", "news"), Outlet.PRESS),
    **dict.fromkeys(("prospectus", "brochure", "printed", "newsletters"), Outlet.PRINT),
    **dict.fromkeys(("wall", "displays", "noticeboard"), Outlet.DISPLAY),
}
"""Words for where something is published, normalized as headings are: "facebook", "schoolwebsite"."""

_TIME = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?)?"
_ISO = re.compile(rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}}){_TIME}")
_UK = re.compile(rf"(?P<day>[0-9]{{1,2}})/(?P<month>[0-9]{{1,2}})/(?P<year>[0-9]{{4}}){_TIME}")

REASON = "this value (not shown, as it may be a reason)"
"""What stands for a wrong value of ``do_not_publish`` in messages."""
FORMULA = frozenset("=+-@\t\r")
"""How a cell starts that a spreadsheet takes for a formula."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something doubtful in the list. It names no pupil."""

    line: int
    column: str
    """The column's name as the list has it; empty if the whole row is meant."""
    level: Level
    """An ``error`` keeps the list from being used, a ``warning`` does not."""
    message: str
    advice: str
    pupil_id: str = ""
    at: int = 1
    """Where on the line, in characters from 1."""


def load_consent(path: Path, *, name: str | None = None) -> Roll:
    """Load a consent list.

    Rows of one pupil are merged to the stricter reading of each cell; ids are the same if they differ in letter case
    only.

    Parameters
    ----------
    path:
        The CSV file or the Excel workbook; for another sheet than its first, ``#`` and the sheet's name follow.
    name:
        Its path as messages and the report show it; by default ``path``.

    Raises
    ------
    ConsentListError
        If the file cannot be read, or has a column, row or value that means nothing: the first, by line and column, and
        how many more there are.
    """
    reading = Reading(path, name)
    if reading.problems:
        first, *others = sorted(reading.problems, key=lambda problem: (problem.line, problem.at))
        more = (
            f" There are {len(others)} more errors."
            if len(others) > 1
            else " There is one more error."
            if others
            else ""
        )
        see_all = " postcheck consent check shows them all." if others else ""
        place = f'Line {first.line}, column "{first.column}"' if first.column else f"Line {first.line}"
        raise ConsentListError(
            f"{place}: {first.message}{more}",
            advice=first.advice + see_all,
            file=reading.table.file,
            line=first.line,
            column=first.at,
        )
    return reading.roll()


class Reading:
    """A pass over the list: a pupil for every row that can be read, and the errors of the others."""

    def __init__(self, path: Path, name: str | None) -> None:
        self.path = path
        self.table: Grid = read_table(
            path, name or str(path), columns=COLUMNS, what="consent list", error=ConsentListError
        )
        self.problems: list[RowProblem] = []
        self.recognised = recognised(self.table.header.cells, KNOWN)
        """The columns that are read, by position."""
        self.index: dict[str, int] = {column: index for index, column in sorted(self.recognised.items(), reverse=True)}
        self.further = further_names(self.table.header.cells, self.recognised)
        """Further columns with names, by position, each with what it holds."""
        self._passed_over = tuple(
            index
            for index in range(len(self.table.header.cells))
            if index not in self.recognised and index not in self.further
        )
        self.refusals: dict[int, list[int]] = defaultdict(list)
        """Lines whose cell in a column that is not read reads like a refusal, by the column's position."""
        self.consent = tuple(column for column in sorted(self.index, key=self.index.__getitem__) if column in CONSENT)
        self._check_columns()
        self.has_columns = not self.problems
        self.updated_on = self._said_at_the_top()
        self.rows: list[Pupil] = []
        """One pupil a row."""
        self._answers: dict[tuple[Answer, ...], tuple[tuple[str, Answer], ...]] = {}
        """Answers that pupils have in common, kept once: a long list has few different ones."""
        self._bad_cells: list[tuple[Row, int, str, str]] = []
        if self.has_columns:
            self._read_rows()
            self._report_bad_cells()
            if not self.rows and not self.problems:
                self.problems.append(_no_pupils(self.table.header.line))

    def roll(self) -> Roll:
        """Return the roll, rows of one pupil merged."""
        pupils: dict[str, list[Pupil]] = defaultdict(list)
        for row in self.rows:
            pupils[row.id.casefold()].append(row)
        updated_on = self.updated_on or date_of(self.path)
        unread = "" if split_sheet(self.path)[1] else " ".join(one.message for one in self.table.remarks if one.unread)
        merged_rows = tuple(merged(rows) for rows in pupils.values())
        refusals = tuple(
            (collapse_whitespace(self.table.header.cells[index]) or f"{index + 1}", tuple(lines))
            for index, lines in sorted(self.refusals.items())
        )
        return Roll(merged_rows, self.table.file, self.consent, updated_on, unread=unread, unread_refusals=refusals)

    def problem(
        self, line: int, index: int | None, level: Level, message: str, advice: str, *, pupil_id: str = ""
    ) -> RowProblem:
        """Return a problem of a row, or of its cell ``index``."""
        if index is None:
            return RowProblem(line, "", level, message, advice, pupil_id)
        row, at = self.table.place(line, index)
        return RowProblem(
            row, collapse_whitespace(self.table.header.cells[index]), level, message, advice, pupil_id, at
        )

    def _said_at_the_top(self) -> date | None:
        """Return the date of a first line such as ``# updated_on: 2026-09-01``."""
        written = self.table.updated_on
        day = parse_date(collapse_whitespace(written)) if written else None
        if written and day is None:
            message = "The line above the header says when the list was updated, and what it says is no date."
            self.problems.append(RowProblem(1, "", "error", message, "Write it as # updated_on: 2026-09-01."))
        return day

    def _check_columns(self) -> None:
        header = self.table.header
        for column, found in ((ID, ID in self.index), ("forename", any(name in self.index for name in NAMES))):
            if not found:
                # The header isn't quoted: it may be the first pupil's row.
                message = f'There is no column "{column}".' if column == ID else "There is no column with names."
                advice = f"Name the columns in the first row: {ID}, forename, surname …"
                self.problems.append(RowProblem(header.line, "", "error", message, advice))
                return
        seen: set[str] = set()
        for index, cell in enumerate(header.cells):
            known = self.recognised.get(index)
            if index in self.further:
                continue
            if known is None:
                meant = _meant(cell, self.index)
                if meant is not None:
                    advice = f'Call it "{meant}" if that is meant; otherwise give it a name that is less like it.'
                    self.problems.append(
                        self.problem(
                            header.line, index, "error", "This column is not known, and would not be read.", advice
                        )
                    )
                elif reads_like_refusal(cell):
                    message = "This column reads like a refusal, and would not be read."
                    self.problems.append(self.problem(header.line, index, "error", message, _REFUSAL_ADVICE))
            elif known in seen:
                self.problems.append(
                    self.problem(
                        header.line, index, "error", f'Two columns are named "{known}".', "Keep the one that is right."
                    )
                )
            else:
                seen.add(known)

    def _read_rows(self) -> None:
        parsers: dict[str, _Words | _Dates] = {column: _words_of(column) for column in WORDS}
        parsers |= dict.fromkeys(DATES, _Dates())
        parsers |= dict.fromkeys(self.consent, _Words(ANSWERS, "is no consent answer", _ANSWER_ADVICE))
        parsed = [(column, self.index[column], parser) for column, parser in parsers.items() if column in self.index]
        texts = [(column, self.index[column]) for column in (*NAMES, *DETAILS) if column in self.index]
        for row in self.table.rows():
            if row.fault:
                advice = "Correct the row in a text editor, or save the list from the spreadsheet again as CSV UTF-8."
                self.problems.append(RowProblem(row.line, "", "error", f"This row {row.fault}.", advice))
            else:
                self._read_row(row, texts, parsed)

    def _read_row(self, row: Row, texts: list[tuple[str, int]], parsed: list[tuple[str, int, _Words | _Dates]]) -> None:
        cells = row.cells
        id_index = self.index[ID]
        pupil_id = unguarded(collapse_whitespace(cells[id_index]))
        for index, wrong, advice in row.bad:
            if index in self.index.values() or index in self.further:
                self.problems.append(self.problem(row.line, index, "error", f"This cell {wrong}.", advice))
        if not pupil_id:
            self.problems.append(
                self.problem(
                    row.line, id_index, "error", "This row has no pupil id.", "Give every pupil an id of their own."
                )
            )
        self._look_at_the_rest(row)
        values: dict[str, Any] = {
            column: text for column, index in texts if (text := unguarded(collapse_whitespace(cells[index])))
        }
        if "other_names" in values:
            # A comma parts names as well: taken for one long name, none of them would be found.
            values["other_names"] = _parts(values["other_names"])
        for column, index, parser in parsed:
            value, wrong, advice = parser[cells[index]]
            if wrong:
                self._bad_cells.append((row, index, wrong, advice))
            elif value is not None:
                values[column] = value
        updated_on = values.pop("updated_on", None)
        if updated_on and (self.updated_on is None or updated_on > self.updated_on):
            self.updated_on = updated_on
        values["giver_blank"] = "given_by" in self.index and "given_by" not in values
        answered = tuple(values.pop(column, Answer.BLANK) for column in self.consent)
        if answered not in self._answers:
            self._answers[answered] = tuple(zip(self.consent, answered, strict=True))
        pupil = Pupil(id=pupil_id, answers=self._answers[answered], line=row.line, **values)
        further = [
            (column, text)
            for index, column in self.further.items()
            if (text := unguarded(collapse_whitespace(cells[index])))
        ]
        self.rows.append(_named_further(pupil, further) if further else pupil)

    def _look_at_the_rest(self, row: Row) -> None:
        """Note which cells that are not read read like a refusal."""
        for index in self._passed_over:
            if cell_reads_like_refusal(row.cells[index]):
                self.refusals[index].append(self.table.place(row.line, index)[0])

    def _report_bad_cells(self) -> None:
        """Turn cells that mean nothing into errors.

        It waits for the last row, because a value may only be quoted if it holds no pupil's name.
        """
        if self._bad_cells:
            names = words_of_names(*self.rows)
            id_index = self.index[ID]
            named = [*self.further, *(self.index[column] for column in NAMES if column in self.index)]
            for row, index, wrong, advice in self._bad_cells:
                cell = row.cells[index]
                # Where a row has no name in its own place, its cells may have slipped, and this may be the name.
                slipped = not any(row.cells[column].strip() for column in named)
                shown = (
                    REASON
                    if index == self.index.get("do_not_publish") and may_be_a_reason(cell)
                    else quoted(cell, names | words(cell) if slipped else names)
                )
                message = f"{shown} {wrong}."
                self.problems.append(
                    self.problem(
                        row.line,
                        index,
                        "error",
                        message,
                        advice,
                        pupil_id=shown_id(collapse_whitespace(row.cells[id_index]), names),
                    )
                )


def _parts(names: str) -> tuple[str, ...]:
    """Return the names in a cell that may hold several."""
    return tuple(name for part in re.split("[;,]", names) if (name := part.strip()))


def _named_further(pupil: Pupil, further: list[tuple[str, str]]) -> Pupil:
    """Return a row under the names of its further columns as well, each given with what the column holds."""
    names: dict[str, list[str]] = defaultdict(list)
    for column, text in further:
        names[column] += _parts(text) if column == "other_names" else (text,)
    return named_further(pupil, names)


def _no_pupils(line: int) -> RowProblem:
    """Return the problem of a list that protects nobody: an export that went wrong, most likely."""
    return RowProblem(
        line,
        "",
        "error",
        "No pupil follows this header row.",
        "Export the list again, or check without a consent list: every name is then taken for an unknown person's.",
    )


def date_of(path: Path) -> date:
    """Return the day in London on which the file, or the workbook of a sheet, was last changed."""
    return datetime.fromtimestamp(split_sheet(path)[0].stat().st_mtime, _LONDON).date()


class _Words(dict[str, tuple[Any, str, str]]):
    """What a cell means, what is wrong with it and what to do; worked out once for every way in which it is written."""

    def __init__(self, meanings: Mapping[str, object], wrong: str, advice: str) -> None:
        super().__init__()
        self.meanings, self.wrong, self.advice = meanings, wrong, advice

    def __missing__(self, cell: str) -> tuple[Any, str, str]:
        word = folded(cell)
        found = (self.meanings[word], "", "") if word in self.meanings else (None, self.wrong, self.advice)
        self[cell] = found
        return found


class _Dates(dict[str, tuple[date | None, str, str]]):
    """The same for dates."""

    def __missing__(self, cell: str) -> tuple[date | None, str, str]:
        text = collapse_whitespace(cell)
        day = parse_date(text) if text else None
        wrong = "" if day or not text else "is no date"
        self[cell] = found = (
            day,
            wrong,
            "Write it as 2026-09-01 or 01/09/2026, with a four-digit year." if wrong else "",
        )
        return found


def parse_date(text: str) -> date | None:
    """Return the date written as ``2026-09-01`` or ``01/09/2026``, perhaps with a time after it; None if neither."""
    match = _ISO.fullmatch(text) or _UK.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _words_of(column: str) -> _Words:
    choice = ", ".join(word for word in WORDS[column] if word)
    return _Words(WORDS[column], f"is no value for {column}", f"Use one of {choice}, or leave it blank.")


def may_be_a_reason(cell: str) -> bool:
    """Whether a wrong value of ``do_not_publish`` may tell why somebody is on that list, which is shown nowhere."""
    return folded(cell) not in ANSWERS


def _meant(heading: str, present: Mapping[str, int]) -> str | None:
    """Return the column that an unknown heading probably stands for, where not reading it could let something pass."""
    written = normalize_header(heading)
    if (other := _OTHER_HEADINGS.get(written)) is not None:
        return other if other not in present else None
    for use in sorted(Use, key=len, reverse=True):
        prefix = normalize_header(use)
        if written.startswith(prefix) and (outlet := OUTLETS.get(written[len(prefix) :])) is not None:
            return f"{use}_{outlet}"
    return near_miss(heading, (column for column in COLUMNS if column not in DETAILS))


def unguarded(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in FORMULA else cell


def shown_id(pupil_id: str, names: Collection[str]) -> str:
    """Return a pupil's id for messages, or nothing if it holds one of ``names``: some lists have names for ids."""
    return pupil_id if words(pupil_id).isdisjoint(names) else ""
