"""What the columns of a scheduler's table mean: values and words that both kinds of table share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, time

from postcheck.drafts.moments import parse_clock, parse_moment
from postcheck.errors import UnreadableError
from postcheck.formats.cells import normalize_header
from postcheck.formats.filetypes import FileKind, file_kind
from postcheck.model.channels import CHANNELS, canonical
from postcheck.model.settings import BulkSettings
from postcheck.model.text import SourceText, TextFile, Where

MAX_ROWS = 5_000
"""How many rows of one table are examined."""
MAX_COLUMNS = 200
HEADER_WITHIN = 10
"""How many rows may stand above the one that names the columns."""
_SENTENCE = 4
"""From this many words on, the cell of a column that isn't published is searched all the same."""
_LONGEST_NAME = 40
"""In characters, how long the name of a column may be that is named below others."""
_TRAILING_NUMBER = re.compile(r"[\W_]*\d+[\W_]*$")
_LIST_REMEDY = (
    "Keep lists of pupils outside the folders of drafts, or name the list in postcheck.toml (`consent`, `people`)."
)
_PUPILS = frozenset({"pupilid", "upn", "admissionnumber", "admissionno", "adno", "dateofbirth", "dob", "donotpublish"})
_FORENAMES, _SURNAMES = (
    frozenset({"forename", "firstname", "preferredforename"}),
    frozenset({"surname", "lastname", "legalsurname"}),
)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _names(**kinds: str) -> dict[str, str]:
    return {name: kind for kind, names in kinds.items() for name in names.split()}


_KNOWN = _names(
    text="text message messagetext messagebody post posttext postcopy postbody postcontent copy socialcopy caption "
    "postcaption content body bodytext tweet description",
    title="title posttitle headline linktitle videotitle",
    image="image images imageurl imageurls imagefile imagefilename imagelink picture pictures pictureurl pictureurls "
    "photo photos photourl photourls media mediaurl mediaurls mediafile medialink attachment attachments "
    "attachmenturl file files filename video videourl videofile thumbnail thumbnailurl",
    alt="alt alttext imagealt imagealttext mediaalttext altdescription imagedescription",
    first_comment="firstcomment",
    link="link links url linkurl destinationurl",
    channel="channel channels profile profiles network networks platform platforms socialnetwork socialprofile "
    "socialprofiles service services",
    date="date publishdate postdate postingdate scheduleddate scheduledate datetime dateandtime publishat "
    "publishdatetime scheduledat scheduledfor scheduleddatetime scheduledatetime postingtime postat",
    time="time time24hr time24h posttime publishtime scheduledtime scheduletime",
    aside="id postid no number status state campaign campaignname label labels week weekday timezone colour color "
    "priority owner author assignee createdby createdat updatedat lastmodified",
)


_REMARK = re.compile(r"\([^()]*\)")
_PICTURES = _set("photo photos image images picture pictures media video videos graphic graphics")
_FILES = _set("file files filename filenames name names url urls link links path paths")
_TELLING = _set(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "message messages caption captions copy wording content text texts post posts tweet body blurb event"
)
"""Words in the names of columns that hold texts."""


@dataclass(frozen=True)
class Cell:
    """A cell that is not blank."""

    kind: str
    """A field of :class:`~postcheck.model.settings.BulkSettings`, or ``other``: it may be published, and so is
    searched."""
    text: SourceText
    where: Where
    moment: datetime | time | None = None
    """What the cell holds, if the table's format tells dates and times from text."""


@dataclass(frozen=True)
class Row:
    """A row of a table: a post."""

    label: str
    """``row 7``, as the program that shows the table counts."""
    cells: tuple[Cell, ...]
    identity: str
    """Channel and time, which stay when rows are inserted above; a number tells apart rows with the same ones."""
    fault: str = ""
    """Why it cannot be read; empty if it can."""
    channels: tuple[str, ...] = ()
    """The channels that the columns of its texts are named for."""

    def of(self, kind: str) -> tuple[Cell, ...]:
        """Return the cells of a kind."""
        return tuple(cell for cell in self.cells if cell.kind == kind)


@dataclass(frozen=True)
class Table:
    """The posts of a file."""

    file: TextFile
    rows: tuple[Row, ...]
    problems: tuple[str, ...] = ()
    """What could not be examined in the file."""


@dataclass(frozen=True)
class Layout:
    """What the columns of a table mean."""

    first: int
    """Which of its rows, from 0, is the first post."""
    kinds: tuple[str, ...]
    """Of each column; any further one is ``other``."""
    names: tuple[str, ...] = ()
    """Of the columns; empty if no row names them."""
    planner: bool = False
    """Whether the table is searched whole, as its columns don't tell which holds the texts."""

    @property
    def known(self) -> int:
        """How many columns are of a known kind."""
        return sum(kind != "other" for kind in self.kinds)

    def kind(self, index: int, text: str) -> str:
        """Return the kind of a cell."""
        kind = self.kinds[index] if index < len(self.kinds) else "other"
        if kind == "aside":  # a whole sentence is no status and no name of a person in charge
            return "other" if len(text.split()) >= _SENTENCE else "ignore"
        picture = self.planner and kind == "text" and file_kind(text.strip()) in {FileKind.IMAGE, FileKind.VIDEO}
        return "image" if picture else kind

    def told_above(self, row: int, cells: Sequence[str]) -> tuple[int, ...]:
        """Return which cells of a row above the posts say more than what a column is called."""
        if row == self.first - 1 and self.names:
            kinds = [*self.kinds, *["other"] * len(cells)]
            return tuple(index for index, cell in enumerate(cells) if cell.strip() and kinds[index] == "other")
        return tuple(index for index, cell in enumerate(cells) if cell.strip())

    def channel(self, index: int) -> tuple[str, ...]:
        """Return the channel that a column of a planner is named for, if any."""
        return _channel(self.names[index]) if self.planner and index < len(self.names) else ()


