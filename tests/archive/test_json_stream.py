from __future__ import annotations

import gc
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from postcheck.archive import json_stream
from postcheck.archive.json_stream import SCRIPT, Record, records
from postcheck.errors import UnreadableError


class Counted(io.RawIOBase):
    """A file without end in memory: it makes what is read, and counts it."""

    def __init__(self, entries: int) -> None:
        self._parts = self._made(entries)
        self._left = b""
        self.given = 0

    @staticmethod
    def _made(entries: int) -> Iterator[bytes]:
        yield b"["
        for number in range(entries):
            yield json.dumps({"timestamp": number, "data": [{"post": "x" * 1000}]}).encode()
            yield b"]" if number == entries - 1 else b","

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self._left) < size and (part := next(self._parts, b"")):
            self._left += part
        data, self._left = self._left[:size], self._left[size:]
        self.given += len(data)
        return data


def read(data: bytes, **options: object) -> list[Record]:
    return list(records(io.BytesIO(data), **options))  # type: ignore[arg-type]


def until_it_breaks(data: bytes) -> tuple[list[object], str]:
    found: list[object] = []
    with pytest.raises(UnreadableError) as raised:
        found.extend(record.value for record in records(io.BytesIO(data)))
    return found, f"{raised.value.message} {raised.value.advice}"


def test_a_list_is_given_entry_by_entry() -> None:
    assert read(b'[{"a": 1}, "b", [2]]') == [Record("", 1, {"a": 1}), Record("", 2, "b"), Record("", 3, [2])]


@pytest.mark.parametrize(
    "entry",
    [
        {"timestamp": 1, "attachments": [{"data": []}], "data": [{"post": "A"}], "title": "B"},
        {"attachments": [], "data": [{"post": "A"}], "title": "B"},
        {"media": [{"uri": "1"}, {"uri": "2"}], "title": "A", "creation_timestamp": 1},
        {"media_list_data": [{"uri": ""}], "string_map_data": {"Comment": {"value": "A"}}},
        {"fbid": "7", "media": [], "label_values": [{"label": "Text", "value": "A"}]},
    ],
)
def test_an_entry_that_is_in_no_list_is_one_entry(entry: Any) -> None:
    assert read(json.dumps(entry).encode()) == [Record("", 1, entry)]


@pytest.mark.parametrize("key", ["media", "data", "photos", "title"])
def test_an_object_that_is_no_entry_is_a_file_of_lists(key: str) -> None:
    found = read(json.dumps({key: [{"timestamp": 1}, {"timestamp": 2}], "name": "A"}).encode())
    assert [(one.key, one.index) for one in found] == [(key, 1), (key, 2), ("name", 0)]


def test_lists_in_an_object_are_given_with_their_keys() -> None:
    found = read(b'{"name": "A", "photos": [{"uri": "1"}, {"uri": "2"}], "cover": {"uri": "3"}, "none": []}')
    assert [(one.key, one.index) for one in found] == [("name", 0), ("photos", 1), ("photos", 2), ("cover", 0)]


def test_no_more_is_read_than_what_was_asked_for_needs() -> None:
    file = Counted(100_000)
    stream = records(file)
    for _ in range(100):
        next(stream)
    assert file.given < 100 * 1100 + 3 * 65536


def test_what_was_given_is_not_kept() -> None:
    stream = records(Counted(4_000))
    for _ in range(100):
        next(stream)
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(3_000):
        next(stream)
    gc.collect()
    assert len(gc.get_objects()) < before + 2_000


def test_a_file_cut_short_gives_what_it_has_and_says_so() -> None:
    found, reason = until_it_breaks(b'[{"a": 1}, {"a": 2}, {"a"')
    assert found == [{"a": 1}, {"a": 2}]
    assert "ends in the middle" in reason


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "ends in the middle"),
        (b'[{"a": 1}] alert(1)', "no JSON"),
        (b'[{"a": "\xe9"}]', "not in UTF-8"),
        ("[]".encode("utf-16"), "not in UTF-8"),
        (b"[" * 100_000, "nested far too deeply"),
        (b'{"a": ' * 100_000, "nested far too deeply"),
        (b'"a"', "single value"),
        (b"<html>", "no JSON"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, why: str) -> None:
    assert why in until_it_breaks(data)[1]


def test_no_message_quotes_the_file() -> None:
    assert "Amelia" not in until_it_breaks(b'[{"post": "Amelia Carter" "x"}]')[1]


def test_an_entry_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "MAX_RECORD", 200_000)
    assert "too large" in until_it_breaks(b'["' + b"x" * 400_000 + b'"]')[1]
    assert len(read(b"[" + b",".join([b'"' + b"x" * 1000 + b'"'] * 400) + b"]")) == 400


def test_a_byte_order_mark_is_no_part_of_it() -> None:
    assert read(b"\xef\xbb\xbf[1]") == [Record("", 1, 1)]


def test_of_two_values_under_one_key_neither_is_lost() -> None:
    assert read(b'[{"post": "a", "post": "b"}]')[0].value == {"post": ["a", "b"]}


@pytest.mark.parametrize(
    "data",
    [b"window.YTD.tweets.part0 = [1]", b"window.YTD.tweet.part12=[1];\n", b"\xef\xbb\xbfwindow.YTD.x.part0 = [1] ;"],
)
def test_the_script_around_it_is_seen_through(data: bytes) -> None:
    assert read(data, before=SCRIPT) == [Record("", 1, 1)]


def test_a_semicolon_within_is_kept() -> None:
    words = "a; " * 50_000
    assert read(b"window.YTD.tweets.part0 = " + json.dumps([words]).encode(), before=SCRIPT)[0].value == words


@pytest.mark.parametrize("data", [b"[1]", b"alert(1); [1]", b"window.YTD.a.part0 = [1]; window.YTD.b.part0 = [2]"])
def test_another_script_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(data, before=SCRIPT)
