"""Adds a person's answers to a header, and leaves every other byte of the file as it is.

Whatever is written is read again: if the header then says anything else than before, besides the answers, nothing is
written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

import yaml

from postcheck.drafts.edits import Edit, edited
from postcheck.drafts.frontmatter import header_lines, parse_front_matter, parse_sidecar
from postcheck.drafts.header_answers import (
    TIED,
    Answers,
    VideoAnswer,
    inline,
    listed,
    new_lines,
    of_picture,
    scalar,
    table,
    tied,
)
from postcheck.drafts.header_keys import KEYS, VIDEO_KEYS, normal
from postcheck.drafts.header_values import FrontMatter
from postcheck.errors import HeaderError
from postcheck.formats import textfile
from postcheck.formats.toml_header import TomlHeader
from postcheck.formats.yaml_document import YamlError, YamlHeader
from postcheck.model.text import TextFile

_LINE_END = re.compile(r"\r\n|\n|\r")
_NEEDS_QUOTES = re.compile(r"[\[\]{},#:&*!|>'\"%@`]|^[-?]")


def with_answers(data: bytes, answers: Answers, *, beside: bool) -> bytes:
    """Return the file with the answers in its header.

    Parameters
    ----------
    data:
        The file: a draft, or a header that stands beside one, which may be empty.
    answers:
        What is to be said in addition.
    beside:
        Whether the file holds nothing but the header.

    Raises
    ------
    HeaderError
        If the header is written in a way that cannot be added to safely.
    UnreadableError
        If the file holds no text.
    """
    before = textfile.decode(data, "")
    region = header_lines(before.text) or ((0, len(before.text), False) if beside else None)
    try:
        edits = list(_edits(before, region, answers))
        after = edited(data, before.text, edits)
        _compare(before, textfile.decode(after, ""), answers, beside=beside)
    except (YamlError, UnicodeError, ValueError, TypeError, LookupError):
        raise _cannot(answers) from None
    return after


def _cannot(answers: Answers) -> HeaderError:
    return HeaderError(
        "the header is written in a way that cannot be added to safely, so nothing was written.",
        advice=f"Write in it yourself: {answers.lines}.",
    )


# What to write where


def _edits(file: TextFile, region: tuple[int, int, bool] | None, answers: Answers) -> Iterator[Edit]:
    newline = found[0] if (found := _LINE_END.search(file.text)) else "\n"
    if region is None:
        lines = ["---", *new_lines(answers, toml=False), "---", ""]
        yield Edit(0, 0, newline.join(lines))
        return
    start, end, toml = region
    if toml:
        yield from _TomlWriter(TomlHeader(file, start, end), newline).edits(answers)
        return
    writer = _YamlWriter(YamlHeader(file, start, end), newline)
    yield from writer.edits(answers)


class _YamlWriter:
    """Finds where in a header in YAML the answers belong."""

    def __init__(self, parsed: YamlHeader, newline: str) -> None:
        self._parsed = parsed
        self._newline = newline
        self._text = parsed.file.text
        root = parsed.root
        self._pairs = root.value if isinstance(root, yaml.MappingNode) else []

    def edits(self, answers: Answers) -> Iterator[Edit]:
        """Yield what to write, and where; nothing overlaps."""
        yield from self._of_post(answers)
        for one in answers.pictures:
            if one.offset is not None:
                yield from self._of_named("images", one.offset, of_picture(one))
        for video in answers.videos:
            if video.offset is not None:
                yield from self._of_named("video", video.offset, {"listened": scalar(video.listened)})
        unnamed = tuple(one for one in answers.pictures if one.offset is None)
        images = self._value("images")
        if unnamed and images is not None:
            yield self._longer(images, [inline(one) for one in unnamed])
        videos = tuple(video for video in answers.videos if video.offset is None)
        if videos and self._value("video") is not None:
            raise ValueError("video")
        new = Answers(
            declare=answers.declare if self._value("declare") is None else (),
            people=answers.people if self._value("people") is None else None,
            pictures=unnamed if images is None else (),
            videos=videos,
            confirmed_for=answers.confirmed_for if self._value(TIED) is None else (),
        )
        if lines := new_lines(new, toml=False):
            yield self._at_the_end(lines)

    def _of_post(self, answers: Answers) -> Iterator[Edit]:
        """Yield what to write of the post as a whole where its keys stand already."""
        people, declare, ties = map(self._value, ("people", "declare", TIED))
        known = _known_ties(ties, self._parsed)
        if people is not None and answers.people is not None:
            # Somebody's own answer is never asked again; one that is tied to pictures, only once those were changed.
            yield (self._again if "people" in known else self._filled)(people, listed(answers.people))
        if declare is not None:
            there = {leaf.value.strip().casefold() for leaf in self._parsed.leaves(declare)}
            new = [scalar(word) for word in answers.declare if word.casefold() not in known.keys() & there]
            if new:
                yield self._longer(declare, new)
        if ties is not None and answers.confirmed_for:
            yield self._again(ties, tied(_with_new(known, answers)))

    def _value(self, key: str) -> yaml.Node | None:
        """Return the only value of a key."""
        found = [value for name, value in self._pairs if isinstance(name, yaml.ScalarNode) and _means(name, key)]
        if len(found) > 1:
            raise ValueError(key)
        return found[0] if found else None

    def _at(self, node: yaml.Node) -> tuple[int, int]:
        return self._parsed.start + node.start_mark.index, self._parsed.start + node.end_mark.index

    def _at_the_end(self, lines: list[str]) -> Edit:
        end = self._parsed.end
        gap = "" if end == self._parsed.start or self._text[end - 1] in "\r\n" else self._newline
        return Edit(end, end, gap + "".join(f"{line}{self._newline}" for line in lines))

    def _filled(self, node: yaml.Node, value: str) -> Edit:
        """Put a value where nothing is said yet."""
        start, end = self._at(node)
        if not isinstance(node, yaml.ScalarNode) or node.tag != "tag:yaml.org,2002:null":
            raise ValueError(value)
        return Edit(start, end, value if self._text[start - 1 : start] in {" ", "\t"} else f" {value}")

    def _longer(self, node: yaml.Node, values: list[str]) -> Edit:
        """Add values to a list, or to the one value that stands in its place."""
        start, end = self._at(node)
        if isinstance(node, yaml.SequenceNode) and node.flow_style:
            gap = ", " if node.value and self._text[start : end - 1].rstrip()[-1] != "," else ""
            return Edit(end - 1, end - 1, f"{gap}{', '.join(values)}")
        if isinstance(node, yaml.SequenceNode):
            indent = " " * node.start_mark.column
            at = self._line_end(self._last(node))
            return Edit(at, at, "".join(f"{self._newline}{indent}- {value}" for value in values))
        if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null":
            return self._filled(node, f"[{', '.join(values)}]")
        if not isinstance(node, yaml.ScalarNode):
            raise TypeError
        return Edit(start, end, f"[{', '.join((self._in_flow(node), *values))}]")

    def _in_flow(self, node: yaml.ScalarNode) -> str:
        """Return a scalar as it can stand between brackets."""
        start, end = self._at(node)
        written = self._text[start:end]
        if node.style in {"|", ">"}:
            raise ValueError(written)
        return written if node.style else ", ".join(map(_kept, written.split(",")))

    def _of_named(self, key: str, offset: int, said: Mapping[str, str]) -> Iterator[Edit]:
        """Say something of a picture or video that the header names under ``key``."""
        node = self._entry_at(key, offset)
        if isinstance(node, yaml.ScalarNode):
            start, end = self._at(node)
            if node.style is None and "," in self._text[start:end]:
                raise ValueError(offset)
            yield Edit(start, end, table({"file": self._in_flow(node), **said}))
            return
        pairs = {normal(str(inner.value)): value for inner, value in node.value}
        for name in said.keys() & pairs.keys():
            again = name in {"listened", TIED} or TIED in pairs
            yield (self._again if again else self._filled)(pairs[name], said[name])
        more = [f"{name}: {value}" for name, value in said.items() if name not in pairs]
        start, end = self._at(node)
        if not more:
            return
        if node.flow_style:
            gap = "" if self._text[start : end - 1].rstrip()[-1] == "," else ","
            yield Edit(end - 1, end - 1, f"{gap} {', '.join(more)}")
            return
        files = [value for inner, value in node.value if VIDEO_KEYS.get(normal(str(inner.value))) == "file"]
        if len(files) != 1:
            raise ValueError(offset)
        at = self._line_end(self._at(files[0])[1])
        yield Edit(at, at, "".join(f"{self._newline}{' ' * node.start_mark.column}{one}" for one in more))

    def _again(self, node: yaml.Node, said: str) -> Edit:
        """Put another value in the place of one."""
        start, end = self._at(node)
        if start == end or (isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"):
            return self._filled(node, said)
        if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
            raise TypeError
        return Edit(start, self._last(node) if isinstance(node, yaml.CollectionNode) else end, said)

    def _entry_at(self, key: str, offset: int) -> yaml.ScalarNode | yaml.MappingNode:
        """Return the entry under ``images`` or ``video`` in which a file is named."""
        for name, value in self._pairs:
            if isinstance(name, yaml.ScalarNode) and _means(name, key):
                for node in value.value if isinstance(value, yaml.SequenceNode) else (value,):
                    start, end = self._at(node)
                    if start <= offset < end and isinstance(node, yaml.ScalarNode | yaml.MappingNode):
                        return node
        raise ValueError(offset)

    def _last(self, node: yaml.Node) -> int:
        """Return where the last thing in a node ends: the marks of blocks run on to whatever comes next."""
        if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", None):
            return self._at(node)[1]
        return max(self._last(part) for item in node.value for part in (item if isinstance(item, tuple) else (item,)))

    def _line_end(self, offset: int) -> int:
        """Return the end of a line, behind any comment."""
        found = _LINE_END.search(self._text, offset, self._parsed.end)
        return found.start() if found else self._parsed.end


class _TomlWriter:
    """Finds where in a header in TOML the answers belong: what is new stands first, before any table."""

    def __init__(self, parsed: TomlHeader, newline: str) -> None:
        self._parsed = parsed
        self._newline = newline
        self._text = parsed.file.text
        assert isinstance(parsed.root, yaml.MappingNode)  # noqa: S101 - as TOML is
        self._values = {str(name.value): value for name, value in parsed.root.value}

    def edits(self, answers: Answers) -> Iterator[Edit]:
        """Yield what to write, and where; nothing overlaps."""
        if answers.videos:
            raise ValueError("video")
        people, declare, images, ties = map(self._values.get, ("people", "declare", "images", TIED))
        known = _known_ties(ties, self._parsed)
        if people is not None and answers.people is not None:
            if "people" not in known:  # somebody's own answer
                raise ValueError("people")
            yield self._again(people, listed(answers.people, toml=True))
        if isinstance(declare, yaml.MappingNode):
            raise TypeError
        if declare is not None:
            there = {leaf.value.strip().casefold() for leaf in self._parsed.leaves(declare)}
            words = [json.dumps(word) for word in answers.declare if word.casefold() not in known.keys() & there]
            yield from self._longer(declare, words)
        if ties is not None and answers.confirmed_for:
            yield self._again(ties, tied(_with_new(known, answers), toml=True))
        unnamed = tuple(one for one in answers.pictures if one.offset is None)
        for one in answers.pictures:
            if one.offset is not None:
                yield from self._of_named(images, one.offset, of_picture(one, toml=True))
        if images is not None:
            yield from self._longer(images, [inline(one, toml=True) for one in unnamed])
        new = Answers(
            declare=answers.declare if declare is None else (),
            people=answers.people if people is None else None,
            pictures=unnamed if images is None else (),
            confirmed_for=answers.confirmed_for if ties is None else (),
        )
        start = self._parsed.start
        yield Edit(start, start, "".join(f"{line}{self._newline}" for line in new_lines(new, toml=True)))

    def _at(self, node: yaml.Node) -> tuple[int, int]:
        start, end = node.start_mark.index, node.end_mark.index
        if start == end:  # a table of its own, whose place is not known
            raise ValueError(start)
        return self._parsed.start + start, self._parsed.start + end

    def _again(self, node: yaml.Node, said: str) -> Edit:
        return Edit(*self._at(node), said)

    def _longer(self, node: yaml.Node, values: Sequence[str]) -> Iterator[Edit]:
        """Add values to a list, or to the one value that stands in its place."""
        if values:
            start, end = self._at(node)
            if not isinstance(node, yaml.SequenceNode):
                yield Edit(start, end, f"[{', '.join((self._text[start:end], *values))}]")
            else:
                yield self._within(node, values)

    def _within(self, node: yaml.Node, values: Sequence[str]) -> Edit:
        """Add something to what stands between brackets."""
        start, end = self._at(node)
        written = self._text[start : end - 1].rstrip()
        if "#" in written.rpartition("\n")[2]:  # a comment may stand there
            raise ValueError(start)
        gap = "" if written[-1] in "[{" else " " if written[-1] == "," else ", "
        at = start + len(written)
        return Edit(at, at, f"{gap}{', '.join(values)}")

    def _of_named(self, images: yaml.Node | None, offset: int, said: Mapping[str, str]) -> Iterator[Edit]:
        """Say something of a picture that the header names."""
        entries = images.value if isinstance(images, yaml.SequenceNode) else filter(None, (images,))
        places = ((self._at(entry), entry) for entry in entries)
        found = next(((place, entry) for place, entry in places if place[0] <= offset < place[1]), None)
        if found is None:
            raise ValueError(offset)
        (start, end), node = found
        if isinstance(node, yaml.ScalarNode):
            yield Edit(start, end, table({"file": self._text[start:end], **said}, toml=True))
            return
        pairs = {normal(str(name.value)): value for name, value in node.value}
        if "people" in pairs and TIED not in pairs:  # somebody's own answer
            raise ValueError(offset)
        for name in said.keys() & pairs.keys():
            yield self._again(pairs[name], said[name])
        if more := [f"{name} = {value}" for name, value in said.items() if name not in pairs]:
            yield self._within(node, more)


def _known_ties(node: yaml.Node | None, parsed: YamlHeader) -> dict[str, tuple[str, ...]]:
    """Return what answers are said to be given for."""
    if node is None or (isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"):
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise TypeError
    return {
        str(name.value).strip().casefold(): tuple(str(leaf.value) for leaf in parsed.leaves(value))
        for name, value in node.value
    }


def _with_new(known: Mapping[str, tuple[str, ...]], answers: Answers) -> dict[str, tuple[str, ...]]:
    """Return what answers are given for, those that are given now among them."""
    new = {name.casefold() for name, _ in answers.confirmed_for}
    return {name: digests for name, digests in known.items() if name not in new} | dict(answers.confirmed_for)


def _means(name: yaml.ScalarNode, key: str) -> bool:
    return KEYS.get(normal(str(name.value))) == key


def _kept(word: str) -> str:
    word = word.strip()
    return json.dumps(word) if _NEEDS_QUOTES.search(word) else word


# Whether it says what it should


def _compare(before: TextFile, after: TextFile, answers: Answers, *, beside: bool) -> None:
    """Raise if the header says anything else than before, besides the answers."""
    parse = parse_sidecar if beside else parse_front_matter
    old, new = parse(before), parse(after)
    bodies = [one.text[slice(*front.body)] for one, front in ((before, old), (after, new))]
    broken = any(problem.code == "header-broken" for problem in old.problems)
    same = bodies[0] == bodies[1] and len(new.problems) <= len(old.problems) and not broken
    before_it, after_it = (
        {name: said for name, said in _said(front, answers.videos).items() if said} for front in (old, new)
    )
    same = same and before_it == after_it
    heard = {(video.file, video.listened) for video in new.header.videos}
    same = same and {(one.file, one.listened) for one in answers.videos} <= heard
    files = [_pictures(front, people=False) for front in (old, new)]
    added = [one.file for one in answers.pictures if one.offset is None]
    same = same and sorted(files[1]) == sorted([*files[0], *((file, "") for file in added)])
    header = new.header
    same = same and set(header.declare) == {*old.header.declare, *answers.declare}
    same = same and dict(header.confirmed_for) == dict(old.header.confirmed_for) | {
        name.casefold(): digests for name, digests in answers.confirmed_for
    }
    refs = tuple(ref.text for ref in header.people) if header.people is not None else None
    former = tuple(ref.text for ref in old.header.people) if old.header.people is not None else None
    same = same and refs == (former if answers.people is None else answers.people)
    wanted = {
        (one.file, repr((one.people, (one.confirmed_for,) * bool(one.confirmed_for)))) for one in answers.pictures
    }
    if not same or not wanted <= set(_pictures(new, people=True)):
        raise ValueError(len(files))


def _said(front: FrontMatter, answered: Sequence[VideoAnswer]) -> dict[str, object]:
    """Return all that a header says and that the answers must not change."""
    header = front.header
    listened = {one.file for one in answered}
    unnamed = {one.file for one in answered if one.offset is None}
    texts = (header.title, header.first_comment, *header.tags)
    return {
        "channels": [entry.name for entry in front.channels],
        "plain": [header.account, header.publish_at, header.approved_by, header.author, header.embargo_until],
        "texts": [text.text if text else "" for text in texts],
        "videos": [
            (
                *(video.file, video.visibility, video.embedded_on, video.permission, video.subtitles),
                *(ref.text for ref in video.people or ()),
                *video.confirmed_for,
                "" if video.file in listened else video.listened,
            )
            for video in header.videos
            if video.file not in unnamed
        ],
        "others": [other.key for other in front.others],
        "keys": sorted(key for key, _ in header.places if key not in {"declare", "people", "images", "video", TIED}),
    }


def _pictures(front: FrontMatter, *, people: bool) -> list[tuple[str, str]]:
    """Return the pictures, with all that is said of each, or with who is in it."""
    found = []
    for image in front.images:
        said = image.said
        texts = [text.text for text in (*said.alt, *filter(None, (said.caption, said.credit)))]
        whose = [None if refs is None else [ref.text for ref in refs] for refs in (said.work_of, said.quote_of)]
        rest = [*texts, said.permission, said.repost_of, *(whose if any(one is not None for one in whose) else ())]
        who = None if said.people is None else tuple(ref.text for ref in said.people)
        others = "" if not any(rest) and not said.third_party else repr((rest, said.third_party))
        found.append((image.file, repr((who, said.confirmed_for)) if people else others))
    return found
