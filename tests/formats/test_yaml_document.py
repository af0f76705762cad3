"""Every character of a header's values leads back to the characters that it was written with."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from postcheck.formats.yaml_document import YamlError, YamlHeader
from postcheck.model.text import SourceText, TextFile

# Letters of many scripts, everything that YAML escapes, folds or refuses, and long words; but no lone surrogates (no
# file holds one).
_TEXTS = st.text(
    st.one_of(
        st.sampled_from(" \n\t'\"\\:#-&*!|>%@`,[]{}?aZé\x85\u2028\ufeff🙂"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\xa0"),
    ),
    max_size=60,
)
_STYLES = st.sampled_from([None, "'", '"', "|", ">"])


# PyYAML ends lines at these; in a draft they are characters like others, so they are dumped as escapes.
_LINE_ENDS = frozenset("\x85\u2028\u2029")


def header(text: str, before: str = "") -> YamlHeader:
    return YamlHeader(TextFile("star.md", before + text), len(before), len(before) + len(text))


def first_value(parsed: YamlHeader) -> SourceText:
    assert isinstance(parsed.root, yaml.MappingNode)
    node = parsed.root.value[0][1]
    assert isinstance(node, yaml.ScalarNode)
    return parsed.text(node)


def assert_leads_back(source: SourceText) -> None:
    """Check that the runs are in order, and that every stretch within one-to-one runs is the very text of the file."""
    end = origin_end = 0
    for run in source.runs:
        assert run.start >= end
        assert run.origin >= origin_end
        assert run.origin_end > run.origin
        end, origin_end = run.start + run.length, run.origin_end
    assert end <= len(source.text)
    for start in range(len(source.text)):
        low, high = source.origin(start, start + 1)
        written = source.file.text[low:high]
        if len(written) == 1 and written not in "\r\n":
            assert written == source.text[start]
        else:
            assert written[0] in "\\'\r\n \t", written


@given(_TEXTS, _STYLES, st.booleans(), st.integers(min_value=20, max_value=120), st.sampled_from(["\n", "\r\n"]))
def test_dumped_values_come_back_and_lead_back(
    value: str, style: str | None, unicode: bool, width: int, line_end: str
) -> None:
    dumped = yaml.safe_dump(
        {"title": value}, default_style=style, allow_unicode=unicode and _LINE_ENDS.isdisjoint(value), width=width
    )
    if line_end == "\r\n":
        dumped = dumped.replace("\n", "\r\n")
    source = first_value(header(dumped, before=f"---{line_end}"))
    assert source.text == value
    assert_leads_back(source)


@given(_TEXTS, _STYLES, st.data())
def test_stretches_without_escapes_are_slices_of_the_file(value: str, style: str | None, data: st.DataObject) -> None:
    dumped = yaml.safe_dump({"title": value}, default_style=style, allow_unicode=_LINE_ENDS.isdisjoint(value), width=30)
    source = first_value(header(dumped, before="\n\n---\n"))
    exact = [run for run in source.runs if run.length == run.origin_end - run.origin and source.text[run.start] != " "]
    if not exact:
        return
    run = data.draw(st.sampled_from(exact))
    start = data.draw(st.integers(run.start, run.start + run.length - 1))
    end = data.draw(st.integers(start + 1, run.start + run.length))
    low, high = source.origin(start, end)
    if source.file.text[low:high] not in "\r\n":
        assert source.file.text[low:high] == source.text[start:end]


@given(st.text(alphabet="ab '\"\\:#-|>\n\t[]{},&*!?~\r", max_size=40))
def test_whatever_is_written_is_read_as_pyyaml_reads_it_or_refused(written: str) -> None:
    refused: YamlError | None = None
    try:
        parsed = header(written, before="x")
    except YamlError as error:
        refused = error
    if refused:
        assert 1 <= refused.offset <= len(written) + 1
        return
    if isinstance(parsed.root, yaml.ScalarNode):
        source = parsed.text(parsed.root)
        assert source.text.replace("\t", " ") == parsed.root.value.replace("\t", " ")
        assert_leads_back(source)


@pytest.mark.parametrize(
    ("written", "text", "word", "evidence"),
    [
        ("title: Well done Amelia\n", "Well done Amelia", "Amelia", "Amelia"),
        ("title: 'It''s Amelia''s day'\n", "It's Amelia's day", "Amelia's", "Amelia''s"),
        ('title: "Zo\\u00eb won"\n', "Zoë won", "Zoë", "Zo\\u00eb"),
        ('title: "Zo\\xeb \\ud83d\\ude00"\n', "Zoë \U0001f600", "\U0001f600", "\\ud83d\\ude00"),
        ('title: "half \\ud83d"\n', "half \ufffd", "\ufffd", "\\ud83d"),
        ('title: "Amelia \\\n   Carter"\n', "Amelia Carter", "Amelia Carter", "Amelia \\\n   Carter"),
        ("title: Amelia\n  Carter\n", "Amelia Carter", "Amelia Carter", "Amelia\n  Carter"),
        ("title: |\n  Well done\n  Amelia\n", "Well done\nAmelia\n", "Amelia", "Amelia"),
        ("title: >-\r\n  Well done\r\n  Amelia\r\n", "Well done Amelia", "done Amelia", "done\r\n  Amelia"),
        ("title: |2-\n    deep\n  Amelia\n", "  deep\nAmelia", "deep", "deep"),
        ("title: !!str &a Amelia\n", "Amelia", "Amelia", "Amelia"),
        ("title: 0012\n", "0012", "0012", "0012"),
        ("title: yes\n", "yes", "yes", "yes"),
        ("title: Amelia\tCarter\n", "Amelia\tCarter", "Amelia\tCarter", "Amelia\tCarter"),
        ("title: Amelia\u2028Carter\n", "Amelia\u2028Carter", "Carter", "Carter"),
        ("title:\xa0Amelia\x0cCarter\n", "Amelia\x0cCarter", "Carter", "Carter"),
        ("title: Amelia   \t\n", "Amelia", "Amelia", "Amelia"),
    ],
)
def test_evidence_is_the_exact_slice(written: str, text: str, word: str, evidence: str) -> None:
    source = first_value(header(written, before="---\r\n"))
    assert source.text == text
    start = text.index(word)
    low, high = source.origin(start, start + len(word))
    assert source.file.text[low:high] == evidence


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("!!binary VGFtc2lu", "Tamsin"),
        ("!!binary |\n  VGFt\n  c2lu\n", "Tamsin"),
        ("!!binary '%'", "%"),
        ("!!binary /w==", "/w=="),
    ],
)
def test_packed_text_is_unpacked_and_leads_back(written: str, text: str) -> None:
    found = first_value(header(f"a: {written}"))
    assert found.text == text
    low, high = found.origin(0, len(text))
    assert found.file.text[low:high].strip("'|\n ") in written


@pytest.mark.parametrize(
    ("written", "offset", "message"),
    [
        ("title: Star: of the week\n", 11, "second colon"),
        ('ok: 1\ntitle: "Amelia\n', 13, "never closed"),
        ("people: [P1, P2\n", 8, "not closed"),
        ("title: *bold* news\n", 12, "asterisk"),
        ("images:\n\t- a.jpg\n", 8, "tab"),
        ('title: "\\UFFFFFFFF"\n', None, "not valid YAML"),
    ],
)
def test_broken_yaml_is_explained_with_its_place(written: str, offset: int | None, message: str) -> None:
    with pytest.raises(YamlError, match=message) as caught:
        header(written, before="---\n")
    assert offset is None or caught.value.offset == 4 + offset
    assert "Amelia" not in str(caught.value) + caught.value.advice


@pytest.mark.parametrize(
    "written", ["[" * 50_000, "- " * 40_000, "{a: " * 20_000, "? " * 20_000, "x: " + "y" * 100_001]
)
def test_monstrous_headers_are_refused(written: str) -> None:
    with pytest.raises(YamlError):
        header(written)


def test_anchors_cannot_multiply_values_without_end() -> None:
    parsed = header("a: &a [x]\nb: [" + "*a," * 6_000 + "]\n")
    assert isinstance(parsed.root, yaml.MappingNode)
    lists = parsed.root.value[1][1].value
    with pytest.raises(YamlError, match="too many"):
        list(map(parsed.text, (node.value[0] for node in lists)))
