"""The header of a draft: YAML between two lines of three hyphens, read so that whatever is wrong in it is said and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import regex
import yaml
from rapidfuzz.distance import OSA

from postcheck.formats.filetypes import FileKind, file_kind
from postcheck.formats.yaml_document import YamlError, YamlHeader, place
from postcheck.model.channels import CHANNELS, canonical
from postcheck.model.draft import Header, PersonRef, Problem, Video
from postcheck.model.people import Outlet
from postcheck.model.text import SourceRun, SourceText, TextFile, Where

_FENCE = regex.compile(r"[\ufeff \t\r\n]*+(?P<fence>---|\+\+\+)[ \t]*(?:\r\n|\n|\r|\Z)")
# "(?<![^\r\n])" is the start of a line: "^" would not see the lone carriage returns of old Macintosh files.
_CLOSING = {
    "---": regex.compile(r"(?<![^\r\n])(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)(?:\r\n|\n|\r|)"),
    "+++": regex.compile(r"(?<![^\r\n])\+\+\+[ \t]*(?=[\r\n]|\Z)"),
}
_FIRST_PARAGRAPH = regex.compile(r"[\ufeff\s]*(?P<lines>(?:[^\r\n]*\S[^\r\n]*(?:\r\n|\n|\r|\Z))*)")
_KEY_LINE = regex.compile(r"(?<![^\r\n])[\"']?(?P<key>[A-Za-z][\w -]{0,30})[\"']?[ \t]*:(?=[\s]|\Z)")
_MOMENT = regex.compile(
    r"(?P<day>\d{4}-\d\d?-\d\d?)(?:(?:[Tt]|[ \t]+)(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d*)?)?"
    r"[ \t]*(?P<zone>[Zz]|(?P<sign>[+-])(?P<zone_hours>\d\d?)(?::?(?P<zone_minutes>\d\d))?)?)?"
)
_BETWEEN_WORDS = regex.compile(r"[^,;]+")
_NOT_PART_OF_A_PATH = regex.compile(r"[\"'\[\]{},<>|]|:[ \t]|^[ \t]*-[ \t]|[ \t]#")


def _spellings(**keys: str) -> dict[str, str]:
    """Return the key that each spelling stands for: its own name, and the names that site generators and people give it."""
    return {spelling: key for key, others in keys.items() for spelling in (key, *others.split())}


_KEYS = _spellings(
    channel="channels",
    account="",
    publish_at="publishdate publish_date",
    title="",
    first_comment="",
    images="image resources featured_image cover cover_image thumbnail",
    people="",
    tags="",
    approved_by="",
    author="authors",
    embargo_until="embargo embargoed_until",
    declare="",
    video="videos",
)
_IMAGE_KEYS = _spellings(
    file="src path image url filename",
    alt="title",
    caption="",
    people="",
    work_of="",
    credit="",
    permission="",
    repost_of="",
    third_party="",
    params="",
)
_VIDEO_KEYS = _spellings(file="src path url filename", visibility="", embedded_on="", permission="")
# Keys of site generators that say nothing of what a post shows.
_SITE_KEYS = _spellings(
    ignored="date draft layout slug categories category type url aliases weight lastmod expirydate keywords permalink published toc menu series "
    "template id lang language translationkey markup outputs params build cascade headless iscjklanguage sitemap redirect_from redirect_to sidebar "
    "comments share math robots noindex canonical canonicalurl pin pinned hidden featured nav_order parent has_children updated modified "
    "last_modified_at author_profile locale uuid uid eleventynavigation eleventyexcludefromcollections theme style class name width height loading"
)
_SITE_TEXTS = _spellings(published="description summary excerpt abstract")
"""Keys of site generators whose text they may publish: worth a note, as it was not searched."""
_LIKENESS = 0.75
"""Keys that are at least this alike are one key misspelt."""
_LONG_PART = 6
"""A key that contains, or is contained in, a known one of at least this many letters is taken for it."""

_YES, _NO = frozenset({"true", "yes", "y", "on", "1"}), frozenset({"false", "no", "n", "off", "0", ""})
_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class ImageEntry:
    """An image as the header announces it."""

    file: str
    """As written; empty if the entry forgot it."""
    where: Where
    alt: tuple[SourceText, ...] = ()
    caption: SourceText | None = None
    credit: SourceText | None = None
    permission: str = ""
    people: tuple[PersonRef, ...] | None = None
    repost_of: str = ""
    third_party: bool = False
    work_of: tuple[PersonRef, ...] = ()
    pattern: bool = False
    """Whether ``file`` may be a pattern (``gallery/*``), as site generators allow under ``resources``."""


@dataclass(frozen=True)
class FrontMatter:
    """All that a draft's header says."""

    header: Header = field(default_factory=Header)
    images: tuple[ImageEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    body: tuple[int, int] = (0, 0)
    """Offsets of the rest of the file; a header that cannot be read is part of it, so that names in it are found."""
    glimpsed: tuple[tuple[str, Where], ...] = ()
    """What look like image files in a header that cannot be read."""


def read_front_matter(file: TextFile, extra_channels: Mapping[str, Outlet]) -> FrontMatter:
    """Read a draft's header. Nothing is raised: what is wrong becomes a problem.

    Parameters
    ----------
    file:
        The draft.
    extra_channels:
        Channels beside the built-in ones, by name.
    """
    fence = _FENCE.match(file.text)
    if fence is None:
        return _without_fence(file)
    start, end = fence.start("fence"), fence.end()
    closing = _CLOSING[fence["fence"]].search(file.text, end)
    if closing is None:
        return _never_closed(file, start, end)
    if fence["fence"] == "+++":
        return _broken(
            file,
            start,
            closing.start(),
            start,
            "The header is written in TOML.",
            "Write it in YAML, between two lines of three hyphens.",
        )
    try:
        parsed = YamlHeader(file, end, closing.start())
        return _HeaderReader(parsed, _all_channels(extra_channels)).read(closing.end())
    except YamlError as error:
        return _broken(file, start, closing.start(), error.offset, error.message, error.advice)


def read_sidecar(file: TextFile, extra_channels: Mapping[str, Outlet]) -> FrontMatter:
    """Read a file that holds nothing but a header, on behalf of a draft that cannot have one; lines of three hyphens around it do no harm.

    Nothing is raised: what is wrong becomes a problem.
    """
    end = len(file.text)
    if _FENCE.match(file.text):
        return replace(read_front_matter(file, extra_channels), body=(end, end))
    try:
        parsed = YamlHeader(file, 0, end)
        return _HeaderReader(parsed, _all_channels(extra_channels)).read(end)
    except YamlError as error:
        return replace(_broken(file, 0, end, error.offset, error.message, error.advice), body=(end, end))


def _all_channels(extra: Mapping[str, Outlet]) -> dict[str, Outlet]:
    return {**CHANNELS, **{canonical(name): outlet for name, outlet in extra.items()}}


def _never_closed(file: TextFile, start: int, end: int) -> FrontMatter:
    paragraph = _FIRST_PARAGRAPH.match(file.text, end)
    if paragraph is None or not _KEY_LINE.search(paragraph["lines"]):
        return FrontMatter(body=(0, len(file.text)))  # a rule across the page
    advice = "Put a line of three hyphens under its last line."
    return _broken(file, start, paragraph.end(), start, "The header is opened and never closed.", advice)


def _without_fence(file: TextFile) -> FrontMatter:
    paragraph = _FIRST_PARAGRAPH.match(file.text)
    keys = {_normal(match["key"]) for match in _KEY_LINE.finditer(paragraph["lines"])} if paragraph else set()
    if paragraph is None or len(keys & _KEYS.keys()) < 2:  # noqa: PLR2004 - one such line may be prose ("People: ...")
        return FrontMatter(body=(0, len(file.text)))
    start = paragraph.start("lines")
    return _broken(
        file,
        start,
        paragraph.end(),
        start,
        "The header does not begin with a line of three hyphens.",
        "Put such a line above and below it.",
    )


def _broken(file: TextFile, start: int, end: int, offset: int, message: str, advice: str) -> FrontMatter:
    line_end = regex.compile(r"[\r\n]|\Z").search(file.text, offset)
    where = place(file, "header", offset, line_end.start() if line_end else offset)
    problem = Problem("header-broken", message, advice, where, file.text[where.start : where.end])
    return FrontMatter(problems=(problem,), body=(start, len(file.text)), glimpsed=tuple(_glimpse(file, start, end)))


def _glimpse(file: TextFile, start: int, end: int) -> Iterator[tuple[str, Where]]:
    position = start
    for line in file.text[start:end].splitlines(keepends=True):
        low = 0
        for cut in (
            *((match.start(), match.end()) for match in _NOT_PART_OF_A_PATH.finditer(line)),
            (len(line), len(line)),
        ):
            part = line[low : cut[0]]
            name = part.strip()
            if name and file_kind(name) is FileKind.IMAGE:
                begin = position + low + len(part) - len(part.lstrip())
                yield name, place(file, "images", begin, begin + len(name))
            low = cut[1]
        position += len(line)


def _normal(key: str) -> str:
    return key.strip(" \t\xa0\ufeff").casefold().replace("-", "_").replace(" ", "_")


def _meant(key: str, known: Iterable[str]) -> str | None:
    """Return the known key that an unknown one seems to be, or None."""
    best = max(known, key=lambda other: OSA.normalized_similarity(key, other))
    if OSA.normalized_similarity(key, best) >= _LIKENESS:
        return best
    parts = (other for other in known if min(len(other), len(key)) >= _LONG_PART and (other in key or key in other))
    return next(parts, None)


def parse_moment(text: str) -> datetime | None:
    """Read an ISO date or date-time as wall time in London; None if it is neither or does not exist.

    A date alone means the start of that day. A time with an offset is converted; one without is London's already.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) for part in match["day"].split("-"))
    try:
        moment = datetime(  # noqa: DTZ001 - wall time
            year, month, day, int(match["hour"] or 0), int(match["minute"] or 0), int(match["second"] or 0)
        )
        if match["zone"] is None:
            return moment
        offset = timedelta(hours=int(match["zone_hours"] or 0), minutes=int(match["zone_minutes"] or 0))
        zone = timezone(-offset if match["sign"] == "-" else offset)
        return moment.replace(tzinfo=zone).astimezone(_LONDON).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


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
class _Entry:
    """A key of the header: where it stands, each time, and its values."""

    keys: list[yaml.ScalarNode] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    values: list[yaml.Node] = field(default_factory=list)


class _HeaderReader:
    """Turns nodes into values and collects what is wrong on the way."""

    def __init__(self, parsed: YamlHeader, channels: Mapping[str, Outlet]) -> None:
        self._yaml = parsed
        self._channels = channels
        self._problems: list[Problem] = []

    def read(self, body_start: int) -> FrontMatter:
        root = self._yaml.root
        if root is not None and not isinstance(root, yaml.MappingNode) and not _is_null(root):
            raise YamlError(
                "The header is not made of 'key: value' lines.", "Write each line as 'key: value'.", self._yaml.start
            )
        entries = self._entries(root, _KEYS, "the header") if isinstance(root, yaml.MappingNode) else {}
        values = {key: entry.values for key, entry in entries.items()}
        header = Header(
            channels=self._read_channels(values.get("channel", ())),
            account=self._plain("account", values.get("account", ())),
            publish_at=self._read_moment("publish_at", values.get("publish_at", ()), "consent is judged as of today"),
            title=_joined(self._published("title", values.get("title", ()))),
            first_comment=_joined(self._published("first_comment", values.get("first_comment", ()))),
            tags=self._published("tags", values.get("tags", ()), lists=True),
            people=self._read_people(values.get("people", ())),
            approved_by=self._plain("approved_by", values.get("approved_by", ())),
            author=self._plain("author", values.get("author", ())),
            embargo_until=self._read_moment(
                "embargo_until", values.get("embargo_until", ()), "nothing can be said of the embargo"
            ),
            declare=self._read_declare(values.get("declare", ())),
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
        return FrontMatter(header, images, tuple(self._problems), (body_start, len(self._yaml.file.text)))

    # Keys

    def _entries(self, mapping: yaml.MappingNode, known: Mapping[str, str], what: str) -> dict[str, _Entry]:
        """Sort the pairs of a mapping by the key that each means, and report the keys that mean nothing or stand there twice."""
        entries: dict[str, _Entry] = {}
        for key_node, value in self._pairs(mapping, nested=known is _IMAGE_KEYS):
            written = _normal(self._yaml.text(key_node).text)
            key = known.get(written)
            if key is None:
                self._unknown_key(key_node, written, known)
                continue
            entry = entries.setdefault(key, _Entry())
            if written in entry.written or (entry.written and key not in {"images", "channel", "video", "alt"}):
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

    def _unknown_key(self, node: yaml.ScalarNode, key: str, known: Mapping[str, str]) -> None:
        where = self._spot("header", node)
        if key in _SITE_KEYS:
            return
        if known is _KEYS and key in _IMAGE_KEYS:
            message, advice = (
                f"`{key}` belongs to an image, not to the post.",
                "Move it into the image's entry under `images`.",
            )
        elif meant := _meant(key, known):
            message, advice = (
                "The header has a key that postcheck does not know.",
                f"Did you mean `{meant}`? Correct the spelling, or remove the line.",
            )
        else:
            self._problem(
                "key-unknown",
                "The header has a key that postcheck does not know; what stands there was not searched.",
                "Remove it if it is not needed, or have a person read it if it is published.",
                where,
                blocking=key not in _SITE_TEXTS,
            )
            return
        self._problem("key-unknown", message, advice, where)

    def _place_of(self, key: str, entry: _Entry) -> Where:
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
        """Return every text under a key that is published. A shape that means nothing is reported, and searched all the same."""
        texts: list[SourceText] = []
        for node in nodes:
            if not isinstance(node, yaml.ScalarNode) and not (lists and isinstance(node, yaml.SequenceNode)):
                self._invalid(key, node, "text")
            texts.extend(
                source
                for leaf in self._yaml.leaves(node)
                if not _is_null(leaf) and (source := self._yaml.text(leaf)).text.strip()
            )
        return tuple(texts)

    def _read_channels(self, nodes: Iterable[yaml.Node]) -> tuple[str, ...]:
        channels: list[str] = []
        for word, where in self._words("channel", nodes):
            channel = canonical(word)
            if channel in self._channels:
                channels.append(channel)
            else:
                advice = f"Known channels: {', '.join(self._channels)}. Correct the spelling, or add the channel to postcheck.toml."
                self._problem(
                    "channel-unknown", "The header names a channel that postcheck does not know.", advice, where
                )
        return tuple(dict.fromkeys(channels))

    def _read_moment(self, key: str, nodes: Iterable[yaml.Node], otherwise: str) -> datetime | None:
        moments: list[datetime] = []
        for node in nodes:
            if isinstance(node, yaml.ScalarNode) and _is_null(node):
                continue
            moment = parse_moment(self._yaml.text(node).text) if isinstance(node, yaml.ScalarNode) else None
            if moment is None:
                advice = f"Write it like 2026-12-01T09:00 or 2026-12-01; until then {otherwise}."
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
                entries = self._entries(item, _VIDEO_KEYS, "this video")
                said = {key: self._plain(key, entry.values) for key, entry in entries.items()}
                visibility, permission = said.get("visibility", "").casefold(), said.get("permission", "")
                yield Video(
                    said.get("file", ""), visibility, said.get("embedded_on", ""), where=where, permission=permission
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
        values = {key: entry.values for key, entry in self._entries(node, _IMAGE_KEYS, "this image").items()}
        files = list(self._scalars("file", values.get("file", ())))
        name = files[0].text.strip() if files else ""
        if not name:
            self._problem(
                "value-invalid",
                "An entry under `images` does not say which file it means.",
                "Add `file:` with the image's name.",
                self._yaml.where(node, "images"),
            )
        return ImageEntry(
            name,
            place(files[0].file, "images", *files[0].origin(0, len(files[0].text)))
            if name
            else self._yaml.where(node, "images"),
            alt=self._published("alt", values.get("alt", ())),
            caption=_joined(self._published("caption", values.get("caption", ()))),
            credit=_joined(self._published("credit", values.get("credit", ()))),
            permission=self._plain("permission", values.get("permission", ())),
            people=self._read_people(values.get("people", ())),
            repost_of=self._plain("repost_of", values.get("repost_of", ())),
            third_party=self._flag("third_party", values.get("third_party", ())),
            work_of=self._read_people(values.get("work_of", ()), "work_of") or (),
            pattern=pattern,
        )