def _columns(header: Sequence[str], settings: BulkSettings) -> tuple[str, ...]:
    """Return the kind of each column."""
    own = {normalize_header(name): one.name for one in fields(settings) for name in getattr(settings, one.name)}
    return tuple(
        own.get(normalize_header(cell))
        or own.get(_stem(cell))
        or _KNOWN.get(normalize_header(cell))
        or _KNOWN.get(_stem(cell), "other")
        for cell in header
    )


def _planner_columns(header: Sequence[str], settings: BulkSettings) -> tuple[tuple[str, ...], bool]:
    """Return the kind of each column of a table that has none for texts, and whether this row may name columns at all.

    There may be a column a channel or a weekday, or one with a name that nobody has thought of: whatever isn't known
    to be something else is a text.
    """
    kinds = []
    telling = 0
    bare = _columns([_REMARK.sub(" ", cell) for cell in header], settings)
    for cell, *found in zip(header, _columns(header, settings), bare, strict=True):
        words = _words(cell)
        known = next((kind for kind in found if kind != "other"), "other")
        kind = known if known != "other" else "image" if words & _PICTURES and words & _FILES else "text"
        telling += known != "other" or kind == "image" or bool(words & _TELLING or _channel(cell))
        kinds.append(kind)
    filled = sum(1 for cell in header if cell.strip())
    return tuple(kinds), telling > 0 and 2 * telling >= filled


def _channel(name: str) -> tuple[str, ...]:
    """Return the channel that a column is named for: ``Facebook``, ``Insta caption``."""
    words = [name, *re.findall(r"[^\W_]+", name)]
    return tuple(channel for word in words if (channel := canonical(word)) in CHANNELS)[:1]


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", name.casefold()))


def _stem(cell: str) -> str:
    """Return a column's name without the number at its end, as in ``Image URL 2``."""
    return normalize_header(_TRAILING_NUMBER.sub("", cell))


def refuse_list(rows: Sequence[Sequence[str]]) -> None:
    """Raise :class:`UnreadableError` if the first rows are those of a list of pupils."""
    for row in rows:
        names = {normalize_header(cell) for cell in row}
        if names & _PUPILS or (names & _FORENAMES and names & _SURNAMES):
            raise UnreadableError(
                "It looks like a list of pupils, not of posts, and was not searched.", advice=_LIST_REMEDY
            )


def layout_of(rows: Sequence[Sequence[str]], settings: BulkSettings) -> Layout | None:
    """Return what the columns of a table of posts mean; None if its first rows don't tell which holds the texts."""
    for number, row in enumerate(rows):
        if "text" in (kinds := _columns(row, settings)):
            return Layout(number + 1, kinds, tuple(row))
    # Hootsuite's tables have no header: date and time, text, and perhaps an address.
    first = rows[0] if rows else ()
    if len(first) > 1 and parse_moment(first[0]) is not None:
        return Layout(0, ("date", "text", *("image" if number else "link" for number in range(len(first) - 2))))
    return None


def renamed(row: Sequence[str], layout: Layout, settings: BulkSettings) -> Layout:
    """Return what the columns mean from a row on: it may name them anew, as below a second heading."""
    filled = [cell for cell in row if cell.strip()]
    if layout.planner or not 1 < len(filled) <= len(_KNOWN) or any(len(cell) > _LONGEST_NAME for cell in filled):
        return layout
    kinds = _columns(row, settings)
    named = {kind for cell, kind in zip(row, kinds, strict=True) if cell.strip()}
    return Layout(0, kinds, tuple(row)) if "text" in named and "other" not in named else layout


def planner_of(rows: Sequence[Sequence[str]], settings: BulkSettings) -> Layout:
    """Return how a table is searched whole whose columns don't tell which holds the texts."""
    for number, row in enumerate(rows):
        kinds, names_columns = _planner_columns(row, settings)
        if names_columns and "text" in kinds:
            return Layout(number + 1, kinds, tuple(row), planner=True)
    return Layout(0, ("text",) * max(map(len, rows), default=0), planner=True)


class Identities:
    """Tells rows apart by channel and time."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, cells: Sequence[Cell]) -> str:
        """Return an identity of a row that stays when others are inserted above it."""
        key = "|".join(
            " ".join(cell.text.text.split()).casefold() for cell in cells if cell.kind in {"channel", "date", "time"}
        )
        self._seen[key] += 1
        return f"{key}|{self._seen[key]}"


def moment_of(row: Row) -> tuple[datetime | None, Cell | None]:
    """Return when a row is published, and the cell that should say so but cannot be read."""
    day: datetime | None = None
    clock: time | None = None
    for cell in row.of("date"):
        found = cell.moment if isinstance(cell.moment, datetime) else parse_moment(cell.text.text)
        if found is None:
            return None, cell
        day = found if day is None else max(day, found)
    for cell in row.of("time"):
        clock = cell.moment if isinstance(cell.moment, time) else parse_clock(cell.text.text)
        if clock is None:
            both = parse_moment(cell.text.text)
            if both is None:
                return None, cell
            day, clock = day or both, both.time()
    if day is None:
        return None, None
    return (datetime.combine(day.date(), clock) if clock is not None else day), None


def too_many() -> str:
    """Return the reason why further rows are not examined."""
    return f"Only the first {MAX_ROWS:,} rows were looked at. Split the table and check its parts one by one."
