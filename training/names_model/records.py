"""Texts with marked names, one JSON object a line, as the public corpora have them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Span = tuple[int, int]
CHILD, ADULT, FIGURE = "child", "adult", "figure"
UNKNOWN_ROLE = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A text and the character spans of the names in it.

    Attributes
    ----------
    text:
        the text itself.
    spans:
        start and end of each person's name, in characters.
    roles:
        the role of each of them, in the same order: `CHILD`, `ADULT`, `FIGURE` or `UNKNOWN_ROLE`; empty if none is
        known.
    ignore:
        spans that count neither as a name nor as none.
    lookalikes:
        spans that look like a person's name and are none.
    src:
        where the text comes from, e.g. ``btc`` or ``synth``.
    group:
        what the text is meant to test, e.g. an origin of names; may be empty.
    """

    text: str
    spans: tuple[Span, ...] = ()
    ignore: tuple[Span, ...] = ()
    roles: tuple[str, ...] = ()
    lookalikes: tuple[Span, ...] = ()
    src: str = "synth"
    group: str = ""


def read_records(path: Path) -> list[Record]:
    """Read every record of a file, in order."""
    records = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            records.append(
                Record(
                    text=row["text"],
                    spans=tuple((a, b) for a, b in row["spans"]),
                    ignore=tuple((a, b) for a, b in row.get("ignore", ())),
                    roles=tuple(row.get("roles", ())),
                    lookalikes=tuple((a, b) for a, b in row.get("lookalikes", ())),
                    src=row.get("src", path.stem),
                    group=row.get("group", ""),
                ),
            )
    return records


def write_records(path: Path, records: Iterable[Record]) -> None:
    """Write records to a file, making its folder if there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        for record in records:
            row = {
                "text": record.text,
                "spans": record.spans,
                "roles": record.roles,
                "ignore": record.ignore,
                "lookalikes": record.lookalikes,
                "src": record.src,
                "group": record.group,
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
