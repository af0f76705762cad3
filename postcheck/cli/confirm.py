"""``postcheck confirm``: ask the checklist and who is shown, and write the answers into the draft's header."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import options
from postcheck.cli.asking import ask_whether
from postcheck.cli.wrapping import wrapped
from postcheck.errors import HeaderError, UsageError
from postcheck.formats.filetypes import SIDECAR

if TYPE_CHECKING:
    from postcheck.cli.confirmed import Asked
    from postcheck.drafts.header_answers import Answers
    from postcheck.model.draft import Draft
    from postcheck.model.report import DraftReport, Report
    from postcheck.model.text import Where


def command(
    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help="The draft.")],
    consent: options.Consent = None,
    people: options.People = None,
    policy: options.Policy = None,
    channel: options.Channel = None,
    config: options.Config = None,
    no_config: options.NoConfig = False,
    date: options.Day = None,
    shown: Annotated[
        list[str] | None,
        typer.Option(
            "--shown",
            metavar="FILE=WHO",
            help="For scripts: who can be recognised in a picture, “cup.jpg=P0007,P0012” or “cup.jpg=nobody”.",
        ),
    ] = None,
    yes_to: Annotated[
        list[str] | None,
        typer.Option(
            "--yes-to", metavar="ITEM", help="For scripts: a checklist item that is so, as the report names it."
        ),
    ] = None,
    listened_to: Annotated[
        list[str] | None,
        typer.Option("--listened-to", metavar="VIDEO", help="For scripts: a video that somebody has listened to."),
    ] = None,
) -> None:
    """Ask who can be recognised and what the policy wants confirmed, and write the answers into the draft's header.

    Of a video with sound it also asks whether somebody has listened to it. It shows what it is about to write, and
    asks first; whoever leaves before has said nothing. With --shown, --yes-to or --listened-to it asks nothing and
    writes just what they say.

    A draft that has no room for a header (a Word document, a PDF, a picture) gets a file beside it. Nothing else in
    the draft changes.

    Example: postcheck confirm drafts/star.md
    """
    from postcheck.cli.confirmed import Scripted, Terminal, change_of, of_shown  # noqa: PLC0415 - not needed for --help
    from postcheck.cli.who import Who  # noqa: PLC0415 - not needed for --help
    from postcheck.config.settings import Overrides  # noqa: PLC0415 - not needed for --help
    from postcheck.drafts.header_answers import Answers  # noqa: PLC0415 - not needed for --help
    from postcheck.drafts.header_writer import with_answers  # noqa: PLC0415 - not needed for --help
    from postcheck.engine.given import content_of_post  # noqa: PLC0415 - not needed for --help
    from postcheck.engine.incremental import IncrementalCheck  # noqa: PLC0415 - it loads everything; --help must not
    from postcheck.engine.job import Job, Observer  # noqa: PLC0415 - not needed for --help
    from postcheck.model.content_digest import short  # noqa: PLC0415 - not needed for --help
    from postcheck.report.mask import Masker  # noqa: PLC0415 - not needed for --help

    _is_there(draft)
    channels = options.channels(channel)
    job = Job(
        (str(draft),),
        options.day(date),
        Overrides(policy=policy, consent=tuple(consent or ()), people=tuple(people or ()), channels=channels),
        channels=channels,
        config=options.named_config(config, no_config=no_config),
        no_config=no_config,
    )
    checker = IncrementalCheck(job, os.environ)
    report = checker.check(bytes, Observer())
    post = _only(report)
    judged_by = checker.checker_of(post)
    who, masker = Who(judged_by.directory, judged_by.people), Masker(report, show_names=True)
    scripted = Scripted(shown or (), yes_to or (), listened_to or (), who) if shown or yes_to or listened_to else None
    asked = scripted or Terminal(who, masker)
    file, before = _header_file(post)
    said = of_shown(post, asked)
    # What is to be confirmed depends on who is shown. Nothing is written before all has been said.
    then = checker.as_if(post, lambda one: _with_people(one, said)) if said != Answers() else post
    said = replace(said, declare=tuple(_declared(then, asked)))
    if said.declare:
        content = (short(content_of_post(post.draft, post.digests)),)
        said = replace(said, confirmed_for=(*said.confirmed_for, *((word, content) for word in said.declare)))
    if scripted:
        scripted.refuse_what_was_not_asked()
    if said == Answers():
        typer.echo("There was nothing to write.")
    else:
        after = with_answers(before, said, beside=post.draft.beside)
        for line in change_of(masker.path(_shown_name(post)), before, after, said, who):
            typer.echo(line)
        if not scripted and not ask_whether("Write this?"):
            raise UsageError("nothing was written.", advice="Run it again when you know.")
        _write(file, before, after)
        post = _only(checker.check(bytes, Observer()))
    for line in _outcome(post, changed=said != Answers()):
        typer.echo(line)


def _is_there(draft: Path) -> None:
    table, hash_mark, row = str(draft).rpartition("#")
    if hash_mark and row and not draft.exists() and Path(table).is_file():
        raise UsageError(
            "a row of a table has no header of its own, so there is nowhere to write its answers.",
            advice="Save that post as a draft by itself and confirm that, or write what is so of every row into the "
            "file beside the table that is called like the table, with .postcheck.yaml behind it.",
        )
    if not draft.is_file():
        raise UsageError("there is no such draft.", advice="Give the path of one draft.")


def _only(report: Report) -> DraftReport:
    if not report.posts:
        raise UsageError("this is no draft.", advice="Give the path of one draft.")
    if len(report.posts) > 1:
        table = all(post.draft.identity for post in report.posts)
        raise UsageError(
            "the posts of a table have one header for all of them, in the file beside it."
            if table
            else f"{len(report.posts)} posts show this file.",
            advice="Write it there by hand, if it is so for all of them; otherwise save each post as a draft by itself."
            if table
            else "Give the path of one draft.",
        )
    return report.posts[0]


def _with_people(draft: Draft, said: Answers) -> Draft:
    """Return a draft as it would be if its header said who can be recognised."""
    from postcheck.model.draft import PersonRef  # noqa: PLC0415 - not needed for --help
    from postcheck.model.text import PlaceKind, Where  # noqa: PLC0415 - not needed for --help

    def refs(people: tuple[str, ...], where: Where) -> tuple[PersonRef, ...]:
        return tuple(PersonRef(one, where) for one in people)

    images = list(draft.images)
    for number, image in enumerate(images):
        for one in said.pictures:
            if one.of == image.key:
                images[number] = replace(
                    image, said=replace(image.said, people=refs(one.people, image.where), confirmed_for=())
                )
    header = draft.header
    if said.people is not None:
        tied = tuple((dict(header.confirmed_for) | dict(said.confirmed_for)).items())
        header = replace(header, people=refs(said.people, Where(PlaceKind.POST, draft.path)), confirmed_for=tied)
    return replace(draft, images=tuple(images), header=header)


# The checklist


def _declared(post: DraftReport, asked: Asked) -> Iterator[str]:
    """Yield the word for each item that is to be confirmed, and is."""
    from postcheck.cli.confirmed import Item  # noqa: PLC0415 - not needed for --help
    from postcheck.report.summary import to_confirm  # noqa: PLC0415 - not needed for --help

    items = {item.declare or item.rule: (item.text, item.rule) for item in to_confirm(post)}
    for flag in post.flags:
        rule = post.pack.by_id.get(flag.rule)
        if rule is not None and rule.declare:
            items.setdefault(rule.declare, (rule.asks, rule.id))
    before = {word.strip().casefold() for word in post.draft.header.outdated}
    for number, (word, (text, rule_id)) in enumerate(items.items(), 1):
        again = not before.isdisjoint({word.casefold(), rule_id.casefold()})
        if asked.whether_so(Item(word, rule_id, text, number, len(items), again)):
            yield word


# Writing


def _header_file(post: DraftReport) -> tuple[Path, bytes]:
    """Return the file that the header stands in, or will, and what it holds now."""
    from postcheck.drafts.loader import sidecar_of  # noqa: PLC0415 - not needed for --help

    draft = post.draft
    if draft.location is None:
        raise UsageError("this draft is no file.", advice="Save it first.")
    file = sidecar_of(draft.location) if draft.beside else draft.location
    return file, _content(file)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes() if file.exists() else b""
    except OSError as error:
        raise HeaderError(
            f"the header could not be read: {error.strerror or 'the file cannot be opened'}.",
            advice="See whether you may read it.",
        ) from None


def _shown_name(post: DraftReport) -> str:
    return f"{post.draft.path}{SIDECAR}" if post.draft.beside else post.draft.path


def _write(file: Path, before: bytes, after: bytes) -> None:
    """Write the file whole, unless somebody has changed it in the meantime."""
    from postcheck.formats.files import write_whole  # noqa: PLC0415 - not needed for --help

    if _content(file) != before:
        raise HeaderError(
            "the header was changed while you were asked, so nothing was written.", advice="Run it once more."
        )
    try:
        write_whole(file, after)
    except OSError as error:
        raise HeaderError(
            f"the answers could not be written: {error.strerror or 'the file cannot be written'}.",
            advice="See whether you may write to the draft.",
        ) from None


def _outcome(post: DraftReport, *, changed: bool) -> Iterator[str]:
    from postcheck.report.steps import check_again  # noqa: PLC0415 - not needed for --help
    from postcheck.report.summary import to_confirm  # noqa: PLC0415 - not needed for --help

    yield ""
    if changed:
        yield wrapped(f"Written into {post.draft.header_place}.")
    if changed and any(standing.faults for standing in post.standings):
        yield wrapped("The sign-off of this post is void now: have it signed off again.")
    if left := to_confirm(post):
        words = ", ".join(item.declare or item.rule for item in left)
        yield wrapped(f"Still to be confirmed: {words}.")
    yield wrapped(f"The post is {post.verdict.value.upper()} as it stands. To see why:")
    yield f"  {check_again(post)}"
