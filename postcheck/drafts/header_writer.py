"""Adds a person's answers to a header, and leaves every other byte of the file as it is.

Whatever is written is read again: if the header then says anything else than before, besides the answers, nothing is
written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from postcheck.drafts.frontmatter import header_lines, parse_front_matter, parse_sidecar
from postcheck.drafts.header_keys import KEYS, VIDEO_KEYS, normal
from postcheck.drafts.header_values import FrontMatter
from postcheck.errors import HeaderError
from postcheck.formats import textfile
from postcheck.formats.yaml_document import YamlError, YamlHeader
from postcheck.model.text import TextFile

_LINE_END = re.compile(r"\r\n|\n|\r")
_TIED = "confirmed_for"
"""The key that says what an answer is given for."""
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_NOT_TEXT = re.compile(r"(?i)y|n|yes|no|true|false|on|off|null|none")
_NEEDS_QUOTES = re.compile(r"[\[\]{},#:&*!|>'\"%@`]|^[-?]")


@dataclass(frozen=True)
class PictureAnswer:
    """Who can be recognised in a picture."""

    file: str
    """The picture as the header names it, or is to."""
    people: tuple[str, ...]
    """Ids or names; none says that nobody can."""
    offset: int | None = None
    """Where in the file's text the header names it; None if it doesn't."""
    of: str = ""
    """The picture's ``DraftImage.key``, for whoever gathers the answers."""
    confirmed_for: str = ""
    """The first digits of the digest of the picture of which it is said; empty to tie it to none."""


@dataclass(frozen=True)
class VideoAnswer:
    """That somebody has listened to a video."""

    file: str
    """The video as the header names it, or is to."""
    listened: str
    """The first digits of the digest of the file that was listened to."""
    offset: int | None = None
    """Where in the file's text the header names it; None if it doesn't."""


@dataclass(frozen=True)
class Answers:
    """What a person has said of a post."""

    declare: tuple[str, ...] = ()
    people: tuple[str, ...] | None = None
    """Who can be recognised in the post as a whole."""
    pictures: tuple[PictureAnswer, ...] = field(default_factory=tuple)
    videos: tuple[VideoAnswer, ...] = ()
    confirmed_for: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What ``people`` and the items under ``declare`` are said of: see ``Header.confirmed_for``."""

    @property
    def lines(self) -> str:
        """The answers as a header has them, for a person who is to write them."""
        said = [f"declare: {_listed(self.declare)}"] if self.declare else []
        said += [f"people: {_listed(self.people)}"] if self.people is not None else []
        said += [f"{_inline(one)} (under images)" for one in self.pictures]
        said += [f"{{file: {_scalar(one.file)}, listened: {one.listened}}} (under video)" for one in self.videos]
        said += [f"confirmed_for: {_tied(dict(self.confirmed_for))}"] if self.confirmed_for else []
        return "; ".join(said)


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
        after = _edited(data, before.text, edits)
        _compare(before, textfile.decode(after, ""), answers, beside=beside)
    except (YamlError, UnicodeError, ValueError, TypeError, LookupError):
        raise _cannot(answers) from None
    return after


def _cannot(answers: Answers) -> HeaderError:
    return HeaderError(
        "the header is written in a way that cannot be added to safely, so nothing was written.",
        advice=f"Write in it yourself: {answers.lines}.",
    )


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: str


# What to write where


def _edits(file: TextFile, region: tuple[int, int, bool] | None, answers: Answers) -> Iterator[_Edit]:
    newline = found[0] if (found := _LINE_END.search(file.text)) else "\n"
    if region is None:
        lines = ["---", *_lines(answers, toml=False), "---", ""]
        yield _Edit(0, 0, newline.join(lines))
        return
    start, end, toml = region
    if toml and answers.videos:
        raise ValueError("video")
    if toml:
        yield _Edit(start, start, "".join(f"{line}{newline}" for line in _lines(answers, toml=True)))
        return
    writer = _YamlWriter(YamlHeader(file, start, end), newline)
    yield from writer.edits(answers)


def _lines(answers: Answers, *, toml: bool) -> list[str]:
    """Return the answers as lines of a header that has none of their keys."""
    equals = " =" if toml else ":"
    lines = [f"people{equals} {_listed(answers.people, toml=toml)}"] if answers.people is not None else []
    if toml and answers.pictures:
        lines.append(f"images = [{', '.join(_inline(one, toml=True) for one in answers.pictures)}]")
    elif answers.pictures:
        lines.append("images:")
        lines += [line for one in answers.pictures for line in _entry(one)]
    if answers.videos:
        lines.append("video:")
        lines += [f"  - {{file: {_scalar(one.file)}, listened: {_scalar(one.listened)}}}" for one in answers.videos]
    if answers.declare:
        lines.append(f"declare{equals} {_listed(answers.declare, toml=toml)}")
    if answers.confirmed_for:
        lines.append(f"{_TIED}{equals} {_tied(dict(answers.confirmed_for), toml=toml)}")
    return lines


def _entry(picture: PictureAnswer) -> Iterator[str]:
    yield f"  - file: {_scalar(picture.file)}"
    yield from (f"    {name}: {said}" for name, said in _of_picture(picture).items())


def _inline(picture: PictureAnswer, *, toml: bool = False) -> str:
    pairs = {"file": json.dumps(picture.file) if toml else _scalar(picture.file), **_of_picture(picture, toml=toml)}
    return _table(pairs, toml=toml)


def _of_picture(picture: PictureAnswer, *, toml: bool = False) -> dict[str, str]:
    """Return what the picture's entry is to say, by key."""
    said = {"people": _listed(picture.people, toml=toml)}
    if picture.confirmed_for:
        said[_TIED] = json.dumps(picture.confirmed_for) if toml else _scalar(picture.confirmed_for)
    return said


