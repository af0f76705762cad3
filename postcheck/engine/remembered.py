"""What the models that ship saw in texts in earlier runs, from the cache: a text is found by a digest alone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import postcheck
from postcheck.find.concerns import FOLDER as CONCERNS
from postcheck.find.language import SHIPPED, Reading
from postcheck.formats.records import Records
from postcheck.read.cache import versions_of

if TYPE_CHECKING:
    from postcheck.read.text_cache import TextCache

_DECIDING = ("spacy", "thinc", "numpy", "onnxruntime", "tokenizers")
"""Packages that decide what the models see."""
_ROOMS = ("find", "text")
"""Packages of our own that do, with their word lists."""
_PACKAGE = Path(str(resources.files("postcheck")))
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
    return hashlib.sha256(_decides(model) + text.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _decides(model: str) -> bytes:
    """Return a digest of what decides what a model that ships sees in a text."""
    return hashlib.sha256(model.encode() + _code() + _state(_PACKAGE / "data" / model)).digest()


@cache
def _code() -> bytes:
    """Return a digest of our own code, and of the packages that it calls."""
    digest = hashlib.sha256(postcheck.__version__.encode())
    for room in _ROOMS:
        digest.update(_state(_PACKAGE / room))
    digest.update(versions_of(_DECIDING))
    return digest.digest()


def _state(folder: Path) -> bytes:
    """Return a digest of the files in a folder: of code by what it says.

    Word lists and models are large, and whoever changes one changes its time as well.
    """
    digest = hashlib.sha256()
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            file = os.path.join(place, name)  # noqa: PTH118 - hundreds of them, at each start
            if name.endswith(".py"):
                with open(file, "rb") as opened:  # noqa: PTH123 - as above
                    state = opened.read()
            else:
                known = os.stat(file)  # noqa: PTH116 - as above
                state = f"{known.st_size} {known.st_mtime_ns}".encode()
            digest.update(f"{os.path.relpath(file, folder)} {len(state)} ".encode() + state)
    return digest.digest()
