"""``postcheck consent import`` without ``--from``: proposes what an export means, asks, and remembers the answers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from postcheck.errors import PostcheckError, UsageError

if TYPE_CHECKING:
    from postcheck.consent.imports.proposal import Proposal, Question
    from postcheck.consent.imports.rows import OpenAnswer
    from postcheck.model.consent_import import ImportSummary
    from postcheck.model.settings import ImportMapping

_LEAVE_OUT = "-"
_SETTINGS = "postcheck.toml"
_NO_CONSENT = f"Nothing was typed: type what it is about, or {_LEAVE_OUT} to leave it out."
_NO_MEANING = "Nothing was typed, and nothing is assumed: type one of the words in brackets."


def import_by_asking(
    files: Sequence[Path],
    out: Path,
    *,
    types: tuple[str, ...],
    settings: Path | None,
    force: bool,
    save: Callable[[str, ImportMapping], None] | None = None,
) -> ImportSummary:
    """Write the consent list after a person has said what the export means, and save that in the settings.

    ``save`` is called with the name and meaning of the export instead of changing the settings.

    Raises
    ------
    UsageError
        If something is open and there is nobody to ask, if the person says no, or if a file cannot be written.
    ConsentListError
        If the files cannot be read.
    """
    from postcheck.config.settings import load_imports  # noqa: PLC0415 - not needed for --help
    from postcheck.consent.imports import SYSTEMS, refuse_taken  # noqa: PLC0415 - not needed for --help
    from postcheck.consent.imports.ids import listed_before  # noqa: PLC0415 - not needed for --help
    from postcheck.consent.imports.proposal import Proposal, slug  # noqa: PLC0415 - not needed for --help
    from postcheck.consent.imports.write import write_list  # noqa: PLC0415 - not needed for --help

    refuse_taken(tuple(files), out, types, force=force)
    taken = load_imports(settings)
    proposal = Proposal(tuple(files), SYSTEMS, _free(slug(files[0]), {*taken, *SYSTEMS}), types).recognised()
    asking = somebody_is_there()
    if not asking:
        _refuse_open(proposal)
    typer.echo(f"Read as {proposal.system.title if proposal.mapping.system else 'a table of no known system'}.")
    asked = bool(proposal.questions())
    for question in proposal.questions():
        proposal = _explained(proposal, question)
    for answer in proposal.open_answers():
        asked = True
        proposal = _answered(proposal, answer)
    join = proposal.join()
    pupils = join.pupils(listed_before(out))
    summary = join.summary(str(out), pupils)
    if asking:
        _preview(summary)
        if not typer.confirm(f"Write {out}?"):
            raise UsageError("nothing was written.", advice="Run it again to answer otherwise.")
    write_list(out, join.columns(), pupils)
    if asked and save is not None:
        save(proposal.name, proposal.mapping)
    elif asked:
        file = settings or Path(_SETTINGS)
        _save(file, proposal.name, proposal.mapping)
        typer.echo(f"Saved in {file}: next time, add --from {proposal.name}, and nothing is asked.\n")
    return summary


def somebody_is_there() -> bool:
    """Whether a person can answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def _free(name: str, taken: Collection[str]) -> str:
    number = 1
    free = name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _refuse_open(proposal: Proposal) -> None:
    """Refuse to guess where nobody can be asked, with all that is open."""
    questions = proposal.questions()
    answers = () if questions else proposal.open_answers()
    if not questions and not answers:
        return
    lines = [f"“{question.heading}”{_reads_like(question)}" for question in questions]
    lines += [f"under “{answer.column}”, {answer.shown or 'an answer'} ({answer.count})" for answer in answers]
    raise UsageError(
        f"nobody has said what this export means: {'; '.join(lines)}.",
        advice="Run the command in a terminal, which asks, or describe the export under [import.NAME] in "
        "postcheck.toml and add --from NAME; `postcheck help importing-consent` shows how.",
    )


def _reads_like(question: Question) -> str:
    if question.inverted:
        return " (which seems to ask for a refusal)"
    return f" (which reads like {', '.join(question.columns)})" if question.columns else ""


def _explained(proposal: Proposal, question: Question) -> Proposal:
    typer.echo(f"\n“{question.heading}”")
    if question.inverted:
        typer.echo("This seems to ask for a refusal: a yes may be a no. What each answer means is asked next.")
    usual = ", ".join(question.columns)
    enter = "; Enter takes what stands in square brackets" if usual else ""
    typer.echo(f"Which consent is it about? (photo_social, name_first_website …; {_LEAVE_OUT} leaves it out{enter})")
    while True:
        said = str(typer.prompt("Consent", default=usual, show_default=bool(usual))).strip()
        columns = () if said == _LEAVE_OUT else tuple(part.strip() for part in said.split(",") if part.strip())
        if not columns and said != _LEAVE_OUT:
            typer.echo(_NO_CONSENT)
            continue
        try:
            return proposal.explained(question.heading, columns)
        except PostcheckError as error:
            typer.echo(f"{error.message.rpartition(': ')[2]} {error.advice}")


def _answered(proposal: Proposal, question: OpenAnswer) -> Proposal:
    from postcheck.consent.consent_list import ANSWERS  # noqa: PLC0415 - not needed for --help
    from postcheck.formats.cells import folded  # noqa: PLC0415 - not needed for --help

    rows = "1 row" if question.count == 1 else f"{question.count} rows"
    typer.echo(f"\nUnder “{question.column}”, {rows}: {question.shown or 'an answer that may hold a name'}")
    asks = "It means (given, refused, withdrawn, requested, not_asked, conditional)"
    while True:
        said = folded(str(typer.prompt(asks, default="", show_default=False)))
        if said and said in ANSWERS:
            return proposal.answered(question, ANSWERS[said])
        typer.echo("That is not one of them." if said else _NO_MEANING)


def _preview(summary: ImportSummary) -> None:
    from postcheck.report.wording import count  # noqa: PLC0415 - not needed for --help

    typer.echo(f"\n{count(summary.pupils, 'pupil')} would be written:")
    for column in summary.columns:
        answers = ", ".join(f"{number} {answer.replace('_', ' ')}" for answer, number in column.answers)
        typer.echo(f"  {column.name}  {answers}  (from {', '.join(f'“{kind}”' for kind in column.types)})")
    if not summary.columns:
        typer.echo("  no consent at all, so that nobody has agreed to anything")
    if summary.left_out:
        typer.echo(f"Left out: {', '.join(summary.left_out)}")


def _save(file: Path, name: str, mapping: ImportMapping) -> None:
    from postcheck.config.import_table import written  # noqa: PLC0415 - not needed for --help
    from postcheck.config.settings_file import in_project_file  # noqa: PLC0415 - as above
    from postcheck.formats.files import write_whole  # noqa: PLC0415 - not needed for --help

    try:
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        within = "tool.postcheck" if in_project_file(file) else ""
        gap = "\n" if before.endswith("\n") or not before else "\n\n"
        write_whole(file, f"{before}{gap if before else ''}{written(name, mapping, within)}".encode())
    except OSError:
        raise UsageError(
            "the list is written, but what you said could not be saved in the settings.",
            advice="See that the settings file can be written.",
            file=str(file),
        ) from None
