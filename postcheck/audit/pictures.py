"""The pictures of an audit's report, from the archives where they are at hand: the store holds none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from postcheck.archive import ArchiveSet, Member, open_archives
from postcheck.errors import UnreadableError
from postcheck.model.audit import AuditMedium, AuditReport


@contextmanager
def pictures_of(report: AuditReport, archives: Sequence[Path]) -> Iterator[Mapping[tuple[str, str], Path]]:
    """Lend the pictures of a report as files, by archive and path within it.

    A picture that is no longer there, or is not the one that was looked at, is left out.

    Raises
    ------
    UsageError
        If one of the archives does not exist.
    """
    with ExitStack() as stack:
        opened = stack.enter_context(open_archives(archives))
        named = _named(report, opened)
        found: dict[tuple[str, str], Path] = {}
        wanted = (medium for item in report.items for medium in item.media if medium.kind == "image" and medium.archive)
        for medium in dict.fromkeys(wanted):
            path = _lent(opened, named, medium, stack)
            if path is not None:
                found[medium.archive, medium.file] = path
        yield found


def _lent(opened: ArchiveSet, named: Mapping[str, str], medium: AuditMedium, stack: ExitStack) -> Path | None:
    if medium.archive not in named:
        return None
    try:
        path = stack.enter_context(opened.local(Member(named[medium.archive], medium.file)))
        with path.open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == medium.content
    except (UnreadableError, OSError, KeyError):
        return None
    return path if same else None


def _named(report: AuditReport, opened: ArchiveSet) -> dict[str, str]:
    """Return how each archive of the report is called now: the folder that it lies in may be another one."""
    names = [name for name, _ in opened.sources]
    wanted = {medium.archive for item in report.items for medium in item.media if medium.archive}
    found: dict[str, str] = {}
    for archive in wanted:
        last = Path(archive).name
        alike = [name for name in names if Path(name).name == last]
        if archive in names:
            found[archive] = archive
        elif len(alike) == 1:
            found[archive] = alike[0]
    return found
