"""What was seen in a text counts only for the very models, code and word lists that saw it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postcheck.engine import remembered
from postcheck.engine.remembered import RememberedChances, RememberedOpinions
from postcheck.find.language import SHIPPED, Person, Reading, Roles
from postcheck.model.settings import CacheSettings
from postcheck.read.text_cache import TextCache

SEEN = Reading([Person(0, 5, 0.1 + 0.2, Roles(0.7, 0.2, 0.1))], [Person(6, 9, 1 / 3)])


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of which little is left."""
    folder = tmp_path / "package"
    for name in ("find/a.py", "find/data/names.bin", "text/b.py", f"data/{SHIPPED}/model", "data/concerns/model.onnx"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("one")
    monkeypatch.setattr(remembered, "_PACKAGE", folder)
    return folder


@pytest.fixture
def anew() -> Iterator[Callable[[Path], TextCache]]:
    def begin(folder: Path) -> TextCache:
        remembered._decides.cache_clear()  # noqa: SLF001 - as if in another process
        remembered._code.cache_clear()  # noqa: SLF001 - as above
        return TextCache(CacheSettings(folder=folder))

    yield begin  # what was found in the small package must not stay
    remembered._decides.cache_clear()  # noqa: SLF001 - as above
    remembered._code.cache_clear()  # noqa: SLF001 - as above


def later(file: Path) -> None:
    file.write_text("two")
    os.utime(file, (1, 1))


def removed(file: Path) -> None:
    file.unlink()


@pytest.mark.usefixtures("package")
def test_what_was_seen_comes_back_exactly(tmp_path: Path, anew: Callable[[Path], TextCache]) -> None:
    RememberedOpinions(anew(tmp_path)).keep({"Seren": SEEN, "\ud800": Reading()})
    RememberedChances(anew(tmp_path)).put("Seren", b"1234")
    known = RememberedOpinions(anew(tmp_path))
    assert (known.opinion("Seren"), known.opinion("\ud800"), known.opinion("seren")) == (SEEN, Reading(), None)
    assert RememberedChances(anew(tmp_path)).get("Seren") == b"1234"
    assert RememberedChances(anew(tmp_path)).get("\ud800") is None


@pytest.mark.parametrize("change", [later, removed])
@pytest.mark.parametrize("name", ["find/a.py", "find/data/names.bin", "text/b.py", f"data/{SHIPPED}/model"])
def test_what_another_code_or_model_saw_does_not_count(
    tmp_path: Path, package: Path, anew: Callable[[Path], TextCache], name: str, change: Callable[[Path], None]
) -> None:
    RememberedOpinions(anew(tmp_path)).keep({"Seren": SEEN})
    change(package / name)
    assert RememberedOpinions(anew(tmp_path)).opinion("Seren") is None


def test_each_model_counts_for_itself(tmp_path: Path, package: Path, anew: Callable[[Path], TextCache]) -> None:
    RememberedOpinions(anew(tmp_path)).keep({"Seren": SEEN})
    RememberedChances(anew(tmp_path)).put("Seren", b"1234")
    later(package / "data" / "concerns" / "model.onnx")
    assert RememberedOpinions(anew(tmp_path)).opinion("Seren") == SEEN
    assert RememberedChances(anew(tmp_path)).get("Seren") is None


@pytest.mark.parametrize("package_name", ["spacy", "onnxruntime"])
def test_what_another_library_saw_does_not_count(
    tmp_path: Path,
    package: Path,
    anew: Callable[[Path], TextCache],
    monkeypatch: pytest.MonkeyPatch,
    package_name: str,
) -> None:
    del package
    RememberedOpinions(anew(tmp_path)).keep({"Seren": SEEN})
    monkeypatch.setattr(
        "importlib.metadata.version",
        lambda name: "0.0" if name == package_name else "1.0",
    )
    assert RememberedOpinions(anew(tmp_path)).opinion("Seren") is None


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("data", [b"", b"[]", b'[{"persons": 1}]', b"\xff"])
def test_what_is_no_opinion_is_none(tmp_path: Path, anew: Callable[[Path], TextCache], data: bytes) -> None:
    texts = anew(tmp_path)
    texts.put({remembered._key(SHIPPED, "Seren"): data})  # noqa: SLF001 - what a text is found by
    assert RememberedOpinions(texts).opinion("Seren") is None
