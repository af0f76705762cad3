"""Ties the answers in a header to other pictures: what stands under ``confirmed_for``, and nothing else, is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from postcheck.drafts.edits import Edit, edited
from postcheck.drafts.frontmatter import header_lines
from postcheck.drafts.header_answers import TIED
from postcheck.drafts.header_keys import normal
from postcheck.errors import HeaderError
from postcheck.formats import textfile
from postcheck.formats.toml_header import TomlHeader
from postcheck.formats.yaml_document import YamlError, YamlHeader
from postcheck.model.content_digest import is_digest, is_of


def with_other_ties(data: bytes, instead: Mapping[str, str], *, beside: bool) -> bytes:
    """Return a file with the answers in its header given for something else.

    Parameters
    ----------
    data:
        The file: a draft, or a header that stands beside one.
    instead:
        The digest of what an answer is to be tied to, by the digest of what it is tied to. An answer that is tied to
        anything else stays as it is.
    beside:
        Whether the file holds nothing but the header.

    Raises
    ------
    HeaderError
        If the header cannot be read.
    UnreadableError
        If the file holds no text.
    """
    file = textfile.decode(data, "")
    region = header_lines(file.text) or ((0, len(file.text), False) if beside else None)
    if region is None:
        return data
    start, end, toml = region
    try:
        header = (TomlHeader if toml else YamlHeader)(file, start, end)
        return edited(data, file.text, list(_edits(header, instead)))
    except (YamlError, UnicodeError, ValueError):
        raise HeaderError("the header cannot be read.", advice="Correct the header.") from None


def _edits(header: YamlHeader, instead: Mapping[str, str]) -> Iterator[Edit]:
    waiting, seen = [header.root] if header.root is not None else [], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:  # by an alias
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                if isinstance(name, yaml.ScalarNode) and normal(str(name.value)) == TIED:
                    for leaf in header.leaves(value):
                        yield from _edit(header, leaf, instead)
                else:
                    waiting.append(value)


def _edit(header: YamlHeader, leaf: yaml.ScalarNode, instead: Mapping[str, str]) -> Iterator[Edit]:
    written = str(leaf.value).strip()
    said = written.casefold()
    other = {new for old, new in instead.items() if is_digest(said) and is_of(said, old)}
    start, end = (header.start + mark.index for mark in (leaf.start_mark, leaf.end_mark))
    at = header.file.text.find(written, start, end)
    if len(other) == 1 and at >= 0:
        yield Edit(at, at + len(written), other.pop()[: len(written)])
