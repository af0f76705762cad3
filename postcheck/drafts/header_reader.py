"""Turns the YAML of a header into values, and collects what is wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import regex
import yaml

from postcheck.drafts.header_keys import (
    IMAGE_KEYS,
    KEYS,
    SITE_KEYS,
    SITE_TEXTS,
    VIDEO_KEYS,
    can_name,
    is_picture,
    meant,
    normal,
)
from postcheck.drafts.header_values import ChannelEntry, FrontMatter, ImageEntry, KeyText
from postcheck.drafts.moments import meant_moment, parse_moment
from postcheck.formats.filetypes import FileKind, file_kind
from postcheck.formats.yaml_document import YamlError, YamlHeader, place
from postcheck.model.content_digest import UNREADABLE, is_digest
from postcheck.model.draft import Annotations, Header, Part, PersonRef, Problem, Video
from postcheck.model.text import SourceRun, SourceText, Where

_BETWEEN_WORDS = regex.compile(r"[^,;]+")
_YES, _NO = frozenset({"true", "yes", "y", "on", "1"}), frozenset({"false", "no", "n", "off", "0", ""})


_PLAIN_KEY = re.compile(r"[a-z_][a-z0-9_.-]*")
"""A key as programs have them, which names nobody."""


def _joined(texts: Sequence[SourceText]) -> SourceText | None:
    """Join texts line by line into one; None if there are none."""
    if len(texts) < 2:  # noqa: PLR2004 - nothing to join
        return texts[0] if texts else None
    runs: list[SourceRun] = []
    length = 0
    for text in texts:
        runs.extend(SourceRun(run.start + length, run.length, run.origin, run.origin_end) for run in text.runs)
        length += len(text.text) + 1
    return SourceText("\n".join(text.text for text in texts), texts[0].file, tuple(runs))


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


@dataclass
class _HeaderEntry:
    """A key of the header: where it stands, each time, and its values."""

    keys: list[yaml.ScalarNode] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    values: list[yaml.Node] = field(default_factory=list)


class HeaderReader:
    """Turns nodes into values and collects what is wrong on the way."""

    def __init__(self, parsed: YamlHeader) -> None:
        self._yaml = parsed
        self._problems: list[Problem] = []
        self._others: list[KeyText] = []
        self._pictures: list[ImageEntry] = []
        """Pictures under keys that are not known."""
        self._glimpsed: list[tuple[str, Where]] = []
        """What look like pictures under keys of site generators."""

    def read(self, body_start: int) -> FrontMatter:
        """Return what the header says, its channels not looked up yet; the rest of the file begins at ``body_start``.

        Raises
        ------
        YamlError
            If it is not made of keys and values.
        """
        root = self._yaml.root
        if root is not None and not isinstance(root, yaml.MappingNode) and not _is_null(root):
            raise YamlError(
                "The header is not made of 'key: value' lines.", "Write each line as 'key: value'.", self._yaml.start
            )
        entries = self._entries(root, KEYS, "the header") if isinstance(root, yaml.MappingNode) else {}
        values = {key: entry.values for key, entry in entries.items()}
        channels = tuple(self._read_channels(values.get("channel", ())))
        header = Header(
            account=self._plain("account", values.get("account", ())),
            publish_at=self._read_moment("publish_at", values.get("publish_at", ()), "consent is judged as of today"),
            title=_joined(self._published("title", values.get("title", ()))),
            first_comment=_joined(self._published("first_comment", values.get("first_comment", ()))),
            tags=self._published("tags", values.get("tags", ()), lists=True),
            texts=tuple(Part("author", text) for node in values.get("author", ()) for text in self._texts(node)),
            people=self._read_people(values.get("people", ())),
            work_of=self._read_people(values.get("work_of", ()), "work_of"),
            quote_of=self._read_people(values.get("quote_of", ()), "quote_of"),
            approved_by=self._plain("approved_by", values.get("approved_by", ())),
            author=", ".join(text.text.strip() for node in values.get("author", ()) for text in self._texts(node)),
            embargo_until=self._read_moment(
                "embargo_until", values.get("embargo_until", ()), "nothing can be said of the embargo"
            ),
            declare=self._read_declare(values.get("declare", ())),
            confirmed_for=tuple(self._read_confirmed_for(values.get("confirmed_for", ()))),
            videos=tuple(self._read_videos(values.get("video", ()))),
            places=tuple((key, self._place_of(key, entry)) for key, entry in entries.items()),
        )
        patterns = {
            id(value)
            for entry in entries.values()
            for name, value in zip(entry.written, entry.values, strict=True)
            if name == "resources"
        }
        images = tuple(
            image
            for node in values.get("images", ())
            for image in self._read_images(node, pattern=id(node) in patterns)
        )
        return FrontMatter(
            header,
            (*images, *self._pictures),
            tuple(self._problems),
            (body_start, len(self._yaml.file.text)),
            channels=channels,
            others=tuple(self._others),
            glimpsed=tuple(self._glimpsed),
        )

    # Keys

    def _entries(self, mapping: yaml.MappingNode, known: Mapping[str, str], what: str) -> dict[str, _HeaderEntry]:
        """Group the pairs of a mapping by the key that each means; report keys that are unknown or there twice."""
        entries: dict[str, _HeaderEntry] = {}
        for key_node, value in self._pairs(mapping, nested=known is IMAGE_KEYS):
            written = normal(self._yaml.text(key_node).text)
            key = known.get(written)
            if key is None:
                self._other_key(key_node, written, value, known)
                continue
            entry = entries.setdefault(key, _HeaderEntry())
            if written in entry.written or (
                entry.written and key not in {"images", "channel", "video", "alt", "author"}
            ):
                self._problem(
                    "key-duplicate",
                    f"`{key}` is given more than once in {what}.",
                    "Keep one of them; until then the stricter reading of both counts.",
                    self._spot(key, key_node),
                )
            entry.keys.append(key_node)
            entry.written.append(written)
            entry.values.append(value)
        return entries

    def _pairs(self, mapping: yaml.MappingNode, *, nested: bool) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        for key, value in mapping.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
                self._problem(
                    "value-invalid",
                    "This key is no plain word.",
                    "Write each line of the header as 'key: value'.",
                    self._yaml.where(key, "header"),
                )
            elif nested and key.value == "params" and isinstance(value, yaml.MappingNode):
                yield from self._pairs(value, nested=False)
            else:
                yield key, value

    def _other_key(self, node: yaml.ScalarNode, key: str, value: yaml.Node, known: Mapping[str, str]) -> None:
        """Take what stands under a key that isn't ours: it is searched, and asks a person if it may mean anything."""
        texts = list(self._texts(value))
        if key in SITE_KEYS:  # a word that a program knows, but nobody knows what sentences are for
            self._others += [
                KeyText(key, Part(key, text)) for text in texts if len(text.text.split()) > 1 and can_name(text.text)
            ]
            return
        pictures = [
            (text.text.strip(), place(text.file, "images", *text.origin(0, len(text.text))))
            for text in texts
            if is_picture(text.text)
        ]
        words = [text for text in texts if can_name(text.text)]
        if key in SITE_TEXTS:
            self._others += [KeyText(key, Part(key, text)) for text in words]
            self._glimpsed += pictures
            return
        self._others += [KeyText(key, Part("header", text)) for text in words if not is_picture(text.text)]
        if not _PLAIN_KEY.fullmatch(node.value) and (written := self._yaml.text(node)).text.strip():
            self._others.append(KeyText(key, Part("header", written)))  # "Mark McGwire: 65" names somebody
        if known is KEYS and key in IMAGE_KEYS:
            message = f"`{key}` belongs to an image, not to the post."
            advice = "Move it into the image's entry under `images`."
        elif other := meant(key, known):
            message = "The header has a key that postcheck does not know."
            advice = f"Did you mean `{other}`? Correct the spelling, or remove the line."
        else:
            self._pictures += [ImageEntry(*picture) for picture in pictures]
            if len(words) <= len(pictures):
                return
            message = "The header has a key that postcheck does not know; its words were searched, but not understood."
            advice = "Remove it if it is not needed, or name it under [header] in postcheck.toml (`ignore`)."
        where = self._spot("header", node)
        evidence = self._yaml.file.text[where.start : where.end]
        self._others.append(KeyText(key, Problem("key-unknown", message, advice, where, evidence)))

    def _texts(self, node: yaml.Node) -> Iterator[SourceText]:
        """Yield every text under a node that isn't blank."""
        for leaf in self._yaml.leaves(node):
            if not _is_null(leaf) and (text := self._yaml.text(leaf)).text.strip():
                yield text

    def _place_of(self, key: str, entry: _HeaderEntry) -> Where:
        """Return where a plain value stands, or else its key."""
        value = entry.values[0]
        return self._spot(key, entry.keys[0] if _is_null(value) or not isinstance(value, yaml.ScalarNode) else value)

    def _spot(self, key: str, node: yaml.Node) -> Where:
        """Return the place of a value without its quotation marks."""
        source = self._yaml.text(node) if isinstance(node, yaml.ScalarNode) else None
        return (
            place(source.file, key, *source.origin(0, len(source.text)))
            if source and source.text
            else self._yaml.where(node, key)
        )

    def _problem(self, code: str, message: str, advice: str, where: Where, *, blocking: bool = True) -> None:
        evidence = self._yaml.file.text[where.start : where.end]
        self._problems.append(Problem(code, message, advice, where, evidence, blocking))

    def _invalid(self, key: str, node: yaml.Node, wanted: str) -> None:
        self._problem(
            "value-invalid",
            f"What `{key}` says is not {wanted}.",
            f"Write {wanted} there.",
            self._yaml.where(node, key),
        )

    # Values

    def _scalars(self, key: str, nodes: Iterable[yaml.Node]) -> Iterator[SourceText]:
        """Yield the texts of scalars and of lists of scalars; report anything else."""
        for node in nodes:
            for item in node.value if isinstance(node, yaml.SequenceNode) else (node,):
                if not isinstance(item, yaml.ScalarNode):
                    self._invalid(key, item, "a word or a list of words")
                elif not _is_null(item):
                    yield self._yaml.text(item)

    def _words(self, key: str, nodes: Iterable[yaml.Node]) -> Iterator[tuple[str, Where]]:
        """Yield words and their places from lists and from text with commas."""
        for source in self._scalars(key, nodes):
            for match in _BETWEEN_WORDS.finditer(source.text):
                word = match[0].strip()
                if word:
                    start = match.start() + match[0].index(word)
                    yield word, place(source.file, key, *source.origin(start, start + len(word)))

    def _plain(self, key: str, nodes: Iterable[yaml.Node]) -> str:
        return ", ".join(text for source in self._scalars(key, nodes) if (text := source.text.strip()))

    def _published(self, key: str, nodes: Iterable[yaml.Node], *, lists: bool = False) -> tuple[SourceText, ...]:
        """Return every text under a key that is published.

        A structure that means nothing is reported, and searched all the same.
        """
        texts: list[SourceText] = []
        for node in nodes:
            if not isinstance(node, yaml.ScalarNode) and not (lists and isinstance(node, yaml.SequenceNode)):
                self._invalid(key, node, "text")
            texts.extend(self._texts(node))
        return tuple(texts)

    def _read_channels(self, nodes: Iterable[yaml.Node]) -> Iterator[ChannelEntry]:
        for word, where in self._words("channel", nodes):
            written = self._yaml.file.text[where.start : where.end]
            yield ChannelEntry(word, where, written, len(self._problems))

    def _read_moment(self, key: str, nodes: Iterable[yaml.Node], otherwise: str) -> datetime | None:
        moments: list[datetime] = []
        for node in nodes:
            if isinstance(node, yaml.ScalarNode) and _is_null(node):
                continue
            moment = parse_moment(self._yaml.text(node).text) if isinstance(node, yaml.ScalarNode) else None
            if moment is None:
                near = meant_moment(self._yaml.text(node).text) if isinstance(node, yaml.ScalarNode) else ""
                advice = f"Write it like 2026-12-01T09:00 or 1 December 2026; until then {otherwise}."
                advice = f"Did you mean {near}? {advice}" if near else advice
                self._problem("date-invalid", f"`{key}` is not a date.", advice, self._spot(key, node))
            else:
                moments.append(moment)
        return max(moments, default=None)  # consent runs out as time goes by

    def _read_people(self, nodes: Iterable[yaml.Node], key: str = "people") -> tuple[PersonRef, ...] | None:
        people: list[PersonRef] = []
        said = doubtful = False
        for node in nodes:
            if isinstance(node, yaml.SequenceNode):
                said = True
                for item in node.value:
                    if (
                        not isinstance(item, yaml.ScalarNode)
                        or _is_null(item)
                        or not self._yaml.text(item).text.strip()
                    ):
                        self._invalid(key, item, "a pupil's id or full name")
                        doubtful = True
                    else:
                        people.append(PersonRef(self._yaml.text(item).text.strip(), self._spot(key, item)))
            elif not isinstance(node, yaml.ScalarNode):
                self._invalid(key, node, "a list of ids or full names")
            elif not _is_null(node):
                people.extend(PersonRef(word, where) for word, where in self._words(key, (node,)))
        people = [person for person in people if person.text]
        # Only a list that is empty on purpose says that nobody can be recognised.
        return tuple(people) if people or (said and not doubtful) else None

    def _read_declare(self, nodes: Sequence[yaml.Node]) -> tuple[str, ...]:
        # Of two lists only what both confirm counts.
        lists = [[word for word, _ in self._words("declare", (node,))] for node in nodes]
        return tuple(
            dict.fromkeys(word for word in (lists[0] if lists else ()) if all(word in words for words in lists))
        )

    def _flag(self, key: str, nodes: Iterable[yaml.Node]) -> bool:
        found = False
        for source in self._scalars(key, nodes):
            word = source.text.strip().casefold()
            if word not in _YES | _NO:
                where = place(source.file, key, *source.origin(0, len(source.text)))
                self._problem(
                    "value-invalid", f"What `{key}` says is neither yes nor no.", "Write yes or no there.", where
                )
            found = found or word not in _NO
        return found

    def _items(self, key: str, node: yaml.Node) -> Iterator[yaml.ScalarNode | yaml.MappingNode]:
        """Yield the entries under ``images`` or ``video``: one, or a list."""
        for item in node.value if isinstance(node, yaml.SequenceNode) else (node,):
            if isinstance(item, yaml.ScalarNode | yaml.MappingNode):
                if not _is_null(item):
                    yield item
            else:
                self._invalid(key, item, "a file name, or an entry with `file`")

    def _read_videos(self, nodes: Iterable[yaml.Node]) -> Iterator[Video]:
        for node in nodes:
            for item in self._items("video", node):
                where = self._spot("video", item)
                if isinstance(item, yaml.ScalarNode):
                    yield Video(self._yaml.text(item).text.strip(), where=where)
                    continue
                entries = self._entries(item, VIDEO_KEYS, "this video")
                given = {key: entry.values for key, entry in entries.items()}
                said = {key: self._plain(key, given.get(key, ())) for key in ("file", "visibility", "embedded_on")}
                people = self._read_people(given.get("people", ()))
                yield Video(
                    said["file"],
                    said["visibility"].casefold(),
                    said["embedded_on"],
                    where=where,
                    permission=self._plain("permission", given.get("permission", ())),
                    people=people,
                    listened=self._listened(given.get("listened", ())),
                    subtitles=tuple(word for word, _ in self._words("subtitles", given.get("subtitles", ()))),
                    confirmed_for=self._tied(given.get("confirmed_for", ()), people),
                )

    def _listened(self, nodes: Iterable[yaml.Node]) -> str:
        """Return ``true``, the first digits of a digest, or nothing; anything else says nothing, and is reported."""
        found = ""
        for source in self._scalars("listened", nodes):
            word = source.text.strip().casefold()
            if is_digest(word):
                found = word
            elif word in _YES:
                found = found or "true"
            elif word not in _NO:
                self._problem(
                    "value-invalid",
                    "What `listened` says is neither yes nor no, nor the digits that the report asks for.",
                    "Copy the line from the report.",
                    place(source.file, "listened", *source.origin(0, len(source.text))),
                )
        return found

    def _read_confirmed_for(self, nodes: Iterable[yaml.Node]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield what each answer of the post was given for."""
        for node in nodes:
            if isinstance(node, yaml.MappingNode):
                for key, value in self._pairs(node, nested=False):
                    if digests := self._digests((value,)):
                        yield self._yaml.text(key).text.strip().casefold(), digests
            elif not _is_null(node):
                self._no_digest(self._yaml.where(node, "confirmed_for"))

    def _tied(self, nodes: Iterable[yaml.Node], people: tuple[PersonRef, ...] | None) -> tuple[str, ...]:
        """Return what an entry says it was confirmed for who can be recognised; nothing if it does not say who."""
        digests = self._digests(nodes)
        return digests if people is not None else ()

    def _digests(self, nodes: Iterable[yaml.Node]) -> tuple[str, ...]:
        """Return digests; what is none is reported, and stands for nothing that there is."""
        digests: list[str] = []
        for node in nodes:
            for item in node.value if isinstance(node, yaml.SequenceNode) else (node,):
                word = self._yaml.text(item).text.strip().casefold() if isinstance(item, yaml.ScalarNode) else ""
                if is_digest(word):
                    digests.append(word)
                elif not _is_null(item):
                    digests.append(UNREADABLE)
                    self._no_digest(self._yaml.where(item, "confirmed_for"))
        return tuple(digests)

    def _no_digest(self, where: Where) -> None:
        self._problem(
            "value-invalid",
            "What stands under `confirmed_for` are not the digits that `postcheck confirm` writes, so nobody can tell "
            "what was confirmed there.",
            "Have it asked again: `postcheck confirm DRAFT`",
            where,
        )

    def _read_images(self, node: yaml.Node, *, pattern: bool) -> Iterator[ImageEntry]:
        for item in self._items("images", node):
            if isinstance(item, yaml.MappingNode):
                yield self._read_image(item, pattern=pattern)
            elif isinstance(node, yaml.ScalarNode) and (words := self._several_files(item)):
                yield from (ImageEntry(word, where) for word, where in words)
            elif name := self._yaml.text(item).text.strip():
                yield ImageEntry(name, self._spot("images", item), pattern=pattern)

    def _several_files(self, node: yaml.ScalarNode) -> list[tuple[str, Where]]:
        words = list(self._words("images", (node,)))
        return words if len(words) > 1 and all(file_kind(word) is FileKind.IMAGE for word, _ in words) else []

    def _read_image(self, node: yaml.MappingNode, *, pattern: bool) -> ImageEntry:
        values = {key: entry.values for key, entry in self._entries(node, IMAGE_KEYS, "this image").items()}
        files = list(self._scalars("file", values.get("file", ())))
        name = files[0].text.strip() if files else ""
        if not name:
            self._problem(
                "value-invalid",
                "An entry under `images` does not say which file it means.",
                "Add `file:` with the image's name.",
                self._yaml.where(node, "images"),
            )
        where = self._yaml.where(node, "images")
        if name:
            where = place(files[0].file, "images", *files[0].origin(0, len(files[0].text)))
        people = self._read_people(values.get("people", ()))
        said = Annotations(
            alt=self._published("alt", values.get("alt", ())),
            caption=_joined(self._published("caption", values.get("caption", ()))),
            credit=_joined(self._published("credit", values.get("credit", ()))),
            permission=self._plain("permission", values.get("permission", ())),
            people=people,
            repost_of=self._plain("repost_of", values.get("repost_of", ())),
            third_party=self._flag("third_party", values.get("third_party", ())),
            work_of=self._read_people(values.get("work_of", ()), "work_of"),
            quote_of=self._read_people(values.get("quote_of", ()), "quote_of"),
            confirmed_for=self._tied(values.get("confirmed_for", ()), people),
        )
        return ImageEntry(name, where, said, pattern)
