"""``postcheck confirm``: ask the checklist and who is shown, and write the answers into the draft's header."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from postcheck.cli import options
from postcheck.cli.asking import ask, ask_whether
from postcheck.errors import HeaderError, UsageError

if TYPE_CHECKING:
    from postcheck.drafts.header_writer import Answers, PictureAnswer, VideoAnswer
    from postcheck.engine.checker import Checker
    from postcheck.judge.case import Directory
    from postcheck.model.draft import DraftImage
    from postcheck.model.report import DraftReport, Report
    from postcheck.report.mask import Masker

_NOBODY = frozenset({"nobody", "noone", "no one", "none", "[]", "-"})
_BETWEEN = re.compile(r"[,;]")


def command(
    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help="The draft.")],
    consent: options.Consent = None,
    people: options.People = None,
    policy: options.Policy = None,
    channel: options.Channel = None,
    config: options.Config = None,
    date: options.Day = None,
) -> None:
    """Ask who can be recognised and what the policy wants confirmed, and write the answers into the draft's header.

    Of a video with sound it also asks whether somebody has listened to it.

    A draft that has no room for a header (a Word document, a PDF, a picture) gets a file beside it. Nothing else in
    the draft changes.

    Example: postcheck confirm drafts/star.md
    """
    from postcheck.config.settings import Overrides  # noqa: PLC0415 - not needed for --help
    from postcheck.drafts.header_writer import Answers  # noqa: PLC0415 - not needed for --help
    from postcheck.engine.incremental import IncrementalCheck  # noqa: PLC0415 - it loads everything; --help must not
    from postcheck.engine.job import Job, Observer  # noqa: PLC0415 - not needed for --help
    from postcheck.report.mask import Masker  # noqa: PLC0415 - not needed for --help

    if not draft.is_file():
        raise UsageError("there is no such draft.", advice="Give the path of one draft.")
    channels = options.channels(channel)
    job = Job(
        (str(draft),),
        options.day(date),
        Overrides(policy=policy, consent=tuple(consent or ()), people=tuple(people or ()), channels=channels),
        channels=channels,
        config=options.named_config(config, no_config=False),
    )
    checker = IncrementalCheck(job, os.environ)
    report = checker.check(bytes, Observer())
    post = _only(report)
    judged_by = checker.checker_of(post)
    masker = Masker(report, show_names=True)
    answers = Answers()
    shown = replace(_who(post, judged_by, masker), videos=tuple(_listened(post, masker)))
    if shown != answers:
        # What is to be confirmed depends on who is shown.
        _write(post, shown)
        report = checker.check(bytes, Observer())
        post = _only(report)
    declared = tuple(_declared(post))
    if declared:
        _write(post, replace(answers, declare=declared))
        post = _only(checker.check(bytes, Observer()))
    for line in _outcome(post, changed=bool(declared) or shown != answers):
        typer.echo(line)


def _only(report: Report) -> DraftReport:
    if not report.posts:
        raise UsageError("this is no draft.", advice="Give the path of one draft.")
    if len(report.posts) > 1:
        table = all(post.draft.identity for post in report.posts)
        raise UsageError(
            "the posts of a table have one header for all of them, in the file beside it."
            if table
            else f"{len(report.posts)} posts show this file.",
            advice="Write it there by hand, if it is so for all of them." if table else "Give the path of one draft.",
        )
    return report.posts[0]


# Who is shown


def _who(post: DraftReport, judged_by: Checker, masker: Masker) -> Answers:
    """Ask who can be recognised wherever the draft leaves it open."""
    from postcheck.drafts.header_writer import Answers, PictureAnswer  # noqa: PLC0415 - not needed for --help

    header = post.draft.header
    if header.people is not None:
        return Answers()
    open_ones = [one for one in post.draft.images if one.peopled and not one.absent and one.said.people is None]
    alone = post.draft.beside and len(post.draft.images) == 1
    pictures: list[PictureAnswer] = []
    everybody: tuple[str, ...] | None = None
    text = _header_text(post)
    named = Counter(image.where.start for image in post.draft.images)
    for image in open_ones:
        answer = _ask_who(f"Who can be recognised in {masker.path(image.name)}?", judged_by.directory)
        if answer is not None and alone:
            everybody = answer
        elif answer is not None:
            # A pattern stands for several pictures at one place: each of them gets an entry of its own.
            offset = image.where.start if image.where.field == "images" and named[image.where.start] == 1 else None
            file = _own_name(image, post) if offset is None else text[offset : image.where.end]
            pictures.append(PictureAnswer(file, answer, offset))
    if any(video.people is None for video in header.videos) and not alone:
        everybody = _ask_who("Who can be recognised in the video?", judged_by.directory)
    return Answers(people=everybody, pictures=tuple(pictures))


def _listened(post: DraftReport, masker: Masker) -> Iterator[VideoAnswer]:
    """Ask of each video whose sound is open whether somebody has listened to it."""
    from postcheck.drafts.frontmatter import parse_front_matter, parse_sidecar  # noqa: PLC0415 - not needed for --help
    from postcheck.drafts.header_writer import VideoAnswer  # noqa: PLC0415 - as above
    from postcheck.model.text import TextFile  # noqa: PLC0415 - as above

    parse = parse_sidecar if post.draft.beside else parse_front_matter
    named = parse(TextFile("", _header_text(post))).header.videos
    location = post.draft.location
    for item in post.unexamined:
        video = next((one for one in post.draft.header.videos if item.listened and one.file == item.file), None)
        if video is None or video.path is None or location is None:
            continue
        typer.echo(f"Has somebody listened to the whole of {masker.path(video.file)} for names?")
        if not ask_whether("Is it so?"):
            continue
        start = video.where.start if video.where is not None and video.where.field == "video" else None
        own = next((one for one in named if start is not None and one.where and one.where.start == start), None)
        file = own.file if own else Path(os.path.relpath(video.path, location.parent)).as_posix()
        yield VideoAnswer(file, item.listened, start if own else None)


def _ask_who(question: str, directory: Directory) -> tuple[str, ...] | None:
    """Ask until the answer can be understood; None leaves it open."""
    typer.echo(question)
    while True:
        said = ask("Ids or full names, with commas between; nobody; or nothing to leave it open")
        if not said:
            return None
        if " ".join(said.casefold().split()) in _NOBODY:
            return ()
        people, problems = _understood(said, directory)
        if not problems:
            return people
        for problem in problems:
            typer.echo(problem)


def _understood(said: str, directory: Directory) -> tuple[tuple[str, ...], list[str]]:
    from postcheck.model.draft import PersonRef  # noqa: PLC0415 - not needed for --help
    from postcheck.model.text import PlaceKind, Where  # noqa: PLC0415 - not needed for --help

    people: dict[str, None] = {}
    problems: list[str] = []
    for word in filter(None, (part.strip() for part in _BETWEEN.split(said))):
        person = directory.look_up(PersonRef(word, Where(PlaceKind.POST, "")))
        if len(person.pupils) == 1:
            people[person.pupils[0].id] = None
        elif person.adult:
            people[word] = None
        elif person.pupils:
            ids = " or ".join(pupil.id for pupil in person.pupils)
            problems.append(f"“{word}” may be {ids}: give the id.")
        else:
            problems.append(f"“{word}” is neither a pupil on the consent list nor an adult on the people list.")
    return tuple(people), problems


def _own_name(image: DraftImage, post: DraftReport) -> str:
    """Return a picture as the draft's header is to name it."""
    if image.inside is not None:
        return image.name.rpartition("#")[2]
    location = post.draft.location
    return Path(os.path.relpath(image.path, location.parent)).as_posix() if location else image.name


