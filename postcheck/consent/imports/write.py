"""Writes the consent list: in full or not at all, for its owner's eyes only, with nothing that Excel would run."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from postcheck.consent.consent_list import FORMULA, load_consent
from postcheck.errors import UsageError

_ALWAYS_WRITTEN = ("pupil_id", "forename", "surname")


def write_list(out: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Write the list in the form that :func:`postcheck.consent.consent_list.load_consent` reads.

    Columns in which nobody has anything are left out.

    Raises
    ------
    UsageError
        If it cannot be written.
    """
    used = [
        column
        for column in columns
        if column in _ALWAYS_WRITTEN or any(row.get(column) for row in rows) or _is_consent(column)
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(used)
    writer.writerows([_guarded(row.get(column, "")) for column in used] for row in rows)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes a file that nobody else may read, and it stays so when it takes its place.
        handle, name = tempfile.mkstemp(prefix=".postcheck-", suffix=".csv", dir=out.parent)
        temporary = Path(name)
        try:
            # Excel takes a CSV file for Windows letters unless it begins with a byte-order mark.
            with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
                file.write(text.getvalue())
                file.flush()
                os.fsync(file.fileno())
            load_consent(temporary, name=str(out))  # so that what is written is a list that a check can use
            temporary.replace(out)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "it cannot be written"
        raise UsageError(
            f"the list could not be written: {reason}.", advice="Choose another place with --out."
        ) from None


def _is_consent(column: str) -> bool:
    return column.startswith(("photo", "video", "name_", "work", "quote"))


def _guarded(cell: str) -> str:
    """Return a cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell[:1] in FORMULA and cell else cell
