"""What other programs call: :func:`check` and :func:`render`, which ``import postcheck`` offers.

Nothing is printed, no signal is handled, and neither standard input nor a ``POSTCHECK_`` variable is read unless that
is asked for. Models stay loaded between calls, and threads may call side by side.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

from postcheck.config.settings import Overrides, config_from
from postcheck.engine.checker import Checker
from postcheck.engine.factory import Kept
from postcheck.engine.incremental import IncrementalCheck
from postcheck.engine.job import Job, Observer
from postcheck.errors import InternalError, PostcheckError, UsageError
from postcheck.model.channels import canonical
from postcheck.model.report import Report
from postcheck.report.base import ReportOptions, renderer

FilePath = str | os.PathLike[str]
"""A file or folder."""
OcrMode = Literal["standard", "thorough", "tesseract"]
"""How closely pictures are looked at; see docs/settings.md."""
_MODES: tuple[OcrMode, ...] = ("standard", "thorough", "tesseract")
_MOST_KEPT = 16
"""For how many different ways of being called what was made of lists and packs is kept."""
_LOG = logging.getLogger("postcheck")


def check(
    *paths: FilePath,
    text: str | bytes | None = None,
    filename: FilePath | None = None,
    consent: FilePath | Iterable[FilePath] = (),
    people: FilePath | Iterable[FilePath] = (),
    policy: FilePath | None = None,
    channels: str | Iterable[str] = (),
    config: FilePath | None = None,
    use_settings: bool = True,
    use_environment: bool = False,
    waivers: FilePath | None = None,
    date: dt.date | str | None = None,
    ocr: OcrMode | None = None,
    jobs: int = 1,
    exclude: str | Iterable[str] = (),
    cache: bool = True,
    allow_empty: bool = False,
    keep_reading: bool = True,
) -> Report:
    """Check drafts as ``postcheck check`` does, and return the report.

    Parameters
    ----------
    *paths:
        Drafts: files, or folders of them. Relative ones start from the current folder.
    text:
        A draft that is in no file, with its header if it has one; bytes are UTF-8 unless they say otherwise.
    filename:
        The path that ``text`` would have: the report shows it, pictures and settings are looked for from its folder,
        and what is saved there is not read. It need not exist. Without it the text is shown as ``-`` and belongs to
        the current folder.
    consent, people:
        The consent lists and the lists of people who are no pupils, instead of those that the settings name.
    policy:
        A trust's pack (``"aspire"``) or a pack file, instead of the one that the settings name.
    channels:
        Where the posts go, besides where they say.
    config:
        The settings file for all drafts, instead of the one nearest to each.
    use_settings:
        Whether settings files and waivers files that nobody has named are looked for.
    use_environment:
        Whether ``POSTCHECK_`` variables count.
    waivers:
        The waivers file for all drafts, instead of the one nearest to each.
    date:
        The day to take for today, or its ISO form; None is today in London.
    ocr:
        How pictures are read, instead of as the settings say.
    jobs:
        How many drafts are examined side by side, in threads of this process.
    exclude:
        Patterns of files that are left out of folders, as ``--exclude`` takes them.
    cache:
        Whether what is read in pictures is remembered for the next time.
    allow_empty:
        Whether it is all right that the paths hold no draft; otherwise the verdict is then ``incomplete``.
    keep_reading:
        Whether the report keeps all that was read, which the formats ``html`` and ``rich`` quote; thousands of drafts
        take much less memory without.

    Returns
    -------
    Report
        Its ``verdict`` is a pass only if nothing is flagged and everything was examined. Whatever goes wrong with one
        draft is part of its report.

    Raises
    ------
    PostcheckError
        If the check cannot start: UsageError, SettingsError, ConsentListError, PeopleListError, PackError,
        WaiverError, LanguageModelError; InternalError if postcheck itself fails. None of them quotes a pupil's name.
    """
    environ = os.environ if use_environment else MappingProxyType[str, str]({})
    named = config_from(environ) if config is None and use_settings else config
    if config is not None and not use_settings:
        raise UsageError("config and use_settings=False contradict each other.", advice="Give one of them.")
    if filename is not None and text is None:
        raise UsageError("filename says what text is, and there is none.", advice="Give the file as a path.")
    if ocr is not None and ocr not in _MODES:
        raise UsageError("ocr is no way of reading pictures.", advice=f"Use {', '.join(_MODES)}.")
    if not (paths or text is not None):
        raise UsageError("there is nothing to check.", advice="Give paths or text.")
    where = tuple(canonical(part) for part in _several(channels) if str(part).strip())
    job = Job(
        paths=(*map(_path, paths), *(("-",) if text is not None else ())),
        today=_day(date),
        overrides=Overrides(
            policy=None if policy is None else os.fspath(policy),
            consent=tuple(map(Path, _several(consent))),
            people=tuple(map(Path, _several(people))),
            channels=where,
            ocr=ocr,
            no_cache=not cache,
        ),
        channels=where,
        config=None if named is None else Path(named),
        no_config=not use_settings,
        waivers=None if waivers is None else Path(waivers),
        jobs=max(1, jobs),
        keep_reading=keep_reading,
        exclude=tuple(map(str, _several(exclude))),
        may_be_empty=allow_empty,
        stdin_name="" if filename is None else os.fspath(filename),
        processes=False,  # they would start the caller's own program anew
    )
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text or b""
    return _checked(job, environ, lambda: data)


def render(report: Report, format: str = "json", *, show_names: bool = True, explain: bool = False) -> str:  # noqa: A002 - as the command line has it
    """Return a report as text.

    Parameters
    ----------
    report:
        What :func:`check` returned.
    format:
        What ``--format`` takes: ``json``, ``html``, ``markdown`` … (docs/formats.md).
    show_names:
        Whether names that were seen are shown; otherwise they are masked wherever they stand.
    explain:
        Whether it is said of each name why it is taken for whose, in the formats that can.

    Raises
    ------
    UsageError
        If there is no such format.
    PluginError
        If it is another package's, and broken.
    """
    return renderer(format)(report, ReportOptions(show_names, explain=explain))


_Kind = tuple[Overrides, Path | None, bool]
"""What settings, and so checkers, depend on, beside the files themselves."""


@dataclass
class _Shared:
    """What one call leaves to the next."""

    kept: Kept = field(default_factory=Kept)
    checkers: OrderedDict[_Kind, dict[Path | None, Checker]] = field(default_factory=OrderedDict)
    """Those of the last call of each kind; whatever has changed since is made anew."""


_lock = threading.Lock()
"""Held while ``_shared`` is looked at or changed, never during a check."""
_shared = _Shared()


class _Noted(Observer):
    def notice(self, text: str) -> None:
        """Log what is about no draft in particular; it names no pupil."""
        _LOG.warning("%s", text)


def _checked(job: Job, environ: Mapping[str, str], data: Callable[[], bytes]) -> Report:
    global _shared  # noqa: PLW0603 - it lives as long as the process
    kind = (job.overrides, job.config, job.no_config)
    with _lock:
        shared = _shared
        kept = replace(shared.kept, checkers=dict(shared.checkers.get(kind, {})))
    try:
        report = IncrementalCheck(job, environ, kept).check(data, _Noted())
    except PostcheckError:
        raise
    except KeyboardInterrupt:
        with _lock:
            _shared = _Shared()  # readers that were stopped halfway read no more
        raise
    except BaseException as error:  # noqa: BLE001 - Rust's panics too; its text may quote the consent list
        failed = type(error).__name__
    else:
        with _lock:
            shared.checkers[kind] = kept.checkers
            shared.checkers.move_to_end(kind)
            while len(shared.checkers) > _MOST_KEPT:
                shared.checkers.popitem(last=False)
        return report
    # Raised here, so that it does not carry the error that it stands for.
    raise InternalError(
        f"an internal error ({failed}) stopped the check.", advice="Nothing was passed. Please report it."
    )


def _several(given: FilePath | Iterable[FilePath]) -> tuple[str, ...]:
    if isinstance(given, (str, os.PathLike)):
        return (os.fspath(given),)
    return tuple(os.fspath(one) for one in given)


def _path(given: FilePath) -> str:
    """Return a path as a check takes it; ``-`` is a file of that name."""
    path = os.fspath(given)
    return f".{os.sep}-" if path == "-" else path


def _day(given: dt.date | str | None) -> dt.date:
    if given is None or isinstance(given, dt.datetime):
        moment = given or dt.datetime.now(ZoneInfo("Europe/London"))
        return moment.date()
    if isinstance(given, dt.date):
        return given
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        raise UsageError("date is no date.", advice="Write it as year-month-day, for example 2026-09-01.") from None