def _header_text(post: DraftReport) -> str:
    """Return the text of the file that the header stands in; empty if there is none yet."""
    from postcheck.drafts.loader import sidecar_of  # noqa: PLC0415 - not needed for --help
    from postcheck.formats import textfile  # noqa: PLC0415 - not needed for --help

    draft = post.draft
    if not draft.beside:
        return draft.file.text if draft.file else ""
    file = sidecar_of(draft.location) if draft.location else None
    return textfile.read(file, "").text if file and file.exists() else ""


# The checklist


def _declared(post: DraftReport) -> Iterator[str]:
    """Ask what is to be confirmed, and yield the word for each item that is."""
    from postcheck.report.summary import to_confirm  # noqa: PLC0415 - not needed for --help

    asked = {item.declare or item.rule: item.text for item in to_confirm(post)}
    for flag in post.flags:
        rule = post.pack.by_id.get(flag.rule)
        if rule is not None and rule.declare:
            asked.setdefault(rule.declare, rule.asks)
    for word, text in asked.items():
        typer.echo(f"\n{text}")
        if ask_whether("Is it so?"):
            yield word


# Writing


def _write(post: DraftReport, answers: Answers) -> None:
    """Write answers into the header, or into the file beside the draft."""
    from postcheck.drafts.header_writer import with_answers  # noqa: PLC0415 - not needed for --help
    from postcheck.drafts.loader import sidecar_of  # noqa: PLC0415 - not needed for --help
    from postcheck.formats.files import write_whole  # noqa: PLC0415 - not needed for --help

    draft = post.draft
    if draft.location is None:
        raise UsageError("this draft is no file.", advice="Save it first.")
    file = sidecar_of(draft.location) if draft.beside else draft.location
    try:
        before = file.read_bytes() if file.exists() else b""
        write_whole(file, with_answers(before, answers, beside=draft.beside))
    except OSError as error:
        raise HeaderError(
            f"the answers could not be written: {error.strerror or 'the file cannot be written'}.",
            advice="See whether you may write to the draft.",
        ) from None


def _outcome(post: DraftReport, *, changed: bool) -> Iterator[str]:
    from postcheck.report.summary import to_confirm  # noqa: PLC0415 - not needed for --help

    yield ""
    yield f"Written into {post.draft.header_place}." if changed else "There was nothing to write."
    if changed and any(standing.faults for standing in post.standings):
        yield "The sign-off of this post is void now: have it signed off again."
    if left := to_confirm(post):
        yield f"Still to be confirmed: {', '.join(item.declare or item.rule for item in left)}."
    yield f"The post is {post.verdict.value.upper()}: `postcheck check` says more."
