"""What decides what is read in a picture is determined once, as programs are started and large files read for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from postcheck.model.draft import DraftImage
from postcheck.model.settings import CacheSettings, OcrSettings
from postcheck.model.text import PlaceKind, Where
from postcheck.read.cache import CacheFolder, ReadingCache
from postcheck.read.reader import Reader
from tests.fakes.engines import ScriptedEngine


def test_it_is_determined_once_for_many_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Reader] = []

    def versions(reader: Reader) -> tuple[tuple[str, str], ...]:
        asked.append(reader)
        return (("an engine", "1"),)

    monkeypatch.setattr(Reader, "engine_versions", versions)
    monkeypatch.setattr("postcheck.read.reader.engines_for", lambda *_: (ScriptedEngine(),))
    reader = Reader(OcrSettings(), cache=ReadingCache(CacheFolder(CacheSettings(folder=tmp_path / "cache"))))
    for number in range(3):
        path = tmp_path / f"{number}.png"
        Image.new("RGB", (40 + number, 30), "white").save(path)
        reader.pictures.read(DraftImage("", path, "", Where(PlaceKind.POST, "")))
    assert asked == [reader]
