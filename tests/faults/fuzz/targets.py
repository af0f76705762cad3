"""The parsers, each with what it is given and what has to hold whatever that is."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from postcheck.config.packs import load_pack
from postcheck.config.settings import load_settings
from postcheck.config.waivers import load_waivers
from postcheck.consent.consent_list import load_consent
from postcheck.consent.people_list import load_people
from postcheck.drafts.bulk.tables import is_table, posts_in
from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.loader import load_draft
from postcheck.drafts.source import DraftSource
from postcheck.errors import PostcheckError
from postcheck.find.details.finder import DetailFinder
from postcheck.formats import textfile
from postcheck.media.images import frames, opened
from postcheck.model.draft import Draft
from postcheck.model.settings import BulkSettings, Contacts
from postcheck.model.text import Passage, PlaceKind
from postcheck.read.metadata import read_metadata
from postcheck.read.published import names_of_videos, said_of, texts_of
from postcheck.text.folding import fold
from postcheck.text.tokens import tokenize
from tests.faults.fuzz import pieces

_MOST_PIXELS = 1_000_000


@dataclass(frozen=True)
class Target:
    """A parser: the ending of its files, what they hold, and what is done with one."""

    ending: str
    contents: st.SearchStrategy[bytes]
    law: Callable[[Path], None]

    def holds(self, content: bytes) -> None:
        """Have the parser read a content, and raise whatever breaks the law."""
        with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
            (Path(folder) / "postcheck.toml").touch()  # nothing above the folder is looked at
            path = Path(folder) / f"x{self.ending}"
            path.write_bytes(content)
            self.law(path)


def drafts(path: Path) -> Iterator[Draft]:
    """Yield the posts of a file, rows of tables too."""
    for source in find_drafts([str(path)], stdin=None):
        rows = posts_in(source, BulkSettings()) if source.path and is_table(source.path) else (source,)
        yield from map(load_draft, rows)


def read_as_draft(path: Path) -> None:
    """Load a file as a draft: every passage knows its place, and something is told of every file."""
    found = list(drafts(path))
    assert found
    for draft in found:
        for passage in (
            *texts_of(draft),
            *names_of_videos(draft),
            *(each for image in draft.images for each in said_of(image)),
        ):
            _places(passage)
        assert draft.unexamined or draft.file is not None or draft.parts or draft.images


def _places(passage: Passage) -> None:
    """Whatever is found in a passage lies within the file, and its evidence is what stands there."""
    length = len(passage.text)
    for start, end in {(0, length), (0, min(1, length)), (length // 2, length), (length // 3, length // 2 + 1)}:
        if not passage.text[start:end].strip():  # nobody finds anything in what only parts words
            continue
        where = passage.where(start, min(end, length))
        evidence = passage.evidence(start, min(end, length))
        if passage.source is not None and where.start is not None and where.end is not None:
            text = passage.source.file.text
            assert 0 <= where.start <= where.end <= len(text)
            assert text[where.start : where.end] == evidence
            assert where.line is None or where.line >= 1


def keeps_words(path: Path) -> None:
    """Load a text without markup: each of its words is in some passage."""
    read_as_draft(path)
    text = path.read_bytes().decode()
    kept = " ".join(passage.text for draft in drafts(path) for passage in texts_of(draft))
    for word in re.findall(r"[a-z]+", text):
        assert word in kept, word


def only_ours(read: Callable[[Path], object]) -> Callable[[Path], None]:
    """Return a law: a reader raises our own errors and no others, and they repeat nothing that it read."""

    def law(path: Path) -> None:
        try:
            read(path)
        except PostcheckError as error:
            said = str(error)
        else:
            said = "nothing"
        assert said
        assert "Penhallow" not in said

    return law


def _details(path: Path) -> None:
    text = path.read_bytes().decode()
    passage = Passage(text, PlaceKind.TEXT, "post.md", "body")
    for detail in DetailFinder(Contacts()).find([passage], ()):
        assert 0 <= detail.start < detail.end <= len(text)
        assert detail.text == text[detail.start : detail.end]
        assert passage.evidence(detail.start, detail.end) == detail.text


def _tokens(path: Path) -> None:
    text = path.read_bytes().decode()
    end = 0
    for token in tokenize(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end
        assert token.norm == fold(token.norm)


def _picture(path: Path) -> None:
    with opened(path, _MOST_PIXELS) as image:
        read_metadata(image, path)
        for frame in frames(image, _MOST_PIXELS, []):
            assert frame.number >= 0


def _beside(path: Path) -> None:
    draft = path.with_name("y.docx")
    path.rename(path.with_name("y.docx.postcheck.yaml"))
    draft.write_bytes(pieces.WORD)
    load_draft(DraftSource("y.docx", draft, draft.parent))


def _waivers(path: Path) -> object:
    return load_waivers(path, rules=frozenset({"PC-NAME-1"}))


def _data(kind: str) -> st.SearchStrategy[bytes]:
    return pieces.texts(kind).map(str.encode)


def _within(kind: str, before: str, after: str = "") -> st.SearchStrategy[bytes]:
    return pieces.texts(kind).map(lambda text: f"{before}{text}{after}".encode())


def _part(container: bytes, part: str) -> st.SearchStrategy[bytes]:
    """Return a container, damaged by itself or in one part."""
    inside = pieces.changed(pieces.unpacked(container, part)).map(
        lambda content: pieces.packed(container, part, content)
    )
    return st.one_of(inside, pieces.changed(container))


_PLAIN = st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), min_size=1, max_size=20).map(
    lambda words: " ".join(words).encode()
)
TARGETS: Mapping[str, Target] = {
    "yaml-header": Target(".md", _within("yaml", "---\n", "\n---\nOur fair\n"), read_as_draft),
    "toml-header": Target(".md", _within("toml", "+++\n", "\n+++\nOur fair\n"), read_as_draft),
    "markdown": Target(".md", _data("markdown"), read_as_draft),
    "plain-text": Target(".txt", _PLAIN, keeps_words),
    "html": Target(".html", _data("html"), read_as_draft),
    "html-bytes": Target(
        ".html",
        pieces.changed("<!doctype html><meta charset=utf-8><p>Zoë".encode(), "\ufeff<p>é".encode("utf-16")),
        read_as_draft,
    ),
    "csv": Target(".csv", _data("csv"), read_as_draft),
    "workbook": Target(".xlsx", _part(pieces.WORKBOOK, "xl/worksheets/sheet1.xml"), read_as_draft),
    "pdf": Target(".pdf", pieces.changed(pieces.PDF), read_as_draft),
    "word": Target(".docx", _part(pieces.WORD, "word/document.xml"), read_as_draft),
    "json": Target(".json", _data("json"), read_as_draft),
    "yaml-data": Target(".yml", _data("yaml"), read_as_draft),
    "xml": Target(".xml", _data("xml"), read_as_draft),
    "subtitles": Target(".vtt", _data("timed"), read_as_draft),
    "calendar": Target(".ics", _data("timed"), read_as_draft),
    "sidecar": Target(".postcheck.yaml", _data("yaml"), _beside),
    "settings": Target(".toml", _data("settings"), only_ours(load_settings)),
    "waivers": Target(".toml", _data("settings"), only_ours(_waivers)),
    "pack": Target(".toml", _data("pack"), only_ours(lambda path: load_pack(str(path)))),
    "consent-list": Target(
        ".csv", _within("csv", "pupil_id,forename,surname,photo_website\n"), only_ours(load_consent)
    ),
    "consent-bytes": Target(
        ".csv", pieces.changed("pupil_id,forename,surname\nA,Zoë,Smith\n".encode()), only_ours(load_consent)
    ),
    "people-list": Target(".csv", _within("csv", "name,kind,note\n"), only_ours(lambda path: load_people((path,)))),
    "details": Target(".txt", _data("details"), _details),
    "tokens": Target(".txt", _data("markdown"), _tokens),
    "text-file": Target(".txt", st.binary(max_size=60), only_ours(lambda path: textfile.read(path, path.name))),
    **{
        f"picture{ending}": Target(ending, pieces.changed(content), only_ours(_picture))
        for ending, content in pieces.PICTURES.items()
    },
}