def _tied(answers: Mapping[str, Sequence[str]], *, toml: bool = False) -> str:
    """Return what answers are given for: of the post's people a list, of an item of the checklist one digest."""
    said = {
        name: _listed(digests, toml=toml)
        if name == "people" or len(digests) != 1
        else _listed(digests, toml=toml)[1:-1]
        for name, digests in answers.items()
    }
    return _table({json.dumps(name) if toml else _scalar(name): one for name, one in said.items()}, toml=toml)


def _table(pairs: Mapping[str, str], *, toml: bool = False) -> str:
    return f"{{{', '.join(f'{name} = {said}' if toml else f'{name}: {said}' for name, said in pairs.items())}}}"


def _listed(values: Sequence[str] | None, *, toml: bool = False) -> str:
    return f"[{', '.join(json.dumps(value) if toml else _scalar(value) for value in values or ())}]"


def _scalar(value: str) -> str:
    """Return a text as it can stand in YAML anywhere; only ASCII, which every encoding of drafts has."""
    return value if _PLAIN.fullmatch(value) and not _NOT_TEXT.fullmatch(value) else json.dumps(value)


class _YamlWriter:
    """Finds where in a header in YAML the answers belong."""

    def __init__(self, parsed: YamlHeader, newline: str) -> None:
        self._parsed = parsed
        self._newline = newline
        self._text = parsed.file.text
        root = parsed.root
        self._pairs = root.value if isinstance(root, yaml.MappingNode) else []

    def edits(self, answers: Answers) -> Iterator[_Edit]:
        """Yield what to write, and where; nothing overlaps."""
        yield from self._of_post(answers)
        for one in answers.pictures:
            if one.offset is not None:
                yield from self._of_named("images", one.offset, _of_picture(one))
        for video in answers.videos:
            if video.offset is not None:
                yield from self._of_named("video", video.offset, {"listened": _scalar(video.listened)})
        unnamed = tuple(one for one in answers.pictures if one.offset is None)
        images = self._value("images")
        if unnamed and images is not None:
            yield self._longer(images, [_inline(one) for one in unnamed])
        videos = tuple(video for video in answers.videos if video.offset is None)
        if videos and self._value("video") is not None:
            raise ValueError("video")
        new = Answers(
            declare=answers.declare if self._value("declare") is None else (),
            people=answers.people if self._value("people") is None else None,
            pictures=unnamed if images is None else (),
            videos=videos,
            confirmed_for=answers.confirmed_for if self._value(_TIED) is None else (),
        )
        if lines := _lines(new, toml=False):
            yield self._at_the_end(lines)

    def _of_post(self, answers: Answers) -> Iterator[_Edit]:
        """Yield what to write of the post as a whole where its keys stand already."""
        people, declare, tied = map(self._value, ("people", "declare", _TIED))
        known = self._tied(tied)
        if people is not None and answers.people is not None:
            # Somebody's own answer is never asked again; one that is tied to pictures, only once those were changed.
            yield (self._again if "people" in known else self._filled)(people, _listed(answers.people))
        if declare is not None:
            there = {leaf.value.strip().casefold() for leaf in self._parsed.leaves(declare)}
            new = [_scalar(word) for word in answers.declare if word.casefold() not in known.keys() & there]
            if new:
                yield self._longer(declare, new)
        if tied is not None and answers.confirmed_for:
            new_ones = {name.casefold() for name, _ in answers.confirmed_for}
            kept = {name: digests for name, digests in known.items() if name not in new_ones}
            yield self._again(tied, _tied(kept | dict(answers.confirmed_for)))

    def _value(self, key: str) -> yaml.Node | None:
        """Return the only value of a key."""
        found = [value for name, value in self._pairs if isinstance(name, yaml.ScalarNode) and _means(name, key)]
        if len(found) > 1:
            raise ValueError(key)
        return found[0] if found else None

    def _at(self, node: yaml.Node) -> tuple[int, int]:
        return self._parsed.start + node.start_mark.index, self._parsed.start + node.end_mark.index

    def _at_the_end(self, lines: list[str]) -> _Edit:
        end = self._parsed.end
        gap = "" if end == self._parsed.start or self._text[end - 1] in "\r\n" else self._newline
        return _Edit(end, end, gap + "".join(f"{line}{self._newline}" for line in lines))

    def _filled(self, node: yaml.Node, value: str) -> _Edit:
        """Put a value where nothing is said yet."""
        start, end = self._at(node)
        if not isinstance(node, yaml.ScalarNode) or node.tag != "tag:yaml.org,2002:null":
            raise ValueError(value)
        return _Edit(start, end, value if self._text[start - 1 : start] in {" ", "\t"} else f" {value}")

    def _longer(self, node: yaml.Node, values: list[str]) -> _Edit:
        """Add values to a list, or to the one value that stands in its place."""
        start, end = self._at(node)
        if isinstance(node, yaml.SequenceNode) and node.flow_style:
            gap = ", " if node.value and self._text[start : end - 1].rstrip()[-1] != "," else ""
            return _Edit(end - 1, end - 1, f"{gap}{', '.join(values)}")
        if isinstance(node, yaml.SequenceNode):
            indent = " " * node.start_mark.column
            at = self._line_end(self._last(node))
            return _Edit(at, at, "".join(f"{self._newline}{indent}- {value}" for value in values))
        if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null":
            return self._filled(node, f"[{', '.join(values)}]")
        if not isinstance(node, yaml.ScalarNode):
            raise TypeError
        return _Edit(start, end, f"[{', '.join((self._in_flow(node), *values))}]")

    def _in_flow(self, node: yaml.ScalarNode) -> str:
        """Return a scalar as it can stand between brackets."""
        start, end = self._at(node)
        written = self._text[start:end]
        if node.style in {"|", ">"}:
            raise ValueError(written)
        return written if node.style else ", ".join(map(_kept, written.split(",")))

    def _of_named(self, key: str, offset: int, said: Mapping[str, str]) -> Iterator[_Edit]:
        """Say something of a picture or video that the header names under ``key``."""
        node = self._entry_at(key, offset)
        if isinstance(node, yaml.ScalarNode):
            start, end = self._at(node)
            if node.style is None and "," in self._text[start:end]:
                raise ValueError(offset)
            yield _Edit(start, end, _table({"file": self._in_flow(node), **said}))
            return
        pairs = {normal(str(inner.value)): value for inner, value in node.value}
        for name in said.keys() & pairs.keys():
            again = name in {"listened", _TIED} or _TIED in pairs
            yield (self._again if again else self._filled)(pairs[name], said[name])
        more = [f"{name}: {value}" for name, value in said.items() if name not in pairs]
        start, end = self._at(node)
        if not more:
            return
        if node.flow_style:
            gap = "" if self._text[start : end - 1].rstrip()[-1] == "," else ","
            yield _Edit(end - 1, end - 1, f"{gap} {', '.join(more)}")
            return
        files = [value for inner, value in node.value if VIDEO_KEYS.get(normal(str(inner.value))) == "file"]
        if len(files) != 1:
            raise ValueError(offset)
        at = self._line_end(self._at(files[0])[1])
        yield _Edit(at, at, "".join(f"{self._newline}{' ' * node.start_mark.column}{one}" for one in more))

    def _again(self, node: yaml.Node, said: str) -> _Edit:
        """Put another value in the place of one."""
        start, end = self._at(node)
        if start == end or (isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"):
            return self._filled(node, said)
        if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
            raise TypeError
        return _Edit(start, self._last(node) if isinstance(node, yaml.CollectionNode) else end, said)

    def _tied(self, node: yaml.Node | None) -> dict[str, tuple[str, ...]]:
        """Return what answers are said to be given for."""
        if node is None or (isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"):
            return {}
        if not isinstance(node, yaml.MappingNode):
            raise TypeError
        return {
            str(name.value).strip().casefold(): tuple(str(leaf.value) for leaf in self._parsed.leaves(value))
            for name, value in node.value
        }

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


def _means(name: yaml.ScalarNode, key: str) -> bool:
    return KEYS.get(normal(str(name.value))) == key


def _kept(word: str) -> str:
    word = word.strip()
    return json.dumps(word) if _NEEDS_QUOTES.search(word) else word


# How it is written


def _edited(data: bytes, text: str, edits: Sequence[_Edit]) -> bytes:
    """Return the bytes of a file with its text edited; all other bytes stay."""
    mark, encoding = _encoding(data)
    # Bytes that mean nothing in UTF-8 are one character each, here as where drafts are read.
    errors = "surrogateescape" if encoding == "utf-8" else "strict"
    written = data[len(mark) :].decode(encoding, errors)
    if len(written) != len(text):
        raise ValueError(encoding)
    for edit in sorted(edits, key=lambda edit: -edit.start):
        written = written[: edit.start] + edit.text + written[edit.end :]
    return mark + written.encode(encoding, errors)


def _encoding(data: bytes) -> tuple[bytes, str]:
    for mark, encoding in textfile.MARKS:
        if data.startswith(mark):
            return mark, encoding
    if b"\0" in data:
        return b"", "utf-16-be" if data[0::2].count(0) > data[1::2].count(0) else "utf-16-le"
    return b"", "utf-8"


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
        "keys": sorted(key for key, _ in header.places if key not in {"declare", "people", "images", "video", _TIED}),
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
