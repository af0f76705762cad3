"""The report on a commit that changes no post, made without what examines posts: it need not be loaded for that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from postcheck.config.packs import BASELINE, load_pack, shipped_packs
from postcheck.config.settings import load_settings
from postcheck.config.settings_file import find_settings_file
from postcheck.config.waivers import find_waivers_file
from postcheck.consent.consent_lists import joined, load_one
from postcheck.consent.people_list import load_people
from postcheck.engine.job import Job
from postcheck.formats.files import holds_something, is_standard_output, not_replaced, spare
from postcheck.formats.recognise import is_report
from postcheck.model.pack import Pack
from postcheck.model.report import Report


def nothing_staged(job: Job, environ: Mapping[str, str], root: Path) -> Report:
    """Return the report when nothing is staged that is to be checked.

    What posts would be judged by is read all the same, so that a mistake in it is heard of.

    Parameters
    ----------
    job:
        What was asked for.
    environ:
        The environment, for ``POSTCHECK_`` variables.
    root:
        The repository's root.

    Raises
    ------
    PostcheckError
        If settings, a list or the rule pack cannot be used, or the report would be written over one of them or over
        anything else that is no report.
    """
    nearest = None if job.no_config else job.config or find_settings_file(root)
    _spare_inputs(job, nearest, find_waivers_file(root))
    settings = load_settings(nearest, overrides=job.overrides, environ=environ)
    lists = tuple(map(Path.absolute, settings.consent))
    joined([(file, load_one(file, file.as_posix())) for file in lists])
    load_people(settings.people)
    return Report((), _pack(settings.policy), job.today, (), may_be_empty=True)  # a commit need not change a post


def _spare_inputs(job: Job, *read: Path | None) -> None:
    """Refuse to write the report over what is read, or over what is no report."""
    if job.written is None:
        return
    spare(job.written, (path.absolute() for path in (*read, job.config, job.waivers) if path), "--output")
    if holds_something(job.written) and not (is_standard_output(job.written) or is_report(job.written)):
        raise not_replaced("--output")


def _pack(name: str) -> Pack:
    """Return the pack of this name; of one that does not ship it is asked whether there are such kinds of rule."""
    if name in {BASELINE, *shipped_packs()}:
        return load_pack(name)
    from postcheck.judge.registry import CHECKS  # noqa: PLC0415 - it loads every kind of rule

    return load_pack(name, checks=frozenset(CHECKS))
