"""What the models that ship saw in texts in earlier runs, from the cache: a text is found by a digest alone."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import postcheck
from postcheck.find.concerns import FOLDER as CONCERNS
from postcheck.find.language import SHIPPED, Reading
from postcheck.formats.records import Records

if TYPE_CHECKING:
    from postcheck.read.text_cache import TextCache

_DECIDING = ("spacy", "thinc", "numpy", "onnxruntime", "tokenizers")
"""Packages that decide what the models see."""
_CODE = ("language.py", "person_tagger.py", "tokenizing.py", "concerns.py")
"""Our own that does."""
_RECORDS = Records(Reading)


class RememberedOpinions:
    """What the language model sees; see :class:`~postcheck.find.known_opinions.Opinions`."""

    def __init__(self, texts: TextCache) -> None:
        self._texts = texts

    def opinion(self, text: str) -> Reading | None:
        """Return what the language model saw in a text; None if that is not known."""
        data = self._texts.get(_key(SHIPPED, text))
        try:
            return None if data is None else _RECORDS.read(data)
        except ValueError:
            return None

    def keep(self, opinions: Mapping[str, Reading]) -> None:
        """Keep what the language model sees in each of some texts."""
        self._texts.put({_key(SHIPPED, text): _RECORDS.written(opinion) for text, opinion in opinions.items()})


class RememberedChances:
    """What the classifier of sentences says; see :class:`~postcheck.find.concerns.Memory`."""

    def __init__(self, texts: TextCache) -> None:
        self._texts = texts

    def get(self, text: str) -> bytes | None:
        """Return what it said of a text; None if that is not known."""
        return self._texts.get(_key(CONCERNS, text))

    def put(self, text: str, said: bytes) -> None:
        """Keep what it says of a text."""
        self._texts.put({_key(CONCERNS, text): said})


def _key(model: str, text: str) -> str:
    return hashlib.sha256(f"{_decides(model)}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _decides(model: str) -> str:
    """Return a digest of what decides what a model that ships sees in a text."""
    package = Path(str(resources.files("postcheck")))
    digest = hashlib.sha256(f"{model} {postcheck.__version__}".encode())
    for code in _CODE:
        digest.update(_digest(package / "find" / code))
    for file in _files(package / "data" / model):
        known = file.stat()
        digest.update(f"{file.relative_to(package)} {known.st_size} {known.st_mtime_ns}".encode())
    for name in _DECIDING:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            digest.update(f"{name} {importlib.metadata.version(name)}".encode())
    return digest.hexdigest()


def _digest(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()


def _files(folder: Path) -> Iterable[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
